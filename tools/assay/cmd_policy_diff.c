/* SPDX-License-Identifier: Apache-2.0 */
/* assay policy diff: what another version of a policy would have said of an archive of cases. */
#include "base/limits.h"
#include "case_trial.h"
#include "files.h"
#include "policies.h"
#include "progress.h"
#include "stored_result.h"
#include "verbs.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static const option_def diff_options[] = {
    {"allow-any-genuine", NULL, "take policies that identify no peer", OPTION_ONCE},
};

/* Cases whose answer changed in the same way, for the same reason. */
typedef struct change {
    assay_status before, after;
    const char *reason; /* the rule or finding that fails in one of the two, and how */
    size_t count;
    const char *first; /* a case that shows it */
    struct change *next;
} change;

typedef struct {
    cli *cli;
    const char *paths[2]; /* of the policies */
    assay_policy *policies[2];
    const char **files;
    size_t file_count, room;
    size_t others, refused; /* no case files; cases that cannot be appraised */
    change *changes;
    size_t changed;
} diff;

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool add_file(diff *d, const char *path)
{
    if (d->file_count == d->room) {
        size_t room = d->room > 0 ? 2 * d->room : 64;
        const char **more = ARENA_ARRAY(&d->cli->arena, room, const char *);
        if (more == NULL) {
            return false;
        }
        if (d->file_count > 0) {
            memcpy(more, d->files, d->file_count * sizeof *more);
        }
        d->files = more;
        d->room = room;
    }
    d->files[d->file_count++] = path;
    return path != NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files of a folder, by name; folders in it are not entered. */
static exit_code add_folder(diff *d, const char *path)
{
    size_t before = d->file_count;
    DIR *dir = opendir(path);
    const struct dirent *entry;
    bool good = true;
    if (dir == NULL) {
        say_error(d->cli, "cannot read the folder \"%s\"", shown_name(d->cli, path));
        return EXIT_ENVIRONMENT;
    }
    while (good && (entry = readdir(dir)) != NULL) {
        const char *file = arena_format(&d->cli->arena, "%s/%s", path, entry->d_name);
        good = file != NULL && (is_folder(file) || add_file(d, file));
    }
    closedir(dir);
    if (d->file_count > before) {
        qsort(d->files + before, d->file_count - before, sizeof *d->files, by_name);
    }
    return good ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
}

static const char *name_of(const finding *f)
{
    return f->view.rule != NULL ? f->view.rule : f->view.id;
}

static bool fails_in(const assay_appraisal *a, const char *name)
{
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        if (f->view.severity >= ASSAY_UNDECIDABLE && strcmp(name_of(f), name) == 0) {
            return true;
        }
    }
    return false;
}

/* What fails in `a` and not in `b`: "x, y". */
static const char *only_in(arena *a, const assay_appraisal *one, const assay_appraisal *other)
{
    text out = text_new(a, 4096);
    for (const finding *f = one->findings.first; f != NULL; f = f->next) {
        bool own = f->view.severity >= ASSAY_UNDECIDABLE && !fails_in(other, name_of(f));
        for (const finding *g = one->findings.first; g != f && own; g = g->next) {
            own = g->view.severity < ASSAY_UNDECIDABLE || strcmp(name_of(g), name_of(f)) != 0;
        }
        if (own) {
            text_addf(&out, "%s%s", out.len > 0 ? ", " : "", name_of(f));
        }
    }
    return text_done(&out).ptr;
}

static const char *reason_of(arena *a, assay_appraisal *const both[2])
{
    const char *gone = only_in(a, both[0], both[1]), *come = only_in(a, both[1], both[0]);
    if (gone == NULL || come == NULL) {
        return NULL;
    }
    return arena_format(a, "%s%s%s%s%s", come[0] != '\0' ? "fails now: " : "", come,
                        come[0] != '\0' && gone[0] != '\0' ? "; " : "",
                        gone[0] != '\0' ? "fails no more: " : "", gone);
}

static bool count_change(diff *d, const char *file, assay_appraisal *const both[2])
{
    arena *a = &d->cli->arena;
    assay_status before = assay_appraisal_status(both[0]), after = assay_appraisal_status(both[1]);
    if (before == after) {
        return true;
    }
    const char *reason = reason_of(a, both);
    change **end = &d->changes;
    d->changed++;
    while (reason != NULL && *end != NULL &&
           !((*end)->before == before && (*end)->after == after &&
             strcmp((*end)->reason, reason) == 0)) {
        end = &(*end)->next;
    }
    if (reason != NULL && *end == NULL) {
        *end = ARENA_NEW(a, change);
        if (*end != NULL) {
            **end = (change){before, after, reason, 0, file, NULL};
        }
    }
    if (reason == NULL || *end == NULL) {
        return false;
    }
    (*end)->count++;
    return true;
}

