/* SPDX-License-Identifier: Apache-2.0 */
/* Good devices, and putting any recipe together. */
#include "forge/nv_forge.h"

#include "base/text.h"
#include "forge/der_write.h"
#include "pki/cert.h"

#define CHAIN_MAX 32768u
#define REPORT_MAX 65536u
#define FOREVER 253402300799 /* 9999-12-31T23:59:59Z */
#define CRL_SERVICE "http://crl.ndis.nvidia.com/crl/"

static const xw_algorithm es384 = {SIG_ECDSA_P384_SHA384, false};

/* As the chips of that name: the words in their certificates, and how many measurements. */
static const struct {
    const char *chip, *identity, *ica, *list;
    size_t blocks;
} models[FNV_MODELS] = {
    [FNV_H100] = {"GH100 A01 GSP", "NVIDIA GH100 Identity", "NVIDIA GH100 Provisioner ICA 1",
                  CRL_SERVICE "l2-gh100.crl", 64},
    [FNV_GB100] = {"GB100 A01 GSP", "NVIDIA GB100 Identity", "NVIDIA GB100 Provisioner ICA 00000",
                   CRL_SERVICE "l2-gb100.crl", 64},
    [FNV_LS10] = {"LS_10 A01 FSP", "NVIDIA GH100 Identity", "NVIDIA LS_10 Provisioner ICA 1",
                  CRL_SERVICE "l2-gh100.crl", 31},
};

bool fnv_is_switch(fnv_model model)
{
    return model == FNV_LS10;
}

const char *fnv_format(fnv_model model)
{
    return fnv_is_switch(model) ? "nvidia-nvswitch" : "nvidia-gpu";
}

static void derive_digest(const char *what, fnv_model model, size_t index,
                          uint8_t out[FNV_DIGEST_LEN])
{
    uint8_t which[] = {(uint8_t)model, (uint8_t)index};
    assay_bytes parts[] = {bytes_of_text(what), bytes_of(which, sizeof which)};
    if (crypto_digest(HASH_SHA384, parts, ARRAY_LEN(parts), out) != ASSAY_OK) {
        memset(out, 0xee, FNV_DIGEST_LEN);
    }
}

void fnv_block(fnv_model model, size_t index, uint8_t out[FNV_DIGEST_LEN])
{
    derive_digest("block", model, index, out);
}

void fnv_fwid(fnv_model model, uint8_t out[FNV_DIGEST_LEN])
{
    derive_digest("fwid", model, 0, out);
}

const char *fnv_key(arena *a, key_ring *ring, const char *format, char device)
{
    char name[KEY_RING_NAME_MAX + 1];
    size_t len = strlen(format);
    if (len + 2 > sizeof name) {
        return NULL;
    }
    memcpy(name, format, len);
    name[len] = device;
    name[len + (device != '\0')] = '\0';
    bool there = key_ring_public(ring, name).type != KEY_NONE || key_ring_generate(ring, name);
    return there ? arena_text(a, bytes_of_text(name)) : NULL;
}

fnv_field *fnv_find(fnv_recipe *r, uint16_t type)
{
    for (size_t i = 0; i < r->field_count; i++) {
        if (r->fields[i].type == type) {
            return &r->fields[i];
        }
    }
    return NULL;
}

void fnv_set(fnv_recipe *r, uint16_t type, assay_bytes value)
{
    fnv_field *f = fnv_find(r, type);
    if (f == NULL) {
        f = &r->fields[r->field_count < FNV_FIELDS ? r->field_count++ : 0];
    }
    *f = (fnv_field){type, value};
}

void fnv_remove(fnv_recipe *r, uint16_t type)
{
    fnv_field *f = fnv_find(r, type);
    if (f != NULL) {
        size_t behind = (size_t)(&r->fields[r->field_count] - (f + 1));
        memmove(f, f + 1, behind * sizeof *f);
        r->field_count--;
    }
}

static void add_hex(fnv_recipe *r, arena *a, uint16_t type, const char *hex)
{
    assay_bytes value = {NULL, 0};
    if (hex_decode(a, bytes_of_text(hex), &value)) {
        fnv_set(r, type, value);
    }
}

static void add_text(fnv_recipe *r, uint16_t type, const char *text_, size_t zeros)
{
    fnv_set(r, type, bytes_of(text_, strlen(text_) + zeros));
}

