/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of Intel Trust Authority: of TDs and enclaves, in the first layout and the second. */
#include "base/text.h"
#include "forge/jwt_rows.h"

#define ISSUER "Intel Trust Authority"
#define KID                                                                                        \
    "\"3c8f0ab1d97e42650f1b7ad3c69e8820547be1f0a3d2c4968577e6019bfa8d3c2e4156708f9badce0123456789" \
    "abcdef\""
#define ZERO_48                                                                                    \
    "\"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000" \
    "000000\""
#define DIGEST_48(first)                                                                           \
    "\"" first "160e4b5c2a53fc9f7fd72833455563431a06ae022221b4f81c11ea55dd4d897d2a533e877c684577"  \
    "b4803d3900a1\""
#define DATA_64                                                                                    \
    "\"11661aefe5a1407c740ae3c13e36930a7fb51aa29afb444b5254bda0252e963811661aefe5a1407c740ae3c13e" \
    "36930a7fb51aa29afb444b5254bda0252e9638\""

static const fjwt_member common[] = {
    {FJWT_HEADER, "alg", "\"PS384\""},
    {FJWT_HEADER, "jku", "\"https://portal.trustauthority.intel.com/certs\""},
    {FJWT_HEADER, "kid", KID},
    {FJWT_HEADER, "typ", "\"JWT\""},
    {FJWT_CLAIMS, "policy_ids_matched",
     "[{\"id\":\"91488e12-f39e-4f3e-8435-d49c813decb5\",\"version\":\"v1\"}]"},
    {FJWT_CLAIMS, "policy_defined_claims", "{}"},
    {FJWT_CLAIMS, "eat_profile", "\"https://portal.trustauthority.intel.com/eat_profile.html\""},
    {FJWT_CLAIMS, "intuse", "\"generic\""},
    {FJWT_CLAIMS, "ver", "\"1.0.0\""},
    {FJWT_CLAIMS, "exp", NULL},
    {FJWT_CLAIMS, "jti", "\"8eb4866c-5746-4c7d-be79-3e049dc0a749\""},
    {FJWT_CLAIMS, "iat", NULL},
    {FJWT_CLAIMS, "iss", "\"" ISSUER "\""},
    {FJWT_CLAIMS, "nbf", NULL},
    {FJWT_KEY, "kty", "\"RSA\""},
    {FJWT_KEY, "alg", "\"PS384\""},
    {FJWT_KEY, "kid", KID},
};

#define TD(place)                                                                                  \
    {place, "attester_type", "\"TDX\""}, {place, "attester_tcb_status", "\"UpToDate\""},           \
        {place, "attester_tcb_date", "\"2025-02-12T00:00:00Z\""},                                  \
        {place, "dbgstat", "\"disabled\""}, {place, "tdx_mrtd", DIGEST_48("b7de")},                \
        {place, "tdx_rtmr0", DIGEST_48("15b0")}, {place, "tdx_rtmr1", DIGEST_48("45d8")},          \
        {place, "tdx_rtmr2", DIGEST_48("2174")}, {place, "tdx_rtmr3", ZERO_48},                    \
        {place, "tdx_mrseam", DIGEST_48("48fa")}, {place, "tdx_report_data", DATA_64},             \
        {place, "tdx_td_attributes", "\"0000001000000000\""},                                      \
        {place, "tdx_xfam", "\"e71a060000000000\""}, {place, "tdx_seamsvn", "4"},                  \
        {place, "tdx_td_attributes_debug", "false"},                                               \
        {place, "tdx_td_attributes_septve_disable", "true"},                                       \
    {                                                                                              \
        place, "tdx_is_debuggable", "false"                                                        \
    }
