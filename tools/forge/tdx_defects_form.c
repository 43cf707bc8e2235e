/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the layout: header, lengths, types, end, certification data. Where a field is signed,
 * the quote is signed as it stands. */
#include "forge/tdx_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MALFORMED .class = "malformed", .finding = "quote.malformed"
#define CERTS .class = "malformed", .finding = "quote.certification-data"

/* `at`: offset; `value`: two bytes of the header. */
static void header(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    ftdx_put_le(r->header + d->at, (uint64_t)d->value, 2);
}

static void vendor(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->header[12] ^= (uint8_t)d->value;
}

static void declared_type(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->declared_type = (uint16_t)d->value;
}

/* `value` is added to the size; the body grows or shrinks with it if `at`. */
static void declared_size(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->declared_size = (uint32_t)((int64_t)r->declared_size + d->value);
    r->body_len = d->at != 0 ? (size_t)r->declared_size : r->body_len;
}

static void auth_length(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->auth_delta = (int32_t)d->value;
}

static void outer_length(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->outer_delta = (int32_t)d->value;
}

static void qe_auth_length(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->qe_auth_delta = (int32_t)d->value;
}

static void qe_auth_size(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->qe_auth_len = (size_t)d->value;
}

static void cert_length(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_delta = (int32_t)d->value;
}

static void outer_type(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->outer_type = (uint16_t)d->value;
}

static void cert_type(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_type = (uint16_t)d->value;
}

static void cut(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cut = (size_t)d->value;
}

static void tail(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->tail = bytes_of_text(d->text);
}

static void certs_text(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_data = bytes_of_text(d->text);
}

static void between(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->between = bytes_of_text(d->text);
}

static void label(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pem_label = d->text;
}

static void crlf(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->pem_crlf = true;
}

static void width(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pem_width = (size_t)d->value;
}

/* A chain that begins with the PCK certificate and goes on with `value` copies of its CA. */
static void long_chain(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (r->chain_len = 1; r->chain_len <= (size_t)d->value; r->chain_len++) {
        r->chain[r->chain_len] = FTDX_PCK_CA;
    }
}

static void der_chain(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    static const uint8_t sequence[] = {0x30, 0x82, 0x02, 0x88, 0x30, 0x82, 0x02, 0x2e};
    (void)a;
    (void)d;
    r->cert_data = bytes_of(sequence, sizeof sequence);
}

/* The platform's name in bytes of another length. */
static void platform_data(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    uint8_t *data = arena_alloc(a, (size_t)d->value);
    r->cert_type = (uint16_t)d->at;
    if (data != NULL) {
        memset(data, 0xe1, (size_t)d->value);
        r->cert_data = bytes_of(data, (size_t)d->value);
    }
}

/* Bytes that are no NUL behind the last certificate. */
static void chain_tail(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->chain_end = 1;
}

