/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spki-pin: an anchor without a certificate. The file holds the public key (SubjectPublicKeyInfo,
 * DER or PEM) or only its SHA-256, as 64 hex digits. Its window is what the manifest says.
 */
#include "codec/pem.h"
#include "trust/load.h"
#include "trust/paths.h"

#define DIGEST_DIGITS 64

/* 64 digits and at most one line end. */
static bool read_digest(assay_bytes in, uint8_t out[32])
{
    while (in.len > 0 && (in.ptr[in.len - 1] == '\n' || in.ptr[in.len - 1] == '\r')) {
        in.len--;
    }
    return in.len == DIGEST_DIGITS && hex_decode_fixed(in, out, 32);
}

static assay_status read_pem_key(trust_load *load, assay_bytes in, assay_bytes *out,
                                 assay_error *err)
{
    fault f = {0};
    assay_str label;
    assay_bytes second;
    cursor c = cur_over(in, &f);
    bool one = pem_next(&c, trust_load_arena(load), &label, out) && str_is(label, "PUBLIC KEY");
    if (one && !pem_next(&c, trust_load_arena(load), &label, &second) && cur_ok(&c)) {
        return ASSAY_OK;
    }
    assay_status status = load_memory(load, err);
    return status != ASSAY_OK ? status
                              : error_set(err, ASSAY_E_CONFIG, "must hold one PEM PUBLIC KEY");
}

static assay_status digest_key(trust_load *load, assay_bytes in, uint8_t out[32], assay_error *err)
{
    fault f = {0};
    public_key key;
    assay_bytes spki = in;
    if (pem_probe(in)) {
        assay_status status = read_pem_key(load, in, &spki, err);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    if (!spki_parse(spki, &key, &f)) {
        return error_set(err, ASSAY_E_CONFIG, "is no public key: %s: %s, at byte %zu", f.what,
                         f.why, f.at);
    }
    if (key.type == KEY_NONE) {
        return error_set(err, ASSAY_E_CONFIG, "holds a key of a kind that is not used");
    }
    assay_status status = crypto_sha256(spki, out);
    return status == ASSAY_OK ? status : error_set(err, status, "cannot compute a digest");
}

static assay_status verify_pin(trust_load *load, trust_item *item, assay_error *err)
{
    uint8_t digest[32];
    arena *a = trust_load_arena(load);
    if (!read_digest(item->bytes, digest)) {
        assay_status status = digest_key(load, item->bytes, digest, err);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    const char *name = arena_format(a, "key %.16s", text_hex(a, bytes_of(digest, sizeof digest)));
    if (a->state != ARENA_OK) {
        return load_memory(load, err);
    }
    assay_status status = scope_of_key(item, digest, name, &item->view.family, err);
    if (status != ASSAY_OK) {
        return status;
    }
    item->view.subject = name;
    item->view.state = ASSAY_TRUST_PINNED;
    return add_anchor(load, item, digest, -1, err);
}

const trust_role role_spki_pin = {.name = "spki-pin", .rank = RANK_ANCHOR, .verify = verify_pin};
