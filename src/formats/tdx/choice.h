/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which TCB info and which QE identity count for one piece of evidence: of those that were issued
 * by known_at, the one of the highest evaluation number, then the latest, in the store or with the
 * evidence; never an earlier one in its place.
 */
#ifndef ASSAY_FORMATS_TDX_CHOICE_H
#define ASSAY_FORMATS_TDX_CHOICE_H

#include "formats/tdx/collateral_role.h"
#include "formats/tdx/signers.h"
#include "formats/tdx/tcb.h"

typedef enum {
    COLLATERAL_MISSING = 0,
    COLLATERAL_NOT_YET, /* all there is was issued after known_at; `data` is the first of it */
    COLLATERAL_STALE,   /* its next update was due before known_at */
    COLLATERAL_CURRENT
} collateral_state;

typedef struct {
    const collateral_kind *kind;
    collateral_state state;
    const collateral *data;
    const trust_item *item; /* NULL: it came with the evidence */
    signer_judgement signer;
} collateral_pick;

struct tcb_choice {
    const tcb_subject *subject;
    collateral_pick info, identity;
};

/* May what it says be used: stale or not, but signed by a key that is in force? */
bool pick_usable(const collateral_pick *p);

#endif
