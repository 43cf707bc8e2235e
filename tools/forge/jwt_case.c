/* SPDX-License-Identifier: Apache-2.0 */
/* What a case of a token holds. */
#include "forge/jwt_case.h"

#include "base/error.h"
#include "codec/json.h"

#define CASE_MEMORY (4u << 20)
#define SHARED_MEMORY (8u << 20)
#define DOCUMENT_MEMORY (8u << 20)

static void put_trust(case_sink *s, const char *folder, const fjwt_recipe *r,
                      const fjwt_evidence *e)
{
    json_open_array(s->json, "trust");
    if (r->pki) {
        cases_put_file(s, "x509-root", cases_place(s, folder, "root.der", e->root), "issuer",
                       FJWT_ISSUER);
    } else if (!r->no_keys) {
        const char *issuer = r->form->issuer;
        cases_put_file(s, r->form->role, cases_place(s, folder, "keys.json", e->keys),
                       issuer != NULL ? "issuer" : NULL, issuer);
    }
    if (r->revoked) {
        cases_put_file(s, "crl", cases_place(s, folder, "crl.der", e->crl), NULL, NULL);
    }
    json_close(s->json);
}

/* Scalars only: a value of the recipe is JSON text. */
static void put_value(case_sink *s, const char *name, const char *value)
{
    fault f = {0};
    const json *v = value != NULL ? json_parse(s->arena, bytes_of_text(value), &f) : NULL;
    bool yes;
    if (json_is(v, JSON_STRING)) {
        json_put_text(s->json, name, v->text);
    } else if (json_is(v, JSON_NUMBER)) {
        json_put_number(s->json, name, v->text);
    } else if (json_bool(v, &yes)) {
        json_put_bool(s->json, name, yes);
    }
}

static void put_facts(case_sink *s, const fjwt_row *row, const fjwt_recipe *r)
{
    const fjwt_object *claims = &r->objects[FJWT_CLAIMS], *image = &r->objects[FJWT_CONTAINER];
    json_open_object(s->json, "facts");
    for (size_t i = 0; row->outcome != FJWT_REJECTED && i < claims->count; i++) {
        if (strchr(claims->items[i].name, '/') == NULL) {
            put_value(s, claims->items[i].name, claims->items[i].value);
        }
    }
    for (size_t i = 0; row->outcome != FJWT_REJECTED && i < image->count; i++) {
        put_value(s, cases_path(s, "submods/container/", image->items[i].name),
                  image->items[i].value);
    }
    json_close(s->json);
}

void fjwt_case(case_sink *s, const char *folder, const fjwt_row *row, const fjwt_recipe *r,
               const fjwt_evidence *e)
{
    json_writer *w = s->json;
    const char *path = cases_path(s, folder, "token.jwt");
    cases_write(s, path, e->token);
    json_open_object(w, NULL);
    json_put_cstr(w, "id", cases_path(s, "forge-jwt/", row->name));
    json_put_cstr(w, "format", r->form->format);
    json_put_cstr(w, "evidence", path);
    json_open_array(w, "endorsements");
    json_close(w);
    put_trust(s, folder, r, e);
    json_put_time(w, "at", r->at);
    json_put_hex(w, "nonce", bytes_of(r->nonce, r->nonce_len));
    json_put_cstr(w, "expect", fjwt_expectation(row));
    json_put_cstr(w, "class", row->class == NULL ? "ok" : row->class);
    if (row->finding != NULL) {
        json_put_cstr(w, "finding", row->finding);
    }
    if (row->strict) {
        json_put_cstr(w, "policy", r->form->policy);
    }
    put_facts(s, row, r);
    json_put_cstr(w, "why", row->does);
    json_close(w);
}

