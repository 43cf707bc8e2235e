/* SPDX-License-Identifier: Apache-2.0 */
/* Recording checks and needs, and what happens at their limits. */
#include "base/limits.h"
#include "check.h"
#include "claims/common.h"
#include "claims/findings.h"
#include "failing.h"

static const finding_def fails = {.id = "t.fails",
                                  .severity = ASSAY_FAIL,
                                  .waivable = true,
                                  .text = "it fails",
                                  .cause = "c",
                                  .remedy = "r",
                                  .reference = "s"};
static const finding_def warns = {.id = "t.warns", .severity = ASSAY_WARN, .text = "it warns"};
static const finding_def open = {
    .id = "t.open", .severity = ASSAY_UNDECIDABLE, .text = "it is open"};

static void a_check_is_recorded_whether_it_holds_or_not(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .label = "cpu", .stage = 4};
    CHECK(check(&f, &fails, true) == NULL);
    finding *made = check(&f, &fails, false);
    CHECK(made != NULL && f.last == made && f.count == 2 && f.first->next == made);
    CHECK_UINT(f.first->view.severity, ASSAY_SEVERITY_NONE);
    CHECK_UINT(made->view.severity, ASSAY_FAIL);
    CHECK_UINT(made->view.struct_size, sizeof(assay_finding));
    CHECK_UINT(made->view.stage, 4);
    CHECK(made->view.waivable && !made->view.waived);
    CHECK_TEXT(made->view.id, "t.fails");
    CHECK_TEXT(made->view.label, "cpu");
    CHECK_TEXT(made->view.message, "it fails");
    CHECK_TEXT(made->view.remedy, "r");
    CHECK_TEXT(made->view.reference, "s");
    CHECK(made->view.expected == NULL && made->view.found == NULL && made->view.claim == NULL);
    arena_release(&a);
}

static void a_finding_says_more(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 1};
    finding *made = check(&f, &fails, false);
    finding_says(made, "one", "two");
    finding_detail(&f, made, "here");
    finding_detail(&f, made, NULL);
    finding_at(made, "/x", 3, 4);
    CHECK_TEXT(made->view.expected, "one");
    CHECK_TEXT(made->view.found, "two");
    CHECK_TEXT(made->view.message, "it fails: here");
    CHECK_TEXT(made->view.claim, "/x");
    CHECK(made->view.offset == 3 && made->view.length == 4);
    fault none = {0}, seen = {.what = "field", .why = "truncated", .at = 7};
    finding_fault(&f, made, &none);
    CHECK_TEXT(made->view.message, "it fails: here");
    finding_fault(&f, made, &seen);
    CHECK_TEXT(made->view.message, "it fails: here: field: truncated");
    CHECK_TEXT(made->view.claim, "/x");
    CHECK(made->view.offset == 7 && made->view.length == 1);
    finding_says(NULL, "one", "two");
    finding_detail(&f, NULL, "here");
    finding_at(NULL, "/x", 3, 4);
    finding_fault(&f, NULL, &seen);
    CHECK_UINT(f.count, 1);
    arena_release(&a);
}

static void the_worst_is_told_by_label_and_stage(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a};
    CHECK_UINT(findings_worst(&f, NULL, 8), ASSAY_SEVERITY_NONE);
    f.label = "one";
    f.stage = 3;
    check(&f, &warns, false);
    check(&f, &fails, true);
    f.label = "two";
    f.stage = 5;
    finding *failed = check(&f, &fails, false);
    f.label = NULL;
    f.stage = 6;
    check(&f, &open, false);
    CHECK_UINT(findings_worst(&f, NULL, 8), ASSAY_FAIL);
    CHECK_UINT(findings_worst(&f, NULL, 4), ASSAY_WARN);
    CHECK_UINT(findings_worst(&f, "one", 8), ASSAY_WARN);
    CHECK_UINT(findings_worst(&f, "two", 8), ASSAY_FAIL);
    CHECK_UINT(findings_worst(&f, "two", 4), ASSAY_SEVERITY_NONE);
    CHECK_UINT(findings_worst(&f, "three", 8), ASSAY_SEVERITY_NONE);
    failed->view.waived = true;
    CHECK_UINT(findings_worst(&f, NULL, 8), ASSAY_UNDECIDABLE);
    CHECK(findings_has(&f, "one", "t.warns") && findings_has(&f, NULL, "t.warns"));
    CHECK(!findings_has(&f, "one", "t.fails"));
    CHECK(!findings_has(&f, "two", "t.warns") && !findings_has(&f, "two", "t.open"));
    arena_release(&a);
}

