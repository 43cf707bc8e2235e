/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of devices, as NVIDIA's tools write them and send them. */
#include "base/text.h"
#include "forge/nv_rows.h"

#define LIST_MAX (1u << 20)
#define LIST "nvidia-evidence-json"
#define REQUEST "nvidia-nras-request"
#define GOOD .outcome = FNV_AUTHENTIC
#define BAD(class_, finding_) .class = class_, .finding = finding_

static const fnv_group groups[] = {
    {"list-one", "a list of one GPU", LIST, GOOD, .devices = "a"},
    {"list-two", "a list of two GPUs", LIST, GOOD, .devices = "ab"},
    {"list-generations", "a list of an H100 and a GB100", LIST, GOOD, .devices = "aA"},
    {"list-switches", "a list of two switches", LIST, GOOD, .devices = "st"},
    {"list-mixed", "a list of a GPU and a switch", LIST, GOOD, .devices = "as"},
    {"list-nonce-other", "the list's own nonce is another one, which counts for nothing", LIST,
     GOOD, .devices = "ab", .nonce = "\"00\""},
    {"list-extra-members", "the list has members that are passed over", LIST, GOOD, .devices = "a",
     .nonce = "\"00\",\"version\":\"1.0\",\"driver_version\":\"1.2\""},
    {"list-spaced", "white space around the list", LIST, GOOD, .devices = "a", .head = " \r\n\t[",
     .tail = " ]\n"},
    {"request-two", "a request with two GPUs", REQUEST, GOOD, .devices = "ab"},
    {"request-arch", "the architecture stands once", REQUEST, GOOD, .devices = "ab",
     .common_arch = true},
    {"request-version-1", "a request of version 1, with one GPU", REQUEST, GOOD, .devices = "a",
     .head = "", .tail = ""},
    {"list-twice", "one GPU stands twice", LIST, BAD("duplicate", "duplicate.device"),
     .devices = "aa"},
    {"list-same-rom", "two leaves of one boot ROM", LIST, BAD("duplicate", "duplicate.device"),
     .devices = "ax"},
    {"list-same-ueid", "two GPUs whose leaves have one serial number", LIST,
     BAD("duplicate", "duplicate.device"), .devices = "ay"},
    {"list-switch-twice", "one switch stands twice", LIST, BAD("duplicate", "duplicate.device"),
     .devices = "ss"},
    {"list-certificates-mixed", "each GPU has the other one's certificates", LIST,
     BAD("signature", "nvidia.signature"), .devices = "ab", .mixed = true},
    {"list-empty", "a list of no device", LIST, BAD("malformed", "format.container"),
     .devices = ""},
    {"list-arch-unknown", "an architecture that is not known", LIST,
     BAD("malformed", "format.container"), .devices = "a", .arch = "AMPERE"},
    {"list-arch-switch", "a GPU is called a switch", LIST, BAD("malformed", "nvidia.kind"),
     .devices = "a", .arch = "LS10"},
    {"list-no-arch", "there is no architecture", LIST, BAD("malformed", "format.container"),
     .devices = "a", .without = "arch"},
    {"list-no-evidence", "a device without report", LIST, BAD("malformed", "format.container"),
     .devices = "ab", .without = "evidence"},
    {"list-no-certificate", "a device without certificates", LIST,
     BAD("malformed", "format.container"), .devices = "ab", .without = "certificate"},
    {"list-no-base64", "a report that is no base64", LIST, BAD("malformed", "format.container"),
     .devices = "a", .bad_base64 = true},
    {"list-nonce-number", "a nonce that is a number", LIST, BAD("malformed", "format.container"),
     .devices = "a", .nonce = "1"},
    {"list-evidence-twice", "a member stands twice", LIST, BAD("malformed", "format.container"),
     .devices = "a", .nonce = "\"00\",\"nonce\":\"00\""},
    {"list-trailing", "text behind the list", LIST, BAD("malformed", "format.container"),
     .devices = "a", .tail = "] x"},
    {"list-65", "more devices than a request may have", LIST, BAD("malformed", "format.container"),
     .devices = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"request-list-text", "evidence_list is a text", REQUEST, BAD("malformed", "format.container"),
     .devices = "", .head = "{\"evidence_list\":\"", .tail = "\",\"certificate\":\"\"}"},
};

const fnv_group *fnv_group_at(size_t index)
{
    return index < ARRAY_LEN(groups) ? &groups[index] : NULL;
}

/* The recipe of a letter; 'x' is a third H100 that has the first one's boot ROM, 'y' one whose leaf
 * has the first one's serial number. */
