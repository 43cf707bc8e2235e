/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the report's signature and of the bytes behind it. */
#include "forge/snp_defects.h"

#include "crypto/ec.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define UNSIGNED(at_, size_, value_)                                                               \
    .spoil = fsnp_spoil_unsigned, .at = at_, .size = size_, .value = value_
#define BAD_SIGNATURE .class = "signature", .finding = "snp.signature"
#define BAD_ENCODING .class = "signature", .finding = "snp.signature.encoding"
#define SCALAR 48 /* bytes of r and s that count */

static const uint8_t *order(void)
{
    return ec_curve_of(KEY_EC_P384)->order;
}

static void reverse(uint8_t *at, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        uint8_t kept = at[i];
        at[i] = at[size - 1 - i];
        at[size - 1 - i] = kept;
    }
}

static void clear_both(uint8_t *report)
{
    memset(report + FSNP_SIGNATURE_R, 0, 2 * FSNP_SIGNATURE_FIELD);
}

static void clear_r(uint8_t *report)
{
    memset(report + FSNP_SIGNATURE_R, 0, FSNP_SIGNATURE_FIELD);
}

static void clear_s(uint8_t *report)
{
    memset(report + FSNP_SIGNATURE_S, 0, FSNP_SIGNATURE_FIELD);
}

static void put_order(uint8_t *field)
{
    memcpy(field, order(), SCALAR);
    reverse(field, SCALAR);
}

static void order_r(uint8_t *report)
{
    put_order(report + FSNP_SIGNATURE_R);
}

static void order_s(uint8_t *report)
{
    put_order(report + FSNP_SIGNATURE_S);
}

static void swap_bytes(uint8_t *report)
{
    reverse(report + FSNP_SIGNATURE_R, SCALAR);
    reverse(report + FSNP_SIGNATURE_S, SCALAR);
}

/* s := n - s, the other signature that the same r allows. */
static void twin(uint8_t *report)
{
    uint8_t *s = report + FSNP_SIGNATURE_S;
    int borrow = 0;
    for (size_t i = 0; i < SCALAR; i++) {
        int digit = order()[SCALAR - 1 - i] - s[i] - borrow;
        borrow = digit < 0;
        s[i] = (uint8_t)(digit + 256 * borrow);
    }
}

/* What happens to the signature; `value` goes into KEY_INFO if the row has a size. */
#define AFTER(name)                                                                                \
    static void spoil_##name(fsnp_recipe *r, arena *a, const fsnp_defect *d)                       \
    {                                                                                              \
        (void)a;                                                                                   \
        r->after_signing = name;                                                                   \
        fsnp_put_le(r->report + FSNP_AT_KEY_INFO, d->value, d->size);                              \
    }
AFTER(clear_both)
AFTER(clear_r)
AFTER(clear_s)
AFTER(order_r)
AFTER(order_s)
AFTER(swap_bytes)
AFTER(twin)

static void spoil_debug_cleared(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    fsnp_put_le(r->report + FSNP_AT_POLICY, 0xb0000, 8);
    fsnp_patch_later(r, FSNP_AT_POLICY, 8, 0x30000);
}

static void spoil_signer(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->report_signer = d->text;
}

