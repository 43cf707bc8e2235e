/* SPDX-License-Identifier: Apache-2.0 */
/* The catalog of findings: complete, unambiguous, and in the style that people are shown. */
#include "appraise/catalog.h"
#include "check.h"
#include "claims/common.h"
#include "formats/format.h"

static bool id_valid(const char *id)
{
    return id[0] >= 'a' && id[0] <= 'z' && strchr(id, '.') != NULL &&
           id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0' &&
           strstr(id, "..") == NULL && id[strlen(id) - 1] != '.';
}

static bool filled(const char *t)
{
    return t != NULL && t[0] != '\0' && t[strlen(t) - 1] != '.' && t[0] != ' ';
}

/* A sentence without its capital: names (CHIP_ID, R) keep theirs. */
static bool begins_low(const char *t)
{
    bool name = t[0] >= 'A' && t[0] <= 'Z' && (t[1] < 'a' || t[1] > 'z');
    return (t[0] >= 'a' && t[0] <= 'z') || t[0] == '-' || name;
}

static void every_finding_is_filled_in(void)
{
    const finding_def *def;
    for (size_t i = 0; (def = catalog_at(i)) != NULL; i++) {
        bool good = CHECK(id_valid(def->id)) && CHECK(filled(def->text)) &&
                    CHECK(filled(def->cause)) && CHECK(filled(def->remedy)) &&
                    CHECK(filled(def->reference)) && CHECK(begins_low(def->text)) &&
                    CHECK(begins_low(def->cause)) && CHECK(begins_low(def->remedy)) &&
                    CHECK(def->severity != ASSAY_SEVERITY_NONE) &&
                    CHECK(!def->waivable || def->severity > ASSAY_NOTE);
        if (!good) {
            fprintf(stderr, "  %s\n", def->id);
        }
    }
}

static void every_id_stands_once_and_is_found(void)
{
    size_t count = 0;
    const finding_def *def;
    for (; (def = catalog_at(count)) != NULL; count++) {
        CHECK(catalog_find(def->id) == def);
    }
    CHECK(count > COMMON_FINDINGS);
    CHECK(catalog_at(count) == NULL && catalog_at(SIZE_MAX) == NULL);
    CHECK(catalog_find("") == NULL && catalog_find("no.such") == NULL);
}

static void every_format_s_table_is_in_it(void)
{
    for (size_t i = 0; i < format_count; i++) {
        for (size_t k = 0; k < formats[i]->finding_count; k++) {
            CHECK(catalog_find(formats[i]->findings[k].id) == &formats[i]->findings[k]);
        }
    }
}

static void help_is_what_the_catalog_says(void)
{
    assay_finding_help help = {0};
    size_t count = 0;
    for (; assay_finding_help_at(count, &help); count++) {
        const finding_def *def = catalog_at(count);
        CHECK(help.id == def->id && help.text == def->text && help.cause == def->cause);
        CHECK(help.remedy == def->remedy && help.reference == def->reference);
        CHECK(help.severity == def->severity && help.waivable == def->waivable);
    }
    CHECK(count > 0 && catalog_at(count) == NULL);
    CHECK(assay_finding_help_find("nonce.known", &help) && help.waivable);
    CHECK_TEXT(help.id, "nonce.known");
    CHECK(!assay_finding_help_find("nonce", &help) && !assay_finding_help_find(NULL, &help));
    CHECK(!assay_finding_help_find("nonce.known", NULL) && !assay_finding_help_at(0, NULL));
}

int main(void)
{
    RUN(every_finding_is_filled_in);
    RUN(every_id_stands_once_and_is_found);
    RUN(every_format_s_table_is_in_it);
    RUN(help_is_what_the_catalog_says);
    return DONE();
}
