/* SPDX-License-Identifier: Apache-2.0 */
/* What a case of SEV-SNP holds. */
#include "forge/snp_case.h"

#include "base/text.h"

static const struct {
    const char *format, *file;
} forms[] = {
    [FSNP_REPORT] = {"snp-report", "report.bin"},
    [FSNP_EXT] = {"snp-ext-report", "ext.bin"},
    [FSNP_RSP] = {"snp-msg-report-rsp", "rsp.bin"},
    [FSNP_CRL_FILE] = {"crl", "crl.der"},
};

static assay_bytes evidence_of(const fsnp_evidence *e, fsnp_form form)
{
    const assay_bytes all[] = {[FSNP_REPORT] = e->report,
                               [FSNP_EXT] = e->ext,
                               [FSNP_RSP] = e->rsp,
                               [FSNP_CRL_FILE] = e->crl};
    return all[form];
}

static void share(case_sink *s, const char *role, const fsnp_model *model, assay_bytes bytes)
{
    const char *path = arena_format(s->arena, "trust/%s-%s.der", role, model->key);
    if (path == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_share(s, path, bytes);
}

void fsnp_sink_share(case_sink *s, const fsnp_recipe *r, const fsnp_evidence *e)
{
    share(s, "ark", r->model, e->ark);
    share(s, r->vlek ? "asvk" : "ask", r->model, e->ask);
    share(s, r->vlek ? "vlek" : "vcek", r->model, e->vek);
    share(s, "crl", r->model, e->crl);
}

static bool in_table(const fsnp_recipe *r, fsnp_form form, fsnp_piece piece)
{
    for (size_t i = 0; form == FSNP_EXT && i < r->table.count; i++) {
        if (r->table.entries[i].piece == piece) {
            return true;
        }
    }
    return false;
}

static void put_endorsements(case_sink *s, const char *folder, fsnp_form form, const fsnp_recipe *r,
                             const fsnp_evidence *e)
{
    const char *vek = r->vlek ? "vlek" : "vcek", *ask = r->vlek ? "asvk" : "ask";
    const struct {
        fsnp_piece piece;
        bool sent;
        const char *role, *file;
        assay_bytes bytes;
    } pieces[] = {
        {FSNP_VEK, true, vek, r->vlek ? "vlek.der" : "vcek.der", e->vek},
        {FSNP_ASK, true, ask, r->vlek ? "asvk.der" : "ask.der", e->ask},
        {0, e->extra.ptr != NULL, ask, "extra.der", e->extra},
        {FSNP_ARK, (r->attached & FSNP_ARK) != 0, "ark", "ark.der", e->ark},
        {FSNP_CRL, (r->attached & FSNP_CRL) != 0, "crl", "crl.der", e->crl},
    };
    json_open_array(s->json, "endorsements");
    for (size_t i = 0; form <= FSNP_EXT && i < ARRAY_LEN(pieces); i++) {
        bool absent = (r->absent & pieces[i].piece) != 0 || in_table(r, form, pieces[i].piece);
        if (pieces[i].sent && !absent) {
            cases_put_file(s, pieces[i].role,
                           cases_place(s, folder, pieces[i].file, pieces[i].bytes), NULL, NULL);
        }
    }
    json_close(s->json);
}

static void put_trust(case_sink *s, const char *folder, fsnp_form form, const fsnp_recipe *r,
                      const fsnp_evidence *e)
{
    bool elsewhere = ((r->absent | r->attached) & FSNP_CRL) != 0 || in_table(r, form, FSNP_CRL);
    json_open_array(s->json, "trust");
    /* No built-in pin says whom a test root anchors. */
    cases_put_file(s, "x509-root", cases_place(s, folder, "pinned.der", e->pinned), "for", "amd");
    if (form <= FSNP_EXT && !elsewhere) {
        cases_put_file(s, "crl", cases_place(s, folder, "crl.der", e->crl), NULL, NULL);
    }
    json_close(s->json);
}

static const struct {
    const char *name;
    size_t at, len;
} byte_facts[] = {
    {"author_key_digest", 0x110, 48},
    {"chip_id", FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN},
    {"committed_tcb", FSNP_AT_COMMITTED_TCB, 8},
    {"current_tcb", FSNP_AT_CURRENT_TCB, 8},
    {"family_id", 0x010, 16},
    {"host_data", 0x0c0, 32},
    {"id_key_digest", 0x0e0, 48},
    {"image_id", 0x020, 16},
    {"launch_tcb", FSNP_AT_LAUNCH_TCB, 8},
    {"measurement", FSNP_AT_MEASUREMENT, 48},
    {"report_data", FSNP_AT_REPORT_DATA, 64},
    {"report_id", 0x140, 32},
    {"reported_tcb", FSNP_AT_REPORTED_TCB, 8},
};

static void put_facts(case_sink *s, const fsnp_recipe *r)
{
    json_writer *w = s->json;
    const uint8_t *report = r->report;
    uint64_t policy = fsnp_get_le(report + FSNP_AT_POLICY, 8);
    for (size_t i = 0; i < ARRAY_LEN(byte_facts); i++) {
        json_put_hex(w, byte_facts[i].name, bytes_of(report + byte_facts[i].at, byte_facts[i].len));
    }
    json_put_bool(w, "debug", (policy >> 19 & 1) != 0);
    json_put_bool(w, "migrate_ma", (policy >> 18 & 1) != 0);
    json_put_bool(w, "smt_allowed", (policy >> 16 & 1) != 0);
    json_put_cstr(w, "policy", text_hex_u64(s->arena, policy));
    json_put_cstr(w, "platform_info",
                  text_hex_u64(s->arena, fsnp_get_le(report + FSNP_AT_PLATFORM_INFO, 8)));
    json_put_cstr(w, "product_line", r->model->line);
    json_put_cstr(w, "signing_key", r->vlek ? "VLEK" : "VCEK");
    json_put_uint(w, "guest_svn", fsnp_get_le(report + 0x004, 4));
    json_put_uint(w, "version", fsnp_get_le(report + FSNP_AT_VERSION, 4));
    json_put_uint(w, "vmpl", fsnp_get_le(report + FSNP_AT_VMPL, 4));
}

const char *fsnp_expectation(const fsnp_defect *d)
{
    static const char *const names[] = {[FSNP_REJECTED] = "rejected",
                                        [FSNP_DEBUG] = "debug",
                                        [FSNP_UNDECIDED] = "undecided",
                                        [FSNP_ACCEPTED] = "authentic",
                                        [FSNP_EITHER] = "either"};
    if (d->outcome != FSNP_ACCEPTED) {
        return names[d->outcome];
    }
    if (d->form == FSNP_RSP) {
        return "parse-only";
    }
    return d->policy != NULL ? "accepted" : names[FSNP_ACCEPTED];
}

static void put_expectation(case_sink *s, const fsnp_defect *d, const fsnp_recipe *r)
{
    json_writer *w = s->json;
    json_put_time(w, "at", r->at);
    if (d->form <= FSNP_EXT) {
        json_put_hex(w, "nonce", bytes_of(r->nonce, r->nonce_len));
    } else {
        json_put_null(w, "nonce");
    }
    json_put_cstr(w, "expect", fsnp_expectation(d));
    json_put_cstr(w, "class", d->class == NULL ? "ok" : d->class);
    if (d->finding != NULL) {
        json_put_cstr(w, "finding", d->finding);
    }
    if (r->policy != NULL) {
        json_put_cstr(w, "policy", arena_format(s->arena, "policies/%s.json", r->policy));
    }
    json_open_object(w, "facts");
    if (d->form <= FSNP_EXT && (d->outcome == FSNP_ACCEPTED || d->outcome == FSNP_DEBUG)) {
        put_facts(s, r);
    }
    json_close(w);
    json_put_cstr(w, "why", d->does);
}

void fsnp_sink_case(case_sink *s, const char *folder, const fsnp_defect *d, const fsnp_recipe *r,
                    const fsnp_evidence *e)
{
    const char *path = cases_path(s, folder, forms[d->form].file);
    cases_write(s, path, evidence_of(e, d->form));
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-snp/%s", d->name));
    json_put_cstr(s->json, "format", forms[d->form].format);
    json_put_cstr(s->json, "evidence", path);
    put_endorsements(s, folder, d->form, r, e);
    put_trust(s, folder, d->form, r, e);
    put_expectation(s, d, r);
    json_close(s->json);
}

/* Wants everything that a relying party of the good Milan report would. */
static assay_str strict_policy(case_sink *s)
{
    uint8_t report[FSNP_REPORT_LEN];
    fsnp_report_init(report, &fsnp_models[0], 5, false);
    const char *image = text_hex(s->arena, bytes_of(report + FSNP_AT_MEASUREMENT, 48));
    text t = text_new(s->arena, 4096);
    text_addf(&t,
              "{\n"
              "  \"assay_policy\": 1,\n"
              "  \"id\": \"forge-snp-strict\",\n"
              "  \"version\": 1,\n"
              "  \"title\": \"One image at VMPL 0 on a current Milan, revocation established\",\n"
              "  \"accept\": [\"affirming\"],\n"
              "  \"evidence\": {\n"
              "    \"cpu\": { \"format\": [\"snp-report\", \"snp-ext-report\"], \"count\": 1, "
              "\"rules\": [\n"
              "      { \"id\": \"image\", \"claim\": \"/measurement\",\n"
              "        \"eq\": { \"hex\": \"%s\" } },\n"
              "      { \"id\": \"vmpl\", \"claim\": \"/vmpl\", \"eq\": 0 },\n"
              "      { \"id\": \"tcb\", \"claim\": \"/reported_tcb\",\n"
              "        \"svn_min\": { \"Milan\": { \"snp\": 26, \"ucode\": 219 } } }\n"
              "    ] }\n"
              "  }\n"
              "}\n",
              image == NULL ? "" : image);
    return text_done(&t);
}

assay_status fsnp_sink_close(case_sink *s)
{
    assay_str policy = strict_policy(s);
    if (policy.ptr == NULL && s->status == ASSAY_OK) {
        s->status = ASSAY_E_MEMORY;
    }
    cases_write(s, "policies/strict.json", bytes_of_str(policy));
    return cases_close(s);
}
