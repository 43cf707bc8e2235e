/* SPDX-License-Identifier: Apache-2.0 */
/* Loading a policy: its top level members, in the order in which they depend on each other. */
#include "base/error.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "policy/loader.h"

#include <stdlib.h>

static void load_language(loader *l, const json *node)
{
    uint64_t n;
    if (!json_uint(node, &n) || n != 1) {
        PROBLEM(l, node->at, "this version of Assay knows the policy language 1");
    }
}

static void load_id(loader *l, const json *node)
{
    l->policy->id = name_of(l, node, json_text(node), node->at);
}

static void load_version(loader *l, const json *node)
{
    if (!json_uint(node, &l->policy->version)) {
        PROBLEM(l, node->at, "expected an unsigned integer");
    }
}

static void load_title(loader *l, const json *node)
{
    l->policy->title = typed(l, node, JSON_STRING) ? shown(l, node->text) : NULL;
}

static void load_valid(loader *l, const json *node)
{
    static const member_shape members[] = {{"from", false}, {"to", false}};
    if (!shape_check(l, node, "valid", members, ARRAY_LEN(members))) {
        return;
    }
    if (node->count == 0) {
        PROBLEM(l, node->at, "valid needs \"from\", \"to\" or both");
    }
    window_members(l, node, &l->policy->valid);
}

static void load_accept(loader *l, const json *node)
{
    static const char *const tiers[] = {"affirming", "warning"};
    bool *const flags[] = {&l->policy->accepts_affirming, &l->policy->accepts_warning};
    if (!list_filled(l, node)) {
        return;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        size_t i = word_of(l, m, tiers, ARRAY_LEN(tiers));
        if (i < ARRAY_LEN(tiers) && *flags[i]) {
            PROBLEM(l, m->at, "\"%s\" stands there twice", tiers[i]);
        }
        if (i < ARRAY_LEN(tiers)) {
            *flags[i] = true;
        }
    }
}

static void load_inputs(loader *l, const json *node)
{
    load_declared(l, node, &l->policy->inputs, &l->policy->input_count, false);
}

static void load_params(loader *l, const json *node)
{
    load_declared(l, node, &l->policy->params, &l->policy->param_count, true);
}

/* Lint itself looks the kinds up again; here they are only checked. */
static void load_lint(loader *l, const json *node)
{
    const char *names[64], *meaning;
    size_t n = 0;
    if (!typed(l, node, JSON_OBJECT)) {
        return;
    }
    while (n < ARRAY_LEN(names) && (names[n] = policy_lint_kind(n, &meaning)) != NULL) {
        n++;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        size_t i = 0;
        while (i < n && !str_is(m->name, names[i])) {
            i++;
        }
        if (i == n) {
            assay_error *e = PROBLEM(l, m->name_at, "lint knows no \"%s\"", shown(l, m->name));
            suggest(l, e, m->name, names, n);
        }
        if (typed(l, m, JSON_STRING) && m->text.len == 0) {
            PROBLEM(l, m->at, "a reason is needed");
        }
    }
}

static void load_revocation(loader *l, const json *node)
{
    static const char *const words[] = {"optional"};
    l->policy->revocation_optional = word_of(l, node, words, ARRAY_LEN(words)) == 0;
}

/* Settings: the first word of each is the default. */
static size_t setting(loader *l, const json *node, const char *name, const char *first,
                      const char *second)
{
    const char *const words[] = {first, second};
    const json *m = json_member(node, name);
    return m != NULL ? word_of(l, m, words, ARRAY_LEN(words)) : 0;
}

static void load_settings(loader *l, const json *node)
{
    static const member_shape members[] = {{"revocation_as_of", false},
                                           {"tcb_stream", false},
                                           {"rim_issue", false},
                                           {"reference_values", false},
                                           {"known_nonces", false}};
    assay_policy *p = l->policy;
    if (!shape_check(l, node, "settings", members, ARRAY_LEN(members))) {
        return;
    }
    p->revocation_as_of_at = setting(l, node, "revocation_as_of", "known_at", "at") == 1;
    p->stream =
        setting(l, node, "tcb_stream", "standard", "early") == 1 ? STREAM_EARLY : STREAM_STANDARD;
    p->issue = setting(l, node, "rim_issue", "newest", "any") == 1 ? ISSUE_ANY : ISSUE_NEWEST;
    p->reference_values_optional =
        setting(l, node, "reference_values", "required", "optional") == 1;
    p->known_nonces_allowed = setting(l, node, "known_nonces", "refuse", "allow") == 1;
}

static void load_evidence(loader *l, const json *node)
{
    load_groups(l, node);
    load_group_rules(l);
}

static const struct {
    policy_member shown;
    void (*load)(loader *l, const json *node);
} members[] = {
    {{"assay_policy", "1: the version of the language", true}, load_language},
    {{"id", "its stable name", true}, load_id},
    {{"version", "a whole number that grows with every change", true}, load_version},
    {{"title", "one sentence for people", false}, load_title},
    {{"valid", "{\"from\", \"to\"}: outside of it nothing is accepted", false}, load_valid},
    {{"accept", "the tiers that count as accepted: \"affirming\", \"warning\"", true}, load_accept},
    {{"inputs", "bytes that are handed over with every request: name to {type, len, doc}", false},
     load_inputs},
    {{"params", "typed values that vary per service: name to {type, default, doc}", false},
     load_params},
    {{"references", "tables: columns are claims, a row is one release and agrees as a whole",
      false},
     load_references},
    {{"revocation", "\"optional\": what is not established does not hinder acceptance", false},
     load_revocation},
    {{"settings", "how time, revocation and reference values are read", false}, load_settings},
    {{"evidence", "groups: which formats, how many pieces, and the rules for each", true},
     load_evidence},
    {{"together", "rules across groups", false}, load_together},
    {{"release", "claims chosen by the attester that the caller may read", false}, load_released},
    {{"waive", "findings that are lowered to warnings, each with a reason and an end", false},
     load_waivers},
    {{"lint", "kinds of notes of assay policy lint that are silenced, each with a reason", false},
     load_lint},
    {{"unconstrained", "claims that are left open on purpose, each with a reason", false},
     load_unconstrained},
};

