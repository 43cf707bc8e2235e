/* SPDX-License-Identifier: Apache-2.0 */
/* A letter for the family, then the claims of a token of it, as they would be below any signature:
 * they are read, described and judged within the budget, and a claim that is bytes was hex text. */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/jwt.h"
#include "formats/jwt/token.h"
#include "must.h"

#define BUDGET (16u << 20)
#define AT 1748736000

static const struct {
    char letter;
    const format *format;
    const char *header;
} families[] = {{'g', &format_jwt_gcp_cs, "{\"alg\":\"RS256\"}"},
                {'m', &format_jwt_maa, "{\"alg\":\"RS256\"}"},
                {'i', &format_jwt_ita, "{\"alg\":\"PS384\"}"},
                {'e', &format_jwt_ear, "{\"alg\":\"ES256\"}"}};

static assay_bytes token_of(arena *a, const char *header, assay_bytes claims)
{
    const char *first = base64url_encode(a, bytes_of_text(header));
    const char *second = base64url_encode(a, claims);
    const char *token =
        first != NULL && second != NULL ? arena_format(a, "%s.%s.AAAA", first, second) : NULL;
    return token != NULL ? bytes_of_text(token) : bytes_of(NULL, 0);
}

/* Every claim of the schema's bytes: they are as long as half the text that stood there. */
static void look(const format *f, const job *j, const jwt_token *t)
{
    for (size_t i = 0; i < f->schema_count; i++) {
        const char *pointer = f->schema[i].pointer;
        bool bytes = f->schema[i].type == ASSAY_CLAIM_BYTES;
        const claim *c = bytes ? jwt_claim(j->claims, pointer) : NULL;
        const json *from = bytes ? json_at(t->claims, bytes_of_text(pointer)) : NULL;
        MUST(c == NULL || from != NULL);
        MUST(c == NULL || c->type != ASSAY_CLAIM_BYTES ||
             2 * c->value.bytes.len == json_text(from).len);
    }
}

static void judge(const format *f, job *j, assay_bytes token)
{
    const uint8_t nonce[32] = {1};
    carriage found;
    const jwt_token *t = f->parse(j, token);
    if (t == NULL) {
        MUST(j->arena->state != ARENA_OK || findings_worst(j->findings, NULL, 3) == ASSAY_FAIL);
        return;
    }
    f->probe(token);
    f->describe(j, t);
    f->signed_time(t);
    if (j->arena->state == ARENA_OK) {
        look(f, j, t);
    }
    j->findings->stage = 5;
    f->default_tests(j, t);
    if (t->scope != NULL) {
        f->evaluate(j, t);
    }
    f->carries(j, t, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &found);
    MUST(!found.carried || found.found.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    for (size_t i = 0; size > 0 && i < ARRAY_LEN(families); i++) {
        if (families[i].letter != (char)data[0]) {
            continue;
        }
        arena_init(&a, NULL, BUDGET);
        findings seen = {.arena = &a, .label = "token", .stage = 3};
        needs missing = {.arena = &a};
        job j = {.arena = &a,
                 .findings = &seen,
                 .needs = &missing,
                 .label = "token",
                 .at = AT,
                 .known_at = AT,
                 .claims = claim_root(&a)};
        judge(families[i].format, &j,
              token_of(&a, families[i].header, bytes_of(data + 1, size - 1)));
        arena_release(&a);
    }
    return 0;
}
