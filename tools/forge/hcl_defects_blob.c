/* SPDX-License-Identifier: Apache-2.0 */
/* Good evidence, and defects of the blob, its runtime data and its hardware report. */
#include "forge/hcl_defects.h"

#include "base/text.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define GOOD(name_, does_) ROW("good" name_, does_), .outcome = FHCL_AUTHENTIC
#define PATCH(at_, size_, value_) .spoil = spoil_blob, .at = at_, .size = size_, .value = value_
#define REPORT(at_, size_, value_) .spoil = spoil_report, .at = at_, .size = size_, .value = value_
#define LENGTH(size_) .spoil = spoil_length, .size = size_
#define RUNTIME(text_, with_) .spoil = spoil_runtime, .text = text_, .with = with_
#define MALFORMED .class = "malformed", .finding = "hcl.blob.malformed"
#define HEADER .class = "unsupported", .finding = "hcl.blob.header"
#define JSON .class = "malformed", .finding = "hcl.runtime-data.malformed"
#define AK .class = "malformed", .finding = "hcl.attestation-key"

static void spoil_blob(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    fhcl_patch_later(r, d->at, d->size, d->value);
}

static void spoil_report(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    fsnp_put_le(r->snp.report + d->at, d->value, d->size);
}

static void spoil_report_later(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    fsnp_patch_later(&r->snp, d->at, d->size, d->value);
}

static void spoil_length(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->blob_len = d->size;
}

static void spoil_exact_length(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->blob_len = FHCL_AT_RUNTIME + r->runtime.len - d->size;
}

static void spoil_runtime(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    fhcl_replace(r, a, d->text, d->with);
}

static void spoil_whole(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->runtime = bytes_of_text(d->text);
}

/* The C string's end becomes part of the runtime data. */
static void spoil_nul(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    (void)d;
    r->runtime.len++;
}

static void spoil_rest(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->report_data_rest = (uint8_t)d->value;
}

/* Blobs of 2023 were smaller and had no user data. */
static void spoil_2023(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    const char *tail = strstr((const char *)r->runtime.ptr, ",\"user-data\"");
    const char *ek = strstr((const char *)r->runtime.ptr, ",{\"kid\":\"HCLEkPub\"");
    (void)d;
    if (tail != NULL && ek != NULL) {
        const char *whole_ek = arena_format(a, "%.*s", (int)(strchr(ek, '}') + 1 - ek), ek);
        fhcl_replace(r, a, tail, "}");
        fhcl_replace(r, a, whole_ek, "");
    }
    r->blob_len = 2048;
}

/* A modulus of this many bytes instead of the key's. */
static void spoil_modulus(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    uint8_t bytes[512];
    memset(bytes, 0xa5, sizeof bytes);
    const char *modulus = base64url_encode(a, bytes_of(bytes, d->size));
    const char *begin = strstr((const char *)r->runtime.ptr, "\"n\":\"");
    if (modulus == NULL || begin == NULL) {
        return;
    }
    const char *end = strchr(begin + 5, '"');
    const char *old = arena_format(a, "%.*s", (int)(end - begin), begin);
    const char *new = arena_format(a, "\"n\":\"%s", modulus);
    if (old != NULL && new != NULL) {
        fhcl_replace(r, a, old, new);
    }
}

