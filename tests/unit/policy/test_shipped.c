/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies that are shipped load, and read as their goldens say (ASSAY_BLESS=1 writes those
 * anew). Their test tables are for assay policy test (policy.tables).
 */
#include "base/text.h"
#include "fake.h"

static const char *const shipped[] = {"snp-production", "gcp-cs-production", "nras-production",
                                      "nsm-production", "testing/any-genuine"};

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
    RUN(test_lint);
    return DONE();
}
