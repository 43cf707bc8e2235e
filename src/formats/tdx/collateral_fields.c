/* SPDX-License-Identifier: Apache-2.0 */
/* Members of TCB info and enclave identities: numbers, hex, times, and the ladder of TCB levels. */
#include "formats/tdx/collateral_fields.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"

bool field_fail(const fields *f, size_t at, const char *what, const char *why)
{
    if (f->fault->what == NULL) {
        *f->fault = (fault){what, why, at};
    }
    return false;
}

const json *field(const fields *f, const json *object, const char *name, json_type type,
                  const char *what)
{
    if (!fields_ok(f)) {
        return NULL;
    }
    const json *member = json_member(object, name);
    if (member == NULL) {
        field_fail(f, object != NULL ? object->at : 0, what, "missing");
        return NULL;
    }
    if (member->type != type) {
        field_fail(f, member->at, what, "of another type");
        return NULL;
    }
    return member;
}

static bool is_plain(assay_str digits)
{
    bool plain = digits.len > 0;
    for (size_t i = 0; i < digits.len && plain; i++) {
        plain = digits.ptr[i] >= '0' && digits.ptr[i] <= '9';
    }
    return plain;
}

uint64_t field_uint(const fields *f, const json *object, const char *name, uint64_t max,
                    const char *what)
{
    uint64_t value = 0;
    const json *member = field(f, object, name, JSON_NUMBER, what);
    if (member == NULL) {
        return 0;
    }
    if (!is_plain(member->text) || !json_uint(member, &value) || value > max) {
        field_fail(f, member->at, what, "no whole number in its range");
        return 0;
    }
    return value;
}

void field_hex(const fields *f, const json *object, const char *name, uint8_t *out, size_t len,
               const char *what)
{
    const json *member = field(f, object, name, JSON_STRING, what);
    if (member != NULL && !hex_decode_fixed(bytes_of_str(member->text), out, len)) {
        field_fail(f, member->at, what, "not hex of its length");
    }
}

#define TIME_CHARS 20

assay_time field_time(const fields *f, const json *object, const char *name, const char *what)
{
    assay_time value = ASSAY_TIME_UNSET;
    const json *member = field(f, object, name, JSON_STRING, what);
    if (member != NULL && (member->text.len != TIME_CHARS ||
                           !time_from_rfc3339(bytes_of_str(member->text), &value))) {
        field_fail(f, member->at, what, "not a time in UTC");
    }
    return value;
}

assay_str field_text(const fields *f, const json *object, const char *name, const char *what)
{
    const json *member = field(f, object, name, JSON_STRING, what);
    return json_text(member);
}

assay_str field_kept(const fields *f, assay_str in)
{
    const char *copy = in.ptr != NULL ? arena_text(f->arena, bytes_of_str(in)) : NULL;
    return (assay_str){copy, copy != NULL ? in.len : 0};
}

static void read_advisories(const fields *f, const json *level, tcb_level *out)
{
    if (!fields_ok(f) || json_member(level, "advisoryIDs") == NULL) {
        return;
    }
    const json *list = field(f, level, "advisoryIDs", JSON_ARRAY, "tcbLevels.advisoryIDs");
    assay_str *names = list != NULL ? ARENA_ARRAY(f->arena, list->count, assay_str) : NULL;
    if (names == NULL) {
        return;
    }
    if (list->count > LIMIT_TCB_ADVISORIES) {
        field_fail(f, list->at, "tcbLevels.advisoryIDs", "more than the limit");
        return;
    }
    out->advisories = names;
    for (const json *i = list->first; i != NULL; i = i->next) {
        if (!json_is(i, JSON_STRING)) {
            field_fail(f, i->at, "tcbLevels.advisoryIDs", "of another type");
            return;
        }
        names[out->advisory_count++] = field_kept(f, i->text);
    }
}

static void read_level(const fields *f, const json *level, tcb_subject_kind of, level_reader tcb,
                       tcb_level *out)
{
    if (!json_is(level, JSON_OBJECT)) {
        field_fail(f, level->at, "tcbLevels", "holds what is no object");
        return;
    }
    tcb(f, field(f, level, "tcb", JSON_OBJECT, "tcbLevels.tcb"), out);
    out->date = field_time(f, level, "tcbDate", "tcbLevels.tcbDate");
    const json *status = field(f, level, "tcbStatus", JSON_STRING, "tcbLevels.tcbStatus");
    if (status != NULL && !tcb_status_read(status->text, of, &out->status)) {
        field_fail(f, status->at, "tcbLevels.tcbStatus", "none that it can have");
    }
    read_advisories(f, level, out);
}

tcb_levels field_levels(const fields *f, const json *object, tcb_subject_kind of, level_reader tcb)
{
    tcb_levels none = {NULL, 0};
    const json *list = field(f, object, "tcbLevels", JSON_ARRAY, "tcbLevels");
    if (list == NULL) {
        return none;
    }
    if (list->count == 0 || list->count > LIMIT_TCB_LEVELS) {
        field_fail(f, list->at, "tcbLevels", list->count == 0 ? "empty" : "more than the limit");
        return none;
    }
    tcb_level *steps = ARENA_ARRAY(f->arena, list->count, tcb_level);
    size_t count = 0;
    for (const json *i = list->first; i != NULL && fields_ok(f) && steps != NULL; i = i->next) {
        read_level(f, i, of, tcb, &steps[count++]);
    }
    return fields_ok(f) ? (tcb_levels){steps, count} : none;
}

void field_isvsvn(const fields *f, const json *tcb, tcb_level *out)
{
    out->isvsvn = (uint16_t)field_uint(f, tcb, "isvsvn", UINT16_MAX, "tcbLevels.tcb.isvsvn");
}
