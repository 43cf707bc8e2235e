/* SPDX-License-Identifier: Apache-2.0 */
/* A switch's report: parsed, described, and judged with the built-in pins as the only trust. No input
 * may come out authentic, since none is signed by NVIDIA. Bytes behind a report are its chain. */
#include "formats/nvswitch/nvswitch.h"
#include "nvidia.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_device(&format_nvidia_nvswitch, bytes_of(data, size));
    return 0;
}
