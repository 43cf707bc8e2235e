/* SPDX-License-Identifier: Apache-2.0 */
/* assay completion: a script for a shell, from the tables of verbs and options. */
#include "completion.h"

static const struct {
    const char *name;
    void (*write)(cli *c);
} shells[] = {
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
};

static exit_code run_completion(cli *c, const options *o)
{
    for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
        if (strcmp(shells[i].name, o->operands[0]) == 0) {
            shells[i].write(c);
            return EXIT_ACCEPTED;
        }
    }
    say_error(c, "there is no completion for \"%s\"", shown_name(c, o->operands[0]));
    say_hint(c, "shells: bash, zsh, fish");
    return EXIT_USAGE;
}

static const char details[] =
    "bash: source <(assay completion bash), or put it where bash-completion looks, as assay.\n"
    "zsh: put it into a folder of $fpath, as _assay.\n"
    "fish: put it into ~/.config/fish/completions, as assay.fish.";

const verb verb_completion = {
    .name = "completion",
    .arguments = "bash|zsh|fish",
    .summary = "a script that completes commands and options, for a shell",
    .details = details,
    .least = 1,
    .most = 1,
    .run = run_completion,
};
