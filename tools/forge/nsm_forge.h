/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS Nitro documents under throw-away keys: a recipe says every member of the payload, every part
 * of COSE_Sign1 and every certificate; a good one is derived from a kind and a time, and spoilers
 * change it before it is made.
 */
#ifndef ASSAY_FORGE_NSM_FORGE_H
#define ASSAY_FORGE_NSM_FORGE_H

#include "forge/cbor_write.h"
#include "forge/x509_write.h"

#define FNSM_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FNSM_NONCE_LEN 32
#define FNSM_PCR_LEN 48
#define FNSM_PCRS 32

/* One member of the payload's map. */
typedef struct {
    const char *key;
    bool key_as_bytes;
    assay_bytes value; /* encoded; {NULL, 0}: what the certificates give */
} fnsm_member;
#define FNSM_MEMBERS 16

/* Entries of cabundle. */
typedef enum {
    FNSM_ROOT = 0, /* what comes with the document */
    FNSM_REGIONAL,
    FNSM_ZONAL,
    FNSM_INSTANCE,
    FNSM_EXTRA,
    FNSM_CERTIFICATES,              /* how many certificates stand above the leaf */
    FNSM_EMPTY = FNSM_CERTIFICATES, /* no bytes */
    FNSM_GARBAGE,                   /* no certificate */
    FNSM_TEXT                       /* text */
} fnsm_entry;
#define FNSM_BUNDLE 80

typedef struct {
    bool tpm;
    assay_time at;
    uint64_t timestamp_ms;
    assay_bytes nonce; /* what the relying party asks for */
    fnsm_member members[FNSM_MEMBERS];
    size_t member_count;
    bool open_maps;           /* of indefinite length, as newer modules write the payload */
    bool unended;             /* and their break is missing */
    assay_bytes payload_tail; /* behind the map */
    assay_bytes payload;      /* instead of the map */
    bool payload_null;        /* the signed payload is sent apart */
    bool payload_wide;        /* its head in more bytes than needed */
    bool payload_chunks;      /* in two pieces */

    xw_cert pinned; /* the root that the relying party trusts */
    xw_cert above[FNSM_CERTIFICATES];
    xw_cert leaf;
    fnsm_entry bundle[FNSM_BUNDLE];
    size_t bundle_count;
    bool trailing_der; /* a byte behind the last certificate of the bundle */

    assay_bytes tags;        /* in front of COSE_Sign1, encoded */
    assay_bytes headers;     /* contents of the protected header, encoded */
    assay_bytes unprotected; /* encoded */
    unsigned array_head;     /* 0x84 */
    const char *context;     /* of the Sig_structure */
    bool signs_payload;      /* alone, without the Sig_structure */
    const char *signer;
    assay_bytes signature;              /* encoded, instead of the true one */
    void (*after_signing)(uint8_t *rs); /* changes r||s of 96 bytes */
    assay_bytes tail;                   /* behind it all */
    size_t cut;                         /* bytes left out at the end */
    bool twice;                         /* the document twice, one behind the other */
    size_t flip;                        /* the first byte of this PCR changes after signing, + 1 */
    xw_crl crl;                         /* no signer: none */
    bool denied;                        /* the store's deny list names the leaf */
} fnsm_recipe;

typedef struct {
    assay_bytes document, pinned, crl, deny;
} fnsm_evidence;

/* A good recipe; a fixed nonce unless `nonce` is there. Encoded values live in `a`. */
void fnsm_recipe_init(fnsm_recipe *r, arena *a, bool tpm, assay_time at, assay_bytes nonce);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status fnsm_make(const fnsm_recipe *r, arena *a, key_ring *ring, fnsm_evidence *out);

/* For spoilers: the member of a name, or NULL; encoded values; of fields as good recipes have them.
 */
fnsm_member *fnsm_find(fnsm_recipe *r, const char *key);
void fnsm_remove(fnsm_recipe *r, const char *key);
fnsm_member *fnsm_add(fnsm_recipe *r, const char *key, assay_bytes value);
assay_bytes fnsm_uint(arena *a, uint64_t value);
assay_bytes fnsm_filled(arena *a, size_t size, uint8_t fill);
/* Registers `mask` of good ones, those of `zeros` zero; `open`: of indefinite length. */
assay_bytes fnsm_pcrs(arena *a, uint64_t mask, uint64_t zeros, bool open);
/* A register's good value. */
void fnsm_pcr(unsigned index, uint8_t out[FNSM_PCR_LEN]);
extern const char fnsm_module_enclave[], fnsm_module_tpm[];

#endif
