/* SPDX-License-Identifier: Apache-2.0 */
/* Intel's TCB signing certificates, judged at the time of an appraisal: windows and revocation. */
#ifndef ASSAY_FORMATS_TDX_SIGNERS_H
#define ASSAY_FORMATS_TDX_SIGNERS_H

#include "formats/tdx/collateral_role.h"
#include "formats/tdx/tcb.h"

/* Certificates of signers and roots: those of the store, then those that came with the evidence. */
typedef struct {
    issuer *certs;                   /* each once */
    struct signer_judgement *judged; /* one of each; its cert NULL: not yet */
    size_t count;
} signers;

typedef struct signer_judgement {
    const cert *cert;   /* NULL: none of this key is at hand */
    const cert *issuer; /* NULL: its path does not hold at known_at */
    unsigned flaws;     /* of the path; see chain.h */
    revocation_result revocation;
} signer_judgement;

signers signers_gather(job *j);

/* A certificate of this key whose path holds at known_at; else the first of this key. */
signer_judgement signers_judge(job *j, const signers *all, const uint8_t spki_sha256[32],
                               const tcb_subject *s);
/* Did a signer that is in force sign it? For what came with the evidence. */
bool signers_vouch(job *j, const signers *all, const collateral *c, const tcb_subject *s,
                   signer_judgement *out);
static inline bool signer_in_force(const signer_judgement *g)
{
    return g->issuer != NULL && g->revocation.state != REVOCATION_REVOKED;
}

#endif
