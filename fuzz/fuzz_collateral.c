/* SPDX-License-Identifier: Apache-2.0 */
/* TCB info and QE identities, read as each of the four kinds, and a platform held against them. */
#include "formats/tdx/assess.h"
#include "must.h"

#define BUDGET (8u << 20)

static void check_levels(const tcb_levels *l)
{
    MUST(l->count > 0 && l->steps != NULL);
    for (size_t i = 0; i < l->count; i++) {
        tcb_status again;
        assay_str name = str_of(tcb_status_name(l->steps[i].status));
        MUST(tcb_status_read(name, TCB_OF_PLATFORM, &again) && again == l->steps[i].status);
        MUST(l->steps[i].advisory_count == 0 || l->steps[i].advisories != NULL);
    }
}

static void check_advisories(arena *a, const tcb_assessment *v)
{
    size_t count;
    const assay_str *all = tcb_advisories(a, v, &count);
    for (size_t i = 1; all != NULL && i < count; i++) {
        MUST(bytes_order(bytes_of_str(all[i - 1]), bytes_of_str(all[i])) < 0);
    }
}

/* A platform that has an SVN everywhere; what it reaches, a higher one reaches. */
static void check_assessment(arena *a, const collateral *c, uint8_t svn)
{
    uint8_t svns[48];
    memset(svns, svn, sizeof svns);
    assay_bytes of16 = bytes_of(svns, 16), of48 = bytes_of(svns, 48), of8 = bytes_of(svns, 8);
    tcb_subject s = {.td = c->kind->td,
                     .sgx_svn = of16,
                     .pcesvn = svn,
                     .tee_tcb_svn = of16,
                     .mrsignerseam = of48,
                     .seamattributes = of8};
    tcb_assessment v = tcb_assess(&c->info, NULL, &s, of16);
    MUST(v.status < TCB_STATUSES);
    MUST(v.status == TCB_NOT_SUPPORTED || v.platform != NULL);
    MUST(v.status == TCB_NOT_SUPPORTED || !v.asks_module || v.module != NULL);
    check_advisories(a, &v);
    (void)module_signer_holds(&c->info, &v, &s);
}

static void check_kind(assay_bytes in, const collateral_kind *kind)
{
    arena a;
    fault f = {0};
    collateral c;
    arena_init(&a, &allocator_default, BUDGET);
    bool sound = collateral_read(&a, in, kind, &c, &f);
    MUST(sound == (f.what == NULL && a.state == ARENA_OK));
    if (sound) {
        MUST(inside(c.signed_bytes, in) && c.signed_bytes.ptr[0] == '{');
        MUST(c.issued < c.next_update && c.number <= UINT32_MAX);
        check_levels(kind->identity ? &c.identity.levels : &c.info.levels);
    }
    for (size_t i = 0; sound && i < c.info.module_count; i++) {
        check_levels(&c.info.modules[i].levels);
    }
    if (sound && !kind->identity) {
        check_assessment(&a, &c, 0);
        check_assessment(&a, &c, 3);
        check_assessment(&a, &c, 255);
    }
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < COLLATERAL_KINDS; i++) {
        check_kind(bytes_of(data, size), &collateral_kinds[i]);
    }
    return 0;
}
