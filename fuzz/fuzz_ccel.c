/* SPDX-License-Identifier: Apache-2.0 */
/* An event log: what is read lies inside it, in order; and an event that is to blame is one of the
 * register's. */
#include "formats/tdx/ccel.h"
#include "must.h"

#define BUDGET (4u << 20)

static void check_log(arena *a, assay_bytes in, const ccel_log *log)
{
    static const uint8_t other[CCEL_DIGEST_BYTES] = {1}, none[CCEL_DIGEST_BYTES] = {0};
    size_t behind = 0;
    for (size_t i = 0; i < log->count; i++) {
        const ccel_event *e = &log->events[i];
        MUST(inside(e->data, in) && inside(e->digest, in));
        MUST(e->at >= behind && e->at < in.len && e->register_index <= CCEL_RTMRS);
        MUST(!ccel_extends(e) || e->digest.len == CCEL_DIGEST_BYTES);
        const char *name = ccel_type_name(e->type);
        MUST(name == NULL || name[0] != '\0');
        behind = e->at + 12;
    }
    for (unsigned i = 0; i < CCEL_RTMRS; i++) {
        const ccel_event *bad = ccel_suspect(a, log, i, bytes_of(other, sizeof other));
        MUST(bad == NULL || (ccel_extends(bad) && bad->register_index == i + 1));
        const ccel_event *first = ccel_suspect(a, log, i, bytes_of(none, sizeof none));
        MUST((first == NULL) == (bad == NULL) && (first == NULL || first->at <= bad->at));
        MUST((bad == NULL) == bytes_all(bytes_of(log->rtmr[i], CCEL_DIGEST_BYTES), 0));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    fault f = {0};
    ccel_log log;
    assay_bytes in = bytes_of(data, size);
    arena_init(&a, &allocator_default, BUDGET);
    bool read = ccel_read(&a, in, &log, &f);
    MUST(read == (f.what == NULL) && a.state == ARENA_OK);
    if (read) {
        check_log(&a, in, &log);
    }
    arena_release(&a);
    return 0;
}
