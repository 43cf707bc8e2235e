/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of rows as one, and the good documents. */
#include "forge/nsm_defects.h"

#include "base/text.h"

static const fnsm_defect_list *const lists[] = {&fnsm_good, &fnsm_defects_payload,
                                                &fnsm_defects_cose, &fnsm_defects_chain};

const fnsm_defect *fnsm_defect_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fnsm_defect *fnsm_defect_find(const char *name)
{
    const fnsm_defect *d;
    for (size_t i = 0; (d = fnsm_defect_at(i)) != NULL; i++) {
        if (strcmp(d->name, name) == 0) {
            return d;
        }
    }
    return NULL;
}

const char *fnsm_expectation(const fnsm_defect *d)
{
    static const char *const names[] = {[FNSM_REJECTED] = "rejected",
                                        [FNSM_DEBUG] = "debug",
                                        [FNSM_AUTHENTIC] = "authentic",
                                        [FNSM_EITHER] = "either"};
    return names[d->outcome];
}

assay_status fnsm_row_make(const fnsm_defect *d, fnsm_recipe *r, arena *a, key_ring *ring,
                           fnsm_evidence *out)
{
    fnsm_recipe_init(r, a, d->tpm, FNSM_DEFAULT_AT, (assay_bytes){NULL, 0});
    if (d->spoil != NULL) {
        d->spoil(r, a, d);
    }
    return a->state == ARENA_OK ? fnsm_make(r, a, ring, out) : ASSAY_E_MEMORY;
}

assay_bytes fnsm_row_bytes(arena *a, const fnsm_defect *d)
{
    assay_bytes out = {NULL, 0};
    return hex_decode(a, bytes_of_text(d->hex), &out) ? out : bytes_of("", 0);
}

static void open_maps(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->open_maps = true;
    if (d->value != 0) {
        fnsm_find(r, "pcrs")->value = fnsm_pcrs(a, 0x11f, 0, true);
    }
}

static void tag(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->tags = fnsm_row_bytes(a, d);
}

/* The registers `value`, of which those of `at` are zero. */
static void registers(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, r->tpm ? "nitrotpm_pcrs" : "pcrs")->value =
        fnsm_pcrs(a, (uint64_t)d->value, d->at, false);
}

static void without_optional(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    fnsm_remove(r, "public_key");
    fnsm_remove(r, "user_data");
}

/* User data of `size` bytes; a public key too if `value`. */
static void sized_fields(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, "user_data")->value = fnsm_filled(a, d->size, 0xda);
    if (d->value != 0) {
        fnsm_find(r, "public_key")->value = fnsm_filled(a, d->size, 0x9c);
    }
}

static void reverse(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    for (size_t i = 0, k = r->member_count - 1; i < k; i++, k--) {
        fnsm_member other = r->members[i];
        r->members[i] = r->members[k];
        r->members[k] = other;
    }
}

static void add_unknown(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_add(r, "future", fnsm_row_bytes(a, d));
}

#define ROW(name_, does_) .name = name_, .does = does_, .outcome = FNSM_AUTHENTIC
static const fnsm_defect rows[] = {
    {ROW("good-enclave", "a document of an enclave")},
    {ROW("good-nitrotpm", "a document of NitroTPM, with 24 registers"), .tpm = true},
    {ROW("open-map", "the payload is a map of indefinite length"), .spoil = open_maps},
    {ROW("open-maps", "so are the registers"), .spoil = open_maps, .value = 1},
    {ROW("open-map-nitrotpm", "the same of NitroTPM"), .spoil = open_maps, .tpm = true},
    {ROW("tagged-18", "COSE_Sign1_Tagged"), .spoil = tag, .hex = "d2"},
    {ROW("optional-absent", "public_key and user_data are left out instead of null"),
     .spoil = without_optional},
    {ROW("user-data-empty", "user_data of no bytes"), .spoil = sized_fields},
    {ROW("fields-1024", "user_data and public_key of 1024 bytes"), .spoil = sized_fields,
     .size = 1024, .value = 1},
    {ROW("keys-reversed", "the members in reverse order"), .spoil = reverse},
    {ROW("key-unknown", "one more member, of maps and arrays"), .spoil = add_unknown,
     .hex = "a1018241aaf5"},
    {ROW("registers-17", "PCR16 is locked"), .spoil = registers, .value = 0x1ffff},
    {ROW("registers-32", "all registers of an enclave"), .spoil = registers, .value = 0xffffffff},
    {ROW("registers-sparse", "PCR0, PCR3 and PCR31"), .spoil = registers, .value = 0x80000009},
    {ROW("nitrotpm-zeros", "PCR0 to PCR2 of NitroTPM are zero, which is no debug mode"),
     .spoil = registers, .value = 0xffffff, .at = 7, .tpm = true},
};
const fnsm_defect_list fnsm_good = {rows, ARRAY_LEN(rows)};
