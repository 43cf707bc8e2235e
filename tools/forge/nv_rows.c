/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of rows as one, and the good reports. */
#include "forge/nv_rows.h"

#include "base/text.h"

static const fnv_row_list *const lists[] = {&fnv_good, &fnv_rows_report, &fnv_rows_opaque,
                                            &fnv_rows_chain};

const fnv_row *fnv_row_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fnv_row *fnv_row_find(const char *name)
{
    const fnv_row *row;
    for (size_t i = 0; (row = fnv_row_at(i)) != NULL; i++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

const char *fnv_expectation(fnv_outcome outcome)
{
    static const char *const names[] = {
        [FNV_REJECTED] = "rejected", [FNV_AUTHENTIC] = "authentic", [FNV_EITHER] = "either"};
    return names[outcome];
}

bool fnv_row_recipe(const fnv_row *row, fnv_recipe *r, arena *a, key_ring *ring)
{
    bool good =
        fnv_recipe_init(r, a, ring, row->model, 'a', FNV_DEFAULT_AT, (assay_bytes){NULL, 0});
    if (good && row->spoil != NULL) {
        row->spoil(r, a, ring, row);
    }
    return good && a->state == ARENA_OK;
}

static void set_hex(fnv_recipe *r, arena *a, uint16_t type, const char *hex)
{
    assay_bytes value = {NULL, 0};
    if (hex_decode(a, bytes_of_text(hex), &value)) {
        fnv_set(r, type, value);
    }
}

/* Drivers before 550: no firmware id, no protected PCIe, no version of the data. */
static void oldest(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    static const uint16_t later[] = {20, 21, 34, 36};
    (void)a;
    (void)ring;
    (void)row;
    for (size_t i = 0; i < ARRAY_LEN(later); i++) {
        fnv_remove(r, later[i]);
    }
}

/* Protected PCIe: links to four switches, one of them disabled. */
static void protected_pcie(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    static const uint8_t pdi[4][8] = {{0x11, 1, 2, 3, 4, 5, 6, 7},
                                      {0x44, 1, 2, 3, 4, 5, 6, 7},
                                      {0x33, 1, 2, 3, 4, 5, 6, 7},
                                      {0x22, 1, 2, 3, 4, 5, 6, 7}};
    uint8_t *links = arena_alloc(a, 144);
    (void)ring;
    (void)row;
    for (size_t i = 0; i < 17 && links != NULL; i++) {
        memcpy(links + 8 * i, pdi[i % 4], 8);
    }
    if (links != NULL) {
        fnv_set(r, 22, bytes_of(links, 144));
    }
    set_hex(r, a, 21, "aa");
    set_hex(r, a, 36, "0200");
}

/* Blackwell's drivers before 590 do not name the chip. */
static void unnamed_chip(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)ring;
    (void)row;
    fnv_remove(r, 35);
    fnv_remove(r, 36);
    set_hex(r, a, 34, "0000");
}

static void field(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)ring;
    set_hex(r, a, (uint16_t)row->at, row->hex);
}

static void reverse(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    for (size_t i = 0, k = r->field_count - 1; i < k; i++, k--) {
        fnv_field other = r->fields[i];
        r->fields[i] = r->fields[k];
        r->fields[k] = other;
    }
}

static void blocks(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->block_count = row->size;
}

/* The first two blocks change places. */
static void swap_blocks(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    r->patches[r->patch_count].at = FNV_BLOCKS_AT;
    r->patches[r->patch_count++].value = 2;
    r->patches[r->patch_count].at = FNV_BLOCKS_AT + FNV_BLOCK_LEN;
    r->patches[r->patch_count++].value = 1;
}

/* A switch that names eight GPUs behind its ports. */
static void fabric(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    uint8_t *table = arena_alloc(a, 128);
    (void)ring;
    (void)row;
    for (size_t i = 0; i < 128 && table != NULL; i++) {
        table[i] = (uint8_t)(i < 64 ? 0x40 + i : i % 8);
    }
    if (table != NULL) {
        fnv_set(r, 26, bytes_of(table, 128));
    }
}

/* Lists of the root and of Identity, current if `value`, else ended an hour ago. */
static void lists_in_store(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)ring;
    r->lists[0] = fnv_list(r, a, FNV_ROOT, 0);
    r->lists[1] = fnv_list(r, a, FNV_IDENTITY, 0);
    for (size_t i = 0; i < 2 && row->value == 0; i++) {
        r->lists[i].this_update = r->at - 86400;
        r->lists[i].next_update = r->at - 3600;
    }
}

#define ROW(name_, does_, model_)                                                                  \
    .name = name_, .does = does_, .model = model_, .outcome = FNV_AUTHENTIC
static const fnv_row rows[] = {
    {ROW("good-h100", "a report of an H100", FNV_H100)},
    {ROW("good-gb100", "a report of a GB100", FNV_GB100)},
    {ROW("good-ls10", "a report of an LS10 switch", FNV_LS10)},
    {ROW("h100-oldest", "a driver that states neither firmware id nor protected PCIe", FNV_H100),
     .spoil = oldest},
    {ROW("h100-ppcie", "protected PCIe, with links to four switches", FNV_H100),
     .finding = "topology.not-established", .spoil = protected_pcie},
    {ROW("h100-nvdec", "the video decoder is enabled", FNV_H100), .spoil = field, .at = 11,
     .hex = "aa"},
    {ROW("h100-lists", "current revocation lists are in the store", FNV_H100),
     .spoil = lists_in_store, .value = 1},
    {ROW("h100-lists-ended", "the revocation lists ended", FNV_H100),
     .finding = "revocation.not-established", .spoil = lists_in_store},
    {ROW("gb100-575", "a driver that does not name the chip", FNV_GB100), .spoil = unnamed_chip},
    {ROW("gb110", "the driver names a chip of the same line", FNV_GB100), .spoil = field, .at = 35,
     .hex = "474231313000"},
    {ROW("ls10-fabric", "the switch names eight GPUs", FNV_LS10), .finding = "topology.not-established",
     .spoil = fabric},
    {ROW("field-unknown", "a field of a type that is not known", FNV_H100), .spoil = field,
     .at = 4711, .hex = "00ff"},
    {ROW("field-empty", "a field of no bytes", FNV_H100), .spoil = field, .at = 255, .hex = ""},
    {ROW("fields-reversed", "the fields in reverse order", FNV_GB100), .spoil = reverse},
    {ROW("blocks-one", "one measurement", FNV_H100), .spoil = blocks, .size = 1},
    {ROW("blocks-none", "no measurement", FNV_LS10), .spoil = blocks},
    {ROW("blocks-239", "as many measurements as there are numbers", FNV_H100), .spoil = blocks,
     .size = 239},
    {ROW("blocks-swapped", "the first two measurements in reverse order", FNV_H100),
     .spoil = swap_blocks},
};
const fnv_row_list fnv_good = {rows, ARRAY_LEN(rows)};
