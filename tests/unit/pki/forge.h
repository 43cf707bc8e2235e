/* SPDX-License-Identifier: Apache-2.0 */
/* Makes certificates and revocation lists with any field chosen, signed by throw-away keys. Memory
 * is kept until forge_end. */
#ifndef ASSAY_TESTS_FORGE_H
#define ASSAY_TESTS_FORGE_H

#include "check.h"
#include "base/arena.h"
#include "base/time.h"
#include "codec/der.h"
#include "crypto/keys.h"
#include "pki/chain.h"
#include "pki/crl.h"

typedef enum { ROOT, INTERMEDIATE, LEAF, OTHER, P384, RSA, KEYS } test_key;

static arena forge_memory;
static private_key *forge_keys[KEYS];

static inline void forge_begin(void)
{
    static const char *const files[KEYS] = {
        "root-p256", "intermediate-p256", "leaf-p256", "other-p256", "p384", "rsa2048"};
    arena_init(&forge_memory, NULL, 256u << 20);
    for (size_t i = 0; i < KEYS; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/tests/unit/pki/data/throwaway-test-%s.key.der",
                 ASSAY_SOURCE_DIR, files[i]);
        assay_bytes der = read_file(path);
        if (key_read(der, &forge_keys[i]) != ASSAY_OK) {
            fprintf(stderr, "cannot read %s\n", path);
            exit(EXIT_FAILURE);
        }
        free((void *)(uintptr_t)der.ptr);
    }
}

static inline void forge_end(void)
{
    for (size_t i = 0; i < KEYS; i++) {
        key_free(forge_keys[i]);
    }
    arena_release(&forge_memory);
}

/* --- DER --- */

static inline assay_bytes cat(const assay_bytes *parts, size_t count)
{
    size_t len = 0, at = 0;
    for (size_t i = 0; i < count; i++) {
        len += parts[i].len;
    }
    uint8_t *out = arena_alloc(&forge_memory, len + 1);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0) {
            memcpy(out + at, parts[i].ptr, parts[i].len);
        }
        at += parts[i].len;
    }
    return bytes_of(out, len);
}
#define CAT(...)                                                                                   \
    cat((const assay_bytes[]){__VA_ARGS__},                                                        \
        sizeof((const assay_bytes[]){__VA_ARGS__}) / sizeof(assay_bytes))
/* Bytes as they are; kept, unlike a compound literal. */
#define RAW(...) CAT(OID(__VA_ARGS__))
#define NOTHING bytes_of("", 0)

static inline assay_bytes tlv(unsigned tag, assay_bytes value)
{
    uint8_t head[6] = {(uint8_t)tag, (uint8_t)value.len};
    size_t n = 2;
    if (value.len >= 0x80) {
        size_t digits = value.len > 0xffff ? 3 : value.len > 0xff ? 2 : 1;
        head[1] = (uint8_t)(0x80 + digits);
        for (size_t i = 0; i < digits; i++) {
            head[n++] = (uint8_t)(value.len >> 8 * (digits - 1 - i));
        }
    }
    return CAT(bytes_of(head, n), value);
}
#define SEQ(...) tlv(DER_SEQUENCE, CAT(__VA_ARGS__))
#define SET(...) tlv(DER_SET, CAT(__VA_ARGS__))

static inline assay_bytes integer(assay_bytes magnitude)
{
    bool sign = magnitude.len == 0 || magnitude.ptr[0] >= 0x80;
    return tlv(DER_INTEGER, CAT(bytes_of("", sign ? 1 : 0), magnitude));
}

static inline assay_bytes bits(assay_bytes value)
{
    return tlv(DER_BIT_STRING, CAT(bytes_of("", 1), value));
}

static inline assay_bytes utc(const char *text)
{
    return tlv(DER_UTC_TIME, bytes_of_text(text));
}

/* 2.5.29.last */
static inline assay_bytes extension(uint8_t last, bool critical, assay_bytes value)
{
    return SEQ(tlv(DER_OID, RAW(0x55, 0x1d, last)), critical ? RAW(0x01, 0x01, 0xff) : NOTHING,
               tlv(DER_OCTET_STRING, value));
}

