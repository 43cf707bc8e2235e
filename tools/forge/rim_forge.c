/* SPDX-License-Identifier: Apache-2.0 */
/* Good RIMs, and putting any recipe together. */
#include "forge/rim_forge.h"

#include "base/text.h"
#include "forge/der_write.h"
#include "pki/cert.h"

#define FILE_MAX (256u * 1024u)
#define DAY 86400
#define YEAR (365 * DAY)
#define SWID "http://standards.iso.org/iso/19770/-2/2015/schema.xsd"
#define VALUES "http://www.w3.org/2001/04/xmlenc#sha384"
#define TCG                                                                                        \
    "https://trustedcomputinggroup.org/resource/tcg-reference-integrity-manifest-rim-information-" \
    "model/"
#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define C14N "http://www.w3.org/2006/12/xml-c14n11"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define SCOPE "xmlns=\"" SWID "\" xmlns:%s=\"%s\" xmlns:ns0=\"" SWID "\" xmlns:ns2=\"" VALUES "\""

static const xw_algorithm es384 = {SIG_ECDSA_P384_SHA384, false};

/* As NVIDIA's, signer first. */
static const struct {
    const char *common_name, *key;
    int years_before, years_after, path_len;
} authorities[FRIM_CERTIFICATES] = {
    [FRIM_SIGNER] = {"Test RIM L4 Signer", "rim-signer", 1, 1, -1},
    [FRIM_L3] = {"Test Reference Value L3 GH100", "rim-l3", 2, 2, 0},
    [FRIM_CA] = {"Test Reference Value GH100 CA", "rim-ca", 4, 6, -1},
    [FRIM_ROOT] = {"Test CoRIM signing Root CA", "rim-root", 4, 26, -1},
};

void frim_value(unsigned index, unsigned which, uint8_t out[FRIM_DIGEST_LEN])
{
    uint8_t seed[] = {'r', 'i', 'm', (uint8_t)index, (uint8_t)which};
    assay_bytes part = bytes_of(seed, sizeof seed);
    if (crypto_digest(HASH_SHA384, &part, 1, out) != ASSAY_OK) {
        memset(out, 0xee, FRIM_DIGEST_LEN);
    }
}

static xw_name name_of(const char *common_name)
{
    return (xw_name){.parts = {{XW_CN, common_name}, {XW_O, "NVIDIA Corporation"}, {XW_C, "US"}}};
}

static bool have_key(key_ring *ring, const char *name)
{
    return key_ring_public(ring, name).type != KEY_NONE || key_ring_generate(ring, name);
}

static xw_cert authority(arena *a, key_ring *ring, unsigned which, assay_time at)
{
    unsigned above = which < FRIM_ROOT ? which + 1 : which;
    xw_cert c = {.serial = 0x5100 + which,
                 .issuer = name_of(authorities[above].common_name),
                 .subject = name_of(authorities[which].common_name),
                 .not_before = at - (assay_time)authorities[which].years_before * YEAR,
                 .not_after = at + (assay_time)authorities[which].years_after * YEAR,
                 .key = authorities[which].key,
                 .signer = authorities[above].key,
                 .algorithm = es384};
    bool ca = which != FRIM_SIGNER;
    xw_extend(&c.extensions, xw_oid_basic_constraints, true,
              xw_value_ca(a, ca, authorities[which].path_len));
    xw_extend(&c.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, ca ? KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN
                                       : KEY_USAGE_DIGITAL_SIGNATURE));
    xw_extend(&c.extensions, xw_oid_subject_key, false, xw_value_subject_key(a, ring, c.key));
    return c;
}

bool frim_recipe_init(frim_recipe *r, arena *a, key_ring *ring, assay_time at)
{
    *r = (frim_recipe){.root = "SoftwareIdentity",
                       .product = "GH100",
                       .version = "550.90.07",
                       .edition = "GPU",
                       .count = FRIM_MEASUREMENTS,
                       .at = at,
                       .signer = authorities[FRIM_SIGNER].key,
                       .order = {FRIM_SIGNER, FRIM_L3, FRIM_CA, FRIM_ROOT},
                       .order_count = FRIM_CERTIFICATES};
    bool keys = true;
    for (unsigned i = 0; i < FRIM_CERTIFICATES; i++) {
        keys = keys && have_key(ring, authorities[i].key);
    }
    for (unsigned i = 0; keys && i < FRIM_CERTIFICATES; i++) {
        r->chain[i] = authority(a, ring, i, at);
    }
    for (unsigned i = 0; i < FRIM_MEASUREMENTS; i++) {
        frim_measurement *m = &r->measurements[i];
        m->active = i == 7 || (i > 20 && i < 41);
        m->count = i == 12 || i == 22 ? FRIM_VALUES : 1;
        for (unsigned k = 0; m->active && k < m->count; k++) {
            frim_value(i, k, m->values[k]);
        }
    }
    return keys;
}

