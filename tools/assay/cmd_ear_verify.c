/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay ear verify: an attestation result against a pinned key. It is appraised as evidence of the
 * format jwt-ear under a policy that asks for its audience alone, so that nothing is checked here
 * that an appraisal would not check.
 */
#include "appraise/ear.h"
#include "arg_values.h"
#include "base/limits.h"
#include "base/time.h"
#include "codec/jws.h"
#include "ear_out.h"
#include "evidence.h"
#include "formats/jwt/jwk.h"
#include "trust/record.h"
#include "trust_dir.h"
#include "verbs.h"

#include <assay/assay.h>

static const option_def verify_options[] = {
    {"key", "PUBKEY", "the verifier's key: PEM, DER or JSON (JWK); else one of the store's",
     OPTION_ONCE},
    TRUST_OPTIONS,
    {"audience", "A", "whom it must be for", OPTION_ONCE},
    {"nonce", "N", "what the verifier was asked with: hex:.., text:.., b64u:.. or @FILE",
     OPTION_ONCE},
    MOMENT_OPTIONS,
};

typedef struct {
    assay_trust *trust;
    assay_policy *policy;
    assay_engine *engine;
    assay_request *request;
    assay_appraisal *appraisal;
} run_state;

static void release(run_state *s)
{
    assay_appraisal_free(s->appraisal);
    assay_request_free(s->request);
    assay_engine_free(s->engine);
    assay_policy_release(s->policy);
    assay_trust_release(s->trust);
}

/* The key as the store keeps it, under the name that the token calls it by: which key it is was
 * decided by who named it here. */
static const char *pinned_json(cli *c, const public_key *key, assay_str kid)
{
    bool plain = kid.len > 0;
    for (size_t i = 0; i < kid.len; i++) {
        char k = kid.ptr[i];
        plain = plain && k >= ' ' && k <= '~' && k != '"' && k != '\\';
    }
    const char *name = plain ? arena_text(&c->arena, bytes_of_str(kid)) : "";
    return name != NULL ? ear_key_json(&c->arena, key, name) : NULL;
}

/* A key of JSON may be of any type that tokens are signed with. */
static bool read_key(cli *c, assay_bytes in, public_key *out)
{
    fault f = {0};
    jwk key;
    const json *root = in.len > 0 && in.ptr[0] == '{' ? json_parse(&c->arena, in, &f) : NULL;
    if (root == NULL) {
        return ear_public_key(&c->arena, in, out);
    }
    bool read = jwk_read(&c->arena, root, &key) == NULL && key.unusable == NULL;
    *out = read ? key.key : (public_key){.type = KEY_NONE};
    return out->type == KEY_EC_P256 || out->type == KEY_EC_P384;
}

/* A store of this key alone, for results with and without the name of their issuer. */
static exit_code pin_key(cli *c, const public_key *key, const jws *token, assay_trust **out)
{
    fault f = {0};
    uint8_t sha256[32];
    const json *claims = json_parse(&c->arena, token->payload, &f);
    assay_str iss = json_text(json_member(claims, "iss"));
    const char *json_key = pinned_json(c, key, token->kid);
    assay_bytes file = bytes_of_text(json_key != NULL ? json_key : "");
    bool named = iss.len > 8 && memcmp(iss.ptr, "https://", 8) == 0;
    const char *scope = named ? arena_text(&c->arena, bytes_of_str(iss)) : "ear";
    if (json_key == NULL || scope == NULL || crypto_sha256(file, sha256) != ASSAY_OK) {
        return EXIT_ENVIRONMENT;
    }
    assay_trust_item item = {.struct_size = sizeof item,
                             .role = "jwk",
                             .family = scope,
                             .subject = "",
                             .sha256 = text_hex(&c->arena, bytes_of(sha256, sizeof sha256)),
                             .origin = "--key",
                             .file = "key.json",
                             .valid_from = ASSAY_TIME_UNSET,
                             .valid_to = ASSAY_TIME_UNSET,
                             .retrieved_at = ASSAY_TIME_UNSET};
    trust_record record = {.manifest = {.revision = 0, .items = &item, .count = 1}, .files = &file};
    memcpy(record.digest, sha256, sizeof sha256);
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = trust_reopen(&record, format_roles, out, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
    }
    return exit_of(s);
}

