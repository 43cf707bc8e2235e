/* SPDX-License-Identifier: Apache-2.0 */
/* assay policy test: tables of cases, and the rules that no case makes fail. */
#include "files.h"
#include "policy_suite.h"
#include "verbs.h"

static const option_def test_options[] = {
    {"junit", "FILE", "the results as JUnit XML", OPTION_ONCE},
    {"allow-any-genuine", NULL, "take a policy that identifies no peer", OPTION_ONCE},
};

static const char details[] =
    "TESTS is {\"assay_policy_tests\": 1, \"policy\": FILE, \"cases\": [..]}, beside the policy. A "
    "case\n"
    "is a case file (\"case\"), such a file with claims changed (\"forge\": {from, set}), or "
    "claims\n"
    "(\"format\", \"claims\", \"set\", \"at\"); \"expect\" is accepted, rejected or undecided, "
    "\"fails\"\n"
    "the rules that must fail, \"only\": true no others, \"row\" the reference row of a rule.\n"
    "Exit status 1: a case is not as it says, or a rule is never made to fail.";

/* What became of one case, and of one rule. */
typedef struct {
    const char *name, *complaint; /* "": as it should be */
} verdict;
typedef struct {
    const char *id;
    bool covered;  /* some case makes it fail */
    bool can_fail; /* something else in an accepted case would */
} coverage;

typedef struct {
    cli *cli;
    const suite *suite;
    verdict *verdicts;
    coverage *rules;
    size_t verdict_count, rule_count, wrong, uncovered;
} report;

static size_t count_rules(const assay_policy *p)
{
    size_t n = 0;
    while (policy_rule_id(p, n) != NULL) {
        n++;
    }
    return n;
}

static exit_code start(cli *c, const suite *s, report *r)
{
    size_t rules = count_rules(s->policy);
    *r = (report){.cli = c, .suite = s, .rule_count = rules};
    r->verdicts = ARENA_ARRAY(&c->arena, s->cases->count, verdict);
    r->rules = ARENA_ARRAY(&c->arena, rules + 1, coverage);
    for (size_t i = 0; i < rules && r->rules != NULL; i++) {
        r->rules[i].id = policy_rule_id(s->policy, i);
    }
    return r->verdicts != NULL && r->rules != NULL ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
}

static void note_rules(report *r, outcome_of_case *o)
{
    for (size_t i = 0; i < r->rule_count; i++) {
        coverage *rule = &r->rules[i];
        rule->covered = rule->covered || rule_failed(o, rule->id);
        rule->can_fail = rule->can_fail ||
                         (!rule->covered && o->status == ASSAY_OK && rule_can_fail(r->suite, o, i));
    }
}

static exit_code run_one(report *r, const json *test)
{
    outcome_of_case o;
    exit_code code = suite_run(r->suite, test, &o);
    const char *complaint = code == EXIT_ACCEPTED ? suite_judge(r->suite, test, &o) : NULL;
    if (complaint != NULL) {
        note_rules(r, &o);
        r->verdicts[r->verdict_count++] = (verdict){o.name, complaint};
        r->wrong += complaint[0] != '\0' ? 1 : 0;
    }
    suite_release(&o);
    return code != EXIT_ACCEPTED || complaint != NULL ? code : EXIT_ENVIRONMENT;
}

static exit_code run_all(report *r)
{
    exit_code code = EXIT_ACCEPTED;
    for (const json *t = r->suite->cases->first; t != NULL && code == EXIT_ACCEPTED; t = t->next) {
        code = run_one(r, t);
    }
    for (size_t i = 0; i < r->rule_count; i++) {
        r->uncovered += r->rules[i].covered ? 0 : 1;
    }
    return code;
}

static const char *fault_of(const coverage *rule)
{
    return rule->can_fail ? "no case makes it fail" : "nothing that was tried makes it fail";
}

static void show_text(const report *r)
{
    cli *c = r->cli;
    for (size_t i = 0; i < r->verdict_count; i++) {
        if (r->verdicts[i].complaint[0] != '\0') {
            out_word(c, STYLE_BAD, "WRONG", 0);
            out_line(c, "  %s: %s", shown_name(c, r->suite->path), r->verdicts[i].name);
            out_put(c, "%s", r->verdicts[i].complaint);
        }
    }
    for (size_t i = 0; i < r->rule_count; i++) {
        if (!r->rules[i].covered) {
            out_word(c, STYLE_DOUBT, "RULE", 0);
            out_line(c, "   %s: %s: %s", shown_name(c, r->suite->path), r->rules[i].id,
                     fault_of(&r->rules[i]));
        }
    }
    out_line(c, "%s: %zu of %zu cases as expected, %zu of %zu rules made to fail",
             shown_name(c, r->suite->path), r->verdict_count - r->wrong, r->verdict_count,
             r->rule_count - r->uncovered, r->rule_count);
}

