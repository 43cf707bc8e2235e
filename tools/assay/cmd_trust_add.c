/* SPDX-License-Identifier: Apache-2.0 */
/* assay trust add: verify what can be verified, pin, say what was pinned. */
#include "base/limits.h"
#include "collateral_import.h"
#include "files.h"
#include "formats/format.h"
#ifdef ASSAY_RIM
#include "rim/rim.h"
#endif
#include "trust_dir.h"
#include "verbs.h"

#include <assay/engine.h>
#include <assay/roles.h>

static const option_def add_options[] = {
    {"trust", "DIR", "the trust store, made when it is not there (else ASSAY_TRUST)", OPTION_ONCE},
};

#define REPORT_MAX (1024u * 1024u)
#define ROLES_MAX 64
#define PARTS_MAX 64 /* that one file may hold */

static exit_code bad_spec(cli *c, const char *spec)
{
    say_error(c, "\"%s\" does not say what to add", shown_name(c, spec));
    say_hint(c, "write ROLE:FILE, 'ROLE;for=SCOPE:FILE' or 'ROLE;issuer=URL:FILE'");
    return EXIT_USAGE;
}

/* The end of a parameter's value: ";" or ":", but in an URL not the colons of scheme and port. */
static const char *value_end(const char *in)
{
    const char *scheme = strstr(in, "://");
    size_t first = strcspn(in, ";:");
    const char *at = scheme == in + first ? scheme + 3 : in;
    for (;;) {
        at += strcspn(at, ";:");
        size_t port = *at == ':' ? strspn(at + 1, "0123456789") : 0;
        if (port == 0 || at[port + 1] == '\0' || strchr("/;:", at[port + 1]) == NULL) {
            return at;
        }
        at += port + 1;
    }
}

static exit_code take_param(cli *c, const char *spec, const char *param, size_t len,
                            trust_addition *out)
{
    static const char for_scope[] = "for=", for_issuer[] = "issuer=", for_origin[] = "origin=";
    const char *word = arena_text(&c->arena, bytes_of(param, len));
    if (word == NULL) {
        return EXIT_ENVIRONMENT;
    }
    if (strncmp(word, for_origin, sizeof for_origin - 1) == 0 && out->origin == NULL) {
        out->origin = word + sizeof for_origin - 1;
        return EXIT_ACCEPTED;
    }
    if (strcmp(word, "expired=accept") == 0 && strcmp(out->role, "rim") == 0) {
        out->expired_accepted = true;
        return EXIT_ACCEPTED;
    }
    bool scope = strncmp(word, for_scope, sizeof for_scope - 1) == 0;
    bool by_url = strncmp(word, for_issuer, sizeof for_issuer - 1) == 0;
    const char **to = scope ? &out->scope : &out->issuer;
    if ((!scope && !by_url) || *to != NULL) {
        return bad_spec(c, spec);
    }
    *to = word + (scope ? sizeof for_scope : sizeof for_issuer) - 1;
    if (!trust_scope_valid(*to)) {
        say_error(c, "\"%s\" is no scope", shown_name(c, *to));
        say_hint(c, TRUST_SCOPES);
        return EXIT_USAGE;
    }
    return EXIT_ACCEPTED;
}

static exit_code check_role(cli *c, const char *name)
{
    const char *names[ROLES_MAX];
    const assay_role *role = NULL;
    size_t count = 0;
    for (size_t i = 0; count < ROLES_MAX && (role = assay_role_at(i)) != NULL; i++) {
        if (role->storable) {
            names[count++] = role->name;
        }
    }
    role = assay_role_find(name);
    if (role != NULL && role->storable) {
        return EXIT_ACCEPTED;
    }
    const char *near = text_nearest(name, names, count);
    say_error(c, "\"%s\" is no role of a trust store", shown_name(c, name));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    }
    return EXIT_USAGE;
}