static const fsnp_defect rows[] = {
    {ROW("signature-algo-0", "SIGNATURE_ALGO 0"), .class = "unsupported",
     .finding = "snp.signature.algorithm", .spoil = fsnp_spoil_signed, .at = FSNP_AT_SIGNATURE_ALGO,
     .size = 4, .value = 0},
    {ROW("signature-algo-2", "SIGNATURE_ALGO 2"), .class = "unsupported",
     .finding = "snp.signature.algorithm", .spoil = fsnp_spoil_signed, .at = FSNP_AT_SIGNATURE_ALGO,
     .size = 4, .value = 2},
    {ROW("signing-key-reserved", "SIGNING_KEY 2, which is reserved"), .class = "unsupported",
     .finding = "snp.signing-key", .spoil = fsnp_spoil_signed, .at = FSNP_AT_KEY_INFO, .size = 4,
     .value = 2u << 2},
    {ROW("signing-key-none", "SIGNING_KEY 7 (none), although a good signature is there"),
     .class = "unsupported", .finding = "snp.signing-key", .spoil = fsnp_spoil_signed,
     .at = FSNP_AT_KEY_INFO, .size = 4, .value = FSNP_SIGNING_KEY_NONE},
    {ROW("unsigned-none", "SIGNING_KEY 7 and no signature: the guest asked for none"),
     .class = "signature", .finding = "snp.report.unsigned", .spoil = spoil_clear_both, .size = 4,
     .value = FSNP_SIGNING_KEY_NONE},
    {ROW("unsigned-masked", "MASK_CHIP_KEY is set and r and s are zero"), .class = "signature",
     .finding = "snp.report.unsigned", .spoil = spoil_clear_both, .size = 4,
     .value = FSNP_MASK_CHIP_KEY},
    {ROW("unsigned", "r and s are zero, and nothing says why"), .class = "signature",
     .finding = "snp.report.unsigned", .spoil = spoil_clear_both},
    {ROW("r-zero", "r is zero"), BAD_SIGNATURE, .spoil = spoil_clear_r},
    {ROW("s-zero", "s is zero"), BAD_SIGNATURE, .spoil = spoil_clear_s},
    {ROW("r-order", "r is the order of the curve"), BAD_SIGNATURE, .spoil = spoil_order_r},
    {ROW("s-order", "s is the order of the curve"), BAD_SIGNATURE, .spoil = spoil_order_s},
    {ROW("r-byte-48", "the byte above the 48 of r is set"), BAD_ENCODING,
     UNSIGNED(FSNP_SIGNATURE_R + SCALAR, 1, 1)},
    {ROW("r-byte-71", "the last byte of r's field is set"), BAD_ENCODING,
     UNSIGNED(FSNP_SIGNATURE_R + FSNP_SIGNATURE_FIELD - 1, 1, 1)},
    {ROW("s-byte-48", "the byte above the 48 of s is set"), BAD_ENCODING,
     UNSIGNED(FSNP_SIGNATURE_S + SCALAR, 1, 1)},
    {ROW("s-byte-71", "the last byte of s's field is set"), BAD_ENCODING,
     UNSIGNED(FSNP_SIGNATURE_S + FSNP_SIGNATURE_FIELD - 1, 1, 1)},
    {ROW("byte-swapped", "r and s in big-endian order"), BAD_SIGNATURE, .spoil = spoil_swap_bytes},
    {ROW("signature-twin", "(r, n - s): the other valid signature of the same bytes"),
     .outcome = FSNP_ACCEPTED, .spoil = spoil_twin},
    {ROW("r-flipped", "the first byte of r is replaced"), BAD_SIGNATURE,
     UNSIGNED(FSNP_SIGNATURE_R, 2, 0x5aa5)},
    {ROW("measurement-flipped", "the measurement is replaced after signing"), BAD_SIGNATURE,
     UNSIGNED(FSNP_AT_MEASUREMENT, 1, 0)},
    {ROW("debug-cleared", "the debug bit is cleared after signing"), BAD_SIGNATURE,
     .spoil = spoil_debug_cleared},
    {ROW("signing-key-flipped", "SIGNING_KEY is changed to VLEK after signing"),
     .class = "signature", .finding = "snp.signature",
     UNSIGNED(FSNP_AT_KEY_INFO, 4, FSNP_SIGNING_KEY_VLEK)},
    {ROW("foreign-key", "signed by another key than the certificate's"), BAD_SIGNATURE,
     .spoil = spoil_signer, .text = "rogue-vcek"},
    {ROW("tail-first", "the first byte behind the signature is set"), .class = "malformed",
     .finding = "snp.report.tail", UNSIGNED(FSNP_TAIL, 1, 1)},
    {ROW("tail-last", "the last byte of the file is set"), .class = "malformed",
     .finding = "snp.report.tail", UNSIGNED(FSNP_REPORT_LEN - 1, 1, 1)},
};
const fsnp_defect_list fsnp_defects_signature = {rows, ARRAY_LEN(rows)};
