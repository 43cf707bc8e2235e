/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of NVIDIA devices and requests to its service: what comes out of one is of a known format,
 * of at least one byte, and bounded in number; what is refused says why. */
#include "base/limits.h"
#include "formats/spdm/evidence_json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A value of JSON is not much larger than its shortest text, twelve bytes of nodes for one. */
static size_t budget_of(size_t size)
{
    return 256 * size + (64u << 10);
}

static void unwrap(const container *c, assay_bytes in)
{
    arena a;
    arena_init(&a, &allocator_default, budget_of(in.len));
    unwrapped *out = ARENA_ARRAY(&a, LIMIT_EVIDENCE_PIECES, unwrapped);
    fault f = {0};
    size_t count = c->unwrap(&a, in, out, &f);
    MUST(a.state == ARENA_OK && count <= LIMIT_EVIDENCE_PIECES);
    MUST((count == 0) == (f.what != NULL) && f.at <= in.len);
    for (size_t i = 0; i < count; i++) {
        MUST(out[i].evidence.len > 0 && format_find(out[i].format) != NULL);
        MUST(out[i].attached.bytes.len > 0 && strcmp(out[i].attached.role, "cert-chain") == 0);
    }
    MUST(count == 0 || c->probe(in) || memchr(in.ptr, '\\', in.len) != NULL);
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    unwrap(&container_nvidia_evidence_json, in);
    unwrap(&container_nvidia_nras_request, in);
    return 0;
}
