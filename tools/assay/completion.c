/* SPDX-License-Identifier: Apache-2.0 */
/* see completion.h */
#include "completion.h"
#include "about.h"

#include <assay/appraisal.h>
#include <assay/format.h>
#include <assay/roles.h>

static void add_word(text *out, const char *word)
{
    text_addf(out, "%s%s", out->len > 0 ? " " : "", word);
}

static void format_ids(cli *c, text *out)
{
    (void)c;
    assay_format_info f;
    for (size_t i = 0; assay_format_at(i, &f); i++) {
        add_word(out, f.id);
    }
}

static void finding_ids(cli *c, text *out)
{
    (void)c;
    assay_finding_help f;
    for (size_t i = 0; assay_finding_help_at(i, &f); i++) {
        add_word(out, f.id);
    }
}

static void waivable_ids(cli *c, text *out)
{
    (void)c;
    assay_finding_help f;
    for (size_t i = 0; assay_finding_help_at(i, &f); i++) {
        if (f.waivable) {
            add_word(out, f.id);
        }
    }
}

static void attachable_roles(cli *c, text *out)
{
    (void)c;
    const assay_role *r = NULL;
    for (size_t i = 0; (r = assay_role_at(i)) != NULL; i++) {
        if (r->attachable) {
            add_word(out, r->name);
        }
    }
}

static void storable_roles(cli *c, text *out)
{
    (void)c;
    const assay_role *r = NULL;
    for (size_t i = 0; (r = assay_role_at(i)) != NULL; i++) {
        if (r->storable) {
            add_word(out, r->name);
        }
    }
}

static void topics_and_verbs(cli *c, text *out)
{
    const char *word = NULL, *summary = NULL;
    for (size_t i = 0; (word = topic_at(i)) != NULL; i++) {
        add_word(out, word);
    }
    for (size_t i = 0; (word = verb_word_at(c, NULL, i, &summary)) != NULL; i++) {
        add_word(out, word);
    }
}

static void colors(cli *c, text *out)
{
    (void)c;
    text_add_str(out, "auto always never");
}

static void nonce_forms(cli *c, text *out)
{
    (void)c;
    text_add_str(out, "hex b64u text");
}

static void shells(cli *c, text *out)
{
    (void)c;
    text_add_str(out, "bash zsh fish");
}

static const argument_kind kinds[] = {
    {"FILE", PLACE_FILES, NULL, false},
    {"FILE...", PLACE_FILES, NULL, false},
    {"[LABEL=]FILE...", PLACE_FILES, NULL, false},
    {"DIR", PLACE_FOLDERS, NULL, false},
    {"ID", PLACE_ANYTHING, format_ids, false},
    {"[LABEL=]ID", PLACE_ANYTHING, format_ids, false},
    {"FINDING", PLACE_ANYTHING, waivable_ids, false},
    {"FINDING|RESULT.json", PLACE_FILES, finding_ids, false},
    {"[LABEL=]ROLE:FILE", PLACE_ANYTHING, attachable_roles, true},
    {"ROLE[;for=SCOPE;issuer=URL]:FILE...", PLACE_ANYTHING, storable_roles, true},
    {"WHEN", PLACE_ANYTHING, colors, false},
    {"FORM", PLACE_ANYTHING, nonce_forms, false},
    {"bash|zsh|fish", PLACE_ANYTHING, shells, false},
    {"[TOPIC|COMMAND]", PLACE_ANYTHING, topics_and_verbs, false},
};

const argument_kind *argument_kind_of(const char *argument)
{
    static const argument_kind anything = {"", PLACE_ANYTHING, NULL, false};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kinds[i].argument, argument) == 0) {
            return &kinds[i];
        }
    }
    return &anything;
}

#define WORDS_MAX 65536

const char *argument_words(cli *c, const argument_kind *kind)
{
    if (kind->words == NULL) {
        return NULL;
    }
    text out = text_new(&c->arena, WORDS_MAX);
    kind->words(c, &out);
    return text_done(&out).ptr;
}
