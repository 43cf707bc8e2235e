/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signature: one form, element by element (XML-DSig core 1.1, section 4). It may hold nothing
 * besides, so that nothing stands in the file and outside the digest but what is checked here.
 */
#include "base/limits.h"
#include "base/text.h"
#include "rim/read.h"

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define C14N_11 "http://www.w3.org/2006/12/xml-c14n11"
#define ENVELOPED DSIG "enveloped-signature"
#define ECDSA_SHA384 "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
#define SHA384 "http://www.w3.org/2001/04/xmldsig-more#sha384"
#define SIGNATURE_BYTES 96u
#define CHILDREN_MAX 4u

static assay_status refuse_form(rim_refusal *why, const char *words)
{
    return rim_refuse(why, "rim.signature.form", words);
}

/* Exactly these elements, of XML-DSig, in this order, and no text between them. */
static bool holds(const xml_node *parent, const char *const *names, size_t count,
                  const xml_node **out)
{
    const xml_node *child = xml_first(parent);
    for (size_t i = 0; i < count; i++) {
        if (child == NULL || !xml_is(child, DSIG, names[i])) {
            return false;
        }
        out[i] = child;
        child = xml_next(child);
    }
    return child == NULL && !xml_has_text(parent);
}

/* An element of an attribute Algorithm, and nothing else. */
static bool names_algorithm(arena *a, const xml_node *n, const char *uri)
{
    const char *found = xml_attribute(a, n, NULL, "Algorithm");
    return found != NULL && strcmp(found, uri) == 0 && xml_attribute_count(n) == 1 &&
           xml_first(n) == NULL && !xml_has_text(n);
}

/* --- where it stands --- */

/* One signature, in the root; and nothing anywhere that a reference could point to. */
static assay_status find_signature(const xml *x, const xml_node **out, rim_refusal *why)
{
    size_t count = 0;
    *out = NULL;
    for (const xml_node *n = xml_root(x); n != NULL; n = xml_walk(n)) {
        if (xml_has_id(n)) {
            return rim_refuse(why, "rim.id", "has an identifier, which nothing here refers to");
        }
        if (xml_is(n, DSIG, "Object") || xml_is(n, DSIG, "Manifest")) {
            return rim_refuse(why, "rim.signature.object",
                              "holds an object inside its signature, outside what is signed");
        }
        if (xml_is(n, DSIG, "Signature")) {
            *out = n;
            count++;
        }
    }
    if (count != 1) {
        return rim_refuse(why, "rim.signature.count",
                          count == 0 ? "is not signed" : "has more than one signature");
    }
    return xml_parent(*out) == xml_root(x)
               ? ASSAY_OK
               : rim_refuse(why, "rim.signature.place", "has its signature below another element");
}

/* --- what it says --- */

typedef struct {
    const xml_node *signed_info, *digest_value, *signature_value;
    const xml_node *certificates; /* X509Data */
} parts;

static assay_status check_reference(arena *a, const xml_node *reference, parts *out,
                                    rim_refusal *why)
{
    static const char *const names[] = {"Transforms", "DigestMethod", "DigestValue"};
    static const char *const steps[] = {"Transform", "Transform"};
    const xml_node *in[3], *transforms[2];
    const char *uri = xml_attribute(a, reference, NULL, "URI");
    if (uri == NULL || uri[0] != '\0' || xml_attribute_count(reference) != 1) {
        return rim_refuse(why, "rim.signature.reference",
                          "signs something else than the whole document");
    }
    if (!holds(reference, names, 3, in)) {
        return refuse_form(why, "has a reference of another form");
    }
    if (!holds(in[0], steps, 2, transforms) || !names_algorithm(a, transforms[0], ENVELOPED) ||
        !names_algorithm(a, transforms[1], C14N_11)) {
        return rim_refuse(why, "rim.signature.transforms",
                          "transforms what is signed in another way");
    }
    if (!names_algorithm(a, in[1], SHA384)) {
        return rim_refuse(why, "rim.signature.algorithm", "uses another digest than SHA-384");
    }
    out->digest_value = in[2];
    return ASSAY_OK;
}

static assay_status check_signed_info(arena *a, parts *out, rim_refusal *why)
{
    static const char *const names[] = {"CanonicalizationMethod", "SignatureMethod", "Reference"};
    const xml_node *in[3];
    if (!holds(out->signed_info, names, 3, in)) {
        return rim_refuse(why, "rim.signature.reference", "has not exactly one reference");
    }
    if (!names_algorithm(a, in[0], C14N_11) || !names_algorithm(a, in[1], ECDSA_SHA384)) {
        return rim_refuse(why, "rim.signature.algorithm",
                          "is not signed with ECDSA and SHA-384 over canonical XML 1.1");
    }
    return check_reference(a, in[2], out, why);
}

