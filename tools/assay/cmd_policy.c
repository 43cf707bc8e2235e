/* SPDX-License-Identifier: Apache-2.0 */
/* assay policy lint, and assay policy show. */
#include "policy/policy.h"
#include "base/limits.h"
#include "policies.h"
#include "trust_dir.h"
#include "verbs.h"

#include <assay/engine.h>

static const option_def policy_options[] = {
    {"allow-any-genuine", NULL, "take a policy that identifies no peer", OPTION_ONCE},
};

/* What was found in all files. */
typedef struct {
    json_writer *json; /* NULL: for people */
    size_t errors, warnings;
} lint;

static void report(cli *c, lint *l, const assay_error *p)
{
    bool wrong = p->status != ASSAY_OK;
    *(wrong ? &l->errors : &l->warnings) += 1;
    if (l->json == NULL) {
        out_put(c, "%s", error_place(c, p));
        out_word(c, wrong ? STYLE_BAD : STYLE_DOUBT, wrong ? "error" : "warning", 0);
        out_line(c, ": %s", stored(c, str_of(p->message)));
        if (p->hint[0] != '\0') {
            out_line(c, "    hint: %s", stored(c, str_of(p->hint)));
        }
        return;
    }
    json_open_object(l->json, NULL);
    json_put_cstr(l->json, "severity", wrong ? "error" : "warning");
    json_put_cstr(l->json, "file", p->source);
    json_put_uint(l->json, "line", p->line);
    json_put_uint(l->json, "column", p->column);
    json_put_cstr(l->json, "where", p->where);
    json_put_cstr(l->json, "message", p->message);
    json_put_cstr(l->json, "hint", p->hint);
    json_close(l->json);
}

/* A policy that does not load has been read; one that cannot be read is another matter. */
static exit_code lint_file(cli *c, const options *o, const char *path, lint *l)
{
    loaded_policy p;
    exit_code code = policy_file_load(c, path, NULL, option_given(o, "allow-any-genuine"), &p);
    if (code == EXIT_ACCEPTED) {
        assay_problems_free(p.problems);
        p.problems = NULL;
        policy_lint(p.policy, assay_system_clock(NULL), &p.problems);
    }
    size_t count = assay_problems_count(p.problems);
    for (size_t i = 0; i < count; i++) {
        report(c, l, assay_problems_at(p.problems, i));
    }
    assay_problems_free(p.problems);
    assay_policy_release(p.policy);
    return count > 0 ? EXIT_ACCEPTED : code;
}

static exit_code run_lint(cli *c, const options *o)
{
    lint l = {0};
    exit_code code = EXIT_ACCEPTED;
    if (c->json) {
        l.json = json_write_new();
        json_put_cstr(l.json, "schema", "assay.lint/1");
        json_open_array(l.json, "problems");
    }
    for (size_t i = 0; code == EXIT_ACCEPTED && i < o->operand_count; i++) {
        code = lint_file(c, o, o->operands[i], &l);
    }
    if (code == EXIT_ACCEPTED && c->json) {
        json_close(l.json);
        json_put_uint(l.json, "errors", l.errors);
        json_put_uint(l.json, "warnings", l.warnings);
        out_document(c, l.json);
    } else {
        json_write_free(l.json);
    }
    if (code == EXIT_ACCEPTED && !c->json) {
        out_line(c, "%zu error%s, %zu warning%s", l.errors, l.errors == 1 ? "" : "s", l.warnings,
                 l.warnings == 1 ? "" : "s");
    }
    bool found = l.errors + l.warnings > 0;
    return code == EXIT_ACCEPTED && found ? EXIT_REJECTED : code;
}

static void show_json(cli *c, const assay_policy *policy, assay_str rendered)
{
    policy_facts facts = policy_describe(policy);
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.policy-show/1");
    json_put_cstr(w, "id", facts.id);
    json_put_uint(w, "version", facts.version);
    json_put_hex(w, "sha256", bytes_of(facts.sha256, 32));
    json_open_array(w, "lines");
    size_t from = 0;
    for (size_t i = 0; i < rendered.len; i++) {
        if (rendered.ptr[i] == '\n') {
            json_put_text(w, NULL, (assay_str){rendered.ptr + from, i - from});
            from = i + 1;
        }
    }
    json_close(w);
    out_document(c, w);
}

static exit_code run_show(cli *c, const options *o)
{
    assay_policy *policy = NULL;
    bool any_genuine = option_given(o, "allow-any-genuine");
    exit_code code = policy_file_open(c, o->operands[0], NULL, any_genuine, &policy);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    text rendered = text_new(&c->arena, LIMIT_POLICY_MEMORY);
    policy_render(policy, &rendered);
    assay_str done = text_done(&rendered);
    if (done.ptr == NULL) {
        c->arena.state = ARENA_NO_MEMORY;
    } else if (c->json) {
        show_json(c, policy, done);
    } else {
        out_text(c, done);
    }
    assay_policy_release(policy);
    return EXIT_ACCEPTED;
}

const verb verb_policy_lint = {
    .name = "policy lint",
    .arguments = "FILE...",
    .summary = "look for mistakes in policies",
    .details = "Exit status 1: something was found.",
    .options = policy_options,
    .option_count = ARRAY_LEN(policy_options),
    .least = 1,
    .most = SIZE_MAX,
    .run = run_lint,
};

const verb verb_policy_show = {
    .name = "policy show",
    .arguments = "FILE",
    .summary = "a policy in plain sentences, and what it leaves open",
    .options = policy_options,
    .option_count = ARRAY_LEN(policy_options),
    .least = 1,
    .most = 1,
    .run = run_show,
};
