/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The result as one page for people: no script, nothing fetched, legible in print and in the dark.
 * Whatever a sender chose passes html_text, and the page's own policy forbids all but its style.
 */
#include "appraise/document.h"
#include "appraise/html.h"
#include "base/limits.h"
#include "base/time.h"

static const char style[] =
    ":root{color-scheme:light dark;--good:#186a3b;--bad:#a61b1b;--doubt:#8a5a00;--line:#9994}"
    "@media(prefers-color-scheme:dark){:root{--good:#6fcf97;--bad:#ff8a80;--doubt:#ffc46b}}"
    "body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}"
    ".good{color:var(--good)}.bad{color:var(--bad)}.doubt{color:var(--doubt)}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}"
    "th{font-weight:600;white-space:nowrap}code,td.v{font:13px/1.4 ui-monospace,monospace}"
    "details{margin:.5rem 0;border-left:3px solid var(--line);padding-left:.8rem}"
    "summary{cursor:pointer}small{opacity:.75}svg{max-width:100%;height:auto}"
    "svg text{font:12px system-ui,sans-serif;fill:currentColor}"
    "@media print{details{border:0;padding:0}body{max-width:none;margin:0}}";

void html_text(page *p, const char *printable)
{
    for (const char *c = printable; c != NULL && *c != '\0'; c++) {
        const char *as = *c == '<'    ? "&lt;"
                         : *c == '>'  ? "&gt;"
                         : *c == '&'  ? "&amp;"
                         : *c == '"'  ? "&quot;"
                         : *c == '\'' ? "&#39;"
                                      : NULL;
        if (as != NULL) {
            text_add_str(&p->out, as);
        } else {
            text_add(&p->out, bytes_of(c, 1));
        }
    }
}

static const char *class_of(assay_severity s)
{
    return s == ASSAY_FAIL ? "bad" : s >= ASSAY_WARN ? "doubt" : "good";
}

static void cell(page *p, const char *name, const char *printable)
{
    if (printable != NULL && printable[0] != '\0') {
        put(p, "<br><small>%s</small> ", name);
        html_text(p, printable);
    }
}

static void put_finding(page *p, const finding *f)
{
    put(p, "<tr><th class=\"%s\">%s</th><td><code>", class_of(f->view.severity),
        severity_word(f->view.severity));
    html_text(p, f->view.rule != NULL ? f->view.rule : f->view.id);
    put(p, "</code></td><td>");
    html_text(p, f->view.message);
    cell(p, "claim", f->view.claim);
    cell(p, "expected", f->view.expected);
    cell(p, "found", f->view.found);
    if (f->view.severity > ASSAY_NOTE) {
        cell(p, "remedy", f->view.remedy);
    }
    cell(p, "source", f->view.reference);
    put(p, "</td></tr>\n");
}

static bool about(const finding *f, const char *label)
{
    return label == NULL ? f->view.label == NULL
                         : f->view.label != NULL && strcmp(f->view.label, label) == 0;
}

static size_t count_findings(const page *p, const char *label, bool held)
{
    size_t n = 0;
    for (const finding *f = p->a->findings.first; f != NULL; f = f->next) {
        n += about(f, label) && (f->view.severity < ASSAY_WARN) == held ? 1 : 0;
    }
    return n;
}

static void put_findings(page *p, const char *label, bool held)
{
    put(p, "<table>\n");
    for (const finding *f = p->a->findings.first; f != NULL; f = f->next) {
        if (about(f, label) && (f->view.severity < ASSAY_WARN) == held) {
            put_finding(p, f);
        }
    }
    put(p, "</table>\n");
}

/* What did not hold is open, what held is one click away. */
static void put_checks(page *p, const char *label)
{
    if (count_findings(p, label, false) > 0) {
        put_findings(p, label, false);
    }
    size_t held = count_findings(p, label, true);
    if (held > 0) {
        put(p, "<details><summary>%zu checks held</summary>\n", held);
        put_findings(p, label, true);
        put(p, "</details>\n");
    }
}

static void put_value(page *p, const claim *c)
{
    bool nests = c->type == ASSAY_CLAIM_MAP || c->type == ASSAY_CLAIM_LIST;
    put(p, "</code></td><td class=\"v\">");
    if (c->type == ASSAY_CLAIM_BYTES) {
        html_text(p, text_hex(p->arena, c->value.bytes));
    } else {
        html_text(p, nests ? "(empty)" : c->pending ? "(not known)" : claim_show(p->arena, c));
    }
    put(p, "</td></tr>\n");
}

/* A list on the way to a value, and how far it was read. */
typedef struct {
    const claim *next;
    const char *name;
    size_t index;
} step;

/* Names are a sender's, and may be long: each is built once, and cut. */
static const char *step_name(page *p, const claim *c, step *in)
{
    return c->name.ptr != NULL ? text_excerpt(p->arena, bytes_of_str(c->name))
                               : arena_format(p->arena, "%zu", in->index++);
}

