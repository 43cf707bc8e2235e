/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event log of a TD (CC Event Log; UEFI 2.10, 38.4; TCG PC Client Platform Firmware Profile,
 * 10.2: crypto agile log), and replaying it. Nothing signs the log: what it says holds where the
 * replayed registers are those of a quote.
 */
#ifndef ASSAY_FORMATS_TDX_CCEL_H
#define ASSAY_FORMATS_TDX_CCEL_H

#include "base/arena.h"
#include "base/cursor.h"

#define CCEL_RTMRS 4
#define CCEL_DIGEST_BYTES 48 /* SHA-384 */

typedef struct {
    uint32_t register_index; /* 0: MRTD; 1 to 4: RTMR0 to RTMR3 */
    uint32_t type;           /* TCG: EV_SEPARATOR, ... */
    assay_bytes digest;      /* of SHA-384; {NULL, 0}: the event has none */
    assay_bytes data;
    size_t at;
} ccel_event;

typedef struct {
    const ccel_event *events; /* behind the first, which describes the log */
    size_t count;
    uint8_t rtmr[CCEL_RTMRS][CCEL_DIGEST_BYTES]; /* replayed from zeros */
} ccel_log;

/* False with the fault set ("event.digests", ...), or for want of memory, which the arena knows. */
bool ccel_read(arena *a, assay_bytes in, ccel_log *out, fault *f);
/* Is it the log's word alone (EV_NO_ACTION), without a register? */
bool ccel_extends(const ccel_event *e);
/* "EV_SEPARATOR"; NULL: no name that is known. */
const char *ccel_type_name(uint32_t type);
/* Is the digest that of the event's data? Then the data too is what was measured. OK, REJECTED or
 * E_MEMORY. */
assay_status ccel_measures_data(const ccel_event *e);

/* The event of a register behind which, or at which, the log departs from `wanted`: the first one
 * behind the longest beginning that yields it; else the first whose digest is not that of data that
 * its type says it measures; else the register's first. NULL: it has none. */
const ccel_event *ccel_suspect(arena *a, const ccel_log *log, unsigned rtmr, assay_bytes wanted);

#endif
