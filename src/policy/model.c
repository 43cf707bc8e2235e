/* SPDX-License-Identifier: Apache-2.0 */
/* Walking a compiled policy, and the questions that the pipeline asks of it. */
#include "policy/model.h"
#include "claims/ar4si.h"

const rule *rule_after(const rule *top, const rule *r)
{
    if (r->first != NULL) {
        return r->first;
    }
    while (r != top && r->next == NULL) {
        r = r->parent;
    }
    return r != top ? r->next : NULL;
}

static bool scope_has(const scope *s, const char *format_id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->formats[i]->id, format_id) == 0) {
            return true;
        }
    }
    return false;
}

const block *policy_block(const assay_policy *p, const char *format_id)
{
    for (const group *g = p->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            if (scope_has(&b->scope, format_id)) {
                return b;
            }
        }
    }
    return NULL;
}

bool same_claims_before(const block *b, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (b->scope.formats[i]->schema == b->scope.formats[index]->schema) {
            return true;
        }
    }
    return false;
}

bool window_holds(const window *w, assay_time t)
{
    return (w->from == ASSAY_TIME_UNSET || t >= w->from) &&
           (w->to == ASSAY_TIME_UNSET || t <= w->to);
}

bool pointer_covers(const char *above, assay_bytes below)
{
    size_t len = strlen(above);
    return len <= below.len && memcmp(above, below.ptr, len) == 0 &&
           (len == below.len || below.ptr[len] == '/');
}

assay_bytes policy_source(const assay_policy *p)
{
    return p->text;
}

policy_facts policy_describe(const assay_policy *p)
{
    return (policy_facts){.id = p->id,
                          .name = p->name,
                          .version = p->version,
                          .sha256 = p->sha256,
                          .valid_from = p->valid.from,
                          .valid_to = p->valid.to,
                          .accepts_affirming = p->accepts_affirming,
                          .accepts_warning = p->accepts_warning,
                          .any_genuine = p->any_genuine,
                          .revocation_optional = p->revocation_optional,
                          .revocation_as_of_at = p->revocation_as_of_at,
                          .early_stream = p->stream == STREAM_EARLY,
                          .known_nonces_allowed = p->known_nonces_allowed,
                          .reference_values_optional = p->reference_values_optional,
                          .any_rim_issue = p->issue == ISSUE_ANY};
}

bool policy_selects(const assay_policy *p, const char *format_id)
{
    return policy_block(p, format_id) != NULL;
}

const char *policy_input(const assay_policy *p, size_t index)
{
    const declared *d = p->inputs;
    while (d != NULL && d->index != index) {
        d = d->next;
    }
    return d != NULL ? d->name : NULL;
}

bool policy_declares_param(const assay_policy *p, const char *name)
{
    for (const declared *d = p->params; d != NULL; d = d->next) {
        if (strcmp(d->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Ancestors of what is released are kept too: what stands beside it is asked about by itself. */
bool policy_releases(const assay_policy *p, const char *format_id, assay_bytes pointer)
{
    const block *b = policy_block(p, format_id);
    for (const pointer_note *n = b != NULL ? b->group->released : NULL; n != NULL; n = n->next) {
        size_t len = strlen(n->pointer);
        bool ancestor = len > pointer.len && memcmp(n->pointer, pointer.ptr, pointer.len) == 0 &&
                        n->pointer[pointer.len] == '/';
        if (ancestor || pointer_covers(n->pointer, pointer)) {
            return true;
        }
    }
    return false;
}

static const rule *rule_at(const assay_policy *p, size_t index)
{
    for (const group *g = p->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            for (const rule *r = b->first; r != NULL; r = r->next) {
                if (index-- == 0) {
                    return r;
                }
            }
        }
    }
    const rule *r = p->together;
    while (r != NULL && index-- > 0) {
        r = r->next;
    }
    return r;
}

const char *policy_rule_id(const assay_policy *p, size_t index)
{
    const rule *r = rule_at(p, index);
    return r != NULL ? r->id : NULL;
}

const char *policy_rule_claim(const assay_policy *p, size_t index, size_t nth)
{
    const rule *top = rule_at(p, index);
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        bool own = r->full != NULL && strstr(r->full, "/*") == NULL;
        if (own && nth-- == 0) {
            return r->full;
        }
        if (r->table != NULL && nth < r->table->column_count) {
            return r->table->columns[nth];
        }
        nth -= r->table != NULL ? r->table->column_count : 0;
    }
    return NULL;
}

static unsigned affected_by(const rule *r)
{
    unsigned bits = r->schema != NULL ? ar4si_bit(r->schema->affects) : 0;
    for (size_t i = 0; r->table != NULL && i < r->table->column_count; i++) {
        const claim_schema *column = r->table->schemas[i];
        bits |= column != NULL ? ar4si_bit(column->affects) : 0;
    }
    return bits;
}

static const rule *rule_from(const rule *r, const char *from)
{
    while (r != NULL && r->reference != from) {
        r = r->next;
    }
    return r;
}

/* A finding of a rule has the rule's own reference. */
static const rule *rule_referred(const assay_policy *p, const char *from)
{
    const rule *found = rule_from(p->together, from);
    for (const group *g = p->groups; g != NULL && found == NULL; g = g->next) {
        for (const block *b = g->first; b != NULL && found == NULL; b = b->next) {
            found = rule_from(b->first, from);
        }
    }
    return found;
}

unsigned policy_rule_affects(const assay_policy *p, const assay_finding *of)
{
    const rule *top = of->rule != NULL ? rule_referred(p, of->reference) : NULL;
    unsigned bits = top != NULL ? ar4si_bit(top->affects) : 0;
    for (const rule *r = top; bits == 0 && r != NULL; r = rule_after(top, r)) {
        bits = affected_by(r);
    }
    return bits;
}
