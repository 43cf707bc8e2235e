/* SPDX-License-Identifier: Apache-2.0 */
/* see ear_out.h */
#include "ear_out.h"
#include "appraise/ear.h"
#include "arg_values.h"
#include "base/limits.h"

exit_code ear_check_usage(cli *c, const options *o)
{
    static const char *const about[] = {"ear-out", "ear-audience", "ear-issuer", "ear-issued-at",
                                        "ear-lifetime"};
    bool ordered = option_given(o, "ear") || option_given(o, "ear-unsigned");
    if (option_given(o, "ear") && option_given(o, "ear-unsigned")) {
        return say_usage(c, "give either --ear or --ear-unsigned", NULL);
    }
    for (size_t i = 0; i < ARRAY_LEN(about); i++) {
        if (option_given(o, about[i]) && !ordered) {
            const char *message = arena_format(&c->arena, "--%s needs --ear", about[i]);
            return say_usage(c, message, "name the key that signs it: --ear KEYFILE");
        }
    }
    bool shown = c->json || option_given(o, "terse") || option_given(o, "all");
    if (ordered && shown && !option_given(o, "ear-out")) {
        return say_usage(c, "the attestation result takes the place of the result",
                         "say where it goes: --ear-out FILE");
    }
    return EXIT_ACCEPTED;
}

exit_code ear_read_public(cli *c, const char *path, assay_bytes *out)
{
    public_key key;
    exit_code code = file_read_whole(c, path, EAR_KEY_BYTES, out);
    if (code == EXIT_ACCEPTED && !ear_public_key(&c->arena, *out, &key)) {
        say_error(c, "%s is no public key on P-256 or P-384, in PEM or DER", shown_name(c, path));
        code = EXIT_USAGE;
    }
    return code;
}

static exit_code read_private(cli *c, const char *path, assay_bytes *out)
{
    private_key *key = NULL;
    exit_code code = file_read_whole(c, path, EAR_KEY_BYTES, out);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    assay_status s = ear_private_key(&c->arena, *out, &key);
    key_free(key);
    if (s == ASSAY_E_CONFIG) {
        say_error(c, "%s is no private key on P-256 or P-384, in PEM or DER", shown_name(c, path));
        say_hint(c, "make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384");
        return EXIT_USAGE;
    }
    return exit_of(s);
}

exit_code ear_take_order(cli *c, const options *o, ear_order *out)
{
    const char *private = option_value(o, "ear"), *public = option_value(o, "ear-unsigned");
    const char *issued = option_value(o, "ear-issued-at"), *lasts = option_value(o, "ear-lifetime");
    uint64_t lifetime = 0;
    assay_ear_options_init(&out->options, sizeof out->options);
    out->unsigned_only = public != NULL;
    out->path = option_value(o, "ear-out");
    out->alone = (private != NULL || public != NULL) && out->path == NULL;
    out->options.audience = option_value(o, "ear-audience");
    out->options.issuer = option_value(o, "ear-issuer");
    exit_code code = EXIT_ACCEPTED;
    if (issued != NULL) {
        code = arg_time(c, "ear-issued-at", issued, &out->options.issued_at);
    }
    if (code == EXIT_ACCEPTED && lasts != NULL) {
        code = arg_uint(c, "ear-lifetime", lasts, LIMIT_EAR_LIFETIME, &lifetime);
        out->options.lifetime = (uint32_t)lifetime;
    }
    if (code == EXIT_ACCEPTED && private != NULL) {
        return read_private(c, private, &out->key);
    }
    return code == EXIT_ACCEPTED && public != NULL ? ear_read_public(c, public, &out->key) : code;
}

exit_code ear_write(cli *c, const ear_order *order, assay_appraisal *a)
{
    assay_error err;
    assay_str made = {NULL, 0};
    if (order->key.ptr == NULL) {
        return EXIT_ACCEPTED;
    }
    assay_error_init(&err, sizeof err);
    assay_status s = (order->unsigned_only ? assay_ear_signing_input : assay_ear_sign)(
        a, &order->options, order->key.ptr, order->key.len, &made, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
        return exit_of(s);
    }
    const char *line = arena_format(&c->arena, "%s\n", made.ptr);
    if (line == NULL) {
        return EXIT_ENVIRONMENT;
    }
    if (order->path != NULL) {
        return file_write(c, order->path, bytes_of_text(line));
    }
    out_put(c, "%s", line);
    return EXIT_ACCEPTED;
}
