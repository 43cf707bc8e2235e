/* SPDX-License-Identifier: Apache-2.0 */
/* JSON as claims, and single values that a schema presents as lists. */
#include "check.h"
#include "base/limits.h"
#include "claims/claim_json.h"
#include "claims/schema.h"

typedef struct {
    arena arena;
    claim *root;
    bool whole;
} made;

static made make(const char *document, size_t max)
{
    made m;
    fault f = {0};
    arena_init(&m.arena, NULL, 1u << 22);
    const json *from = json_parse(&m.arena, bytes_of_text(document), &f);
    CHECK(from != NULL);
    m.root = claim_root(&m.arena);
    m.whole = from != NULL && claim_add_json(&m.arena, m.root, from, max);
    return m;
}

static const claim *at(const made *m, const char *pointer)
{
    return claim_at(m->root, bytes_of_text(pointer));
}

static void values_keep_type_and_text(void)
{
    made m = make(
        "{\"t\":\"a\\u00e9\",\"u\":18446744073709551615,\"i\":-5,\"big\":18446744073709551616,"
        "\"frac\":1.5,\"yes\":true,\"no\":false,\"nil\":null,\"m\":{\"x.y\":[1,[2],{\"z\":3}]},"
        "\"empty\":{},\"none\":[]}",
        100);
    CHECK(m.whole && m.root->count == 11);
    CHECK(str_is(at(&m, "/t")->value.text, "a\xc3\xa9") && at(&m, "/t")->value.text.ptr[3] == '\0');
    CHECK(at(&m, "/u")->type == ASSAY_CLAIM_UINT && at(&m, "/u")->value.uint == UINT64_MAX);
    CHECK(at(&m, "/i")->type == ASSAY_CLAIM_INT && at(&m, "/i")->value.sint == -5);
    CHECK(at(&m, "/big")->type == ASSAY_CLAIM_NUMBER);
    CHECK(str_is(at(&m, "/big")->value.text, "18446744073709551616"));
    CHECK(str_is(at(&m, "/frac")->value.text, "1.5"));
    CHECK(at(&m, "/yes")->value.boolean && !at(&m, "/no")->value.boolean);
    CHECK(at(&m, "/no")->type == ASSAY_CLAIM_BOOL && at(&m, "/nil")->type == ASSAY_CLAIM_NULL);
    CHECK(at(&m, "/m/x.y/0")->value.uint == 1 && at(&m, "/m/x.y/1/0")->value.uint == 2);
    CHECK(at(&m, "/m/x.y/2/z")->value.uint == 3 && at(&m, "/m/x.y")->count == 3);
    CHECK(at(&m, "/empty")->type == ASSAY_CLAIM_MAP && at(&m, "/empty")->count == 0);
    CHECK(at(&m, "/none")->type == ASSAY_CLAIM_LIST && at(&m, "/none")->count == 0);
    arena_release(&m.arena);
}

static void values_are_counted(void)
{
    static const char document[] = "{\"a\":[1,2,{\"b\":3}],\"c\":4}";
    made m = make(document, 6);
    CHECK(m.whole);
    arena_release(&m.arena);
    m = make(document, 5);
    CHECK(!m.whole);
    arena_release(&m.arena);
}

static void nesting_to_the_readers_limit_is_kept(void)
{
    char document[2 * LIMIT_JSON_DEPTH + 1] = "";
    memset(document, '[', LIMIT_JSON_DEPTH);
    memset(document + LIMIT_JSON_DEPTH, ']', LIMIT_JSON_DEPTH);
    made m = make(document, 100);
    size_t depth = 0;
    for (const claim *c = m.root->first; c != NULL; c = c->first) {
        depth++;
    }
    CHECK(m.whole);
    CHECK_UINT(depth, LIMIT_JSON_DEPTH - 1);
    arena_release(&m.arena);
}

static void single_values_stand_for_lists(void)
{
    static const claim_schema list = {
        .pointer = "/n", .type = ASSAY_CLAIM_LIST, .single_is_list = true};
    static const claim_schema plain = {.pointer = "/n", .type = ASSAY_CLAIM_LIST};
    made m = make("{\"n\":\"x\",\"l\":[\"x\"],\"nil\":null}", 100);
    const claim *view = schema_view(&m.arena, &list, at(&m, "/n"));
    CHECK(view != NULL && view->type == ASSAY_CLAIM_LIST && view->count == 1);
    CHECK(claim_equal(view, at(&m, "/l")));
    CHECK(view->first->name.ptr == NULL && view->first->next == NULL);
    CHECK(schema_view(&m.arena, &list, at(&m, "/l")) == at(&m, "/l"));
    CHECK(schema_view(&m.arena, &list, at(&m, "/nil")) == at(&m, "/nil"));
    CHECK(schema_view(&m.arena, &plain, at(&m, "/n")) == at(&m, "/n"));
    CHECK(schema_view(&m.arena, NULL, at(&m, "/n")) == at(&m, "/n"));
    CHECK(schema_view(&m.arena, &list, NULL) == NULL);
    arena_release(&m.arena);
}

int main(void)
{
    RUN(values_keep_type_and_text);
    RUN(values_are_counted);
    RUN(nesting_to_the_readers_limit_is_kept);
    RUN(single_values_stand_for_lists);
    return DONE();
}
