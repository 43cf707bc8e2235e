/* SPDX-License-Identifier: Apache-2.0 */
/* Recipes: good ones, the quoting enclave's part, and putting a quote together. */
#include "forge/tdx_forge.h"

#include "base/text.h"

#define QUOTE_MAX (64u * 1024u)
#define SIGNATURE_LEN 64
#define KEY_LEN 64

/* Little-endian, into `size` bytes. */
static void put_le(uint8_t *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = (uint8_t)(value >> 8 * i);
    }
}

static void fill(uint8_t *out, size_t len, uint8_t seed)
{
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(seed + 7 * i);
    }
}

static void set(ftdx_recipe *r, const char *name, const uint8_t *value, size_t len)
{
    const ftdx_field *f = ftdx_field_find(r->body_type, name);
    if (f != NULL && len <= f->len) {
        memcpy(r->body + f->at, value, len);
    }
}

static void set_filled(ftdx_recipe *r, const char *name, uint8_t seed)
{
    const ftdx_field *f = ftdx_field_find(r->body_type, name);
    if (f != NULL) {
        fill(r->body + f->at, f->len, seed);
    }
}

static void init_header(ftdx_recipe *r)
{
    static const uint8_t vendor[] = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9,
                                     0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07};
    put_le(r->header, r->version, 2);
    put_le(r->header + 2, 2, 2);
    put_le(r->header + 4, r->body_type == FTDX_SGX ? 0 : 0x81, 4);
    if (r->version == 3) {
        put_le(r->header + 8, 9, 2);
        put_le(r->header + 10, r->platform.pcesvn, 2);
    }
    memcpy(r->header + 12, vendor, sizeof vendor);
    fill(r->header + 28, 16, 0x1d);
}

/* A TD of a good platform: an update is due to nothing. */
static void init_body(ftdx_recipe *r)
{
    static const size_t sizes[] = {
        [FTDX_SGX] = 384, [FTDX_TD10] = 584, [FTDX_TD15] = 648, [FTDX_TD15_EX] = 885};
    static const uint8_t tee_tcb_svn[] = {7, 1, 3}, td_attributes[] = {0, 0, 0, 0x10},
                         xfam[] = {0xe7, 0x18, 0x06}, enclave[] = {0x05, 0, 0, 0, 0, 0, 0, 0, 0xe7},
                         one[] = {1}, seven[] = {7};
    r->body_len = sizes[r->body_type];
    r->declared_type = (uint16_t)r->body_type;
    r->declared_size = (uint32_t)r->body_len;
    set(r, "tee_tcb_svn", tee_tcb_svn, sizeof tee_tcb_svn);
    set(r, "tee_tcb_svn2", tee_tcb_svn, sizeof tee_tcb_svn);
    set_filled(r, "mrseam", 0x5e);
    set(r, "td_attributes", td_attributes, sizeof td_attributes);
    set(r, "xfam", xfam, sizeof xfam);
    set_filled(r, "mrtd", 0x3d);
    set_filled(r, "rtmr0", 0xa0);
    set_filled(r, "rtmr1", 0xa1);
    set_filled(r, "rtmr2", 0xa2);
    set_filled(r, "td_id", 0x1d);
    set_filled(r, "dev_info", 0xde);
    set(r, "init_cpusvn", r->platform.cpusvn, 16);
    set(r, "init_tee_tcb_svn", tee_tcb_svn, sizeof tee_tcb_svn);
    set(r, "init_tee_fmspc", r->platform.fmspc, 6);
    set(r, "cpusvn", r->platform.cpusvn, 16);
    set(r, "attributes", enclave, sizeof enclave);
    set_filled(r, "mrenclave", 0xec);
    set_filled(r, "mrsigner", 0x51);
    set(r, "isvprodid", one, 1);
    set(r, "isvsvn", seven, 1);
}

/* As QE identities under the test root describe it. */
static void init_qe(ftdx_recipe *r)
{
    bool td = r->body_type != FTDX_SGX;
    memcpy(r->qe_report, r->platform.cpusvn, 16);
    put_le(r->qe_report + 48, 0x11, 8); /* INIT, PROVISIONKEY */
    put_le(r->qe_report + 56, 0xe7, 8);
    fill(r->qe_report + 64, 32, 0x9e);
    ftdx_qe_mrsigner(td, r->qe_report + 128);
    put_le(r->qe_report + 256, td ? 2 : 1, 2); /* ISVPRODID */
    put_le(r->qe_report + 258, 8, 2);          /* ISVSVN */
    for (size_t i = 0; i < 32; i++) {
        r->qe_auth[i] = (uint8_t)i;
    }
    r->qe_auth_len = 32;
}

