/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of Microsoft Azure Attestation: a VM's guest with the TEE below it, and TEEs by
 * themselves. */
#include "base/text.h"
#include "forge/jwt_rows.h"

#define ISSUER "https://sharedtest.tst.attest.azure.net"
#define ZERO_48                                                                                    \
    "\"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000" \
    "000000\""
#define DIGEST_48(first)                                                                           \
    "\"" first "5933f5c4b429ec41d6550c187c163aa76f3be1f8d750a272a9d8995023e8286a2e431a96c36087ac"  \
    "46d4188600a1\""
#define ZERO_32 "\"0000000000000000000000000000000000000000000000000000000000000000\""
#define DATA_64                                                                                    \
    "\"9b6d02e76832f3bbb21ba48c8f89c875e05daf5c83658c7b24e6034ea5e08e2a00000000000000000000000000" \
    "00000000000000000000000000000000000000\""

static const fjwt_member common[] = {
    {FJWT_HEADER, "alg", "\"RS256\""},
    {FJWT_HEADER, "jku", "\"" ISSUER "/certs\""},
    {FJWT_HEADER, "kid", "\"qT7+4fJdLwa0/pX1ZbK9vG2mYhR8sNcE5uOi3tWkHxA=\""},
    {FJWT_HEADER, "typ", "\"JWT\""},
    {FJWT_CLAIMS, "exp", NULL},
    {FJWT_CLAIMS, "iat", NULL},
    {FJWT_CLAIMS, "iss", "\"" ISSUER "\""},
    {FJWT_CLAIMS, "jti", "\"0c8f1be72f7d4a3f9d5e60b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5\""},
    {FJWT_CLAIMS, "nbf", NULL},
    {FJWT_CLAIMS, "x-ms-policy-hash", "\"wm9mHlvTU82e8UqoOy1Yj1FBRSNkfe99-69IYDq9eWs\""},
    {FJWT_CLAIMS, "x-ms-ver", "\"1.0\""},
    {FJWT_KEY, "kty", "\"RSA\""},
    {FJWT_KEY, "kid", "\"qT7+4fJdLwa0/pX1ZbK9vG2mYhR8sNcE5uOi3tWkHxA=\""},
};

#define GUEST                                                                                      \
    {FJWT_CLAIMS, "secureboot", "true"}, {FJWT_CLAIMS, "x-ms-attestation-type", "\"azurevm\""},    \
        {FJWT_CLAIMS, "x-ms-azurevm-attestation-protocol-ver", "\"2.0\""},                         \
        {FJWT_CLAIMS, "x-ms-azurevm-attested-pcrs", "[0,1,2,3,4,5,6,7]"},                          \
        {FJWT_CLAIMS, "x-ms-azurevm-bootdebug-enabled", "false"},                                  \
        {FJWT_CLAIMS, "x-ms-azurevm-hypervisordebug-enabled", "false"},                            \
        {FJWT_CLAIMS, "x-ms-azurevm-kerneldebug-enabled", "false"},                                \
        {FJWT_CLAIMS, "x-ms-azurevm-debuggersdisabled", "true"},                                   \
        {FJWT_CLAIMS, "x-ms-azurevm-is-windows", "false"},                                         \
        {FJWT_CLAIMS, "x-ms-azurevm-ostype", "\"Linux\""},                                         \
        {FJWT_CLAIMS, "x-ms-azurevm-osdistro", "\"Ubuntu\""},                                      \
        {FJWT_CLAIMS, "x-ms-azurevm-testsigning-enabled", "false"},                                \
    {                                                                                              \
        FJWT_CLAIMS, "x-ms-azurevm-vmid", "\"2F1E7C80-5B3D-4A96-8C02-D4E7F1A9B356\""               \
    }
#define COMPLIANT(place)                                                                           \
    {                                                                                              \
        place, "x-ms-compliance-status", "\"azure-compliant-cvm\""                                 \
    }
