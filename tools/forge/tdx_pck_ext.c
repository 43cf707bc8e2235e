/* SPDX-License-Identifier: Apache-2.0 */
/* The extension of PCK certificates (Intel SGX PCK Certificate and CRL Profile, 1.3.5), whole and
 * damaged. */
#include "forge/tdx_pki.h"

#include "forge/der_write.h"

#define SGX_ARC 0x2a, 0x86, 0x48, 0x86, 0xf8, 0x4d, 0x01, 0x0d, 0x01
static const uint8_t oid_sgx[] = {SGX_ARC};
const assay_bytes ftdx_oid_sgx = {oid_sgx, sizeof oid_sgx};

enum { PPID = 1, TCB, PCEID, FMSPC, SGX_TYPE, INSTANCE_ID, CONFIGURATION };
enum { TCB_PCESVN = 17, TCB_CPUSVN };

#define EXTENSION_MAX 1024
#define CODE_MAX 1024

/* SEQUENCE { OID, ...: the value is written before derw_close. `below` 0: none. */
static void open_member(der_writer *w, unsigned member, unsigned below)
{
    const uint8_t oid[] = {SGX_ARC, (uint8_t)member, (uint8_t)below};
    derw_open(w, DER_SEQUENCE);
    derw_put(w, DER_OID, bytes_of(oid, sizeof oid - (below == 0)));
}

static void put_octets(der_writer *w, unsigned member, unsigned below, const uint8_t *ptr,
                       size_t len)
{
    open_member(w, member, below);
    derw_put(w, DER_OCTET_STRING, bytes_of(ptr, len));
    derw_close(w);
}

static void put_svn(der_writer *w, const ftdx_platform *p, unsigned number)
{
    static const uint8_t negative = 0xff;
    unsigned from = number;
    if (p->form == FTDX_EXT_SVN_MISSING && number == 9) {
        return;
    }
    if (p->form == FTDX_EXT_SVN_SWAPPED && (number == 1 || number == 2)) {
        from = 3 - number;
    }
    open_member(w, TCB, from);
    if (p->form == FTDX_EXT_SVN_NEGATIVE && number == 5) {
        derw_put(w, DER_INTEGER, bytes_of(&negative, 1));
    } else {
        derw_uint(w, p->form == FTDX_EXT_SVN_256 && number == 5 ? 256 : p->svn[from - 1]);
    }
    derw_close(w);
}

static void put_tcb(der_writer *w, const ftdx_platform *p)
{
    open_member(w, TCB, 0);
    derw_open(w, DER_SEQUENCE);
    for (unsigned i = 1; i <= 16; i++) {
        put_svn(w, p, i);
    }
    open_member(w, TCB, TCB_PCESVN);
    derw_uint(w, p->form == FTDX_EXT_PCESVN_65536 ? 65536 : p->pcesvn);
    derw_close(w);
    put_octets(w, TCB, TCB_CPUSVN, p->cpusvn, sizeof p->cpusvn);
    if (p->form == FTDX_EXT_TCB_UNKNOWN) {
        put_octets(w, TCB, TCB_CPUSVN + 1, p->cpusvn, sizeof p->cpusvn);
    }
    derw_close(w);
    derw_close(w);
}

static void put_fmspc(der_writer *w, const ftdx_platform *p)
{
    size_t len = sizeof p->fmspc - (p->form == FTDX_EXT_FMSPC_SHORT);
    if (p->form == FTDX_EXT_NO_FMSPC) {
        return;
    }
    for (int copy = 0; copy < (p->form == FTDX_EXT_FMSPC_TWICE ? 2 : 1); copy++) {
        put_octets(w, FMSPC, 0, p->fmspc, len);
    }
}

static void put_type(der_writer *w, const ftdx_platform *p)
{
    uint8_t type = p->form == FTDX_EXT_TYPE_3 ? 3 : p->sgx_type;
    open_member(w, SGX_TYPE, 0);
    derw_put(w, p->form == FTDX_EXT_TYPE_INTEGER ? DER_INTEGER : DER_ENUMERATED,
             bytes_of(&type, 1));
    derw_close(w);
}

static void put_configuration(der_writer *w, const ftdx_platform *p)
{
    const bool values[] = {p->dynamic_platform, p->cached_keys, p->smt_enabled};
    static const uint8_t one = 1;
    open_member(w, CONFIGURATION, 0);
    derw_open(w, DER_SEQUENCE);
    for (unsigned i = 0; i < ARRAY_LEN(values); i++) {
        open_member(w, CONFIGURATION, i + 1);
        if (p->form == FTDX_EXT_BOOL_1 && i == 0) {
            derw_put(w, DER_BOOLEAN, bytes_of(&one, 1));
        } else {
            derw_bool(w, values[i]);
        }
        derw_close(w);
    }
    derw_close(w);
    derw_close(w);
}

/* All members behind PPID. */
static void put_rest(der_writer *w, const ftdx_platform *p)
{
    put_tcb(w, p);
    put_octets(w, PCEID, 0, p->pceid, sizeof p->pceid);
    put_fmspc(w, p);
    put_type(w, p);
    if (p->platform_ca) {
        put_octets(w, INSTANCE_ID, 0, p->instance_id, sizeof p->instance_id);
        put_configuration(w, p);
    }
    if (p->form == FTDX_EXT_UNKNOWN) {
        put_octets(w, 8, 0, p->ppid, sizeof p->ppid);
    }
}

/* Whoever looks for the OIDs without the structure finds them all. */
static void put_hidden(der_writer *w, const ftdx_platform *p)
{
    uint8_t buffer[EXTENSION_MAX];
    der_writer inner = derw_over(buffer, sizeof buffer);
    put_rest(&inner, p);
    assay_bytes all = derw_done(&inner);
    put_octets(w, PPID, 0, all.ptr, all.len);
}

assay_bytes ftdx_pck_extension(arena *a, const ftdx_platform *p)
{
    static const uint8_t zero = 0;
    der_writer w = derw_over(arena_alloc(a, CODE_MAX), CODE_MAX);
    derw_open(&w, DER_SEQUENCE);
    if (p->form == FTDX_EXT_OIDS_IN_PPID) {
        put_hidden(&w, p);
    } else {
        put_octets(&w, PPID, 0, p->ppid, sizeof p->ppid - (p->form == FTDX_EXT_PPID_SHORT));
        put_rest(&w, p);
    }
    derw_close(&w);
    if (p->form == FTDX_EXT_TRAILING) {
        derw_raw(&w, bytes_of(&zero, 1));
    }
    return derw_done(&w);
}
