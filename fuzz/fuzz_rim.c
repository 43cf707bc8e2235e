/* SPDX-License-Identifier: Apache-2.0 */
/* Import of signed RIMs: whatever is refused has a name, and nothing is read of what does not
 * verify under the certificate that it names. */
#include "base/text.h"
#include "rim/read.h"
#include "must.h"
#include "rim_root.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_document(arena *a, const rim *r)
{
    MUST(r->signer_count > 0 && r->count > 0 && r->product != NULL && r->version != NULL);
    for (size_t i = 0; i < r->count; i++) {
        MUST(r->measurements[i].count > 0);
        for (size_t k = 0; k < r->measurements[i].count; k++) {
            MUST(r->measurements[i].values[k].len == RIM_DIGEST_BYTES);
        }
    }
    assay_str made = rim_convert(a, r, false);
    MUST(made.ptr != NULL);
}

/* As a store takes it: the signer, too, must lead to the root. */
static void check_converted(arena *a, assay_bytes in, bool reads)
{
    const assay_trust t = {.anchors = rim_roots, .anchor_count = 1};
    const trust_addition add = {.role = "rim"};
    assay_bytes out;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = rim_converter.convert(&t, a, &add, in, &out, &err);
    MUST(s == ASSAY_E_CONFIG || (s == ASSAY_OK && reads && out.len > 0));
}

/* What only a signature lets in, without one. */
static void check_unsigned(arena *a, assay_bytes in)
{
    rim r = {.count = 0};
    rim_refusal why;
    xml *x = xml_plain(in, &why) ? xml_parse(in, &why) : NULL;
    if (x == NULL) {
        MUST(why.name != NULL);
        return;
    }
    assay_status s = rim_read_tag(a, x, &r, &why);
    MUST(s == ASSAY_OK || (s == ASSAY_REJECTED && why.name != NULL));
    xml_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    rim r;
    rim_refusal why = {NULL, NULL};
    arena_init(&a, NULL, 128u << 20);
    assay_status s = rim_read(&a, bytes_of(data, size), &r, &why);
    MUST(s == ASSAY_OK || s == ASSAY_REJECTED);
    MUST((s == ASSAY_OK) == (why.name == NULL));
    if (s == ASSAY_OK) {
        check_document(&a, &r);
    }
    check_converted(&a, bytes_of(data, size), s == ASSAY_OK);
    check_unsigned(&a, bytes_of(data, size));
    arena_release(&a);
    return 0;
}
