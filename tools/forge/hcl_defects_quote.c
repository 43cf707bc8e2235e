/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the vTPM's quote. The signature covers what is spoiled, unless the row says so. */
#include "forge/hcl_defects.h"

#include <stddef.h>

#define ROW(name_, does_) .name = name_, .does = does_
#define GOOD(name_, does_) ROW("good-" name_, does_), .outcome = FHCL_AUTHENTIC
#define INCOMPLETE .class = "malformed", .finding = "hcl.quote.incomplete"
#define FORM .class = "malformed", .finding = "hcl.quote.malformed"
#define TYPE .class = "malformed", .finding = "hcl.quote.type"
#define UNKNOWN .class = "unsupported", .finding = "hcl.quote.selection"
#define SIGNATURE .class = "signature", .finding = "hcl.quote.signature"
#define REGISTERS .class = "signature", .finding = "hcl.quote.pcr-digest"
#define NONCE .class = "nonce", .finding = "nonce.mismatch"
#define FIELD(field_, value_)                                                                      \
    .spoil = spoil_field, .at = offsetof(fhcl_recipe, field_),                                     \
    .size = sizeof(((fhcl_recipe *)NULL)->field_), .value = value_
#define SELECT(bank_, len_, bits_)                                                                 \
    .spoil = spoil_selection, .at = bank_, .size = len_, .value = bits_

/* A number of the recipe. */
static void spoil_field(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    uint8_t *field = (uint8_t *)r + d->at;
    const uint8_t one = (uint8_t)d->value;
    const uint16_t two = (uint16_t)d->value;
    const uint32_t four = (uint32_t)d->value;
    const void *values[] = {NULL, &one, &two, NULL, &four, NULL, NULL, NULL, &d->value};
    (void)a;
    memcpy(field, values[d->size], d->size);
}

static void spoil_selection(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->selections[0] = (fhcl_selection){(uint16_t)d->at, (uint8_t)d->size, (uint32_t)d->value};
}

/* Selected and digested alike. */
static void spoil_subset(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    spoil_selection(r, a, d);
    r->digested = (uint32_t)d->value;
}

/* The digest is over the registers 0 and 1, the selection names 0 and 2. */
static void spoil_confusion(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    spoil_selection(r, a, d);
    r->digested = 0x000003;
}

static void spoil_two_banks(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    (void)d;
    r->selections[1] = r->selections[0];
    r->selections[0] = (fhcl_selection){FHCL_BANK_SHA1, 3, 0xffffff};
    r->selection_count = 2;
}

static void spoil_signer(fhcl_recipe *r, arena *a, const fhcl_defect *d)
{
    (void)a;
    r->signer = d->text != NULL ? d->text : r->signer;
    r->alg = d->value != 0 ? (sig_alg)d->value : r->alg;
}

