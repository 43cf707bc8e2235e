/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation results (EAR, draft-ietf-rats-ear, profile tag:ietf.org,2026:rats/ear#03): what an
 * appraisal concluded, as claims for others to read, and as a JWT that a verifier's key signs. The
 * same appraisal, options and key give the same bytes. A pending appraisal has no result.
 */
#ifndef ASSAY_EAR_H
#define ASSAY_EAR_H

#include <assay/appraisal.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    size_t struct_size;
    assay_time issued_at; /* UNSET: the engine's clock of this appraisal, else its `at` */
    uint32_t lifetime;    /* seconds from then until `exp`; 0: 300; at most 86400 */
    const char *audience; /* whom the result is for (`aud`); NULL: nobody in particular */
    const char *issuer;   /* `iss`, such as an https URL; NULL: none */
    const char *developer, *build; /* of the verifier; NULL: this library's */
} assay_ear_options;
/* Zeroes, sets struct_size and an unset time. */
ASSAY_API void assay_ear_options_init(assay_ear_options *options, size_t struct_size);

/*
 * Results are NUL-terminated and live as long as the appraisal. NULL options: what
 * assay_ear_options_init leaves. E_ARGUMENT: the appraisal is pending, or an option is out of its
 * bounds; E_MEMORY.
 *
 * The claims, in JSON; assay_appraisal_document(appraisal, "ear-claims") is the same without options.
 */
ASSAY_API assay_status assay_ear_claims(assay_appraisal *appraisal,
                                        const assay_ear_options *options, assay_str *out,
                                        assay_error *err) ASSAY_MUST_CHECK;

/*
 * The JWT, signed by a key in PEM or DER (PKCS#8 or SEC1): P-256 (ES256) or P-384 (ES384), with the
 * k of RFC 6979, and verified. E_CONFIG: it is no such key; E_IO: no random bytes for blinding.
 */
ASSAY_API assay_status assay_ear_sign(assay_appraisal *appraisal, const assay_ear_options *options,
                                      const uint8_t *key, size_t key_len, assay_str *out,
                                      assay_error *err) ASSAY_MUST_CHECK;

/*
 * For a key that does not leave its device, in two steps. The signing input (RFC 7515 5.1): the
 * device signs its SHA-256 (P-256) or SHA-384 (P-384). public_key: SubjectPublicKeyInfo, PEM or DER.
 */
ASSAY_API assay_status assay_ear_signing_input(assay_appraisal *appraisal,
                                               const assay_ear_options *options,
                                               const uint8_t *public_key, size_t public_key_len,
                                               assay_str *out, assay_error *err) ASSAY_MUST_CHECK;
/* The JWT of both: signature is r||s, or the DER of both. E_ARGUMENT: the key does not verify it, or
 * the input is for another key. */
ASSAY_API assay_status assay_ear_seal(assay_appraisal *appraisal, const char *signing_input,
                                      const uint8_t *public_key, size_t public_key_len,
                                      const uint8_t *signature, size_t signature_len,
                                      assay_str *out, assay_error *err) ASSAY_MUST_CHECK;

#ifdef __cplusplus
}
#endif
#endif
