/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intel quotes from a recipe: every field, every nested length, every certificate and every signer.
 * A good one is derived from version and body; spoilers change it before it is made. The same
 * recipe gives the same bytes.
 */
#ifndef ASSAY_FORGE_TDX_FORGE_H
#define ASSAY_FORGE_TDX_FORGE_H

#include "forge/tdx_collateral.h"

#define FTDX_HEADER_LEN 48
#define FTDX_REPORT_LEN 384 /* of an enclave */
#define FTDX_BODY_MAX 885
#define FTDX_NONCE_LEN 32
#define FTDX_REPORT_DATA_LEN 64
#define FTDX_AUTH_MAX 2048

typedef enum { FTDX_SGX = 1, FTDX_TD10, FTDX_TD15, FTDX_TD15_EX } ftdx_body;

/* Parts of a quote, as places for patches. */
typedef enum {
    FTDX_HEADER = 0,
    FTDX_BODY,
    FTDX_SIGNATURE,
    FTDX_ATTESTATION_KEY,
    FTDX_QE_REPORT,
    FTDX_QE_SIGNATURE,
    FTDX_QE_AUTH,
    FTDX_CERT_DATA, /* its contents */
    FTDX_PARTS
} ftdx_part;

/* A byte that changes after everything is signed. */
typedef struct {
    ftdx_part part;
    size_t at;
    uint8_t flip;
} ftdx_patch;
#define FTDX_PATCHES 4

/* Certificates inside the quote. */
typedef enum { FTDX_PCK = 0, FTDX_PCK_CA, FTDX_ROOT, FTDX_EXTRA } ftdx_link;
#define FTDX_LINKS 10

/* What travels beside the quote, or is missing; bits. */
enum {
    FTDX_GIVE_PCK = 1u << 0,
    FTDX_GIVE_CHAIN = 1u << 1,
    FTDX_GIVE_PCK_CRL = 1u << 2,  /* instead of being in the store */
    FTDX_GIVE_ROOT_CRL = 1u << 3, /* likewise */
    FTDX_NO_PCK_CRL = 1u << 4,
    FTDX_NO_ROOT_CRL = 1u << 5,
    FTDX_DENY = 1u << 6 /* the deny list names the PPID */
};

typedef struct {
    assay_time at;
    uint8_t nonce[FTDX_REPORT_DATA_LEN]; /* what the relying party asks for */
    size_t nonce_len;
    ftdx_platform platform;
    ftdx_pki pki;
    xw_cert pinned;    /* the root that the relying party trusts */
    xw_cert stored_ca; /* the CA whose list it keeps */
    ftdx_collateral collateral;
    xw_cert extra;

    uint16_t version;
    ftdx_body body_type;
    uint8_t header[FTDX_HEADER_LEN];
    uint16_t declared_type; /* of version 5 */
    uint32_t declared_size;
    uint8_t body[FTDX_BODY_MAX];
    size_t body_len;

    const char *attestation_key, *quote_signer, *qe_signer;
    bool zero_signature;
    uint8_t qe_report[FTDX_REPORT_LEN];
    bool binds_itself; /* the QE's report data is as it stands, instead of what it ought to be */
    uint8_t qe_auth[FTDX_AUTH_MAX];
    size_t qe_auth_len;
    uint16_t outer_type, cert_type;
    ftdx_link chain[FTDX_LINKS];
    size_t chain_len;
    bool chain_unended;    /* without the NUL that Intel's chains end with */
    uint8_t chain_end;     /* in the place of that NUL */
    assay_bytes between;   /* behind the first certificate */
    const char *pem_label; /* NULL: CERTIFICATE */
    size_t pem_width;      /* 64 */
    bool pem_crlf;
    assay_bytes cert_data; /* instead of what the type asks for */
    int32_t auth_delta, outer_delta, qe_auth_delta, cert_delta; /* added to true lengths */
    ftdx_patch patches[FTDX_PATCHES];
    size_t patch_count;
    assay_bytes tail; /* behind it all */
    size_t pad_to;    /* zeros up to this size */
    size_t cut;       /* bytes left out at the end */
    unsigned given;   /* FTDX_GIVE_.. */
    assay_bytes log;  /* event log beside the quote; {NULL, 0}: none */
} ftdx_recipe;

typedef struct {
    assay_bytes quote, pinned, issuers, pck, pck_crl, root_crl, deny;
    ftdx_collateral_files collateral;
} ftdx_evidence;

/* A good recipe at FTDX_DEFAULT_AT, or as `at` says; a fixed nonce, which stands in report_data. */
void ftdx_recipe_init(ftdx_recipe *r, uint16_t version, ftdx_body body);
/* At most 64 bytes. */
void ftdx_recipe_nonce(ftdx_recipe *r, assay_bytes nonce);
/* Certificates, lists and collateral of the platform as it is now; before spoilers of those. */
void ftdx_recipe_derive(ftdx_recipe *r, arena *a, key_ring *ring);
/* OK, or E_MEMORY when memory or a key failed. */
assay_status ftdx_make(const ftdx_recipe *r, arena *a, key_ring *ring, ftdx_evidence *out);
/* The certificates of the chain as PEM, in the recipe's form. */
assay_bytes ftdx_make_chain(const ftdx_recipe *r, arena *a, key_ring *ring);

/* Fields of bodies by name; also of the quoting enclave's report. */
typedef struct {
    const char *name;
    uint16_t at, len;
    uint8_t bodies; /* bit per ftdx_body */
} ftdx_field;
extern const ftdx_field ftdx_fields[];
extern const size_t ftdx_field_count;
/* NULL: no such field in this body. */
const ftdx_field *ftdx_field_find(ftdx_body body, const char *name);

#endif
