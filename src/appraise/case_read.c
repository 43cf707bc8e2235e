/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a case file: a member that is not in its tables, or missing, or of another type, is
 * refused with its place. */
#include "appraise/case.h"
#include "base/time.h"
#include "trust/document.h"

typedef struct {
    document d; /* root: the object at hand */
    case_record *out;
} case_reader;

typedef assay_status (*member_reader)(case_reader *r, const json *value, void *out);

static assay_status refuse(const case_reader *r, const json *value, const char *message)
{
    return document_refuse(&r->d, value, message);
}

static assay_status read_bool(case_reader *r, const json *value, void *out)
{
    return json_bool(value, out) ? ASSAY_OK : refuse(r, value, "must be true or false");
}

static assay_status read_uint(case_reader *r, const json *value, void *out)
{
    return json_uint(value, out) ? ASSAY_OK : refuse(r, value, "must be a whole number");
}

/* What a caller of the public functions hands over as a C string. */
static assay_status read_text(case_reader *r, const json *value, void *out)
{
    const char **to = out;
    if (!json_is(value, JSON_STRING)) {
        return refuse(r, value, "must be a text");
    }
    assay_str plain = text_unprintable(r->d.arena, json_text(value));
    if (plain.ptr == NULL) {
        bool full = r->d.arena->state != ARENA_OK;
        return refuse(r, value, full ? NULL : "is not in printable form");
    }
    if (strlen(plain.ptr) != plain.len) {
        return refuse(r, value, "holds a NUL");
    }
    *to = plain.ptr;
    return ASSAY_OK;
}

static assay_status read_optional_text(case_reader *r, const json *value, void *out)
{
    return json_is(value, JSON_NULL) ? ASSAY_OK : read_text(r, value, out);
}

static assay_status read_base64(case_reader *r, const json *value, void *out)
{
    assay_bytes *to = out;
    assay_bytes encoded = bytes_of_str(json_text(value));
    if (json_is(value, JSON_STRING) && base64_decode(r->d.arena, encoded, to)) {
        return ASSAY_OK;
    }
    return refuse(r, value, r->d.arena->state != ARENA_OK ? NULL : "must be base64");
}

static assay_status read_nonce(case_reader *r, const json *value, void *out)
{
    assay_bytes *to = out;
    bool absent = json_is(value, JSON_NULL);
    if (absent || (json_is(value, JSON_STRING) &&
                   hex_decode(r->d.arena, bytes_of_str(json_text(value)), to))) {
        return ASSAY_OK;
    }
    return refuse(r, value, "must be hex or null");
}

static assay_status read_time(case_reader *r, const json *value, void *out)
{
    assay_time *to = out;
    if (json_is(value, JSON_NULL) || json_int(value, to) ||
        time_from_rfc3339(bytes_of_str(json_text(value)), to)) {
        return ASSAY_OK;
    }
    return refuse(r, value, "must be a time, seconds, or null");
}

static assay_status read_moment(case_reader *r, const json *value, void *out)
{
    request_moment *to = out;
    const char *word;
    for (request_moment i = MOMENT_AT; (word = case_moment_word(i)) != NULL; i++) {
        if (str_is(json_text(value), word)) {
            *to = i;
            return ASSAY_OK;
        }
    }
    return refuse(r, value, "must be at, now or evidence");
}

typedef struct {
    const char *name;
    member_reader read;
    size_t offset;
} member;
#define MEMBERS_MAX 32

/* Exactly these members, each once (the parser sees to that). */
static assay_status read_members(case_reader *r, const json *object, const member *members,
                                 size_t count, void *out)
{
    const char *names[MEMBERS_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        names[i] = members[i].name;
    }
    assay_status s = document_members(&r->d, object, names, count);
    for (size_t i = 0; i < count && s == ASSAY_OK; i++) {
        const json *value = json_member(object, members[i].name);
        if (value == NULL) {
            return refuse(r, object,
                          arena_format(r->d.arena, "has no member '%s'", members[i].name));
        }
        s = members[i].read(r, value, (char *)out + members[i].offset);
    }
    return s;
}

static assay_status read_entry(case_reader *r, const json *node, const case_list_shape *shape,
                               case_entry *out)
{
    member members[3];
    size_t count = 0;
    members[count++] = (member){shape->name, shape->name_optional ? read_optional_text : read_text,
                                offsetof(case_entry, name)};
    if (shape->detail != NULL) {
        members[count++] =
            (member){shape->detail, shape->detail_optional ? read_optional_text : read_text,
                     offsetof(case_entry, detail)};
    }
    if (shape->bytes) {
        members[count++] = (member){"base64", read_base64, offsetof(case_entry, bytes)};
    }
    return read_members(r, node, members, count, out);
}

