/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and replays the event log of a TD. */
#include "formats/tdx/ccel.h"
#include "base/limits.h"
#include "crypto/crypto.h"

#define EV_NO_ACTION 3u
#define TPM_ALG_SHA384 0x000cu
#define TERMINATOR 0xffffffffu
#define ALGORITHMS_MAX 8

/* Which digests each event may have; from the first event. */
typedef struct {
    struct {
        uint16_t id, size;
    } rows[ALGORITHMS_MAX];
    uint32_t count;
} algorithms;

static bool require(cursor *c, bool holds, size_t at, const char *what, const char *why)
{
    return !cur_ok(c) || holds || cur_fail(c, at, what, why);
}

static uint16_t size_of(const algorithms *all, uint16_t id)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->rows[i].id == id) {
            return all->rows[i].size;
        }
    }
    return 0;
}

/* TCG_EfiSpecIDEvent */
static void read_spec_id(cursor *c, algorithms *out)
{
    size_t at = cur_at(c);
    assay_bytes signature = cur_take(c, 16, "spec_id.signature");
    require(c, signature.len == 16 && memcmp(signature.ptr, "Spec ID Event03", 16) == 0, at,
            "spec_id.signature", "not Spec ID Event03");
    cur_take(c, 8, "spec_id.version");
    at = cur_at(c);
    uint32_t count = cur_u32le(c, "spec_id.algorithms");
    require(c, count > 0 && count <= ALGORITHMS_MAX, at, "spec_id.algorithms", "none, or too many");
    for (uint32_t i = 0; cur_ok(c) && i < count; i++) {
        out->rows[i].id = cur_u16le(c, "spec_id.algorithm");
        out->rows[i].size = cur_u16le(c, "spec_id.digest_size");
        out->count = i + 1;
    }
    cur_take(c, cur_u8(c, "spec_id.vendor_info"), "spec_id.vendor_info");
    cur_end(c, "spec_id");
    require(c, size_of(out, TPM_ALG_SHA384) == CCEL_DIGEST_BYTES, at, "spec_id.algorithms",
            "no SHA-384");
}

/* TCG_PCClientPCREvent: in the form of logs before there were several digests. */
static void read_first(cursor *c, algorithms *out)
{
    cur_take(c, 4, "spec_id.register");
    size_t at = cur_at(c);
    uint32_t type = cur_u32le(c, "spec_id.type");
    require(c, type == EV_NO_ACTION, at, "spec_id.type", "not EV_NO_ACTION");
    cur_take(c, 20, "spec_id.digest");
    cursor data = cur_sub(c, cur_u32le(c, "spec_id"), "spec_id");
    read_spec_id(&data, out);
}

/* TCG_PCR_EVENT2 */
static void read_event(cursor *c, const algorithms *all, ccel_event *out)
{
    *out = (ccel_event){.at = cur_at(c)};
    out->register_index = cur_u32le(c, "event.register");
    require(c, out->register_index <= CCEL_RTMRS, out->at, "event.register", "not 0 to 4");
    out->type = cur_u32le(c, "event.type");
    size_t at = cur_at(c);
    uint32_t count = cur_u32le(c, "event.digests");
    require(c, count <= all->count, at, "event.digests", "more than the log's algorithms");
    for (uint32_t i = 0; cur_ok(c) && i < count; i++) {
        at = cur_at(c);
        uint16_t id = cur_u16le(c, "event.algorithm"), size = size_of(all, id);
        require(c, size > 0, at, "event.algorithm", "none of the log's");
        assay_bytes digest = cur_take(c, size, "event.digest");
        require(c, id != TPM_ALG_SHA384 || out->digest.ptr == NULL, at, "event.algorithm",
                "twice there");
        out->digest = id == TPM_ALG_SHA384 ? digest : out->digest;
    }
    at = cur_at(c);
    uint32_t size = cur_u32le(c, "event.data");
    require(c, size <= LIMIT_CCEL_EVENT, at, "event.data", "larger than the limit");
    out->data = cur_take(c, size, "event.data");
    require(c, out->digest.ptr != NULL || !ccel_extends(out), out->at, "event.digests",
            "no SHA-384 digest");
}

/* Zeros, or all bits set, up to the end of the buffer. */
static bool at_end(const cursor *c)
{
    cursor ahead = *c;
    assay_bytes rest = cur_rest(&ahead);
    cursor mark = *c;
    bool terminated = cur_left(c) >= 4 && cur_u32le(&mark, "terminator") == TERMINATOR;
    return rest.len == 0 || terminated || bytes_all(rest, 0);
}

bool ccel_extends(const ccel_event *e)
{
    return e->type != EV_NO_ACTION && e->register_index > 0;
}

/* A register becomes the digest of itself and the event's. */
static bool extend(arena *a, uint8_t value[CCEL_DIGEST_BYTES], assay_bytes digest)
{
    const assay_bytes parts[] = {bytes_of(value, CCEL_DIGEST_BYTES), digest};
    uint8_t next[CCEL_DIGEST_BYTES];
    if (crypto_digest(HASH_SHA384, parts, ARRAY_LEN(parts), next) != ASSAY_OK) {
        a->state = ARENA_NO_MEMORY;
        return false;
    }
    memcpy(value, next, sizeof next);
    return true;
}

