/* SPDX-License-Identifier: Apache-2.0 */
/* Opaque fields as they stand in the reports of GH100, GB100 and LS10. Texts become parts of names
 * and URLs, so they have the characters of such or are refused. */
#include "formats/spdm/device.h"

#define TEXT_MAX 32 /* characters of a version */

const char *nv_arch_name(nv_arch arch)
{
    switch (arch) {
    case NV_HOPPER:
        return "hopper";
    case NV_BLACKWELL:
        return "blackwell";
    case NV_LS10:
        return "ls10";
    case NV_ARCH_NONE:
        break;
    }
    return NULL;
}

typedef struct {
    arena *arena;
    const spdm_transcript *t;
    assay_bytes raw;
    fault *fault;
} reader;

/* An empty field is not the same as none. */
static bool present(assay_bytes value)
{
    return value.ptr != NULL;
}

static bool refuse(reader *r, assay_bytes at, const char *what, const char *why)
{
    if (r->fault->what == NULL) {
        *r->fault = (fault){what, why, (size_t)(at.ptr - r->raw.ptr)};
    }
    return false;
}

/* The field, if there, has exactly this size. */
static assay_bytes sized(reader *r, uint16_t type, size_t size, const char *what)
{
    assay_bytes value = spdm_field_value(r->t, type);
    if (present(value) && value.len != size) {
        refuse(r, value, what, "of another size");
        return (assay_bytes){NULL, 0};
    }
    return value;
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(uint8_t c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* Letters and digits with single dots between them. */
static bool is_version(assay_bytes text)
{
    bool dot = true;
    for (size_t i = 0; i < text.len; i++) {
        bool now = text.ptr[i] == '.';
        if ((now && dot) || (!now && !is_name(text.ptr[i]))) {
            return false;
        }
        dot = now;
    }
    return !dot;
}

static bool is_word(assay_bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_name(text.ptr[i])) {
            return false;
        }
    }
    return text.len > 0;
}

/* The text in front of zero bytes that fill the field. */
static const char *read_text(reader *r, uint16_t type, bool (*allowed)(assay_bytes),
                             const char *what)
{
    assay_bytes value = spdm_field_value(r->t, type), text = value;
    if (!present(value)) {
        return NULL;
    }
    while (text.len > 0 && text.ptr[text.len - 1] == 0) {
        text.len--;
    }
    if (text.len > TEXT_MAX || !allowed(text)) {
        refuse(r, value, what, "characters that no RIM id has");
        return NULL;
    }
    return arena_text(r->arena, text);
}

/* 00 9f 00 96 01 00 00 00 is 96.00.9F.00.01. */
static const char *read_gpu_vbios(reader *r)
{
    assay_bytes v = sized(r, NV_VBIOS_VERSION, 8, "opaque.vbios-version");
    return present(v) ? arena_format(r->arena, "%02X.%02X.%02X.%02X.%02X", v.ptr[3], v.ptr[2],
                                     v.ptr[1], v.ptr[0], v.ptr[4])
                      : NULL;
}

static nv_state read_state(reader *r, uint16_t type, const char *what)
{
    assay_bytes value = sized(r, type, 1, what);
    if (!present(value)) {
        return NV_STATE_ABSENT;
    }
    if (value.ptr[0] != NV_ENABLED && value.ptr[0] != NV_DISABLED) {
        refuse(r, value, what, "neither 0xaa nor 0x55");
        return NV_STATE_ABSENT;
    }
    return (nv_state)value.ptr[0];
}

static bool read_u16(reader *r, uint16_t type, const char *what, uint16_t *out)
{
    assay_bytes value = sized(r, type, 2, what);
    if (present(value)) {
        *out = (uint16_t)(value.ptr[0] | value.ptr[1] << 8);
    }
    return present(value);
}

static void read_gpu(reader *r, nv_device *d)
{
    d->driver_version = read_text(r, NV_DRIVER_VERSION, is_version, "opaque.driver-version");
    d->vbios_version = read_gpu_vbios(r);
    d->project = read_text(r, NV_PROJECT, is_word, "opaque.project");
    d->project_sku = read_text(r, NV_PROJECT_SKU, is_word, "opaque.project-sku");
    d->chip_sku = read_text(r, NV_CHIP_SKU, is_word, "opaque.chip-sku");
    d->chip_info = read_text(r, NV_CHIP_INFO, is_word, "opaque.chip-info");
    d->nvdec0 = read_state(r, NV_NVDEC0_STATUS, "opaque.nvdec0-status");
    d->protected_pcie = read_state(r, NV_PROTECTED_PCIE_STATUS, "opaque.protected-pcie-status");
    sized(r, NV_BOARD_ID, 4, "opaque.board-id");
    d->fwid = sized(r, NV_FWID, SPDM_DIGEST_BYTES, "opaque.fwid");
    d->switch_pdi = sized(r, NV_SWITCH_PDI, (size_t)NV_LINKS * NV_PDI_BYTES, "opaque.switch-pdi");
    d->has_opaque_version =
        read_u16(r, NV_OPAQUE_DATA_VERSION, "opaque.data-version", &d->opaque_version);
    d->has_feature_flag = read_u16(r, NV_FEATURE_FLAG, "opaque.feature-flag", &d->feature_flag);
    if (d->has_feature_flag && d->feature_flag > 2) {
        refuse(r, spdm_field_value(r->t, NV_FEATURE_FLAG), "opaque.feature-flag", "not known");
    }
}

static void read_switch(reader *r, nv_device *d)
{
    d->vbios_version = read_text(r, NV_VBIOS_VERSION, is_version, "opaque.vbios-version");
    d->switch_pdi = sized(r, NV_SWITCH_PDI, NV_PDI_BYTES, "opaque.device-pdi");
    d->gpu_pdis =
        sized(r, NV_SWITCH_GPU_PDIS, 2u * NV_SWITCH_GPUS * NV_PDI_BYTES, "opaque.switch-gpu-pdis");
    d->has_lock = read_u16(r, NV_LOCK_SWITCH_STATUS, "opaque.lock-switch-status", &d->lock);
}

bool nv_device_read(arena *a, const spdm_transcript *t, assay_bytes raw, nv_device *out, fault *f)
{
    reader r = {a, t, raw, f};
    *out = (nv_device){.kind = nv_kind_of(t)};
    if (out->kind == NV_GPU) {
        read_gpu(&r, out);
    } else {
        read_switch(&r, out);
    }
    return f->what == NULL;
}

nv_kind nv_kind_of(const spdm_transcript *t)
{
    return present(spdm_field_value(t, NV_DRIVER_VERSION)) ? NV_GPU : NV_SWITCH;
}
