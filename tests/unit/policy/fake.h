/* SPDX-License-Identifier: Apache-2.0 */
/* Formats that exist in tests only, policies over them, and claim trees written as JSON. */
#ifndef ASSAY_TESTS_POLICY_FAKE_H
#define ASSAY_TESTS_POLICY_FAKE_H

#include "check.h"
#include "claims/common.h"
#include "policy/loader.h"
#include "policy/params.h"

static const claim_bit fake_bits[] = {{"ONE", 0}, {"TWO", 1}, {"DEBUG", 19}, {"HIGH", 40}};
static const claim_svn fake_svn[] = {
    {"Milan", "bl", 0}, {"Milan", "snp", 2}, {"Turin", "fmc", 0}, {"Turin", "snp", 3}};
static const claim_svn fake_plain_svn[] = {{NULL, "low", 0}, {NULL, "high", 3}};

#define ROW(p, t, ...)                                                                             \
    {                                                                                              \
        .pointer = p, .type = ASSAY_CLAIM_##t, __VA_ARGS__                                         \
    }
static const claim_schema fake_schema[] = {
    ROW("/num", UINT, .affects = "hardware"),
    ROW("/signed", INT, .doc = ""),
    ROW("/ok", BOOL, .doc = ""),
    ROW("/image", BYTES, .length = 4, .identifies = true),
    ROW("/owner", TEXT, .identifies = true),
    ROW("/any", BYTES, .doc = ""),
    ROW("/data", BYTES, .length = 64, .chooser = CHOSEN_BY_ATTESTER),
    ROW("/digest", BYTES, .length = 32, .doc = ""),
    ROW("/name", TEXT, .doc = ""),
    ROW("/ratio", NUMBER, .doc = ""),
    ROW("/when", TIME, .doc = ""),
    ROW("/flags", UINT, .bits = fake_bits, .bit_count = ARRAY_LEN(fake_bits)),
    ROW("/raw_flags", BYTES, .length = 8, .bits = fake_bits, .bit_count = ARRAY_LEN(fake_bits)),
    ROW("/tcb", BYTES, .length = 4, .svn = fake_svn, .svn_count = ARRAY_LEN(fake_svn),
        .svn_by = "/product"),
    ROW("/plain_tcb", BYTES, .length = 4, .svn = fake_plain_svn,
        .svn_count = ARRAY_LEN(fake_plain_svn)),
    ROW("/product", TEXT, .doc = ""),
    ROW("/words", LIST, .doc = ""),
    ROW("/words/*", TEXT, .doc = ""),
    ROW("/numbers", LIST, .doc = ""),
    ROW("/numbers/*", UINT, .doc = ""),
    ROW("/keys", LIST, .doc = ""),
    ROW("/keys/*", MAP, .doc = ""),
    ROW("/keys/*/id", BYTES, .length = 2, .identifies = true),
    ROW("/keys/*/alg", TEXT, .doc = ""),
    ROW("/keys/*/uses", LIST, .doc = ""),
    ROW("/keys/*/uses/*", MAP, .doc = ""),
    ROW("/keys/*/uses/*/of", TEXT, .doc = ""),
    ROW("/map", MAP, .doc = ""),
    ROW("/map/inner", UINT, .doc = ""),
    ROW("/pcrs/*", BYTES, .length = 4, .identifies = true),
    ROW("/iss", TEXT, .doc = ""),
};
static const claim_schema fake_other_schema[] = {
    ROW("/num", UINT, .doc = ""),
    ROW("/image", BYTES, .length = 6, .identifies = true),
    ROW("/data", BYTES, .length = 64, .doc = ""),
};
#undef ROW

static inline void fake_carries(job *j, const void *doc, const challenge *c, carriage *out)
{
    (void)j;
    (void)doc;
    (void)c;
    (void)out;
}

static const finding_def fake_findings[] = {
    {.id = "fake.soft", .severity = ASSAY_FAIL, .waivable = true, .text = "soft"},
    {.id = "fake.firm", .severity = ASSAY_FAIL, .text = "firm", .remedy = "mend it"},
};
static const format fake_a = {.id = "fake-a",
                              .title = "fake",
                              .schema = fake_schema,
                              .schema_count = ARRAY_LEN(fake_schema),
                              .carries = fake_carries,
                              .findings = fake_findings,
                              .finding_count = ARRAY_LEN(fake_findings)};
static const format fake_twin = {.id = "fake-twin",
                                 .title = "fake",
                                 .schema = fake_schema,
                                 .schema_count = ARRAY_LEN(fake_schema),
                                 .carries = fake_carries};
static const format fake_b = {.id = "fake-b",
                              .title = "other",
                              .schema = fake_other_schema,
                              .schema_count = ARRAY_LEN(fake_other_schema)};
static const format fake_wary = {.id = "fake-wary",
                                 .title = "no hardware",
                                 .schema = fake_other_schema,
                                 .schema_count = ARRAY_LEN(fake_other_schema),
                                 .carries = fake_carries,
                                 .at_most_warning = true};
static const format *const fake_formats[] = {&fake_a, &fake_twin, &fake_b, &fake_wary};

