/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar time to and from assay_time without libc's locale, zone or 32-bit limits. */
#ifndef ASSAY_BASE_TIME_H
#define ASSAY_BASE_TIME_H

#include "base/arena.h"

#define TIME_TEXT 32 /* room for "9999-12-31T23:59:59Z" and its NUL */

/* Gregorian, UTC, years 0000 to 9999; false for a date that does not exist (leap seconds too). */
bool time_from_civil(int year, int month, int day, int hour, int minute, int second,
                     assay_time *out);
/* RFC 3339 with `Z` or an offset of zero; a fraction of a second is dropped. */
bool time_from_rfc3339(assay_bytes in, assay_time *out);
/* RFC 5280 4.1.2.5: UTCTime YYMMDDHHMMSSZ (50..99 is 19xx), GeneralizedTime YYYYMMDDHHMMSSZ. */
bool time_from_utctime(assay_bytes in, assay_time *out);
bool time_from_generalized(assay_bytes in, assay_time *out);
/* Times outside the years 0000..9999 come out as "unset". */
void time_to_rfc3339(assay_time t, char out[TIME_TEXT]);
const char *time_text(arena *a, assay_time t);

/* a + seconds, saturating; for windows and skews. */
assay_time time_add(assay_time a, int64_t seconds);

#endif
