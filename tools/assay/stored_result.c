/* SPDX-License-Identifier: Apache-2.0 */
/* see stored_result.h */
#include "stored_result.h"
#include "files.h"

exit_code case_from_bytes(cli *c, const char *path, assay_bytes bytes, case_record *out)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = case_read(&c->arena, bytes, out, &err);
    if (s != ASSAY_OK) {
        error_at(&err, shown_name(c, path), NULL, 0, 0);
        say_failure(c, &err);
    }
    return exit_of(s);
}

static exit_code read_record(cli *c, assay_bytes bytes, stored_result *out)
{
    out->record = ARENA_NEW(&c->arena, case_record);
    if (out->record == NULL) {
        return EXIT_ENVIRONMENT;
    }
    exit_code code = case_from_bytes(c, out->path, bytes, out->record);
    out->result = out->record->result;
    return code;
}

static exit_code refuse(cli *c, const char *path, const char *kind)
{
    say_error(c, "\"%s\" is no %s", shown_name(c, path), kind);
    return EXIT_USAGE;
}

exit_code stored_case_read(cli *c, const char *path, stored_result *out)
{
    assay_bytes bytes = {NULL, 0};
    *out = (stored_result){.path = path};
    exit_code code = file_read_whole(c, path, LIMIT_CASE_BYTES, &bytes);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    return case_probe(bytes) ? read_record(c, bytes, out) : refuse(c, path, "case file");
}

exit_code stored_result_read(cli *c, const char *path, stored_result *out)
{
    fault f = {0};
    assay_bytes bytes = {NULL, 0};
    *out = (stored_result){.path = path};
    exit_code code = file_read_whole(c, path, LIMIT_CASE_BYTES, &bytes);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (case_probe(bytes)) {
        return read_record(c, bytes, out);
    }
    out->result = json_parse_document(&c->arena, bytes, &f);
    if (str_is(json_text(json_member(out->result, "schema")), "assay.appraisal/1")) {
        return EXIT_ACCEPTED;
    }
    say_error(c, "the document is no result: %s",
              f.what != NULL ? f.what : "its schema is not assay.appraisal/1");
    return EXIT_USAGE;
}
