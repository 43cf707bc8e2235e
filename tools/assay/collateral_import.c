/* SPDX-License-Identifier: Apache-2.0 */
/* Taking apart what holds several pieces of Intel's collateral. */
#include "collateral_import.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/pem.h"
#include "files.h"
#include "trust/files.h"

#define IMPORT_MAX (4u * 1024u * 1024u)
#define NAME_MAX_CHARS 64

typedef struct {
    cli *c;
    const trust_addition *given;
    import_list *out;
    size_t found;
} import;

static void append(import *i, const char *role, assay_bytes bytes)
{
    import_list *l = i->out;
    if (bytes.ptr == NULL || bytes.len == 0 || l->count == l->cap) {
        return;
    }
    for (size_t k = 0; k < l->count; k++) {
        if (strcmp(l->list[k].role, role) == 0 && bytes_equal(l->list[k].bytes, bytes)) {
            i->found++;
            return; /* the same chain stands beside each thing that it signed */
        }
    }
    l->list[l->count] = *i->given;
    l->list[l->count].role = role;
    l->list[l->count++].bytes = bytes;
    i->found++;
}

static int hex_digit(uint8_t ch)
{
    int digit = ch >= '0' && ch <= '9' ? ch - '0' : (ch | 0x20) - 'a' + 10;
    return digit >= 0 && digit < 16 ? digit : -1;
}

/* %XX become bytes, all else stays. */
static assay_bytes percent_decoded(arena *a, assay_bytes in)
{
    uint8_t *out = arena_alloc(a, in.len + 1);
    size_t len = 0;
    for (size_t i = 0; out != NULL && i < in.len; i++) {
        bool escape = in.ptr[i] == '%' && i + 2 < in.len && hex_digit(in.ptr[i + 1]) >= 0 &&
                      hex_digit(in.ptr[i + 2]) >= 0;
        int value = escape ? hex_digit(in.ptr[i + 1]) * 16 + hex_digit(in.ptr[i + 2]) : in.ptr[i];
        out[len++] = (uint8_t)value;
        i += escape ? 2 : 0;
    }
    return bytes_of(out, out != NULL ? len : 0);
}

static bool begins(assay_bytes in, const char *with)
{
    size_t len = strlen(with);
    return in.len >= len && memcmp(in.ptr, with, len) == 0;
}

static assay_bytes trimmed(assay_bytes in)
{
    while (in.len > 0 && strchr(" \t\r\n", in.ptr[0]) != NULL && in.ptr[0] != '\0') {
        in = bytes_of(in.ptr + 1, in.len - 1);
    }
    while (in.len > 0 && strchr(" \t\r\n", in.ptr[in.len - 1]) != NULL && in.ptr[in.len - 1] != 0) {
        in.len--;
    }
    return in;
}

static void append_chain(import *i, assay_bytes in)
{
    in = trimmed(in);
    if (begins(in, "-----BEGIN%20CERTIFICATE") || begins(in, "-----BEGIN+CERTIFICATE")) {
        in = percent_decoded(&i->c->arena, in);
    }
    if (pem_probe(in)) {
        append(i, "issuer-chain", in);
    }
}

/* "3082..." in hex, or PEM. */
static void append_list(import *i, assay_bytes in)
{
    assay_bytes der;
    in = trimmed(in);
    if (hex_decode(&i->c->arena, in, &der)) {
        append(i, "crl", der);
    } else if (pem_probe(in)) {
        append(i, "crl", in);
    }
}

/* Lower case, without what stands between words: "tcb_info" and "tcbInfo" are one name. */
static void plain_name(assay_str in, char out[NAME_MAX_CHARS])
{
    size_t len = 0;
    for (size_t i = 0; i < in.len && len + 1 < NAME_MAX_CHARS; i++) {
        char ch = in.ptr[i];
        if (ch != '_' && ch != '-' && ch != ' ') {
            out[len++] = ch >= 'A' && ch <= 'Z' ? (char)(ch | 0x20) : ch;
        }
    }
    out[len] = '\0';
}

static bool ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

/* The role of {"tcbInfo":{..}} or {"enclaveIdentity":{..}}; NULL: neither, or of another enclave.
 */
static const char *role_of(const json *whole)
{
    const json *info = json_member(whole, "tcbInfo");
    assay_str id = json_text(json_member(json_member(whole, "enclaveIdentity"), "id"));
    if (json_is(info, JSON_OBJECT)) {
        return str_is(json_text(json_member(info, "id")), "TDX") ? "tdx-tcb-info" : "sgx-tcb-info";
    }
    return str_is(id, "TD_QE") ? "tdx-qe-identity" : str_is(id, "QE") ? "sgx-qe-identity" : NULL;
}

/* The inner object alone, its signature beside it: as Intel's service writes both. */
static assay_bytes joined(import *i, assay_bytes inner, bool identity, assay_str signature)
{
    text t = text_new(&i->c->arena, IMPORT_MAX);
    text_addf(&t, "{\"%s\":", identity ? "enclaveIdentity" : "tcbInfo");
    text_add(&t, inner);
    text_add_str(&t, ",\"signature\":\"");
    text_add(&t, bytes_of_str(signature));
    text_add_str(&t, "\"}");
    return bytes_of_str(text_done(&t));
}

