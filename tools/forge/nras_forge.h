/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of NVIDIA's attestation service with any member of any token chosen, the key set that
 * verifies them, and the pin that the set's certificates lead to.
 */
#ifndef ASSAY_FORGE_NRAS_FORGE_H
#define ASSAY_FORGE_NRAS_FORGE_H

#include "forge/jwt_forge.h"

#define FNRAS_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FNRAS_ISSUER "https://nras.attestation.nvidia.com"
#define FNRAS_DEVICES_MAX 66

typedef enum {               /* what can be edited by name */
               FNRAS_HEADER, /* of every token */
               FNRAS_OVERALL,
               FNRAS_DEVICE,        /* the first device's claims */
               FNRAS_EVERY,         /* every device's claims */
               FNRAS_DEVICE_HEADER, /* the first device's header */
               FNRAS_KEY,           /* the signer's entry in the key set */
               FNRAS_OBJECTS
} fnras_place;

typedef enum { /* what is sent */
               FNRAS_BUNDLE = 0,
               FNRAS_PRETTY,       /* a bundle with white space, as NVIDIA's SDK prints it */
               FNRAS_WRAPPED,      /* a bundle inside the SDK's own */
               FNRAS_EAT,          /* {"eat": token} of the first version */
               FNRAS_EAT_MORE,     /* and another member */
               FNRAS_COMPACT,      /* the overall token alone */
               FNRAS_DEVICE_ALONE, /* the first device's token alone */
               FNRAS_NO_ARRAY,
               FNRAS_THREE,         /* a third element */
               FNRAS_OTHER_HEAD,    /* "JWS" in place of "JWT" */
               FNRAS_DEVICE_NUMBER, /* 7 in place of a token */
               FNRAS_DEVICE_TWICE,  /* one name twice */
               FNRAS_TRAILING
} fnras_form;

typedef enum { /* done to the devices' tokens */
               FNRAS_AS_IS = 0,
               FNRAS_OMITTED,  /* the last is not sent */
               FNRAS_ADDED,    /* one that the overall token does not name */
               FNRAS_SWAPPED,  /* the first two change places */
               FNRAS_REPEATED, /* the second is the first again */
               FNRAS_RENAMED,  /* the last has another name than the overall token says */
               FNRAS_FOREIGN,  /* the first comes from another answer; the digest is its own */
               FNRAS_FLIPPED,  /* a bit of the first one's signature; the digest is its own */
               FNRAS_ROGUE,    /* the first is signed by an attacker; the digest is its own */
               FNRAS_NEXT,     /* the first is signed with the set's other key */
               FNRAS_OVERALL_AS_DEVICE,
               FNRAS_CPU /* the first is named CPU-0 on both sides */
} fnras_tamper;

typedef enum { FNRAS_PINNED = 0, FNRAS_NO_PIN, FNRAS_OTHER_PIN, FNRAS_LEAF_PIN } fnras_pin;

typedef struct {
    unsigned version; /* of the claims: 1 to 3 */
    size_t gpus, switches;
    fjwt_object objects[FNRAS_OBJECTS]; /* over what is good */
    const char *digest_name;            /* "SHA-256" */
    fnras_form form;
    fnras_tamper tamper;
    bool error;   /* the devices' tokens hold an error only, and the overall result is false */
    bool flipped; /* a bit of the overall token's signature */
    bool no_x5c, no_keys, revoked;
    const char *signer, *entry; /* in the key ring: who signs, and the key that the set has */
    sig_alg alg;
    const char *deny; /* a deny list in the store; NULL: none */
    fnras_pin pin;
    xw_cert leaf, intermediate;
    const char *x5c; /* instead of the certificates: JSON text */
    assay_time at, issued, ends;
    uint8_t nonce[32];
    unsigned first_ueid; /* what tells one answer's devices from another's */
} fnras_recipe;

typedef struct {
    assay_bytes answer, keys, issuer, crl;
    assay_bytes pin; /* of the intermediate, as 64 hex digits */
} fnras_evidence;

/* Two good GPUs, version 3 of the claims. */
void fnras_recipe_init(fnras_recipe *r, arena *a, unsigned version);
/* To another time of appraisal: tokens and certificates go along. */
void fnras_recipe_move(fnras_recipe *r, assay_time at);
/* Puts the keys of this family into the ring, once; false when there is no room. */
bool fnras_keys(key_ring *ring);

/* OK or E_MEMORY. */
assay_status fnras_make(const fnras_recipe *r, arena *a, key_ring *ring, fnras_evidence *out);

/* nras_claims.c: the claims of a good device, "x-nvidia-.." and the rest. */
void fnras_device_claims(const fnras_recipe *r, arena *a, size_t number, fjwt_object *out);

#endif
