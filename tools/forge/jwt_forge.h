/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation tokens of Google Confidential Space with any member of header and claims chosen, the
 * keys that verify them, and everything else that stands in a case.
 */
#ifndef ASSAY_FORGE_JWT_FORGE_H
#define ASSAY_FORGE_JWT_FORGE_H

#include "base/text.h"
#include "forge/x509_write.h"

/* The runner retrieves key sets when it runs; a set counts before, but not long after. */
#define FJWT_DEFAULT_AT 1748736000 /* 2025-06-01T00:00:00Z */
#define FJWT_ISSUER "https://confidentialcomputing.googleapis.com"

/* Members of a JSON object, in order; values are JSON text, or NULL for "not there". */
#define FJWT_MEMBERS_MAX 48
typedef struct {
    struct {
        const char *name, *value;
    } items[FJWT_MEMBERS_MAX];
    size_t count;
} fjwt_object;
/* Replaces the member, or appends it; value NULL takes it away. */
void fjwt_set(fjwt_object *o, const char *name, const char *value);
/* {"name":value,..} */
void fjwt_put_object(text *t, const fjwt_object *o);

/* What can be edited by name. */
typedef enum {
    FJWT_HEADER,
    FJWT_CLAIMS,
    FJWT_SPACE,     /* submods.confidential_space */
    FJWT_CONTAINER, /* submods.container */
    FJWT_GCE,       /* submods.gce */
    FJWT_SUBMODS,   /* submods, beside the three */
    FJWT_KEY,       /* the signer's entry in the key set */
    FJWT_OBJECTS
} fjwt_place;

typedef enum { /* done to the finished token */
               FJWT_AS_IS = 0,
               FJWT_PADDED,     /* "=" behind the signature */
               FJWT_LOOSE_BITS, /* a bit left over in the signature's last digit */
               FJWT_PLUS,       /* a digit of the other alphabet */
               FJWT_TWO_PARTS,
               FJWT_FOUR_PARTS,
               FJWT_SPACED,       /* a blank in front */
               FJWT_FLAT_JSON,    /* JSON serialisation (RFC 7515 7.2.2) */
               FJWT_FLIPPED,      /* a bit of the signature */
               FJWT_OTHER_CLAIMS, /* the claims of another token */
               FJWT_UNSIGNED,     /* no signature */
               FJWT_SHORT         /* the signature's last byte is missing */
} fjwt_after;

typedef struct {
    fjwt_object objects[FJWT_OBJECTS];
    const char *raw_claims; /* instead of the objects */
    const char *raw_header;
    const char *signer; /* in the key ring */
    sig_alg alg;
    fjwt_after after;
    bool pki;        /* x5c in the header */
    bool no_root;    /* x5c without the root, which the store has */
    bool no_keys;    /* nothing in the store */
    bool revoked;    /* the store has a list that revokes the intermediate */
    const char *x5c; /* instead of the certificates: JSON text */
    xw_cert leaf, intermediate, root, pinned; /* pinned: the root that the store has */
    assay_time at;
    uint8_t nonce[64];
    size_t nonce_len;
} fjwt_recipe;

typedef struct {
    assay_bytes token, keys, root, crl; /* keys: the issuer's set */
} fjwt_evidence;

/* Good and for TDX. */
void fjwt_recipe_init(fjwt_recipe *r, arena *a, bool pki);
/* Members that follow from nonce and time. */
void fjwt_recipe_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce);
void fjwt_recipe_times(fjwt_recipe *r, arena *a, assay_time issued, assay_time ends);
/* To another time of appraisal: the token's dates and the certificates' windows go along. */
void fjwt_recipe_move(fjwt_recipe *r, arena *a, assay_time at);

/* OK or E_MEMORY. */
assay_status fjwt_make(const fjwt_recipe *r, arena *a, key_ring *ring, fjwt_evidence *out);

#endif
