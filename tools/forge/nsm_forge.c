/* SPDX-License-Identifier: Apache-2.0 */
/* Good Nitro documents, and putting any recipe together. */
#include "forge/nsm_forge.h"

#include "base/text.h"
#include "crypto/ec.h"
#include "pki/cert.h"

#define DOCUMENT_MAX 65536u
#define VALUE_MAX 8192u
#define HOUR 3600
#define DAY (24 * HOUR)
#define ROOT_BEGIN 1572269285 /* 2019-10-28T13:28:05Z, as AWS's */
#define ROOT_END 2519044085   /* 2049-10-28T14:28:05Z */
#define REGISTERS 0x11fu      /* 0 to 4 and 8 */
#define TPM_REGISTERS 0xffffffu

const char fnsm_module_enclave[] = "i-0a55a7e5700000001-enc0a55a7e570000000a";
const char fnsm_module_tpm[] = "i-0a55a7e5700000001-tpm0000000000000000";

static const xw_algorithm es384 = {SIG_ECDSA_P384_SHA384, false};

void fnsm_pcr(unsigned index, uint8_t out[FNSM_PCR_LEN])
{
    uint8_t seed[] = {'p', 'c', 'r', (uint8_t)index};
    assay_bytes part = bytes_of(seed, sizeof seed);
    if (crypto_digest(HASH_SHA384, &part, 1, out) != ASSAY_OK) {
        memset(out, 0xee, FNSM_PCR_LEN);
    }
}

static cbor_writer value_writer(arena *a, size_t size)
{
    return cbw_over(arena_alloc(a, size), size);
}

assay_bytes fnsm_uint(arena *a, uint64_t value)
{
    cbor_writer w = value_writer(a, 16);
    cbw_head(&w, CBW_UINT, value);
    return cbw_done(&w);
}

static assay_bytes encoded_text(arena *a, const char *value)
{
    cbor_writer w = value_writer(a, strlen(value) + 16);
    cbw_text(&w, value);
    return cbw_done(&w);
}

static assay_bytes encoded_bytes(arena *a, assay_bytes value)
{
    cbor_writer w = value_writer(a, value.len + 16);
    cbw_bytes(&w, value);
    return cbw_done(&w);
}

static assay_bytes encoded_null(arena *a)
{
    cbor_writer w = value_writer(a, 1);
    cbw_null(&w);
    return cbw_done(&w);
}

assay_bytes fnsm_filled(arena *a, size_t size, uint8_t fill)
{
    uint8_t *value = arena_alloc(a, size + 1);
    if (value != NULL) {
        memset(value, fill, size);
    }
    return encoded_bytes(a, bytes_of(value, size));
}

assay_bytes fnsm_pcrs(arena *a, uint64_t mask, uint64_t zeros, bool open)
{
    cbor_writer w = value_writer(a, VALUE_MAX);
    size_t count = 0;
    for (unsigned i = 0; i < 64; i++) {
        count += mask >> i & 1;
    }
    if (open) {
        cbw_open(&w, CBW_MAP);
    } else {
        cbw_head(&w, CBW_MAP, count);
    }
    for (unsigned i = 0; i < 64; i++) {
        uint8_t value[FNSM_PCR_LEN] = {0};
        if ((mask >> i & 1) != 0) {
            if ((zeros >> i & 1) == 0) {
                fnsm_pcr(i, value);
            }
            cbw_head(&w, CBW_UINT, i);
            cbw_bytes(&w, bytes_of(value, sizeof value));
        }
    }
    if (open) {
        cbw_byte(&w, 0xff);
    }
    return cbw_done(&w);
}

fnsm_member *fnsm_find(fnsm_recipe *r, const char *key)
{
    for (size_t i = 0; i < r->member_count; i++) {
        if (strcmp(r->members[i].key, key) == 0) {
            return &r->members[i];
        }
    }
    return NULL;
}

void fnsm_remove(fnsm_recipe *r, const char *key)
{
    fnsm_member *m = fnsm_find(r, key);
    if (m != NULL) {
        size_t behind = (size_t)(&r->members[r->member_count] - (m + 1));
        memmove(m, m + 1, behind * sizeof *m);
        r->member_count--;
    }
}

fnsm_member *fnsm_add(fnsm_recipe *r, const char *key, assay_bytes value)
{
    fnsm_member *m = &r->members[r->member_count < FNSM_MEMBERS ? r->member_count++ : 0];
    *m = (fnsm_member){.key = key, .value = value};
    return m;
}

