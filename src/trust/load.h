/* SPDX-License-Identifier: Apache-2.0 */
/* A store while it is being opened, as the roles that live here see it. */
#ifndef ASSAY_TRUST_LOAD_H
#define ASSAY_TRUST_LOAD_H

#include "trust/files.h"
#include "trust/manifest.h"
#include "trust/store.h"

/* A certificate that may stand in a path, and the item that it came with. */
typedef struct {
    const issuer *issuer;
    const trust_item *item;
} candidate;

/* A new file that is not in the store's directory yet; path NULL: the item's file is. */
typedef struct {
    assay_bytes bytes;
    const char *path;
    assay_bytes original; /* what it was converted from, to be kept beside it */
    const char *suffix;   /* of that one's name; NULL: there is none */
} given_file;

struct trust_load {
    assay_trust *store;
    const given_file *given; /* one for each item, or NULL */
    candidate *candidates;   /* of the items of rank 0 and 1, in manifest order */
    size_t candidate_count;
    const anchor **scratch; /* room for every anchor of the store */
    issuer *pool;           /* room for LIMIT_PATH_POOL */
};

/* Ranks of the roles that live here (store.h: lower ones are verified first). */
enum { RANK_ANCHOR = 0, RANK_ISSUER = 1, RANK_UNDER_ISSUER = 2, RANK_OTHER = 3 };

extern const trust_role role_x509_root, role_spki_pin, role_issuer_chain, role_ask, role_asvk,
    role_vcek, role_vlek, role_crl, role_ocsp, role_deny, role_known_nonces, role_policy_key;

/* Certificates of rank 0 and 1 are parsed before any is verified, so that the order of the manifest
 * does not matter to paths: into the item's material (other items: nothing), then all of them into
 * the candidates. */
assay_status x509_parse(trust_load *load, trust_item *item, assay_error *err);
assay_status x509_candidates(trust_load *load, assay_error *err);
/* SHA-256 over a canonical text of the built-in pins; OK or E_MEMORY. */
assay_status trust_pins_digest(arena *a, uint8_t out[32]);
/* E_MEMORY, or E_CONFIG when the store outgrew LIMIT_STORE_MEMORY, with *err; OK. */
assay_status load_memory(const trust_load *load, assay_error *err);

/* The entry of a deny list for this identity, or NULL. */
const trust_denied *deny_find(const trust_deny_list *list, const char *kind, assay_bytes value);
/* Nonces that vendors' samples use. */
extern const trust_nonce_list trust_known_nonces;

/* An item's scope as the manifest has it, or NULL when it names none. */
static inline const char *item_scope(const trust_item *item)
{
    return item->view.family[0] != '\0' ? item->view.family : NULL;
}

/* A store of the built-in pins, to be built upon. NULL when memory failed. */
assay_trust *trust_new(void);
/*
 * Opens a manifest whose files are in `dir`, but for those of `given` (one per item; NULL: none).
 * The manifest's texts must live as long as `t`. Not OK: *err says why, and `t` is good for
 * trust_release only.
 */
assay_status trust_build(assay_trust *t, const store_dir *dir, const manifest *m,
                         const given_file *given, const trust_role *const *roles, assay_error *err);
/* The role of that name among those of the formats and those that live here, or NULL. */
const trust_role *trust_role_find(const trust_role *const *roles, const char *name);

#endif