void ftdx_recipe_nonce(ftdx_recipe *r, assay_bytes nonce)
{
    uint8_t report_data[FTDX_REPORT_DATA_LEN] = {0};
    memcpy(report_data, nonce.ptr, nonce.len);
    memcpy(r->nonce, report_data, sizeof report_data);
    r->nonce_len = nonce.len;
    set(r, "report_data", report_data, sizeof report_data);
}

void ftdx_recipe_init(ftdx_recipe *r, uint16_t version, ftdx_body body)
{
    uint8_t nonce[FTDX_NONCE_LEN];
    static const ftdx_link whole[] = {FTDX_PCK, FTDX_PCK_CA, FTDX_ROOT};
    *r = (ftdx_recipe){.at = FTDX_DEFAULT_AT,
                       .version = version,
                       .body_type = body,
                       .attestation_key = FTDX_KEY_ATTESTATION,
                       .quote_signer = FTDX_KEY_ATTESTATION,
                       .qe_signer = FTDX_KEY_PCK,
                       .outer_type = 6,
                       .cert_type = 5,
                       .chain_len = ARRAY_LEN(whole),
                       .pem_width = 64};
    memcpy(r->chain, whole, sizeof whole);
    ftdx_platform_init(&r->platform);
    init_header(r);
    init_body(r);
    init_qe(r);
    fill(nonce, sizeof nonce, 0x4e);
    ftdx_recipe_nonce(r, bytes_of(nonce, sizeof nonce));
}

void ftdx_recipe_derive(ftdx_recipe *r, arena *a, key_ring *ring)
{
    ftdx_pki_init(&r->pki, a, ring, &r->platform, r->at);
    r->pinned = r->pki.root;
    r->stored_ca = r->pki.pck_ca;
    ftdx_collateral_init(&r->collateral, r->body_type != FTDX_SGX, &r->platform, &r->pki, r->at);
    r->extra = r->pki.tcb_signing;
}

/* Bytes that are put one behind the other; sticky like the other writers. */
typedef struct {
    uint8_t *ptr;
    size_t cap, len;
    bool failed;
    size_t parts[FTDX_PARTS]; /* where each begins */
} writer;

static void put(writer *w, assay_bytes in)
{
    if (w->failed || (in.ptr == NULL && in.len > 0) || in.len > w->cap - w->len) {
        w->failed = true;
        return;
    }
    if (in.len > 0) {
        memcpy(w->ptr + w->len, in.ptr, in.len);
    }
    w->len += in.len;
}

static void put_number(writer *w, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    put_le(bytes, value, sizeof bytes);
    put(w, bytes_of(bytes, size));
}

static void begin_part(writer *w, ftdx_part part, assay_bytes in)
{
    w->parts[part] = w->len;
    put(w, in);
}

/* Room for the length of what follows; and its true value, later. */
static size_t open_length(writer *w, size_t size)
{
    size_t at = w->len;
    put_number(w, 0, size);
    return at;
}

static void close_length(writer *w, size_t at, size_t size, int32_t delta)
{
    if (!w->failed) {
        put_le(w->ptr + at, (uint64_t)((int64_t)(w->len - at - size) + delta), size);
    }
}

/* PEM in lines of the recipe's width. */
static void put_pem(writer *w, arena *a, const ftdx_recipe *r, assay_bytes der)
{
    const char *label = r->pem_label != NULL ? r->pem_label : "CERTIFICATE";
    const char *newline = r->pem_crlf ? "\r\n" : "\n";
    const char *base64 = base64_encode(a, der);
    const char *begin = arena_format(a, "-----BEGIN %s-----%s", label, newline);
    const char *end = arena_format(a, "-----END %s-----%s", label, newline);
    if (base64 == NULL || begin == NULL || end == NULL) {
        w->failed = true;
        return;
    }
    put(w, bytes_of_text(begin));
    for (size_t i = 0, len = strlen(base64); i < len; i += r->pem_width) {
        put(w, bytes_of(base64 + i, len - i < r->pem_width ? len - i : r->pem_width));
        put(w, bytes_of_text(newline));
    }
    put(w, bytes_of_text(end));
}

