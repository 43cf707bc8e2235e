/* SPDX-License-Identifier: Apache-2.0 */
/* What may not even reach the XML parser. NVIDIA's files have none of it. */
#include "base/limits.h"
#include "rim/xml.h"

typedef struct {
    const char *begin;
    rim_refusal why;
} construct;

/* From the longest to the shortest of those that begin alike. */
static const construct refused[] = {
    {"<!DOCTYPE", {"rim.doctype", "has a document type declaration"}},
    {"<![CDATA[", {"rim.cdata", "has a CDATA section"}},
    {"<!--", {"rim.comment", "has a comment"}},
    {"<!", {"rim.declaration", "has a markup declaration"}},
    {"<?", {"rim.processing-instruction", "has a processing instruction or an XML declaration"}},
};
static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};

static bool begins(assay_bytes in, size_t at, const char *with)
{
    size_t len = strlen(with);
    return in.len - at >= len && memcmp(in.ptr + at, with, len) == 0;
}

static bool refuse(rim_refusal *why, const char *name, const char *words)
{
    *why = (rim_refusal){name, words};
    return false;
}

static bool plain_markup(assay_bytes in, size_t at, rim_refusal *why)
{
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        if (begins(in, at, refused[i].begin)) {
            *why = refused[i].why;
            return false;
        }
    }
    return true;
}

static bool plain_reference(assay_bytes in, size_t at, rim_refusal *why)
{
    for (size_t i = 0; i < ARRAY_LEN(references); i++) {
        if (begins(in, at, references[i])) {
            return true;
        }
    }
    return refuse(why, "rim.entity", "refers to an entity or a character by number");
}

bool xml_plain(assay_bytes in, rim_refusal *why)
{
    *why = (rim_refusal){NULL, NULL};
    if (in.len > LIMIT_RIM_BYTES) {
        return refuse(why, "rim.size", "is larger than the limit");
    }
    for (size_t i = 0; i < in.len; i++) {
        uint8_t c = in.ptr[i];
        if ((c < ' ' && c != '\t' && c != '\n') || c > '~') {
            return refuse(why, "rim.character", "has a character outside printable ASCII");
        }
        if ((c == '<' && !plain_markup(in, i, why)) || (c == '&' && !plain_reference(in, i, why))) {
            return false;
        }
    }
    return true;
}
