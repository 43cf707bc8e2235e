/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages hand to each other about one document, and the stages themselves. */
#ifndef ASSAY_FORMATS_NSM_EVIDENCE_H
#define ASSAY_FORMATS_NSM_EVIDENCE_H

#include "codec/cose.h"
#include "formats/format.h"
#include "formats/nsm/document.h"
#include "formats/nsm/findings.h"

/* COSE_Sign1 around the payload: tag, heads, protected header, signature. */
#define NSM_DOCUMENT_BYTES (LIMIT_NSM_PAYLOAD + 256u)
#define NSM_SIGNATURE_BYTES 96u /* ES384: r||s */

/* certificates[0] is the leaf, then those of the cabundle, root first. */
#define NSM_CERTIFICATES (1 + LIMIT_NSM_BUNDLE)

typedef struct {
    assay_bytes raw;
    cose_sign1 sign1;
    nsm_fields fields;
    const cert *certificates; /* NULL: one of them cannot be read */
    size_t certificate_count;
    /* As in deny lists of kind issuer_serial: "CN=.., O=.. 0a1b2c"; NULL when memory failed. */
    const char *issuer_serials[NSM_CERTIFICATES];
    revocation *revocation; /* of the certificates all together; set by stage 4 */
} nsm_evidence;

/* Whole seconds of the timestamp. */
assay_time nsm_signed_time(const void *doc);
/* Are PCR0 to PCR2, so far as they are there, all zero? Never of NitroTPM, whose PCRs mean other
 * things. */
bool nsm_debug(const nsm_fields *f);

/* claims.c */
enum {
    NSM_CLAIMS = 0
#define ROW(...) +1
#include "formats/nsm/schema.def"
#undef ROW
};
extern const claim_schema nsm_schema[NSM_CLAIMS];
void nsm_describe(job *j, const void *doc);
void nsm_describe_revocation(job *j, revocation state);

bool nsm_authenticate(job *j, const void *doc);
void nsm_default_tests(job *j, const void *doc);
void nsm_evaluate(job *j, const void *doc);

#endif