static const fjwt_member td[] = {TD(FJWT_CLAIMS)};
static const fjwt_member nested_td[] = {
    {FJWT_CLAIMS, "iss", "\"https://portal.trustauthority.intel.com\""},
    {FJWT_CLAIMS, "ver", "\"2.0.0\""},
    TD(FJWT_TEE),
};
static const fjwt_member enclave[] = {
    {FJWT_CLAIMS, "attester_type", "\"SGX\""},
    {FJWT_CLAIMS, "attester_tcb_status", "\"UpToDate\""},
    {FJWT_CLAIMS, "dbgstat", "\"disabled\""},
    {FJWT_CLAIMS, "sgx_mrenclave",
     "\"83f4e819861adef6ffb2a4865efea9337b91ed30fa33491b17f0d5d9e8204410\""},
    {FJWT_CLAIMS, "sgx_mrsigner",
     "\"83d719e77deaca1470f6baf62a4d774303c899db69020f9c70ee1dfc08c7ce9e\""},
    {FJWT_CLAIMS, "sgx_isvprodid", "3"},
    {FJWT_CLAIMS, "sgx_isvsvn", "2"},
    {FJWT_CLAIMS, "sgx_report_data", DATA_64},
    {FJWT_CLAIMS, "sgx_is_debuggable", "false"},
};

static const char *claims(const fjwt_recipe *r, arena *a)
{
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    text_add_str(&t, "{");
    fjwt_put_members(&t, &r->objects[FJWT_CLAIMS], true);
    if (r->objects[FJWT_TEE].count > 0) {
        text_add_str(&t, ",\"tdx\":{");
        fjwt_put_members(&t, &r->objects[FJWT_TEE], true);
        text_add_str(&t, "}");
    }
    text_add_str(&t, "}");
    return text_done(&t).ptr;
}

static const char *nonce_value(arena *a, assay_bytes nonce)
{
    const char *once = base64_encode(a, nonce);
    const char *twice = once != NULL ? base64_encode(a, bytes_of_text(once)) : NULL;
    return arena_format(a,
                        "{\"val\":\"%s\",\"iat\":\"MjAyNS0wNS0zMSAyMzo1OTowMCArMDAwMCBVVEM=\","
                        "\"signature\":\"VGVzdA==\"}",
                        twice != NULL ? twice : "");
}

static void put_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    fjwt_set(&r->objects[FJWT_CLAIMS], "verifier_nonce", nonce_value(a, nonce));
}

static void put_nested_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    fjwt_set(&r->objects[FJWT_TEE], "verifier_nonce", nonce_value(a, nonce));
}

/* Intel publishes a key for each algorithm under one kid. */
static const char *more_keys(arena *a, key_ring *ring)
{
    public_key key = key_ring_public(ring, "ita-rs256");
    return arena_format(a, ",{\"kty\":\"RSA\",\"alg\":\"RS256\",\"kid\":%s%s}", KID,
                        fjwt_key_text(a, &key));
}

#define FORM(issuer_, own_, nonce_)                                                                \
    {                                                                                              \
        .format = "jwt-ita", .issuer = issuer_, .role = "jwks", .signer = "ita",                   \
        .alg = SIG_RSA_PSS_SHA384, .policy = "policies/strict-ita.json",                           \
        .members = {common, own_}, .counts = {ARRAY_LEN(common), ARRAY_LEN(own_)},                 \
        .claims = claims, .nonce = nonce_, .more_keys = more_keys                                  \
    }
static const fjwt_form form_tdx = FORM(ISSUER, td, put_nonce);
static const fjwt_form form_sgx = FORM(ISSUER, enclave, put_nonce);
static const fjwt_form form_nested =
    FORM("https://portal.trustauthority.intel.com", nested_td, put_nested_nonce);
const fjwt_form *const fjwt_ita_tdx = &form_tdx;

#define ROW(name_, form_, does_) .name = "ita-" name_, .form = &form_, .does = does_
#define AUTHENTIC .outcome = FJWT_AUTHENTIC, .finding = "jwt.statement"
#define DEBUG .outcome = FJWT_DEBUG, .class = "debug", .finding = "jwt.ita.debug"
#define POLICY .class = "policy"
#define NONCE .class = "nonce", .finding = "nonce.mismatch"
#define SIGNATURE .class = "signature"
#define UNMATCHED                                                                                  \
    {                                                                                              \
        FJWT_CLAIMS, "policy_ids_unmatched",                                                       \
            "[{\"id\":\"7f381430-51f8-47b0-a6e0-393ef1837af3\",\"version\":\"v1\"}]"               \
    }

