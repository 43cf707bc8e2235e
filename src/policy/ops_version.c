/* SPDX-License-Identifier: Apache-2.0 */
/* version: dotted versions compared number by number; "96.00.5E" is not a text to be sorted. */
#include "base/error.h"
#include "policy/ops.h"

typedef struct version_scheme {
    const char *name;
    unsigned base;
    size_t parts_min, parts_max;
    size_t digits; /* of each part, exact; 0: 1 to 8 */
} version_scheme;

static const version_scheme schemes[] = {
    {"dotted-decimal", 10, 1, VERSION_PARTS, 0},
    {"dotted-hex", 16, 1, VERSION_PARTS, 0},
    {"yymmxx", 10, 1, 1, 6},
    {"maj.min", 10, 2, 2, 0},
};
#define PART_DIGITS 8

static unsigned digit(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 255;
}

static bool part_read(const version_scheme *s, assay_str in, uint64_t *out)
{
    bool good = s->digits > 0 ? in.len == s->digits : in.len > 0 && in.len <= PART_DIGITS;
    *out = 0;
    for (size_t i = 0; i < in.len && good; i++) {
        unsigned d = digit(in.ptr[i]);
        good = d < s->base;
        *out = *out * s->base + d;
    }
    return good;
}

/* What is left out at the end counts as zero. */
static bool version_read(const version_scheme *s, assay_str in, version_number *out)
{
    size_t start = 0, n = 0;
    *out = (version_number){0};
    for (size_t i = 0; i <= in.len; i++) {
        if (i < in.len && in.ptr[i] != '.') {
            continue;
        }
        assay_str part = {in.ptr + start, i - start};
        if (n == s->parts_max || !part_read(s, part, &out->parts[n++])) {
            return false;
        }
        start = i + 1;
    }
    return n >= s->parts_min;
}

static int version_order(const version_number *a, const version_number *b)
{
    for (size_t i = 0; i < VERSION_PARTS; i++) {
        if (a->parts[i] != b->parts[i]) {
            return a->parts[i] < b->parts[i] ? -1 : 1;
        }
    }
    return 0;
}

static bool load_one(loader *l, const json *node, const rule *r, version_number *out)
{
    if (!typed(l, node, JSON_STRING)) {
        return false;
    }
    if (!version_read(r->scheme, node->text, out)) {
        PROBLEM(l, node->at, "\"%s\" is no version of the scheme %s", shown(l, node->text),
                r->scheme->name);
        return false;
    }
    return true;
}

static void load_numbers(loader *l, const json *operand, rule *r)
{
    const json *least = json_member(operand, "min");
    const json *not = typed_member(l, operand, "not", JSON_ARRAY);
    version_number *list =
        ARENA_ARRAY(l->arena, 1 + (not != NULL ? not ->count : 0), version_number);
    if (least == NULL && (not == NULL || not ->count == 0)) {
        assay_error *e = PROBLEM(l, operand->at, "this version asks for nothing");
        error_hint(e, "add \"min\"");
    }
    if (list == NULL) {
        return;
    }
    r->versions = list;
    r->has_least = least != NULL && load_one(l, least, r, &list[0]);
    r->version_count = 1;
    for (const json *m = not != NULL ? not ->first : NULL; m != NULL; m = m->next) {
        if (load_one(l, m, r, &list[r->version_count])) {
            r->version_count++;
        }
    }
}

static void load_version(loader *l, const json *operand, const json *whole, rule *r)
{
    static const member_shape members[] = {{"scheme", true}, {"min", false}, {"not", false}};
    const char *names[ARRAY_LEN(schemes)];
    (void)whole;
    if (!shape_check(l, operand, "a version", members, ARRAY_LEN(members))) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        names[i] = schemes[i].name;
    }
    const json *scheme = json_member(operand, "scheme");
    size_t found = scheme != NULL ? word_of(l, scheme, names, ARRAY_LEN(names)) : ARRAY_LEN(names);
    if (found < ARRAY_LEN(names)) {
        r->scheme = &schemes[found];
        load_numbers(l, operand, r);
    }
}

static outcome judge_version(evaluation *ev, const rule *r, const claim *c)
{
    version_number found;
    if (!version_read(r->scheme, c->value.text, &found)) {
        say_found(ev, NULL,
                  arena_format(ev->c->arena, "no version of the scheme %s", r->scheme->name));
        return BROKEN;
    }
    bool holds = !r->has_least || version_order(&found, &r->versions[0]) >= 0;
    for (size_t i = 1; i < r->version_count; i++) {
        holds = version_order(&found, &r->versions[i]) != 0 && holds;
    }
    return holds ? HOLDS : DIFFERS;
}

static void say_number(const rule *r, const version_number *v, text *out)
{
    size_t n = VERSION_PARTS;
    if (r->scheme->digits > 0) {
        text_addf(out, "%0*llu", (int)r->scheme->digits, (unsigned long long)v->parts[0]);
        return;
    }
    while (n > 1 && n > r->scheme->parts_min && v->parts[n - 1] == 0) {
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        text_addf(out, r->scheme->base == 16 ? "%s%02llX" : "%s%llu", i > 0 ? "." : "",
                  (unsigned long long)v->parts[i]);
    }
}

static void say_version(const rule *r, text *out)
{
    text_addf(out, "is a version (%s)", r->scheme->name);
    if (r->has_least) {
        text_add_str(out, " of at least ");
        say_number(r, &r->versions[0], out);
    }
    for (size_t i = 1; i < r->version_count; i++) {
        text_add_str(out, i == 1 ? ", but not " : ", ");
        say_number(r, &r->versions[i], out);
    }
}

const rule_op op_version = {.name = "version",
                            .operand = "{\"scheme\": NAME, \"min\": TEXT, \"not\": [TEXT..]}",
                            .doc = "the version is not below this, and none of those",
                            .types = TYPE(TEXT),
                            .load = load_version,
                            .judge = judge_version,
                            .say = say_version};
