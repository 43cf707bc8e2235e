/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svn_min: every component of a security version vector is at least its own minimum. A vector is
 * never compared as one number: a newer microcode does not make up for an older firmware.
 */
#include "base/error.h"
#include "policy/ops.h"

#define SVN_MAX 64

static svn_part *parts_new(loader *l, rule *r, size_t n)
{
    svn_part *parts = ARENA_ARRAY(l->arena, n, svn_part);
    r->svn = parts;
    return parts;
}

static void load_hex(loader *l, const json *operand, rule *r)
{
    claim c;
    if (!literal_load(l, operand, ASSAY_CLAIM_BYTES, r->schema->length, &c)) {
        return;
    }
    svn_part *parts = parts_new(l, r, c.value.bytes.len);
    for (size_t i = 0; i < c.value.bytes.len && parts != NULL; i++) {
        parts[r->svn_count++] = (svn_part){NULL, NULL, i, c.value.bytes.ptr[i]};
    }
}

static bool load_component(loader *l, const json *node, uint8_t *out)
{
    uint64_t n;
    if (!json_uint(node, &n) || n > UINT8_MAX) {
        PROBLEM(l, node->at, "expected a component from 0 to 255");
        return false;
    }
    *out = (uint8_t)n;
    return true;
}

static void load_list(loader *l, const json *operand, rule *r)
{
    size_t length = r->schema->length;
    if (!list_filled(l, operand)) {
        return;
    }
    if (length > 0 && operand->count != length) {
        PROBLEM(l, operand->at, "expected %zu components, found %zu", length, operand->count);
        return;
    }
    svn_part *parts = parts_new(l, r, operand->count);
    size_t i = 0;
    for (const json *m = operand->first; m != NULL && parts != NULL; m = m->next, i++) {
        svn_part part = {NULL, NULL, i, 0};
        if (load_component(l, m, &part.min)) {
            parts[r->svn_count++] = part;
        }
    }
}

static bool same_variant(const char *row, assay_str variant)
{
    return row == NULL || (variant.ptr != NULL && str_is(variant, row));
}

static const claim_svn *component_named(const claim_schema *row, assay_str variant, assay_str name)
{
    for (size_t i = 0; i < row->svn_count; i++) {
        if (same_variant(row->svn[i].variant, variant) && str_is(name, row->svn[i].component)) {
            return &row->svn[i];
        }
    }
    return NULL;
}

static void unknown_component(loader *l, const json *m, const claim_schema *row, assay_str variant)
{
    const char *names[SVN_MAX];
    size_t n = 0;
    for (size_t i = 0; i < row->svn_count && n < SVN_MAX; i++) {
        if (same_variant(row->svn[i].variant, variant)) {
            names[n++] = row->svn[i].component;
        }
    }
    assay_error *e = PROBLEM(l, m->name_at, "there is no component \"%s\"", shown(l, m->name));
    suggest(l, e, m->name, names, n);
}

static void load_components(loader *l, const json *object, assay_str variant, rule *r,
                            svn_part *parts)
{
    if (!typed(l, object, JSON_OBJECT)) {
        return;
    }
    if (object->count == 0) {
        PROBLEM(l, object->at, "no component is named");
    }
    for (const json *m = object->first; m != NULL; m = m->next) {
        const claim_svn *row = component_named(r->schema, variant, m->name);
        svn_part part = {NULL, NULL, 0, 0};
        if (row == NULL) {
            unknown_component(l, m, r->schema, variant);
        } else if (load_component(l, m, &part.min)) {
            part.variant = row->variant;
            part.name = row->component;
            part.at = row->at;
            parts[r->svn_count++] = part;
        }
    }
}

static bool variant_known(const claim_schema *row, assay_str name)
{
    for (size_t i = 0; i < row->svn_count; i++) {
        if (row->svn[i].variant != NULL && str_is(name, row->svn[i].variant)) {
            return true;
        }
    }
    return false;
}

static void unknown_variant(loader *l, const json *m, const claim_schema *row)
{
    const char *names[SVN_MAX];
    size_t n = 0;
    for (size_t i = 0; i < row->svn_count && n < SVN_MAX; i++) {
        const char *variant = row->svn[i].variant;
        if (variant != NULL && (n == 0 || strcmp(names[n - 1], variant) != 0)) {
            names[n++] = variant;
        }
    }
    assay_error *e = PROBLEM(l, m->name_at, "\"%s\" is none of the values of \"%s\"",
                             shown(l, m->name), row->svn_by);
    suggest(l, e, m->name, names, n);
}

