/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/tdx/assess.h"

/* tee_tcb_svn: SVN and major version of the TDX module, then components of the platform. */
enum { MODULE_SVN_AT = 0, MODULE_MAJOR_AT = 1, PLATFORM_FROM = 2 };

static bool reaches(const uint8_t *has, const uint8_t *asked, size_t from)
{
    bool all = true;
    for (size_t i = from; i < TCB_COMPONENTS && all; i++) {
        all = has[i] >= asked[i];
    }
    return all;
}

/* A module with a major version is judged by its own identity, not among the components. */
static const tcb_level *platform_level(const tcb_info *info, const tcb_subject *s,
                                       assay_bytes tee_tcb_svn)
{
    size_t from = s->td && tee_tcb_svn.ptr[MODULE_MAJOR_AT] > 0 ? PLATFORM_FROM : 0;
    for (size_t i = 0; i < info->levels.count; i++) {
        const tcb_level *l = &info->levels.steps[i];
        if (reaches(s->sgx_svn.ptr, l->sgx, 0) && s->pcesvn >= l->pcesvn &&
            (!s->td || reaches(tee_tcb_svn.ptr, l->tdx, from))) {
            return l;
        }
    }
    return NULL;
}

static const tcb_level *enclave_level(const tcb_levels *levels, uint16_t isvsvn)
{
    for (size_t i = 0; i < levels->count; i++) {
        if (isvsvn >= levels->steps[i].isvsvn) {
            return &levels->steps[i];
        }
    }
    return NULL;
}

static char upper(char ch)
{
    return ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
}

/* "TDX_" and the version in two hex digits, of either case. */
static bool names_version(assay_str id, uint8_t version)
{
    static const char digits[] = "0123456789ABCDEF";
    const char wanted[] = {'T', 'D', 'X', '_', digits[version >> 4], digits[version & 0xf]};
    bool same = id.len == sizeof wanted;
    for (size_t i = 0; i < sizeof wanted && same; i++) {
        same = upper(id.ptr[i]) == wanted[i];
    }
    return same;
}

static const tdx_module_identity *identity_of(const tcb_info *info, uint8_t version)
{
    for (size_t i = 0; i < info->module_count; i++) {
        if (names_version(info->modules[i].id, version)) {
            return &info->modules[i];
        }
    }
    return NULL;
}

static void find_module(const tcb_info *info, assay_bytes tee_tcb_svn, tcb_assessment *out)
{
    uint8_t version = tee_tcb_svn.ptr[MODULE_MAJOR_AT];
    out->asks_module = version > 0;
    out->identity = out->asks_module ? identity_of(info, version) : NULL;
    if (out->identity != NULL) {
        out->module = enclave_level(&out->identity->levels, tee_tcb_svn.ptr[MODULE_SVN_AT]);
    }
}

static void conclude(tcb_assessment *a)
{
    const tcb_level *components[] = {a->module, a->qe};
    tcb_status statuses[ARRAY_LEN(components)];
    size_t count = 0;
    a->date = a->platform->date;
    for (size_t i = 0; i < ARRAY_LEN(components); i++) {
        if (components[i] != NULL) {
            statuses[count++] = components[i]->status;
            a->date = components[i]->date < a->date ? components[i]->date : a->date;
        }
    }
    a->status = tcb_converge(a->platform->status, statuses, count);
}

tcb_assessment tcb_assess(const tcb_info *info, const enclave_identity *qe, const tcb_subject *s,
                          assay_bytes tee_tcb_svn)
{
    tcb_assessment a = {.status = TCB_NOT_SUPPORTED, .date = ASSAY_TIME_UNSET};
    a.platform = info != NULL ? platform_level(info, s, tee_tcb_svn) : NULL;
    if (info != NULL && s->td) {
        find_module(info, tee_tcb_svn, &a);
    }
    a.qe = qe != NULL ? enclave_level(&qe->levels, s->qe_isvsvn) : NULL;
    bool unreached =
        a.platform == NULL || (a.asks_module && a.module == NULL) || (qe != NULL && a.qe == NULL);
    if (!unreached) {
        conclude(&a);
    }
    return a;
}

static bool masked_equal(const uint8_t *found, const uint8_t *mask, const uint8_t *wanted,
                         size_t len)
{
    bool equal = true;
    for (size_t i = 0; i < len; i++) {
        equal = equal && (found[i] & mask[i]) == wanted[i];
    }
    return equal;
}

const char *qe_mismatch(const enclave_identity *qe, const tcb_subject *s)
{
    if (memcmp(s->qe_mrsigner.ptr, qe->mrsigner, sizeof qe->mrsigner) != 0) {
        return "mrsigner";
    }
    if (s->qe_isvprodid != qe->isvprodid) {
        return "isvprodid";
    }
    if (!masked_equal(s->qe_attributes.ptr, qe->attributes_mask, qe->attributes,
                      sizeof qe->attributes)) {
        return "attributes";
    }
    return masked_equal(s->qe_miscselect.ptr, qe->miscselect_mask, qe->miscselect,
                        sizeof qe->miscselect)
               ? NULL
               : "miscselect";
}

/* Bits outside the mask are held to zero as Intel's library does. */
bool module_signer_holds(const tcb_info *info, const tcb_assessment *a, const tcb_subject *s)
{
    const tdx_module *m = a->identity != NULL ? &a->identity->module : &info->module;
    return memcmp(s->mrsignerseam.ptr, m->mrsigner, sizeof m->mrsigner) == 0 &&
           masked_equal(s->seamattributes.ptr, m->mask, m->attributes, sizeof m->attributes) &&
           bytes_all(s->seamattributes, 0);
}

static size_t insert(assay_str *sorted, size_t count, assay_str one)
{
    size_t at = 0;
    while (at < count && bytes_order(bytes_of_str(sorted[at]), bytes_of_str(one)) < 0) {
        at++;
    }
    if (at < count && bytes_equal(bytes_of_str(sorted[at]), bytes_of_str(one))) {
        return count;
    }
    memmove(&sorted[at + 1], &sorted[at], (count - at) * sizeof *sorted);
    sorted[at] = one;
    return count + 1;
}

const assay_str *tcb_advisories(arena *a, const tcb_assessment *from, size_t *count)
{
    const tcb_level *levels[] = {from->platform, from->module, from->qe};
    size_t total = 0;
    *count = 0;
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        total += levels[i] != NULL ? levels[i]->advisory_count : 0;
    }
    assay_str *all = ARENA_ARRAY(a, total, assay_str);
    for (size_t i = 0; i < ARRAY_LEN(levels) && all != NULL; i++) {
        for (size_t k = 0; levels[i] != NULL && k < levels[i]->advisory_count; k++) {
            *count = insert(all, *count, levels[i]->advisories[k]);
        }
    }
    return all;
}
