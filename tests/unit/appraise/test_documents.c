/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same question gives the same bytes, whoever asks and how often. With a folder as argument it
 * also writes the documents there, for the schema to be held against.
 */
#include "world.h"

static const char *folder;

typedef struct {
    const char *name;
    unsigned with;
    const char *policy, *second; /* second policy, or NULL */
    const char *set[2];
    const char *waive;
    enum { NONCE, NO_NONCE, LATER, OTHER_NONCE } nonce;
    bool no_vcek, twin, hex, large;
} question;

#define PARAM                                                                                      \
    POLICY(ACCEPT_BEST "\"params\":{\"image\":{\"type\":\"bytes\",\"len\":48,\"default\":\"" IMAGE \
                       "\",\"doc\":\"d\"}},",                                                      \
           "1", RULE("image", "/measurement", "\"eq\":{\"param\":\"image\"}"))
#define TABLE                                                                                      \
    POLICY(ACCEPT_BEST "\"references\":{\"images\":{\"columns\":[\"/measurement\"],\"rows\":["     \
                       "{\"name\":\"one\",\"/measurement\":\"" IMAGE "\"}]}},",                    \
           "1", "{\"id\":\"image\",\"matches\":\"images\"}")
#define UNCONSTRAINED                                                                              \
    POLICY(ACCEPT_BEST "\"unconstrained\":{\"cpu\":{\"/vmpl\":\"any\"}},", "1", IMAGE_RULE)

static const question questions[] = {
    {"accepted", WITH_CRL, STRICT, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"param", WITH_CRL, PARAM, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"table", WITH_CRL, TABLE, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"open", WITH_CRL, UNCONSTRAINED, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"two-policies", WITH_CRL, STRICT, TABLE, {NULL}, NULL, NONCE, false, false, false, false},
    {"rejected", WITH_CRL, STRICT_OTHER, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"undecided", 0, STRICT, NULL, {NULL}, NULL, NONCE, false, false, false, false},
    {"no-vcek", WITH_CRL, STRICT, NULL, {NULL}, NULL, NONCE, true, false, false, false},
    {"pending", WITH_CRL, STRICT, NULL, {NULL}, NULL, LATER, false, false, false, false},
    {"no-nonce", WITH_CRL, LENIENT, NULL, {NULL}, NULL, NO_NONCE, false, false, false, false},
    {"mismatch", WITH_CRL, STRICT, NULL, {NULL}, NULL, OTHER_NONCE, false, false, false, false},
    {"waived",
     WITH_CRL,
     LENIENT,
     NULL,
     {"policy=0xb0000"},
     "snp.debug",
     NONCE,
     false,
     false,
     false,
     false},
    {"twin", WITH_CRL, STRICT, NULL, {NULL}, NULL, NONCE, false, true, false, false},
    {"decoded", WITH_CRL, STRICT, NULL, {NULL}, NULL, NONCE, false, false, true, false},
    {"large", WITH_CRL, STRICT, NULL, {NULL}, NULL, NONCE, false, false, false, true},
};

static void add_evidence(world *w, assay_request *r, const question *q, const fsnp_evidence *e)
{
    assay_bytes bytes = e->report;
    if (q->hex) {
        bytes = bytes_of_text(text_hex(&w->arena, bytes));
    }
    if (q->large) {
        bytes.len = (1 << 20) + 1;
        bytes.ptr = arena_alloc(&w->arena, bytes.len);
    }
    CHECK(assay_request_evidence(r, "cpu", NULL, bytes.ptr, bytes.len) == ASSAY_OK);
    CHECK(assay_request_attach(r, "cpu", "ask", e->ask.ptr, e->ask.len) == ASSAY_OK);
    if (!q->no_vcek) {
        CHECK(assay_request_attach(r, "cpu", "vcek", e->vek.ptr, e->vek.len) == ASSAY_OK);
    }
    if (q->twin) {
        add_piece(r, "twin", e);
    }
}

static void add_nonce(assay_request *r, const question *q, const fsnp_evidence *e)
{
    if (q->nonce == NO_NONCE) {
        CHECK(assay_request_no_nonce(r, "an \"audit\"\x1b[m") == ASSAY_OK);
        return;
    }
    assay_bytes nonce = forged_nonce(e);
    nonce.len -= q->nonce == OTHER_NONCE;
    with_nonce(r, nonce);
    CHECK(q->nonce != LATER || assay_request_spend_later(r) == ASSAY_OK);
}

