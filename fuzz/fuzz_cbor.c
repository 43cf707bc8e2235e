/* SPDX-License-Identifier: Apache-2.0 */
/* CBOR: the input as a row of items, each walked whole and then again child by child. What the walk
 * of an item took for sound must be sound in all its parts, and lie inside it. */
#include "codec/cbor.h"
#include "base/limits.h"
#include "must.h"

static bool has_children(const cbr_item *i)
{
    bool string = i->type == CBR_BYTES || i->type == CBR_TEXT;
    return i->type == CBR_ARRAY || i->type == CBR_MAP || i->type == CBR_TAG ||
           (string && i->indefinite);
}

static void check_item(const cbr_item *i, const cursor *from)
{
    MUST(i->type != CBR_NONE && i->whole.len > 0 && i->whole.len <= from->len);
    MUST(i->contents.len < i->whole.len);
    bool string = i->type == CBR_BYTES || i->type == CBR_TEXT;
    MUST((i->string.ptr != NULL) == (string && !i->indefinite));
    MUST(i->string.ptr == NULL || (i->contents.ptr == i->string.ptr || i->string.len == 0));
    MUST(i->type != CBR_MAP || i->count % 2 == 0);
    MUST(i->count <= i->contents.len);
}

/* Children of an item that was found sound, all levels. */
static void descend(cursor top)
{
    cursor open[LIMIT_CBOR_DEPTH + 1] = {top};
    size_t left[LIMIT_CBOR_DEPTH + 1] = {SIZE_MAX};
    size_t depth = 1;
    while (depth > 0) {
        cursor *at = &open[depth - 1];
        if (cur_left(at) == 0) {
            MUST(left[depth - 1] == 0 || depth == 1);
            depth--;
            continue;
        }
        cursor before = *at;
        cbr_item item = cbr_next(at, "child");
        check_item(&item, &before);
        left[depth - 1]--;
        if (has_children(&item)) {
            MUST(depth <= LIMIT_CBOR_DEPTH);
            left[depth] = item.count;
            open[depth++] = item.contents;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    cursor c = cur_over(bytes_of(data, size), &f);
    while (cur_left(&c) > 0) {
        cursor before = c;
        cbr_item item = cbr_next(&c, "item");
        if (item.type == CBR_NONE) {
            break;
        }
        check_item(&item, &before);
        fault again = {0};
        descend(cur_over(item.whole, &again));
        MUST(again.what == NULL);
    }
    MUST(f.what == NULL || f.at <= size);
    cursor typed = cur_over(bytes_of(data, size), &(fault){0});
    cbr_uint(&typed, "uint");
    cbr_text(&typed, "text");
    return 0;
}
