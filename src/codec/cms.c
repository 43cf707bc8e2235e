/* SPDX-License-Identifier: Apache-2.0 */
/* EnvelopedData, field by field. */
#include "codec/cms.h"
#include "codec/ber.h"

static const uint8_t enveloped_data[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03};
static const uint8_t rsaes_oaep[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x07};

/* AlgorithmIdentifier with a hash, whose parameters are absent or NULL. */
static assay_bytes hash_oid(cursor *c, const char *what)
{
    cursor in = der_enter(c, DER_SEQUENCE, what);
    assay_bytes oid = der_oid(&in, what);
    der_optional_null(&in);
    cur_end(&in, what);
    return oid;
}

/* RSAES-OAEP-params: [0] hash, [1] mask generation, [2] label source; all of them optional. */
static bool read_oaep(cursor *params, cms_recipient *out)
{
    if (der_peek(params, DER_CONTEXT_CONSTRUCTED(0))) {
        cursor in = der_enter(params, DER_CONTEXT_CONSTRUCTED(0), "cms.recipient.hash");
        out->hash = hash_oid(&in, "cms.recipient.hash");
        cur_end(&in, "cms.recipient.hash");
    }
    if (der_peek(params, DER_CONTEXT_CONSTRUCTED(1))) {
        cursor in = der_enter(params, DER_CONTEXT_CONSTRUCTED(1), "cms.recipient.mask");
        cursor mask = der_enter(&in, DER_SEQUENCE, "cms.recipient.mask");
        out->mask = der_oid(&mask, "cms.recipient.mask");
        out->mask_hash = hash_oid(&mask, "cms.recipient.mask-hash");
        cur_end(&mask, "cms.recipient.mask");
        cur_end(&in, "cms.recipient.mask");
    }
    if (der_peek(params, DER_CONTEXT_CONSTRUCTED(2))) {
        out->has_label = true;
        der_element(params, DER_CONTEXT_CONSTRUCTED(2), "cms.recipient.label");
    }
    return cur_end(params, "cms.recipient.parameters");
}

static bool read_key_encryption(cursor *c, cms_recipient *out)
{
    cursor in = der_enter(c, DER_SEQUENCE, "cms.recipient.algorithm");
    out->algorithm = der_oid(&in, "cms.recipient.algorithm");
    if (cur_left(&in) > 0 && bytes_equal(out->algorithm, bytes_of(rsaes_oaep, sizeof rsaes_oaep))) {
        cursor params = der_enter(&in, DER_SEQUENCE, "cms.recipient.parameters");
        return read_oaep(&params, out) && cur_end(&in, "cms.recipient.algorithm");
    }
    der_optional_null(&in);
    return cur_end(&in, "cms.recipient.algorithm");
}

/* KeyTransRecipientInfo, which is the one alternative without a tag of its own. */
static bool read_recipient(cursor *set, cms_recipient *out)
{
    cursor in = ber_enter(set, DER_SEQUENCE, "cms.recipient");
    out->version = der_uint(&in, "cms.recipient.version");
    if (der_peek(&in, DER_CONTEXT(0))) {
        out->key_id = der_value(&in, DER_CONTEXT(0), "cms.recipient.key-id");
    } else {
        der_element(&in, DER_SEQUENCE, "cms.recipient.issuer");
    }
    read_key_encryption(&in, out);
    out->encrypted_key = der_value(&in, DER_OCTET_STRING, "cms.recipient.encrypted-key");
    return cur_end(&in, "cms.recipient") && cur_end(set, "cms.recipients");
}

static bool read_content(cursor *c, cms_enveloped *out)
{
    out->content_type = der_oid(c, "cms.content.type");
    cursor algorithm = der_enter(c, DER_SEQUENCE, "cms.content.algorithm");
    out->algorithm = der_oid(&algorithm, "cms.content.algorithm");
    if (der_peek(&algorithm, DER_OCTET_STRING)) {
        out->iv = der_value(&algorithm, DER_OCTET_STRING, "cms.content.iv");
    }
    cur_end(&algorithm, "cms.content.algorithm");
    out->chunked = der_peek(c, DER_CONTEXT_CONSTRUCTED(0));
    out->content = out->chunked ? ber_enter(c, DER_CONTEXT_CONSTRUCTED(0), "cms.content")
                                : der_enter(c, DER_CONTEXT(0), "cms.content");
    cursor pieces = out->content;
    assay_bytes piece;
    while (cms_content_next(&pieces, out->chunked, &piece)) {
        out->chunk_count++;
        out->content_len += piece.len;
    }
    return cur_ok(c) && cur_end(c, "cms.content");
}

bool cms_content_next(cursor *content, bool chunked, assay_bytes *piece)
{
    if (cur_left(content) == 0) {
        return false;
    }
    *piece =
        chunked ? der_value(content, DER_OCTET_STRING, "cms.content.chunk") : cur_rest(content);
    return cur_ok(content);
}

bool cms_enveloped_parse(cursor *c, cms_enveloped *out)
{
    *out = (cms_enveloped){.version = 0};
    cursor info = ber_enter(c, DER_SEQUENCE, "cms");
    size_t at = cur_at(&info);
    assay_bytes type = der_oid(&info, "cms.type");
    if (cur_ok(c) && !bytes_equal(type, bytes_of(enveloped_data, sizeof enveloped_data))) {
        return cur_fail(c, at, "cms.type", "not EnvelopedData");
    }
    cursor tagged = ber_enter(&info, DER_CONTEXT_CONSTRUCTED(0), "cms.content-info");
    cursor data = ber_enter(&tagged, DER_SEQUENCE, "cms.enveloped");
    out->version = der_uint(&data, "cms.version");
    cursor set = ber_enter(&data, DER_SET, "cms.recipients");
    if (!cur_ok(c) || !read_recipient(&set, &out->recipient)) {
        return false;
    }
    cursor content = ber_enter(&data, DER_SEQUENCE, "cms.content");
    return read_content(&content, out) && cur_end(&data, "cms.enveloped") &&
           cur_end(&tagged, "cms.content-info") && cur_end(&info, "cms");
}
