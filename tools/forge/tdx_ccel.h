/* SPDX-License-Identifier: Apache-2.0 */
/* An event log of a TD (CC Event Log), and the registers that it explains. */
#ifndef ASSAY_FORGE_TDX_CCEL_H
#define ASSAY_FORGE_TDX_CCEL_H

#include "base/arena.h"

#define FTDX_RTMRS 4
#define FTDX_DIGEST_LEN 48

/* What is wrong with it. */
typedef enum {
    FTDX_LOG_WHOLE = 0,
    FTDX_LOG_ALTERED,    /* the data of an event that measures its data */
    FTDX_LOG_OTHER,      /* a digest */
    FTDX_LOG_MORE,       /* one event more, at the end of RTMR2 */
    FTDX_LOG_SWAPPED,    /* two events in each other's place */
    FTDX_LOG_CUT,        /* in the middle of an event */
    FTDX_LOG_NO_SHA384,  /* the log's algorithms lack it */
    FTDX_LOG_REGISTER_5, /* an event of a register that does not exist */
    FTDX_LOG_TWICE_SHA384,
    FTDX_LOG_SPEC,       /* the first event does not describe the log */
    FTDX_LOG_TERMINATED, /* ends with all bits set: unusual is nothing of it */
    FTDX_LOG_PADDED      /* zeros behind it */
} ftdx_log_form;

/* The log; {NULL, 0} when memory failed. `rtmr` gets what a whole one replays to. */
assay_bytes ftdx_ccel_make(arena *a, ftdx_log_form form, uint8_t rtmr[FTDX_RTMRS][FTDX_DIGEST_LEN]);

#endif
