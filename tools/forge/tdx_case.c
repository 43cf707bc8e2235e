/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of Intel quotes: files and cases.json. */
#include "forge/tdx_case.h"

#include "base/error.h"
#include "base/text.h"

#define SHARED_MEMORY (4u << 20)
#define CASE_MEMORY (8u << 20)
#define DOCUMENT_MEMORY (16u << 20)

static const char *file_of(case_sink *s, const ftdx_defect *d, const char *suffix)
{
    const char *name = arena_format(s->arena, "%s.%s", d->name, suffix);
    return name != NULL ? name : "";
}

/* Those of the documents, and their chain, that are at `place`. */
static void put_collateral(case_sink *s, const char *folder, const ftdx_defect *d,
                           const ftdx_recipe *r, const ftdx_evidence *e, ftdx_place place)
{
    const ftdx_collateral *c = &r->collateral;
    for (size_t i = 0; i < c->count; i++) {
        const char *role = ftdx_document_role(&c->docs[i]);
        const char *suffix = arena_format(s->arena, "%zu.%s.json", i, role);
        if (c->docs[i].place == place && suffix != NULL) {
            const char *name = file_of(s, d, suffix);
            cases_put_file(s, role, cases_place(s, folder, name, e->collateral.docs[i]), NULL,
                           NULL);
        }
    }
    if (c->chain_place == place) {
        const char *name = file_of(s, d, "tcb-chain.pem");
        cases_put_file(s, "issuer-chain", cases_place(s, folder, name, e->collateral.chain), NULL,
                       NULL);
    }
}

static void put_endorsements(case_sink *s, const char *folder, const ftdx_defect *d,
                             const ftdx_recipe *r, const ftdx_evidence *e)
{
    const struct {
        unsigned given;
        const char *role, *suffix;
        assay_bytes bytes;
    } pieces[] = {
        {FTDX_GIVE_PCK, "pck-cert", "pck.der", e->pck},
        {FTDX_GIVE_CHAIN, "cert-chain", "issuers.pem", e->issuers},
        {FTDX_GIVE_PCK_CRL, "pck-crl", "pck-crl.der", e->pck_crl},
        {FTDX_GIVE_ROOT_CRL, "root-crl", "root-crl.der", e->root_crl},
    };
    json_open_array(s->json, "endorsements");
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        if ((r->given & pieces[i].given) != 0) {
            const char *name = file_of(s, d, pieces[i].suffix);
            cases_put_file(s, pieces[i].role, cases_place(s, folder, name, pieces[i].bytes), NULL,
                           NULL);
        }
    }
    if (r->log.ptr != NULL) {
        cases_put_file(s, "ccel-log", cases_place(s, folder, file_of(s, d, "log"), r->log), NULL,
                       NULL);
    }
    put_collateral(s, folder, d, r, e, FTDX_SENT);
    json_close(s->json);
}

static void put_trust(case_sink *s, const char *folder, const ftdx_defect *d, const ftdx_recipe *r,
                      const ftdx_evidence *e)
{
    const struct {
        unsigned not_if;
        const char *role, *suffix, *scope;
        assay_bytes bytes;
    } pieces[] = {
        {0, "x509-root", "root.der", "intel", e->pinned},
        {0, "issuer-chain", "issuers.pem", NULL, e->issuers},
        {FTDX_GIVE_PCK_CRL | FTDX_NO_PCK_CRL, "crl", "pck-crl.der", NULL, e->pck_crl},
        {FTDX_GIVE_ROOT_CRL | FTDX_NO_ROOT_CRL, "crl", "root-crl.der", NULL, e->root_crl},
        {0, "deny", "deny.json", NULL, e->deny},
    };
    json_open_array(s->json, "trust");
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        if ((r->given & pieces[i].not_if) == 0 && pieces[i].bytes.ptr != NULL) {
            const char *name = file_of(s, d, pieces[i].suffix);
            cases_put_file(s, pieces[i].role, cases_place(s, folder, name, pieces[i].bytes),
                           pieces[i].scope != NULL ? "for" : NULL, pieces[i].scope);
        }
    }
    put_collateral(s, folder, d, r, e, FTDX_STORED);
    json_close(s->json);
}

