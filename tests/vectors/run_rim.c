/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of signed RIMs: what `trust add rim` would make of them, at the case's time. */
#include "runner.h"
#ifdef ASSAY_RIM
#include "rim/rim.h"

static bool holds(run *r, const assay_trust *t, assay_bytes file)
{
    rim found;
    rim_refusal why = {NULL, NULL};
    assay_status s = rim_read(r->arena, file, &found, &why);
    s = s == ASSAY_OK ? rim_verify_chain(r->arena, t, &found, &why) : s;
    assay_time at = case_at(r);
    if (s == ASSAY_REJECTED && why.name == NULL) {
        disagree(r, "refused without a name");
    }
    if (s == ASSAY_E_MEMORY) {
        disagree(r, "out of memory");
    }
    const char *wanted = case_text(r, "finding");
    if (wanted[0] != '\0' && (why.name == NULL || strcmp(why.name, wanted) != 0)) {
        disagree(r, "not refused as %s but as %s", wanted, why.name != NULL ? why.name : "none");
    }
    return s == ASSAY_OK && found.valid_from <= at && at <= found.valid_to;
}

size_t run_rim_certificates(run *r, assay_bytes file, assay_bytes *out, size_t max)
{
    rim found;
    rim_refusal why;
    size_t count = 0;
    if (rim_read(r->arena, file, &found, &why) != ASSAY_OK) {
        return 0;
    }
    while (count < found.signer_count && count < max) {
        out[count] = found.signers[count].der;
        count++;
    }
    return count;
}

bool run_lacks_rim(const run *r)
{
    (void)r;
    return false;
}

case_outcome run_rim(run *r)
{
    assay_trust *t = case_trust(r, NULL);
    assay_bytes file = case_file(r, json_text(json_member(r->spec, "evidence")));
    const char *expect = case_text(r, "expect");
    if (t != NULL && file.ptr != NULL && holds(r, t, file) != (strcmp(expect, "authentic") == 0)) {
        disagree(r, "expected %s", expect);
    }
    assay_trust_release(t);
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}
#else
size_t run_rim_certificates(run *r, assay_bytes file, assay_bytes *out, size_t max)
{
    (void)r, (void)file, (void)out, (void)max;
    return 0;
}

bool run_lacks_rim(const run *r)
{
    static const char *const lists[] = {"trust", "endorsements"};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        const json *list = json_member(r->spec, lists[i]);
        for (const json *n = list != NULL ? list->first : NULL; n != NULL; n = n->next) {
            if (str_is(json_text(json_member(n, "role")), "rim")) {
                return true;
            }
        }
    }
    return false;
}

case_outcome run_rim(run *r)
{
    (void)r;
    return CASE_SKIPPED;
}
#endif
