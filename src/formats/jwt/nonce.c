/* SPDX-License-Identifier: Apache-2.0 */
/* Where a token carries the nonce: one whole text, or one whole member of a list of texts. */
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

static size_t spell(arena *a, const jwt_profile *p, assay_bytes nonce, assay_bytes out[2])
{
    size_t count = 0;
    const char *hex = (p->nonce_forms & NONCE_HEX) != 0 ? text_hex(a, nonce) : NULL;
    const char *url = (p->nonce_forms & NONCE_BASE64URL) != 0 ? base64url_encode(a, nonce) : NULL;
    if (hex != NULL) {
        out[count++] = bytes_of_text(hex);
    }
    if (url != NULL) {
        out[count++] = bytes_of_text(url);
    }
    return count;
}

/* Tokens have no place for inputs: only a rule of the policy can bind them, and it did not. */
void jwt_carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    static const char bound[] = "inputs that a rule of the policy binds";
    const jwt_token *t = doc;
    const json *at = json_at(t->claims, bytes_of_text(t->profile->nonce));
    assay_bytes spellings[2];
    size_t count = spell(j->arena, t->profile, asked->nonce, spellings);
    bool found = is_nonce(at, spellings, count);
    for (const json *i = json_is(at, JSON_ARRAY) ? at->first : NULL; i != NULL; i = i->next) {
        found = is_nonce(i, spellings, count) || found;
    }
    *out = (carriage){.claim = t->profile->nonce,
                      .text = true,
                      .carried = found && asked->nonce.len > 0 && asked->input_count == 0,
                      .found = at != NULL ? at->raw : bytes_of_text("")};
    if (asked->input_count > 0) {
        out->expected = bytes_of_text(bound);
    } else if (count > 0) {
        out->expected = spellings[0];
    }
}
