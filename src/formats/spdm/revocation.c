/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificates NVIDIA publishes revocation of, and where. Certificates of single devices name
 * neither a list nor a responder, but for the boot ROM of GB100, which names a responder. */
#include "codec/der.h"
#include "formats/spdm/evidence.h"

#define DISTRIBUTION_POINTS OID(0x55, 0x1d, 0x1f)
#define AUTHORITY_INFO OID(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01)
#define CRL_SERVICE "http://crl.ndis.nvidia.com/crl/"

static const struct {
    const char *issuer, *url;
} lists[] = {
    {"NVIDIA Device Identity CA", CRL_SERVICE "l1-root.crl"},
    {"NVIDIA GH100 Identity", CRL_SERVICE "l2-gh100.crl"},
    {"NVIDIA GB100 Identity", CRL_SERVICE "l2-gb100.crl"},
};

bool nv_publishes_revocation(const cert *c)
{
    assay_bytes value;
    return cert_extension(c, DISTRIBUTION_POINTS, &value) ||
           cert_extension(c, AUTHORITY_INFO, &value);
}

/* The address is NVIDIA's by the issuer's name, never the one that the certificate gives. */
void nv_need_revocation(job *j, const cert *c)
{
    const char *url = NULL;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        url = str_is(c->issuer_cn, lists[i].issuer) ? lists[i].url : url;
    }
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = url != NULL ? "crl" : "ocsp",
                                     .id = url != NULL ? name_text(j->arena, c->issuer)
                                                       : cert_issuer_serial(j->arena, c),
                                     .url = url,
                                     .label = j->label,
                                     .authenticated = true,
                                     .mandatory = true});
}
