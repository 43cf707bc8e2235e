/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a table of tests, and running its cases. */
#include "policy_suite.h"
#include "arg_values.h"
#include "case_trial.h"
#include "base/limits.h"
#include "base/time.h"
#include "claims_given.h"
#include "policies.h"
#include "stored_result.h"

static const char *const suite_members[] = {"assay_policy_tests",
                                            "policy",
                                            "title",
                                            "format",
                                            "claims",
                                            "params",
                                            "inputs",
                                            "nonce",
                                            "at",
                                            "only",
                                            "cases"};
static const char *const case_members[] = {"name",   "why",    "case",  "forge", "format",
                                           "claims", "set",    "at",    "nonce", "params",
                                           "inputs", "expect", "fails", "only",  "row"};
static const char *const forge_members[] = {"from", "label", "set"};

static exit_code say_place(const suite *s, assay_status status)
{
    if (status != ASSAY_OK) {
        error_at(s->err, shown_name(s->cli, s->path), NULL, s->err->line, s->err->column);
        say_failure(s->cli, s->err);
    }
    return exit_of(status);
}

static exit_code refuse(const suite *s, const json *at, const char *message)
{
    return say_place(s, document_refuse(&s->d, at, message));
}

static exit_code members(const suite *s, const json *object, const char *const *names, size_t count)
{
    return json_is(object, JSON_OBJECT)
               ? say_place(s, document_members(&s->d, object, names, count))
               : refuse(s, object, "must be an object");
}

static exit_code read_table(suite *s)
{
    assay_bytes in = {NULL, 0};
    exit_code code = file_read_whole(s->cli, s->path, LIMIT_POLICY_BYTES, &in);
    if (code == EXIT_ACCEPTED) {
        code = say_place(s, document_read(&s->cli->arena, in, "assay_policy_tests", &s->d, s->err));
    }
    return code == EXIT_ACCEPTED ? members(s, s->d.root, suite_members, ARRAY_LEN(suite_members))
                                 : code;
}

exit_code suite_open(cli *c, const char *path, bool any_genuine, suite *out)
{
    *out = (suite){.cli = c, .path = path, .err = ARENA_NEW(&c->arena, assay_error)};
    if (out->err == NULL) {
        return EXIT_ENVIRONMENT;
    }
    assay_error_init(out->err, sizeof *out->err);
    exit_code code = read_table(out);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    assay_str policy = json_text(json_member(out->d.root, "policy"));
    out->cases = json_member(out->d.root, "cases");
    if (policy.ptr == NULL || !json_is(out->cases, JSON_ARRAY) || out->cases->count == 0) {
        return refuse(out, out->d.root, "needs a policy and a list of cases");
    }
    const char *named = arena_text(&c->arena, bytes_of_str(policy));
    out->policy_path = named != NULL ? file_beside(c, path, named) : NULL;
    return out->policy_path == NULL
               ? EXIT_ENVIRONMENT
               : policy_file_open(c, out->policy_path, NULL, any_genuine, &out->policy);
}

void suite_close(suite *s)
{
    assay_policy_release(s->policy);
    s->policy = NULL;
}

/* A member of the case, else of the whole table. */
static const json *setting(const suite *s, const json *test, const char *name)
{
    const json *own = json_member(test, name);
    return own != NULL ? own : json_member(s->d.root, name);
}

static exit_code read_time(const suite *s, const json *test, assay_time *out)
{
    const json *at = setting(s, test, "at");
    if (at != NULL && !time_from_rfc3339(bytes_of_str(json_text(at)), out)) {
        return refuse(s, at, "must be an RFC 3339 time");
    }
    return EXIT_ACCEPTED;
}

static exit_code read_nonce(const suite *s, const json *test, assay_bytes *out)
{
    const json *nonce = setting(s, test, "nonce");
    if (nonce == NULL) {
        return EXIT_ACCEPTED;
    }
    const char *written = arena_text(&s->cli->arena, bytes_of_str(json_text(nonce)));
    return json_is(nonce, JSON_STRING) && written != NULL
               ? arg_bytes(s->cli, "the nonce", written, LIMIT_NONCE_MAX, out)
               : refuse(s, nonce, "must be a text");
}

/* Values of the case stand before those of the table. Params are JSON; inputs are as on the command
 * line. */
static exit_code add_values(const suite *s, const json *members_of, bool json_text_of,
                            policy_value *values, size_t most, size_t *count)
{
    arena *a = &s->cli->arena;
    for (const json *m = members_of != NULL ? members_of->first : NULL; m != NULL; m = m->next) {
        const char *name = arena_text(a, bytes_of_str(m->name));
        const char *written = arena_text(a, bytes_of_str(json_text(m)));
        assay_bytes value = m->raw;
        bool known = false;
        for (size_t i = 0; i < *count && name != NULL; i++) {
            known = known || strcmp(values[i].name, name) == 0;
        }
        if (name == NULL || *count == most) {
            return refuse(s, m, name != NULL ? "is one value too many" : NULL);
        }
        exit_code code = EXIT_ACCEPTED;
        if (!json_text_of) {
            code = json_is(m, JSON_STRING) && written != NULL
                       ? arg_bytes(s->cli, "the input", written, LIMIT_REQUEST_BYTES, &value)
                       : refuse(s, m, "must be a text");
        }
        if (code != EXIT_ACCEPTED) {
            return code;
        }
        if (!known) {
            values[(*count)++] = (policy_value){name, value, false};
        }
    }
    return EXIT_ACCEPTED;
}

