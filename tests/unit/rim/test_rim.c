/* SPDX-License-Identifier: Apache-2.0 */
/* Signed RIMs on their way into a store: what is read, what is kept, what changes nothing. */
#include "check.h"
#include "forge/rim_forge.h"
#include "formats/format.h"
#include "formats/spdm/rim.h"

#ifdef ASSAY_RIM
#include "rim/rim.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT FRIM_DEFAULT_AT

typedef struct {
    arena arena;
    key_ring *ring;
    frim_recipe recipe;
    char top[32], store[48], root[48], file[48];
    assay_error err;
} place;

static void write_file(const char *path, assay_bytes bytes)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len && fclose(f) == 0);
}

static void make_file(place *p)
{
    write_file(p->file, frim_make(&p->recipe, &p->arena, p->ring));
}

static void begin(place *p)
{
    arena_init(&p->arena, NULL, SIZE_MAX);
    p->ring = key_ring_new();
    CHECK(frim_recipe_init(&p->recipe, &p->arena, p->ring, AT));
    snprintf(p->top, sizeof p->top, "/tmp/assay-rim-XXXXXX");
    CHECK(mkdtemp(p->top) != NULL);
    snprintf(p->store, sizeof p->store, "%s/trust", p->top);
    snprintf(p->root, sizeof p->root, "%s/root.der", p->top);
    snprintf(p->file, sizeof p->file, "%s/a.xml", p->top);
    write_file(p->root, frim_certificate(&p->recipe, &p->arena, p->ring, FRIM_ROOT));
    make_file(p);
}

/* Counts the files of a folder whose names end like that, and removes them when asked to. */
static size_t files(const char *dir, const char *end, bool remove_them)
{
    DIR *d = opendir(dir);
    size_t count = 0;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        size_t len = strlen(e->d_name), tail = strlen(end);
        bool ends = len >= tail && strcmp(e->d_name + len - tail, end) == 0;
        if (!ends || strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
            continue;
        }
        count++;
        char path[400];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (remove_them) {
            unlink(path);
        }
    }
    if (d != NULL) {
        closedir(d);
    }
    return count;
}

static void end(place *p)
{
    files(p->store, "", true);
    rmdir(p->store);
    files(p->top, "", true);
    rmdir(p->top);
    key_ring_free(p->ring);
    arena_release(&p->arena);
}

static assay_status add(place *p, bool with_root, const trust_addition *rim_addition)
{
    trust_addition list[2] = {*rim_addition,
                              {.role = "x509-root", .scope = "nvidia-rim", .file = p->root}};
    text report = text_new(&p->arena, 1u << 20);
    assay_error_init(&p->err, sizeof p->err);
    return trust_add(p->store, list, with_root ? 2 : 1, format_roles, AT, &report, &p->err);
}

static trust_addition of_file(const place *p)
{
    return (trust_addition){.role = "rim", .file = p->file, .converter = &rim_converter};
}

static assay_trust *opened(place *p)
{
    assay_trust *t = NULL;
    assay_trust_options o = {.struct_size = sizeof o, .path = p->store};
    assay_error_init(&p->err, sizeof p->err);
    if (assay_trust_open(&t, &o, &p->err) != ASSAY_OK) {
        printf("  %s\n", p->err.message);
    }
    return t;
}

static void good_values_are_read(void)
{
    static place p;
    rim r;
    rim_refusal why;
    begin(&p);
    assay_bytes file = frim_make(&p.recipe, &p.arena, p.ring);
    CHECK(rim_read(&p.arena, file, &r, &why) == ASSAY_OK);
    CHECK_TEXT(r.product, "GH100");
    CHECK_TEXT(r.version, "550.90.07");
    CHECK_TEXT(r.edition, "GPU");
    CHECK_UINT(r.manufacturer, 5703);
    CHECK_UINT(r.count, FRIM_MEASUREMENTS);
    CHECK_UINT(r.signer_count, FRIM_CERTIFICATES);
    uint8_t value[FRIM_DIGEST_LEN];
    for (unsigned i = 0; i < r.count; i++) {
        const rim_measurement *m = &r.measurements[i];
        CHECK(m->index == i && m->active == p.recipe.measurements[i].active);
        for (unsigned k = 0; m->active && k < m->count; k++) {
            frim_value(i, k, value);
            CHECK(bytes_equal(m->values[k], bytes_of(value, sizeof value)));
        }
    }
    end(&p);
}

