/* SPDX-License-Identifier: Apache-2.0 */
/* What NVIDIA's service says of a good device, by version of the claims. */
#include "forge/nras_forge.h"

#define V1 2u
#define V2 4u
#define V3 8u
#define CHAIN                                                                                      \
    "{\"x-nvidia-cert-status\":\"valid\",\"x-nvidia-cert-ocsp-status\":\"good\","                  \
    "\"x-nvidia-cert-expiration-date\":\"2027-06-01T02:08:29Z\","                                  \
    "\"x-nvidia-cert-revocation-reason\":null}"
#define DETAILS                                                                                    \
    "{\"x-nvidia-gpu-driver-rim-schema-validated\":true,"                                          \
    "\"x-nvidia-gpu-vbios-rim-cert-validated\":true,"                                              \
    "\"x-nvidia-gpu-attestation-report-cert-chain-validated\":true,"                               \
    "\"x-nvidia-gpu-driver-rim-schema-fetched\":true,"                                             \
    "\"x-nvidia-gpu-attestation-report-parsed\":true,\"x-nvidia-gpu-nonce-match\":true,"           \
    "\"x-nvidia-gpu-vbios-rim-signature-verified\":true,"                                          \
    "\"x-nvidia-gpu-driver-rim-signature-verified\":true,\"x-nvidia-gpu-arch-check\":true,"        \
    "\"x-nvidia-gpu-measurements-match\":true,"                                                    \
    "\"x-nvidia-gpu-attestation-report-signature-verified\":true,"                                 \
    "\"x-nvidia-gpu-vbios-rim-schema-validated\":true,"                                            \
    "\"x-nvidia-gpu-driver-rim-cert-validated\":true,"                                             \
    "\"x-nvidia-gpu-vbios-rim-schema-fetched\":true,"                                              \
    "\"x-nvidia-gpu-vbios-rim-measurements-available\":true,"                                      \
    "\"x-nvidia-mismatch-indexes\":[]}"

typedef struct {
    const char *name, *value;
    unsigned versions;
} claim_row;

static const claim_row common[] = {
    {"secboot", "true", V1 | V2 | V3},
    {"dbgstat", "\"disabled\"", V1 | V2 | V3},
    {"measres", "\"success\"", V2 | V3},
    {"measres", "\"comparison-successful\"", V1},
    {"x-nvidia-attestation-warning", "null", V2 | V3},
    {"x-nvidia-eat-ver", "\"EAT-21\"", V1},
    {"x-nvidia-gpu-manufacturer", "\"NVIDIA Corporation\"", V1},
    {"x-nvidia-attestation-type", "\"GPU\"", V1},
    {"x-nvidia-attestation-detailed-result", DETAILS, V1},
};

static const claim_row gpu[] = {
    {"hwmodel", "\"GH100 A01 GSP BROM\"", V1 | V3},
    {"hwmodel", "\"GH100\"", V2},
    {"oemid", "\"5703\"", V1 | V2 | V3},
    {"x-nvidia-gpu-driver-version", "\"570.172.08\"", V1 | V2 | V3},
    {"x-nvidia-gpu-vbios-version", "\"96.00.D0.00.03\"", V1 | V2 | V3},
    {"x-nvidia-gpu-arch-check", "true", V2 | V3},
    {"x-nvidia-gpu-attestation-report-parsed", "true", V2 | V3},
    {"x-nvidia-gpu-attestation-report-nonce-match", "true", V2 | V3},
    {"x-nvidia-gpu-attestation-report-signature-verified", "true", V2 | V3},
    {"x-nvidia-gpu-attestation-report-cert-chain-validated", "true", V2},
    {"x-nvidia-gpu-attestation-report-cert-chain", CHAIN, V3},
    {"x-nvidia-gpu-attestation-report-cert-chain-fwid-match", "true", V3},
    {"x-nvidia-gpu-driver-rim-fetched", "true", V2 | V3},
    {"x-nvidia-gpu-driver-rim-schema-validated", "true", V2 | V3},
    {"x-nvidia-gpu-driver-rim-cert-validated", "true", V2},
    {"x-nvidia-gpu-driver-rim-cert-chain", CHAIN, V3},
    {"x-nvidia-gpu-driver-rim-signature-verified", "true", V2 | V3},
    {"x-nvidia-gpu-driver-rim-version-match", "true", V3},
    {"x-nvidia-gpu-driver-rim-measurements-available", "true", V2 | V3},
    {"x-nvidia-gpu-vbios-rim-fetched", "true", V2 | V3},
    {"x-nvidia-gpu-vbios-rim-schema-validated", "true", V2 | V3},
    {"x-nvidia-gpu-vbios-rim-cert-validated", "true", V2},
    {"x-nvidia-gpu-vbios-rim-cert-chain", CHAIN, V3},
    {"x-nvidia-gpu-vbios-rim-signature-verified", "true", V2 | V3},
    {"x-nvidia-gpu-vbios-rim-version-match", "true", V3},
    {"x-nvidia-gpu-vbios-rim-measurements-available", "true", V2 | V3},
    {"x-nvidia-gpu-vbios-index-no-conflict", "true", V2 | V3},
};

static const claim_row nvswitch[] = {
    {"hwmodel", "\"LS_10 A01 FSP BROM\"", V2 | V3},
    {"oemid", "null", V2 | V3},
    {"x-nvidia-switch-bios-version", "\"96.10.55.00.01\"", V2 | V3},
    {"x-nvidia-switch-arch-check", "true", V2 | V3},
    {"x-nvidia-switch-attestation-report-parsed", "true", V2 | V3},
    {"x-nvidia-switch-attestation-report-nonce-match", "true", V2 | V3},
    {"x-nvidia-switch-attestation-report-signature-verified", "true", V2 | V3},
    {"x-nvidia-switch-attestation-report-cert-chain-validated", "true", V2},
    {"x-nvidia-switch-attestation-report-cert-chain", CHAIN, V3},
    {"x-nvidia-switch-attestation-report-cert-chain-fwid-match", "true", V3},
    {"x-nvidia-switch-bios-rim-fetched", "true", V2 | V3},
    {"x-nvidia-switch-bios-rim-schema-validated", "true", V2 | V3},
    {"x-nvidia-switch-bios-rim-cert-validated", "true", V2},
    {"x-nvidia-switch-bios-rim-cert-chain", CHAIN, V3},
    {"x-nvidia-switch-bios-rim-signature-verified", "true", V2 | V3},
    {"x-nvidia-switch-bios-rim-version-match", "true", V3},
    {"x-nvidia-switch-bios-rim-measurements-available", "true", V2 | V3},
};

static void set_rows(fjwt_object *out, const claim_row *rows, size_t count, unsigned version)
{
    for (size_t i = 0; i < count; i++) {
        if ((rows[i].versions & version) != 0) {
            fjwt_set(out, rows[i].name, rows[i].value);
        }
    }
}

void fnras_device_claims(const fnras_recipe *r, arena *a, size_t number, fjwt_object *out)
{
    unsigned version = 1u << r->version;
    set_rows(out, common, ARRAY_LEN(common), version);
    if (number < r->gpus) {
        set_rows(out, gpu, ARRAY_LEN(gpu), version);
    } else {
        set_rows(out, nvswitch, ARRAY_LEN(nvswitch), version);
    }
    fjwt_set(out, "ueid",
             arena_format(a, "\"47817637928608218661894844578739364736480%07zu\"",
                          r->first_ueid + number));
}
