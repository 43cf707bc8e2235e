/* SPDX-License-Identifier: Apache-2.0 */
/* assay explain: what a finding means, or a stored result drawn again. */
#include "about.h"
#include "appraise/appraisal.h"
#include "base/limits.h"
#include "codec/json.h"
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

/* As JSON a result is itself, once it is known to be one. */
static exit_code repeat(cli *c, assay_bytes document)
{
    fault f = {0};
    const json *root = json_parse(&c->arena, document, &f);
    if (!str_is(json_text(json_member(root, "schema")), "assay.appraisal/1")) {
        return say_usage(c, "the document is no result", NULL);
    }
    out_text(c, (assay_str){(const char *)document.ptr, document.len});
    return EXIT_ACCEPTED;
}

static exit_code explain_result(cli *c, const options *o)
{
    const char *path = o->operands[0];
    assay_bytes document = {NULL, 0};
    exit_code code = file_read_whole(c, path, LIMIT_JSON_BYTES, &document);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (c->json) {
        return repeat(c, document);
    }
    code = tree_draw(c, document, option_given(o, "all"));
    if (code == EXIT_ACCEPTED) {
        say_note(c, "this is what the file says; nothing was verified now");
    }
    return code;
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
        return say_usage(c, "comparing two results is not built in this version", NULL);
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
    .arguments = "FINDING|RESULT.json",
    .summary = "the meaning of a finding, or a stored result drawn again",
    .options = explain_options,
    .option_count = ARRAY_LEN(explain_options),
    .least = 1,
    .most = 2,
    .run = run_explain,
};
