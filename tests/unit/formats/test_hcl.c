/* SPDX-License-Identifier: Apache-2.0 */
/* Azure blobs and vTPM quotes of the forge: what nothing signs, where things are, what is carried.
 */
#include "check.h"
#include "forge/hcl_defects.h"
#include "formats/hcl/evidence.h"
#include "formats/hcl/hcl.h"

#include <assay/assay.h>

typedef struct {
    arena arena;
    fhcl_recipe recipe;
    fhcl_evidence made;
    findings findings;
    needs needs;
    attachment attachments[3];
    assay_trust trust;
    job job;
} bench;

static key_ring *ring;
static bench b;

static void restart(void)
{
    b.findings = (findings){.arena = &b.arena, .label = "vm", .stage = 3};
    b.needs = (needs){.arena = &b.arena};
    b.attachments[0] = (attachment){.role = "tpm-quote", .bytes = b.made.quote};
    b.attachments[1] = (attachment){.role = "tpm-quote-signature", .bytes = b.made.signature};
    b.attachments[2] = (attachment){.role = "tpm-pcrs", .bytes = b.made.registers};
    b.job = (job){.arena = &b.arena,
                  .trust = &b.trust,
                  .at = FSNP_DEFAULT_AT,
                  .known_at = FSNP_DEFAULT_AT,
                  .findings = &b.findings,
                  .needs = &b.needs,
                  .label = "vm",
                  .attachments = b.attachments,
                  .attachment_count = ARRAY_LEN(b.attachments),
                  .claims = claim_root(&b.arena)};
}

static void make(const char *defect)
{
    arena_release(&b.arena);
    arena_init(&b.arena, &allocator_default, 64u << 20);
    const fhcl_defect *d = fhcl_defect_find(defect);
    CHECK(d != NULL && fhcl_defect_make(d, &b.arena, ring, &b.recipe, &b.made) == ASSAY_OK);
    restart();
}

static const void *parse(void)
{
    return format_azure_hcl_snp.parse(&b.job, b.made.blob);
}

static const finding *find(const char *id)
{
    for (const finding *f = b.findings.first; f != NULL; f = f->next) {
        if (f->view.severity != ASSAY_SEVERITY_NONE && strcmp(f->view.id, id) == 0) {
            return f;
        }
    }
    return NULL;
}

/* Header, second header, and the padding: all that is neither report nor runtime data. */
static void bytes_that_nothing_signs_have_one_value(void)
{
    static const struct {
        const char *what;
        size_t at, end; /* end 0: of the blob */
    } unsigned_parts[] = {
        {"signature", 0x00, 0x04},
        {"version", 0x04, 0x08},
        {"report_size", 0x08, 0x0c},
        {"request_type", 0x0c, 0x10},
        {"status", 0x10, 0x14},
        {"reserved", 0x14, 0x20},
        {"data_size", 0x4c0, 0x4c4},
        {"data version", 0x4c4, 0x4c8},
        {"report_type", 0x4c8, 0x4cc},
        {"hash_type", 0x4cc, 0x4d0},
        {"variable_data_size", 0x4d0, 0x4d4},
        {"padding", SIZE_MAX, 0},
    };
    make("good");
    uint8_t copy[FHCL_BLOB_LEN];
    memcpy(copy, b.made.blob.ptr, sizeof copy);
    for (size_t i = 0; i < ARRAY_LEN(unsigned_parts); i++) {
        size_t end = unsigned_parts[i].end == 0 ? sizeof copy : unsigned_parts[i].end;
        size_t at = unsigned_parts[i].at == SIZE_MAX ? FHCL_AT_RUNTIME + b.recipe.runtime.len
                                                     : unsigned_parts[i].at;
        for (; at < end; at++) {
            copy[at] ^= 0x80;
            restart();
            format_azure_hcl_snp.parse(&b.job, bytes_of(copy, sizeof copy));
            bool refused = findings_worst(&b.findings, NULL, 3) == ASSAY_FAIL;
            CHECK(refused);
            if (!refused) {
                fprintf(stderr, "  %s at 0x%zx\n", unsigned_parts[i].what, at);
            }
            copy[at] ^= 0x80;
        }
    }
}

static void spans_count_from_the_blob(void)
{
    make("report-tail");
    const void *doc = parse();
    CHECK(doc != NULL && find("snp.report.tail") != NULL);
    CHECK_UINT(find("snp.report.tail")->view.offset, HCL_REPORT_AT + 0x49f);
    format_azure_hcl_snp.describe(&b.job, doc);
    const claim *measurement = claim_member(b.job.claims, "measurement");
    CHECK(measurement != NULL);
    CHECK_UINT(measurement->offset, HCL_REPORT_AT + 0x90);
    CHECK(bytes_equal(measurement->value.bytes,
                      bytes_of(b.made.blob.ptr + measurement->offset, measurement->length)));
    const claim *vm = claim_member(b.job.claims, "vm_configuration");
    CHECK(vm != NULL && b.made.blob.ptr[vm->offset] == '{');

    make("keys-object");
    CHECK(parse() != NULL && find("hcl.runtime-data.malformed") != NULL);
    CHECK_UINT(find("hcl.runtime-data.malformed")->view.offset, FHCL_AT_RUNTIME + 8);
}