static void a_store_keeps_values_and_original(void)
{
    static place p;
    begin(&p);
    trust_addition a = of_file(&p);
    CHECK(add(&p, true, &a) == ASSAY_OK);
    CHECK_UINT(files(p.store, ".xml", false), 1);
    assay_trust *t = opened(&p);
    if (!CHECK(t != NULL)) {
        return;
    }
    const trust_item *item = trust_next(t, NULL, "rim", "nvidia-rim");
    if (CHECK(item != NULL)) {
        const nv_rim *kept = item->material;
        CHECK_TEXT(kept->version, "550.90.07");
        CHECK_UINT(kept->count, 21);
        CHECK_UINT(kept->golden[0].index, 7);
        CHECK_UINT(kept->golden[20].index, 40);
        CHECK_UINT(kept->golden[2].count, FRIM_VALUES);
        CHECK_UINT(kept->signer_count, FRIM_CERTIFICATES);
        CHECK(!kept->expired_accepted);
        CHECK_UINT(item->view.state, ASSAY_TRUST_VERIFIED);
        CHECK(item->view.valid_from == p.recipe.chain[FRIM_SIGNER].not_before);
        CHECK(item->view.valid_to == p.recipe.chain[FRIM_SIGNER].not_after);
    }
    assay_trust_release(t);
    CHECK(add(&p, false, &a) == ASSAY_OK); /* once more: the same item */
    t = opened(&p);
    CHECK(t != NULL && assay_trust_count(t) == 2);
    assay_trust_release(t);
    files(p.store, ".xml", true); /* nothing reads it */
    t = opened(&p);
    CHECK(t != NULL);
    assay_trust_release(t);
    end(&p);
}

static void issues_stand_side_by_side(void)
{
    static place p;
    begin(&p);
    trust_addition a = of_file(&p);
    CHECK(add(&p, true, &a) == ASSAY_OK);
    p.recipe.chain[FRIM_SIGNER].not_before += 86400;
    make_file(&p);
    a.expired_accepted = true;
    CHECK(add(&p, false, &a) == ASSAY_OK);
    assay_trust *t = opened(&p);
    if (CHECK(t != NULL && assay_trust_count(t) == 3)) {
        const trust_item *item = trust_next(t, NULL, "rim", "nvidia-rim");
        item = trust_next(t, item, "rim", "nvidia-rim");
        CHECK(item != NULL && ((const nv_rim *)item->material)->expired_accepted);
    }
    assay_trust_release(t);
    end(&p);
}

static void what_does_not_verify_changes_nothing(void)
{
    static place p;
    begin(&p);
    trust_addition a = of_file(&p);
    CHECK(add(&p, false, &a) == ASSAY_E_CONFIG); /* its root is not pinned */
    CHECK(strstr(p.err.message, "rim.chain.foreign-root") != NULL);
    CHECK(access(p.store, F_OK) != 0);
    p.recipe.flip = 300;
    make_file(&p);
    CHECK(add(&p, true, &a) == ASSAY_E_CONFIG);
    CHECK(strstr(p.err.message, "rim.digest") != NULL || strstr(p.err.message, "rim.xml") != NULL);
    CHECK(strstr(p.err.source, "a.xml") != NULL);
    CHECK(access(p.store, F_OK) != 0);
    end(&p);
}

/* Want of memory is never said to be the file's fault. */
static void memory_may_fail_anywhere(void)
{
    static place p;
    begin(&p);
    assay_bytes file = frim_make(&p.recipe, &p.arena, p.ring);
    bool done = false;
    size_t failures = 0;
    for (size_t budget = 0; !done && budget < (8u << 20); budget += 2048) {
        arena a;
        rim r;
        rim_refusal why = {NULL, NULL};
        arena_init(&a, NULL, budget);
        assay_status s = rim_read(&a, file, &r, &why);
        done = s == ASSAY_OK && rim_convert(&a, &r, false).ptr != NULL;
        CHECK(s == ASSAY_OK || (s == ASSAY_E_MEMORY && why.name == NULL));
        failures += s == ASSAY_E_MEMORY;
        arena_release(&a);
    }
    CHECK(done && failures > 10);
    end(&p);
}

