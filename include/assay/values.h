/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that every other header uses: views, time, status, error, allocator.
 *
 * One rule holds for every function that returns assay_status: 0 means yes, a value above 0 means
 * "finished, and the answer is no", a value below 0 means that there is no answer. So
 * `if (assay_appraise(...) != ASSAY_OK) deny();` is right by construction.
 */
#ifndef ASSAY_VALUES_H
#define ASSAY_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ASSAY_API __attribute__((visibility("default")))
#define ASSAY_MUST_CHECK __attribute__((warn_unused_result))
#else
#define ASSAY_API
#define ASSAY_MUST_CHECK
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A borrowed view that never owns. {NULL, 0} is absent; {p, 0} is present and empty. */
typedef struct {
    const uint8_t *ptr;
    size_t len;
} assay_bytes;

/* A borrowed UTF-8 view; views that the library returns are also NUL-terminated. */
typedef struct {
    const char *ptr;
    size_t len;
} assay_str;

/* Seconds since 1970-01-01T00:00:00Z, 64 bits on every platform. */
typedef int64_t assay_time;
#define ASSAY_TIME_UNSET INT64_MIN

/* New negative values may be added; treat every unknown one as "no answer". */
typedef enum {
    ASSAY_OK = 0,             /* yes                                                           */
    ASSAY_REJECTED = 1,       /* finished: no                                                  */
    ASSAY_UNDECIDED = -1,     /* appraised, but trust is missing, stale or not yet valid       */
    ASSAY_PENDING = -2,       /* everything held; the caller must spend the nonce and conclude */
    ASSAY_E_ARGUMENT = -16,   /* the caller broke a documented precondition                    */
    ASSAY_E_MEMORY = -17,     /* the allocator failed                                          */
    ASSAY_E_IO = -18,         /* a file, database or device failed                             */
    ASSAY_E_CONFIG = -19,     /* a trust store or policy cannot be used as it is               */
    ASSAY_E_UNSUPPORTED = -20,/* not built in, or no such form                                 */
    ASSAY_E_INTERNAL = -99    /* a bug in this library                                         */
} assay_status;

/* "OK", "REJECTED", "E_MEMORY", ...; never NULL. */
ASSAY_API const char *assay_status_name(assay_status status);

/*
 * Why there is no answer. Owned by the caller, optional wherever a function takes one, allocates
 * nothing. Texts are single lower-case sentences without a final period.
 */
typedef struct {
    size_t struct_size;
    assay_status status;
    uint32_t line, column; /* 1-based; 0: not about a text */
    char source[256];      /* file or object the error is about */
    char where[128];       /* place inside it, such as "/evidence/cpu/rules/3" */
    char message[512];
    char hint[256];        /* what to do about it; may be empty */
} assay_error;
ASSAY_API void assay_error_init(assay_error *err, size_t struct_size);

/*
 * Where an engine's appraisals take their memory. `alloc` returns memory aligned for any type, or
 * NULL; `release` gets the size that was asked for. Both must be safe from every thread that
 * appraises.
 */
typedef struct {
    void *(*alloc)(void *user, size_t size);
    void (*release)(void *user, void *ptr, size_t size);
    void *user;
} assay_allocator;

/*
 * Releases what the cryptography keeps for the calling thread. Call it before a thread that
 * appraised or opened a trust store ends: Debian's wolfSSL keeps up to 12 MB of curve points per
 * thread and does not give them back by itself.
 */
ASSAY_API void assay_thread_end(void);

#ifdef __cplusplus
}
#endif
#endif
