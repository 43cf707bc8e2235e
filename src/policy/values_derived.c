/* SPDX-License-Identifier: Apache-2.0 */
/* Value expressions over other values: hashes and encodings. */
#include "base/error.h"
#include "crypto/crypto.h"
#include "policy/values.h"

/* Hashes. */

static bool takes_octets(loader *l, const value *part)
{
    bool good = !part->list && (part->type == ASSAY_CLAIM_BYTES || part->type == ASSAY_CLAIM_TEXT);
    if (!good) {
        PROBLEM(l, part->at->at, "bytes or a text can stand here, not %s%s",
                part->list ? "a list of " : "", claim_type_name(part->type));
    }
    return good;
}

/* After a part whose end cannot be seen, only parts of fixed length leave one reading. */
static bool unambiguous(loader *l, const value *v)
{
    const value *loose = NULL;
    for (const value *p = v->first; p != NULL; p = p->next) {
        if (!takes_octets(l, p)) {
            return false;
        }
        if (loose != NULL && !p->fixed) {
            assay_error *e = PROBLEM(l, p->at->at,
                                     "more than one part of \"%s\" has no fixed "
                                     "length, so other parts can have the same hash",
                                     v->op->name);
            error_hint(e, "wrap the parts in framed: {\"framed\": ..}");
            return false;
        }
        loose = !p->fixed && !p->delimited ? p : loose;
    }
    return true;
}

static const char *shown_parts(loader *l, const value *v)
{
    text out = text_new(l->arena, LIMIT_POLICY_BYTES);
    text_addf(&out, "%s(", v->op->name);
    for (const value *p = v->first; p != NULL; p = p->next) {
        text_addf(&out, "%s%s", p != v->first ? ", " : "", p->shown);
    }
    text_add_str(&out, ")");
    return text_done(&out).ptr;
}

static const struct {
    const char *name;
    hash_alg alg;
} hashes[] = {{"sha256", HASH_SHA256}, {"sha384", HASH_SHA384}, {"sha512", HASH_SHA512}};

static hash_alg hash_of(const value *v)
{
    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        if (strcmp(hashes[i].name, v->op->name) == 0) {
            return hashes[i].alg;
        }
    }
    return HASH_NONE;
}

static void settle_hash(loader *l, value *v)
{
    if (unambiguous(l, v)) {
        value_is_bytes(v, hash_len(hash_of(v)), true);
        value_shown(v, shown_parts(l, v));
    }
}

static found_value hash(evaluation *ev, const value *v, const claim *const *results)
{
    hash_alg alg = hash_of(v);
    assay_bytes *parts = ARENA_ARRAY(ev->c->arena, v->count, assay_bytes);
    uint8_t *out = arena_alloc(ev->c->arena, HASH_MAX);
    size_t n = 0;
    if (parts == NULL || out == NULL) {
        return value_lacks(BROKEN, NULL);
    }
    for (const value *p = v->first; p != NULL; p = p->next) {
        parts[n++] = claim_octets(results[p->index]);
    }
    if (crypto_digest(alg, parts, n, out) != ASSAY_OK) {
        ev->c->arena->state = ARENA_NO_MEMORY;
        return value_lacks(BROKEN, NULL);
    }
    return value_octets(ev, ASSAY_CLAIM_BYTES, bytes_of(out, hash_len(alg)));
}

/* Encodings. */

static found_value text_result(evaluation *ev, const char *t)
{
    assay_bytes b = t != NULL ? bytes_of_text(t) : bytes_of(NULL, 0);
    return value_octets(ev, ASSAY_CLAIM_TEXT, b);
}

static void settle_text(loader *l, value *v)
{
    const value *part = v->first;
    if (!takes_octets(l, part)) {
        return;
    }
    bool hex = strcmp(v->op->name, "hex_text") == 0;
    v->type = ASSAY_CLAIM_TEXT;
    v->fixed = part->fixed;
    v->length = hex ? part->length * 2 : (part->length * 4 + 2) / 3;
    value_shown(v, shown_parts(l, v));
}

static found_value hex_text(evaluation *ev, const value *v, const claim *const *results)
{
    return text_result(ev, text_hex(ev->c->arena, claim_octets(results[v->first->index])));
}

