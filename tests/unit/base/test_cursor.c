/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cursor.h"
#include "check.h"

static const uint8_t sample[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
#define SAMPLE bytes_of(sample, sizeof sample)

static void integers_of_both_orders(void)
{
    fault f = {0};
    cursor c = cur_over(SAMPLE, &f);
    CHECK_UINT(cur_u8(&c, "a"), 1);
    CHECK_UINT(cur_u16le(&c, "b"), 0x0302);
    CHECK_UINT(cur_u16be(&c, "c"), 0x0405);
    CHECK_UINT(cur_u32le(&c, "d"), 0x09080706);
    CHECK(!cur_end(&c, "sample"));
    CHECK_TEXT(f.why, "trailing bytes");
    CHECK_UINT(f.at, 9);

    f = (fault){0};
    c = cur_over(SAMPLE, &f);
    CHECK_UINT(cur_u64le(&c, "a"), 0x0807060504030201);
    CHECK_UINT(cur_u16be(&c, "b"), 0x090a);
    CHECK(cur_end(&c, "sample"));
    c = cur_over(SAMPLE, &f);
    CHECK_UINT(cur_u64be(&c, "a"), 0x0102030405060708);
    c = cur_over(SAMPLE, &f);
    CHECK_UINT(cur_u32be(&c, "a"), 0x01020304);
    CHECK(cur_ok(&c));
}

static void first_fault_sticks(void)
{
    fault f = {0};
    cursor c = cur_over(SAMPLE, &f);
    cur_take(&c, 8, "body");
    CHECK_UINT(cur_u32le(&c, "tail"), 0);
    CHECK_TEXT(f.what, "tail");
    CHECK_TEXT(f.why, "truncated");
    CHECK_UINT(f.at, 8);
    CHECK_UINT(cur_u8(&c, "later"), 0); /* two bytes are left, but nothing is read any more */
    CHECK(cur_take(&c, 1, "later").ptr == NULL);
    CHECK_UINT(cur_left(&c), 0);
    CHECK_UINT(cur_rest(&c).len, 0);
    CHECK(!cur_fail(&c, 0, "other", "other"));
    CHECK(!cur_end(&c, "sample"));
    CHECK_TEXT(f.what, "tail");
}

static void lengths_that_would_wrap(void)
{
    fault f = {0};
    cursor c = cur_over(SAMPLE, &f);
    cur_u8(&c, "first");
    CHECK(cur_take(&c, SIZE_MAX, "huge").ptr == NULL);
    CHECK(!cur_ok(&c));
}

static void sub_cursors_know_their_place(void)
{
    fault f = {0};
    cursor c = cur_over(SAMPLE, &f);
    cur_take(&c, 2, "header");
    cursor sub = cur_sub(&c, 4, "sub");
    CHECK_UINT(cur_at(&c), 6);
    CHECK_UINT(cur_at(&sub), 2);
    CHECK_UINT(cur_u8(&sub, "x"), 3);
    cursor inner = cur_sub(&sub, 2, "inner");
    CHECK_UINT(cur_at(&inner), 3);
    cur_take(&inner, 3, "inner.field");
    CHECK_TEXT(f.what, "inner.field");
    CHECK_UINT(f.at, 3);
    CHECK(!cur_ok(&c)); /* the fault is shared */
}

static void sub_cursor_cannot_leave_its_bounds(void)
{
    fault f = {0};
    cursor c = cur_over(SAMPLE, &f);
    cursor sub = cur_sub(&c, 2, "sub");
    CHECK_UINT(cur_rest(&sub).len, 2);
    CHECK_UINT(cur_u8(&sub, "beyond"), 0);
    CHECK_TEXT(f.what, "beyond");

    f = (fault){0};
    c = cur_over(SAMPLE, &f);
    sub = cur_sub(&c, 11, "too much");
    CHECK(!cur_ok(&sub));
    CHECK_UINT(cur_left(&sub), 0);
}

static void empty_input(void)
{
    fault f = {0};
    cursor c = cur_over(bytes_of(NULL, 0), &f);
    CHECK_UINT(cur_take(&c, 0, "nothing").len, 0);
    CHECK_UINT(cur_rest(&c).len, 0);
    CHECK(cur_end(&c, "empty"));
    CHECK_UINT(cur_u8(&c, "one"), 0);
    CHECK(!cur_ok(&c));
}

static void views_compare(void)
{
    CHECK(bytes_equal(bytes_of(NULL, 0), bytes_of(sample, 0)));
    CHECK(!bytes_equal(bytes_of(sample, 2), bytes_of(sample, 3)));
    CHECK(bytes_order(bytes_of(sample, 2), bytes_of(sample, 3)) < 0);
    CHECK(bytes_order(bytes_of(sample + 1, 1), bytes_of(sample, 3)) > 0);
    CHECK(bytes_order(SAMPLE, SAMPLE) == 0);
    CHECK(bytes_order(bytes_of(NULL, 0), SAMPLE) < 0);
    CHECK(bytes_all(bytes_of("\0\0", 2), 0));
    CHECK(!bytes_all(bytes_of("\0\1", 2), 0));
    CHECK(str_is(str_of("abc"), "abc") && !str_is(str_of("abc"), "ab"));
    CHECK(!str_is((assay_str){NULL, 0}, "")); /* absent is not empty */
}

int main(void)
{
    RUN(integers_of_both_orders);
    RUN(first_fault_sticks);
    RUN(lengths_that_would_wrap);
    RUN(sub_cursors_know_their_place);
    RUN(sub_cursor_cannot_leave_its_bounds);
    RUN(empty_input);
    RUN(views_compare);
    return DONE();
}
