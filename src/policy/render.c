/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy in its normal form: one fact per line, defaults said, in the order of the text. What two
 * policies mean can be compared by comparing these lines.
 */
#include "policy/ops.h"
#include "policy/params.h"

static void indent(text *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        text_add_str(out, "  ");
    }
}

static void render_head(const assay_policy *p, text *out)
{
    text_addf(out, "policy %s, version %llu\n", p->id, (unsigned long long)p->version);
    if (p->title != NULL && p->title[0] != '\0') {
        text_addf(out, "  %s\n", p->title);
    }
    text_addf(out, "  valid %s\n", window_text(out->arena, &p->valid));
    text_addf(out, "  accepts a verdict of%s%s%s\n", p->accepts_affirming ? " affirming" : "",
              p->accepts_affirming && p->accepts_warning ? " or" : "",
              p->accepts_warning ? " warning" : "");
    if (p->any_genuine) {
        text_add_str(out, "  does NOT identify the peer: any genuine evidence is accepted\n");
    }
}

static void render_settings(const assay_policy *p, text *out)
{
    text_addf(out, "  revocation that is not established %s\n",
              p->revocation_optional ? "does not hinder acceptance"
                                     : "leaves the answer undecided, where the maker publishes it");
    text_addf(out, "  a revocation counts when it is known at %s\n",
              p->revocation_as_of_at ? "the time of the appraisal (at)" : "known_at");
    text_addf(out, "  TCB stream %s, reference manifests %s\n",
              p->stream == STREAM_EARLY ? "early" : "standard",
              p->issue == ISSUE_ANY ? "of any issue" : "of the newest issue");
    text_addf(out, "  reference values are %s\n",
              p->reference_values_optional ? "optional"
                                           : "required, where the maker publishes them");
    text_addf(out, "  published nonces are %s\n",
              p->known_nonces_allowed ? "allowed, with a warning" : "refused");
}

static void render_default(const claim *c, text *out)
{
    const claim *first = c->type == ASSAY_CLAIM_LIST ? c->first : c;
    for (const claim *i = first; i != NULL; i = i->next) {
        const char *shown_value = i->type == ASSAY_CLAIM_BYTES
                                      ? text_hex(out->arena, i->value.bytes)
                                      : claim_show(out->arena, i);
        text_addf(out, "%s%s", i != first ? ", " : ", default ",
                  shown_value != NULL ? shown_value : "");
    }
}

static void render_declared(const declared *list, const char *title, text *out)
{
    if (list != NULL) {
        text_addf(out, "\n%s\n", title);
    }
    for (const declared *d = list; d != NULL; d = d->next) {
        text_addf(out, "  %s: %s%s", d->name, d->list ? "list of " : "", claim_type_name(d->type));
        if (d->length > 0) {
            text_addf(out, " (%zu bytes)", d->length);
        }
        if (d->default_value != NULL) {
            render_default(d->default_value, out);
        }
        text_addf(out, "%s%s\n", d->doc != NULL ? "; " : "", d->doc != NULL ? d->doc : "");
    }
}

static void render_manner(const rule *r, text *out)
{
    text_add_str(out, r->absent_passes ? "; absent passes" : "");
    text_add_str(out, r->warns ? "; only warns" : "");
    if (r->affects != NULL) {
        text_addf(out, "; affects %s", r->affects);
    }
}

static void render_rule(const rule *top, size_t depth, text *out)
{
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        indent(out, depth + r->depth);
        if (r->id != NULL) {
            text_addf(out, "%s: ", r->id);
        }
        for (size_t i = 0; i < r->of_count; i++) {
            text_addf(out, "%s%s%s", i > 0 ? ", " : "each piece of ", r->of[i]->name,
                      i + 1 == r->of_count ? ": " : "");
        }
        if (r->claim != NULL) {
            text_addf(out, "%s ", r->claim);
        }
        r->op->say(r, out);
        render_manner(r, out);
        text_add_str(out, "\n");
    }
    if (top->why != NULL) {
        indent(out, depth + 1);
        text_addf(out, "why: %s\n", top->why);
    }
}

static void render_open(const open_row *list, const char *format_id, text *out)
{
    size_t n = 0;
    for (const open_row *o = list; o != NULL; o = o->next) {
        if (o->reason != NULL) {
            text_addf(out, "    open in %s: %s, %s\n", format_id, o->schema->pointer, o->reason);
        }
    }
    for (const open_row *o = list; o != NULL; o = o->next) {
        if (o->reason == NULL && n++ == 0) {
            text_addf(out, "    open in %s, no reason given:", format_id);
        }
        if (o->reason == NULL) {
            text_addf(out, " %s", o->schema->pointer);
        }
    }
    text_add_str(out, n > 0 ? "\n" : "");
}

