/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of the runtime data and of the quote, beside those of the hardware report. */
#include "base/limits.h"
#include "claims/claim_json.h"
#include "formats/hcl/evidence.h"

static void describe_runtime(job *j, const hcl_evidence *e)
{
    arena *a = j->arena;
    const hcl_runtime *r = &e->runtime;
    if (r->ak_unusable == NULL) {
        claim *ak = claim_map(a, j->claims, "attestation_key");
        claim_bytes(a, ak, "modulus", r->ak.a);
        claim_bytes(a, ak, "exponent", r->ak.b);
    }
    if (r->vm_configuration != NULL) {
        const json *vm = r->vm_configuration;
        claim *made = claim_map(a, j->claims, "vm_configuration");
        claim_span(made, HCL_RUNTIME_AT + vm->at, vm->raw.len);
        claim_add_json(a, made, vm, LIMIT_HCL_BLOB); /* which no blob has room to exceed */
    }
    if (r->user_data.ptr != NULL) {
        claim_bytes(a, j->claims, "user_data", r->user_data);
    }
}

static void describe_quote(job *j, const hcl_quote *q)
{
    arena *a = j->arena;
    const tpm_attest *t = &q->attest;
    claim *quote = claim_map(a, j->claims, "quote");
    claim_bytes(a, quote, "extra_data", t->extra_data);
    claim_bytes(a, quote, "qualified_signer", t->qualified_signer);
    claim_uint(a, quote, "clock", t->clock);
    claim_uint(a, quote, "reset_count", t->reset_count);
    claim_uint(a, quote, "restart_count", t->restart_count);
    claim_bool(a, quote, "clock_safe", t->safe != 0);
    claim_uint(a, quote, "firmware_version", t->firmware_version);
    claim_bytes(a, quote, "pcr_digest", t->pcr_digest);
    claim *registers = claim_map(a, j->claims, "pcrs");
    for (unsigned i = 0; i < TPM_REGISTERS; i++) {
        const char *name = (t->selected >> i & 1) != 0 ? arena_format(a, "%u", i) : NULL;
        if (name != NULL) {
            claim_bytes(a, registers, name, tpm_register(q->registers, i));
        }
    }
}

void hcl_describe(job *j, const void *doc)
{
    const hcl_evidence *e = doc;
    hcl_inner_describe(j, e);
    describe_runtime(j, e);
    if (e->quote.read) {
        describe_quote(j, &e->quote);
    }
}
