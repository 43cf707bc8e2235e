/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of COSE_Sign1 and of its signature. */
#include "forge/nsm_defects.h"

#include "crypto/ec.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MALFORMED .class = "malformed", .finding = "nsm.cose"
#define SIGNATURE .class = "signature", .finding = "nsm.signature"
#define SIZE .class = "malformed", .finding = "nsm.signature.size"
#define DEEP 2000u

static void tags(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->tags = fnsm_row_bytes(a, d);
}

static void headers(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->headers = fnsm_row_bytes(a, d);
}

static void unprotected(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->unprotected = fnsm_row_bytes(a, d);
}

/* The head of the array; and what stands behind the four parts. */
static void array(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->array_head = (unsigned)d->value;
    r->tail = fnsm_row_bytes(a, d);
}

/* `size` times the byte `value`, in front or as the unprotected header. */
static void nest(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    uint8_t *nested = arena_alloc(a, DEEP);
    if (nested == NULL) {
        return;
    }
    memset(nested, (int)d->value, DEEP);
    if (d->at != 0) {
        r->unprotected = bytes_of(nested, DEEP);
        return;
    }
    r->tags = bytes_of(nested, DEEP);
}

static void signature(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->signature = d->hex != NULL ? fnsm_row_bytes(a, d) : fnsm_filled(a, d->size, 0x11);
}

static void zero(uint8_t *rs)
{
    memset(rs, 0, 96);
}

static void flip(uint8_t *rs)
{
    rs[95] ^= 1;
}

/* SEC 2, 2.5.1: the order of P-384. */
static const uint8_t order[48] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf,
    0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73};

static void order_as_r(uint8_t *rs)
{
    memcpy(rs, order, sizeof order);
}

/* n - s is as good as s. */
static void negate_s(uint8_t *rs)
{
    int borrow = 0;
    for (size_t i = sizeof order; i > 0; i--) {
        int digit = order[i - 1] - rs[47 + i] - borrow;
        borrow = digit < 0;
        rs[47 + i] = (uint8_t)digit;
    }
}

static void set_zero(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->after_signing = zero;
}

static void set_flip(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->after_signing = flip;
}

static void set_order(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->after_signing = order_as_r;
}

static void set_negated(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->after_signing = negate_s;
}

static void signer(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->signer = d->text;
}

static void context(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->context = d->text;
}

static void payload_only(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->signs_payload = true;
}

static void flip_pcr(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->flip = d->at + 1;
}

static void payload_form(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->payload_null = d->value == 0;
    r->payload_wide = d->value == 1;
    r->payload_chunks = d->value == 2;
}

static void cut(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->cut = d->size;
}

static void tail(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->tail = fnsm_row_bytes(a, d);
}

static void twice(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->twice = true;
}

#define TAGS(name_, does_, hex_)                                                                   \
    {                                                                                              \
        ROW(name_, does_), MALFORMED, .spoil = tags, .hex = hex_                                   \
    }

