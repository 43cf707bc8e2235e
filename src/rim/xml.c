/* SPDX-License-Identifier: Apache-2.0 */
/* xml.h on libxml2. Its nodes are handed out as they are, behind another name. */
#include "rim/xml.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

/* Nothing is loaded, nothing is substituted; its own limits on depth and size stay. */
enum { OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_PEDANTIC };

static const xmlNode *node_of(const xml_node *n)
{
    return (const void *)n;
}

static const xml_node *shown(const xmlNode *n)
{
    return (const void *)n;
}

/* libxml2 takes pointers that it does not write through. */
static void *mutable(const void *p)
{
    return (void *)(uintptr_t)p;
}

static bool same(const xmlChar *a, const char *b)
{
    return a != NULL && strcmp((const char *)a, b) == 0;
}

xml *xml_parse(assay_bytes plain, rim_refusal *why)
{
    *why = (rim_refusal){NULL, NULL};
    xmlParserCtxt *c = xmlNewParserCtxt();
    if (c == NULL) {
        return NULL;
    }
    xmlDoc *d = xmlCtxtReadMemory(c, (const char *)plain.ptr, (int)plain.len, NULL, NULL, OPTIONS);
    bool memory = c->errNo == XML_ERR_NO_MEMORY;
    if (d == NULL && !memory) {
        *why = (rim_refusal){"rim.xml", "is not well-formed XML"};
    }
    xmlFreeParserCtxt(c);
    return (void *)d;
}

void xml_free(xml *x)
{
    xmlFreeDoc((void *)x);
}

const xml_node *xml_root(const xml *x)
{
    return shown(xmlDocGetRootElement(mutable(x)));
}

static const xmlNode *element_from(const xmlNode *n)
{
    while (n != NULL && n->type != XML_ELEMENT_NODE) {
        n = n->next;
    }
    return n;
}

const xml_node *xml_first(const xml_node *parent)
{
    return shown(element_from(node_of(parent)->children));
}

const xml_node *xml_next(const xml_node *n)
{
    return shown(element_from(node_of(n)->next));
}

const xml_node *xml_parent(const xml_node *n)
{
    const xmlNode *up = node_of(n)->parent;
    return up != NULL && up->type == XML_ELEMENT_NODE ? shown(up) : NULL;
}

const xml_node *xml_walk(const xml_node *n)
{
    const xml_node *next = xml_first(n);
    while (next == NULL && n != NULL) {
        next = xml_next(n);
        n = xml_parent(n);
    }
    return next;
}

bool xml_is(const xml_node *n, const char *ns, const char *name)
{
    const xmlNode *e = node_of(n);
    return e != NULL && e->ns != NULL && same(e->ns->href, ns) && same(e->name, name);
}

bool xml_has_text(const xml_node *n)
{
    for (const xmlNode *c = node_of(n)->children; c != NULL; c = c->next) {
        if (c->type != XML_ELEMENT_NODE && !xmlIsBlankNode(c)) {
            return true;
        }
    }
    return false;
}

assay_str xml_text(arena *a, const xml_node *n)
{
    if (xml_first(n) != NULL) {
        return (assay_str){NULL, 0};
    }
    xmlChar *content = xmlNodeGetContent(node_of(n));
    if (content == NULL) {
        a->state = ARENA_NO_MEMORY;
        return (assay_str){NULL, 0};
    }
    size_t len = strlen((const char *)content);
    assay_str out = {arena_text(a, bytes_of(content, len)), len};
    xmlFree(content);
    return out.ptr != NULL ? out : (assay_str){NULL, 0};
}

const char *xml_attribute(arena *a, const xml_node *n, const char *ns, const char *name)
{
    const xmlNode *e = node_of(n);
    xmlChar *value = ns == NULL ? xmlGetNoNsProp(e, (const xmlChar *)name)
                                : xmlGetNsProp(e, (const xmlChar *)name, (const xmlChar *)ns);
    if (value == NULL) {
        return NULL;
    }
    const char *out = arena_text(a, bytes_of(value, strlen((const char *)value)));
    xmlFree(value);
    return out;
}

size_t xml_attribute_count(const xml_node *n)
{
    size_t count = 0;
    for (const xmlAttr *p = node_of(n)->properties; p != NULL; p = p->next) {
        count++;
    }
    return count;
}

bool xml_has_id(const xml_node *n)
{
    for (const xmlAttr *p = node_of(n)->properties; p != NULL; p = p->next) {
        if (xmlStrcasecmp(p->name, (const xmlChar *)"id") == 0) {
            return true;
        }
    }
    return false;
}

typedef struct {
    const xmlNode *apex, *without;
} part;

/* Attributes and namespace declarations stand and fall with their element. */
static int is_part(void *user, xmlNode *n, xmlNode *parent)
{
    const part *p = user;
    bool of_element = n->type == XML_ATTRIBUTE_NODE || n->type == XML_NAMESPACE_DECL;
    for (const xmlNode *e = of_element ? parent : n; e != NULL; e = e->parent) {
        if (e == p->without) {
            return 0;
        }
        if (e == p->apex) {
            return 1;
        }
    }
    return p->apex == NULL;
}

/* Instead of printing. */
static void note_error(void *user, xmlError *error)
{
    bool *memory = user;
    *memory = *memory || error->code == XML_ERR_NO_MEMORY;
}

/* What libxml2 says is the thread's matter, and put back. */
static bool write_canonical(const xml *x, part *chosen, xmlOutputBuffer *to, bool *memory)
{
    xmlStructuredErrorFunc before = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(memory, note_error);
    int done = xmlC14NExecute(mutable(x), is_part, chosen, XML_C14N_1_1, NULL, 0, to);
    xmlSetStructuredErrorFunc(context, before);
    return done >= 0;
}

assay_status xml_canonical(arena *a, const xml *x, const xml_node *apex, const xml_node *without,
                           assay_bytes *out)
{
    part chosen = {node_of(apex), node_of(without)};
    xmlOutputBuffer *to = xmlAllocOutputBuffer(NULL);
    bool memory = to == NULL, made = false;
    *out = (assay_bytes){NULL, 0};
    if (to != NULL) {
        made = write_canonical(x, &chosen, to, &memory);
        assay_bytes found =
            bytes_of(xmlOutputBufferGetContent(to), made ? xmlOutputBufferGetSize(to) : 0);
        *out = made ? arena_copy(a, found) : *out;
        xmlOutputBufferClose(to);
    }
    if (made) {
        return out->ptr != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    }
    return memory ? ASSAY_E_MEMORY : ASSAY_REJECTED;
}
