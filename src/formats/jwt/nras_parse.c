/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 3: the tokens of an answer, from [["JWT",overall],{"GPU-0":token,..}], from {"eat":token},
 * or from a token by itself.
 */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/nras.h"

typedef struct {
    const json *overall; /* a text */
    const json *devices; /* an object, or NULL: a single token */
} layout;

static uint8_t first_mark(assay_bytes in, size_t *at)
{
    while (*at < in.len && in.ptr[*at] != '\0' && strchr(" \t\r\n", in.ptr[*at]) != NULL) {
        ++*at;
    }
    return *at < in.len ? in.ptr[(*at)++] : 0;
}

static bool follows(assay_bytes in, size_t at, const char *word)
{
    size_t len = strlen(word);
    return in.len - at >= len && memcmp(in.ptr + at, word, len) == 0;
}

bool nras_probe(assay_bytes in)
{
    size_t at = 0;
    uint8_t first = first_mark(in, &at), second = first_mark(in, &at);
    if (first == '[') {
        return second == '[' && first_mark(in, &at) == '"' && follows(in, at, "JWT\"");
    }
    if (first == '{') {
        return second == '"' && follows(in, at, "eat\"");
    }
    return jws_header_mentions(in, "\"nv-eat-kid-"); /* other services hand NRAS claims on */
}

static const char *read_bundle(const json *root, layout *out)
{
    const json *head = root->first, *rest = head != NULL ? head->next : NULL;
    if (root->count != 2 || !json_is(head, JSON_ARRAY) || head->count != 2 ||
        !str_is(json_text(head->first), "JWT") || !json_is(head->first->next, JSON_STRING)) {
        return "not [[\"JWT\", token], {..}]";
    }
    if (!json_is(rest, JSON_OBJECT)) {
        return "no object with the devices' tokens";
    }
    *out = (layout){head->first->next, rest};
    return NULL;
}

/* NVIDIA's SDK puts what it was answered into a bundle of its own, with a token that is signed with
 * a key that everybody knows, or not at all. */
static const json *unwrap(const layout *l)
{
    const json *only = l->devices != NULL && l->devices->count == 1 ? l->devices->first : NULL;
    if (!json_is(only, JSON_ARRAY)) {
        return NULL;
    }
    return only->count == 1 && json_is(only->first, JSON_ARRAY) ? only->first : only;
}

static const char *read_layout(const json *root, layout *out)
{
    if (json_is(root, JSON_ARRAY)) {
        return read_bundle(root, out);
    }
    const json *eat = json_member(root, "eat");
    *out = (layout){.overall = eat};
    return root->count == 1 && json_is(eat, JSON_STRING) ? NULL : "not {\"eat\": token}";
}

/* Within a string without escapes, as every token is, behind the quotation mark. */
static size_t place_of(const json *string)
{
    return string->at + 1;
}

static bool read_name(nras_device *d)
{
    static const char *const prefixes[] = {[NRAS_GPU] = "GPU-", [NRAS_SWITCH] = "SWITCH-"};
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
        size_t len = strlen(prefixes[i]);
        uint64_t number;
        if (str_begins(d->name, prefixes[i]) && d->name.len - len <= 4 &&
            uint_parse(bytes_of(d->name.ptr + len, d->name.len - len), &number)) {
            d->kind = (nras_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_device(job *j, const json *from, size_t number, nras_device *d)
{
    d->name = from->name;
    d->text = bytes_of_str(json_text(from));
    bool named = read_name(d) && json_is(from, JSON_STRING);
    finding *no = jwt_check(j, F_NRAS_DEVICE_NAME, named, NULL);
    if (no != NULL) {
        finding_at(no, NULL, from->name_at, 0);
        finding_says(no, "GPU-0, SWITCH-0, ..: a token",
                     text_excerpt(j->arena, bytes_of_str(from->name)));
    }
    return named && jwt_read(j, d->text, &jwt_nras, arena_format(j->arena, "/devices/%zu", number),
                             place_of(from), &d->token);
}

static bool read_devices(job *j, const json *list, nras_answer *out)
{
    bool fits = list->count <= LIMIT_NRAS_DEVICES;
    finding *no = jwt_check(j, F_NRAS_MANY, fits, NULL);
    if (no != NULL) {
        finding_says(no, arena_format(j->arena, "at most %d", LIMIT_NRAS_DEVICES),
                     arena_format(j->arena, "%zu", list->count));
    }
    out->devices = fits ? ARENA_ARRAY(j->arena, list->count, nras_device) : NULL;
    bool held = out->devices != NULL;
    for (const json *i = list->first; i != NULL && held; i = i->next) {
        held = read_device(j, i, out->device_count, &out->devices[out->device_count]);
        out->device_count++;
    }
    return held;
}

/* The first version has no submodules: its token is about one GPU. */
static bool read_single(job *j, nras_answer *out)
{
    out->single = true;
    out->device_count = 1;
    out->devices = ARENA_NEW(j->arena, nras_device);
    if (out->devices == NULL) {
        return false;
    }
    out->devices[0] = (nras_device){.name = str_of("GPU-0"), .token = out->overall};
    return true;
}

static bool read_tokens(job *j, const layout *l, nras_answer *out)
{
    assay_bytes token = bytes_of_str(json_text(l->overall));
    if (!jwt_read(j, token, &jwt_nras, "", place_of(l->overall), &out->overall)) {
        return false;
    }
    return l->devices != NULL ? read_devices(j, l->devices, out) : read_single(j, out);
}

static bool read_document(job *j, assay_bytes in, nras_answer *out)
{
    fault f = {0};
    layout l = {.overall = NULL};
    const json *root = json_parse(j->arena, in, &f);
    const char *wrong = root != NULL ? read_layout(root, &l) : NULL;
    const json *inner = root != NULL && wrong == NULL ? unwrap(&l) : NULL;
    jwt_check(j, F_NRAS_WRAPPED, inner == NULL, NULL);
    if (inner != NULL) {
        wrong = read_bundle(inner, &l);
    }
    if (wrong != NULL) {
        f = (fault){"answer", wrong, 0};
    }
    bool read = root != NULL && wrong == NULL;
    finding_fault(j->findings, jwt_check(j, F_NRAS_FORM, read, NULL), &f);
    return read && read_tokens(j, &l, out);
}

const void *nras_parse(job *j, assay_bytes in)
{
    size_t at = 0;
    uint8_t first = first_mark(in, &at);
    nras_answer *out = ARENA_NEW(j->arena, nras_answer);
    if (out == NULL) {
        return NULL;
    }
    *out = (nras_answer){.device_count = 0};
    if (first == '[' || first == '{') {
        return read_document(j, in, out) ? out : NULL;
    }
    bool read = jwt_read(j, in, &jwt_nras, "", 0, &out->overall);
    return read && read_single(j, out) ? out : NULL;
}
