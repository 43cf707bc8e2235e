/* SPDX-License-Identifier: Apache-2.0 */
/* Rules: one operator each, typed by the claim that it looks at. */
#include "base/error.h"
#include "base/text.h"
#include "claims/ar4si.h"
#include "policy/ops.h"

static const char *const common_members[] = {"id", "claim", "absent", "severity", "affects", "why"};
static const char *const nested_members[] = {"claim", "absent"};

static rule *rule_new(loader *l, const json *at, rule *parent)
{
    rule *r = ARENA_NEW(l->arena, rule);
    if (r == NULL) {
        return NULL;
    }
    r->at = at;
    r->parent = parent;
    r->depth = parent != NULL ? parent->depth + 1 : 0;
    r->before = l->newest;
    if (l->newest != NULL) {
        l->newest->later = r;
    }
    l->newest = r;
    return r;
}

void load_nested(loader *l, const json *list, rule *parent)
{
    if (!list_filled(l, list)) {
        return;
    }
    if (parent->depth == LIMIT_POLICY_DEPTH) {
        assay_error *e = PROBLEM(l, list->at, "rules stand more than %d deep", LIMIT_POLICY_DEPTH);
        error_hint(e, "split the rule in two");
        return;
    }
    for (const json *m = list->first; m != NULL; m = m->next) {
        rule *r = rule_new(l, m, parent);
        if (r == NULL) {
            return;
        }
        if (parent->last != NULL) {
            parent->last->next = r;
        } else {
            parent->first = r;
        }
        parent->last = r;
        parent->count++;
    }
}

