/* SPDX-License-Identifier: Apache-2.0 */
/* Azure's blob around a TDREPORT: that it is the one which the quote was made of, what neither
 * covers, and vTPM quotes as JSON. */
#include "check.h"
#include "base/text.h"
#include "forge/hcl_defects.h"
#include "forge/tdx_defects.h"
#include "formats/hcl/evidence.h"
#include "formats/hcl/hcl.h"

typedef struct {
    arena arena;
    fhcl_recipe vm;
    fhcl_evidence made;
    ftdx_recipe td;
    uint8_t blob[FHCL_BLOB_LEN];
    assay_bytes quote;
    findings findings;
    needs needs;
    attachment attachments[5];
    size_t attachment_count;
    assay_trust trust;
    job job;
} bench;

static key_ring *ring;
static bench b;

#define REPORT (b.blob + FHCL_AT_REPORT)

static void restart(void)
{
    b.findings = (findings){.arena = &b.arena, .label = "vm", .stage = 3};
    b.needs = (needs){.arena = &b.arena};
    b.job = (job){.arena = &b.arena,
                  .trust = &b.trust,
                  .at = FTDX_DEFAULT_AT,
                  .known_at = FTDX_DEFAULT_AT,
                  .findings = &b.findings,
                  .needs = &b.needs,
                  .label = "vm",
                  .attachments = b.attachments,
                  .attachment_count = b.attachment_count,
                  .claims = claim_root(&b.arena)};
}

static void digest(size_t to, size_t at, size_t len)
{
    assay_bytes part = bytes_of(REPORT + at, len);
    CHECK(crypto_digest(HASH_SHA384, &part, 1, REPORT + to) == ASSAY_OK);
}

/* The TDREPORT that the body of the quote is made of. */
static void put_report(void)
{
    static const struct {
        const char *field;
        size_t at;
    } places[] = {{"report_data", 128},  {"tee_tcb_svn", 264},    {"mrseam", 280},
                  {"mrsignerseam", 328}, {"seamattributes", 376}, {"td_attributes", 512},
                  {"xfam", 520},         {"mrtd", 528},           {"mrconfigid", 576},
                  {"mrowner", 624},      {"mrownerconfig", 672},  {"rtmr0", 720},
                  {"rtmr1", 768},        {"rtmr2", 816},          {"rtmr3", 864}};
    memset(REPORT, 0, 0x4a0);
    REPORT[0] = 0x81;
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        const ftdx_field *f = ftdx_field_find(FTDX_TD10, places[i].field);
        memcpy(REPORT + places[i].at, b.td.body + f->at, f->len);
    }
    digest(32, 256, 239);
    digest(80, 512, 512);
}

/* A good blob, with its quote. */
static void make(void)
{
    ftdx_evidence quoted;
    uint8_t bound[64] = {0};
    arena_release(&b.arena);
    arena_init(&b.arena, &allocator_default, 64u << 20);
    CHECK(fhcl_defect_make(fhcl_defect_find("good"), &b.arena, ring, &b.vm, &b.made) == ASSAY_OK);
    memcpy(b.blob, b.made.blob.ptr, sizeof b.blob);
    b.blob[FHCL_AT_DATA + 8] = HCL_REPORT_TYPE_TDX;
    CHECK(crypto_sha256(b.vm.runtime, bound) == ASSAY_OK);
    ftdx_recipe_init(&b.td, 4, FTDX_TD10);
    ftdx_recipe_nonce(&b.td, bytes_of(bound, sizeof bound));
    put_report();
    ftdx_recipe_derive(&b.td, &b.arena, ring);
    CHECK(ftdx_make(&b.td, &b.arena, ring, &quoted) == ASSAY_OK);
    b.quote = quoted.quote;
    b.attachments[0] = (attachment){.role = "td-quote", .bytes = b.quote};
    b.attachment_count = 1;
    restart();
}

