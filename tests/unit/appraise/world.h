/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A relying party under the forge's test keys: its trust, its engine, evidence that is made for its
 * nonces, and short questions about an appraisal. Everything goes through the public interface.
 */
#ifndef ASSAY_TESTS_WORLD_H
#define ASSAY_TESTS_WORLD_H

#include "check.h"
#include "forge/snp_forge.h"
#include "formats/format.h"

#include <assay/assay.h>
#include <dirent.h>
#include <unistd.h>

#define AT FSNP_DEFAULT_AT
#define TRUST_DIR ASSAY_SOURCE_DIR "/fixtures/snp/trust/"

/* The measurement of every good recipe, and another one. */
#define IMAGE                                                                                      \
    "146fca4a082f91aa24028ec7c6d1ac6b2fde9e2b2b4d754f6adf8ed2cef9e52b"                             \
    "b9c68743e70814a7134a6ec3a16902ec"
#define OTHER_IMAGE                                                                                \
    "000000000000000000000000000000000000000000000000000000000000000"                              \
    "000000000000000000000000000000001"

/* A policy: members before the evidence, how many pieces, rules of the one group. */
#define POLICY(members, count, rules)                                                              \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1," members                                      \
    "\"evidence\":{\"cpu\":{\"format\":[\"snp-report\",\"snp-ext-report\"],\"count\":" count       \
    ",\"rules\":[" rules "]}}}"
#define ACCEPT_BOTH "\"accept\":[\"affirming\",\"warning\"],"
#define ACCEPT_BEST "\"accept\":[\"affirming\"],"
#define RULE(id, claim, test) "{\"id\":\"" id "\",\"claim\":\"" claim "\"," test "}"
#define IMAGE_RULE RULE("image", "/measurement", "\"eq\":{\"hex\":\"" IMAGE "\"}")
#define OTHER_IMAGE_RULE RULE("image", "/measurement", "\"eq\":{\"hex\":\"" OTHER_IMAGE "\"}")
#define STRICT POLICY(ACCEPT_BEST, "1", IMAGE_RULE)
#define STRICT_OTHER POLICY(ACCEPT_BEST, "1", OTHER_IMAGE_RULE)
#define LENIENT POLICY(ACCEPT_BOTH, "1", IMAGE_RULE)
#define NO_REVOCATION POLICY(ACCEPT_BEST "\"revocation\":\"optional\",", "1", IMAGE_RULE)

#define RULE_ON_REVOCATION                                                                         \
    POLICY(ACCEPT_BEST "\"revocation\":\"optional\",", "1",                                        \
           IMAGE_RULE "," RULE("revocation", "/revocation/status", "\"eq\":\"good\""))

enum { WITH_CRL = 1, WITH_DENY = 2, WITH_NONCES = 4 };

typedef struct {
    arena arena;
    key_ring *ring;
    assay_trust *trust;
    assay_engine_options options; /* for engines made from now on */
    assay_engine *engine;
    assay_error err;
    char dir[64];
} world;

static inline const char *world_file(world *w, const char *name, const char *content)
{
    const char *path = arena_format(&w->arena, "%s/%s", w->dir, name);
    FILE *f = fopen(path, "w");
    if (CHECK(f != NULL)) {
        fputs(content != NULL ? content : "", f);
        fclose(f);
    }
    return path;
}

/* Writes a document into a folder, for its schema to be held against; NULL: nowhere. */
static inline void world_write(const char *folder, const char *name, assay_str document)
{
    char path[4096];
    if (folder == NULL) {
        return;
    }
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    FILE *f = fopen(path, "w");
    if (CHECK(f != NULL)) {
        CHECK(fwrite(document.ptr, 1, document.len, f) == document.len);
        fclose(f);
    }
}

static inline void world_remove(const char *dir)
{
    DIR *d = opendir(dir);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d != NULL) {
        closedir(d);
    }
    rmdir(dir);
}

