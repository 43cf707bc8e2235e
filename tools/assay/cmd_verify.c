/* SPDX-License-Identifier: Apache-2.0 */
/* assay verify: the request from the command line, the appraisal, the result. */
#include "base/limits.h"
#include "ear_out.h"
#include "evidence.h"
#include "nonce_store.h"
#include "policies.h"
#include "relaxations.h"
#include "tree.h"
#include "trust_dir.h"
#include "arg_values.h"
#include "verbs.h"

#include <assay/appraisal.h>

static const option_def verify_options[] = {
    {"policy", "FILE", "the policy; with several, all must accept", OPTION_MANY},
    {"nonce", "N", "the challenge: hex:.., text:.., b64u:.. or @FILE; hex alone is hex",
     OPTION_ONCE},
    {"no-nonce", NULL, "there was no challenge: freshness is not established", OPTION_ONCE},
    EVIDENCE_OPTIONS,
    TRUST_OPTIONS,
    MOMENT_OPTIONS,
    {"clock-skew", "SECONDS",
     "that the clock may be behind: a certificate that begins within them counts", OPTION_ONCE},
    {"input", "NAME=VALUE", "an input that the policy declares, written as a nonce", OPTION_MANY},
    {"set", "NAME=JSON", "a param that the policy declares", OPTION_MANY},
    {"nonce-store", "URI", "spend the nonce there: sqlite:PATH", OPTION_ONCE},
    {"audience", "A", "what the nonce was issued for", OPTION_ONCE},
    {"session", "S", "what the nonce was issued for", OPTION_ONCE},
    RELAXATION_OPTIONS,
    {"terse", NULL, "status, tier and the ids of what was wrong", OPTION_ONCE},
    {"all", NULL, "the checks that held, too", OPTION_ONCE},
    {"html", "FILE", "the result as a page for people", OPTION_ONCE},
    EAR_OPTIONS,
    {"save-case", "FILE", "all that was used, the nonce too, for assay replay", OPTION_ONCE},
};

static const char details[] =
    "FILE is raw evidence, or PEM, base64 or hex text of it; - is standard input. Several pieces\n"
    "are one composite; a LABEL matches [a-z][a-z0-9_-]*, and ./a=b is a file. Of a case file, "
    "its\n"
    "evidence and endorsements are taken, and nothing of its policies, trust, nonce and times.\n"
    "An attestation result (--ear, --ear-unsigned) goes to standard output in place of the "
    "result,\n"
    "whatever the answer is, unless --ear-out names a file.\n"
    "Exit status 0: accepted; 1: rejected; 3: trust material is missing; see assay help "
    "exit-codes.";

/* What one run owns. */
typedef struct {
    assay_trust *trust;
    assay_nonces *nonces;
    assay_engine *engine;
    assay_request *request;
    assay_appraisal *appraisal;
    ear_order ear;
} run_state;

static void release(run_state *s)
{
    assay_appraisal_free(s->appraisal);
    assay_request_free(s->request);
    assay_engine_free(s->engine);
    assay_nonces_free(s->nonces);
    assay_trust_release(s->trust);
}

static exit_code check_usage(cli *c, const options *o)
{
    if (!option_given(o, "policy")) {
        return say_usage(c, "no policy was given", "say what to accept: --policy FILE");
    }
    if (option_given(o, "nonce") == option_given(o, "no-nonce")) {
        return say_usage(c, "give either --nonce or --no-nonce",
                         "the nonce of your challenge shows that the evidence is fresh; "
                         "--no-nonce says that there was none");
    }
    if (c->json && option_given(o, "terse")) {
        return say_usage(c, "give either --json or --terse", NULL);
    }
    exit_code ear = ear_check_usage(c, o);
    if (ear != EXIT_ACCEPTED) {
        return ear;
    }
    if (option_given(o, "no-nonce") && option_given(o, "nonce-store")) {
        return say_usage(c, "--nonce-store needs the --nonce to spend", NULL);
    }
    bool scoped = option_given(o, "audience") || option_given(o, "session");
    if (scoped && !option_given(o, "nonce-store")) {
        return say_usage(c, "--audience and --session are checked by a nonce store",
                         "give it: --nonce-store sqlite:PATH");
    }
    return EXIT_ACCEPTED;
}

