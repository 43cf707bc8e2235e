/* SPDX-License-Identifier: Apache-2.0 */
/* assay ear key, seal: the key that others pin, and a result whose key is in a device. */
#include "appraise/ear.h"
#include "base/limits.h"
#include "ear_out.h"
#include "files.h"
#include "verbs.h"

static exit_code run_key(cli *c, const options *o)
{
    assay_bytes in = {NULL, 0};
    public_key key;
    exit_code code = ear_read_public(c, o->operands[0], &in);
    if (code != EXIT_ACCEPTED || !ear_public_key(&c->arena, in, &key)) {
        return code;
    }
    const char *kid = ear_key_id(&c->arena, &key);
    const char *jwk = kid != NULL ? ear_key_json(&c->arena, &key, kid) : NULL;
    if (jwk == NULL) {
        return EXIT_ENVIRONMENT;
    }
    out_line(c, "%s", jwk);
    return EXIT_ACCEPTED;
}

const verb verb_ear_key = {
    .name = "ear key",
    .arguments = "PUBKEY",
    .summary = "a verifier's public key as JSON, for those who trust its results",
    .details = "PUBKEY is PEM or DER. What is printed is pinned with\n"
               "assay trust add --trust DIR 'jwk;for=ear:FILE'.",
    .least = 1,
    .most = 1,
    .run = run_key,
};

static const option_def seal_options[] = {
    {"key", "PUBKEY", "the key that signed: PEM or DER", OPTION_ONCE},
    {"signature", "FILE", "what the device made: r||s, or DER", OPTION_ONCE},
};

static assay_str without_line_end(assay_bytes in)
{
    size_t len = in.len;
    while (len > 0 && (in.ptr[len - 1] == '\n' || in.ptr[len - 1] == '\r')) {
        len--;
    }
    return (assay_str){(const char *)in.ptr, len};
}

static exit_code run_seal(cli *c, const options *o)
{
    const char *key_path = option_value(o, "key"), *path = option_value(o, "signature");
    assay_bytes input = {NULL, 0}, key_text = {NULL, 0}, signature = {NULL, 0};
    public_key key;
    assay_str out = {NULL, 0};
    assay_error err;
    if (key_path == NULL || path == NULL) {
        return say_usage(c, "a key and its signature are needed",
                         "say --key PUBKEY --signature FILE");
    }
    exit_code code = file_read_whole(c, o->operands[0], LIMIT_JSON_BYTES, &input);
    if (code == EXIT_ACCEPTED) {
        code = ear_read_public(c, key_path, &key_text);
    }
    if (code == EXIT_ACCEPTED) {
        code = file_read_whole(c, path, LIMIT_SIGNATURE_BYTES, &signature);
    }
    if (code != EXIT_ACCEPTED || !ear_public_key(&c->arena, key_text, &key)) {
        return code;
    }
    assay_error_init(&err, sizeof err);
    assay_status s = ear_seal(&c->arena, without_line_end(input), &key, signature, &out, &err);
    if (s != ASSAY_OK) {
        say_failure(c, &err);
        return s == ASSAY_E_ARGUMENT ? EXIT_REJECTED : exit_of(s);
    }
    out_line(c, "%s", out.ptr);
    return EXIT_ACCEPTED;
}

const verb verb_ear_seal = {
    .name = "ear seal",
    .arguments = "INPUT",
    .summary = "the attestation result of an input and the signature that a device made",
    .details =
        "INPUT is what assay verify --ear-unsigned wrote, without its line end what was to be\n"
        "signed: by ECDSA with SHA-256 (P-256) or SHA-384 (P-384).\n"
        "Exit status 1: the key does not verify the signature.",
    .options = seal_options,
    .option_count = ARRAY_LEN(seal_options),
    .least = 1,
    .most = 1,
    .run = run_seal,
};
