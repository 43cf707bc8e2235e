/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA verification: known answers and each reason to refuse. */
#include "check.h"
#include "crypto/crypto.h"
#include "crypto/ec.h"
#include "crypto/ec_vectors.h"
#include "crypto/hex.h"

/* RFC 6979 A.2.5 and A.2.6, message "sample". */
static const struct sample {
    sig_alg alg;
    key_type type;
    const char *x, *y, *r, *s;
} SAMPLES[] = {
    {SIG_ECDSA_P256_SHA256, KEY_EC_P256,
     "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
     "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
     "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"},
    {SIG_ECDSA_P384_SHA384, KEY_EC_P384,
     "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
     "DEF8F0EA9055866064A254515480BC13",
     "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1"
     "288B231C3AE0D4FE7344FD2533264720",
     "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
     "81A648152E44ACF96E36DD1E80FABE46",
     "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
     "A329C145786E679E7B82C71A38628AC8"},
};

/* A known answer, laid out so that each test can spoil its own copy. */
typedef struct {
    sig_alg alg;
    key_type type;
    size_t width;
    uint8_t x[49], y[49], digest[HASH_MAX], rs[98];
} parts;

static parts load(const struct sample *s)
{
    hex_value x = hex(s->x), y = hex(s->y), r = hex(s->r), v = hex(s->s);
    parts p = {.alg = s->alg, .type = s->type, .width = x.len};
    memcpy(p.x, x.bytes, x.len);
    memcpy(p.y, y.bytes, y.len);
    memcpy(p.rs, r.bytes, r.len);
    memcpy(p.rs + r.len, v.bytes, v.len);
    assay_bytes message = bytes_of_text("sample");
    CHECK_UINT(crypto_digest(sig_hash(s->alg), &message, 1, p.digest), ASSAY_OK);
    return p;
}

static assay_status verify(const parts *p)
{
    public_key key = {p->type, bytes_of(p->x, p->width), bytes_of(p->y, p->width)};
    return crypto_verify(p->alg, &key, p->digest, bytes_of(p->rs, 2 * p->width));
}

static void known_answers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(SAMPLES); i++) {
        parts p = load(&SAMPLES[i]);
        for (int times = 0; times < 4; times++) { /* wolfCrypt caches a point it sees again */
            CHECK_UINT(verify(&p), ASSAY_OK);
        }
    }
}

static void every_flipped_bit_is_refused(void)
{
    for (size_t i = 0; i < ARRAY_LEN(SAMPLES); i++) {
        parts p = load(&SAMPLES[i]);
        uint8_t *fields[] = {p.x, p.y, p.digest, p.rs, p.rs + p.width};
        for (size_t f = 0; f < ARRAY_LEN(fields); f++) {
            for (size_t bit = 0; bit < p.width * 8; bit += 37) {
                fields[f][bit / 8] ^= (uint8_t)(1u << bit % 8);
                CHECK_UINT(verify(&p), ASSAY_REJECTED);
                fields[f][bit / 8] ^= (uint8_t)(1u << bit % 8);
            }
        }
        CHECK_UINT(verify(&p), ASSAY_OK);
    }
}

static void scalars_out_of_range_are_refused(void)
{
    for (size_t i = 0; i < ARRAY_LEN(SAMPLES); i++) {
        const ec_curve *curve = ec_curve_of(SAMPLES[i].type);
        for (size_t half = 0; half < 2; half++) {
            parts p = load(&SAMPLES[i]);
            uint8_t *number = p.rs + half * p.width;
            memset(number, 0, p.width);
            CHECK_UINT(verify(&p), ASSAY_REJECTED);
            memcpy(number, curve->order, p.width);
            CHECK_UINT(verify(&p), ASSAY_REJECTED);
            memset(number, 0xff, p.width);
            CHECK_UINT(verify(&p), ASSAY_REJECTED);
        }
    }
}

static void scalar_range(void)
{
    static const key_type types[] = {KEY_EC_P256, KEY_EC_P384};
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        const ec_curve *curve = ec_curve_of(types[i]);
        uint8_t n[EC_WIDTH_MAX] = {0};
        CHECK(!ec_scalar(curve, n));
        n[curve->width - 1] = 1;
        CHECK(ec_scalar(curve, n));
        memcpy(n, curve->order, curve->width);
        CHECK(!ec_scalar(curve, n));
        n[curve->width - 1]--; /* both orders end in an odd byte */
        CHECK(ec_scalar(curve, n));
        n[curve->width - 1] += 2;
        CHECK(!ec_scalar(curve, n));
    }
    CHECK(ec_curve_of(KEY_RSA) == NULL && ec_curve_of(KEY_NONE) == NULL);
}