static assay_status read_list(case_reader *r, const json *value, const case_list_shape *shape,
                              case_list *out)
{
    if (!json_is(value, JSON_ARRAY)) {
        return refuse(r, value, "must be an array");
    }
    if (value->count > shape->most) {
        return refuse(r, value, "has too many entries");
    }
    case_entry *entries = ARENA_ARRAY(r->d.arena, value->count, case_entry);
    if (entries == NULL) {
        return refuse(r, value, NULL);
    }
    *out = (case_list){entries, value->count};
    assay_status s = ASSAY_OK;
    size_t i = 0;
    for (const json *n = value->first; n != NULL && s == ASSAY_OK; n = n->next) {
        s = read_entry(r, n, shape, &entries[i++]);
    }
    return s;
}

static assay_status read_part(case_reader *r, const json *value, void *out)
{
    size_t part = (size_t)((case_list *)out - r->out->lists);
    return read_list(r, value, &case_shapes[part], out);
}

static assay_status read_skew(case_reader *r, const json *value, void *out)
{
    uint64_t *seconds = out;
    return json_uint(value, seconds) && *seconds <= LIMIT_CLOCK_SKEW
               ? ASSAY_OK
               : refuse(r, value, "is a skew that no engine should have");
}

static assay_status read_limits(case_reader *r, const json *value, void *out)
{
    static const member members[] = {
        {"max_evidence", read_uint, offsetof(case_record, max_evidence)},
        {"max_memory", read_uint, offsetof(case_record, max_memory)},
    };
    case_record *c = out;
    assay_status s = read_members(r, value, members, ARRAY_LEN(members), c);
    bool fits = c->max_evidence <= LIMIT_CASE_ENGINE && c->max_memory <= LIMIT_CASE_ENGINE &&
                c->max_memory >= LIMIT_APPRAISAL_LEAST;
    return s != ASSAY_OK || fits ? s : refuse(r, value, "are limits that no engine should have");
}

static assay_status read_state(case_reader *r, const json *value, void *out)
{
    case_answer *to = out;
    const char *word;
    for (assay_nonce_state i = ASSAY_NONCE_NONE; (word = case_answer_word(i)) != NULL; i++) {
        if (str_is(json_text(value), word)) {
            *to = (case_answer){.asked = true, .state = i};
            return ASSAY_OK;
        }
    }
    return json_is(value, JSON_NULL) ? ASSAY_OK : refuse(r, value, "is no answer of a nonce store");
}

static assay_status read_answer(case_reader *r, const json *value, void *out)
{
    static const member members[] = {
        {"answer", read_state, 0}, /* sets the whole; the others are put into it */
        {"name", read_optional_text, offsetof(case_answer, name)},
        {"failure", read_optional_text, offsetof(case_answer, failure)},
    };
    case_answer *to = out;
    if (json_is(value, JSON_NULL)) {
        return ASSAY_OK;
    }
    assay_status s = read_members(r, value, members, ARRAY_LEN(members), to);
    to->present = true;
    return s;
}

static assay_status read_conclusion(case_reader *r, const json *value, void *out)
{
    case_record *c = out;
    c->concluded = !json_is(value, JSON_NULL);
    return c->concluded ? read_bool(r, value, &c->spent_now) : ASSAY_OK;
}

static assay_status read_result(case_reader *r, const json *value, void *out)
{
    const json **to = out;
    *to = value;
    return str_is(json_text(json_member(value, "schema")), "assay.appraisal/1")
               ? ASSAY_OK
               : refuse(r, value, "is no assay.appraisal/1");
}

static assay_status read_schema(case_reader *r, const json *value, void *out)
{
    (void)out;
    return str_is(json_text(value), CASE_SCHEMA) ? ASSAY_OK
                                                 : refuse(r, value, "must be " CASE_SCHEMA);
}

static assay_status read_comment(case_reader *r, const json *value, void *out)
{
    const char *ignored;
    (void)out;
    return read_text(r, value, &ignored);
}

static assay_status read_sha256(case_reader *r, const json *value, void *out)
{
    return hex_decode_fixed(bytes_of_str(json_text(value)), out, 32)
               ? ASSAY_OK
               : refuse(r, value, "must be a SHA-256 in hex");
}

static assay_status read_pin(case_reader *r, const json *node, const anchor **out)
{
    static const member members[] = {
        {"family", read_comment, 0}, {"name", read_comment, 0}, {"spki_sha256", read_sha256, 0}};
    uint8_t digest[32];
    assay_status s = read_members(r, node, members, ARRAY_LEN(members), digest);
    if (s != ASSAY_OK) {
        return s;
    }
    *out = trust_pin_of(digest);
    return *out != NULL ? ASSAY_OK : refuse(r, node, "is no pin that is built into this library");
}

static assay_status read_pins(case_reader *r, const json *value, void *out)
{
    trust_record *to = out;
    to->pins =
        json_is(value, JSON_ARRAY) ? ARENA_ARRAY(r->d.arena, value->count, const anchor *) : NULL;
    if (to->pins == NULL) {
        bool full = r->d.arena->state != ARENA_OK;
        return refuse(r, value, full ? NULL : "must be an array");
    }
    assay_status s = ASSAY_OK;
    for (const json *n = value->first; n != NULL && s == ASSAY_OK; n = n->next) {
        s = read_pin(r, n, &to->pins[to->pin_count++]);
    }
    return s;
}

