/* SPDX-License-Identifier: Apache-2.0 */
/* Putting a token together: objects to JSON, JSON to base64url, and the signature over both. */
#include "forge/jwt_forge.h"

#include "base/text.h"
#include "pki/cert.h"

#define LIFETIME 3600

void fjwt_set(fjwt_object *o, const char *name, const char *value)
{
    for (size_t i = 0; i < o->count; i++) {
        if (strcmp(o->items[i].name, name) == 0) {
            o->items[i].value = value;
            return;
        }
    }
    if (o->count < FJWT_MEMBERS_MAX) {
        o->items[o->count].name = name;
        o->items[o->count++].value = value;
    }
}

static const fjwt_member defaults[] = {
    {FJWT_HEADER, "alg", "\"RS256\""},
    {FJWT_HEADER, "kid", "\"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2\""},
    {FJWT_HEADER, "typ", "\"JWT\""},
    {FJWT_CLAIMS, "aud", "\"https://scoring.example\""},
    {FJWT_CLAIMS, "exp", NULL},
    {FJWT_CLAIMS, "iat", NULL},
    {FJWT_CLAIMS, "iss", "\"" FJWT_ISSUER "\""},
    {FJWT_CLAIMS, "nbf", NULL},
    {FJWT_CLAIMS, "sub",
     "\"https://www.googleapis.com/compute/v1/projects/prod-ml/zones/europe-west4-a/instances/"
     "score-1\""},
    {FJWT_CLAIMS, "eat_nonce", NULL},
    {FJWT_CLAIMS, "eat_profile",
     "\"https://cloud.google.com/confidential-computing/confidential-space/docs/reference/"
     "token-claims\""},
    {FJWT_CLAIMS, "secboot", "true"},
    {FJWT_CLAIMS, "oemid", "11129"},
    {FJWT_CLAIMS, "hwmodel", "\"GCP_INTEL_TDX\""},
    {FJWT_CLAIMS, "swname", "\"CONFIDENTIAL_SPACE\""},
    {FJWT_CLAIMS, "swversion", "[\"250501\"]"},
    {FJWT_CLAIMS, "attester_tcb", "[\"INTEL\"]"},
    {FJWT_CLAIMS, "dbgstat", "\"disabled-since-boot\""},
    {FJWT_CLAIMS, "google_service_accounts", "[\"score@prod-ml.iam.gserviceaccount.com\"]"},
    {FJWT_SPACE, "support_attributes", "[\"LATEST\",\"STABLE\",\"USABLE\"]"},
    {FJWT_SPACE, "monitoring_enabled", "{\"memory\":false}"},
    {FJWT_CONTAINER, "image_reference",
     "\"europe-west4-docker.pkg.dev/prod-ml/images/score:1.9.2\""},
    {FJWT_CONTAINER, "image_digest",
     "\"sha256:6e1c9a3f0b7d42e58c16a04fd9b28375e4c7f1209a5d83b64e0f7c2185d9ab3e\""},
    {FJWT_CONTAINER, "restart_policy", "\"Never\""},
    {FJWT_CONTAINER, "image_id",
     "\"sha256:0d84b7f21ce95a3668b1d70e4f9c25a8d3e6170b94f2c8a57b30e1d96c4f8a12\""},
    {FJWT_CONTAINER, "env", "{\"HOSTNAME\":\"score-1\",\"PATH\":\"/usr/local/bin:/usr/bin:/bin\"}"},
    {FJWT_CONTAINER, "args", "[\"/app/score\",\"--serve\"]"},
    {FJWT_CONTAINER, "image_signatures",
     "[{\"key_id\":\"8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a\","
     "\"signature\":\"MEUCIQDq\",\"signature_algorithm\":\"ECDSA_P256_SHA256\"}]"},
    {FJWT_GCE, "zone", "\"europe-west4-a\""},
    {FJWT_GCE, "project_id", "\"prod-ml\""},
    {FJWT_GCE, "project_number", "\"428139756021\""},
    {FJWT_GCE, "instance_name", "\"score-1\""},
    {FJWT_GCE, "instance_id", "\"3870215946683712045\""},
    {FJWT_KEY, "kty", "\"RSA\""},
    {FJWT_KEY, "kid", "\"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2\""},
    {FJWT_KEY, "alg", "\"RS256\""},
    {FJWT_KEY, "use", "\"sig\""},
};