/* AWS's roots, regional, zonal and instance certificates, leaves: names, windows and lengths. */
static const struct {
    const char *common_name, *key;
    assay_time before, after; /* hours around the appraisal; 0: the root's own window */
    int path_len;
} authorities[] = {
    [FNSM_ROOT] = {"aws.nitro-enclaves", "nsm-root", 0, 0, -1},
    [FNSM_REGIONAL] = {"us-east-1.aws.nitro-enclaves", "nsm-regional", 240, 241, 2},
    [FNSM_ZONAL] = {"zonal.us-east-1.aws.nitro-enclaves", "nsm-zonal", 40, 100, 1},
    [FNSM_INSTANCE] = {"i-0a55a7e5700000001.us-east-1.aws", "nsm-instance", 12, 12, 0},
};

static xw_name name_of(const char *common_name)
{
    return (xw_name){{{XW_O, "throw-away test"}, {XW_CN, common_name}}};
}

static void derive_authority(fnsm_recipe *r, arena *a, size_t i)
{
    xw_cert *c = &r->above[i];
    size_t by = i == FNSM_ROOT ? FNSM_ROOT : i - 1;
    bool fixed = authorities[i].before == 0;
    *c = (xw_cert){.serial = 0x5a0000 + i,
                   .issuer = name_of(authorities[by].common_name),
                   .subject = name_of(authorities[i].common_name),
                   .not_before = fixed ? ROOT_BEGIN : r->at - authorities[i].before * HOUR,
                   .not_after = fixed ? ROOT_END : r->at + authorities[i].after * HOUR,
                   .key = authorities[i].key,
                   .signer = authorities[by].key,
                   .algorithm = es384};
    xw_extend(&c->extensions, xw_oid_basic_constraints, true,
              xw_value_ca(a, true, authorities[i].path_len));
    xw_extend(&c->extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN));
}

static void derive_certificates(fnsm_recipe *r, arena *a)
{
    for (size_t i = FNSM_ROOT; i <= FNSM_INSTANCE; i++) {
        derive_authority(r, a, i);
        r->bundle[r->bundle_count++] = (fnsm_entry)i;
    }
    r->pinned = r->above[FNSM_ROOT];
    const char *module = r->tpm ? fnsm_module_tpm : fnsm_module_enclave;
    const char *name = arena_format(a, "%s.us-east-1.aws", module);
    r->leaf = (xw_cert){.serial = 0x1eaf,
                        .issuer = r->above[FNSM_INSTANCE].subject,
                        .subject = name_of(name == NULL ? "" : name),
                        .not_before = r->at - 2,
                        .not_after = r->at + 3 * HOUR,
                        .key = "nsm-leaf",
                        .signer = "nsm-instance",
                        .algorithm = es384};
    xw_extend(&r->leaf.extensions, xw_oid_basic_constraints, true, xw_value_ca(a, false, -1));
    xw_extend(&r->leaf.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_DIGITAL_SIGNATURE));
}

static void derive_members(fnsm_recipe *r, arena *a)
{
    static const uint8_t point[] = {0x04};
    const assay_bytes made_later = {NULL, 0};
    fnsm_add(r, "module_id", encoded_text(a, r->tpm ? fnsm_module_tpm : fnsm_module_enclave));
    fnsm_add(r, "digest", encoded_text(a, "SHA384"));
    fnsm_add(r, "timestamp", fnsm_uint(a, r->timestamp_ms));
    fnsm_add(r, r->tpm ? "nitrotpm_pcrs" : "pcrs",
             fnsm_pcrs(a, r->tpm ? TPM_REGISTERS : REGISTERS, 0, false));
    fnsm_add(r, "certificate", made_later);
    fnsm_add(r, "cabundle", made_later);
    fnsm_add(r, "public_key", r->tpm ? encoded_bytes(a, bytes_of(point, 1)) : encoded_null(a));
    fnsm_add(r, "user_data", encoded_null(a));
    fnsm_add(r, "nonce", encoded_bytes(a, r->nonce));
}

