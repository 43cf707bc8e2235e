/* SPDX-License-Identifier: Apache-2.0 */
/* assay trust needs: appraises under a policy that asks for nothing but genuineness, and lists what
 * the store lacks for that. */
#include "base/limits.h"
#include "evidence.h"
#include "trust_dir.h"
#include "verbs.h"

#include <assay/appraisal.h>
#include <assay/format.h>

static const option_def needs_options[] = {EVIDENCE_OPTIONS, TRUST_OPTIONS, MOMENT_OPTIONS};

#define POLICY_HEAD                                                                                \
    "{\"assay_policy\":1,\"id\":\"needs\",\"version\":1,\"title\":\"what evidence needs\","        \
    "\"accept\":[\"affirming\",\"warning\"],\"evidence\":{\"any\":{\"format\":["
#define POLICY_TAIL "],\"count\":{\"min\":0}}}}"

typedef struct {
    assay_trust *trust;
    assay_engine *engine;
    assay_request *request;
    assay_appraisal *appraisal;
} run_state;

static void release(run_state *s)
{
    assay_appraisal_free(s->appraisal);
    assay_request_free(s->request);
    assay_engine_free(s->engine);
    assay_trust_release(s->trust);
}

static exit_code failed(cli *c, assay_status status, const assay_error *err)
{
    if (status != ASSAY_OK) {
        say_failure(c, err);
    }
    return exit_of(status);
}

static exit_code add_policy(cli *c, run_state *s)
{
    text t = text_new(&c->arena, LIMIT_POLICY_BYTES);
    assay_format_info info;
    const char *comma = "";
    text_add_str(&t, POLICY_HEAD);
    for (size_t i = 0; assay_format_at(i, &info); i++) {
        if (!info.container) {
            text_addf(&t, "%s\"%s\"", comma, info.id);
            comma = ",";
        }
    }
    text_add_str(&t, POLICY_TAIL);
    assay_str source = text_done(&t);
    assay_policy *policy = NULL;
    assay_policy_options po = {
        .struct_size = sizeof po, .name = "needs", .allow_any_genuine = true};
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status made =
        assay_policy_load(&policy, bytes_of_str(source), (assay_bytes){NULL, 0}, &po, NULL, &err);
    if (made == ASSAY_OK) {
        made = assay_request_policy(s->request, policy);
    }
    assay_policy_release(policy);
    return failed(c, made, &err);
}

static exit_code make_engine(cli *c, run_state *s)
{
    assay_engine_options eo;
    assay_engine_options_init(&eo, sizeof eo);
    eo.trust = s->trust;
    eo.clock = assay_system_clock;
    assay_error err;
    assay_error_init(&err, sizeof err);
    return failed(c, assay_engine_new(&s->engine, &eo, &err), &err);
}

static void needs_json(cli *c, const assay_appraisal *a)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.trust-needs/1");
    json_open_array(w, "needs");
    for (size_t i = 0; i < assay_needs_count(a); i++) {
        const assay_need *n = assay_needs_at(a, i);
        json_open_object(w, NULL);
        json_put_cstr(w, "label", n->label);
        json_put_cstr(w, "role", n->role);
        json_put_cstr(w, "id", n->id);
        json_put_cstr(w, "url", n->url);
        json_put_bool(w, "authenticated", n->authenticated);
        json_put_bool(w, "mandatory", n->mandatory);
        json_close(w);
    }
    json_close(w);
    out_document(c, w);
}

static const char *printed(cli *c, const char *in)
{
    return in != NULL ? stored(c, str_of(in)) : "";
}

static void needs_text(cli *c, const assay_appraisal *a)
{
    for (size_t i = 0; i < assay_needs_count(a); i++) {
        const assay_need *n = assay_needs_at(a, i);
        out_word(c, STYLE_PLAIN, printed(c, n->role), 14);
        out_line(c, " %s  %s%s%s", printed(c, n->id), printed(c, n->url),
                 n->authenticated ? "" : "  (id not authenticated: ask before you fetch)",
                 n->mandatory ? "" : "  (optional)");
    }
}

static exit_code say_rejected(cli *c, const assay_appraisal *a)
{
    const assay_finding *f = NULL;
    for (size_t i = 0; (f = assay_findings_at(a, i)) != NULL; i++) {
        if (f->severity == ASSAY_FAIL) {
            say_error(c, "%s: %s", f->id, printed(c, f->message));
        }
    }
    say_hint(c, "no trust item cures this");
    return EXIT_REJECTED;
}

static exit_code show(cli *c, const assay_appraisal *a, assay_status answer)
{
    (c->json ? needs_json : needs_text)(c, a);
    if (answer == ASSAY_REJECTED) {
        return say_rejected(c, a);
    }
    if (assay_needs_count(a) == 0 && !c->json) {
        out_line(c, "nothing is needed");
    }
    return answer == ASSAY_UNDECIDED || assay_needs_count(a) > 0 ? EXIT_UNDECIDED : EXIT_ACCEPTED;
}

static exit_code prepare(cli *c, const options *o, run_state *s)
{
    exit_code code = trust_dir_open(c, o, &s->trust);
    if (code == EXIT_ACCEPTED) {
        code = exit_of(assay_request_new(&s->request, 0));
    }
    if (code == EXIT_ACCEPTED) {
        code = add_policy(c, s);
    }
    if (code == EXIT_ACCEPTED) {
        code = exit_of(assay_request_no_nonce(s->request, "assay trust needs"));
    }
    if (code == EXIT_ACCEPTED) {
        code = moment_set(c, o, s->request);
    }
    if (code == EXIT_ACCEPTED) {
        code = evidence_add(c, o, s->request);
    }
    return code == EXIT_ACCEPTED ? make_engine(c, s) : code;
}

static exit_code run_needs(cli *c, const options *o)
{
    run_state s = {0};
    exit_code code = prepare(c, o, &s);
    if (code == EXIT_ACCEPTED) {
        assay_error err;
        assay_error_init(&err, sizeof err);
        assay_status answer = assay_appraise(s.engine, s.request, &s.appraisal, &err);
        code = s.appraisal != NULL ? show(c, s.appraisal, answer) : failed(c, answer, &err);
    }
    release(&s);
    return code;
}

const verb verb_trust_needs = {
    .name = "trust needs",
    .arguments = "[LABEL=]FILE...",
    .summary = "what a trust store lacks to decide about this evidence",
    .details = "Exit status 0: nothing; 3: what is listed; 1: the evidence is rejected anyway.",
    .options = needs_options,
    .option_count = ARRAY_LEN(needs_options),
    .least = 1,
    .most = SIZE_MAX,
    .run = run_needs,
};