static void put_field(case_sink *s, const ftdx_recipe *r, const ftdx_field *f)
{
    const uint8_t *at = r->body + f->at;
    if (f->len > 2) {
        json_put_hex(s->json, f->name, bytes_of(at, f->len));
        return;
    }
    json_put_uint(s->json, f->name, at[0] | (f->len == 2 ? (uint64_t)at[1] << 8 : 0));
}

/* What every good quote says, whatever is unusual about it. */
static void put_facts(case_sink *s, const ftdx_defect *d, const ftdx_recipe *r)
{
    json_writer *w = s->json;
    json_put_uint(w, "quote_version", r->version);
    json_put_uint(w, "tee_type", r->body_type == FTDX_SGX ? 0 : 0x81);
    json_put_uint(w, "body_type", r->body_type);
    json_put_uint(w, "cert_data_type", r->cert_type);
    json_put_hex(w, "fmspc", bytes_of(r->platform.fmspc, sizeof r->platform.fmspc));
    json_put_hex(w, "ppid", bytes_of(r->platform.ppid, sizeof r->platform.ppid));
    json_put_uint(w, "pcesvn", r->platform.pcesvn);
    json_put_hex(w, "pck/tcb_components", bytes_of(r->platform.svn, sizeof r->platform.svn));
    json_put_cstr(w, "pck_ca", r->platform.platform_ca ? "platform" : "processor");
    json_put_bool(w, "debug", d->outcome == FTDX_DEBUG);
    for (size_t i = 0; i < ftdx_field_count; i++) {
        if ((ftdx_fields[i].bodies >> r->body_type & 1) != 0) {
            put_field(s, r, &ftdx_fields[i]);
        }
    }
}

static void put_tcb(json_writer *w, const ftdx_defect *d)
{
    json_open_object(w, "tcb");
    json_put_cstr(w, "status", d->status);
    json_open_array(w, "advisories");
    for (const char *at = d->advisories; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, ",");
        json_put_text(w, NULL, (assay_str){at, len});
        at += at[len] == ',' ? len + 1 : len;
    }
    json_close(w);
    json_close(w);
}

static void put_expectation(case_sink *s, const ftdx_defect *d, const ftdx_recipe *r)
{
    json_writer *w = s->json;
    json_put_time(w, "at", r->at);
    json_put_hex(w, "nonce", bytes_of(r->nonce, r->nonce_len));
    json_put_cstr(w, "expect", ftdx_expectation(d));
    json_put_cstr(w, "class", d->class == NULL ? "ok" : d->class);
    if (d->finding != NULL) {
        json_put_cstr(w, "finding", d->finding);
    }
    if (d->strict) {
        json_put_cstr(w, "policy", "policies/strict.json");
    }
    if (d->status != NULL) {
        put_tcb(w, d);
    }
    json_open_object(w, "facts");
    if (d->outcome == FTDX_AUTHENTIC || d->outcome == FTDX_DEBUG) {
        put_facts(s, d, r);
    }
    json_close(w);
    json_put_cstr(w, "why", d->does);
}

void ftdx_sink_case(case_sink *s, const char *folder, const ftdx_defect *d, const ftdx_recipe *r,
                    const ftdx_evidence *e)
{
    const char *path = cases_place(s, folder, file_of(s, d, "bin"), e->quote);
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-tdx/%s", d->name));
    json_put_cstr(s->json, "format", r->body_type == FTDX_SGX ? "sgx-quote" : "tdx-quote");
    json_put_cstr(s->json, "evidence", path);
    put_endorsements(s, folder, d, r, e);
    put_trust(s, folder, d, r, e);
    put_expectation(s, d, r);
    json_close(s->json);
}

