/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vendors' root keys that ship with the library, as digests of their SubjectPublicKeyInfo. The
 * windows are those of the self-signed certificates that the vendor publishes.
 */
#include "base/time.h"
#include "trust/load.h"

#define KDS "https://kdsintf.amd.com/vcek/v1/"
#define NRAS "https://nras.attestation.nvidia.com"
#define GOOGLE_CS "https://confidentialcomputing.googleapis.com"

/* AMD Root Keys of SEV-SNP: AMD 57230, VCEK Certificate and KDS Interface Specification. None of
 * the certificates has a pathLenConstraint. */
const anchor trust_pins[] = {
    {.family = "amd",
     .name = "ARK-Milan",
     .spki_sha256 = {0x9f, 0x05, 0x6b, 0xee, 0x44, 0x37, 0x7e, 0x29, 0x30, 0x8c, 0xb5,
                     0xff, 0xa8, 0x95, 0xbd, 0xfb, 0x62, 0xd1, 0x88, 0x81, 0xfa, 0x6b,
                     0xed, 0x8d, 0x6f, 0x07, 0x5b, 0x02, 0x04, 0x08, 0x9c, 0xb9},
     .valid_from = 1603387385, /* 2020-10-22T17:23:05Z */
     .valid_to = 2392305785,   /* 2045-10-22T17:23:05Z */
     .path_len = -1,
     .origin = KDS "Milan/cert_chain",
     .date = "2026-11-20"},
    {.family = "amd",
     .name = "ARK-Genoa",
     .spki_sha256 = {0x42, 0x9a, 0x69, 0xc9, 0x42, 0x2a, 0xa2, 0x58, 0xee, 0x4d, 0x8d,
                     0xb5, 0xfc, 0xda, 0x9c, 0x64, 0x70, 0xef, 0x15, 0xf8, 0xcd, 0x5a,
                     0x9c, 0xeb, 0xd6, 0xcb, 0xc7, 0xd9, 0x0b, 0x86, 0x38, 0x31},
     .valid_from = 1643211277, /* 2022-01-26T15:34:37Z */
     .valid_to = 2432129677,   /* 2047-01-26T15:34:37Z */
     .path_len = -1,
     .origin = KDS "Genoa/cert_chain",
     .date = "2026-11-20"},
    {.family = "amd",
     .name = "ARK-Turin",
     .spki_sha256 = {0x4f, 0x12, 0x54, 0x10, 0x56, 0x3a, 0x2a, 0xb9, 0xa5, 0x03, 0x56,
                     0xf9, 0x24, 0x3f, 0x6f, 0xe0, 0xb6, 0xf7, 0x3d, 0xe9, 0x86, 0x03,
                     0xf5, 0x3f, 0x90, 0x33, 0x9c, 0x70, 0xe9, 0xd7, 0xad, 0x08},
     .valid_from = 1684180992, /* 2023-05-15T20:03:12Z */
     .valid_to = 2473185792,   /* 2048-05-15T20:03:12Z */
     .path_len = -1,
     .origin = KDS "Turin/cert_chain",
     .date = "2026-11-20"},
    /* Root of Confidential Space's PKI tokens, for which Google documents the fingerprint
     * B9:51:20:74:2C:24:E3:AA:34:04:2E:1C:3B:A3:AA:D2:8B:21:23:21. */
    {.family = GOOGLE_CS,
     .name = "Confidential Space Root CA",
     .spki_sha256 = {0x40, 0xb4, 0x64, 0xf4, 0xd4, 0xff, 0x94, 0x75, 0x72, 0xc6, 0xb2,
                     0x38, 0x69, 0xa7, 0xbc, 0xca, 0xe3, 0xf6, 0x9b, 0xa9, 0xc8, 0x1a,
                     0xde, 0x6c, 0x09, 0xd0, 0x35, 0xe4, 0x65, 0x7e, 0x40, 0xc4},
     .valid_from = 1705702250, /* 2024-01-19T22:10:50Z */
     .valid_to = 2021062249,   /* 2034-01-16T22:10:49Z */
     .path_len = -1,
     .origin = GOOGLE_CS "/.well-known/attestation-pki-root",
     .date = "2026-11-20"},
    /* Issues the certificates of the keys that sign NRAS tokens, each for two days; second of x5c
     * in the service's key set. The root above it is not published. */
    {.family = NRAS,
     .name = "NVIDIA Attestation Service GPU Intermediate 004",
     .spki_sha256 = {0xfd, 0x32, 0x83, 0x7f, 0x95, 0x4e, 0x2c, 0x45, 0xdb, 0x07, 0x31,
                     0x05, 0x16, 0x6d, 0xfe, 0x69, 0x85, 0xae, 0x04, 0x80, 0xbb, 0x11,
                     0x3f, 0xba, 0x63, 0xb0, 0x91, 0xa7, 0x5a, 0xff, 0xe8, 0x96},
     .valid_from = 1765152000, /* 2025-12-08T00:00:00Z */
     .valid_to = 1891382400,   /* 2029-12-08T00:00:00Z */
     .path_len = 0,
     .origin = NRAS "/.well-known/jwks.json",
     .date = "2026-11-20"},
    /* The `aws` partition; certificate SHA-256 641a0321..8f79bb5b, without pathLenConstraint. Roots
     * of other partitions have other keys, and are added by the operator. */
    {.family = "aws",
     .name = "AWS_NitroEnclaves_Root-G1",
     .spki_sha256 = {0xf2, 0xca, 0xf5, 0xec, 0xc6, 0x19, 0x0b, 0x4a, 0x83, 0x99, 0xb7,
                     0x8b, 0xc5, 0x8a, 0x2b, 0xbc, 0xd0, 0x38, 0x23, 0x75, 0xdb, 0x8a,
                     0x1b, 0xfd, 0x78, 0xa8, 0x27, 0x43, 0x87, 0x4f, 0xd2, 0x25},
     .valid_from = 1572269285, /* 2019-10-28T13:28:05Z */
     .valid_to = 2519044085,   /* 2049-10-28T14:28:05Z */
     .path_len = -1,
     .origin = "https://aws-nitro-enclaves.amazonaws.com/AWS_NitroEnclaves_Root-G1.zip",
     .date = "2026-11-20"},
    /* Two root certificates have this key: 44a0196b..fab674d3, which is current, and fc64f807..,
     * which ends in 2033. The window is that of both together. */
    {.family = "intel",
     .name = "Intel SGX Root CA",
     .spki_sha256 = {0xa0, 0xaf, 0x03, 0x12, 0x89, 0xf5, 0xd5, 0xd4, 0x13, 0x2f, 0x91,
                     0x86, 0x06, 0x8a, 0x7f, 0xc1, 0x36, 0x28, 0x63, 0x3b, 0xa2, 0x35,
                     0x77, 0x74, 0x72, 0xe2, 0x9b, 0x6b, 0x6c, 0x67, 0xa4, 0x9e},
     .valid_from = 1526899271, /* 2018-05-21T10:41:11Z */
     .valid_to = 2524607999,   /* 2049-12-31T23:59:59Z */
     .path_len = 1,
     .origin = "https://certificates.trustedservices.intel.com/"
               "Intel_SGX_Provisioning_Certification_RootCA.cer",
     .date = "2026-11-20"},
    /* One key and name, two self-signed certificates: of 2021-11-05, and of 2020-01-01. */
    {.family = "nvidia-device",
     .name = "NVIDIA Device Identity CA",
     .spki_sha256 = {0xa9, 0x0c, 0x4e, 0xb5, 0xac, 0xfd, 0x3e, 0x3d, 0x03, 0xa2, 0x5d,
                     0xb6, 0xa2, 0x6b, 0x84, 0xf7, 0x20, 0xad, 0x05, 0x03, 0x19, 0x6c,
                     0x62, 0x7c, 0x21, 0xdd, 0xd4, 0x8d, 0xd8, 0x5b, 0x06, 0xa4},
     .valid_from = 1577836800, /* 2020-01-01T00:00:00Z */
     .valid_to = 253402300799, /* 9999-12-31T23:59:59Z */
     .path_len = -1,
     .origin = "https://github.com/NVIDIA/nvtrust, verifier_device_root.pem",
     .date = "2026-11-21"},
    {.family = "nvidia-rim",
     .name = "NVIDIA CoRIM signing Root CA",
     .spki_sha256 = {0xde, 0xc1, 0xdc, 0x31, 0x64, 0x77, 0xaa, 0x85, 0x1e, 0xeb, 0xdf,
                     0x51, 0x32, 0x7a, 0xe9, 0xf8, 0x64, 0xbc, 0x8d, 0x89, 0x25, 0x46,
                     0x57, 0xed, 0x1e, 0x7e, 0xb9, 0x16, 0x8a, 0xf1, 0xe1, 0xa3},
     .valid_from = 1678981054, /* 2023-03-16T15:37:34Z */
     .valid_to = 2625061054,   /* 2053-03-08T15:37:34Z */
     .path_len = -1,
     .origin = "https://github.com/NVIDIA/nvtrust, verifier_RIM_root.pem",
     .date = "2026-11-21"},
};
const size_t trust_pin_count = ARRAY_LEN(trust_pins);

#define PINS_TEXT_MAX 65536u

assay_status trust_pins_digest(arena *a, uint8_t out[32])
{
    text t = text_new(a, PINS_TEXT_MAX);
    text_add_str(&t, "assay-pins/1\n");
    for (size_t i = 0; i < trust_pin_count; i++) {
        const anchor *p = &trust_pins[i];
        text_addf(&t, "%s %s %s ", p->family, p->name, text_hex(a, bytes_of(p->spki_sha256, 32)));
        text_addf(&t, "%s %s ", time_text(a, p->valid_from), time_text(a, p->valid_to));
        text_addf(&t, "%d %s %s\n", (int)p->path_len, p->origin, p->date);
    }
    assay_str canonical = text_done(&t);
    return canonical.ptr == NULL ? ASSAY_E_MEMORY : crypto_sha256(bytes_of_str(canonical), out);
}

const anchor *trust_pin_of(const uint8_t spki_sha256[32])
{
    for (size_t i = 0; i < trust_pin_count; i++) {
        if (memcmp(trust_pins[i].spki_sha256, spki_sha256, 32) == 0) {
            return &trust_pins[i];
        }
    }
    return NULL;
}