static exit_code parse_spec(cli *c, const char *spec, trust_addition *out)
{
    size_t role = strcspn(spec, ";:");
    *out = (trust_addition){.role = arena_text(&c->arena, bytes_of(spec, role))};
    if (out->role == NULL) {
        return EXIT_ENVIRONMENT;
    }
    const char *at = spec + role;
    exit_code code = *at == '\0' ? bad_spec(c, spec) : check_role(c, out->role);
    while (code == EXIT_ACCEPTED && *at == ';') {
        const char *end = value_end(at + 1);
        code = take_param(c, spec, at + 1, (size_t)(end - at - 1), out);
        at = end;
    }
    if (code == EXIT_ACCEPTED && (*at != ':' || at[1] == '\0')) {
        return bad_spec(c, spec);
    }
    out->file = code == EXIT_ACCEPTED ? at + 1 : NULL;
#ifdef ASSAY_RIM
    out->converter = strcmp(out->role, rim_converter.role) == 0 ? &rim_converter : NULL;
#endif
    return code;
}

/* Opens the store as it is, if it is there: what is wrong with it then is not the additions' doing.
 */
static exit_code check_store(cli *c, const char *dir)
{
    const char *manifest = arena_format(&c->arena, "%s/store.json", dir);
    if (manifest == NULL || !file_exists(manifest)) {
        return manifest != NULL ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
    }
    assay_trust *t = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_trust_options to = {.struct_size = sizeof to, .path = dir};
    assay_status s = assay_trust_open(&t, &to, &err);
    assay_trust_release(t);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
    }
    return s == ASSAY_OK ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
}

static void show(cli *c, const char *dir, assay_str report)
{
    if (!c->json) {
        out_text(c, report);
        return;
    }
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.trust-add/1");
    json_put_cstr(w, "store", dir);
    json_open_array(w, "report");
    size_t from = 0;
    for (size_t i = 0; i < report.len; i++) {
        if (report.ptr[i] == '\n') {
            json_put_text(w, NULL, (assay_str){report.ptr + from, i - from});
            from = i + 1;
        }
    }
    json_close(w);
    out_document(c, w);
}

static exit_code add(cli *c, const char *dir, const trust_addition *list, size_t count)
{
    text report = text_new(&c->arena, REPORT_MAX);
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s =
        trust_add(dir, list, count, format_roles, assay_system_clock(NULL), &report, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
        return s == ASSAY_E_CONFIG ? EXIT_REJECTED : exit_of(s);
    }
    assay_str done = text_done(&report);
    show(c, dir, done.ptr != NULL ? done : str_of(""));
    return EXIT_ACCEPTED;
}

static exit_code run_add(cli *c, const options *o)
{
    bool chosen = false;
    const char *dir = trust_dir_path(c, o, &chosen);
    if (dir == NULL || !chosen) {
        return say_usage(c, "which trust store?", "say --trust DIR, or set ASSAY_TRUST");
    }
    import_list all = {.cap = o->operand_count * PARTS_MAX};
    all.list = ARENA_ARRAY(&c->arena, all.cap, trust_addition);
    exit_code code = all.list != NULL ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
    for (size_t i = 0; code == EXIT_ACCEPTED && i < o->operand_count; i++) {
        trust_addition one;
        code = parse_spec(c, o->operands[i], &one);
        code = code == EXIT_ACCEPTED ? import_addition(c, &one, &all) : code;
    }
    if (code == EXIT_ACCEPTED) {
        code = check_store(c, dir);
    }
    return code == EXIT_ACCEPTED ? add(c, dir, all.list, all.count) : code;
}

const verb verb_trust_add = {
    .name = "trust add",
    .arguments = "ROLE[;for=SCOPE;issuer=URL]:FILE...",
    .summary = "verify what can be verified, pin it, and say what was pinned",
    .details =
        "Nothing is changed when anything does not verify: exit status 1.\n"
        "A RIM is added as NVIDIA signed it. 'rim;expired=accept:FILE' lets it count after its\n"
        "signer's certificate has ended, and each result says so.\n"
        "Intel's collateral: issuer-chain takes the header of the provisioning service too, or a\n"
        "dump of headers; crl takes hex; tdx-tcb-info and sgx-tcb-info take the JSON of caching\n"
        "services, and add everything that it holds. 'tdx-tcb-info;origin=URL:FILE' says where it\n"
        "came from; what has update=early in that counts for policies of the early stream alone.",
    .options = add_options,
    .option_count = ARRAY_LEN(add_options),
    .least = 1,
    .most = LIMIT_STORE_ITEMS,
    .run = run_add,
};
