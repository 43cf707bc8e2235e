/* SPDX-License-Identifier: Apache-2.0 */
/* Which checks came out otherwise. A check is known by its id, rule and label; of several alike,
 * the first goes with the first. */
#include "base/limits.h"
#include "compare.h"

typedef struct {
    const json *list[LIMIT_FINDINGS];
    bool taken[LIMIT_FINDINGS];
    size_t count;
} findings_of;

static const char *const known_by[] = {"id", "rule", "label"};

static void collect(const json *list, findings_of *out)
{
    for (const json *f = list != NULL ? list->first : NULL;
         f != NULL && out->count < ARRAY_LEN(out->list); f = f->next) {
        out->list[out->count++] = f;
    }
}

static findings_of *findings_in(cli *c, const json *result)
{
    findings_of *out = ARENA_NEW(&c->arena, findings_of);
    if (out != NULL) {
        collect(json_member(result, "findings"), out);
        collect(json_member(json_member(result, "session"), "findings"), out);
    }
    return out;
}

static bool alike(const json *a, const json *b)
{
    for (size_t i = 0; i < ARRAY_LEN(known_by); i++) {
        assay_str x = json_text(json_member(a, known_by[i]));
        assay_str y = json_text(json_member(b, known_by[i]));
        if (!bytes_equal(bytes_of_str(x), bytes_of_str(y))) {
            return false;
        }
    }
    return true;
}

static const json *take_like(findings_of *in, const json *wanted)
{
    for (size_t i = 0; i < in->count; i++) {
        if (!in->taken[i] && alike(in->list[i], wanted)) {
            in->taken[i] = true;
            return in->list[i];
        }
    }
    return NULL;
}

static const char *text_of(cli *c, const json *f, const char *member)
{
    return stored(c, json_text(json_member(f, member)));
}

static const char *outcome(cli *c, const json *f)
{
    bool waived = false;
    if (f == NULL) {
        return NOTHING;
    }
    (void)json_bool(json_member(f, "waived"), &waived);
    return waived ? "waived" : text_of(c, f, "severity");
}

/* A check that held on one side and was not made on the other is no news by itself. */
static bool is_news(const char *before, const char *after)
{
    bool quiet_before = strcmp(before, NOTHING) == 0 || strcmp(before, "ok") == 0;
    bool quiet_after = strcmp(after, NOTHING) == 0 || strcmp(after, "ok") == 0;
    return strcmp(before, after) != 0 && !(quiet_before && quiet_after);
}

static void report(comparison *to, const json *before, const json *after)
{
    cli *c = to->cli;
    const json *named = after != NULL ? after : before;
    const char *was = outcome(c, before), *is = outcome(c, after);
    const char *label = text_of(c, named, "label"), *rule = text_of(c, named, "rule");
    const json *told = after != NULL && json_member(after, "message") != NULL ? after : before;
    if (!is_news(was, is)) {
        return;
    }
    const char *name =
        arena_format(&c->arena, "%s%s%s", rule[0] != '\0' ? rule : text_of(c, named, "id"),
                     label[0] != '\0' ? " of " : "", label);
    const char *message = told != NULL ? text_of(c, told, "message") : "";
    change_add(to, (change){.part = "findings",
                            .name = name,
                            .before = was,
                            .after = is,
                            .remark = message[0] != '\0' ? message : NULL});
}

void compare_findings(comparison *to)
{
    findings_of *before = findings_in(to->cli, to->before->result);
    findings_of *after = findings_in(to->cli, to->after->result);
    if (before == NULL || after == NULL) {
        return;
    }
    for (size_t i = 0; i < before->count; i++) {
        report(to, before->list[i], take_like(after, before->list[i]));
    }
    for (size_t i = 0; i < after->count; i++) {
        if (!after->taken[i]) {
            report(to, NULL, after->list[i]);
        }
    }
}