static inline assay_status fake_load(const char *text_in, bool any_genuine, assay_policy **out,
                                     assay_problems **problems, assay_error *err)
{
    assay_policy_options options = {
        .struct_size = sizeof options, .name = "p.json", .allow_any_genuine = any_genuine};
    assay_error_init(err, sizeof *err);
    return policy_load_with((known_formats){fake_formats, ARRAY_LEN(fake_formats)},
                            bytes_of_text(text_in), &options, out, problems, err);
}

/* A policy that must load, over single quotes instead of double ones. */
static inline assay_policy *fake_policy(const char *quoted)
{
    char *copy = strdup(quoted);
    assay_policy *p = NULL;
    assay_error err;
    for (char *c = copy; *c != '\0'; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    CHECK(fake_load(copy, true, &p, NULL, &err) == ASSAY_OK);
    if (p == NULL) {
        fprintf(stderr, "  %u:%u %s: %s (%s)\n  %s\n", err.line, err.column, err.where, err.message,
                err.hint, copy);
    }
    free(copy);
    return p;
}

/* Builds claims from JSON: a text "@pending" is a pending claim, null a null one; what cannot be
 * read as the schema's type becomes a claim of another type. */
static inline void fake_add(arena *a, claim *parent, const json *node, const char *pointer,
                            const format *f)
{
    const char *name =
        node->name.ptr != NULL ? arena_text(a, bytes_of_str(node->name)) : (const char *)NULL;
    const claim_schema *row = schema_find(f->schema, f->schema_count, bytes_of_text(pointer));
    claim value_read;
    const char *why;
    if (str_is(node->text, "@pending")) {
        claim_pending(a, parent, name);
        return;
    }
    if (node->type == JSON_NULL) {
        claim_null(a, parent, name);
        return;
    }
    if (node->type == JSON_OBJECT || node->type == JSON_ARRAY) {
        claim *made =
            node->type == JSON_OBJECT ? claim_map(a, parent, name) : claim_list(a, parent, name);
        for (const json *m = node->first; m != NULL; m = m->next) {
            const char *step = m->name.ptr != NULL ? arena_text(a, bytes_of_str(m->name)) : "0";
            fake_add(a, made, m, arena_format(a, "%s/%s", pointer, step), f);
        }
        return;
    }
    bool typed_value = row != NULL && literal_read(a, node, row->type, 0, &value_read, &why);
    if (!typed_value && node->type == JSON_STRING) {
        claim_text(a, parent, name, node->text);
    } else if (!typed_value) {
        claim_uint(a, parent, name, 77);
    } else {
        claim *made = claim_uint(a, parent, name, 0);
        made->type = value_read.type;
        made->value = value_read.value;
    }
}

static inline claim *fake_claims(arena *a, const char *quoted, const format *f)
{
    char *copy = arena_text(a, bytes_of_text(quoted));
    fault seen = {0};
    for (char *c = copy; *c != '\0'; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    const json *root = json_parse(a, bytes_of_text(copy), &seen);
    if (!CHECK(root != NULL)) {
        fprintf(stderr, "  %s: %s in %s\n", seen.what, seen.why, copy);
    }
    claim *out = claim_root(a);
    for (const json *m = root != NULL ? root->first : NULL; m != NULL; m = m->next) {
        const char *name = arena_text(a, bytes_of_str(m->name));
        fake_add(a, out, m, arena_format(a, "/%s", name), f);
    }
    return out;
}

/* An evaluation of one policy over a few pieces. */
typedef struct {
    arena arena;
    findings findings;
    policy_piece pieces[8];
    policy_value inputs[4], params[4];
    policy_context c;
} fixture;

#define FAKE_AT 1795132800 /* 2026-11-20T00:00:00Z */

static inline void fixture_init(fixture *x)
{
    memset(x, 0, sizeof *x);
    arena_init(&x->arena, NULL, 8u << 20);
    x->findings.arena = &x->arena;
    x->c = (policy_context){.arena = &x->arena,
                            .findings = &x->findings,
                            .pieces = x->pieces,
                            .inputs = x->inputs,
                            .params = x->params,
                            .at = FAKE_AT,
                            .now = FAKE_AT};
}

static inline void fixture_piece(fixture *x, const char *label, const format *f, const char *claims)
{
    x->pieces[x->c.piece_count++] = (policy_piece){.label = label,
                                                   .format = f,
                                                   .claims = fake_claims(&x->arena, claims, f),
                                                   .authentic = true};
}

static inline const finding *finding_of_rule(const fixture *x, const char *rule_id)
{
    for (const finding *f = x->findings.first; f != NULL; f = f->next) {
        if (f->view.rule != NULL && strcmp(f->view.rule, rule_id) == 0) {
            return f;
        }
    }
    return NULL;
}

static inline const finding *finding_of_id(const fixture *x, const char *id)
{
    for (const finding *f = x->findings.first; f != NULL; f = f->next) {
        if (strcmp(f->view.id, id) == 0) {
            return f;
        }
    }
    return NULL;
}

#endif