static bool is_word(assay_str name, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (words[i] != NULL && str_is(name, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_own_member(const rule *r, assay_str name)
{
    if (r->parent != NULL) {
        return is_word(name, nested_members, ARRAY_LEN(nested_members));
    }
    return is_word(name, common_members, ARRAY_LEN(common_members)) ||
           (r->of_count > 0 && str_is(name, "of"));
}

/* A member that is not known may be the operator, misspelt. */
static void no_operator(loader *l, const rule *r)
{
    const char **names = ARENA_ARRAY(l->arena, rule_op_count, const char *);
    const json *stray = NULL;
    for (const json *m = r->at->first; m != NULL; m = m->next) {
        stray = stray == NULL && !is_own_member(r, m->name) ? m : stray;
    }
    assay_error *e = stray != NULL ? PROBLEM(l, stray->name_at, "there is no operator \"%s\"",
                                             shown(l, stray->name))
                                   : PROBLEM(l, r->at->at, "this rule has no operator");
    for (size_t i = 0; names != NULL && i < rule_op_count; i++) {
        names[i] = rule_ops[i]->name;
    }
    if (names != NULL) {
        suggest(l, e, stray != NULL ? stray->name : (assay_str){NULL, 0}, names, rule_op_count);
    }
}

static const json *find_operator(loader *l, rule *r)
{
    const json *operand = NULL;
    for (const json *m = r->at->first; m != NULL; m = m->next) {
        const rule_op *op = rule_op_find(m->name);
        if (op != NULL && operand != NULL) {
            assay_error *e = PROBLEM(l, m->name_at,
                                     "a rule has one operator, and this has \"%s\" "
                                     "and \"%s\"",
                                     r->op->name, op->name);
            error_hint(e, "write two rules");
            return NULL;
        }
        operand = op != NULL ? m : operand;
        r->op = op != NULL ? op : r->op;
    }
    if (operand == NULL) {
        no_operator(l, r);
    }
    return operand;
}

static void check_members(loader *l, const rule *r, const json *operand)
{
    for (const json *m = r->at->first; m != NULL; m = m->next) {
        bool known = m == operand || is_own_member(r, m->name) ||
                     is_word(m->name, r->op->options, ARRAY_LEN(r->op->options));
        if (known) {
            continue;
        }
        assay_error *e = PROBLEM(l, m->name_at, "a rule with \"%s\" has no member \"%s\"",
                                 r->op->name, shown(l, m->name));
        if (r->parent != NULL) {
            error_hint(e, "rules inside a rule have no id, severity, affects or why of their own");
            continue;
        }
        suggest(l, e, m->name, common_members, ARRAY_LEN(common_members));
    }
}

static void load_id(loader *l, rule *r)
{
    const json *id = json_member(r->at, "id");
    if (r->parent != NULL) {
        return;
    }
    if (id == NULL) {
        PROBLEM(l, r->at->at, "this rule lacks its id");
        return;
    }
    r->id = name_of(l, id, json_text(id), id->at);
    if (r->id != NULL && l->rule_ids != NULL && l->policy->rule_count < LIMIT_POLICY_RULES) {
        l->rule_ids[l->policy->rule_count++] = id;
    }
}

static void load_affects(loader *l, rule *r)
{
    const json *m = json_member(r->at, "affects");
    size_t found = m != NULL ? word_of(l, m, ar4si_names, AR4SI_CLAIMS) : AR4SI_CLAIMS;
    r->affects = found < AR4SI_CLAIMS ? ar4si_names[found] : NULL;
}

static void load_manner(loader *l, rule *r)
{
    static const char *const severities[] = {"fail", "warn"};
    static const char *const pass[] = {"pass"};
    const json *absent = json_member(r->at, "absent");
    if (absent != NULL && r->op->types == 0) {
        PROBLEM(l, absent->name_at, "\"absent\" belongs to a rule with a claim of its own");
    } else if (absent != NULL) {
        r->absent_passes = word_of(l, absent, pass, ARRAY_LEN(pass)) == 0;
    }
    if (r->parent != NULL) {
        return;
    }
    const json *severity = json_member(r->at, "severity");
    r->warns = severity != NULL && word_of(l, severity, severities, ARRAY_LEN(severities)) == 1;
    load_affects(l, r);
    r->why = text_member(l, r->at, "why");
}

/* The rule whose elements this one looks at, or NULL. */
static const rule *elements_of(const rule *r)
{
    const rule *up = r->parent;
    while (up != NULL && up->op->nests != NESTS_ELEMENTS) {
        up = up->parent;
    }
    return up;
}

bool load_pointer(loader *l, rule *r, const json *node)
{
    const rule *list = elements_of(r);
    if (!typed(l, node, JSON_STRING)) {
        return false;
    }
    r->claim = shown(l, node->text);
    if (strstr(r->claim, "/*") != NULL) {
        PROBLEM(l, node->at, "\"%s\" stands for many claims, and a rule looks at one", r->claim);
        return false;
    }
    r->full = list != NULL ? arena_format(l->arena, "%s/*%s", list->full, r->claim) : r->claim;
    return r->full != NULL && (list == NULL || list->full != NULL);
}

static void wrong_type(loader *l, const rule *r, const json *operand)
{
    text names = text_new(l->arena, 4096);
    for (size_t i = 0; i < rule_op_count; i++) {
        if ((rule_ops[i]->types & 1u << r->schema->type) != 0) {
            text_addf(&names, "%s%s", names.len > 0 ? ", " : "", rule_ops[i]->name);
        }
    }
    assay_error *e =
        PROBLEM(l, operand->name_at, "\"%s\" cannot look at \"%s\", which is of type %s",
                r->op->name, r->full, claim_type_name(r->schema->type));
    assay_str done = text_done(&names);
    if (done.len > 0) {
        error_hint(e, "what can: %s", done.ptr);
    }
}

/* False: nothing can be said of the operand. */
static bool load_claim(loader *l, rule *r, const json *operand)
{
    const json *pointer = json_member(r->at, "claim");
    if (r->op->types == 0) {
        if (pointer != NULL) {
            PROBLEM(l, pointer->name_at, "\"%s\" looks at no claim of its own", r->op->name);
        }
        if (r->op->nests == NESTS_NOTHING && elements_of(r) != NULL) {
            PROBLEM(l, operand->name_at, "\"%s\" cannot look at an element", r->op->name);
            return false;
        }
        return true;
    }
    if (pointer == NULL) {
        PROBLEM(l, r->at->at, "this rule lacks its claim");
        return false;
    }
    r->schema = load_pointer(l, r, pointer) ? schema_of(l, &l->scope, r->full, pointer) : NULL;
    if (r->schema == NULL) {
        return false;
    }
    if ((r->op->types & 1u << r->schema->type) == 0) {
        wrong_type(l, r, operand);
        return false;
    }
    r->element = r->schema->type == ASSAY_CLAIM_LIST ? schema_element(&l->scope, r->full) : NULL;
    return true;
}

static void load_rule(loader *l, rule *r)
{
    if (!typed(l, r->at, JSON_OBJECT)) {
        return;
    }
    const json *operand = find_operator(l, r);
    load_id(l, r);
    if (operand == NULL) {
        return;
    }
    check_members(l, r, operand);
    load_manner(l, r);
    if (!load_claim(l, r, operand)) {
        l->sink.reported++; /* also when the formats, and not the rule, are to blame */
        return;
    }
    r->op->load(l, operand, r->at, r);
}

static bool column_identifies(const table *t)
{
    for (size_t i = 0; i < t->column_count; i++) {
        if (t->schemas[i]->identifies) {
            return true;
        }
    }
    return false;
}

static bool claim_identifies(const rule *r)
{
    if (r->table != NULL) {
        return column_identifies(r->table);
    }
    return r->schema->identifies || (r->element != NULL && r->element->identifies);
}

/* A value that is read from other evidence identifies nobody. */
static void judge_leaf(rule *r)
{
    bool own = true, nonce = r->operands != NULL;
    for (const expression *e = r->operands; e != NULL; e = e->next) {
        own = own && !e->has_claim && !e->has_nonce;
        nonce = nonce && e->has_nonce;
    }
    r->identifies = r->op->identifies && own && claim_identifies(r);
    r->states_nonce = r->op->identifies && nonce;
}

/* What a rule makes sure of: of at_least n, whichever n hold. From the parts to the wholes. */
static void judge_tree(rule *last)
{
    for (rule *r = last; r != NULL; r = r->before) {
        if (r->op->nests == NESTS_NOTHING) {
            judge_leaf(r);
        } else {
            size_t may_fail = r->op->nests == NESTS_CLAIMS ? r->count - r->at_least : 0;
            r->identifies = r->identifying > may_fail;
            r->states_nonce = r->stating > may_fail;
        }
        bool counts = !r->absent_passes && !r->warns;
        r->identifies = r->identifies && counts;
        r->states_nonce = r->states_nonce && counts;
        if (r->parent != NULL) {
            r->parent->identifying += r->identifies ? 1 : 0;
            r->parent->stating += r->states_nonce ? 1 : 0;
        }
    }
}

#define EXPECTED_MAX 1024

/* Findings quote a rule; policy_render says all of it. */
static const char *cut(loader *l, assay_str whole)
{
    size_t len = EXPECTED_MAX;
    if (whole.len <= len) {
        return whole.ptr;
    }
    while (len > 0 && ((uint8_t)whole.ptr[len] & 0xc0) == 0x80) {
        len--;
    }
    return arena_format(l->arena, "%.*s..", (int)len, whole.ptr);
}

static void say_tree(loader *l, rule *top)
{
    text out = text_new(l->arena, LIMIT_POLICY_BYTES);
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        if (r != top) {
            text_add_str(&out, r == r->parent->first ? ": " : "; ");
            text_addf(&out, "%s%s", r->claim != NULL ? r->claim : "", r->claim != NULL ? " " : "");
        }
        r->op->say(r, &out);
    }
    top->expected = cut(l, text_done(&out));
}

static const char *where(loader *l, const json *node)
{
    uint32_t line, column;
    json_position(l->policy->text, node->at, &line, &column);
    return arena_format(l->arena, "%s:%u:%u", l->policy->name, line, column);
}

static rule *load_tree(loader *l, const json *node, const scope *s, group **of, size_t of_count)
{
    size_t before = l->sink.reported;
    l->scope = *s;
    l->newest = NULL;
    rule *top = rule_new(l, node, NULL);
    if (top == NULL) {
        return NULL;
    }
    top->of = of;
    top->of_count = of_count;
    top->reference = where(l, node);
    for (rule *r = top; r != NULL; r = r->later) {
        load_rule(l, r);
    }
    if (l->sink.reported != before || l->arena->state != ARENA_OK) {
        return NULL;
    }
    judge_tree(l->newest);
    say_tree(l, top);
    return top;
}

static bool room_for_rules(loader *l, const json *list)
{
    if (list->count <= LIMIT_POLICY_RULES - l->policy->rule_count) {
        return true;
    }
    PROBLEM(l, list->at, "the policy has more than %d rules", LIMIT_POLICY_RULES);
    return false;
}

static void load_block_rules(loader *l, block *b)
{
    if (b->rule_list == NULL || !room_for_rules(l, b->rule_list)) {
        return;
    }
    for (const json *m = b->rule_list->first; m != NULL; m = m->next) {
        rule *r = load_tree(l, m, &b->scope, NULL, 0);
        if (r == NULL) {
            continue;
        }
        if (b->last != NULL) {
            b->last->next = r;
        } else {
            b->first = r;
        }
        b->last = r;
    }
}

void load_group_rules(loader *l)
{
    for (group *g = l->policy->groups; g != NULL; g = g->next) {
        for (block *b = g->first; b != NULL; b = b->next) {
            load_block_rules(l, b);
        }
    }
}

/* All formats of all blocks of the groups. */
static scope scope_of(loader *l, group *const *of, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (const block *b = of[i]->first; b != NULL; b = b->next) {
            n += b->scope.count;
        }
    }
    const format **list = ARENA_ARRAY(l->arena, n, const format *);
    n = 0;
    for (size_t i = 0; i < count && list != NULL; i++) {
        for (const block *b = of[i]->first; b != NULL; b = b->next) {
            for (size_t k = 0; k < b->scope.count; k++) {
                list[n++] = b->scope.formats[k];
            }
        }
    }
    return (scope){list, n};
}

static group **load_of(loader *l, const json *node, size_t *count)
{
    const json *list = json_member(node, "of");
    *count = 0;
    if (list == NULL) {
        assay_error *e = PROBLEM(l, node->at, "this rule lacks its member \"of\"");
        error_hint(e, "name the groups whose evidence it looks at: \"of\": [..]");
        return NULL;
    }
    return groups_wanted(l, list, count);
}

static rule *load_joint_rule(loader *l, const json *node)
{
    size_t count;
    if (!typed(l, node, JSON_OBJECT)) {
        return NULL;
    }
    group **of = load_of(l, node, &count);
    if (of == NULL || count == 0) {
        return NULL;
    }
    scope s = scope_of(l, of, count);
    return load_tree(l, node, &s, of, count);
}

void load_together(loader *l, const json *node)
{
    rule **end = &l->policy->together;
    if (!list_filled(l, node) || !room_for_rules(l, node)) {
        return;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        rule *r = load_joint_rule(l, m);
        if (r != NULL) {
            *end = r;
            end = &r->next;
        }
    }
}