/* Beside "tcb_info": "tcb_info_signature", whatever its spelling. */
static assay_str signature_beside(const json *object, const char *name)
{
    for (const json *m = object->first; m != NULL; m = m->next) {
        char other[NAME_MAX_CHARS];
        plain_name(m->name, other);
        if (ends_in(other, "signature") && strncmp(other, name, strlen(name)) == 0) {
            return json_text(m);
        }
    }
    return (assay_str){NULL, 0};
}

static void append_document(import *i, const json *object, const json *member, const char *name,
                            bool identity)
{
    fault f = {0};
    bool is_text = json_is(member, JSON_STRING);
    assay_bytes bytes = is_text ? bytes_of_str(member->text) : member->raw;
    const json *whole = json_parse(&i->c->arena, bytes, &f);
    assay_str signature = signature_beside(object, name);
    if (role_of(whole) == NULL && signature.ptr != NULL) {
        bytes = joined(i, bytes, identity, signature);
        whole = json_parse(&i->c->arena, bytes, &f);
    }
    const char *role = role_of(whole);
    if (role != NULL) {
        append(i, role, bytes);
    }
}

/* True when the member was one that holds collateral, so that nothing inside it is looked at. */
static bool take_member(import *i, const json *object, const json *m)
{
    char name[NAME_MAX_CHARS];
    plain_name(m->name, name);
    bool is_text = json_is(m, JSON_STRING);
    bool whole = is_text || json_is(m, JSON_OBJECT);
    if (whole && ends_in(name, "tcbinfo")) {
        append_document(i, object, m, name, false);
        return true;
    }
    if (whole && ends_in(name, "qeidentity")) {
        append_document(i, object, m, name, true);
        return true;
    }
    if (is_text && (ends_in(name, "issuerchain") || pem_probe(bytes_of_str(m->text)) ||
                    begins(bytes_of_str(m->text), "-----BEGIN%20"))) {
        append_chain(i, bytes_of_str(m->text));
        return true;
    }
    if (is_text && ends_in(name, "crl")) {
        append_list(i, bytes_of_str(m->text));
        return true;
    }
    return false;
}

static void take_apart(import *i, const json *root)
{
    struct {
        const json *object, *next;
    } open[LIMIT_JSON_DEPTH + 1];
    size_t depth = 0;
    open[depth].object = root;
    open[depth++].next = root->first;
    while (depth > 0) {
        const json *object = open[depth - 1].object, *m = open[depth - 1].next;
        if (m == NULL) {
            depth--;
            continue;
        }
        open[depth - 1].next = m->next;
        if (!take_member(i, object, m) && m->first != NULL && depth <= LIMIT_JSON_DEPTH) {
            open[depth].object = m;
            open[depth++].next = m->first;
        }
    }
}

/* A dump of HTTP headers: those that hold chains. */
static void take_headers(import *i, assay_bytes in)
{
    while (in.len > 0) {
        const uint8_t *newline = memchr(in.ptr, '\n', in.len);
        size_t len = newline != NULL ? (size_t)(newline - in.ptr) : in.len;
        assay_bytes line = bytes_of(in.ptr, len);
        const uint8_t *colon = memchr(line.ptr, ':', line.len);
        char name[NAME_MAX_CHARS] = "";
        if (colon != NULL) {
            plain_name((assay_str){(const char *)line.ptr, (size_t)(colon - line.ptr)}, name);
        }
        if (ends_in(name, "issuerchain")) {
            size_t value = (size_t)(colon - line.ptr) + 1;
            append_chain(i, bytes_of(line.ptr + value, line.len - value));
        }
        in = newline != NULL ? bytes_of(newline + 1, in.len - len - 1) : (assay_bytes){NULL, 0};
    }
}

static void take_file(import *i, assay_bytes in)
{
    const char *role = i->given->role;
    fault f = {0};
    if (strcmp(role, "issuer-chain") == 0 && !pem_probe(in)) {
        append_chain(i, in);
        if (i->found == 0) {
            take_headers(i, in);
        }
    } else if (strcmp(role, "crl") == 0) {
        append_list(i, in);
    } else if (strstr(role, "-tcb-info") != NULL) {
        const json *root = json_parse(&i->c->arena, in, &f);
        if (json_is(root, JSON_OBJECT) && role_of(root) == NULL) {
            take_apart(i, root);
        }
    }
}

static bool may_hold_parts(const char *role)
{
    return strcmp(role, "issuer-chain") == 0 || strcmp(role, "crl") == 0 ||
           strstr(role, "-tcb-info") != NULL;
}

exit_code import_addition(cli *c, const trust_addition *given, import_list *out)
{
import i = {c, given, out, 0 };
    assay_bytes in;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (may_hold_parts(given->role) &&
        file_read(given->file, IMPORT_MAX, &c->arena, &in, &err) == ASSAY_OK) {
        take_file(&i, in);
    }
    if (i.found == 0 && out->count < out->cap) {
        out->list[out->count++] = *given;
    }
    return c->arena.state == ARENA_OK ? EXIT_ACCEPTED : EXIT_ENVIRONMENT;
}
