/* SPDX-License-Identifier: Apache-2.0 */
/* assay inspect: what a file says, with nothing verified. */
#include "appraise/appraisal.h"
#include "appraise/document.h"
#include "appraise/inspect.h"
#include "claims_text.h"
#include "crypto/crypto.h"
#include "evidence.h"
#include "files.h"
#include "inspect_case.h"
#include "verbs.h"

#define WARNING "NOT VERIFIED"

static const option_def inspect_options[] = {
    {"format", "ID", "the format (see assay formats); without it all are probed", OPTION_ONCE},
};

typedef struct {
    const char *path, *id; /* what it was taken for; NULL: nothing */
    inspection seen;
    bool refused;
    const char *sha256; /* of the decoded bytes */
} dissection;

/* Findings about one of several members carry its label. */
static bool is_about(const finding *f, const char *label)
{
    bool general = f->view.label == NULL || label == NULL;
    return general ? f->view.label == label : strcmp(f->view.label, label) == 0;
}

static void put_problems(json_writer *w, const dissection *d, const char *label)
{
    json_open_array(w, "findings");
    for (const finding *f = d->seen.findings.first; f != NULL; f = f->next) {
        if (f->view.severity == ASSAY_SEVERITY_NONE || !is_about(f, label)) {
            continue;
        }
        json_open_object(w, NULL);
        json_put_cstr(w, "id", f->view.id);
        json_put_cstr(w, "severity", severity_word(f->view.severity));
        json_put_cstr(w, "message", f->view.message);
        json_put_cstr(w, "expected", f->view.expected);
        json_put_cstr(w, "found", f->view.found);
        json_put_uint(w, "offset", f->view.offset);
        json_put_cstr(w, "remedy", f->view.remedy);
        json_close(w);
    }
    json_close(w);
}

static const char *digest_text(cli *c, assay_bytes in)
{
    uint8_t sha256[32];
    return crypto_sha256(in, sha256) == ASSAY_OK ? text_hex(&c->arena, bytes_of(sha256, 32)) : NULL;
}

static void put_members(cli *c, json_writer *w, const dissection *d)
{
    json_open_array(w, "members");
    for (size_t i = 0; i < d->seen.member_count; i++) {
        const inspected *m = &d->seen.members[i];
        json_open_object(w, NULL);
        json_put_cstr(w, "format", m->format->id);
        json_put_uint(w, "bytes", m->bytes.len);
        json_put_cstr(w, "sha256", digest_text(c, m->bytes));
        put_problems(w, d, m->label);
        if (m->claims != NULL) {
            document_claims(w, "claims", m->claims);
        }
        json_close(w);
    }
    json_close(w);
}

static void show_json(cli *c, const dissection *d)
{
    const identified *what = &d->seen.what;
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.inspection/1");
    json_put_bool(w, "verified", false);
    json_put_bool(w, "refused", d->refused);
    json_put_cstr(w, "file", d->path);
    json_put_cstr(w, "format", d->id);
    json_put_cstr(w, "decoded", what->decoded);
    json_put_uint(w, "bytes", what->bytes.len);
    json_put_cstr(w, "sha256", d->sha256);
    put_problems(w, d, NULL);
    if (d->seen.claims != NULL) {
        document_claims(w, "claims", d->seen.claims);
    }
    if (d->seen.member_count > 0) {
        put_members(c, w, d);
    }
    out_document(c, w);
}

static void show_problem(cli *c, const assay_finding *f)
{
    out_put(c, "  ");
    out_word(c, f->severity == ASSAY_FAIL ? STYLE_BAD : STYLE_DOUBT, severity_word(f->severity),
             10);
    out_line(c, "%s: %s", f->id, stored(c, str_of(f->message)));
    const char *const rows[][2] = {
        {"expected", f->expected}, {"found", f->found}, {"remedy", f->remedy}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i][1] != NULL) {
            out_line(c, "            %-9s %s", rows[i][0], stored(c, str_of(rows[i][1])));
        }
    }
}