static const ftdx_defect rows[] = {
    {ROW("version-2", "version 2"), MALFORMED, .spoil = header, .value = 2},
    {ROW("version-6", "version 6"), MALFORMED, .spoil = header, .value = 6},
    {ROW("key-type-1", "attestation key type 1"), MALFORMED, .spoil = header, .at = 2, .value = 1},
    {ROW("key-type-3", "attestation key type 3: P-384"), MALFORMED, .spoil = header, .at = 2,
     .value = 3},
    {ROW("v3-of-a-td", "version 3 with a TD's TEE type"), MALFORMED, .spoil = header, .at = 4,
     .value = 0x81, .version = 3, .body = FTDX_SGX},
    {ROW("tee-of-enclave", "a TD's body under the TEE type of SGX"), MALFORMED, .spoil = header,
     .at = 4, .value = 0},
    {ROW("vendor-other", "the quoting enclave is of another vendor"), .class = "malformed",
     .finding = "quote.qe-vendor", .spoil = vendor, .value = 1},
    {ROW("body-type-0", "body type 0"), MALFORMED, .spoil = declared_type, .version = 5},
    {ROW("body-type-5", "body type 5"), MALFORMED, .spoil = declared_type, .value = 5,
     .version = 5},
    {ROW("body-type-of-enclave", "body type 1 under a TD's TEE type"), MALFORMED,
     .spoil = declared_type, .value = 1, .version = 5},
    {ROW("body-type-3-of-584", "body type 3 with the size of type 2"), MALFORMED,
     .spoil = declared_type, .value = 3, .version = 5},
    {ROW("body-size-583", "a body that is one byte short"), MALFORMED, .spoil = declared_size,
     .value = -1, .at = 1, .version = 5},
    {ROW("body-size-585", "a body that is one byte long"), MALFORMED, .spoil = declared_size,
     .value = 1, .at = 1, .version = 5},
    {ROW("body-size-said", "the stated size is one more than the body's"), MALFORMED,
     .spoil = declared_size, .value = 1, .version = 5},
    {ROW("auth-length-less", "the authentication data's length is one too small"), MALFORMED,
     .spoil = auth_length, .value = -1},
    {ROW("auth-length-more", "it is one too large, and a zero follows"), MALFORMED,
     .spoil = auth_length, .value = 1},
    {ROW("auth-length-huge", "it is 2^31"), MALFORMED, .spoil = auth_length, .value = 0x70000000},
    {ROW("outer-length-less", "the outer certification data's length is one too small"), MALFORMED,
     .spoil = outer_length, .value = -1},
    {ROW("outer-length-more", "it is one too large"), MALFORMED, .spoil = outer_length, .value = 1},
    {ROW("outer-type-5", "the outer certification data is of type 5"), MALFORMED,
     .spoil = outer_type, .value = 5},
    {ROW("qe-auth-length", "the QE authentication data's length is one too large"), MALFORMED,
     .spoil = qe_auth_length, .value = 1},
    {ROW("qe-auth-1025", "QE authentication data above the limit"), MALFORMED,
     .spoil = qe_auth_size, .value = 1025},
    {ROW("cert-length-less", "the certification data's length is one too small"), MALFORMED,
     .spoil = cert_length, .value = -1},
    {ROW("cert-length-more", "it is one too large"), MALFORMED, .spoil = cert_length, .value = 1},
    {ROW("cert-length-v3", "it is one too small, in version 3"), MALFORMED, .spoil = cert_length,
     .value = -1, .version = 3, .body = FTDX_SGX},
    {ROW("cert-type-0", "certification data of type 0"), MALFORMED, .spoil = cert_type},
    {ROW("cert-type-6-inside", "type 6 inside type 6"), MALFORMED, .spoil = cert_type, .value = 6},
    {ROW("cert-type-7", "a platform manifest, which no quote has"), MALFORMED, .spoil = cert_type,
     .value = 7},
    {ROW("cut-1", "the last byte is missing"), MALFORMED, .spoil = cut, .value = 1},
    {ROW("cut-4000", "the last 4000 bytes are missing"), MALFORMED, .spoil = cut, .value = 4000},
    {ROW("tail", "bytes behind the end that are not zero"), MALFORMED, .spoil = tail, .text = "x"},
    {ROW("certs-empty", "certification data of type 5 that is empty"), CERTS, .spoil = certs_text,
     .text = ""},
    {ROW("certs-text", "it is text without certificates"), CERTS, .spoil = certs_text,
     .text = "no certificates"},
    {ROW("certs-der", "it is DER"), CERTS, .spoil = der_chain},
    {ROW("certs-damaged", "a PEM block without an end"), CERTS, .spoil = certs_text,
     .text = "-----BEGIN CERTIFICATE-----\nMIIB\n"},
    {ROW("certs-no-certificate", "a PEM block that holds no certificate"), CERTS,
     .spoil = certs_text,
     .text = "-----BEGIN CERTIFICATE-----\n"
             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
             "-----END CERTIFICATE-----\n"},
    {ROW("certs-text-between", "a line of text between two certificates"), CERTS, .spoil = between,
     .text = "subject=CN = Intel SGX PCK Platform CA\n"},
    {ROW("certs-newline-between", "an empty line between two certificates"), CERTS,
     .spoil = between, .text = "\n"},
    {ROW("certs-label", "PEM blocks of another label"), CERTS, .spoil = label, .text = "X509 CRL"},
    {ROW("certs-crlf", "lines that end in CR LF"), CERTS, .spoil = crlf},
    {ROW("certs-lines-60", "lines of 60"), CERTS, .spoil = width, .value = 60},
    {ROW("certs-seven", "more certificates than any chain has"), CERTS, .spoil = long_chain,
     .value = 6},
    {ROW("certs-of-type-4", "three certificates under type 4"), CERTS, .spoil = cert_type,
     .value = 4},
    {ROW("ppid-short", "type 1 in 33 bytes"), CERTS, .spoil = platform_data, .at = 1, .value = 33},
    {ROW("ppid-rsa2048-long", "type 2 in 277 bytes"), CERTS, .spoil = platform_data, .at = 2,
     .value = 277},
    {ROW("certs-tail", "the byte behind the chain is not zero"), CERTS, .spoil = chain_tail},
};
const ftdx_defect_list ftdx_defects_form = {rows, ARRAY_LEN(rows)};
