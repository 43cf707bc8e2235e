/* SPDX-License-Identifier: Apache-2.0 */
/* Attestation results of an appraisal: claims, and the token around them (assay/ear.h). */
#ifndef ASSAY_APPRAISE_EAR_H
#define ASSAY_APPRAISE_EAR_H

#include "appraise/appraisal.h"
#include "crypto/keys.h"

#include <assay/ear.h>

/* What is issued, with every member set. */
typedef struct {
    assay_time issued_at;
    uint32_t lifetime;
    const char *audience, *issuer; /* NULL: none */
    const char *developer, *build;
} ear_issue;

/* Bounds, and what an option leaves open. E_ARGUMENT with *err. */
assay_status ear_issue_of(assay_appraisal *a, const assay_ear_options *o, ear_issue *out,
                          assay_error *err);
/* The claims on one line, in a->documents; {NULL, 0} when memory failed. */
assay_str document_ear(assay_appraisal *a, const ear_issue *issue);

/* A public key in PEM or DER (SubjectPublicKeyInfo) that an EAR can be signed by; views into `in`
 * or the arena. False: it is none. */
bool ear_public_key(arena *a, assay_bytes in, public_key *out);
/* Likewise a private key; E_CONFIG when it is none, E_MEMORY. Free with key_free. */
assay_status ear_private_key(arena *a, assay_bytes in, private_key **out);

/* Its name (kid: the thumbprint of RFC 7638); and the key as JSON (RFC 7517) under a name, "":
 * none, that needs no escapes. NULL: no memory. */
const char *ear_key_id(arena *a, const public_key *key);
const char *ear_key_json(arena *a, const public_key *key, const char *kid);

/* Header and claims in base64url, for the key; {NULL, 0}: no memory. */
assay_str ear_signing_input(arena *a, const public_key *key, assay_str claims);
/* The token; E_ARGUMENT when the signature (r||s or DER) is not the key's over this input, or the
 * header is not the one for this key; E_MEMORY. */
assay_status ear_seal(arena *a, assay_str input, const public_key *key, assay_bytes signature,
                      assay_str *out, assay_error *err);
/* Both with the key at hand. */
assay_status ear_sign(arena *a, const private_key *key, assay_str claims, assay_str *out,
                      assay_error *err);

#endif
