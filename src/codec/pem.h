/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PEM (RFC 7468 strict form, plus what operators' files have in fact: CRLF, text between blocks,
 * final NULs). Lines of base64 up to 76 characters; headers inside a block are refused.
 */
#ifndef ASSAY_CODEC_PEM_H
#define ASSAY_CODEC_PEM_H

#include "base/arena.h"
#include "base/cursor.h"

/* Does the input hold a "-----BEGIN " line? */
bool pem_probe(assay_bytes in);
/*
 * The next block: true, label and decoded bytes (in `a`); false at the end of the input, or with
 * the fault set when a block is damaged. `c` moves behind the block.
 */
bool pem_next(cursor *c, arena *a, assay_str *label, assay_bytes *der);

#endif
