/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML as far as signed reference values use it: elements, attributes, text, canonical form. The one
 * user of libxml2, which is only given what xml_plain let through, so it never meets a DOCTYPE, an
 * entity, a comment or a processing instruction, and has nothing to fetch.
 */
#ifndef ASSAY_RIM_XML_H
#define ASSAY_RIM_XML_H

#include "base/arena.h"

typedef struct xml xml;           /* a document */
typedef struct xml_node xml_node; /* an element of it */

/* Why a document is refused: a stable name, and words for people. Both static. */
typedef struct {
    const char *name; /* "rim.doctype"; NULL: it is not */
    const char *words;
} rim_refusal;

/* Is it printable ASCII of at most LIMIT_RIM_BYTES without declarations, comments, CDATA sections,
 * processing instructions, and references but to the five predefined characters? */
bool xml_plain(assay_bytes in, rim_refusal *why);

/* NULL with *why when it is not well formed, or with why->name NULL when memory failed. */
xml *xml_parse(assay_bytes plain, rim_refusal *why);
void xml_free(xml *x); /* NULL is fine */
const xml_node *xml_root(const xml *x);

const xml_node *xml_first(const xml_node *parent); /* first element in it; NULL: none */
const xml_node *xml_next(const xml_node *n);       /* next element beside it; NULL: none */
/* All elements in document order; begin with the root. */
const xml_node *xml_walk(const xml_node *n);
const xml_node *xml_parent(const xml_node *n); /* NULL: it is the root */
bool xml_is(const xml_node *n, const char *ns, const char *name);
/* Has it text of its own besides white space? */
bool xml_has_text(const xml_node *n);

/* The text of an element without elements; {NULL, 0} when it has some, or memory failed. */
assay_str xml_text(arena *a, const xml_node *n);
/* An attribute's value, NUL-terminated; NULL when absent, or memory failed. `ns` NULL: of none. */
const char *xml_attribute(arena *a, const xml_node *n, const char *ns, const char *name);
size_t xml_attribute_count(const xml_node *n); /* namespace declarations do not count */
/* Has it an attribute that could be an identifier, whatever its namespace and case? */
bool xml_has_id(const xml_node *n);

/* Canonical XML 1.1 (without comments) of the element `apex` (NULL: the document), leaving out
 * `without` (NULL: nothing). OK; REJECTED for what has no such form, as with a namespace that is a
 * relative reference; or E_MEMORY. */
assay_status xml_canonical(arena *a, const xml *x, const xml_node *apex, const xml_node *without,
                           assay_bytes *out);

#endif
