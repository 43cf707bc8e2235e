/* SPDX-License-Identifier: Apache-2.0 */
/* Chips of SEV-SNP, for its own rows and for those of evidence that has a report inside. */
#ifndef ASSAY_BENCH_SNP_H
#define ASSAY_BENCH_SNP_H

#include "bench/bench.h"
#include "forge/snp_forge.h"

/* The chip's number chooses its key and its identity; derives the certificates. */
bool bench_snp_chip(arena *a, key_ring *ring, fsnp_recipe *r, unsigned number);
/* What cannot be done without: the VCEK's signature, and that of the report. */
bool bench_snp_signatures(arena *a, const fsnp_evidence *e, bench_attester *out);
/* The root, the ASK and the revocation list that all chips are below. */
void bench_snp_trust(const fsnp_evidence *made, bench_subject *out);

#endif
