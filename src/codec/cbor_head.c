/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads by libcbor's streaming decoder, which neither allocates nor copies. It does not tell how
 * wide an argument was written, so that is read off the first byte; what it says of bytes still
 * required wraps around near 2^64, and is not used.
 */
#include "codec/cbor_head.h"

#include <cbor.h>

static void number(void *context, cbr_type type, uint64_t value)
{
    cbr_head *h = context;
    h->type = type;
    h->value = value;
}

static void on_uint8(void *context, uint8_t v)
{
    number(context, CBR_UINT, v);
}

static void on_uint16(void *context, uint16_t v)
{
    number(context, CBR_UINT, v);
}

static void on_uint32(void *context, uint32_t v)
{
    number(context, CBR_UINT, v);
}

static void on_uint64(void *context, uint64_t v)
{
    number(context, CBR_UINT, v);
}

static void on_nint8(void *context, uint8_t v)
{
    number(context, CBR_NINT, v);
}

static void on_nint16(void *context, uint16_t v)
{
    number(context, CBR_NINT, v);
}

static void on_nint32(void *context, uint32_t v)
{
    number(context, CBR_NINT, v);
}

static void on_nint64(void *context, uint64_t v)
{
    number(context, CBR_NINT, v);
}

static void on_bytes(void *context, cbor_data data, size_t len)
{
    number(context, CBR_BYTES, len);
    ((cbr_head *)context)->string = bytes_of(data, len);
}

static void on_text(void *context, cbor_data data, size_t len)
{
    number(context, CBR_TEXT, len);
    ((cbr_head *)context)->string = bytes_of(data, len);
}

static void indefinite(void *context, cbr_type type)
{
    number(context, type, 0);
    ((cbr_head *)context)->indefinite = true;
}

static void on_chunked_bytes(void *context)
{
    indefinite(context, CBR_BYTES);
}

static void on_chunked_text(void *context)
{
    indefinite(context, CBR_TEXT);
}

static void on_array(void *context, size_t count)
{
    number(context, CBR_ARRAY, count);
}

static void on_open_array(void *context)
{
    indefinite(context, CBR_ARRAY);
}

static void on_map(void *context, size_t count)
{
    number(context, CBR_MAP, count);
}

static void on_open_map(void *context)
{
    indefinite(context, CBR_MAP);
}

static void on_float(void *context, float v)
{
    number(context, CBR_FLOAT, 0);
    ((cbr_head *)context)->real = (double)v;
}

static void on_double(void *context, double v)
{
    number(context, CBR_FLOAT, 0);
    ((cbr_head *)context)->real = v;
}

static void on_undefined(void *context)
{
    number(context, CBR_UNDEFINED, 0);
}

static void on_null(void *context)
{
    number(context, CBR_NULL, 0);
}

static void on_bool(void *context, bool v)
{
    number(context, CBR_BOOL, v ? 1 : 0);
}

static void on_break(void *context)
{
    ((cbr_head *)context)->is_break = true;
}

static const struct cbor_callbacks callbacks = {.uint8 = on_uint8,
                                                .uint16 = on_uint16,
                                                .uint32 = on_uint32,
                                                .uint64 = on_uint64,
                                                .negint8 = on_nint8,
                                                .negint16 = on_nint16,
                                                .negint32 = on_nint32,
                                                .negint64 = on_nint64,
                                                .byte_string = on_bytes,
                                                .byte_string_start = on_chunked_bytes,
                                                .string = on_text,
                                                .string_start = on_chunked_text,
                                                .array_start = on_array,
                                                .indef_array_start = on_open_array,
                                                .map_start = on_map,
                                                .indef_map_start = on_open_map,
                                                .float2 = on_float,
                                                .float4 = on_float,
                                                .float8 = on_double,
                                                .undefined = on_undefined,
                                                .null = on_null,
                                                .boolean = on_bool,
                                                .indef_break = on_break};

/* RFC 8949 3: arguments below 24 stand in the first byte; 24 to 27 announce 1, 2, 4 or 8 bytes. */
static unsigned shortest(uint64_t value)
{
    if (value < 24) {
        return (unsigned)value;
    }
    return value <= UINT8_MAX ? 24 : value <= UINT16_MAX ? 25 : value <= UINT32_MAX ? 26 : 27;
}

static bool has_argument(const cbr_head *h)
{
    return !h->is_break && !h->indefinite && h->type >= CBR_UINT && h->type <= CBR_TAG;
}

#define MAJOR_TAG 6u

static bool read_tag(cursor *c, cbr_head *out, const char *what)
{
    unsigned first = cur_u8(c, what) & 0x1fu;
    out->type = CBR_TAG;
    switch (first) {
    case 24:
        out->value = cur_u8(c, what);
        break;
    case 25:
        out->value = cur_u16be(c, what);
        break;
    case 26:
        out->value = cur_u32be(c, what);
        break;
    case 27:
        out->value = cur_u64be(c, what);
        break;
    default:
        out->value = first;
        return first < 24 || cur_fail(c, out->at, what, "not CBOR");
    }
    return cur_ok(c);
}

static bool decode(cursor *c, assay_bytes rest, cbr_head *out, const char *what)
{
    struct cbor_decoder_result seen = cbor_stream_decode(rest.ptr, rest.len, &callbacks, out);
    if (seen.status != CBOR_DECODER_FINISHED) {
        bool short_of = seen.status == CBOR_DECODER_NEDATA;
        return cur_fail(c, out->at, what, short_of ? "truncated" : "not CBOR");
    }
    cur_take(c, seen.read, what);
    return cur_ok(c);
}

bool cbr_read_head(cursor *c, cbr_head *out, const char *what)
{
    *out = (cbr_head){.at = cur_at(c)};
    assay_bytes rest = cur_ahead(c);
    if (rest.len == 0) {
        return cur_fail(c, out->at, what, "truncated");
    }
    bool tag = rest.ptr[0] >> 5 == MAJOR_TAG;
    if (!(tag ? read_tag(c, out, what) : decode(c, rest, out, what))) {
        return false;
    }
    if (has_argument(out) && (rest.ptr[0] & 0x1fu) != shortest(out->value)) {
        return cur_fail(c, out->at, what, "head longer than it need be");
    }
    return cur_ok(c);
}