static void put_pointer(page *p, const step *stack, size_t depth, const char *name)
{
    put(p, "<tr><td><code>");
    for (size_t i = 1; i < depth; i++) {
        put(p, "/");
        html_text(p, stack[i].name);
    }
    put(p, "/");
    html_text(p, name);
}

/* The tree, flat: one row for each value, by its pointer, as far as the page has room. */
void html_claims(page *p, const claim *root)
{
    step stack[LIMIT_CLAIM_DEPTH + 2];
    size_t depth = 1, most = p->out.len + LIMIT_HTML_CLAIMS;
    stack[0] = (step){.next = root->first, .name = ""};
    put(p, "<table>\n");
    while (depth > 0 && p->out.len < most) {
        const claim *c = stack[depth - 1].next;
        if (c == NULL) {
            depth--;
            continue;
        }
        stack[depth - 1].next = c->next;
        const char *name = step_name(p, c, &stack[depth - 1]);
        if (c->first != NULL && depth < ARRAY_LEN(stack)) {
            stack[depth++] = (step){.next = c->first, .name = name};
            continue;
        }
        put_pointer(p, stack, depth, name);
        put_value(p, c);
    }
    put(p, "</table>%s", depth > 0 ? "<p>and more: see the JSON document</p>" : "");
}

static void put_piece(page *p, const piece *of)
{
    put(p, "<h2>");
    html_text(p, of->label);
    put(p, " <small>%s</small> <span class=\"%s\">%s</span></h2>\n",
        of->format != NULL ? of->format->title : "unknown format", of->authentic ? "good" : "bad",
        of->authentic ? "authentic" : "not authentic");
    put_checks(p, of->label);
    if (of->job.claims != NULL && of->job.claims->count > 0) {
        put(p, "<details><summary>claims%s</summary>\n",
            of->authentic ? "" : ", which nobody vouches for");
        html_claims(p, of->job.claims);
        put(p, "</details>\n");
    }
}

static void put_needs(page *p)
{
    if (p->a->needs.first == NULL) {
        return;
    }
    put(p, "<h2>Needs</h2>\n<table>\n");
    for (const need *n = p->a->needs.first; n != NULL; n = n->next) {
        put(p, "<tr><th>");
        html_text(p, n->view.role);
        put(p, "</th><td>");
        html_text(p, n->view.id);
        cell(p, "from", n->view.url);
        put(p, "</td></tr>\n");
    }
    put(p, "</table>\n");
}

static void put_open(page *p)
{
    bool any = p->a->relaxations != NULL;
    for (size_t i = 0; i < p->a->piece_count; i++) {
        any = any || p->a->pieces[i].job.not_established_count > 0;
    }
    if (!any) {
        return;
    }
    put(p, "<h2>Not established</h2>\n<table>\n");
    for (size_t i = 0; i < p->a->piece_count; i++) {
        const job *j = &p->a->pieces[i].job;
        for (size_t k = 0; k < j->not_established_count; k++) {
            put(p, "<tr><th>");
            html_text(p, j->label);
            put(p, "</th><td>");
            html_text(p, j->not_established[k]);
            put(p, "</td></tr>\n");
        }
    }
    for (const relaxation *r = p->a->relaxations; r != NULL; r = r->next) {
        put(p, "<tr><th>relaxed</th><td><code>");
        html_text(p, r->what);
        put(p, "</code> ");
        html_text(p, r->reason);
        put(p, "</td></tr>\n");
    }
    put(p, "</table>\n");
}

static void put_head(page *p)
{
    const assay_appraisal *a = p->a;
    const char *class = a->status == ASSAY_OK         ? "good"
                        : a->status == ASSAY_REJECTED ? "bad"
                                                      : "doubt";
    const char *at = time_text(p->arena, a->at);
    put(p,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
        "<style>%s</style></head>\n<body>\n",
        status_word(a->status), style);
    put(p, "<h1 class=\"%s\">%s <small>tier %s</small></h1>\n<p>", class, status_word(a->status),
        verdict_word(a->verdict));
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_facts facts = policy_describe(a->request->policies[i]);
        put(p, "policy <b>%s</b> v%llu <small>%s</small>, ", facts.id,
            (unsigned long long)facts.version, text_hex(p->arena, bytes_of(facts.sha256, 32)));
    }
    put(p, "at %s, trust <small>%s</small> revision %llu</p>\n", at != NULL ? at : "no time",
        text_hex(p->arena, bytes_of(a->trust->digest, 32)), (unsigned long long)a->trust->revision);
}

assay_str document_html(assay_appraisal *a)
{
    page p = {.a = a, .arena = &a->cases, .out = text_new(&a->cases, LIMIT_HTML_BYTES)};
    put_head(&p);
    put(&p, "<h2>Request</h2>\n");
    put_checks(&p, NULL);
    for (size_t i = 0; i < a->piece_count; i++) {
        put_piece(&p, &a->pieces[i]);
    }
    html_topology(&p);
    html_timeline(&p);
    put_needs(&p);
    put_open(&p);
    put(&p, "</body></html>\n");
    return text_done(&p.out);
}
