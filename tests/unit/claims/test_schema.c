/* SPDX-License-Identifier: Apache-2.0 */
/* Finding a claim's row in a schema table. */
#include "check.h"
#include "claims/schema.h"

static const claim_schema rows[] = {{.pointer = "/a"},    {.pointer = "/a/b"},
                                    {.pointer = "/l/*"},  {.pointer = "/l/*/x"},
                                    {.pointer = "/p~1q"}, {.pointer = ""}};

static int row_of(const char *pointer)
{
    const claim_schema *row = schema_find(rows, ARRAY_LEN(rows), bytes_of_text(pointer));
    return row != NULL ? (int)(row - rows) : -1;
}

static void a_pointer_matches_its_row_as_a_whole(void)
{
    CHECK(row_of("/a") == 0 && row_of("/a/b") == 1 && row_of("/p~1q") == 4 && row_of("") == 5);
    CHECK(row_of("/l/0") == 2 && row_of("/l/name") == 2 && row_of("/l/") == 2);
    CHECK(row_of("/l/17/x") == 3);
    static const char *const none[] = {"a",      "/",  "/ab", "/a/",    "/a/bc",
                                       "/a/b/c", "/b", "/l",  "/l/0/y", "/l/0/x/z",
                                       "/p/q",   "/*", "//a", "/l//"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (!CHECK(row_of(none[i]) == -1)) {
            fprintf(stderr, "  %s\n", none[i]);
        }
    }
    CHECK(schema_find(NULL, 0, bytes_of_text("/a")) == NULL);
}

static void every_type_has_a_name_of_its_own(void)
{
    for (int i = ASSAY_CLAIM_NONE; i <= ASSAY_CLAIM_NUMBER; i++) {
        CHECK(claim_type_name((assay_claim_type)i)[0] != '\0');
        for (int k = ASSAY_CLAIM_NONE; k < i; k++) {
            const char *one = claim_type_name((assay_claim_type)i);
            CHECK(strcmp(one, claim_type_name((assay_claim_type)k)) != 0);
        }
    }
    CHECK_TEXT(claim_type_name(ASSAY_CLAIM_UINT), "unsigned integer");
    CHECK_TEXT(claim_type_name((assay_claim_type)(ASSAY_CLAIM_NUMBER + 1)), "unknown");
}

int main(void)
{
    RUN(a_pointer_matches_its_row_as_a_whole);
    RUN(every_type_has_a_name_of_its_own);
    return DONE();
}
