/* SPDX-License-Identifier: Apache-2.0 */
/* assay trust status and assay trust verify: what a store holds, until when, and that it is whole.
 */
#include "base/time.h"
#include "trust/store.h"
#include "formats/tdx/collateral_role.h"
#include "trust_dir.h"
#include "arg_values.h"
#include "verbs.h"

#include <assay/engine.h>
#include <stdlib.h>

static const option_def status_options[] = {
    TRUST_OPTIONS,
    {"at", "TIME", "judge windows at this time, RFC 3339 UTC; else now", OPTION_ONCE},
};
static const option_def verify_options[] = {TRUST_OPTIONS};

#define DAY 86400

typedef enum { WINDOW_OPEN = 0, WINDOW_NONE, WINDOW_ENDED, WINDOW_NOT_BEGUN } window;

static const char *const window_words[] = {"ok", "no window", "ended", "not begun"};

/* An item, and when it counts: its own window, or that of its generation. */
typedef struct {
    const assay_trust_item *item;
    assay_time from, to;
} entry;

static window window_of(const entry *e, assay_time at)
{
    if (e->from != ASSAY_TIME_UNSET && at < e->from) {
        return WINDOW_NOT_BEGUN;
    }
    if (e->to == ASSAY_TIME_UNSET) {
        return WINDOW_NONE;
    }
    return at > e->to ? WINDOW_ENDED : WINDOW_OPEN;
}

static bool is_wrong(window w)
{
    return w == WINDOW_ENDED || w == WINDOW_NOT_BEGUN;
}

static const char *state_word(const assay_trust_item *i)
{
    static const char *const words[] = {"none", "pinned", "verified", "asserted"};
    size_t state = i->state > 0 ? (size_t)i->state : 0;
    if (i->file == NULL) {
        return "built-in";
    }
    return words[state < ARRAY_LEN(words) ? state : 0];
}

static int by_family(const void *a, const void *b)
{
    const assay_trust_item *x = ((const entry *)a)->item, *y = ((const entry *)b)->item;
    int family = strcmp(x->family, y->family);
    int role = family != 0 ? family : strcmp(y->role, x->role);
    int subject = role != 0 ? role : strcmp(x->subject, y->subject);
    return subject != 0 ? subject
                        : (x->retrieved_at > y->retrieved_at) - (x->retrieved_at < y->retrieved_at);
}

/* What the library ships, as items without a file. */
static const assay_trust_item *pin_item(cli *c, const anchor *pin)
{
    assay_trust_item *item = ARENA_NEW(&c->arena, assay_trust_item);
    const char *digest = text_hex(&c->arena, bytes_of(pin->spki_sha256, 32));
    if (item == NULL || digest == NULL) {
        return NULL;
    }
    *item = (assay_trust_item){.struct_size = sizeof *item,
                               .role = "spki-pin",
                               .family = pin->family,
                               .subject = pin->name,
                               .sha256 = digest,
                               .origin = pin->origin,
                               .valid_from = pin->valid_from,
                               .valid_to = pin->valid_to,
                               .retrieved_at = ASSAY_TIME_UNSET,
                               .state = ASSAY_TRUST_PINNED};
    return item;
}

typedef struct {
    entry *entries;
    size_t count;
} listing;

static entry entry_of(const assay_trust *t, size_t index)
{
    const trust_item *item = &t->items[index];
    entry e = {&item->view, item->view.valid_from, item->view.valid_to};
    if (item->role->window != NULL) {
        item->role->window(t, item, &e.from, &e.to);
    }
    return e;
}

static bool list_items(cli *c, const assay_trust *t, listing *out)
{
    size_t most = trust_pin_count + assay_trust_count(t);
    *out = (listing){.entries = ARENA_ARRAY(&c->arena, most, entry)};
    for (size_t i = 0; out->entries != NULL && i < trust_pin_count; i++) {
        const assay_trust_item *pin = pin_item(c, &trust_pins[i]);
        if (pin == NULL) {
            return false;
        }
        out->entries[out->count++] = (entry){pin, pin->valid_from, pin->valid_to};
    }
    for (size_t i = 0; out->entries != NULL && i < assay_trust_count(t); i++) {
        out->entries[out->count++] = entry_of(t, i);
    }
    if (out->entries != NULL) {
        qsort(out->entries, out->count, sizeof *out->entries, by_family);
    }
    return out->entries != NULL;
}

