/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the VCEK's or VLEK's certificate. Its issuer signs what is spoiled. */
#include "forge/snp_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define BAD_EXTENSION .class = "malformed", .finding = "snp.vek.extensions"
#define ACCEPTED .outcome = FSNP_ACCEPTED
#define AFTER_VEK 1988150401  /* one second behind the VCEK's end */
#define BEFORE_VEK 1767225599 /* one second before its begin */

/* Numbers of extensions, for rows: components of the TCB, and these. */
enum { EXT_STRUCT = FSPL_COUNT, EXT_PRODUCT, EXT_HWID, EXT_CSP };

static assay_bytes oid_of(size_t extension)
{
    switch (extension) {
    case EXT_STRUCT:
        return fsnp_oid_struct_version;
    case EXT_PRODUCT:
        return fsnp_oid_product;
    case EXT_HWID:
        return fsnp_oid_hwid;
    case EXT_CSP:
        return fsnp_oid_csp;
    default:
        return fsnp_oid_spl((fsnp_component)extension);
    }
}

/* Extension `at` gets this value, and is added if it was not there. */
static void put_extension(fsnp_recipe *r, size_t at, assay_bytes value)
{
    xw_extension *found = xw_find(&r->vek.extensions, oid_of(at));
    if (found == NULL) {
        xw_extend(&r->vek.extensions, oid_of(at), false, value);
        return;
    }
    found->value = value;
}

/* Extension `at` becomes the INTEGER `value`. */
static void spoil_number(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    put_extension(r, d->at, xw_value_uint(a, d->value));
}

/* The level of component `at` is raised in the certificate. */
static void spoil_level(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t level = r->report[FSNP_AT_REPORTED_TCB + (size_t)r->model->tcb_byte[d->at]];
    put_extension(r, d->at, xw_value_uint(a, level + 1u));
}

/* Component `at` is `value` in report and certificate. */
static void spoil_both(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const size_t tcbs[] = {FSNP_AT_CURRENT_TCB, FSNP_AT_REPORTED_TCB, FSNP_AT_LAUNCH_TCB};
    for (size_t i = 0; i < ARRAY_LEN(tcbs); i++) {
        r->report[tcbs[i] + (size_t)r->model->tcb_byte[d->at]] = (uint8_t)d->value;
    }
    spoil_number(r, a, d);
}

static void spoil_text(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    put_extension(r, d->at, xw_value_ia5(a, d->text));
}

/* Extension `at` becomes the `size` bytes of `text`. */
static void spoil_raw(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    put_extension(r, d->at, arena_copy(a, bytes_of(d->text, d->size)));
}

static void spoil_remove(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    xw_extensions *e = &r->vek.extensions;
    xw_extension *found = xw_find(e, oid_of(d->at));
    if (found != NULL) {
        *found = e->items[--e->count];
    }
}

/* A second extension of the same OID behind all others, with the chip id's last bit flipped. */
static void spoil_twice(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t hwid[FSNP_CHIP_ID_LEN];
    (void)d;
    memcpy(hwid, r->report + FSNP_AT_CHIP_ID, sizeof hwid);
    hwid[sizeof hwid - 1] ^= 1;
    xw_extend(&r->vek.extensions, fsnp_oid_hwid, false, arena_copy(a, bytes_of(hwid, sizeof hwid)));
}

/* hwID cut or extended to `size` bytes. */
static void spoil_hwid_length(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t hwid[FSNP_CHIP_ID_LEN + 8] = {0};
    memcpy(hwid, r->report + FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN);
    put_extension(r, EXT_HWID, arena_copy(a, bytes_of(hwid, d->size)));
}

/* hwID as an OCTET STRING inside extnValue, the older form. */
static void spoil_hwid_wrapped(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t hwid[2 + FSNP_CHIP_ID_LEN] = {0x04, (uint8_t)r->model->hwid_len};
    (void)d;
    memcpy(hwid + 2, r->report + FSNP_AT_CHIP_ID, r->model->hwid_len);
    put_extension(r, EXT_HWID, arena_copy(a, bytes_of(hwid, 2 + r->model->hwid_len)));
}

