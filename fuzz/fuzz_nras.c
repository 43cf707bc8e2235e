/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer of NVIDIA's service as it is; or, when the first line is a key set, an answer made of
 * the lines behind it: the overall token's claims, then each device's, under digests that are
 * right. Whatever they are, they are read, described and judged, and never authentic: nobody signed
 * them.
 */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/jwt.h"
#include "formats/jwt/nras.h"
#include "must.h"

#define BUDGET (32u << 20)
#define AT 1780272000
#define HEADER "eyJhbGciOiJFUzM4NCIsImtpZCI6Im52LWVhdC1raWQtcHJvZC0xIn0" /* kid nv-eat-kid-prod-1  \
                                                                          */
#define DOCUMENT_MAX (2u << 20)

typedef struct {
    arena arena;
    jwk_set set;
    trust_item item;
    trust_list list;
    assay_trust trust;
    findings findings;
    needs needs;
    job job;
} bench;

static void bench_open(bench *b)
{
    *b = (bench){.findings = {.label = "answer", .stage = 3}};
    arena_init(&b->arena, NULL, BUDGET);
    b->findings.arena = b->needs.arena = &b->arena;
    b->job = (job){.arena = &b->arena,
                   .trust = &b->trust,
                   .findings = &b->findings,
                   .needs = &b->needs,
                   .label = "answer",
                   .at = AT,
                   .known_at = AT,
                   .claims = claim_root(&b->arena)};
}

static const anchor no_anchor = {.family = JWT_ISSUER_NRAS, .name = "nobody's", .path_len = -1};
static const anchor *const anchors[] = {&no_anchor};

static void take_keys(bench *b, assay_bytes keys)
{
    const json *where;
    fault f = {0};
    const json *root = json_parse(&b->arena, keys, &f);
    if (root == NULL || jwk_set_read(&b->arena, root, false, &b->set, &where) != NULL) {
        return;
    }
    for (size_t i = 0; i < b->set.count; i++) {
        MUST(jwk_anchor(&b->set.keys[i], anchors, 1) == ASSAY_OK && !b->set.keys[i].anchored);
    }
    b->item = (trust_item){.role = &role_jwks,
                           .material = &b->set,
                           .view = {.family = JWT_ISSUER_NRAS,
                                    .subject = "keys",
                                    .valid_from = ASSAY_TIME_UNSET,
                                    .valid_to = ASSAY_TIME_UNSET,
                                    .retrieved_at = AT,
                                    .state = ASSAY_TRUST_ASSERTED}};
    b->list = (trust_list){&role_jwks, &b->item};
    b->trust = (assay_trust){.lists = &b->list, .list_count = 1};
}

static void judge(bench *b, assay_bytes answer)
{
    const format *f = &format_jwt_nras;
    const uint8_t nonce[32] = {1};
    carriage found;
    f->probe(answer);
    const void *doc = f->parse(&b->job, answer);
    if (doc == NULL) {
        MUST(b->arena.state != ARENA_OK || findings_worst(&b->findings, NULL, 3) == ASSAY_FAIL);
        return;
    }
    const nras_answer *read = doc;
    MUST(read->device_count <= LIMIT_NRAS_DEVICES);
    f->describe(&b->job, doc);
    f->signed_time(doc);
    f->carries(&b->job, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &found);
    b->findings.stage = 4;
    MUST(!f->authenticate(&b->job, doc));
    MUST(b->arena.state != ARENA_OK || findings_worst(&b->findings, NULL, 4) >= ASSAY_UNDECIDABLE);
    b->findings.stage = 5;
    f->default_tests(&b->job, doc);
    f->evaluate(&b->job, doc);
}

static assay_bytes next_line(assay_bytes *rest)
{
    const uint8_t *end = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t len = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    assay_bytes line = bytes_of(rest->ptr, len);
    size_t passed = end != NULL ? len + 1 : len;
    *rest = bytes_of(rest->ptr + passed, rest->len - passed);
    return line;
}

static const char *token_of(arena *a, assay_bytes claims)
{
    static const uint8_t signature[96] = {1};
    const char *body = base64url_encode(a, claims);
    const char *tail = base64url_encode(a, bytes_of(signature, sizeof signature));
    return arena_format(a, HEADER ".%s.%s", body, tail);
}

/* The overall token's claims are a prefix of an object; its submodules are added. */
static assay_bytes compose(arena *a, assay_bytes rest)
{
    assay_bytes overall = next_line(&rest);
    text devices = text_new(a, DOCUMENT_MAX), submods = text_new(a, DOCUMENT_MAX);
    text claims = text_new(a, DOCUMENT_MAX);
    for (unsigned i = 0; rest.len > 0 && i <= LIMIT_NRAS_DEVICES; i++) {
        uint8_t digest[32];
        const char *token = token_of(a, next_line(&rest));
        MUST(token != NULL && crypto_sha256(bytes_of_text(token), digest) == ASSAY_OK);
        const char *kind = i % 4 == 3 ? "SWITCH" : "GPU", *comma = i > 0 ? "," : "";
        text_addf(&devices, "%s\"%s-%u\":\"%s\"", comma, kind, i, token);
        text_addf(&submods, "%s\"%s-%u\":[\"DIGEST\",[\"SHA-256\",\"%s\"]]", comma, kind, i,
                  text_hex(a, bytes_of(digest, sizeof digest)));
    }
    text_add(&claims, overall);
    assay_str named = text_done(&submods), sent = text_done(&devices);
    text_addf(&claims, ",\"submods\":{%s}}", named.ptr);
    const char *token = token_of(a, bytes_of_str(text_done(&claims)));
    const char *answer = arena_format(a, "[[\"JWT\",\"%s\"],{%s}]", token, sent.ptr);
    return answer != NULL ? bytes_of_text(answer) : bytes_of("", 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bench b;
    assay_bytes rest = bytes_of(data, size);
    bench_open(&b);
    assay_bytes first = next_line(&rest);
    bool composed = size > 8 && memcmp(data, "{\"keys\":", 8) == 0;
    if (composed) {
        take_keys(&b, first);
    }
    judge(&b, composed ? compose(&b.arena, rest) : bytes_of(data, size));
    arena_release(&b.arena);
    return 0;
}