#define SNP(place)                                                                                 \
    {place, "x-ms-attestation-type", "\"sevsnpvm\""},                                              \
        {place, "x-ms-sevsnpvm-authorkeydigest", ZERO_48},                                         \
        {place, "x-ms-sevsnpvm-bootloader-svn", "4"},                                              \
        {place, "x-ms-sevsnpvm-familyId", "\"01000000000000000000000000000000\""},                 \
        {place, "x-ms-sevsnpvm-guestsvn", "7"}, {place, "x-ms-sevsnpvm-hostdata", ZERO_32},        \
        {place, "x-ms-sevsnpvm-idkeydigest", DIGEST_48("0356")},                                   \
        {place, "x-ms-sevsnpvm-imageId", "\"02000000000000000000000000000000\""},                  \
        {place, "x-ms-sevsnpvm-is-debuggable", "false"},                                           \
        {place, "x-ms-sevsnpvm-launchmeasurement", DIGEST_48("8962")},                             \
        {place, "x-ms-sevsnpvm-microcode-svn", "213"},                                             \
        {place, "x-ms-sevsnpvm-migration-allowed", "false"},                                       \
        {place, "x-ms-sevsnpvm-reportdata", DATA_64},                                              \
        {place, "x-ms-sevsnpvm-reportid",                                                          \
         "\"b9854e0b18fdf955108f36292cc3e4a7470b0cf465c3dffa55c8ddb3290152b9\""},                  \
        {place, "x-ms-sevsnpvm-smt-allowed", "true"}, {place, "x-ms-sevsnpvm-snpfw-svn", "22"},    \
        {place, "x-ms-sevsnpvm-tee-svn", "0"},                                                     \
    {                                                                                              \
        place, "x-ms-sevsnpvm-vmpl", "0"                                                           \
    }
#define TDX(place)                                                                                 \
    {place, "x-ms-attestation-type", "\"tdxvm\""}, {place, "attester_tcb_status", "\"UpToDate\""}, \
        {place, "dbgstat", "\"disabled\""}, {place, "tdx_mrtd", DIGEST_48("b7de")},                \
        {place, "tdx_rtmr0", DIGEST_48("15b0")}, {place, "tdx_rtmr1", DIGEST_48("45d8")},          \
        {place, "tdx_rtmr2", DIGEST_48("2174")}, {place, "tdx_rtmr3", ZERO_48},                    \
        {place, "tdx_mrseam", DIGEST_48("48fa")}, {place, "tdx_mrsignerseam", ZERO_48},            \
        {place, "tdx_mrconfigid", ZERO_48}, {place, "tdx_mrowner", ZERO_48},                       \
        {place, "tdx_mrownerconfig", ZERO_48}, {place, "tdx_report_data", DATA_64},                \
        {place, "tdx_seam_attributes", "\"0000000000000000\""},                                    \
        {place, "tdx_td_attributes", "\"0000001000000000\""},                                      \
        {place, "tdx_xfam", "\"e71a060000000000\""},                                               \
        {place, "tdx_tee_tcb_svn", "\"04010700000000000000000000000000\""},                        \
        {place, "tdx_seamsvn", "4"}, {place, "tdx_td_attributes_debug", "false"},                  \
        {place, "tdx_td_attributes_septve_disable", "true"},                                       \
    {                                                                                              \
        place, "tdx_is_debuggable", "false"                                                        \
    }
#define SGX                                                                                        \
    {FJWT_CLAIMS, "x-ms-attestation-type", "\"sgx\""},                                             \
        {FJWT_CLAIMS, "x-ms-sgx-is-debuggable", "false"},                                          \
        {FJWT_CLAIMS, "x-ms-sgx-mrenclave",                                                        \
         "\"83f4e819861adef6ffb2a4865efea9337b91ed30fa33491b17f0d5d9e8204410\""},                  \
        {FJWT_CLAIMS, "x-ms-sgx-mrsigner",                                                         \
         "\"83d719e77deaca1470f6baf62a4d774303c899db69020f9c70ee1dfc08c7ce9e\""},                  \
        {FJWT_CLAIMS, "x-ms-sgx-product-id", "3"}, {FJWT_CLAIMS, "x-ms-sgx-svn", "2"},             \
        {FJWT_CLAIMS, "x-ms-sgx-report-data", DATA_64}, {FJWT_CLAIMS, "is-debuggable", "false"},   \
    {                                                                                              \
        FJWT_CLAIMS, "product-id", "3"                                                             \
    }