static exit_code compare(diff *d, cli *scratch, const char *file, case_record *r)
{
    assay_appraisal *both[2] = {NULL, NULL};
    exit_code code = EXIT_ACCEPTED;
    for (size_t i = 0; i < 2 && code == EXIT_ACCEPTED; i++) {
        code = trial_prepare(scratch, r, d->paths[i], d->policies[i]);
        code = code == EXIT_ACCEPTED ? trial_run(scratch, file, r, &both[i]) : code;
    }
    if (code == EXIT_ACCEPTED && !count_change(d, file, both)) {
        code = EXIT_ENVIRONMENT;
    }
    assay_appraisal_free(both[0]);
    assay_appraisal_free(both[1]);
    return code;
}

/* Each case has memory of its own: an archive may be long. */
static exit_code diff_file(diff *d, const char *file)
{
    cli scratch = *d->cli;
    assay_bytes in = {NULL, 0};
    case_record *r;
    arena_init(&scratch.arena, NULL, LIMIT_CASE_MEMORY);
    exit_code code = file_read_if(&scratch, file, 4096, LIMIT_CASE_BYTES, case_probe, &in);
    if (code == EXIT_ACCEPTED && !case_probe(in)) {
        d->others++;
    } else if (code == EXIT_ACCEPTED) {
        r = ARENA_NEW(&scratch.arena, case_record);
        code = r != NULL ? case_from_bytes(&scratch, file, in, r) : EXIT_ENVIRONMENT;
        code = code == EXIT_ACCEPTED ? compare(d, &scratch, file, r) : code;
    }
    arena_release(&scratch.arena);
    if (code == EXIT_USAGE) { /* said already; the others are still of interest */
        d->refused++;
        return EXIT_ACCEPTED;
    }
    return code;
}

static void show_text(const diff *d)
{
    cli *c = d->cli;
    for (const change *x = d->changes; x != NULL; x = x->next) {
        out_word(c, x->after == ASSAY_OK ? STYLE_DOUBT : STYLE_BAD,
                 arena_format(&c->arena, "%s -> %s", status_word(x->before), status_word(x->after)),
                 0);
        out_line(c, "  %zu case%s, %s: %s", x->count, x->count == 1 ? "" : "s",
                 shown_name(c, x->first), x->reason);
    }
    size_t cases = d->file_count - d->others - d->refused;
    out_line(c, "%zu case%s: %zu changed, %zu the same", cases, cases == 1 ? "" : "s", d->changed,
             cases - d->changed);
    if (d->refused > 0) {
        say_note(c, "%zu cases cannot be appraised", d->refused);
    }
    if (d->others > 0) {
        say_note(c, "%zu other files are no case files", d->others);
    }
}

static void show_json(const diff *d)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.policy-diff/1");
    json_put_uint(w, "cases", d->file_count - d->others - d->refused);
    json_put_uint(w, "refused", d->refused);
    json_put_uint(w, "changed", d->changed);
    json_open_array(w, "changes");
    for (const change *x = d->changes; x != NULL; x = x->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "before", status_word(x->before));
        json_put_cstr(w, "after", status_word(x->after));
        json_put_cstr(w, "reason", x->reason);
        json_put_uint(w, "count", x->count);
        json_put_cstr(w, "first", x->first);
        json_close(w);
    }
    json_close(w);
    out_document(d->cli, w);
}

static exit_code open_all(diff *d, const options *o)
{
    exit_code code = EXIT_ACCEPTED;
    for (size_t i = 0; i < 2 && code == EXIT_ACCEPTED; i++) {
        d->paths[i] = o->operands[i];
        code = policy_file_open(d->cli, d->paths[i], NULL, option_given(o, "allow-any-genuine"),
                                &d->policies[i]);
    }
    for (size_t i = 2; i < o->operand_count && code == EXIT_ACCEPTED; i++) {
        const char *path = o->operands[i];
        code = is_folder(path)     ? add_folder(d, path)
               : add_file(d, path) ? EXIT_ACCEPTED
                                   : EXIT_ENVIRONMENT;
    }
    return code;
}

static exit_code run_diff(cli *c, const options *o)
{
    diff d = {.cli = c};
    exit_code code = open_all(&d, o);
    progress p = progress_begin("cases", d.file_count);
    for (size_t i = 0; i < d.file_count && code == EXIT_ACCEPTED; i++) {
        code = diff_file(&d, d.files[i]);
        progress_step(&p);
    }
    progress_end(&p);
    if (code == EXIT_ACCEPTED && d.file_count == d.others) {
        say_error(c, "there is no case file");
        say_hint(c, "keep some: assay verify --save-case FILE");
        code = EXIT_USAGE;
    }
    if (code == EXIT_ACCEPTED) {
        (c->json ? show_json : show_text)(&d);
        code = d.changed + d.refused > 0 ? EXIT_REJECTED : EXIT_ACCEPTED;
    }
    assay_policy_release(d.policies[0]);
    assay_policy_release(d.policies[1]);
    return code;
}

const verb verb_policy_diff = {
    .name = "policy diff",
    .arguments = "OLD NEW CASE|FOLDER...",
    .summary = "what another version of a policy would have said of kept cases",
    .details = "Each case file is appraised under both, at its own time. Exit status 1: answers "
               "changed;\nthey are grouped by what fails in one and not in the other.",
    .options = diff_options,
    .option_count = ARRAY_LEN(diff_options),
    .least = 3,
    .most = SIZE_MAX,
    .run = run_diff,
};
