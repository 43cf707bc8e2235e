/* SPDX-License-Identifier: Apache-2.0 */
/* see compare.h: heads, lists and claims; and how a comparison looks. */
#include "compare.h"
#include "json_compare.h"
#include "tree.h"

#define CHANGES_MOST 1000
#define ELEMENTS_MOST 1024 /* of a list; longer ones are not compared */

void change_add(comparison *to, change made)
{
    change *own = to->count < CHANGES_MOST ? ARENA_NEW(&to->cli->arena, change) : NULL;
    to->count++;
    if (own != NULL) {
        *own = made;
        own->next = NULL;
        *to->last = own;
        to->last = &own->next;
    }
}

static const json *at(const json *result, const char *pointer)
{
    return json_at(result, bytes_of_text(pointer));
}

static const struct {
    const char *name, *pointer;
} heads[] = {
    {"status", "/status"},      {"tier", "/tier"},         {"at", "/at"},
    {"known_at", "/known_at"},  {"archived", "/archived"}, {"trust revision", "/trust/revision"},
    {"trust", "/trust/sha256"}, {"library", "/library"},   {"spent now", "/session/spent_now"},
};

static void compare_heads(comparison *to)
{
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        const char *before = json_shown(to->cli, at(to->before->result, heads[i].pointer));
        const char *after = json_shown(to->cli, at(to->after->result, heads[i].pointer));
        if (strcmp(before, after) != 0) {
            change_add(
                to, (change){
                        .part = "answer", .name = heads[i].name, .before = before, .after = after});
        }
    }
}

typedef struct {
    comparison *to;
    const char *part;
} sink_of_part;

static void add_difference(void *context, const char *pointer, const json *before,
                           const json *after)
{
    const sink_of_part *s = context;
    cli *c = s->to->cli;
    const char *remark = before != NULL && after != NULL && bytes_equal(before->raw, after->raw)
                             ? "in another place"
                             : NULL;
    change_add(s->to, (change){.part = s->part,
                               .name = stored(c, str_of(pointer)),
                               .before = json_shown(c, before),
                               .after = json_shown(c, after),
                               .remark = remark});
}

/* An element of a list by what it says, on one line. */
static const char *words_of(cli *c, const json *element)
{
    text t = text_new(&c->arena, SIZE_MAX);
    for (const json *m = element->first; m != NULL; m = m->next) {
        const char *shown = m->type == JSON_NULL ? NULL : json_shown(c, m);
        text_addf(&t, "%s%s", t.len > 0 && shown != NULL ? " " : "", shown != NULL ? shown : "");
    }
    const char *words = text_done(&t).ptr;
    return words != NULL ? words : "";
}

typedef struct {
    const char **words;
    size_t count;
} word_list;

static word_list words_in(cli *c, const json *list)
{
    size_t count = json_is(list, JSON_ARRAY) && list->count <= ELEMENTS_MOST ? list->count : 0;
    word_list out = {.words = ARENA_ARRAY(&c->arena, count, const char *)};
    for (const json *e = list != NULL ? list->first : NULL; out.words != NULL && out.count < count;
         e = e->next) {
        out.words[out.count++] = words_of(c, e);
    }
    return out;
}

static bool has_words(const word_list *list, const char *words)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->words[i], words) == 0) {
            return true;
        }
    }
    return false;
}

/* Lists whose order means nothing to a reader. */
static const struct {
    const char *member, *part;
} lists[] = {
    {"policies", "policies"},
    {"evidence", "evidence"},
    {"attachments", "attachments"},
    {"needs", "needs"},
    {"rows", "matched"},
    {"unconstrained", "unconstrained by the policy"},
    {"not_established", "not established"},
    {"relaxations", "relaxations"},
};

static void compare_lists(comparison *to)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        word_list before = words_in(to->cli, json_member(to->before->result, lists[i].member));
        word_list after = words_in(to->cli, json_member(to->after->result, lists[i].member));
        for (size_t k = 0; k < before.count; k++) {
            if (!has_words(&after, before.words[k])) {
                change_add(to, (change){.part = lists[i].part,
                                        .name = before.words[k],
                                        .before = "listed",
                                        .after = NOTHING});
            }
        }
        for (size_t k = 0; k < after.count; k++) {
            if (!has_words(&before, after.words[k])) {
                change_add(to, (change){.part = lists[i].part,
                                        .name = after.words[k],
                                        .before = NOTHING,
                                        .after = "listed"});
            }
        }
    }
}

/* Members that are compared place by place. */
static const char *const parts[] = {"params", "claims"};

static bool compare_parts(comparison *to)
{
    bool whole = true;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        const json *before = json_member(to->before->result, parts[i]);
        const json *after = json_member(to->after->result, parts[i]);
        sink_of_part s = {to, parts[i]};
        if (before != NULL && after != NULL) {
            whole = json_compare(to->cli, before, after, add_difference, &s) && whole;
        } else if (before != after) {
            add_difference(&s, "", before, after);
        }
    }
    return whole;
}

static void draw(comparison *r)
{
    cli *c = r->cli;
    const char *part = "";
    tree_draw_answer(c, r->before->result);
    tree_draw_answer(c, r->after->result);
    if (r->count == 0) {
        out_line(c, "nothing differs");
    }
    for (const change *i = r->first; i != NULL; i = i->next) {
        if (strcmp(part, i->part) != 0) {
            part = i->part;
            out_word(c, STYLE_STRONG, part, 0);
            out_line(c, "%s", "");
        }
        out_line(c, "  %s  %s -> %s%s%s", i->name, i->before, i->after,
                 i->remark != NULL ? "  " : "", i->remark != NULL ? i->remark : "");
    }
    if (r->count > CHANGES_MOST) {
        out_line(c, "and %zu more", r->count - CHANGES_MOST);
    }
}

static void write_json(comparison *r)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.difference/1");
    json_put_uint(w, "count", r->count);
    json_open_array(w, "changes");
    for (const change *i = r->first; i != NULL; i = i->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "part", i->part);
        json_put_cstr(w, "name", i->name);
        json_put_cstr(w, "before", strcmp(i->before, NOTHING) == 0 ? NULL : i->before);
        json_put_cstr(w, "after", strcmp(i->after, NOTHING) == 0 ? NULL : i->after);
        json_put_cstr(w, "remark", i->remark);
        json_close(w);
    }
    json_close(w);
    out_document(r->cli, w);
}

exit_code results_compare(cli *c, const stored_result *before, const stored_result *after)
{
    comparison r = {.cli = c, .before = before, .after = after, .last = &r.first};
    compare_heads(&r);
    if (before->record != NULL && after->record != NULL) {
        compare_trust(&r);
    }
    compare_findings(&r);
    compare_lists(&r);
    if (!compare_parts(&r) || c->arena.state != ARENA_OK) {
        say_error(c, "memory ran out while the results were compared");
        return EXIT_ENVIRONMENT;
    }
    if (c->json) {
        write_json(&r);
    } else {
        draw(&r);
    }
    return EXIT_ACCEPTED;
}
