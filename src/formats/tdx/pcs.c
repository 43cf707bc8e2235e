/* SPDX-License-Identifier: Apache-2.0 */
/* Where Intel publishes collateral and revocation lists (Intel SGX and TDX PCS API v4), for needs.
 */
#include "formats/tdx/pcs.h"
#include "base/text.h"

#define PCS "https://api.trustedservices.intel.com/"

static void add(job *j, const char *role, const char *id, const char *url, bool authenticated)
{
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = role,
                                     .id = id,
                                     .url = url,
                                     .label = j->label,
                                     .authenticated = authenticated,
                                     .mandatory = true});
}

/* '?' or '&', and what names the stream or the number. */
static const char *edition(job *j, char joint, uint64_t number)
{
    if (number > 0) {
        return arena_format(j->arena, "%ctcbEvaluationDataNumber=%ju", joint, (uintmax_t)number);
    }
    return j->early_stream ? arena_format(j->arena, "%cupdate=early", joint) : "";
}

void pcs_need_collateral(job *j, const collateral_kind *kind, const tcb_subject *s, uint64_t number)
{
    arena *a = j->arena;
    const char *tee = kind->td ? "tdx" : "sgx";
    if (!kind->identity && s->fmspc.ptr == NULL) {
        return; /* the PCK certificate, which is asked for too, says which one */
    }
    if (kind->identity) {
        add(j, kind->role, kind->id,
            arena_format(a, PCS "%s/certification/v4/qe/identity%s", tee, edition(j, '?', number)),
            true);
        return;
    }
    const char *fmspc = text_hex(a, s->fmspc);
    add(j, kind->role, arena_format(a, "fmspc %s", fmspc),
        arena_format(a, PCS "%s/certification/v4/tcb?fmspc=%s%s", tee, fmspc,
                     edition(j, '&', number)),
        s->authenticated);
}