static inline assay_bytes attribute_of(uint8_t last, unsigned tag, assay_bytes value)
{
    return SET(SEQ(tlv(DER_OID, RAW(0x55, 0x04, last)), tlv(tag, value)));
}

static inline assay_bytes name_of(const char *cn)
{
    return SEQ(attribute_of(3, DER_UTF8, bytes_of_text(cn)));
}

/* --- keys, algorithms, signatures --- */

#define ALG_ECDSA_SHA256 RAW(0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2)
#define ALG_ECDSA_SHA384 RAW(0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3)
#define ALG_RSA_SHA256 RAW(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11, 5, 0)
#define ALG_ED25519 RAW(0x30, 5, 6, 3, 0x2b, 0x65, 0x70)

static inline assay_bytes spki_of(test_key k)
{
    public_key p = key_public(forge_keys[k]);
    if (p.type == KEY_RSA) {
        return SEQ(RAW(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0),
                   bits(SEQ(integer(p.a), integer(p.b))));
    }
    assay_bytes curve = p.type == KEY_EC_P256 ? RAW(6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7)
                                              : RAW(6, 5, 0x2b, 0x81, 4, 0, 0x22);
    return SEQ(SEQ(RAW(6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1), curve),
               bits(CAT(bytes_of("\x04", 1), p.a, p.b)));
}

static inline assay_bytes stripped(const uint8_t *p, size_t len)
{
    while (len > 0 && *p == 0) {
        p++;
        len--;
    }
    return bytes_of(p, len);
}

/* The bits of a signature with the algorithm that belongs to the key. */
static inline assay_bytes sign(test_key k, assay_bytes tbs)
{
    static const sig_alg algs[] = {[KEY_EC_P256] = SIG_ECDSA_P256_SHA256,
                                   [KEY_EC_P384] = SIG_ECDSA_P384_SHA384,
                                   [KEY_RSA] = SIG_RSA_PKCS1_SHA256};
    sig_alg alg = algs[key_public(forge_keys[k]).type];
    uint8_t digest[HASH_MAX], out[512];
    size_t len = sizeof out;
    if (crypto_digest(sig_hash(alg), &tbs, 1, digest) != ASSAY_OK ||
        key_sign(forge_keys[k], alg, digest, out, &len) != ASSAY_OK) {
        abort();
    }
    if (alg == SIG_RSA_PKCS1_SHA256) {
        return CAT(bytes_of(out, len));
    }
    return SEQ(integer(stripped(out, len / 2)), integer(stripped(out + len / 2, len / 2)));
}

static inline assay_bytes algorithm_of(test_key k)
{
    switch (key_public(forge_keys[k]).type) {
    case KEY_EC_P384:
        return ALG_ECDSA_SHA384;
    case KEY_RSA:
        return ALG_RSA_SHA256;
    default:
        return ALG_ECDSA_SHA256;
    }
}

/* SEQUENCE { tbs, algorithm, signature } */
static inline assay_bytes signed_by(test_key k, assay_bytes tbs, assay_bytes algorithm)
{
    assay_bytes stated = algorithm.ptr != NULL ? algorithm : algorithm_of(k);
    return SEQ(tbs, stated, bits(sign(k, tbs)));
}

/* --- certificates --- */

#define FROM "250101000000Z"
#define UNTIL "300101000000Z"
#define DURING "2027-06-01T00:00:00Z"

#define BASIC_CA extension(19, true, SEQ(RAW(1, 1, 0xff)))
#define BASIC_CA_LEN(n) extension(19, true, SEQ(RAW(1, 1, 0xff), RAW(2, 1, (n))))
#define USAGE_CA extension(15, true, RAW(3, 2, 1, 6)) /* keyCertSign, cRLSign */

/* What is left out ({NULL, 0}) takes its usual form; NOTHING leaves the element away. */
typedef struct {
    const char *subject, *issuer;
    test_key key, by;
    const char *from, *until;
    assay_bytes extensions; /* Extension elements one after the other */
    assay_bytes version, serial, inner, issuer_name, validity, subject_name, spki, after_spki;
    assay_bytes extension_field, outer;
} recipe;

