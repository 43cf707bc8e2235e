/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses: whatever parses is read the same again, and nobody without a key signed it. */
#include "pki/ocsp.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ocsp o;
    fault f;
    const cert *responder;
    ocsp_answer says;
    if (!ocsp_parse(bytes_of(data, size), &o, &f)) {
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
    cert nobody = {.subject = bytes_of("\x30\x00", 2), .spki = bytes_of("", 0)};
    MUST(ocsp_verify(&o, &nobody, NULL, &responder) == ASSAY_REJECTED && responder == NULL);
    return 0;
}
