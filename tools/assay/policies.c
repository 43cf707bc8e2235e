/* SPDX-License-Identifier: Apache-2.0 */
/* see policies.h */
#include "policies.h"
#include "base/limits.h"
#include "files.h"

typedef struct {
    cli *cli;
    const char *policy; /* path, whose folder reference files are seen from */
} opener;

static assay_status open_reference(void *user, const char *file, assay_bytes *out)
{
    const opener *o = user;
    const char *path = file_beside(o->cli, o->policy, file);
    if (path == NULL) {
        return ASSAY_E_MEMORY;
    }
    exit_code code = file_read_whole(o->cli, path, LIMIT_POLICY_BYTES, out);
    return code == EXIT_ACCEPTED ? ASSAY_OK : ASSAY_E_IO;
}

/* POLICY.sig, where there is one. */
static exit_code read_signature(cli *c, const char *path, assay_bytes *out)
{
    const char *beside = arena_format(&c->arena, "%s.sig", path);
    if (beside == NULL || !file_exists(beside)) {
        return EXIT_ACCEPTED;
    }
    return file_read_whole(c, beside, LIMIT_SIGNATURE_BYTES, out);
}

exit_code policy_file_load(cli *c, const char *path, const assay_trust *trust, bool any_genuine,
                           loaded_policy *out)
{
    assay_bytes source = {NULL, 0}, signature = {NULL, 0};
    *out = (loaded_policy){0};
    if (file_read_whole(c, path, LIMIT_POLICY_BYTES, &source) != EXIT_ACCEPTED) {
        return EXIT_USAGE;
    }
    if (trust != NULL && read_signature(c, path, &signature) != EXIT_ACCEPTED) {
        return EXIT_USAGE;
    }
    opener o = {c, path};
    assay_policy_options options = {.struct_size = sizeof options,
                                    .name = shown_name(c, path),
                                    .trust = trust,
                                    .open = open_reference,
                                    .user = &o,
                                    .allow_any_genuine = any_genuine};
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s =
        assay_policy_load(&out->policy, source, signature, &options, &out->problems, &err);
    if (s == ASSAY_OK) {
        return EXIT_ACCEPTED;
    }
    if (assay_problems_count(out->problems) == 0) {
        say_failure(c, &err);
    }
    return s == ASSAY_E_IO ? EXIT_USAGE : exit_of(s);
}

exit_code policy_file_open(cli *c, const char *path, const assay_trust *trust, bool any_genuine,
                           assay_policy **out)
{
    loaded_policy loaded;
    exit_code code = policy_file_load(c, path, trust, any_genuine, &loaded);
    for (size_t i = 0; code != EXIT_ACCEPTED && i < assay_problems_count(loaded.problems); i++) {
        say_failure(c, assay_problems_at(loaded.problems, i));
    }
    assay_problems_free(loaded.problems);
    *out = loaded.policy;
    return code;
}
