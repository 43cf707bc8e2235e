/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of the verdict tree. */
#include "tree_parts.h"

#define WORD_WIDTH 10
#define INDENT 13

static const struct {
    const char *severity;
    style style;
    bool always; /* shown without --all */
} severities[] = {
    {"fail", STYLE_BAD, true},   {"undecided", STYLE_DOUBT, true}, {"warn", STYLE_DOUBT, true},
    {"note", STYLE_PLAIN, true}, {"ok", STYLE_GOOD, false},
};

/* A rule's reference is its place in the policy. */
static const char *place_of(const tree *t, const json *f)
{
    return json_member(f, "rule") != NULL ? tree_member(t, f, "reference") : "";
}

static void draw_detail(const tree *t, const json *f, const char *member)
{
    const char *value = tree_member(t, f, member);
    if (value[0] != '\0') {
        out_line(t->cli, "%*s%-9s %s", INDENT, "", member, value);
    }
}

static void draw_finding(const tree *t, const json *f, size_t severity)
{
    static const char *const details[] = {"claim", "expected", "found", "remedy"};
    cli *c = t->cli;
    bool is_waived = false;
    bool waived = json_bool(json_member(f, "waived"), &is_waived) && is_waived;
    const char *rule = tree_member(t, f, "rule");
    const char *place = place_of(t, f);
    out_put(c, "  ");
    out_word(c, severities[severity].style, severities[severity].severity, WORD_WIDTH);
    out_word(c, STYLE_PLAIN, rule[0] != '\0' ? rule : tree_member(t, f, "id"), 30);
    out_line(c, " %s%s%s%s", tree_member(t, f, "message"), waived ? " (waived)" : "",
             place[0] != '\0' ? "  " : "", place);
    for (size_t i = 0; i < ARRAY_LEN(details); i++) {
        bool held = !severities[severity].always;
        if (!held || strcmp(details[i], "claim") != 0) {
            draw_detail(t, f, details[i]);
        }
    }
}

static bool is_of(const json *f, assay_str label)
{
    assay_str own = json_text(json_member(f, "label"));
    return own.ptr == NULL
               ? label.ptr == NULL
               : label.ptr != NULL && bytes_equal(bytes_of_str(own), bytes_of_str(label));
}

static void draw_list(const tree *t, const json *list, assay_str label, size_t severity,
                      size_t *hidden)
{
    for (const json *f = list != NULL ? list->first : NULL; f != NULL; f = f->next) {
        assay_str word = json_text(json_member(f, "severity"));
        if (!is_of(f, label) || !str_is(word, severities[severity].severity)) {
            continue;
        }
        if (t->all || severities[severity].always) {
            draw_finding(t, f, severity);
        } else {
            (*hidden)++;
        }
    }
}

void tree_findings(const tree *t, assay_str label)
{
    const json *findings = json_member(t->root, "findings");
    const json *of_session = json_member(json_member(t->root, "session"), "findings");
    size_t hidden = 0;
    for (size_t i = 0; i < ARRAY_LEN(severities); i++) {
        draw_list(t, findings, label, i, &hidden);
        draw_list(t, of_session, label, i, &hidden);
    }
    if (hidden > 0) {
        out_put(t->cli, "  ");
        out_word(t->cli, STYLE_GOOD, "ok", WORD_WIDTH);
        out_line(t->cli, "%zu other%s  (--all)", hidden, hidden == 1 ? "" : "s");
    }
}