static const fjwt_member guest_snp[] = {GUEST, SNP(FJWT_TEE), COMPLIANT(FJWT_TEE)};
static const fjwt_member guest_tdx[] = {GUEST, TDX(FJWT_TEE), COMPLIANT(FJWT_TEE)};
static const fjwt_member guest_none[] = {GUEST};
static const fjwt_member bare_snp[] = {SNP(FJWT_CLAIMS), COMPLIANT(FJWT_CLAIMS)};
static const fjwt_member bare_tdx[] = {TDX(FJWT_CLAIMS), COMPLIANT(FJWT_CLAIMS)};
static const fjwt_member enclave[] = {SGX};

static const char *claims(const fjwt_recipe *r, arena *a)
{
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    text_add_str(&t, "{");
    fjwt_put_members(&t, &r->objects[FJWT_CLAIMS], true);
    if (r->objects[FJWT_TEE].count > 0) {
        text_add_str(&t, ",\"x-ms-isolation-tee\":{");
        fjwt_put_members(&t, &r->objects[FJWT_TEE], true);
        text_add_str(&t, "}");
    }
    text_add_str(&t, "}");
    return text_done(&t).ptr;
}

/* What a guest's client hands over is JSON, so the nonce is hex text, and the service encodes that.
 */
static void put_guest_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    const char *hex = text_hex(a, nonce);
    const char *value = hex != NULL ? base64_encode(a, bytes_of_text(hex)) : NULL;
    fjwt_set(
        &r->objects[FJWT_CLAIMS], "x-ms-runtime",
        arena_format(a, "{\"client-payload\":{\"nonce\":\"%s\"}}", value != NULL ? value : ""));
}

static void put_tee_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    const char *hex = text_hex(a, nonce);
    fjwt_set(&r->objects[FJWT_CLAIMS], "x-ms-runtime",
             arena_format(a, "{\"nonce\":\"%s\"}", hex != NULL ? hex : ""));
}

/* The service publishes a key that is too short beside those that it signs with. */
static const char *more_keys(arena *a, key_ring *ring)
{
    (void)a;
    (void)ring;
    return ",{\"kty\":\"RSA\",\"kid\":\"ZOub53V4dZuruzP0dOOH0axfyks\",\"n\":" FJWT_MODULUS_1024
           ",\"e\":\"AQAB\"}";
}

#define TEST_ISSUER "https://sharedtest.tst.test.attest.azure.net"
#define FORM_OF(issuer_, own_, nonce_)                                                             \
    {                                                                                              \
        .format = "jwt-maa", .issuer = issuer_, .role = "jwks", .signer = "maa",                   \
        .alg = SIG_RSA_PKCS1_SHA256, .policy = "policies/strict-maa.json",                         \
        .members = {common, own_}, .counts = {ARRAY_LEN(common), ARRAY_LEN(own_)},                 \
        .claims = claims, .nonce = nonce_, .more_keys = more_keys                                  \
    }
#define FORM(own_, nonce_) FORM_OF(ISSUER, own_, nonce_)
static const fjwt_form form_test = FORM_OF(TEST_ISSUER, bare_snp, put_tee_nonce);
static const fjwt_form form_guest_snp = FORM(guest_snp, put_guest_nonce);
static const fjwt_form form_guest_tdx = FORM(guest_tdx, put_guest_nonce);
static const fjwt_form form_guest_none = FORM(guest_none, put_guest_nonce);
static const fjwt_form form_snp = FORM(bare_snp, put_tee_nonce);
static const fjwt_form form_tdx = FORM(bare_tdx, put_tee_nonce);
static const fjwt_form form_sgx = FORM(enclave, put_tee_nonce);
const fjwt_form *const fjwt_maa_guest = &form_guest_snp;

