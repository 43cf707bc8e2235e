/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The typed claim tree that a format writes and a policy reads. Claims are named as their schema
 * (schema.h) says; a claim's address is its evidence label and an RFC 6901 pointer.
 */
#ifndef ASSAY_CLAIMS_CLAIM_H
#define ASSAY_CLAIMS_CLAIM_H

#include "base/arena.h"

#include <assay/claim.h>

struct assay_claim {
    assay_claim_type type; /* NONE: absent; with `pending`, absent only for want of a store item */
    bool pending;          /* a store item that is missing may change what it says */
    assay_str name;        /* member name; {NULL, 0} in a list and at the root */
    union {
        uint64_t uint;
        int64_t sint;
        bool boolean;
        assay_bytes bytes;
        assay_str text; /* TEXT, and NUMBER as written */
        assay_time time;
    } value;
    size_t count; /* MAP, LIST */
    assay_claim *first, *last, *next;
    size_t offset, length; /* span in the evidence; length 0: derived */
};
typedef assay_claim claim;

/* Each adds a member to a map (name: text that outlives the tree) or an element to a list (name
 * NULL), and returns it; NULL when memory failed or `parent` is NULL, so calls can be chained. */
claim *claim_root(arena *a); /* an empty map */
claim *claim_map(arena *a, claim *parent, const char *name);
claim *claim_list(arena *a, claim *parent, const char *name);
claim *claim_uint(arena *a, claim *parent, const char *name, uint64_t v);
claim *claim_int(arena *a, claim *parent, const char *name, int64_t v);
claim *claim_bool(arena *a, claim *parent, const char *name, bool v);
claim *claim_bytes(arena *a, claim *parent, const char *name, assay_bytes v);
claim *claim_text(arena *a, claim *parent, const char *name, assay_str v);
claim *claim_cstr(arena *a, claim *parent, const char *name, const char *v);
claim *claim_time(arena *a, claim *parent, const char *name, assay_time v);
claim *claim_null(arena *a, claim *parent, const char *name);
claim *claim_number(arena *a, claim *parent, const char *name, assay_str as_written);
claim *claim_pending(arena *a, claim *parent, const char *name);
/* Where in the evidence it was read; takes NULL. */
void claim_span(claim *c, size_t offset, size_t length);

/* By RFC 6901 pointer; "" is `root`; NULL when absent. */
const claim *claim_at(const claim *root, assay_bytes pointer);
const claim *claim_member(const claim *map, const char *name);
/* Equal in type and value, deeply (maps in any order). No recursion. */
bool claim_equal(const claim *a, const claim *b);
/* One-line text of a scalar for messages: "0x3001f", hex of bytes cut in the middle, printable text. */
const char *claim_show(arena *a, const claim *c);

#endif
