/* SPDX-License-Identifier: Apache-2.0 */
/* assay nonce init, new, show, purge: single-use nonces in a database. */
#include "base/limits.h"
#include "base/time.h"
#include "crypto/crypto.h"
#include "nonce/nonces.h"
#include "nonce_store.h"
#include "policies.h"
#include "arg_values.h"
#include "verbs.h"

#define STORE_OPTION                                                                               \
    {                                                                                              \
        "nonce-store", "URI", "the nonce store: sqlite:PATH", OPTION_ONCE                          \
    }

static const option_def store_options[] = {STORE_OPTION};
static const option_def new_options[] = {
    STORE_OPTION,
    {"policy", "FILE", "good for this policy only", OPTION_ONCE},
    {"allow-any-genuine", NULL, "take a policy that identifies no peer", OPTION_ONCE},
    {"audience", "A", "good for this audience only", OPTION_ONCE},
    {"session", "S", "good for this session only", OPTION_ONCE},
    {"ttl", "N", "seconds until it ends, 1 to 86400; else 300", OPTION_ONCE},
    {"as", "FORM", "hex, b64u, or text: a nonce whose bytes are printable", OPTION_ONCE},
};

#define NONCE_BYTES 32
#define TTL_DEFAULT 300

static exit_code failed(cli *c, assay_status s, const assay_error *err)
{
    say_failure(c, err);
    return s == ASSAY_E_CONFIG ? EXIT_ENVIRONMENT : exit_of(s);
}

static exit_code open_store(cli *c, const options *o, bool make, assay_nonces **out)
{
    const char *uri = option_value(o, "nonce-store");
    if (uri == NULL) {
        return say_usage(c, "which nonce store?", "say --nonce-store sqlite:PATH");
    }
    return nonce_store_open(c, uri, make, out);
}

typedef struct {
    const char *form; /* "hex", "b64u", "text" */
    uint8_t policy[32];
    assay_nonce_scope scope;
    uint32_t ttl;
} order;

static exit_code bind_policy(cli *c, const options *o, order *n)
{
    const char *path = option_value(o, "policy");
    if (path == NULL) {
        return EXIT_ACCEPTED;
    }
    assay_policy *policy = NULL;
    exit_code code = policy_file_open(c, path, NULL, option_given(o, "allow-any-genuine"), &policy);
    if (code == EXIT_ACCEPTED) {
        assay_policy_digest(policy, n->policy);
        n->scope.policy_sha256 = n->policy;
    }
    assay_policy_release(policy);
    return code;
}

static exit_code take_order(cli *c, const options *o, order *n)
{
    static const char *const forms[] = {"hex", "b64u", "text"};
    const char *form = option_value(o, "as"), *ttl = option_value(o, "ttl");
    const char *audience = option_value(o, "audience"), *session = option_value(o, "session");
    *n = (order){.ttl = TTL_DEFAULT, .scope = {.struct_size = sizeof n->scope}};
    n->scope.now = n->scope.expires = ASSAY_TIME_UNSET;
    n->scope.audience = audience != NULL ? str_of(audience) : (assay_str){NULL, 0};
    n->scope.session = session != NULL ? str_of(session) : (assay_str){NULL, 0};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        n->form = strcmp(form != NULL ? form : forms[0], forms[i]) == 0 ? forms[i] : n->form;
    }
    if (n->form == NULL) {
        return say_usage(c, "--as is none of hex, b64u, text", NULL);
    }
    uint64_t seconds = TTL_DEFAULT;
    exit_code code =
        ttl != NULL ? arg_uint(c, "ttl", ttl, LIMIT_NONCE_TTL, &seconds) : EXIT_ACCEPTED;
    if (code == EXIT_ACCEPTED && seconds == 0) {
        return say_usage(c, "a nonce of no lifetime is of no use", "--ttl is at least 1");
    }
    n->ttl = (uint32_t)seconds;
    return code == EXIT_ACCEPTED ? bind_policy(c, o, n) : code;
}

/* The bytes, and how they are written. A text nonce is the base64url of random bytes, taken as it
 * is written. */
static assay_status make_nonce(cli *c, const order *n, assay_bytes *nonce, const char **written)
{
    uint8_t *random = arena_alloc(&c->arena, NONCE_BYTES);
    assay_status s = random != NULL ? crypto_random(random, NONCE_BYTES) : ASSAY_E_MEMORY;
    if (s != ASSAY_OK) {
        return s;
    }
    *nonce = bytes_of(random, NONCE_BYTES);
    bool hex = strcmp(n->form, "hex") == 0;
    *written = hex ? text_hex(&c->arena, *nonce) : base64url_encode(&c->arena, *nonce);
    if (*written != NULL && strcmp(n->form, "text") == 0) {
        *nonce = bytes_of_text(*written);
    }
    return *written != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
}

static exit_code issue(cli *c, const order *n, const assay_nonces *nonces)
{
    assay_bytes nonce = {NULL, 0};
    const char *written = NULL;
    uint8_t sha256[32];
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = make_nonce(c, n, &nonce, &written);
    if (s == ASSAY_OK) {
        s = crypto_sha256(nonce, sha256);
    }
    const assay_nonce_store *store = nonces_store(nonces);
    if (s == ASSAY_OK) {
        s = store->issue(store->user, sha256, &n->scope, n->ttl, &err);
    }
    if (s != ASSAY_OK) {
        err.status = s;
        return failed(c, s, &err);
    }
    if (!c->json) {
        out_line(c, "%s", written);
        return EXIT_ACCEPTED;
    }
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.nonce/1");
    json_put_cstr(w, "nonce", arena_format(&c->arena, "%s:%s", n->form, written));
    json_put_hex(w, "sha256", bytes_of(sha256, sizeof sha256));
    json_put_uint(w, "ttl", n->ttl);
    out_document(c, w);
    return EXIT_ACCEPTED;
}

