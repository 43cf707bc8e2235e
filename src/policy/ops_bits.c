/* SPDX-License-Identifier: Apache-2.0 */
/* bits: flags by name, in a number or in little-endian bytes. */
#include "base/error.h"
#include "policy/ops.h"

static const claim_bit *bit_named(const claim_schema *row, assay_str name)
{
    for (size_t i = 0; i < row->bit_count; i++) {
        if (str_is(name, row->bits[i].name)) {
            return &row->bits[i];
        }
    }
    return NULL;
}

static void unknown_bit(loader *l, const json *node, const claim_schema *row)
{
    const char **names = ARENA_ARRAY(l->arena, row->bit_count, const char *);
    for (size_t i = 0; names != NULL && i < row->bit_count; i++) {
        names[i] = row->bits[i].name;
    }
    assay_error *e =
        PROBLEM(l, node->at, "\"%s\" has no bit \"%s\"", row->pointer, shown(l, node->text));
    if (names != NULL) {
        suggest(l, e, node->text, names, row->bit_count);
    }
}

static bool named_before(const wanted_bit *bits, size_t n, unsigned bit)
{
    for (size_t i = 0; i < n; i++) {
        if (bits[i].bit == bit) {
            return true;
        }
    }
    return false;
}

static void load_bit(loader *l, const json *m, bool wanted, rule *r, wanted_bit *bits)
{
    if (!typed(l, m, JSON_STRING)) {
        return;
    }
    const claim_bit *bit = bit_named(r->schema, m->text);
    if (bit == NULL) {
        unknown_bit(l, m, r->schema);
        return;
    }
    if (named_before(bits, r->bit_count, bit->bit)) {
        PROBLEM(l, m->at, "\"%s\" is named twice", bit->name);
        return;
    }
    bits[r->bit_count++] = (wanted_bit){bit->name, bit->bit, wanted};
}

static void load_bits(loader *l, const json *operand, const json *whole, rule *r)
{
    static const member_shape members[] = {{"set", true}, {"clear", true}, {"others", true}};
    static const char *const words[] = {"any", "clear"};
    (void)whole;
    if (r->schema->bit_count == 0) {
        PROBLEM(l, operand->name_at, "\"%s\" has no bits that have names", r->full);
        return;
    }
    if (!shape_check(l, operand, "bits", members, ARRAY_LEN(members))) {
        return;
    }
    const json *set = typed_member(l, operand, "set", JSON_ARRAY);
    const json *clear = typed_member(l, operand, "clear", JSON_ARRAY);
    const json *others = json_member(operand, "others");
    wanted_bit *bits = ARENA_ARRAY(l->arena, r->schema->bit_count, wanted_bit);
    for (const json *m = set != NULL ? set->first : NULL; m != NULL && bits != NULL; m = m->next) {
        load_bit(l, m, true, r, bits);
    }
    for (const json *m = clear != NULL ? clear->first : NULL; m != NULL && bits != NULL;
         m = m->next) {
        load_bit(l, m, false, r, bits);
    }
    r->bits = bits;
    r->flag = others != NULL && word_of(l, others, words, ARRAY_LEN(words)) == 1;
    bool asks = (set != NULL && set->count > 0) || (clear != NULL && clear->count > 0);
    if (set != NULL && clear != NULL && others != NULL && !asks && !r->flag) {
        PROBLEM(l, operand->at, "these bits ask for nothing");
    }
}

static size_t width(const claim *c)
{
    return c->type == ASSAY_CLAIM_UINT ? 64 : c->value.bytes.len * 8;
}

static bool bit_of(const claim *c, size_t bit)
{
    if (bit >= width(c)) {
        return false;
    }
    return c->type == ASSAY_CLAIM_UINT ? (c->value.uint >> bit & 1) != 0
                                       : (c->value.bytes.ptr[bit / 8] >> bit % 8 & 1) != 0;
}

static const char *bit_text(evaluation *ev, const rule *r, size_t bit, bool set)
{
    for (size_t i = 0; i < r->schema->bit_count; i++) {
        if (r->schema->bits[i].bit == bit) {
            return arena_format(ev->c->arena, "%s is %s", r->schema->bits[i].name,
                                set ? "set" : "clear");
        }
    }
    return arena_format(ev->c->arena, "bit %zu is %s", bit, set ? "set" : "clear");
}

static outcome judge_bits(evaluation *ev, const rule *r, const claim *c)
{
    outcome worst = HOLDS;
    for (size_t i = 0; i < r->bit_count; i++) {
        if (bit_of(c, r->bits[i].bit) != r->bits[i].wanted) {
            say_found(ev, NULL, bit_text(ev, r, r->bits[i].bit, !r->bits[i].wanted));
            worst = DIFFERS;
        }
    }
    for (size_t bit = 0; r->flag && bit < width(c); bit++) {
        if (bit_of(c, bit) && !named_before(r->bits, r->bit_count, (unsigned)bit)) {
            say_found(ev, NULL, bit_text(ev, r, bit, true));
            worst = DIFFERS;
        }
    }
    return worst;
}

static void say_some(const rule *r, text *out, bool wanted)
{
    size_t n = 0;
    for (size_t i = 0; i < r->bit_count; i++) {
        if (r->bits[i].wanted == wanted) {
            text_addf(out, "%s%s", n++ > 0 ? ", " : "", r->bits[i].name);
        }
    }
    if (n > 0) {
        text_addf(out, " %s, ", wanted ? "set" : "clear");
    }
}

static void say_bits(const rule *r, text *out)
{
    text_add_str(out, "has ");
    say_some(r, out, true);
    say_some(r, out, false);
    text_add_str(out, r->flag ? "all other bits clear" : "other bits as they are");
}

const rule_op op_bits = {
    .name = "bits",
    .operand = "{\"set\": [NAME..], \"clear\": [NAME..], \"others\": \"any\" or \"clear\"}",
    .doc = "these bits are set, these are clear, and the others as it says",
    .types = TYPE(UINT) | TYPE(BYTES),
    .load = load_bits,
    .judge = judge_bits,
    .say = say_bits};
