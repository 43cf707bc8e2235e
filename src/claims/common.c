/* SPDX-License-Identifier: Apache-2.0 */
#include "claims/common.h"

const finding_def common_findings[COMMON_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "claims/common.def"
#undef FINDING
};
