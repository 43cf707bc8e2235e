/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deny: {"assay_deny":1,"entries":[{"kind","value","reason","date"}]}. Values of binary kinds are
 * hex; those of textual kinds are the text itself. Kept sorted, because each appraisal asks.
 */
#include "base/time.h"
#include "trust/document.h"
#include "trust/load.h"

#include <stdlib.h>

static const struct {
    const char *name;
    bool textual;
} kinds[] = {
    {"chip_id", false}, {"ppid", false},         {"device_key", false},
    {"serial", false},  {"issuer_serial", true}, {"module_id", true},
    {"ueid", true},     {"kid", true},           {"instance_id", true},
};

static int order(const char *kind, assay_bytes value, const trust_denied *entry)
{
    int by_kind = strcmp(kind, entry->kind);
    return by_kind != 0 ? by_kind : bytes_order(value, entry->value);
}

static int by_identity(const void *a, const void *b)
{
    const trust_denied *x = a;
    return order(x->kind, x->value, b);
}

const trust_denied *deny_find(const trust_deny_list *list, const char *kind, assay_bytes value)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int found = order(kind, value, &list->entries[middle]);
        if (found == 0) {
            return &list->entries[middle];
        }
        if (found < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static assay_status read_kind(const document *d, const json *node, trust_denied *out, bool *textual)
{
    const char *names[ARRAY_LEN(kinds)];
    assay_str kind;
    assay_status status = document_text(d, node, "kind", &kind);
    for (size_t i = 0; status == ASSAY_OK && i < ARRAY_LEN(kinds); i++) {
        names[i] = kinds[i].name;
        if (str_is(kind, kinds[i].name)) {
            out->kind = kinds[i].name;
            *textual = kinds[i].textual;
            return ASSAY_OK;
        }
    }
    if (status != ASSAY_OK) {
        return status;
    }
    const char *shown = text_printable(d->arena, bytes_of_str(kind));
    status = document_refuse(d, json_member(node, "kind"),
                             shown ? arena_format(d->arena, "unknown kind '%s'", shown) : NULL);
    const char *near = shown != NULL ? text_nearest(shown, names, ARRAY_LEN(names)) : NULL;
    if (near != NULL) {
        error_hint(d->err, "did you mean '%s'?", near);
    }
    return status;
}

static assay_status read_value(const document *d, const json *node, bool textual, trust_denied *out)
{
    assay_str value;
    assay_status status = document_text(d, node, "value", &value);
    if (status != ASSAY_OK) {
        return status;
    }
    const json *member = json_member(node, "value");
    out->value = bytes_of_str(value);
    if (!textual && !hex_decode(d->arena, bytes_of_str(value), &out->value)) {
        return document_refuse(d, member, d->arena->state == ARENA_OK ? "must be hex" : NULL);
    }
    return out->value.len > 0 ? ASSAY_OK : document_refuse(d, member, "must not be empty");
}

static bool is_date(arena *a, const char *date)
{
    assay_time when;
    const char *midnight = arena_format(a, "%sT00:00:00Z", date);
    return time_from_rfc3339(bytes_of_text(date), &when) ||
           (midnight != NULL && time_from_rfc3339(bytes_of_text(midnight), &when));
}

static assay_status read_why(const document *d, const json *node, trust_denied *out)
{
    assay_str reason, date;
    assay_status status = document_text(d, node, "reason", &reason);
    if (status == ASSAY_OK) {
        status = document_text(d, node, "date", &date);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    if (reason.len == 0) {
        return document_refuse(d, json_member(node, "reason"), "must not be empty");
    }
    out->reason = text_printable(d->arena, bytes_of_str(reason));
    out->date = text_printable(d->arena, bytes_of_str(date));
    if (out->reason == NULL || out->date == NULL) {
        return document_refuse(d, node, NULL);
    }
    return is_date(d->arena, out->date)
               ? ASSAY_OK
               : document_refuse(d, json_member(node, "date"), "must be a date such as 2026-01-31");
}

static assay_status read_entry(const document *d, const json *node, trust_denied *out)
{
    static const char *const names[] = {"kind", "value", "reason", "date"};
    bool textual = false;
    assay_status status = document_members(d, node, names, ARRAY_LEN(names));
    if (status == ASSAY_OK) {
        status = read_kind(d, node, out, &textual);
    }
    if (status == ASSAY_OK) {
        status = read_value(d, node, textual, out);
    }
    return status == ASSAY_OK ? read_why(d, node, out) : status;
}

static assay_status read_entries(const document *d, const json *list, trust_item *item)
{
    trust_deny_list *deny = ARENA_NEW(d->arena, trust_deny_list);
    trust_denied *entries = ARENA_ARRAY(d->arena, list->count, trust_denied);
    if (deny == NULL || entries == NULL) {
        return document_refuse(d, list, NULL);
    }
    size_t count = 0;
    for (const json *n = list->first; n != NULL; n = n->next) {
        assay_status status = read_entry(d, n, &entries[count++]);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    if (count > 1) {
        qsort(entries, count, sizeof *entries, by_identity);
    }
    *deny = (trust_deny_list){count, entries};
    item->material = deny;
    item->view.subject = arena_format(d->arena, "%zu refused identities", count);
    return item->view.subject != NULL ? ASSAY_OK : document_refuse(d, list, NULL);
}

static assay_status verify_deny(trust_load *load, trust_item *item, assay_error *err)
{
    static const char *const names[] = {"assay_deny", "entries"};
    document d;
    const json *list = NULL;
    if (item_scope(item) != NULL) {
        return error_set(err, ASSAY_E_CONFIG, "a deny list has no scope");
    }
    assay_status status = document_read(trust_load_arena(load), item->bytes, names[0], &d, err);
    if (status == ASSAY_OK) {
        status = document_members(&d, d.root, names, ARRAY_LEN(names));
    }
    if (status == ASSAY_OK) {
        status = document_array(&d, "entries", &list);
    }
    item->view.state = ASSAY_TRUST_ASSERTED;
    return status == ASSAY_OK ? read_entries(&d, list, item) : status;
}

const trust_role role_deny = {.name = "deny", .rank = RANK_OTHER, .verify = verify_deny};
