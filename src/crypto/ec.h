/* SPDX-License-Identifier: Apache-2.0 */
/* The two curves' sizes and orders, and big-endian comparison in constant time. */
#ifndef ASSAY_CRYPTO_EC_H
#define ASSAY_CRYPTO_EC_H

#include "crypto/crypto.h"

#define EC_WIDTH_MAX 48

typedef struct {
    size_t width; /* bytes of a coordinate and of a scalar */
    uint8_t order[EC_WIDTH_MAX];
} ec_curve;

/* NULL when the type is no curve. */
const ec_curve *ec_curve_of(key_type type);
/* Is the scalar of curve->width bytes in 1..n-1? */
bool ec_scalar(const ec_curve *curve, const uint8_t *scalar);

/* a < b as big-endian numbers of `len` bytes. */
bool number_below(const uint8_t *a, const uint8_t *b, size_t len);

#endif
