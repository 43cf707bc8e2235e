/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that load a policy share: where problems go, the shapes of objects, typed
 * literals. A loading function reports every problem that it sees and goes on; a NULL or false
 * result means that it reported one (or that memory failed).
 */
#ifndef ASSAY_POLICY_LOADER_H
#define ASSAY_POLICY_LOADER_H

#include "policy/model.h"
#include "policy/problems.h"

typedef struct {
    const format *const *list;
    size_t count;
} known_formats;

typedef struct loader {
    arena *arena;
    assay_policy *policy;
    known_formats known;
    const assay_policy_options *options;
    problem_sink sink;
    /* The rule tree that is being loaded. */
    scope scope;
    rule *newest;
    const json **rule_ids;
    bool full; /* LIMIT_POLICY_RULES reached and said */
} loader;

/* policy_load with the formats that a policy may name; for tests, which bring their own. */
assay_status policy_load_with(known_formats known, assay_bytes in,
                              const assay_policy_options *options, assay_policy **out,
                              assay_problems **problems, assay_error *err);

/* A member of a policy; for the manual. NULL past the end. */
typedef struct {
    const char *name, *doc;
    bool required;
} policy_member;
const policy_member *policy_member_at(size_t index);

#define PROBLEM(l, at, ...) problem_add(&(l)->sink, ASSAY_E_CONFIG, (at), __VA_ARGS__)

/* Names that are shown to a person; never NULL. */
const char *shown(loader *l, assay_str s);
/* A hint "did you mean X", or a list of all the names. */
void suggest(loader *l, assay_error *problem, assay_str word, const char *const *names, size_t n);
/* The nearest of the format's claims. */
void suggest_claim(loader *l, assay_error *problem, assay_str word, const format *f);

typedef struct {
    const char *name;
    bool required;
} member_shape;
/* Is it an object with no other members than these, and all that are required? Reports each flaw;
 * false only when it is no object. */
bool shape_check(loader *l, const json *node, const char *what, const member_shape *members,
                 size_t n);

/* A member's value of the wanted type; NULL (reported when present) otherwise. */
const json *typed_member(loader *l, const json *object, const char *name, json_type type);
bool typed(loader *l, const json *node, json_type type);
/* Texts: printable and NUL-terminated; NULL when absent or no text. An empty one is a problem. */
const char *text_member(loader *l, const json *object, const char *name);
/* A name of [A-Za-z0-9][A-Za-z0-9._-]{0,63}. */
const char *name_of(loader *l, const json *node, assay_str name, size_t at);
bool time_member(loader *l, const json *object, const char *name, assay_time *out);
bool window_members(loader *l, const json *object, window *out);
/* One of the words: its index, or n (reported). */
size_t word_of(loader *l, const json *node, const char *const *words, size_t n);
/* A list that is not empty. */
bool list_filled(loader *l, const json *node);
/* Reports texts that stand twice among `nodes`. Reorders them. */
void distinct(loader *l, const json **nodes, size_t n, const char *what);
/* "not supported by this version". */
void unsupported(loader *l, size_t at, const char *what);

/* A claim's value as it stands in JSON: hex for bytes, RFC 3339 for times. False: `*why` tells. */
bool literal_read(arena *a, const json *node, assay_claim_type type, size_t length, claim *out,
                  const char **why);
bool literal_load(loader *l, const json *node, assay_claim_type type, size_t length, claim *out);
/* The value of a param as it is set; NULL: `*why` tells. */
const claim *param_read(arena *a, const declared *d, const json *node, const char **why);

/* The claim that every format of the scope has at this pointer, with the same type; NULL: reported.
 */
const claim_schema *schema_of(loader *l, const scope *s, const char *pointer, const json *at);
/* The claim that a rule looks at: fills claim and full; false: reported. */
bool load_pointer(loader *l, rule *r, const json *node);
const claim_schema *schema_element(const scope *s, const char *pointer);

void load_declared(loader *l, const json *node, declared **list, size_t *count, bool params);
void load_references(loader *l, const json *node);
void load_groups(loader *l, const json *node);
void load_released(loader *l, const json *node);
void load_unconstrained(loader *l, const json *node);
void load_group_rules(loader *l);
void load_together(loader *l, const json *node);
void load_waivers(loader *l, const json *node);
group *group_named(const loader *l, assay_str name);
/* Reports that there is no such group; takes a list or a text. */
group *group_wanted(loader *l, const json *node);
declared *declared_named(declared *list, assay_str name);

/* Groups by name, in the arena; *count of them are good, what is wrong is reported. */
group **groups_wanted(loader *l, const json *list, size_t *count);

/* A literal of the type, or a value expression (`expressions`) whose result is of the type; or,
 * with `lists`, a param that is a list of the type. NULL: reported. */
expression *load_operand(loader *l, const json *node, const claim_schema *row, bool expressions,
                         bool lists);
/* Compiles a reference table for the claims of the scope. */
const table *load_table(loader *l, const json *name, const scope *s);
/* The rules of a combinator; they are loaded when this rule is done. */
void load_nested(loader *l, const json *list, rule *parent);
/* Fills what a policy knows about itself only as a whole: identity, nonces, open claims. */
void conclude(loader *l);

#endif
