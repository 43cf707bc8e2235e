/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The extension 1.2.840.113741.1.13.1 of a PCK certificate: which platform its key belongs to, and
 * at which security version (Intel SGX PCK Certificate and CRL Profile, 1.3.5). Read by structure:
 * exactly the members that the profile lists, each once, nothing behind them.
 */
#ifndef ASSAY_FORMATS_TDX_PCK_EXT_H
#define ASSAY_FORMATS_TDX_PCK_EXT_H

#include "codec/der.h"
#include "pki/cert.h"

#define PCK_EXT_ARC 0x2a, 0x86, 0x48, 0x86, 0xf8, 0x4d, 0x01, 0x0d, 0x01
#define PCK_EXT_OID OID(PCK_EXT_ARC)

#define PCK_SVN_COUNT 16

typedef struct {
    assay_bytes ppid;           /* 16 */
    uint8_t svn[PCK_SVN_COUNT]; /* SGX TCB components 1 to 16 */
    uint16_t pcesvn;
    assay_bytes cpusvn; /* 16 */
    assay_bytes pceid;  /* 2 */
    assay_bytes fmspc;  /* 6 */
    uint8_t sgx_type;   /* 0 standard, 1 scalable, 2 scalable with integrity */
    /* Of the platform CA's certificates alone */
    assay_bytes platform_instance_id; /* 16; {NULL, 0}: absent */
    bool has_configuration;
    bool dynamic_platform, cached_keys, smt_enabled;
} pck_ext;

/* The extension's value; false with the fault set when it is not of the profile. */
bool pck_ext_parse(assay_bytes value, pck_ext *out, fault *f);
/* That of a certificate; false also when it has none. Offsets count from the extension's value. */
bool pck_ext_read(const cert *pck, pck_ext *out, fault *f);

#endif