static xw_name google_name(const char *common_name)
{
    return (xw_name){.parts = {{XW_C, "US"},
                               {XW_ST, "California"},
                               {XW_L, "Mountain View"},
                               {XW_O, "Google LLC (test)"},
                               {XW_OU, "Google Cloud"},
                               {XW_CN, common_name}}};
}

#define DAY 86400
#define YEAR (365 * DAY)

static void init_certificates(fjwt_recipe *r)
{
    static const xw_algorithm rs256 = {.alg = SIG_RSA_PKCS1_SHA256};
    xw_name root = google_name("Confidential Space Root CA");
    xw_name intermediate = google_name("Confidential Space Intermediate CA");
    r->root = (xw_cert){.serial = 0x601b,
                        .issuer = root,
                        .subject = root,
                        .not_before = r->at - YEAR,
                        .not_after = r->at + 9 * YEAR,
                        .key = "cs-root",
                        .signer = "cs-root",
                        .algorithm = rs256};
    r->intermediate = (xw_cert){.serial = 0x6645,
                                .issuer = root,
                                .subject = intermediate,
                                .not_before = r->at - YEAR,
                                .not_after = r->at + 2 * YEAR,
                                .key = "cs-intermediate",
                                .signer = "cs-root",
                                .algorithm = rs256};
    r->leaf = (xw_cert){.serial = 0x25611b,
                        .issuer = intermediate,
                        .subject = google_name("Confidential Space Leaf Certificate"),
                        .not_before = r->at - 30 * DAY,
                        .not_after = r->at + 30 * DAY,
                        .key = "cs-leaf",
                        .signer = "cs-intermediate",
                        .algorithm = rs256};
}

static void extend_certificates(fjwt_recipe *r, arena *a)
{
    const uint8_t issues = KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN;
    xw_cert *issuers[] = {&r->root, &r->intermediate};
    for (size_t i = 0; i < ARRAY_LEN(issuers); i++) {
        xw_extensions *e = &issuers[i]->extensions;
        xw_extend(e, xw_oid_key_usage, true, xw_value_key_usage(a, issues));
        xw_extend(e, xw_oid_basic_constraints, true, xw_value_ca(a, true, -1));
    }
    xw_extend(&r->leaf.extensions, xw_oid_basic_constraints, true, xw_value_ca(a, false, -1));
    r->pinned = r->root;
}

static const uint8_t default_nonce[] = {
    0x2f, 0x8a, 0xd1, 0x60, 0x9c, 0x37, 0x4b, 0xe5, 0x01, 0x7e, 0xf4, 0x5d, 0xb2, 0x96, 0xc8, 0x13,
    0xea, 0x40, 0x7b, 0x2c, 0x59, 0x0f, 0xd8, 0x86, 0x31, 0xa5, 0xbe, 0x64, 0x9f, 0x12, 0xc7, 0x7d,
};

void fjwt_recipe_begin(fjwt_recipe *r, arena *a, const fjwt_form *form)
{
    *r = (fjwt_recipe){
        .form = form, .signer = form->signer, .alg = form->alg, .at = FJWT_DEFAULT_AT};
    for (size_t list = 0; list < ARRAY_LEN(form->members); list++) {
        for (size_t i = 0; i < form->counts[list]; i++) {
            const fjwt_member *m = &form->members[list][i];
            fjwt_set(&r->objects[m->place], m->name, m->value);
        }
    }
    fjwt_recipe_nonce(r, a, bytes_of(default_nonce, sizeof default_nonce));
    fjwt_recipe_times(r, a, r->at - 60, r->at - 60 + LIFETIME);
    init_certificates(r);
    extend_certificates(r, a);
}