static const fnsm_defect rows[] = {
    TAGS("tag-17", "tag 17, COSE_Mac0", "d1"),
    TAGS("tag-98", "tag 98, COSE_Sign", "d862"),
    TAGS("tag-18-twice", "tag 18 twice", "d2d2"),
    TAGS("tag-61", "tag 61, CWT, around tag 18", "d83dd2"),
    TAGS("bytes-around", "inside a byte string", "5a00000fa0"),
    TAGS("reserved-28", "additional information 28", "9c"),
    TAGS("huge-array", "inside an array of 2^64 - 1", "9bffffffffffffffff"),
    {ROW("deep-arrays", "2000 arrays inside each other"), MALFORMED, .spoil = nest, .value = 0x81},
    {ROW("deep-unprotected", "2000 maps inside each other, unprotected"), MALFORMED, .spoil = nest,
     .value = 0xa1, .at = 1},
    {ROW("array-3", "an array of three"), MALFORMED, .spoil = array, .value = 0x83, .hex = ""},
    {ROW("array-5", "an array of five"), MALFORMED, .spoil = array, .value = 0x85, .hex = "f6"},
    {ROW("array-open", "an array of indefinite length"), MALFORMED, .spoil = array, .value = 0x9f,
     .hex = "ff"},
    {ROW("alg-missing", "an empty protected header"), MALFORMED, .spoil = headers, .hex = ""},
    {ROW("alg-empty-map", "a protected header without alg"), MALFORMED, .spoil = headers,
     .hex = "a0"},
    {ROW("alg-text", "alg is text"), MALFORMED, .spoil = headers, .hex = "a101654553333834"},
    {ROW("alg-huge", "alg is below every 64-bit integer"), MALFORMED, .spoil = headers,
     .hex = "a1013bffffffffffffffff"},
    {ROW("alg-es256", "alg is ES256"), .class = "unsupported", .finding = "nsm.signature.algorithm",
     .spoil = headers, .hex = "a10126"},
    {ROW("alg-wide", "alg in more bytes than it needs"), MALFORMED, .spoil = headers,
     .hex = "a101390022"},
    {ROW("crit", "a critical header"), MALFORMED, .spoil = headers, .hex = "a20138220281187b"},
    {ROW("header-more", "a key identifier in the protected header"), .class = "malformed",
     .finding = "nsm.cose.headers", .spoil = headers, .hex = "a201382204413a"},
    {ROW("header-trailing", "a byte behind the protected header"), MALFORMED, .spoil = headers,
     .hex = "a101382200"},
    {ROW("unprotected-more", "a key identifier that nothing signs"), .class = "malformed",
     .finding = "nsm.cose.headers", .spoil = unprotected, .hex = "a1044100"},
    {ROW("unprotected-alg", "alg in both headers"), MALFORMED, .spoil = unprotected,
     .hex = "a10126"},
    {ROW("unprotected-crit", "a critical header that nothing signs"), MALFORMED,
     .spoil = unprotected, .hex = "a1028101"},
    {ROW("payload-null", "the payload is sent apart"), MALFORMED, .spoil = payload_form},
    {ROW("payload-wide", "the payload's length in eight bytes"), MALFORMED, .spoil = payload_form,
     .value = 1},
    {ROW("payload-chunks", "the payload in two pieces"), MALFORMED, .spoil = payload_form,
     .value = 2},
    {ROW("signature-null", "the signature is null"), MALFORMED, .spoil = signature, .hex = "f6"},
    {ROW("signature-empty", "a signature of no bytes"), SIZE, .spoil = signature, .hex = "40"},
    {ROW("signature-95", "a signature of 95 bytes"), SIZE, .spoil = signature, .size = 95},
    {ROW("signature-97", "a signature of 97 bytes"), SIZE, .spoil = signature, .size = 97},
    {ROW("signature-huge", "a signature that claims 2^64 - 1 bytes"), MALFORMED, .spoil = signature,
     .hex = "5bffffffffffffffff"},
    {ROW("signature-zero", "r and s are zero"), SIGNATURE, .spoil = set_zero},
    {ROW("signature-order", "r is the order of the curve"), SIGNATURE, .spoil = set_order},
    {ROW("signature-flip", "one bit of s"), SIGNATURE, .spoil = set_flip},
    {ROW("signature-negated", "n - s, which is as good as s"), .outcome = FNSM_AUTHENTIC,
     .spoil = set_negated},
    {ROW("signature-by-issuer", "signed by the issuer of the leaf"), SIGNATURE, .spoil = signer,
     .text = "nsm-instance"},
    {ROW("signature-by-rogue", "signed by another key"), SIGNATURE, .spoil = signer,
     .text = "rogue-nsm"},
    {ROW("context-other", "the context is Signature"), SIGNATURE, .spoil = context,
     .text = "Signature"},
    {ROW("signature-of-payload", "the payload alone is signed"), SIGNATURE, .spoil = payload_only},
    {ROW("pcr0-flip", "one bit of PCR0"), SIGNATURE, .spoil = flip_pcr},
    {ROW("trailing-byte", "a byte behind the structure"), MALFORMED, .spoil = tail, .hex = "00"},
    {ROW("trailing-document", "the document twice"), MALFORMED, .spoil = twice},
    {ROW("cut-1", "the last byte is missing"), MALFORMED, .spoil = cut, .size = 1},
    {ROW("cut-half", "the last 1800 bytes are missing"), MALFORMED, .spoil = cut, .size = 1800},
    {ROW("empty", "no bytes but one"), MALFORMED, .spoil = cut, .size = 100000},
};
const fnsm_defect_list fnsm_defects_cose = {rows, ARRAY_LEN(rows)};