#define POLICY(id_, title_, format_, rules_)                                                       \
    "{\n"                                                                                          \
    "  \"assay_policy\": 1,\n"                                                                     \
    "  \"id\": \"" id_ "\",\n"                                                                     \
    "  \"version\": 1,\n"                                                                          \
    "  \"title\": \"" title_ "\",\n"                                                               \
    "  \"accept\": [\"affirming\", \"warning\"],\n"                                                \
    "  \"evidence\": {\n"                                                                          \
    "    \"token\": { \"format\": [\"" format_ "\"], \"count\": 1, \"rules\": [\n" rules_          \
    "    ] }\n"                                                                                    \
    "  }\n"                                                                                        \
    "}\n"
#define AGE "      { \"id\": \"age\", \"claim\": \"/iat\", \"max_age_s\": 600, \"skew_s\": 60 },\n"

/* Those of the other families' forms. */
static const struct {
    const char *path, *document;
} more_policies[] = {
    {"policies/strict-maa.json",
     POLICY("forge-jwt-strict-maa", "One paravisor on SEV-SNP, as one instance decides", "jwt-maa",
            AGE "      { \"id\": \"instance\", \"claim\": \"/iss\",\n"
                "        \"eq\": \"https://sharedtest.tst.attest.azure.net\" },\n"
                "      { \"id\": \"policy\", \"claim\": \"/x-ms-policy-hash\",\n"
                "        \"eq\": \"wm9mHlvTU82e8UqoOy1Yj1FBRSNkfe99-69IYDq9eWs\" },\n"
                "      { \"id\": \"launch\",\n"
                "        \"claim\": \"/x-ms-isolation-tee/x-ms-sevsnpvm-launchmeasurement\",\n"
                "        \"eq\": \"89625933f5c4b429ec41d6550c187c163aa76f3be1f8d750a272a9d8995023e8"
                "286a2e431a96c36087ac46d4188600a1\" }\n")},
    {"policies/strict-ita.json",
     POLICY(
         "forge-jwt-strict-ita", "One TD that a policy of Intel's service holds for", "jwt-ita",
         AGE
         "      { \"id\": \"policy\", \"claim\": \"/policy_ids_matched\", \"some\": [\n"
         "        { \"claim\": \"/id\", \"eq\": \"91488e12-f39e-4f3e-8435-d49c813decb5\" } ] },\n"
         "      { \"id\": \"td\", \"claim\": \"/tdx_mrtd\",\n"
         "        \"eq\": \"b7de160e4b5c2a53fc9f7fd72833455563431a06ae022221b4f81c11ea55dd4d"
         "897d2a533e877c684577b4803d3900a1\" }\n")},
    {"policies/strict-ear.json",
     POLICY("forge-jwt-strict-ear", "One part that one policy of a verifier affirms", "jwt-ear",
            AGE
            "      { \"id\": \"status\", \"claim\": \"/submods/cpu0/ear_status\",\n"
            "        \"eq\": \"affirming\" },\n"
            "      { \"id\": \"policy\", \"claim\": \"/submods/cpu0/ear_appraisal_policy_ids\",\n"
            "        \"contains\": \"https://verifier.example/policy/1\" }\n")}};