void fjwt_recipe_init(fjwt_recipe *r, arena *a, bool pki)
{
    fjwt_recipe_begin(r, a, &fjwt_gcp_cs);
    r->pki = pki;
    r->signer = pki ? "cs-leaf" : r->signer;
}

static void put_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    const char *hex = text_hex(a, nonce);
    fjwt_set(&r->objects[FJWT_CLAIMS], "eat_nonce", hex ? arena_format(a, "\"%s\"", hex) : NULL);
}

void fjwt_recipe_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    r->nonce_len = nonce.len < sizeof r->nonce ? nonce.len : sizeof r->nonce;
    memcpy(r->nonce, nonce.ptr, r->nonce_len);
    r->form->nonce(r, a, nonce);
}

void fjwt_recipe_times(fjwt_recipe *r, arena *a, assay_time issued, assay_time ends)
{
    fjwt_object *claims = &r->objects[FJWT_CLAIMS];
    fjwt_set(claims, "iat", arena_format(a, "%lld", (long long)issued));
    fjwt_set(claims, "nbf", arena_format(a, "%lld", (long long)issued));
    fjwt_set(claims, "exp", arena_format(a, "%lld", (long long)ends));
}

void fjwt_recipe_move(fjwt_recipe *r, arena *a, assay_time at)
{
    xw_cert *certs[] = {&r->leaf, &r->intermediate, &r->root, &r->pinned};
    for (size_t i = 0; i < ARRAY_LEN(certs); i++) {
        certs[i]->not_before += at - r->at;
        certs[i]->not_after += at - r->at;
    }
    r->at = at;
    fjwt_recipe_times(r, a, at - 60, at - 60 + LIFETIME);
}

void fjwt_put_members(text *t, const fjwt_object *o, bool first)
{
    for (size_t i = 0; i < o->count; i++) {
        if (o->items[i].value != NULL) {
            text_addf(t, "%s\"%s\":", first ? "" : ",", o->items[i].name);
            text_add_str(t, o->items[i].value);
            first = false;
        }
    }
}

void fjwt_put_object(text *t, const fjwt_object *o)
{
    text_add_str(t, "{");
    fjwt_put_members(t, o, true);
    text_add_str(t, "}");
}

static const char *space_claims(const fjwt_recipe *r, arena *a)
{
    static const struct {
        fjwt_place place;
        const char *name;
    } parts[] = {
        {FJWT_SPACE, "confidential_space"}, {FJWT_CONTAINER, "container"}, {FJWT_GCE, "gce"}};
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    text_add_str(&t, "{");
    fjwt_put_members(&t, &r->objects[FJWT_CLAIMS], true);
    text_add_str(&t, ",\"submods\":{");
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        text_addf(&t, "%s\"%s\":", i > 0 ? "," : "", parts[i].name);
        fjwt_put_object(&t, &r->objects[parts[i].place]);
    }
    fjwt_put_members(&t, &r->objects[FJWT_SUBMODS], false);
    text_add_str(&t, "}}");
    return text_done(&t).ptr;
}

static const char *claims_of(const fjwt_recipe *r, arena *a)
{
    return r->raw_claims != NULL ? r->raw_claims : r->form->claims(r, a);
}

static const char *chain_of(const fjwt_recipe *r, arena *a, key_ring *ring)
{
    const xw_cert *certs[] = {&r->leaf, &r->intermediate, &r->root};
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    if (r->x5c != NULL) {
        return r->x5c;
    }
    size_t last = ARRAY_LEN(certs) - 1, count = last + (r->no_root ? 0 : 1 + r->more_roots);
    for (size_t i = 0; i < count; i++) {
        assay_bytes der = xw_make_cert(a, ring, certs[i < last ? i : last]);
        const char *encoded = der.ptr != NULL ? base64_encode(a, der) : NULL;
        text_addf(&t, "%s\"%s\"", i > 0 ? "," : "[", encoded != NULL ? encoded : "");
    }
    text_add_str(&t, "]");
    return text_done(&t).ptr;
}

