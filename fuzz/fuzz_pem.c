/* SPDX-License-Identifier: Apache-2.0 */
/* Reads all blocks; each goes forward, has a label, and is found again when it is written anew. */
#include "base/text.h"
#include "codec/pem.h"
#include "must.h"

#define BUDGET (4u << 20)
#define LINE 64

/* RFC 7468 3, the strict form. */
static assay_str write_block(arena *a, assay_str label, assay_bytes der)
{
    text out = text_new(a, SIZE_MAX);
    const char *body = base64_encode(a, der);
    text_addf(&out, "-----BEGIN %s-----\n", label.ptr);
    for (size_t at = 0, len = body != NULL ? strlen(body) : 0; at < len; at += LINE) {
        text_addf(&out, "%.*s\n", LINE, body + at);
    }
    text_addf(&out, "-----END %s-----\n", label.ptr);
    return text_done(&out);
}

static void check_again(arena *a, assay_str label, assay_bytes der)
{
    fault f = {0};
    assay_str written = write_block(a, label, der), label_again;
    assay_bytes der_again;
    cursor c = cur_over(bytes_of_str(written), &f);
    if (a->state == ARENA_OK && pem_next(&c, a, &label_again, &der_again)) {
        MUST(bytes_equal(bytes_of_str(label), bytes_of_str(label_again)));
        MUST(bytes_equal(der, der_again) && cur_left(&c) == 0);
    }
    MUST(f.what == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    fault f = {0};
    arena_init(&a, NULL, BUDGET);
    assay_bytes in = bytes_of(data, size), der;
    assay_str label;
    cursor c = cur_over(in, &f);
    size_t before = 0;
    while (pem_next(&c, &a, &label, &der)) {
        MUST(pem_probe(in));
        MUST(cur_at(&c) > before && label.len > 0 && der.ptr != NULL);
        before = cur_at(&c);
        check_again(&a, label, der);
    }
    MUST(f.what != NULL || a.state != ARENA_OK || cur_left(&c) == 0);
    MUST(f.at <= size);
    arena_release(&a);
    return 0;
}