/* A chip whose identity begins with these bytes, in report and certificate. */
static void spoil_chip_begins(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    fsnp_put_le(r->report + FSNP_AT_CHIP_ID, d->value, 2);
    put_extension(r, EXT_HWID,
                  arena_copy(a, bytes_of(r->report + FSNP_AT_CHIP_ID, FSNP_CHIP_ID_LEN)));
}

static void spoil_other_chip(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t hwid[FSNP_CHIP_ID_LEN];
    memcpy(hwid, r->report + FSNP_AT_CHIP_ID, sizeof hwid);
    hwid[d->size] ^= 0x80;
    put_extension(r, EXT_HWID, arena_copy(a, bytes_of(hwid, r->model->hwid_len)));
    r->vek.key = d->text != NULL ? d->text : r->vek.key;
}

static void spoil_key(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.key = d->text;
    r->report_signer = d->text;
}

static void spoil_algorithm(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.algorithm = (xw_algorithm){(sig_alg)d->size, d->value != 0};
}

static void spoil_unknown_extension(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const uint8_t unknown[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01, 0x63};
    xw_extend(&r->vek.extensions, bytes_of(unknown, sizeof unknown), d->value != 0,
              xw_value_uint(a, 1));
}

static void spoil_time(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->at = (assay_time)d->value;
    r->crl.this_update = r->at < r->crl.this_update ? r->at : r->crl.this_update;
}

/* KEY_INFO names the other kind of key, and the certificate at hand is the old kind's. */
static void spoil_kind(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    fsnp_put_le(r->report + FSNP_AT_KEY_INFO, d->value, 4);
}

static void spoil_subject(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.subject.parts[XW_NAME_MAX - 1].text = d->text;
}

static void spoil_authority_key(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const uint8_t id[] = {0x30, 0x06, 0x80, 0x04, 1, 2, 3, 4};
    (void)d;
    xw_extend(&r->vek.extensions, xw_oid_authority_key, false,
              arena_copy(a, bytes_of(id, sizeof id)));
}

static void spoil_serial(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.serial = d->value;
}

#define LEVEL(name_, component_, model_)                                                           \
    {                                                                                              \
        ROW("vek-other-tcb-" name_, "the certificate of the same chip at another level"),          \
            .class = "tcb", .finding = "snp.vek.tcb", .spoil = spoil_level, .at = component_,      \
            .model = model_                                                                        \
    }
#define RAW(name_, does_, extension_, literal_)                                                    \
    {                                                                                              \
        ROW(name_, does_), BAD_EXTENSION, .spoil = spoil_raw, .at = extension_, .text = literal_,  \
                                          .size = sizeof(literal_) - 1                             \
    }

