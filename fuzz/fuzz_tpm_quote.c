/* SPDX-License-Identifier: Apache-2.0 */
/* TPMS_ATTEST, a TPMT_SIGNATURE and a selection of registers, from any bytes. What is read as a
 * quote is written again from what was read, and must be the same bytes. */
#include "formats/hcl/tpm_quote.h"
#include "must.h"

#define QUOTE_MAX 512
#define RSA_2048 256

typedef struct {
    uint8_t bytes[QUOTE_MAX];
    size_t len;
} writer;

static void put(writer *w, uint64_t value, size_t size)
{
    for (size_t i = size; i > 0; i--) {
        w->bytes[w->len++] = (uint8_t)(value >> (8 * (i - 1)));
    }
}

static void put_sized(writer *w, assay_bytes in)
{
    put(w, in.len, 2);
    for (size_t i = 0; i < in.len; i++) {
        w->bytes[w->len++] = in.ptr[i];
    }
}

static void write_again(const tpm_attest *a, assay_bytes in)
{
    writer w = {.len = 0};
    put(&w, a->magic, 4);
    put(&w, a->type, 2);
    put_sized(&w, a->qualified_signer);
    put_sized(&w, a->extra_data);
    put(&w, a->clock, 8);
    put(&w, a->reset_count, 4);
    put(&w, a->restart_count, 4);
    put(&w, a->safe, 1);
    put(&w, a->firmware_version, 8);
    put(&w, 1, 4);
    put(&w, 0x000b, 2);
    put(&w, 3, 1);
    put(&w, a->selected & 0xff, 1);
    put(&w, a->selected >> 8 & 0xff, 1);
    put(&w, a->selected >> 16, 1);
    put_sized(&w, a->pcr_digest);
    MUST(bytes_equal(bytes_of(w.bytes, w.len), in));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t registers[TPM_REGISTERS * TPM_REGISTER_BYTES];
    assay_bytes in = bytes_of(data, size);
    tpm_attest a;
    fault f = {0};
    bool read = tpm_attest_read(in, &a, &f);
    MUST(read == (f.what == NULL) && f.at <= size);
    if (read && tpm_is_quote(&a) && a.sha256_alone) {
        uint8_t digest[32];
        MUST(a.selected >> TPM_REGISTERS == 0);
        write_again(&a, in);
        MUST(tpm_pcr_digest(bytes_of(registers, sizeof registers), a.selected, digest) == ASSAY_OK);
    }
    assay_bytes bare = tpm_signature(in, RSA_2048);
    MUST(bare.ptr == NULL || (bare.len == RSA_2048 && (size == RSA_2048 || size == RSA_2048 + 6)));
    return 0;
}
