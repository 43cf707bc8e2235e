/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of trust material: what `trust add` would verify, at the case's time. */
#include "formats/spdm/evidence.h"
#include "runner.h"
#include "trust/examine.h"

static size_t endorsements(run *r, assay_bytes *out, size_t max)
{
    const json *list = json_member(r->spec, "endorsements");
    size_t count = 0;
    for (const json *i = list != NULL ? list->first : NULL; i != NULL && count < max; i = i->next) {
        assay_bytes file = case_file(r, json_text(json_member(i, "file")));
        if (str_is(json_text(json_member(i, "role")), "rim")) {
            count += run_rim_certificates(r, file, out + count, max - count);
        } else {
            out[count++] = file;
        }
    }
    return count;
}

/* What was found; `readable` alone matters where the case only wants it parsed. */
typedef struct {
    bool readable, holds;
} judged;

static judged judge_certificate(run *r, const assay_trust *t, assay_bytes file)
{
    assay_bytes extra[16];
    size_t count = endorsements(r, extra, ARRAY_LEN(extra));
    examination e;
    if (trust_examine_cert(t, r->arena, file, extra, count, NULL, case_at(r), &e) != ASSAY_OK) {
        disagree(r, "out of memory");
    }
    bool good = chain_holds(&e.chain) && e.revocation.state != REVOCATION_REVOKED;
    return (judged){e.readable, e.readable && good};
}

/* A device's chain brings all of its certificates, and each is on the path. */
static judged judge_chain(run *r, const assay_trust *t, assay_bytes file)
{
    examination e;
    if (trust_examine_cert(t, r->arena, file, &file, 1, NULL, case_at(r), &e) != ASSAY_OK) {
        disagree(r, "out of memory");
    }
    return (judged){e.readable, chain_holds(&e.chain) && e.chain.count == NV_CHAIN};
}

static judged judge_list(run *r, const assay_trust *t, assay_bytes file)
{
    examination e;
    if (trust_examine_crl(t, r->arena, file, case_at(r), &e) != ASSAY_OK) {
        disagree(r, "out of memory");
    }
    return (judged){e.readable, e.readable && e.issuer != NULL && e.in_window};
}

static judged judge_response(run *r, const assay_trust *t, assay_bytes file)
{
    assay_bytes extra[16];
    size_t count = endorsements(r, extra, ARRAY_LEN(extra));
    examination e;
    if (trust_examine_ocsp(t, r->arena, file, extra, count, case_at(r), &e) != ASSAY_OK) {
        disagree(r, "out of memory");
    }
    return (judged){e.readable, e.readable && e.issuer != NULL && e.in_window};
}

static judged judge(run *r, const assay_trust *t, assay_bytes file)
{
    const char *kind = case_text(r, "format");
    if (strcmp(kind, "crl") == 0) {
        return judge_list(r, t, file);
    }
    if (strcmp(kind, "nvidia-cert-chain") == 0) {
        return judge_chain(r, t, file);
    }
    return strcmp(kind, "ocsp") == 0 ? judge_response(r, t, file) : judge_certificate(r, t, file);
}

case_outcome run_certificate(run *r)
{
    assay_trust *t = case_trust(r, NULL);
    assay_bytes file = case_file(r, json_text(json_member(r->spec, "evidence")));
    if (t == NULL || file.ptr == NULL) {
        assay_trust_release(t);
        return CASE_FAILED;
    }
    const char *expect = case_text(r, "expect");
    judged found = judge(r, t, file);
    bool agrees = strcmp(expect, "parse-only") == 0
                      ? found.readable
                      : found.holds == (strcmp(expect, "authentic") == 0);
    if (!agrees) {
        disagree(r, "expected %s", expect);
    }
    assay_trust_release(t);
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}