static void beyond_the_limit_the_record_is_marked(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a};
    for (size_t i = 0; i < LIMIT_FINDINGS; i++) {
        check(&f, &warns, true);
    }
    CHECK(f.count == LIMIT_FINDINGS && !f.overflowed);
    CHECK(check(&f, &fails, false) == NULL);
    CHECK(f.count == LIMIT_FINDINGS && f.overflowed);
    arena_release(&a);
}

static void want_of_memory_is_left_to_the_arena(void)
{
    failing memory = {.left = 1};
    assay_allocator allocator = failing_allocator(&memory);
    arena a;
    arena_init(&a, &allocator, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a};
    size_t made = 0;
    for (size_t i = 0; i < 100; i++) {
        made += check(&f, &fails, false) != NULL;
    }
    CHECK(made > 0 && made < 100 && made == f.count && !f.overflowed);
    CHECK_UINT(arena_status(&a), ASSAY_E_MEMORY);
    const char *before = f.last->view.message;
    finding_detail(&f, f.last, "more");
    CHECK(f.last->view.message == before);
    needs n = {.arena = &a};
    need_add(&n, &(assay_need){.role = "crl"});
    CHECK(n.count == 0 && n.first == NULL);
    arena_release(&a);
    CHECK_UINT(memory.held, 0);
}

static void a_need_is_copied_and_recorded_once(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    needs n = {.arena = &a};
    char role[] = "crl", id[] = "ARK", label[] = "cpu", url[] = "https://example.com/";
    assay_need wanted = {.role = role, .id = id, .url = url, .label = label, .authenticated = true};
    need_add(&n, &wanted);
    need_add(&n, &(assay_need){.role = "crl", .id = "ARK", .label = "cpu"});
    CHECK_UINT(n.count, 1);
    need_add(&n, &(assay_need){.role = "crl", .id = "ARK", .label = "gpu"});
    need_add(&n, &(assay_need){.role = "crl", .label = "cpu"});
    need_add(&n, &(assay_need){.role = "crl", .id = "ASK", .label = "cpu"});
    need_add(&n, &(assay_need){.role = "vcek", .id = "ARK", .label = "cpu"});
    CHECK_UINT(n.count, 5);
    memset(role, 'x', sizeof role - 1);
    memset(id, 'x', sizeof id - 1);
    memset(label, 'x', sizeof label - 1);
    memset(url, 'x', sizeof url - 1);
    CHECK_TEXT(n.first->view.role, "crl");
    CHECK_TEXT(n.first->view.id, "ARK");
    CHECK_TEXT(n.first->view.label, "cpu");
    CHECK_TEXT(n.first->view.url, "https://example.com/");
    CHECK(n.first->view.authenticated && !n.first->view.mandatory);
    CHECK_UINT(n.first->view.struct_size, sizeof(assay_need));
    CHECK_TEXT(n.last->view.role, "vcek");
    arena_release(&a);
}

static void needs_end_at_their_limit(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    needs n = {.arena = &a};
    for (unsigned i = 0; i < LIMIT_NEEDS + 10; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        need_add(&n, &(assay_need){.role = "crl", .id = id});
    }
    CHECK_UINT(n.count, LIMIT_NEEDS);
    CHECK(n.last->next == NULL);
    arena_release(&a);
}

static void the_common_table_is_complete(void)
{
    for (size_t i = 0; i < COMMON_FINDINGS; i++) {
        const finding_def *def = &common_findings[i];
        CHECK(def->id != NULL && def->severity != ASSAY_SEVERITY_NONE);
        CHECK(!def->spares_tier || def->severity == ASSAY_WARN);
    }
    CHECK_TEXT(common_findings[F_NONCE_SINGLE_USE].id, "nonce.single-use-not-checked");
    CHECK(common_findings[F_NONCE_SINGLE_USE].spares_tier);
    CHECK(!common_findings[F_CHAIN_SIGNATURE].waivable);
    CHECK(!common_findings[F_DUPLICATE_DEVICE].waivable);
}

int main(void)
{
    RUN(a_check_is_recorded_whether_it_holds_or_not);
    RUN(a_finding_says_more);
    RUN(the_worst_is_told_by_label_and_stage);
    RUN(beyond_the_limit_the_record_is_marked);
    RUN(want_of_memory_is_left_to_the_arena);
    RUN(a_need_is_copied_and_recorded_once);
    RUN(needs_end_at_their_limit);
    RUN(the_common_table_is_complete);
    return DONE();
}
