/* SPDX-License-Identifier: Apache-2.0 */
/* TCB info and enclave identities in the trust store: verified under Intel's TCB signing key when
 * the store is opened. */
#ifndef ASSAY_FORMATS_TDX_COLLATERAL_ROLE_H
#define ASSAY_FORMATS_TDX_COLLATERAL_ROLE_H

#include "formats/tdx/collateral.h"
#include "trust/store.h"

#define INTEL "intel" /* scope of Intel's anchors, lists and collateral */

/* Material of the four roles. */
typedef struct {
    collateral data;
    uint8_t signer_sha256[32]; /* SubjectPublicKeyInfo of the key that signed it */
    bool early;                /* retrieved from the early stream, as its origin says */
} stored_collateral;

/* Is it one of the four roles? */
bool collateral_role(const trust_role *role);
/* Generations of one thing: of the same role, and TCB info of the same FMSPC. */
bool collateral_same_subject(const stored_collateral *a, const stored_collateral *b);
/* Is it a certificate that signs collateral: named so, P-256, and no CA? */
bool collateral_signer(const cert *c);
/* OK: this key signed it; REJECTED; E_MEMORY. The cache may be NULL. */
assay_status collateral_verify(const collateral *c, const issuer *signer, sig_cache *cache,
                               sig_fact *fact);

#endif
