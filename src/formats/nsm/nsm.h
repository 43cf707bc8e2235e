/* SPDX-License-Identifier: Apache-2.0 */
/* AWS Nitro attestation documents, of enclaves and of NitroTPM; and the CMS in which AWS KMS
 * answers an enclave. */
#ifndef ASSAY_FORMATS_NSM_NSM_H
#define ASSAY_FORMATS_NSM_NSM_H

#include "formats/format.h"

extern const format format_nsm_document;
extern const dissector dissector_cms_enveloped_data;

#endif
