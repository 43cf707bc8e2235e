/* SPDX-License-Identifier: Apache-2.0 */
/* assay-policy(5): members, operators, expressions, and the claims of each format. */
#include "pages.h"
#include "policy/ops.h"

static void put_members(manual *m)
{
    const policy_member *member = NULL;
    page_list(m);
    for (size_t i = 0; (member = policy_member_at(i)) != NULL; i++) {
        page_item(m, "Li", member->name, NULL);
        page_textf(m, "%s%s.", member->doc, member->required ? "; required" : "");
    }
    page_list_end(m);
}

static void put_types(manual *m, unsigned types)
{
    const char *before = "On: ";
    for (int t = ASSAY_CLAIM_NONE; t < 31; t++) {
        if (types != 0 && (types & (1u << t)) != 0) {
            fprintf(m->file, "%s%s", before, claim_type_name((assay_claim_type)t));
            before = ", ";
        }
    }
    fputs(types != 0 ? ".\n" : "", m->file);
}

static void put_operators(manual *m)
{
    page_section(m, "OPERATORS");
    page_text(m, "A rule has an id, a claim and one operator: a member with the operator's name.\n"
                 "An absent or ill-typed claim fails the rule, unless the rule says\n"
                 "\"absent\": \"pass\".");
    page_list(m);
    for (size_t i = 0; i < rule_op_count; i++) {
        const rule_op *op = rule_ops[i];
        page_item(m, "Li", op->name, op->operand);
        page_textf(m, "%s.", op->doc);
        put_types(m, op->types);
    }
    page_list_end(m);
}

/* An operator without a text is known and not built. */
static void put_expressions(manual *m)
{
    page_section(m, "EXPRESSIONS");
    page_text(m, "In place of a literal, the operand of eq, ne, in and contains may be an object:");
    page_list(m);
    for (size_t i = 0; i < value_op_count; i++) {
        const value_op *op = value_ops[i];
        if (op->doc != NULL) {
            page_item(m, "Li", op->name, op->operand);
            page_textf(m, "%s.", op->doc);
        }
    }
    page_list_end(m);
}

static const char *chooser_name(claim_chooser chooser)
{
    switch (chooser) {
    case CHOSEN_BY_MAKER:
        return "the maker";
    case CHOSEN_BY_PLATFORM:
        return "the platform";
    case CHOSEN_BY_ATTESTER:
        return "the attester";
    }
    return "nobody";
}

static void put_claim(manual *m, const claim_schema *row)
{
    page_item(m, "Li", row->pointer, NULL);
    page_textf(m, "%s.", row->doc);
    fprintf(m->file, "A value of type %s", claim_type_name(row->type));
    if (row->length > 0) {
        fprintf(m->file, ", %zu bytes", row->length);
    }
    page_textf(m, "%s%s, chosen by %s%s.", row->unit != NULL ? " in " : "",
               row->unit != NULL ? row->unit : "", chooser_name(row->chooser),
               row->identifies ? "; can identify the peer" : "");
    for (size_t i = 0; i < row->bit_count; i++) {
        fprintf(m->file, "%s%s%s", i == 0 ? "Bits: " : "", row->bits[i].name,
                i + 1 < row->bit_count ? ",\n" : ".\n");
    }
}

static bool same_claims(const format *a, const format *b)
{
    return a->schema == b->schema && a->inner == b->inner;
}

static void put_claims(manual *m, const format *f)
{
    const claim_schema *row = NULL;
    fputs(".Sh CLAIMS OF", m->file);
    for (size_t i = 0; i < format_count; i++) {
        if (same_claims(formats[i], f)) {
            fprintf(m->file, " %s", formats[i]->id);
        }
    }
    fputs("\n", m->file);
    page_list(m);
    for (size_t i = 0; (row = format_claim_at(f, i)) != NULL; i++) {
        put_claim(m, row);
    }
    page_list_end(m);
}

/* Formats of one schema share their list. */
static bool told_before(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_claims(formats[i], formats[index])) {
            return true;
        }
    }
    return false;
}

bool page_of_policies(manual *m)
{
    if (!page_open(m, "assay-policy", 5, "policies for appraisals")) {
        return false;
    }
    page_section(m, "DESCRIPTION");
    page_text(m, "A policy is strict JSON: one object, whose members are:");
    put_members(m);
    page_paragraph(m);
    page_text(m,
              "A policy that identifies no peer (by a measurement, an image, a key, an owner) is\n"
              "refused unless the option allow-any-genuine is given.\n"
              "Evidence that no group selects is a rejection.");
    put_operators(m);
    put_expressions(m);
    for (size_t i = 0; i < format_count; i++) {
        if (!told_before(i)) {
            put_claims(m, formats[i]);
        }
    }
    static const char *const also[] = {
        "assay-policy-lint", "1", "assay-policy-show", "1", "assay-verify", "1", NULL};
    page_see_also(m, also);
    return page_close(m);
}
