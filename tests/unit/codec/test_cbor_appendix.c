/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8949 appendix A: every example is read, and reads as what is printed beside it. Two examples
 * are simple values that have no name; those are refused (codec/cbor.h). */
#include "codec/cbor.h"
#include "base/limits.h"
#include "base/text.h"
#include "check.h"
#include "codec/json.h"

static arena memory;
static assay_bytes file;

static const char *const refused[] = {"f0", "f8ff"};

static bool is_refused(assay_str hex)
{
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        if (str_is(hex, refused[i])) {
            return true;
        }
    }
    return false;
}

/* A pair of what was decoded and what is printed, still to be compared. */
typedef struct {
    cbr_item item;
    const json *shown;
} pair;

static bool number_fits(const cbr_item *i, const json *shown)
{
    uint64_t u;
    int64_t s;
    if (i->type == CBR_FLOAT) {
        char *end = NULL;
        const char *digits = arena_text(&memory, bytes_of_str(shown->text));
        return digits != NULL && strtod(digits, &end) == i->real && *end == '\0';
    }
    return i->type == CBR_NINT ? json_int(shown, &s) && (uint64_t)(-1 - s) == i->value
                               : i->type == CBR_UINT && json_uint(shown, &u) && u == i->value;
}

static bool string_fits(const cbr_item *i, const json *shown)
{
    text all = text_new(&memory, 256);
    cursor chunks = i->contents;
    if (!i->indefinite) {
        text_add(&all, i->string);
    }
    while (i->indefinite && cur_left(&chunks) > 0) {
        text_add(&all, cbr_next(&chunks, "chunk").string);
    }
    return i->type == CBR_TEXT &&
           bytes_equal(bytes_of_str(text_done(&all)), bytes_of_str(shown->text));
}

static bool scalar_fits(const cbr_item *i, const json *shown)
{
    switch (shown->type) {
    case JSON_NULL:
        return i->type == CBR_NULL;
    case JSON_TRUE:
    case JSON_FALSE:
        return i->type == CBR_BOOL && (i->value != 0) == (shown->type == JSON_TRUE);
    case JSON_NUMBER:
        return number_fits(i, shown);
    default:
        return string_fits(i, shown);
    }
}

/* Children in pairs, behind the others; false when they are not as many. */
static bool push_children(const pair *p, pair *list, size_t *count)
{
    bool map = p->shown->type == JSON_OBJECT;
    cursor in = p->item.contents;
    if (p->item.type != (map ? CBR_MAP : CBR_ARRAY) ||
        p->item.count != p->shown->count * (map ? 2 : 1)) {
        return false;
    }
    for (const json *s = p->shown->first; s != NULL; s = s->next) {
        if (map && !bytes_equal(cbr_next(&in, "key").string, bytes_of_str(s->name))) {
            return false;
        }
        list[(*count)++] = (pair){cbr_next(&in, "value"), s};
    }
    return true;
}

static bool fits(cbr_item item, const json *shown)
{
    pair list[64] = {{item, shown}};
    size_t count = 1;
    for (size_t i = 0; i < count; i++) {
        bool nested = list[i].shown->type == JSON_ARRAY || list[i].shown->type == JSON_OBJECT;
        if (!(nested ? push_children(&list[i], list, &count)
                     : scalar_fits(&list[i].item, list[i].shown))) {
            return false;
        }
    }
    return true;
}

/* A bignum is a tag here, and a number there. */
static bool is_comparable(const cbr_item *item, const json *shown)
{
    return shown != NULL && item->type != CBR_TAG;
}

static void check_example(const json *one)
{
    assay_bytes in;
    fault f = {0};
    assay_str hex = json_text(json_member(one, "hex"));
    if (!CHECK(hex_decode(&memory, bytes_of_str(hex), &in))) {
        return;
    }
    cursor c = cur_over(in, &f);
    cbr_item item = cbr_next(&c, "example");
    bool read = cur_end(&c, "example");
    const json *shown = json_member(one, "decoded");
    bool good =
        is_refused(hex) ? !read : read && (!is_comparable(&item, shown) || fits(item, shown));
    if (!CHECK(good)) {
        fprintf(stderr, "  %.*s: %s\n", (int)hex.len, hex.ptr, f.why != NULL ? f.why : "differs");
    }
}

int main(void)
{
    char path[4096];
    fault f = {0};
    const char *folder = vectors_dir();
    if (folder == NULL) {
        return SKIPPED;
    }
    snprintf(path, sizeof path, "%s/conformance/cbor/appendix_a.json", folder);
    arena_init(&memory, NULL, 1 << 20);
    file = read_file(path);
    const json *all = json_parse(&memory, file, &f);
    CHECK(all != NULL && all->count > 50);
    for (const json *i = all != NULL ? all->first : NULL; i != NULL; i = i->next) {
        check_example(i);
    }
    arena_release(&memory);
    return DONE();
}