/* Each component is named at most once per variant, so there are no more parts than members. */
static size_t members_below(const json *operand)
{
    size_t n = operand->count;
    for (const json *m = operand->first; m != NULL; m = m->next) {
        n += m->count;
    }
    return n;
}

static void load_named(loader *l, const json *operand, rule *r)
{
    if (r->schema->svn_count == 0) {
        assay_error *e =
            PROBLEM(l, operand->at, "\"%s\" has no components that have names", r->full);
        error_hint(e, "write the components as hex or as a list");
        return;
    }
    if (operand->count == 0) {
        PROBLEM(l, operand->at, "no component is named");
        return;
    }
    svn_part *parts = parts_new(l, r, members_below(operand));
    if (parts == NULL) {
        return;
    }
    if (r->schema->svn_by == NULL) {
        load_components(l, operand, (assay_str){NULL, 0}, r, parts);
        return;
    }
    for (const json *m = operand->first; m != NULL; m = m->next) {
        if (!variant_known(r->schema, m->name)) {
            unknown_variant(l, m, r->schema);
            continue;
        }
        load_components(l, m, m->name, r, parts);
    }
}

static void load_svn(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    if (operand->type == JSON_OBJECT) {
        load_named(l, operand, r);
    } else if (operand->type == JSON_ARRAY) {
        load_list(l, operand, r);
    } else {
        load_hex(l, operand, r);
    }
}

static bool by_variant(const rule *r)
{
    for (size_t i = 0; i < r->svn_count; i++) {
        if (r->svn[i].variant != NULL) {
            return true;
        }
    }
    return false;
}

/* The claim that chooses the variant: HOLDS with its text, or why not. */
static outcome find_variant(evaluation *ev, const rule *r, assay_str *out)
{
    const claim *by = NULL;
    *out = (assay_str){NULL, 0};
    if (!by_variant(r)) {
        return HOLDS;
    }
    sight seen = look(ev->piece->claims, r->schema->svn_by, ev->piece->authentic, &by);
    if (seen != SEEN || by->type != ASSAY_CLAIM_TEXT) {
        say_found(ev, r->schema->svn_by, seen == PENDING ? "not known yet" : "absent");
        return seen == PENDING ? UNKNOWN : BROKEN;
    }
    *out = by->value.text;
    return HOLDS;
}

static outcome judge_part(evaluation *ev, const svn_part *part, assay_bytes vector)
{
    if (part->at >= vector.len) {
        say_found(ev, NULL, "the vector is shorter than the components that the policy names");
        return BROKEN;
    }
    uint8_t found = vector.ptr[part->at];
    if (found >= part->min) {
        return HOLDS;
    }
    arena *a = ev->c->arena;
    say_found(ev, NULL,
              part->name != NULL
                  ? arena_format(a, "%s is %u, below %u", part->name, found, part->min)
                  : arena_format(a, "component %zu is %u, below %u", part->at, found, part->min));
    return DIFFERS;
}

static outcome judge_svn(evaluation *ev, const rule *r, const claim *c)
{
    assay_str variant;
    outcome worst = find_variant(ev, r, &variant);
    size_t judged = 0;
    if (worst != HOLDS) {
        return worst;
    }
    for (size_t i = 0; i < r->svn_count; i++) {
        if (same_variant(r->svn[i].variant, variant)) {
            outcome one = judge_part(ev, &r->svn[i], c->value.bytes);
            worst = one > worst ? one : worst;
            judged++;
        }
    }
    if (judged > 0) {
        return worst;
    }
    const char *name = text_printable(ev->c->arena, bytes_of_str(variant));
    say_found(ev, r->schema->svn_by, name);
    return DIFFERS;
}

static void say_svn(const rule *r, text *out)
{
    const char *variant = NULL;
    text_add_str(out, "is, component by component, at least ");
    for (size_t i = 0; i < r->svn_count; i++) {
        const svn_part *part = &r->svn[i];
        bool next_variant =
            part->variant != NULL && (variant == NULL || strcmp(part->variant, variant) != 0);
        text_add_str(out, i == 0 ? "" : next_variant ? "; " : ", ");
        if (next_variant) {
            text_addf(out, "%s: ", part->variant);
            variant = part->variant;
        }
        if (part->name != NULL) {
            text_addf(out, "%s ", part->name);
        }
        text_addf(out, "%u", part->min);
    }
    if (variant != NULL) {
        text_addf(out, " (no other %s)", r->schema->svn_by);
    }
}

const rule_op op_svn_min = {.name = "svn_min",
                            .operand = "hex, a list, or levels by name for each product",
                            .doc = "no component is below this",
                            .types = TYPE(BYTES),
                            .load = load_svn,
                            .judge = judge_svn,
                            .say = say_svn};
