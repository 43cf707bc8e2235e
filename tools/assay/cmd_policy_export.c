/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay policy export: the registers that a policy accepts, as conditions of an AWS KMS key policy.
 * One Allow statement per row: inside one statement KMS takes any value of each key, and so PCR0 of
 * one release with PCR2 of another (AWS KMS developer guide, "Condition keys for AWS Nitro
 * Enclaves").
 */
#include "base/limits.h"
#include "codec/json.h"
#include "policies.h"
#include "policy/policy.h"
#include "verbs.h"

static const option_def export_options[] = {
    {"kms-conditions", NULL, "statements of an AWS KMS key policy", OPTION_ONCE},
    {"principal", "ARN", "who may decrypt; else REVIEW stands there", OPTION_ONCE},
    {"action", "ACTION", "else kms:Decrypt", OPTION_ONCE},
};

typedef struct {
    cli *cli;
    const options *options;
    const json *root, *group; /* the group that selects Nitro documents */
    const char *prefix;       /* of condition keys */
    json_writer *out;
    size_t statements;
} export;

static bool selects_nitro(const json *group)
{
    const json *list = json_member(group, "format");
    for (const json *m = list != NULL ? list->first : NULL; m != NULL; m = m->next) {
        if (str_is(json_text(m), "nsm-document")) {
            return true;
        }
    }
    return false;
}

static const json *nitro_group(const json *root)
{
    const json *groups = json_member(root, "evidence");
    for (const json *g = groups != NULL ? groups->first : NULL; g != NULL; g = g->next) {
        if (selects_nitro(g)) {
            return g;
        }
    }
    return NULL;
}

static const json *first_rule(const export *e)
{
    const json *rules = json_member(e->group, "rules");
    return rules != NULL ? rules->first : NULL;
}

/* "/pcrs/0" -> "0"; NULL: no register. */
static const char *register_of(assay_str pointer)
{
    return str_begins(pointer, "/pcrs/") && pointer.len > 6 ? pointer.ptr + 6 : NULL;
}

static const char *condition_key(const export *e, const char *number, size_t len)
{
    return arena_format(&e->cli->arena, "kms:RecipientAttestation:%s%.*s", e->prefix, (int)len,
                        number);
}

static void put_value(const export *e, const json *m, assay_str name)
{
    json_put_text(e->out, condition_key(e, name.ptr + 6, name.len - 6), json_text(m));
}

/* A rule with values that stand in the policy: KMS compares one with a key, or any of several. */
static bool put_rule(const export *e, const json *rule)
{
    assay_str pointer = json_text(json_member(rule, "claim"));
    const json *eq = json_member(rule, "eq"), *in = json_member(rule, "in");
    if (register_of(pointer) == NULL) {
        return false;
    }
    if (json_is(eq, JSON_STRING)) {
        put_value(e, eq, pointer);
        return true;
    }
    if (!json_is(in, JSON_ARRAY)) {
        return false;
    }
    json_open_array(e->out, condition_key(e, pointer.ptr + 6, pointer.len - 6));
    for (const json *m = in->first; m != NULL; m = m->next) {
        json_put_text(e->out, NULL, json_text(m));
    }
    json_close(e->out);
    return true;
}

static void put_dates(const export *e, const json *row)
{
    static const char *const ends[][2] = {{"from", "DateGreaterThanEquals"},
                                          {"to", "DateLessThanEquals"}};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        const json *end = json_member(row, ends[i][0]);
        if (end != NULL) {
            json_open_object(e->out, ends[i][1]);
            json_put_text(e->out, "aws:CurrentTime", json_text(end));
            json_close(e->out);
        }
    }
}