static void add_fwid(fnv_recipe *r, arena *a)
{
    uint8_t *fwid = arena_alloc(a, FNV_DIGEST_LEN);
    if (fwid != NULL) {
        fnv_fwid(r->model, fwid);
        fnv_set(r, 20, bytes_of(fwid, FNV_DIGEST_LEN));
    }
}

static void derive_gpu_fields(fnv_recipe *r, arena *a)
{
    bool blackwell = r->model == FNV_GB100;
    add_hex(r, a, 6, blackwell ? "00d9009735000000" : "009f009601000000");
    add_hex(r, a, 14, "37040000");
    add_text(r, 15, blackwell ? "886" : "882", 1);
    add_text(r, 17, blackwell ? "G525" : "1010", 1);
    add_text(r, 18, blackwell ? "0220" : "0200", 1);
    add_text(r, 3, blackwell ? "590.48.01" : "550.90.07", 1);
    add_hex(r, a, 4, "8001000000000000");
    add_hex(r, a, 11, "55");
    add_fwid(r, a);
    if (blackwell) {
        add_text(r, 35, "GB100", 1);
    } else {
        add_hex(r, a, 21, "55");
    }
    add_hex(r, a, 34, "0100");
    add_hex(r, a, 36, blackwell ? "0100" : "0000");
}

static void derive_switch_fields(fnv_recipe *r, arena *a)
{
    add_text(r, 6, "96.10.55.00.01", 0);
    add_hex(r, a, 22, "0102030405060708");
    add_hex(r, a, 23, "ec00");
    add_hex(r, a, 24, "0000");
    add_hex(r, a, 25, "0100");
}

static xw_name name_of(const char *common_name)
{
    return (xw_name){{{XW_O, "throw-away test"}, {XW_CN, common_name}}};
}

static void derive_authority(fnv_recipe *r, arena *a, size_t i, const char *name, const char *by)
{
    xw_cert *c = &r->chain[i];
    c->issuer = name_of(by);
    c->subject = name_of(name);
    c->serial = 0x7e570000 + 0x100 * (uint64_t)r->model + i;
    c->not_before = r->at - 86400 * 1000;
    c->not_after = FOREVER;
    c->algorithm = es384;
    uint8_t usage = KEY_USAGE_CERT_SIGN | (i == FNV_BROM ? 0 : KEY_USAGE_CRL_SIGN);
    xw_extend(&c->extensions, xw_oid_basic_constraints, true, xw_value_ca(a, true, -1));
    xw_extend(&c->extensions, xw_oid_key_usage, true, xw_value_key_usage(a, usage));
}

static bool derive_keys(fnv_recipe *r, arena *a, key_ring *ring)
{
    static const char *const shared[FNV_MODELS][2] = {
        {"nv-ica-h100", "nv-identity-gh100"},
        {"nv-ica-gb100", "nv-identity-gb100"},
        {"nv-ica-ls10", "nv-identity-gh100"},
    };
    static const char *const own[FNV_MODELS][2] = {
        {"nv-leaf-h100-", "nv-brom-h100-"},
        {"nv-leaf-gb100-", "nv-brom-gb100-"},
        {"nv-leaf-ls10-", "nv-brom-ls10-"},
    };
    r->chain[FNV_LEAF].key = fnv_key(a, ring, own[r->model][0], r->device);
    r->chain[FNV_BROM].key = fnv_key(a, ring, own[r->model][1], r->device);
    r->chain[FNV_ICA].key = fnv_key(a, ring, shared[r->model][0], '\0');
    r->chain[FNV_IDENTITY].key = fnv_key(a, ring, shared[r->model][1], '\0');
    r->chain[FNV_ROOT].key = fnv_key(a, ring, "nv-root", '\0');
    bool good = true;
    for (size_t i = FNV_LEAF; i <= FNV_ROOT; i++) {
        good = good && r->chain[i].key != NULL;
        r->chain[i].signer = r->chain[i == FNV_ROOT ? i : i + 1].key;
    }
    return good;
}

assay_bytes fnv_fwid_oid(fnv_model model)
{
    static const uint8_t oid[] = {0x67, 0x81, 0x05, 0x05, 0x04, 0x01, 0x01};
    return bytes_of(oid, model == FNV_GB100 ? 7 : 6);
}

