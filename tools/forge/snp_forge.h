/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SEV-SNP evidence from a recipe. A recipe starts out good; its report may be changed; deriving
 * makes certificates that fit the report; after that anything may be spoiled; making signs and
 * assembles. The same recipe gives the same bytes.
 */
#ifndef ASSAY_FORGE_SNP_FORGE_H
#define ASSAY_FORGE_SNP_FORGE_H

#include "forge/snp_report.h"
#include "forge/x509_write.h"

#define FSNP_NONCE_LEN 32
#define FSNP_DEFAULT_AT 1780272000 /* 2026-06-01T00:00:00Z */

/* What can be left out, put into a table, or handed over beside the evidence; bits. */
typedef enum { FSNP_VEK = 1, FSNP_ASK = 2, FSNP_ARK = 4, FSNP_CRL = 8 } fsnp_piece;

/* The report after signing: `size` bytes of `value` at `at`. */
typedef struct {
    size_t at, size;
    uint64_t value;
} fsnp_patch;
#define FSNP_PATCH_MAX 4

typedef struct {
    fsnp_piece piece;
    uint8_t guid[16];
    bool pem;
    size_t padding;              /* zero bytes behind the contents, counted in the length */
    bool has_offset, has_length; /* written instead of the true ones */
    uint32_t offset, length;
} fsnp_entry;
#define FSNP_ENTRY_MAX 20

/* The GHCB certificate table (AMD 56421, SNP Extended Guest Request). */
typedef struct {
    fsnp_entry entries[FSNP_ENTRY_MAX];
    size_t count;
    bool unterminated; /* ends behind its last entry's header, and the blobs are left out */
    size_t pad_to;     /* zero bytes up to this size; 0: none */
} fsnp_table;

typedef struct {
    const fsnp_model *model;
    bool vlek;
    assay_time at;
    uint8_t nonce[64]; /* what the relying party asks for */
    size_t nonce_len;
    uint8_t report[FSNP_REPORT_LEN];
    const char *report_signer;
    void (*after_signing)(uint8_t report[FSNP_REPORT_LEN]);
    fsnp_patch patches[FSNP_PATCH_MAX];
    size_t patch_count;
    size_t report_len;     /* cut or, with zeros, extended to this */
    xw_cert pinned;        /* the root that the relying party trusts */
    xw_cert ark, ask, vek; /* what comes with the evidence; a good ark is the pinned one */
    xw_cert extra;         /* one more authority that is handed over; no key: none */
    xw_crl crl;
    size_t vek_len; /* the VEK's file is cut to this; 0: whole */
    fsnp_table table;
    uint32_t rsp_status, rsp_size; /* MSG_REPORT_RSP */
    uint8_t rsp_reserved;          /* the first of its reserved bytes */
    size_t rsp_len;
    unsigned absent;    /* pieces that nobody hands over */
    unsigned attached;  /* ARK: handed over too; CRL: with the evidence, not by the store */
    const char *policy; /* a policy of the fixtures to appraise under; NULL: any-genuine */
} fsnp_recipe;

typedef struct {
    assay_bytes report; /* ATTESTATION_REPORT */
    assay_bytes table;  /* certificate table */
    assay_bytes ext;    /* report, then table */
    assay_bytes rsp;    /* MSG_REPORT_RSP as the guest driver returns it */
    assay_bytes pinned, vek, ask, ark, crl;
    assay_bytes extra; /* {NULL, 0}: none */
} fsnp_evidence;

/* A good recipe; the nonce is a fixed one and stands in report_data. */
void fsnp_recipe_init(fsnp_recipe *r, const fsnp_model *model, uint32_t version, bool vlek);
/* Replaces the nonce, in the challenge and in report_data; at most 64 bytes. */
void fsnp_recipe_nonce(fsnp_recipe *r, assay_bytes nonce);
/* Certificates, CRL and table that fit the report as it is now. */
void fsnp_recipe_derive(fsnp_recipe *r, arena *a, key_ring *ring);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status fsnp_make(const fsnp_recipe *r, arena *a, key_ring *ring, fsnp_evidence *out);

/* For spoilers. */
void fsnp_patch_later(fsnp_recipe *r, size_t at, size_t size, uint64_t value);
/* OIDs below 1.3.6.1.4.1.3704.1 (AMD 57230). */
assay_bytes fsnp_oid_spl(fsnp_component c);
extern const assay_bytes fsnp_oid_struct_version, fsnp_oid_product, fsnp_oid_hwid, fsnp_oid_csp;
extern const uint8_t fsnp_guid_vcek[16], fsnp_guid_vlek[16], fsnp_guid_ask[16], fsnp_guid_ark[16],
    fsnp_guid_crl[16];

#endif
