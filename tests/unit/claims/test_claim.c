/* SPDX-License-Identifier: Apache-2.0 */
/* The claim tree: building, pointers, equality, and how a claim is shown. */
#include "base/limits.h"
#include "base/time.h"
#include "check.h"
#include "claims/claim.h"
#include "failing.h"

static const claim *at(const claim *root, const char *pointer)
{
    return claim_at(root, bytes_of_text(pointer));
}

static void each_kind_is_built_and_counted(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    claim *list = claim_list(&a, root, "list");
    claim_uint(&a, list, NULL, UINT64_MAX);
    claim_int(&a, list, NULL, INT64_MIN);
    claim_bool(&a, root, "bool", true);
    claim_bytes(&a, root, "bytes", bytes_of("\x01\x02", 2));
    claim_text(&a, root, "text", str_of("t"));
    claim_cstr(&a, root, "cstr", "c");
    claim_time(&a, root, "time", 1);
    claim_null(&a, root, "null");
    claim_number(&a, root, "number", str_of("1.5"));
    claim_pending(&a, root, "pending");
    claim_map(&a, root, "map");
    CHECK_UINT(root->type, ASSAY_CLAIM_MAP);
    CHECK_UINT(root->count, 10);
    CHECK_UINT(list->count, 2);
    CHECK(list->first->name.ptr == NULL && list->first->value.uint == UINT64_MAX);
    CHECK(list->last->value.sint == INT64_MIN && list->last->next == NULL);
    CHECK(at(root, "/bool")->value.boolean);
    CHECK_UINT(at(root, "/bytes")->value.bytes.len, 2);
    CHECK(str_is(at(root, "/cstr")->value.text, "c"));
    CHECK_UINT(at(root, "/time")->type, ASSAY_CLAIM_TIME);
    CHECK_UINT(at(root, "/null")->type, ASSAY_CLAIM_NULL);
    CHECK(str_is(at(root, "/number")->value.text, "1.5"));
    CHECK(at(root, "/pending")->pending && at(root, "/pending")->type == ASSAY_CLAIM_NONE);
    CHECK(str_is(root->first->name, "list") && str_is(root->last->name, "map"));
    arena_release(&a);
}

static void nothing_is_built_without_a_parent(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    CHECK(claim_map(&a, NULL, "m") == NULL && claim_list(&a, NULL, "l") == NULL);
    CHECK(claim_uint(&a, NULL, "u", 1) == NULL && claim_int(&a, NULL, "i", 1) == NULL);
    CHECK(claim_bool(&a, NULL, "b", true) == NULL && claim_null(&a, NULL, "n") == NULL);
    CHECK(claim_bytes(&a, NULL, "b", bytes_of("x", 1)) == NULL);
    CHECK(claim_text(&a, NULL, "t", str_of("x")) == NULL);
    CHECK(claim_cstr(&a, NULL, "c", "x") == NULL && claim_time(&a, NULL, "t", 0) == NULL);
    CHECK(claim_number(&a, NULL, "n", str_of("1")) == NULL);
    CHECK(claim_pending(&a, NULL, "p") == NULL);
    claim_span(NULL, 1, 2);
    claim *root = claim_root(&a);
    claim_span(root, 3, 4);
    CHECK(root->offset == 3 && root->length == 4);
    arena_release(&a);
}

static void a_failing_allocator_leaves_null_and_no_broken_tree(void)
{
    for (size_t n = 0; n < 3; n++) {
        failing memory = {.left = n};
        assay_allocator allocator = failing_allocator(&memory);
        arena a;
        arena_init(&a, &allocator, LIMIT_APPRAISAL_MEMORY);
        claim *root = claim_root(&a);
        CHECK((root == NULL) == (n == 0));
        size_t made = 0;
        for (size_t i = 0; i < 200; i++) {
            made += claim_uint(&a, claim_map(&a, root, "m"), "u", i) != NULL;
        }
        CHECK(made < 200);
        CHECK_UINT(arena_status(&a), ASSAY_E_MEMORY);
        size_t reached = 0;
        for (const claim *c = root != NULL ? root->first : NULL; c != NULL; c = c->next) {
            reached++;
        }
        CHECK(root == NULL || reached == root->count);
        arena_release(&a);
        CHECK_UINT(memory.held, 0);
    }
}

