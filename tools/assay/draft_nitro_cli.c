/* SPDX-License-Identifier: Apache-2.0 */
/* A draft out of what nitro-cli build-enclave and describe-eif print: the image's registers. */
#include "base/limits.h"
#include "codec/json.h"
#include "draft.h"

#define REGISTER_BYTES 48

/* Registers of the image (AWS Nitro Enclaves guide, "Cryptographic attestation"); 8 stands there
 * when the image was signed. */
static const struct {
    const char *member, *claim;
    bool optional;
} registers[] = {
    {"PCR0", "/pcrs/0", false},
    {"PCR1", "/pcrs/1", false},
    {"PCR2", "/pcrs/2", false},
    {"PCR8", "/pcrs/8", true},
};
#define SIGNER 3

typedef struct {
    assay_bytes values[ARRAY_LEN(registers)]; /* absent: {NULL, 0} */
} measurements;

static exit_code refuse(cli *c, const char *path, const char *what, const char *hint)
{
    say_error(c, "%s: %s", shown_name(c, path), what);
    say_hint(c, "%s", hint);
    return EXIT_USAGE;
}

static bool all_zero(assay_bytes v)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < v.len; i++) {
        seen |= v.ptr[i];
    }
    return seen == 0;
}

static exit_code read_register(cli *c, const char *path, const json *all, size_t i,
                               measurements *out)
{
    const char *member = registers[i].member;
    const json *value = json_member(all, member);
    if (value == NULL && registers[i].optional) {
        return EXIT_ACCEPTED;
    }
    bool hex = json_is(value, JSON_STRING) &&
               hex_decode(&c->arena, bytes_of_str(json_text(value)), &out->values[i]);
    if (!hex || out->values[i].len != REGISTER_BYTES) {
        return refuse(c, path, arena_format(&c->arena, "%s is not 48 bytes of hex", member),
                      "give the file as nitro-cli wrote it");
    }
    if (all_zero(out->values[i])) {
        return refuse(c, path,
                      arena_format(&c->arena, "%s is zero: an enclave in debug mode", member),
                      "measure the image with nitro-cli build-enclave or describe-eif");
    }
    return EXIT_ACCEPTED;
}

static exit_code read_measurements(cli *c, const char *path, assay_bytes in, measurements *out)
{
    fault f = {0};
    const json *all = json_member(json_parse(&c->arena, in, &f), "Measurements");
    if (f.what != NULL) {
        return refuse(c, path, arena_format(&c->arena, "is not strict JSON: %s: %s", f.what, f.why),
                      "give what nitro-cli printed on its standard output");
    }
    assay_str algorithm = json_text(json_member(all, "HashAlgorithm"));
    if (algorithm.len < 6 || memcmp(algorithm.ptr, "Sha384", 6) != 0) {
        return refuse(c, path, "holds no Measurements by Sha384",
                      "give what nitro-cli build-enclave or describe-eif printed");
    }
    exit_code code = EXIT_ACCEPTED;
    for (size_t i = 0; i < ARRAY_LEN(registers) && code == EXIT_ACCEPTED; i++) {
        code = read_register(c, path, all, i, out);
    }
    return code;
}

static void put_row(json_writer *w, const measurements *m, const draft_names *names)
{
    json_put_cstr(w, "name", names->name);
    for (size_t i = 0; i < SIGNER; i++) {
        json_put_hex(w, registers[i].claim, m->values[i]);
    }
}

static void put_references(json_writer *w, const measurements *m, const draft_names *names)
{
    json_open_object(w, "references");
    json_open_object(w, "release");
    json_open_array(w, "columns");
    for (size_t i = 0; i < SIGNER; i++) {
        json_put_cstr(w, NULL, registers[i].claim);
    }
    json_close(w);
    json_open_array(w, "rows");
    json_open_object(w, NULL);
    put_row(w, m, names);
    json_close(w);
    json_close(w);
    json_close(w);
    json_close(w);
}

static void open_rule(json_writer *w, const char *id, const char *claim, const char *why)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "id", id);
    if (claim != NULL) {
        json_put_cstr(w, "claim", claim);
    }
    json_put_cstr(w, "why", why);
}

static void put_rules(json_writer *w, const measurements *m)
{
    open_rule(w, "enclave.kind", "/kind", "registers of NitroTPM mean other things");
    json_put_cstr(w, "eq", "enclave");
    json_close(w);
    open_rule(w, "enclave.debug", "/debug", "start the enclave without --debug-mode");
    json_put_bool(w, "is", false);
    json_close(w);
    open_rule(w, "enclave.image", NULL, "REVIEW: the releases that may run");
    json_put_cstr(w, "matches", "release");
    json_put_cstr(w, "affects", "executables");
    json_close(w);
    if (m->values[SIGNER].ptr != NULL) {
        open_rule(w, "enclave.signer", registers[SIGNER].claim,
                  "REVIEW: whose signing certificate is this?");
        json_put_hex(w, "eq", m->values[SIGNER]);
        json_close(w);
    }
    open_rule(w, "enclave.age", "/timestamp", "REVIEW: how old may a document be?");
    json_put_uint(w, "max_age_s", 300);
    json_put_uint(w, "skew_s", 60);
    json_close(w);
}

static void put_evidence(json_writer *w, const measurements *m)
{
    json_open_object(w, "evidence");
    json_open_object(w, "enclave");
    json_open_array(w, "format");
    json_put_cstr(w, NULL, "nsm-document");
    json_close(w);
    json_put_uint(w, "count", 1);
    json_open_array(w, "rules");
    put_rules(w, m);
    json_close(w);
    json_close(w);
    json_close(w);
}

static void put_unconstrained(json_writer *w, const measurements *m)
{
    json_open_object(w, "unconstrained");
    json_open_object(w, "enclave");
    json_put_cstr(w, "/module_id", "REVIEW: any enclave");
    json_put_cstr(w, "/pcrs/3", "REVIEW: any IAM role of the parent instance");
    json_put_cstr(w, "/pcrs/4", "REVIEW: any parent instance");
    json_put_cstr(w, "/pcrs/7", "unused by enclaves");
    if (m->values[SIGNER].ptr == NULL) {
        json_put_cstr(w, "/pcrs/8", "the image is not signed");
    }
    json_close(w);
    json_close(w);
}

static void put_policy(json_writer *w, const measurements *m, const draft_names *names)
{
    json_put_uint(w, "assay_policy", 1);
    json_put_cstr(w, "id", names->id);
    json_put_uint(w, "version", 1);
    json_put_cstr(w, "title", "REVIEW: a Nitro enclave of the image that nitro-cli measured");
    json_open_array(w, "accept");
    json_put_cstr(w, NULL, "affirming");
    json_close(w);
    put_references(w, m, names);
    put_evidence(w, m);
    put_unconstrained(w, m);
}

static exit_code write_draft(cli *c, const char *path, assay_bytes in, const draft_names *names,
                             json_writer *out)
{
    measurements m = {0};
    exit_code code = read_measurements(c, path, in, &m);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    (names->row_only ? put_row : put_policy)(out, &m, names);
    return EXIT_ACCEPTED;
}

const draft_source draft_nitro_cli = {
    .option = "from-nitro-cli", .max_bytes = LIMIT_JSON_BYTES, .write = write_draft};