static assay_status add_answer(place *p, const frim_answer *answer, bool with_chain)
{
    char response[64], issuers[64];
    snprintf(response, sizeof response, "%s/a.ocsp", p->top);
    snprintf(issuers, sizeof issuers, "%s/ca.der", p->top);
    write_file(response, frim_ocsp(&p->recipe, &p->arena, p->ring, answer));
    write_file(issuers, frim_certificate(&p->recipe, &p->arena, p->ring, FRIM_CA));
    trust_addition list[3] = {{.role = "ocsp", .file = response},
                              {.role = "x509-root", .scope = "nvidia-rim", .file = p->root},
                              {.role = "issuer-chain", .file = issuers}};
    text report = text_new(&p->arena, 1u << 20);
    assay_error_init(&p->err, sizeof p->err);
    return trust_add(p->store, list, with_chain ? 3 : 2, format_roles, AT, &report, &p->err);
}

static int state_of_answer(place *p, const char *family)
{
    assay_trust *t = opened(p);
    const trust_item *item = t != NULL ? trust_next(t, NULL, "ocsp", family) : NULL;
    int state = item != NULL ? item->view.state : ASSAY_TRUST_NONE;
    assay_trust_release(t);
    return state;
}

/* A response is kept without its issuer, and verified as soon as the store has it. */
static void answers_are_verified_under_their_issuer(void)
{
    static place p;
    begin(&p);
    frim_answer answer = {.about = FRIM_L3, .status = 'g', .from = AT - 3600, .until = AT + 3600};
    CHECK(add_answer(&p, &answer, false) == ASSAY_OK);
    CHECK_UINT(state_of_answer(&p, ""), ASSAY_TRUST_ASSERTED);
    CHECK(add_answer(&p, &answer, true) == ASSAY_OK);
    CHECK_UINT(state_of_answer(&p, "nvidia-rim"), ASSAY_TRUST_VERIFIED);
    answer.rogue = true;
    CHECK(add_answer(&p, &answer, true) == ASSAY_E_CONFIG);
    CHECK(strstr(p.err.message, "is signed neither by") != NULL);
    write_file(p.file, bytes_of("0", 1));
    trust_addition damaged = {.role = "ocsp", .file = p.file};
    CHECK(add(&p, false, &damaged) == ASSAY_E_CONFIG);
    CHECK(strstr(p.err.message, "is no OCSP response") != NULL);
    end(&p);
}

/* Nobody vouches for values that were not signed. */
static void converted_values_are_not_taken_from_outside(void)
{
    static place p;
    rim r;
    rim_refusal why;
    begin(&p);
    CHECK(rim_read(&p.arena, frim_make(&p.recipe, &p.arena, p.ring), &r, &why) == ASSAY_OK);
    write_file(p.file, bytes_of_str(rim_convert(&p.arena, &r, false)));
    trust_addition a = of_file(&p);
    CHECK(add(&p, true, &a) == ASSAY_E_CONFIG);
    CHECK(strstr(p.err.message, "rim.") != NULL);
    a.converter = NULL;
    CHECK(add(&p, true, &a) == ASSAY_E_UNSUPPORTED);
    CHECK(access(p.store, F_OK) != 0);
    end(&p);
}

static void every_bit_of_the_file_counts(void)
{
    static place p;
    rim r;
    rim_refusal why;
    begin(&p);
    assay_bytes good = frim_make(&p.recipe, &p.arena, p.ring);
    const char *head = strstr((const char *)good.ptr, "<ds:X509Certificate>");
    size_t covered = head != NULL ? (size_t)(head - (const char *)good.ptr) : 0;
    uint8_t *copy = arena_alloc(&p.arena, good.len + 1);
    memcpy(copy, good.ptr, good.len);
    for (size_t i = 0; i < covered; i += 13) {
        arena a;
        arena_init(&a, NULL, 64u << 20);
        copy[i] ^= (uint8_t)(1u << i % 7);
        CHECK(rim_read(&a, bytes_of(copy, good.len), &r, &why) == ASSAY_REJECTED);
        CHECK(why.name != NULL);
        copy[i] = good.ptr[i];
        arena_release(&a);
    }
    for (size_t n = 0; n < good.len - 2; n += 997) {
        CHECK(rim_read(&p.arena, bytes_of(good.ptr, n), &r, &why) == ASSAY_REJECTED);
    }
    end(&p);
}

int main(void)
{
    RUN(good_values_are_read);
    RUN(a_store_keeps_values_and_original);
    RUN(issues_stand_side_by_side);
    RUN(what_does_not_verify_changes_nothing);
    RUN(converted_values_are_not_taken_from_outside);
    RUN(every_bit_of_the_file_counts);
    RUN(memory_may_fail_anywhere);
    RUN(answers_are_verified_under_their_issuer);
    return DONE();
}
#else
int main(void)
{
    return SKIPPED;
}
#endif