assay_bytes ftdx_make_chain(const ftdx_recipe *r, arena *a, key_ring *ring)
{
    const xw_cert *const certs[] = {[FTDX_PCK] = &r->pki.pck,
                                    [FTDX_PCK_CA] = &r->pki.pck_ca,
                                    [FTDX_ROOT] = &r->pki.root,
                                    [FTDX_EXTRA] = &r->extra};
    writer w = {.ptr = arena_alloc(a, QUOTE_MAX), .cap = QUOTE_MAX};
    w.failed = w.ptr == NULL;
    for (size_t i = 0; i < r->chain_len; i++) {
        assay_bytes der = xw_make_cert(a, ring, certs[r->chain[i]]);
        if (der.ptr == NULL) {
            return der;
        }
        put_pem(&w, a, r, der);
        if (i == 0) {
            put(&w, r->between);
        }
    }
    if (!r->chain_unended) {
        put_number(&w, r->chain_end, 1);
    }
    return w.failed ? (assay_bytes){NULL, 0} : bytes_of(w.ptr, w.len);
}

/* The platform as it is named where its certificate is not at hand. No test needs the encrypted
 * PPID to be more than bytes of its length. */
static assay_bytes make_platform_data(const ftdx_recipe *r, arena *a)
{
    size_t id = r->cert_type == 1 ? 16 : r->cert_type == 2 ? 256 : 384;
    uint8_t *out = arena_alloc(a, id + 20);
    if (out == NULL) {
        return (assay_bytes){NULL, 0};
    }
    fill(out, id, 0xe1);
    if (r->cert_type == 1) {
        memcpy(out, r->platform.ppid, 16);
    }
    memcpy(out + id, r->platform.cpusvn, 16);
    put_le(out + id + 16, r->platform.pcesvn, 2);
    memcpy(out + id + 18, r->platform.pceid, 2);
    return bytes_of(out, id + 20);
}

static assay_bytes make_cert_data(const ftdx_recipe *r, arena *a, key_ring *ring)
{
    if (r->cert_data.ptr != NULL) {
        return r->cert_data;
    }
    return r->cert_type >= 1 && r->cert_type <= 3 ? make_platform_data(r, a)
                                                  : ftdx_make_chain(r, a, ring);
}

static sig_alg algorithm_of(key_ring *ring, const char *name)
{
    return key_ring_public(ring, name).type == KEY_EC_P384 ? SIG_ECDSA_P384_SHA384
                                                           : SIG_ECDSA_P256_SHA256;
}

/* r||s, or its first 64 bytes where a longer key was asked for. */
static assay_bytes sign(arena *a, key_ring *ring, const char *name, assay_bytes message)
{
    assay_bytes made = key_ring_sign(ring, a, name, algorithm_of(ring, name), message);
    return bytes_of(made.ptr, made.len < SIGNATURE_LEN ? made.len : SIGNATURE_LEN);
}

