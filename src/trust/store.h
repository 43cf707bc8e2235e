/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pinned trust store: a manifest (store.json), the files that it names, and the built-in pins.
 * It knows bytes, digests, validity and scope. What a role's material means is known to the role:
 * x509-root, spki-pin, issuer-chain, crl, ocsp, deny and known-nonces live here, the formats bring
 * their own. Immutable once opened, counted, safe from every thread.
 */
#ifndef ASSAY_TRUST_STORE_H
#define ASSAY_TRUST_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "pki/chain.h"
#include "pki/crl.h"

#include <assay/trust.h>

typedef struct trust_role trust_role;

typedef struct trust_item {
    assay_trust_item view; /* what callers see; texts live in the store's arena */
    const trust_role *role;
    assay_bytes bytes;
    const void *material;          /* made by role->verify; its type is the role's */
    const struct trust_item *next; /* of the same role, in manifest order */
} trust_item;

/* The items of one role. */
typedef struct {
    const trust_role *role;
    const trust_item *first;
} trust_list;

/* A store while it is being opened: what a role may use to verify an item. */
typedef struct trust_load trust_load;
/* Makes an item's file of what its issuer published: see below. */
typedef struct trust_converter trust_converter;

/* Rank of roles whose files a converter makes, and nothing else. */
enum { TRUST_RANK_CONVERTED = 4 };

struct trust_role {
    const char *name; /* as in assay/roles.h */
    int rank;         /* items of lower rank are verified first; see TRUST_RANK_CONVERTED */
    /*
     * Parses item->bytes, verifies them under what is already in the store, and fills material and
     * view (family, subject, window, state). E_CONFIG with *err when the bytes are no such thing or
     * do not verify. Signer windows and revocation are left to each appraisal.
     */
    assay_status (*verify)(trust_load *load, trust_item *item, assay_error *err);
    /* When an item counts, where that depends on the others of its role; UNSET: without bound.
     * NULL: within its own window. */
    void (*window)(const assay_trust *t, const trust_item *item, assay_time *from, assay_time *to);
};

/* Material of the roles that live here; crl's is a `const crl *`, ocsp's a `const ocsp *`,
 * spki-pin's NULL. */
typedef struct {
    size_t count;
    issuer *certs; /* x509-root: one; issuer-chain: those of the file, roots among them too */
} trust_certs;
typedef struct {
    const char *kind;  /* "chip_id", "serial", "kid", ... */
    assay_bytes value; /* bytes of the identity; text of textual kinds */
    const char *reason, *date;
} trust_denied;
typedef struct {
    size_t count;
    const trust_denied *entries;
} trust_deny_list;
typedef struct {
    size_t count;
    const assay_bytes *nonces;
} trust_nonce_list;

/* What was looked at through a view: one flag for each item, one for each anchor. */
typedef struct {
    bool *items, *anchors;
} trust_use;

struct assay_trust {
    arena arena;
    int refs;           /* atomic */
    const char *path;   /* NULL: built-in pins alone */
    uint8_t digest[32]; /* SHA-256 of store.json, or of the built-in pin table */
    uint64_t revision;
    trust_item *items; /* manifest order */
    size_t count;
    trust_list *lists; /* one for each role that has items */
    size_t list_count;
    const anchor **anchors; /* built-in pins, x509-root and spki-pin items */
    size_t anchor_count;
    trust_use used; /* of a view; NULL otherwise */
};

/* Built-in pins (trust/pins.c). */
extern const anchor trust_pins[];
extern const size_t trust_pin_count;
/* The one of this key, or NULL. */
const anchor *trust_pin_of(const uint8_t spki_sha256[32]);

/* Opens with the roles given (NULL-terminated), besides those that live here. NULL options: the
 * built-in pins alone. */
assay_status trust_open(const assay_trust_options *options, const trust_role *const *roles,
                        assay_trust **out, assay_error *err);
assay_trust *trust_retain(assay_trust *t);
void trust_release(assay_trust *t);

/*
 * The store as one appraisal sees it: trust_next, trust_denies, trust_knows_nonce and trust_anchors
 * note in it what they hand out. It shares everything else with `t`, is not counted and may not
 * outlive `t` or `a`, which holds the notes.
 */
assay_trust trust_view(const assay_trust *t, arena *a);

/* The anchors of a family, or of all (NULL); `out` has room for t->anchor_count. */
size_t trust_anchors(const assay_trust *t, const char *family, const anchor **out);
/* Items of a role (and of a family unless NULL) in manifest order; begin with after = NULL. */
const trust_item *trust_next(const assay_trust *t, const trust_item *after, const char *role,
                             const char *family);
/* The same without noting it in a view, for roles of which one generation counts among many: what
 * is then used is noted by hand. */
const trust_item *trust_peek(const assay_trust *t, const trust_item *after, const char *role,
                             const char *family);
void trust_note(const assay_trust *t, const trust_item *item);
/* The deny list entry for an authenticated identity, or NULL. */
const trust_denied *trust_denies(const assay_trust *t, const char *kind, assay_bytes value);
/* Is it signed (ES384, detached) by a key that the store holds in this role? OK, REJECTED or E_MEMORY. */
assay_status trust_signed(const assay_trust *t, const char *role, assay_bytes in,
                          assay_bytes signature);
/* Is this a nonce that the world knows (built in, or in a known-nonces item)? */
bool trust_knows_nonce(const assay_trust *t, assay_bytes nonce);
/* Can this be the `iss` of tokens: an https URL, or the name of a known issuer that has none? */
bool trust_issuer_valid(const char *iss);
/* Is `family` one of the fixed scopes, or the issuer of tokens? */
bool trust_scope_valid(const char *family);
#define TRUST_SCOPES                                                                               \
    "amd, intel, aws, nvidia-device, nvidia-rim, ear (results without an issuer), or what the "    \
    "issuer of tokens calls itself: an https URL, or Intel Trust Authority"

/* For roles, while verifying. The store's anchors and items of lower rank are complete. */
arena *trust_load_arena(trust_load *load);
const assay_trust *trust_load_store(const trust_load *load);

/*
 * Adding (assay trust add). Verifies as opening does, copies the files into the store, and writes a
 * new manifest atomically with revision + 1 and retrieved-at `now`. The directory is made (0700)
 * when it does not exist. `report` gets lines for people: what was pinned, with digest, subject and
 * window. Nothing is changed when anything fails. An item whose bytes are in the store under the
 * same role and scope already is reported and not added twice.
 */
typedef struct {
    const char *role, *scope, *issuer; /* scope, issuer: NULL unless given */
    const char *file;                  /* path to read */
    assay_bytes bytes;                 /* instead, if there: what `file` was found to hold */
    const char *origin;                /* where it came from; NULL: the file's name */
    const trust_converter *converter;  /* of roles that need one; NULL: it is not built in */
    bool expired_accepted;             /* for the converter: its signer's end does not matter */
} trust_addition;

/*
 * Verifies a file of a kind that the library itself does not read, under the anchors of `t`, and
 * makes of it what the role reads. The store keeps the original beside that, under the same name
 * with this suffix; nothing reads it again.
 */
struct trust_converter {
    const char *role, *suffix;
    /* OK, E_CONFIG with *err when it does not verify, or E_MEMORY. *out lives in `a`. */
    assay_status (*convert)(const assay_trust *t, arena *a, const trust_addition *add,
                            assay_bytes in, assay_bytes *out, assay_error *err);
};
assay_status trust_add(const char *dir, const trust_addition *add, size_t count,
                       const trust_role *const *roles, assay_time now, text *report,
                       assay_error *err);

#endif