static carriage carried_of(assay_bytes nonce, const assay_bytes *inputs, size_t input_count)
{
    carriage out = {0};
    challenge asked = {.nonce = nonce, .inputs = inputs, .input_count = input_count};
    const void *doc = parse();
    CHECK(doc != NULL);
    format_azure_hcl_snp.carries(&b.job, doc, &asked, &out);
    return out;
}

static void extra_data_is_the_nonce_as_a_whole(void)
{
    make("good");
    assay_bytes nonce = bytes_of(b.recipe.snp.nonce, FSNP_NONCE_LEN);
    CHECK(carried_of(nonce, NULL, 0).carried);
    CHECK(!carried_of(bytes_of(nonce.ptr, nonce.len - 1), NULL, 0).carried);
    CHECK(!carried_of(bytes_of(nonce.ptr, nonce.len + 1), NULL, 0).carried);
    CHECK(!carried_of((assay_bytes){NULL, 0}, NULL, 0).carried);

    make("good-no-quote");
    b.job.attachment_count = 0;
    CHECK(!carried_of(nonce, NULL, 0).carried);
    make("nonce-empty");
    CHECK(!carried_of((assay_bytes){NULL, 0}, NULL, 0).carried);
}

static void with_inputs_it_is_the_digest_of_all(void)
{
    static const uint8_t framed[] = {0, 0, 0, 2, 'n', 'o', 0, 0, 0, 3, 'k', 'e', 'y'};
    const assay_bytes nonce = bytes_of_text("no"), key = bytes_of_text("key");
    make("good");
    CHECK(crypto_sha256(bytes_of(framed, sizeof framed), b.recipe.extra) == ASSAY_OK);
    b.recipe.extra_len = 32;
    CHECK(fhcl_make(&b.recipe, &b.arena, ring, &b.made) == ASSAY_OK);
    restart();
    CHECK(carried_of(nonce, &key, 1).carried);
    CHECK(!carried_of(nonce, NULL, 0).carried);
}

static const claim_schema *row(const char *pointer)
{
    return format_claim(&format_azure_hcl_snp, bytes_of_text(pointer));
}

static void claims_are_those_of_the_blob_and_of_the_report(void)
{
    const format *inner = format_find("snp-report");
    size_t count = 0;
    while (format_claim_at(&format_azure_hcl_snp, count) != NULL) {
        count++;
    }
    CHECK_UINT(count, HCL_CLAIMS + inner->schema_count);
    CHECK(row("/measurement") == format_claim(inner, bytes_of_text("/measurement")));
    CHECK(row("/user_data") != NULL && format_claim(inner, bytes_of_text("/user_data")) == NULL);
    CHECK(row("/pcr/7") == NULL);
    CHECK(row("/pcrs/7")->chooser == CHOSEN_BY_PLATFORM && !row("/pcrs/7")->identifies);
    static const char *const by_guest[] = {"/pcrs/16", "/pcrs/23", "/user_data",
                                           "/quote/extra_data", "/report_data"};
    for (size_t i = 0; i < ARRAY_LEN(by_guest); i++) {
        CHECK(row(by_guest[i])->chooser == CHOSEN_BY_ATTESTER && !row(by_guest[i])->identifies);
    }
}

/* Two levels, of which those beside the report's are meant. */
static void every_claim_has_its_row(void)
{
    make("good");
    const void *doc = parse();
    CHECK(doc != NULL);
    format_azure_hcl_snp.describe(&b.job, doc);
    size_t seen = 0;
    for (const claim *c = b.job.claims->first; c != NULL; c = c->next) {
        const char *top = arena_format(&b.arena, "/%s", c->name.ptr);
        CHECK(row(top) != NULL && (c->pending || row(top)->type == c->type));
        for (const claim *m = c->type == ASSAY_CLAIM_MAP ? c->first : NULL; m != NULL;
             m = m->next) {
            const claim_schema *r = row(arena_format(&b.arena, "%s/%s", top, m->name.ptr));
            CHECK(r != NULL && r->type == m->type);
            CHECK(r == NULL || r->length == 0 || r->length == m->value.bytes.len);
            seen++;
        }
    }
    CHECK(seen > 30);
}

