/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Throughput of two kinds of work that take turns in short slices, so that whatever else the
 * machine does hits both alike. Each kind has threads of its own, because wolfSSL keeps points of
 * keys for each thread: in a common one, each kind would live on what the other left there.
 */
#include "bench/bench.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define SLICE 0.025 /* seconds, at least */
#define WARM_PERIODS 4

typedef struct {
    const race *race;
    int kind;
    pthread_barrier_t *barrier;
    bool *failed; /* of all threads */
    size_t slices;
    double *rates; /* by slice */
    pthread_t thread;
} runner;

double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Whole periods, so that each slice does the same. */
static double run_slice(runner *r, double length)
{
    const race *what = r->race;
    double begin = seconds_now(), passed = 0;
    size_t done = 0;
    while (passed < length) {
        for (size_t turn = 0; turn < what->period; turn++, done++) {
            if (!what->run[r->kind](what->context, turn)) {
                __atomic_store_n(r->failed, true, __ATOMIC_RELAXED);
                return 0;
            }
        }
        passed = seconds_now() - begin;
    }
    return (double)done / passed;
}

static void *run_all(void *user)
{
    runner *r = user;
    double slice = r->race->seconds < 2 * SLICE ? r->race->seconds / 2 : SLICE;
    for (size_t i = 0; i < WARM_PERIODS; i++) {
        run_slice(r, slice / WARM_PERIODS);
    }
    for (size_t i = 0; i < 2 * r->slices; i++) {
        pthread_barrier_wait(r->barrier);
        if (i % 2 == (size_t)r->kind && !__atomic_load_n(r->failed, __ATOMIC_RELAXED)) {
            r->rates[i / 2] = run_slice(r, slice);
        }
    }
    assay_thread_end();
    return NULL;
}

static void sum_up(const runner *runners, const race *r, size_t slices, double *room,
                   race_result *out)
{
    double *sums[2] = {room, room + slices}, *ratios = room + 2 * slices;
    for (size_t i = 0; i < slices; i++) {
        for (unsigned t = 0; t < 2 * r->threads; t++) {
            sums[runners[t].kind][i] += runners[t].rates[i];
        }
        ratios[i] = sums[0][i] / sums[1][i];
    }
    out->ratio = median(ratios, slices);
    out->per_second[0] = median(sums[0], slices);
    out->per_second[1] = median(sums[1], slices);
}

/* The barrier counts all threads, so either all start or the process cannot go on. */
static void run_threads(runner *runners, unsigned count)
{
    for (unsigned t = 0; t < count; t++) {
        if (pthread_create(&runners[t].thread, NULL, run_all, &runners[t]) != 0) {
            abort();
        }
    }
    for (unsigned t = 0; t < count; t++) {
        pthread_join(runners[t].thread, NULL);
    }
}

assay_status race_run(const race *r, race_result *out)
{
    size_t pairs = (size_t)(r->seconds / (2 * SLICE)), slices = pairs > 0 ? pairs : 1;
    unsigned count = 2 * r->threads;
    bool failed = false;
    pthread_barrier_t barrier;
    runner *runners = calloc(count, sizeof *runners);
    double *rates = calloc((count + 3) * slices, sizeof *rates);
    if (runners == NULL || rates == NULL || pthread_barrier_init(&barrier, NULL, count) != 0) {
        free(runners);
        free(rates);
        return ASSAY_E_MEMORY;
    }
    for (unsigned t = 0; t < count; t++) {
        runners[t] = (runner){.race = r,
                              .kind = (int)(t % 2),
                              .barrier = &barrier,
                              .failed = &failed,
                              .slices = slices,
                              .rates = rates + t * slices};
    }
    run_threads(runners, count);
    sum_up(runners, r, slices, rates + count * slices, out);
    pthread_barrier_destroy(&barrier);
    free(runners);
    free(rates);
    return failed ? ASSAY_REJECTED : ASSAY_OK;
}