static void show_problems(cli *c, const dissection *d, const char *label)
{
    for (const finding *f = d->seen.findings.first; f != NULL; f = f->next) {
        if (f->view.severity != ASSAY_SEVERITY_NONE && is_about(f, label)) {
            show_problem(c, &f->view);
        }
    }
}

static void show_text(cli *c, const dissection *d)
{
    const identified *what = &d->seen.what;
    out_word(c, STYLE_BAD, WARNING, 0);
    out_line(c, ": no signature, no chain and no time was checked");
    if (d->id != NULL) {
        out_line(c, "%s: %s, %s%s%s%zu bytes, sha256 %s", shown_name(c, d->path), d->id,
                 what->decoded != NULL ? "decoded from " : "",
                 what->decoded != NULL ? what->decoded : "", what->decoded != NULL ? ", " : "",
                 what->bytes.len, d->sha256);
    }
    if (d->refused) {
        out_line(c, "%s: refused", shown_name(c, d->path));
    }
    show_problems(c, d, NULL);
    if (d->seen.claims != NULL) {
        out_claims(c, d->seen.claims, 2);
    }
    for (size_t i = 0; i < d->seen.member_count; i++) {
        const inspected *m = &d->seen.members[i];
        out_line(c, "member %s: %s, %zu bytes, sha256 %s", m->label, m->format->id, m->bytes.len,
                 digest_text(c, m->bytes));
        show_problems(c, d, m->label);
        if (m->claims != NULL) {
            out_claims(c, m->claims, 2);
        }
    }
}

static exit_code digest_of(cli *c, dissection *d)
{
    if (d->seen.what.bytes.ptr == NULL) {
        return EXIT_ACCEPTED;
    }
    d->sha256 = digest_text(c, d->seen.what.bytes);
    return exit_of(d->sha256 != NULL ? ASSAY_OK : ASSAY_E_MEMORY);
}

static bool all_read(const inspection *seen)
{
    bool all = seen->claims != NULL || seen->member_count > 0;
    for (size_t i = 0; i < seen->member_count; i++) {
        all = all && seen->members[i].claims != NULL;
    }
    return all;
}

static void inspect_evidence(cli *c, assay_bytes in, const char *named, dissection *d)
{
    inspect_bytes(&c->arena, in, named, &d->seen);
    bool failed = findings_worst(&d->seen.findings, NULL, 8) >= ASSAY_UNDECIDABLE;
    d->refused = !all_read(&d->seen) || failed;
    d->id = identified_id(&d->seen.what);
}

static exit_code inspect_file(cli *c, const char *named, dissection *d)
{
    assay_bytes in = {NULL, 0};
    exit_code code =
        file_read_if(c, d->path, LIMIT_EVIDENCE_BYTES, LIMIT_CASE_BYTES, case_probe, &in);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (named == NULL && case_probe(in)) {
        d->id = CASE_SCHEMA;
        d->seen.what.bytes = in;
        return inspect_case(c, d->path, in, &d->seen.claims);
    }
    inspect_evidence(c, in, named, d);
    return EXIT_ACCEPTED;
}

static exit_code run_inspect(cli *c, const options *o)
{
    dissection d = {.path = o->operands[0]};
    const char *named = option_value(o, "format");
    bool evidence = named != NULL && dissector_find(named) == NULL;
    exit_code code = evidence ? format_check(c, named) : EXIT_ACCEPTED;
    if (code == EXIT_ACCEPTED) {
        code = inspect_file(c, named, &d);
    }
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    code = digest_of(c, &d);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (c->json) {
        show_json(c, &d);
    } else {
        show_text(c, &d);
    }
    return d.refused ? EXIT_REJECTED : EXIT_ACCEPTED;
}

const verb verb_inspect = {
    .name = "inspect",
    .arguments = "FILE",
    .summary = "dissect evidence, or a case file, without verifying it",
    .details = "Exit status 1: the file was refused, and the output says why.",
    .options = inspect_options,
    .option_count = ARRAY_LEN(inspect_options),
    .least = 1,
    .most = 1,
    .run = run_inspect,
};
