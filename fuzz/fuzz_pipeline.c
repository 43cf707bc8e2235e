/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole appraisal through the public API, under any-genuine and a store with the forge's roots.
 * The input is a list of records: kind (0: evidence; 1 to 127: attachment of that role; 128 and up:
 * nonce), u16le length, bytes. Whatever comes in: an answer and never an error, and the same answer
 * and document twice.
 */
#include "base/cursor.h"
#include "base/limits.h"
#include "formats/format.h"
#include "policy/policy.h"
#include "trust/store.h"
#include "must.h"

#include <assay/assay.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define AT 1780272000 /* 2026-06-01T00:00:00Z */
#define FOLDER ASSAY_SOURCE_DIR "/fixtures/snp/trust/"

typedef struct {
    assay_engine *engine;
    assay_policy *policy;
} world;

static void make_store(const char *dir)
{
    static const trust_addition add[] = {
        {.role = "x509-root", .scope = "amd", .file = FOLDER "ark-milan.der"},
        {.role = "x509-root", .scope = "amd", .file = FOLDER "ark-turin.der"},
        {.role = "crl", .file = FOLDER "crl-milan.der"},
        {.role = "crl", .file = FOLDER "crl-turin.der"},
    };
    arena a;
    arena_init(&a, NULL, LIMIT_STORE_MEMORY);
    text report = text_new(&a, LIMIT_JSON_BYTES);
    MUST(trust_add(dir, add, ARRAY_LEN(add), format_roles, AT, &report, NULL) == ASSAY_OK);
    arena_release(&a);
}

static assay_trust *open_store(void)
{
    char top[] = "/tmp/assay-fuzz-XXXXXX", dir[64], command[128];
    MUST(mkdtemp(top) != NULL);
    snprintf(dir, sizeof dir, "%s/trust", top);
    make_store(dir);
    assay_trust_options o = {.struct_size = sizeof o, .path = dir};
    assay_trust *t = NULL;
    MUST(assay_trust_open(&t, &o, NULL) == ASSAY_OK);
    snprintf(command, sizeof command, "rm -r %s", top);
    MUST(system(command) == 0);
    return t;
}

static assay_policy *load_policy(void)
{
    static char text_read[1 << 16];
    FILE *f = fopen(ASSAY_SOURCE_DIR "/policies/testing/any-genuine.json", "rb");
    MUST(f != NULL);
    size_t len = fread(text_read, 1, sizeof text_read, f);
    fclose(f);
    assay_policy_options o = {.struct_size = sizeof o, .allow_any_genuine = true};
    assay_policy *p = NULL;
    assay_bytes none = {NULL, 0};
    MUST(assay_policy_load(&p, bytes_of(text_read, len), none, &o, NULL, NULL) == ASSAY_OK);
    return p;
}

static const world *the_world(void)
{
    static world w;
    if (w.engine == NULL) {
        assay_engine_options o;
        assay_engine_options_init(&o, sizeof o);
        o.trust = open_store();
        MUST(assay_engine_new(&w.engine, &o, NULL) == ASSAY_OK);
        assay_trust_release(o.trust);
        w.policy = load_policy();
    }
    return &w;
}

static const assay_role *attachable(unsigned n)
{
    const assay_role *role = NULL;
    for (size_t i = 0; (role = assay_role_at(i)) != NULL; i++) {
        if (role->attachable && n-- == 1) {
            return role;
        }
    }
    return NULL;
}

static void add_record(assay_request *q, unsigned kind, assay_bytes bytes, size_t *pieces)
{
    char label[16];
    if (kind == 0 && *pieces < 4) {
        snprintf(label, sizeof label, "p%zu", (*pieces)++);
        MUST(assay_request_evidence(q, label, NULL, bytes.ptr, bytes.len) == ASSAY_OK);
    } else if (kind < 128 && attachable(kind) != NULL) {
        const char *role = attachable(kind)->name;
        MUST(assay_request_attach(q, NULL, role, bytes.ptr, bytes.len) == ASSAY_OK);
    } else if (kind >= 128 && bytes.len > 0) {
        (void)assay_request_nonce(q, bytes.ptr, bytes.len, NULL, NULL);
    }
}

static assay_request *read_request(const world *w, assay_bytes in, size_t *pieces)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_request *q = NULL;
    *pieces = 0;
    MUST(assay_request_new(&q, 0) == ASSAY_OK && assay_request_policy(q, w->policy) == ASSAY_OK &&
         assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    while (cur_left(&c) > 0) {
        unsigned kind = cur_u8(&c, "kind");
        size_t len = cur_u16le(&c, "length");
        assay_bytes bytes = cur_take(&c, len, "bytes");
        if (cur_ok(&c)) {
            add_record(q, kind, len > 0 ? bytes : bytes_of("", 0), pieces);
        }
    }
    (void)assay_request_no_nonce(q, "the input has none");
    return q;
}

static assay_appraisal *answer(const world *w, const assay_request *q)
{
    assay_appraisal *a = NULL;
    assay_status s = assay_appraise(w->engine, q, &a, NULL);
    MUST(s == ASSAY_OK || s == ASSAY_REJECTED || s == ASSAY_UNDECIDED);
    MUST(a != NULL && assay_appraisal_status(a) == s);
    MUST((assay_claims(a, "p0") != NULL) == (s == ASSAY_OK));
    MUST(s != ASSAY_OK || assay_appraisal_authentic(a, NULL));
    return a;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const world *w = the_world();
    size_t pieces = 0;
    assay_request *q = read_request(w, bytes_of(data, size), &pieces);
    if (pieces > 0) {
        assay_appraisal *one = answer(w, q), *two = answer(w, q);
        assay_str first = assay_appraisal_document(one, "json");
        assay_str second = assay_appraisal_document(two, "json");
        MUST(first.len > 0 && bytes_equal(bytes_of_str(first), bytes_of_str(second)));
        assay_appraisal_free(one);
        assay_appraisal_free(two);
    }
    assay_request_free(q);
    return 0;
}
