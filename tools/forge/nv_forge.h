/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports of NVIDIA devices under throw-away keys, which are made from their names: a recipe says
 * every field of the report and every certificate; a good one is derived from a model, a device and
 * a time, and spoilers change it before it is made.
 */
#ifndef ASSAY_FORGE_NV_FORGE_H
#define ASSAY_FORGE_NV_FORGE_H

#include "forge/x509_write.h"

#define FNV_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FNV_NONCE_LEN 32
#define FNV_DIGEST_LEN 48
#define FNV_BLOCK_LEN 55 /* with its head */
#define FNV_BLOCKS_AT 45 /* offset of the first block */

typedef enum { FNV_H100 = 0, FNV_GB100, FNV_LS10, FNV_MODELS } fnv_model;

/* Of the opaque data. */
typedef struct {
    uint16_t type;
    assay_bytes value;
} fnv_field;
#define FNV_FIELDS 80

enum { FNV_LEAF = 0, FNV_BROM, FNV_ICA, FNV_IDENTITY, FNV_ROOT, FNV_EXTRA, FNV_CERTIFICATES };

#define FNV_PATCHES 4
typedef struct {
    fnv_model model;
    char device; /* 'a', 'b', ..: keys and serials of its own */
    assay_time at;
    assay_bytes nonce; /* what the relying party asks for */
    assay_bytes asked; /* what stands in the report */
    size_t block_count;
    fnv_field fields[FNV_FIELDS];
    size_t field_count;
    struct {
        size_t at;
        uint8_t value;
    } patches[FNV_PATCHES]; /* before signing */
    size_t patch_count;
    size_t signed_from; /* first byte that is signed */
    const char *signer;
    bool no_signature;     /* 96 zeros instead */
    size_t flip;           /* a byte that changes after signing, + 1 */
    size_t cut_front, cut; /* bytes left out */
    assay_bytes tail;      /* behind the signature */

    xw_cert pinned; /* the root that the relying party trusts */
    xw_cert chain[FNV_CERTIFICATES];
    unsigned order[2 * FNV_CERTIFICATES]; /* of the certificates that travel */
    size_t order_count;
    assay_bytes pem;    /* instead of the certificates; {"", 0}: an empty file */
    unsigned copies;    /* of the chain that travel */
    xw_crl lists[2];    /* in the store; no signer: none */
    xw_crl travelling;  /* with the evidence */
    const char *denied; /* kind of the deny list's entry; NULL: none */
} fnv_recipe;

typedef struct {
    assay_bytes report, chain, pinned, identity, lists[2], travelling, deny; /* identity: PEM */
} fnv_evidence;

/* A good recipe; a fixed nonce unless `nonce` is there. Values live in `a`. False when a key
 * failed. */
bool fnv_recipe_init(fnv_recipe *r, arena *a, key_ring *ring, fnv_model model, char device,
                     assay_time at, assay_bytes nonce);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status fnv_make(const fnv_recipe *r, arena *a, key_ring *ring, fnv_evidence *out);

/* Measurement block `index`, from 1, of every good device of a model. */
void fnv_block(fnv_model model, size_t index, uint8_t out[FNV_DIGEST_LEN]);
/* For spoilers: the field of a type, or NULL; a new one; lists of an issuer. */
fnv_field *fnv_find(fnv_recipe *r, uint16_t type);
void fnv_set(fnv_recipe *r, uint16_t type, assay_bytes value);
void fnv_remove(fnv_recipe *r, uint16_t type);
/* The list of the certificate `issuer`, which names the one of serial `revoked` unless that is 0.
 */
xw_crl fnv_list(const fnv_recipe *r, arena *a, size_t issuer, uint64_t revoked);
/* The leaf's extension for its firmware: OID by model, value over one digest, or two. */
assay_bytes fnv_fwid_oid(fnv_model model);
assay_bytes fnv_fwid_value(arena *a, key_ring *ring, fnv_model model, const char *key,
                           const uint8_t first[FNV_DIGEST_LEN],
                           const uint8_t second[FNV_DIGEST_LEN]);
void fnv_fwid(fnv_model model, uint8_t out[FNV_DIGEST_LEN]);
/* A P-384 key made from its name; NULL when that failed. */
const char *fnv_key(arena *a, key_ring *ring, const char *format, char device);
bool fnv_is_switch(fnv_model model);
const char *fnv_format(fnv_model model); /* "nvidia-gpu", "nvidia-nvswitch" */

#endif
