/* SPDX-License-Identifier: Apache-2.0 */
/* What belongs to TDX and is no evidence by itself: event logs, the ACPI table that points to one,
 * and TDREPORTs, whose MAC nobody but their CPU can check. */
#include "formats/tdx/event_log.h"
#include "formats/tdx/tdreport.h"
#include "formats/tdx/tdx.h"

#define TABLE_BYTES 56u
#define CC_TYPE_TDX 2u

static bool report(job *j, int def, bool sound, const fault *f)
{
    finding_fault(j->findings, check(j->findings, &quote_findings[def], sound), f);
    return sound;
}

static bool probe_log(assay_bytes in)
{
    static const uint8_t spec_id[] = "Spec ID Event03";
    fault f = {0};
    cursor c = cur_over(in, &f);
    cur_take(&c, 32, "spec_id");
    assay_bytes found = cur_take(&c, sizeof spec_id, "spec_id");
    return bytes_equal(found, bytes_of(spec_id, sizeof spec_id));
}

static bool dissect_log(job *j, assay_bytes in)
{
    fault f = {0};
    ccel_log *log = ARENA_NEW(j->arena, ccel_log);
    bool sound = log != NULL && ccel_read(j->arena, in, log, &f);
    if (!report(j, F_CCEL_MALFORMED, sound, &f)) {
        return false;
    }
    claim_uint(j->arena, j->claims, "events", log->count);
    claim *registers = claim_list(j->arena, j->claims, "rtmr");
    for (size_t i = 0; i < CCEL_RTMRS; i++) {
        claim_bytes(j->arena, registers, NULL, bytes_of(log->rtmr[i], CCEL_DIGEST_BYTES));
    }
    claim *list = claim_list(j->arena, j->claims, "log");
    for (size_t i = 0; i < log->count; i++) {
        event_log_describe_event(j, list, &log->events[i]);
        if (list != NULL && list->last != NULL) {
            claim_uint(j->arena, list->last, "register", log->events[i].register_index);
        }
    }
    return true;
}

static bool probe_table(assay_bytes in)
{
    return in.len >= 4 && memcmp(in.ptr, "CCEL", 4) == 0;
}

/* ACPI 6.5, 5.2.6: all bytes of a table add up to zero. */
static bool sums_up(assay_bytes in)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < in.len; i++) {
        sum = (uint8_t)(sum + in.ptr[i]);
    }
    return sum == 0;
}

/* UEFI 2.10, 38.4.1 */
static bool dissect_table(job *j, assay_bytes in)
{
    fault f = {0};
    arena *a = j->arena;
    cursor c = cur_over(in, &f);
    cur_take(&c, 4, "signature");
    uint32_t length = cur_u32le(&c, "length");
    if (cur_ok(&c) && (length != in.len || length != TABLE_BYTES)) {
        cur_fail(&c, 4, "length", "not 56, or not that of the file");
    }
    uint8_t revision = cur_u8(&c, "revision");
    cur_take(&c, 1, "checksum");
    assay_bytes oem_id = cur_take(&c, 6, "oem_id"), table_id = cur_take(&c, 8, "oem_table_id");
    cur_take(&c, 12, "creator");
    uint8_t type = cur_u8(&c, "cc_type"), subtype = cur_u8(&c, "cc_subtype");
    cur_take(&c, 2, "reserved");
    uint64_t size = cur_u64le(&c, "log_area_minimum_length");
    uint64_t address = cur_u64le(&c, "log_area_start_address");
    if (!report(j, F_CCEL_TABLE, cur_end(&c, "table"), &f)) {
        return false;
    }
    check(j->findings, &quote_findings[F_CCEL_CHECKSUM], sums_up(in));
    claim_uint(a, j->claims, "revision", revision);
    claim_bytes(a, j->claims, "oem_id", oem_id);
    claim_bytes(a, j->claims, "oem_table_id", table_id);
    claim_cstr(a, j->claims, "cc_type", type == CC_TYPE_TDX ? "TDX" : "other");
    claim_uint(a, j->claims, "cc_subtype", subtype);
    claim_uint(a, j->claims, "log_area_minimum_length", size);
    claim_uint(a, j->claims, "log_area_start_address", address);
    return true;
}

static bool probe_tdreport(assay_bytes in)
{
    return in.len == TDREPORT_BYTES && in.ptr[0] == 0x81 && in.ptr[1] == 0;
}

static bool is_digest_of(job *j, assay_bytes digest, assay_bytes part)
{
    uint8_t found[CCEL_DIGEST_BYTES];
    return job_held(j, crypto_digest(HASH_SHA384, &part, 1, found)) &&
           bytes_equal(digest, bytes_of(found, sizeof found));
}

static bool dissect_tdreport(job *j, assay_bytes in)
{
    fault f = {0};
    tdreport r;
    if (!report(j, F_TDREPORT_MALFORMED, tdreport_read(in, &r, &f), &f)) {
        return false;
    }
    bool whole = is_digest_of(j, r.tee_tcb_info_hash, r.tee_tcb_info) &&
                 is_digest_of(j, r.tee_info_hash, r.td_info);
    check(j->findings, &quote_findings[F_TDREPORT_DIGEST], whole);
    const struct {
        const char *name;
        assay_bytes value;
    } rows[] = {{"cpusvn", r.cpusvn},
                {"report_data", r.report_data},
                {"tee_tcb_svn", r.tee_tcb_svn},
                {"mrseam", r.mrseam},
                {"mrsignerseam", r.mrsignerseam},
                {"seamattributes", r.seamattributes},
                {"tee_tcb_svn2", r.tee_tcb_svn2},
                {"td_attributes", r.td_attributes},
                {"xfam", r.xfam},
                {"mrtd", r.mrtd},
                {"mrconfigid", r.mrconfigid},
                {"mrowner", r.mrowner},
                {"mrownerconfig", r.mrownerconfig},
                {"rtmr0", r.rtmr[0]},
                {"rtmr1", r.rtmr[1]},
                {"rtmr2", r.rtmr[2]},
                {"rtmr3", r.rtmr[3]},
                {"servtd_hash", r.servtd_hash}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        claim_bytes(j->arena, j->claims, rows[i].name, rows[i].value);
    }
    return true;
}

const dissector dissector_ccel_eventlog = {.id = "ccel-eventlog",
                                           .title = "event log of a TD (CC Event Log)",
                                           .max_bytes = LIMIT_CCEL_BYTES,
                                           .probe = probe_log,
                                           .dissect = dissect_log};
const dissector dissector_ccel_acpi_table = {.id = "ccel-acpi-table",
                                             .title = "ACPI table that says where the event log is",
                                             .max_bytes = 4096,
                                             .probe = probe_table,
                                             .dissect = dissect_table};
const dissector dissector_tdx_tdreport = {.id = "tdx-tdreport",
                                          .title = "TDREPORT, from which quotes are made",
                                          .max_bytes = TDREPORT_BYTES,
                                          .probe = probe_tdreport,
                                          .dissect = dissect_tdreport};