static bool recipe_of(char letter, fnv_recipe *r, arena *a, key_ring *ring)
{
    bool blackwell = letter == 'A', of_switch = letter == 's' || letter == 't';
    fnv_model model = blackwell ? FNV_GB100 : of_switch ? FNV_LS10 : FNV_H100;
    char device = blackwell || letter == 's' ? 'a' : letter == 't' ? 'b' : letter;
    assay_bytes none = {NULL, 0};
    if (!fnv_recipe_init(r, a, ring, model, device, FNV_DEFAULT_AT, none)) {
        return false;
    }
    if (letter == 'x') {
        r->chain[FNV_BROM].key = r->chain[FNV_LEAF].signer = fnv_key(a, ring, "nv-brom-h100-", 'a');
    }
    if (letter == 'y') {
        r->chain[FNV_LEAF].serial += (uint64_t)'a' - (uint64_t)'y';
    }
    return r->chain[FNV_BROM].key != NULL;
}

static const char *arch_of(const fnv_group *g, fnv_model model)
{
    static const char *const names[FNV_MODELS] = {"HOPPER", "BLACKWELL", "LS10"};
    return g->arch != NULL ? g->arch : names[model];
}

static void add_member(text *t, const fnv_group *g, const char *name, const char *value)
{
    bool left_out = g->without != NULL && strcmp(g->without, name) == 0;
    if (!left_out && value != NULL) {
        bool first = t->len > 0 && t->ptr[t->len - 1] == '{';
        text_addf(t, "%s\"%s\":", first ? "" : ",", name);
        text_add_str(t, value);
    }
}

static const char *quoted(arena *a, const char *value)
{
    return value != NULL ? arena_format(a, "\"%s\"", value) : NULL;
}

static void add_device(text *t, const fnv_group *g, const fnv_recipe *r, assay_bytes report,
                       assay_bytes chain)
{
    arena *a = t->arena;
    const char *evidence = g->bad_base64 ? "no base64" : base64_encode(a, report);
    text_add_str(t, "{");
    if (!g->common_arch) {
        add_member(t, g, "arch", quoted(a, arch_of(g, r->model)));
    }
    add_member(t, g, "certificate", quoted(a, base64_encode(a, chain)));
    add_member(t, g, "evidence", quoted(a, evidence));
    add_member(t, g, "nonce", g->nonce != NULL ? g->nonce : quoted(a, text_hex(a, r->nonce)));
    text_add_str(t, "}");
}

#define DEVICES 66
static bool make_devices(const fnv_group *g, arena *a, key_ring *ring, fnv_recipe *recipes,
                         fnv_evidence *made)
{
    size_t count = strlen(g->devices);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && g->devices[i] == g->devices[i - 1]) {
            recipes[i] = recipes[i - 1];
            made[i] = made[i - 1];
            continue;
        }
        if (!recipe_of(g->devices[i], &recipes[i], a, ring) ||
            fnv_make(&recipes[i], a, ring, &made[i]) != ASSAY_OK) {
            return false;
        }
    }
    return true;
}

static const char *head_of(const fnv_group *g)
{
    bool list = strcmp(g->format, LIST) == 0;
    if (g->head != NULL) {
        return g->head;
    }
    return list             ? "["
           : g->common_arch ? "{\"arch\":\"HOPPER\",\"evidence_list\":["
                            : "{\"claims_version\":\"3.0\",\"evidence_list\":[";
}

static const char *tail_of(const fnv_group *g)
{
    return g->tail != NULL ? g->tail : strcmp(g->format, LIST) == 0 ? "]" : "],\"nonce\":\"00\"}";
}

assay_bytes fnv_group_make(const fnv_group *g, arena *a, key_ring *ring, assay_bytes *pinned)
{
    size_t count = strlen(g->devices);
    fnv_recipe *recipes = ARENA_ARRAY(a, DEVICES, fnv_recipe);
    fnv_evidence *made = ARENA_ARRAY(a, DEVICES, fnv_evidence);
    if (made == NULL || recipes == NULL || !make_devices(g, a, ring, recipes, made) ||
        !recipe_of('a', &recipes[DEVICES - 1], a, ring)) {
        return (assay_bytes){NULL, 0};
    }
    *pinned = xw_make_cert(a, ring, &recipes[DEVICES - 1].pinned);
    text t = text_new(a, LIST_MAX);
    text_add_str(&t, head_of(g));
    for (size_t i = 0; i < count; i++) {
        text_add_str(&t, i > 0 ? "," : "");
        add_device(&t, g, &recipes[i], made[i].report, made[g->mixed ? (i + 1) % count : i].chain);
    }
    text_add_str(&t, tail_of(g));
    return bytes_of_str(text_done(&t));
}