/* Counted first: the log is read twice, and its events are kept once. */
static size_t count_events(cursor c, const algorithms *all)
{
    size_t count = 0;
    ccel_event e;
    while (cur_ok(&c) && !at_end(&c)) {
        if (count == LIMIT_CCEL_EVENTS) {
            cur_fail(&c, cur_at(&c), "events", "more than the limit");
            return 0;
        }
        read_event(&c, all, &e);
        count++;
    }
    return count;
}

bool ccel_read(arena *a, assay_bytes in, ccel_log *out, fault *f)
{
    algorithms all = {.count = 0};
    cursor c = cur_over(in, f);
    *out = (ccel_log){.count = 0};
    read_first(&c, &all);
    size_t count = count_events(c, &all);
    ccel_event *events = cur_ok(&c) ? ARENA_ARRAY(a, count + 1, ccel_event) : NULL;
    if (events == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        read_event(&c, &all, &events[i]);
        unsigned rtmr = events[i].register_index - 1;
        if (ccel_extends(&events[i]) && !extend(a, out->rtmr[rtmr], events[i].digest)) {
            return false;
        }
    }
    out->events = events;
    out->count = count;
    return cur_ok(&c);
}

static const struct {
    uint32_t type;
    bool measures_data; /* the digest is over the event's data as it stands */
    const char *name;
} types[] = {
    {0x00000003, false, "EV_NO_ACTION"},
    {0x00000004, true, "EV_SEPARATOR"},
    {0x00000005, false, "EV_ACTION"},
    {0x00000006, false, "EV_EVENT_TAG"},
    {0x00000007, true, "EV_S_CRTM_CONTENTS"},
    {0x00000008, true, "EV_S_CRTM_VERSION"},
    {0x0000000a, false, "EV_PLATFORM_CONFIG_FLAGS"},
    {0x0000000b, false, "EV_TABLE_OF_DEVICES"},
    {0x0000000d, false, "EV_IPL"},
    {0x80000001, true, "EV_EFI_VARIABLE_DRIVER_CONFIG"},
    {0x80000002, false, "EV_EFI_VARIABLE_BOOT"},
    {0x80000003, false, "EV_EFI_BOOT_SERVICES_APPLICATION"},
    {0x80000004, false, "EV_EFI_BOOT_SERVICES_DRIVER"},
    {0x80000005, false, "EV_EFI_RUNTIME_SERVICES_DRIVER"},
    {0x80000006, true, "EV_EFI_GPT_EVENT"},
    {0x80000007, true, "EV_EFI_ACTION"},
    {0x80000008, false, "EV_EFI_PLATFORM_FIRMWARE_BLOB"},
    {0x80000009, false, "EV_EFI_HANDOFF_TABLES"},
    {0x8000000a, false, "EV_EFI_PLATFORM_FIRMWARE_BLOB2"},
    {0x8000000b, false, "EV_EFI_HANDOFF_TABLES2"},
    {0x8000000c, false, "EV_EFI_VARIABLE_BOOT2"},
    {0x800000e0, true, "EV_EFI_VARIABLE_AUTHORITY"},
};

const char *ccel_type_name(uint32_t type)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (types[i].type == type) {
            return types[i].name;
        }
    }
    return NULL;
}

static bool should_measure_data(const ccel_event *e)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (types[i].type == e->type) {
            return types[i].measures_data;
        }
    }
    return false;
}

assay_status ccel_measures_data(const ccel_event *e)
{
    uint8_t digest[CCEL_DIGEST_BYTES];
    assay_status status = crypto_digest(HASH_SHA384, &e->data, 1, digest);
    if (status != ASSAY_OK) {
        return status;
    }
    return bytes_equal(e->digest, bytes_of(digest, sizeof digest)) ? ASSAY_OK : ASSAY_REJECTED;
}

static bool is_of(const ccel_event *e, unsigned rtmr)
{
    return ccel_extends(e) && e->register_index == rtmr + 1;
}

const ccel_event *ccel_suspect(arena *a, const ccel_log *log, unsigned rtmr, assay_bytes wanted)
{
    uint8_t value[CCEL_DIGEST_BYTES] = {0};
    const ccel_event *first = NULL, *altered = NULL;
    for (size_t i = 0; i < log->count; i++) {
        const ccel_event *e = &log->events[i];
        if (!is_of(e, rtmr)) {
            continue;
        }
        if (bytes_equal(bytes_of(value, sizeof value), wanted)) {
            return e;
        }
        first = first == NULL ? e : first;
        if (altered == NULL && should_measure_data(e) && ccel_measures_data(e) == ASSAY_REJECTED) {
            altered = e;
        }
        if (!extend(a, value, e->digest)) {
            return NULL;
        }
    }
    return altered != NULL ? altered : first;
}