void fnsm_recipe_init(fnsm_recipe *r, arena *a, bool tpm, assay_time at, assay_bytes nonce)
{
    static const uint8_t fixed[FNSM_NONCE_LEN] = {0x5f, 0x11, 0xa8, 0x0c, 0x72, 0xe9, 0x4b, 0x36,
                                                  0xd5, 0x8e, 0x20, 0xc7, 0x93, 0x6a, 0xf4, 0x1d,
                                                  0xb8, 0x47, 0x02, 0x9e, 0x65, 0xda, 0x3c, 0x81,
                                                  0x0f, 0x7b, 0xe2, 0x58, 0xa4, 0x19, 0xcd, 0x76};
    static const uint8_t alg[] = {0xa1, 0x01, 0x38, 0x22}, none[] = {0xa0};
    *r = (fnsm_recipe){.tpm = tpm,
                       .at = at,
                       .timestamp_ms = (uint64_t)at * 1000 - 785,
                       .nonce = nonce.ptr != NULL ? nonce : bytes_of(fixed, sizeof fixed),
                       .headers = bytes_of(alg, sizeof alg),
                       .unprotected = bytes_of(none, sizeof none),
                       .array_head = 0x84,
                       .context = "Signature1",
                       .signer = "nsm-leaf"};
    derive_certificates(r, a);
    derive_members(r, a);
}

static assay_bytes make_bundle(const fnsm_recipe *r, arena *a, key_ring *ring)
{
    cbor_writer w = value_writer(a, DOCUMENT_MAX);
    cbw_head(&w, CBW_ARRAY, r->bundle_count);
    for (size_t i = 0; i < r->bundle_count; i++) {
        fnsm_entry e = r->bundle[i];
        bool last = i + 1 == r->bundle_count;
        if (e == FNSM_TEXT) {
            cbw_text(&w, "certificate");
            continue;
        }
        assay_bytes der = e == FNSM_EMPTY     ? bytes_of("", 0)
                          : e == FNSM_GARBAGE ? bytes_of_text("no certificate")
                                              : xw_make_cert(a, ring, &r->above[e]);
        w.failed = w.failed || der.ptr == NULL;
        cbw_head(&w, CBW_BYTES, der.len + (last && r->trailing_der));
        cbw_raw(&w, der);
        if (last && r->trailing_der) {
            cbw_byte(&w, 0);
        }
    }
    return cbw_done(&w);
}

static assay_bytes made_value(const fnsm_recipe *r, const fnsm_member *m, arena *a, key_ring *ring)
{
    if (m->value.ptr != NULL) {
        return m->value;
    }
    if (strcmp(m->key, "cabundle") == 0) {
        return make_bundle(r, a, ring);
    }
    assay_bytes leaf = xw_make_cert(a, ring, &r->leaf);
    return leaf.ptr == NULL ? leaf : encoded_bytes(a, leaf);
}

static assay_bytes make_payload(const fnsm_recipe *r, arena *a, key_ring *ring)
{
    if (r->payload.ptr != NULL) {
        return r->payload;
    }
    cbor_writer w = value_writer(a, DOCUMENT_MAX);
    if (r->open_maps) {
        cbw_open(&w, CBW_MAP);
    } else {
        cbw_head(&w, CBW_MAP, r->member_count);
    }
    for (size_t i = 0; i < r->member_count; i++) {
        const fnsm_member *m = &r->members[i];
        assay_bytes value = made_value(r, m, a, ring);
        w.failed = w.failed || value.ptr == NULL;
        cbw_head(&w, m->key_as_bytes ? CBW_BYTES : CBW_TEXT, strlen(m->key));
        cbw_raw(&w, bytes_of_text(m->key));
        cbw_raw(&w, value);
    }
    if (r->open_maps && !r->unended) {
        cbw_byte(&w, 0xff);
    }
    cbw_raw(&w, r->payload_tail);
    return cbw_done(&w);
}

/* RFC 9052 4.4 */
static assay_bytes to_be_signed(const fnsm_recipe *r, arena *a, assay_bytes payload)
{
    if (r->signs_payload) {
        return payload;
    }
    cbor_writer w = value_writer(a, DOCUMENT_MAX);
    cbw_head(&w, CBW_ARRAY, 4);
    cbw_text(&w, r->context);
    cbw_bytes(&w, r->headers);
    cbw_bytes(&w, bytes_of("", 0));
    cbw_bytes(&w, payload);
    return cbw_done(&w);
}

static sig_alg algorithm_of(key_type type)
{
    return type == KEY_EC_P256   ? SIG_ECDSA_P256_SHA256
           : type == KEY_EC_P384 ? SIG_ECDSA_P384_SHA384
                                 : SIG_RSA_PSS_SHA384;
}

