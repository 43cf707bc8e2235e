/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the payload: all of these documents are signed as they are. */
#include "forge/nsm_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MALFORMED .class = "malformed", .finding = "nsm.document"

static void remove_member(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    fnsm_remove(r, d->text);
}

static void set_member(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, d->text)->value = fnsm_row_bytes(a, d);
}

static void add_member(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_add(r, d->text, fnsm_row_bytes(a, d));
}

/* The same member once more, with the same value. */
static void repeat_member(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    fnsm_add(r, d->text, fnsm_find(r, d->text)->value);
}

static void fill_member(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, d->text)->value = fnsm_filled(a, d->size, 0xda);
}

static void byte_key(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    fnsm_find(r, d->text)->key_as_bytes = true;
}

/* One register: its key is encoded in `hex`, its value has `size` bytes. */
static void one_register(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    assay_bytes key = fnsm_row_bytes(a, d), value = fnsm_filled(a, d->size, 0xda);
    size_t cap = key.len + value.len + 1;
    cbor_writer w = cbw_over(arena_alloc(a, cap), cap);
    cbw_head(&w, CBW_MAP, 1);
    cbw_raw(&w, key);
    cbw_raw(&w, value);
    fnsm_find(r, "pcrs")->value = cbw_done(&w);
}

/* PCR0 twice. */
static void register_twice(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    uint8_t *buffer = arena_alloc(a, 256);
    cbor_writer w = cbw_over(buffer, 256);
    cbw_head(&w, CBW_MAP, 2);
    for (uint8_t fill = 1; fill <= 2; fill++) {
        cbw_head(&w, CBW_UINT, 0);
        cbw_raw(&w, fnsm_filled(a, FNSM_PCR_LEN, fill));
    }
    (void)d;
    fnsm_find(r, "pcrs")->value = cbw_done(&w);
}

static void registers(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, "pcrs")->value = fnsm_pcrs(a, (uint64_t)d->value, d->at, false);
}

static void both_registers(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)d;
    fnsm_add(r, "nitrotpm_pcrs", fnsm_pcrs(a, 0xffffff, 0, false));
}

static void tpm_register(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, "nitrotpm_pcrs")->value = fnsm_pcrs(a, (uint64_t)d->value, 0, false);
}

/* Milliseconds, from the appraisal's time; with `size`, seconds since 1970. */
static void timestamp(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->timestamp_ms = (uint64_t)(d->size != 0 ? r->at : r->at * 1000 + d->value);
    fnsm_find(r, "timestamp")->value = fnsm_uint(a, r->timestamp_ms);
}

/* Within the skew of the appraisal, but behind the end of the leaf. */
static void outlived(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->leaf.not_after = r->at + d->value / 1000 - 1;
    timestamp(r, a, d);
}

/* An unknown member fills the payload up to `size` bytes. */
static void fill_payload(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_add(r, d->text, fnsm_filled(a, d->size, 0xda));
}

static void bundle(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->bundle[r->bundle_count - 1] = (fnsm_entry)d->value;
}

static void bundle_repeated(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    while (r->bundle_count < d->size) {
        r->bundle[r->bundle_count++] = FNSM_EMPTY;
    }
}

static void trailing_der(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->trailing_der = true;
}

static void unended(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->open_maps = true;
    r->unended = true;
}

static void payload_tail(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->payload_tail = fnsm_row_bytes(a, d);
}

static void payload(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->payload = fnsm_row_bytes(a, d);
}

static void nonce_other(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    fnsm_find(r, "nonce")->value =
        d->hex != NULL ? fnsm_row_bytes(a, d) : fnsm_filled(a, d->size, 0x11);
}

/* The expected nonce with more bytes behind it. */
static void nonce_longer(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)d;
    size_t size = r->nonce.len + 1;
    cbor_writer w = cbw_over(arena_alloc(a, size + 3), size + 3);
    cbw_head(&w, CBW_BYTES, size);
    cbw_raw(&w, r->nonce);
    cbw_byte(&w, 0);
    fnsm_find(r, "nonce")->value = cbw_done(&w);
}

static void denied(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->denied = true;
}

