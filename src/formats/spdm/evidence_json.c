/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of devices: [{"arch", "nonce", "evidence", "certificate"}, ..] as the attestation SDK
 * serializes it, and the body of a request to NVIDIA's service, which has the list in a member
 * evidence_list, or one device as its own members. Other members are passed over.
 */
#include "formats/spdm/evidence_json.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"

static bool refuse(fault *f, const json *at, const char *what, const char *why)
{
    if (f->what == NULL) {
        *f = (fault){what, why, at->at};
    }
    return false;
}

static bool read_base64(arena *a, const json *device, const char *name, assay_bytes *out, fault *f)
{
    const json *node = json_member(device, name);
    assay_str digits = json_text(node);
    if (node == NULL) {
        return refuse(f, device, name, "missing");
    }
    return base64_decode(a, bytes_of_str(digits), out) && out->len > 0
               ? true
               : refuse(f, node, name, "no base64 of anything");
}

/* A report says itself what it is of, and this must be that. */
static const char *format_of(const json *device, const char *common_arch)
{
    static const struct {
        const char *arch, *format;
    } known[] = {
        {"HOPPER", "nvidia-gpu"}, {"BLACKWELL", "nvidia-gpu"}, {"LS10", "nvidia-nvswitch"}};
    const json *own = json_member(device, "arch");
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        bool is = own != NULL ? str_is(json_text(own), known[i].arch)
                              : common_arch != NULL && strcmp(common_arch, known[i].arch) == 0;
        if (is) {
            return known[i].format;
        }
    }
    return NULL;
}

static bool read_device(arena *a, const json *device, const char *common_arch, unwrapped *out,
                        fault *f)
{
    const json *nonce = json_member(device, "nonce");
    if (!json_is(device, JSON_OBJECT)) {
        return refuse(f, device, "device", "no object");
    }
    out->format = format_of(device, common_arch);
    if (out->format == NULL) {
        return refuse(f, device, "arch", "not HOPPER, BLACKWELL or LS10");
    }
    if (nonce != NULL && !json_is(nonce, JSON_STRING)) {
        return refuse(f, nonce, "nonce", "no text");
    }
    out->attached.role = "cert-chain";
    return read_base64(a, device, "evidence", &out->evidence, f) &&
           read_base64(a, device, "certificate", &out->attached.bytes, f);
}

static size_t read_list(arena *a, const json *list, const char *common_arch, unwrapped *out,
                        fault *f)
{
    size_t count = 0;
    if (list->count == 0 || list->count > LIMIT_EVIDENCE_PIECES) {
        refuse(f, list, "devices", list->count == 0 ? "none" : "more than 64");
        return 0;
    }
    for (const json *i = list->first; i != NULL; i = i->next) {
        if (!read_device(a, i, common_arch, &out[count++], f)) {
            return 0;
        }
    }
    return count;
}

static size_t unwrap_list(arena *a, assay_bytes in, unwrapped *out, fault *f)
{
    const json *root = json_parse(a, in, f);
    if (root == NULL) {
        return 0;
    }
    if (!json_is(root, JSON_ARRAY)) {
        refuse(f, root, "devices", "no list");
        return 0;
    }
    return read_list(a, root, NULL, out, f);
}

static size_t unwrap_request(arena *a, assay_bytes in, unwrapped *out, fault *f)
{
    const json *root = json_parse(a, in, f);
    if (root == NULL) {
        return 0;
    }
    const json *list = json_member(root, "evidence_list");
    assay_str arch = json_text(json_member(root, "arch"));
    if (list == NULL) {
        return read_device(a, root, NULL, out, f);
    }
    if (!json_is(list, JSON_ARRAY)) {
        refuse(f, list, "evidence_list", "no list");
        return 0;
    }
    return read_list(a, list, arch.ptr != NULL ? arena_text(a, bytes_of_str(arch)) : NULL, out, f);
}

static bool mentions(assay_bytes in, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= in.len; i++) {
        if (memcmp(in.ptr + i, word, len) == 0) {
            return true;
        }
    }
    return false;
}

/* Tokens of NVIDIA's service are lists too, of neither. */
static bool begins(assay_bytes in, char first)
{
    size_t i = 0;
    while (i < in.len && memchr(" \t\r\n", in.ptr[i], 4) != NULL) {
        i++;
    }
    return i < in.len && in.ptr[i] == first && mentions(in, "\"certificate\"");
}

static bool probe_list(assay_bytes in)
{
    return begins(in, '[') && mentions(in, "\"evidence\"");
}

static bool probe_request(assay_bytes in)
{
    return begins(in, '{') && (mentions(in, "\"evidence_list\"") || mentions(in, "\"evidence\""));
}

static const char *const device_formats[] = {"nvidia-gpu", "nvidia-nvswitch", NULL};

const container container_nvidia_evidence_json = {
    .id = "nvidia-evidence-json",
    .title = "list of devices, as NVIDIA's attestation SDK writes it",
    .probe = probe_list,
    .unwrap = unwrap_list,
    .formats = device_formats,
};
const container container_nvidia_nras_request = {
    .id = "nvidia-nras-request",
    .title = "request to NVIDIA's attestation service",
    .probe = probe_request,
    .unwrap = unwrap_request,
    .formats = device_formats,
};