static exit_code open_trust(cli *c, const options *o, assay_bytes token, run_state *s)
{
    const char *path = option_value(o, "key");
    fault f = {0};
    jws parsed = {0};
    assay_bytes in = {NULL, 0};
    public_key key;
    if (path == NULL) {
        return trust_dir_open(c, o, &s->trust);
    }
    if (option_given(o, "trust")) {
        return say_usage(c, "give either --key or --trust", NULL);
    }
    exit_code code = file_read_whole(c, path, EAR_KEY_BYTES, &in);
    if (code == EXIT_ACCEPTED && !read_key(c, in, &key)) {
        say_error(c, "%s is no public key on P-256 or P-384", shown_name(c, path));
        return EXIT_USAGE;
    }
    /* What is no token is refused by the appraisal. */
    jws_parse(&c->arena, token, &parsed, &f);
    return code == EXIT_ACCEPTED ? pin_key(c, &key, &parsed, &s->trust) : code;
}

#define POLICY(rule)                                                                               \
    "{\"assay_policy\":1,\"id\":\"ear-verify\",\"version\":1,"                                     \
    "\"title\":\"An attestation result, and whom it is for\","                                     \
    "\"accept\":[\"affirming\",\"warning\"]," rule "}"
#define ONLY(rules)                                                                                \
    "\"evidence\":{\"ear\":{\"format\":[\"jwt-ear\"],\"count\":1,\"rules\":[" rules "]}}"
#define FOR_ONE                                                                                    \
    POLICY("\"params\":{\"audience\":{\"type\":\"text\",\"doc\":\"whom it is for\"}}," ONLY(       \
        "{\"id\":\"audience\",\"claim\":\"/aud\",\"contains\":{\"param\":\"audience\"}}"))
/* RFC 7519 4.1.3: who is not named refuses what names others. */
#define FOR_ALL POLICY(ONLY("{\"id\":\"audience\",\"claim\":\"/aud\",\"absent_or_empty\":true}"))

static exit_code set_policy(cli *c, const options *o, run_state *s)
{
    const char *audience = option_value(o, "audience");
    assay_policy_options po = {
        .struct_size = sizeof po, .name = "ear-verify", .trust = NULL, .allow_any_genuine = true};
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status made =
        assay_policy_load(&s->policy, bytes_of_text(audience != NULL ? FOR_ONE : FOR_ALL),
                          (assay_bytes){NULL, 0}, &po, NULL, &err);
    if (made != ASSAY_OK) {
        say_failure(c, &err);
        return EXIT_BUG;
    }
    made = assay_request_policy(s->request, s->policy);
    json_writer *w = audience != NULL ? json_write_new() : NULL;
    json_open_array(w, "a");
    json_put_shown(w, NULL, audience);
    json_close(w);
    assay_str listed = json_write_done(w, &c->arena, false);
    json_write_free(w);
    if (made == ASSAY_OK && audience != NULL) {
        /* {"a":[TEXT]} */
        const char *value = arena_text(&c->arena, bytes_of((const uint8_t *)listed.ptr + 6,
                                                           listed.len > 8 ? listed.len - 8 : 0));
        made = value != NULL ? assay_request_param(s->request, "audience", value) : ASSAY_E_MEMORY;
    }
    return exit_of(made);
}

static exit_code fill_request(cli *c, const options *o, assay_bytes token, run_state *s)
{
    const char *given = option_value(o, "nonce");
    assay_bytes nonce = {NULL, 0};
    exit_code code =
        exit_of(assay_request_evidence(s->request, "ear", "jwt-ear", token.ptr, token.len));
    if (code == EXIT_ACCEPTED && given != NULL) {
        code = arg_bytes(c, "the nonce", given, LIMIT_NONCE_MAX, &nonce);
    }
    if (code == EXIT_ACCEPTED) {
        code = exit_of(given != NULL
                           ? assay_request_nonce(s->request, nonce.ptr, nonce.len, NULL, NULL)
                           : assay_request_no_nonce(s->request, "the result alone is looked at"));
    }
    return code == EXIT_ACCEPTED ? moment_set(c, o, s->request) : code;
}

static const assay_claim *claim_named(const assay_claim *in, const char *scored, const char *dotted)
{
    const assay_claim *found = assay_claim_at(in, scored);
    return found != NULL ? found : assay_claim_at(in, dotted);
}

static const char *text_of(cli *c, const assay_claim *in)
{
    assay_str said;
    return assay_claim_text(in, &said) ? text_excerpt(&c->arena, bytes_of_str(said)) : "not said";
}

