/* SPDX-License-Identifier: Apache-2.0 */
/* The trust store of a measurement, in a temporary folder. */
#include "bench/bench.h"
#include "base/error.h"
#include "forge/files.h"
#include "formats/format.h"
#ifdef ASSAY_RIM
#include "rim/rim.h"
#endif

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static assay_status add_all(const bench_store *s, const bench_format *f,
                            const bench_subject *subject, arena *a, assay_error *err)
{
    trust_addition added[BENCH_PARTS];
    text said = text_new(a, 64u << 10);
    for (size_t i = 0; i < subject->trust_count; i++) {
        const bench_material *m = &subject->trust[i];
        const char *path = arena_format(a, "%s/%s", s->folder, m->name);
        if (path == NULL) {
            return error_set(err, ASSAY_E_MEMORY, "no memory");
        }
        assay_status status = files_write(s->folder, m->name, m->bytes, err);
        if (status != ASSAY_OK) {
            return status;
        }
        added[i] = (trust_addition){
            .role = m->role, .scope = m->scope != NULL ? m->scope : f->scope, .file = path};
#ifdef ASSAY_RIM
        added[i].converter = strcmp(m->role, "rim") == 0 ? &rim_converter : NULL;
#endif
    }
    return trust_add(s->path, added, subject->trust_count, format_roles, subject->at, &said, err);
}

assay_status store_make(bench_store *s, const bench_format *f, const bench_subject *subject,
                        assay_error *err)
{
    *s = (bench_store){.folder = "/tmp/assay-bench-XXXXXX"};
    if (mkdtemp(s->folder) == NULL) {
        s->folder[0] = '\0';
        return error_set(err, ASSAY_E_IO, "cannot make a folder in /tmp");
    }
    snprintf(s->path, sizeof s->path, "%s/store", s->folder);
    arena a;
    arena_init(&a, NULL, 1u << 20);
    assay_status status = add_all(s, f, subject, &a, err);
    arena_release(&a);
    return status;
}

assay_status store_open(const bench_store *s, assay_trust **out, assay_error *err)
{
    assay_trust_options options = {.struct_size = sizeof options, .path = s->path};
    return assay_trust_open(out, &options, err);
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *e; folder != NULL && (e = readdir(folder)) != NULL;) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            unlinkat(dirfd(folder), e->d_name, 0);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    rmdir(path);
}

void store_remove(bench_store *s)
{
    if (s->folder[0] != '\0') {
        remove_folder(s->path);
        remove_folder(s->folder);
    }
}