#define MISSING(field)                                                                             \
    {                                                                                              \
        ROW("missing-" field, field " is left out"), MALFORMED, .spoil = remove_member,            \
                                                                .text = field                      \
    }
#define NULLED(field)                                                                              \
    {                                                                                              \
        ROW("null-" field, field " is null"), MALFORMED, .spoil = set_member, .text = field,       \
                                                         .hex = "f6"                               \
    }
#define SET(name_, does_, field, hex_)                                                             \
    {                                                                                              \
        ROW(name_, does_), MALFORMED, .spoil = set_member, .text = field, .hex = hex_              \
    }
#define TOO_LARGE(name_, field)                                                                    \
    {                                                                                              \
        ROW(name_, field " of 1025 bytes"), MALFORMED, .spoil = fill_member, .text = field,        \
                                                       .size = 1025                                \
    }
#define ONE(name_, does_, key, size_)                                                              \
    {                                                                                              \
        ROW(name_, does_), MALFORMED, .spoil = one_register, .hex = key, .size = size_             \
    }

static const fnsm_defect rows[] = {
    MISSING("module_id"),
    MISSING("digest"),
    MISSING("timestamp"),
    MISSING("pcrs"),
    MISSING("certificate"),
    MISSING("cabundle"),
    NULLED("module_id"),
    NULLED("digest"),
    NULLED("timestamp"),
    NULLED("pcrs"),
    NULLED("certificate"),
    NULLED("cabundle"),
    SET("module-id-empty", "module_id of no characters", "module_id", "60"),
    SET("module-id-bytes", "module_id is a byte string", "module_id", "4161"),
    SET("digest-lower", "digest in lower case", "digest", "66736861333834"),
    SET("digest-sha256", "another digest", "digest", "66534841323536"),
    SET("timestamp-zero", "a timestamp of zero", "timestamp", "00"),
    SET("timestamp-negative", "a timestamp before 1970", "timestamp", "20"),
    SET("timestamp-float", "a timestamp in floating point", "timestamp", "fb4279e7c1f5780000"),
    SET("timestamp-bignum", "a timestamp as a bignum", "timestamp", "c24901000000000000000a"),
    SET("pcrs-array", "the registers are an array", "pcrs", "80"),
    SET("pcrs-empty", "no register", "pcrs", "a0"),
    ONE("pcr-negative", "register -1", "20", 48),
    ONE("pcr-32", "register 32", "1820", 48),
    ONE("pcr-wrap", "register 2^32", "1b0000000100000000", 48),
    ONE("pcr-text-key", "the register's number is text", "6130", 48),
    ONE("pcr-len-0", "a register of no bytes", "00", 0),
    ONE("pcr-len-47", "a register of 47 bytes", "00", 47),
    SET("pcr-text", "a register's value is text", "pcrs", "a1006161"),
    {ROW("pcr-twice", "PCR0 twice"), MALFORMED, .spoil = register_twice},
    {ROW("pcrs-33", "33 registers"), MALFORMED, .spoil = registers, .value = 0x1ffffffff},
    {ROW("pcrs-both", "registers of an enclave and of NitroTPM"), MALFORMED,
     .spoil = both_registers},
    {ROW("nitrotpm-pcr-24", "register 24 of NitroTPM"), MALFORMED, .spoil = tpm_register,
     .value = 0x1ffffff, .tpm = true},
    TOO_LARGE("public-key-1025", "public_key"),
    TOO_LARGE("user-data-1025", "user_data"),
    TOO_LARGE("nonce-1025", "nonce"),
    TOO_LARGE("certificate-1025", "certificate"),
    SET("public-key-empty", "public_key of no bytes", "public_key", "40"),
    SET("public-key-text", "public_key is text", "public_key", "6161"),
    SET("user-data-chunks", "user_data is a byte string in chunks", "user_data", "5f4161ff"),
    {ROW("key-bytes", "the key module_id is a byte string"), MALFORMED, .spoil = byte_key,
     .text = "module_id"},
    {ROW("twice-certificate", "certificate twice"), MALFORMED, .spoil = repeat_member,
     .text = "certificate"},
    {ROW("twice-pcrs", "pcrs twice"), MALFORMED, .spoil = repeat_member, .text = "pcrs"},
    {ROW("twice-user-data", "user_data twice"), MALFORMED, .spoil = repeat_member,
     .text = "user_data"},
    {ROW("twice-unknown", "an unknown key that repeats one inside it"), MALFORMED,
     .spoil = add_member, .text = "future", .hex = "a201020103"},
    SET("cabundle-empty", "no certificate in cabundle", "cabundle", "80"),
    {ROW("cabundle-entry-empty", "an entry of no bytes"), MALFORMED, .spoil = bundle,
     .value = FNSM_EMPTY},
    {ROW("cabundle-entry-text", "an entry is text"), MALFORMED, .spoil = bundle,
     .value = FNSM_TEXT},
    {ROW("cabundle-entry-garbage", "an entry is no certificate"), .class = "malformed",
     .finding = "nsm.certificate", .spoil = bundle, .value = FNSM_GARBAGE},
    {ROW("cabundle-trailing-der", "a byte behind an intermediate"), .class = "malformed",
     .finding = "nsm.certificate", .spoil = trailing_der},
    {ROW("cabundle-64", "64 entries"), MALFORMED, .spoil = bundle_repeated, .size = 64},
    {ROW("payload-unended", "the map's end is missing"), MALFORMED, .spoil = unended},
    {ROW("payload-trailing", "a byte behind the map"), MALFORMED, .spoil = payload_tail,
     .hex = "00"},
    {ROW("payload-array", "the payload is an array"), MALFORMED, .spoil = payload, .hex = "80"},
    {ROW("payload-empty", "a payload of no bytes"), MALFORMED, .spoil = payload, .hex = ""},
    {ROW("payload-large", "a payload of more than 16384 bytes"), MALFORMED,
     .spoil = fill_payload, .text = "filler", .size = 13600},
    {ROW("payload-huge-map", "a map of 2^64 - 1 pairs"), MALFORMED, .spoil = payload,
     .hex = "bbffffffffffffffff"},

    {ROW("timestamp-before-leaf", "dated a day before the leaf begins"), .class = "chain",
     .finding = "nsm.timestamp.chain", .spoil = timestamp, .value = -86400000},
    {ROW("timestamp-after-leaf", "dated a second behind the leaf's end"), .class = "chain",
     .finding = "nsm.timestamp.chain", .spoil = outlived, .value = 30000},
    {ROW("timestamp-seconds", "dated in seconds"), .class = "chain",
     .finding = "nsm.timestamp.chain", .spoil = timestamp, .size = 1},
    {ROW("timestamp-future", "dated 90 seconds after the appraisal"),
     .finding = "nsm.timestamp.future", .spoil = timestamp, .value = 90000},
    {ROW("timestamp-skew", "dated 30 seconds after the appraisal"), .outcome = FNSM_AUTHENTIC,
     .spoil = timestamp, .value = 30000},
    {ROW("debug", "PCR0 to PCR2 are zero"), .outcome = FNSM_DEBUG, .class = "debug",
     .finding = "nsm.debug", .spoil = registers, .value = 0x11f, .at = 7},
    {ROW("debug-sparse", "PCR0 is zero, PCR1 and PCR2 are not there"), .outcome = FNSM_DEBUG,
     .class = "debug", .finding = "nsm.debug", .spoil = registers, .value = 0x11, .at = 1},
    {ROW("pcr0-zero", "PCR0 is zero, PCR1 and PCR2 are not"), .outcome = FNSM_AUTHENTIC,
     .spoil = registers, .value = 0x11f, .at = 1},
    {ROW("nonce-other", "another nonce"), .finding = "nonce.mismatch", .spoil = nonce_other,
     .size = 32},
    {ROW("nonce-null", "no nonce"), .finding = "nonce.mismatch", .spoil = nonce_other, .hex = "f6"},
    {ROW("nonce-prefix", "the nonce, and one byte more"), .finding = "nonce.mismatch",
     .spoil = nonce_longer},
    {ROW("denied", "the deny list names the module"), .finding = "deny.listed", .spoil = denied},
};
const fnsm_defect_list fnsm_defects_payload = {rows, ARRAY_LEN(rows)};
