/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA P-384 over the first 0x2A0 bytes of the report. */
#include "formats/snp/signature.h"

bool snp_signed_by(job *j, const snp_report *r, const public_key *key)
{
    uint8_t digest[HASH_MAX], signature[2 * SNP_SCALAR_USED];
    if (key->type != KEY_EC_P384 || !snp_report_signature(r, signature)) {
        return false;
    }
    return job_held(j, crypto_digest(HASH_SHA384, &r->signed_part, 1, digest)) &&
           job_held(j, crypto_verify(SIG_ECDSA_P384_SHA384, key, digest,
                                     bytes_of(signature, sizeof signature)));
}
