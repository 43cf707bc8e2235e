/* SPDX-License-Identifier: Apache-2.0 */
/* see completion.h: for zsh, by _arguments. */
#include "completion.h"

static const char head[] =
    "#compdef assay\n"
    "_assay_roles() { if compset -P '*:'; then _files; else compadd -S : -- \"$@\"; fi }\n"
    "_assay() {\n"
    "    local -a verbs\n"
    "    local verb=${words[2]-}\n";

static const char tail[] =
    "    esac\n"
    "}\n"
    "if [[ ${funcstack[1]-} == _assay ]]; then _assay \"$@\"; else compdef _assay assay; fi";

/* Text inside '..' and, there, inside [..] or before a colon. */
static void put_quoted(cli *c, const char *in)
{
    for (; *in != '\0'; in++) {
        const char *before = strchr("[]:\\", *in) != NULL ? "\\" : "";
        out_put(c, *in == '\'' ? "'\\''" : "%s%c", before, *in);
    }
}

static void put_verbs(cli *c, const char *group)
{
    const char *word = NULL, *summary = NULL;
    out_put(c, "        verbs=(");
    for (size_t i = 0; (word = verb_word_at(c, group, i, &summary)) != NULL; i++) {
        out_put(c, "%s'%s:", i > 0 ? " " : "", word);
        put_quoted(c, summary);
        out_put(c, "'");
    }
    out_line(c, ")\n        _describe command verbs\n        return");
}

static void put_groups(cli *c)
{
    const char *word = NULL, *summary = NULL;
    out_line(c, "    if (( CURRENT == 2 )); then");
    put_verbs(c, NULL);
    out_line(c, "    fi");
    for (size_t i = 0; (word = verb_word_at(c, NULL, i, &summary)) != NULL; i++) {
        if (verb_is_group(word)) {
            out_line(c, "    if [[ $verb == %s ]] && (( CURRENT == 3 )); then", word);
            put_verbs(c, word);
            out_line(c, "    fi");
            out_line(c, "    if [[ $verb == %s ]]; then", word);
            out_line(c, "        verb=\"%s ${words[3]}\"\n        shift words", word);
            out_line(c, "        (( CURRENT-- ))\n    fi");
        }
    }
    out_line(c, "    shift words\n    (( CURRENT-- ))");
}

/* ":what:how", where how is an action of _arguments. */
static void put_argument(cli *c, const char *argument)
{
    const argument_kind *kind = argument_kind_of(argument);
    const char *words = argument_words(c, kind);
    out_put(c, ":");
    put_quoted(c, argument);
    if (words != NULL && kind->before_file) {
        out_put(c, ":_assay_roles %s", words);
    } else if (words != NULL && (kind->places & PLACE_FILES)) {
        out_put(c, ":{ compadd -- %s; _files }", words);
    } else if (words != NULL) {
        out_put(c, ":(%s)", words);
    } else if (kind->places & PLACE_FILES) {
        out_put(c, ":_files");
    } else if (kind->places & PLACE_FOLDERS) {
        out_put(c, ":_files -/");
    } else {
        out_put(c, ": ");
    }
}

static void put_verb(cli *c, const verb *v)
{
    const option_def *d = NULL;
    out_put(c, "    '%s')\n        _arguments", v->name);
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use == OPTION_UNBUILT) {
            continue;
        }
        bool valued = d->argument != NULL;
        out_put(c, " \\\n            '%s--%s%s[", d->use == OPTION_MANY ? "*" : "", d->name,
                valued ? "=" : "");
        put_quoted(c, d->help);
        out_put(c, "]");
        if (valued) {
            put_argument(c, d->argument);
        }
        out_put(c, "'");
    }
    if (v->arguments[0] != '\0') {
        out_put(c, " \\\n            '*");
        put_argument(c, v->arguments);
        out_put(c, "'");
    }
    out_line(c, "\n        ;;");
}

void completion_zsh(cli *c)
{
    const verb *v = NULL;
    out_put(c, "%s", head);
    put_groups(c);
    out_line(c, "    case $verb in");
    for (size_t i = 0; (v = verb_at(i)) != NULL; i++) {
        put_verb(c, v);
    }
    out_line(c, "%s", tail);
}
