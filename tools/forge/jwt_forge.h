/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation tokens with any member of header and claims chosen, the keys that verify them, and
 * everything else that stands in a case. A form is what a good token of a family is like.
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
    FJWT_TEE,       /* what stands one level down in other families' claims: see their forms */
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

typedef struct fjwt_recipe fjwt_recipe;

typedef struct {
    fjwt_place place;
    const char *name, *value;
} fjwt_member;

typedef struct {
    const char *format; /* id */
    const char *issuer; /* of its keys in the store; NULL: the format's own scope */
    const char *role;   /* "jwks", or "jwk": the signer's key by itself */
    const char *signer; /* in the key ring */
    sig_alg alg;
    const char *policy;            /* file that strict rows are appraised under */
    const fjwt_member *members[2]; /* what all forms of the family say; what this one says */
    size_t counts[2];
    /* All claims as JSON. */
    const char *(*claims)(const fjwt_recipe *r, arena *a);
    /* Puts a nonce where the family has it. */
    void (*nonce)(fjwt_recipe *r, arena *a, assay_bytes nonce);
    /* What else the issuer publishes: JSON of keys with a comma in front of each; NULL: nothing. */
    const char *(*more_keys)(arena *a, key_ring *ring);
} fjwt_form;
extern const fjwt_form fjwt_gcp_cs;
extern const fjwt_form *const fjwt_maa_guest, *const fjwt_ita_tdx, *const fjwt_ear_scored;
/* Members of an object as JSON, without braces; `first`: no comma in front. */
void fjwt_put_members(text *t, const fjwt_object *o, bool first);
/* n and e, or crv, x and y of a key, as JSON with a comma in front. */
const char *fjwt_key_text(arena *a, const public_key *key);
#define FJWT_DOCUMENT_MAX (256u << 10)
/* Nobody knows its factors, and it is too short. */
#define FJWT_MODULUS_1024                                                                          \
    "\"wwswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGGq9D1Gj9kia7T-B1CZ4yx1vsgRWqPtNn-I0"             \
    "htkrfcASZLcJW63wQpTnOYveIHLFF2m8DlCi9UeZ7D6A0yV3yhxusQNVp_pMnuEzhdgqfM8RY7YIWqz_"             \
    "QZPmOIrdL3HC0\""

struct fjwt_recipe {
    const fjwt_form *form;
    fjwt_object objects[FJWT_OBJECTS];
    const char *raw_claims; /* instead of the objects */
    const char *raw_header;
    const char *signer; /* in the key ring */
    sig_alg alg;
    fjwt_after after;
    bool pki;          /* x5c in the header */
    bool no_root;      /* x5c without the root, which the store has */
    size_t more_roots; /* x5c with the root so many times more */
    bool no_keys;      /* nothing in the store */
    bool revoked;      /* the store has a list that revokes the intermediate */
    const char *x5c;   /* instead of the certificates: JSON text */
    xw_cert leaf, intermediate, root, pinned; /* pinned: the root that the store has */
    assay_time at;
    uint8_t nonce[64];
    size_t nonce_len;
};

typedef struct {
    assay_bytes token, keys, root, crl; /* keys: the issuer's set */
} fjwt_evidence;

/* Good, and of the form. */
void fjwt_recipe_begin(fjwt_recipe *r, arena *a, const fjwt_form *form);
/* Confidential Space on TDX. */
void fjwt_recipe_init(fjwt_recipe *r, arena *a, bool pki);
/* Members that follow from nonce and time. */
void fjwt_recipe_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce);
void fjwt_recipe_times(fjwt_recipe *r, arena *a, assay_time issued, assay_time ends);
/* To another time of appraisal: the token's dates and the certificates' windows go along. */
void fjwt_recipe_move(fjwt_recipe *r, arena *a, assay_time at);

/* OK or E_MEMORY. */
assay_status fjwt_make(const fjwt_recipe *r, arena *a, key_ring *ring, fjwt_evidence *out);

#endif
