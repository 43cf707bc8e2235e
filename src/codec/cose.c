/* SPDX-License-Identifier: Apache-2.0 */
/* Reads COSE_Sign1 and rebuilds what its signature covers. */
#include "codec/cose.h"
#include "codec/cbor.h"

enum { LABEL_ALG = 1, LABEL_CRIT = 2 };

static bool is_label(const cbr_item *key, uint64_t label)
{
    return key->type == CBR_UINT && key->value == label;
}

static bool read_alg(cursor *c, cose_sign1 *out)
{
    cbr_item alg = cbr_next(c, "cose.protected.alg");
    bool whole = alg.type == CBR_UINT || alg.type == CBR_NINT;
    if (cur_ok(c) && (!whole || alg.value > INT64_MAX)) {
        return cur_fail(c, alg.at, "cose.protected.alg", "no integer");
    }
    out->alg = alg.type == CBR_NINT ? -1 - (int64_t)alg.value : (int64_t)alg.value;
    return cur_ok(c);
}

/* The contents of the byte string, which are one map. */
static bool read_protected(cursor *headers, cose_sign1 *out)
{
    size_t at = cur_at(headers);
    cursor map = cbr_map(headers, "cose.protected");
    bool has_alg = false;
    while (cur_left(&map) > 0) {
        cbr_item label = cbr_next(&map, "cose.protected.label");
        out->header_count++;
        if (is_label(&label, LABEL_CRIT)) {
            return cur_fail(&map, label.at, "cose.protected.crit", "critical headers");
        }
        if (is_label(&label, LABEL_ALG)) {
            has_alg = read_alg(&map, out);
            continue;
        }
        cbr_next(&map, "cose.protected.value");
    }
    if (cur_ok(headers) && !has_alg) {
        return cur_fail(headers, at, "cose.protected.alg", "missing");
    }
    return cur_end(headers, "cose.protected");
}

static bool is_protected(assay_bytes headers, assay_bytes label)
{
    fault f = {0};
    cursor c = cur_over(headers, &f);
    cursor map = cbr_map(&c, "cose.protected");
    while (cur_left(&map) > 0) {
        if (bytes_equal(cbr_next(&map, "cose.protected.label").whole, label)) {
            return true;
        }
        cbr_next(&map, "cose.protected.value");
    }
    return false;
}

static bool read_unprotected(cursor *c, cose_sign1 *out)
{
    cursor map = cbr_map(c, "cose.unprotected");
    while (cur_left(&map) > 0) {
        cbr_item label = cbr_next(&map, "cose.unprotected.label");
        cbr_next(&map, "cose.unprotected.value");
        out->unprotected_count++;
        if (is_label(&label, LABEL_CRIT)) {
            return cur_fail(&map, label.at, "cose.unprotected.crit", "critical headers");
        }
        if (is_protected(out->headers, label.whole)) {
            return cur_fail(&map, label.at, "cose.unprotected", "a label that is protected too");
        }
    }
    return cur_ok(c);
}

static cbr_item byte_string(cursor *c, const char *what)
{
    cbr_item item = cbr_next(c, what);
    if (cur_ok(c) && (item.type != CBR_BYTES || item.indefinite)) {
        cur_fail(c, item.at, what, item.indefinite ? "string in chunks" : "no byte string");
    }
    return item;
}

bool cose_sign1_parse(cursor *c, cose_sign1 *out)
{
    *out = (cose_sign1){.tagged = false};
    cursor outer = *c;
    cbr_item whole = cbr_next(c, "cose");
    out->tagged = whole.type == CBR_TAG;
    if (out->tagged && whole.value != COSE_TAG_SIGN1) {
        return cur_fail(c, whole.at, "cose.tag", "not COSE_Sign1");
    }
    outer = out->tagged ? whole.contents : outer;
    cbr_item array = cbr_next(&outer, "cose");
    bool four = array.type == CBR_ARRAY && array.count == 4 && !array.indefinite;
    if (cur_ok(c) && !four) {
        return cur_fail(c, array.at, "cose", "no array of four");
    }
    cursor in = array.contents;
    cbr_item headers = byte_string(&in, "cose.protected");
    out->headers = headers.string;
    if (!cur_ok(c) || !read_protected(&headers.contents, out) || !read_unprotected(&in, out)) {
        return false;
    }
    cbr_item payload = byte_string(&in, "cose.payload");
    out->payload = payload.contents;
    out->payload_bytes = payload.string;
    out->signature = byte_string(&in, "cose.signature").string;
    return cur_ok(c);
}

bool cose_alg_in(int64_t alg, const int64_t *allowed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (allowed[i] == alg) {
            return true;
        }
    }
    return false;
}

static const struct {
    int64_t alg;
    const char *name;
} names[] = {
    {COSE_ES256, "ES256"}, {COSE_ES384, "ES384"}, {COSE_ES512, "ES512"}, {-8, "EdDSA"},
    {-37, "PS256"},        {-38, "PS384"},        {-39, "PS512"},        {-257, "RS256"},
};

const char *cose_alg_name(int64_t alg)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (names[i].alg == alg) {
            return names[i].name;
        }
    }
    return NULL;
}

#define BYTE_STRING 0x40u /* major type 2 */

/* The shortest head of a byte string, which is what is signed however it was sent. */
static size_t put_head(uint8_t *out, uint64_t len)
{
    if (len < 24) {
        out[0] = (uint8_t)(BYTE_STRING | len);
        return 1;
    }
    unsigned log2 = len <= UINT8_MAX ? 0 : len <= UINT16_MAX ? 1 : len <= UINT32_MAX ? 2 : 3;
    size_t width = (size_t)1 << log2;
    out[0] = (uint8_t)(BYTE_STRING | (24 + log2));
    for (size_t i = 0; i < width; i++) {
        out[1 + i] = (uint8_t)(len >> 8 * (width - 1 - i));
    }
    return 1 + width;
}

void cose_sign1_to_be_signed(const cose_sign1 *s, cose_to_be_signed *out)
{
    static const uint8_t context[] = {0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'};
    memcpy(out->front, context, sizeof context);
    size_t front = sizeof context + put_head(out->front + sizeof context, s->headers.len);
    out->back[0] = BYTE_STRING; /* external_aad, empty */
    size_t back = 1 + put_head(out->back + 1, s->payload_bytes.len);
    out->parts[0] = bytes_of(out->front, front);
    out->parts[1] = s->headers;
    out->parts[2] = bytes_of(out->back, back);
    out->parts[3] = s->payload_bytes;
}
