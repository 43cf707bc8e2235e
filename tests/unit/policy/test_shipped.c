/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies that are shipped load, read as their goldens say (ASSAY_BLESS=1 writes those anew),
 * and decide the claim trees of their test tables as those say.
 */
#include "base/text.h"
#include "fake.h"

static const char *const shipped[] = {"snp-production", "gcp-cs-production", "nsm-production",
                                      "testing/any-genuine"};

static const char *path_of(char out[512], const char *name, const char *suffix)
{
    snprintf(out, 512, "%s/policies/%s%s", ASSAY_SOURCE_DIR, name, suffix);
    return out;
}

static assay_policy *load_shipped(const char *name)
{
    char path[512];
    assay_policy *p = NULL;
    assay_error err;
    assay_bytes in = read_file(path_of(path, name, ".json"));
    assay_policy_options options = {
        .struct_size = sizeof options, .name = name, .allow_any_genuine = true};
    assay_error_init(&err, sizeof err);
    if (!CHECK(in.ptr != NULL && policy_load(in, &options, &p, NULL, &err) == ASSAY_OK)) {
        fprintf(stderr, "  %s:%u:%u %s (%s)\n", path, err.line, err.column, err.message, err.hint);
    }
    free((void *)(uintptr_t)in.ptr);
    return p;
}

static void compare_golden(const char *name, assay_str rendered)
{
    char path[512];
    path_of(path, name, ".golden");
    if (getenv("ASSAY_BLESS") != NULL) {
        FILE *f = fopen(path, "wb");
        CHECK(f != NULL && fwrite(rendered.ptr, 1, rendered.len, f) == rendered.len);
        CHECK(f != NULL && fclose(f) == 0);
        return;
    }
    assay_bytes golden = read_file(path);
    if (!CHECK(golden.ptr != NULL && bytes_equal(golden, bytes_of_str(rendered)))) {
        fprintf(stderr, "  %s differs; what policy_render says now:\n%s", path, rendered.ptr);
    }
    free((void *)(uintptr_t)golden.ptr);
}

static void test_goldens(void)
{
    for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
        arena a;
        arena_init(&a, NULL, 8u << 20);
        assay_policy *p = load_shipped(shipped[i]);
        text out = text_new(&a, 1u << 20), again = text_new(&a, 1u << 20);
        if (p != NULL) {
            policy_render(p, &out);
            policy_render(p, &again);
            assay_str done = text_done(&out);
            CHECK(done.ptr != NULL);
            CHECK_TEXT(text_done(&again).ptr, done.ptr);
            compare_golden(shipped[i], done);
        }
        policy_release(p);
        arena_release(&a);
    }
}

static void merge(claim *into, const claim *from)
{
    for (const claim *m = from->first; m != NULL; m = m->next) {
        for (claim *old = into->first; old != NULL; old = old->next) {
            if (bytes_equal(bytes_of_str(old->name), bytes_of_str(m->name))) {
                claim *next = old->next;
                *old = *m;
                old->next = next;
            }
        }
    }
}

static claim *tree(arena *a, const json *node, const format *f)
{
    return fake_claims(a, arena_text(a, node->raw), f);
}

static void add_params(fixture *f, const json *params)
{
    for (const json *m = params != NULL ? params->first : NULL; m != NULL; m = m->next) {
        f->params[f->c.param_count++] =
            (policy_value){arena_text(&f->arena, bytes_of_str(m->name)), m->raw, false};
    }
}

static assay_bytes octets(arena *a, const json *digits)
{
    assay_bytes out = {NULL, 0};
    CHECK(digits == NULL || hex_decode(a, bytes_of_str(json_text(digits)), &out));
    return out;
}

static void add_inputs(fixture *f, const json *inputs)
{
    for (const json *m = inputs != NULL ? inputs->first : NULL; m != NULL; m = m->next) {
        f->inputs[f->c.input_count++] = (policy_value){arena_text(&f->arena, bytes_of_str(m->name)),
                                                       octets(&f->arena, m), false};
    }
}

static bool wanted_to_fail(const json *fails, const char *id)
{
    for (const json *m = fails != NULL ? fails->first : NULL; m != NULL; m = m->next) {
        if (str_is(m->text, id)) {
            return true;
        }
    }
    return false;
}