static inline assay_bytes either(assay_bytes chosen, assay_bytes usual)
{
    return chosen.ptr != NULL ? chosen : usual;
}

static inline assay_bytes forge_tbs(const recipe *r)
{
    assay_bytes list = r->extensions.len > 0
                           ? tlv(DER_CONTEXT_CONSTRUCTED(3), tlv(DER_SEQUENCE, r->extensions))
                           : NOTHING;
    return SEQ(either(r->version, RAW(0xa0, 3, 2, 1, 2)), either(r->serial, RAW(2, 1, 7)),
               either(r->inner, algorithm_of(r->by)), either(r->issuer_name, name_of(r->issuer)),
               either(r->validity, SEQ(utc(r->from != NULL ? r->from : FROM),
                                       utc(r->until != NULL ? r->until : UNTIL))),
               either(r->subject_name, name_of(r->subject)), either(r->spki, spki_of(r->key)),
               either(r->after_spki, NOTHING), either(r->extension_field, list));
}

static inline assay_bytes forge(const recipe *r)
{
    return signed_by(r->by, forge_tbs(r), either(r->outer, either(r->inner, algorithm_of(r->by))));
}

static inline assay_time when(const char *text)
{
    assay_time t = ASSAY_TIME_UNSET;
    CHECK(time_from_rfc3339(bytes_of_text(text), &t));
    return t;
}

/* Parsed, and kept with the rest. */
static inline const cert *forged(const recipe *r)
{
    cert *c = ARENA_NEW(&forge_memory, cert);
    fault f;
    if (!CHECK(cert_parse(forge(r), c, &f))) {
        fprintf(stderr, "  %s: %s at %zu\n", f.what, f.why, f.at);
    }
    return c;
}

static inline recipe root_recipe(void)
{
    return (recipe){.subject = "Test Root",
                    .issuer = "Test Root",
                    .key = ROOT,
                    .by = ROOT,
                    .extensions = CAT(BASIC_CA, USAGE_CA)};
}

static inline recipe intermediate_recipe(void)
{
    return (recipe){.subject = "Test Intermediate",
                    .issuer = "Test Root",
                    .key = INTERMEDIATE,
                    .by = ROOT,
                    .extensions = CAT(BASIC_CA_LEN(0), USAGE_CA)};
}

static inline recipe leaf_recipe(void)
{
    return (recipe){
        .subject = "Test Leaf", .issuer = "Test Intermediate", .key = LEAF, .by = INTERMEDIATE};
}

/* --- revocation lists --- */

typedef struct {
    const char *issuer;
    test_key by;
    const char *from, *until;
    assay_bytes entries; /* elements one after the other */
    assay_bytes extensions, version, revoked_field, extension_field, inner, outer;
} list_recipe;

static inline assay_bytes entry(assay_bytes serial, const char *date, assay_bytes extensions)
{
    return SEQ(serial, utc(date), extensions.len > 0 ? tlv(DER_SEQUENCE, extensions) : NOTHING);
}

static inline assay_bytes forge_list(const list_recipe *r)
{
    assay_bytes extensions = r->extensions.len > 0
                                 ? tlv(DER_CONTEXT_CONSTRUCTED(0), tlv(DER_SEQUENCE, r->extensions))
                                 : NOTHING;
    assay_bytes entries = r->entries.len > 0 ? tlv(DER_SEQUENCE, r->entries) : NOTHING;
    assay_bytes tbs =
        SEQ(either(r->version, RAW(2, 1, 1)), either(r->inner, algorithm_of(r->by)),
            r->issuer != NULL ? name_of(r->issuer) : SEQ(NOTHING),
            utc(r->from != NULL ? r->from : FROM), r->until != NULL ? utc(r->until) : NOTHING,
            either(r->revoked_field, entries), either(r->extension_field, extensions));
    return signed_by(r->by, tbs, either(r->outer, either(r->inner, algorithm_of(r->by))));
}

#endif
