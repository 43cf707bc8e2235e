/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Case files, assay-case/1: everything that one appraisal used, so that it can be repeated without
 * store, clock or nonce database. What a case says of trust, time and nonces is a record: true for
 * a replay, and for nothing else. Texts stand in their printable form (base/text.h), bytes in
 * base64.
 */
#ifndef ASSAY_APPRAISE_CASE_H
#define ASSAY_APPRAISE_CASE_H

#include "appraise/appraisal.h"
#include "codec/json.h"
#include "trust/record.h"

#define CASE_SCHEMA "assay-case/1"

/* Policies: name, its text as bytes. Evidence: label, format (NULL: none was named). Attachments:
 * label (NULL: of any piece), role. Inputs: name. Params: name, JSON. Waivers: finding, reason. */
typedef struct {
    const char *name, *detail;
    assay_bytes bytes;
} case_entry;
typedef struct {
    const case_entry *entries;
    size_t count;
} case_list;

typedef enum {
    CASE_POLICIES = 0,
    CASE_EVIDENCE,
    CASE_ATTACHMENTS,
    CASE_INPUTS,
    CASE_PARAMS,
    CASE_WAIVERS,
    CASE_LISTS
} case_part;

/* What the nonce store said. */
typedef struct {
    bool present, asked;
    const char *name;
    assay_nonce_state state; /* NONE when it failed */
    const char *failure;
} case_answer;

typedef struct {
    case_list lists[CASE_LISTS];
    bool any_genuine; /* policies without a rule that identifies the peer were taken */
    bool overflowed;  /* something did not fit into the request and is not here */
    assay_bytes nonce;
    const char *no_nonce, *audience, *session;
    bool spend_later, concluded, spent_now;
    request_moment moment;
    assay_time at, known_at, clock;
    uint64_t clock_skew, max_evidence, max_memory;
    case_answer answer;
    trust_record trust;
    const json *result;      /* assay.appraisal/1 */
    assay_nonce_store store; /* of a replay: gives the recorded answer */
} case_record;

/* Does it begin like a case file? */
bool case_probe(assay_bytes in);
/* Strict; the case borrows from `in` and `a`. E_CONFIG with line and column, or E_MEMORY. */
assay_status case_read(arena *a, assay_bytes in, case_record *out, assay_error *err);
/*
 * The appraisal once more, with what the case says of trust, clock and nonce store. The appraisal
 * borrows from the case, which must stay where it is. E_CONFIG: something in it is refused (a
 * policy that does not load, an item that does not verify, ..); else as assay_appraise, OK meaning
 * that *out is there.
 */
assay_status case_replay(case_record *c, assay_appraisal **out, assay_error *err);

/* The words of a case. */
typedef struct {
    const char *list;
    const char *name, *detail; /* members; NULL: entries have none */
    bool name_optional, detail_optional, bytes;
    size_t most; /* entries */
} case_list_shape;
extern const case_list_shape case_shapes[CASE_LISTS];
const char *case_moment_word(request_moment m);        /* NULL past the end */
const char *case_answer_word(assay_nonce_state state); /* NULL past the end; NONE is "failed" */

#endif
