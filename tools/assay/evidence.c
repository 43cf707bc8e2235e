/* SPDX-License-Identifier: Apache-2.0 */
/* see evidence.h */
#include "evidence.h"
#include "base/limits.h"
#include "files.h"
#include "stored_result.h"
#include "arg_values.h"

#include <assay/engine.h>
#include <assay/format.h>
#include <assay/roles.h>

#define NAMES_MAX 64

typedef struct {
    const char *label, *path, *format;
    assay_bytes bytes;
} piece_arg;

/* What travelled with the evidence of a case file. */
typedef struct companion {
    const char *label, *role;
    assay_bytes bytes;
    struct companion *next;
} companion;

typedef struct {
    piece_arg *pieces;
    size_t count;
    bool alone; /* there is one operand */
    companion *companions;
    size_t left; /* bytes that the request still takes; beyond them the appraisal rejects, so that
                    nothing is gained by reading on */
} piece_args;

static piece_arg *find_piece(piece_args *p, const char *label)
{
    for (size_t i = 0; i < p->count; i++) {
        if (strcmp(p->pieces[i].label, label) == 0) {
            return &p->pieces[i];
        }
    }
    return NULL;
}

static const char *default_label(cli *c, size_t index)
{
    return index == 0 ? "evidence" : arena_format(&c->arena, "evidence-%zu", index + 1);
}

static exit_code add_piece(cli *c, piece_arg made, piece_args *p)
{
    if (made.label == NULL) {
        made.label = default_label(c, p->count);
    }
    if (made.label == NULL) {
        return EXIT_ENVIRONMENT;
    }
    if (strlen(made.label) > LIMIT_LABEL) {
        say_error(c, "the label \"%s\" has more than %d characters", made.label, LIMIT_LABEL);
        say_hint(c, "a file whose name holds an equals sign is written ./%s=%s", made.label,
                 shown_name(c, made.path));
        return EXIT_USAGE;
    }
    if (p->count == LIMIT_EVIDENCE_PIECES) {
        say_error(c, "more than %d pieces of evidence", LIMIT_EVIDENCE_PIECES);
        return EXIT_USAGE;
    }
    if (find_piece(p, made.label) != NULL) {
        say_error(c, "two pieces of evidence have the label \"%s\"", made.label);
        return EXIT_USAGE;
    }
    p->pieces[p->count++] = made;
    return EXIT_ACCEPTED;
}

static exit_code keep_companion(cli *c, const char *label, const case_entry *entry, piece_args *p)
{
    companion *made = ARENA_NEW(&c->arena, companion);
    if (made == NULL) {
        return EXIT_ENVIRONMENT;
    }
    *made = (companion){.label = label, .role = entry->detail, .bytes = entry->bytes};
    companion **last = &p->companions;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = made;
    return EXIT_ACCEPTED;
}

/* What a case attaches to every piece goes to its own pieces only. */
static exit_code add_companion(cli *c, const case_record *record, const case_entry *entry,
                               const char *label, piece_args *p)
{
    const case_list *pieces = &record->lists[CASE_EVIDENCE];
    exit_code code = EXIT_ACCEPTED;
    if (entry->name == NULL && p->alone) {
        return keep_companion(c, NULL, entry, p);
    }
    for (size_t i = 0; i < pieces->count && code == EXIT_ACCEPTED; i++) {
        const char *own = pieces->entries[i].name;
        if (entry->name == NULL || strcmp(entry->name, own) == 0) {
            code = keep_companion(c, label != NULL ? label : own, entry, p);
        }
    }
    return code;
}

/* Evidence and endorsements, which are untrusted wherever they come from; nothing else of a case.
 */
static exit_code add_case(cli *c, piece_arg given, piece_args *p)
{
    case_record record;
    exit_code code = case_from_bytes(c, given.path, given.bytes, &record);
    const case_list *pieces = &record.lists[CASE_EVIDENCE];
    const case_list *attached = &record.lists[CASE_ATTACHMENTS];
    if (code == EXIT_ACCEPTED && given.label != NULL && pieces->count != 1) {
        say_error(c, "the case \"%s\" holds %zu pieces, which have their own labels",
                  shown_name(c, given.path), pieces->count);
        return EXIT_USAGE;
    }
    for (size_t i = 0; code == EXIT_ACCEPTED && i < pieces->count; i++) {
        const case_entry *e = &pieces->entries[i];
        code = add_piece(c,
                         (piece_arg){.label = given.label != NULL ? given.label : e->name,
                                     .path = given.path,
                                     .bytes = e->bytes},
                         p);
    }
    for (size_t i = 0; code == EXIT_ACCEPTED && i < attached->count; i++) {
        code = add_companion(c, &record, &attached->entries[i], given.label, p);
    }
    return code;
}

