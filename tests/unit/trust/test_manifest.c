/* SPDX-License-Identifier: Apache-2.0 */
/* store.json: what is refused, with its place, and that writing and reading agree. */
#include "trust_test.h"

#define DIGEST "\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
#define ITEM(more) "{\"role\":\"crl\",\"file\":\"a.der\"," DIGEST more "}"
#define STORE(items) "{\"assay_store\":1,\"revision\":3,\n\"items\":[" items "]}"

static place here;
static manifest found;

static assay_status reads(const char *document)
{
    assay_error_init(&here.err, sizeof here.err);
    return manifest_read(&here.arena, bytes_of_text(document), &found, &here.err);
}

static bool refuses(const char *document, const char *why)
{
    return reads(document) == ASSAY_E_CONFIG && says(&here, why) && here.err.line > 0 &&
           here.err.column > 0;
}

static void whole_manifest(void)
{
    CHECK(reads(STORE("")) == ASSAY_OK);
    CHECK_UINT(found.revision, 3);
    CHECK_UINT(found.count, 0);
    CHECK(reads(STORE(ITEM(",\"scope\":null,\"subject\":null,\"origin\":\"x\",\"retrieved_at\":"
                           "\"2026-01-31T00:00:00Z\",\"verified\":\"asserted\""))) == ASSAY_OK);
    if (!CHECK(found.count == 1)) {
        return;
    }
    CHECK_TEXT(found.items[0].role, "crl");
    CHECK_TEXT(found.items[0].family, "");
    CHECK_TEXT(found.items[0].origin, "x");
    CHECK(found.items[0].retrieved_at == 1769817600);
    CHECK(found.items[0].valid_to == ASSAY_TIME_UNSET);
    CHECK_UINT(found.items[0].state, ASSAY_TRUST_ASSERTED);
}

static void refused_documents(void)
{
    CHECK(refuses("", "strict JSON"));
    CHECK(refuses("{\"assay_store\":1,\"revision\":3,\"items\":[", "strict JSON"));
    CHECK(refuses("[]", "no member assay_store"));
    CHECK(refuses("{\"revision\":3,\"items\":[]}", "no member assay_store"));
    CHECK(refuses("{\"assay_store\":2,\"revision\":3,\"items\":[]}", "must be 1"));
    CHECK(refuses("{\"assay_store\":1,\"items\":[]}", "revision"));
    CHECK(refuses("{\"assay_store\":1,\"revision\":-1,\"items\":[]}", "revision"));
    CHECK(refuses("{\"assay_store\":1,\"revision\":3}", "items"));
    CHECK(refuses("{\"assay_store\":1,\"revision\":3,\"items\":{}}", "must be an array"));
    CHECK(refuses("{\"assay_store\":1,\"revision\":3,\"items\":[],\"x\":1}", "unknown member 'x'"));
    CHECK(refuses(STORE("7"), "must be an object"));
    CHECK_UINT(here.err.line, 2);
    CHECK_UINT(here.err.column, 10);
}

static void refused_items(void)
{
    CHECK(refuses(STORE("{\"file\":\"a\"," DIGEST "}"), "no member 'role'"));
    CHECK(refuses(STORE("{\"role\":\"crl\"," DIGEST "}"), "no member 'file'"));
    CHECK(refuses(STORE("{\"role\":\"crl\",\"file\":\"a\"}"), "no member 'sha256'"));
    CHECK(refuses(STORE("{\"role\":null,\"file\":\"a\"," DIGEST "}"), "must be a text"));
    CHECK(refuses(STORE("{\"role\":\"crl\",\"file\":\"a\",\"sha256\":\"aa\"}"), "SHA-256"));
    CHECK(refuses(STORE(ITEM(",\"scope\":\"adm\"")), "'adm' is no scope"));
    CHECK_TEXT(here.err.where, "scope");
    CHECK(refuses(STORE(ITEM(",\"verified\":\"yes\"")), "pinned, verified or asserted"));
    CHECK(refuses(STORE(ITEM(",\"valid_to\":\"tomorrow\"")), "must be a time"));
    CHECK(refuses(STORE(ITEM(",\"valid_to\":4")), "must be a time"));
    CHECK(refuses(STORE(ITEM(",\"orign\":\"x\"")), "unknown member 'orign'"));
    CHECK(hints(&here, "origin"));
}

static bool refuses_file(const char *name)
{
    return refuses(
        arena_format(&here.arena, STORE("{\"role\":\"crl\",\"file\":\"%s\"," DIGEST "}"), name),
        "plain name");
}

static void only_plain_file_names(void)
{
    CHECK(refuses_file(""));
    CHECK(refuses_file("."));
    CHECK(refuses_file(".."));
    CHECK(refuses_file(".hidden"));
    CHECK(refuses_file("../a.der"));
    CHECK(refuses_file("/etc/passwd"));
    CHECK(refuses_file("a/b"));
    CHECK(refuses_file("a\\\\b"));
    CHECK(refuses_file("a b"));
    CHECK(refuses_file("a\\u001b"));
    CHECK(refuses_file("store.json"));
}

static void duplicates(void)
{
    CHECK(refuses(STORE(ITEM("") "," ITEM("")), "twice"));
    CHECK_UINT(here.err.column, 10 + sizeof ITEM(""));
    CHECK(reads(STORE(ITEM("") "," ITEM(",\"scope\":\"amd\""))) == ASSAY_OK);
}

static void what_is_written_is_read(void)
{
    CHECK(reads(STORE(ITEM(",\"scope\":\"amd\",\"subject\":\"a\\\\x1b\\u001bb\",\"valid_from\":"
                           "\"2026-01-31T00:00:00Z\",\"verified\":\"pinned\""))) == ASSAY_OK);
    CHECK_TEXT(found.items[0].subject, "a\\x1b\\x1bb");
    assay_str once = manifest_write(&here.arena, &found);
    CHECK(once.ptr != NULL && reads(once.ptr) == ASSAY_OK);
    CHECK_TEXT(found.items[0].subject, "a\\x1b\\x1bb");
    assay_str twice = manifest_write(&here.arena, &found);
    CHECK_TEXT(twice.ptr, once.ptr);
}

int main(void)
{
    here = place_new();
    RUN(whole_manifest);
    RUN(refused_documents);
    RUN(refused_items);
    RUN(only_plain_file_names);
    RUN(duplicates);
    RUN(what_is_written_is_read);
    place_free(&here);
    return DONE();
}
