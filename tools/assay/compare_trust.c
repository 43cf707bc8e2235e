/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trust items that only one of two cases has. Which of them did it is tried out: the second case is
 * appraised again with what the first one had in the item's stead, and when that gives the first
 * one's answer, the item decided.
 */
#include "compare.h"

#define TRIALS_MOST 32

static bool same_item(const assay_trust_item *a, const assay_trust_item *b)
{
    return strcmp(a->role, b->role) == 0 && strcmp(a->family, b->family) == 0 &&
           strcmp(a->sha256, b->sha256) == 0;
}

static bool has_item(const trust_record *r, const assay_trust_item *wanted)
{
    for (size_t i = 0; i < r->manifest.count; i++) {
        if (same_item(&r->manifest.items[i], wanted)) {
            return true;
        }
    }
    return false;
}

/* Could one of them stand where the other does? */
static bool of_one_place(const assay_trust_item *a, const assay_trust_item *b)
{
    return strcmp(a->role, b->role) == 0 && strcmp(a->family, b->family) == 0;
}

static void put(trust_record *r, assay_bytes *files, const trust_record *from, size_t index)
{
    files[r->manifest.count] = from->files[index];
    r->manifest.items[r->manifest.count++] = from->manifest.items[index];
}

/* The second case's items, but in the place of `changed` those of the first. */
static bool with_former(cli *c, const comparison *to, const assay_trust_item *changed,
                        trust_record *out)
{
    const trust_record *before = &to->before->record->trust, *after = &to->after->record->trust;
    size_t most = before->manifest.count + after->manifest.count;
    assay_bytes *files = ARENA_ARRAY(&c->arena, most, assay_bytes);
    *out = *after;
    out->manifest.count = 0;
    out->manifest.items = ARENA_ARRAY(&c->arena, most, assay_trust_item);
    out->files = files;
    if (files == NULL || out->manifest.items == NULL) {
        return false;
    }
    for (size_t i = 0; i < after->manifest.count; i++) {
        const assay_trust_item *item = &after->manifest.items[i];
        if (!of_one_place(item, changed) || has_item(before, item)) {
            put(out, files, after, i);
        }
    }
    for (size_t i = 0; i < before->manifest.count; i++) {
        const assay_trust_item *item = &before->manifest.items[i];
        if (of_one_place(item, changed) && !has_item(after, item)) {
            put(out, files, before, i);
        }
    }
    return true;
}

static bool same_member(const json *a, const json *b, const char *name)
{
    assay_str x = json_text(json_member(a, name)), y = json_text(json_member(b, name));
    return bytes_equal(bytes_of_str(x), bytes_of_str(y));
}

static bool same_answer(const json *a, const json *b)
{
    return same_member(a, b, "status") && same_member(a, b, "tier");
}

static bool answers_like_the_first(cli *c, case_record *trial, const json *first)
{
    fault f = {0};
    assay_appraisal *a = NULL;
    if (case_replay(trial, &a, NULL) != ASSAY_OK) {
        return false; /* what is left does not make a store */
    }
    assay_str document = assay_appraisal_document(a, "json-line");
    const json *result = json_parse_document(&c->arena, bytes_of_str(document), &f);
    bool same = result != NULL && same_answer(result, first);
    assay_appraisal_free(a);
    return same;
}

static bool decides(comparison *to, const assay_trust_item *changed, size_t *trials)
{
    case_record trial = *to->after->record;
    if (same_answer(to->before->result, to->after->result) || ++*trials > TRIALS_MOST ||
        !with_former(to->cli, to, changed, &trial.trust)) {
        return false;
    }
    return answers_like_the_first(to->cli, &trial, to->before->result);
}

static void report(comparison *to, const assay_trust_item *item, bool in_second, size_t *trials)
{
    cli *c = to->cli;
    const char *name = arena_format(&c->arena, "%s %s %s", item->role, item->family, item->subject);
    const char *digest = shortened(c, item->sha256);
    bool decided = decides(to, item, trials);
    change_add(
        to, (change){.part = "trust items",
                     .name = name,
                     .before = in_second ? NOTHING : digest,
                     .after = in_second ? digest : NOTHING,
                     .remark = decided ? "this did it: undoing it gives the first answer" : NULL});
}

static void report_missing(comparison *to, const trust_record *from, const trust_record *in,
                           bool in_second, size_t *trials)
{
    for (size_t i = 0; i < from->manifest.count; i++) {
        if (!has_item(in, &from->manifest.items[i])) {
            report(to, &from->manifest.items[i], in_second, trials);
        }
    }
}

static bool has_pin(const trust_record *r, const anchor *pin)
{
    for (size_t i = 0; i < r->pin_count; i++) {
        if (r->pins[i] == pin) {
            return true;
        }
    }
    return false;
}

static void report_pins(comparison *to, const trust_record *from, const trust_record *in,
                        bool in_second)
{
    for (size_t i = 0; i < from->pin_count; i++) {
        if (!has_pin(in, from->pins[i])) {
            change_add(
                to, (change){.part = "trust items",
                             .name = arena_format(&to->cli->arena, "pin %s", from->pins[i]->name),
                             .before = in_second ? NOTHING : "there",
                             .after = in_second ? "there" : NOTHING});
        }
    }
}

void compare_trust(comparison *to)
{
    const trust_record *before = &to->before->record->trust, *after = &to->after->record->trust;
    size_t trials = 0;
    report_missing(to, before, after, false, &trials);
    report_missing(to, after, before, true, &trials);
    report_pins(to, before, after, false);
    report_pins(to, after, before, true);
}
