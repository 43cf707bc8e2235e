/* SPDX-License-Identifier: Apache-2.0 */
/*
 * x509-limbo's cases through chain_build, the trusted certificates' keys as the pins. The suite
 * asks for the profile of web servers; where a path to a pin answers otherwise, the table says why.
 * A deviation that no longer deviates fails, too.
 */
#include "base/time.h"
#include "check.h"
#include "codec/json.h"
#include "codec/pem.h"
#include "pki/chain.h"

#define AT "2026-06-01T00:00:00Z" /* where a case names no time */
#define POOL_MAX 16

/* No vendor constrains names: a critical nameConstraints is an extension that is not understood. */
#define NAMES "stricter: name constraints are not understood"
#define EKU "laxer: extended key usage is of TLS; a role here comes from the key and the subject"
#define KEY_ID "laxer: identifiers of keys are hints; an issuer is who verifies the signature"
#define DEPTH "laxer: the depth is no parameter, LIMIT_PATH_DEPTH holds for all"
#define SAN "laxer: no alternative name is read, no name of a host asked for"

static const struct {
    const char *id, *reason;
} DEVIATIONS[] = {
    {"pathlen::self-issued-certs-pathlen",
     "stricter: who names itself as issuer and is no pin is a "
     "foreign root, no vendor rolls keys over this way"},
    {"pathlen::max-chain-depth-0-exhausted", DEPTH},
    {"pathlen::max-chain-depth-1-exhausted", DEPTH},
    {"rfc5280::aki::intermediate-missing-aki", KEY_ID},
    {"rfc5280::ski::root-missing-ski", KEY_ID},
    {"rfc5280::ski::intermediate-missing-ski", KEY_ID},
    {"rfc5280::eku::ee-wrong-eku", EKU},
    {"webpki::eku::ee-anyeku", EKU},
    {"webpki::eku::ee-without-eku", EKU},
    {"rfc5280::nc::permitted-dns-match", NAMES},
    {"rfc5280::nc::permitted-dns-match-more", NAMES},
    {"rfc5280::nc::permitted-ipv6-match", NAMES},
    {"rfc5280::nc::permitted-dn-match", NAMES},
    {"rfc5280::nc::permitted-different-constraint-type", NAMES},
    {"rfc5280::nc::excluded-different-constraint-type", NAMES},
    {"rfc5280::san::malformed", SAN},
    {"rfc5280::san::noncritical-with-empty-subject", SAN},
    {"rfc5280::serial::zero", "laxer: every key certificate of AMD has the serial number zero"},
    {"rfc5280::leaf-ku-keycertsign",
     "laxer: what the end entity might issue does not matter: it is no CA"},
};

typedef struct {
    arena arena;
    cert certs[POOL_MAX];
    issuer pool[POOL_MAX];
    anchor pins[POOL_MAX];
    const anchor *anchors[POOL_MAX];
    size_t pool_count, pin_count;
} world;

static struct {
    unsigned agree, deviate;
    bool used[ARRAY_LEN(DEVIATIONS)];
} tally;

static bool read_cert(world *w, const json *text, cert *out)
{
    fault f = {0};
    cursor c = cur_over(bytes_of_str(json_text(text)), &f);
    assay_str label;
    assay_bytes der;
    return pem_next(&c, &w->arena, &label, &der) && cert_parse(der, out, &f);
}

/* A certificate that cannot be read is one that no path goes through. */
static issuer *offer(world *w, const json *text)
{
    cert *c = &w->certs[w->pool_count];
    if (!CHECK(w->pool_count < POOL_MAX) || !read_cert(w, text, c)) {
        return NULL;
    }
    issuer *i = &w->pool[w->pool_count++];
    CHECK(issuer_of(c, NULL, i) == ASSAY_OK);
    return i;
}

