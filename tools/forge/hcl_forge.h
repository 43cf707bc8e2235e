/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An Azure VM's evidence from a recipe: a SEV-SNP report in the paravisor's blob, and the vTPM's
 * quote. A recipe starts out good; anything may be spoiled; making binds, signs and assembles. The
 * same recipe gives the same bytes.
 */
#ifndef ASSAY_FORGE_HCL_FORGE_H
#define ASSAY_FORGE_HCL_FORGE_H

#include "forge/snp_forge.h"

#define FHCL_BLOB_LEN 2600
#define FHCL_AT_REPORT 0x20
#define FHCL_AT_DATA 0x4c0
#define FHCL_AT_RUNTIME 0x4d4
#define FHCL_REGISTERS 24
#define FHCL_REGISTER_LEN 32
#define FHCL_BANK_SHA1 0x0004
#define FHCL_BANK_SHA256 0x000b

/* Parts that travel beside the blob; bits. */
typedef enum { FHCL_QUOTE = 1, FHCL_SIGNATURE = 2, FHCL_PCRS = 4 } fhcl_part;

/* A TPMS_PCR_SELECTION. */
typedef struct {
    uint16_t bank;
    uint8_t len; /* bytes of bits */
    uint32_t bits;
} fhcl_selection;
#define FHCL_SELECTION_MAX 20
#define FHCL_EXTRA_MAX 80

typedef struct {
    fsnp_recipe snp;     /* report, certificates, time, nonce of the relying party */
    assay_bytes runtime; /* the JSON, changed by spoilers before it is bound */
    uint8_t report_data_rest;
    size_t blob_len;
    fsnp_patch patches[FSNP_PATCH_MAX]; /* little-endian numbers in the finished blob */
    size_t patch_count;
    uint32_t magic;
    uint16_t type;
    uint8_t extra[FHCL_EXTRA_MAX];
    size_t extra_len;
    uint8_t safe;
    fhcl_selection selections[FHCL_SELECTION_MAX];
    size_t selection_count;
    uint8_t registers[FHCL_REGISTERS * FHCL_REGISTER_LEN]; /* what the quote is made over */
    uint32_t digested; /* registers that the digest is made over; bits */
    size_t quote_len;  /* cut or, with zeros, extended to this before signing; 0: as it is */
    const char *signer;
    sig_alg alg;
    bool wrapped;                         /* the signature as TPMT_SIGNATURE */
    size_t flip_signature, flip_register; /* 1 + index of a byte that is changed afterwards */
    size_t registers_len;
    unsigned absent; /* parts that nobody hands over */
    unsigned twice;  /* parts that are handed over twice */
} fhcl_recipe;

typedef struct {
    fsnp_evidence snp;
    assay_bytes blob, quote, signature, registers;
} fhcl_evidence;

/* `nonce` of at most 64 bytes; {NULL, 0}: the forge's own. */
void fhcl_recipe_init(fhcl_recipe *r, arena *a, key_ring *ring, assay_time at, assay_bytes nonce);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status fhcl_make(fhcl_recipe *r, arena *a, key_ring *ring, fhcl_evidence *out);

/* For spoilers. The first `what` of the runtime data becomes `with`. */
void fhcl_replace(fhcl_recipe *r, arena *a, const char *what, const char *with);
void fhcl_patch_later(fhcl_recipe *r, size_t at, size_t size, uint64_t value);

#endif
