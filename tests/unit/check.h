/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole test harness. A test is a function; main lists them with RUN and returns DONE. A failed
 * CHECK prints where and what, and the test goes on; a program in which nothing was checked fails.
 */
#ifndef ASSAY_TESTS_CHECK_H
#define ASSAY_TESTS_CHECK_H

#include "base/bytes.h"

#include <stdio.h>
#include <stdlib.h>

#define SKIPPED 77 /* ctest's SKIP_RETURN_CODE */

static unsigned checks_made, checks_failed;

static inline bool check_that(bool holds, const char *what, const char *file, int line)
{
    checks_made++;
    if (!holds) {
        checks_failed++;
        fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    }
    return holds;
}

#define CHECK(holds) check_that((holds), #holds, __FILE__, __LINE__)
#define CHECK_TEXT(found, wanted)                                                                  \
    do {                                                                                           \
        const char *found_ = (found), *wanted_ = (wanted);                                         \
        if (!CHECK(found_ != NULL && strcmp(found_, wanted_) == 0)) {                              \
            fprintf(stderr, "  found  %s\n  wanted %s\n", found_ ? found_ : "(null)", wanted_);    \
        }                                                                                          \
    } while (0)
#define CHECK_UINT(found, wanted)                                                                  \
    do {                                                                                           \
        unsigned long long found_ = (unsigned long long)+(found);                                  \
        unsigned long long wanted_ = (unsigned long long)+(wanted);                                \
        if (!CHECK(found_ == wanted_)) {                                                           \
            fprintf(stderr, "  found  %llu\n  wanted %llu\n", found_, wanted_);                    \
        }                                                                                          \
    } while (0)
#define RUN(test)                                                                                  \
    do {                                                                                           \
        unsigned before_ = checks_failed;                                                          \
        test();                                                                                    \
        printf("%s %s\n", checks_failed == before_ ? "ok  " : "FAIL", #test);                      \
    } while (0)
#define DONE()                                                                                     \
    (printf("%u checks, %u failed\n", checks_made, checks_failed),                                 \
     checks_failed > 0 || checks_made == 0 ? EXIT_FAILURE : EXIT_SUCCESS)

/* A whole file in malloc'ed memory, or {NULL, 0}. */
static inline assay_bytes read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return (assay_bytes){NULL, 0};
    }
    size_t cap = 1 << 16, len = 0, got;
    uint8_t *p = malloc(cap);
    while (p != NULL && (got = fread(p + len, 1, cap - len, f)) > 0) {
        len += got;
        if (len == cap) {
            p = realloc(p, cap *= 2);
        }
    }
    fclose(f);
    return (assay_bytes){p, len};
}

/* The folder of captured evidence, or NULL: then the test returns SKIPPED and says so. */
static inline const char *vectors_dir(void)
{
    const char *dir = getenv("ASSAY_VECTORS");
    static char probe[4096];
    if (dir == NULL) {
        dir = ASSAY_SOURCE_DIR "/../shared/vectors";
    }
    snprintf(probe, sizeof probe, "%s/cases.json", dir);
    FILE *f = fopen(probe, "rb");
    if (f == NULL) {
        printf("skipped: no captured evidence in %s\n", dir);
        return NULL;
    }
    fclose(f);
    return dir;
}

#endif
