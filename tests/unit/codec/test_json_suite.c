/* SPDX-License-Identifier: Apache-2.0 */
/* JSONTestSuite: y_ is accepted, n_ refused, i_ does what it likes but come back. */
#include "codec/json.h"
#include "check.h"

#include <dirent.h>

static const char *vectors;

/* Well-formed by RFC 8259, and refused here on purpose. */
static const char *const refused_on_purpose[] = {
    "y_object_duplicated_key.json",
    "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json",
    "y_string_null_escape.json",
};

static bool is_refused_on_purpose(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(refused_on_purpose); i++) {
        if (strcmp(refused_on_purpose[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Does json_parse accept this file? The fault says why not; there is one if and only if it refuses.
 */
static bool accepts(const char *folder, const char *name, fault *f)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assay_bytes in = read_file(path);
    uint8_t *exact = malloc(in.len > 0 ? in.len : 1); /* ends where the sanitizer sees */
    memcpy(exact, in.ptr, in.len);
    arena a;
    arena_init(&a, NULL, 16 << 20);
    *f = (fault){0};
    const json *root = json_parse(&a, bytes_of(exact, in.len), f);
    CHECK((root == NULL) == (f->what != NULL));
    CHECK(f->at <= in.len);
    arena_release(&a);
    free(exact);
    union {
        const uint8_t *in;
        void *out;
    } owned = {in.ptr};
    free(owned.out);
    return root != NULL;
}

static void check_file(const char *folder, const char *name)
{
    fault f;
    bool accepted = accepts(folder, name, &f);
    if (is_refused_on_purpose(name)) {
        printf("     refused on purpose: %s (%s)\n", name, f.why);
        CHECK(!accepted);
    } else if (name[0] != 'i') {
        if (!CHECK(accepted == (name[0] == 'y'))) {
            fprintf(stderr, "  %s: %s\n", name, accepted ? "accepted" : f.why);
        }
    }
}

/* Calls `check` for each file of a folder; their number, by the first letter of their names. */
static void each_file(const char *sub, void check(const char *, const char *), unsigned count[256])
{
    char folder[1024];
    snprintf(folder, sizeof folder, "%s/conformance/json/%s", vectors, sub);
    DIR *d = opendir(folder);
    if (!CHECK(d != NULL)) {
        return;
    }
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] != '.') {
            count[(uint8_t)e->d_name[0]]++;
            check(folder, e->d_name);
        }
    }
    closedir(d);
}

static void parsing(void)
{
    unsigned count[256] = {0};
    each_file("test_parsing", check_file, count);
    printf("     %u accepted, %u to be refused, %u free\n", count['y'], count['n'], count['i']);
    CHECK(count['y'] >= 67 && count['n'] >= 140 && count['i'] >= 20);
}

/* Files on which parsers disagree about values: none is to be read in a second way here. */
static void check_transform(const char *folder, const char *name)
{
    static const char *const refused[] = {
        "object_same_key_different_values.json", "object_same_key_same_value.json",
        "object_same_key_unclear_values.json",   "string_1_escaped_invalid_codepoint.json",
        "string_1_invalid_codepoint.json",       "string_2_escaped_invalid_codepoints.json",
        "string_2_invalid_codepoints.json",      "string_3_escaped_invalid_codepoints.json",
        "string_3_invalid_codepoints.json",      "string_with_escaped_NULL.json",
    };
    bool wanted = true;
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        wanted = wanted && strcmp(refused[i], name) != 0;
    }
    fault f;
    if (!CHECK(accepts(folder, name, &f) == wanted)) {
        fprintf(stderr, "  %s: %s\n", name, f.why != NULL ? f.why : "accepted");
    }
}

static void transform(void)
{
    unsigned count[256] = {0};
    each_file("test_transform", check_transform, count);
    printf("     %u numbers, %u objects, %u strings\n", count['n'], count['o'], count['s']);
    CHECK(count['n'] >= 6 && count['o'] >= 3 && count['s'] >= 5);
}

int main(void)
{
    vectors = vectors_dir();
    if (vectors == NULL) {
        return SKIPPED;
    }
    RUN(parsing);
    RUN(transform);
    return DONE();
}