/* --- text --- */

/* {NULL, 0} when it is not there. */
static assay_str replace_one(arena *a, assay_str in, const frim_edit *e)
{
    const char *at = in.ptr != NULL ? strstr(in.ptr, e->from) : NULL;
    if (at == NULL) {
        return (assay_str){NULL, 0};
    }
    text t = text_new(a, FILE_MAX);
    text_add(&t, bytes_of(in.ptr, (size_t)(at - in.ptr)));
    text_add_str(&t, e->to);
    text_add_str(&t, at + strlen(e->from));
    return text_done(&t);
}

static assay_str edited(arena *a, assay_str in, const frim_edit edits[FRIM_EDITS])
{
    for (size_t i = 0; i < FRIM_EDITS && edits[i].from != NULL; i++) {
        in = replace_one(a, in, &edits[i]);
    }
    return in;
}

static void put_measurement(text *t, unsigned index, const frim_measurement *m)
{
    text_addf(t,
              "<ns0:Resource active=\"%s\" alternatives=\"%zu\" index=\"%u\" "
              "name=\"Measurement_%u\" size=\"48\" type=\"Measurement\"",
              m->active ? "True" : "False", m->count, index, index);
    for (size_t k = 0; k < m->count && k < FRIM_VALUES; k++) {
        text_addf(t, " ns2:Hash%zu=\"%s\"", k,
                  text_hex(t->arena, bytes_of(m->values[k], FRIM_DIGEST_LEN)));
    }
    text_add_str(t, "></ns0:Resource>\n");
}

/* In canonical form, without its end. */
static assay_str tag_of(const frim_recipe *r, arena *a)
{
    text t = text_new(a, FILE_MAX);
    text_addf(&t, "<%s ", r->root);
    text_add_str(&t, "xmlns=\"" SWID "\" xmlns:ns0=\"" SWID "\" xmlns:ns2=\"" VALUES
                     "\" corpus=\"false\"");
    text_addf(&t, " name=\"%s\" patch=\"false\" supplemental=\"false\" tagId=\"0a55a7\"",
              r->product);
    text_add_str(&t, " tagVersion=\"0\" version=\"1.0\">\n<ns0:Entity name=\"Test Corporation\" "
                     "role=\"softwareCreator tagCreator\"></ns0:Entity>\n");
    text_addf(&t,
              "<ns0:Meta xmlns:ns1=\"" TCG "\" PayloadType=\"direct\" colloquialVersion=\"%s\" "
              "edition=\"%s\" product=\"%s\" ns1:FirmwareManufacturerId=\"5703\"></ns0:Meta>\n",
              r->version, r->edition, r->product);
    text_add_str(&t, "<ns0:Payload>\n");
    for (unsigned i = 0; i < r->count; i++) {
        put_measurement(&t, i, &r->measurements[i]);
    }
    text_add_str(&t, "</ns0:Payload>\n");
    return edited(a, text_done(&t), r->tag);
}

static const char *digest_base64(arena *a, const assay_bytes *parts, size_t count)
{
    uint8_t digest[HASH_MAX];
    return crypto_digest(HASH_SHA384, parts, count, digest) == ASSAY_OK
               ? base64_encode(a, bytes_of(digest, FRIM_DIGEST_LEN))
               : NULL;
}

