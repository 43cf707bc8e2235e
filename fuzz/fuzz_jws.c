/* SPDX-License-Identifier: Apache-2.0 */
/* A token that is read is its own only spelling: its parts, encoded again, give the same token. */
#include "base/limits.h"
#include "base/text.h"
#include "codec/jws.h"
#include "must.h"

#define BUDGET (8u << 20)

static void check_sound(arena *a, assay_bytes in, const jws *j)
{
    const char *payload = base64url_encode(a, j->payload);
    const char *signature = base64url_encode(a, j->signature);
    const char *header = base64url_encode(a, j->header->raw);
    if (a->state != ARENA_OK) {
        return;
    }
    size_t end = j->signing_input.len;
    MUST(j->signing_input.ptr == in.ptr && in.ptr[end] == '.');
    MUST(in.len - end - 1 == strlen(signature));
    MUST(memcmp(in.ptr + end + 1, signature, strlen(signature)) == 0);
    MUST(end - j->payload_at == strlen(payload));
    MUST(memcmp(in.ptr + j->payload_at, payload, strlen(payload)) == 0);
    MUST(strlen(header) < j->payload_at); /* white space may stand around the object */
    MUST(j->header->type == JSON_OBJECT && j->alg_name.ptr != NULL);
    MUST(j->kid.len <= LIMIT_TOKEN_KID && in.len <= LIMIT_TOKEN_BYTES);
    MUST(j->payload.len == 0 || jws_payload_offset(j, j->payload.len - 1) < end);
    MUST(str_is(j->alg_name, jws_alg_name(j->alg)) || j->alg == JWS_ALG_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    jws j;
    fault f = {0};
    assay_bytes in = bytes_of(data, size);
    arena_init(&a, NULL, BUDGET);
    jws_defect d = jws_parse(&a, in, &j, &f);
    MUST((d == JWS_SOUND) == (f.what == NULL && a.state == ARENA_OK));
    MUST(f.at <= size);
    if (d == JWS_SOUND) {
        check_sound(&a, in, &j);
        MUST(j.payload.len != 2 || j.payload.ptr[0] != '{' || j.payload.ptr[1] != '}' ||
             jws_mentions(in, "{}"));
    }
    arena_release(&a);
    return 0;
}
