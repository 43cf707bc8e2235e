/* SPDX-License-Identifier: Apache-2.0 */
/* Stores in a temporary folder, made by hand or by trust_add, and what opening says of them. */
#ifndef ASSAY_TESTS_TRUST_TEST_H
#define ASSAY_TESTS_TRUST_TEST_H

#include "check.h"
#include "trust/files.h"
#include "trust/load.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA ASSAY_SOURCE_DIR "/tests/unit/trust/data/throw-away-test-"
#define NOW 1800000000 /* 2027-01-15T08:00:00Z */

/* A folder of one test; the store is "store" in it. */
typedef struct {
    char top[64], store[96];
    arena arena;
    assay_error err;
    assay_str report;
} place;

static inline place place_new(void)
{
    place p = {.top = "/tmp/assay-trust-XXXXXX"};
    CHECK(mkdtemp(p.top) != NULL);
    snprintf(p.store, sizeof p.store, "%s/store", p.top);
    arena_init(&p.arena, NULL, 64u << 20);
    assay_error_init(&p.err, sizeof p.err);
    return p;
}

static inline void empty_folder(const char *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            unlinkat(dirfd(d), e->d_name, 0);
        }
    }
    if (d != NULL) {
        closedir(d);
    }
    rmdir(path);
}

static inline void place_free(place *p)
{
    empty_folder(p->store);
    empty_folder(p->top);
    arena_release(&p->arena);
}

static inline const char *in_store(place *p, const char *name)
{
    return arena_format(&p->arena, "%s/%s", p->store, name);
}

static inline void put_file(const char *path, const void *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    if (CHECK(f != NULL)) {
        CHECK(fwrite(bytes, 1, len, f) == len);
        fclose(f);
        chmod(path, 0600);
    }
}

/* A file beside the store; its path. */
static inline const char *put_beside(place *p, const char *name, const char *content)
{
    const char *path = arena_format(&p->arena, "%s/%s", p->top, name);
    put_file(path, content, strlen(content));
    return path;
}

static inline void put_in_store(place *p, const char *name, const char *content)
{
    mkdir(p->store, 0700);
    put_file(in_store(p, name), content, strlen(content));
}

static inline const char *sha256_text(place *p, const char *content)
{
    uint8_t digest[32];
    CHECK(crypto_sha256(bytes_of_text(content), digest) == ASSAY_OK);
    return text_hex(&p->arena, bytes_of(digest, sizeof digest));
}

static inline assay_status add_all(place *p, const trust_addition *add, size_t count)
{
    text report = text_new(&p->arena, 1u << 20);
    assay_error_init(&p->err, sizeof p->err);
    assay_status status = trust_add(p->store, add, count, NULL, NOW, &report, &p->err);
    p->report = text_done(&report);
    return status;
}

/* "ROLE" and a path; scope NULL unless given. */
static inline assay_status add_one(place *p, const char *role, const char *scope, const char *file)
{
    trust_addition add = {.role = role, .scope = scope, .file = file};
    return add_all(p, &add, 1);
}

static inline assay_status open_store(place *p, assay_trust **out)
{
    assay_trust_options options = {.struct_size = sizeof options, .path = p->store};
    assay_error_init(&p->err, sizeof p->err);
    return trust_open(&options, NULL, out, &p->err);
}

/* The status of opening alone. */
static inline assay_status opens(place *p)
{
    assay_trust *t = NULL;
    assay_status status = open_store(p, &t);
    CHECK((status == ASSAY_OK) == (t != NULL));
    CHECK(status == ASSAY_OK || p->err.status == status);
    trust_release(t);
    return status;
}

static inline bool says(const place *p, const char *part)
{
    bool found = strstr(p->err.message, part) != NULL;
    if (!found) {
        fprintf(stderr, "  message: %s\n", p->err.message);
    }
    return found;
}

static inline bool hints(const place *p, const char *part)
{
    return strstr(p->err.hint, part) != NULL;
}

/* A store of one known-nonces item, for tests of what surrounds it. */
#define NONCES "{\"assay_known_nonces\":1,\"nonces\":[\"00112233445566778899aabbccddeeff\"]}"
static inline void put_manifest(place *p, const char *items, unsigned revision)
{
    put_in_store(p, STORE_MANIFEST,
                 arena_format(&p->arena, "{\"assay_store\":1,\"revision\":%u,\"items\":[%s]}",
                              revision, items));
}

static inline const char *nonces_item(place *p)
{
    return arena_format(&p->arena,
                        "{\"role\":\"known-nonces\",\"file\":\"n.json\",\"sha256\":\"%s\"}",
                        sha256_text(p, NONCES));
}

static inline void put_small_store(place *p)
{
    put_in_store(p, "n.json", NONCES);
    put_manifest(p, nonces_item(p), 7);
}

#endif