/* The forged root, and what `with` says; `deny` and `nonces` are the texts of those lists. */
static inline assay_trust *world_trust(world *w, unsigned with, const char *deny,
                                       const char *nonces)
{
    trust_addition add[4];
    size_t count = 0;
    add[count++] =
        (trust_addition){.role = "x509-root", .scope = "amd", .file = TRUST_DIR "ark-milan.der"};
    if ((with & WITH_CRL) != 0) {
        add[count++] = (trust_addition){.role = "crl", .file = TRUST_DIR "crl-milan.der"};
    }
    if ((with & WITH_DENY) != 0) {
        add[count++] = (trust_addition){.role = "deny", .file = world_file(w, "deny.json", deny)};
    }
    if ((with & WITH_NONCES) != 0) {
        add[count++] =
            (trust_addition){.role = "known-nonces", .file = world_file(w, "nonces.json", nonces)};
    }
    const char *dir = arena_format(&w->arena, "%s/trust", w->dir);
    text report = text_new(&w->arena, 65536);
    assay_trust_options options = {.struct_size = sizeof options, .path = dir};
    assay_trust *t = NULL;
    bool open = trust_add(dir, add, count, format_roles, AT, &report, &w->err) == ASSAY_OK &&
                assay_trust_open(&t, &options, &w->err) == ASSAY_OK;
    if (!CHECK(open)) {
        fprintf(stderr, "  %s: %s\n", w->err.source, w->err.message);
    }
    world_remove(dir);
    return t;
}

static inline void world_engine(world *w)
{
    assay_engine_free(w->engine);
    w->engine = NULL;
    w->options.trust = w->trust;
    CHECK(assay_engine_new(&w->engine, &w->options, &w->err) == ASSAY_OK);
}

static inline void world_open(world *w, unsigned with, const char *deny, const char *nonces)
{
    *w = (world){.dir = "/tmp/assay-world-XXXXXX"};
    arena_init(&w->arena, NULL, SIZE_MAX);
    assay_error_init(&w->err, sizeof w->err);
    assay_engine_options_init(&w->options, sizeof w->options);
    CHECK(mkdtemp(w->dir) != NULL);
    w->ring = key_ring_new();
    w->trust = world_trust(w, with, deny, nonces);
    world_engine(w);
}

static inline void world_close(world *w)
{
    assay_engine_free(w->engine);
    assay_trust_release(w->trust);
    key_ring_free(w->ring);
    world_remove(w->dir);
    arena_release(&w->arena);
    assay_thread_end();
}

/* Evidence of a Milan machine; `set` are fields to change (see fsnp_report_set), ended by NULL. */
static inline fsnp_evidence forged_by(world *w, bool vlek, assay_bytes report_data,
                                      const char *const *set)
{
    fsnp_evidence out = {0};
    fsnp_recipe *r = ARENA_NEW(&w->arena, fsnp_recipe);
    fsnp_recipe_init(r, fsnp_model_find("Milan"), 5, vlek);
    if (report_data.ptr != NULL) {
        fsnp_recipe_nonce(r, report_data);
    }
    for (; set != NULL && *set != NULL; set++) {
        CHECK(fsnp_report_set(r->report, *set, &w->err) == ASSAY_OK);
    }
    fsnp_recipe_derive(r, &w->arena, w->ring);
    CHECK(fsnp_make(r, &w->arena, w->ring, &out) == ASSAY_OK);
    return out;
}

static inline fsnp_evidence forged(world *w, assay_bytes report_data, const char *const *set)
{
    return forged_by(w, false, report_data, set);
}

/* The nonce of a recipe that was given none. */
static inline assay_bytes forged_nonce(const fsnp_evidence *e)
{
    return bytes_of(e->report.ptr + FSNP_AT_REPORT_DATA, FSNP_NONCE_LEN);
}