static const fhcl_defect rows[] = {
    {GOOD("wrapped-signature", "the signature as TPMT_SIGNATURE"), FIELD(wrapped, true)},
    {GOOD("registers-0-7", "a quote over the registers 0 to 7"), .spoil = spoil_subset,
     .at = FHCL_BANK_SHA256, .size = 3, .value = 0xff},
    {GOOD("no-registers", "a quote over no register: it is fresh, and says nothing of the boot"),
     .spoil = spoil_subset, .at = FHCL_BANK_SHA256, .size = 3, .value = 0},
    {GOOD("unsafe-clock", "the vTPM's clock may have gone back"), FIELD(safe, 0)},
    {GOOD("no-quote", "the blob alone, where no nonce is asked for"),
     .finding = "hcl.quote.missing", FIELD(absent, FHCL_QUOTE | FHCL_SIGNATURE | FHCL_PCRS),
     .no_nonce = true},

    {ROW("no-quote", "the blob alone, which carries no nonce"), NONCE,
     FIELD(absent, FHCL_QUOTE | FHCL_SIGNATURE | FHCL_PCRS)},
    {ROW("no-quote-message", "the quote is left out"), INCOMPLETE, FIELD(absent, FHCL_QUOTE)},
    {ROW("no-quote-signature", "its signature is left out"), INCOMPLETE,
     FIELD(absent, FHCL_SIGNATURE)},
    {ROW("no-registers", "the register values are left out"), INCOMPLETE, FIELD(absent, FHCL_PCRS)},
    {ROW("quote-twice", "the quote comes twice"), INCOMPLETE, FIELD(twice, FHCL_QUOTE)},
    {ROW("quote-signature-twice", "the signature comes twice"), INCOMPLETE,
     FIELD(twice, FHCL_SIGNATURE)},
    {ROW("registers-twice", "the register values come twice"), INCOMPLETE, FIELD(twice, FHCL_PCRS)},

    {ROW("quote-cut", "the last byte of the quote is missing"), FORM, FIELD(quote_len, 144)},
    {ROW("quote-trailing", "a byte behind the quote"), FORM, FIELD(quote_len, 146)},
    {ROW("quote-empty", "a quote of one byte"), FORM, FIELD(quote_len, 1)},
    {ROW("quote-safe-2", "the clock is neither safe nor not"), FORM, FIELD(safe, 2)},
    {ROW("quote-extra-long", "extraData longer than any digest"), FORM, FIELD(extra_len, 69)},
    {ROW("quote-banks-17", "more banks than a TPM has"), FORM, FIELD(selection_count, 17)},
    {ROW("quote-select-5", "a selection of 40 registers"), FORM, SELECT(FHCL_BANK_SHA256, 5, 0xff)},
    {ROW("registers-short", "767 bytes of registers"), FORM, FIELD(registers_len, 767)},
    {ROW("registers-long", "769 bytes of registers"), FORM, FIELD(registers_len, 769)},
    {ROW("quote-certify", "TPM2_Certify instead of a quote"), TYPE, FIELD(type, 0x8017)},
    {ROW("quote-magic", "a structure that no TPM made"), TYPE, FIELD(magic, 0xff544348)},
    {ROW("bank-sha1", "a quote over the SHA-1 bank"), UNKNOWN, SELECT(FHCL_BANK_SHA1, 3, 0xffffff)},
    {ROW("bank-sha384", "a quote over the SHA-384 bank"), UNKNOWN, SELECT(0x000c, 3, 0xffffff)},
    {ROW("banks-two", "a quote over the SHA-1 and the SHA-256 bank"), UNKNOWN,
     .spoil = spoil_two_banks},
    {ROW("banks-none", "a quote over no bank"), UNKNOWN, FIELD(selection_count, 0)},
    {ROW("select-2", "a selection of 16 registers"), UNKNOWN, SELECT(FHCL_BANK_SHA256, 2, 0xffff)},
    {ROW("select-4", "a selection of 32 registers"), UNKNOWN,
     SELECT(FHCL_BANK_SHA256, 4, 0xffffff)},

    {ROW("quote-signature-altered", "a byte of the signature is changed"), SIGNATURE,
     FIELD(flip_signature, 100)},
    {ROW("quote-signer-other", "a quote by another key of the runtime data"), SIGNATURE,
     .spoil = spoil_signer, .text = "azure-ek"},
    {ROW("quote-sha384", "signed with SHA-384"), SIGNATURE, .spoil = spoil_signer,
     .value = SIG_RSA_PKCS1_SHA384},
    {ROW("quote-pss", "signed with RSASSA-PSS"), SIGNATURE, .spoil = spoil_signer,
     .value = SIG_RSA_PSS_SHA256},
    {ROW("selection-other", "the selection leaves out a register that the digest is over"),
     REGISTERS, SELECT(FHCL_BANK_SHA256, 3, 0xfffffe)},
    {ROW("selection-confused",
         "the selection names the registers 0 and 2, the digest is over 0 and 1"),
     REGISTERS, .spoil = spoil_confusion, .at = FHCL_BANK_SHA256, .size = 3, .value = 0x000005},
    {ROW("register-first", "a byte of register 0 is changed"), REGISTERS, FIELD(flip_register, 1)},
    {ROW("register-last", "a byte of register 23 is changed"), REGISTERS,
     FIELD(flip_register, 768)},

    {ROW("nonce-short", "extraData is the nonce without its last byte"), NONCE,
     FIELD(extra_len, FSNP_NONCE_LEN - 1)},
    {ROW("nonce-long", "extraData is the nonce and a zero byte"), NONCE,
     FIELD(extra_len, FSNP_NONCE_LEN + 1)},
    {ROW("nonce-empty", "extraData is empty"), NONCE, FIELD(extra_len, 0)},
    {ROW("nonce-other", "extraData is another nonce"), NONCE, FIELD(extra[0], 0)},
};
const fhcl_defect_list fhcl_defects_quote = {rows, ARRAY_LEN(rows)};
