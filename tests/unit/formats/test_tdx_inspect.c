/* SPDX-License-Identifier: Apache-2.0 */
/* What `inspect` takes apart for TDX: event logs, CCEL tables, TDREPORTs; and quotes that are asked
 * for as those of the other TEE. */
#include "check.h"
#include "crypto/crypto.h"
#include "forge/tdx_ccel.h"
#include "forge/tdx_defects.h"
#include "formats/tdx/tdreport.h"
#include "formats/tdx/tdx.h"

static arena memory;
static key_ring *ring;
static findings found;
static job j;

static void restart(void)
{
    static needs missing;
    arena_release(&memory);
    arena_init(&memory, &allocator_default, 16u << 20);
    found = (findings){.arena = &memory, .stage = 3};
    missing = (needs){.arena = &memory};
    j = (job){
        .arena = &memory, .findings = &found, .needs = &missing, .claims = claim_root(&memory)};
}

static bool dissects(const dissector *d, assay_bytes in)
{
    found = (findings){.arena = &memory, .stage = 3};
    j.claims = claim_root(&memory);
    return d->probe(in) && d->dissect(&j, in);
}

static bool failed(const char *id)
{
    return findings_has(&found, NULL, id) && findings_worst(&found, NULL, 8) >= ASSAY_WARN;
}

static void event_logs(void)
{
    restart();
    uint8_t rtmr[FTDX_RTMRS][FTDX_DIGEST_LEN];
    assay_bytes log = ftdx_ccel_make(&memory, FTDX_LOG_WHOLE, rtmr);
    CHECK(dissects(&dissector_ccel_eventlog, log) && !failed("ccel.malformed"));
    CHECK_UINT(claim_member(j.claims, "events")->value.uint, 9);
    const claim *registers = claim_member(j.claims, "rtmr");
    size_t i = 0;
    for (const claim *r = registers->first; r != NULL; r = r->next, i++) {
        CHECK(bytes_equal(r->value.bytes, bytes_of(rtmr[i], sizeof rtmr[i])));
    }
    CHECK_UINT(i, FTDX_RTMRS);
    log = ftdx_ccel_make(&memory, FTDX_LOG_CUT, rtmr);
    CHECK(!dissects(&dissector_ccel_eventlog, log) && failed("ccel.malformed"));
}

/* Every length that a log can be cut to: it is whole between events, and in the four zeros that the
 * one of register 0 begins with, which look like padding. */
static void event_logs_cut(void)
{
    restart();
    uint8_t rtmr[FTDX_RTMRS][FTDX_DIGEST_LEN];
    assay_bytes log = ftdx_ccel_make(&memory, FTDX_LOG_WHOLE, rtmr);
    size_t whole = 0;
    for (size_t len = 48; len < log.len; len++) {
        whole += dissects(&dissector_ccel_eventlog, bytes_of(log.ptr, len));
    }
    CHECK_UINT(whole, 9 + 4);
}

/* As firmware writes it; the checksum is at 9. */
static void tables(void)
{
    uint8_t table[56] = "CCEL\x38";
    restart();
    memcpy(table + 10, "ASSAY TESTTABL", 14);
    table[36] = 2;
    table[42] = 4;
    for (size_t i = 0; i < sizeof table; i++) {
        table[9] = (uint8_t)(table[9] - (i != 9 ? table[i] : 0));
    }
    CHECK(dissects(&dissector_ccel_acpi_table, bytes_of(table, sizeof table)));
    CHECK(!failed("ccel.table.malformed") && !failed("ccel.table.checksum"));
    CHECK_UINT(claim_member(j.claims, "log_area_minimum_length")->value.uint, 0x40000);
    table[20] ^= 1;
    CHECK(dissects(&dissector_ccel_acpi_table, bytes_of(table, sizeof table)));
    CHECK(failed("ccel.table.checksum"));
    CHECK(!dissects(&dissector_ccel_acpi_table, bytes_of(table, sizeof table - 1)));
    CHECK(failed("ccel.table.malformed"));
}

/* A report whose digests fit. */
static void make_tdreport(uint8_t out[TDREPORT_BYTES])
{
    memset(out, 0, TDREPORT_BYTES);
    out[0] = 0x81;
    for (size_t i = 0; i < 48; i++) {
        out[256 + 24 + i] = 0x5e;
        out[512 + 16 + i] = 0x3d;
    }
    assay_bytes tcb = bytes_of(out + 256, 239), info = bytes_of(out + 512, 512);
    CHECK(crypto_digest(HASH_SHA384, &tcb, 1, out + 32) == ASSAY_OK);
    CHECK(crypto_digest(HASH_SHA384, &info, 1, out + 80) == ASSAY_OK);
}

static void tdreports(void)
{
    uint8_t in[TDREPORT_BYTES];
    restart();
    make_tdreport(in);
    CHECK(dissects(&dissector_tdx_tdreport, bytes_of(in, sizeof in)));
    CHECK(!failed("tdreport.malformed") && !failed("tdreport.digest"));
    CHECK(bytes_all(claim_member(j.claims, "mrtd")->value.bytes, 0x3d));
    in[512 + 16] ^= 1;
    CHECK(dissects(&dissector_tdx_tdreport, bytes_of(in, sizeof in)));
    CHECK(failed("tdreport.digest"));
    in[5] = 1; /* reserved */
    CHECK(!dissects(&dissector_tdx_tdreport, bytes_of(in, sizeof in)));
    CHECK(failed("tdreport.malformed"));
}

static void quotes_of_the_other_tee(void)
{
    ftdx_evidence made;
    restart();
    ftdx_recipe *r = ARENA_NEW(&memory, ftdx_recipe);
    CHECK(ftdx_row_make(ftdx_defect_find("good-td10-v4"), r, &memory, ring, &made) == ASSAY_OK);
    CHECK(format_sgx_quote.parse(&j, made.quote) == NULL && failed("quote.tee"));
    CHECK(!format_sgx_quote.probe(made.quote) && format_tdx_quote.probe(made.quote));
}

int main(void)
{
    ring = key_ring_new();
    CHECK(ring != NULL);
    RUN(event_logs);
    RUN(event_logs_cut);
    RUN(tables);
    RUN(tdreports);
    RUN(quotes_of_the_other_tee);
    key_ring_free(ring);
    arena_release(&memory);
    return DONE();
}
