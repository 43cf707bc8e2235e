/* SPDX-License-Identifier: Apache-2.0 */
/* Writes an event log (TCG PC Client Platform Firmware Profile, 10.2) and replays it. */
#include "forge/tdx_ccel.h"

#include "base/text.h"
#include "crypto/crypto.h"
#include "forge/tdx_defects.h"

#define LOG_MAX 8192u
#define SHA1 0x0004u
#define SHA384 0x000cu

typedef struct {
    uint32_t index, type;
    const char *data;
    bool measures_data; /* else the digest is of something else */
} event;

static const event events[] = {
    {1, 0x8000000b, "firmware tables", false},
    {1, 0x80000001, "SecureBoot", true},
    {1, 0x80000001, "PK", true},
    {1, 4, "\x01\x02\x03\x04", true},
    {0, 3, "a note", false},
    {2, 0x80000003, "boot loader", false},
    {2, 4, "\x01\x02\x03\x04", true},
    {3, 0x0d, "kernel", false},
    {3, 0x0d, "command line", false},
};

static void put(text *t, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    ftdx_put_le(bytes, value, sizeof bytes);
    text_add(t, bytes_of(bytes, size));
}

static void put_first(text *t, ftdx_log_form form)
{
    static const uint8_t zeros[20];
    put(t, 1, 4);
    put(t, 3, 4);
    text_add(t, bytes_of(zeros, sizeof zeros));
    put(t, 16 + 8 + 4 + 4 + 1, 4);
    text_add(t, bytes_of(form == FTDX_LOG_SPEC ? "Spec ID Event02" : "Spec ID Event03", 16));
    put(t, 0, 4);
    put(t, 0x02000200, 4);
    put(t, 1, 4);
    put(t, form == FTDX_LOG_NO_SHA384 ? SHA1 : SHA384, 2);
    put(t, form == FTDX_LOG_NO_SHA384 ? 20 : FTDX_DIGEST_LEN, 2);
    put(t, 0, 1);
}

static bool digest_of(const event *e, uint8_t out[FTDX_DIGEST_LEN])
{
    const assay_bytes parts[] = {bytes_of_text(e->data), bytes_of_text(" itself")};
    return crypto_digest(HASH_SHA384, parts, e->measures_data ? 1 : 2, out) == ASSAY_OK;
}

static void put_event(text *t, const event *e, ftdx_log_form form, bool bad)
{
    uint8_t digest[FTDX_DIGEST_LEN];
    size_t algorithm = form == FTDX_LOG_NO_SHA384 ? SHA1 : SHA384;
    size_t width = form == FTDX_LOG_NO_SHA384 ? 20 : sizeof digest;
    unsigned copies = bad && form == FTDX_LOG_TWICE_SHA384 ? 2 : 1;
    (void)digest_of(e, digest);
    digest[0] ^= bad && form == FTDX_LOG_OTHER;
    put(t, bad && form == FTDX_LOG_REGISTER_5 ? 5 : e->index, 4);
    put(t, e->type, 4);
    put(t, 1, 4);
    for (unsigned i = 0; i < copies; i++) {
        put(t, algorithm, 2);
        text_add(t, bytes_of(digest, width));
    }
    const char *data = bad && form == FTDX_LOG_ALTERED ? "PX" : e->data;
    put(t, strlen(data), 4);
    text_add(t, bytes_of_text(data));
}

static bool extend(uint8_t value[FTDX_DIGEST_LEN], const event *e)
{
    uint8_t digest[FTDX_DIGEST_LEN], next[FTDX_DIGEST_LEN];
    const assay_bytes parts[] = {bytes_of(value, FTDX_DIGEST_LEN), bytes_of(digest, sizeof digest)};
    if (!digest_of(e, digest) || crypto_digest(HASH_SHA384, parts, 2, next) != ASSAY_OK) {
        return false;
    }
    memcpy(value, next, sizeof next);
    return true;
}

static void put_end(text *t, ftdx_log_form form)
{
    for (size_t i = 0; i < 64 && (form == FTDX_LOG_TERMINATED || form == FTDX_LOG_PADDED); i++) {
        put(t, form == FTDX_LOG_TERMINATED ? 0xff : 0, 1);
    }
}

assay_bytes ftdx_ccel_make(arena *a, ftdx_log_form form, uint8_t rtmr[FTDX_RTMRS][FTDX_DIGEST_LEN])
{
    static const event more = {3, 0x0d, "another command line", false};
    text t = text_new(a, LOG_MAX);
    bool sound = true;
    memset(rtmr, 0, FTDX_RTMRS * FTDX_DIGEST_LEN);
    put_first(&t, form);
    for (size_t i = 0; i < ARRAY_LEN(events); i++) {
        size_t from = form == FTDX_LOG_SWAPPED && (i == 1 || i == 2) ? 3 - i : i;
        put_event(&t, &events[from], form, i == 2);
        if (events[i].index > 0) {
            sound = sound && extend(rtmr[events[i].index - 1], &events[i]);
        }
    }
    if (form == FTDX_LOG_MORE) {
        put_event(&t, &more, form, false);
    }
    put_end(&t, form);
    assay_str whole = text_done(&t);
    size_t cut = form == FTDX_LOG_CUT ? 5 : 0;
    return sound && whole.ptr != NULL ? bytes_of(whole.ptr, whole.len - cut)
                                      : (assay_bytes){NULL, 0};
}
