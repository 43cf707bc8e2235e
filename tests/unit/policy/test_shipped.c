/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies that are shipped load, and read as their goldens say (ASSAY_BLESS=1 writes those
 * anew). Their test tables are for assay policy test (policy.tables).
 */
#include "base/text.h"
#include "fake.h"

static const char *const shipped[] = {"azure-snp-production",  "snp-production",
                                      "gcp-cs-production",     "nras-production",
                                      "maa-production",        "ita-production",
                                      "ear-production",        "nsm-production",
                                      "nvidia-gpu-production", "nvidia-nvswitch-production",
                                      "tdx-production",        "sgx-production",
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

/* What lint says of them is silenced with a reason; any-genuine is what it is. */
static void test_lint(void)
{
    for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
        assay_policy *p = load_shipped(shipped[i]);
        assay_problems *problems = NULL;
        size_t n = p != NULL ? policy_lint(p, ASSAY_TIME_UNSET, &problems) : 1;
        bool production = strstr(shipped[i], "testing/") == NULL;
        if (!CHECK((n == 0) == production)) {
            fprintf(stderr, "  %s: %s\n", shipped[i],
                    n > 0 && problems != NULL ? assay_problems_at(problems, 0)->message
                                              : "nothing");
        }
        assay_problems_free(problems);
        policy_release(p);
    }
}

int main(void)
{
    RUN(test_goldens);
    RUN(test_lint);
    return DONE();
}
