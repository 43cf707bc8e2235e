/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling an assay_error. Each function takes NULL, writes nothing beyond err->struct_size, and
 * cuts what is too long at a UTF-8 boundary. Never pass untrusted bytes without text_printable.
 */
#ifndef ASSAY_BASE_ERROR_H
#define ASSAY_BASE_ERROR_H

#include <assay/values.h>

/* The status and message of a new error; clears everything else. Returns `status`. */
__attribute__((format(printf, 3, 4))) assay_status error_set(assay_error *err, assay_status status,
                                                             const char *format, ...);
/* Where it is. A NULL text or a zero line leaves what an inner layer said. */
void error_at(assay_error *err, const char *source, const char *where, uint32_t line,
              uint32_t column);
__attribute__((format(printf, 2, 3))) void error_hint(assay_error *err, const char *format, ...);

#endif
