/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

int bytes_order(assay_bytes a, assay_bytes b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool bytes_all(assay_bytes b, uint8_t value)
{
    /* The first byte is right, and each one equals the next. */
    return b.len == 0 || (b.ptr[0] == value && memcmp(b.ptr, b.ptr + 1, b.len - 1) == 0);
}