static void put_fwid(der_writer *w, const uint8_t digest[FNV_DIGEST_LEN])
{
    static const uint8_t sha384[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02};
    derw_open(w, DER_SEQUENCE);
    derw_put(w, DER_OID, bytes_of(sha384, sizeof sha384));
    derw_put(w, DER_OCTET_STRING, bytes_of(digest, FNV_DIGEST_LEN));
    derw_close(w);
}

/* SubjectPublicKeyInfo, with its halves alone in the key's place: nobody reads it. */
static void put_key(der_writer *w, key_ring *ring, const char *key)
{
    public_key k = key_ring_public(ring, key);
    derw_open(w, DER_SEQUENCE);
    derw_put(w, DER_OCTET_STRING, k.a);
    derw_put(w, DER_OCTET_STRING, k.b);
    derw_close(w);
}

assay_bytes fnv_fwid_value(arena *a, key_ring *ring, fnv_model model, const char *key,
                           const uint8_t first[FNV_DIGEST_LEN],
                           const uint8_t second[FNV_DIGEST_LEN])
{
    der_writer w = derw_over(arena_alloc(a, 512), 512);
    derw_open(&w, DER_SEQUENCE);
    if (model == FNV_GB100) {
        derw_text(&w, DER_CONTEXT(0), "NVIDIA");
        derw_text(&w, DER_CONTEXT(1), "GB100 A01 GSP");
        derw_open(&w, DER_CONTEXT_CONSTRUCTED(6));
        put_fwid(&w, first);
        put_fwid(&w, second);
        derw_close(&w);
    } else {
        derw_uint(&w, 1);
        put_key(&w, ring, key);
        put_fwid(&w, first);
    }
    derw_close(&w);
    return derw_done(&w);
}

static void derive_leaf(fnv_recipe *r, arena *a, key_ring *ring)
{
    uint8_t fwid[FNV_DIGEST_LEN];
    static const uint8_t zeros[FNV_DIGEST_LEN];
    xw_cert *c = &r->chain[FNV_LEAF];
    fnv_fwid(r->model, fwid);
    c->issuer = r->chain[FNV_BROM].subject;
    c->subject = name_of(arena_format(a, "%s FMC LF", models[r->model].chip));
    c->serial = 0x1eaf0000 + 0x100 * (uint64_t)r->model + (uint64_t)r->device;
    c->not_before = r->at - 86400 * 1000;
    c->not_after = FOREVER;
    c->algorithm = es384;
    xw_extend(&c->extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_DIGITAL_SIGNATURE));
    xw_extend(&c->extensions, fnv_fwid_oid(r->model), false,
              fnv_fwid_value(a, ring, r->model, r->chain[FNV_BROM].key, fwid, zeros));
}

static bool derive_chain(fnv_recipe *r, arena *a, key_ring *ring)
{
    const char *root = "NVIDIA Device Identity CA", *identity = models[r->model].identity;
    if (!derive_keys(r, a, ring)) {
        return false;
    }
    derive_authority(r, a, FNV_BROM, arena_format(a, "%s BROM", models[r->model].chip),
                     models[r->model].ica);
    r->chain[FNV_BROM].serial = 0xb0070000 + 0x100 * (uint64_t)r->model + (uint64_t)r->device;
    derive_authority(r, a, FNV_ICA, models[r->model].ica, identity);
    derive_authority(r, a, FNV_IDENTITY, identity, root);
    r->chain[FNV_IDENTITY].serial = r->model == FNV_GB100 ? 0x7e57b100 : 0x7e57a100;
    derive_authority(r, a, FNV_ROOT, root, root);
    r->chain[FNV_ROOT].serial = 0x7e571000;
    xw_extend(&r->chain[FNV_ICA].extensions, xw_oid_crl_points, false,
              xw_value_crl_point(a, models[r->model].list));
    xw_extend(&r->chain[FNV_IDENTITY].extensions, xw_oid_crl_points, false,
              xw_value_crl_point(a, CRL_SERVICE "l1-root.crl"));
    derive_leaf(r, a, ring);
    r->pinned = r->chain[FNV_ROOT];
    for (unsigned i = FNV_LEAF; i <= FNV_ROOT; i++) {
        r->order[r->order_count++] = i;
    }
    return true;
}