/* What stands in SignedInfo. */
static assay_str info_of(const frim_recipe *r, arena *a, assay_str tag)
{
    const char *end = arena_format(a, "</%s>", r->root);
    assay_bytes parts[] = {bytes_of_str(tag), bytes_of_text(end != NULL ? end : "")};
    const char *digest = tag.ptr != NULL ? digest_base64(a, parts, ARRAY_LEN(parts)) : NULL;
    text t = text_new(a, FILE_MAX);
    text_add_str(&t,
                 "<ds:CanonicalizationMethod Algorithm=\"" C14N "\"></ds:CanonicalizationMethod>"
                 "<ds:SignatureMethod Algorithm=\"" MORE "ecdsa-sha384\"></ds:SignatureMethod>"
                 "<ds:Reference URI=\"\"><ds:Transforms><ds:Transform Algorithm=\"" DSIG
                 "enveloped-signature\"></ds:Transform><ds:Transform Algorithm=\"" C14N
                 "\"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm=\"" MORE
                 "sha384\"></ds:DigestMethod>");
    text_addf(&t, "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>",
              digest != NULL ? digest : "");
    return digest != NULL ? edited(a, text_done(&t), r->info) : (assay_str){NULL, 0};
}

static const char *signature_of(const frim_recipe *r, arena *a, key_ring *ring, assay_str info)
{
    text t = text_new(a, FILE_MAX);
    text_addf(&t, "<ds:SignedInfo " SCOPE ">", "ds", DSIG);
    text_add(&t, bytes_of_str(info));
    text_add_str(&t, "</ds:SignedInfo>");
    assay_str canonical = text_done(&t);
    if (canonical.ptr == NULL) {
        return NULL;
    }
    assay_bytes rs =
        key_ring_sign(ring, a, r->signer, SIG_ECDSA_P384_SHA384, bytes_of_str(canonical));
    if (r->signer_der && rs.ptr != NULL) {
        uint8_t *buffer = arena_alloc(a, KEY_RING_SIGNATURE_MAX);
        der_writer w = derw_over(buffer, buffer != NULL ? KEY_RING_SIGNATURE_MAX : 0);
        derw_ecdsa(&w, rs);
        rs = derw_done(&w);
    }
    return rs.ptr != NULL ? base64_encode(a, rs) : NULL;
}

assay_bytes frim_certificate(const frim_recipe *r, arena *a, key_ring *ring, unsigned which)
{
    return xw_make_cert(a, ring, &r->chain[which]);
}

/* Lines of 64, as NVIDIA's. */
static bool put_certificate(text *t, const frim_recipe *r, key_ring *ring, unsigned which)
{
    assay_bytes der = frim_certificate(r, t->arena, ring, which);
    const char *base64 = der.ptr != NULL ? base64_encode(t->arena, der) : NULL;
    if (base64 == NULL) {
        return false;
    }
    text_add_str(t, "<ds:X509Certificate>");
    for (size_t at = 0, len = strlen(base64); at < len; at += 64) {
        text_addf(t, "%.64s\n", base64 + at);
    }
    text_add_str(t, "</ds:X509Certificate>");
    return true;
}

static assay_str file_of(const frim_recipe *r, arena *a, key_ring *ring)
{
    assay_str tag = tag_of(r, a), info = info_of(r, a, tag);
    const char *signature = info.ptr != NULL ? signature_of(r, a, ring, info) : NULL;
    bool made = signature != NULL;
    text t = text_new(a, FILE_MAX);
    text_add(&t, bytes_of_str(tag));
    text_add_str(&t, "<ds:Signature xmlns:ds=\"" DSIG "\"><ds:SignedInfo>");
    text_add(&t, bytes_of_str(info));
    text_addf(&t, "</ds:SignedInfo><ds:SignatureValue>%s</ds:SignatureValue>",
              made ? signature : "");
    text_add_str(&t, "<ds:KeyInfo><ds:X509Data>");
    for (size_t i = 0; made && i < r->order_count; i++) {
        made = put_certificate(&t, r, ring, r->order[i]);
    }
    text_add_str(&t, "</ds:X509Data></ds:KeyInfo></ds:Signature>");
    text_addf(&t, "</%s>\n", r->root);
    return made ? edited(a, text_done(&t), r->file) : (assay_str){NULL, 0};
}

assay_bytes frim_make(const frim_recipe *r, arena *a, key_ring *ring)
{
    if (r->instead.ptr != NULL) {
        return r->instead;
    }
    assay_str file = file_of(r, a, ring);
    char *bytes = file.ptr != NULL ? arena_text(a, bytes_of_str(file)) : NULL;
    if (bytes == NULL) {
        return (assay_bytes){NULL, 0};
    }
    if (r->flip > 0 && r->flip <= file.len) {
        bytes[r->flip - 1] ^= 1;
    }
    return bytes_of(bytes, file.len);
}
