/* SPDX-License-Identifier: Apache-2.0 */
/* The event log beside a quote, or alone. */
#ifndef ASSAY_FORMATS_TDX_EVENT_LOG_H
#define ASSAY_FORMATS_TDX_EVENT_LOG_H

#include "formats/tdx/ccel.h"
#include "formats/tdx/evidence.h"

/* Stage 5: a log that travels with a TD's quote explains its registers. Adds /event_log. */
void event_log_judge(job *j, const quote *q);
/* Adds an event to a list. Its data is there only where the digest is that of the data: otherwise
 * nothing says that the data was measured. */
void event_log_describe_event(job *j, claim *list, const ccel_event *e);

#endif
