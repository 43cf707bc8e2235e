/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses: whatever parses is read the same again, and nobody without a key signed it. */
#include "pki/ocsp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ocsp o;
    fault f;
    const cert *responder;
    ocsp_answer says;
    if (!ocsp_parse(bytes_of(data, size), &o, &f)) {
        must(f.what != NULL && f.why != NULL && f.at <= size);
        return 0;
    }
    must(o.response_count > 0 && o.tbs.len < size);
    must((o.responder_name.ptr == NULL) != (o.responder_key_hash.ptr == NULL));
    ocsp_entry first = ocsp_first(&o);
    must(first.says.status != OCSP_NONE && first.serial.len > 0);
    for (size_t i = 0; i < o.cert_count; i++) {
        const cert *c = &o.certs[i];
        must(ocsp_lookup(&o, c, c, &says) == ASSAY_OK);
        ocsp_verify(&o, c, NULL, &responder);
    }
    cert nobody = {.subject = bytes_of("\x30\x00", 2), .spki = bytes_of("", 0)};
    must(ocsp_verify(&o, &nobody, NULL, &responder) == ASSAY_REJECTED && responder == NULL);
    return 0;
}
