/* SPDX-License-Identifier: Apache-2.0 */
/* Distinguished names (RFC 5280 4.1.2.4): their form, their commonName, and a text for people.
 * Names are compared as bytes: every vendor's issuer field repeats the subject that it names
 * exactly. */
#include "base/text.h"
#include "codec/der.h"
#include "pki/x509.h"

#define NAME_TEXT_MAX (4 * LIMIT_CERT_NAME)

typedef struct {
    assay_bytes type, element; /* the value with its header */
    unsigned tag;
} attribute;

/* RelativeDistinguishedName: at least one AttributeTypeAndValue. */
static void read_rdn(cursor *c, const char *what)
{
    cursor rdn = der_enter(c, DER_SET, what);
    do {
        unsigned tag;
        cursor pair = der_enter(&rdn, DER_SEQUENCE, what);
        der_oid(&pair, what);
        der_any(&pair, &tag, what);
        cur_end(&pair, what);
    } while (cur_left(&rdn) > 0);
}

assay_bytes x509_name(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes whole = x509_ahead(c, DER_SEQUENCE, what);
    cursor name = der_enter(c, DER_SEQUENCE, what);
    if (whole.len > LIMIT_CERT_NAME) {
        cur_fail(c, at, what, "too long");
    }
    while (cur_left(&name) > 0) {
        read_rdn(&name, what);
    }
    return whole;
}

/* The attribute of that index, counted over all RDNs; false behind the last one. Of names that have
 * been read before, so a fault is the end too. */
static bool attribute_at(assay_bytes name, size_t index, attribute *out)
{
    fault f = {0};
    cursor c = cur_over(name, &f);
    cursor rdns = der_enter(&c, DER_SEQUENCE, "name");
    while (cur_left(&rdns) > 0) {
        cursor rdn = der_enter(&rdns, DER_SET, "name");
        while (cur_left(&rdn) > 0) {
            cursor pair = der_enter(&rdn, DER_SEQUENCE, "name");
            out->type = der_oid(&pair, "name");
            out->element = der_any(&pair, &out->tag, "name");
            if (index-- == 0) {
                return cur_ok(&c);
            }
        }
    }
    return false;
}

/* The characters of a value of one of the string types whose text is ASCII or UTF-8. */
static bool string_of(const attribute *a, assay_bytes *out)
{
    fault f = {0};
    cursor c = cur_over(a->element, &f);
    switch (a->tag) {
    case DER_UTF8:
    case DER_PRINTABLE:
    case DER_IA5:
    case DER_T61:
        *out = der_value(&c, a->tag, "name");
        return utf8_valid(*out);
    default:
        return false;
    }
}

assay_str name_common_name(assay_bytes name)
{
    assay_str found = {NULL, 0};
    attribute a;
    for (size_t i = 0; attribute_at(name, i, &a); i++) {
        assay_bytes value;
        if (!bytes_equal(a.type, OID(0x55, 0x04, 0x03))) {
            continue;
        }
        if (found.ptr != NULL || !string_of(&a, &value)) {
            return (assay_str){NULL, 0};
        }
        found = (assay_str){(const char *)value.ptr, value.len};
    }
    return found;
}

static void add_type(text *t, assay_bytes type)
{
    static const struct {
        uint8_t last; /* of 2.5.4.x */
        const char *name;
    } short_names[] = {{3, "CN"}, {5, "serialNumber"}, {6, "C"},  {7, "L"},
                       {8, "ST"}, {10, "O"},           {11, "OU"}};
    for (size_t i = 0; i < ARRAY_LEN(short_names); i++) {
        if (bytes_equal(type, OID(0x55, 0x04, short_names[i].last))) {
            text_add_str(t, short_names[i].name);
            return;
        }
    }
    char dotted[96];
    der_oid_text(type, dotted);
    text_add_str(t, dotted);
}

/* A value may not look like further attributes: what separates them is escaped (RFC 4514 2.4). */
static void add_string(text *t, assay_bytes in)
{
    size_t done = 0;
    for (size_t i = 0; i < in.len; i++) {
        if (strchr(",+\"<>;=", in.ptr[i]) == NULL || in.ptr[i] == '\0') {
            continue;
        }
        text_add_printable(t, bytes_of(in.ptr + done, i - done));
        text_add_str(t, "\\");
        done = i;
    }
    text_add_printable(t, bytes_of(in.ptr + done, in.len - done));
}

/* Last attribute first, as RFC 4514 2.1 has it. */
const char *name_text(arena *a, assay_bytes name)
{
    attribute one;
    size_t count = 0;
    while (attribute_at(name, count, &one)) {
        count++;
    }
    text t = text_new(a, NAME_TEXT_MAX);
    for (size_t i = count; i > 0 && attribute_at(name, i - 1, &one); i--) {
        assay_bytes value;
        add_type(&t, one.type);
        text_add_str(&t, "=");
        if (string_of(&one, &value)) {
            add_string(&t, value);
        } else {
            const char *hex = text_hex(a, one.element);
            text_addf(&t, "#%s", hex != NULL ? hex : "");
        }
        text_add_str(&t, i > 1 ? ", " : "");
    }
    return text_done(&t).ptr;
}
