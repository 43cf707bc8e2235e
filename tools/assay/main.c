/* SPDX-License-Identifier: Apache-2.0 */
/* assay: finds the verb, hands it the rest of the command line, and sees to it that what it printed
 * has arrived. */
#include "verbs.h"

#include <assay/values.h>
#include <fcntl.h>
#include <unistd.h>

#define MEMORY_MAX (1024u * 1024u * 1024u)

/* A file must not be opened as a standard stream that the caller closed. Reading and writing there
 * fail as they did. */
static bool occupy_streams(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd) {
            return false;
        }
    }
    return true;
}

static exit_code run_verb(cli *c, const verb *v, int argc, char **argv)
{
    options o;
    exit_code code = options_parse(c, v, argc, argv, &o);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (o.help) {
        help_verb(c, v);
        return EXIT_ACCEPTED;
    }
    return v->run(c, &o);
}

static bool asks_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static exit_code not_built(cli *c, const char *name)
{
    say_error(c, "%s is not built in this version", name);
    return EXIT_USAGE;
}

static exit_code run_in_group(cli *c, const char *group, int argc, char **argv)
{
    if (argc == 0) {
        say_error(c, "assay %s needs a command", group);
        say_hint(c, "assay %s --help lists them", group);
        return EXIT_USAGE;
    }
    if (asks_help(argv[0])) {
        help_group(c, group);
        return EXIT_ACCEPTED;
    }
    const char *name = arena_format(&c->arena, "%s %s", group, argv[0]);
    const verb *v = name != NULL ? verb_find(name) : NULL;
    if (v != NULL) {
        return run_verb(c, v, argc - 1, argv + 1);
    }
    return name != NULL && verb_unbuilt(name) ? not_built(c, name)
                                              : verb_unknown(c, group, argv[0]);
}

static exit_code run(cli *c, int argc, char **argv)
{
    if (argc == 0) {
        return say_usage(c, "usage: assay COMMAND [OPTION..] [ARGUMENT..]",
                         "assay --help lists the commands");
    }
    const char *word = argv[0];
    if (asks_help(word)) {
        help_program(c);
        return EXIT_ACCEPTED;
    }
    if (strcmp(word, "--version") == 0) {
        return run_verb(c, &verb_version, argc - 1, argv + 1);
    }
    if (verb_is_group(word)) {
        return run_in_group(c, word, argc - 1, argv + 1);
    }
    const verb *v = verb_find(word);
    if (v != NULL) {
        return run_verb(c, v, argc - 1, argv + 1);
    }
    return verb_unbuilt(word) ? not_built(c, word) : verb_unknown(c, NULL, word);
}

int main(int argc, char **argv)
{
    if (!occupy_streams()) {
        return EXIT_ENVIRONMENT;
    }
    cli c = {0};
    arena_init(&c.arena, NULL, MEMORY_MAX);
    out_set_color(&c, NULL);
    exit_code code = run(&c, argc > 0 ? argc - 1 : 0, argv + 1);
    code = out_finish(&c, code);
    arena_release(&c.arena);
    assay_thread_end();
    return (int)code;
}
