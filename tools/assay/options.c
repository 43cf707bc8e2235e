/* SPDX-License-Identifier: Apache-2.0 */
/* see options.h: --name VALUE and --name=VALUE, anywhere among the operands; -- ends the options.
 */
#include "options.h"

#include <assert.h>

static const option_def common[] = {
    {"json", NULL, "the result as JSON", OPTION_ONCE},
    {"color", "WHEN", "auto, always or never", OPTION_ONCE},
    {"help", NULL, "this text", OPTION_ONCE},
};

const option_def *option_at(const verb *v, size_t index)
{
    if (index < v->option_count) {
        return &v->options[index];
    }
    index -= v->option_count;
    return index < ARRAY_LEN(common) ? &common[index] : NULL;
}

static const option_def *find(const verb *v, assay_str name)
{
    const option_def *d = NULL;
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (str_is(name, d->name)) {
            return d;
        }
    }
    return NULL;
}

#define NAMES_MAX 64

static exit_code unknown(cli *c, const verb *v, const char *name)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    const option_def *d = NULL;
    for (size_t i = 0; (d = option_at(v, i)) != NULL && count < NAMES_MAX; i++) {
        if (d->use != OPTION_UNBUILT) {
            names[count++] = d->name;
        }
    }
    const char *near = text_nearest(name, names, count);
    say_error(c, "unknown option --%s", shown_name(c, name));
    if (near != NULL) {
        say_hint(c, "did you mean --%s?", near);
    } else {
        say_hint(c, "assay %s --help lists the options", v->name);
    }
    return EXIT_USAGE;
}

typedef struct {
    int argc, at;
    char **argv;
} words;

/* The value behind "=", or the next word. */
static exit_code take_value(cli *c, words *w, const char *name, const char *inside,
                            const char **value)
{
    const char *next = w->at + 1 < w->argc ? w->argv[w->at + 1] : NULL;
    if (inside == NULL && (next == NULL || strncmp(next, "--", 2) == 0)) {
        say_error(c, "option --%s needs a value", name);
        if (next != NULL) {
            say_hint(c, "write --%s=VALUE when the value begins with two dashes", name);
        }
        return EXIT_USAGE;
    }
    *value = inside != NULL ? inside : next;
    w->at += inside == NULL;
    return EXIT_ACCEPTED;
}

static exit_code take_option(cli *c, words *w, options *out)
{
    const char *name = w->argv[w->at] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const char *inside = equals != NULL ? equals + 1 : NULL;
    const option_def *d = find(out->verb, (assay_str){name, len});
    if (d == NULL) {
        const char *alone = arena_text(&c->arena, bytes_of(name, len));
        return unknown(c, out->verb, alone != NULL ? alone : "");
    }
    if (d->use == OPTION_UNBUILT) {
        say_error(c, "option --%s is not built in this version", d->name);
        return EXIT_USAGE;
    }
    if (d->use == OPTION_ONCE && option_given(out, d->name)) {
        say_error(c, "option --%s is given twice", d->name);
        return EXIT_USAGE;
    }
    if (d->argument == NULL && inside != NULL) {
        say_error(c, "option --%s takes no value", d->name);
        return EXIT_USAGE;
    }
    given_option *g = &out->given[out->given_count++];
    *g = (given_option){.def = d};
    return d->argument == NULL ? EXIT_ACCEPTED : take_value(c, w, d->name, inside, &g->value);
}

static exit_code take_words(cli *c, words *w, options *out)
{
    bool only_operands = false;
    for (; w->at < w->argc; w->at++) {
        const char *word = w->argv[w->at];
        if (only_operands || word[0] != '-' || word[1] == '\0') {
            out->operands[out->operand_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (strcmp(word, "-h") == 0) {
            out->help = true;
        } else if (word[1] != '-') {
            say_error(c, "unknown option %s", shown_name(c, word));
            say_hint(c, "options have two dashes; a file may be written ./%s", shown_name(c, word));
            return EXIT_USAGE;
        } else if (take_option(c, w, out) != EXIT_ACCEPTED) {
            return EXIT_USAGE;
        }
    }
    return EXIT_ACCEPTED;
}

static exit_code check_operands(cli *c, const options *o)
{
    const verb *v = o->verb;
    if (o->operand_count < v->least) {
        say_error(c, "assay %s needs %s", v->name, v->arguments);
        say_hint(c, "assay %s --help", v->name);
        return EXIT_USAGE;
    }
    if (o->operand_count > v->most) {
        say_error(c, "\"%s\" is one argument too many", shown_name(c, o->operands[v->most]));
        say_hint(c, "assay %s --help", v->name);
        return EXIT_USAGE;
    }
    return EXIT_ACCEPTED;
}

exit_code options_parse(cli *c, const verb *v, int argc, char **argv, options *out)
{
    size_t room = (size_t)argc + 1;
    *out = (options){.verb = v,
                     .given = ARENA_ARRAY(&c->arena, room, given_option),
                     .operands = ARENA_ARRAY(&c->arena, room, const char *)};
    if (out->given == NULL || out->operands == NULL) {
        return EXIT_ENVIRONMENT;
    }
    words w = {.argc = argc, .argv = argv};
    if (take_words(c, &w, out) != EXIT_ACCEPTED) {
        return EXIT_USAGE;
    }
    out->help = out->help || option_given(out, "help");
    c->json = option_given(out, "json");
    if (!out_set_color(c, option_value(out, "color"))) {
        return say_usage(c, "--color is none of auto, always, never", NULL);
    }
    return out->help ? EXIT_ACCEPTED : check_operands(c, out);
}

const given_option *option_next(const options *o, const char *name, const given_option *after)
{
    assert(find(o->verb, str_of(name)) != NULL);
    size_t i = after == NULL ? 0 : (size_t)(after - o->given) + 1;
    for (; i < o->given_count; i++) {
        if (strcmp(o->given[i].def->name, name) == 0) {
            return &o->given[i];
        }
    }
    return NULL;
}

bool option_given(const options *o, const char *name)
{
    return option_next(o, name, NULL) != NULL;
}

const char *option_value(const options *o, const char *name)
{
    const given_option *g = option_next(o, name, NULL);
    return g != NULL ? g->value : NULL;
}