/* Each rule of the policy fails exactly when the case says so. */
static void check_rules(const fixture *f, const json *c)
{
    const json *fails = json_member(c, "fails"), *name = json_member(c, "name");
    size_t failed = 0;
    for (const finding *i = f->findings.first; i != NULL; i = i->next) {
        bool bad = i->view.severity > ASSAY_WARN;
        failed += bad ? 1 : 0;
        if (i->view.rule != NULL && !CHECK(bad == wanted_to_fail(fails, i->view.rule))) {
            fprintf(stderr, "  %.*s: rule %s: found %s\n", (int)name->text.len, name->text.ptr,
                    i->view.rule, i->view.found != NULL ? i->view.found : "");
        }
    }
    bool accepts = str_is(json_member(c, "expect")->text, "accepted");
    CHECK(accepts == (failed == 0));
    CHECK(failed == (fails != NULL ? fails->count : 0));
}

/* A case: `set` over the claims that the whole suite shares. */
static void run_case(const assay_policy *p, const json *suite, const json *c)
{
    fixture f;
    assay_error err;
    fixture_init(&f);
    assay_error_init(&err, sizeof err);
    const char *id = arena_text(&f.arena, bytes_of_str(json_member(suite, "format")->text));
    const format *of = format_find(id);
    add_params(&f, json_member(suite, "params"));
    add_inputs(&f, json_member(suite, "inputs"));
    f.c.nonce = octets(&f.arena, json_member(suite, "nonce"));
    claim *claims = tree(&f.arena, json_member(suite, "claims"), of);
    const json *set = json_member(c, "set");
    if (set != NULL) {
        merge(claims, tree(&f.arena, set, of));
    }
    f.pieces[0] = (policy_piece){.label = "e", .format = of, .claims = claims, .authentic = true};
    f.c.piece_count = 1;
    CHECK(policy_check_values(p, &f.c, &err) == ASSAY_OK);
    policy_evaluate(p, &f.c);
    check_rules(&f, c);
    arena_release(&f.arena);
}

static void test_tables(void)
{
    for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
        char path[512];
        arena a;
        fault seen = {0};
        arena_init(&a, NULL, 8u << 20);
        assay_bytes in = read_file(path_of(path, shipped[i], ".tests.json"));
        const json *suite = in.ptr != NULL ? json_parse(&a, in, &seen) : NULL;
        assay_policy *p = load_shipped(shipped[i]);
        CHECK(suite != NULL && json_member(suite, "cases")->count > 0);
        for (const json *c = suite != NULL && p != NULL ? json_member(suite, "cases")->first : NULL;
             c != NULL; c = c->next) {
            run_case(p, suite, c);
        }
        policy_release(p);
        free((void *)(uintptr_t)in.ptr);
        arena_release(&a);
    }
}

static void test_lint(void)
{
    static const char *const production[] = {"snp-production", "gcp-cs-production"};
    for (size_t i = 0; i < ARRAY_LEN(production); i++) {
        assay_policy *p = load_shipped(production[i]);
        assay_problems *problems = NULL;
        CHECK_UINT(policy_lint(p, &problems), 1);
        CHECK_TEXT(assay_problems_at(problems, 0)->message, "the policy never ends");
        assay_problems_free(problems);
        policy_release(p);
    }
}

/* Confidential Space tokens never get better than a warning. */
static void test_unreachable_tier(void)
{
    static const char document[] =
        "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"affirming\"],"
        "\"valid\":{\"to\":\"2027-01-01T00:00:00Z\"},\"evidence\":{\"t\":{"
        "\"format\":[\"jwt-gcp-cs\"],\"count\":{\"min\":0}}}}";
    assay_policy *p = NULL;
    assay_problems *problems = NULL;
    assay_error err;
    assay_policy_options options = {
        .struct_size = sizeof options, .name = "p", .allow_any_genuine = true};
    assay_error_init(&err, sizeof err);
    CHECK(policy_load(bytes_of_text(document), &options, &p, NULL, &err) == ASSAY_OK);
    CHECK(p != NULL && policy_lint(p, &problems) > 0);
    CHECK(strstr(assay_problems_at(problems, 0)->message, "never gets better") != NULL);
    assay_problems_free(problems);
    policy_release(p);
}

int main(void)
{
    RUN(test_unreachable_tier);
    RUN(test_goldens);
    RUN(test_tables);
    RUN(test_lint);
    return DONE();
}
