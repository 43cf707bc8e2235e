/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that every store applies alike: names, clock, skew, scope, lifetime. */
#include "nonce/nonces.h"
#include "base/limits.h"
#include "base/time.h"

#include <time.h>

const char *assay_nonce_state_name(assay_nonce_state state)
{
    static const char *const NAMES[] = {
        [ASSAY_NONCE_NONE] = "none",
        [ASSAY_NONCE_LIVE] = "live",
        [ASSAY_NONCE_SPENT] = "spent",
        [ASSAY_NONCE_EXPIRED] = "expired",
        [ASSAY_NONCE_UNKNOWN] = "unknown",
        [ASSAY_NONCE_FOREIGN] = "foreign",
        [ASSAY_NONCE_WRONG_TIME] = "wrong-time",
    };
    return (size_t)state < ARRAY_LEN(NAMES) ? NAMES[state] : NAMES[ASSAY_NONCE_NONE];
}

assay_time nonce_clock(const nonce_options *options)
{
    return options->clock != NULL ? options->clock(options->clock_user) : (assay_time)time(NULL);
}

bool nonce_in_time(const assay_nonce_scope *given, assay_time clock)
{
    return given->now == ASSAY_TIME_UNSET || (given->now >= time_add(clock, -LIMIT_NONCE_SKEW) &&
                                              given->now <= time_add(clock, LIMIT_NONCE_SKEW));
}

static bool fits(assay_bytes issued, assay_bytes given)
{
    return issued.ptr == NULL || (given.ptr != NULL && bytes_equal(issued, given));
}

assay_nonce_state nonce_judge(const assay_nonce_scope *issued, bool spent,
                              const assay_nonce_scope *given, assay_time clock)
{
    if (!fits(bytes_of(issued->policy_sha256, 32), bytes_of(given->policy_sha256, 32)) ||
        !fits(bytes_of_str(issued->audience), bytes_of_str(given->audience)) ||
        !fits(bytes_of_str(issued->session), bytes_of_str(given->session))) {
        return ASSAY_NONCE_FOREIGN;
    }
    if (spent) {
        return ASSAY_NONCE_SPENT;
    }
    return issued->expires > clock ? ASSAY_NONCE_LIVE : ASSAY_NONCE_EXPIRED;
}
