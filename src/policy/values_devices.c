/* SPDX-License-Identifier: Apache-2.0 */
/*
 * devices: one digest of all evidence of some groups, whatever the order and the labels it came in:
 * SHA-256 over the ascending SHA-256 digests of the pieces.
 */
#include "crypto/crypto.h"
#include "policy/values.h"

#include <stdlib.h>

#define DIGEST 32

static void load_devices(loader *l, value *v)
{
    v->of = groups_wanted(l, v->operand, &v->of_count);
}

static void settle_devices(loader *l, value *v)
{
    text names = text_new(l->arena, 4096);
    text_add_str(&names, "the digest of all evidence of ");
    for (size_t i = 0; i < v->of_count; i++) {
        text_addf(&names, "%s%s", i > 0 ? ", " : "", v->of[i]->name);
    }
    value_is_bytes(v, DIGEST, true);
    value_shown(v, text_done(&names).ptr);
}

static int ascending(const void *a, const void *b)
{
    return memcmp(a, b, DIGEST);
}

static found_value devices(evaluation *ev, const value *v, const claim *const *results)
{
    arena *a = ev->c->arena;
    uint8_t *digests = ARENA_ARRAY(a, (ev->c->piece_count + 1) * DIGEST, uint8_t);
    uint8_t *whole = ARENA_ARRAY(a, DIGEST, uint8_t);
    const policy_piece *piece = NULL;
    size_t n = 0;
    (void)results;
    if (digests == NULL || whole == NULL) {
        return value_lacks(BROKEN, NULL);
    }
    while ((piece = next_of(ev->policy, ev->c, v->of, v->of_count, piece)) != NULL) {
        if (crypto_sha256(piece->evidence, digests + DIGEST * n++) != ASSAY_OK) {
            return value_lacks(BROKEN, NULL);
        }
    }
    if (n == 0) {
        return value_lacks(BROKEN, "no evidence of these groups was given");
    }
    qsort(digests, n, DIGEST, ascending);
    bool made = crypto_sha256(bytes_of(digests, n * DIGEST), whole) == ASSAY_OK;
    return value_octets(ev, ASSAY_CLAIM_BYTES, bytes_of(made ? whole : NULL, DIGEST));
}

const value_op value_devices = {
    "devices",      NULL,
    PARTS_NONE,     load_devices,
    settle_devices, devices,
    "groups",       "SHA-256 over the ascending SHA-256 digests of their evidence"};
