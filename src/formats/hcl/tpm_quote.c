/* SPDX-License-Identifier: Apache-2.0 */
/* Reads TPMS_ATTEST. A signature covers every byte of it, so each has one reading. */
#include "formats/hcl/tpm_quote.h"

#define TPM_GENERATED_VALUE 0xFF544347u
#define TPM_ST_ATTEST_QUOTE 0x8018u
#define TPM_ALG_SHA256 0x000Bu
#define TPM_ALG_RSASSA 0x0014u
#define TPM_SIZED_MAX 68u /* TPM2B_NAME of SHA-512: the longest of the sized buffers in here */
#define TPM_BANKS_MAX 16u
#define TPM_SELECT_BYTES 3u /* of 24 registers */
#define TPM_SELECT_MAX 4u

static assay_bytes read_sized(cursor *c, const char *what)
{
    uint16_t len = cur_u16be(c, what);
    if (cur_ok(c) && len > TPM_SIZED_MAX) {
        cur_fail(c, cur_at(c) - 2, what, "longer than any digest");
    }
    return cur_take(c, len, what);
}

static void read_common(cursor *c, tpm_attest *out)
{
    out->magic = cur_u32be(c, "magic");
    out->type = cur_u16be(c, "type");
    out->qualified_signer = read_sized(c, "qualifiedSigner");
    out->extra_data = read_sized(c, "extraData");
    out->clock = cur_u64be(c, "clockInfo.clock");
    out->reset_count = cur_u32be(c, "clockInfo.resetCount");
    out->restart_count = cur_u32be(c, "clockInfo.restartCount");
    out->safe = cur_u8(c, "clockInfo.safe");
    if (cur_ok(c) && out->safe > 1) {
        cur_fail(c, cur_at(c) - 1, "clockInfo.safe", "neither yes nor no");
    }
    out->firmware_version = cur_u64be(c, "firmwareVersion");
}

/* Bit i of byte k is register 8k + i. */
static uint32_t read_bits(cursor *c, size_t len)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < len; i++) {
        bits |= (uint32_t)cur_u8(c, "pcrSelect") << (8 * i);
    }
    return bits;
}

static void read_selection(cursor *c, tpm_attest *out)
{
    uint32_t banks = cur_u32be(c, "pcrSelect.count");
    if (cur_ok(c) && banks > TPM_BANKS_MAX) {
        cur_fail(c, cur_at(c) - 4, "pcrSelect.count", "more banks than a TPM has");
    }
    for (uint32_t i = 0; i < banks && cur_ok(c); i++) {
        uint16_t bank = cur_u16be(c, "pcrSelect.hash");
        uint8_t len = cur_u8(c, "pcrSelect.sizeofSelect");
        if (len > TPM_SELECT_MAX) {
            cur_fail(c, cur_at(c) - 1, "pcrSelect.sizeofSelect", "above 4");
            return;
        }
        out->selected = read_bits(c, len);
        out->sha256_alone = banks == 1 && bank == TPM_ALG_SHA256 && len == TPM_SELECT_BYTES;
    }
}

bool tpm_is_quote(const tpm_attest *a)
{
    return a->magic == TPM_GENERATED_VALUE && a->type == TPM_ST_ATTEST_QUOTE;
}

bool tpm_attest_read(assay_bytes in, tpm_attest *out, fault *f)
{
    *out = (tpm_attest){.magic = 0};
    cursor c = cur_over(in, f);
    read_common(&c, out);
    if (cur_ok(&c) && tpm_is_quote(out)) {
        read_selection(&c, out);
        out->pcr_digest = read_sized(&c, "pcrDigest");
        cur_end(&c, "quote");
    }
    return cur_ok(&c);
}

assay_bytes tpm_signature(assay_bytes in, size_t width)
{
    if (in.len == width) {
        return in;
    }
    fault f = {0};
    cursor c = cur_over(in, &f);
    uint16_t scheme = cur_u16be(&c, "sigAlg");
    uint16_t hash = cur_u16be(&c, "hash");
    assay_bytes bare = cur_take(&c, cur_u16be(&c, "sig.size"), "sig");
    bool fits = cur_end(&c, "signature") && scheme == TPM_ALG_RSASSA && hash == TPM_ALG_SHA256;
    return fits && bare.len == width ? bare : (assay_bytes){NULL, 0};
}

assay_bytes tpm_register(assay_bytes registers, unsigned index)
{
    fault f = {0};
    cursor c = cur_over(registers, &f);
    cur_take(&c, (size_t)index * TPM_REGISTER_BYTES, "registers");
    return cur_take(&c, TPM_REGISTER_BYTES, "register");
}

assay_status tpm_pcr_digest(assay_bytes registers, uint32_t selected, uint8_t out[32])
{
    assay_bytes parts[TPM_REGISTERS];
    size_t count = 0;
    for (unsigned i = 0; i < TPM_REGISTERS; i++) {
        if ((selected >> i & 1) != 0) {
            parts[count++] = tpm_register(registers, i);
        }
    }
    return crypto_digest(HASH_SHA256, parts, count, out);
}