bool fnv_recipe_init(fnv_recipe *r, arena *a, key_ring *ring, fnv_model model, char device,
                     assay_time at, assay_bytes nonce)
{
    static const uint8_t fixed[FNV_NONCE_LEN] = {0x2c, 0xe1, 0x07, 0x9d, 0x55, 0xb3, 0x6a, 0xf8,
                                                 0x41, 0x0e, 0xd2, 0x93, 0x7c, 0x28, 0xbf, 0x64,
                                                 0x13, 0xea, 0x5f, 0x80, 0xc6, 0x39, 0x72, 0xad,
                                                 0xfb, 0x04, 0x96, 0x1d, 0xe8, 0x57, 0x30, 0x8b};
    *r = (fnv_recipe){.model = model,
                      .device = device,
                      .at = at,
                      .nonce = nonce.ptr != NULL ? nonce : bytes_of(fixed, sizeof fixed),
                      .block_count = models[model].blocks,
                      .copies = 1};
    r->asked = r->nonce;
    if (fnv_is_switch(model)) {
        derive_switch_fields(r, a);
    } else {
        derive_gpu_fields(r, a);
    }
    bool good = derive_chain(r, a, ring);
    r->signer = r->chain[FNV_LEAF].key;
    return good && a->state == ARENA_OK;
}

xw_crl fnv_list(const fnv_recipe *r, arena *a, size_t issuer, uint64_t revoked)
{
    const xw_cert *by = &r->chain[issuer];
    xw_crl list = {.issuer = by->subject,
                   .this_update = r->at - 3600,
                   .next_update = r->at + 86400,
                   .signer = by->key,
                   .algorithm = by->algorithm};
    xw_extend(&list.extensions, xw_oid_crl_number, false, xw_value_uint(a, 7));
    if (revoked != 0) {
        list.revoked[0].serial = revoked;
        list.revoked[0].date = r->at - 7200;
        list.revoked_count = 1;
    }
    return list;
}

/* Little-endian numbers and bytes, one behind the other. */
typedef struct {
    uint8_t *ptr;
    size_t len;
    bool failed;
} writer;

static void put(writer *w, assay_bytes in)
{
    w->failed = w->failed || w->len + in.len > REPORT_MAX;
    if (!w->failed && in.len > 0) {
        memcpy(w->ptr + w->len, in.ptr, in.len);
        w->len += in.len;
    }
}

static void put_uint(writer *w, uint64_t value, size_t bytes)
{
    uint8_t out[8];
    for (size_t i = 0; i < bytes; i++) {
        out[i] = (uint8_t)(value >> (8 * i));
    }
    put(w, bytes_of(out, bytes));
}

static void put_blocks(writer *w, const fnv_recipe *r)
{
    put_uint(w, r->block_count, 1);
    put_uint(w, r->block_count * FNV_BLOCK_LEN, 3);
    for (size_t i = 1; i <= r->block_count; i++) {
        uint8_t digest[FNV_DIGEST_LEN];
        fnv_block(r->model, i, digest);
        put_uint(w, i, 1);
        put_uint(w, 1, 1); /* DMTF */
        put_uint(w, 3 + FNV_DIGEST_LEN, 2);
        put_uint(w, 1, 1); /* mutable firmware */
        put_uint(w, FNV_DIGEST_LEN, 2);
        put(w, bytes_of(digest, sizeof digest));
    }
}

static void put_fields(writer *w, const fnv_recipe *r)
{
    size_t size = 0;
    for (size_t i = 0; i < r->field_count; i++) {
        size += 4 + r->fields[i].value.len;
    }
    put_uint(w, size, 2);
    for (size_t i = 0; i < r->field_count; i++) {
        put_uint(w, r->fields[i].type, 2);
        put_uint(w, r->fields[i].value.len, 2);
        put(w, r->fields[i].value);
    }
}

static void put_transcript(writer *w, const fnv_recipe *r)
{
    static const uint8_t request[] = {0x11, 0xe0, 0x01, 0xff}, response[] = {0x11, 0x60, 0, 0};
    uint8_t drawn[FNV_DIGEST_LEN];
    put(w, bytes_of(request, sizeof request));
    put(w, r->asked);
    put_uint(w, 0, 1);
    put(w, bytes_of(response, sizeof response));
    put_blocks(w, r);
    derive_digest("drawn", r->model, (size_t)r->device, drawn);
    put(w, bytes_of(drawn, FNV_NONCE_LEN));
    put_fields(w, r);
    for (size_t i = 0; i < r->patch_count && !w->failed; i++) {
        w->ptr[r->patches[i].at % w->len] = r->patches[i].value;
    }
}