static exit_code add_operand(cli *c, const char *operand, piece_args *p)
{
    piece_arg given = {0};
    split_label(c, operand, &given.label, &given.path);
    size_t most = LIMIT_EVIDENCE_BYTES < p->left ? LIMIT_EVIDENCE_BYTES : p->left;
    exit_code code = file_read_if(c, given.path, most, LIMIT_CASE_BYTES, case_probe, &given.bytes);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (case_probe(given.bytes)) {
        return add_case(c, given, p);
    }
    p->left -= given.bytes.len < p->left ? given.bytes.len : p->left;
    return add_piece(c, given, p);
}

exit_code format_check(cli *c, const char *id)
{
    const char *names[NAMES_MAX];
    assay_format_info info;
    size_t count = 0;
    for (size_t i = 0; count < NAMES_MAX && assay_format_at(i, &info); i++) {
        names[count++] = info.id;
        if (strcmp(info.id, id) == 0) {
            return EXIT_ACCEPTED;
        }
    }
    const char *near = text_nearest(id, names, count);
    say_error(c, "unknown format \"%s\"", shown_name(c, id));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    } else {
        say_hint(c, "assay formats lists them");
    }
    return EXIT_USAGE;
}

static exit_code no_such_label(cli *c, const char *option, const char *label)
{
    say_error(c, "--%s names \"%s\", which is no label of this evidence", option,
              shown_name(c, label));
    say_hint(c, "give labels as LABEL=FILE; a single file without one is \"evidence\"");
    return EXIT_USAGE;
}

static exit_code set_format(cli *c, const char *value, piece_args *p)
{
    const char *label = NULL, *id = NULL;
    split_label(c, value, &label, &id);
    exit_code code = format_check(c, id);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (label != NULL) {
        piece_arg *named = find_piece(p, label);
        if (named == NULL) {
            return no_such_label(c, "format", label);
        }
        named->format = id;
        return EXIT_ACCEPTED;
    }
    for (size_t i = 0; i < p->count; i++) {
        p->pieces[i].format = id;
    }
    return EXIT_ACCEPTED;
}

/* Formats for all pieces first, so that one for a label counts wherever it stands. */
static exit_code set_formats(cli *c, const options *o, piece_args *p)
{
    exit_code code = EXIT_ACCEPTED;
    for (int labelled = 0; labelled < 2; labelled++) {
        const given_option *g = NULL;
        while (code == EXIT_ACCEPTED && (g = option_next(o, "format", g)) != NULL) {
            bool has_label = strchr(g->value, '=') != NULL;
            code = has_label == (labelled == 1) ? set_format(c, g->value, p) : code;
        }
    }
    return code;
}

static exit_code attach_failed(cli *c, assay_status s, const char *what)
{
    if (s == ASSAY_E_MEMORY) {
        say_error(c, "memory ran out");
    } else {
        say_error(c, "%s cannot be part of the request", what);
    }
    return exit_of(s);
}

static exit_code read_into(cli *c, const char *path, size_t most, piece_args *args,
                           assay_bytes *out)
{
    exit_code code = file_read_some(c, path, most < args->left ? most : args->left, out);
    args->left -= out->len < args->left ? out->len : args->left;
    return code;
}

static exit_code add_evidence(cli *c, const piece_arg *p, assay_request *r)
{
    assay_status s = assay_request_evidence(r, p->label, p->format, p->bytes.ptr, p->bytes.len);
    return s == ASSAY_OK ? EXIT_ACCEPTED : attach_failed(c, s, shown_name(c, p->path));
}

static exit_code add_companions(cli *c, const piece_args *p, assay_request *r)
{
    exit_code code = EXIT_ACCEPTED;
    for (const companion *i = p->companions; i != NULL && code == EXIT_ACCEPTED; i = i->next) {
        assay_status s = assay_request_attach(r, i->label, i->role, i->bytes.ptr, i->bytes.len);
        if (s != ASSAY_OK) {
            code = attach_failed(c, s, shown_name(c, i->role));
        }
    }
    return code;
}