static exit_code run_new(cli *c, const options *o)
{
    order n;
    assay_nonces *nonces = NULL;
    exit_code code = take_order(c, o, &n);
    if (code == EXIT_ACCEPTED) {
        code = open_store(c, o, true, &nonces);
    }
    if (code == EXIT_ACCEPTED) {
        code = issue(c, &n, nonces);
    }
    assay_nonces_free(nonces);
    return code;
}

static exit_code run_init(cli *c, const options *o)
{
    assay_nonces *nonces = NULL;
    exit_code code = open_store(c, o, true, &nonces);
    assay_nonces_free(nonces);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    const char *uri = option_value(o, "nonce-store");
    if (c->json) {
        json_writer *w = json_write_new();
        json_put_cstr(w, "schema", "assay.nonce-init/1");
        json_put_cstr(w, "store", uri);
        out_document(c, w);
    } else {
        out_line(c, "%s is ready", shown_name(c, uri));
    }
    return EXIT_ACCEPTED;
}

/* What showing keeps between two nonces. */
typedef struct {
    cli *cli;
    json_writer *json; /* NULL: for people */
    size_t count;
} showing;

static const char *scope_text(cli *c, assay_str in)
{
    const char *s = in.ptr != NULL ? text_printable(&c->arena, bytes_of_str(in)) : "any";
    return s != NULL ? s : "";
}

static void show_text(const showing *s, const uint8_t sha256[32], const assay_nonce_scope *scope)
{
    cli *c = s->cli;
    const char *policy = scope->policy_sha256 != NULL
                             ? text_hex(&c->arena, bytes_of(scope->policy_sha256, 32))
                             : "any";
    out_line(c, "%s  ends %s  policy %s  audience %s  session %s",
             text_hex(&c->arena, bytes_of(sha256, 32)), time_text(&c->arena, scope->expires),
             shortened(c, policy != NULL ? policy : ""), scope_text(c, scope->audience),
             scope_text(c, scope->session));
}

static bool show_one(void *context, const uint8_t sha256[32], const assay_nonce_scope *scope)
{
    showing *s = context;
    s->count++;
    if (s->json == NULL) {
        show_text(s, sha256, scope);
        return true;
    }
    json_open_object(s->json, NULL);
    json_put_hex(s->json, "sha256", bytes_of(sha256, 32));
    json_put_time(s->json, "expires", scope->expires);
    json_put_hex(s->json, "policy_sha256",
                 bytes_of(scope->policy_sha256, scope->policy_sha256 != NULL ? 32 : 0));
    json_put_text(s->json, "audience", scope->audience);
    json_put_text(s->json, "session", scope->session);
    json_close(s->json);
    return true;
}

static exit_code list(cli *c, const assay_nonces *nonces)
{
    showing s = {.cli = c};
    if (c->json) {
        s.json = json_write_new();
        json_put_cstr(s.json, "schema", "assay.nonces/1");
        json_open_array(s.json, "live");
    }
    assay_error err;
    assay_error_init(&err, sizeof err);
    const assay_nonce_store *store = nonces_store(nonces);
    assay_status done = store->list(store->user, show_one, &s, &err);
    if (done != ASSAY_OK) {
        json_write_free(s.json);
        return failed(c, done, &err);
    }
    if (c->json) {
        json_close(s.json);
        out_document(c, s.json);
    } else if (s.count == 0) {
        out_line(c, "no nonce is live");
    }
    return EXIT_ACCEPTED;
}

static exit_code run_show(cli *c, const options *o)
{
    assay_nonces *nonces = NULL;
    exit_code code = open_store(c, o, false, &nonces);
    if (code == EXIT_ACCEPTED) {
        code = list(c, nonces);
    }
    assay_nonces_free(nonces);
    return code;
}

static exit_code run_purge(cli *c, const options *o)
{
    assay_nonces *nonces = NULL;
    exit_code code = open_store(c, o, false, &nonces);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    uint64_t count = 0;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = assay_nonces_purge(nonces, &count, &err);
    assay_nonces_free(nonces);
    if (s != ASSAY_OK) {
        return failed(c, s, &err);
    }
    if (c->json) {
        json_writer *w = json_write_new();
        json_put_cstr(w, "schema", "assay.nonce-purge/1");
        json_put_uint(w, "forgotten", count);
        out_document(c, w);
    } else {
        out_line(c, "%llu forgotten", (unsigned long long)count);
    }
    return EXIT_ACCEPTED;
}

const verb verb_nonce_new = {
    .name = "nonce new",
    .arguments = "",
    .summary = "issue a single-use nonce of 32 random bytes",
    .details = "A store that is not there is made.",
    .options = new_options,
    .option_count = ARRAY_LEN(new_options),
    .run = run_new,
};

const verb verb_nonce_init = {
    .name = "nonce init",
    .arguments = "",
    .summary = "make a nonce store",
    .options = store_options,
    .option_count = ARRAY_LEN(store_options),
    .run = run_init,
};

const verb verb_nonce_show = {
    .name = "nonce show",
    .arguments = "",
    .summary = "list the nonces that can still be spent",
    .options = store_options,
    .option_count = ARRAY_LEN(store_options),
    .run = run_show,
};

const verb verb_nonce_purge = {
    .name = "nonce purge",
    .arguments = "",
    .summary = "forget the nonces whose lifetime has ended",
    .options = store_options,
    .option_count = ARRAY_LEN(store_options),
    .run = run_purge,
};
