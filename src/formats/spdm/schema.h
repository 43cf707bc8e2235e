/* SPDX-License-Identifier: Apache-2.0 */
/* What makes a line of a schema.def a row, for GPUs and switches. */
#ifndef ASSAY_FORMATS_SPDM_SCHEMA_H
#define ASSAY_FORMATS_SPDM_SCHEMA_H

#include "claims/schema_rows.h"

#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                       \
    CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_,                     \
              "NVIDIA attestation SDK, GPU and switch evidence")
/* Reference values of one source. */
#define REFERENCE_ROWS(pointer_, what_)                                                            \
    ROW(pointer_, MAP, 0, MAKER, false, "executables", "reference values of the " what_)           \
    ROW(pointer_ "/status", TEXT, 0, MAKER, false, "executables", "match, mismatch or missing")    \
    ROW(pointer_ "/compared", UINT, 0, MAKER, false, "executables", "measurements compared")       \
    ROW(pointer_ "/product", TEXT, 0, MAKER, false, NULL, "product that the RIM is of")            \
    ROW(pointer_ "/version", TEXT, 0, MAKER, false, NULL, "version that the RIM is of")            \
    ROW(pointer_ "/sha256", TEXT, 0, MAKER, false, NULL, "SHA-256 of the signed RIM, in hex")      \
    ROW(pointer_ "/issued", TIME, 0, MAKER, false, NULL, "begin of its signer's validity")         \
    ROW(pointer_ "/valid_to", TIME, 0, MAKER, false, NULL, "end of its signers' validity")         \
    ROW(pointer_ "/expired", BOOL, 0, MAKER, false, NULL, "the operator accepts that this passed") \
    ROW(pointer_ "/older_issue", BOOL, 0, MAKER, false, NULL, "a newer issue does not fit")        \
    ROW(pointer_ "/revocation", TEXT, 0, MAKER, false, NULL,                                       \
        "revocation of its signers: good or not-established")

#endif
