/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certification hierarchy shaped like Intel's for SGX and TDX, under throw-away keys: root, PCK
 * CA, the PCK certificate of one platform, the signer of TCB info, and the two revocation lists.
 * Whoever pins `root` for "intel" takes what it certifies.
 */
#ifndef ASSAY_FORGE_TDX_PKI_H
#define ASSAY_FORGE_TDX_PKI_H

#include "forge/x509_write.h"

#define FTDX_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FTDX_DAY 86400

/* Names in the key ring. */
#define FTDX_KEY_ROOT "tdx-root"
#define FTDX_KEY_PCK_CA "tdx-pck-ca"
#define FTDX_KEY_PCK "tdx-pck"
#define FTDX_KEY_TCB_SIGNING "tdx-tcb-signing"
#define FTDX_KEY_ATTESTATION "tdx-attestation"
#define FTDX_KEY_ROGUE_ROOT "rogue-tdx-root"
#define FTDX_KEY_ROGUE "rogue-tdx"

/* What can be wrong with the extension of a PCK certificate. */
typedef enum {
    FTDX_EXT_WHOLE = 0,
    FTDX_EXT_ABSENT,
    FTDX_EXT_NO_FMSPC,
    FTDX_EXT_FMSPC_TWICE,
    FTDX_EXT_FMSPC_SHORT,
    FTDX_EXT_PPID_SHORT,
    FTDX_EXT_SVN_256,      /* beyond a byte */
    FTDX_EXT_SVN_NEGATIVE, /* 255 without its leading zero */
    FTDX_EXT_SVN_MISSING,
    FTDX_EXT_SVN_SWAPPED, /* two components in each other's place */
    FTDX_EXT_PCESVN_65536,
    FTDX_EXT_TYPE_3,       /* an SGX type that the profile does not have */
    FTDX_EXT_TYPE_INTEGER, /* INTEGER instead of ENUMERATED */
    FTDX_EXT_BOOL_1,       /* TRUE as 01 */
    FTDX_EXT_UNKNOWN,      /* one member more */
    FTDX_EXT_TCB_UNKNOWN,  /* one more in the TCB */
    FTDX_EXT_TRAILING,     /* a byte behind the SEQUENCE */
    FTDX_EXT_OIDS_IN_PPID  /* all that a search for OIDs finds, inside another value */
} ftdx_ext_form;

/* One platform, as its PCK certificate describes it. */
typedef struct {
    uint8_t ppid[16], svn[16], cpusvn[16], pceid[2], fmspc[6];
    uint32_t pcesvn;
    uint8_t sgx_type;
    bool platform_ca; /* has instance id and configuration, and is issued by the Platform CA */
    uint8_t instance_id[16];
    bool dynamic_platform, cached_keys, smt_enabled;
    ftdx_ext_form form;
} ftdx_platform;

typedef struct {
    xw_cert root, pck_ca, pck, tcb_signing;
    xw_crl root_crl, pck_crl; /* by the root; by the PCK CA */
} ftdx_pki;

/* A platform that collateral for FMSPC a55a7e570000 speaks of. */
void ftdx_platform_init(ftdx_platform *p);
/* Certificates and lists that hold at `at`. Values live in `a`. */
void ftdx_pki_init(ftdx_pki *p, arena *a, key_ring *ring, const ftdx_platform *platform,
                   assay_time at);
/* The contents of the PCK certificate's extension. */
assay_bytes ftdx_pck_extension(arena *a, const ftdx_platform *p);
extern const assay_bytes ftdx_oid_sgx; /* 1.2.840.113741.1.13.1 */

/* Several certificates as PEM, one behind the other. */
assay_bytes ftdx_pem_chain(arena *a, key_ring *ring, const xw_cert *const *certs, size_t count);

#endif