static exit_code role_check(cli *c, const char *name)
{
    const char *names[NAMES_MAX];
    const assay_role *role = NULL;
    size_t count = 0;
    for (size_t i = 0; count < NAMES_MAX && (role = assay_role_at(i)) != NULL; i++) {
        if (role->attachable) {
            names[count++] = role->name;
        }
    }
    role = assay_role_find(name);
    if (role != NULL && role->attachable) {
        return EXIT_ACCEPTED;
    }
    const char *near = text_nearest(name, names, count);
    say_error(c, "\"%s\" is no role of what may travel with evidence", shown_name(c, name));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    } else {
        say_hint(c, "write [LABEL=]ROLE:FILE, such as vcek:vcek.der");
    }
    return EXIT_USAGE;
}

static exit_code attach(cli *c, const char *value, piece_args *p, assay_request *r)
{
    const char *colon = strchr(value, ':');
    if (colon == NULL) {
        say_error(c, "--endorse \"%s\" has no role", shown_name(c, value));
        say_hint(c, "write [LABEL=]ROLE:FILE, such as vcek:vcek.der");
        return EXIT_USAGE;
    }
    const char *front = arena_text(&c->arena, bytes_of(value, (size_t)(colon - value)));
    if (front == NULL) {
        return EXIT_ENVIRONMENT;
    }
    const char *label = NULL, *role = NULL;
    split_label(c, front, &label, &role);
    if (label != NULL && find_piece(p, label) == NULL) {
        return no_such_label(c, "endorse", label);
    }
    exit_code code = role_check(c, role);
    assay_bytes bytes = {NULL, 0};
    if (code == EXIT_ACCEPTED) {
        code = read_into(c, colon + 1, LIMIT_REQUEST_BYTES, p, &bytes);
    }
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    assay_status s = assay_request_attach(r, label, role, bytes.ptr, bytes.len);
    return s == ASSAY_OK ? EXIT_ACCEPTED : attach_failed(c, s, shown_name(c, colon + 1));
}

exit_code evidence_add(cli *c, const options *o, assay_request *r)
{
    piece_args p = {.left = LIMIT_REQUEST_BYTES,
                    .alone = o->operand_count == 1,
                    .pieces = ARENA_ARRAY(&c->arena, LIMIT_EVIDENCE_PIECES, piece_arg)};
    exit_code code = p.pieces != NULL ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
    if (o->operand_count > LIMIT_EVIDENCE_PIECES) {
        say_error(c, "more than %d pieces of evidence", LIMIT_EVIDENCE_PIECES);
        return EXIT_USAGE;
    }
    for (size_t i = 0; code == EXIT_ACCEPTED && i < o->operand_count; i++) {
        code = add_operand(c, o->operands[i], &p);
    }
    if (code == EXIT_ACCEPTED) {
        code = set_formats(c, o, &p);
    }
    for (size_t i = 0; code == EXIT_ACCEPTED && i < p.count; i++) {
        code = add_evidence(c, &p.pieces[i], r);
    }
    if (code == EXIT_ACCEPTED) {
        code = add_companions(c, &p, r);
    }
    const given_option *g = NULL;
    while (code == EXIT_ACCEPTED && (g = option_next(o, "endorse", g)) != NULL) {
        code = attach(c, g->value, &p, r);
    }
    return code;
}

exit_code moment_set(cli *c, const options *o, assay_request *r)
{
    const char *at = option_value(o, "at"), *known = option_value(o, "known-at");
    assay_time at_time = ASSAY_TIME_UNSET, known_time = ASSAY_TIME_UNSET;
    bool archive = at != NULL && strcmp(at, "evidence") == 0;
    if (archive && known != NULL) {
        return say_usage(c, "--known-at does not go together with --at evidence", NULL);
    }
    exit_code code = EXIT_ACCEPTED;
    if (at != NULL && !archive) {
        code = arg_time(c, "at", at, &at_time);
    }
    if (code == EXIT_ACCEPTED && known != NULL) {
        code = arg_time(c, "known-at", known, &known_time);
    }
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (archive) {
        return exit_of(assay_request_at_evidence(r));
    }
    if (at == NULL && known == NULL) {
        return exit_of(assay_request_at_now(r));
    }
    return exit_of(
        assay_request_at(r, at != NULL ? at_time : assay_system_clock(NULL), known_time));
}
