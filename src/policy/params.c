/* SPDX-License-Identifier: Apache-2.0 */
/* What the relying party hands over: checked against what is declared, and read. */
#include "policy/params.h"
#include "base/error.h"
#include "policy/loader.h"

static const policy_value *value_named(const policy_value *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].name, name) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static const claim *param_of(arena *a, const declared *d, const policy_value *given,
                             const char **why)
{
    fault f = {0};
    const json *node = json_parse(a, given->value, &f);
    if (node == NULL) {
        *why = f.why != NULL ? f.why : "out of memory";
        return NULL;
    }
    return param_read(a, d, node, why);
}

/* What one policy makes of the params: by declared.index. */
typedef struct read_params {
    const assay_policy *policy;
    const claim **set;
    struct read_params *next;
} read_params;

const claim *const *params_set(const assay_policy *p, policy_context *c)
{
    const read_params *i = c->read;
    while (i != NULL && i->policy != p) {
        i = i->next;
    }
    if (i != NULL) {
        return i->set;
    }
    (void)policy_check_values(p, c, NULL);
    return c->read != NULL && c->read->policy == p ? c->read->set : NULL;
}

static const char *type_text(const declared *d)
{
    return claim_type_name(d->type);
}

static assay_status missing(const assay_policy *p, const declared *d, const char *what,
                            assay_error *err)
{
    error_set(err, ASSAY_E_ARGUMENT, "the policy %s needs the %s %s (%s%s)", p->id, what, d->name,
              d->list ? "list of " : "", type_text(d));
    if (d->doc != NULL) {
        error_hint(err, "%s", d->doc);
    }
    return ASSAY_E_ARGUMENT;
}

static assay_status check_input(const assay_policy *p, const declared *d, const policy_value *given,
                                assay_error *err)
{
    if (given == NULL || given->value.ptr == NULL) {
        return missing(p, d, "input", err);
    }
    if (d->type == ASSAY_CLAIM_TEXT && !utf8_valid(given->value)) {
        return error_set(err, ASSAY_E_ARGUMENT, "the input %s is declared as text and is not UTF-8",
                         d->name);
    }
    if (d->length > 0 && given->value.len != d->length) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "the input %s has %zu bytes, and the policy %s "
                         "declares %zu",
                         d->name, given->value.len, p->id, d->length);
    }
    return ASSAY_OK;
}

/* Beyond the budget is the evidence's doing, and rejected in the end. */
static assay_status no_room(const arena *a, assay_error *err)
{
    return a->state == ARENA_OVER_BUDGET ? ASSAY_OK
                                         : error_set(err, ASSAY_E_MEMORY, "out of memory");
}

static assay_status read_param(const assay_policy *p, const declared *d, policy_context *c,
                               const claim **out, assay_error *err)
{
    const char *why = NULL;
    const policy_value *given = value_named(c->params, c->param_count, d->name);
    *out = given != NULL ? param_of(c->arena, d, given, &why) : d->default_value;
    if (*out != NULL) {
        return ASSAY_OK;
    }
    if (c->arena->state != ARENA_OK) {
        return no_room(c->arena, err);
    }
    return given == NULL ? missing(p, d, "param", err)
                         : error_set(err, ASSAY_E_ARGUMENT, "the param %s of the policy %s: %s",
                                     d->name, p->id, why);
}

/* The first error is told; what can be read is read all the same. */
assay_status policy_check_values(const assay_policy *p, policy_context *c, assay_error *err)
{
    assay_status s = ASSAY_OK;
    read_params *read = ARENA_NEW(c->arena, read_params);
    const claim **set = ARENA_ARRAY(c->arena, p->param_count, const claim *);
    if (read == NULL || set == NULL) {
        return no_room(c->arena, err);
    }
    for (const declared *d = p->inputs; d != NULL && s == ASSAY_OK; d = d->next) {
        s = check_input(p, d, value_named(c->inputs, c->input_count, d->name), err);
    }
    for (const declared *d = p->params; d != NULL; d = d->next) {
        assay_status one = read_param(p, d, c, &set[d->index], s == ASSAY_OK ? err : NULL);
        s = s == ASSAY_OK ? one : s;
    }
    *read = (read_params){p, set, c->read};
    c->read = read;
    return s;
}

const char *count_text(arena *a, const group *g)
{
    if (g->max == COUNT_ANY) {
        return g->min == 0 ? "any number" : arena_format(a, "at least %zu", g->min);
    }
    if (g->min == g->max) {
        return arena_format(a, "exactly %zu", g->min);
    }
    return arena_format(a, "%zu to %zu", g->min, g->max);
}

const char *window_text(arena *a, const window *w)
{
    if (w->from == ASSAY_TIME_UNSET && w->to == ASSAY_TIME_UNSET) {
        return "at any time";
    }
    if (w->to == ASSAY_TIME_UNSET) {
        return arena_format(a, "from %s", time_text(a, w->from));
    }
    if (w->from == ASSAY_TIME_UNSET) {
        return arena_format(a, "until %s", time_text(a, w->to));
    }
    return arena_format(a, "from %s to %s", time_text(a, w->from), time_text(a, w->to));
}
