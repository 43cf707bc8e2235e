/* SPDX-License-Identifier: Apache-2.0 */
/* see verbs.h: the tables of verbs, and help from them. */
#include "verbs.h"

static const verb *const verbs[] = {
    &verb_verify,       &verb_inspect,       &verb_explain,     &verb_replay,
    &verb_policy_lint,  &verb_policy_show,   &verb_policy_test, &verb_policy_diff,
    &verb_policy_init,  &verb_policy_export, &verb_trust_add,   &verb_trust_status,
    &verb_trust_verify, &verb_trust_needs,   &verb_nonce_init,  &verb_nonce_new,
    &verb_nonce_show,   &verb_nonce_purge,   &verb_ear_verify,  &verb_ear_seal,
    &verb_ear_key,      &verb_formats,       &verb_version,     &verb_completion,
    &verb_help,
};

static const char *const unbuilt[] = {
    "audit",          "bundle",        "check-kms",        "policy diff",
    "policy install", "policy export", "policy check-kms", "trust update",
    "trust diff",     "trust export",  "trust import",
};

const verb *verb_at(size_t index)
{
    return index < ARRAY_LEN(verbs) ? verbs[index] : NULL;
}

const verb *verb_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (strcmp(verbs[i]->name, name) == 0) {
            return verbs[i];
        }
    }
    return NULL;
}

/* What follows "trust " in "trust add"; NULL: the verb is of another group. */
static const char *inside(const char *name, const char *group)
{
    size_t len = strlen(group);
    return strncmp(name, group, len) == 0 && name[len] == ' ' ? name + len + 1 : NULL;
}

bool verb_is_group(const char *word)
{
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (inside(verbs[i]->name, word) != NULL) {
            return true;
        }
    }
    return false;
}

bool verb_unbuilt(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(unbuilt); i++) {
        if (strcmp(unbuilt[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* First words, or the second ones of a group; groups once. */
static size_t words_of(cli *c, const char *group, const char *out[ARRAY_LEN(verbs)])
{
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        const char *name = verbs[i]->name;
        const char *word = group != NULL
                               ? inside(name, group)
                               : arena_text(&c->arena, bytes_of(name, strcspn(name, " ")));
        if (word != NULL && (count == 0 || strcmp(out[count - 1], word) != 0)) {
            out[count++] = word;
        }
    }
    return count;
}

const char *verb_word_at(cli *c, const char *group, size_t index, const char **summary)
{
    const char *words[ARRAY_LEN(verbs)];
    if (index >= words_of(c, group, words)) {
        return NULL;
    }
    const char *word = words[index];
    const char *name = group != NULL ? arena_format(&c->arena, "%s %s", group, word) : word;
    const verb *v = name != NULL ? verb_find(name) : NULL;
    *summary = v != NULL ? v->summary : "a group of commands";
    return word;
}

exit_code verb_unknown(cli *c, const char *group, const char *word)
{
    const char *words[ARRAY_LEN(verbs)];
    size_t count = words_of(c, group, words);
    const char *near = text_nearest(word, words, count);
    const char *before = group != NULL ? group : "";
    const char *gap = group != NULL ? " " : "";
    say_error(c, "unknown command \"%s%s%s\"", before, gap, shown_name(c, word));
    if (near != NULL) {
        say_hint(c, "did you mean assay %s%s%s?", before, gap, near);
    } else {
        say_hint(c, "assay %s%s--help lists the commands", before, gap);
    }
    return EXIT_USAGE;
}

#define NAME_WIDTH 16
#define OPTION_WIDTH 30

static void list_verbs(cli *c, const char *group)
{
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (group == NULL || inside(verbs[i]->name, group) != NULL) {
            out_line(c, "  %-*s %s", NAME_WIDTH, verbs[i]->name, verbs[i]->summary);
        }
    }
}

void help_program(cli *c)
{
    out_line(c, "usage: assay COMMAND [OPTION..] [ARGUMENT..]\n");
    out_line(c,
             "Decides offline whether a remote machine is the trusted machine it claims to be.\n");
    list_verbs(c, NULL);
    out_line(c, "\nassay COMMAND --help says more about each; assay help exit-codes about the "
                "exit status.");
}

void help_group(cli *c, const char *word)
{
    out_line(c, "usage: assay %s COMMAND [OPTION..] [ARGUMENT..]\n", word);
    list_verbs(c, word);
}

static void list_option(cli *c, const option_def *d)
{
    const char *argument = d->argument != NULL ? d->argument : "";
    const char *left =
        arena_format(&c->arena, "--%s%s%s", d->name, d->argument != NULL ? " " : "", argument);
    out_line(c, "  %-*s %s%s", OPTION_WIDTH, left != NULL ? left : "", d->help,
             d->use == OPTION_MANY ? " (repeatable)" : "");
}

void help_verb(cli *c, const verb *v)
{
    bool operands = v->arguments[0] != '\0';
    out_line(c, "usage: assay %s%s%s [OPTION..]\n", v->name, operands ? " " : "", v->arguments);
    out_line(c, "%s\n", v->summary);
    const option_def *d = NULL;
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use != OPTION_UNBUILT) {
            list_option(c, d);
        }
    }
    if (v->details != NULL) {
        out_line(c, "\n%s", v->details);
    }
}
