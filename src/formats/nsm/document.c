/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the payload by a table of its fields. Unknown keys are skipped. */
#include "formats/nsm/document.h"
#include "codec/cbor.h"

#define DIGEST "SHA384"

const char *nsm_kind_name(nsm_kind kind)
{
    return kind == NSM_ENCLAVE ? "enclave" : kind == NSM_NITROTPM ? "nitrotpm" : "unknown";
}

static void refuse_unless(bool holds, cursor *c, size_t at, const char *what, const char *why)
{
    if (!holds) {
        cur_fail(c, at, what, why);
    }
}

static void read_module_id(cursor *c, nsm_fields *out)
{
    size_t at = cur_at(c);
    out->module_id = cbr_text(c, "document.module_id");
    refuse_unless(out->module_id.len > 0, c, at, "document.module_id", "empty");
}

static void read_digest(cursor *c, nsm_fields *out)
{
    size_t at = cur_at(c);
    out->digest = cbr_text(c, "document.digest");
    refuse_unless(str_is(out->digest, DIGEST), c, at, "document.digest", "not " DIGEST);
}

static void read_timestamp(cursor *c, nsm_fields *out)
{
    size_t at = cur_at(c);
    out->timestamp_ms = cbr_uint(c, "document.timestamp");
    refuse_unless(out->timestamp_ms > 0, c, at, "document.timestamp", "zero");
}

static bool is_digest_length(size_t len)
{
    return len == 32 || len == 48 || len == 64;
}

static void read_registers(cursor *c, nsm_fields *out, nsm_kind kind, uint64_t limit)
{
    size_t at = cur_at(c), count = 0;
    cursor map = cbr_map(c, "document.pcrs");
    refuse_unless(out->kind == NSM_NONE, c, at, "document.pcrs", "both kinds of registers");
    out->kind = kind;
    while (cur_left(&map) > 0) {
        size_t here = cur_at(&map);
        uint64_t index = cbr_uint(&map, "document.pcrs.index");
        assay_bytes value = cbr_bytes(&map, "document.pcrs.value");
        refuse_unless(index < limit, &map, here, "document.pcrs.index", "out of range");
        refuse_unless(is_digest_length(value.len), &map, here, "document.pcrs.value",
                      "not 32, 48 or 64 bytes");
        if (cur_ok(&map)) {
            out->pcrs[index] = value;
            count++;
        }
    }
    refuse_unless(count > 0, c, at, "document.pcrs", "empty");
}

static void read_pcrs(cursor *c, nsm_fields *out)
{
    read_registers(c, out, NSM_ENCLAVE, LIMIT_NSM_PCRS);
}

static void read_nitrotpm_pcrs(cursor *c, nsm_fields *out)
{
    read_registers(c, out, NSM_NITROTPM, NSM_TPM_PCRS);
}

static assay_bytes read_sized(cursor *c, size_t least, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = cbr_bytes(c, what);
    refuse_unless(in.len >= least, c, at, what, "empty");
    refuse_unless(in.len <= LIMIT_NSM_FIELD, c, at, what, "more than 1024 bytes");
    return in;
}

static void read_certificate(cursor *c, nsm_fields *out)
{
    out->certificate = read_sized(c, 1, "document.certificate");
}

static void read_cabundle(cursor *c, nsm_fields *out)
{
    size_t at = cur_at(c);
    cursor list = cbr_array(c, "document.cabundle");
    while (cur_left(&list) > 0) {
        if (out->bundle_count == LIMIT_NSM_BUNDLE) {
            cur_fail(&list, cur_at(&list), "document.cabundle", "more certificates than the limit");
            return;
        }
        out->cabundle[out->bundle_count++] = read_sized(&list, 1, "document.cabundle.entry");
    }
    refuse_unless(out->bundle_count > 0, c, at, "document.cabundle", "empty");
}

/* NSMs write null where AWS's text leaves the field out. */
static assay_bytes read_optional(cursor *c, size_t least, const char *what)
{
    cursor ahead = *c;
    if (cbr_next(&ahead, what).type == CBR_NULL) {
        *c = ahead;
        return (assay_bytes){NULL, 0};
    }
    return read_sized(c, least, what);
}

static void read_public_key(cursor *c, nsm_fields *out)
{
    out->public_key = read_optional(c, 1, "document.public_key");
}

static void read_user_data(cursor *c, nsm_fields *out)
{
    out->user_data = read_optional(c, 0, "document.user_data");
}

static void read_nonce(cursor *c, nsm_fields *out)
{
    out->nonce = read_optional(c, 0, "document.nonce");
}

static const struct {
    const char *name;
    void (*read)(cursor *c, nsm_fields *out);
} table[] = {
    {"module_id", read_module_id},         {"digest", read_digest},
    {"timestamp", read_timestamp},         {"pcrs", read_pcrs},
    {"nitrotpm_pcrs", read_nitrotpm_pcrs}, {"certificate", read_certificate},
    {"cabundle", read_cabundle},           {"public_key", read_public_key},
    {"user_data", read_user_data},         {"nonce", read_nonce},
};

static void read_value(cursor *c, assay_str key, nsm_fields *out)
{
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        if (str_is(key, table[i].name)) {
            table[i].read(c, out);
            return;
        }
    }
    cbr_next(c, "document.value");
}

/* Fields that every document has: a value that was read is never as it was before. */
static const char *missing(const nsm_fields *f)
{
    return f->module_id.ptr == NULL     ? "document.module_id"
           : f->digest.ptr == NULL      ? "document.digest"
           : f->timestamp_ms == 0       ? "document.timestamp"
           : f->kind == NSM_NONE        ? "document.pcrs"
           : f->certificate.ptr == NULL ? "document.certificate"
           : f->bundle_count == 0       ? "document.cabundle"
                                        : NULL;
}

bool nsm_fields_parse(cursor *payload, nsm_fields *out)
{
    *out = (nsm_fields){.kind = NSM_NONE};
    size_t at = cur_at(payload), size = cur_left(payload);
    refuse_unless(size > 0, payload, at, "document", "empty");
    refuse_unless(size <= LIMIT_NSM_PAYLOAD, payload, at, "document", "more than 16384 bytes");
    cursor map = cbr_map(payload, "document");
    while (cur_left(&map) > 0) {
        assay_str key = cbr_text(&map, "document.key");
        if (cur_ok(&map)) {
            read_value(&map, key, out);
        }
    }
    const char *absent = missing(out);
    refuse_unless(absent == NULL, payload, at, absent, "missing");
    return cur_end(payload, "document");
}
