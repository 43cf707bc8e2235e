/* SPDX-License-Identifier: Apache-2.0 */
/* Views over bytes and text: making and comparing them. */
#ifndef ASSAY_BASE_BYTES_H
#define ASSAY_BASE_BYTES_H

#include <assay/values.h>
#include <string.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

static inline assay_bytes bytes_of(const void *ptr, size_t len)
{
    return (assay_bytes){ptr, len};
}

static inline assay_bytes bytes_of_text(const char *text)
{
    return (assay_bytes){(const uint8_t *)text, strlen(text)};
}

static inline assay_bytes bytes_of_str(assay_str s)
{
    return (assay_bytes){(const uint8_t *)s.ptr, s.len};
}

static inline assay_str str_of(const char *text)
{
    return (assay_str){text, strlen(text)};
}

/* Public data only; secrets and nonces are compared with crypto_equal. */
static inline bool bytes_equal(assay_bytes a, assay_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_begins(assay_str s, const char *prefix)
{
    size_t len = strlen(prefix);
    return s.ptr != NULL && s.len >= len && memcmp(s.ptr, prefix, len) == 0;
}

static inline bool str_is(assay_str s, const char *text)
{
    return s.ptr != NULL && bytes_equal(bytes_of_str(s), bytes_of_text(text));
}

/* Lexicographic, shorter first; for sorting. */
int bytes_order(assay_bytes a, assay_bytes b);
bool bytes_all(assay_bytes b, uint8_t value);

#endif
