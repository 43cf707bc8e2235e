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

/* The attributes of a name one after the other, over all RDNs. Of names that have been read before,
 * so a fault is the end too. */
typedef struct {
    fault fault;
    cursor rdns, rdn;
} name_walk;

static void walk_begin(name_walk *w, assay_bytes name)
{
    w->fault = (fault){0};
    cursor c = cur_over(name, &w->fault);
    w->rdns = der_enter(&c, DER_SEQUENCE, "name");
    w->rdn = (cursor){.fault = &w->fault};
}

static bool walk_next(name_walk *w, attribute *out)
{
    if (cur_left(&w->rdn) == 0) {
        if (cur_left(&w->rdns) == 0) {
            return false;
        }
        w->rdn = der_enter(&w->rdns, DER_SET, "name");
    }
    cursor pair = der_enter(&w->rdn, DER_SEQUENCE, "name");
    out->type = der_value(&pair, DER_OID, "name");
    out->element = der_any(&pair, &out->tag, "name");
    return cur_ok(&pair);
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
    name_walk w;
    walk_begin(&w, name);
    while (walk_next(&w, &a)) {
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
    attribute one, *all;
    size_t count = 0;
    name_walk w;
    for (walk_begin(&w, name); walk_next(&w, &one); count++) {
    }
    all = ARENA_ARRAY(a, count + 1, attribute);
    if (all == NULL) {
        return NULL;
    }
    walk_begin(&w, name);
    for (size_t i = 0; i < count && walk_next(&w, &all[i]); i++) {
    }
    text t = text_new(a, NAME_TEXT_MAX);
    for (size_t i = count; i > 0; i--) {
        assay_bytes value;
        add_type(&t, all[i - 1].type);
        text_add_str(&t, "=");
        if (string_of(&all[i - 1], &value)) {
            add_string(&t, value);
        } else {
            const char *hex = text_hex(a, all[i - 1].element);
            text_addf(&t, "#%s", hex != NULL ? hex : "");
        }
        text_add_str(&t, i > 1 ? ", " : "");
    }
    return text_done(&t).ptr;
}
