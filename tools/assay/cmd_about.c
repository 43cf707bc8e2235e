/* SPDX-License-Identifier: Apache-2.0 */
/* assay formats and assay version: what this build is. */
#include "about.h"
#include "verbs.h"

#include <assay/appraisal.h>
#include <assay/format.h>

const char *nearest_finding(cli *c, const char *word)
{
    assay_finding_help help;
    size_t count = 0;
    while (assay_finding_help_at(count, &help)) {
        count++;
    }
    const char **names = ARENA_ARRAY(&c->arena, count + 1, const char *);
    for (size_t i = 0; names != NULL && assay_finding_help_at(i, &help); i++) {
        names[i] = help.id;
    }
    return names != NULL ? text_nearest(word, names, count) : NULL;
}

void list_formats(cli *c)
{
    assay_format_info f;
    for (size_t i = 0; assay_format_at(i, &f); i++) {
        out_word(c, STYLE_PLAIN, f.id, 22);
        out_line(c, " %s%s", f.title, f.container ? " (container)" : "");
    }
}

static void formats_json(cli *c)
{
    assay_format_info f;
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.formats/1");
    json_open_array(w, "formats");
    for (size_t i = 0; assay_format_at(i, &f); i++) {
        json_open_object(w, NULL);
        json_put_cstr(w, "id", f.id);
        json_put_cstr(w, "title", f.title);
        json_put_cstr(w, "media_type", f.media_type);
        json_put_bool(w, "container", f.container);
        json_close(w);
    }
    json_close(w);
    out_document(c, w);
}

static exit_code run_formats(cli *c, const options *o)
{
    (void)o;
    (c->json ? formats_json : list_formats)(c);
    return EXIT_ACCEPTED;
}

static exit_code run_version(cli *c, const options *o)
{
    (void)o;
    if (!c->json) {
        out_line(c, "assay %s (%s)", assay_version(), assay_crypto_backend());
        return EXIT_ACCEPTED;
    }
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.version/1");
    json_put_cstr(w, "version", assay_version());
    json_put_cstr(w, "crypto", assay_crypto_backend());
    out_document(c, w);
    return EXIT_ACCEPTED;
}

const verb verb_formats = {
    .name = "formats",
    .arguments = "",
    .summary = "the evidence formats and containers of this build",
    .run = run_formats,
};

const verb verb_version = {
    .name = "version",
    .arguments = "",
    .summary = "the version of the library and its cryptography",
    .run = run_version,
};