const policy_member *policy_member_at(size_t index)
{
    return index < ARRAY_LEN(members) ? &members[index].shown : NULL;
}

static void load_members(loader *l)
{
    member_shape shape[ARRAY_LEN(members)];
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        shape[i] = (member_shape){members[i].shown.name, members[i].shown.required};
    }
    if (!shape_check(l, l->sink.root, "a policy", shape, ARRAY_LEN(shape))) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        const json *m = json_member(l->sink.root, members[i].shown.name);
        if (m != NULL) {
            members[i].load(l, m);
        }
    }
    if (l->rule_ids != NULL) {
        distinct(l, l->rule_ids, l->policy->rule_count, "rules");
    }
    if (l->sink.reported == 0 && l->arena->state == ARENA_OK) {
        conclude(l);
    }
}

static void load_text(loader *l)
{
    fault f = {0};
    if (l->sink.text.len > LIMIT_POLICY_BYTES) {
        PROBLEM(l, 0, "a policy has at most %u bytes", LIMIT_POLICY_BYTES);
        return;
    }
    l->sink.root = json_parse(l->arena, l->sink.text, &f);
    if (l->sink.root == NULL && f.what != NULL) {
        assay_error *e = PROBLEM(l, f.at, "%s: %s", f.what, f.why);
        error_hint(e, "a policy is strict JSON (RFC 8259)");
        return;
    }
    l->policy->root = l->sink.root;
    if (l->sink.root != NULL) {
        load_members(l);
    }
}

static assay_policy *policy_new(assay_bytes in, const char *name)
{
    assay_policy *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return NULL;
    }
    atomic_init(&p->holders, 1);
    arena_init(&p->arena, NULL, LIMIT_POLICY_MEMORY);
    p->text = in.len <= LIMIT_POLICY_BYTES ? arena_copy(&p->arena, in) : in;
    p->name = text_printable(&p->arena, bytes_of_text(name != NULL ? name : "policy"));
    p->valid = (window){ASSAY_TIME_UNSET, ASSAY_TIME_UNSET};
    if (p->name == NULL || crypto_sha256(in, p->sha256) != ASSAY_OK) {
        policy_release(p);
        return NULL;
    }
    return p;
}

static assay_status out_of_memory(assay_error *err)
{
    return error_set(err, ASSAY_E_MEMORY, "out of memory while the policy was loaded");
}

/* The answer, and the first problem for those who ask for one. */
static assay_status answer(loader *l, assay_error *err)
{
    const assay_problems *found = l->sink.problems;
    if (l->arena->state == ARENA_NO_MEMORY) {
        return out_of_memory(err);
    }
    if (l->arena->state == ARENA_OVER_BUDGET) {
        return error_set(err, ASSAY_E_CONFIG, "the policy needs more than %u bytes when loaded",
                         LIMIT_POLICY_MEMORY);
    }
    if (found->count == 0) {
        return ASSAY_OK;
    }
    const assay_error *first = &found->list[0];
    error_set(err, ASSAY_E_CONFIG, "%s", first->message);
    error_at(err, first->source, first->where, first->line, first->column);
    error_hint(err, "%s", first->hint);
    return ASSAY_E_CONFIG;
}

static assay_policy_options options_of(const assay_policy_options *given)
{
    assay_policy_options out = {0};
    if (given != NULL) {
        memcpy(&out, given, given->struct_size < sizeof out ? given->struct_size : sizeof out);
    }
    return out;
}

static void load_all(loader *l)
{
    l->rule_ids = ARENA_ARRAY(l->arena, LIMIT_POLICY_RULES, const json *);
    load_text(l);
    problems_sort(l->sink.problems);
}

assay_status policy_load_with(known_formats known, assay_bytes in,
                              const assay_policy_options *given, assay_policy **out,
                              assay_problems **problems, assay_error *err)
{
    assay_policy_options options = options_of(given);
    assay_problems *found = problems_new();
    assay_policy *p = policy_new(in, options.name);
    *out = NULL;
    if (problems != NULL) {
        *problems = NULL;
    }
    if (p == NULL || found == NULL) {
        policy_release(p);
        assay_problems_free(found);
        return out_of_memory(err);
    }
    loader l = {.arena = &p->arena,
                .policy = p,
                .known = known,
                .options = &options,
                .sink = {found, &p->arena, p->name, p->text, NULL, 0}};
    load_all(&l);
    assay_status s = answer(&l, err);
    if (s == ASSAY_OK) {
        *out = p;
    } else {
        policy_release(p);
    }
    if (problems != NULL && found->count > 0) {
        *problems = found;
    } else {
        assay_problems_free(found);
    }
    return s;
}

assay_status policy_load(assay_bytes in, const assay_policy_options *options, assay_policy **out,
                         assay_problems **problems, assay_error *err)
{
    return policy_load_with((known_formats){formats, format_count}, in, options, out, problems,
                            err);
}