typedef struct {
    policy_value inputs[LIMIT_POLICY_INPUTS], params[LIMIT_POLICY_PARAMS];
    size_t input_count, param_count;
    assay_bytes nonce;
    assay_time at;
} given;

static exit_code read_values(const suite *s, const json *test, given *g)
{
    const json *const levels[] = {test, s->d.root};
    exit_code code = EXIT_ACCEPTED;
    for (size_t i = 0; i < ARRAY_LEN(levels) && code == EXIT_ACCEPTED; i++) {
        code = add_values(s, json_member(levels[i], "params"), true, g->params,
                          ARRAY_LEN(g->params), &g->param_count);
        if (code == EXIT_ACCEPTED) {
            code = add_values(s, json_member(levels[i], "inputs"), false, g->inputs,
                              ARRAY_LEN(g->inputs), &g->input_count);
        }
    }
    return code;
}

static exit_code read_given(const suite *s, const json *test, given **out)
{
    given *g = ARENA_NEW(&s->cli->arena, given);
    if (g == NULL) {
        return EXIT_ENVIRONMENT;
    }
    g->at = ASSAY_TIME_UNSET;
    exit_code code = read_values(s, test, g);
    if (code == EXIT_ACCEPTED) {
        code = read_nonce(s, test, &g->nonce);
    }
    if (code == EXIT_ACCEPTED) {
        code = read_time(s, test, &g->at);
    }
    *out = g;
    return code;
}

/* The findings that the rules leave now. */
static void evaluate(const suite *s, policy_context *c, findings *into)
{
    *into = (findings){.arena = c->arena, .stage = 7};
    c->findings = into;
    c->rows = NULL;
    policy_evaluate(s->policy, c);
}

static assay_status status_of(const findings *f)
{
    assay_severity worst = ASSAY_SEVERITY_NONE;
    for (const finding *i = f->first; i != NULL; i = i->next) {
        worst = i->view.severity > worst ? i->view.severity : worst;
    }
    return worst == ASSAY_FAIL          ? ASSAY_REJECTED
           : worst == ASSAY_UNDECIDABLE ? ASSAY_UNDECIDED
                                        : ASSAY_OK;
}

static exit_code evaluate_claims(const suite *s, const given *g, policy_piece *of,
                                 outcome_of_case *out)
{
    assay_error err;
    arena *a = &s->cli->arena;
    findings *left = ARENA_NEW(a, findings);
    given *own = ARENA_NEW(a, given); /* an evaluation notes in them what it used */
    if (left == NULL || own == NULL) {
        return EXIT_ENVIRONMENT;
    }
    *own = *g;
    out->context = (policy_context){.arena = a,
                                    .findings = left,
                                    .pieces = of,
                                    .piece_count = 1,
                                    .nonce = own->nonce,
                                    .inputs = own->inputs,
                                    .input_count = own->input_count,
                                    .params = own->params,
                                    .param_count = own->param_count,
                                    .at = own->at,
                                    .now = own->at};
    assay_error_init(&err, sizeof err);
    if (policy_check_values(s->policy, &out->context, &err) != ASSAY_OK) {
        error_at(&err, shown_name(s->cli, s->path), NULL, 0, 0);
        say_failure(s->cli, &err);
        return exit_of(err.status);
    }
    evaluate(s, &out->context, left);
    out->status = status_of(left);
    return EXIT_ACCEPTED;
}

static exit_code run_claims(const suite *s, const json *test, const given *g, outcome_of_case *out)
{
    arena *a = &s->cli->arena;
    const json *format_name = setting(s, test, "format"), *at = test;
    const char *id = arena_text(a, bytes_of_str(json_text(format_name)));
    const format *f = id != NULL ? format_find(id) : NULL;
    if (f == NULL) {
        return refuse(s, format_name != NULL ? format_name : test,
                      "claims need the id of a format, under \"format\"");
    }
    if (g->at == ASSAY_TIME_UNSET) {
        return refuse(s, test, "claims need a time, under \"at\"");
    }
    claim *root = claim_root(a);
    policy_piece *of = ARENA_NEW(a, policy_piece);
    const json *base = setting(s, test, "claims"), *set = json_member(test, "set");
    if (root == NULL || of == NULL) {
        return EXIT_ENVIRONMENT;
    }
    if (!claims_put_all(a, root, base, f, &at) || !claims_put_all(a, root, set, f, &at)) {
        return refuse(s, at, "there is no claim to put this into");
    }
    *of = (policy_piece){.label = "evidence", .format = f, .claims = root, .authentic = true};
    return evaluate_claims(s, g, of, out);
}