static exit_code add_policies(cli *c, const options *o, run_state *s)
{
    bool any_genuine = option_given(o, "allow-any-genuine");
    const given_option *g = NULL;
    exit_code code = EXIT_ACCEPTED;
    for (size_t n = 0; code == EXIT_ACCEPTED && (g = option_next(o, "policy", g)) != NULL; n++) {
        if (n == LIMIT_POLICIES) {
            say_error(c, "more than %d policies", LIMIT_POLICIES);
            return EXIT_USAGE;
        }
        assay_policy *policy = NULL;
        code = policy_file_open(c, g->value, s->trust, any_genuine, &policy);
        if (code == EXIT_ACCEPTED) {
            code = exit_of(assay_request_policy(s->request, policy));
        }
        assay_policy_release(policy);
    }
    return code;
}

static exit_code add_nonce(cli *c, const options *o, run_state *s)
{
    const char *given = option_value(o, "nonce");
    if (given == NULL) {
        return exit_of(assay_request_no_nonce(s->request, "--no-nonce"));
    }
    assay_bytes nonce = {NULL, 0};
    exit_code code = arg_bytes(c, "the nonce", given, LIMIT_NONCE_MAX, &nonce);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (nonce.len == 0) {
        return say_usage(c, "the nonce is empty", "say --no-nonce when there was none");
    }
    const char *audience = option_value(o, "audience"), *session = option_value(o, "session");
    assay_status made = assay_request_nonce(s->request, nonce.ptr, nonce.len, audience, session);
    if (made == ASSAY_E_ARGUMENT) {
        say_error(c, "--audience or --session has more than %d bytes", LIMIT_NONCE_SCOPE);
    }
    return exit_of(made);
}

static exit_code add_inputs(cli *c, const options *o, run_state *s)
{
    const given_option *g = NULL;
    exit_code code = EXIT_ACCEPTED;
    while (code == EXIT_ACCEPTED && (g = option_next(o, "input", g)) != NULL) {
        const char *name = NULL, *written = NULL;
        assay_bytes value = {NULL, 0};
        code = split_name(c, "input", g->value, &name, &written);
        if (code == EXIT_ACCEPTED) {
            code = arg_bytes(c, "the input", written, LIMIT_REQUEST_BYTES, &value);
        }
        if (code == EXIT_ACCEPTED &&
            assay_request_input(s->request, name, value.ptr, value.len) != ASSAY_OK) {
            say_error(c, "the input \"%s\" is given twice, or there are too many",
                      shown_name(c, name));
            code = EXIT_USAGE;
        }
    }
    return code;
}

static exit_code add_params(cli *c, const options *o, run_state *s)
{
    const given_option *g = NULL;
    exit_code code = EXIT_ACCEPTED;
    while (code == EXIT_ACCEPTED && (g = option_next(o, "set", g)) != NULL) {
        const char *name = NULL, *json_text = NULL;
        code = split_name(c, "set", g->value, &name, &json_text);
        if (code == EXIT_ACCEPTED && assay_request_param(s->request, name, json_text) != ASSAY_OK) {
            say_error(c, "the param \"%s\" is given twice", shown_name(c, name));
            code = EXIT_USAGE;
        }
    }
    return code;
}

static exit_code open_nonces(cli *c, const options *o, run_state *s)
{
    const char *uri = option_value(o, "nonce-store");
    return uri == NULL ? EXIT_ACCEPTED : nonce_store_open(c, uri, false, &s->nonces);
}

static exit_code open_trust(cli *c, const options *o, run_state *s)
{
    return trust_dir_open(c, o, &s->trust);
}

static exit_code add_evidence(cli *c, const options *o, run_state *s)
{
    return evidence_add(c, o, s->request);
}

static exit_code set_moment(cli *c, const options *o, run_state *s)
{
    return moment_set(c, o, s->request);
}

static exit_code relax(cli *c, const options *o, run_state *s)
{
    return relaxations_add(c, o, s->request);
}

static exit_code order_ear(cli *c, const options *o, run_state *s)
{
    return ear_take_order(c, o, &s->ear);
}

