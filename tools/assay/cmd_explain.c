/* SPDX-License-Identifier: Apache-2.0 */
/* assay explain: what a finding means; a stored result drawn again; what changed between two. */
#include "about.h"
#include "base/time.h"
#include "compare.h"
#include "files.h"
#include "tree.h"
#include "verbs.h"

static const option_def explain_options[] = {
    {"all", NULL, "the checks that held, too", OPTION_ONCE},
    {"log", "FILE", "known symptoms in a log", OPTION_UNBUILT},
};

static void finding_json(cli *c, const assay_finding_help *help)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.finding/1");
    json_put_cstr(w, "id", help->id);
    json_put_cstr(w, "severity", severity_word(help->severity));
    json_put_bool(w, "waivable", help->waivable);
    json_put_cstr(w, "meaning", help->text);
    json_put_cstr(w, "cause", help->cause);
    json_put_cstr(w, "remedy", help->remedy);
    json_put_cstr(w, "specification", help->reference);
    out_document(c, w);
}

static void finding_text(cli *c, const assay_finding_help *help)
{
    out_word(c, STYLE_STRONG, help->id, 0);
    out_line(c, "  (%s, %s)", severity_word(help->severity),
             help->waivable ? "waivable" : "not waivable");
    out_line(c, "  meaning        %s", help->text);
    out_line(c, "  cause          %s", help->cause);
    out_line(c, "  remedy         %s", help->remedy);
    out_line(c, "  specification  %s", help->reference);
}

static exit_code explain_finding(cli *c, const assay_finding_help *help)
{
    if (c->json) {
        finding_json(c, help);
    } else {
        finding_text(c, help);
    }
    return EXIT_ACCEPTED;
}

static void draw_item(cli *c, const assay_trust_item *item)
{
    const char *retrieved = time_text(&c->arena, item->retrieved_at);
    out_line(c, "  %-12s %s  %s  %s  retrieved %s", item->role, item->family, item->subject,
             shortened(c, item->sha256), retrieved != NULL ? retrieved : "");
}

static const char *moment_of(cli *c, const case_record *r)
{
    const char *clock = time_text(&c->arena, r->clock);
    return r->clock == ASSAY_TIME_UNSET ? "none" : clock;
}

static const char *answer_of(const case_record *r)
{
    if (!r->answer.present) {
        return "there was none";
    }
    return r->answer.asked ? case_answer_word(r->answer.state) : "was not asked";
}

/* What the result does not say of the appraisal. */
static void draw_record(cli *c, const case_record *r)
{
    out_word(c, STYLE_STRONG, "recorded", 0);
    out_line(c, "  clock %s  nonce store %s  %zu trust items  %zu pins", moment_of(c, r),
             answer_of(r), r->trust.manifest.count, r->trust.pin_count);
    for (size_t i = 0; i < r->lists[CASE_POLICIES].count; i++) {
        out_line(c, "  %-12s %s", "policy", shown_name(c, r->lists[CASE_POLICIES].entries[i].name));
    }
    for (size_t i = 0; i < r->trust.manifest.count; i++) {
        draw_item(c, &r->trust.manifest.items[i]);
    }
    for (size_t i = 0; i < r->trust.pin_count; i++) {
        out_line(c, "  %-12s %s  %s", "pin", r->trust.pins[i]->family, r->trust.pins[i]->name);
    }
}

/* As JSON a result is itself, once it is known to be one. */
static exit_code explain_result(cli *c, const options *o)
{
    stored_result s;
    exit_code code = stored_result_read(c, o->operands[0], &s);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (c->json) {
        out_text(c, (assay_str){(const char *)s.result->raw.ptr, s.result->raw.len});
        out_text(c, str_of("\n"));
        return EXIT_ACCEPTED;
    }
    tree_draw_result(c, s.result, option_given(o, "all"));
    if (s.record != NULL) {
        draw_record(c, s.record);
    }
    say_note(c, "this is what the file says; nothing was verified now");
    return EXIT_ACCEPTED;
}

static exit_code explain_two(cli *c, const options *o)
{
    stored_result before, after;
    exit_code code = stored_result_read(c, o->operands[0], &before);
    if (code == EXIT_ACCEPTED) {
        code = stored_result_read(c, o->operands[1], &after);
    }
    return code == EXIT_ACCEPTED ? results_compare(c, &before, &after) : code;
}

static exit_code neither(cli *c, const char *word)
{
    const char *near = nearest_finding(c, word);
    say_error(c, "\"%s\" is neither a finding nor a file", shown_name(c, word));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    } else {
        say_hint(c, "assay help findings lists the findings; rules are explained by their policy");
    }
    return EXIT_USAGE;
}

static exit_code run_explain(cli *c, const options *o)
{
    const char *word = o->operands[0];
    assay_finding_help help;
    if (o->operand_count == 2) {
        return explain_two(c, o);
    }
    if (assay_finding_help_find(word, &help)) {
        return explain_finding(c, &help);
    }
    if (strcmp(word, "-") == 0 || file_exists(word)) {
        return explain_result(c, o);
    }
    return neither(c, word);
}

const verb verb_explain = {
    .name = "explain",
    .arguments = "FINDING|RESULT.json|CASE [OTHER]",
    .summary = "the meaning of a finding, a stored result drawn again, or what changed between two",
    .options = explain_options,
    .option_count = ARRAY_LEN(explain_options),
    .least = 1,
    .most = 2,
    .run = run_explain,
};