static void item_text(cli *c, const entry *e, assay_time at)
{
    const assay_trust_item *i = e->item;
    window w = window_of(e, at);
    out_put(c, "  ");
    out_word(c, STYLE_PLAIN, i->role, 16);
    out_word(c, STYLE_PLAIN, stored(c, str_of(i->subject)), 32);
    out_put(c, " %s  ", shortened(c, i->sha256));
    out_word(c, STYLE_PLAIN, state_word(i), 9);
    out_word(c, is_wrong(w) ? STYLE_BAD : STYLE_PLAIN, window_words[w], 0);
    if (w == WINDOW_OPEN || w == WINDOW_ENDED) {
        int64_t days = (w == WINDOW_OPEN ? e->to - at : at - e->to) / DAY;
        out_put(c, w == WINDOW_OPEN ? ", %lld days left" : " %lld days ago", (long long)days);
        out_put(c, " (%s)", time_text(&c->arena, e->to));
    }
    if (w == WINDOW_NOT_BEGUN) {
        out_put(c, " (%s)", time_text(&c->arena, e->from));
    }
    out_line(c, "%s", "");
}

static void item_json(json_writer *w, const entry *e, assay_time at)
{
    const assay_trust_item *i = e->item;
    json_open_object(w, NULL);
    json_put_cstr(w, "role", i->role);
    json_put_cstr(w, "family", i->family);
    json_put_cstr(w, "subject", i->subject);
    json_put_cstr(w, "sha256", i->sha256);
    json_put_cstr(w, "file", i->file);
    json_put_cstr(w, "origin", i->origin);
    json_put_time(w, "retrieved_at", i->retrieved_at);
    json_put_time(w, "valid_from", i->valid_from);
    json_put_time(w, "valid_to", i->valid_to);
    json_put_time(w, "counts_from", e->from);
    json_put_time(w, "counts_to", e->to);
    json_put_cstr(w, "state", state_word(i));
    json_put_cstr(w, "window", window_words[window_of(e, at)]);
    json_close(w);
}

static const char *digest_text(cli *c, const assay_trust *t)
{
    uint8_t digest[32];
    assay_trust_digest(t, digest);
    const char *hex = text_hex(&c->arena, bytes_of(digest, sizeof digest));
    return hex != NULL ? hex : "";
}

static void head_json(cli *c, json_writer *w, const char *schema, const char *path,
                      const assay_trust *t)
{
    json_put_cstr(w, "schema", schema);
    json_put_cstr(w, "store", path);
    json_put_uint(w, "revision", assay_trust_revision(t));
    json_put_cstr(w, "sha256", digest_text(c, t));
    json_put_uint(w, "count", assay_trust_count(t));
}

static void head_text(cli *c, const char *path, const assay_trust *t)
{
    out_line(c, "%s  revision %llu  sha256 %s",
             path != NULL ? shown_name(c, path) : "built-in pins",
             (unsigned long long)assay_trust_revision(t), digest_text(c, t));
}

static void status_json(cli *c, const char *path, const assay_trust *t, const listing *list,
                        assay_time at)
{
    json_writer *w = json_write_new();
    head_json(c, w, "assay.trust-status/1", path, t);
    json_put_time(w, "at", at);
    json_open_array(w, "items");
    for (size_t i = 0; i < list->count; i++) {
        item_json(w, &list->entries[i], at);
    }
    json_close(w);
    out_document(c, w);
}