static void pin(world *w, const issuer *i)
{
    anchor *a = &w->pins[w->pin_count];
    *a = (anchor){.family = "limbo",
                  .name = "limbo",
                  .valid_from = ASSAY_TIME_UNSET,
                  .valid_to = ASSAY_TIME_UNSET,
                  .path_len = -1};
    memcpy(a->spki_sha256, i->spki_sha256, sizeof a->spki_sha256);
    w->anchors[w->pin_count++] = a;
}

static assay_time time_of(const json *test)
{
    assay_str given = json_text(json_member(test, "validation_time"));
    assay_time at = ASSAY_TIME_UNSET;
    CHECK(time_from_rfc3339(given.ptr != NULL ? bytes_of_str(given) : bytes_of_text(AT), &at));
    return at;
}

/* Does a path from the peer's certificate to a pin hold? */
static bool holds(world *w, const json *test, unsigned *flaws)
{
    const json *list = json_member(test, "trusted_certs");
    for (const json *n = list->first; n != NULL; n = n->next) {
        const issuer *i = offer(w, n);
        if (i != NULL) {
            pin(w, i);
        }
    }
    list = json_member(test, "untrusted_intermediates");
    for (const json *n = list->first; n != NULL; n = n->next) {
        offer(w, n);
    }
    cert leaf;
    if (!read_cert(w, json_member(test, "peer_certificate"), &leaf)) {
        return false;
    }
    chain_request r = {.leaf = &leaf,
                       .pool = w->pool,
                       .pool_count = w->pool_count,
                       .anchors = w->anchors,
                       .anchor_count = w->pin_count,
                       .at = time_of(test)};
    chain c;
    CHECK(chain_build(&r, &c) == ASSAY_OK);
    *flaws = c.flaws;
    return chain_holds(&c);
}

static bool deviates(assay_str id)
{
    for (size_t i = 0; i < ARRAY_LEN(DEVIATIONS); i++) {
        if (str_is(id, DEVIATIONS[i].id)) {
            CHECK(!tally.used[i]);
            tally.used[i] = true;
            return true;
        }
    }
    return false;
}

static void run_case(const json *test)
{
    world w = {.pool_count = 0};
    arena_init(&w.arena, NULL, 4u << 20);
    assay_str id = json_text(json_member(test, "id"));
    assay_str wanted = json_text(json_member(test, "expected_result"));
    unsigned flaws = 0;
    bool success = str_is(wanted, "SUCCESS");
    CHECK(success || str_is(wanted, "FAILURE"));
    bool agrees = holds(&w, test, &flaws) == success;
    if (!CHECK(agrees != deviates(id))) {
        printf("  %.*s: wanted %.*s, flaws 0x%x\n", (int)id.len, id.ptr, (int)wanted.len,
               wanted.ptr, flaws);
    }
    tally.agree += agrees;
    tally.deviate += !agrees;
    arena_release(&w.arena);
}

int main(void)
{
    const char *dir = vectors_dir();
    if (dir == NULL) {
        return SKIPPED;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/conformance/x509-limbo/limbo.json", dir);
    assay_bytes file = read_file(path);
    arena a;
    arena_init(&a, NULL, 64u << 20);
    fault f = {0};
    const json *root = json_parse(&a, file, &f);
    const json *tests = root != NULL ? json_member(root, "testcases") : NULL;
    if (!CHECK(json_is(tests, JSON_ARRAY))) {
        return EXIT_FAILURE;
    }
    for (const json *test = tests->first; test != NULL; test = test->next) {
        run_case(test);
    }
    for (size_t i = 0; i < ARRAY_LEN(DEVIATIONS); i++) {
        CHECK(tally.used[i]);
        printf("  %s: %s\n", DEVIATIONS[i].id, DEVIATIONS[i].reason);
    }
    assay_thread_end();
    printf("%u agree, %u deviate\n", tally.agree, tally.deviate);
    arena_release(&a);
    free((void *)(uintptr_t)file.ptr);
    return DONE();
}
