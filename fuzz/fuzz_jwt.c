/* SPDX-License-Identifier: Apache-2.0 */
/* A line with a key set, then a token: whatever they are, both are read, described and judged
 * within the budget, and nothing is authentic that the set's keys do not verify. */
#include "base/limits.h"
#include "formats/jwt/jwt.h"
#include "must.h"

#define BUDGET (16u << 20)
#define AT 1748736000

static const struct {
    const format *format;
    const char *scope; /* of the seeds' keys */
} families[] = {{&format_jwt_gcp_cs, "https://confidentialcomputing.googleapis.com"},
                {&format_jwt_maa, "https://sharedtest.tst.attest.azure.net"},
                {&format_jwt_ita, "Intel Trust Authority"},
                {&format_jwt_ear, "ear"}};

typedef struct {
    const format *format;
    arena arena;
    jwk_set set;
    trust_item item;
    trust_list list;
    assay_trust trust;
    findings findings;
    needs needs;
    job job;
} bench;

/* The last that the token may be of; the first of all when it may be of none. */
static size_t family_of(assay_bytes token)
{
    size_t i = ARRAY_LEN(families) - 1;
    while (i > 0 && !families[i].format->probe(token)) {
        i--;
    }
    return i;
}

static void bench_open(bench *b, assay_bytes keys, assay_bytes token)
{
    const json *where;
    fault f = {0};
    size_t family = family_of(token);
    *b = (bench){.format = families[family].format, .findings = {.label = "token", .stage = 3}};
    arena_init(&b->arena, NULL, BUDGET);
    const json *root = json_parse(&b->arena, keys, &f);
    const char *refused = root == NULL ? "" : jwk_set_read(&b->arena, root, false, &b->set, &where);
    b->item = (trust_item){.role = &role_jwks,
                           .material = &b->set,
                           .view = {.family = families[family].scope,
                                    .subject = "keys",
                                    .valid_from = ASSAY_TIME_UNSET,
                                    .valid_to = ASSAY_TIME_UNSET,
                                    .retrieved_at = AT,
                                    .state = ASSAY_TRUST_ASSERTED}};
    b->list = (trust_list){&role_jwks, &b->item};
    b->trust = (assay_trust){.lists = &b->list, .list_count = refused == NULL ? 1 : 0};
    b->findings.arena = b->needs.arena = &b->arena;
    b->job = (job){.arena = &b->arena,
                   .trust = &b->trust,
                   .findings = &b->findings,
                   .needs = &b->needs,
                   .label = "token",
                   .at = AT,
                   .known_at = AT,
                   .claims = claim_root(&b->arena)};
}

static void judge(bench *b, assay_bytes token)
{
    const format *f = b->format;
    const uint8_t nonce[32] = {1};
    const void *doc = f->parse(&b->job, token);
    if (doc == NULL) {
        MUST(b->arena.state != ARENA_OK || findings_worst(&b->findings, NULL, 3) == ASSAY_FAIL);
        return;
    }
    MUST(token.len <= LIMIT_TOKEN_BYTES);
    f->describe(&b->job, doc);
    f->signed_time(doc);
    b->findings.stage = 4;
    bool authentic = f->authenticate(&b->job, doc);
    assay_severity worst = findings_worst(&b->findings, NULL, 4);
    MUST(authentic || b->arena.state != ARENA_OK || worst >= ASSAY_UNDECIDABLE);
    MUST(!authentic || b->set.usable > 0);
    if (!authentic) {
        return;
    }
    b->findings.stage = 5;
    f->default_tests(&b->job, doc);
    f->evaluate(&b->job, doc);
    carriage found;
    f->carries(&b->job, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &found);
    MUST(!found.carried || found.found.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bench b;
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t line = end != NULL ? (size_t)(end - data) : 0;
    assay_bytes token = end != NULL ? bytes_of(end + 1, size - line - 1) : bytes_of(data, size);
    bench_open(&b, bytes_of(data, line), token);
    judge(&b, token);
    arena_release(&b.arena);
    return 0;
}
