/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a cases file. */
#include "base/limits.h"
#include "runner.h"

#include <stdio.h>

static assay_bytes read_all(arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = f != NULL ? arena_alloc(a, LIMIT_STORE_FILE) : NULL;
    size_t len = data != NULL ? fread(data, 1, LIMIT_STORE_FILE, f) : 0;
    if (f != NULL) {
        fclose(f);
    }
    return bytes_of(data, len);
}

static assay_policy *load_policy(arena *a, const char *path)
{
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_policy_options o = {.struct_size = sizeof o, .name = path, .allow_any_genuine = true};
    assay_bytes none = {NULL, 0};
    if (assay_policy_load(&p, read_all(a, path), none, &o, NULL, &err) != ASSAY_OK) {
        fprintf(stderr, "error: %s:%u: %s\n", path, err.line, err.message);
    }
    return p;
}

bool run_open(run *r, arena *memory, const char *path, const json **cases)
{
    fault f = {0};
    *cases = json_member(json_parse(memory, read_all(memory, path), &f), "cases");
    if (*cases == NULL) {
        fprintf(stderr, "error: %s is no assay-cases/1 file\n", path);
        return false;
    }
    const char *slash = strrchr(path, '/');
    r->folder = arena_text(memory, bytes_of(path, slash ? (size_t)(slash - path) + 1 : 0));
    r->any_genuine = load_policy(memory, ASSAY_SOURCE_DIR "/policies/testing/any-genuine.json");
    return r->any_genuine != NULL;
}
