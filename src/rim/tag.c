/* SPDX-License-Identifier: Apache-2.0 */
/* The tag: what it is of, and its reference values. Of its attributes those are read that decide.
 */
#include "base/limits.h"
#include "base/text.h"
#include "rim/read.h"

#define SWID "http://standards.iso.org/iso/19770/-2/2015/schema.xsd"
#define TCG_RIM                                                                                    \
    "https://trustedcomputinggroup.org/resource/tcg-reference-integrity-manifest-rim-information-" \
    "model/"
#define VALUE_NS "http://www.w3.org/2001/04/xmlenc#sha384"
#define WORD_MAX 32u
#define TAG_ID_MAX 128u

typedef struct {
    arena *arena;
    rim *out;
    rim_refusal *why;
    rim_measurement *measurements;
    bool seen[LIMIT_RIM_INDEX + 1];
} reading;

static assay_status refuse(reading *r, const char *name, const char *words)
{
    return r->arena->state != ARENA_OK ? ASSAY_E_MEMORY : rim_refuse(r->why, name, words);
}

/* Letters, digits, '.', '_' and '-': such words may stand in names of files and in messages. */
static bool is_word(const char *in, size_t max)
{
    size_t len = in != NULL ? strlen(in) : 0;
    for (size_t i = 0; i < len; i++) {
        bool letter = (in[i] >= 'A' && in[i] <= 'Z') || (in[i] >= 'a' && in[i] <= 'z');
        bool digit = in[i] >= '0' && in[i] <= '9';
        if (!letter && !digit && strchr("._-", in[i]) == NULL) {
            return false;
        }
    }
    return len > 0 && len <= max;
}

static bool read_number(reading *r, const xml_node *n, const char *name, uint64_t *out)
{
    const char *in = xml_attribute(r->arena, n, NULL, name);
    return in != NULL && in[0] != '\0' && uint_parse(bytes_of_text(in), out) &&
           strncmp(in, "0x", 2) != 0;
}

static assay_status read_meta(reading *r, const xml_node *meta)
{
    rim *out = r->out;
    out->version = xml_attribute(r->arena, meta, NULL, "colloquialVersion");
    out->edition = xml_attribute(r->arena, meta, NULL, "edition");
    out->product = xml_attribute(r->arena, meta, NULL, "product");
    const char *maker = xml_attribute(r->arena, meta, TCG_RIM, "FirmwareManufacturerId");
    bool stated = is_word(out->version, WORD_MAX) && is_word(out->edition, WORD_MAX) &&
                  is_word(out->product, WORD_MAX) && maker != NULL &&
                  uint_parse(bytes_of_text(maker), &out->manufacturer);
    return stated ? ASSAY_OK
                  : refuse(r, "rim.meta", "does not say what product and version it is of");
}

static assay_status read_values(reading *r, const xml_node *n, rim_measurement *out)
{
    uint64_t count = 0, size = 0;
    bool sized = read_number(r, n, "alternatives", &count) && read_number(r, n, "size", &size);
    if (!sized || count == 0 || count > LIMIT_RIM_ALTERNATIVES || size != RIM_DIGEST_BYTES) {
        return refuse(r, "rim.value", "has a measurement without a number of values of 48 bytes");
    }
    assay_bytes *values = ARENA_ARRAY(r->arena, (size_t)count, assay_bytes);
    out->count = (size_t)count;
    out->values = values;
    for (size_t i = 0; values != NULL && i <= count; i++) {
        const char *name = arena_format(r->arena, "Hash%zu", i);
        const char *in = name != NULL ? xml_attribute(r->arena, n, VALUE_NS, name) : NULL;
        bool more = i < count;
        if (more != (in != NULL)) {
            return refuse(r, "rim.value", "has a measurement with another number of values");
        }
        if (more && (!hex_decode(r->arena, bytes_of_text(in), &values[i]) ||
                     values[i].len != RIM_DIGEST_BYTES)) {
            return refuse(r, "rim.value", "has a value that is no hex of 48 bytes");
        }
    }
    return arena_status(r->arena);
}

static assay_status read_resource(reading *r, const xml_node *n)
{
    rim_measurement *out = &r->measurements[r->out->count];
    uint64_t index = 0;
    const char *type = xml_attribute(r->arena, n, NULL, "type");
    const char *active = xml_attribute(r->arena, n, NULL, "active");
    out->name = xml_attribute(r->arena, n, NULL, "name");
    if (type == NULL || strcmp(type, "Measurement") != 0 || xml_first(n) != NULL ||
        xml_has_text(n)) {
        return refuse(r, "rim.resource", "has a resource that is no measurement");
    }
    if (!read_number(r, n, "index", &index) || index > LIMIT_RIM_INDEX) {
        return refuse(r, "rim.index", "has a measurement without an index");
    }
    if (r->seen[index]) {
        return refuse(r, "rim.index.repeated", "has two measurements of one index");
    }
    out->active = active != NULL && strcmp(active, "True") == 0;
    if ((!out->active && (active == NULL || strcmp(active, "False") != 0)) ||
        !is_word(out->name, TAG_ID_MAX)) {
        return refuse(r, "rim.resource",
                      "has a measurement without name, or neither active nor not");
    }
    r->seen[index] = true;
    out->index = (unsigned)index;
    r->out->count++;
    return read_values(r, n, out);
}

static assay_status read_payload(reading *r, const xml_node *payload)
{
    assay_status status = ASSAY_OK;
    for (const xml_node *n = xml_first(payload); n != NULL && status == ASSAY_OK; n = xml_next(n)) {
        status = xml_is(n, SWID, "Resource")
                     ? read_resource(r, n)
                     : refuse(r, "rim.payload", "has something else than resources in its payload");
    }
    if (status == ASSAY_OK && (r->out->count == 0 || xml_has_text(payload))) {
        return refuse(r, "rim.payload", "has no measurements");
    }
    return status;
}

assay_status rim_read_tag(arena *a, const xml *x, rim *out, rim_refusal *why)
{
    reading *r = ARENA_NEW(a, reading);
    rim_measurement *all = ARENA_ARRAY(a, LIMIT_RIM_INDEX + 1, rim_measurement);
    const xml_node *root = xml_root(x), *meta = NULL, *payload = NULL;
    if (r == NULL || all == NULL) {
        return ASSAY_E_MEMORY;
    }
    *r = (reading){.arena = a, .out = out, .why = why, .measurements = all};
    out->measurements = all;
    if (!xml_is(root, SWID, "SoftwareIdentity")) {
        return refuse(r, "rim.root", "is no SWID tag");
    }
    out->tag_id = xml_attribute(a, root, NULL, "tagId");
    for (const xml_node *n = xml_first(root); n != NULL; n = xml_next(n)) {
        const xml_node **to = xml_is(n, SWID, "Meta")      ? &meta
                              : xml_is(n, SWID, "Payload") ? &payload
                                                           : NULL;
        if (to == NULL ? !xml_is(n, SWID, "Entity") : *to != NULL) {
            return refuse(r, "rim.element", "has an element twice, or one that is not expected");
        }
        if (to != NULL) {
            *to = n;
        }
    }
    if (meta == NULL || payload == NULL || xml_has_text(root) ||
        !is_word(out->tag_id, TAG_ID_MAX)) {
        return refuse(r, "rim.meta", "has no tag id, Meta or Payload");
    }
    assay_status status = read_meta(r, meta);
    return status == ASSAY_OK ? read_payload(r, payload) : status;
}