static void render_block(const block *b, text *out)
{
    text_add_str(out, "  evidence of");
    for (size_t i = 0; i < b->scope.count; i++) {
        text_addf(out, "%s%s", i > 0 ? " or " : " ", b->scope.formats[i]->id);
    }
    text_add_str(out, b->first != NULL ? ", for which\n" : ", without further rules\n");
    for (const rule *r = b->first; r != NULL; r = r->next) {
        render_rule(r, 2, out);
    }
    for (size_t i = 0; i < b->scope.count; i++) {
        if (!same_claims_before(b, i)) {
            render_open(b->open[i], b->scope.formats[i]->id, out);
        }
    }
}

static void render_group(const group *g, text *out)
{
    text_addf(out, "\ngroup %s: %s\n", g->name, count_text(out->arena, g));
    for (const block *b = g->first; b != NULL; b = b->next) {
        render_block(b, out);
    }
    for (const pointer_note *n = g->released; n != NULL; n = n->next) {
        text_addf(out, "  released after acceptance: %s\n", n->pointer);
    }
}

static void render_cells(const json *row, text *out)
{
    for (const json *m = row->first; m != NULL; m = m->next) {
        bool own = str_is(m->name, "name") || str_is(m->name, "from") || str_is(m->name, "to");
        if (!own) {
            text_add_str(out, "    ");
            text_add_printable(out, bytes_of_str(m->name));
            text_add_str(out, " ");
            text_add_printable(out, m->text.ptr != NULL ? bytes_of_str(m->text) : m->raw);
            text_add_str(out, "\n");
        }
    }
}

static void render_row_head(const json *row, text *out)
{
    window w = {ASSAY_TIME_UNSET, ASSAY_TIME_UNSET};
    const json *from = json_member(row, "from"), *to = json_member(row, "to");
    text_add_str(out, "  ");
    text_add_printable(out, bytes_of_str(json_text(json_member(row, "name"))));
    if (from != NULL) {
        time_from_rfc3339(bytes_of_str(from->text), &w.from);
    }
    if (to != NULL) {
        time_from_rfc3339(bytes_of_str(to->text), &w.to);
    }
    text_addf(out, ", %s\n", window_text(out->arena, &w));
}

static void render_reference(const reference *r, text *out)
{
    text_addf(out, "\ntable %s: %zu rows\n", r->name, r->rows->count);
    for (const json *row = r->rows->first; row != NULL; row = row->next) {
        render_row_head(row, out);
        render_cells(row, out);
    }
}

static void render_only(const narrowing *first, text *out)
{
    for (const narrowing *n = first; n != NULL; n = n->next) {
        text_addf(out, "%s %s is", n == first ? "    only where" : " and", n->name);
        for (const claim *v = n->values; v != NULL; v = v->next) {
            const char *as = claim_show(out->arena, v);
            text_addf(out, "%s %s", v == n->values ? "" : " or", as != NULL ? as : "");
        }
    }
    text_add_str(out, first != NULL ? "\n" : "");
}

static void render_waivers(const assay_policy *p, text *out)
{
    if (p->waivers != NULL) {
        text_add_str(out, "\nlowered to warnings\n");
    }
    for (const waiver *w = p->waivers; w != NULL; w = w->next) {
        const char *until = time_text(out->arena, w->until);
        text_addf(out, "  %s until %s: %s\n", w->finding, until != NULL ? until : "", w->reason);
        render_only(w->only, out);
    }
}

void policy_render(const assay_policy *p, text *out)
{
    render_head(p, out);
    render_settings(p, out);
    render_declared(p->inputs, "inputs, handed over with every request", out);
    render_declared(p->params, "params", out);
    for (const group *g = p->groups; g != NULL; g = g->next) {
        render_group(g, out);
    }
    if (p->together != NULL) {
        text_add_str(out, "\ntogether\n");
    }
    for (const rule *r = p->together; r != NULL; r = r->next) {
        render_rule(r, 1, out);
    }
    for (const reference *r = p->references; r != NULL; r = r->next) {
        render_reference(r, out);
    }
    render_waivers(p, out);
    text_add_str(out, "\nother evidence is refused, and what the formats test by default holds\n");
}