/* Sids are letters and digits. */
static const char *sid_of(const export *e, const json *row)
{
    assay_str name = json_text(json_member(row, "name"));
    char *sid = arena_text(&e->cli->arena, bytes_of_str(name));
    size_t n = 0;
    for (size_t i = 0; sid != NULL && i < name.len; i++) {
        bool plain = (name.ptr[i] >= '0' && name.ptr[i] <= '9') ||
                     (name.ptr[i] >= 'a' && name.ptr[i] <= 'z') ||
                     (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z');
        if (plain) {
            sid[n++] = name.ptr[i];
        }
    }
    if (sid != NULL) {
        sid[n] = '\0';
    }
    return sid;
}

/* NULL row: the policy has no table, and its rules alone say what is accepted. */
static void put_statement(export *e, const json *row)
{
    const char *principal = option_value(e->options, "principal");
    const char *action = option_value(e->options, "action");
    const char *sid = row != NULL ? sid_of(e, row) : "accepted";
    json_open_object(e->out, NULL);
    json_put_cstr(e->out, "Sid", sid != NULL ? arena_format(&e->cli->arena, "release%s", sid) : "");
    json_put_cstr(e->out, "Effect", "Allow");
    json_open_object(e->out, "Principal");
    json_put_cstr(e->out, "AWS", principal != NULL ? principal : "REVIEW: the role's ARN");
    json_close(e->out);
    json_put_cstr(e->out, "Action", action != NULL ? action : "kms:Decrypt");
    json_put_cstr(e->out, "Resource", "*");
    json_open_object(e->out, "Condition");
    json_open_object(e->out, "StringEqualsIgnoreCase");
    for (const json *m = row != NULL ? row->first : NULL; m != NULL; m = m->next) {
        if (register_of(m->name) != NULL) {
            put_value(e, m, m->name);
        }
    }
    for (const json *r = first_rule(e); r != NULL; r = r->next) {
        put_rule(e, r);
    }
    json_close(e->out);
    if (row != NULL) {
        put_dates(e, row);
    }
    json_close(e->out);
    json_close(e->out);
    e->statements++;
}

static bool names_registers(const json *row)
{
    for (const json *m = row != NULL ? row->first : NULL; m != NULL; m = m->next) {
        if (register_of(m->name) != NULL) {
            return true;
        }
    }
    return false;
}

/* The table that a rule of the group matches; NULL: none. */
static const json *matched_rows(const export *e)
{
    for (const json *r = first_rule(e); r != NULL; r = r->next) {
        const json *name = json_member(r, "matches");
        const char *table =
            name != NULL ? arena_text(&e->cli->arena, bytes_of_str(json_text(name))) : NULL;
        const json *rows =
            table != NULL
                ? json_member(json_member(json_member(e->root, "references"), table), "rows")
                : NULL;
        if (rows != NULL && names_registers(rows->first)) {
            return rows;
        }
    }
    return NULL;
}

static bool any_register_rule(const export *e)
{
    for (const json *r = first_rule(e); r != NULL; r = r->next) {
        bool literal = json_is(json_member(r, "eq"), JSON_STRING) || json_member(r, "in") != NULL;
        if (literal && register_of(json_text(json_member(r, "claim"))) != NULL) {
            return true;
        }
    }
    return false;
}

/* What KMS cannot check is said, so that nobody believes that it does. */
static void say_left_out(const export *e)
{
    for (const json *r = first_rule(e); r != NULL; r = r->next) {
        assay_str pointer = json_text(json_member(r, "claim"));
        const json *eq = json_member(r, "eq"), *in = json_member(r, "in");
        bool out =
            register_of(pointer) != NULL && (json_is(eq, JSON_STRING) || json_is(in, JSON_ARRAY));
        if (!out && json_member(r, "matches") == NULL) {
            say_note(e->cli, "KMS does not check the rule %s",
                     stored(e->cli, json_text(json_member(r, "id"))));
        }
    }
}

static bool is_nitrotpm(const export *e)
{
    for (const json *r = first_rule(e); r != NULL; r = r->next) {
        if (str_is(json_text(json_member(r, "claim")), "/kind") &&
            str_is(json_text(json_member(r, "eq")), "nitrotpm")) {
            return true;
        }
    }
    return false;
}

static exit_code write_statements(export *e)
{
    const json *rows = matched_rows(e);
    if (rows == NULL && !any_register_rule(e)) {
        say_error(e->cli, "the policy states no register of Nitro documents");
        say_hint(e->cli, "state them in a table of references, or with eq or in");
        return EXIT_USAGE;
    }
    e->prefix = is_nitrotpm(e) ? "NitroTPMPCR" : "PCR";
    json_open_array(e->out, "Statement");
    for (const json *row = rows != NULL ? rows->first : NULL; row != NULL; row = row->next) {
        put_statement(e, row);
    }
    if (rows == NULL) {
        put_statement(e, NULL);
    }
    json_close(e->out);
    say_left_out(e);
    return EXIT_ACCEPTED;
}

static exit_code run_export(cli *c, const options *o)
{
    assay_policy *policy = NULL;
    fault f = {0};
    if (!option_given(o, "kms-conditions")) {
        return say_usage(c, "export what?", "--kms-conditions is what there is");
    }
    exit_code code = policy_file_open(c, o->operands[0], NULL, false, &policy);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    export e = {.cli = c, .options = o, .root = json_parse(&c->arena, policy_source(policy), &f)};
    e.group = nitro_group(e.root);
    e.out = json_write_new();
    code = write_statements(&e);
    assay_policy_release(policy);
    if (code != EXIT_ACCEPTED) {
        json_write_free(e.out);
        return code;
    }
    out_document(c, e.out);
    return EXIT_ACCEPTED;
}

const verb verb_policy_export = {
    .name = "policy export",
    .arguments = "FILE",
    .summary = "what a policy accepts, for another system to enforce",
    .details =
        "One statement per row of references: inside one statement KMS would take the PCR0 of\n"
        "one release with the PCR2 of another.",
    .options = export_options,
    .option_count = ARRAY_LEN(export_options),
    .least = 1,
    .most = 1,
    .run = run_export,
};
