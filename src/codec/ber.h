/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BER (X.690 8) as far as CMS is sent in it: DER's elements, and constructed ones of indefinite
 * length. Single-byte tags; nesting of indefinite lengths is bounded; no recursion.
 */
#ifndef ASSAY_CODEC_BER_H
#define ASSAY_CODEC_BER_H

#include "codec/der.h"

/* The contents of the next element, without the end-of-contents octets. */
cursor ber_enter(cursor *c, unsigned tag, const char *what);

#endif
