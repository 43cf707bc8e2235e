/* SPDX-License-Identifier: Apache-2.0 */
/* see nonce_store.h */
#include "nonce_store.h"
#include "files.h"

#define SQLITE_SCHEME "sqlite:"

static exit_code no_such_scheme(cli *c, const char *uri)
{
    if (strncmp(uri, "postgresql:", 11) == 0 || strncmp(uri, "postgres:", 9) == 0) {
        return say_usage(c, "postgresql nonce stores are not built in this version",
                         "use sqlite:PATH");
    }
    say_error(c, "\"%s\" is no nonce store", shown_name(c, uri));
    say_hint(c, "write sqlite:PATH");
    return EXIT_USAGE;
}

exit_code nonce_store_open(cli *c, const char *uri, bool make, assay_nonces **out)
{
    const char *path = uri + strlen(SQLITE_SCHEME);
    if (strncmp(uri, SQLITE_SCHEME, strlen(SQLITE_SCHEME)) != 0 || *path == '\0') {
        return no_such_scheme(c, uri);
    }
    if (!make && !file_exists(path)) {
        say_error(c, "cannot open the nonce store \"%s\": no such file", shown_name(c, path));
        say_hint(c, "make it: assay nonce init --nonce-store %s", shown_name(c, uri));
        return EXIT_ENVIRONMENT;
    }
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = assay_nonces_sqlite(out, path, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
        return s == ASSAY_E_CONFIG ? EXIT_ENVIRONMENT : exit_of(s);
    }
    return EXIT_ACCEPTED;
}