static void show_json(const report *r, json_writer *w)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "tests", r->suite->path);
    json_put_cstr(w, "policy", r->suite->policy_path);
    json_open_array(w, "cases");
    for (size_t i = 0; i < r->verdict_count; i++) {
        json_open_object(w, NULL);
        json_put_shown(w, "name", r->verdicts[i].name);
        json_put_bool(w, "as_expected", r->verdicts[i].complaint[0] == '\0');
        json_put_shown(w, "complaint", r->verdicts[i].complaint);
        json_close(w);
    }
    json_close(w);
    json_open_array(w, "uncovered");
    for (size_t i = 0; i < r->rule_count; i++) {
        if (!r->rules[i].covered) {
            json_open_object(w, NULL);
            json_put_cstr(w, "rule", r->rules[i].id);
            json_put_bool(w, "can_fail", r->rules[i].can_fail);
            json_close(w);
        }
    }
    json_close(w);
    json_close(w);
}

static void put_xml(text *out, const char *in)
{
    for (const char *p = in; *p != '\0'; p++) {
        const char *as = *p == '<'    ? "&lt;"
                         : *p == '>'  ? "&gt;"
                         : *p == '&'  ? "&amp;"
                         : *p == '"'  ? "&quot;"
                         : *p == '\n' ? "&#10;"
                                      : NULL;
        text_add_str(out, as != NULL ? as : (char[2]){*p, '\0'});
    }
}

static void junit_case(text *out, const char *class, const char *name, const char *complaint)
{
    text_add_str(out, "    <testcase classname=\"");
    put_xml(out, class);
    text_add_str(out, "\" name=\"");
    put_xml(out, name);
    if (complaint[0] == '\0') {
        text_add_str(out, "\"/>\n");
        return;
    }
    text_add_str(out, "\"><failure message=\"");
    put_xml(out, complaint);
    text_add_str(out, "\"/></testcase>\n");
}

/* One suite per table: its cases, then its rules. */
static void junit_suite(const report *r, text *out)
{
    const char *path = shown_name(r->cli, r->suite->path);
    text_add_str(out, "  <testsuite name=\"");
    put_xml(out, path);
    text_addf(out, "\" tests=\"%zu\" failures=\"%zu\">\n", r->verdict_count + r->rule_count,
              r->wrong + r->uncovered);
    for (size_t i = 0; i < r->verdict_count; i++) {
        junit_case(out, path, r->verdicts[i].name, r->verdicts[i].complaint);
    }
    for (size_t i = 0; i < r->rule_count; i++) {
        junit_case(out, path, arena_format(&r->cli->arena, "rule %s", r->rules[i].id),
                   r->rules[i].covered ? "" : fault_of(&r->rules[i]));
    }
    text_add_str(out, "  </testsuite>\n");
}

static exit_code test_file(cli *c, const char *path, bool any_genuine, json_writer *w, text *junit,
                           bool *found)
{
    suite s;
    report r = {0};
    exit_code code = suite_open(c, path, any_genuine, &s);
    code = code == EXIT_ACCEPTED ? start(c, &s, &r) : code;
    code = code == EXIT_ACCEPTED ? run_all(&r) : code;
    if (code == EXIT_ACCEPTED) {
        junit_suite(&r, junit);
        *found = *found || r.wrong + r.uncovered > 0;
        if (w != NULL) {
            show_json(&r, w);
        } else {
            show_text(&r);
        }
    }
    suite_close(&s);
    return code;
}

static exit_code write_junit(cli *c, const options *o, text *junit)
{
    const char *path = option_value(o, "junit");
    text_add_str(junit, "</testsuites>\n");
    assay_str done = text_done(junit);
    if (path == NULL) {
        return EXIT_ACCEPTED;
    }
    return done.ptr != NULL ? file_write(c, path, bytes_of_str(done)) : EXIT_ENVIRONMENT;
}

static exit_code run_test(cli *c, const options *o)
{
    bool found = false, any_genuine = option_given(o, "allow-any-genuine");
    text junit = text_new(&c->arena, LIMIT_POLICY_MEMORY);
    json_writer *w = c->json ? json_write_new() : NULL;
    exit_code code = EXIT_ACCEPTED;
    text_add_str(&junit, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    json_put_cstr(w, "schema", "assay.policy-test/1");
    json_open_array(w, "tables");
    for (size_t i = 0; i < o->operand_count && code == EXIT_ACCEPTED; i++) {
        code = test_file(c, o->operands[i], any_genuine, w, &junit, &found);
    }
    json_close(w);
    if (code == EXIT_ACCEPTED) {
        code = write_junit(c, o, &junit);
    }
    if (code != EXIT_ACCEPTED) {
        json_write_free(w);
        return code;
    }
    if (w != NULL) {
        out_document(c, w);
    }
    return found ? EXIT_REJECTED : EXIT_ACCEPTED;
}

const verb verb_policy_test = {
    .name = "policy test",
    .arguments = "TESTS...",
    .summary = "hold policies against tables of cases, and find the rules that no case tests",
    .details = details,
    .options = test_options,
    .option_count = ARRAY_LEN(test_options),
    .least = 1,
    .most = SIZE_MAX,
    .run = run_test,
};
