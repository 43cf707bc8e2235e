/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of AMD's Key Distribution Service. */
#include "formats/snp/kds.h"
#include "base/text.h"

#define KDS "https://kdsintf.amd.com"

const char *snp_kds_vcek(arena *a, const snp_product *p, assay_bytes chip_id, assay_bytes tcb)
{
    text t = text_new(a, 512);
    size_t len = chip_id.len < p->hwid_bytes ? chip_id.len : p->hwid_bytes;
    const char *hwid = text_hex(a, bytes_of(chip_id.ptr, len));
    text_addf(&t, KDS "/vcek/v1/%s/%s", p->name, hwid != NULL ? hwid : "");
    for (const snp_spl *spl = p->order; *spl != 0; spl++) {
        text_addf(&t, "%c%sSPL=%u", spl == p->order ? '?' : '&', snp_spl_name(*spl),
                  snp_tcb_level(p, tcb, *spl));
    }
    return text_done(&t).ptr;
}

static const char *service(snp_vek_kind kind)
{
    return kind == VEK_LOADED ? "vlek" : "vcek";
}

const char *snp_kds_chain(arena *a, const snp_product *p, snp_vek_kind kind)
{
    return arena_format(a, KDS "/%s/v1/%s/cert_chain", service(kind), p->name);
}

const char *snp_kds_crl(arena *a, const snp_product *p, snp_vek_kind kind)
{
    return arena_format(a, KDS "/%s/v1/%s/crl", service(kind), p->name);
}
