/* SPDX-License-Identifier: Apache-2.0 */
/* assay policy init: a draft policy, out of what is known of an image elsewhere. */
#include "draft.h"
#include "verbs.h"

static const option_def init_options[] = {
    {"from-nitro-cli", "FILE", "what nitro-cli build-enclave or describe-eif printed", OPTION_ONCE},
    {"from-nvtrust", "FILE", "an appraisal policy of nvtrust or nvattest, for GPUs or for switches",
     OPTION_ONCE},
    {"id", "ID", "of the policy; else draft", OPTION_ONCE},
    {"name", "NAME", "of the release; else first", OPTION_ONCE},
    {"row", NULL, "only the row, for the table of references that a policy has", OPTION_ONCE},
};

static const draft_source *const sources[] = {&draft_nitro_cli, &draft_nvtrust};

static const draft_source *source_of(const options *o)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        if (option_given(o, sources[i]->option)) {
            return sources[i];
        }
    }
    return NULL;
}

static exit_code run_init(cli *c, const options *o)
{
    const draft_source *source = source_of(o);
    if (source == NULL) {
        return say_usage(c, "nothing to begin with was given",
                         "name what knows the image: --from-nitro-cli FILE, --from-nvtrust FILE");
    }
    const char *path = option_value(o, source->option);
    const char *id = option_value(o, "id"), *name = option_value(o, "name");
    draft_names names = {.id = id != NULL ? id : "draft",
                         .name = name != NULL ? name : "first",
                         .row_only = option_given(o, "row")};
    assay_bytes in = {NULL, 0};
    exit_code code = file_read_whole(c, path, source->max_bytes, &in);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    json_writer *w = json_write_new();
    code = source->write(c, path, in, &names, w);
    if (code != EXIT_ACCEPTED) {
        json_write_free(w);
        return code;
    }
    out_document(c, w);
    return EXIT_ACCEPTED;
}

const verb verb_policy_init = {
    .name = "policy init",
    .arguments = "",
    .summary = "a draft policy, from what is known of an image",
    .details =
        "The draft goes to standard output. Read it again: what is marked REVIEW is a choice,\n"
        "and assay policy lint says what it leaves open.",
    .options = init_options,
    .option_count = ARRAY_LEN(init_options),
    .run = run_init,
};
