/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the report's signed part and of its length. The signature covers what is spoiled. */
#include "forge/snp_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define SIGNED(at_, size_, value_)                                                                 \
    .spoil = fsnp_spoil_signed, .at = at_, .size = size_, .value = value_
#define MALFORMED .class = "malformed"
#define NEWER .class = "unsupported", .finding = "snp.report.reserved"

/* Every byte of these ranges is reserved and zero; the row sets the first or the last of them. */
#define RESERVED(name_, at_, where_)                                                               \
    {                                                                                              \
        ROW("reserved-" name_, "a reserved byte that must be zero is set: " where_), NEWER,        \
            SIGNED(at_, 1, 1)                                                                      \
    }
#define UNKNOWN_CPU(name_, family_, model_, does_)                                                 \
    {                                                                                              \
        ROW(name_, does_), .class = "unsupported", .finding = "snp.product.unknown",               \
                           SIGNED(FSNP_AT_CPUID, 2, (family_) | (model_) << 8)                     \
    }

/* A component of one TCB field; `text` names it, `at` is the field. */
static void spoil_component(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->report[d->at + (size_t)r->model->tcb_byte[d->size]] = (uint8_t)d->value;
}

/* The whole report at an older level, with a certificate to match. */
static void spoil_old_tcb(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const size_t tcbs[] = {FSNP_AT_CURRENT_TCB, FSNP_AT_REPORTED_TCB, FSNP_AT_COMMITTED_TCB,
                                  FSNP_AT_LAUNCH_TCB};
    for (size_t i = 0; i < ARRAY_LEN(tcbs); i++) {
        r->report[tcbs[i] + (size_t)r->model->tcb_byte[FSPL_SNP]] = (uint8_t)d->value;
    }
    xw_extension *spl = xw_find(&r->vek.extensions, fsnp_oid_spl(FSPL_SNP));
    if (spl != NULL) {
        spl->value = xw_value_uint(a, d->value);
    }
}

/* Turin's levels where Milan has them. */
static void spoil_foreign_layout(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const uint8_t zen3[8] = {1, 1, 0, 0, 0, 0, 4, 0x51};
    (void)a;
    (void)d;
    memcpy(r->report + FSNP_AT_REPORTED_TCB, zen3, sizeof zen3);
}

static void spoil_nonce(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->nonce[d->at] ^= (uint8_t)d->value;
}