static void pointers_follow_rfc_6901(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    const claim *slash = claim_uint(&a, root, "a/b", 1);
    const claim *tilde = claim_uint(&a, root, "m~n", 2);
    const claim *both = claim_uint(&a, root, "~1", 3);
    const claim *empty = claim_uint(&a, root, "", 4);
    claim *list = claim_list(&a, root, "list");
    const claim *first = claim_uint(&a, list, NULL, 5);
    for (size_t i = 1; i < 11; i++) {
        claim_uint(&a, list, NULL, i);
    }
    CHECK(at(root, "") == root);
    CHECK(at(root, "/a~1b") == slash && at(root, "/m~0n") == tilde && at(root, "/~01") == both);
    CHECK(at(root, "/") == empty);
    CHECK(at(root, "/list/0") == first && at(root, "/list/10") == list->last);
    arena_release(&a);
}

static void malformed_and_absent_pointers_find_nothing(void)
{
    static const char *const none[] = {"a",         "a/b",
                                       "/a/b",      "/a~b",
                                       "/m~",       "/m~2n",
                                       "//",        "/list/11",
                                       "/list/-",   "/list/01",
                                       "/list/+1",  "/list/0x1",
                                       "/list/",    "/list/-1",
                                       "/list/1e0", "/list/0/x",
                                       "/list/00",  "/list/ 1",
                                       "/n/0",      "/absent",
                                       "/n/",       "/list/18446744073709551616",
                                       "/list/0X1", "/N",
                                       "/n\n",      "/~"};
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    claim_uint(&a, root, "n", 1);
    claim_uint(&a, root, "m~n", 1);
    claim_uint(&a, root, "a/b", 1);
    claim *list = claim_list(&a, root, "list");
    for (size_t i = 0; i < 11; i++) {
        claim_uint(&a, list, NULL, i);
    }
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (!CHECK(at(root, none[i]) == NULL)) {
            fprintf(stderr, "  %s\n", none[i]);
        }
    }
    CHECK(at(NULL, "") == NULL && at(NULL, "/n") == NULL);
    CHECK(claim_at(root, bytes_of("/n\0", 3)) == NULL);
    arena_release(&a);
}

static void members_are_of_maps_only(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    claim *list = claim_list(&a, root, "list");
    claim_uint(&a, list, NULL, 1);
    CHECK(claim_member(root, "list") == list);
    CHECK(claim_member(root, "lis") == NULL && claim_member(root, "") == NULL);
    CHECK(claim_member(list, "") == NULL && claim_member(NULL, "list") == NULL);
    arena_release(&a);
}

static claim *nested(arena *a, size_t depth, bool lists)
{
    claim *root = claim_root(a), *c = root;
    for (size_t i = 1; i < depth; i++) {
        c = lists ? claim_list(a, c, i == 1 ? "l" : NULL) : claim_map(a, c, "m");
    }
    claim_uint(a, c, lists && depth > 1 ? NULL : "leaf", 7);
    return root;
}

static void trees_are_equal_up_to_the_depth_limit(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    for (int lists = 0; lists < 2; lists++) {
        const claim *deep = nested(&a, LIMIT_CLAIM_DEPTH, lists);
        CHECK(claim_equal(deep, nested(&a, LIMIT_CLAIM_DEPTH, lists)));
        CHECK(!claim_equal(deep, nested(&a, LIMIT_CLAIM_DEPTH - 1, lists)));
        const claim *deeper = nested(&a, LIMIT_CLAIM_DEPTH + 1, lists);
        CHECK(!claim_equal(deeper, nested(&a, LIMIT_CLAIM_DEPTH + 1, lists)));
    }
    arena_release(&a);
}

static claim *sample(arena *a, bool reversed, uint64_t inner)
{
    claim *root = claim_root(a);
    for (int i = 0; i < 2; i++) {
        if ((i == 0) == reversed) {
            claim *map = claim_map(a, root, "map");
            claim_uint(a, map, reversed ? "x" : "y", reversed ? inner : 2);
            claim_uint(a, map, reversed ? "y" : "x", reversed ? 2 : inner);
        } else {
            claim_text(a, root, "text", str_of("t"));
        }
    }
    return root;
}

static void maps_are_equal_in_any_order_and_lists_in_theirs(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    CHECK(claim_equal(sample(&a, false, 1), sample(&a, true, 1)));
    CHECK(!claim_equal(sample(&a, false, 1), sample(&a, true, 3)));
    claim *root = claim_root(&a);
    claim *one = claim_list(&a, root, "one"), *two = claim_list(&a, root, "two");
    claim_uint(&a, one, NULL, 1);
    claim_uint(&a, one, NULL, 2);
    claim_uint(&a, two, NULL, 2);
    CHECK(!claim_equal(one, two));
    claim_uint(&a, two, NULL, 1);
    CHECK(!claim_equal(one, two));
    CHECK(!claim_equal(root, one) && !claim_equal(NULL, one) && !claim_equal(one, NULL));
    CHECK(claim_equal(claim_root(&a), claim_root(&a)));
    arena_release(&a);
}

