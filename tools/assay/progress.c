/* SPDX-License-Identifier: Apache-2.0 */
/* see progress.h */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PAUSE 100 /* milliseconds between two lines */

static uint64_t now(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

progress progress_begin(const char *what, size_t total)
{
    uint64_t t = now();
    return (progress){.what = what,
                      .total = total,
                      .terminal = isatty(STDERR_FILENO) == 1,
                      .began = t,
                      .last = t};
}

void progress_step(progress *p)
{
    uint64_t t = now();
    p->done++;
    if (!p->terminal || t - p->last < PAUSE) {
        return;
    }
    uint64_t taken = t - p->began;
    double rate = (double)p->done * 1000.0 / (double)taken;
    double left = (double)(p->total - p->done) / rate;
    fprintf(stderr, "\r\033[K%zu of %zu %s, %.0f/s, %.0f s left", p->done, p->total, p->what, rate,
            left);
    fflush(stderr);
    p->last = t;
    p->shown = true;
}

void progress_end(progress *p)
{
    if (p->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}