static const char *header_of(const fjwt_recipe *r, arena *a, key_ring *ring)
{
    fjwt_object header = r->objects[FJWT_HEADER];
    if (r->raw_header != NULL) {
        return r->raw_header;
    }
    if (r->pki) {
        fjwt_set(&header, "x5c", chain_of(r, a, ring));
    }
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    fjwt_put_object(&t, &header);
    return text_done(&t).ptr;
}

static const char *encoded(arena *a, const char *in)
{
    return in != NULL ? base64url_encode(a, bytes_of_text(in)) : NULL;
}

static assay_bytes sign(const fjwt_recipe *r, arena *a, key_ring *ring, const char *input)
{
    assay_bytes made = key_ring_sign(ring, a, r->signer, r->alg, bytes_of_text(input));
    if (made.len == 0) {
        return made;
    }
    if (r->after == FJWT_SHORT) {
        made.len--;
    }
    uint8_t *changed = arena_alloc(a, made.len);
    if (changed != NULL) {
        memcpy(changed, made.ptr, made.len);
        changed[made.len / 2] ^= r->after == FJWT_FLIPPED ? 0x10 : 0;
    }
    return bytes_of(changed, r->after == FJWT_UNSIGNED ? 0 : made.len);
}

/* The last digit of 256 bytes has four bits to spare. */
static const char *loosen(arena *a, const char *signature)
{
    char *out = arena_text(a, bytes_of_text(signature));
    if (out != NULL && out[0] != '\0') {
        out[strlen(out) - 1]++;
    }
    return out;
}

static const char *assemble(const fjwt_recipe *r, arena *a, const char *header, const char *claims,
                            const char *signature)
{
    switch (r->after) {
    case FJWT_PADDED:
        return arena_format(a, "%s.%s.%s==", header, claims, signature);
    case FJWT_LOOSE_BITS:
        return arena_format(a, "%s.%s.%s", header, claims, loosen(a, signature));
    case FJWT_PLUS:
        return arena_format(a, "%s.%s.%s+", header, claims, signature);
    case FJWT_TWO_PARTS:
        return arena_format(a, "%s.%s", header, claims);
    case FJWT_FOUR_PARTS:
        return arena_format(a, "%s.%s.%s.%s", header, claims, signature, signature);
    case FJWT_SPACED:
        return arena_format(a, " %s.%s.%s", header, claims, signature);
    case FJWT_FLAT_JSON:
        return arena_format(a, "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}",
                            header, claims, signature);
    default:
        return arena_format(a, "%s.%s.%s", header, claims, signature);
    }
}

static const char *other_claims(const fjwt_recipe *r, arena *a)
{
    fjwt_recipe *other = ARENA_NEW(a, fjwt_recipe);
    if (other == NULL) {
        return NULL;
    }
    *other = *r;
    fjwt_set(&other->objects[FJWT_CLAIMS], "hwmodel", "\"GCP_INTEL_TDX_2\"");
    return encoded(a, claims_of(other, a));
}

static assay_bytes make_token(const fjwt_recipe *r, arena *a, key_ring *ring)
{
    const char *header = encoded(a, header_of(r, a, ring)), *claims = encoded(a, claims_of(r, a));
    const char *input =
        header != NULL && claims != NULL ? arena_format(a, "%s.%s", header, claims) : NULL;
    assay_bytes made = input != NULL ? sign(r, a, ring, input) : (assay_bytes){NULL, 0};
    const char *signature = made.ptr != NULL ? base64url_encode(a, made) : NULL;
    if (signature == NULL) {
        return made;
    }
    if (r->after == FJWT_OTHER_CLAIMS) {
        claims = other_claims(r, a);
    }
    const char *token = claims != NULL ? assemble(r, a, header, claims, signature) : NULL;
    return token != NULL ? bytes_of_text(token) : (assay_bytes){NULL, 0};
}

static const char *number_text(arena *a, assay_bytes n)
{
    const char *digits = base64url_encode(a, n);
    return digits != NULL ? arena_format(a, "\"%s\"", digits) : NULL;
}