static assay_bytes key_bytes(arena *a, key_ring *ring, const char *name)
{
    public_key key = key_ring_public(ring, name);
    uint8_t *out = arena_alloc(a, KEY_LEN);
    if (out == NULL || key.a.len > KEY_LEN / 2 || key.b.len > KEY_LEN / 2 || key.a.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(out, key.a.ptr, key.a.len);
    memcpy(out + KEY_LEN / 2, key.b.ptr, key.b.len);
    return bytes_of(out, KEY_LEN);
}

static void put_qe(writer *w, const ftdx_recipe *r, arena *a, key_ring *ring, assay_bytes key)
{
    uint8_t report[FTDX_REPORT_LEN], digest[32];
    const assay_bytes parts[] = {key, bytes_of(r->qe_auth, r->qe_auth_len)};
    memcpy(report, r->qe_report, sizeof report);
    if (!r->binds_itself && crypto_digest(HASH_SHA256, parts, 2, digest) == ASSAY_OK) {
        memcpy(report + 320, digest, sizeof digest);
    }
    begin_part(w, FTDX_QE_REPORT, bytes_of(report, sizeof report));
    begin_part(w, FTDX_QE_SIGNATURE, sign(a, ring, r->qe_signer, bytes_of(report, sizeof report)));
    size_t auth = open_length(w, 2);
    begin_part(w, FTDX_QE_AUTH, parts[1]);
    close_length(w, auth, 2, r->qe_auth_delta);
    put_number(w, r->cert_type, 2);
    size_t data = open_length(w, 4);
    begin_part(w, FTDX_CERT_DATA, make_cert_data(r, a, ring));
    close_length(w, data, 4, r->cert_delta);
}

static void put_auth(writer *w, const ftdx_recipe *r, arena *a, key_ring *ring)
{
    assay_bytes key = key_bytes(a, ring, r->attestation_key);
    size_t auth = open_length(w, 4);
    static const uint8_t zeros[SIGNATURE_LEN];
    begin_part(w, FTDX_SIGNATURE,
               r->zero_signature ? bytes_of(zeros, sizeof zeros)
                                 : sign(a, ring, r->quote_signer, bytes_of(w->ptr, auth)));
    begin_part(w, FTDX_ATTESTATION_KEY, key);
    if (r->version == 3) {
        put_qe(w, r, a, ring, key);
    } else {
        put_number(w, r->outer_type, 2);
        size_t outer = open_length(w, 4);
        put_qe(w, r, a, ring, key);
        close_length(w, outer, 4, r->outer_delta);
    }
    close_length(w, auth, 4, r->auth_delta);
}

static void patch(writer *w, const ftdx_recipe *r)
{
    for (size_t i = 0; !w->failed && i < r->patch_count; i++) {
        const ftdx_patch *p = &r->patches[i];
        w->ptr[w->parts[p->part] + p->at] ^= p->flip;
    }
}

static assay_bytes make_quote(const ftdx_recipe *r, arena *a, key_ring *ring)
{
    writer w = {.ptr = arena_alloc(a, QUOTE_MAX), .cap = QUOTE_MAX};
    w.failed = w.ptr == NULL;
    begin_part(&w, FTDX_HEADER, bytes_of(r->header, sizeof r->header));
    if (r->version >= 5) {
        put_number(&w, r->declared_type, 2);
        put_number(&w, r->declared_size, 4);
    }
    begin_part(&w, FTDX_BODY, bytes_of(r->body, r->body_len));
    put_auth(&w, r, a, ring);
    patch(&w, r);
    put(&w, r->tail);
    while (!w.failed && w.len < r->pad_to) {
        put_number(&w, 0, 1);
    }
    w.len -= r->cut < w.len ? r->cut : w.len;
    return w.failed ? (assay_bytes){NULL, 0} : bytes_of(w.ptr, w.len);
}

static assay_bytes make_deny(const ftdx_recipe *r, arena *a)
{
    const char *ppid = text_hex(a, bytes_of(r->platform.ppid, sizeof r->platform.ppid));
    const char *json = arena_format(a,
                                    "{\"assay_deny\":1,\"entries\":[{\"kind\":\"ppid\","
                                    "\"value\":\"%s\",\"reason\":\"a test\","
                                    "\"date\":\"2026-05-01\"}]}\n",
                                    ppid == NULL ? "" : ppid);
    return json == NULL ? (assay_bytes){NULL, 0} : bytes_of_text(json);
}

/* For the store, whatever is wrong with those inside the quote. */
static assay_bytes make_issuers(const ftdx_recipe *r, arena *a, key_ring *ring)
{
    const xw_cert *const certs[] = {&r->stored_ca, &r->pinned};
    return ftdx_pem_chain(a, ring, certs, ARRAY_LEN(certs));
}

assay_status ftdx_make(const ftdx_recipe *r, arena *a, key_ring *ring, ftdx_evidence *out)
{
    *out = (ftdx_evidence){.quote = make_quote(r, a, ring),
                           .pinned = xw_make_cert(a, ring, &r->pinned),
                           .issuers = make_issuers(r, a, ring),
                           .pck = xw_make_cert(a, ring, &r->pki.pck),
                           .pck_crl = xw_make_crl(a, ring, &r->pki.pck_crl),
                           .root_crl = xw_make_crl(a, ring, &r->pki.root_crl)};
    if ((r->given & FTDX_DENY) != 0) {
        out->deny = make_deny(r, a);
    }
    bool made = out->quote.ptr != NULL && out->pinned.ptr != NULL && out->issuers.ptr != NULL &&
                out->pck.ptr != NULL && out->pck_crl.ptr != NULL && out->root_crl.ptr != NULL;
    return made ? ftdx_collateral_make(&r->collateral, &r->pinned, a, ring, &out->collateral)
                : ASSAY_E_MEMORY;
}
