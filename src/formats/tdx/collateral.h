/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCB info (versions 2 and 3) and enclave identity (version 2) of Intel's provisioning
 * certification service, as read from {"tcbInfo":{..},"signature":"hex"} and
 * {"enclaveIdentity":{..},..}. What is signed are the very bytes of the inner object, so those are
 * what is read. Members that are not named here are ignored, as Intel adds some; a name that stands
 * twice is refused. Source: Intel SGX and TDX PCS API v4, "Get TCB Info", "Get Enclave Identity".
 */
#ifndef ASSAY_FORMATS_TDX_COLLATERAL_H
#define ASSAY_FORMATS_TDX_COLLATERAL_H

#include "codec/json.h"
#include "formats/tdx/tcb_status.h"

#define TCB_COMPONENTS 16

/* One step of a ladder: the status of everything that reaches its SVNs and no earlier step's. */
typedef struct {
    tcb_status status;
    assay_time date;
    const assay_str *advisories;
    size_t advisory_count;
    uint8_t sgx[TCB_COMPONENTS], tdx[TCB_COMPONENTS]; /* platforms */
    uint16_t pcesvn;                                  /* platforms */
    uint16_t isvsvn;                                  /* modules, enclaves */
} tcb_level;

typedef struct {
    const tcb_level *steps; /* in document order */
    size_t count;           /* at least one */
} tcb_levels;

typedef struct {
    uint8_t mrsigner[48], attributes[8], mask[8];
} tdx_module;

typedef struct {
    assay_str id; /* "TDX_01" */
    tdx_module module;
    tcb_levels levels;
} tdx_module_identity;

typedef struct {
    assay_str category, type; /* {NULL, 0}: not said */
} tcb_component_name;

typedef struct {
    uint8_t fmspc[6], pceid[2];
    tdx_module module; /* TDX */
    const tdx_module_identity *modules;
    size_t module_count;
    tcb_levels levels;
    tcb_component_name sgx_names[TCB_COMPONENTS], tdx_names[TCB_COMPONENTS];
} tcb_info;

typedef struct {
    uint8_t miscselect[4], miscselect_mask[4];
    uint8_t attributes[16], attributes_mask[16];
    uint8_t mrsigner[32];
    uint16_t isvprodid;
    tcb_levels levels;
} enclave_identity;

/* The four kinds: one for each role. */
typedef struct {
    const char *role;   /* "tdx-tcb-info" */
    const char *title;  /* "TDX TCB info" */
    const char *object; /* "tcbInfo" */
    const char *id;     /* "TDX" */
    bool td, identity;
} collateral_kind;

typedef enum {
    TDX_TCB_INFO = 0,
    TDX_QE_IDENTITY,
    SGX_TCB_INFO,
    SGX_QE_IDENTITY,
    COLLATERAL_KINDS
} collateral_index;
extern const collateral_kind collateral_kinds[COLLATERAL_KINDS];

typedef struct {
    const collateral_kind *kind;
    uint64_t version, number; /* tcbEvaluationDataNumber */
    assay_time issued, next_update;
    assay_bytes signed_bytes;
    uint8_t signature[64];     /* r||s */
    tcb_info info;             /* of TCB info */
    enclave_identity identity; /* of the others */
} collateral;

/* False with the fault set ("tcbLevels.tcbStatus", "none that it can have"), or for want of
 * memory, which the arena knows. The signed bytes are a view of `in`, all else lives in the arena.
 * Verifies nothing. */
bool collateral_read(arena *a, assay_bytes in, const collateral_kind *kind, collateral *out,
                     fault *f);

#endif
