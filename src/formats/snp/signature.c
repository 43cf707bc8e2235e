/* SPDX-License-Identifier: Apache-2.0 */
/* ECDSA P-384 over the first 0x2A0 bytes of the report. */
#include "formats/snp/signature.h"

bool snp_held(job *j, assay_status status)
{
    if (status == ASSAY_E_MEMORY) {
        j->arena->state = ARENA_NO_MEMORY;
    }
    return status == ASSAY_OK;
}

bool snp_signed_by(job *j, const snp_report *r, const public_key *key)
{
    uint8_t digest[HASH_MAX], signature[2 * SNP_SCALAR_USED];
    if (key->type != KEY_EC_P384 || !snp_report_signature(r, signature)) {
        return false;
    }
    return snp_held(j, crypto_digest(HASH_SHA384, &r->signed_part, 1, digest)) &&
           snp_held(j, crypto_verify(SIG_ECDSA_P384_SHA384, key, digest,
                                     bytes_of(signature, sizeof signature)));
}
