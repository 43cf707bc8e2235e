/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the opaque data of a report says of the device, for GPUs and switches alike, and the names
 * under which NVIDIA publishes its reference values. Nothing here is authentic before the report
 * is.
 */
#ifndef ASSAY_FORMATS_SPDM_DEVICE_H
#define ASSAY_FORMATS_SPDM_DEVICE_H

#include "base/arena.h"
#include "formats/spdm/transcript.h"

typedef enum { NV_KIND_NONE = 0, NV_GPU, NV_SWITCH } nv_kind;
typedef enum { NV_ARCH_NONE = 0, NV_HOPPER, NV_BLACKWELL, NV_LS10 } nv_arch;
const char *nv_arch_name(nv_arch arch); /* "hopper", "blackwell", "ls10"; NULL */

/* Types of opaque fields. */
enum {
    NV_DRIVER_VERSION = 3,
    NV_VBIOS_VERSION = 6,
    NV_NVDEC0_STATUS = 11,
    NV_BOARD_ID = 14,
    NV_CHIP_SKU = 15,
    NV_PROJECT = 17,
    NV_PROJECT_SKU = 18,
    NV_FWID = 20,
    NV_PROTECTED_PCIE_STATUS = 21,
    NV_SWITCH_PDI = 22, /* GPU: of the switch behind each link; switch: its own */
    NV_LOCK_SWITCH_STATUS = 25,
    NV_SWITCH_GPU_PDIS = 26,
    NV_OPAQUE_DATA_VERSION = 34,
    NV_CHIP_INFO = 35,
    NV_FEATURE_FLAG = 36
};

/* A state that is told by one byte. */
typedef enum { NV_STATE_ABSENT = 0, NV_DISABLED = 0x55, NV_ENABLED = 0xaa } nv_state;

#define NV_PDI_BYTES 8u
#define NV_LINKS 18u      /* of a GPU */
#define NV_SWITCH_GPUS 8u /* that a switch report has room for */

/* Texts are NUL-terminated and of the characters that a RIM id may have; NULL: the report has no
 * such field. */
typedef struct {
    nv_kind kind;
    const char *driver_version; /* "550.90.07" */
    const char *vbios_version;  /* "96.00.9F.00.01" */
    const char *project, *project_sku, *chip_sku, *chip_info;
    nv_state nvdec0, protected_pcie;
    assay_bytes fwid; /* 48 bytes, or absent */
    bool has_opaque_version, has_feature_flag;
    uint16_t opaque_version;
    uint16_t feature_flag;  /* 0 spt, 1 mpt, 2 ppcie */
    assay_bytes switch_pdi; /* GPU: 18 of 8 bytes, each reversed; switch: 8 bytes; or absent */
    assay_bytes gpu_pdis;   /* switch: 128 bytes, the first 64 are eight PDIs; or absent */
    bool has_lock;
    uint16_t lock; /* switch: 1 is locked */
} nv_device;

/* A GPU's report states a driver version, a switch's none. */
nv_kind nv_kind_of(const spdm_transcript *t);
/* Reads the fields above, strictly; false with the fault set ("opaque.chip-info", ...). */
bool nv_device_read(arena *a, const spdm_transcript *t, assay_bytes raw, nv_device *out, fault *f);

/* The same RIM serves devices of one product and version. */
typedef struct {
    const char *product; /* as the RIM names it: "GH100", "GB100", "LS10" */
    const char *version; /* "550.90.07", "96.00.9F.00.01" */
    const char *id;      /* "NV_GPU_DRIVER_GH100_550.90.07"; letters, digits, '_' and '.' only */
} nv_rim_name;

/* Of the driver (a switch has none) and of the VBIOS or BIOS. False when the report lacks a field
 * that the id is made of, or memory failed. */
bool nv_driver_rim(arena *a, const nv_device *d, nv_arch arch, nv_rim_name *out);
bool nv_vbios_rim(arena *a, const nv_device *d, nv_arch arch, nv_rim_name *out);

#endif
