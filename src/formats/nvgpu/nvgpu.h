/* SPDX-License-Identifier: Apache-2.0 */
/* NVIDIA GPUs of the Hopper and Blackwell architectures in confidential mode. */
#ifndef ASSAY_FORMATS_NVGPU_NVGPU_H
#define ASSAY_FORMATS_NVGPU_NVGPU_H

#include "formats/format.h"

extern const format format_nvidia_gpu;

#endif
