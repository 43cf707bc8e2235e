/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of Azure VMs: files and cases.json. */
#include "forge/hcl_case.h"

#include "base/error.h"
#include "base/text.h"

#define SHARED_MEMORY (2u << 20)
#define CASE_MEMORY (2u << 20)
#define DOCUMENT_MEMORY (4u << 20)

static void put_quote(case_sink *s, const char *folder, const fhcl_recipe *r,
                      const fhcl_evidence *e)
{
    const struct {
        fhcl_part part;
        const char *role, *file;
        assay_bytes bytes;
    } parts[] = {{FHCL_QUOTE, "tpm-quote", "quote.bin", e->quote},
                 {FHCL_SIGNATURE, "tpm-quote-signature", "quote.sig", e->signature},
                 {FHCL_PCRS, "tpm-pcrs", "pcrs.bin", e->registers}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        unsigned times = (r->absent & parts[i].part) != 0  ? 0
                         : (r->twice & parts[i].part) != 0 ? 2
                                                           : 1;
        for (; times > 0; times--) {
            cases_put_file(s, parts[i].role, cases_place(s, folder, parts[i].file, parts[i].bytes),
                           NULL, NULL);
        }
    }
}

static void put_files(case_sink *s, const char *folder, const fhcl_recipe *r,
                      const fhcl_evidence *e)
{
    json_open_array(s->json, "endorsements");
    cases_put_file(s, "vcek", cases_place(s, folder, "vcek.der", e->snp.vek), NULL, NULL);
    cases_put_file(s, "ask", cases_place(s, folder, "ask.der", e->snp.ask), NULL, NULL);
    put_quote(s, folder, r, e);
    json_close(s->json);
    json_open_array(s->json, "trust");
    cases_put_file(s, "x509-root", cases_place(s, folder, "ark.der", e->snp.pinned), "for", "amd");
    cases_put_file(s, "crl", cases_place(s, folder, "crl.der", e->snp.crl), NULL, NULL);
    json_close(s->json);
}

/* Of the report, of the runtime data, and of the quote. */
static void put_facts(case_sink *s, const fhcl_recipe *r)
{
    json_writer *w = s->json;
    const uint8_t *report = r->snp.report;
    json_put_hex(w, "measurement", bytes_of(report + FSNP_AT_MEASUREMENT, 48));
    json_put_hex(w, "report_data", bytes_of(report + FSNP_AT_REPORT_DATA, 64));
    json_put_uint(w, "vmpl", fsnp_get_le(report + FSNP_AT_VMPL, 4));
    json_put_cstr(w, "product_line", "Milan");
    json_put_bool(w, "/vm_configuration/secure-boot", true);
    json_put_cstr(w, "/vm_configuration/vmUniqueId", "00000000-7E57-4A55-A100-000000000001");
    if ((r->absent & FHCL_QUOTE) != 0) {
        json_put_null(w, "quote");
        return;
    }
    json_put_hex(w, "/quote/extra_data", bytes_of(r->extra, r->extra_len));
    json_put_uint(w, "/quote/reset_count", 3);
    for (unsigned i = 0; i < FHCL_REGISTERS; i++) {
        const char *name = arena_format(s->arena, "/pcrs/%u", i);
        if ((r->digested >> i & 1) == 0) {
            json_put_null(w, name);
        } else {
            json_put_hex(w, name,
                         bytes_of(r->registers + i * FHCL_REGISTER_LEN, FHCL_REGISTER_LEN));
        }
    }
}

static void put_expectation(case_sink *s, const fhcl_defect *d, const fhcl_recipe *r)
{
    json_writer *w = s->json;
    json_put_time(w, "at", r->snp.at);
    if (d->no_nonce) {
        json_put_null(w, "nonce");
    } else {
        json_put_hex(w, "nonce", bytes_of(r->snp.nonce, r->snp.nonce_len));
    }
    json_put_cstr(w, "expect", fhcl_expectation(d));
    json_put_cstr(w, "class", d->class == NULL ? "ok" : d->class);
    if (d->finding != NULL) {
        json_put_cstr(w, "finding", d->finding);
    }
    json_open_object(w, "facts");
    if (d->outcome != FHCL_REJECTED) {
        put_facts(s, r);
    }
    json_close(w);
    json_put_cstr(w, "why", d->does);
}

void fhcl_sink_case(case_sink *s, const char *folder, const fhcl_defect *d, const fhcl_recipe *r,
                    const fhcl_evidence *e)
{
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-hcl/%s", d->name));
    json_put_cstr(s->json, "format", "azure-hcl-snp");
    json_put_cstr(s->json, "evidence", cases_place(s, folder, "blob.bin", e->blob));
    put_files(s, folder, r, e);
    put_expectation(s, d, r);
    json_close(s->json);
}

/* Files of the good recipe, in memory that outlives the cases. */
static void share_good(case_sink *s, arena *shared, key_ring *ring)
{
    fhcl_evidence made;
    fhcl_recipe *r = ARENA_NEW(shared, fhcl_recipe);
    s->status =
        r == NULL ? ASSAY_E_MEMORY : fhcl_defect_make(fhcl_defect_at(0), shared, ring, r, &made);
    if (s->status != ASSAY_OK) {
        return;
    }
    const struct {
        const char *path;
        assay_bytes bytes;
    } files[] = {{"trust/ark.der", made.snp.pinned}, {"trust/ask.der", made.snp.ask},
                 {"trust/crl.der", made.snp.crl},    {"trust/vcek.der", made.snp.vek},
                 {"good/blob.bin", made.blob},       {"good/quote.bin", made.quote},
                 {"good/quote.sig", made.signature}, {"good/pcrs.bin", made.registers}};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        cases_share(s, files[i].path, files[i].bytes);
    }
}

static void make_case(case_sink *s, const fhcl_defect *d, key_ring *ring)
{
    arena a;
    fhcl_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    fhcl_recipe *r = ARENA_NEW(&a, fhcl_recipe);
    const char *folder = arena_format(&a, "%s/", d->name);
    s->status =
        r == NULL || folder == NULL ? ASSAY_E_MEMORY : fhcl_defect_make(d, &a, ring, r, &made);
    if (s->status == ASSAY_OK) {
        fhcl_sink_case(s, folder, d, r, &made);
    }
    arena_release(&a);
}

assay_status fhcl_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    const fhcl_defect *d;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    cases_open(&s, root, &document, err);
    *count = 0;
    if (s.status == ASSAY_OK) {
        share_good(&s, &shared, ring);
    }
    for (size_t i = 0; s.status == ASSAY_OK && (d = fhcl_defect_at(i)) != NULL; i++, ++*count) {
        make_case(&s, d, ring);
    }
    assay_status status = cases_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}
