/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two tables that are the language: operators of rules, and operators of value expressions. One
 * row is one operator; nothing else knows their names.
 */
#ifndef ASSAY_POLICY_OPS_H
#define ASSAY_POLICY_OPS_H

#include "base/text.h"
#include "policy/loader.h"

/* One piece under one policy. */
typedef struct {
    const assay_policy *policy;
    policy_context *c;
    const claim *const *params; /* by declared.index; NULL: neither set nor a default */
    const policy_piece *piece;
    const char *rule_id;
    bool nested;            /* the rule holds others: what is found is said with its pointer */
    const claim *looked_at; /* first */
    /* Said by the operators of the rule: what was found, what an expression came to, and more. */
    text found;
    const char *expected, *detail;
} evaluation;

typedef enum { NESTS_NOTHING = 0, NESTS_CLAIMS, NESTS_ELEMENTS } nesting;

typedef struct rule_op {
    const char *name;
    const char *operand, *doc; /* what it takes, and when it holds; for the manual */
    unsigned types;            /* of the claim, as TYPE() bits; 0: it has no claim of its own */
    const char *options[2];    /* further members of the rule that are its own */
    nesting nests; /* its rules look at the same piece, or at each element of its list */
    bool sees_absence;
    bool identifies;  /* what holds under it is one of the values that the policy states */
    bool once;        /* judged once for all pieces of its groups, and under "together" only */
    bool leaves_open; /* it says nothing of which value a claim should have */
    /* Type-checks the operand and fills its part of the rule; reports what is wrong. */
    void (*load)(loader *l, const json *operand, const json *whole, rule *r);
    /* Judges a claim of the schema's type; NULL only under sees_absence. Not for what nests. */
    outcome (*judge)(evaluation *ev, const rule *r, const claim *c);
    /* "is at least 5": the predicate of a sentence that begins with the claim. */
    void (*say)(const rule *r, text *out);
} rule_op;

#define TYPE(t) (1u << ASSAY_CLAIM_##t)
#define SCALARS                                                                                    \
    (TYPE(UINT) | TYPE(INT) | TYPE(BOOL) | TYPE(BYTES) | TYPE(TEXT) | TYPE(TIME) | TYPE(NUMBER))
#define ANY_TYPE (SCALARS | TYPE(LIST) | TYPE(MAP))

extern const rule_op *const rule_ops[];
extern const size_t rule_op_count;
const rule_op *rule_op_find(assay_str name);

/* The operators' rows, by file. */
extern const rule_op op_eq, op_ne, op_in, op_not_in;            /* ops_equal.c */
extern const rule_op op_contains, op_only, op_exactly;          /* ops_list.c */
extern const rule_op op_is, op_min, op_max, op_max_age;         /* ops_order.c */
extern const rule_op op_svn_min;                                /* ops_svn.c */
extern const rule_op op_bits;                                   /* ops_bits.c */
extern const rule_op op_version;                                /* ops_version.c */
extern const rule_op op_present, op_absent_or_empty;            /* ops_presence.c */
extern const rule_op op_any_of, op_at_least, op_some, op_every; /* ops_nested.c */
extern const rule_op op_matches;                                /* references.c */
extern const rule_op op_equal;                                  /* ops_same.c */
extern const rule_op op_topology;                               /* ops_topology.c */

/* A result of a value expression: HOLDS with a claim, UNKNOWN or BROKEN with a text that says why.
 */
typedef struct {
    outcome state;
    const claim *claim;
    const char *why;
} found_value;

typedef enum { PARTS_NONE = 0, PARTS_ONE, PARTS_LIST } value_parts;

typedef struct value_op {
    const char *name;
    const char *option; /* a further member, or NULL */
    value_parts parts;  /* the operand is none, one, or a list of value expressions */
    /* Fills the node from its operand; reports what is wrong. */
    void (*load)(loader *l, value *v);
    /* Type, length and text, once those of the parts are known; reports what cannot be. */
    void (*settle)(loader *l, value *v);
    /* `results[part->index]` are the claims of the parts. */
    found_value (*evaluate)(evaluation *ev, const value *v, const claim *const *results);
    const char *operand, *doc; /* what it takes, and what it comes to; for the manual */
} value_op;

extern const value_op *const value_ops[];
extern const size_t value_op_count;
extern const value_op value_literal; /* a typed literal; has no name */

found_value value_of(evaluation *ev, const expression *e);

/* The piece's claim at a pointer. A claim below one that is pending is pending; null is absence;
 * and what a piece lacks before it is authentic may still come. */
typedef enum { SEEN, PENDING, ABSENT } sight;
sight look(const claim *root, const char *pointer, bool authentic, const claim **out);
/* The same, as the claim's row presents it (schema_view). */
sight look_as(evaluation *ev, const claim *root, const char *pointer, bool authentic,
              const claim_schema *row, const claim **out);
/* Is it what the schema says? `row` may be NULL: text. */
bool well_typed(const claim *c, const claim_schema *row);
/* Equal in value; bytes and texts in constant time. Bytes equal a text's bytes. */
bool same_value(const claim *c, const claim *wanted);

/* The group and block that select a piece; NULL: none. */
const block *block_of(const assay_policy *p, const policy_piece *piece);
/* Is the piece of one of these groups? */
bool selects(const assay_policy *p, group *const *of, size_t count, const policy_piece *piece);
/* The pieces of these groups, in the order of the request; begin with after = NULL. */
policy_piece *next_of(const assay_policy *p, const policy_context *c, group *const *of,
                      size_t count, const policy_piece *after);

/* The outcome of a rule for ev->piece, with all that is below it. */
outcome evaluate_tree(evaluation *ev, const rule *top);

/* Does a rule for this block's evidence look at the claim, or at what is above it? */
bool rules_touch(const assay_policy *p, const block *b, assay_bytes pointer);

/* Adds "pointer what" to what was found. */
void say_found(evaluation *ev, const char *pointer, const char *what);

#endif