static const fjwt_row rows[] = {
    {ROW("tdx", form_tdx, "a TD"), AUTHENTIC},
    {ROW("tdx-strict", form_tdx, "the same under a policy that names its policy and measurement"),
     .outcome = FJWT_ACCEPTED, .strict = true},
    {ROW("sgx", form_sgx, "an enclave"), AUTHENTIC},
    {ROW("nested", form_nested, "a TD in the second layout, by the issuer's address"), AUTHENTIC},
    {ROW("rs256", form_tdx, "RS256 under the kid of the other key"), AUTHENTIC,
     .signer = "ita-rs256", .alg = SIG_RSA_PKCS1_SHA256,
     .edits = {{FJWT_HEADER, "alg", "\"RS256\""}}},
    {ROW("rs256-other-key", form_tdx, "RS256 with the key for PS384"), SIGNATURE,
     .finding = "jwt.signature", .alg = SIG_RSA_PKCS1_SHA256,
     .edits = {{FJWT_HEADER, "alg", "\"RS256\""}}},
    {ROW("ps384-other-key", form_tdx, "PS384 with the key for RS256"), SIGNATURE,
     .finding = "jwt.signature", .signer = "ita-rs256"},
    {ROW("hs384", form_tdx, "a shared secret"), SIGNATURE, .finding = "jwt.alg",
     .edits = {{FJWT_HEADER, "alg", "\"HS384\""}}},
    {ROW("ps256", form_tdx, "PS256, which this issuer does not use"), SIGNATURE,
     .finding = "jwt.alg", .alg = SIG_RSA_PSS_SHA256, .edits = {{FJWT_HEADER, "alg", "\"PS256\""}}},
    {ROW("jku-other", form_tdx, "a jku that is not the issuer's"), .outcome = FJWT_AUTHENTIC,
     .finding = "jwt.header.key-hint",
     .edits = {{FJWT_HEADER, "jku", "\"https://portal.pilot.trustauthority.intel.com/certs\""}}},
    {ROW("issuer-other", form_tdx, "the service before it was named"), .class = "chain",
     .finding = "jwt.issuer", .edits = {{FJWT_CLAIMS, "iss", "\"AS Attestation Token Issuer\""}}},
    {ROW("issuer-eu", form_nested, "the service in Europe, whose keys nobody pinned"),
     .outcome = FJWT_UNDECIDED, .finding = "jwt.keys.missing",
     .edits = {{FJWT_CLAIMS, "iss", "\"https://portal.eu.trustauthority.intel.com\""}}},
    {ROW("nonce-once", form_tdx, "the nonce's bytes in base64"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "verifier_nonce",
                "{\"val\":\"L4rRYJw3S+UBfvRdspbIE+pAeyxZD9iGMaW+ZJ8Sx30=\"}"}}},
    {ROW("nonce-other", form_tdx, "another nonce"), NONCE,
     .edits = {{FJWT_CLAIMS, "verifier_nonce", "{\"val\":\"AAAA\"}"}}},
    {ROW("nonce-missing", form_tdx, "no nonce"), NONCE,
     .edits = {{FJWT_CLAIMS, "verifier_nonce", NULL}}},
    {ROW("nonce-place", form_tdx, "the nonce where its signature should be"), NONCE,
     .edits = {{FJWT_CLAIMS, "verifier_nonce",
                "{\"signature\":\"L4rRYJw3S+UBfvRdspbIE+pAeyxZD9iGMaW+ZJ8Sx30=\"}"}}},
    {ROW("unmatched", form_tdx, "a policy that does not hold beside one that does"),
     .outcome = FJWT_AUTHENTIC, .finding = "jwt.ita.policy.unmatched", .edits = {UNMATCHED}},
    {ROW("none-matched", form_tdx, "no policy that holds"), POLICY,
     .finding = "jwt.ita.policy.none-matched",
     .edits = {{FJWT_CLAIMS, "policy_ids_matched", "[]"}, UNMATCHED}},
    {ROW("none-matched-text", form_tdx, "a text in place of the policies that do not hold"), POLICY,
     .finding = "jwt.ita.policy.none-matched",
     .edits = {{FJWT_CLAIMS, "policy_ids_matched", "[]"},
               {FJWT_CLAIMS, "policy_ids_unmatched", "\"all\""}}},
    {ROW("none-asked", form_tdx, "no policy at all"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "policy_ids_matched", NULL}}},
    {ROW("debug-tdx", form_tdx, "a TD that may be debugged"), DEBUG,
     .edits = {{FJWT_CLAIMS, "tdx_is_debuggable", "true"}}},
    {ROW("debug-sgx", form_sgx, "an enclave that may be debugged"), DEBUG,
     .edits = {{FJWT_CLAIMS, "sgx_is_debuggable", "true"}}},
    {ROW("debug-dbgstat", form_tdx, "dbgstat says otherwise"), DEBUG,
     .edits = {{FJWT_CLAIMS, "dbgstat", "\"enabled\""}}},
    {ROW("debug-nested", form_nested, "a TD that may be debugged, in the second layout"), DEBUG,
     .edits = {{FJWT_TEE, "tdx_td_attributes_debug", "true"}}},
    {ROW("debug-nested-top", form_nested, "the same, where the first layout says it"), DEBUG,
     .edits = {{FJWT_CLAIMS, "dbgstat", "\"enabled\""}}},
    {ROW("debug-text", form_tdx, "a text in place of what is said of an enclave"), DEBUG,
     .edits = {{FJWT_CLAIMS, "sgx", "\"none\""}}},
    {ROW("debug-absent", form_sgx, "no word of debugging"), DEBUG,
     .edits = {{FJWT_CLAIMS, "sgx_is_debuggable", NULL}}},
    {ROW("debug-no-keys", form_tdx, "debugging, and no keys: none would cure it"), POLICY,
     .finding = "jwt.ita.debug", .no_keys = true,
     .edits = {{FJWT_CLAIMS, "tdx_is_debuggable", "true"}}},
    {ROW("type-none", form_sgx, "no word of any TEE"), POLICY, .finding = "jwt.ita.type.unknown",
     .edits = {{FJWT_CLAIMS, "sgx_is_debuggable", NULL}, {FJWT_CLAIMS, "attester_type", NULL}}},
    {ROW("revoked", form_sgx, "a platform whose firmware is revoked"), POLICY,
     .finding = "jwt.tcb.revoked", .edits = {{FJWT_CLAIMS, "attester_tcb_status", "\"REVOKED\""}}},
    {ROW("revoked-nested", form_nested, "the same in the second layout"), POLICY,
     .finding = "jwt.tcb.revoked", .edits = {{FJWT_TEE, "attester_tcb_status", "\"Revoked\""}}},
    {ROW("revoked-nested-top", form_nested, "the same, where the first layout says it"), POLICY,
     .finding = "jwt.tcb.revoked", .edits = {{FJWT_CLAIMS, "attester_tcb_status", "\"Revoked\""}}},
    {ROW("out-of-date", form_sgx, "a platform whose firmware is out of date"),
     .outcome = FJWT_AUTHENTIC, .finding = "jwt.tcb.status",
     .edits = {{FJWT_CLAIMS, "attester_tcb_status", "\"OutOfDate\""}}},
    {ROW("gpu", form_nested, "a GPU whose measurements are NVIDIA's"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "nvgpu", "{\"measres\":\"success\"}"}}},
    {ROW("gpu-failed", form_nested, "a GPU whose measurements are not"), POLICY,
     .finding = "jwt.ita.gpu", .edits = {{FJWT_CLAIMS, "nvgpu", "{\"measres\":\"fail\"}"}}},
    {ROW("strict-policy", form_tdx, "another of the service's policies"), POLICY,
     .finding = "policy.rule", .strict = true,
     .edits = {{FJWT_CLAIMS, "policy_ids_matched",
                "[{\"id\":\"7f381430-51f8-47b0-a6e0-393ef1837af3\",\"version\":\"v1\"}]"}}},
    {ROW("strict-mrtd", form_tdx, "another TD"), POLICY, .finding = "policy.rule", .strict = true,
     .edits = {{FJWT_CLAIMS, "tdx_mrtd", DIGEST_48("b7df")}}},
};
const fjwt_row_list fjwt_rows_ita = {rows, ARRAY_LEN(rows)};