static void a_cut_quote_is_none(void)
{
    tpm_attest a;
    make("good");
    fault whole = {0};
    CHECK(tpm_attest_read(b.made.quote, &a, &whole) && tpm_is_quote(&a) && a.sha256_alone);
    for (size_t len = 0; len < b.made.quote.len; len++) {
        fault f = {0};
        CHECK(!tpm_attest_read(bytes_of(b.made.quote.ptr, len), &a, &f) && f.what != NULL);
    }
}

static void registers_are_digested_in_their_order(void)
{
    uint8_t digest[32], wanted[32];
    make("good");
    const uint8_t *all = b.made.registers.ptr;
    const assay_bytes picked[] = {bytes_of(all + 64, 32), bytes_of(all + 23 * 32, 32)};
    CHECK(crypto_digest(HASH_SHA256, picked, 2, wanted) == ASSAY_OK);
    CHECK(tpm_pcr_digest(b.made.registers, 1u << 2 | 1u << 23, digest) == ASSAY_OK);
    CHECK(memcmp(digest, wanted, 32) == 0);
}

static void a_signature_has_two_forms(void)
{
    uint8_t sig[256 + 7] = {0x00, 0x14, 0x00, 0x0b, 0x01, 0x00};
    CHECK(tpm_signature(bytes_of(sig, 256), 256).ptr == sig);
    CHECK(tpm_signature(bytes_of(sig, 262), 256).ptr == sig + 6);
    CHECK(tpm_signature(bytes_of(sig, 261), 256).ptr == NULL);
    CHECK(tpm_signature(bytes_of(sig, 263), 256).ptr == NULL);
    CHECK(tpm_signature(bytes_of(sig, 262), 384).ptr == NULL);
    sig[3] = 0x0c; /* SHA-384 */
    CHECK(tpm_signature(bytes_of(sig, 262), 256).ptr == NULL);
    sig[3] = 0x0b;
    sig[1] = 0x16; /* RSAPSS */
    CHECK(tpm_signature(bytes_of(sig, 262), 256).ptr == NULL);
}

static void other_bytes_are_not_recognised(void)
{
    make("good");
    CHECK(format_azure_hcl_snp.probe(b.made.blob));
    CHECK(!format_azure_hcl_snp.probe(b.made.snp.report));
    CHECK(!format_azure_hcl_snp.probe(bytes_of(b.made.blob.ptr, 0x4cb)));
    make("report-type-4");
    CHECK(!format_azure_hcl_snp.probe(b.made.blob));
    make("signature-other");
    CHECK(!format_azure_hcl_snp.probe(b.made.blob));
}

/* Registers are the word of a paravisor that may be anybody's. */
static void only_the_report_identifies_the_peer(void)
{
    static const struct {
        const char *claim;
        int len;
        bool identifies;
    } rows[] = {
        {"/id_key_digest", 48, true},
        {"/measurement", 48, true},
        {"/pcrs/4", 32, false},
        {"/quote/pcr_digest", 32, false},
        {"/attestation_key/modulus", 256, false},
        {"/host_data", 32, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char source[1024];
        snprintf(source, sizeof source,
                 "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"affirming\"],"
                 "\"evidence\":{\"vm\":{\"format\":[\"azure-hcl-snp\"],\"rules\":["
                 "{\"id\":\"r\",\"claim\":\"%s\",\"eq\":{\"hex\":\"%0*d\"}}]}}}",
                 rows[i].claim, 2 * rows[i].len, 1);
        assay_policy *p = NULL;
        assay_error err;
        assay_error_init(&err, sizeof err);
        assay_policy_options o = {.struct_size = sizeof o, .name = "p"};
        assay_status s =
            assay_policy_load(&p, bytes_of_text(source), (assay_bytes){NULL, 0}, &o, NULL, &err);
        bool anybody = s == ASSAY_E_CONFIG && strstr(err.message, "identifies the peer") != NULL;
        if (!CHECK(rows[i].identifies ? s == ASSAY_OK : anybody)) {
            fprintf(stderr, "  %s: %s\n", rows[i].claim, err.message);
        }
        assay_policy_release(p);
    }
}

int main(void)
{
    ring = key_ring_new();
    arena_init(&b.arena, &allocator_default, 1 << 20);
    RUN(bytes_that_nothing_signs_have_one_value);
    RUN(spans_count_from_the_blob);
    RUN(extra_data_is_the_nonce_as_a_whole);
    RUN(with_inputs_it_is_the_digest_of_all);
    RUN(claims_are_those_of_the_blob_and_of_the_report);
    RUN(every_claim_has_its_row);
    RUN(a_cut_quote_is_none);
    RUN(registers_are_digested_in_their_order);
    RUN(a_signature_has_two_forms);
    RUN(other_bytes_are_not_recognised);
    RUN(only_the_report_identifies_the_peer);
    arena_release(&b.arena);
    key_ring_free(ring);
    return DONE();
}
