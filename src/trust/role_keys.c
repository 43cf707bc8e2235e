/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy-key: a P-384 public key (SubjectPublicKeyInfo, DER or PEM) that signs policies with ES384.
 * A store that holds one takes no unsigned policy.
 */
#include "base/limits.h"
#include "codec/pem.h"
#include "trust/load.h"

static bool read_key(arena *a, assay_bytes in, public_key *out, fault *f)
{
    assay_str label;
    assay_bytes spki = in;
    cursor c = cur_over(in, f);
    if (pem_probe(in) && !(pem_next(&c, a, &label, &spki) && str_is(label, "PUBLIC KEY"))) {
        return false;
    }
    return spki_parse(spki, out, f) && out->type == KEY_EC_P384;
}

static assay_status verify_key(trust_load *load, trust_item *item, assay_error *err)
{
    fault f = {0};
    uint8_t digest[32];
    arena *a = trust_load_arena(load);
    public_key *key = ARENA_NEW(a, public_key);
    if (key != NULL && !read_key(a, item->bytes, key, &f)) {
        return error_set(err, ASSAY_E_CONFIG, "holds no P-384 public key%s%s",
                         f.what != NULL ? ": " : "", f.what != NULL ? f.why : "");
    }
    if (key == NULL || crypto_sha256(item->bytes, digest) != ASSAY_OK) {
        return error_set(err, ASSAY_E_MEMORY, "no memory");
    }
    item->view.subject = arena_format(a, "key %.16s", text_hex(a, bytes_of(digest, sizeof digest)));
    item->view.state = ASSAY_TRUST_PINNED;
    item->material = key;
    return a->state == ARENA_OK ? ASSAY_OK : load_memory(load, err);
}

const trust_role role_policy_key = {
    .name = "policy-key", .rank = RANK_ANCHOR, .verify = verify_key};
/* ECDSA-Sig-Value in DER, as openssl dgst writes it, or fixed-width r||s. */
static assay_status verify_one(const public_key *key, const uint8_t *digest, assay_bytes signature)
{
    pki_signature s = {.alg = SIG_ECDSA_P384_SHA384};
    if (signature.len == sizeof s.ecdsa) {
        return crypto_verify(s.alg, key, digest, signature);
    }
    if (!pki_signature_read(signature, &s) || s.alg == SIG_NONE) {
        return ASSAY_REJECTED;
    }
    return crypto_verify(s.alg, key, digest, pki_signature_bytes(&s));
}

assay_status trust_signed(const assay_trust *t, const char *role, assay_bytes in,
                          assay_bytes signature)
{
    uint8_t digest[HASH_MAX];
    if (crypto_digest(HASH_SHA384, &in, 1, digest) != ASSAY_OK) {
        return ASSAY_E_MEMORY;
    }
    for (const trust_item *i = trust_next(t, NULL, role, NULL); i != NULL;
         i = trust_next(t, i, role, NULL)) {
        assay_status s = verify_one(i->material, digest, signature);
        if (s != ASSAY_REJECTED) {
            return s;
        }
    }
    return ASSAY_REJECTED;
}
