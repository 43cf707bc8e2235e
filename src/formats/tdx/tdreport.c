/* SPDX-License-Identifier: Apache-2.0 */
/* Reads TDREPORT_STRUCT. */
#include "formats/tdx/tdreport.h"

#define REPORT_TYPE_TDX 0x81u
#define TEE_TCB_INFO_BYTES 239u
#define TD_INFO_BYTES 512u

static void zeros(cursor *c, size_t len, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes found = cur_take(c, len, what);
    if (cur_ok(c) && !bytes_all(found, 0)) {
        cur_fail(c, at, what, "not zero");
    }
}

/* REPORTMACSTRUCT */
static void read_mac_struct(cursor *c, tdreport *r)
{
    size_t at = cur_at(c);
    r->type = cur_u8(c, "report_type.type");
    r->subtype = cur_u8(c, "report_type.subtype");
    r->version = cur_u8(c, "report_type.version");
    if (cur_ok(c) && (r->type != REPORT_TYPE_TDX || r->subtype != 0 || r->version > 1)) {
        cur_fail(c, at, "report_type", "not 0x81 of a version that is known");
    }
    zeros(c, 1 + 12, "reserved1");
    r->cpusvn = cur_take(c, 16, "cpusvn");
    r->tee_tcb_info_hash = cur_take(c, 48, "tee_tcb_info_hash");
    r->tee_info_hash = cur_take(c, 48, "tee_info_hash");
    r->report_data = cur_take(c, 64, "report_data");
    zeros(c, 32, "reserved2");
    r->mac = cur_take(c, 32, "mac");
}

static void read_tcb_info(cursor *c, tdreport *r)
{
    cur_take(c, 8, "tee_tcb_info.valid");
    r->tee_tcb_svn = cur_take(c, 16, "tee_tcb_svn");
    r->mrseam = cur_take(c, 48, "mrseam");
    r->mrsignerseam = cur_take(c, 48, "mrsignerseam");
    r->seamattributes = cur_take(c, 8, "seamattributes");
    r->tee_tcb_svn2 = cur_take(c, 16, "tee_tcb_svn2");
    zeros(c, 95, "tee_tcb_info.reserved");
}

static void read_td_info(cursor *c, tdreport *r)
{
    static const char *const names[] = {"rtmr0", "rtmr1", "rtmr2", "rtmr3"};
    r->td_attributes = cur_take(c, 8, "td_attributes");
    r->xfam = cur_take(c, 8, "xfam");
    r->mrtd = cur_take(c, 48, "mrtd");
    r->mrconfigid = cur_take(c, 48, "mrconfigid");
    r->mrowner = cur_take(c, 48, "mrowner");
    r->mrownerconfig = cur_take(c, 48, "mrownerconfig");
    for (size_t i = 0; i < ARRAY_LEN(r->rtmr); i++) {
        r->rtmr[i] = cur_take(c, 48, names[i]);
    }
    r->servtd_hash = cur_take(c, 48, "servtd_hash");
    zeros(c, 64, "td_info.reserved");
}

bool tdreport_read(assay_bytes in, tdreport *out, fault *f)
{
    *out = (tdreport){.type = 0};
    cursor c = cur_over(in, f);
    read_mac_struct(&c, out);
    cursor tcb = cur_sub(&c, TEE_TCB_INFO_BYTES, "tee_tcb_info"), whole = tcb;
    out->tee_tcb_info = cur_rest(&whole);
    read_tcb_info(&tcb, out);
    zeros(&c, 17, "reserved3");
    cursor info = cur_sub(&c, TD_INFO_BYTES, "td_info");
    whole = info;
    out->td_info = cur_rest(&whole);
    read_td_info(&info, out);
    return cur_end(&c, "tdreport");
}