static inline assay_policy *policy_of(world *w, const char *policy, bool any_genuine)
{
    assay_policy *p = NULL;
    assay_bytes none = {NULL, 0};
    assay_policy_options o = {.struct_size = sizeof o, .allow_any_genuine = any_genuine};
    assay_status s = assay_policy_load(&p, bytes_of_text(policy), none, &o, NULL, &w->err);
    if (!CHECK(s == ASSAY_OK)) {
        fprintf(stderr, "  %u:%u %s\n", w->err.line, w->err.column, w->err.message);
    }
    return p;
}

static inline void add_policy(world *w, assay_request *q, const char *policy)
{
    assay_policy *p = policy_of(w, policy, false);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
}

static inline void add_piece(assay_request *q, const char *label, const fsnp_evidence *e)
{
    CHECK(assay_request_evidence(q, label, NULL, e->report.ptr, e->report.len) == ASSAY_OK);
    CHECK(assay_request_attach(q, label, "vcek", e->vek.ptr, e->vek.len) == ASSAY_OK);
    CHECK(assay_request_attach(q, label, "ask", e->ask.ptr, e->ask.len) == ASSAY_OK);
}

/* One piece, "cpu", under one policy; neither moment nor nonce yet. */
static inline assay_request *ask(world *w, const char *policy, const fsnp_evidence *e)
{
    assay_request *q = NULL;
    CHECK(assay_request_new(&q, 0) == ASSAY_OK);
    if (policy != NULL) {
        add_policy(w, q, policy);
    }
    if (e != NULL) {
        add_piece(q, "cpu", e);
    }
    return q;
}

static inline void with_nonce(assay_request *q, assay_bytes nonce)
{
    CHECK(assay_request_nonce(q, nonce.ptr, nonce.len, NULL, NULL) == ASSAY_OK);
}

/* The usual question: strictly what the evidence carries, at its time. */
static inline assay_request *ask_fresh(world *w, const char *policy, const fsnp_evidence *e)
{
    assay_request *q = ask(w, policy, e);
    with_nonce(q, forged_nonce(e));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    return q;
}

/* Takes the request. The answer, which is never an error. */
static inline assay_appraisal *answer(world *w, assay_request *q)
{
    assay_appraisal *a = NULL;
    assay_status s = assay_appraise(w->engine, q, &a, &w->err);
    if (!CHECK(a != NULL)) {
        fprintf(stderr, "  %s: %s\n", assay_status_name(s), w->err.message);
    }
    CHECK(s == assay_appraisal_status(a));
    assay_request_free(q);
    return a;
}

/* Did a check of that id fail, or warn, or note something? */
static inline bool has(const assay_appraisal *a, const char *id)
{
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity != ASSAY_SEVERITY_NONE && strcmp(f->id, id) == 0) {
            return true;
        }
    }
    return false;
}

static inline const assay_finding *finding_of(const assay_appraisal *a, const char *id)
{
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity != ASSAY_SEVERITY_NONE && strcmp(f->id, id) == 0) {
            return f;
        }
    }
    return NULL;
}

static inline bool is(const assay_appraisal *a, assay_status status, assay_verdict verdict)
{
    bool holds = assay_appraisal_status(a) == status && assay_appraisal_verdict(a) == verdict;
    for (size_t i = 0; !holds && i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity >= ASSAY_WARN) {
            fprintf(stderr, "  %d %s: %s\n", (int)f->severity, f->id, f->message);
        }
    }
    return holds;
}
#define ACCEPTED ASSAY_OK, ASSAY_VERDICT_AFFIRMING
#define WARNED ASSAY_OK, ASSAY_VERDICT_WARNING
#define REJECTED ASSAY_REJECTED, ASSAY_VERDICT_CONTRAINDICATED
#define UNDECIDED ASSAY_UNDECIDED, ASSAY_VERDICT_NONE
#define PENDING ASSAY_PENDING, ASSAY_VERDICT_NONE

#endif
