/* SPDX-License-Identifier: Apache-2.0 */
/* Claims as JSON. */
#include "appraise/document.h"
#include "base/limits.h"
#include "check.h"

static assay_str written(arena *a, const claim *root)
{
    json_writer *w = json_write_new();
    document_claims(w, "c", root);
    assay_str out = json_write_done(w, a, false);
    json_write_free(w);
    return out;
}

static void each_type_has_its_form(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&a);
    claim_uint(&a, root, "small", ((uint64_t)1 << 53) - 1);
    claim_uint(&a, root, "large", (uint64_t)1 << 53);
    claim_uint(&a, root, "largest", UINT64_MAX);
    claim_int(&a, root, "int", -7);
    claim_bool(&a, root, "bool", false);
    claim_bytes(&a, root, "bytes", bytes_of("\xab\x01", 2));
    claim_bytes(&a, root, "empty", bytes_of("", 0));
    claim_cstr(&a, root, "text", "a\"\x1b");
    claim_number(&a, root, "number", str_of("1.50e3"));
    claim_time(&a, root, "time", 0);
    claim_time(&a, root, "never", INT64_MAX);
    claim_null(&a, root, "null");
    claim_pending(&a, root, "pending");
    claim_map(&a, root, "map");
    claim *list = claim_list(&a, root, "list");
    claim_uint(&a, list, NULL, 1);
    claim_uint(&a, claim_map(&a, list, NULL), "x", 2);
    claim_list(&a, list, NULL);
    claim_uint(&a, root, "last", 3);
    CHECK_TEXT(written(&a, root).ptr,
               "{\"c\":{\"small\":9007199254740991,\"large\":\"9007199254740992\","
               "\"largest\":\"18446744073709551615\",\"int\":-7,\"bool\":false,"
               "\"bytes\":\"ab01\",\"empty\":\"\",\"text\":\"a\\\"\\\\x1b\",\"number\":1.50e3,"
               "\"time\":\"1970-01-01T00:00:00Z\",\"never\":null,\"null\":null,"
               "\"pending\":null,\"map\":{},\"list\":[1,{\"x\":2},[]],\"last\":3}}");
    arena_release(&a);
}

static size_t count_of(const char *in, char wanted)
{
    size_t count = 0;
    for (; *in != '\0'; in++) {
        count += *in == wanted;
    }
    return count;
}

/* A tree as deep as claims may be is written whole; what is deeper ends in null. */
static void depth_is_bounded(void)
{
    for (size_t nodes = LIMIT_CLAIM_DEPTH - 1; nodes <= LIMIT_CLAIM_DEPTH + 3; nodes++) {
        arena a;
        arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
        claim *root = claim_root(&a), *c = root;
        for (size_t i = 1; i < nodes; i++) {
            c = claim_map(&a, c, "m");
        }
        claim_uint(&a, c, "leaf", 7);
        claim_uint(&a, root, "after", 8);
        assay_str out = written(&a, root);
        bool whole = nodes <= LIMIT_CLAIM_DEPTH;
        CHECK(out.ptr != NULL && (strstr(out.ptr, "\"leaf\":7") != NULL) == whole);
        CHECK(out.ptr != NULL && (strstr(out.ptr, "\"m\":null") != NULL) == !whole);
        CHECK(out.ptr != NULL && strstr(out.ptr, "\"after\":8") != NULL);
        CHECK_UINT(count_of(out.ptr, '{'), 1 + (whole ? nodes : LIMIT_CLAIM_DEPTH));
        CHECK_UINT(count_of(out.ptr, '{'), count_of(out.ptr, '}'));
        arena_release(&a);
    }
}

int main(void)
{
    RUN(each_type_has_its_form);
    RUN(depth_is_bounded);
    return DONE();
}