static assay_bytes make_report(const fnv_recipe *r, arena *a, key_ring *ring)
{
    writer w = {.ptr = arena_alloc(a, REPORT_MAX)};
    if (w.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    put_transcript(&w, r);
    assay_bytes message = bytes_of(w.ptr + r->signed_from, w.len - r->signed_from);
    sig_alg alg = key_ring_public(ring, r->signer).type == KEY_EC_P384 ? SIG_ECDSA_P384_SHA384
                                                                       : SIG_ECDSA_P256_SHA256;
    assay_bytes signature = key_ring_sign(ring, a, r->signer, alg, message);
    uint8_t fixed[2 * FNV_DIGEST_LEN] = {0};
    if (!r->no_signature && signature.len <= sizeof fixed && signature.ptr != NULL) {
        memcpy(fixed, signature.ptr, signature.len);
    }
    put(&w, bytes_of(fixed, sizeof fixed));
    put(&w, r->tail);
    if (w.failed || signature.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    if (r->flip != 0) {
        w.ptr[(r->flip - 1) % w.len] ^= 1;
    }
    size_t front = r->cut_front < w.len ? r->cut_front : w.len;
    size_t back = r->cut < w.len - front ? r->cut : w.len - front;
    return bytes_of(w.ptr + front, w.len - front - back);
}

static assay_bytes make_chain(const fnv_recipe *r, arena *a, key_ring *ring)
{
    if (r->pem.ptr != NULL) {
        return r->pem;
    }
    text t = text_new(a, CHAIN_MAX);
    for (size_t i = 0; i < r->order_count; i++) {
        assay_bytes der = xw_make_cert(a, ring, &r->chain[r->order[i]]);
        t.failed = t.failed || der.ptr == NULL;
        if (!t.failed) {
            text_add(&t, xw_pem(a, der));
        }
    }
    return bytes_of_str(text_done(&t));
}

static assay_bytes make_deny(const fnv_recipe *r, arena *a, key_ring *ring)
{
    fault f = {0};
    cert c;
    uint8_t key[32];
    assay_bytes der = xw_make_cert(a, ring, &r->chain[FNV_BROM]);
    bool read =
        der.ptr != NULL && cert_parse(der, &c, &f) && crypto_sha256(c.spki, key) == ASSAY_OK;
    const char *value =
        strcmp(r->denied, "device_key") == 0
            ? text_hex(a, bytes_of(key, sizeof key))
            : arena_format(a, "%llu", (unsigned long long)r->chain[FNV_LEAF].serial);
    const char *json = read ? arena_format(a,
                                           "{\"assay_deny\":1,\"entries\":[{\"kind\":\"%s\","
                                           "\"value\":\"%s\",\"reason\":\"a test\","
                                           "\"date\":\"2026-05-01\"}]}\n",
                                           r->denied, value)
                            : NULL;
    return json == NULL ? (assay_bytes){NULL, 0} : bytes_of_text(json);
}

static bool make_list(const xw_crl *list, arena *a, key_ring *ring, assay_bytes *out)
{
    if (list->signer == NULL) {
        return true;
    }
    *out = xw_make_crl(a, ring, list);
    return out->ptr != NULL;
}

assay_status fnv_make(const fnv_recipe *r, arena *a, key_ring *ring, fnv_evidence *out)
{
    *out = (fnv_evidence){.report = make_report(r, a, ring),
                          .chain = make_chain(r, a, ring),
                          .pinned = xw_make_cert(a, ring, &r->pinned)};
    assay_bytes identity = xw_make_cert(a, ring, &r->chain[FNV_IDENTITY]);
    out->identity = identity.ptr != NULL ? xw_pem(a, identity) : identity;
    bool good = out->identity.ptr != NULL && out->report.ptr != NULL && out->chain.ptr != NULL &&
                out->pinned.ptr != NULL;
    for (size_t i = 0; i < ARRAY_LEN(r->lists); i++) {
        good = make_list(&r->lists[i], a, ring, &out->lists[i]) && good;
    }
    good = make_list(&r->travelling, a, ring, &out->travelling) && good;
    if (r->denied != NULL) {
        out->deny = make_deny(r, a, ring);
        good = good && out->deny.ptr != NULL;
    }
    return good ? ASSAY_OK : ASSAY_E_MEMORY;
}
