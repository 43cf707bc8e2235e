/* SPDX-License-Identifier: Apache-2.0 */
/* What a case of an NRAS answer holds. */
#include "forge/nras_case.h"

#include "base/error.h"

#define CASE_MEMORY (8u << 20)
#define SHARED_MEMORY (8u << 20)
#define DOCUMENT_MEMORY (8u << 20)

static void put_trust(case_sink *s, const char *folder, const fnras_recipe *r,
                      const fnras_evidence *e)
{
    json_open_array(s->json, "trust");
    if (r->pin != FNRAS_NO_PIN) {
        cases_put_file(s, "spki-pin", cases_place(s, folder, "pin.txt", e->pin), "issuer",
                       FNRAS_ISSUER);
    }
    if (!r->no_keys) {
        cases_put_file(s, "jwks", cases_place(s, folder, "keys.json", e->keys), "issuer",
                       FNRAS_ISSUER);
    }
    if (r->revoked) {
        cases_put_file(s, "issuer-chain", cases_place(s, folder, "issuer.der", e->issuer), NULL,
                       NULL);
        cases_put_file(s, "crl", cases_place(s, folder, "crl.der", e->crl), NULL, NULL);
    }
    if (r->deny != NULL) {
        cases_put_file(s, "deny", cases_place(s, folder, "deny.json", bytes_of_text(r->deny)), NULL,
                       NULL);
    }
    json_close(s->json);
}

static void put_facts(case_sink *s, const fnras_row *row, const fnras_recipe *r)
{
    json_open_object(s->json, "facts");
    if (row->outcome != FNRAS_REJECTED) {
        json_put_cstr(s->json, "iss", FNRAS_ISSUER);
        json_put_uint(s->json, "device_count", r->gpus + r->switches);
        json_put_cstr(s->json, "devices/0/submod", r->gpus > 0 ? "GPU-0" : "SWITCH-0");
        json_put_cstr(s->json, "devices/0/measres",
                      r->version == 1 ? "comparison-successful" : "success");
    }
    json_close(s->json);
}

void fnras_case(case_sink *s, const char *folder, const fnras_row *row, const fnras_recipe *r,
                const fnras_evidence *e)
{
    json_writer *w = s->json;
    const char *path = cases_path(s, folder, "answer.json");
    cases_write(s, path, e->answer);
    json_open_object(w, NULL);
    json_put_cstr(w, "id", cases_path(s, "forge-nras/", row->name));
    json_put_cstr(w, "format", "jwt-nras");
    json_put_cstr(w, "evidence", path);
    json_open_array(w, "endorsements");
    json_close(w);
    put_trust(s, folder, r, e);
    json_put_time(w, "at", r->at);
    json_put_hex(w, "nonce", bytes_of(r->nonce, sizeof r->nonce));
    json_put_cstr(w, "expect", fnras_expectation(row));
    json_put_cstr(w, "class", row->class == NULL ? "ok" : row->class);
    if (row->finding != NULL) {
        json_put_cstr(w, "finding", row->finding);
    }
    if (row->strict) {
        json_put_cstr(w, "policy", "policies/strict.json");
    }
    put_facts(s, row, r);
    json_put_cstr(w, "why", row->does);
    json_close(w);
}

static const char strict_policy[] =
    "{\n"
    "  \"assay_policy\": 1,\n"
    "  \"id\": \"forge-nras-strict\",\n"
    "  \"version\": 1,\n"
    "  \"title\": \"Two H100 with a driver of the 570 branch\",\n"
    "  \"accept\": [\"affirming\", \"warning\"],\n"
    "  \"evidence\": {\n"
    "    \"gpus\": { \"format\": [\"jwt-nras\"], \"count\": 1, \"rules\": [\n"
    "      { \"id\": \"result\", \"claim\": \"/x-nvidia-overall-att-result\", \"is\": true },\n"
    "      { \"id\": \"age\", \"claim\": \"/iat\", \"max_age_s\": 600, \"skew_s\": 60 },\n"
    "      { \"id\": \"count\", \"claim\": \"/device_count\", \"eq\": 2 },\n"
    "      { \"id\": \"devices\", \"claim\": \"/devices\", \"every\": [\n"
    "        { \"claim\": \"/measres\", \"eq\": \"success\" },\n"
    "        { \"claim\": \"/hwmodel\", \"in\": [\"GH100\", \"GH100 A01 GSP BROM\"] },\n"
    "        { \"claim\": \"/x-nvidia-gpu-driver-version\",\n"
    "          \"version\": { \"scheme\": \"dotted-decimal\", \"min\": \"570.172\" } }\n"
    "      ] }\n"
    "    ] }\n"
    "  }\n"
    "}\n";

/* Keys and pin of good answers, in memory that outlives the cases. */
static void share(case_sink *s, key_ring *ring, fnras_recipe *r, arena *a)
{
    fnras_evidence made;
    fnras_recipe_init(r, a, 3);
    assay_status status = fnras_make(r, a, ring, &made);
    if (status != ASSAY_OK) {
        s->status = status;
        return;
    }
    cases_share(s, "trust/keys.json", made.keys);
    cases_share(s, "trust/pin.txt", made.pin);
}

static void write_case(case_sink *s, key_ring *ring, fnras_recipe *r, const fnras_row *row)
{
    arena a;
    fnras_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    const char *folder = arena_format(&a, "%s/", row->name);
    fnras_row_apply(row, r, &a);
    s->status = folder == NULL ? ASSAY_E_MEMORY : fnras_make(r, &a, ring, &made);
    if (s->status == ASSAY_OK) {
        fnras_case(s, folder, row, r, &made);
    }
    arena_release(&a);
}

assay_status fnras_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    const fnras_row *row;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    fnras_recipe *r = ARENA_NEW(&shared, fnras_recipe);
    cases_open(&s, root, &document, err);
    if (r == NULL) {
        s.status = ASSAY_E_MEMORY;
    } else {
        share(&s, ring, r, &shared);
        cases_write(&s, "policies/strict.json", bytes_of_text(strict_policy));
    }
    for (*count = 0; s.status == ASSAY_OK && (row = fnras_row_at(*count)) != NULL; ++*count) {
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