void fjwt_policy(case_sink *s)
{
    fjwt_recipe *r = ARENA_NEW(s->arena, fjwt_recipe);
    if (r == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    fjwt_recipe_init(r, s->arena, false);
    const fjwt_object *image = &r->objects[FJWT_CONTAINER];
    const char *digest = "";
    for (size_t i = 0; i < image->count; i++) {
        digest = strcmp(image->items[i].name, "image_digest") == 0 ? image->items[i].value : digest;
    }
    const char *document = arena_format(
        s->arena,
        "{\n"
        "  \"assay_policy\": 1,\n"
        "  \"id\": \"forge-jwt-strict\",\n"
        "  \"version\": 1,\n"
        "  \"title\": \"One container image on a supported TDX image of Confidential Space\",\n"
        "  \"accept\": [\"affirming\", \"warning\"],\n"
        "  \"evidence\": {\n"
        "    \"token\": { \"format\": [\"jwt-gcp-cs\"], \"count\": 1, \"rules\": [\n"
        "      { \"id\": \"audience\", \"claim\": \"/aud\", \"eq\": \"https://scoring.example\" "
        "},\n"
        "      { \"id\": \"age\", \"claim\": \"/iat\", \"max_age_s\": 600, \"skew_s\": 60 },\n"
        "      { \"id\": \"hardware\", \"claim\": \"/hwmodel\", \"eq\": \"GCP_INTEL_TDX\" },\n"
        "      { \"id\": \"image-version\", \"claim\": \"/swversion/0\",\n"
        "        \"version\": { \"scheme\": \"yymmxx\", \"min\": \"250300\" } },\n"
        "      { \"id\": \"stable\", \"claim\": "
        "\"/submods/confidential_space/support_attributes\",\n"
        "        \"contains\": \"STABLE\" },\n"
        "      { \"id\": \"image\", \"claim\": \"/submods/container/image_digest\", \"eq\": %s },\n"
        "      { \"id\": \"env\", \"claim\": \"/submods/container/env_override\",\n"
        "        \"absent_or_empty\": true }\n"
        "    ] }\n"
        "  },\n"
        "  \"together\": [\n"
        "    { \"id\": \"fresh\", \"of\": [\"token\"], \"claim\": \"/eat_nonce\",\n"
        "      \"contains\": { \"hex_text\": { \"nonce\": 32 } } }\n"
        "  ]\n"
        "}\n",
        digest);
    cases_write(s, "policies/strict.json", bytes_of_text(document != NULL ? document : ""));
    for (size_t i = 0; i < ARRAY_LEN(more_policies); i++) {
        cases_write(s, more_policies[i].path, bytes_of_text(more_policies[i].document));
    }
}

static void share_keys(case_sink *s, key_ring *ring, fjwt_recipe *r, arena *a,
                       const fjwt_form *form, const char *path)
{
    fjwt_evidence made;
    fjwt_recipe_begin(r, a, form);
    assay_status status = fjwt_make(r, a, ring, &made);
    if (status == ASSAY_OK) {
        cases_share(s, path, made.keys);
    } else {
        s->status = status;
    }
}

/* Keys and root of good tokens, in memory that outlives the cases. */
static void share(case_sink *s, key_ring *ring, fjwt_recipe *r, arena *a)
{
    fjwt_evidence made;
    fjwt_recipe_init(r, a, true);
    assay_status status = fjwt_make(r, a, ring, &made);
    if (status != ASSAY_OK) {
        s->status = status;
        return;
    }
    cases_share(s, "trust/keys.json", made.keys);
    cases_share(s, "trust/root.der", made.root);
    share_keys(s, ring, r, a, fjwt_maa_guest, "trust/maa.json");
    share_keys(s, ring, r, a, fjwt_ita_tdx, "trust/ita.json");
    share_keys(s, ring, r, a, fjwt_ear_scored, "trust/ear.json");
}

static void write_case(case_sink *s, key_ring *ring, fjwt_recipe *r, const fjwt_row *row)
{
    arena a;
    fjwt_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    const char *folder = arena_format(&a, "%s/", row->name);
    fjwt_row_apply(row, r, &a);
    s->status = folder == NULL ? ASSAY_E_MEMORY : fjwt_make(r, &a, ring, &made);
    if (s->status == ASSAY_OK) {
        fjwt_case(s, folder, row, r, &made);
    }
    arena_release(&a);
}

assay_status fjwt_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    const fjwt_row *row;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    fjwt_recipe *r = ARENA_NEW(&shared, fjwt_recipe);
    cases_open(&s, root, &document, err);
    if (r == NULL) {
        s.status = ASSAY_E_MEMORY;
    } else {
        share(&s, ring, r, &shared);
        fjwt_policy(&s);
    }
    for (*count = 0; s.status == ASSAY_OK && (row = fjwt_row_at(*count)) != NULL; ++*count) {
        write_case(&s, ring, r, row);
    }
    assay_status status = cases_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}