static const fhcl_defect rows[] = {
    {GOOD("", "a blob of the vTPM and a quote over its 24 registers")},
    {GOOD("-2023", "a blob of 2048 bytes, without user data"), .spoil = spoil_2023},
    {GOOD("-openhcl", "the header's version that OpenHCL writes"), PATCH(0x04, 4, 2)},
    {GOOD("-unpadded", "a blob that ends with its runtime data"), .spoil = spoil_exact_length},
    {GOOD("-user-data", "the guest wrote user data"),
     RUNTIME("\"user-data\":\"00000000", "\"user-data\":\"C0FFEE00")},

    {ROW("empty", "no byte at all"), .class = "malformed", LENGTH(0)},
    {ROW("header-cut", "the blob ends inside its header"), MALFORMED, LENGTH(0x1f)},
    {ROW("report-cut", "the blob ends inside the hardware report"), MALFORMED, LENGTH(0x4bf)},
    {ROW("data-cut", "the blob ends inside its second header"), MALFORMED, LENGTH(0x4d3)},
    {ROW("runtime-cut", "the last byte of the runtime data is missing"), MALFORMED,
     .spoil = spoil_exact_length, .size = 1},
    {ROW("oversized", "zeros behind the blob, above the size of the NV index"),
     .class = "malformed", .finding = "size.evidence", LENGTH(FHCL_BLOB_LEN + 1)},
    {ROW("signature-other", "another magic number"), MALFORMED, PATCH(0, 4, 0x41434c48)},
    {ROW("runtime-size-large", "variable_data_size is beyond the blob"), MALFORMED,
     PATCH(FHCL_AT_DATA + 16, 4, FHCL_BLOB_LEN)},
    {ROW("runtime-size-max", "variable_data_size is 0xffffffff"), MALFORMED,
     PATCH(FHCL_AT_DATA + 16, 4, UINT32_MAX)},
    {ROW("runtime-size-0", "variable_data_size is 0"), MALFORMED, PATCH(FHCL_AT_DATA + 16, 4, 0)},
    {ROW("report-size-other", "report_size is not where the runtime data ends"), MALFORMED,
     PATCH(0x08, 4, FHCL_BLOB_LEN)},
    {ROW("data-size-other", "data_size is that of the runtime data alone"), MALFORMED,
     PATCH(FHCL_AT_DATA, 4, 20)},
    {ROW("version-0", "version 0 of the header"), HEADER, PATCH(0x04, 4, 0)},
    {ROW("version-3", "version 3 of the header, which nobody has specified"), HEADER,
     PATCH(0x04, 4, 3)},
    {ROW("request-type-1", "a request for a key release"), HEADER, PATCH(0x0c, 4, 1)},
    {ROW("status-1", "a request that failed"), HEADER, PATCH(0x10, 4, 1)},
    {ROW("reserved-first", "the first reserved byte is set"), HEADER, PATCH(0x14, 1, 1)},
    {ROW("reserved-last", "the last reserved byte is set"), HEADER, PATCH(0x1f, 1, 1)},
    {ROW("data-version-2", "version 2 of the second header"), HEADER,
     PATCH(FHCL_AT_DATA + 4, 4, 2)},
    {ROW("report-type-4", "report_type of TDX, with a report of SEV-SNP"), .class = "malformed",
     .finding = "hcl.report-type", PATCH(FHCL_AT_DATA + 8, 4, 4)},
    {ROW("hash-type-0", "hash_type 0"), .class = "unsupported", .finding = "hcl.hash-type",
     PATCH(FHCL_AT_DATA + 12, 4, 0)},
    {ROW("hash-type-2", "hash_type of SHA-384"), .class = "unsupported", .finding = "hcl.hash-type",
     PATCH(FHCL_AT_DATA + 12, 4, 2)},
    {ROW("hash-type-3", "hash_type of SHA-512"), .class = "unsupported", .finding = "hcl.hash-type",
     PATCH(FHCL_AT_DATA + 12, 4, 3)},
    {ROW("hash-type-99", "hash_type 99"), .class = "unsupported", .finding = "hcl.hash-type",
     PATCH(FHCL_AT_DATA + 12, 4, 99)},
    {ROW("padding-last", "the last byte of the padding is set"), .class = "malformed",
     .finding = "hcl.blob.padding", PATCH(FHCL_BLOB_LEN - 1, 1, 1)},

    {ROW("runtime-altered", "a byte of the runtime data is changed after it was bound"),
     .class = "binding", .finding = "hcl.runtime-data.binding",
     PATCH(FHCL_AT_RUNTIME + 12, 1, 'K')},
    {ROW("report-data-rest", "REPORT_DATA[32] is set"), .class = "binding",
     .finding = "hcl.report-data.rest", .spoil = spoil_rest, .value = 1},
    {ROW("keys-twice", "two members `keys`"), JSON,
     RUNTIME("\"vm-configuration\":", "\"keys\":[],\"vm-configuration\":")},
    {ROW("kid-twice", "two attestation keys"), JSON, RUNTIME("\"HCLEkPub\"", "\"HCLAkPub\"")},
    {ROW("kid-twice-escaped", "the same, the second written with an escape"), JSON,
     RUNTIME("\"HCLEkPub\"", "\"HCLAkPu\\u0062\"")},
    {ROW("kid-missing", "a key without kid"), JSON, RUNTIME("\"kid\":\"HCLEkPub\"", "\"k\":\"\"")},
    {ROW("keys-object", "`keys` is no array"), JSON, RUNTIME("\"keys\":[", "\"keys\":{},\"ks\":[")},
    {ROW("json-nul", "a NUL behind the JSON, inside the runtime data"), JSON, .spoil = spoil_nul},
    {ROW("json-nul-escaped", "U+0000 in a text"), JSON,
     RUNTIME("\"vmUniqueId\":\"", "\"vmUniqueId\":\"\\u0000")},
    {ROW("json-array", "the runtime data is an array"), JSON, .spoil = spoil_whole, .text = "[]"},
    {ROW("json-trailing", "a second value behind the JSON"), JSON, .spoil = spoil_whole,
     .text = "{\"keys\":[]}{}"},
    {ROW("vm-configuration-text", "`vm-configuration` is no object"), JSON,
     RUNTIME("\"vm-configuration\":{", "\"vm-configuration\":1,\"vm\":{")},
    {ROW("user-data-short", "user data of 63 bytes"), JSON,
     RUNTIME("\"user-data\":\"00", "\"user-data\":\"")},
    {ROW("user-data-text", "user data that is no hex"), JSON,
     RUNTIME("\"user-data\":\"00", "\"user-data\":\"zz")},
    {ROW("ak-missing", "no attestation key"), AK, RUNTIME("\"HCLAkPub\"", "\"HclAkPub\"")},
    {ROW("ak-kty-ec", "the attestation key says that it is an EC key"), AK,
     RUNTIME("\"kty\":\"RSA\"", "\"kty\":\"EC\"")},
    {ROW("ak-exponent-1", "the attestation key's exponent is 1"), AK,
     RUNTIME("\"e\":\"AQAB\"", "\"e\":\"AQ\"")},
    {ROW("ak-exponent-even", "the attestation key's exponent is 65536"), AK,
     RUNTIME("\"e\":\"AQAB\"", "\"e\":\"AQAA\"")},
    {ROW("ak-exponent-40", "the attestation key's exponent has 33 bits"), AK,
     RUNTIME("\"e\":\"AQAB\"", "\"e\":\"AQAAAAE\"")},
    {ROW("ak-exponent-zero-led", "the attestation key's exponent begins with a zero"), AK,
     RUNTIME("\"e\":\"AQAB\"", "\"e\":\"AAEAAQ\"")},
    {ROW("ak-padded", "the exponent is base64 with padding"), AK,
     RUNTIME("\"e\":\"AQAB\"", "\"e\":\"AQAB====\"")},
    {ROW("ak-1024", "the attestation key has 1024 bits"), AK, .spoil = spoil_modulus, .size = 128},

    {ROW("report-altered", "a byte of the hardware report is changed after signing"),
     .class = "signature", .finding = "snp.signature", .spoil = spoil_report_later, .at = 0x90,
     .size = 1, .value = 0},
    {ROW("report-tail", "a byte behind the hardware report's signature is set"),
     .class = "malformed", .finding = "snp.report.tail", .spoil = spoil_report_later, .at = 0x49f,
     .size = 1, .value = 1},
    {ROW("debug", "the guest's policy allows debugging"), .outcome = FHCL_DEBUG, .class = "debug",
     .finding = "snp.debug", REPORT(FSNP_AT_POLICY, 8, 0xb0000)},
    {ROW("vmpl-2", "a report that the guest asked for, about data of its own making"),
     .class = "policy", .finding = "hcl.privilege", REPORT(FSNP_AT_VMPL, 4, 2)},
    {ROW("provisional-tcb", "COMMITTED_TCB is lower than CURRENT_TCB, as often on Azure"),
     .outcome = FHCL_AUTHENTIC, .finding = "snp.tcb.provisional",
     REPORT(FSNP_AT_COMMITTED_TCB + 6, 1, 0x1a)},
};
const fhcl_defect_list fhcl_defects_blob = {rows, ARRAY_LEN(rows)};