const char *fjwt_key_text(arena *a, const public_key *key)
{
    if (key->type == KEY_RSA) {
        return arena_format(a, ",\"n\":%s,\"e\":%s", number_text(a, key->a),
                            number_text(a, key->b));
    }
    return arena_format(a, ",\"crv\":\"%s\",\"x\":%s,\"y\":%s",
                        key->type == KEY_EC_P256 ? "P-256" : "P-384", number_text(a, key->a),
                        number_text(a, key->b));
}

static const char *next_key(arena *a, key_ring *ring)
{
    public_key next = key_ring_public(ring, "cs-oidc-next");
    return arena_format(a,
                        ",{\"kty\":\"RSA\",\"kid\":\"b02e64d1c98f4a7350e1f6d82c7b93a45e0d18f7\","
                        "\"alg\":\"RS256\",\"use\":\"sig\"%s}",
                        fjwt_key_text(a, &next));
}

const fjwt_form fjwt_gcp_cs = {.format = "jwt-gcp-cs",
                               .issuer = FJWT_ISSUER,
                               .role = "jwks",
                               .signer = "cs-oidc",
                               .alg = SIG_RSA_PKCS1_SHA256,
                               .policy = "policies/strict.json",
                               .members = {defaults},
                               .counts = {ARRAY_LEN(defaults)},
                               .claims = space_claims,
                               .nonce = put_nonce,
                               .more_keys = next_key};

/* The signer's entry, and the others that the issuer publishes. */
static assay_bytes make_keys(const fjwt_recipe *r, arena *a, key_ring *ring)
{
    bool set = strcmp(r->form->role, "jwks") == 0;
    const fjwt_object *said = &r->objects[FJWT_KEY];
    fjwt_object entry = {.count = 0};
    public_key signer = key_ring_public(ring, r->form->signer);
    if (signer.type == KEY_RSA) {
        fjwt_set(&entry, "n", number_text(a, signer.a));
        fjwt_set(&entry, "e", number_text(a, signer.b));
    } else {
        fjwt_set(&entry, "crv", signer.type == KEY_EC_P256 ? "\"P-256\"" : "\"P-384\"");
        fjwt_set(&entry, "x", number_text(a, signer.a));
        fjwt_set(&entry, "y", number_text(a, signer.b));
    }
    for (size_t i = 0; i < said->count; i++) {
        fjwt_set(&entry, said->items[i].name, said->items[i].value);
    }
    const char *more = r->form->more_keys != NULL ? r->form->more_keys(a, ring) : "";
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    text_add_str(&t, set ? "{\"keys\":[" : "");
    fjwt_put_object(&t, &entry);
    text_add_str(&t, more != NULL ? more : "");
    text_add_str(&t, set ? "]}\n" : "\n");
    return bytes_of_str(text_done(&t));
}

static assay_bytes make_crl(const fjwt_recipe *r, arena *a, key_ring *ring)
{
    xw_crl crl = {.issuer = r->root.subject,
                  .this_update = r->at - DAY,
                  .next_update = r->at + 30 * DAY,
                  .signer = r->root.key,
                  .algorithm = r->root.algorithm};
    xw_extend(&crl.extensions, xw_oid_authority_key, false,
              xw_value_authority_key(a, ring, r->root.key));
    xw_extend(&crl.extensions, xw_oid_crl_number, false, xw_value_uint(a, 1));
    crl.revoked[0].serial = r->intermediate.serial;
    crl.revoked[0].date = r->at - DAY;
    crl.revoked_count = 1;
    return xw_make_crl(a, ring, &crl);
}

assay_status fjwt_make(const fjwt_recipe *r, arena *a, key_ring *ring, fjwt_evidence *out)
{
    *out = (fjwt_evidence){.token = make_token(r, a, ring),
                           .keys = make_keys(r, a, ring),
                           .root = xw_make_cert(a, ring, &r->pinned),
                           .crl = make_crl(r, a, ring)};
    bool all = out->token.ptr != NULL && out->keys.ptr != NULL && out->root.ptr != NULL &&
               out->crl.ptr != NULL;
    return all && a->state == ARENA_OK ? ASSAY_OK : ASSAY_E_MEMORY;
}
