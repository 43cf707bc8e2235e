/* SPDX-License-Identifier: Apache-2.0 */
/* What a case file holds, for assay inspect: its parts with their digests, nothing judged. */
#include "inspect_case.h"
#include "crypto/crypto.h"
#include "stored_result.h"

static void put_text(arena *a, claim *to, const char *name, const char *value)
{
    if (value != NULL) {
        claim_cstr(a, to, name, value);
    }
}

static exit_code put_bytes(arena *a, claim *to, assay_bytes bytes)
{
    uint8_t *sha256 = arena_alloc(a, 32);
    exit_code code = sha256 == NULL ? EXIT_ENVIRONMENT : exit_of(crypto_sha256(bytes, sha256));
    if (code == EXIT_ACCEPTED) {
        claim_uint(a, to, "bytes", bytes.len);
        claim_bytes(a, to, "sha256", bytes_of(sha256, 32));
    }
    return code;
}

static exit_code put_list(arena *a, claim *root, const case_list_shape *shape,
                          const case_list *list)
{
    claim *all = claim_list(a, root, shape->list);
    exit_code code = EXIT_ACCEPTED;
    for (size_t i = 0; i < list->count && code == EXIT_ACCEPTED; i++) {
        const case_entry *e = &list->entries[i];
        claim *one = claim_map(a, all, NULL);
        put_text(a, one, shape->name, e->name);
        if (shape->detail != NULL) {
            put_text(a, one, shape->detail, e->detail);
        }
        code = shape->bytes ? put_bytes(a, one, e->bytes) : EXIT_ACCEPTED;
    }
    return code;
}

static void put_trust(arena *a, claim *root, const trust_record *r)
{
    claim *trust = claim_map(a, root, "trust");
    claim_bytes(a, trust, "sha256", bytes_of(r->digest, sizeof r->digest));
    claim_uint(a, trust, "revision", r->manifest.revision);
    claim *pins = claim_list(a, trust, "pins");
    for (size_t i = 0; i < r->pin_count; i++) {
        claim_cstr(a, pins, NULL, r->pins[i]->name);
    }
    claim *items = claim_list(a, trust, "items");
    for (size_t i = 0; i < r->manifest.count; i++) {
        const assay_trust_item *item = &r->manifest.items[i];
        claim *one = claim_map(a, items, NULL);
        claim_cstr(a, one, "role", item->role);
        claim_cstr(a, one, "scope", item->family);
        claim_cstr(a, one, "subject", item->subject);
        claim_cstr(a, one, "file", item->file);
    }
}

static void put_moment(arena *a, claim *root, const case_record *r)
{
    const struct {
        const char *name;
        assay_time t;
    } times[] = {{"at", r->at}, {"known_at", r->known_at}, {"clock", r->clock}};
    claim_cstr(a, root, "moment", case_moment_word(r->moment));
    for (size_t i = 0; i < ARRAY_LEN(times); i++) {
        if (times[i].t != ASSAY_TIME_UNSET) {
            claim_time(a, root, times[i].name, times[i].t);
        }
    }
}

static void put_record(arena *a, claim *root, const case_record *r)
{
    if (r->nonce.ptr != NULL) {
        claim_bytes(a, root, "nonce", r->nonce);
    }
    put_text(a, root, "no_nonce", r->no_nonce);
    put_moment(a, root, r);
    put_trust(a, root, &r->trust);
    claim *result = claim_map(a, root, "result");
    claim_text(a, result, "status", json_text(json_member(r->result, "status")));
    claim_text(a, result, "tier", json_text(json_member(r->result, "tier")));
}

exit_code inspect_case(cli *c, const char *path, assay_bytes in, const claim **claims)
{
    claim *root = claim_root(&c->arena);
    case_record *r = ARENA_NEW(&c->arena, case_record); /* claims point into it */
    exit_code code = r == NULL ? EXIT_ENVIRONMENT : case_from_bytes(c, path, in, r);
    for (size_t part = 0; part < CASE_LISTS && code == EXIT_ACCEPTED; part++) {
        code = put_list(&c->arena, root, &case_shapes[part], &r->lists[part]);
    }
    if (code == EXIT_ACCEPTED) {
        put_record(&c->arena, root, r);
        *claims = root;
    }
    return code;
}
