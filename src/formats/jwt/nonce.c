/* SPDX-License-Identifier: Apache-2.0 */
/* Where a token carries the nonce: one whole text, or one whole member of a list or an object. */
#include "base/text.h"
#include "crypto/crypto.h"
#include "formats/jwt/token.h"

static bool is_nonce(const json *node, assay_bytes const *spellings, size_t count)
{
    bool found = false;
    for (size_t i = 0; i < count && json_is(node, JSON_STRING); i++) {
        found = crypto_equal(bytes_of_str(json_text(node)), spellings[i]) || found;
    }
    return found;
}

static const char *base64_of_text(arena *a, const char *in)
{
    return in != NULL ? base64_encode(a, bytes_of_text(in)) : NULL;
}

static const char *spell_one(arena *a, unsigned form, assay_bytes nonce)
{
    switch (form) {
    case NONCE_HEX:
        return text_hex(a, nonce);
    case NONCE_BASE64URL:
        return base64url_encode(a, nonce);
    case NONCE_BASE64:
        return base64_encode(a, nonce);
    case NONCE_BASE64_TWICE:
        return base64_of_text(a, base64_encode(a, nonce));
    case NONCE_BASE64_HEX:
        return base64_of_text(a, text_hex(a, nonce));
    default:
        return base64_of_text(a, base64url_encode(a, nonce));
    }
}

static size_t spell(arena *a, unsigned forms, assay_bytes nonce, assay_bytes out[NONCE_FORMS])
{
    size_t count = 0;
    for (unsigned form = 1; form < 1u << NONCE_FORMS; form <<= 1) {
        const char *made = (forms & form) != 0 ? spell_one(a, form, nonce) : NULL;
        if (made != NULL) {
            out[count++] = bytes_of_text(made);
        }
    }
    return count;
}

/* What stands at the place: the finding shows it, and the first of the spellings. */
static bool look_at(arena *a, const nonce_place *place, const json *at, assay_bytes nonce,
                    carriage *out)
{
    assay_bytes spellings[NONCE_FORMS];
    size_t count = spell(a, place->forms, nonce, spellings);
    bool found = is_nonce(at, spellings, count);
    bool holds_more = json_is(at, JSON_ARRAY) || json_is(at, JSON_OBJECT);
    for (const json *i = holds_more ? at->first : NULL; i != NULL; i = i->next) {
        found = is_nonce(i, spellings, count) || found;
    }
    bool first = out->claim == NULL;
    if (found || first || (at != NULL && out->found.len == 0)) {
        out->claim = place->pointer;
        out->found = at != NULL ? at->raw : bytes_of_text("");
        out->expected = count > 0 ? spellings[0] : bytes_of_text("");
    }
    return found;
}

/* Tokens have no place for inputs: only a rule of the policy can bind them, and it did not. */
void jwt_carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    static const char bound[] = "inputs that a rule of the policy binds";
    const jwt_token *t = doc;
    bool found = false;
    *out = (carriage){.text = true};
    for (size_t i = 0; i < t->profile->nonce_count && !found; i++) {
        const nonce_place *place = &t->profile->nonces[i];
        const json *at = json_at(t->claims, bytes_of_text(place->pointer));
        found = look_at(j->arena, place, at, asked->nonce, out);
    }
    out->carried = found && asked->nonce.len > 0 && asked->input_count == 0;
    if (asked->input_count > 0) {
        out->expected = bytes_of_text(bound);
    }
}