static exit_code make_engine(cli *c, const options *o, run_state *s)
{
    uint64_t skew = 0;
    const char *given = option_value(o, "clock-skew");
    if (given != NULL &&
        arg_uint(c, "clock-skew", given, LIMIT_CLOCK_SKEW, &skew) != EXIT_ACCEPTED) {
        return EXIT_USAGE;
    }
    assay_engine_options eo;
    assay_engine_options_init(&eo, sizeof eo);
    eo.clock_skew = (uint32_t)skew;
    eo.trust = s->trust;
    eo.nonces = s->nonces;
    eo.clock = assay_system_clock;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status made = assay_engine_new(&s->engine, &eo, &err);
    if (made != ASSAY_OK) {
        say_failure(c, &err);
    }
    return exit_of(made);
}

static exit_code (*const steps[])(cli *, const options *, run_state *) = {
    open_trust, add_policies, add_nonce,    add_inputs,  add_params,  set_moment,
    relax,      order_ear,    add_evidence, open_nonces, make_engine,
};

static exit_code show(cli *c, const options *o, assay_appraisal *a)
{
    bool terse = option_given(o, "terse");
    assay_str document = assay_appraisal_document(a, terse ? "terse" : "json");
    if (document.ptr == NULL) {
        say_error(c, "memory ran out while the result was written");
        return EXIT_ENVIRONMENT;
    }
    if (terse || c->json) {
        out_text(c, document);
        return EXIT_ACCEPTED;
    }
    return tree_draw(c, bytes_of_str(document), option_given(o, "all"));
}

static exit_code save_case(cli *c, const options *o, assay_appraisal *a)
{
    const char *path = option_value(o, "save-case");
    if (path == NULL) {
        return EXIT_ACCEPTED;
    }
    assay_str document = assay_appraisal_document(a, "case");
    if (document.ptr == NULL || document.len > LIMIT_CASE_BYTES) {
        say_error(c, "the case is too large to be saved");
        return EXIT_ENVIRONMENT;
    }
    return file_write(c, path, bytes_of_str(document));
}

static exit_code save_page(cli *c, const options *o, assay_appraisal *a)
{
    const char *path = option_value(o, "html");
    if (path == NULL) {
        return EXIT_ACCEPTED;
    }
    assay_str document = assay_appraisal_document(a, "html");
    if (document.ptr == NULL) {
        say_error(c, "the result is too large for a page");
        return EXIT_ENVIRONMENT;
    }
    return file_write(c, path, bytes_of_str(document));
}

static exit_code appraise_and_show(cli *c, const options *o, run_state *s)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status answer = assay_appraise(s->engine, s->request, &s->appraisal, &err);
    if (s->appraisal == NULL) {
        say_failure(c, &err);
        return exit_of(answer);
    }
    exit_code kept = save_case(c, o, s->appraisal), drawn = save_page(c, o, s->appraisal);
    exit_code issued = ear_write(c, &s->ear, s->appraisal);
    exit_code written = s->ear.alone ? EXIT_ACCEPTED : show(c, o, s->appraisal);
    kept = kept != EXIT_ACCEPTED ? kept : drawn;
    kept = kept != EXIT_ACCEPTED ? kept : issued;
    written = kept != EXIT_ACCEPTED ? kept : written;
    return written != EXIT_ACCEPTED && answer == ASSAY_OK ? EXIT_ENVIRONMENT : exit_of(answer);
}

static exit_code run_verify(cli *c, const options *o)
{
    exit_code code = check_usage(c, o);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    run_state s = {0};
    code = exit_of(assay_request_new(&s.request, 0));
    for (size_t i = 0; code == EXIT_ACCEPTED && i < ARRAY_LEN(steps); i++) {
        code = steps[i](c, o, &s);
    }
    if (code == EXIT_ACCEPTED) {
        code = appraise_and_show(c, o, &s);
    }
    release(&s);
    return code;
}

const verb verb_verify = {
    .name = "verify",
    .arguments = "[LABEL=]FILE...",
    .summary = "appraise evidence under a policy and a nonce",
    .details = details,
    .options = verify_options,
    .option_count = ARRAY_LEN(verify_options),
    .least = 1,
    .most = SIZE_MAX,
    .run = run_verify,
};
