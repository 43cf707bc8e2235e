/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the runtime claims, and the attestation key in them (RFC 7518 6.3.1). */
#include "formats/hcl/runtime.h"
#include "base/text.h"
#include "crypto/rsa.h"
#include "formats/hcl/layout.h"

static const char ak_kid[] = "HCLAkPub";

typedef struct {
    arena *arena;
    const json *root;
    hcl_runtime *out;
    fault *fault;
} reading;

static bool fail(reading *r, const json *at, const char *what, const char *why)
{
    *r->fault = (fault){what, why, at->at};
    return false;
}

static bool kid_taken(const json *first, const json *key)
{
    assay_bytes kid = bytes_of_str(json_text(json_member(key, "kid")));
    for (const json *k = first; k != key; k = k->next) {
        if (bytes_equal(bytes_of_str(json_text(json_member(k, "kid"))), kid)) {
            return true;
        }
    }
    return false;
}

static const char *read_ak(reading *r, const json *key)
{
    public_key *ak = &r->out->ak;
    assay_str n = json_text(json_member(key, "n")), e = json_text(json_member(key, "e"));
    if (!str_is(json_text(json_member(key, "kty")), "RSA")) {
        return "not an RSA key";
    }
    if (!base64url_decode(r->arena, bytes_of_str(n), &ak->a) ||
        !base64url_decode(r->arena, bytes_of_str(e), &ak->b)) {
        return "modulus or exponent is not base64url";
    }
    ak->type = KEY_RSA;
    return rsa_public_key(ak) ? NULL
                              : "modulus not of 2048 to 4096 bits, or an exponent that is even, "
                                "below 3 or above 32 bits";
}

static bool read_keys(reading *r)
{
    const json *keys = json_member(r->root, "keys");
    r->out->ak_unusable = "no key has the kid HCLAkPub";
    if (!json_is(keys, JSON_ARRAY)) {
        return fail(r, keys != NULL ? keys : r->root, "keys", "no array");
    }
    for (const json *k = keys->first; k != NULL; k = k->next) {
        assay_str kid = json_text(json_member(k, "kid"));
        if (kid.ptr == NULL) {
            return fail(r, k, "keys", "one has no kid");
        }
        if (kid_taken(keys->first, k)) {
            return fail(r, k, "keys", "two have the same kid");
        }
        if (str_is(kid, ak_kid)) {
            r->out->ak_unusable = read_ak(r, k);
        }
    }
    return true;
}

static bool read_vm_configuration(reading *r)
{
    const json *vm = json_member(r->root, "vm-configuration");
    if (vm != NULL && !json_is(vm, JSON_OBJECT)) {
        return fail(r, vm, "vm-configuration", "no object");
    }
    r->out->vm_configuration = vm;
    return true;
}

static bool read_user_data(reading *r)
{
    const json *node = json_member(r->root, "user-data");
    if (node == NULL) {
        return true;
    }
    assay_bytes hex = bytes_of_str(json_text(node));
    if (hex.len != 2 * HCL_USER_DATA_BYTES || !hex_decode(r->arena, hex, &r->out->user_data)) {
        return fail(r, node, "user-data", "not 64 bytes in hex");
    }
    return true;
}

bool hcl_runtime_read(arena *a, assay_bytes in, hcl_runtime *out, fault *f)
{
    *out = (hcl_runtime){.ak_unusable = "none was read"};
    reading r = {.arena = a, .root = json_parse(a, in, f), .out = out, .fault = f};
    if (r.root == NULL) {
        return false;
    }
    if (!json_is(r.root, JSON_OBJECT)) {
        return fail(&r, r.root, "runtime data", "no object");
    }
    return read_keys(&r) && read_vm_configuration(&r) && read_user_data(&r);
}
