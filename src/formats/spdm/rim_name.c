/* SPDX-License-Identifier: Apache-2.0 */
/* The ids under which NVIDIA's RIM service has the reference values of a device. */
#include "formats/spdm/device.h"

/* Every NVSwitch of this generation is of one project, SKU and chip. */
#define SWITCH_BIOS "5612_0002_890"

bool nv_driver_rim(arena *a, const nv_device *d, nv_arch arch, nv_rim_name *out)
{
    const char *version = d->driver_version;
    *out = (nv_rim_name){.version = version};
    if (version == NULL) {
        return false;
    }
    if (arch == NV_HOPPER) {
        out->product = "GH100";
        out->id = arena_format(a, "NV_GPU_DRIVER_GH100_%s", version);
    } else if (arch == NV_BLACKWELL) {
        out->product = d->chip_info != NULL ? d->chip_info : "GB100";
        out->id = arena_format(a, "NV_GPU_CC_DRIVER_%s_%s", out->product, version);
    }
    return out->id != NULL;
}

static const char *without_dots(arena *a, const char *version)
{
    char *out = arena_text(a, bytes_of_text(version));
    size_t len = 0;
    for (size_t i = 0; out != NULL && version[i] != '\0'; i++) {
        if (version[i] != '.') {
            out[len++] = version[i];
        }
    }
    if (out != NULL) {
        out[len] = '\0';
    }
    return out;
}

bool nv_vbios_rim(arena *a, const nv_device *d, nv_arch arch, nv_rim_name *out)
{
    *out = (nv_rim_name){.version = d->vbios_version};
    const char *digits = d->vbios_version != NULL ? without_dots(a, d->vbios_version) : NULL;
    if (digits == NULL) {
        return false;
    }
    if (arch == NV_LS10) {
        out->product = "LS10";
        out->id = arena_format(a, "NV_SWITCH_BIOS_" SWITCH_BIOS "_%s", digits);
        return out->id != NULL;
    }
    bool named = d->project != NULL && d->project_sku != NULL && d->chip_sku != NULL;
    if (!named || arch == NV_ARCH_NONE) {
        return false;
    }
    const char *blackwell = d->chip_info != NULL ? d->chip_info : "GB100";
    out->product = arch == NV_HOPPER ? "GH100" : blackwell;
    out->id = arena_format(a, "NV_GPU_VBIOS_%s_%s_%s_%s", d->project, d->project_sku, d->chip_sku,
                           digits);
    return out->id != NULL;
}
