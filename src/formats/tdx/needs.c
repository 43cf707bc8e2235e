/* SPDX-License-Identifier: Apache-2.0 */
/* Names and addresses of what is missing (Intel SGX and TDX PCS API v4). */
#include "base/text.h"
#include "formats/tdx/evidence.h"

#define PCS "https://api.trustedservices.intel.com/sgx/certification/v4/"

static void ask(job *j, const char *role, const char *id, const char *url, bool authenticated)
{
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = role,
                                     .id = id,
                                     .url = url,
                                     .label = j->label,
                                     .authenticated = authenticated,
                                     .mandatory = true});
}

/* The id, CPUSVN, PCESVN and PCEID, as check_platform_data of certs.c let them pass. */
void quote_need_pck(job *j, const quote *q)
{
    fault f = {0};
    cursor c = cur_over(q->cert_data, &f);
    size_t id = q->cert_type == CERT_DATA_PPID           ? 16
                : q->cert_type == CERT_DATA_PPID_RSA2048 ? 256
                                                         : 384;
    arena *a = j->arena;
    assay_bytes ppid = cur_take(&c, id, "ppid"), cpusvn = cur_take(&c, 16, "cpusvn"),
                pcesvn = cur_take(&c, 2, "pcesvn"), pceid = cur_rest(&c);
    const char *cpu = text_hex(a, cpusvn), *pce = text_hex(a, pcesvn);
    if (q->cert_type == CERT_DATA_PPID || pceid.len == 0) {
        ask(j, "pck-cert", arena_format(a, "ppid %s cpusvn %s", text_hex(a, ppid), cpu), NULL,
            false);
        return;
    }
    const char *url = arena_format(a, PCS "pckcert?encrypted_ppid=%s&cpusvn=%s&pcesvn=%s&pceid=%s",
                                   text_hex(a, ppid), cpu, pce, text_hex(a, pceid));
    ask(j, "pck-cert", arena_format(a, "cpusvn %s pcesvn %s", cpu, pce), url, false);
}

static void need_pck_crl(job *j, const char *ca)
{
    const char *url = arena_format(j->arena, PCS "pckcrl?ca=%s&encoding=der", ca);
    ask(j, "crl", arena_format(j->arena, "Intel SGX PCK %s CA", ca), url, true);
}

void quote_need_root_crl(job *j)
{
    ask(j, "crl", "Intel SGX Root CA",
        "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der", true);
}

void quote_need_lists(job *j, const quote_evidence *e)
{
    if (e->established->pck.state != REVOCATION_GOOD) {
        need_pck_crl(j, quote_pck_ca(e->certs.pck));
    }
    if (e->established->ca.state != REVOCATION_GOOD) {
        quote_need_root_crl(j);
    }
}