static assay_status read_manifest(case_reader *r, const json *value, void *out)
{
    document d = r->d;
    d.root = value;
    return manifest_take(&d, out);
}

/* One for each item, by the item's file name; a file of no item is refused. */
static assay_status read_files(case_reader *r, const json *value, void *out)
{
    trust_record *to = out;
    size_t count = to->manifest.count;
    const char **names = ARENA_ARRAY(r->d.arena, count, const char *);
    assay_bytes *files = ARENA_ARRAY(r->d.arena, count, assay_bytes);
    if (names == NULL || files == NULL) {
        return refuse(r, value, NULL);
    }
    to->files = files;
    for (size_t i = 0; i < count; i++) {
        names[i] = to->manifest.items[i].file;
    }
    assay_status s = document_members(&r->d, value, names, count);
    for (size_t i = 0; i < count && s == ASSAY_OK; i++) {
        const json *file = json_member(value, names[i]);
        s = file != NULL ? read_base64(r, file, &files[i])
                         : refuse(r, value, arena_format(r->d.arena, "has no file '%s'", names[i]));
    }
    return s;
}

static assay_status read_trust(case_reader *r, const json *value, void *out)
{
    static const member members[] = {
        {"sha256", read_sha256, offsetof(trust_record, digest)},
        {"pins", read_pins, 0},
        {"manifest", read_manifest, offsetof(trust_record, manifest)},
        {"files", read_files, 0},
    };
    return read_members(r, value, members, ARRAY_LEN(members), out);
}

static const member case_members[] = {
    {"schema", read_schema, 0},
    {"recorded", read_comment, 0},
    {"policies", read_part, offsetof(case_record, lists[CASE_POLICIES])},
    {"any_genuine", read_bool, offsetof(case_record, any_genuine)},
    {"evidence", read_part, offsetof(case_record, lists[CASE_EVIDENCE])},
    {"attachments", read_part, offsetof(case_record, lists[CASE_ATTACHMENTS])},
    {"overflowed", read_bool, offsetof(case_record, overflowed)},
    {"inputs", read_part, offsetof(case_record, lists[CASE_INPUTS])},
    {"params", read_part, offsetof(case_record, lists[CASE_PARAMS])},
    {"waivers", read_part, offsetof(case_record, lists[CASE_WAIVERS])},
    {"nonce", read_nonce, offsetof(case_record, nonce)},
    {"no_nonce", read_optional_text, offsetof(case_record, no_nonce)},
    {"audience", read_optional_text, offsetof(case_record, audience)},
    {"session", read_optional_text, offsetof(case_record, session)},
    {"spend_later", read_bool, offsetof(case_record, spend_later)},
    {"moment", read_moment, offsetof(case_record, moment)},
    {"at", read_time, offsetof(case_record, at)},
    {"known_at", read_time, offsetof(case_record, known_at)},
    {"clock", read_time, offsetof(case_record, clock)},
    {"clock_skew", read_skew, offsetof(case_record, clock_skew)},
    {"limits", read_limits, 0},
    {"nonce_store", read_answer, offsetof(case_record, answer)},
    {"spent_by_caller", read_conclusion, 0},
    {"trust", read_trust, offsetof(case_record, trust)},
    {"result", read_result, offsetof(case_record, result)},
};

_Static_assert(ARRAY_LEN(case_members) <= MEMBERS_MAX, "names of members are kept aside");

assay_status case_read(arena *a, assay_bytes in, case_record *out, assay_error *err)
{
    fault f = {0};
    *out = (case_record){
        .at = ASSAY_TIME_UNSET, .known_at = ASSAY_TIME_UNSET, .clock = ASSAY_TIME_UNSET};
    case_reader r = {.d = {.arena = a, .bytes = in, .err = err}, .out = out};
    r.d.root = json_parse_document(a, in, &f);
    if (f.what != NULL) {
        json broken = {.at = f.at};
        return refuse(&r, &broken, arena_format(a, "is not strict JSON: %s: %s", f.what, f.why));
    }
    if (r.d.root == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the case");
    }
    return read_members(&r, r.d.root, case_members, ARRAY_LEN(case_members), out);
}

bool case_probe(assay_bytes in)
{
    static const char begins[] = "{\"schema\":\"" CASE_SCHEMA "\"";
    size_t at = 0;
    for (size_t i = 0; i < in.len && begins[at] != '\0'; i++) {
        if (in.ptr[i] == ' ' || in.ptr[i] == '\n' || in.ptr[i] == '\r' || in.ptr[i] == '\t') {
            continue;
        }
        if (in.ptr[i] != (uint8_t)begins[at++]) {
            return false;
        }
    }
    return begins[at] == '\0';
}
