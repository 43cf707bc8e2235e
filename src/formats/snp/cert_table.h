/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate table that the host hands out with an extended report (AMD 56421 4.1.8.1). It is
 * the host's word: bounded, read into views, and refused as a whole when any entry is not sound.
 */
#ifndef ASSAY_FORMATS_SNP_CERT_TABLE_H
#define ASSAY_FORMATS_SNP_CERT_TABLE_H

#include "base/cursor.h"
#include "base/limits.h"

typedef enum {
    TABLE_OTHER = 0, /* of no use here; bounds were checked all the same */
    TABLE_VCEK,
    TABLE_VLEK,
    TABLE_ASK, /* or ASVK */
    TABLE_ARK,
    TABLE_CRL
} snp_table_kind;

typedef struct {
    snp_table_kind kind;
    assay_bytes guid;
    assay_bytes bytes; /* DER or PEM, with whatever padding the host added */
    uint32_t offset;   /* from the table's start */
} snp_table_entry;

typedef struct {
    snp_table_entry entries[LIMIT_SNP_TABLE_ENTRIES];
    size_t count;
} snp_table;

/*
 * Reads all that is left of `c`. Refused: more than LIMIT_SNP_TABLE_BYTES or
 * LIMIT_SNP_TABLE_ENTRIES, no terminator, a GUID twice, an entry that is empty, leaves the table,
 * begins in its header, or overlaps another one.
 */
bool snp_table_parse(cursor *c, snp_table *out);

/* A DER certificate or list without the zeros behind it; `in` itself when it is not DER of that
 * form. */
assay_bytes snp_table_unpadded(assay_bytes in);

#endif
