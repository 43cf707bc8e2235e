/* SPDX-License-Identifier: Apache-2.0 */
/* Claims as the caller of the library reads them. */
#include "base/limits.h"
#include "check.h"
#include "claims/claim.h"

static void a_tree_is_walked(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    claim *list = claim_list(&a, root, "list");
    claim_uint(&a, list, NULL, 1);
    claim_uint(&a, list, NULL, 2);
    claim_null(&a, root, "null");
    CHECK_UINT(assay_claim_kind(root), ASSAY_CLAIM_MAP);
    CHECK_UINT(assay_claim_count(root), 2);
    CHECK(assay_claim_child(root) == list);
    CHECK(str_is(assay_claim_name(list), "list"));
    CHECK(assay_claim_name(root).ptr == NULL);
    CHECK(assay_claim_name(assay_claim_child(list)).ptr == NULL);
    CHECK_UINT(assay_claim_kind(assay_claim_next(list)), ASSAY_CLAIM_NULL);
    CHECK(assay_claim_next(assay_claim_next(list)) == NULL);
    CHECK(assay_claim_at(root, "") == root && assay_claim_at(root, "/list/1") == list->last);
    CHECK(assay_claim_at(root, NULL) == NULL && assay_claim_at(NULL, "") == NULL);
    CHECK(assay_claim_at(root, "list") == NULL);
    arena_release(&a);
}

static void null_reads_as_nothing(void)
{
    uint64_t u = 9;
    int64_t i = 9;
    bool b = true;
    assay_bytes bytes = {NULL, 9};
    assay_str str = {NULL, 9};
    assay_time t = 9;
    CHECK_UINT(assay_claim_kind(NULL), ASSAY_CLAIM_NONE);
    CHECK(assay_claim_name(NULL).ptr == NULL && assay_claim_name(NULL).len == 0);
    CHECK_UINT(assay_claim_count(NULL), 0);
    CHECK(assay_claim_child(NULL) == NULL && assay_claim_next(NULL) == NULL);
    CHECK(!assay_claim_uint(NULL, &u) && u == 9 && !assay_claim_int(NULL, &i) && i == 9);
    CHECK(!assay_claim_bool(NULL, &b) && b && !assay_claim_time(NULL, &t) && t == 9);
    CHECK(!assay_claim_bytes(NULL, &bytes) && bytes.len == 9);
    CHECK(!assay_claim_text(NULL, &str) && str.len == 9);
}

/* Which of the six readers take the claim, one bit each; and none without a place for the value. */
static unsigned readers_of(const claim *c)
{
    uint64_t u = 0;
    int64_t i = 0;
    bool b = false;
    assay_bytes bytes = {NULL, 0};
    assay_str str = {NULL, 0};
    assay_time t = 0;
    CHECK(!assay_claim_uint(c, NULL) && !assay_claim_int(c, NULL) && !assay_claim_bool(c, NULL));
    CHECK(!assay_claim_bytes(c, NULL) && !assay_claim_text(c, NULL) && !assay_claim_time(c, NULL));
    return (assay_claim_uint(c, &u) && u == 1 ? 1u : 0) |
           (assay_claim_int(c, &i) && i == 1 ? 2u : 0) | (assay_claim_bool(c, &b) && b ? 4u : 0) |
           (assay_claim_bytes(c, &bytes) && bytes.len == 1 ? 8u : 0) |
           (assay_claim_text(c, &str) && str_is(str, "1") ? 16u : 0) |
           (assay_claim_time(c, &t) && t == 1 ? 32u : 0);
}

static void values_are_read_as_what_they_are_only(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    CHECK_UINT(readers_of(claim_uint(&a, root, "x", 1)), 1);
    CHECK_UINT(readers_of(claim_int(&a, root, "x", 1)), 2);
    CHECK_UINT(readers_of(claim_bool(&a, root, "x", true)), 4);
    CHECK_UINT(readers_of(claim_bytes(&a, root, "x", bytes_of("1", 1))), 8);
    CHECK_UINT(readers_of(claim_cstr(&a, root, "x", "1")), 16);
    CHECK_UINT(readers_of(claim_number(&a, root, "x", str_of("1"))), 16);
    CHECK_UINT(readers_of(claim_time(&a, root, "x", 1)), 32);
    CHECK_UINT(readers_of(claim_null(&a, root, "x")), 0);
    CHECK_UINT(readers_of(claim_map(&a, root, "x")), 0);
    CHECK_UINT(readers_of(claim_list(&a, root, "x")), 0);
    CHECK_UINT(readers_of(claim_pending(&a, root, "x")), 0);
    arena_release(&a);
}

int main(void)
{
    RUN(a_tree_is_walked);
    RUN(null_reads_as_nothing);
    RUN(values_are_read_as_what_they_are_only);
    return DONE();
}
