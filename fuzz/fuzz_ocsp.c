/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses: whatever parses is read the same again, and nobody without a key signed it. A
 * certificate may follow, as the issuer's. */
#include "codec/der.h"
#include "pki/ocsp.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of the issuer that follows the response: what it signed, and says of its first certificate. */
static void ask_issuer(const ocsp *o, assay_bytes der)
{
    cert issuer;
    fault f;
    const cert *responder;
    ocsp_answer says;
    if (!cert_parse(der, &issuer, &f)) {
        return;
    }
    assay_status is_signed = ocsp_verify(o, &issuer, NULL, &responder);
    MUST(is_signed == ASSAY_OK || (is_signed == ASSAY_REJECTED && responder == NULL));
    ocsp_entry first = ocsp_first(o);
    cert subject = {.serial = first.serial, .issuer = issuer.subject};
    assay_status named = ocsp_names(o, &issuer);
    MUST(ocsp_lookup(o, &subject, &issuer, &says) == ASSAY_OK);
    MUST(named == ASSAY_REJECTED || (named == ASSAY_OK && says.status != OCSP_NONE));
}

/* Up to the end of the first element; all of it when that does not lie inside. */
static assay_bytes response_of(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_bytes first = der_element(&c, DER_SEQUENCE, "response");
    return cur_ok(&c) ? first : in;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ocsp o;
    assay_bytes response = response_of(bytes_of(data, size));
    fault f;
    const cert *responder;
    ocsp_answer says;
    if (!ocsp_parse(response, &o, &f)) {
        MUST(f.what != NULL && f.why != NULL && f.at <= size);
        return 0;
    }
    MUST(o.response_count > 0 && o.tbs.len < size);
    MUST((o.responder_name.ptr == NULL) != (o.responder_key_hash.ptr == NULL));
    ocsp_entry first = ocsp_first(&o);
    MUST(first.says.status != OCSP_NONE && first.serial.len > 0);
    for (size_t i = 0; i < o.cert_count; i++) {
        const cert *c = &o.certs[i];
        MUST(ocsp_lookup(&o, c, c, &says) == ASSAY_OK);
        ocsp_verify(&o, c, NULL, &responder);
    }
    ask_issuer(&o, bytes_of(data + response.len, size - response.len));
    cert nobody = {.subject = bytes_of("\x30\x00", 2), .spki = bytes_of("", 0)};
    MUST(ocsp_verify(&o, &nobody, NULL, &responder) == ASSAY_REJECTED && responder == NULL);
    return 0;
}
