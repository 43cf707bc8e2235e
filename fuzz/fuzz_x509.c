/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates: whatever parses has its views inside the input, can be shown, and has a path that
 * ends. No pin is given, so no path may hold. */
#include "pki/chain.h"
#include "must.h"

static void check_views(const cert *c)
{
    const assay_bytes views[] = {c->tbs,   c->serial,       c->issuer,           c->subject,
                                 c->spki,  c->extensions,   c->critical_unknown, c->key.a,
                                 c->key.b, c->signature.rsa};
    for (size_t i = 0; i < ARRAY_LEN(views); i++) {
        MUST(inside(views[i], c->der));
    }
    MUST(c->serial.len >= 1 && c->serial.len <= LIMIT_CERT_SERIAL);
    MUST(c->path_len == -1 || c->is_ca);
    MUST(pki_signature_bytes(&c->signature).len <= c->der.len + sizeof c->signature.ecdsa);
}

static void check_text(const cert *c)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    MUST(name_text(&a, c->subject) != NULL && name_text(&a, c->issuer) != NULL);
    MUST(inside(bytes_of_str(c->subject_cn), c->der));
    arena_release(&a);
}

static void check_path(const cert *c)
{
    issuer pool;
    MUST(issuer_of(c, NULL, &pool) == ASSAY_OK);
    chain_request r = {.leaf = c, .pool = &pool, .pool_count = 1, .at = c->not_before};
    chain found;
    MUST(chain_build(&r, &found) == ASSAY_OK);
    MUST(found.anchor == NULL && found.flaws != 0 && found.count >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cert c;
    fault f;
    public_key key;
    if (!cert_parse(bytes_of(data, size), &c, &f)) {
        MUST(f.what != NULL && f.why != NULL && f.at <= size);
        return 0;
    }
    check_views(&c);
    check_text(&c);
    check_path(&c);
    assay_bytes value;
    MUST(!cert_extension(&c, bytes_of("", 0), &value));
    MUST(spki_parse(c.spki, &key, &f) && key.type == c.key.type);
    return 0;
}
