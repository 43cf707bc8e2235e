/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says what a certificate path and the revocation lists showed, in findings that are the same for
 * every family: chain.signature, chain.expired, chain.foreign-root, revocation.revoked, ...
 */
#ifndef ASSAY_CLAIMS_CHAIN_FINDINGS_H
#define ASSAY_CLAIMS_CHAIN_FINDINGS_H

#include "claims/common.h"
#include "pki/chain.h"
#include "pki/crl.h"

/*
 * One check per kind of flaw, over all links; `what` names the end entity ("VCEK"). CHAIN_NO_ISSUER
 * is left out when `issuer_missing_is_need`: the caller then records a need and an undecided finding.
 */
void chain_report(findings *f, const chain *c, const char *what, assay_time at,
                  bool issuer_missing_is_need);
/* chain.issuer-missing: undecided, for a named issuer that the store lacks. */
void chain_report_issuer_missing(findings *f, const cert *below);
/* revocation.revoked and revocation.on-hold of one certificate. */
void revocation_report_revoked(findings *f, const cert *subject, const revocation_result *r);
/* revocation.not-established of one certificate: undecided. A hold is said already. */
void revocation_report_missing(findings *f, const cert *subject, const revocation_result *r);

#endif