static void other_sizes_are_refused(void)
{
    for (size_t i = 0; i < ARRAY_LEN(SAMPLES); i++) {
        parts p = load(&SAMPLES[i]);
        public_key good = {p.type, bytes_of(p.x, p.width), bytes_of(p.y, p.width)};
        assay_bytes rs = bytes_of(p.rs, 2 * p.width);
        for (int by = -1; by <= 1; by += 2) {
            public_key key = good;
            key.a.len += (size_t)by;
            CHECK_UINT(crypto_verify(p.alg, &key, p.digest, rs), ASSAY_REJECTED);
            key = good;
            key.b.len += (size_t)by;
            CHECK_UINT(crypto_verify(p.alg, &key, p.digest, rs), ASSAY_REJECTED);
            assay_bytes other = {rs.ptr, rs.len + (size_t)by};
            CHECK_UINT(crypto_verify(p.alg, &good, p.digest, other), ASSAY_REJECTED);
        }
        CHECK_UINT(crypto_verify(p.alg, &good, p.digest, (assay_bytes){NULL, 0}), ASSAY_REJECTED);
        public_key none = {p.type, {NULL, 0}, {NULL, 0}};
        CHECK_UINT(crypto_verify(p.alg, &none, p.digest, rs), ASSAY_REJECTED);
    }
}

static void key_of_another_type_is_refused(void)
{
    parts p = load(&SAMPLES[0]);
    p.type = KEY_EC_P384;
    CHECK_UINT(verify(&p), ASSAY_REJECTED);
    p.type = KEY_RSA;
    CHECK_UINT(verify(&p), ASSAY_REJECTED);
    p = load(&SAMPLES[0]);
    p.alg = SIG_ECDSA_P384_SHA384;
    CHECK_UINT(verify(&p), ASSAY_REJECTED);
    p.alg = SIG_RSA_PKCS1_SHA256;
    CHECK_UINT(verify(&p), ASSAY_REJECTED);
    p.alg = SIG_NONE;
    p.type = KEY_NONE;
    CHECK_UINT(verify(&p), ASSAY_REJECTED);
}

static assay_status verify_hex(sig_alg alg, const char *x, const char *y, const char *digest,
                               const char *sig)
{
    hex_value vx = hex(x), vy = hex(y), vd = hex(digest), vs = hex(sig);
    public_key key = {sig_key(alg), hex_view(&vx), hex_view(&vy)};
    return crypto_verify(alg, &key, vd.bytes, hex_view(&vs));
}

static void points_off_the_curve_are_refused(void)
{
    static const char zero[] = "000000000000000000000000000000000000000000000000"
                               "000000000000000000000000000000000000000000000000";
    CHECK_UINT(verify_hex(SIG_ECDSA_P256_SHA256, P256_OFF_CURVE_X, zero + 32, P256_OFF_CURVE_DIGEST,
                          P256_OFF_CURVE_SIG),
               ASSAY_REJECTED);
    CHECK_UINT(verify_hex(SIG_ECDSA_P384_SHA384, P384_OFF_CURVE_X, zero, P384_OFF_CURVE_DIGEST,
                          P384_OFF_CURVE_SIG),
               ASSAY_REJECTED);
    CHECK_UINT(verify_hex(SIG_ECDSA_P256_SHA256, zero + 32, zero + 32, P256_OFF_CURVE_DIGEST,
                          P256_OFF_CURVE_SIG),
               ASSAY_REJECTED);
}

static void coordinates_above_the_prime_are_refused(void)
{
    CHECK_UINT(verify_hex(SIG_ECDSA_P256_SHA256, P256_SMALL_X, P256_SMALL_Y, P256_SMALL_DIGEST,
                          P256_SMALL_SIG),
               ASSAY_OK);
    CHECK_UINT(verify_hex(SIG_ECDSA_P256_SHA256, P256_SMALL_X_PLUS_P, P256_SMALL_Y,
                          P256_SMALL_DIGEST, P256_SMALL_SIG),
               ASSAY_REJECTED);
    CHECK_UINT(verify_hex(SIG_ECDSA_P384_SHA384, P384_SMALL_X, P384_SMALL_Y, P384_SMALL_DIGEST,
                          P384_SMALL_SIG),
               ASSAY_OK);
    CHECK_UINT(verify_hex(SIG_ECDSA_P384_SHA384, P384_SMALL_X_PLUS_P, P384_SMALL_Y,
                          P384_SMALL_DIGEST, P384_SMALL_SIG),
               ASSAY_REJECTED);
}

int main(void)
{
    RUN(known_answers);
    RUN(every_flipped_bit_is_refused);
    RUN(scalars_out_of_range_are_refused);
    RUN(scalar_range);
    RUN(other_sizes_are_refused);
    RUN(key_of_another_type_is_refused);
    RUN(points_off_the_curve_are_refused);
    RUN(coordinates_above_the_prime_are_refused);
    assay_thread_end();
    return DONE();
}
