/* SPDX-License-Identifier: Apache-2.0 */
/* What transports a report: the GHCB certificate table and the guest driver's response. */
#ifndef ASSAY_FORGE_SNP_TABLE_H
#define ASSAY_FORGE_SNP_TABLE_H

#include "forge/snp_forge.h"

#define FSNP_ENTRY_HEADER 24 /* GUID, offset, length; also the zero terminator */
#define FSNP_RSP_HEADER 32
#define FSNP_RSP_LEN 4000 /* struct fsnp_report_resp of the Linux guest driver */

/* VEK, ASK, ARK, all in DER. */
void fsnp_table_init(fsnp_table *t, bool vlek);
/* A further entry of this piece under this GUID. */
fsnp_entry *fsnp_table_add(fsnp_table *t, fsnp_piece piece, const uint8_t guid[16]);
/* Fills out->table, ext and rsp from the pieces that are in *out. */
void fsnp_table_write(const fsnp_recipe *r, arena *a, fsnp_evidence *out);

#endif