static assay_status check_form(arena *a, const xml_node *signature, parts *out, rim_refusal *why)
{
    static const char *const names[] = {"SignedInfo", "SignatureValue", "KeyInfo"};
    static const char *const key_names[] = {"X509Data"};
    const xml_node *in[3];
    if (!holds(signature, names, 3, in)) {
        return refuse_form(why, "has a signature of another form");
    }
    *out = (parts){.signed_info = in[0], .signature_value = in[1]};
    if (!holds(in[2], key_names, 1, &out->certificates)) {
        return rim_refuse(why, "rim.signer.form", "does not name its signer by certificates alone");
    }
    return check_signed_info(a, out, why);
}

/* --- what it is made of --- */

/* base64 with white space, as xsd:base64Binary allows. */
static bool read_base64(arena *a, const xml_node *n, assay_bytes *out)
{
    assay_str in = xml_text(a, n);
    char *packed = in.ptr != NULL ? arena_alloc(a, in.len + 1) : NULL;
    size_t len = 0;
    for (size_t i = 0; packed != NULL && i < in.len; i++) {
        if (strchr(" \t\n", in.ptr[i]) == NULL) {
            packed[len++] = in.ptr[i];
        }
    }
    return packed != NULL && base64_decode(a, bytes_of(packed, len), out);
}

static assay_status read_signers(arena *a, const xml_node *data, rim *out, rim_refusal *why)
{
    out->signers = ARENA_ARRAY(a, LIMIT_RIM_CERTS, cert);
    for (const xml_node *n = xml_first(data); n != NULL; n = xml_next(n)) {
        fault f;
        assay_bytes der;
        if (!xml_is(n, DSIG, "X509Certificate") || out->signer_count == LIMIT_RIM_CERTS) {
            return rim_refuse(why, "rim.signer.form", "names its signer in another form");
        }
        if (out->signers == NULL || !read_base64(a, n, &der) ||
            !cert_parse(der, &out->signers[out->signer_count++], &f)) {
            return a->state != ARENA_OK
                       ? ASSAY_E_MEMORY
                       : rim_refuse(why, "rim.signer.certificate", "has a damaged certificate");
        }
    }
    return out->signer_count > 0
               ? ASSAY_OK
               : rim_refuse(why, "rim.signer.form", "has no certificate of its signer");
}

static assay_status canonical(arena *a, const xml *x, const xml_node *apex, const xml_node *without,
                              assay_bytes *out, rim_refusal *why)
{
    assay_status status = xml_canonical(a, x, apex, without, out);
    return status == ASSAY_REJECTED ? rim_refuse(why, "rim.canonical", "has no canonical form")
                                    : status;
}

static assay_status check_digest(arena *a, const xml *x, const xml_node *signature, const parts *p,
                                 rim *out, assay_bytes *covered, rim_refusal *why)
{
    assay_bytes stated;
    assay_status status = canonical(a, x, NULL, signature, covered, why);
    status = status == ASSAY_OK ? crypto_digest(HASH_SHA384, covered, 1, out->digest) : status;
    if (status != ASSAY_OK) {
        return status;
    }
    if (!read_base64(a, p->digest_value, &stated) ||
        !bytes_equal(stated, bytes_of(out->digest, sizeof out->digest))) {
        return rim_refuse(why, "rim.digest", "was altered after it was signed");
    }
    return ASSAY_OK;
}

static assay_status check_signature(arena *a, const xml *x, const parts *p, const rim *out,
                                    rim_refusal *why)
{
    assay_bytes signed_info, signature;
    uint8_t digest[HASH_MAX];
    assay_status status = canonical(a, x, p->signed_info, NULL, &signed_info, why);
    status = status == ASSAY_OK ? crypto_digest(HASH_SHA384, &signed_info, 1, digest) : status;
    if (status != ASSAY_OK) {
        return status;
    }
    if (!read_base64(a, p->signature_value, &signature) || signature.len != SIGNATURE_BYTES) {
        return rim_refuse(why, "rim.signature.form", "has a signature value of another form");
    }
    status = crypto_verify(SIG_ECDSA_P384_SHA384, &out->signers[0].key, digest, signature);
    return status == ASSAY_REJECTED
               ? rim_refuse(why, "rim.signature", "is not signed by the certificate that it names")
               : status;
}

assay_status rim_verify_signature(arena *a, const xml *x, rim *out, assay_bytes *covered,
                                  rim_refusal *why)
{
    parts p;
    const xml_node *signature = NULL;
    assay_status status = find_signature(x, &signature, why);
    status = status == ASSAY_OK ? check_form(a, signature, &p, why) : status;
    status = status == ASSAY_OK ? read_signers(a, p.certificates, out, why) : status;
    status = status == ASSAY_OK ? check_digest(a, x, signature, &p, out, covered, why) : status;
    status = status == ASSAY_OK ? check_signature(a, x, &p, out, why) : status;
    return status;
}
