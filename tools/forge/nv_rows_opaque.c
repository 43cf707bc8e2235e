/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of opaque fields: all of these reports are signed as they are. */
#include "forge/nv_rows.h"

#include "base/text.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MALFORMED .class = "malformed", .finding = "nvidia.opaque"

static void set_hex(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    assay_bytes value = {NULL, 0};
    (void)ring;
    if (hex_decode(a, bytes_of_text(row->hex), &value)) {
        fnv_set(r, (uint16_t)row->at, value);
    }
}

static void set_text(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    fnv_set(r, (uint16_t)row->at, bytes_of(row->text, strlen(row->text) + 1));
}

/* `size` bytes of `value`. */
static void fill(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    uint8_t *value = arena_alloc(a, row->size);
    (void)ring;
    if (value != NULL) {
        memset(value, (int)row->value, row->size);
        fnv_set(r, (uint16_t)row->at, bytes_of(value, row->size));
    }
}

static void repeat(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->fields[r->field_count++] = *fnv_find(r, (uint16_t)row->at);
}

/* As many fields as `size`. */
static void crowd(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    while (r->field_count < row->size) {
        fnv_set(r, (uint16_t)(1000 + r->field_count), bytes_of("", 0));
    }
}

static void leave_out(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    fnv_remove(r, (uint16_t)row->at);
}

static const fnv_row rows[] = {
    {ROW("field-twice", "a field stands twice"), .class = "malformed", .finding = "nvidia.report",
     .spoil = repeat, .at = 17},
    {ROW("field-unknown-twice", "so does one of a type that is not known"), .class = "malformed",
     .finding = "nvidia.report", .spoil = repeat, .at = 14},
    {ROW("fields-64", "as many fields as are taken"), .outcome = FNV_AUTHENTIC, .spoil = crowd,
     .size = 64},
    {ROW("fields-65", "one field more"), .class = "malformed", .finding = "nvidia.report",
     .spoil = crowd, .size = 65},
    {ROW("driver-path", "a driver version that climbs out of a folder"), MALFORMED,
     .spoil = set_text, .at = 3, .text = "550/../../x"},
    {ROW("driver-dots", "a driver version with two dots in a row"), MALFORMED, .spoil = set_text,
     .at = 3, .text = "550..90"},
    {ROW("driver-dot-last", "a driver version that ends in a dot"), MALFORMED, .spoil = set_text,
     .at = 3, .text = "550."},
    {ROW("driver-inner-nul", "a zero inside the driver version"), MALFORMED, .spoil = set_hex,
     .at = 3, .hex = "353530002e3930"},
    {ROW("driver-empty", "an empty driver version"), MALFORMED, .spoil = set_hex, .at = 3,
     .hex = "00"},
    {ROW("driver-33", "a driver version of 33 characters"), MALFORMED, .spoil = fill, .at = 3,
     .size = 33, .value = '5'},
    {ROW("driver-32", "a driver version of 32 characters"), .outcome = FNV_AUTHENTIC, .spoil = fill,
     .at = 3, .size = 32, .value = '5'},
    {ROW("chip-lower", "the chip is named in lower case"), MALFORMED, .model = FNV_GB100,
     .spoil = set_text, .at = 35, .text = "gb100"},
    {ROW("chip-path", "the chip's name climbs out of a folder"), MALFORMED, .model = FNV_GB100,
     .spoil = set_text, .at = 35, .text = "GB100/../x"},
    {ROW("chip-empty", "the chip's name is empty"), MALFORMED, .model = FNV_GB100, .spoil = set_hex,
     .at = 35, .hex = "000000000000"},
    {ROW("project-query", "a project that begins a query"), MALFORMED, .spoil = set_text, .at = 17,
     .text = "G520?a="},
    {ROW("project-sku-space", "a space in the SKU"), MALFORMED, .spoil = set_text, .at = 18,
     .text = "02 0"},
    {ROW("chip-sku-control", "a control character in the chip's SKU"), MALFORMED, .spoil = set_hex,
     .at = 15, .hex = "38380a00"},
    {ROW("vbios-7", "a VBIOS version of seven bytes"), MALFORMED, .spoil = set_hex, .at = 6,
     .hex = "009f0096010000"},
    {ROW("nvdec-other", "a state of the decoder that is none"), MALFORMED, .spoil = set_hex,
     .at = 11, .hex = "00"},
    {ROW("nvdec-long", "a state of the decoder in two bytes"), MALFORMED, .spoil = set_hex,
     .at = 11, .hex = "5500"},
    {ROW("ppcie-other", "a state of protected PCIe that is none"), MALFORMED, .spoil = set_hex,
     .at = 21, .hex = "01"},
    {ROW("fwid-short", "a firmware id of 47 bytes"), MALFORMED, .spoil = fill, .at = 20,
     .size = 47},
    {ROW("links-17", "seventeen links and a half"), MALFORMED, .spoil = fill, .at = 22,
     .size = 140},
    {ROW("flag-unknown", "a feature flag that is not known"), MALFORMED, .spoil = set_hex, .at = 36,
     .hex = "0300"},
    {ROW("flag-short", "a feature flag of one byte"), MALFORMED, .spoil = set_hex, .at = 36,
     .hex = "00"},
    {ROW("data-version-short", "a data version of one byte"), MALFORMED, .spoil = set_hex, .at = 34,
     .hex = "01"},
    {ROW("fwid-other", "the firmware id is not the leaf's"), .class = "signature",
     .finding = "nvidia.fwid", .spoil = fill, .at = 20, .size = 48, .value = 0x5a},
    {ROW("gb100-fwid-zero", "the firmware id is the leaf's second, of zeros"), .class = "signature",
     .finding = "nvidia.fwid", .model = FNV_GB100, .spoil = fill, .at = 20, .size = 48},
    {ROW("no-driver", "a GPU's report without driver version"), .class = "malformed",
     .finding = "nvidia.kind", .spoil = leave_out, .at = 3, .as = "nvidia-gpu"},
    {ROW("no-project", "a report without project: there is no RIM id"), .outcome = FNV_AUTHENTIC,
     .spoil = leave_out, .at = 17},
    {ROW("ls10-unlocked", "the switch is not locked"), .class = "policy",
     .finding = "nvidia.switch.unlocked", .model = FNV_LS10, .spoil = set_hex, .at = 25,
     .hex = "0000"},
    {ROW("ls10-no-lock", "the switch does not say whether it is locked"), .class = "policy",
     .finding = "nvidia.switch.unlocked", .model = FNV_LS10, .spoil = leave_out, .at = 25},
    {ROW("ls10-lock-short", "the lock's state is one byte"), MALFORMED, .model = FNV_LS10,
     .spoil = set_hex, .at = 25, .hex = "01"},
    {ROW("ls10-pdi-short", "the switch's PDI is seven bytes"), MALFORMED, .model = FNV_LS10,
     .spoil = fill, .at = 22, .size = 7},
    {ROW("ls10-gpus-short", "the table of GPUs is too short"), MALFORMED, .model = FNV_LS10,
     .spoil = fill, .at = 26, .size = 127},
    {ROW("ls10-bios-path", "a BIOS version that climbs out of a folder"), MALFORMED,
     .model = FNV_LS10, .spoil = set_text, .at = 6, .text = "96.10/../.."},
};
const fnv_row_list fnv_rows_opaque = {rows, ARRAY_LEN(rows)};
