/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of request, answer and signature. */
#include "forge/nv_rows.h"

#include "base/text.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MALFORMED .class = "malformed", .finding = "nvidia.report"
#define UNSIGNED .class = "signature", .finding = "nvidia.signature"

/* The byte `at` is `value` before signing. */
static void patch(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->patches[r->patch_count].at = row->at;
    r->patches[r->patch_count++].value = (uint8_t)row->value;
}

static void cut(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->cut = row->size;
    r->cut_front = row->at;
}

static void tail(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    uint8_t *zeros = arena_alloc(a, row->size);
    (void)ring;
    if (zeros != NULL) {
        r->tail = bytes_of(zeros, row->size);
    }
}

/* The nonce in the report is another one. */
static void other_nonce(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    assay_bytes other = arena_copy(a, r->nonce);
    uint8_t *first = arena_alloc(a, other.len);
    (void)ring;
    if (first != NULL && other.len > row->at) {
        memcpy(first, other.ptr, other.len);
        first[row->at] ^= 1;
        r->asked = bytes_of(first, other.len);
    }
}

/* The byte `at` changes after signing. */
static void flip(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->flip = row->at + 1;
}

static void signer(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    r->signer = fnv_key(a, ring, row->text, (char)row->value);
}

static void unsigned_(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    r->no_signature = true;
}

/* The answer alone is signed. */
static void answer_signed(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->signed_from = row->at;
}

#define OPAQUE_LENGTH (FNV_BLOCKS_AT + 64 * FNV_BLOCK_LEN + 32)
static const fnv_row rows[] = {
    {ROW("empty", "no bytes"), MALFORMED, .spoil = cut, .size = SIZE_MAX},
    {ROW("request-alone", "the request without an answer"), MALFORMED, .spoil = cut, .size = 3804},
    {ROW("answer-alone", "the answer without the request"), MALFORMED, .spoil = cut, .at = 37},
    {ROW("request-version", "the request is of SPDM 1.2"), MALFORMED, .spoil = patch, .at = 0,
     .value = 0x12},
    {ROW("request-code", "the request is another one"), MALFORMED, .spoil = patch, .at = 1,
     .value = 0x84},
    {ROW("request-unsigned", "no signature was asked for"), MALFORMED, .spoil = patch, .at = 2},
    {ROW("request-one-block", "one measurement was asked for"), MALFORMED, .spoil = patch, .at = 3,
     .value = 1},
    {ROW("answer-version", "the answer is of SPDM 1.2"), MALFORMED, .spoil = patch, .at = 37,
     .value = 0x12},
    {ROW("answer-error", "the answer is an error"), MALFORMED, .spoil = patch, .at = 38,
     .value = 0x7f},
    {ROW("blocks-fewer", "the record has one block more than is said"), MALFORMED, .spoil = patch,
     .at = 41, .value = 63},
    {ROW("blocks-more", "the record has one block less than is said"), MALFORMED, .spoil = patch,
     .at = 41, .value = 65},
    {ROW("record-short", "the record's length is one less"), MALFORMED, .spoil = patch, .at = 42,
     .value = 0xbf},
    {ROW("record-long", "the record is longer than the report"), MALFORMED, .spoil = patch,
     .at = 44, .value = 1},
    {ROW("block-index-0", "a block has the number 0"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT},
    {ROW("block-index-twice", "two blocks have one number"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT + FNV_BLOCK_LEN, .value = 1},
    {ROW("block-index-240", "a block has a number that is no measurement's"), MALFORMED,
     .spoil = patch, .at = FNV_BLOCKS_AT, .value = 0xf0},
    {ROW("block-specification", "a block is not of DMTF's form"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT + 1, .value = 2},
    {ROW("block-size", "a block has another size"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT + 2, .value = 52},
    {ROW("block-raw", "a block holds raw bytes"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT + 4, .value = 0x81},
    {ROW("block-value-size", "a measurement has another size"), MALFORMED, .spoil = patch,
     .at = FNV_BLOCKS_AT + 5, .value = 32},
    {ROW("opaque-long", "the opaque data is longer than the report"), MALFORMED, .spoil = patch,
     .at = OPAQUE_LENGTH + 1, .value = 0x40},
    {ROW("opaque-short", "the opaque data ends inside a field"), MALFORMED, .spoil = patch,
     .at = OPAQUE_LENGTH, .value = 3},
    {ROW("opaque-field-long", "a field is longer than the opaque data"), MALFORMED, .spoil = patch,
     .at = OPAQUE_LENGTH + 5, .value = 0xff},
    {ROW("cut-1", "the last byte is missing"), MALFORMED, .spoil = cut, .size = 1},
    {ROW("cut-96", "the signature is missing"), MALFORMED, .spoil = cut, .size = 96},
    {ROW("trailing-nul", "a zero behind the signature"), .class = "malformed",
     .finding = "nvidia.trailing", .spoil = tail, .size = 1},
    {ROW("trailing-4096", "zeros fill the collector's buffer"), .class = "malformed",
     .finding = "nvidia.trailing", .spoil = tail, .size = 4096},
    {ROW("trailing-many", "more than a report may have"), .class = "malformed",
     .finding = "size.evidence", .spoil = tail, .size = 16384},
    {ROW("nonce-first", "the first bit of the nonce differs"), .class = "nonce",
     .finding = "nonce.mismatch", .spoil = other_nonce},
    {ROW("nonce-last", "the last byte of the nonce differs"), .class = "nonce",
     .finding = "nonce.mismatch", .spoil = other_nonce, .at = FNV_NONCE_LEN - 1},
    {ROW("nonce-altered", "the nonce was changed after signing"), UNSIGNED, .spoil = flip, .at = 4},
    {ROW("block-altered", "a measurement was changed after signing"), UNSIGNED, .spoil = flip,
     .at = FNV_BLOCKS_AT + 7},
    {ROW("signature-altered", "the signature was changed"), UNSIGNED, .spoil = flip,
     .at = OPAQUE_LENGTH + 2 + 300},
    {ROW("signature-zero", "the signature is zero"), UNSIGNED, .spoil = unsigned_},
    {ROW("signature-other-device", "signed by another device's leaf"), UNSIGNED, .spoil = signer,
     .text = "nv-leaf-h100-", .value = 'b'},
    {ROW("signature-brom", "signed by the boot ROM's key"), UNSIGNED, .spoil = signer,
     .text = "nv-brom-h100-", .value = 'a'},
    {ROW("signature-answer", "the answer alone is signed"), UNSIGNED, .spoil = answer_signed,
     .at = 37},
    {ROW("gpu-as-switch", "a GPU's report given as a switch's"), .class = "malformed",
     .finding = "nvidia.kind", .as = "nvidia-nvswitch"},
    {ROW("switch-as-gpu", "a switch's report given as a GPU's"), .class = "malformed",
     .finding = "nvidia.kind", .model = FNV_LS10, .as = "nvidia-gpu"},
    {ROW("ls10-block-altered", "a switch's measurement was changed after signing"), UNSIGNED,
     .model = FNV_LS10, .spoil = flip, .at = FNV_BLOCKS_AT + 7},
    {ROW("ls10-nonce", "the nonce in a switch's report is another one"), .class = "nonce",
     .finding = "nonce.mismatch", .model = FNV_LS10, .spoil = other_nonce},
    {ROW("ls10-trailing", "a zero behind a switch's signature"), .class = "malformed",
     .finding = "nvidia.trailing", .model = FNV_LS10, .spoil = tail, .size = 1},
};
const fnv_row_list fnv_rows_report = {rows, ARRAY_LEN(rows)};
