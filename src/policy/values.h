/* SPDX-License-Identifier: Apache-2.0 */
/* What the operators of value expressions share, and their rows. */
#ifndef ASSAY_POLICY_VALUES_H
#define ASSAY_POLICY_VALUES_H

#include "policy/ops.h"

/* HOLDS with the claim; NULL: memory failed. */
found_value value_result(const claim *c);
found_value value_lacks(outcome state, const char *why);
/* BYTES or TEXT over these octets; a NULL pointer: memory failed. */
found_value value_octets(evaluation *ev, assay_claim_type type, assay_bytes b);
assay_bytes claim_octets(const claim *c);
/* The result is bytes: so many, or (0) any number. */
void value_is_bytes(value *v, size_t length, bool fixed);
void value_shown(value *v, const char *as);

extern const value_op value_nonce, value_input, value_param, value_claim; /* values_given.c */
extern const value_op value_devices;                                      /* values_devices.c */
extern const value_op value_sha256, value_sha384, value_sha512, value_base64url, value_hex_text,
    value_zero_pad, value_framed; /* values_derived.c */

#endif
