/* SPDX-License-Identifier: Apache-2.0 */
/* Test keys: read when first used; signatures, which are deterministic, are remembered. */
#include "forge/key_ring.h"

#include "crypto/ec.h"
#include "forge/der_write.h"

#include <stdlib.h>

#define REMEMBERED 64

typedef struct {
    size_t key;
    sig_alg alg; /* SIG_NONE: an empty place */
    uint8_t digest[HASH_MAX];
    uint8_t signature[KEY_RING_SIGNATURE_MAX];
    size_t len;
} remembered;

struct key_ring {
    private_key *keys[KEY_RING_MAX]; /* those of the files, then generated ones */
    char generated[KEY_RING_MAX][KEY_RING_NAME_MAX + 1];
    size_t generated_count;
    remembered memory[REMEMBERED];
    size_t next; /* the place that is overwritten next */
};

key_ring *key_ring_new(void)
{
    return key_ring_file_count > KEY_RING_MAX ? NULL : calloc(1, sizeof(key_ring));
}

void key_ring_free(key_ring *ring)
{
    if (ring == NULL) {
        return;
    }
    for (size_t i = 0; i < KEY_RING_MAX; i++) {
        key_free(ring->keys[i]);
    }
    free(ring);
}

/* The key's place, once it is read; KEY_RING_MAX when there is none. */
static size_t find_key(key_ring *ring, const char *name)
{
    for (size_t i = 0; i < key_ring_file_count; i++) {
        const key_ring_file *file = &key_ring_files[i];
        if (strcmp(file->name, name) != 0) {
            continue;
        }
        if (ring->keys[i] == NULL &&
            key_read(bytes_of(file->der, file->len), &ring->keys[i]) != ASSAY_OK) {
            return KEY_RING_MAX;
        }
        return i;
    }
    for (size_t i = 0; i < ring->generated_count; i++) {
        if (strcmp(ring->generated[i], name) == 0) {
            return key_ring_file_count + i;
        }
    }
    return KEY_RING_MAX;
}

/* ECPrivateKey (RFC 5915 3) without its optional public key. */
static assay_status key_from_scalar(assay_bytes scalar, assay_bytes curve, private_key **out)
{
    uint8_t buffer[96];
    der_writer w = derw_over(buffer, sizeof buffer);
    derw_open(&w, DER_SEQUENCE);
    derw_uint(&w, 1);
    derw_put(&w, DER_OCTET_STRING, scalar);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    derw_put(&w, DER_OID, curve);
    derw_close(&w);
    derw_close(&w);
    return key_read(derw_done(&w), out);
}

static bool generate(key_ring *ring, const char *name, hash_alg hash, assay_bytes curve)
{
    uint8_t scalar[HASH_MAX];
    assay_bytes seed = bytes_of_text(name);
    size_t place = key_ring_file_count + ring->generated_count;
    if (place == KEY_RING_MAX || seed.len > KEY_RING_NAME_MAX ||
        find_key(ring, name) != KEY_RING_MAX) {
        return false;
    }
    if (crypto_digest(hash, &seed, 1, scalar) != ASSAY_OK ||
        key_from_scalar(bytes_of(scalar, hash_len(hash)), curve, &ring->keys[place]) != ASSAY_OK) {
        return false;
    }
    memcpy(ring->generated[ring->generated_count++], name, seed.len);
    return true;
}

/* Curves: RFC 5480 2.1.1.1. */
bool key_ring_generate(key_ring *ring, const char *name)
{
    return generate(ring, name, HASH_SHA384, OID(0x2b, 0x81, 0x04, 0x00, 0x22));
}

bool key_ring_generate_p256(key_ring *ring, const char *name)
{
    return generate(ring, name, HASH_SHA256, OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07));
}

public_key key_ring_public(key_ring *ring, const char *name)
{
    size_t key = find_key(ring, name);
    return key == KEY_RING_MAX ? (public_key){.type = KEY_NONE} : key_public(ring->keys[key]);
}

static const remembered *recall(const key_ring *ring, const remembered *asked)
{
    for (size_t i = 0; i < REMEMBERED; i++) {
        const remembered *known = &ring->memory[i];
        if (known->alg == asked->alg && known->key == asked->key &&
            memcmp(known->digest, asked->digest, hash_len(sig_hash(asked->alg))) == 0) {
            return known;
        }
    }
    return NULL;
}

assay_bytes key_ring_sign(key_ring *ring, arena *a, const char *name, sig_alg alg,
                          assay_bytes message)
{
    remembered *place = &ring->memory[ring->next];
    remembered asked = {.key = find_key(ring, name), .alg = alg};
    if (asked.key == KEY_RING_MAX ||
        crypto_digest(sig_hash(alg), &message, 1, asked.digest) != ASSAY_OK) {
        return (assay_bytes){NULL, 0};
    }
    const remembered *known = recall(ring, &asked);
    if (known == NULL) {
        asked.len = sizeof asked.signature;
        if (key_sign(ring->keys[asked.key], alg, asked.digest, asked.signature, &asked.len) !=
            ASSAY_OK) {
            return (assay_bytes){NULL, 0};
        }
        *place = asked;
        known = place;
        ring->next = (ring->next + 1) % REMEMBERED;
    }
    return arena_copy(a, bytes_of(known->signature, known->len));
}
