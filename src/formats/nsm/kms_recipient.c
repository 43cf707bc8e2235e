/* SPDX-License-Identifier: Apache-2.0 */
/* CiphertextForRecipient of AWS KMS: CMS of one shape, dissected and refused by name where it is of
 * another. There is no integrity in it, and nothing is decrypted here. */
#include "base/text.h"
#include "codec/cms.h"
#include "codec/der.h"
#include "formats/nsm/findings.h"
#include "formats/nsm/nsm.h"

#define CMS_BYTES (256u * 1024u) /* AWS KMS: Plaintext is at most 4096 bytes, keys are less */
#define AES_BLOCK 16u

static const struct {
    uint8_t oid[9];
    const char *name;
} names[] = {
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01}, "rsaEncryption"},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x07}, "id-RSAES-OAEP"},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08}, "id-mgf1"},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}, "id-data"},
    {{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01}, "sha256"},
    {{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02}, "aes128-CBC"},
    {{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a}, "aes256-CBC"},
};

/* The name, or dotted numbers; NULL when memory failed. */
static const char *oid_name(arena *a, assay_bytes oid)
{
    char dotted[96];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (bytes_equal(oid, bytes_of(names[i].oid, sizeof names[i].oid))) {
            return names[i].name;
        }
    }
    der_oid_text(oid, dotted);
    return arena_text(a, bytes_of_text(dotted));
}

static bool is(arena *a, assay_bytes oid, const char *name)
{
    const char *found = oid.ptr != NULL ? oid_name(a, oid) : NULL;
    return found != NULL && strcmp(found, name) == 0;
}

/* RFC 4055 4.1: what is left out is SHA-1, and MGF1 with it. */
static const char *oaep_part(arena *a, assay_bytes oid, const char *otherwise)
{
    return oid.ptr != NULL ? oid_name(a, oid) : otherwise;
}

static const char *key_encryption_text(arena *a, const cms_recipient *r)
{
    const char *algorithm = oid_name(a, r->algorithm);
    if (!is(a, r->algorithm, "id-RSAES-OAEP")) {
        return algorithm;
    }
    const char *hash = oaep_part(a, r->hash, "sha1"), *mask = oaep_part(a, r->mask, "id-mgf1");
    const char *mask_hash = oaep_part(a, r->mask_hash, "sha1");
    return hash == NULL || mask == NULL || mask_hash == NULL
               ? NULL
               : arena_format(a, "%s, %s, %s with %s%s", algorithm, hash, mask, mask_hash,
                              r->has_label ? ", a label" : "");
}

static void judge(job *j, const cms_enveloped *m)
{
    arena *a = j->arena;
    const cms_recipient *r = &m->recipient;
    bool holds = m->version == 2 && r->version == 2 && r->key_id.ptr != NULL;
    finding *no = check(j->findings, &nsm_findings[F_KMS_RECIPIENT], holds);
    finding_says(no, "version 2 with subjectKeyIdentifier",
                 r->key_id.ptr == NULL ? "issuerAndSerialNumber" : "another version");
    holds = is(a, r->algorithm, "id-RSAES-OAEP") && is(a, r->hash, "sha256") &&
            is(a, r->mask, "id-mgf1") && is(a, r->mask_hash, "sha256") && !r->has_label;
    no = check(j->findings, &nsm_findings[F_KMS_KEY_ENCRYPTION], holds);
    finding_says(no, "id-RSAES-OAEP, sha256, id-mgf1 with sha256", key_encryption_text(a, r));
    holds = is(a, m->algorithm, "aes256-CBC") && m->iv.len == AES_BLOCK &&
            is(a, m->content_type, "id-data") && m->content_len > 0 &&
            m->content_len % AES_BLOCK == 0;
    no = check(j->findings, &nsm_findings[F_KMS_CONTENT_ENCRYPTION], holds);
    finding_says(no, "aes256-CBC of id-data in whole blocks", oid_name(a, m->algorithm));
}

static void describe(job *j, const cms_enveloped *m)
{
    arena *a = j->arena;
    const char *key_encryption = key_encryption_text(a, &m->recipient);
    const char *content = oid_name(a, m->algorithm), *type = oid_name(a, m->content_type);
    claim_uint(a, j->claims, "version", m->version);
    claim *recipient = claim_map(a, j->claims, "recipient");
    claim_uint(a, recipient, "version", m->recipient.version);
    if (m->recipient.key_id.ptr != NULL) {
        claim_bytes(a, recipient, "subject_key_identifier", m->recipient.key_id);
    }
    claim_bytes(a, recipient, "encrypted_key", m->recipient.encrypted_key);
    if (key_encryption != NULL && content != NULL && type != NULL) {
        claim_cstr(a, recipient, "key_encryption", key_encryption);
        claim_cstr(a, j->claims, "content_type", type);
        claim_cstr(a, j->claims, "content_encryption", content);
    }
    if (m->iv.ptr != NULL) {
        claim_bytes(a, j->claims, "iv", m->iv);
    }
    claim_uint(a, j->claims, "content_bytes", m->content_len);
    claim_uint(a, j->claims, "content_chunks", m->chunk_count);
}

static bool probe(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    cms_enveloped m;
    return in.len <= CMS_BYTES && cms_enveloped_parse(&c, &m);
}

static bool dissect(job *j, assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    cms_enveloped m;
    bool sound = cms_enveloped_parse(&c, &m) && cur_end(&c, "cms");
    finding_fault(j->findings, check(j->findings, &nsm_findings[F_KMS_CMS], sound), &f);
    if (sound) {
        describe(j, &m);
        judge(j, &m);
    }
    return sound;
}

const dissector dissector_cms_enveloped_data = {
    .id = "cms-enveloped-data",
    .title = "CMS EnvelopedData, as AWS KMS answers an enclave",
    .max_bytes = CMS_BYTES,
    .probe = probe,
    .dissect = dissect,
};
