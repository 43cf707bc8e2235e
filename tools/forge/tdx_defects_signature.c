/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the quote's signature, the quoting enclave's report and the attestation key; what the
 * body says; freshness. */
#include "forge/tdx_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define SIGNATURE(finding_) .class = "signature", .finding = finding_

static void quote_signer(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->quote_signer = d->text;
}

static void qe_signer(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->qe_signer = d->text;
}

/* A key that the quoting enclave did not make, which signs the quote well. */
static void other_key(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->attestation_key = r->quote_signer = FTDX_KEY_ROGUE;
    r->binds_itself = true;
}

/* `value`: the part; `at`: its byte; changed after signing. */
static void flip(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->patches[r->patch_count++] = (ftdx_patch){(ftdx_part)d->value, d->at, 0x01};
}

/* The QE's report data holds more than the digest; it is signed so. */
static void binding_rest(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->qe_report[320 + d->at] = 1;
}

static void zero_signature(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->zero_signature = true;
}

static void without_pck(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->cert_type = 1;
}

static void qe_attribute(ftdx_recipe *r, const ftdx_defect *d)
{
    r->qe_report[48] ^= (uint8_t)d->value;
}

static void nonce(ftdx_recipe *r, const ftdx_defect *d)
{
    const ftdx_field *f = ftdx_field_find(r->body_type, "report_data");
    r->body[f->at + d->at] ^= 1;
}

static void challenge_shorter(ftdx_recipe *r, const ftdx_defect *d)
{
    r->nonce_len = (size_t)d->value;
}

static const ftdx_defect rows[] = {
    {ROW("signature-other-key", "the quote is signed by another key"), SIGNATURE("quote.signature"),
     .spoil = quote_signer, .text = FTDX_KEY_ROGUE},
    {ROW("signature-by-pck", "the quote is signed by the PCK"), SIGNATURE("quote.signature"),
     .spoil = quote_signer, .text = FTDX_KEY_PCK},
    {ROW("signature-zero", "the signature is zero"), SIGNATURE("quote.signature"),
     .spoil = zero_signature},
    {ROW("signature-r", "a bit of r flipped"), SIGNATURE("quote.signature"), .spoil = flip,
     .value = FTDX_SIGNATURE, .at = 31},
    {ROW("signature-s", "a bit of s flipped"), SIGNATURE("quote.signature"), .spoil = flip,
     .value = FTDX_SIGNATURE, .at = 63},
    {ROW("header-altered", "the QE id changed after signing"), SIGNATURE("quote.signature"),
     .spoil = flip, .value = FTDX_HEADER, .at = 30},
    {ROW("header-tail-altered", "the last byte of the header changed"),
     SIGNATURE("quote.signature"), .spoil = flip, .value = FTDX_HEADER, .at = 47},
    {ROW("body-altered", "MRTD changed after signing"), SIGNATURE("quote.signature"), .spoil = flip,
     .value = FTDX_BODY, .at = 140},
    {ROW("body-tail-altered", "the last byte of the extended body changed"),
     SIGNATURE("quote.signature"), .spoil = flip, .value = FTDX_BODY, .at = 884, .version = 5,
     .body = FTDX_TD15_EX},
    {ROW("enclave-altered", "MRENCLAVE changed after signing"), SIGNATURE("quote.signature"),
     .spoil = flip, .value = FTDX_BODY, .at = 64, .version = 3, .body = FTDX_SGX},
    {ROW("attestation-key-altered", "a bit of the attestation key flipped"),
     SIGNATURE("quote.attestation-key.binding"), .spoil = flip, .value = FTDX_ATTESTATION_KEY,
     .at = 5},
    {ROW("attestation-key-other", "an attestation key that nobody vouches for"),
     SIGNATURE("quote.attestation-key.binding"), .spoil = other_key},
    {ROW("qe-auth-altered", "the QE's authentication data changed"),
     SIGNATURE("quote.attestation-key.binding"), .spoil = flip, .value = FTDX_QE_AUTH, .at = 3},
    {ROW("qe-report-data-rest", "the QE's report data holds more than the digest"),
     SIGNATURE("quote.attestation-key.binding"), .spoil = binding_rest, .at = 32},
    {ROW("qe-report-data-last", "its last byte is not zero"),
     SIGNATURE("quote.attestation-key.binding"), .spoil = binding_rest, .at = 63},
    {ROW("qe-signature-altered", "a bit of the QE report's signature flipped"),
     SIGNATURE("quote.qe-report.signature"), .spoil = flip, .value = FTDX_QE_SIGNATURE, .at = 12},
    {ROW("qe-report-altered", "the QE's MRSIGNER changed after signing"),
     SIGNATURE("quote.qe-report.signature"), .spoil = flip, .value = FTDX_QE_REPORT, .at = 130},
    {ROW("qe-by-attestation-key", "the QE's report is signed by the attestation key"),
     SIGNATURE("quote.qe-report.signature"), .spoil = qe_signer, .text = FTDX_KEY_ATTESTATION},
    {ROW("qe-by-rogue", "it is signed by another platform's key"),
     SIGNATURE("quote.qe-report.signature"), .spoil = qe_signer, .text = FTDX_KEY_ROGUE},
    {ROW("debug-td", "a debug TD"), .outcome = FTDX_DEBUG, .class = "debug",
     .finding = "quote.debug", .shape = ftdx_flip_attribute},
    {ROW("debug-td15", "a debug TD in version 5"), .outcome = FTDX_DEBUG, .class = "debug",
     .finding = "quote.debug", .shape = ftdx_flip_attribute, .version = 5, .body = FTDX_TD15},
    {ROW("debug-enclave", "a debug enclave"), .outcome = FTDX_DEBUG, .class = "debug",
     .finding = "quote.debug", .shape = ftdx_flip_attribute, .value = 1, .version = 3,
     .body = FTDX_SGX},
    {ROW("debug-without-pck", "a debug TD without PCK certificate: rejected, not undecided"),
     .class = "debug", .finding = "quote.debug", .shape = ftdx_flip_attribute,
     .spoil = without_pck},
    {ROW("td-under-debug", "an attribute of the debugging group"), .class = "policy",
     .finding = "quote.td.tud", .shape = ftdx_flip_attribute, .value = 5},
    {ROW("qe-debug", "the quoting enclave runs in debug mode"), .class = "policy",
     .finding = "quote.qe-report.debug", .shape = qe_attribute, .value = 2},
    {ROW("qe-debug-without-pck", "the same without PCK certificate: rejected, not undecided"),
     .class = "policy", .finding = "quote.qe-report.debug", .shape = qe_attribute, .value = 2,
     .spoil = without_pck},
    {ROW("enclave-not-initialised", "an enclave without INIT"), .class = "policy",
     .finding = "quote.enclave.init", .shape = ftdx_flip_attribute, .version = 3, .body = FTDX_SGX},
    {ROW("nonce-other", "another nonce"), .class = "binding", .finding = "nonce.mismatch",
     .shape = nonce},
    {ROW("nonce-behind", "a byte behind the nonce"), .class = "binding",
     .finding = "nonce.mismatch", .shape = nonce, .at = FTDX_NONCE_LEN},
    {ROW("nonce-prefix", "the report data begins with the nonce and goes on"), .class = "binding",
     .finding = "nonce.mismatch", .shape = challenge_shorter, .value = 16},
};
const ftdx_defect_list ftdx_defects_signature = {rows, ARRAY_LEN(rows)};
