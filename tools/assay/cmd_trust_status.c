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

static window window_of(const assay_trust_item *i, assay_time at)
{
    if (i->valid_from != ASSAY_TIME_UNSET && at < i->valid_from) {
        return WINDOW_NOT_BEGUN;
    }
    if (i->valid_to == ASSAY_TIME_UNSET) {
        return WINDOW_NONE;
    }
    return at > i->valid_to ? WINDOW_ENDED : WINDOW_OPEN;
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
    const assay_trust_item *const *x = a, *const *y = b;
    int family = strcmp((*x)->family, (*y)->family);
    int role = family != 0 ? family : strcmp((*y)->role, (*x)->role);
    return role != 0 ? role : strcmp((*x)->subject, (*y)->subject);
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
    const assay_trust_item **items;
    size_t count;
} listing;

static bool list_items(cli *c, const assay_trust *t, listing *out)
{
    size_t most = trust_pin_count + assay_trust_count(t);
    *out = (listing){.items = ARENA_ARRAY(&c->arena, most, const assay_trust_item *)};
    for (size_t i = 0; out->items != NULL && i < most; i++) {
        out->items[i] = i < trust_pin_count ? pin_item(c, &trust_pins[i])
                                            : assay_trust_at(t, i - trust_pin_count);
        if (out->items[i] == NULL) {
            return false;
        }
        out->count++;
    }
    if (out->items != NULL) {
        qsort(out->items, out->count, sizeof *out->items, by_family);
    }
    return out->items != NULL;
}

static void item_text(cli *c, const assay_trust_item *i, assay_time at)
{
    window w = window_of(i, at);
    out_put(c, "  ");
    out_word(c, STYLE_PLAIN, i->role, 16);
    out_word(c, STYLE_PLAIN, stored(c, str_of(i->subject)), 32);
    out_put(c, " %s  ", shortened(c, i->sha256));
    out_word(c, STYLE_PLAIN, state_word(i), 9);
    out_word(c, is_wrong(w) ? STYLE_BAD : STYLE_PLAIN, window_words[w], 0);
    if (w == WINDOW_OPEN || w == WINDOW_ENDED) {
        int64_t days = (w == WINDOW_OPEN ? i->valid_to - at : at - i->valid_to) / DAY;
        out_put(c, w == WINDOW_OPEN ? ", %lld days left" : " %lld days ago", (long long)days);
        out_put(c, " (%s)", time_text(&c->arena, i->valid_to));
    }
    if (w == WINDOW_NOT_BEGUN) {
        out_put(c, " (%s)", time_text(&c->arena, i->valid_from));
    }
    out_line(c, "%s", "");
}

static void item_json(json_writer *w, const assay_trust_item *i, assay_time at)
{
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
    json_put_cstr(w, "state", state_word(i));
    json_put_cstr(w, "window", window_words[window_of(i, at)]);
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
        item_json(w, list->items[i], at);
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
        if (family == NULL || strcmp(family, list->items[i]->family) != 0) {
            family = list->items[i]->family;
            const char *title = family[0] != '\0' ? family : "every family";
            out_word(c, STYLE_STRONG, stored(c, str_of(title)), 0);
            out_line(c, "%s", "");
        }
        item_text(c, list->items[i], at);
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
    return strcmp(a->view.subject, b->view.subject) == 0;
}

/* What has a newer generation may have ended. */
static bool superseded(const assay_trust *t, const trust_item *item)
{
    for (size_t i = 0; i < t->count; i++) {
        const trust_item *other = &t->items[i];
        if (other->view.valid_to > item->view.valid_to && same_subject(other, item)) {
            return true;
        }
    }
    return false;
}

static size_t count_wrong(cli *c, const assay_trust *t, assay_time at)
{
    size_t wrong = 0;
    for (size_t i = 0; i < t->count; i++) {
        const assay_trust_item *item = &t->items[i].view;
        window w = window_of(item, at);
        if (!is_wrong(w) || superseded(t, &t->items[i])) {
            continue;
        }
        wrong++;
        say_note(c, "%s \"%s\" has %s", item->role, stored(c, str_of(item->subject)),
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
