/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCB info and QE identities of a platform under the test root: what Intel's provisioning service
 * would publish of it. Every number and status can be chosen, and the text edited before it is
 * signed and after.
 */
#ifndef ASSAY_FORGE_TDX_COLLATERAL_H
#define ASSAY_FORGE_TDX_COLLATERAL_H

#include "forge/tdx_pki.h"

/* A TCB level; which members count depends on what it is of. */
typedef struct {
    const char *status, *date;
    const char *advisories; /* members of a JSON array; NULL: none */
    uint8_t sgx[16], tdx[16];
    uint16_t pcesvn, isvsvn;
} ftdx_level;
#define FTDX_LEVELS 4

typedef struct {
    const char *id;
    uint8_t mrsigner; /* all 48 bytes of it */
    ftdx_level levels[FTDX_LEVELS];
    size_t level_count;
} ftdx_module;
#define FTDX_MODULES 3

/* The first `from` becomes `to`. */
typedef struct {
    const char *from, *to;
} ftdx_edit;
#define FTDX_EDITS 4

typedef enum { FTDX_STORED = 0, FTDX_SENT, FTDX_NOWHERE } ftdx_place;

typedef struct {
    bool identity; /* of a quoting enclave; else TCB info */
    bool td;
    bool flat; /* TCB info of version 2 */
    uint32_t number;
    assay_time issued, next_update;
    uint8_t fmspc[6], pceid[2];
    ftdx_level levels[FTDX_LEVELS];
    size_t level_count;
    uint8_t mrsignerseam; /* tdxModule: all 48 bytes */
    ftdx_module modules[FTDX_MODULES];
    size_t module_count;
    ftdx_edit before[FTDX_EDITS], after[FTDX_EDITS]; /* from NULL: no more */
    const char *signer;
    ftdx_place place;
} ftdx_document;
#define FTDX_DOCUMENTS 4

/* docs[0] is TCB info, docs[1] the QE identity; others are more generations. */
typedef struct {
    ftdx_document docs[FTDX_DOCUMENTS];
    size_t count;
    xw_cert signers[2]; /* of the chain that is stored; key NULL: none */
    bool without_root;  /* the chain is that of the signers alone */
    ftdx_place chain_place;
} ftdx_collateral;

typedef struct {
    assay_bytes docs[FTDX_DOCUMENTS], chain;
} ftdx_collateral_files;

/* MRSIGNER of a quoting enclave, also for its report. */
void ftdx_qe_mrsigner(bool td, uint8_t out[32]);

/* What says UpToDate of `platform` with TDX module 1.7 and a quoting enclave of SVN 8, and of older
 * ones that they are OutOfDate; number 20, 20 days old at `at`, 10 days before its next update. */
void ftdx_collateral_init(ftdx_collateral *c, bool td, const ftdx_platform *platform,
                          const ftdx_pki *pki, assay_time at);
/* One more generation, a copy of docs[index]; NULL when there is no room. */
ftdx_document *ftdx_collateral_more(ftdx_collateral *c, size_t index);
const char *ftdx_document_role(const ftdx_document *d);
/* {"tcbInfo":{..},"signature":".."} */
assay_bytes ftdx_document_make(const ftdx_document *d, arena *a, key_ring *ring);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status ftdx_collateral_make(const ftdx_collateral *c, const xw_cert *root, arena *a,
                                  key_ring *ring, ftdx_collateral_files *out);

#endif
