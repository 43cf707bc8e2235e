/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed RIMs under throw-away keys, which are made from their names: a recipe says what the tag
 * says, every certificate, and which pieces of text are replaced before or after it is signed. The
 * text is written in canonical form (Canonical XML 1.1), so no XML library is needed to sign it.
 */
#ifndef ASSAY_FORGE_RIM_FORGE_H
#define ASSAY_FORGE_RIM_FORGE_H

#include "forge/x509_write.h"

#define FRIM_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FRIM_DIGEST_LEN 48
#define FRIM_VALUES 4
#define FRIM_MEASUREMENTS 64

enum { FRIM_SIGNER = 0, FRIM_L3, FRIM_CA, FRIM_ROOT, FRIM_CERTIFICATES };

typedef struct {
    bool active;
    size_t count;
    uint8_t values[FRIM_VALUES][FRIM_DIGEST_LEN];
} frim_measurement;

typedef struct {
    const char *from, *to; /* the first place where `from` stands; NULL: nothing */
} frim_edit;
#define FRIM_EDITS 3

typedef struct {
    const char *root; /* its element */
    const char *product, *version, *edition;
    frim_measurement measurements[FRIM_MEASUREMENTS]; /* by index */
    size_t count;
    assay_time at;
    xw_cert chain[FRIM_CERTIFICATES];
    unsigned order[2 * FRIM_CERTIFICATES]; /* of the certificates in the signature */
    size_t order_count;
    const char *signer;         /* key */
    bool signer_der;            /* signature as DER instead of r||s */
    frim_edit tag[FRIM_EDITS];  /* of what is signed, before it is */
    frim_edit info[FRIM_EDITS]; /* of SignedInfo, before it is signed */
    frim_edit file[FRIM_EDITS]; /* of the whole, afterwards */
    size_t flip;                /* the last bit of this byte changes afterwards, + 1 */
    assay_bytes instead;        /* of the whole file */
} frim_recipe;

/* A driver's RIM of GH100: 64 measurements of which some are active. False when a key failed. */
bool frim_recipe_init(frim_recipe *r, arena *a, key_ring *ring, assay_time at);
/* The value `which` of index i that good recipes have. */
void frim_value(unsigned index, unsigned which, uint8_t out[FRIM_DIGEST_LEN]);
/* The file; {NULL, 0} when memory or a key failed, or a text to be replaced is not there. */
assay_bytes frim_make(const frim_recipe *r, arena *a, key_ring *ring);
/* A certificate of the recipe. */
assay_bytes frim_certificate(const frim_recipe *r, arena *a, key_ring *ring, unsigned which);

/* An OCSP response about a certificate of the recipe, by its issuer's delegate. */
typedef struct {
    unsigned about;         /* FRIM_SIGNER to FRIM_CA */
    char status;            /* 'g' good, 'r' revoked, 'h' on hold, 'u' unknown */
    assay_time from, until; /* thisUpdate, nextUpdate */
    bool by_issuer;         /* signed with the issuer's own key */
    bool rogue;             /* signed with a key that nobody certified for it */
} frim_answer;
assay_bytes frim_ocsp(const frim_recipe *r, arena *a, key_ring *ring, const frim_answer *answer);

#endif
