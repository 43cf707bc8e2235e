/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled policy. Everything in it lives in the policy's own arena and is never written again
 * once policy_load returned, so any number of threads may evaluate it.
 */
#ifndef ASSAY_POLICY_MODEL_H
#define ASSAY_POLICY_MODEL_H

#include "base/limits.h"
#include "claims/claim.h"
#include "claims/schema.h"
#include "codec/json.h"
#include "policy/policy.h"

#include <stdatomic.h>

#define COUNT_ANY SIZE_MAX

/* What every check answers. Worse is greater; a conjunction is as bad as its worst part. BROKEN: a
 * claim is absent or ill-typed, which fails the whole rule, whatever combinators stand around it.
 */
typedef enum { HOLDS = 0, UNKNOWN, DIFFERS, BROKEN } outcome;

/* A declared input or param. */
typedef struct declared {
    const char *name, *doc;
    assay_claim_type type; /* of the elements when `list` */
    bool list;
    size_t length;              /* of BYTES, exact; 0: any */
    const claim *default_value; /* params; NULL: none */
    size_t index;               /* among the params, or among the inputs */
    bool named;                 /* some value expression looks at it */
    struct declared *next;
} declared;

/* A node of a value expression. */
typedef struct value {
    const struct value_op *op;
    struct value *first, *next;   /* parts; sibling */
    struct value *later, *before; /* the order in which nodes are made: wholes before parts */
    const json *at, *operand;
    size_t depth, count;   /* of parts */
    size_t index;          /* place of its result */
    assay_claim_type type; /* of the result; of its elements when `list` */
    bool list;
    bool fixed;     /* the length of the result is known: `length` bytes */
    bool delimited; /* it carries its own length */
    size_t length;
    claim literal;
    size_t n; /* length of a nonce; `to` of zero_pad */
    declared *declared;
    const char *pointer; /* claim of another piece; NULL: none */
    struct group **of;   /* the group of that piece, or those whose evidence is looked at */
    size_t of_count;
    const claim_schema *schema;
    const char *shown; /* as the policy's readers see it */
} value;

/* Evaluated from `last` back to `root`, so that parts come before the whole. */
typedef struct expression {
    value *root, *last;
    size_t count;
    bool has_nonce, has_claim;
    struct expression *next;
} expression;

/* Inclusive; UNSET: open. */
typedef struct {
    assay_time from, to;
} window;

typedef struct table_row {
    const char *name;
    window window;
    const claim *cells; /* as many as the table has columns */
    struct table_row *next;
} table_row;

/* A reference table, typed by the claims of the rule that uses it. */
typedef struct {
    const char *name;
    size_t column_count, row_count;
    const char *const *columns;
    const claim_schema *const *schemas;
    table_row *rows;
} table;

typedef struct {
    const char *name;
    unsigned bit;
    bool wanted;
} wanted_bit;

typedef struct {
    const char *variant, *name; /* variant NULL: always; name NULL: by place */
    size_t at;
    uint8_t min;
} svn_part;

#define VERSION_PARTS 8
typedef struct {
    uint64_t parts[VERSION_PARTS];
} version_number;

typedef struct rule {
    const struct rule_op *op;
    const char *id, *why, *affects; /* id: top level only */
    const char *reference;          /* "name:line:column" */
    const json *at;
    const char
        *claim; /* relative to the piece, or to the element that `some` looks at; NULL: none */
    const char *full;                     /* from the piece, "*" for the element */
    const claim_schema *schema, *element; /* element: of a list's elements; NULL: text */
    bool absent_passes, warns;
    bool identifies, states_nonce; /* it holds only where the peer is named, the nonce carried */
    size_t identifying, stating;   /* of its rules */
    const char *expected;
    struct group **of; /* rules of `together`; NULL: those of the block it stands in */
    size_t of_count;
    struct rule *parent, *first, *last, *next;
    struct rule *later, *before; /* the order in which they are made: wholes before parts */
    size_t count, depth;
    /* What the operator's loader left for its evaluation. */
    const expression *operands; /* eq ne in not_in contains only exactly */
    bool flag;                  /* is; only: empty passes; exactly: ordered; bits: others clear */
    claim bound;                /* min max */
    size_t at_least;            /* of the rules, or of the elements; COUNT_ANY: all, and one */
    int64_t age, skew;          /* max_age_s */
    const wanted_bit *bits;
    size_t bit_count;
    const svn_part *svn;
    size_t svn_count;
    const struct version_scheme *scheme;
    const version_number *versions; /* the least one, then those that are excluded */
    size_t version_count;
    bool has_least;
    const table *table;
    size_t endpoints, switches; /* topology */
} rule;

/* A claim that no rule touches. */
typedef struct open_row {
    const claim_schema *schema;
    const char *reason;
    struct open_row *next;
} open_row;

/* The formats whose claims a rule can see. */
typedef struct {
    const format *const *formats;
    size_t count;
} scope;

/* One alternative of a group: formats and the rules for them. */
typedef struct block {
    struct group *group;
    scope scope;
    const json *rule_list;
    rule *first, *last;
    bool has_rules;  /* the member was there */
    open_row **open; /* one list per format */
    struct block *next;
} block;

typedef struct pointer_note { /* of `release` and `unconstrained` */
    const char *pointer, *reason;
    const json *at;
    struct pointer_note *next;
} pointer_note;

typedef struct group {
    const char *name;
    const json *at;
    size_t min, max; /* max COUNT_ANY: no limit */
    block *first, *last;
    pointer_note *released, *unconstrained;
    struct group *next;
} group;

/* A claim that says which findings a waiver means: of what the finding points at, else of the
 * piece. */
typedef struct narrowing {
    const char *name;
    const claim *values; /* any of them; a list's elements */
    struct narrowing *next;
} narrowing;

typedef struct waiver {
    const char *finding, *reason;
    narrowing *only; /* all of them; NULL: every finding of that id */
    assay_time until;
    const json *at;
    struct waiver *next;
} waiver;

typedef struct reference {
    const char *name;
    const json *at, *columns, *rows;
    bool used;
    struct reference *next;
} reference;

typedef enum { STREAM_STANDARD = 0, STREAM_EARLY } tcb_stream;
typedef enum { ISSUE_NEWEST = 0, ISSUE_ANY } rim_issue;

struct assay_policy {
    atomic_size_t holders;
    arena arena;
    assay_bytes text;
    const json *root;
    uint8_t sha256[32];
    const char *name, *id, *title;
    uint64_t version;
    window valid;
    bool accepts_affirming, accepts_warning;
    bool any_genuine, revocation_optional, revocation_as_of_at, known_nonces_allowed,
        reference_values_optional;
    tcb_stream stream;
    rim_issue issue;
    declared *inputs, *params;
    size_t input_count, param_count;
    reference *references;
    group *groups;
    rule *together;
    size_t rule_count;
    waiver *waivers;
};

/* The next rule of a tree in the order of the text, or NULL after the last below `top`. */
const rule *rule_after(const rule *top, const rule *r);
/* The group and block that select a format; NULL: none. */
const block *policy_block(const assay_policy *p, const char *format_id);
/* Does a format before the one at `index` have the same claims? */
bool same_claims_before(const block *b, size_t index);
bool window_holds(const window *w, assay_time t);
/* Is `above` the same pointer as `below`, or one of its ancestors? */
bool pointer_covers(const char *above, assay_bytes below);

#endif