static assay_bytes make_signature(const fnsm_recipe *r, arena *a, key_ring *ring,
                                  assay_bytes payload)
{
    if (r->signature.ptr != NULL) {
        return r->signature;
    }
    assay_bytes message = to_be_signed(r, a, payload);
    sig_alg alg = algorithm_of(key_ring_public(ring, r->signer).type);
    assay_bytes made = key_ring_sign(ring, a, r->signer, alg, message);
    if (message.ptr == NULL || made.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    uint8_t *rs = arena_alloc(a, made.len);
    if (rs == NULL) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(rs, made.ptr, made.len);
    if (r->after_signing != NULL) {
        r->after_signing(rs);
    }
    return encoded_bytes(a, bytes_of(rs, made.len));
}

/* The head of the payload, and the payload, in the way that the recipe wants it. */
static void put_payload(const fnsm_recipe *r, cbor_writer *w, assay_bytes payload)
{
    size_t half = payload.len / 2;
    if (r->payload_null) {
        cbw_null(w);
        return;
    }
    if (r->payload_chunks) {
        cbw_open(w, CBW_BYTES);
        cbw_bytes(w, bytes_of(payload.ptr, half));
        cbw_bytes(w, bytes_of(payload.ptr + half, payload.len - half));
        cbw_byte(w, 0xff);
        return;
    }
    if (r->payload_wide) {
        cbw_byte(w, CBW_BYTES << 5 | 27);
        for (unsigned left = 8; left > 0; left--) {
            cbw_byte(w, (unsigned)((uint64_t)payload.len >> 8 * (left - 1)) & 0xff);
        }
        cbw_raw(w, payload);
        return;
    }
    cbw_bytes(w, payload);
}

/* The PCRs of a document are what its payload has first in this form. */
static void flip_pcr(const fnsm_recipe *r, cbor_writer *w)
{
    uint8_t good[FNSM_PCR_LEN];
    fnsm_pcr((unsigned)(r->flip - 1), good);
    for (size_t i = 0; i + sizeof good <= w->len; i++) {
        if (memcmp(w->ptr + i, good, sizeof good) == 0) {
            w->ptr[i] ^= 1;
            return;
        }
    }
}

static assay_bytes make_document(const fnsm_recipe *r, arena *a, key_ring *ring)
{
    assay_bytes payload = make_payload(r, a, ring);
    assay_bytes signature = make_signature(r, a, ring, payload);
    cbor_writer w = value_writer(a, 2 * DOCUMENT_MAX);
    w.failed = w.failed || payload.ptr == NULL || signature.ptr == NULL;
    for (int copy = 0; copy < (r->twice ? 2 : 1); copy++) {
        cbw_raw(&w, r->tags);
        cbw_byte(&w, r->array_head);
        cbw_bytes(&w, r->headers);
        cbw_raw(&w, r->unprotected);
        put_payload(r, &w, payload);
        cbw_raw(&w, signature);
    }
    cbw_raw(&w, r->tail);
    if (!w.failed && r->flip != 0) {
        flip_pcr(r, &w);
    }
    w.len -= r->cut < w.len ? r->cut : w.len;
    return cbw_done(&w);
}

static assay_bytes make_deny(const fnsm_recipe *r, arena *a)
{
    const char *json = arena_format(a,
                                    "{\"assay_deny\":1,\"entries\":[{\"kind\":\"module_id\","
                                    "\"value\":\"%s\",\"reason\":\"a test\","
                                    "\"date\":\"2026-05-01\"}]}\n",
                                    r->tpm ? fnsm_module_tpm : fnsm_module_enclave);
    return json == NULL ? (assay_bytes){NULL, 0} : bytes_of_text(json);
}

assay_status fnsm_make(const fnsm_recipe *r, arena *a, key_ring *ring, fnsm_evidence *out)
{
    *out = (fnsm_evidence){.document = make_document(r, a, ring),
                           .pinned = xw_make_cert(a, ring, &r->pinned)};
    bool good = out->document.ptr != NULL && out->pinned.ptr != NULL;
    if (r->crl.signer != NULL) {
        out->crl = xw_make_crl(a, ring, &r->crl);
        good = good && out->crl.ptr != NULL;
    }
    if (r->denied) {
        out->deny = make_deny(r, a);
        good = good && out->deny.ptr != NULL;
    }
    return good ? ASSAY_OK : ASSAY_E_MEMORY;
}
