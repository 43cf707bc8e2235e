/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads members of a signed JSON object as a cursor reads bytes: the first that is missing or of
 * another form sets the fault, and everything after it yields zeros.
 */
#ifndef ASSAY_FORMATS_TDX_COLLATERAL_FIELDS_H
#define ASSAY_FORMATS_TDX_COLLATERAL_FIELDS_H

#include "formats/tdx/collateral.h"

typedef struct {
    arena *arena; /* of what stays */
    fault *fault;
} fields;

static inline bool fields_ok(const fields *f)
{
    return f->fault->what == NULL && f->arena->state == ARENA_OK;
}

/* `at`: offset of what is wrong. Always false. */
bool field_fail(const fields *f, size_t at, const char *what, const char *why);
/* A member; NULL after a fault. `what` names it in the fault, here as below. */
const json *field(const fields *f, const json *object, const char *name, json_type type,
                  const char *what);
/* A number written in digits alone, from 0 to max. */
uint64_t field_uint(const fields *f, const json *object, const char *name, uint64_t max,
                    const char *what);
/* Exactly 2 * len hex digits of either case. */
void field_hex(const fields *f, const json *object, const char *name, uint8_t *out, size_t len,
               const char *what);
/* "2025-07-07T09:06:43Z" */
assay_time field_time(const fields *f, const json *object, const char *name, const char *what);
/* A text as the document has it, which is let go when it is read; and a copy that stays. */
assay_str field_text(const fields *f, const json *object, const char *name, const char *what);

assay_str field_kept(const fields *f, assay_str in);

/* tcbLevels of a platform (`tcb` reads the SVNs), a module or an enclave. */
typedef void (*level_reader)(const fields *f, const json *tcb, tcb_level *out);
tcb_levels field_levels(const fields *f, const json *object, tcb_subject_kind of, level_reader tcb);
/* The level's `tcb` where it has but an ISVSVN. */
void field_isvsvn(const fields *f, const json *tcb, tcb_level *out);

bool tcb_info_read(const fields *f, const json *object, const collateral *c, tcb_info *out);
bool enclave_identity_read(const fields *f, const json *object, enclave_identity *out);

#endif
