/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CMS EnvelopedData (RFC 5652 6) in BER or DER, with one recipient by key transport: syntax only.
 * What algorithms it names, and whether they are accepted, is the caller's matter.
 */
#ifndef ASSAY_CODEC_CMS_H
#define ASSAY_CODEC_CMS_H

#include "base/cursor.h"

/* OIDs are contents, {NULL, 0} when the part is not there. */
typedef struct {
    uint64_t version;
    assay_bytes key_id;                /* subjectKeyIdentifier; {NULL, 0}: issuerAndSerialNumber */
    assay_bytes algorithm;             /* keyEncryptionAlgorithm */
    assay_bytes hash, mask, mask_hash; /* RSAES-OAEP-params as written (RFC 4055 4.1) */
    bool has_label;                    /* pSourceAlgorithm is there */
    assay_bytes encrypted_key;
} cms_recipient;

typedef struct {
    uint64_t version;
    cms_recipient recipient;
    assay_bytes content_type, algorithm, iv;
    bool chunked;   /* the encrypted content is a row of OCTET STRINGs */
    cursor content; /* its bytes, or that row: for cms_content_next */
    size_t content_len, chunk_count;
} cms_enveloped;

/* Takes one ContentInfo; false with the fault set ("cms.recipient.version", ...). */
bool cms_enveloped_parse(cursor *c, cms_enveloped *out);
/* The encrypted content piece by piece; false at the end. */
bool cms_content_next(cursor *content, bool chunked, assay_bytes *piece);

#endif
