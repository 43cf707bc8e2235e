/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A quote as its fields, for SGX enclaves (versions 3 to 5) and trust domains (4 and 5); syntax
 * only. Every view points into the input. {NULL, 0}: this body does not have the field.
 */
#ifndef ASSAY_FORMATS_TDX_QUOTE_H
#define ASSAY_FORMATS_TDX_QUOTE_H

#include "base/cursor.h"
#include "formats/tdx/layout.h"

/* REPORTBODY of an enclave: of the one that is attested, and of the quoting enclave. */
typedef struct {
    assay_bytes raw;                 /* SGX_REPORT_BYTES */
    assay_bytes cpusvn;              /* 16 */
    assay_bytes miscselect;          /* 4, as stored: little-endian */
    assay_bytes isvextprodid;        /* 16 */
    assay_bytes attributes;          /* 16: flags, XFRM */
    assay_bytes mrenclave, mrsigner; /* 32 */
    assay_bytes configid;            /* 64 */
    uint16_t isvprodid, isvsvn, configsvn;
    assay_bytes isvfamilyid; /* 16 */
    assay_bytes report_data; /* 64 */
    assay_bytes reserved[4];
} sgx_report;

/* TDREPORT's parts in a quote. */
typedef struct {
    assay_bytes tee_tcb_svn;          /* 16, at launch: [0] module SVN, [1] module major version */
    assay_bytes mrseam, mrsignerseam; /* 48 */
    assay_bytes seamattributes, td_attributes, xfam;      /* 8 */
    assay_bytes mrtd, mrconfigid, mrowner, mrownerconfig; /* 48 */
    assay_bytes rtmr[4];                                  /* 48 */
    assay_bytes report_data;                              /* 64 */
    /* From TD_15 on */
    assay_bytes tee_tcb_svn2; /* 16, of the module that runs now */
    assay_bytes mrservicetd;  /* 48 */
    /* TD_15_EX alone */
    assay_bytes vm_id;                         /* 1 */
    assay_bytes td_id;                         /* 32 */
    assay_bytes dev_info;                      /* 48 */
    assay_bytes init_servtd_hash;              /* 48 */
    assay_bytes init_servtd_attributes;        /* 8 */
    assay_bytes init_cpusvn, init_tee_tcb_svn; /* 16 */
    assay_bytes init_tee_fmspc;                /* 12 */
    assay_bytes cur_servtd_hash;               /* 48 */
    assay_bytes cur_servtd_attributes;         /* 8 */
} td_report;

typedef struct {
    uint16_t version, key_type;
    uint32_t tee_type;
    uint16_t qe_svn, pce_svn;    /* of version 3; reserved later */
    assay_bytes qe_vendor_id;    /* 16 */
    assay_bytes user_data;       /* 20: QE id, zeros */
    uint16_t body_type;          /* QUOTE_BODY_..; in versions 3 and 4 it follows from tee_type */
    sgx_report enclave;          /* of QUOTE_BODY_SGX */
    td_report td;                /* of the other bodies */
    assay_bytes report_data;     /* 64, of either */
    assay_bytes signed_bytes;    /* from the version to the end of the body */
    assay_bytes signature;       /* r||s */
    assay_bytes attestation_key; /* x||y */
    sgx_report qe;
    assay_bytes qe_signature; /* r||s over qe.raw, by the PCK */
    assay_bytes qe_auth;
    uint16_t cert_type; /* 1 to 5: of version 4 and later the one inside type 6 */
    assay_bytes cert_data;
    assay_bytes padding; /* behind the declared end: zeros */
} quote;

/* Takes all of the input; false with the fault set ("quote.header.version", ...). */
bool quote_parse(assay_bytes in, quote *out, fault *f);
static inline bool quote_is_td(const quote *q)
{
    return q->body_type != QUOTE_BODY_SGX;
}

#endif