/* Wants revocation to be established, and one image. */
void ftdx_sink_policy(case_sink *s)
{
    ftdx_recipe r;
    ftdx_recipe_init(&r, 4, FTDX_TD10);
    const ftdx_field *f = ftdx_field_find(r.body_type, "mrtd");
    const char *image = text_hex(s->arena, bytes_of(r.body + f->at, f->len));
    const char *policy =
        arena_format(s->arena,
                     "{\n"
                     "  \"assay_policy\": 1,\n"
                     "  \"id\": \"forge-tdx-strict\",\n"
                     "  \"version\": 1,\n"
                     "  \"title\": \"One image in a TD, revocation established\",\n"
                     "  \"accept\": [\"affirming\"],\n"
                     "  \"evidence\": {\n"
                     "    \"cpu\": { \"format\": [\"tdx-quote\"], \"count\": 1, \"rules\": [\n"
                     "      { \"id\": \"image\", \"claim\": \"/mrtd\",\n"
                     "        \"eq\": { \"hex\": \"%s\" } }\n"
                     "    ] }\n"
                     "  }\n"
                     "}\n",
                     image == NULL ? "" : image);
    if (policy == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_write(s, "policies/strict.json", bytes_of_text(policy));
}

static void make_case(case_sink *s, const char *folder, const ftdx_defect *d, key_ring *ring)
{
    arena a;
    ftdx_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    ftdx_recipe *r = ARENA_NEW(&a, ftdx_recipe);
    s->status = r == NULL ? ASSAY_E_MEMORY : ftdx_row_make(d, r, &a, ring, &made);
    if (s->status == ASSAY_OK) {
        ftdx_sink_case(s, folder, d, r, &made);
    }
    arena_release(&a);
}

/* What most cases of a kind have in common, in memory that outlives them. */
static void share(case_sink *s, arena *shared, key_ring *ring, const char *row, const char *kind)
{
    ftdx_evidence made;
    ftdx_recipe *r = ARENA_NEW(shared, ftdx_recipe);
    assay_status status =
        r == NULL ? ASSAY_E_MEMORY : ftdx_row_make(ftdx_defect_find(row), r, shared, ring, &made);
    const struct {
        const char *folder, *of, *name;
        assay_bytes bytes;
    } files[] = {{"trust/", "", "root.der", made.pinned},
                 {"trust/", "", "issuers.pem", made.issuers},
                 {"trust/", "", "pck.der", made.pck},
                 {"trust/", "", "pck-crl.der", made.pck_crl},
                 {"trust/", "", "root-crl.der", made.root_crl},
                 {"trust/", "", "tcb-chain.pem", made.collateral.chain},
                 {"trust/", kind, "tcb-info.json", made.collateral.docs[0]},
                 {"trust/", kind, "qe-identity.json", made.collateral.docs[1]},
                 {"quotes/", kind, "good.bin", made.quote}};
    for (size_t i = 0; status == ASSAY_OK && i < ARRAY_LEN(files); i++) {
        const char *path =
            arena_format(s->arena, "%s%s%s", files[i].folder, files[i].of, files[i].name);
        status = path == NULL ? ASSAY_E_MEMORY : ASSAY_OK;
        cases_share(s, path != NULL ? path : "", files[i].bytes);
    }
    s->status = s->status == ASSAY_OK ? status : s->status;
}

assay_status ftdx_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    const ftdx_defect *d;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    cases_open(&s, root, &document, err);
    *count = 0;
    if (s.status == ASSAY_OK) {
        share(&s, &shared, ring, "good-td10-v4", "tdx-");
        share(&s, &shared, ring, "good-sgx-v3", "sgx-");
        ftdx_sink_policy(&s);
    }
    for (size_t i = 0; s.status == ASSAY_OK && (d = ftdx_defect_at(i)) != NULL; i++, ++*count) {
        make_case(&s, "quotes/", d, ring);
    }
    assay_status status = cases_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}
