/* SPDX-License-Identifier: Apache-2.0 */
/* see completion.h: for bash. Words are broken at ":" and "=" there. */
#include "completion.h"

static const char head[] =
    "# bash completion for assay\n"
    "_assay_words() { COMPREPLY+=($(compgen -W \"$1\" -- \"$cur\")); }\n"
    "_assay_files() { local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f "
    "-- \"$cur\")); }\n"
    "_assay_folders() { local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen "
    "-d -- \"$cur\")); }\n"
    "_assay_roles() { compopt -o nospace 2>/dev/null; COMPREPLY+=($(compgen -S : -W \"$1\" -- "
    "\"$cur\")); }\n"
    "_assay() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local verb=${COMP_WORDS[1]-}\n"
    "    COMPREPLY=()\n";

static const char values[] = "    if [[ $cur == [:=] ]]; then\n"
                             "        prev=$cur cur=\n"
                             "        [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                             "    elif [[ $prev == = ]]; then\n"
                             "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
                             "    fi\n"
                             "    if [[ $prev == : ]]; then\n"
                             "        _assay_files\n"
                             "        return\n"
                             "    fi\n";

static void put_verb_words(cli *c, const char *group)
{
    const char *word = NULL, *summary = NULL;
    for (size_t i = 0; (word = verb_word_at(c, group, i, &summary)) != NULL; i++) {
        out_put(c, "%s%s", i > 0 ? " " : "", word);
    }
}

/* The groups: first words that are no verbs. */
static void put_groups(cli *c)
{
    const char *word = NULL, *summary = NULL;
    out_put(c, "    case $COMP_CWORD:$verb in\n    1:*)\n        _assay_words '");
    put_verb_words(c, NULL);
    out_line(c, "'\n        return\n        ;;");
    for (size_t i = 0; (word = verb_word_at(c, NULL, i, &summary)) != NULL; i++) {
        if (verb_is_group(word)) {
            out_put(c, "    2:%s)\n        _assay_words '", word);
            put_verb_words(c, word);
            out_line(c, "'\n        return\n        ;;");
        }
    }
    out_line(c, "    esac");
    for (size_t i = 0; (word = verb_word_at(c, NULL, i, &summary)) != NULL; i++) {
        if (verb_is_group(word)) {
            out_line(c, "    [[ $verb == %s ]] && verb=\"%s ${COMP_WORDS[2]-}\"", word, word);
        }
    }
}

static void put_argument(cli *c, const char *argument)
{
    const argument_kind *kind = argument_kind_of(argument);
    const char *words = argument_words(c, kind);
    if (words != NULL) {
        out_put(c, " %s '%s';", kind->before_file ? "_assay_roles" : "_assay_words", words);
    }
    if (kind->places & PLACE_FILES) {
        out_put(c, " _assay_files;");
    }
    if (kind->places & PLACE_FOLDERS) {
        out_put(c, " _assay_folders;");
    }
}

static void put_verb(cli *c, const verb *v)
{
    const option_def *d = NULL;
    out_line(c, "    '%s')\n        case $prev in", v->name);
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use != OPTION_UNBUILT && d->argument != NULL) {
            out_put(c, "        --%s)", d->name);
            put_argument(c, d->argument);
            out_line(c, " return ;;");
        }
    }
    out_put(c, "        esac\n        case $cur in\n        -*) _assay_words '");
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use != OPTION_UNBUILT) {
            out_put(c, "%s--%s", i > 0 ? " " : "", d->name);
        }
    }
    out_put(c, "' ;;\n        *)");
    put_argument(c, v->arguments);
    out_line(c, " ;;\n        esac\n        ;;");
}

void completion_bash(cli *c)
{
    const verb *v = NULL;
    out_put(c, "%s", head);
    put_groups(c);
    out_put(c, "%s", values);
    out_line(c, "    case $verb in");
    for (size_t i = 0; (v = verb_at(i)) != NULL; i++) {
        put_verb(c, v);
    }
    out_line(c, "    esac\n}\ncomplete -F _assay assay");
}
