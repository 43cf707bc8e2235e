/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the extension of a PCK certificate: a SEQUENCE of {OID, value}, in the profile's order. */
#include "formats/tdx/pck_ext.h"

#define ARC_BYTES 9

enum { PPID = 1, TCB, PCEID, FMSPC, SGX_TYPE, INSTANCE_ID, CONFIGURATION };
enum { TCB_PCESVN = 17, TCB_CPUSVN };
enum { DYNAMIC_PLATFORM = 1, CACHED_KEYS, SMT_ENABLED };

/* Its OID is the arc and one or two numbers, each below 128. */
static bool named(cursor *c, unsigned member, unsigned below, const char *what)
{
    const uint8_t oid[] = {PCK_EXT_ARC, (uint8_t)member, (uint8_t)below};
    size_t at = cur_at(c);
    assay_bytes found = der_oid(c, what);
    size_t len = below == 0 ? ARC_BYTES + 1 : ARC_BYTES + 2;
    return bytes_equal(found, bytes_of(oid, len)) || !cur_ok(c) ||
           cur_fail(c, at, what, "another member stands here");
}

/* SEQUENCE { OID, ...; the value is what is left. */
static cursor enter(cursor *c, unsigned member, unsigned below, const char *what)
{
    cursor value = der_enter(c, DER_SEQUENCE, what);
    (void)named(&value, member, below, what);
    return value;
}

static assay_bytes octets(cursor *c, unsigned member, unsigned below, size_t size, const char *what)
{
    cursor value = enter(c, member, below, what);
    size_t at = cur_at(&value);
    assay_bytes found = der_value(&value, DER_OCTET_STRING, what);
    if (cur_ok(c) && found.len != size) {
        cur_fail(c, at, what, "not of its length");
    }
    cur_end(&value, what);
    return found;
}

static uint64_t number(cursor *c, unsigned below, uint64_t most, const char *what)
{
    cursor value = enter(c, TCB, below, what);
    size_t at = cur_at(&value);
    uint64_t found = der_uint(&value, what);
    if (cur_ok(c) && found > most) {
        cur_fail(c, at, what, "larger than it can be");
    }
    cur_end(&value, what);
    return cur_ok(c) ? found : 0;
}

static void read_tcb(cursor *c, pck_ext *out)
{
    cursor member = enter(c, TCB, 0, "pck.tcb");
    cursor list = der_enter(&member, DER_SEQUENCE, "pck.tcb");
    for (unsigned i = 0; i < PCK_SVN_COUNT; i++) {
        out->svn[i] = (uint8_t)number(&list, i + 1, UINT8_MAX, "pck.tcb.svn");
    }
    out->pcesvn = (uint16_t)number(&list, TCB_PCESVN, UINT16_MAX, "pck.tcb.pcesvn");
    out->cpusvn = octets(&list, TCB, TCB_CPUSVN, 16, "pck.tcb.cpusvn");
    cur_end(&list, "pck.tcb");
    cur_end(&member, "pck.tcb");
}

static void read_type(cursor *c, pck_ext *out)
{
    cursor member = enter(c, SGX_TYPE, 0, "pck.sgx_type");
    size_t at = cur_at(&member);
    assay_bytes value = der_value(&member, DER_ENUMERATED, "pck.sgx_type");
    if (cur_ok(c) && (value.len != 1 || value.ptr[0] > 2)) {
        cur_fail(c, at, "pck.sgx_type", "not 0, 1 or 2");
    }
    out->sgx_type = cur_ok(c) ? value.ptr[0] : 0;
    cur_end(&member, "pck.sgx_type");
}

static bool flag(cursor *c, unsigned below, const char *what)
{
    cursor member = enter(c, CONFIGURATION, below, what);
    bool value = der_bool(&member, what);
    cur_end(&member, what);
    return value;
}

static void read_configuration(cursor *c, pck_ext *out)
{
    cursor member = enter(c, CONFIGURATION, 0, "pck.configuration");
    cursor list = der_enter(&member, DER_SEQUENCE, "pck.configuration");
    out->has_configuration = true;
    out->dynamic_platform = flag(&list, DYNAMIC_PLATFORM, "pck.configuration.dynamic_platform");
    out->cached_keys = flag(&list, CACHED_KEYS, "pck.configuration.cached_keys");
    out->smt_enabled = flag(&list, SMT_ENABLED, "pck.configuration.smt_enabled");
    cur_end(&list, "pck.configuration");
    cur_end(&member, "pck.configuration");
}

bool pck_ext_parse(assay_bytes value, pck_ext *out, fault *f)
{
    *out = (pck_ext){.pcesvn = 0};
    cursor c = cur_over(value, f);
    cursor list = der_enter(&c, DER_SEQUENCE, "pck");
    out->ppid = octets(&list, PPID, 0, 16, "pck.ppid");
    read_tcb(&list, out);
    out->pceid = octets(&list, PCEID, 0, 2, "pck.pceid");
    out->fmspc = octets(&list, FMSPC, 0, 6, "pck.fmspc");
    read_type(&list, out);
    if (cur_left(&list) > 0) {
        out->platform_instance_id = octets(&list, INSTANCE_ID, 0, 16, "pck.platform_instance_id");
        read_configuration(&list, out);
    }
    cur_end(&list, "pck");
    return cur_end(&c, "pck");
}

bool pck_ext_read(const cert *pck, pck_ext *out, fault *f)
{
    assay_bytes value;
    if (!cert_extension(pck, PCK_EXT_OID, &value)) {
        *f = (fault){"pck", "the certificate has no SGX extension", 0};
        return false;
    }
    return pck_ext_parse(value, out, f);
}
