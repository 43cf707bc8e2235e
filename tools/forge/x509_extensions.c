/* SPDX-License-Identifier: Apache-2.0 */
/* The extensions of certificates and CRLs (RFC 5280 4.2, 5.2) that vendors of TEEs use. */
#include "forge/x509_write.h"

#include "forge/der_write.h"

#define ID_CE(name, n)                                                                             \
    static const uint8_t name##_contents[] = {0x55, 0x1d, n};                                      \
    const assay_bytes name = {name##_contents, sizeof name##_contents}
ID_CE(xw_oid_basic_constraints, 0x13);
ID_CE(xw_oid_key_usage, 0x0f);
ID_CE(xw_oid_subject_key, 0x0e);
ID_CE(xw_oid_authority_key, 0x23);
ID_CE(xw_oid_crl_points, 0x1f);
ID_CE(xw_oid_crl_number, 0x14);

#define VALUE_MAX 512
#define KEY_ID_LEN 20

void xw_extend(xw_extensions *e, assay_bytes oid, bool critical, assay_bytes value)
{
    if (e->count < XW_EXTENSIONS_MAX) {
        e->items[e->count++] = (xw_extension){oid, critical, value};
    }
}

xw_extension *xw_find(xw_extensions *e, assay_bytes oid)
{
    for (size_t i = 0; i < e->count; i++) {
        if (bytes_equal(e->items[i].oid, oid)) {
            return &e->items[i];
        }
    }
    return NULL;
}

static der_writer value_writer(arena *a)
{
    return derw_over(arena_alloc(a, VALUE_MAX), VALUE_MAX);
}

assay_bytes xw_value_ca(arena *a, bool ca, int path_len)
{
    der_writer w = value_writer(a);
    derw_open(&w, DER_SEQUENCE);
    if (ca) {
        derw_bool(&w, true);
    }
    if (path_len >= 0) {
        derw_uint(&w, (uint64_t)path_len);
    }
    derw_close(&w);
    return derw_done(&w);
}

assay_bytes xw_value_key_usage(arena *a, uint8_t bits)
{
    der_writer w = value_writer(a);
    derw_named_bits(&w, bits);
    return derw_done(&w);
}

/* Over both halves of the key, which identifies it as well as its encoding would. */
static void key_id(key_ring *ring, const char *name, uint8_t out[32])
{
    public_key key = key_ring_public(ring, name);
    assay_bytes parts[] = {key.a, key.b};
    if (key.type == KEY_NONE || crypto_digest(HASH_SHA256, parts, ARRAY_LEN(parts), out) != 0) {
        memset(out, 0, 32);
    }
}

assay_bytes xw_value_subject_key(arena *a, key_ring *ring, const char *key)
{
    uint8_t id[32];
    key_id(ring, key, id);
    der_writer w = value_writer(a);
    derw_put(&w, DER_OCTET_STRING, bytes_of(id, KEY_ID_LEN));
    return derw_done(&w);
}

assay_bytes xw_value_authority_key(arena *a, key_ring *ring, const char *key)
{
    uint8_t id[32];
    key_id(ring, key, id);
    der_writer w = value_writer(a);
    derw_open(&w, DER_SEQUENCE);
    derw_put(&w, DER_CONTEXT(0), bytes_of(id, KEY_ID_LEN));
    derw_close(&w);
    return derw_done(&w);
}

/* One distribution point whose fullName is one URI. */
assay_bytes xw_value_crl_point(arena *a, const char *url)
{
    der_writer w = value_writer(a);
    derw_open(&w, DER_SEQUENCE);
    derw_open(&w, DER_SEQUENCE);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    derw_text(&w, DER_CONTEXT(6), url);
    derw_close(&w);
    derw_close(&w);
    derw_close(&w);
    derw_close(&w);
    return derw_done(&w);
}

assay_bytes xw_value_uint(arena *a, uint64_t value)
{
    der_writer w = value_writer(a);
    derw_uint(&w, value);
    return derw_done(&w);
}

assay_bytes xw_value_ia5(arena *a, const char *text)
{
    der_writer w = value_writer(a);
    derw_text(&w, DER_IA5, text);
    return derw_done(&w);
}