static bool failed(const char *id)
{
    for (const finding *f = b.findings.first; f != NULL; f = f->next) {
        if (f->view.severity == ASSAY_FAIL && strcmp(f->view.id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* As far as it goes without anchors: the quote's chain reaches none. */
static bool judge(void)
{
    restart();
    const void *doc = format_azure_hcl_tdx.parse(&b.job, bytes_of(b.blob, sizeof b.blob));
    if (doc == NULL) {
        return false;
    }
    format_azure_hcl_tdx.describe(&b.job, doc);
    CHECK(!format_azure_hcl_tdx.authenticate(&b.job, doc));
    return true;
}

static bool refused(void)
{
    return failed("hcl.td-report.malformed") || failed("hcl.td-report.quote");
}

static void blob_and_quote_agree(void)
{
    make();
    CHECK(format_azure_hcl_tdx.probe(bytes_of(b.blob, sizeof b.blob)));
    CHECK(!format_azure_hcl_snp.probe(bytes_of(b.blob, sizeof b.blob)));
    CHECK(judge() && !refused() && !failed("hcl.runtime-data.binding"));
    CHECK(failed("chain.foreign-root"));
    CHECK(claim_member(b.job.claims, "mrtd") != NULL);
}

static void without_its_quote_it_shows_nothing(void)
{
    make();
    b.attachment_count = 0;
    CHECK(judge() && failed("hcl.td-quote.missing"));
    CHECK(claim_member(b.job.claims, "mrtd") == NULL);
    b.attachments[1] = b.attachments[0];
    b.attachment_count = 2;
    CHECK(judge() && failed("hcl.td-quote.missing"));
}

/* A TDREPORT of its own, whole, about other runtime data or another TD. */
static void another_report_is_refused(void)
{
    make();
    REPORT[528] ^= 1;
    digest(80, 512, 512);
    CHECK(judge() && failed("hcl.td-report.quote") && !failed("hcl.td-report.malformed"));
    make();
    REPORT[128] ^= 1;
    CHECK(judge() && failed("hcl.td-report.quote"));
    make();
    REPORT[1024] = 1;
    CHECK(judge() && failed("hcl.td-report.malformed"));
}

/* CPUSVN and MAC: no claim comes from them. */
static void bytes_that_nothing_covers(void)
{
    static const struct {
        const char *what;
        size_t at, end;
    } uncovered[] = {{"cpusvn", 16, 32}, {"mac", 224, 256}};
    make();
    for (size_t at = 0; at < 0x4a0; at++) {
        bool wanted = true;
        for (size_t i = 0; i < ARRAY_LEN(uncovered); i++) {
            wanted = wanted && !(at >= uncovered[i].at && at < uncovered[i].end);
        }
        REPORT[at] ^= 0x80;
        CHECK(judge() && refused() == wanted);
        REPORT[at] ^= 0x80;
    }
}

static void attach_json(const char *text_of_quote)
{
    b.attachments[1] =
        (attachment){.role = "tpm-quote-json", .bytes = bytes_of_text(text_of_quote)};
    b.attachment_count = 2;
}

static const char *quote_json(size_t registers, const char *message)
{
    text t = text_new(&b.arena, 16384);
    text_addf(&t, "{\"signature\":\"%s\",\"message\":\"%s\",\"pcrs\":[",
              text_hex(&b.arena, b.made.signature), message);
    for (size_t i = 0; i < registers; i++) {
        text_addf(&t, "%s\"%s\"", i > 0 ? "," : "",
                  text_hex(&b.arena, bytes_of(b.made.registers.ptr + 32 * i, 32)));
    }
    text_add_str(&t, "]}");
    return text_done(&t).ptr;
}

static void quotes_as_json(void)
{
    make();
    const char *message = text_hex(&b.arena, b.made.quote);
    attach_json(quote_json(24, message));
    CHECK(judge() && !failed("hcl.quote.json") && !failed("hcl.quote.signature"));
    CHECK(claim_member(b.job.claims, "quote") != NULL);
    attach_json(quote_json(23, message));
    CHECK(judge() && failed("hcl.quote.json"));
    attach_json(quote_json(24, "zz"));
    CHECK(judge() && failed("hcl.quote.json"));
    attach_json("[]");
    CHECK(judge() && failed("hcl.quote.json"));
    attach_json(quote_json(24, "ff54"));
    CHECK(judge() && failed("hcl.quote.malformed"));
}

/* Two quotes, of which one would count: neither does, also where both are good. */
static void one_quote_alone(void)
{
    static const char *const roles[] = {"tpm-quote", "tpm-quote-signature", "tpm-pcrs"};
    make();
    const assay_bytes parts[] = {b.made.quote, b.made.signature, b.made.registers};
    attach_json(quote_json(24, text_hex(&b.arena, b.made.quote)));
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        b.attachments[2 + i] = (attachment){.role = roles[i], .bytes = parts[i]};
    }
    b.attachment_count = 5;
    CHECK(judge() && failed("hcl.quote.json"));
    CHECK(claim_member(claim_member(b.job.claims, "quote"), "extra_data") == NULL);
}

int main(void)
{
    ring = key_ring_new();
    arena_init(&b.arena, &allocator_default, 1 << 20);
    RUN(blob_and_quote_agree);
    RUN(without_its_quote_it_shows_nothing);
    RUN(another_report_is_refused);
    RUN(bytes_that_nothing_covers);
    RUN(quotes_as_json);
    RUN(one_quote_alone);
    arena_release(&b.arena);
    key_ring_free(ring);
    return DONE();
}