static void equality_tells_types_and_values_apart(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    const claim *each[] = {claim_uint(&a, root, "x", 1),
                           claim_uint(&a, root, "x", 2),
                           claim_int(&a, root, "x", 1),
                           claim_int(&a, root, "x", -1),
                           claim_bool(&a, root, "x", true),
                           claim_bool(&a, root, "x", false),
                           claim_bytes(&a, root, "x", bytes_of("1", 1)),
                           claim_bytes(&a, root, "x", bytes_of("12", 2)),
                           claim_cstr(&a, root, "x", "1"),
                           claim_cstr(&a, root, "x", ""),
                           claim_number(&a, root, "x", str_of("1")),
                           claim_number(&a, root, "x", str_of("1.0")),
                           claim_time(&a, root, "x", 1),
                           claim_time(&a, root, "x", 2),
                           claim_null(&a, root, "x"),
                           claim_map(&a, root, "x"),
                           claim_list(&a, root, "x")};
    for (size_t i = 0; i < ARRAY_LEN(each); i++) {
        for (size_t k = 0; k < ARRAY_LEN(each); k++) {
            CHECK(claim_equal(each[i], each[k]) == (i == k));
        }
    }
    /* What is absent is equal to nothing, not even to itself. */
    const claim *pending = claim_pending(&a, root, "x");
    CHECK(!claim_equal(pending, pending));
    arena_release(&a);
}

static void claims_are_shown_on_one_printable_line(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    uint8_t many[65];
    memset(many, 0xab, sizeof many);
    CHECK_TEXT(claim_show(&a, NULL), "absent");
    CHECK_TEXT(claim_show(&a, claim_uint(&a, root, "x", UINT64_MAX)), "18446744073709551615");
    CHECK_TEXT(claim_show(&a, claim_int(&a, root, "x", -5)), "-5");
    CHECK_TEXT(claim_show(&a, claim_bool(&a, root, "x", true)), "true");
    CHECK_TEXT(claim_show(&a, claim_bool(&a, root, "x", false)), "false");
    CHECK_TEXT(claim_show(&a, claim_bytes(&a, root, "x", bytes_of("\x01\xff", 2))), "01ff");
    CHECK_TEXT(claim_show(&a, claim_cstr(&a, root, "x", "a\x1b[m\n")), "a\\x1b[m\\x0a");
    CHECK_TEXT(claim_show(&a, claim_number(&a, root, "x", str_of("1e9"))), "1e9");
    CHECK_TEXT(claim_show(&a, claim_time(&a, root, "x", 0)), "1970-01-01T00:00:00Z");
    CHECK_TEXT(claim_show(&a, claim_null(&a, root, "x")), "null");
    CHECK_TEXT(claim_show(&a, claim_map(&a, root, "x")), "a map of 0");
    CHECK_TEXT(claim_show(&a, claim_list(&a, root, "x")), "a list of 0");
    CHECK_TEXT(claim_show(&a, claim_pending(&a, root, "x")), "not known for want of a trust item");
    const char *cut = claim_show(&a, claim_bytes(&a, root, "x", bytes_of(many, 65)));
    CHECK_UINT(strlen(cut), 128 + strlen(".. (65 bytes)"));
    CHECK_TEXT(cut + 128, ".. (65 bytes)");
    const char *whole = claim_show(&a, claim_bytes(&a, root, "x", bytes_of(many, 64)));
    CHECK_UINT(strlen(whole), 128);
    arena_release(&a);
}

int main(void)
{
    RUN(each_kind_is_built_and_counted);
    RUN(nothing_is_built_without_a_parent);
    RUN(a_failing_allocator_leaves_null_and_no_broken_tree);
    RUN(pointers_follow_rfc_6901);
    RUN(malformed_and_absent_pointers_find_nothing);
    RUN(members_are_of_maps_only);
    RUN(trees_are_equal_up_to_the_depth_limit);
    RUN(maps_are_equal_in_any_order_and_lists_in_theirs);
    RUN(equality_tells_types_and_values_apart);
    RUN(claims_are_shown_on_one_printable_line);
    return DONE();
}
