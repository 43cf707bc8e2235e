/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TDREPORT_STRUCT (Intel TDX Module ABI, 3.7): what a TD gets from the TDX module, and a quoting
 * enclave turns into a quote. Only the CPU that made it can check its MAC.
 */
#ifndef ASSAY_FORMATS_TDX_TDREPORT_H
#define ASSAY_FORMATS_TDX_TDREPORT_H

#include "base/cursor.h"

#define TDREPORT_BYTES 1024u

typedef struct {
    uint8_t type, subtype, version;
    assay_bytes cpusvn;                           /* 16 */
    assay_bytes tee_tcb_info_hash, tee_info_hash; /* 48: SHA-384 of the two parts */
    assay_bytes report_data;                      /* 64 */
    assay_bytes mac;                              /* 32 */
    assay_bytes tee_tcb_info, td_info;            /* the parts: 239, 512 */
    assay_bytes tee_tcb_svn, mrseam, mrsignerseam, seamattributes, tee_tcb_svn2;
    assay_bytes td_attributes, xfam, mrtd, mrconfigid, mrowner, mrownerconfig, rtmr[4];
    assay_bytes servtd_hash;
} tdreport;

/* Exactly TDREPORT_BYTES; false with the fault set. */
bool tdreport_read(assay_bytes in, tdreport *out, fault *f);

#endif
