/* SPDX-License-Identifier: Apache-2.0 */
/* see tree.h: the answer; the pieces, each with what was wrong; then what concerns them all. */
#include "tree_parts.h"

const char *tree_member(const tree *t, const json *object, const char *name)
{
    const json *member = json_member(object, name);
    return stored(t->cli, json_is(member, JSON_NUMBER) ? member->text : json_text(member));
}

static bool tree_flag(const json *object, const char *name)
{
    bool value = false;
    return json_bool(json_member(object, name), &value) && value;
}

/* Claims by which a person knows a device. */
static const char *const identities[] = {"product_line", "chip_id", "chip", "driver_version",
                                         "vbios_version"};

static void draw_identity(const tree *t, const json *claims)
{
    for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
        const char *value = tree_member(t, claims, identities[i]);
        if (value[0] != '\0') {
            out_put(t->cli, "  %s %s", identities[i], shortened(t->cli, value));
        }
    }
}

static void draw_piece(const tree *t, const json *piece)
{
    cli *c = t->cli;
    assay_str label = json_text(json_member(piece, "label"));
    const char *format = tree_member(t, piece, "format");
    bool authentic = tree_flag(piece, "authentic");
    const char *name = tree_member(t, piece, "label");
    const json *claims = json_member(json_member(t->root, "claims"), name);
    out_word(c, STYLE_STRONG, name, 0);
    out_put(c, "  %s", format[0] != '\0' ? format : "unknown format");
    draw_identity(t, claims);
    out_put(c, "  authentic: ");
    out_word(c, authentic ? STYLE_GOOD : STYLE_BAD, authentic ? "yes" : "no", 0);
    out_line(c, "%s", "");
    tree_findings(t, label);
}

static void draw_pieces(const tree *t)
{
    const json *pieces = json_member(t->root, "evidence");
    for (const json *p = pieces != NULL ? pieces->first : NULL; p != NULL; p = p->next) {
        draw_piece(t, p);
    }
    out_word(t->cli, STYLE_STRONG, "request", 0);
    out_line(t->cli, "%s",
             tree_flag(json_member(t->root, "session"), "spent_now") ? "  nonce spent" : "");
    tree_findings(t, (assay_str){NULL, 0});
}

static void draw_need(const tree *t, const json *need)
{
    cli *c = t->cli;
    bool known = tree_flag(need, "authenticated"), must = tree_flag(need, "mandatory");
    out_put(c, "  ");
    out_word(c, must ? STYLE_DOUBT : STYLE_PLAIN, tree_member(t, need, "role"), 12);
    out_line(c, " %s  %s%s%s", tree_member(t, need, "id"), tree_member(t, need, "url"),
             known ? "" : "  (id not authenticated: ask before you fetch)",
             must ? "" : "  (optional)");
}

static void draw_unknown(const tree *t, const json *o)
{
    out_line(t->cli, "  %s: %s", tree_member(t, o, "label"), tree_member(t, o, "what"));
}

static void draw_relaxation(const tree *t, const json *o)
{
    out_line(t->cli, "  %s: %s", tree_member(t, o, "what"), tree_member(t, o, "reason"));
}

static void draw_row(const tree *t, const json *o)
{
    out_line(t->cli, "  %s %s: row \"%s\" of \"%s\"", tree_member(t, o, "label"),
             tree_member(t, o, "rule"), tree_member(t, o, "row"), tree_member(t, o, "table"));
}

static const struct {
    const char *member, *title;
    void (*draw)(const tree *t, const json *item);
} lists[] = {
    {"needs", "needs", draw_need},
    {"rows", "matched", draw_row},
    {"not_established", "not established", draw_unknown},
    {"relaxations", "relaxations", draw_relaxation},
};

static void draw_lists(const tree *t)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        const json *list = json_member(t->root, lists[i].member);
        if (!json_is(list, JSON_ARRAY) || list->count == 0) {
            continue;
        }
        out_word(t->cli, STYLE_STRONG, lists[i].title, 0);
        out_line(t->cli, "%s", "");
        for (const json *item = list->first; item != NULL; item = item->next) {
            lists[i].draw(t, item);
        }
    }
}