static const fsnp_defect rows[] = {
    {ROW("vek-other-chip", "the certificate of another chip, which has another key"),
     .class = "signature", .finding = "snp.vek.hwid", .spoil = spoil_other_chip,
     .text = "rogue-vcek"},
    {ROW("vek-other-hwid", "the certificate's hwID differs in its first byte; the key fits"),
     .class = "chain", .finding = "snp.vek.hwid", .spoil = spoil_other_chip},
    {ROW("vek-other-hwid-last", "the certificate's hwID differs in its last byte; the key fits"),
     .class = "chain", .finding = "snp.vek.hwid", .spoil = spoil_other_chip, .size = 63},
    {ROW("vek-other-hwid-turin", "the same for the 8 bytes of Turin"), .class = "chain",
     .finding = "snp.vek.hwid", .spoil = spoil_other_chip, .size = 7, .model = "Turin"},
    LEVEL("bl", FSPL_BL, "Milan"),
    LEVEL("tee", FSPL_TEE, "Milan"),
    LEVEL("snp", FSPL_SNP, "Milan"),
    LEVEL("ucode", FSPL_UCODE, "Milan"),
    LEVEL("turin-fmc", FSPL_FMC, "Turin"),
    LEVEL("turin-bl", FSPL_BL, "Turin"),
    LEVEL("turin-tee", FSPL_TEE, "Turin"),
    LEVEL("turin-snp", FSPL_SNP, "Turin"),
    LEVEL("turin-ucode", FSPL_UCODE, "Turin"),
    {ROW("spl-0x80", "microcode level 0x80, which needs two bytes in DER"), ACCEPTED,
     .spoil = spoil_both, .at = FSPL_UCODE, .value = 0x80, .model = "Genoa"},
    {ROW("spl-0xff", "microcode level 0xff"), ACCEPTED, .spoil = spoil_both, .at = FSPL_UCODE,
     .value = 0xff},
    {ROW("spl-256", "snpSPL is 256 more than the report's level"), BAD_EXTENSION,
     .spoil = spoil_number, .at = FSPL_SNP, .value = 256 + 0x1b},
    RAW("spl-negative", "ucodeSPL 0xdb in one byte, which is negative", FSPL_UCODE, "\x02\x01\xdb"),
    RAW("spl-not-minimal", "blSPL 4 in two bytes", FSPL_BL, "\x02\x02\x00\x04"),
    RAW("spl-trailing", "a byte behind blSPL's value", FSPL_BL, "\x02\x01\x04\x00"),
    RAW("spl-octets", "blSPL is an OCTET STRING", FSPL_BL, "\x04\x01\x04"),
    RAW("spl-empty", "blSPL without a value", FSPL_BL, ""),
    {ROW("spl-missing", "no snpSPL at all"), .class = "tcb", .finding = "snp.vek.tcb",
     .spoil = spoil_remove, .at = FSPL_SNP},
    {ROW("spl-fmc-milan", "a fmcSPL, which Milan does not have"), .class = "tcb",
     .finding = "snp.vek.tcb", .spoil = spoil_number, .at = FSPL_FMC, .value = 1},

    {ROW("product-forged", "productName Genoa-B1 in a VCEK of Milan"), .class = "chain",
     .finding = "snp.vek.product-name", .spoil = spoil_text, .at = EXT_PRODUCT, .text = "Genoa-B1"},
    {ROW("product-stepping", "productName Milan-B1"), ACCEPTED, .spoil = spoil_text,
     .at = EXT_PRODUCT, .text = "Milan-B1"},
    {ROW("product-missing", "no productName"), BAD_EXTENSION, .spoil = spoil_remove,
     .at = EXT_PRODUCT},
    RAW("product-nul", "productName with a NUL in it", EXT_PRODUCT, "\x16\x08Milan\0B0"),
    {ROW("structure-turin", "structVersion 1 in a VCEK of Milan"), .class = "chain",
     .finding = "snp.vek.product-name", .spoil = spoil_number, .at = EXT_STRUCT, .value = 1},
    {ROW("structure-missing", "no structVersion"), BAD_EXTENSION, .spoil = spoil_remove,
     .at = EXT_STRUCT},

    {ROW("hwid-twice", "two hwID extensions"), .class = "malformed", .finding = "snp.vek.malformed",
     .spoil = spoil_twice},
    {ROW("hwid-63", "hwID of 63 bytes"), BAD_EXTENSION, .spoil = spoil_hwid_length, .size = 63},
    {ROW("hwid-65", "hwID of 65 bytes"), BAD_EXTENSION, .spoil = spoil_hwid_length, .size = 65},
    {ROW("hwid-66", "hwID of 66 bytes that are no OCTET STRING"), BAD_EXTENSION,
     .spoil = spoil_hwid_length, .size = 66},
    {ROW("hwid-8-milan", "hwID of 8 bytes in a VCEK of Milan"), .class = "chain",
     .finding = "snp.vek.hwid", .spoil = spoil_hwid_length, .size = 8},
    {ROW("hwid-64-turin", "hwID of 64 bytes in a VCEK of Turin"), .class = "chain",
     .finding = "snp.vek.hwid", .spoil = spoil_hwid_length, .size = 64, .model = "Turin"},
    {ROW("hwid-wrapped", "hwID as an OCTET STRING, the older form"), ACCEPTED,
     .spoil = spoil_hwid_wrapped},
    {ROW("hwid-wrapped-turin", "the same on Turin, 10 bytes"), ACCEPTED,
     .spoil = spoil_hwid_wrapped, .model = "Turin"},
    {ROW("hwid-begins-0440", "an identity that begins like an OCTET STRING's header"), ACCEPTED,
     .spoil = spoil_chip_begins, .value = 0x4004},
    {ROW("hwid-begins-02", "an identity that begins like an INTEGER's header"), ACCEPTED,
     .spoil = spoil_chip_begins, .value = 0x4002},
    {ROW("hwid-missing", "a VCEK without hwID"), BAD_EXTENSION, .spoil = spoil_remove,
     .at = EXT_HWID},
    {ROW("hwid-in-vlek", "a VLEK with a hwID"), BAD_EXTENSION, .spoil = spoil_hwid_length,
     .size = FSNP_CHIP_ID_LEN, .vlek = true},
    {ROW("csp-missing", "a VLEK that names no cloud provider"), BAD_EXTENSION,
     .spoil = spoil_remove, .at = EXT_CSP, .vlek = true},

    {ROW("vcek-for-vlek", "SIGNING_KEY says VLEK, signature and certificate are a VCEK's"),
     .class = "chain", .finding = "snp.vek.kind", .spoil = spoil_kind,
     .value = FSNP_SIGNING_KEY_VLEK},
    {ROW("vlek-for-vcek", "SIGNING_KEY says VCEK, signature and certificate are a VLEK's"),
     .class = "chain", .finding = "snp.vek.kind", .spoil = spoil_kind,
     .value = FSNP_SIGNING_KEY_VCEK, .vlek = true},
    {ROW("vlek-under-ask", "the ASK, which issues VCEKs, issued a certificate named SEV-VLEK"),
     .class = "chain", .finding = "snp.chain.names", .spoil = spoil_subject, .text = "SEV-VLEK"},
    {ROW("vcek-under-asvk", "the ASVK, which issues VLEKs, issued a certificate named SEV-VCEK"),
     .class = "chain", .finding = "snp.chain.names", .spoil = spoil_subject, .text = "SEV-VCEK",
     .vlek = true},
    {ROW("vek-other-name", "the subject is SEV-TEST"), .class = "chain", .finding = "snp.vek.kind",
     .spoil = spoil_subject, .text = "SEV-TEST"},
    {ROW("vek-p256", "the key of the certificate is on P-256"), .class = "chain",
     .finding = "snp.chain.algorithm", .spoil = spoil_key, .text = "vcek-p256"},
    {ROW("vek-pkcs1", "the certificate is signed with PKCS#1 v1.5"), .class = "chain",
     .finding = "snp.chain.algorithm", .spoil = spoil_algorithm, .size = SIG_RSA_PKCS1_SHA384},
    {ROW("vek-pss-sha256", "the certificate is signed with PSS and SHA-256"), .class = "chain",
     .finding = "snp.chain.algorithm", .spoil = spoil_algorithm, .size = SIG_RSA_PSS_SHA256},
    {ROW("vek-pss-trailer", "PSS parameters of 57 bytes, as until 2024"), ACCEPTED,
     .spoil = spoil_algorithm, .size = SIG_RSA_PSS_SHA384, .value = 1},
    {ROW("vek-critical", "an unknown critical extension"), .class = "chain",
     .finding = "chain.critical-extension", .spoil = spoil_unknown_extension, .value = 1},
    {ROW("vek-unknown-extension", "an unknown extension that is not critical"), ACCEPTED,
     .spoil = spoil_unknown_extension},
    {ROW("vek-authority-key", "a key identifier of the issuer, which VCEKs usually lack"), ACCEPTED,
     .spoil = spoil_authority_key},
    {ROW("vek-serial-1", "serial number 1, which VCEKs never have"), ACCEPTED,
     .spoil = spoil_serial, .value = 1},
    {ROW("vek-expired", "appraised one second behind the VCEK's end"), .class = "expired",
     .finding = "chain.expired", .spoil = spoil_time, .value = AFTER_VEK},
    {ROW("vek-last-second", "appraised in the VCEK's last second"), ACCEPTED, .spoil = spoil_time,
     .value = AFTER_VEK - 1},
    {ROW("vek-not-yet-valid", "appraised one second before the VCEK's begin"),
     .class = "not-yet-valid", .finding = "chain.not-yet-valid", .spoil = spoil_time,
     .value = BEFORE_VEK},
    {ROW("vek-first-second", "appraised in the VCEK's first second"), ACCEPTED, .spoil = spoil_time,
     .value = BEFORE_VEK + 1},
};
const fsnp_defect_list fsnp_defects_vek = {rows, ARRAY_LEN(rows)};
