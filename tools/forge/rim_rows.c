/* SPDX-License-Identifier: Apache-2.0 */
/* The rows: good RIMs, wrapping, forms, the tag, the chain, OCSP. */
#include "forge/rim_rows.h"
#include "forge/reference_case.h"

#include "pki/cert.h"

#include <stdio.h>

#define AT FRIM_DEFAULT_AT
#define DAY 86400
#define DSIG_BEGIN "<ds:Signature xmlns:ds="
#define RESOURCE_7 "<ns0:Resource active=\"True\" alternatives=\"1\" index=\"7\""
#define OBJECT                                                                                     \
    "<ds:Object><ns0:Resource active=\"True\" alternatives=\"1\" index=\"7\" size=\"48\" "         \
    "type=\"Measurement\"></ns0:Resource></ds:Object></ds:Signature>"
#define BOMB                                                                                       \
    "<!DOCTYPE bomb [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"         \
    "<SoftwareIdentity"

static void drop_certificate(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring;
    for (size_t i = (size_t)row->value; i + 1 < r->order_count; i++) {
        r->order[i] = r->order[i + 1];
    }
    r->order_count--;
}

static void add_certificate(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring;
    r->order[r->order_count++] = (unsigned)row->value;
}

static void swap_issuers(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->order[1] = FRIM_CA;
    r->order[2] = FRIM_L3;
}

static void no_certificates(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->order_count = 0;
}

/* Signed by a key that the first certificate has not. */
static void other_key(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->signer = "rim-l3";
}

static void der_signature(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->signer_der = true;
}

/* A whole chain of the same names under another root. */
static void rogue_root(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    static const char *const keys[] = {"rogue-rim", "rogue-rim-l3", "rogue-rim-ca",
                                       "rogue-rim-root"};
    (void)a, (void)row;
    for (size_t i = 0; i < FRIM_CERTIFICATES; i++) {
        if (key_ring_public(ring, keys[i]).type == KEY_NONE) {
            key_ring_generate(ring, keys[i]);
        }
        r->chain[i].key = keys[i];
        r->chain[i].signer = keys[i < FRIM_ROOT ? i + 1 : i];
    }
    r->signer = keys[0];
}

/* The signer's certificate is made by somebody else, under the true issuers. */
static void rogue_signer(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)row;
    if (key_ring_public(ring, "rogue-rim-l3").type == KEY_NONE) {
        key_ring_generate(ring, "rogue-rim-l3");
    }
    r->chain[FRIM_SIGNER].signer = "rogue-rim-l3";
}

static void signer_is_ca(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)ring, (void)row;
    xw_find(&r->chain[FRIM_SIGNER].extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, true, -1);
}

static void issuer_is_none(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)ring, (void)row;
    xw_find(&r->chain[FRIM_L3].extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, false, -1);
}

static void signer_issues(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)ring, (void)row;
    xw_find(&r->chain[FRIM_SIGNER].extensions, xw_oid_key_usage)->value =
        xw_value_key_usage(a, KEY_USAGE_CERT_SIGN);
}

/* The intermediate signs RIMs itself. */
static void signer_is_intermediate(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->signer = "rim-l3";
    r->order[0] = FRIM_L3;
    r->order[1] = FRIM_CA;
    r->order[2] = FRIM_ROOT;
    r->order_count = 3;
}

static void signer_window(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring;
    r->chain[FRIM_SIGNER].not_before += row->value;
    r->chain[FRIM_SIGNER].not_after += row->value;
}

static void never_together(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->chain[FRIM_L3].not_after = r->chain[FRIM_SIGNER].not_before - 1;
}

static void grow(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)ring, (void)row;
    uint8_t *large = arena_alloc(a, LIMIT_RIM_BYTES + 1);
    if (large != NULL) {
        memset(large, ' ', LIMIT_RIM_BYTES + 1);
    }
    r->instead = bytes_of(large, LIMIT_RIM_BYTES + 1);
}

static void flip(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring;
    r->flip = (size_t)row->value;
}

