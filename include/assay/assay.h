/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assay decides, without a network, whether a remote machine is the trusted machine that it claims
 * to be, and says why. A function that does not appear in these headers is not published.
 *
 * Header        | Elements
 * ------------- | ---------------------------------------------------------------------------------
 * values.h      | views, time, status, error, allocator
 * trust.h       | the pinned trust store
 * policy.h      | appraisal policies
 * nonce.h       | single-use nonces; sys/nonce.h: a database of your own
 * engine.h      | what appraisals share
 * request.h     | evidence, attachments, challenge, moment
 * appraisal.h   | the appraisal: findings, needs, documents
 * ear.h         | attestation results: claims, and the signed token
 * claim.h       | claims
 * format.h      | which formats this build knows; roles.h: what attachments and trust items are for
 *
 * NULL and zero. No argument may be NULL unless its comment says so; a NULL where one is not allowed
 * is E_ARGUMENT. NULL objects, zeroed structs and unset enums all read as "no".
 * Memory. Objects are opaque; what _new, _open or _load returned is freed by _free or _release of the
 * same noun. Returned views are borrowed from the object they came from.
 * Structs. Options, errors and nonce stores begin with struct_size; set it with the _init function or
 * sizeof. A size that this library does not know is refused: an option must not be silently ignored.
 * Threads. Trust, policy and a built request are immutable; an engine may be used by any number of
 * threads; an appraisal belongs to one thread at a time. A thread that ends calls assay_thread_end.
 */
#ifndef ASSAY_ASSAY_H
#define ASSAY_ASSAY_H

#include <assay/appraisal.h>
#include <assay/claim.h>
#include <assay/ear.h>
#include <assay/engine.h>
#include <assay/format.h>
#include <assay/nonce.h>
#include <assay/policy.h>
#include <assay/request.h>
#include <assay/roles.h>
#include <assay/trust.h>
#include <assay/values.h>
#include <assay/version.h>

#endif
