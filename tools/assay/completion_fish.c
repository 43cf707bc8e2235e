/* SPDX-License-Identifier: Apache-2.0 */
/* see completion.h: for fish, one line for each thing that may follow. */
#include "completion.h"

static const char head[] = "# fish completion for assay\n"
                           "function __assay_words\n"
                           "    set -l words (commandline -opc)\n"
                           "    set -e words[1]\n"
                           "    string join -- \\n $words\n"
                           "end\n"
                           "# The words so far are these, no more.\n"
                           "function __assay_at\n"
                           "    set -l words (__assay_words)\n"
                           "    test \"$words\" = \"$argv\"\n"
                           "end\n"
                           "# The words so far begin with these.\n"
                           "function __assay_in\n"
                           "    set -l words (__assay_words)\n"
                           "    test (count $words) -ge (count $argv)\n"
                           "    and test \"$words[1..$(count $argv)]\" = \"$argv\"\n"
                           "end\n"
                           "complete -c assay -f";

static void put_quoted(cli *c, const char *in)
{
    out_put(c, "'");
    for (; *in != '\0'; in++) {
        out_put(c, "%s%c", *in == '\'' || *in == '\\' ? "\\" : "", *in);
    }
    out_put(c, "'");
}

static void put_verbs(cli *c, const char *group)
{
    const char *word = NULL, *summary = NULL;
    for (size_t i = 0; (word = verb_word_at(c, group, i, &summary)) != NULL; i++) {
        out_put(c, "complete -c assay -n '__assay_at%s%s' -a %s -d ", group != NULL ? " " : "",
                group != NULL ? group : "", word);
        put_quoted(c, summary);
        out_line(c, "%s", "");
    }
}

static void put_groups(cli *c)
{
    const char *word = NULL, *summary = NULL;
    put_verbs(c, NULL);
    for (size_t i = 0; (word = verb_word_at(c, NULL, i, &summary)) != NULL; i++) {
        if (verb_is_group(word)) {
            put_verbs(c, word);
        }
    }
}

/* fish has no second word inside a word: a role comes with its colon. */
static void put_words(cli *c, const argument_kind *kind)
{
    const char *words = argument_words(c, kind);
    if (words == NULL) {
        return;
    }
    out_put(c, " -a '");
    for (; *words != '\0'; words++) {
        out_put(c, "%s%c", kind->before_file && *words == ' ' ? ":" : "", *words);
    }
    out_put(c, "%s'", kind->before_file ? ":" : "");
}

static void put_argument(cli *c, const char *argument)
{
    const argument_kind *kind = argument_kind_of(argument);
    put_words(c, kind);
    if (kind->places & PLACE_FILES) {
        out_put(c, " -F");
    }
    if (kind->places & PLACE_FOLDERS) {
        out_put(c, " -a '(__fish_complete_directories)'");
    }
}

static void put_verb(cli *c, const verb *v)
{
    const option_def *d = NULL;
    if (v->arguments[0] != '\0') {
        out_put(c, "complete -c assay -n '__assay_in %s'", v->name);
        put_argument(c, v->arguments);
        out_line(c, "%s", "");
    }
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use == OPTION_UNBUILT) {
            continue;
        }
        out_put(c, "complete -c assay -n '__assay_in %s' -l %s", v->name, d->name);
        if (d->argument != NULL) {
            out_put(c, " -r");
            put_argument(c, d->argument);
        }
        out_put(c, " -d ");
        put_quoted(c, d->help);
        out_line(c, "%s", "");
    }
}

void completion_fish(cli *c)
{
    const verb *v = NULL;
    out_line(c, "%s", head);
    put_groups(c);
    for (size_t i = 0; (v = verb_at(i)) != NULL; i++) {
        put_verb(c, v);
    }
}
