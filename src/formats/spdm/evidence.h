/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages hand to each other about one device's report, and the stages themselves, which
 * GPUs and switches share. */
#ifndef ASSAY_FORMATS_SPDM_EVIDENCE_H
#define ASSAY_FORMATS_SPDM_EVIDENCE_H

#include "formats/format.h"
#include "formats/spdm/device.h"
#include "formats/spdm/findings.h"

/* Leaf, the device's boot ROM, Provisioner ICA, Identity, root. */
#define NV_CHAIN 5u
enum { NV_LEAF = 0, NV_BROM, NV_PROVISIONER, NV_IDENTITY, NV_ROOT };

typedef struct {
    assay_bytes raw; /* the report */
    spdm_transcript transcript;
    nv_device device;
    /* Of the attachment of role cert-chain, in its order. */
    const cert *certificates;
    size_t certificate_count;
    size_t chains;         /* attachments of that role; one in sound evidence */
    fault unread;          /* what keeps the chain from being read; in the attachment */
    const char *chip;      /* "GH100", likewise; NULL */
    nv_arch arch;          /* by the leaf's name; NONE: no leaf, or no architecture that is known */
    assay_bytes leaf_fwid; /* {NULL, 0}: the leaf has none, or it cannot be read */
    nv_rim_name driver, vbios;                    /* id NULL: not known */
    const char *issuer_serials[LIMIT_PATH_DEPTH]; /* as deny lists name certificates */
    const char *ueid;                             /* see nv_ueid */
    assay_bytes keys[2];                          /* SHA-256 of the keys of leaf and boot ROM */
    revocation *revocation;                       /* of the chain all together; set by stage 4 */
} nv_evidence;

/* Stage 3. `kind` is that of the format. NULL after a failed check. */
const nv_evidence *nv_parse(job *j, assay_bytes in, nv_kind kind);
/* Does it begin like a report, of a device of this kind? */
bool nv_probe(assay_bytes in, nv_kind kind);
/* The chain that travels with the report, into e; no check yet. */
void nv_read_chain(job *j, nv_evidence *e);

void nv_describe(job *j, const nv_evidence *e);
void nv_describe_revocation(job *j, revocation state);
bool nv_authenticate(job *j, const void *doc);
void nv_evaluate(job *j, const nv_evidence *e);
void nv_carries(job *j, const void *doc, const challenge *asked, carriage *out);

/* A claim whose value lies in the report, with its span; nothing when absent. */
void nv_add_bytes(job *j, const nv_evidence *e, claim *map, const char *name, assay_bytes in);
/* Nothing when NULL. */
void nv_add_text(job *j, claim *map, const char *name, const char *in);

/* As NVIDIA's tokens name a device: the leaf's serial number in decimal. */
const char *nv_ueid(arena *a, assay_bytes serial);

/* Does the certificate name a revocation list or a responder? */
bool nv_publishes_revocation(const cert *c);
/* The list of its issuer, or an answer of a responder about it. */
void nv_need_revocation(job *j, const cert *c);

/* fwid.c: what the leaf says of the firmware that holds its key, in the form of its architecture.
 * {NULL, 0} with the fault set when the extension is missing or not of that form. */
assay_bytes nv_leaf_fwid(const cert *leaf, nv_arch arch, fault *f);

#endif
