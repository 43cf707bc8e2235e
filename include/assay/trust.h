/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trust store: what the operator pinned beforehand. Immutable and counted, so that a reload
 * never waits for running appraisals; any number of threads may use one.
 */
#ifndef ASSAY_TRUST_H
#define ASSAY_TRUST_H

#include <assay/values.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_trust assay_trust;

typedef struct {
    size_t struct_size;
    const char *path;              /* store directory; NULL: the built-in pins alone */
    assay_bytes bundle;            /* an exported store: E_UNSUPPORTED for now */
    assay_bytes manifest_sha256;   /* 32 bytes: store.json must have this digest; absent: any */
    assay_bytes signer_spki_sha256;/* E_UNSUPPORTED for now */
    uint64_t min_revision;         /* 0: any */
} assay_trust_options;

/*
 * Reads, checks digests, and verifies every item once. E_CONFIG: damaged, writable by group or
 * others, below min_revision, or an item that does not verify; E_IO: cannot be read. NULL options
 * are the built-in pins.
 */
ASSAY_API assay_status assay_trust_open(assay_trust **out, const assay_trust_options *options,
                                        assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API assay_trust *assay_trust_retain(assay_trust *trust);
ASSAY_API void assay_trust_release(assay_trust *trust); /* NULL is fine */
/* SHA-256 of the manifest, as it stands in every result. */
ASSAY_API void assay_trust_digest(const assay_trust *trust, uint8_t out[32]);
ASSAY_API uint64_t assay_trust_revision(const assay_trust *trust);

typedef enum {
    ASSAY_TRUST_NONE = 0,
    ASSAY_TRUST_PINNED = 1,   /* a root that the operator or this library chose */
    ASSAY_TRUST_VERIFIED = 2, /* verified under a pin when the store was opened */
    ASSAY_TRUST_ASSERTED = 3  /* nothing to verify it with: the operator's word */
} assay_trust_state;

/* Borrowed from the store. Unknown texts are "", unknown times ASSAY_TIME_UNSET. */
typedef struct {
    size_t struct_size;
    const char *role;    /* see assay/roles.h */
    const char *family;  /* scope: "amd", ... or an issuer URL */
    const char *subject; /* whose it is: "SEV-Milan", "CRL 3 of ARK-Milan" */
    const char *sha256;  /* lower-case hex of the file */
    const char *origin, *file;
    assay_time valid_from, valid_to, retrieved_at;
    int state;           /* assay_trust_state */
} assay_trust_item;

ASSAY_API size_t assay_trust_count(const assay_trust *trust);
/* In manifest order; NULL past the end. */
ASSAY_API const assay_trust_item *assay_trust_at(const assay_trust *trust, size_t index);

#ifdef __cplusplus
}
#endif
#endif
