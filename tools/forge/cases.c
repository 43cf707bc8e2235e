/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of any family: files and cases.json. */
#include "forge/cases.h"

#include "base/text.h"
#include "forge/files.h"

void cases_open(case_sink *s, const char *root, arena *a, assay_error *err)
{
    *s = (case_sink){.root = root, .arena = a, .json = json_write_new(), .err = err};
    s->status = s->json == NULL ? ASSAY_E_MEMORY : ASSAY_OK;
    json_put_cstr(s->json, "schema", "assay-cases/1");
    json_open_array(s->json, "cases");
}

assay_status cases_close(case_sink *s)
{
    json_close(s->json);
    assay_str document = json_write_done(s->json, s->arena, true);
    json_write_free(s->json);
    s->json = NULL;
    if (s->status == ASSAY_OK && document.ptr == NULL) {
        s->status = ASSAY_E_MEMORY;
    }
    cases_write(s, "cases.json", bytes_of_str(document));
    return s->status;
}

const char *cases_path(case_sink *s, const char *folder, const char *name)
{
    const char *path = arena_format(s->arena, "%s%s", folder, name);
    return path == NULL ? "" : path;
}

void cases_write(case_sink *s, const char *path, assay_bytes bytes)
{
    if (s->status == ASSAY_OK) {
        s->status = files_write(s->root, path, bytes, s->err);
    }
}

void cases_share(case_sink *s, const char *path, assay_bytes bytes)
{
    for (size_t i = 0; i < s->shared_count; i++) {
        if (strcmp(s->shared[i].path, path) == 0) {
            return;
        }
    }
    if (s->shared_count == CASES_SHARED_MAX) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_write(s, path, bytes);
    s->shared[s->shared_count++] = (shared_file){path, bytes};
}

const char *cases_place(case_sink *s, const char *folder, const char *name, assay_bytes bytes)
{
    for (size_t i = 0; i < s->shared_count; i++) {
        if (bytes_equal(s->shared[i].bytes, bytes)) {
            return s->shared[i].path;
        }
    }
    const char *path = cases_path(s, folder, name);
    cases_write(s, path, bytes);
    return path;
}

void cases_put_file(case_sink *s, const char *role, const char *path, const char *name,
                    const char *value)
{
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "role", role);
    json_put_cstr(s->json, "file", path);
    if (name != NULL) {
        json_put_cstr(s->json, name, value);
    }
    json_close(s->json);
}
