/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON in which NVIDIA's tools keep and send evidence of several devices. `arch` and `nonce` of
 * it are the sender's word: the first chooses between GPU and switch, the second counts for
 * nothing.
 */
#ifndef ASSAY_FORMATS_SPDM_EVIDENCE_JSON_H
#define ASSAY_FORMATS_SPDM_EVIDENCE_JSON_H

#include "formats/format.h"

extern const container container_nvidia_evidence_json, container_nvidia_nras_request;

#endif
