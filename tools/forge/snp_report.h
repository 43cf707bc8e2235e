/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ATTESTATION_REPORT of SEV-SNP (AMD 56860, table 22) as bytes, its fields by name, and the
 * processors that the forge plays.
 */
#ifndef ASSAY_FORGE_SNP_REPORT_H
#define ASSAY_FORGE_SNP_REPORT_H

#include "base/arena.h"
#include "base/error.h"

#define FSNP_REPORT_LEN 0x4a0
#define FSNP_SIGNED_LEN 0x2a0
#define FSNP_SIGNATURE_R 0x2a0
#define FSNP_SIGNATURE_S 0x2e8
#define FSNP_SIGNATURE_FIELD 72 /* bytes of r and of s, little-endian */
#define FSNP_TAIL 0x330

#define FSNP_AT_VERSION 0x000
#define FSNP_AT_POLICY 0x008
#define FSNP_AT_VMPL 0x030
#define FSNP_AT_SIGNATURE_ALGO 0x034
#define FSNP_AT_CURRENT_TCB 0x038
#define FSNP_AT_PLATFORM_INFO 0x040
#define FSNP_AT_KEY_INFO 0x048
#define FSNP_AT_REPORT_DATA 0x050
#define FSNP_AT_MEASUREMENT 0x090
#define FSNP_AT_REPORTED_TCB 0x180
#define FSNP_AT_CPUID 0x188
#define FSNP_AT_CHIP_ID 0x1a0
#define FSNP_AT_COMMITTED_TCB 0x1e0
#define FSNP_AT_LAUNCH_TCB 0x1f0
#define FSNP_CHIP_ID_LEN 64

#define FSNP_SIGNING_KEY_VCEK 0u /* KEY_INFO bits 4:2 */
#define FSNP_SIGNING_KEY_VLEK (1u << 2)
#define FSNP_SIGNING_KEY_NONE (7u << 2)
#define FSNP_MASK_CHIP_KEY (1u << 1)

/* Components of TCB_VERSION. */
typedef enum { FSPL_FMC, FSPL_BL, FSPL_TEE, FSPL_SNP, FSPL_UCODE, FSPL_COUNT } fsnp_component;
extern const char *const fsnp_component_names[FSPL_COUNT];

typedef struct {
    const char *name;       /* on the command line */
    const char *line;       /* product line of the keys and certificates */
    const char *key;        /* the same in names of keys: "milan" */
    uint8_t cpuid[3];       /* family, model, stepping */
    const int8_t *tcb_byte; /* of each component in TCB_VERSION; -1: none */
    size_t hwid_len;
    uint64_t struct_version;
    const char *vcek_product; /* productName of VCEKs; VLEKs say the line */
    uint64_t serial;          /* of the ARK; ASK + 1, ASVK + 0x101 */
    uint8_t tcb[8];
    uint64_t platform_info, mitigations;
} fsnp_model;
const fsnp_model *fsnp_model_find(const char *name); /* NULL: none */
extern const fsnp_model fsnp_models[];
extern const size_t fsnp_model_count;

/* Good values for everything that is signed; report_data is zero. */
void fsnp_report_init(uint8_t report[FSNP_REPORT_LEN], const fsnp_model *model, uint32_t version,
                      bool vlek);
void fsnp_put_le(uint8_t *at, uint64_t value, size_t size);
uint64_t fsnp_get_le(const uint8_t *at, size_t size);

typedef struct {
    const char *name, *what;
    size_t at, size;
    bool number; /* little-endian number; else bytes */
} fsnp_field;
extern const fsnp_field fsnp_fields[];
extern const size_t fsnp_field_count;
/* "policy=0xb0000", "host_data=00..": numbers as 0x or decimal, bytes as hex, right-padded with
 * zeros. E_ARGUMENT with *err for an unknown field or a value that does not fit. */
assay_status fsnp_report_set(uint8_t report[FSNP_REPORT_LEN], const char *assignment,
                             assay_error *err);

#endif