static assay_str document_of(world *w, const question *q, const fsnp_evidence *e, const char *form)
{
    assay_request *r = ask(w, q->policy, NULL);
    if (q->second != NULL) {
        add_policy(w, r, q->second);
    }
    add_evidence(w, r, q, e);
    add_nonce(r, q, e);
    CHECK(q->waive == NULL || assay_request_waive(r, q->waive, "staging") == ASSAY_OK);
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(w, r);
    assay_str made = assay_appraisal_document(a, form);
    CHECK(made.ptr != NULL && strlen(made.ptr) == made.len);
    assay_str again = assay_appraisal_document(a, form);
    CHECK(bytes_equal(bytes_of_str(made), bytes_of_str(again)));
    assay_bytes kept = arena_copy(&w->arena, bytes_of_str(made));
    assay_appraisal_free(a);
    return (assay_str){(const char *)kept.ptr, kept.len};
}

static bool same(assay_str a, assay_str b)
{
    return bytes_equal(bytes_of_str(a), bytes_of_str(b));
}

static void the_same_question_gives_the_same_bytes(void)
{
    static const char *const forms[] = {"json", "json-line", "terse"};
    for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
        const question *q = &questions[i];
        world w;
        world_open(&w, q->with, NULL, NULL);
        fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, q->set);
        for (size_t k = 0; k < ARRAY_LEN(forms); k++) {
            w.options.no_cache = false;
            world_engine(&w);
            assay_str first = document_of(&w, q, &e, forms[k]);
            assay_str second = document_of(&w, q, &e, forms[k]); /* signatures are remembered */
            w.options.no_cache = true;
            world_engine(&w);
            assay_str third = document_of(&w, q, &e, forms[k]); /* another engine */
            if (!CHECK(same(first, second) && same(first, third))) {
                fprintf(stderr, "  %s %s\n", q->name, forms[k]);
            }
            if (k == 0) {
                world_write(folder, q->name, first);
            }
        }
        world_close(&w);
    }
}

/* What the store said, and nothing else, stands in `session`. */
static void a_store_changes_the_session_alone(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    assay_nonces *store = NULL;
    CHECK(assay_nonces_memory(&store, 4, NULL) == ASSAY_OK);
    w.options.nonces = store;
    w.options.clock = assay_system_clock;
    world_engine(&w);
    uint8_t nonce[FSNP_NONCE_LEN];
    CHECK(assay_nonce_issue(store, nonce, sizeof nonce, NULL, NULL, NULL, 60, NULL) == ASSAY_OK);
    fsnp_evidence e = forged(&w, bytes_of(nonce, sizeof nonce), NULL);
    assay_str said[2];
    for (int i = 0; i < 2; i++) {
        assay_request *q = ask(&w, STRICT, &e);
        with_nonce(q, bytes_of(nonce, sizeof nonce));
        assay_time now = assay_system_clock(NULL);
        CHECK(assay_request_at(q, now, AT) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(i == 0 ? is(a, ACCEPTED) : is(a, REJECTED));
        assay_bytes kept = arena_copy(&w.arena, bytes_of_str(assay_appraisal_document(a, "json")));
        said[i] = (assay_str){(const char *)kept.ptr, kept.len};
        world_write(folder, i == 0 ? "spent" : "replayed", said[i]);
        assay_appraisal_free(a);
    }
    const char *from[2], *to[2];
    for (int i = 0; i < 2; i++) {
        from[i] = strstr(said[i].ptr, "\"policies\": [");
        to[i] = strstr(said[i].ptr, "\"needs\": ["); /* up to there nothing may differ */
    }
    CHECK(to[0] - from[0] == to[1] - from[1]);
    CHECK(memcmp(from[0], from[1], (size_t)(to[0] - from[0])) == 0);
    CHECK(strstr(strstr(said[1].ptr, "\"session\""), "nonce.replayed") != NULL);
    world_close(&w);
    assay_nonces_free(store);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : NULL;
    RUN(the_same_question_gives_the_same_bytes);
    RUN(a_store_changes_the_session_alone);
    return DONE();
}
