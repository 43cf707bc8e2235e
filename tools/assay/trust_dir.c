/* SPDX-License-Identifier: Apache-2.0 */
/* see trust_dir.h */
#include "trust_dir.h"
#include "files.h"
#include "arg_values.h"

#include <stdlib.h>

static const char *from_environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* XDG Base Directory Specification: relative paths there are to be ignored. */
static const char *data_directory(cli *c)
{
    const char *data = from_environment("XDG_DATA_HOME");
    if (data != NULL && data[0] == '/') {
        return arena_format(&c->arena, "%s/assay/trust", data);
    }
    const char *home = from_environment("HOME");
    return home != NULL ? arena_format(&c->arena, "%s/.local/share/assay/trust", home) : NULL;
}

const char *trust_dir_path(cli *c, const options *o, bool *chosen)
{
    *chosen = true;
    const char *named = option_value(o, "trust");
    if (named == NULL) {
        named = from_environment("ASSAY_TRUST");
    }
    if (named != NULL) {
        return named;
    }
    *chosen = false;
    const char *data = data_directory(c);
    return data != NULL && file_exists(data) ? data : NULL;
}

static void say_which(cli *c, const char *path, const assay_trust *t)
{
    if (path == NULL) {
        say_note(c, "no trust store was given: using the built-in pins alone");
        return;
    }
    uint8_t digest[32];
    assay_trust_digest(t, digest);
    say_note(c, "trust store %s, revision %llu, sha256 %s", shown_name(c, path),
             (unsigned long long)assay_trust_revision(t),
             text_hex(&c->arena, bytes_of(digest, sizeof digest)));
}

static exit_code fill(cli *c, const options *o, uint8_t digest[32], assay_trust_options *to)
{
    const char *wanted = option_value(o, "trust-digest");
    const char *revision = option_value(o, "trust-min-revision");
    exit_code code = EXIT_ACCEPTED;
    if (wanted != NULL) {
        code = arg_sha256(c, "trust-digest", wanted, digest);
        to->manifest_sha256 = bytes_of(digest, 32);
    }
    if (code == EXIT_ACCEPTED && revision != NULL) {
        code = arg_uint(c, "trust-min-revision", revision, UINT64_MAX, &to->min_revision);
    }
    return code;
}

exit_code trust_dir_open(cli *c, const options *o, assay_trust **out)
{
    bool chosen = false;
    uint8_t digest[32];
    assay_trust_options to = {.struct_size = sizeof to, .path = trust_dir_path(c, o, &chosen)};
    exit_code code = fill(c, o, digest, &to);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = assay_trust_open(out, &to, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
        return s == ASSAY_E_CONFIG ? EXIT_ENVIRONMENT : exit_of(s);
    }
    if (!chosen) {
        say_which(c, to.path, *out);
    }
    return EXIT_ACCEPTED;
}
