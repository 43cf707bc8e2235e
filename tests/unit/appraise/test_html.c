/* SPDX-License-Identifier: Apache-2.0 */
/* The page: the verdict first, every check, nothing that a sender chose as markup. */
#include "appraise/html.h"
#include "world.h"

static world w;

/* What the page says, as the one who reads it in a terminal would. */
static const char *page_of(assay_appraisal *a)
{
    assay_str made = assay_appraisal_document(a, "html");
    return CHECK(made.ptr != NULL) ? made.ptr : "";
}

static bool in_order(const char *html, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(html, parts[i]);
        if (at == NULL) {
            fprintf(stderr, "  the html lacks %s, or not here\n", parts[i]);
            return false;
        }
        html = at + strlen(parts[i]);
    }
    return true;
}

static void the_verdict_stands_first(void)
{
    static const char *const good[] = {"default-src 'none'", "<h1 class=\"good\">accepted",
                                       "policy <b>",         "<h2>cpu",
                                       "authentic",          "checks held",
                                       "/measurement",       IMAGE,
                                       "<h2>Not established"};
    static const char *const bad[] = {"<h1 class=\"bad\">rejected", "<th class=\"bad\">fail",
                                      "snp.debug", "remedy"};
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    const char *html = page_of(a);
    CHECK(in_order(html, good, ARRAY_LEN(good)));
    CHECK(strstr(html, "<script") == NULL && strstr(html, "http") == strstr(html, "http-equiv"));
    CHECK_TEXT(page_of(a), html); /* the same bytes each time */
    assay_appraisal_free(a);
    e = forged(&w, (assay_bytes){NULL, 0}, debug);
    a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(in_order(page_of(a), bad, ARRAY_LEN(bad)));
    assay_appraisal_free(a);
    world_close(&w);
}

static void needs_are_listed(void)
{
    static const char *const parts[] = {"<h1 class=\"doubt\">undecided", "<h2>Needs", "crl"};
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(in_order(page_of(a), parts, ARRAY_LEN(parts)));
    assay_appraisal_free(a);
    world_close(&w);
}

static void markup_is_shown_as_text(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 16);
    page p = {.arena = &a, .out = text_new(&a, 4096)};
    html_text(&p, "<script>alert('1')</script> & \"x\"");
    html_text(&p, NULL);
    CHECK_TEXT(text_done(&p.out).ptr,
               "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;");
    arena_release(&a);
}

/* A long name with many values behind it: the sender pays for both once, the page for neither
 * often. */
static void many_claims_are_cut(void)
{
    static char name[30001];
    arena a, tree;
    arena_init(&a, NULL, 4u << 20);
    arena_init(&tree, NULL, 64u << 20);
    memset(name, '<', sizeof name - 1);
    claim *root = claim_root(&tree), *list = claim_list(&tree, root, name);
    for (size_t i = 0; i < 30000; i++) {
        claim_uint(&tree, list, NULL, i);
    }
    page p = {.arena = &a, .out = text_new(&a, 1u << 20)};
    html_claims(&p, root);
    assay_str done = text_done(&p.out);
    CHECK(done.ptr != NULL && done.len < 300u << 10 && a.state == ARENA_OK);
    CHECK(done.ptr != NULL && strstr(done.ptr, "and more: see the JSON document") != NULL);
    arena_release(&tree);
    arena_release(&a);
}

int main(void)
{
    RUN(the_verdict_stands_first);
    RUN(needs_are_listed);
    RUN(markup_is_shown_as_text);
    RUN(many_claims_are_cut);
    return DONE();
}
