/* SPDX-License-Identifier: Apache-2.0 */
/* What the families that speak of TEEs have in common. */
#include "base/text.h"
#include "formats/jwt/families.h"

const json *jwt_member(const jwt_token *t, const char *pointer)
{
    return json_at(t->claims, bytes_of_text(pointer));
}

const char *jwt_shown(job *j, const json *node)
{
    return node != NULL ? text_excerpt(j->arena, node->raw) : NULL;
}

void jwt_expect_text(job *j, const jwt_token *t, int def, const char *pointer, const char *expected)
{
    const json *found = jwt_member(t, pointer);
    finding *no = jwt_check(j, def, str_is(json_text(found), expected), pointer);
    jwt_says(j, no, expected, found);
}

void jwt_expect_no_debug(job *j, int def, const json *tee, const char *pointer,
                         const char *const *names, size_t count)
{
    const char *wrong = NULL;
    const json *shown = NULL;
    bool said = false;
    for (size_t i = 0; i < count; i++) {
        const json *member = json_member(tee, names[i]);
        bool safe = json_is(member, JSON_FALSE);
        said = said || safe;
        if (member != NULL && !safe && wrong == NULL) {
            wrong = names[i];
            shown = member;
        }
    }
    const char *name = wrong != NULL ? wrong : names[0];
    finding *no =
        jwt_check(j, def, said && wrong == NULL, arena_format(j->arena, "%s/%s", pointer, name));
    jwt_says(j, no, "false", shown);
}

/* Earlier tokens write OUT_OF_DATE what later ones write OutOfDate. */
static bool is_status(const json *status, const char *name)
{
    assay_str s = json_text(status);
    size_t at = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool letter = s.ptr[i] != '_';
        if (letter && (name[at] == '\0' || (s.ptr[i] | 0x20) != (name[at] | 0x20))) {
            return false;
        }
        at += letter;
    }
    return s.len > 0 && name[at] == '\0';
}

void jwt_tcb_default_tests(job *j, const json *status)
{
    finding *no = jwt_check(j, F_JWT_TCB_REVOKED, !is_status(status, "Revoked"), NULL);
    jwt_says(j, no, "UpToDate", status);
}

void jwt_tcb_evaluate(job *j, const json *status)
{
    bool holds = status == NULL || is_status(status, "UpToDate") || is_status(status, "Revoked");
    jwt_says(j, jwt_check(j, F_JWT_TCB, holds, NULL), "UpToDate", status);
}
