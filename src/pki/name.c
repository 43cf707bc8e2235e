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

/* AttributeTypeAndValue */
static void read_attribute(cursor *rdn, attribute *out, const char *what)
{
    cursor pair = der_enter(rdn, DER_SEQUENCE, what);
    out->type = der_oid(&pair, what);
    out->element = der_any(&pair, &out->tag, what);
    cur_end(&pair, what);
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

/* `count`: how many there were before this attribute. */
static void note_common_name(const attribute *a, size_t *count, assay_str *out)
{
    assay_bytes value;
    if (!bytes_equal(a->type, OID(0x55, 0x04, 0x03))) {
        return;
    }
    bool usable = (*count)++ == 0 && string_of(a, &value);
    *out = usable ? (assay_str){(const char *)value.ptr, value.len} : (assay_str){NULL, 0};
}

assay_bytes x509_name(cursor *c, assay_str *common_name, const char *what)
{
    size_t at = cur_at(c), common_names = 0;
    cursor name = der_enter(c, DER_SEQUENCE, what);
    assay_bytes whole = cur_since(c, at);
    *common_name = (assay_str){NULL, 0};
    if (whole.len > LIMIT_CERT_NAME) {
        cur_fail(c, at, what, "too long");
    }
    while (cur_left(&name) > 0) {
        cursor rdn = der_enter(&name, DER_SET, what);
        do { /* a RelativeDistinguishedName has at least one */
            attribute one;
            read_attribute(&rdn, &one, what);
            note_common_name(&one, &common_names, common_name);
        } while (cur_left(&rdn) > 0);
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
    read_attribute(&w->rdn, out, "name");
    return cur_ok(&w->rdn);
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

static bool separates(uint8_t c)
{
    switch (c) {
    case ',':
    case '+':
    case '"':
    case '<':
    case '>':
    case ';':
    case '=':
        return true;
    default:
        return false;
    }
}

/* A value may not look like further attributes: what separates them is escaped (RFC 4514 2.4). */
static void add_string(text *t, assay_bytes in)
{
    size_t done = 0;
    for (size_t i = 0; i < in.len; i++) {
        if (!separates(in.ptr[i])) {
            continue;
        }
        text_add_printable(t, bytes_of(in.ptr + done, i - done));
        text_add_str(t, "\\");
        done = i;
    }
    text_add_printable(t, bytes_of(in.ptr + done, in.len - done));
}

/* Type and value, of which at most `most` bytes. */
static void add_attribute(text *t, const attribute *one, size_t most)
{
    assay_bytes value;
    bool plain = string_of(one, &value);
    value = plain ? value : one->element;
    add_type(t, one->type);
    bool cut = value.len > most;
    value.len = cut ? most : value.len;
    text_add_str(t, plain ? "=" : "=#");
    if (plain) {
        add_string(t, value);
    } else {
        const char *hex = text_hex(t->arena, value);
        text_add_str(t, hex != NULL ? hex : "");
    }
    text_add_str(t, cut ? ".." : "");
}

typedef struct passed {
    attribute is;
    const struct passed *before; /* NULL: it is the name's first */
} passed;

/* Last attribute first, as RFC 4514 2.1 has it. */
static void add_name(text *t, assay_bytes name)
{
    const passed *last = NULL;
    attribute one;
    name_walk w;
    for (walk_begin(&w, name); walk_next(&w, &one);) {
        passed *next = ARENA_NEW(t->arena, passed);
        if (next == NULL) {
            t->failed = true;
            return;
        }
        *next = (passed){one, last};
        last = next;
    }
    for (; last != NULL; last = last->before) {
        add_attribute(t, &last->is, SIZE_MAX);
        text_add_str(t, last->before != NULL ? ", " : "");
    }
}

const char *name_text(arena *a, assay_bytes name)
{
    text t = text_new(a, NAME_TEXT_MAX);
    add_name(&t, name);
    return text_done(&t).ptr;
}

#define BRIEF_ATTRIBUTES 8 /* vendors' names have at most seven */
#define BRIEF_VALUE 96     /* bytes; a commonName has at most 64 characters (RFC 5280 A.1) */
#define BRIEF_TEXT 192     /* characters before the last attribute that is begun */

const char *name_brief(arena *a, assay_bytes name)
{
    attribute one, last[BRIEF_ATTRIBUTES];
    size_t count = 0;
    name_walk w;
    for (walk_begin(&w, name); walk_next(&w, &one); count++) {
        last[count % BRIEF_ATTRIBUTES] = one;
    }
    text t = text_new(a, NAME_TEXT_MAX);
    size_t left = count, least = count > BRIEF_ATTRIBUTES ? count - BRIEF_ATTRIBUTES : 0;
    for (; left > least && t.len < BRIEF_TEXT; left--) {
        text_add_str(&t, left < count ? ", " : "");
        add_attribute(&t, &last[(left - 1) % BRIEF_ATTRIBUTES], BRIEF_VALUE);
    }
    text_add_str(&t, left > 0 ? ", .." : "");
    return text_done(&t).ptr;
}

const char *cert_issuer_serial(arena *a, const cert *c)
{
    const char *serial = text_hex(a, c->serial);
    text t = text_new(a, NAME_TEXT_MAX + 1 + 2 * LIMIT_CERT_SERIAL);
    add_name(&t, c->issuer);
    text_add_str(&t, " ");
    text_add_str(&t, serial != NULL ? serial : "");
    return text_done(&t).ptr;
}