static void show_part(cli *c, const assay_claim *part)
{
    assay_str name = assay_claim_name(part);
    out_line(c, "  %s  %s", text_excerpt(&c->arena, bytes_of_str(name)),
             text_of(c, claim_named(part, "/ear_status", "/ear.status")));
    const assay_claim *vector =
        claim_named(part, "/ear_trustworthiness_vector", "/ear.trustworthiness-vector");
    for (const assay_claim *v = assay_claim_child(vector); v != NULL; v = assay_claim_next(v)) {
        assay_str of = assay_claim_name(v);
        int64_t value = 0;
        uint64_t above = 0;
        if (assay_claim_uint(v, &above)) {
            value = above <= INT8_MAX ? (int64_t)above : INT8_MAX;
        }
        if (value != 0 || assay_claim_int(v, &value)) {
            out_line(c, "    %-18s %lld", text_excerpt(&c->arena, bytes_of_str(of)),
                     (long long)value);
        }
    }
}

static void show_accepted(cli *c, const assay_appraisal *a)
{
    const assay_claim *claims = assay_claims(a, "ear");
    const assay_claim *parts = assay_claim_at(claims, "/submods");
    out_word(c, STYLE_GOOD, "VERIFIED", 0);
    out_line(
        c, "  an attestation result of %s (%s)",
        text_of(c, claim_named(claims, "/ear_verifier_id/developer", "/ear.verifier-id/developer")),
        text_of(c, claim_named(claims, "/ear_verifier_id/build", "/ear.verifier-id/build")));
    for (const assay_claim *p = assay_claim_child(parts); p != NULL; p = assay_claim_next(p)) {
        show_part(c, p);
    }
}

static void show_refused(cli *c, const assay_appraisal *a)
{
    bool rejected = assay_appraisal_status(a) == ASSAY_REJECTED;
    assay_severity least = rejected ? ASSAY_FAIL : ASSAY_UNDECIDABLE;
    out_word(c, STYLE_BAD, rejected ? "REFUSED" : "UNDECIDED", 0);
    out_line(c, "  the attestation result is not to be relied on");
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity < least) {
            continue;
        }
        out_line(c, "  %s%s%s: %s", f->id, f->rule != NULL ? " " : "",
                 f->rule != NULL ? f->rule : "", stored(c, str_of(f->message)));
        if (f->claim != NULL) {
            out_line(c, "    claim %s", stored(c, str_of(f->claim)));
        }
        if (f->expected != NULL && f->found != NULL) {
            out_line(c, "    expected %s, found %s", stored(c, str_of(f->expected)),
                     stored(c, str_of(f->found)));
        }
    }
}

static exit_code answer(cli *c, run_state *s)
{
    assay_engine_options eo;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_engine_options_init(&eo, sizeof eo);
    eo.trust = s->trust;
    eo.clock = assay_system_clock;
    assay_status made = assay_engine_new(&s->engine, &eo, &err);
    if (made == ASSAY_OK) {
        made = assay_appraise(s->engine, s->request, &s->appraisal, &err);
    }
    if (s->appraisal == NULL) {
        say_failure(c, &err);
        return exit_of(made);
    }
    if (c->json) {
        out_text(c, assay_appraisal_document(s->appraisal, "json"));
    } else if (made == ASSAY_OK) {
        show_accepted(c, s->appraisal);
    } else {
        show_refused(c, s->appraisal);
    }
    return exit_of(made);
}

static exit_code run_ear_verify(cli *c, const options *o)
{
    assay_bytes token = {NULL, 0};
    run_state s = {0};
    exit_code code = file_read_some(c, o->operands[0], LIMIT_EVIDENCE_BYTES, &token);
    while (token.len > 0 &&
           (token.ptr[token.len - 1] == '\n' || token.ptr[token.len - 1] == '\r')) {
        token.len--;
    }
    if (code == EXIT_ACCEPTED) {
        code = open_trust(c, o, token, &s);
    }
    if (code == EXIT_ACCEPTED) {
        code = exit_of(assay_request_new(&s.request, 0));
    }
    if (code == EXIT_ACCEPTED) {
        code = set_policy(c, o, &s);
    }
    if (code == EXIT_ACCEPTED) {
        code = fill_request(c, o, token, &s);
    }
    if (code == EXIT_ACCEPTED) {
        code = answer(c, &s);
    }
    release(&s);
    return code;
}

const verb verb_ear_verify = {
    .name = "ear verify",
    .arguments = "FILE",
    .summary = "an attestation result against a pinned key",
    .details =
        "FILE is a signed attestation result (EAR, a JWT) of any verifier. Its key is the one of\n"
        "--key, or one of the store's (jwk or jwks, for=ear or the issuer's URL). Dates count at\n"
        "--at, or now; a result that names an audience is refused unless it is --audience.\n"
        "Exit status 0: signed by the key, and no part is contraindicated; 1: refused.",
    .options = verify_options,
    .option_count = ARRAY_LEN(verify_options),
    .least = 1,
    .most = 1,
    .run = run_ear_verify,
};