static exit_code entries_of(const suite *s, const policy_value *values, size_t count, bool text_too,
                            case_list *out)
{
    case_entry *entries = ARENA_ARRAY(&s->cli->arena, count + 1, case_entry);
    if (entries == NULL) {
        return EXIT_ENVIRONMENT;
    }
    for (size_t i = 0; i < count; i++) {
        entries[i].name = values[i].name;
        entries[i].bytes = values[i].value;
        entries[i].detail = text_too ? arena_text(&s->cli->arena, values[i].value) : NULL;
    }
    *out = (case_list){entries, count};
    return EXIT_ACCEPTED;
}

/* The case as the test wants it: this policy, its values and its time. */
static exit_code prepare(const suite *s, const given *g, case_record *r)
{
    exit_code code = trial_prepare(s->cli, r, s->policy_path, s->policy);
    r->nonce = g->nonce.ptr != NULL ? g->nonce : r->nonce;
    r->no_nonce = r->nonce.ptr != NULL ? NULL : r->no_nonce;
    if (g->at != ASSAY_TIME_UNSET) {
        r->at = g->at;
        r->known_at = r->clock = ASSAY_TIME_UNSET;
        r->moment = MOMENT_AT;
    }
    if (code == EXIT_ACCEPTED && g->input_count > 0) {
        code = entries_of(s, g->inputs, g->input_count, false, &r->lists[CASE_INPUTS]);
    }
    if (code == EXIT_ACCEPTED && g->param_count > 0) {
        code = entries_of(s, g->params, g->param_count, true, &r->lists[CASE_PARAMS]);
    }
    return code;
}

static exit_code run_case_file(const suite *s, const json *file, const given *g,
                               outcome_of_case *out)
{
    stored_result stored;
    const char *named = arena_text(&s->cli->arena, bytes_of_str(json_text(file)));
    const char *path = named != NULL ? file_beside(s->cli, s->path, named) : NULL;
    if (!json_is(file, JSON_STRING) || path == NULL) {
        return refuse(s, file, path != NULL ? "must be the name of a case file" : NULL);
    }
    exit_code code = stored_case_read(s->cli, path, &stored);
    code = code == EXIT_ACCEPTED ? prepare(s, g, stored.record) : code;
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    code = trial_run(s->cli, path, stored.record, &out->appraisal);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    out->status = assay_appraisal_status(out->appraisal);
    out->context = out->appraisal->policy;
    out->context.findings = &out->appraisal->findings;
    return EXIT_ACCEPTED;
}

static policy_piece *piece_labelled(policy_context *c, const json *label)
{
    for (size_t i = 0; i < c->piece_count; i++) {
        if (label == NULL || str_is(json_text(label), c->pieces[i].label)) {
            return &c->pieces[i];
        }
    }
    return NULL;
}

/* The claims of a case file's evidence with some of them changed: nobody can sign that, so only the
 * rules are held against it. */
static exit_code run_forged(const suite *s, const json *forge, const given *g, outcome_of_case *out)
{
    const json *from = json_member(forge, "from"), *set = json_member(forge, "set"), *at = forge;
    exit_code code = members(s, forge, forge_members, ARRAY_LEN(forge_members));
    if (code == EXIT_ACCEPTED && (from == NULL || !json_is(set, JSON_OBJECT))) {
        code = refuse(s, forge, "needs a case file under \"from\" and claims under \"set\"");
    }
    code = code == EXIT_ACCEPTED ? run_case_file(s, from, g, out) : code;
    findings *left = ARENA_NEW(&s->cli->arena, findings);
    if (code != EXIT_ACCEPTED || left == NULL) {
        return code != EXIT_ACCEPTED ? code : EXIT_ENVIRONMENT;
    }
    policy_piece *of = piece_labelled(&out->context, json_member(forge, "label"));
    arena *a = &s->cli->arena;
    claim *root = of != NULL ? appraisal_piece(out->appraisal, of->label)->job.claims : NULL;
    if (root == NULL || of->format == NULL || !claims_put_all(a, root, set, of->format, &at)) {
        return refuse(s, at, "there is no claim to put this into");
    }
    out->context.arena = a;
    evaluate(s, &out->context, left);
    out->status = status_of(left);
    return EXIT_ACCEPTED;
}

exit_code suite_run(const suite *s, const json *test, outcome_of_case *out)
{
    given *g = NULL;
    *out = (outcome_of_case){0};
    exit_code code = members(s, test, case_members, ARRAY_LEN(case_members));
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    out->name = stored(s->cli, json_text(json_member(test, "name")));
    code = read_given(s, test, &g);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    const json *file = json_member(test, "case"), *forge = json_member(test, "forge");
    if (file != NULL && forge == NULL) {
        return run_case_file(s, file, g, out);
    }
    if (forge != NULL && file == NULL) {
        return run_forged(s, forge, g, out);
    }
    return file == NULL ? run_claims(s, test, g, out)
                        : refuse(s, test, "is either a case file or a forged one");
}

void suite_release(outcome_of_case *o)
{
    assay_appraisal_free(o->appraisal);
    o->appraisal = NULL;
}