#define ROW(name_, form_, does_) .name = "maa-" name_, .form = &form_, .does = does_
#define AUTHENTIC .outcome = FJWT_AUTHENTIC, .finding = "jwt.statement"
#define DEBUG .outcome = FJWT_DEBUG, .class = "debug"
#define POLICY .class = "policy"
#define STRICT .outcome = FJWT_ACCEPTED, .strict = true
#define NONCE .class = "nonce", .finding = "nonce.mismatch"
#define ISSUER_DEFECT .class = "chain", .finding = "jwt.issuer"
#define UNPINNED .outcome = FJWT_UNDECIDED, .finding = "jwt.keys.missing"
#define ISS(value)                                                                                 \
    {                                                                                              \
        FJWT_CLAIMS, "iss", value                                                                  \
    }

static const fjwt_row rows[] = {
    {ROW("guest-snp", form_guest_snp, "a confidential VM on SEV-SNP"), AUTHENTIC},
    {ROW("guest-snp-strict", form_guest_snp, "the same under a policy that names its launch"),
     STRICT},
    {ROW("guest-tdx", form_guest_tdx, "a confidential VM on TDX"), AUTHENTIC},
    {ROW("snp", form_snp, "an SEV-SNP guest by itself"), AUTHENTIC},
    {ROW("tdx", form_tdx, "a TD by itself"), AUTHENTIC},
    {ROW("sgx", form_sgx, "an enclave"), AUTHENTIC},
    {ROW("test-service", form_test, "a test instance, whose keys were pinned"),
     .outcome = FJWT_AUTHENTIC, .finding = "jwt.maa.test-service",
     .edits = {ISS("\"" TEST_ISSUER "\"")}},
    {ROW("nonce-raw", form_guest_snp, "the nonce's bytes in base64, under a name of the client's"),
     AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "x-ms-runtime",
                "{\"client-payload\":{\"other\":\"QQ==\",\"freshness\":"
                "\"L4rRYJw3S+UBfvRdspbIE+pAeyxZD9iGMaW+ZJ8Sx30=\"}}"}}},
    {ROW("nonce-top", form_sgx, "the nonce of the request"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "x-ms-runtime", NULL},
               {FJWT_CLAIMS, "nonce", "\"L4rRYJw3S-UBfvRdspbIE-pAeyxZD9iGMaW-ZJ8Sx30\""}}},
    {ROW("nonce-plain", form_guest_snp, "the nonce in the client's payload, not in base64"), NONCE,
     .edits = {{FJWT_CLAIMS, "x-ms-runtime",
                "{\"client-payload\":{\"nonce\":\"2f8ad1609c374be5017ef45db296c813ea407b2c590fd886"
                "31a5be649f12c77d\"}}"}}},
    {ROW("nonce-deeper", form_guest_snp, "the nonce a level too deep"), NONCE,
     .edits = {{FJWT_CLAIMS, "x-ms-runtime",
                "{\"client-payload\":{\"x\":{\"nonce\":\"L4rRYJw3S+UBfvRdspbIE+pAeyxZD9iGMaW+"
                "ZJ8Sx30=\"}}}"}}},
    {ROW("nonce-missing", form_guest_snp, "no payload of the client"), NONCE,
     .edits = {{FJWT_CLAIMS, "x-ms-runtime", NULL}}},
    {ROW("jku-other", form_guest_snp, "a jku that is not the issuer's"), .outcome = FJWT_AUTHENTIC,
     .finding = "jwt.header.key-hint",
     .edits = {{FJWT_HEADER, "jku", "\"https://sharedtest.tst.attest.azure.example/certs\""}}},
    {ROW("trusted-launch", form_guest_none, "a Trusted Launch VM"), POLICY,
     .finding = "jwt.maa.not-confidential"},
    {ROW("trusted-launch-no-keys", form_guest_none, "the same, and no keys: none would cure it"),
     POLICY, .finding = "jwt.maa.not-confidential", .no_keys = true},
    {ROW("tpm", form_snp, "a TPM, and no TEE"), POLICY, .finding = "jwt.maa.not-confidential",
     .edits = {{FJWT_CLAIMS, "x-ms-attestation-type", "\"tpm\""}}},
    {ROW("type-unknown", form_snp, "a TEE that nobody knows"), POLICY,
     .finding = "jwt.maa.type.unknown",
     .edits = {{FJWT_CLAIMS, "x-ms-attestation-type", "\"ccavm\""}}},
    {ROW("type-missing", form_snp, "no word of the TEE"), POLICY, .finding = "jwt.maa.type.unknown",
     .edits = {{FJWT_CLAIMS, "x-ms-attestation-type", NULL}}},
    {ROW("not-compliant", form_guest_snp, "not compliant"), POLICY,
     .finding = "jwt.maa.not-compliant",
     .edits = {{FJWT_TEE, "x-ms-compliance-status", "\"azure-not-compliant-cvm\""}}},
    {ROW("compliance-missing", form_guest_snp, "no word of compliance"), POLICY,
     .finding = "jwt.maa.not-compliant", .edits = {{FJWT_TEE, "x-ms-compliance-status", NULL}}},
    {ROW("compliance-bare", form_snp,
         "no word of compliance from an instance with a policy of its own"),
     AUTHENTIC, .edits = {{FJWT_CLAIMS, "x-ms-compliance-status", NULL}}},
    {ROW("snp-debug", form_guest_snp, "an SEV-SNP guest that may be debugged"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_TEE, "x-ms-sevsnpvm-is-debuggable", "true"}}},
    {ROW("snp-debug-absent", form_guest_snp, "no word of debugging"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_TEE, "x-ms-sevsnpvm-is-debuggable", NULL}}},
    {ROW("snp-debug-text", form_snp, "debugging is \"false\""), DEBUG, .finding = "jwt.maa.debug",
     .edits = {{FJWT_CLAIMS, "x-ms-sevsnpvm-is-debuggable", "\"false\""}}},
    {ROW("snp-debug-no-keys", form_snp, "debugging, and no keys: none would cure it"), POLICY,
     .finding = "jwt.maa.debug", .no_keys = true,
     .edits = {{FJWT_CLAIMS, "x-ms-sevsnpvm-is-debuggable", "true"}}},
    {ROW("tdx-debug", form_guest_tdx, "a TD that may be debugged"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_TEE, "tdx_td_attributes_debug", "true"}}},
    {ROW("tdx-debug-other", form_tdx, "a TD that may be debugged, by the other name"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_CLAIMS, "tdx_is_debuggable", "true"}}},
    {ROW("sgx-debug", form_sgx, "an enclave that may be debugged"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_CLAIMS, "x-ms-sgx-is-debuggable", "true"}}},
    {ROW("sgx-debug-earlier", form_sgx, "the same by the earlier name"), DEBUG,
     .finding = "jwt.maa.debug", .edits = {{FJWT_CLAIMS, "is-debuggable", "true"}}},
    {ROW("kernel-debug", form_guest_snp, "a kernel debugger in the guest"), DEBUG,
     .finding = "jwt.maa.guest.debug",
     .edits = {{FJWT_CLAIMS, "x-ms-azurevm-kerneldebug-enabled", "true"}}},
    {ROW("boot-debug", form_guest_tdx, "a boot debugger in the guest"), DEBUG,
     .finding = "jwt.maa.guest.debug",
     .edits = {{FJWT_CLAIMS, "x-ms-azurevm-bootdebug-enabled", "true"}}},
    {ROW("hypervisor-debug", form_guest_snp, "a hypervisor debugger in the guest"), DEBUG,
     .finding = "jwt.maa.guest.debug",
     .edits = {{FJWT_CLAIMS, "x-ms-azurevm-hypervisordebug-enabled", "1"}}},
    {ROW("tdx-revoked", form_guest_tdx, "a platform whose firmware is revoked"), POLICY,
     .finding = "jwt.tcb.revoked", .edits = {{FJWT_TEE, "attester_tcb_status", "\"Revoked\""}}},
    {ROW("tdx-out-of-date", form_tdx, "a platform whose firmware is out of date"),
     .outcome = FJWT_AUTHENTIC, .finding = "jwt.tcb.status",
     .edits = {{FJWT_CLAIMS, "attester_tcb_status", "\"OUT_OF_DATE\""}}},
    {ROW("issuer-slash", form_guest_snp, "a slash behind the issuer"), ISSUER_DEFECT,
     .edits = {ISS("\"" ISSUER "/\"")}},
    {ROW("issuer-domain", form_guest_snp, "the issuer in another domain"), ISSUER_DEFECT,
     .edits = {ISS("\"https://sharedtest.tst.attest.azure.net.example\"")}},
    {ROW("issuer-user", form_guest_snp, "the issuer behind another host"), ISSUER_DEFECT,
     .edits = {ISS("\"https://evil.example/.attest.azure.net\"")}},
    {ROW("issuer-http", form_guest_snp, "the issuer without TLS"), ISSUER_DEFECT,
     .edits = {ISS("\"http://sharedtest.tst.attest.azure.net\"")}},
    {ROW("issuer-empty", form_guest_snp, "no instance"), ISSUER_DEFECT,
     .edits = {ISS("\"https://.attest.azure.net\"")}},
    {ROW("issuer-case", form_guest_snp, "the issuer in other letters"), ISSUER_DEFECT,
     .edits = {ISS("\"https://SharedTest.tst.attest.azure.net\"")}},
    {ROW("issuer-instance", form_guest_snp, "another instance, whose keys nobody pinned"), UNPINNED,
     .edits = {ISS("\"https://attacker1.tst.attest.azure.net\"")}},
    {ROW("issuer-cloud", form_guest_snp, "the same name in another cloud"), UNPINNED,
     .edits = {ISS("\"https://sharedtest.tst.attest.azure.us\"")}},
    {ROW("key-weak", form_guest_snp, "the kid of the published key that is too short"),
     .class = "signature", .finding = "jwt.key",
     .edits = {{FJWT_HEADER, "kid", "\"ZOub53V4dZuruzP0dOOH0axfyks\""}}},
    {ROW("kid-padding", form_guest_snp, "the kid without its padding"), .class = "chain",
     .finding = "jwt.kid.unknown",
     .edits = {{FJWT_HEADER, "kid", "\"qT7+4fJdLwa0/pX1ZbK9vG2mYhR8sNcE5uOi3tWkHxA\""}}},
    {ROW("alg-ps256", form_guest_snp, "PSS, which this issuer does not use"), .class = "signature",
     .finding = "jwt.alg", .alg = SIG_RSA_PSS_SHA256, .edits = {{FJWT_HEADER, "alg", "\"PS256\""}}},
    {ROW("signature-flipped", form_guest_tdx, "a bit of the signature"), .class = "signature",
     .finding = "jwt.signature", .after = FJWT_FLIPPED},
    {ROW("signature-rogue", form_guest_snp, "signed by an attacker's key under the right kid"),
     .class = "signature", .finding = "jwt.signature", .signer = "rogue-cs"},
    {ROW("expired", form_guest_snp, "ended an hour ago"), .class = "expired",
     .finding = "jwt.expired", .timed = true, .issued = -32400, .ends = -3600},
    {ROW("strict-launch", form_guest_snp, "another paravisor"), POLICY, .finding = "policy.rule",
     .strict = true, .edits = {{FJWT_TEE, "x-ms-sevsnpvm-launchmeasurement", DIGEST_48("8963")}}},
    {ROW("strict-policy-hash", form_guest_snp, "decided by another policy of the provider"), POLICY,
     .finding = "policy.rule", .strict = true,
     .edits = {{FJWT_CLAIMS, "x-ms-policy-hash",
                "\"9NY0VnTQ-IiBriBplVUpFbczcDaEBUwsiFYAzHu_gco\""}}},
    {ROW("strict-hex", form_guest_snp, "a launch digest that is no hex"), POLICY,
     .finding = "policy.rule", .strict = true,
     .edits = {{FJWT_TEE, "x-ms-sevsnpvm-launchmeasurement", "\"zz\""}}},
};
const fjwt_row_list fjwt_rows_maa = {rows, ARRAY_LEN(rows)};
