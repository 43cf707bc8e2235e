/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with a device's report, one row each: how a good recipe is spoiled, and what a
 * verifier must say about it. Rows that must be authentic are here too: unusual and right. And
 * lists of devices, which are put together from good ones.
 */
#ifndef ASSAY_FORGE_NV_ROWS_H
#define ASSAY_FORGE_NV_ROWS_H

#include "forge/nv_forge.h"

typedef enum { FNV_REJECTED = 0, FNV_AUTHENTIC, FNV_EITHER } fnv_outcome;

typedef struct fnv_row fnv_row;
typedef void (*fnv_spoiler)(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row);
struct fnv_row {
    const char *name, *does;
    fnv_model model;
    fnv_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    fnv_spoiler spoil;   /* NULL: nothing is wrong */
    const char *as;      /* format it is given as; NULL: its own */
    /* What they mean is the spoiler's matter. */
    const char *text, *hex;
    size_t at, size;
    int64_t value;
};

typedef struct {
    const fnv_row *rows;
    size_t count;
} fnv_row_list;
extern const fnv_row_list fnv_good, fnv_rows_report, fnv_rows_opaque, fnv_rows_chain;

/* All of them, the good ones first; NULL behind the last. */
const fnv_row *fnv_row_at(size_t index);
const fnv_row *fnv_row_find(const char *name);
const char *fnv_expectation(fnv_outcome outcome);

/* A good recipe of the row's model at the default time, spoiled. False when a key or memory failed.
 */
bool fnv_row_recipe(const fnv_row *row, fnv_recipe *r, arena *a, key_ring *ring);

/* Lists of devices in JSON. */
typedef struct {
    const char *name, *does, *format; /* a container's id */
    fnv_outcome outcome;
    const char *class, *finding;
    const char *devices; /* "aA": H100 a, GB100 a; 's': LS10 a, 't': LS10 b; "x": H100 c with the
                            boot ROM's key of a */
    const char *arch;    /* instead of the true one */
    const char *nonce;   /* instead of the true one, JSON */
    const char *without; /* a member that is left out */
    const char *head, *tail; /* instead of those of the form */
    bool mixed;              /* each has the next one's certificates */
    bool bad_base64, common_arch;
} fnv_group;
const fnv_group *fnv_group_at(size_t index);
/* The text of the list; {NULL, 0} when a key or memory failed. *pinned: the root. */
assay_bytes fnv_group_make(const fnv_group *g, arena *a, key_ring *ring, assay_bytes *pinned);

#endif