static void other_root(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->root = "SoftwareIdentities";
}

static void empty(frim_recipe *r, arena *a, key_ring *ring, const frim_row *row)
{
    (void)a, (void)ring, (void)row;
    r->count = 0;
}

#define REFUSED "signature"
#define BROKEN "malformed"
static const frim_row rows[] = {
    {.name = "good-driver", .does = "a driver's RIM of GH100"},
    {"good-single-quotes", "spelt otherwise than in canonical form",
     .file = {"corpus=\"false\"", "\n  corpus='false'"}},
    {"good-empty-elements", "an element without content, closed at once",
     .file = {"tagCreator\"></ns0:Entity>", "tagCreator\"/>"}},

    /* What never reaches the XML parser. */
    {"doctype", "a document type", BROKEN, "rim.doctype",
     .file = {"<SoftwareIdentity", "<!DOCTYPE SoftwareIdentity><SoftwareIdentity"}},
    {"entity-bomb", "entities that unfold", BROKEN, "rim.doctype",
     .file = {"<SoftwareIdentity", BOMB}},
    {"entity-reference", "an entity that nothing declares", BROKEN, "rim.entity",
     .file = {"Test Corporation", "Test &corp;"}},
    {"character-reference", "a character by number", BROKEN, "rim.entity",
     .file = {"Test Corporation", "Test &#67;orporation"}},
    {"cdata", "a CDATA section", BROKEN, "rim.cdata",
     .file = {"</ns0:Payload>", "<![CDATA[]]></ns0:Payload>"}},
    {"comment", "a comment inside a value that is read", BROKEN, "rim.comment",
     .file = {"<ds:DigestValue>", "<ds:DigestValue><!-- -->"}},
    {"processing-instruction", "a stylesheet", BROKEN, "rim.processing-instruction",
     .file = {"<SoftwareIdentity", "<?xml-stylesheet href=\"x\"?><SoftwareIdentity"}},
    {"xml-declaration", "an XML declaration with an encoding", BROKEN, "rim.processing-instruction",
     .file = {"<SoftwareIdentity", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><SoftwareIdentity"}},
    {"declaration", "a declaration of another kind", BROKEN, "rim.declaration",
     .file = {"<SoftwareIdentity", "<!NOTATION><SoftwareIdentity"}},
    {"not-ascii", "a letter outside ASCII", BROKEN, "rim.character",
     .file = {"Test Corporation", "T\xc3\xa9st"}},
    {"carriage-return", "lines that end as on Windows", BROKEN, "rim.character",
     .file = {"\n", "\r\n"}},
    {"too-large", "more than the limit", BROKEN, "rim.size", .spoil = grow},
    {"not-well-formed", "an element that is not closed", BROKEN, "rim.xml",
     .file = {"</ns0:Payload>", ""}},
    {"namespace-relative", "a namespace without canonical form", BROKEN, "rim.canonical",
     .file = {"<ns0:Payload>", "<ns0:Payload xmlns:x=\"x\">"}},
    {"attribute-twice", "an attribute twice", BROKEN, "rim.xml",
     .file = {"index=\"7\"", "index=\"7\" index=\"8\""}},
    {"behind-the-end", "a second document behind the first", BROKEN, "rim.xml",
     .file = {"</SoftwareIdentity>", "</SoftwareIdentity><SoftwareIdentity/>"}},

    /* Wrapping. */
    {"unsigned", "a signature of another namespace, which is none", REFUSED, "rim.signature.count",
     .file = {DSIG_BEGIN "\"http://www.w3.org/2000/09/xmldsig#\"",
              DSIG_BEGIN "\"http://rim.example/\""}},
    {"second-signature", "another signature beside the true one", REFUSED, "rim.signature.count",
     .file = {DSIG_BEGIN, "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"
                          "</ds:Signature>" DSIG_BEGIN}},
    {"signature-below", "the signature inside the payload", REFUSED, "rim.signature.place",
     .tag = {"</ns0:Payload>\n", "<ns0:Payload>"},
     .file = {"</ds:Signature>", "</ds:Signature></ns0:Payload></ns0:Payload>"}},
    {"wrapped-whole", "the signed document inside another one", REFUSED, "rim.signature.place",
     .file = {"<SoftwareIdentity",
              "<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\">"
              "<SoftwareIdentity"},
     .also = {"</ds:Signature>", "</ds:Signature></SoftwareIdentity>"}},
    {"object", "a measurement inside ds:Object, which nothing signs", REFUSED,
     "rim.signature.object", .file = {"</ds:Signature>", OBJECT}},
    {"resource-in-signature", "a measurement inside the signature", REFUSED, "rim.signature.form",
     .file = {"</ds:KeyInfo>", "</ds:KeyInfo>" RESOURCE_7 "></ns0:Resource>"}},
    {"text-in-signature", "text inside the signature", REFUSED, "rim.signature.form",
     .file = {"</ds:KeyInfo>", "</ds:KeyInfo>text"}},
    {"id", "an identifier that a reference could name", REFUSED, "rim.id",
     .tag = {"<ns0:Payload", "<ns0:Payload Id=\"p\""}},
    {"duplicate-ids", "one identifier twice", REFUSED, "rim.id",
     .file = {"<ds:KeyInfo>", "<ds:KeyInfo ID=\"p\"><ds:X509Data ID=\"p\"></ds:X509Data>"}},
    {"xml-id", "an identifier of XML's own", REFUSED, "rim.id",
     .file = {"<ns0:Payload", "<ns0:Payload xml:id=\"p\""}},

    /* The signature's form. */
    {"reference-by-id", "a reference to a part", REFUSED, "rim.signature.reference",
     .info = {"URI=\"\"", "URI=\"#p\""}},
    {"reference-outside", "a reference to another file", REFUSED, "rim.signature.reference",
     .info = {"URI=\"\"", "URI=\"http://rim.example/x\""}},
    {"reference-absent", "a reference to nothing", REFUSED, "rim.signature.reference",
     .info = {"<ds:Reference URI=\"\">", "<ds:Reference>"}},
    {"two-references", "two references", REFUSED, "rim.signature.reference",
     .info = {"<ds:Reference URI=\"\">",
              "<ds:Reference URI=\"\"></ds:Reference><ds:Reference URI=\"\">"}},
    {"transform-xpath", "a transform that leaves things out", REFUSED, "rim.signature.transforms",
     .info = {"http://www.w3.org/2000/09/xmldsig#enveloped-signature",
              "http://www.w3.org/TR/1999/REC-xpath-19991116"}},
    {"transform-missing", "one transform less", REFUSED, "rim.signature.transforms",
     .info = {"<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"></ds:Transform>",
              ""}},
    {"transform-content", "a transform with a parameter", REFUSED, "rim.signature.transforms",
     .info = {"</ds:Transform>", "<x></x></ds:Transform>"}},
    {"digest-sha1", "another digest", REFUSED, "rim.signature.algorithm",
     .info = {"http://www.w3.org/2001/04/xmldsig-more#sha384",
              "http://www.w3.org/2000/09/xmldsig#sha1"}},
    {"method-hmac", "a signature that anybody can make", REFUSED, "rim.signature.algorithm",
     .info = {"ecdsa-sha384", "hmac-sha384"}},
    {"canonicalization-other", "another canonical form", REFUSED, "rim.signature.algorithm",
     .info = {"http://www.w3.org/2006/12/xml-c14n11",
              "http://www.w3.org/2006/12/xml-c14n11#WithComments"}},
    {"signature-der", "the signature in DER", REFUSED, "rim.signature.form",
     .spoil = der_signature},
    {"key-value", "a key beside the certificates", REFUSED, "rim.signer.form",
     .file = {"<ds:X509Data>", "<ds:KeyValue></ds:KeyValue><ds:X509Data>"}},
    {"no-certificate", "no certificate", REFUSED, "rim.signer.form", .spoil = no_certificates},
    {"subject-name", "a name among the certificates", REFUSED, "rim.signer.form",
     .file = {"<ds:X509Certificate>",
              "<ds:X509SubjectName>x</ds:X509SubjectName><ds:X509Certificate>"}},
    {"certificate-damaged", "a certificate that is none", REFUSED, "rim.signer.certificate",
     .file = {"<ds:X509Certificate>", "<ds:X509Certificate>AAAA"}},

    /* What was changed after it was signed. */
    {"value-altered", "another value after signing", REFUSED, "rim.digest",
     .file = {"ns2:Hash0=\"0", "ns2:Hash0=\"1"}},
    {"index-shifted", "a value under the next index", REFUSED, "rim.digest",
     .file = {"index=\"7\"", "index=\"107\""}},
    {"deactivated", "a measurement that is no longer compared", REFUSED, "rim.digest",
     .file = {"active=\"True\"", "active=\"False\""}},
    {"version-altered", "another version after signing", REFUSED, "rim.digest",
     .file = {"550.90.07", "550.90.08"}},
    {"white-space", "a space between elements", REFUSED, "rim.digest",
     .file = {"</ns0:Payload>", " </ns0:Payload>"}},
    {"tag-flipped", "a bit of the tag", REFUSED, NULL, .spoil = flip, .value = 200},
    {"signed-info-altered", "SignedInfo after signing", REFUSED, NULL,
     .file = {"<ds:SignedInfo>", "<ds:SignedInfo> "}},
    {"other-key", "signed with the key of another certificate", REFUSED, "rim.signature",
     .spoil = other_key},

    /* The tag itself, well signed. */
    {"root-other", "another kind of document", BROKEN, "rim.root", .spoil = other_root},
    {"no-version", "no version", BROKEN, "rim.meta",
     .tag = {"colloquialVersion", "colloquialVersions"}},
    {"version-hostile", "a version that is a path", BROKEN, "rim.meta",
     .tag = {"550.90.07", "../../550"}},
    {"no-product", "no product", BROKEN, "rim.meta", .tag = {" product=\"GH100\"", ""}},
    {"no-tag-id", "no tag id", BROKEN, "rim.meta", .tag = {" tagId=\"0a55a7\"", ""}},
    {"two-payloads", "two payloads", BROKEN, "rim.element",
     .tag = {"<ns0:Payload>", "<ns0:Payload></ns0:Payload>\n<ns0:Payload>"}},
    {"element-unknown", "an element of another kind", BROKEN, "rim.element",
     .tag = {"<ns0:Payload>", "<ns0:Link></ns0:Link><ns0:Payload>"}},
    {"payload-other", "a file among the measurements", BROKEN, "rim.payload",
     .tag = {"<ns0:Payload>\n", "<ns0:Payload>\n<ns0:File></ns0:File>"}},
    {"payload-empty", "no measurements", BROKEN, "rim.payload", .spoil = empty},
    {"resource-other", "a resource of another type", BROKEN, "rim.resource",
     .tag = {"type=\"Measurement\"", "type=\"Else\""}},
    {"active-other", "neither active nor not", BROKEN, "rim.resource",
     .tag = {"active=\"True\"", "active=\"true\""}},
    {"index-negative", "an index below zero", BROKEN, "rim.index",
     .tag = {"index=\"7\"", "index=\"-7\""}},
    {"index-large", "an index that no block has", BROKEN, "rim.index",
     .tag = {"index=\"7\"", "index=\"239\""}},
    {"index-twice", "an index twice", BROKEN, "rim.index.repeated",
     .tag = {"index=\"7\"", "index=\"6\""}},
    {"value-short", "a value of 47 bytes", BROKEN, "rim.value",
     .tag = {"ns2:Hash0=\"00", "ns2:Hash0=\""}},
    {"value-missing", "fewer values than stated", BROKEN, "rim.value",
     .tag = {"alternatives=\"1\" index=\"7\"", "alternatives=\"2\" index=\"7\""}},
    {"value-hidden", "more values than stated", BROKEN, "rim.value",
     .tag = {"alternatives=\"4\"", "alternatives=\"3\""}},
    {"value-size", "values of another size", BROKEN, "rim.value",
     .tag = {"size=\"48\"", "size=\"32\""}},

    /* Who signed. */
    {"rogue-root", "the same names under another root", "chain", "rim.chain.foreign-root",
     .spoil = rogue_root},
    {"rogue-signer", "a signer whom nobody certified", "chain", "rim.chain", .spoil = rogue_signer},
    {"no-intermediate", "the chain without its intermediate", "chain", "rim.chain",
     .spoil = drop_certificate, .value = 1},
    {"no-root", "the chain without its root", "chain", "rim.chain", .spoil = drop_certificate,
     .value = 3},
    {"certificate-twice", "a certificate that is not of the path", "chain", "rim.chain.order",
     .spoil = add_certificate, .value = FRIM_CA},
    {"chain-order", "issuers in another order", "chain", "rim.chain.order", .spoil = swap_issuers},
    {"issuer-no-ca", "an intermediate that is no CA", "chain", "rim.chain",
     .spoil = issuer_is_none},
    {"signer-ca", "a signer that is a CA", "chain", "rim.signer.usage", .spoil = signer_is_ca},
    {"signer-usage", "a signer that may not sign data", "chain", "rim.signer.usage",
     .spoil = signer_issues},
    {"signer-intermediate", "signed by the intermediate itself", "chain", "rim.signer.usage",
     .spoil = signer_is_intermediate},
    {"signer-ended", "a signer whose certificate has ended", "expired", NULL,
     .spoil = signer_window, .value = -2 * 365 * (int64_t)DAY},
    {"signer-to-come", "a signer whose certificate has not begun", "not-yet-valid", NULL,
     .spoil = signer_window, .value = 2 * 365 * (int64_t)DAY},
    {"never-together", "an issuer that ended before the signer began", "chain", "rim.chain",
     .spoil = never_together},

    /* OCSP. */
    {"ocsp-good", "good, by a delegate", .answer = {FRIM_L3, 'g', AT - DAY / 2, AT + DAY / 2}},
    {"ocsp-issuer", "good, by the issuer itself",
     .answer = {FRIM_CA, 'g', AT - DAY / 2, AT + DAY / 2, .by_issuer = true}},
    {"ocsp-hold", "on hold, and authentic",
     .answer = {FRIM_SIGNER, 'h', AT - DAY / 2, AT + DAY / 2}},
    {"ocsp-ended", "good, until yesterday", "expired",
     .answer = {FRIM_L3, 'g', AT - 2 * DAY, AT - DAY}},
    {"ocsp-to-come", "good, from tomorrow", "not-yet-valid",
     .answer = {FRIM_L3, 'g', AT + DAY, AT + 2 * DAY}},
    {"ocsp-rogue", "good, by nobody whom the issuer named", REFUSED,
     .answer = {FRIM_L3, 'g', AT - DAY / 2, AT + DAY / 2, .rogue = true}},
};

const frim_row *frim_row_at(size_t index)
{
    return index < ARRAY_LEN(rows) ? &rows[index] : NULL;
}

const frim_row *frim_row_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

bool frim_row_recipe(const frim_row *row, frim_recipe *r, arena *a, key_ring *ring)
{
    if (!frim_recipe_init(r, a, ring, AT)) {
        return false;
    }
    r->tag[0] = row->tag;
    r->info[0] = row->info;
    r->file[0] = row->file;
    r->file[1] = row->also;
    if (row->spoil != NULL) {
        row->spoil(r, a, ring, row);
    }
    return a->state == ARENA_OK;
}

assay_bytes frim_row_make(const frim_row *row, const frim_recipe *r, arena *a, key_ring *ring)
{
    return row->answer.status == '\0' ? frim_make(r, a, ring) : frim_ocsp(r, a, ring, &row->answer);
}

void frim_list(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        printf("%-26s %-10s %s\n", rows[i].name, rows[i].class == NULL ? "authentic" : "rejected",
               rows[i].does);
    }
    fref_list();
}
