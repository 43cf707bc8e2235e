/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies: loading (load.c and the files it uses), evaluation, rendering. A policy reads claims
 * and schemas and never a format's bytes.
 */
#ifndef ASSAY_POLICY_POLICY_H
#define ASSAY_POLICY_POLICY_H

#include "claims/common.h"
#include "formats/format.h"

#include <assay/policy.h>

assay_policy *policy_retain(assay_policy *p);
void policy_release(assay_policy *p);

/* assay_policy_load of the public header, with the formats that it may name. */
assay_status policy_load(assay_bytes text, const assay_policy_options *options, assay_policy **out,
                         assay_problems **problems, assay_error *err);

/* What the pipeline must know before it evaluates. */
typedef struct {
    const char *id, *name; /* name: as given in options, for "file:line:column" */
    uint64_t version;
    const uint8_t *sha256; /* 32 bytes */
    assay_time valid_from, valid_to;
    bool accepts_affirming, accepts_warning;
    bool any_genuine; /* loaded without a rule that identifies the peer */
    bool revocation_optional;
    bool revocation_as_of_at;
    bool early_stream; /* TCB data that the maker publishes ahead of its standard stream */
    bool known_nonces_allowed;
    bool reference_values_optional;
    bool any_rim_issue;
} policy_facts;
policy_facts policy_describe(const assay_policy *p);
/* The text it was loaded from. */
assay_bytes policy_source(const assay_policy *p);
/* Does a group select this format? */
bool policy_selects(const assay_policy *p, const char *format_id);
/* Ids of its rules, those of the groups before those of `together`; NULL past the end. */
const char *policy_rule_id(const assay_policy *p, size_t index);
/* Pointers of the claims that the rule looks at; NULL past the end. */
const char *policy_rule_claim(const assay_policy *p, size_t index, size_t nth);
/* The AR4SI claims (claims/ar4si.h, bits) that the rule of this finding bears on: as the rule says,
 * else by the claims that it looks at; 0: it is no rule of this policy, or none is known. */
unsigned policy_rule_affects(const assay_policy *p, const assay_finding *of);
/* Names of declared inputs, in the policy's order; NULL past the end. */
const char *policy_input(const assay_policy *p, size_t index);
bool policy_declares_param(const assay_policy *p, const char *name);
/* Claims (pointer) that may be read after acceptance although the attester chose them. */
bool policy_releases(const assay_policy *p, const char *format_id, assay_bytes pointer);

/* A value that the relying party handed over. Params are JSON text. */
typedef struct {
    const char *name;
    assay_bytes value;
    bool used; /* set by an evaluation that looked at it */
} policy_value;

typedef struct {
    const char *label;
    const format *format;
    const claim *claims;  /* never NULL; empty when nothing was parsed */
    assay_bytes evidence; /* as it was decoded */
    bool authentic;
    bool nonce_stated; /* out: a rule of a policy states where this piece carries the nonce */
    bool nonce_failed; /* out: such a rule did not hold */
    bool vouched;      /* out: an authentic piece of another group signs for its evidence */
} policy_piece;

typedef struct matched_row {
    const char *rule, *label, *table, *row;
    struct matched_row *next;
} matched_row;
typedef struct open_claim {             /* a claim of a piece that no rule constrains */
    const char *label, *claim, *reason; /* reason: from the policy; NULL: none given */
    struct open_claim *next;
} open_claim;

typedef struct {
    arena *arena;
    findings *findings; /* gets policy.* with rule, claim, expected, found; label set per piece */
    policy_piece *pieces;
    size_t piece_count;
    topology_state topology; /* of the GPUs and switches together */
    size_t endpoints, switches;
    assay_bytes nonce; /* absent: none */
    policy_value *inputs, *params;
    size_t input_count, param_count;
    assay_time at;
    assay_time
        now; /* the later of `at` and the engine's clock: for the ends of waivers and policies */
    struct read_params *read; /* by policy_check_values */
    matched_row *rows;        /* out, appended */
} policy_context;

/* OK, or E_ARGUMENT with *err when an input or param without default is not handed over, or is not
 * of its declared type and length; E_MEMORY. What was read of the params is kept for evaluation. */
assay_status policy_check_values(const assay_policy *p, policy_context *c, assay_error *err);

/* Which pieces have the nonce bound by a rule of this policy: sets nonce_stated; and which inputs a
 * rule refers to: sets their `used`. Before stage 6; what is left takes the format's default form.
 */
void policy_state_nonce(const assay_policy *p, policy_context *c);
/* Stage 7. Every rule of every group, nothing short-circuited; each leaves a finding. */
void policy_evaluate(const assay_policy *p, policy_context *c);
/* What this policy leaves open of the pieces that it selects, in `a`; NULL: nothing, or no memory.
 */
const open_claim *policy_open_claims(const assay_policy *p, const policy_context *c, arena *a);
/* Lowers the findings that the policy waives by name (before its end) to warnings; to be called
 * when all other checks have run. */
void policy_waive(const assay_policy *p, policy_context *c);

/* The normal form in plain sentences (assay policy show), and what stays unconstrained. */
void policy_render(const assay_policy *p, text *out);
/* Problems of a valid policy that its author should know (assay policy lint): appended to *problems
 * as assay_error with status OK, the kind in brackets at the end; the number of them. `now` UNSET:
 * nothing is said to have ended. */
size_t policy_lint(const assay_policy *p, assay_time now, assay_problems **problems);
/* The kinds of problems that lint knows; NULL past the end. */
const char *policy_lint_kind(size_t index, const char **meaning);

#endif