static void status_text(cli *c, const char *path, const assay_trust *t, const listing *list,
                        assay_time at)
{
    const char *family = NULL;
    head_text(c, path, t);
    for (size_t i = 0; i < list->count; i++) {
        if (family == NULL || strcmp(family, list->entries[i].item->family) != 0) {
            family = list->entries[i].item->family;
            const char *title = family[0] != '\0' ? family : "every family";
            out_word(c, STYLE_STRONG, stored(c, str_of(title)), 0);
            out_line(c, "%s", "");
        }
        item_text(c, &list->entries[i], at);
    }
}

static bool same_subject(const trust_item *a, const trust_item *b)
{
    if (strcmp(a->view.role, b->view.role) != 0 || strcmp(a->view.family, b->view.family) != 0) {
        return false;
    }
    if (strcmp(a->view.role, "crl") == 0) {
        const crl *x = a->material, *y = b->material;
        return x != NULL && y != NULL && bytes_equal(x->issuer, y->issuer);
    }
    if (collateral_role(a->role)) {
        return collateral_same_subject(a->material, b->material);
    }
    return a->role->window != NULL || strcmp(a->view.subject, b->view.subject) == 0;
}

/* What has a newer generation may have ended. */
static bool superseded(const assay_trust *t, size_t index)
{
    for (size_t i = 0; i < t->count; i++) {
        bool newer = entry_of(t, i).to > entry_of(t, index).to;
        if (newer && same_subject(&t->items[i], &t->items[index])) {
            return true;
        }
    }
    return false;
}

static size_t count_wrong(cli *c, const assay_trust *t, assay_time at)
{
    size_t wrong = 0;
    for (size_t i = 0; i < t->count; i++) {
        entry e = entry_of(t, i);
        window w = window_of(&e, at);
        if (!is_wrong(w) || superseded(t, i)) {
            continue;
        }
        wrong++;
        say_note(c, "%s \"%s\" has %s", e.item->role, stored(c, str_of(e.item->subject)),
                 w == WINDOW_ENDED ? "ended" : "not begun");
    }
    return wrong;
}

static exit_code run_status(cli *c, const options *o)
{
    assay_time at = assay_system_clock(NULL);
    const char *given = option_value(o, "at");
    exit_code code = given != NULL ? arg_time(c, "at", given, &at) : EXIT_ACCEPTED;
    assay_trust *t = NULL;
    if (code == EXIT_ACCEPTED) {
        code = trust_dir_open(c, o, &t);
    }
    listing list = {0};
    if (code == EXIT_ACCEPTED && list_items(c, t, &list)) {
        bool chosen = false;
        const char *path = trust_dir_path(c, o, &chosen);
        (c->json ? status_json : status_text)(c, path, t, &list, at);
        code = count_wrong(c, t, at) > 0 ? EXIT_REJECTED : EXIT_ACCEPTED;
    }
    assay_trust_release(t);
    return code;
}

/* Opening verifies every item. */
static exit_code run_trust_verify(cli *c, const options *o)
{
    assay_trust *t = NULL;
    exit_code code = trust_dir_open(c, o, &t);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    bool chosen = false;
    const char *path = trust_dir_path(c, o, &chosen);
    if (c->json) {
        json_writer *w = json_write_new();
        head_json(c, w, "assay.trust-verify/1", path, t);
        out_document(c, w);
    } else {
        head_text(c, path, t);
        out_line(c, "%zu items are whole and verify", assay_trust_count(t));
    }
    assay_trust_release(t);
    return EXIT_ACCEPTED;
}

const verb verb_trust_status = {
    .name = "trust status",
    .arguments = "",
    .summary = "what a trust store holds, and until when it is valid",
    .details = "Exit status 1: something has ended or has not begun.",
    .options = status_options,
    .option_count = ARRAY_LEN(status_options),
    .run = run_status,
};

const verb verb_trust_verify = {
    .name = "trust verify",
    .arguments = "",
    .summary = "check every digest and signature of a trust store again",
    .options = verify_options,
    .option_count = ARRAY_LEN(verify_options),
    .run = run_trust_verify,
};
