/* SPDX-License-Identifier: Apache-2.0 */
/* see arg_values.h */
#include "arg_values.h"
#include "base/time.h"

static bool behind(const char *in, const char *prefix, assay_bytes *rest)
{
    size_t len = strlen(prefix);
    if (strncmp(in, prefix, len) != 0) {
        return false;
    }
    *rest = bytes_of_text(in + len);
    return true;
}

static exit_code bad_value(cli *c, const char *what, const char *why)
{
    say_error(c, "%s is %s", what, why);
    say_hint(c, "write hex:.., text:.., b64u:.. or @FILE; hex alone is hex");
    return EXIT_USAGE;
}

exit_code arg_bytes(cli *c, const char *what, const char *in, size_t max, assay_bytes *out)
{
    assay_bytes rest = {NULL, 0};
    if (in[0] == '@') {
        return file_read_whole(c, in + 1, max, out);
    }
    if (behind(in, "text:", &rest)) {
        *out = rest;
    } else if (behind(in, "b64u:", &rest)) {
        if (!base64url_decode(&c->arena, rest, out)) {
            return bad_value(c, what, "no base64url without padding");
        }
    } else {
        rest = behind(in, "hex:", &rest) ? rest : bytes_of_text(in);
        if (!hex_decode(&c->arena, rest, out)) {
            return bad_value(c, what, "no hex of whole bytes");
        }
    }
    if (out->len > max) {
        say_error(c, "%s has more than %zu bytes", what, max);
        return EXIT_USAGE;
    }
    return EXIT_ACCEPTED;
}

exit_code arg_time(cli *c, const char *option, const char *in, assay_time *out)
{
    if (time_from_rfc3339(bytes_of_text(in), out)) {
        return EXIT_ACCEPTED;
    }
    say_error(c, "--%s \"%s\" is no RFC 3339 time in UTC", option, shown_name(c, in));
    say_hint(c, "write it as 2026-11-20T03:12:09Z");
    return EXIT_USAGE;
}

exit_code arg_uint(cli *c, const char *option, const char *in, uint64_t max, uint64_t *out)
{
    if (uint_parse(bytes_of_text(in), out) && *out <= max) {
        return EXIT_ACCEPTED;
    }
    say_error(c, "--%s \"%s\" is no whole number up to %llu", option, shown_name(c, in),
              (unsigned long long)max);
    return EXIT_USAGE;
}

exit_code arg_sha256(cli *c, const char *option, const char *in, uint8_t out[32])
{
    if (hex_decode_fixed(bytes_of_text(in), out, 32)) {
        return EXIT_ACCEPTED;
    }
    say_error(c, "--%s is no SHA-256 digest in hex", option);
    say_hint(c, "64 hex digits, as assay trust status prints them");
    return EXIT_USAGE;
}

bool label_like(const char *in, size_t len)
{
    if (len == 0 || in[0] < 'a' || in[0] > 'z') {
        return false;
    }
    return strspn(in, "abcdefghijklmnopqrstuvwxyz0123456789_-") >= len;
}

void split_label(cli *c, const char *in, const char **label, const char **rest)
{
    const char *equals = strchr(in, '=');
    *label = NULL;
    *rest = in;
    if (equals == NULL || !label_like(in, (size_t)(equals - in))) {
        return;
    }
    *label = arena_text(&c->arena, bytes_of(in, (size_t)(equals - in)));
    *rest = equals + 1;
}

exit_code split_name(cli *c, const char *option, const char *in, const char **name,
                     const char **value)
{
    const char *equals = strchr(in, '=');
    if (equals == NULL || equals == in) {
        say_error(c, "--%s \"%s\" has no name", option, shown_name(c, in));
        say_hint(c, "write --%s NAME=VALUE", option);
        return EXIT_USAGE;
    }
    *name = arena_text(&c->arena, bytes_of(in, (size_t)(equals - in)));
    *value = equals + 1;
    return *name != NULL ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
}
