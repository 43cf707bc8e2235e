/* SPDX-License-Identifier: Apache-2.0 */
/* assay replay: the appraisal of a case file once more; the same result, or what differs. */
#include "json_compare.h"
#include "stored_result.h"
#include "verbs.h"

static const char details[] =
    "CASE is what assay verify --save-case wrote. Its own trust items, clock and answer of the "
    "nonce\n"
    "store are used, and nothing else: a replay shows what was appraised, not whom to trust.\n"
    "Exit status 0: the result has the same bytes, whatever it says; 1: it differs. What the "
    "nonce\n"
    "store said is left out of the comparison.";

#define LINES_MOST 100

typedef struct {
    cli *cli;
    size_t count;
} report;

/* `session` alone may differ (schemas/appraisal-1.schema.json). */
static bool is_compared(const char *pointer)
{
    size_t len = strlen("/session");
    return strncmp(pointer, "/session", len) != 0 || (pointer[len] != '\0' && pointer[len] != '/');
}

static void print_difference(void *context, const char *pointer, const json *then, const json *now)
{
    report *r = context;
    if (!is_compared(pointer) || ++r->count > LINES_MOST) {
        return;
    }
    bool moved = then != NULL && now != NULL &&
                 bytes_equal(then->raw, now->raw); /* else the values would say nothing */
    out_line(r->cli, "  %s  %s -> %s%s", stored(r->cli, str_of(pointer)), json_shown(r->cli, then),
             json_shown(r->cli, now), moved ? "  (in another place)" : "");
}

static void count_difference(void *context, const char *pointer, const json *then, const json *now)
{
    (void)then;
    (void)now;
    *(size_t *)context += is_compared(pointer);
}

static const char *answer_of(cli *c, const json *result)
{
    return arena_format(&c->arena, "%s, tier %s",
                        stored(c, json_text(json_member(result, "status"))),
                        stored(c, json_text(json_member(result, "tier"))));
}

static exit_code compare(cli *c, const json *then, const json *now)
{
    size_t count = 0;
    if (now == NULL || !json_compare(c, then, now, count_difference, &count)) {
        say_error(c, "memory ran out while the results were compared");
        return EXIT_ENVIRONMENT;
    }
    if (c->json) {
        return count == 0 ? EXIT_ACCEPTED : EXIT_REJECTED;
    }
    out_word(c, count == 0 ? STYLE_GOOD : STYLE_BAD, count == 0 ? "SAME" : "DIFFERS", 0);
    if (count == 0) {
        out_line(c, "  the replay gives the same result: %s", answer_of(c, then));
        return EXIT_ACCEPTED;
    }
    out_line(c, "  then: %s; now: %s", answer_of(c, then), answer_of(c, now));
    report r = {.cli = c};
    if (!json_compare(c, then, now, print_difference, &r)) {
        return EXIT_ENVIRONMENT;
    }
    if (r.count > LINES_MOST) {
        out_line(c, "  and %zu more", r.count - LINES_MOST);
    }
    return EXIT_REJECTED;
}

static exit_code replay(cli *c, const stored_result *s, assay_appraisal **out)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status status = case_replay(s->record, out, &err);
    if (status != ASSAY_OK) {
        error_at(&err, err.source[0] == '\0' ? shown_name(c, s->path) : NULL, NULL, 0, 0);
        say_failure(c, &err);
    }
    return exit_of(status);
}

static exit_code run_replay(cli *c, const options *o)
{
    stored_result s;
    fault f = {0};
    assay_appraisal *again = NULL;
    exit_code code = stored_case_read(c, o->operands[0], &s);
    if (code == EXIT_ACCEPTED) {
        code = replay(c, &s, &again);
    }
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    assay_str document = assay_appraisal_document(again, "json");
    if (document.ptr != NULL && c->json) {
        out_text(c, document);
    }
    code = compare(c, s.result, json_parse_document(&c->arena, bytes_of_str(document), &f));
    assay_appraisal_free(again);
    return code;
}

const verb verb_replay = {
    .name = "replay",
    .arguments = "CASE",
    .summary = "appraise a case file once more, offline, and compare the results",
    .details = details,
    .least = 1,
    .most = 1,
    .run = run_replay,
};
