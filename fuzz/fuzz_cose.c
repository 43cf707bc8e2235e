/* SPDX-License-Identifier: Apache-2.0 */
/* COSE_Sign1, and CMS EnvelopedData: whatever is taken lies inside the input. */
#include "codec/cms.h"
#include "codec/cose.h"
#include "must.h"

static void read_cose(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    cose_sign1 s;
    cose_to_be_signed tbs;
    bool sound = cose_sign1_parse(&c, &s);
    MUST(sound == (f.what == NULL));
    if (!sound) {
        return;
    }
    MUST(s.header_count > 0 && inside(s.headers, in) && inside(s.payload_bytes, in));
    MUST(inside(s.signature, in) && cur_left(&s.payload) == s.payload_bytes.len);
    int64_t known[] = {COSE_ES256, COSE_ES384, COSE_ES512};
    MUST(!cose_alg_in(s.alg, known, ARRAY_LEN(known)) || cose_alg_name(s.alg) != NULL);
    cose_sign1_to_be_signed(&s, &tbs);
    size_t signed_len = 0;
    for (size_t i = 0; i < COSE_PARTS; i++) {
        signed_len += tbs.parts[i].len;
    }
    MUST(signed_len > s.headers.len + s.payload_bytes.len);
}

static void read_cms(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    cms_enveloped m;
    bool sound = cms_enveloped_parse(&c, &m);
    MUST(sound == (f.what == NULL));
    if (!sound) {
        return;
    }
    assay_bytes piece;
    size_t len = 0;
    while (cms_content_next(&m.content, m.chunked, &piece)) {
        MUST(inside(piece, in));
        len += piece.len;
    }
    MUST(len == m.content_len && inside(m.recipient.encrypted_key, in) && inside(m.iv, in));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    read_cose(in);
    read_cms(in);
    return 0;
}
