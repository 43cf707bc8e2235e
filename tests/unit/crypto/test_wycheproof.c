/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wycheproof's signature files through crypto_verify. Keys are taken from the raw fields. A result
 * of "acceptable" may go either way and is listed.
 */
#include "base/text.h"
#include "check.h"
#include "codec/der.h"
#include "codec/json.h"
#include "crypto/crypto.h"
#include "crypto/ec.h"

static const struct suite {
    const char *file;
    sig_alg alg;
    bool der; /* ECDSA signatures as ECDSA-Sig-Value */
} SUITES[] = {
    {"ecdsa_secp256r1_sha256", SIG_ECDSA_P256_SHA256, true},
    {"ecdsa_secp256r1_sha256_p1363", SIG_ECDSA_P256_SHA256, false},
    {"ecdsa_secp384r1_sha384", SIG_ECDSA_P384_SHA384, true},
    {"ecdsa_secp384r1_sha384_p1363", SIG_ECDSA_P384_SHA384, false},
    {"rsa_pss_2048_sha256_mgf1_32", SIG_RSA_PSS_SHA256, false},
    {"rsa_pss_2048_sha384_mgf1_48", SIG_RSA_PSS_SHA384, false},
    {"rsa_pss_3072_sha256_mgf1_32", SIG_RSA_PSS_SHA256, false},
    {"rsa_pss_4096_sha384_mgf1_48", SIG_RSA_PSS_SHA384, false},
    {"rsa_signature_2048_sha256", SIG_RSA_PKCS1_SHA256, false},
    {"rsa_signature_3072_sha384", SIG_RSA_PKCS1_SHA384, false},
    {"rsa_signature_4096_sha512", SIG_RSA_PKCS1_SHA512, false},
};

typedef struct {
    unsigned compared, valid, acceptable;
} tally;

static assay_bytes hex_member(arena *a, const json *object, const char *name)
{
    assay_bytes out = {NULL, 0};
    assay_str digits = json_text(json_member(object, name));
    CHECK(digits.ptr != NULL && hex_decode(a, bytes_of_str(digits), &out));
    return out;
}

static assay_bytes without_zeros(assay_bytes number)
{
    while (number.len > 0 && number.ptr[0] == 0) {
        number = bytes_of(number.ptr + 1, number.len - 1);
    }
    return number;
}

/* "uncompressed" is 04 || x || y. */
static public_key group_key(arena *a, const json *group, key_type type)
{
    const json *fields = json_member(group, "publicKey");
    if (type == KEY_RSA) {
        return (public_key){type, without_zeros(hex_member(a, fields, "modulus")),
                            without_zeros(hex_member(a, fields, "publicExponent"))};
    }
    size_t width = ec_curve_of(type)->width;
    assay_bytes point = hex_member(a, fields, "uncompressed");
    if (!CHECK(point.len == 1 + 2 * width)) {
        return (public_key){type, {NULL, 0}, {NULL, 0}};
    }
    return (public_key){type, bytes_of(point.ptr + 1, width),
                        bytes_of(point.ptr + 1 + width, width)};
}

static assay_status verify(const struct suite *suite, const public_key *key, assay_bytes message,
                           assay_bytes signature)
{
    uint8_t digest[HASH_MAX], fixed[2 * EC_WIDTH_MAX];
    CHECK_UINT(crypto_digest(sig_hash(suite->alg), &message, 1, digest), ASSAY_OK);
    if (suite->der) {
        size_t width = ec_curve_of(key->type)->width;
        if (!der_ecdsa_to_fixed(signature, width, fixed)) {
            return ASSAY_REJECTED;
        }
        signature = bytes_of(fixed, 2 * width);
    }
    return crypto_verify(suite->alg, key, digest, signature);
}

static void name_case(const struct suite *suite, const json *test, assay_status found)
{
    assay_str id = json_member(test, "tcId")->text;
    assay_str comment = json_text(json_member(test, "comment"));
    printf("  %s %.*s (%.*s): %s\n", suite->file, (int)id.len, id.ptr, (int)comment.len,
           comment.ptr, assay_status_name(found));
}

static void run_case(arena *a, const struct suite *suite, const public_key *key, const json *test,
                     tally *t)
{
    assay_status found = verify(suite, key, hex_member(a, test, "msg"), hex_member(a, test, "sig"));
    assay_str wanted = json_text(json_member(test, "result"));
    t->compared++;
    if (str_is(wanted, "acceptable")) {
        t->acceptable++;
        name_case(suite, test, found);
        CHECK(found == ASSAY_OK || found == ASSAY_REJECTED);
        return;
    }
    bool valid = str_is(wanted, "valid");
    t->valid += valid;
    if (!CHECK((valid || str_is(wanted, "invalid")) &&
               found == (valid ? ASSAY_OK : ASSAY_REJECTED))) {
        name_case(suite, test, found);
    }
}

static void run_suite(const char *dir, const struct suite *suite, tally *t)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/conformance/wycheproof/%s_test.json", dir, suite->file);
    assay_bytes file = read_file(path);
    arena a;
    arena_init(&a, NULL, 64u << 20);
    fault f = {0};
    const json *root = json_parse(&a, file, &f);
    uint64_t promised = 0;
    unsigned before = t->compared;
    if (!CHECK(root != NULL)) {
        fprintf(stderr, "  %s: %s %s at %zu\n", path, f.what, f.why, f.at);
    }
    const json *groups = json_member(root, "testGroups");
    for (const json *group = groups ? groups->first : NULL; group != NULL; group = group->next) {
        public_key key = group_key(&a, group, sig_key(suite->alg));
        const json *tests = json_member(group, "tests");
        for (const json *test = tests->first; test != NULL; test = test->next) {
            run_case(&a, suite, &key, test, t);
        }
    }
    CHECK(json_uint(json_member(root, "numberOfTests"), &promised));
    CHECK_UINT(t->compared - before, promised);
    arena_release(&a);
    free((void *)(uintptr_t)file.ptr);
}

int main(void)
{
    const char *dir = vectors_dir();
    if (dir == NULL) {
        return SKIPPED;
    }
    tally t = {0};
    for (size_t i = 0; i < ARRAY_LEN(SUITES); i++) {
        run_suite(dir, &SUITES[i], &t);
    }
    printf("%u cases compared: %u valid, %u acceptable\n", t.compared, t.valid, t.acceptable);
    CHECK(t.compared > 0 && t.valid > 0);
    assay_thread_end();
    return DONE();
}