static found_value base64url(evaluation *ev, const value *v, const claim *const *results)
{
    return text_result(ev, base64url_encode(ev->c->arena, claim_octets(results[v->first->index])));
}

static void load_zero_pad(loader *l, value *v)
{
    const json *to = json_member(v->at, "to");
    uint64_t n;
    if (to == NULL) {
        PROBLEM(l, v->at->at, "zero_pad lacks its member \"to\"");
        return;
    }
    if (!json_uint(to, &n) || n == 0 || n > LIMIT_POLICY_BYTES) {
        PROBLEM(l, to->at, "expected a number of bytes, at least 1");
        return;
    }
    v->n = (size_t)n;
}

static void settle_zero_pad(loader *l, value *v)
{
    if (!takes_octets(l, v->first)) {
        return;
    }
    if (v->first->fixed && v->first->length > v->n) {
        PROBLEM(l, v->at->at, "%zu bytes are more than the %zu to pad to", v->first->length, v->n);
        return;
    }
    value_is_bytes(v, v->n, true);
    value_shown(v, arena_format(l->arena, "%s, zero-padded to %zu bytes", v->first->shown, v->n));
}

static found_value zero_pad(evaluation *ev, const value *v, const claim *const *results)
{
    assay_bytes in = claim_octets(results[v->first->index]);
    if (in.len > v->n) {
        return value_lacks(BROKEN, arena_format(ev->c->arena, "%s has %zu bytes, more than %zu",
                                                v->first->shown, in.len, v->n));
    }
    uint8_t *out = arena_alloc(ev->c->arena, v->n);
    if (out != NULL && in.len > 0) {
        memcpy(out, in.ptr, in.len);
    }
    return value_octets(ev, ASSAY_CLAIM_BYTES, bytes_of(out, v->n));
}

static void settle_framed(loader *l, value *v)
{
    if (takes_octets(l, v->first)) {
        value_is_bytes(v, v->first->length + 4, v->first->fixed);
        v->delimited = true;
        value_shown(v, shown_parts(l, v));
    }
}

/* u32be length, then the bytes. */
static found_value framed(evaluation *ev, const value *v, const claim *const *results)
{
    assay_bytes in = claim_octets(results[v->first->index]);
    uint8_t *out = in.len <= UINT32_MAX ? arena_alloc(ev->c->arena, in.len + 4) : NULL;
    if (out == NULL) {
        return value_lacks(BROKEN, NULL);
    }
    for (size_t i = 0; i < 4; i++) {
        out[i] = (uint8_t)(in.len >> (24 - 8 * i));
    }
    if (in.len > 0) {
        memcpy(out + 4, in.ptr, in.len);
    }
    return value_octets(ev, ASSAY_CLAIM_BYTES, bytes_of(out, in.len + 4));
}

const value_op value_sha256 = {"sha256",
                               NULL,
                               PARTS_LIST,
                               NULL,
                               settle_hash,
                               hash,
                               "a list of expressions",
                               "the SHA-256 digest of the parts, one behind the other"};
const value_op value_sha384 = {"sha384",
                               NULL,
                               PARTS_LIST,
                               NULL,
                               settle_hash,
                               hash,
                               "a list of expressions",
                               "the SHA-384 digest of the parts, one behind the other"};
const value_op value_sha512 = {"sha512",
                               NULL,
                               PARTS_LIST,
                               NULL,
                               settle_hash,
                               hash,
                               "a list of expressions",
                               "the SHA-512 digest of the parts, one behind the other"};
const value_op value_base64url = {
    "base64url", NULL,      PARTS_ONE,       NULL,
    settle_text, base64url, "an expression", "its base64url text, without padding"};
const value_op value_hex_text = {
    "hex_text",  NULL,     PARTS_ONE,       NULL,
    settle_text, hex_text, "an expression", "its hex text, in lower case"};
const value_op value_zero_pad = {"zero_pad",
                                 "to",
                                 PARTS_ONE,
                                 load_zero_pad,
                                 settle_zero_pad,
                                 zero_pad,
                                 "an expression; \"to\": a length",
                                 "its bytes, with zeros behind them"};
const value_op value_framed = {
    "framed",        NULL,
    PARTS_ONE,       NULL,
    settle_framed,   framed,
    "an expression", "its length in four bytes, most significant first, then its bytes"};
