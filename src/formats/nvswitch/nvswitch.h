/* SPDX-License-Identifier: Apache-2.0 */
/* NVIDIA NVSwitches of the LS10 chip in confidential mode. */
#ifndef ASSAY_FORMATS_NVSWITCH_NVSWITCH_H
#define ASSAY_FORMATS_NVSWITCH_NVSWITCH_H

#include "formats/format.h"

extern const format format_nvidia_nvswitch;

#endif
