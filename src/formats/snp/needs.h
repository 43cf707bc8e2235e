/* SPDX-License-Identifier: Apache-2.0 */
/* What the store lacks to decide about a report, and where AMD has it. */
#ifndef ASSAY_FORMATS_SNP_NEEDS_H
#define ASSAY_FORMATS_SNP_NEEDS_H

#include "formats/snp/material.h"

/* Is a certificate of this authority at hand, whatever else its name says? */
bool snp_authority_known(const snp_material *m, snp_name sought);

/* The VCEK or VLEK, and what will be asked for once it is there: one round of fetching is enough.
 */
void snp_need_vek(job *j, const snp_report *r, const snp_material *m);
/* The chain with the issuer of this certificate, whose name is one of AMD's. */
void snp_need_issuer(job *j, const cert *below);
/* The list of the line's root. `authenticated`: the line is known by a verified chain. */
void snp_need_list(job *j, const snp_product *line, snp_vek_kind kind, bool authenticated);

#endif
