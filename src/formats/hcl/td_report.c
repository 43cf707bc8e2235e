/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TDREPORT in the blob of a TDX VM (Intel TDX Module ABI, TDREPORT_STRUCT). Its MAC is for its
 * CPU alone, so it says nothing by itself: what counts is the quote that was made of it, and that
 * the two agree. CPUSVN, the MAC, and the fields of newer modules that the quote lacks are covered
 * by neither, and no claim comes from them.
 */
#include "crypto/crypto.h"
#include "formats/hcl/evidence.h"

#define TD_REPORT_TYPE 0x81u
#define TD_REPORT_BYTES 1024u
#define PARTS_AT 256u

/* Where the quote's claims stand in a TDREPORT. */
static const struct {
    const char *claim;
    uint16_t at, len;
} fields[] = {
    {"report_data", 128, 64},  {"tee_tcb_svn", 264, 16},   {"mrseam", 280, 48},
    {"mrsignerseam", 328, 48}, {"seamattributes", 376, 8}, {"tee_tcb_svn2", 384, 16},
    {"td_attributes", 512, 8}, {"xfam", 520, 8},           {"mrtd", 528, 48},
    {"mrconfigid", 576, 48},   {"mrowner", 624, 48},       {"mrownerconfig", 672, 48},
    {"rtmr0", 720, 48},        {"rtmr1", 768, 48},         {"rtmr2", 816, 48},
    {"rtmr3", 864, 48},        {"mrservicetd", 912, 48},
};

/* Reserved bytes, and those up to the end of the blob's place for reports. */
static const struct {
    uint16_t at, len;
} zeros[] = {{1, 1}, {3, 13}, {192, 32}, {400, 95}, {495, 17}, {960, 64}, {1024, 160}};

/* Two parts, and where their digests are. */
static const struct {
    uint16_t digest_at, at, len;
} parts[] = {{32, PARTS_AT, 239}, {80, 512, 512}};

static assay_bytes take(const hcl_evidence *e, size_t at, size_t len)
{
    fault f = {0};
    cursor c = cur_over(e->blob.report, &f);
    cur_take(&c, at, "offset");
    return cur_take(&c, len, "field");
}

static bool is_whole(job *j, const hcl_evidence *e)
{
    assay_bytes type = take(e, 0, 3);
    bool holds = type.len == 3 && type.ptr[0] == TD_REPORT_TYPE && type.ptr[2] <= 1;
    for (size_t i = 0; i < ARRAY_LEN(zeros); i++) {
        holds = holds && bytes_all(take(e, zeros[i].at, zeros[i].len), 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        uint8_t digest[48];
        assay_bytes part = take(e, parts[i].at, parts[i].len);
        holds = holds && job_held(j, crypto_digest(HASH_SHA384, &part, 1, digest)) &&
                bytes_equal(take(e, parts[i].digest_at, sizeof digest),
                            bytes_of(digest, sizeof digest));
    }
    return holds;
}

/* The claim in which quote and TDREPORT differ; NULL: none. */
static const char *difference(const job *j, const hcl_evidence *e)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const claim *c = claim_member(j->claims, fields[i].claim);
        bool said = c != NULL && c->type == ASSAY_CLAIM_BYTES;
        if (said && !bytes_equal(c->value.bytes, take(e, fields[i].at, fields[i].len))) {
            return fields[i].claim;
        }
    }
    return NULL;
}

bool hcl_td_report_authenticate(job *j, const hcl_evidence *e)
{
    bool whole = is_whole(j, e);
    finding_at(check(j->findings, &hcl_findings[F_HCL_TD_REPORT], whole), NULL, HCL_REPORT_AT,
               TD_REPORT_BYTES);
    if (e->report == NULL) {
        return false;
    }
    const char *differs = difference(j, e);
    finding *no = check(j->findings, &hcl_findings[F_HCL_TD_REPORT_QUOTE], differs == NULL);
    if (no != NULL) {
        finding_at(no, arena_format(j->arena, "/%s", differs), HCL_REPORT_AT, TD_REPORT_BYTES);
    }
    return whole && differs == NULL;
}
