/* SPDX-License-Identifier: Apache-2.0 */
/* assay(1), and a page for each verb. */
#include "about.h"
#include "pages.h"

#include <assay/format.h>

const char *verb_page(const verb *v, char out[PAGE_NAME_MAX])
{
    int n = snprintf(out, PAGE_NAME_MAX, "assay-%s", v->name);
    for (int i = 0; i < n && i < PAGE_NAME_MAX - 1; i++) {
        out[i] = out[i] == ' ' ? '-' : out[i];
    }
    return out;
}

static void put_exit_status(manual *m)
{
    page_section(m, "EXIT STATUS");
    page_list(m);
    const exit_row *row = NULL;
    for (size_t i = 0; (row = exit_row_at(i)) != NULL; i++) {
        char code[16];
        snprintf(code, sizeof code, "%d", (int)row->code);
        page_item(m, "Li", code, NULL);
        page_textf(m, "%s.\nWhat to do: %s.", row->meaning, row->action);
    }
    page_list_end(m);
}

static void put_environment(manual *m)
{
    const char *name = NULL, *meaning = NULL;
    page_section(m, "ENVIRONMENT");
    page_list(m);
    for (size_t i = 0; environment_at(i, &name, &meaning); i++) {
        page_item(m, "Ev", name, NULL);
        page_text(m, meaning);
    }
    page_list_end(m);
}

static void put_commands(manual *m)
{
    const verb *v = NULL;
    page_list(m);
    for (size_t i = 0; (v = verb_at(i)) != NULL; i++) {
        char page[PAGE_NAME_MAX];
        page_macro(m, ".It Xr %s 1", verb_page(v, page));
        page_text(m, v->summary);
    }
    page_list_end(m);
}

static void put_formats(manual *m)
{
    assay_format_info f;
    page_section(m, "FORMATS");
    page_list(m);
    for (size_t i = 0; assay_format_at(i, &f); i++) {
        page_item(m, "Li", f.id, NULL);
        page_textf(m, "%s%s", f.title, f.container ? " (a container)" : "");
    }
    page_list_end(m);
}

bool page_of_program(manual *m)
{
    if (!page_open(m, "assay", 1, "appraise attestation evidence offline")) {
        return false;
    }
    page_section(m, "SYNOPSIS");
    page_macro(m, ".Nm");
    page_macro(m, ".Ar command");
    page_macro(m, ".Op Ar option ...");
    page_macro(m, ".Op Ar argument ...");
    page_section(m, "DESCRIPTION");
    page_macro(m, ".Nm");
    page_text(
        m,
        "decides, without a network, whether a remote machine is the trusted machine that it\n"
        "claims to be, and says why.\n"
        "It appraises evidence under a policy, a nonce and a moment in time, against trust that\n"
        "was pinned beforehand.\n"
        "The result is on the standard output, talk on the standard error.");
    page_paragraph(m);
    page_text(m, "The commands are:");
    put_commands(m);
    put_formats(m);
    put_environment(m);
    put_exit_status(m);
    static const char *const also[] = {
        "assay", "3", "assay-policy", "5", "assay-trust", "5", "assay-findings", "7", NULL};
    page_see_also(m, also);
    return page_close(m);
}

static void put_options(manual *m, const verb *v)
{
    const option_def *d = NULL;
    page_list(m);
    for (size_t i = 0; (d = option_at(v, i)) != NULL; i++) {
        if (d->use != OPTION_UNBUILT) {
            page_item(m, "Fl", d->name, d->argument);
            page_textf(m, "%s%s.", d->help, d->use == OPTION_MANY ? "; may be repeated" : "");
        }
    }
    page_list_end(m);
}

bool page_of_verb(manual *m, const verb *v)
{
    char word[WORD_MAX], page[PAGE_NAME_MAX];
    if (!page_open(m, verb_page(v, page), 1, v->summary)) {
        return false;
    }
    page_section(m, "SYNOPSIS");
    page_macro(m, ".Nm assay Cm %s", v->name);
    if (v->arguments[0] != '\0') {
        page_macro(m, ".Ar %s", page_word(v->arguments, word));
    }
    page_macro(m, ".Op Ar option ...");
    page_section(m, "DESCRIPTION");
    page_text(m, "The options are:");
    put_options(m, v);
    if (v->details != NULL) {
        page_paragraph(m);
        page_text(m, v->details);
    }
    page_section(m, "EXIT STATUS");
    page_text(m, "As in");
    page_macro(m, ".Xr assay 1 .");
    static const char *const also[] = {"assay", "1", "assay-policy", "5", "assay-trust", "5", NULL};
    page_see_also(m, also);
    return page_close(m);
}