static const fsnp_defect rows[] = {
    {ROW("empty", "no byte at all"), MALFORMED, .spoil = fsnp_spoil_length, .size = 0},
    {ROW("truncated", "the last byte is missing"), MALFORMED, .finding = "snp.report.size",
     .spoil = fsnp_spoil_length, .size = FSNP_REPORT_LEN - 1},
    {ROW("trailing-byte", "one zero byte behind the report"), MALFORMED, .finding = "size.evidence",
     .spoil = fsnp_spoil_length, .size = FSNP_REPORT_LEN + 1},
    {ROW("oversized", "zeros behind the report, up to 2048 bytes"), MALFORMED,
     .finding = "size.evidence", .spoil = fsnp_spoil_length, .size = 2048},

    {ROW("version-0", "version 0"), .class = "unsupported", .finding = "snp.report.version",
     SIGNED(FSNP_AT_VERSION, 4, 0)},
    {ROW("version-1", "version 1, of firmware before production"), .class = "unsupported",
     .finding = "snp.report.version", SIGNED(FSNP_AT_VERSION, 4, 1)},
    {ROW("version-6", "version 6, which nobody has specified"), .class = "unsupported",
     .finding = "snp.report.version", SIGNED(FSNP_AT_VERSION, 4, 6)},
    {ROW("version-max", "version 0xffffffff"), .class = "unsupported",
     .finding = "snp.report.version", SIGNED(FSNP_AT_VERSION, 4, UINT32_MAX)},

    RESERVED("04c", 0x04c, "0x4c"),
    RESERVED("04f", 0x04f, "0x4f"),
    RESERVED("18b", 0x18b, "0x18b"),
    RESERVED("19f", 0x19f, "0x19f"),
    RESERVED("1eb", 0x1eb, "0x1eb"),
    RESERVED("1ef", 0x1ef, "0x1ef"),
    RESERVED("208", 0x208, "0x208"),
    RESERVED("29f", 0x29f, "0x29f"),
    {ROW("reserved-key-info-5", "KEY_INFO bit 5 is set"), NEWER,
     SIGNED(FSNP_AT_KEY_INFO, 4, 1u << 5)},
    {ROW("reserved-key-info-31", "KEY_INFO bit 31 is set"), NEWER,
     SIGNED(FSNP_AT_KEY_INFO, 4, 1u << 31)},
    {ROW("reserved-policy-17", "POLICY bit 17, which must be one, is zero"), NEWER,
     SIGNED(FSNP_AT_POLICY, 8, 0x10000)},
    {ROW("v2-cpuid", "version 2 with a byte at 0x188, where version 3 has the CPU's family"), NEWER,
     SIGNED(FSNP_AT_CPUID, 1, 0x19), .version = 2},
    {ROW("v3-mitigation", "version 3 with version 5's launch mitigation vector"), NEWER,
     SIGNED(0x1f8, 8, 1), .version = 3},
    {ROW("v4-mitigation", "version 4 with version 5's current mitigation vector"), NEWER,
     SIGNED(0x200, 8, 1), .version = 4},
    {ROW("policy-bit-26", "POLICY bit 26, which has no meaning yet"), .outcome = FSNP_ACCEPTED,
     .finding = "snp.policy.unknown-bits", SIGNED(FSNP_AT_POLICY, 8, 0x4030000)},
    {ROW("policy-bit-63", "POLICY bit 63, which has no meaning yet"), .outcome = FSNP_ACCEPTED,
     .finding = "snp.policy.unknown-bits", SIGNED(FSNP_AT_POLICY, 8, 0x8000000000030000)},
    {ROW("platform-bit-8", "PLATFORM_INFO bit 8, which has no meaning yet"),
     .outcome = FSNP_ACCEPTED, .finding = "snp.platform-info.unknown-bits",
     SIGNED(FSNP_AT_PLATFORM_INFO, 8, 0x125)},
    {ROW("platform-bit-63", "PLATFORM_INFO bit 63, which has no meaning yet"),
     .outcome = FSNP_ACCEPTED, .finding = "snp.platform-info.unknown-bits",
     SIGNED(FSNP_AT_PLATFORM_INFO, 8, 0x8000000000000025)},

    {ROW("debug", "POLICY allows debugging"), .outcome = FSNP_DEBUG, .class = "debug",
     .finding = "snp.debug", SIGNED(FSNP_AT_POLICY, 8, 0xb0000)},
    {ROW("migrate-ma", "POLICY allows a migration agent"), .class = "policy",
     .finding = "snp.policy.migrate-ma", SIGNED(FSNP_AT_POLICY, 8, 0x70000)},
    {ROW("vmpl-1", "asked for at VMPL 1"), .outcome = FSNP_ACCEPTED, .finding = "snp.vmpl",
     SIGNED(FSNP_AT_VMPL, 4, 1)},
    {ROW("vmpl-1-policy", "asked for at VMPL 1, under a policy that wants 0"), .class = "policy",
     .finding = "policy.rule", SIGNED(FSNP_AT_VMPL, 4, 1), .policy = "strict"},
    {ROW("vmpl-4", "VMPL 4 does not exist"), .class = "policy", .finding = "snp.vmpl.range",
     SIGNED(FSNP_AT_VMPL, 4, 4)},
    {ROW("vmpl-host", "asked for by the host (VMPL 0xffffffff)"), .class = "policy",
     .finding = "snp.vmpl.host", SIGNED(FSNP_AT_VMPL, 4, UINT32_MAX)},
    {ROW("measurement-other", "another guest image, under a policy that names one"),
     .class = "policy", .finding = "policy.rule", SIGNED(FSNP_AT_MEASUREMENT, 8, 1),
     .policy = "strict"},

    UNKNOWN_CPU("cpu-unknown-family", 0x17u, 0x31u, "CPU family 0x17, which has no SEV-SNP"),
    UNKNOWN_CPU("cpu-unknown-model", 0x19u, 0x20u, "a model of family 0x19 of no product line"),
    UNKNOWN_CPU("cpu-venice", 0x1au, 0x50u, "Zen 6, whose TCB layout is another one"),
    {ROW("cpu-other-line", "the CPU is a Genoa, the certificates are of Milan"), .class = "chain",
     .finding = "snp.product", SIGNED(FSNP_AT_CPUID, 2, 0x1119)},
    {ROW("cpu-model-0", "Milan model 0, stepping 2"), .outcome = FSNP_ACCEPTED,
     SIGNED(FSNP_AT_CPUID, 3, 0x020019)},
    {ROW("cpu-siena-last", "the last model of the Siena range, 0xaf"), .outcome = FSNP_ACCEPTED,
     SIGNED(FSNP_AT_CPUID, 2, 0xaf19), .model = "Siena"},

    {ROW("turin-as-milan", "a Turin report whose REPORTED_TCB has Milan's layout"), .class = "tcb",
     .finding = "snp.vek.tcb", .spoil = spoil_foreign_layout, .model = "Turin"},
    {ROW("tcb-reserved", "a reserved byte of REPORTED_TCB is set"), .class = "tcb",
     .finding = "snp.vek.tcb", SIGNED(FSNP_AT_REPORTED_TCB + 3, 1, 1)},
    {ROW("reported-above-current", "REPORTED_TCB is higher than CURRENT_TCB"), .class = "tcb",
     .finding = "snp.tcb.reported", .spoil = spoil_component, .at = FSNP_AT_CURRENT_TCB,
     .size = FSPL_SNP, .value = 0x1a},
    {ROW("committed-above-current", "COMMITTED_TCB is higher than CURRENT_TCB"), .class = "tcb",
     .finding = "snp.tcb.committed", .spoil = spoil_component, .at = FSNP_AT_COMMITTED_TCB,
     .size = FSPL_SNP, .value = 0x1c},
    {ROW("reported-below-current", "REPORTED_TCB is lower than CURRENT_TCB, as on AWS"),
     .outcome = FSNP_ACCEPTED, .spoil = spoil_component, .at = FSNP_AT_CURRENT_TCB,
     .size = FSPL_SNP, .value = 0x1c},
    {ROW("provisional-tcb", "COMMITTED_TCB is lower than CURRENT_TCB: the host may go back"),
     .outcome = FSNP_ACCEPTED, .finding = "snp.tcb.provisional", .spoil = spoil_component,
     .at = FSNP_AT_COMMITTED_TCB, .size = FSPL_SNP, .value = 0x1a},
    {ROW("provisional-version", "the committed firmware is older than the current one"),
     .outcome = FSNP_ACCEPTED, .finding = "snp.tcb.provisional", SIGNED(0x1ec, 1, 48)},
    {ROW("firmware-committed-newer", "the committed firmware is newer than the current one"),
     .class = "tcb", .finding = "snp.tcb.committed", SIGNED(0x1ec, 1, 50)},
    {ROW("tcb-below-policy", "SNP firmware level 0x19, under a policy that wants 0x1a"),
     .class = "policy", .finding = "policy.rule", .spoil = spoil_old_tcb, .value = 0x19,
     .policy = "strict"},
    {ROW("tcb-below-bulletin", "SNP firmware level 0x17, below what AMD-SB-3019 asks for"),
     .outcome = FSNP_ACCEPTED, .class = "tcb", .finding = "snp.tcb.minimum", .spoil = spoil_old_tcb,
     .value = 0x17},

    {ROW("masked-chip", "CHIP_ID is masked; the certificate still names the chip"),
     .outcome = FSNP_ACCEPTED, .finding = "snp.chip-id.masked",
     SIGNED(FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN, 0)},
    {ROW("vlek-chip-id", "a report signed by a VLEK that names its chip"), .outcome = FSNP_ACCEPTED,
     SIGNED(FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN, 0x5a), .vlek = true},

    {ROW("nonce-other", "the relying party asked with another nonce"), .class = "nonce",
     .finding = "nonce.mismatch", .spoil = spoil_nonce, .at = 0, .value = 1},
    {ROW("nonce-padding", "the nonce is there, and something else behind it"), .class = "nonce",
     .finding = "nonce.mismatch", SIGNED(FSNP_AT_REPORT_DATA + 63, 1, 1)},
};
const fsnp_defect_list fsnp_defects_report = {rows, ARRAY_LEN(rows)};
