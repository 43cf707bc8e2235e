/* SPDX-License-Identifier: Apache-2.0 */
/* Adding: all or nothing, modes, revisions, one writer at a time, a full disk. */
#include "trust_test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#define ROOT DATA "root.pem"

static unsigned mode_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (unsigned)st.st_mode & 07777u : 0;
}

/* Names in the store, but for the lock. */
static size_t files_in(const place *p)
{
    size_t count = 0;
    DIR *d = opendir(p->store);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        count += e->d_name[0] != '.' || strcmp(e->d_name, ".assay-new") == 0;
    }
    if (d != NULL) {
        closedir(d);
    }
    return count;
}

static uint64_t revision_of(place *p)
{
    assay_trust *t = NULL;
    uint64_t revision = open_store(p, &t) == ASSAY_OK ? assay_trust_revision(t) : 0;
    trust_release(t);
    return revision;
}

static void a_new_store(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK_UINT(mode_of(p.store), 0700);
    CHECK_UINT(mode_of(in_store(&p, STORE_MANIFEST)), 0600);
    CHECK_UINT(files_in(&p), 2);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const assay_trust_item *item = assay_trust_at(t, 0);
        const char *name = arena_format(&p.arena, "x509-root-%.16s.pem", item->sha256);
        CHECK_TEXT(item->file, name);
        CHECK_UINT(mode_of(in_store(&p, name)), 0600);
        CHECK_TEXT(item->origin, ROOT);
        CHECK(item->retrieved_at == NOW);
        CHECK(strstr(p.report.ptr, item->sha256) != NULL);
        CHECK(strstr(p.report.ptr, "pinned: x509-root Test root") != NULL);
        CHECK(strstr(p.report.ptr, "scope   aws") != NULL);
        CHECK_UINT(assay_trust_revision(t), 1);
    }
    trust_release(t);
    place_free(&p);
}

static void twice_is_once(void)
{
    place p = place_new();
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(strstr(p.report.ptr, "already there: x509-root Test root") != NULL);
    CHECK_UINT(revision_of(&p), 1);
    /* The same bytes for another family are another item over the same file. */
    CHECK(add_one(&p, "x509-root", "intel", ROOT) == ASSAY_OK);
    CHECK_UINT(revision_of(&p), 2);
    CHECK_UINT(files_in(&p), 2);
    const trust_addition add[] = {{.role = "known-nonces", .file = put_beside(&p, "n", NONCES)},
                                  {.role = "known-nonces", .file = put_beside(&p, "m", NONCES)}};
    CHECK(add_all(&p, add, 2) == ASSAY_OK);
    CHECK_UINT(revision_of(&p), 3);
    CHECK_UINT(files_in(&p), 3);
    place_free(&p);
}

static void all_or_nothing(void)
{
    place p = place_new();
    trust_addition add[] = {{.role = "x509-root", .scope = "aws", .file = ROOT},
                            {.role = "crl", .file = ROOT}};
    CHECK(add_all(&p, add, 2) == ASSAY_E_CONFIG);
    CHECK(access(p.store, F_OK) != 0);
    CHECK(add_all(&p, add, 1) == ASSAY_OK);
    add[0].scope = "intel";
    CHECK(add_all(&p, add, 2) == ASSAY_E_CONFIG);
    CHECK_UINT(revision_of(&p), 1);
    CHECK_UINT(files_in(&p), 2);
    add[1] = (trust_addition){.role = "crl", .file = "/nonexistent/crl"};
    CHECK(add_all(&p, add, 2) == ASSAY_E_IO);
    CHECK_TEXT(p.err.source, "/nonexistent/crl");
    add[1].file = "/";
    CHECK(add_all(&p, add, 2) == ASSAY_E_CONFIG);
    add[1] = (trust_addition){.role = "ark", .file = ROOT};
    CHECK(add_all(&p, add, 2) == ASSAY_E_CONFIG);
    CHECK_UINT(revision_of(&p), 1);
    place_free(&p);
}

/* What is damaged already is not made worse, nor healed by adding. */
static void an_old_store_that_does_not_hold(void)
{
    place p = place_new();
    put_small_store(&p);
    put_in_store(&p, "n.json", NONCES " ");
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_CONFIG);
    CHECK_TEXT(p.err.source, in_store(&p, "n.json"));
    put_in_store(&p, STORE_MANIFEST, "{}");
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_CONFIG);
    CHECK_TEXT(p.err.source, in_store(&p, STORE_MANIFEST));
    put_small_store(&p);
    chmod(p.store, 0770);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_CONFIG);
    CHECK(says(&p, "writable by group or others"));
    chmod(p.store, 0700);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK_UINT(revision_of(&p), 8);
    place_free(&p);
}

static void names_that_are_taken(void)
{
    place p = place_new();
    const char *sha = sha256_text(&p, NONCES " ");
    const char *name = arena_format(&p.arena, "known-nonces-%.16s.json", sha);
    put_in_store(&p, name, NONCES);
    put_manifest(&p,
                 arena_format(&p.arena,
                              "{\"role\":\"known-nonces\",\"file\":\"%s\",\"sha256\":\"%s\"}", name,
                              sha256_text(&p, NONCES)),
                 1);
    CHECK(add_one(&p, "known-nonces", NULL, put_beside(&p, "n", NONCES " ")) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is taken"));
    CHECK(opens(&p) == ASSAY_OK);
    place_free(&p);
}

static void one_writer_at_a_time(void)
{
    place p = place_new();
    put_small_store(&p);
    int fd = open(in_store(&p, ".assay-lock"), O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_IO);
    CHECK(hints(&p, "another process"));
    close(fd);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    place_free(&p);
}

/* Files may grow to `limit` bytes only: what a full disk does, at each size of the same addition.
 */
static void full_disk(void)
{
    place p = place_new();
    put_small_store(&p);
    assay_bytes before = read_file(in_store(&p, STORE_MANIFEST));
    struct rlimit old, tight;
    CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
    signal(SIGXFSZ, SIG_IGN);
    bool added = false;
    unsigned failures = 0;
    for (rlim_t limit = 0; limit < 4096 && !added; limit += 64) {
        tight = (struct rlimit){limit, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &tight);
        assay_status status = add_one(&p, "x509-root", "aws", ROOT);
        setrlimit(RLIMIT_FSIZE, &old);
        added = status == ASSAY_OK;
        if (!added) {
            assay_bytes after = read_file(in_store(&p, STORE_MANIFEST));
            CHECK(status == ASSAY_E_IO);
            CHECK(bytes_equal(before, after));
            CHECK_UINT(files_in(&p), 2);
            CHECK(opens(&p) == ASSAY_OK);
            free((void *)(uintptr_t)after.ptr);
            failures++;
        }
    }
    CHECK(added && failures > 10);
    CHECK_UINT(revision_of(&p), 8);
    free((void *)(uintptr_t)before.ptr);
    place_free(&p);
}

static void no_place_for_a_store(void)
{
    place p = place_new();
    snprintf(p.store, sizeof p.store, "%s/no/store", p.top);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_IO);
    CHECK_TEXT(p.err.source, p.store);
    snprintf(p.store, sizeof p.store, "%s", put_beside(&p, "plain", "file"));
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_E_IO);
    place_free(&p);
}

int main(void)
{
    RUN(a_new_store);
    RUN(twice_is_once);
    RUN(all_or_nothing);
    RUN(an_old_store_that_does_not_hold);
    RUN(names_that_are_taken);
    RUN(one_writer_at_a_time);
    RUN(full_disk);
    RUN(no_place_for_a_store);
    return DONE();
}
