/* SPDX-License-Identifier: Apache-2.0 */
/* Models, fields and first values of SEV-SNP reports. */
#include "forge/snp_report.h"

#include "base/text.h"
#include "crypto/crypto.h"

const char *const fsnp_component_names[FSPL_COUNT] = {[FSPL_FMC] = "fmc",
                                                      [FSPL_BL] = "bl",
                                                      [FSPL_TEE] = "tee",
                                                      [FSPL_SNP] = "snp",
                                                      [FSPL_UCODE] = "ucode"};

static const int8_t tcb_zen3[FSPL_COUNT] = {-1, 0, 1, 6, 7}; /* Milan, Genoa */
static const int8_t tcb_zen5[FSPL_COUNT] = {0, 1, 2, 3, 7};  /* Turin */

/* Microcode 0xdb of Milan needs two bytes as a DER INTEGER, as on real machines. */
const fsnp_model fsnp_models[] = {
    {"Milan",
     "Milan",
     "milan",
     {0x19, 0x01, 0x01},
     tcb_zen3,
     64,
     0,
     "Milan-B0",
     0x10000,
     {4, 0, 0, 0, 0, 0, 0x1b, 0xdb},
     0x25,
     0x01},
    {"Genoa",
     "Genoa",
     "genoa",
     {0x19, 0x11, 0x01},
     tcb_zen3,
     64,
     0,
     "Genoa",
     0x20000,
     {10, 0, 0, 0, 0, 0, 0x1b, 0x56},
     0x25,
     0x0b},
    {"Siena",
     "Genoa",
     "genoa",
     {0x19, 0xa0, 0x02},
     tcb_zen3,
     64,
     0,
     "Genoa",
     0x20000,
     {10, 0, 0, 0, 0, 0, 0x1b, 0x1b},
     0x25,
     0x0b},
    {"Turin",
     "Turin",
     "turin",
     {0x1a, 0x02, 0x01},
     tcb_zen5,
     8,
     1,
     "Turin",
     0x30000,
     {1, 1, 1, 4, 0, 0, 0, 0x51},
     0x65,
     0x3f},
};
const size_t fsnp_model_count = ARRAY_LEN(fsnp_models);

const fsnp_model *fsnp_model_find(const char *name)
{
    for (size_t i = 0; i < fsnp_model_count; i++) {
        if (strcmp(fsnp_models[i].name, name) == 0) {
            return &fsnp_models[i];
        }
    }
    return NULL;
}

const fsnp_field fsnp_fields[] = {
    {"version", "VERSION", FSNP_AT_VERSION, 4, true},
    {"guest_svn", "GUEST_SVN", 0x004, 4, true},
    {"policy", "POLICY", FSNP_AT_POLICY, 8, true},
    {"family_id", "FAMILY_ID", 0x010, 16, false},
    {"image_id", "IMAGE_ID", 0x020, 16, false},
    {"vmpl", "VMPL", FSNP_AT_VMPL, 4, true},
    {"signature_algo", "SIGNATURE_ALGO", FSNP_AT_SIGNATURE_ALGO, 4, true},
    {"current_tcb", "CURRENT_TCB", FSNP_AT_CURRENT_TCB, 8, false},
    {"platform_info", "PLATFORM_INFO", FSNP_AT_PLATFORM_INFO, 8, true},
    {"key_info", "KEY_INFO", FSNP_AT_KEY_INFO, 4, true},
    {"report_data", "REPORT_DATA", FSNP_AT_REPORT_DATA, 64, false},
    {"measurement", "MEASUREMENT", FSNP_AT_MEASUREMENT, 48, false},
    {"host_data", "HOST_DATA", 0x0c0, 32, false},
    {"id_key_digest", "ID_KEY_DIGEST", 0x0e0, 48, false},
    {"author_key_digest", "AUTHOR_KEY_DIGEST", 0x110, 48, false},
    {"report_id", "REPORT_ID", 0x140, 32, false},
    {"report_id_ma", "REPORT_ID_MA", 0x160, 32, false},
    {"reported_tcb", "REPORTED_TCB", FSNP_AT_REPORTED_TCB, 8, false},
    {"cpuid_family", "CPUID_FAM_ID", FSNP_AT_CPUID, 1, true},
    {"cpuid_model", "CPUID_MOD_ID", FSNP_AT_CPUID + 1, 1, true},
    {"cpuid_stepping", "CPUID_STEP", FSNP_AT_CPUID + 2, 1, true},
    {"chip_id", "CHIP_ID", FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN, false},
    {"committed_tcb", "COMMITTED_TCB", FSNP_AT_COMMITTED_TCB, 8, false},
    {"current_build", "CURRENT_BUILD", 0x1e8, 1, true},
    {"current_minor", "CURRENT_MINOR", 0x1e9, 1, true},
    {"current_major", "CURRENT_MAJOR", 0x1ea, 1, true},
    {"committed_build", "COMMITTED_BUILD", 0x1ec, 1, true},
    {"committed_minor", "COMMITTED_MINOR", 0x1ed, 1, true},
    {"committed_major", "COMMITTED_MAJOR", 0x1ee, 1, true},
    {"launch_tcb", "LAUNCH_TCB", FSNP_AT_LAUNCH_TCB, 8, false},
    {"launch_mit_vector", "LAUNCH_MIT_VECTOR (version 5)", 0x1f8, 8, true},
    {"current_mit_vector", "CURRENT_MIT_VECTOR (version 5)", 0x200, 8, true},
};
const size_t fsnp_field_count = ARRAY_LEN(fsnp_fields);