static void draw_open_claim(const tree *t, const json *o)
{
    const char *reason = tree_member(t, o, "reason");
    out_line(t->cli, "  %s %s%s%s", tree_member(t, o, "label"), tree_member(t, o, "claim"),
             reason[0] != '\0' ? ": " : "", reason);
}

#define LINE_WIDTH 96

/* In lines of a fair width; a new label begins a new line. */
static void draw_open_names(const tree *t, const json *list)
{
    const char *label = "";
    size_t width = 0;
    for (const json *o = list->first; o != NULL; o = o->next) {
        const char *own = tree_member(t, o, "label"), *claim = tree_member(t, o, "claim");
        bool other = strcmp(own, label) != 0;
        if (other || width + 1 + strlen(claim) > LINE_WIDTH) {
            out_put(t->cli, "%s  %s", width > 0 ? "\n" : "", own);
            width = 2 + strlen(own);
            label = own;
        }
        out_put(t->cli, " %s", claim);
        width += 1 + strlen(claim);
    }
    out_line(t->cli, "%s", "");
}

/* What was refused is refused, whatever else the policy would have let pass. */
static void draw_unconstrained(const tree *t)
{
    const json *list = json_member(t->root, "unconstrained");
    bool accepted = str_is(json_text(json_member(t->root, "status")), "accepted");
    if (!json_is(list, JSON_ARRAY) || list->count == 0) {
        return;
    }
    out_word(t->cli, STYLE_STRONG, "unconstrained by the policy", 0);
    if (!accepted && !t->all) {
        out_line(t->cli, "  %zu claims  (--all)", list->count);
        return;
    }
    out_line(t->cli, "%s", "");
    if (!t->all) {
        draw_open_names(t, list);
        return;
    }
    for (const json *o = list->first; o != NULL; o = o->next) {
        draw_open_claim(t, o);
    }
}

static const struct {
    const char *status, *word;
    style style;
} answers[] = {
    {"accepted", "ACCEPTED", STYLE_GOOD},
    {"rejected", "REJECTED", STYLE_BAD},
    {"undecided", "UNDECIDED", STYLE_DOUBT},
    {"pending", "PENDING", STYLE_DOUBT},
};

static void draw_policies(const tree *t)
{
    const json *policies = json_member(t->root, "policies");
    for (const json *p = policies != NULL ? policies->first : NULL; p != NULL; p = p->next) {
        out_put(t->cli, "  %s v%s (sha256 %s)", tree_member(t, p, "id"),
                tree_member(t, p, "version"), shortened(t->cli, tree_member(t, p, "sha256")));
    }
}

static void draw_answer(const tree *t)
{
    const json *trust = json_member(t->root, "trust");
    assay_str status = json_text(json_member(t->root, "status"));
    size_t i = 0;
    while (i < ARRAY_LEN(answers) && !str_is(status, answers[i].status)) {
        i++;
    }
    bool known = i < ARRAY_LEN(answers);
    out_word(t->cli, known ? answers[i].style : STYLE_BAD, known ? answers[i].word : "NO ANSWER",
             0);
    draw_policies(t);
    out_line(t->cli, "  tier %s  at %s  trust %s rev %s", tree_member(t, t->root, "tier"),
             tree_member(t, t->root, "at"), shortened(t->cli, tree_member(t, trust, "sha256")),
             tree_member(t, trust, "revision"));
}

void tree_draw_answer(cli *c, const json *result)
{
    tree t = {c, result, false};
    draw_answer(&t);
}

void tree_draw_result(cli *c, const json *result, bool all)
{
    tree t = {c, result, all};
    draw_answer(&t);
    draw_pieces(&t);
    draw_lists(&t);
    draw_unconstrained(&t);
}

exit_code tree_draw(cli *c, assay_bytes document, bool all)
{
    fault f = {0};
    const json *root = json_parse_document(&c->arena, document, &f);
    if (!str_is(json_text(json_member(root, "schema")), "assay.appraisal/1")) {
        say_error(c, "the document is no result: %s",
                  f.what != NULL ? f.what : "its schema is not assay.appraisal/1");
        return EXIT_USAGE;
    }
    tree_draw_result(c, root, all);
    return EXIT_ACCEPTED;
}