void fsnp_put_le(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        at[i] = (uint8_t)(i < 8 ? value >> (8 * i) : 0);
    }
}

uint64_t fsnp_get_le(const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size && i < 8; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

/* Bytes that look random and are the same every time: a digest of the field's name. */
static void fill(uint8_t *at, size_t size, const char *label)
{
    uint8_t digest[HASH_MAX] = {0};
    assay_bytes in = bytes_of_text(label);
    if (crypto_digest(HASH_SHA512, &in, 1, digest) == ASSAY_OK) {
        memcpy(at, digest, size);
    }
}

static void put_firmware(uint8_t *report, uint32_t version)
{
    static const uint8_t old[] = {4, 52, 1}, new[] = {49, 55, 1}; /* build, minor, major */
    const uint8_t *firmware = version == 2 ? old : new;
    memcpy(report + 0x1e8, firmware, 3);
    memcpy(report + 0x1ec, firmware, 3);
}

void fsnp_report_init(uint8_t report[FSNP_REPORT_LEN], const fsnp_model *model, uint32_t version,
                      bool vlek)
{
    static const size_t tcbs[] = {FSNP_AT_CURRENT_TCB, FSNP_AT_REPORTED_TCB, FSNP_AT_COMMITTED_TCB,
                                  FSNP_AT_LAUNCH_TCB};
    memset(report, 0, FSNP_REPORT_LEN);
    fsnp_put_le(report + FSNP_AT_VERSION, version, 4);
    fsnp_put_le(report + 0x004, 1, 4);
    fsnp_put_le(report + FSNP_AT_POLICY, 0x30000, 8); /* SMT allowed, bit 17 */
    fsnp_put_le(report + FSNP_AT_SIGNATURE_ALGO, 1, 4);
    fsnp_put_le(report + FSNP_AT_PLATFORM_INFO, model->platform_info, 8);
    fsnp_put_le(report + FSNP_AT_KEY_INFO, vlek ? FSNP_SIGNING_KEY_VLEK : FSNP_SIGNING_KEY_VCEK, 4);
    fill(report + FSNP_AT_MEASUREMENT, 48, "measurement");
    fill(report + 0x0c0, 32, "host data");
    fill(report + 0x140, 32, "report id");
    memset(report + 0x160, 0xff, 32);
    for (size_t i = 0; i < ARRAY_LEN(tcbs); i++) {
        memcpy(report + tcbs[i], model->tcb, 8);
    }
    if (version >= 3) {
        memcpy(report + FSNP_AT_CPUID, model->cpuid, 3);
    }
    if (!vlek) {
        fill(report + FSNP_AT_CHIP_ID, model->hwid_len, model->name);
    }
    put_firmware(report, version);
    if (version >= 5) {
        fsnp_put_le(report + 0x1f8, model->mitigations, 8);
        fsnp_put_le(report + 0x200, model->mitigations, 8);
    }
}

static const fsnp_field *find_field(assay_bytes name)
{
    for (size_t i = 0; i < fsnp_field_count; i++) {
        if (bytes_equal(bytes_of_text(fsnp_fields[i].name), name)) {
            return &fsnp_fields[i];
        }
    }
    return NULL;
}

static bool put_number(uint8_t *at, const fsnp_field *field, assay_bytes value)
{
    uint64_t number;
    if (!uint_parse(value, &number) || (field->size < 8 && number >> (8 * field->size) != 0)) {
        return false;
    }
    fsnp_put_le(at, number, field->size);
    return true;
}

static bool put_bytes(uint8_t *at, const fsnp_field *field, assay_bytes value)
{
    uint8_t bytes[FSNP_CHIP_ID_LEN] = {0};
    if (value.len % 2 != 0 || value.len / 2 > field->size ||
        !hex_decode_fixed(value, bytes, value.len / 2)) {
        return false;
    }
    memcpy(at, bytes, field->size);
    return true;
}

assay_status fsnp_report_set(uint8_t report[FSNP_REPORT_LEN], const char *assignment,
                             assay_error *err)
{
    const char *equals = strchr(assignment, '=');
    size_t name_len = equals == NULL ? strlen(assignment) : (size_t)(equals - assignment);
    const fsnp_field *field = find_field(bytes_of(assignment, name_len));
    if (equals == NULL || field == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "\"%s\" is no FIELD=VALUE of a report", assignment);
        error_hint(err, "`assay-forge fields` lists them");
        return ASSAY_E_ARGUMENT;
    }
    assay_bytes value = bytes_of_text(equals + 1);
    bool fits = field->number ? put_number(report + field->at, field, value)
                              : put_bytes(report + field->at, field, value);
    if (!fits) {
        return error_set(err, ASSAY_E_ARGUMENT, "%s takes %s of up to %zu bytes, not \"%s\"",
                         field->name, field->number ? "a number" : "hex", field->size, equals + 1);
    }
    return ASSAY_OK;
}
