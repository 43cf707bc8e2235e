/* SPDX-License-Identifier: Apache-2.0 */
/* assay/policy.h, and who holds a policy. */
#include "base/error.h"
#include "policy/model.h"

#include <stdlib.h>

assay_policy *policy_retain(assay_policy *p)
{
    atomic_fetch_add_explicit(&p->holders, 1, memory_order_relaxed);
    return p;
}

void policy_release(assay_policy *p)
{
    if (p == NULL || atomic_fetch_sub_explicit(&p->holders, 1, memory_order_acq_rel) > 1) {
        return;
    }
    arena_release(&p->arena);
    free(p);
}

/* A store that holds a key for policies takes none that it did not sign. */
static assay_status check_signature(const assay_trust *t, assay_bytes in, assay_bytes signature,
                                    assay_error *err)
{
    bool keys = t != NULL && trust_next(t, NULL, "policy-key", NULL) != NULL;
    if (!keys && signature.ptr != NULL) {
        error_set(err, ASSAY_E_CONFIG,
                  "the store holds no key to check the policy's signature with");
        error_hint(err, "assay trust add policy-key:FILE");
        return ASSAY_E_CONFIG;
    }
    if (!keys) {
        return ASSAY_OK;
    }
    assay_status s =
        signature.ptr != NULL ? trust_signed(t, "policy-key", in, signature) : ASSAY_REJECTED;
    if (s != ASSAY_REJECTED) {
        return s == ASSAY_OK ? s : error_set(err, s, "no memory to check the policy's signature");
    }
    error_set(err, ASSAY_E_CONFIG,
              signature.ptr != NULL ? "no policy key of the store made the policy's signature"
                                    : "the policy is not signed, and the store holds a policy key");
    error_hint(err, "openssl dgst -sha384 -sign KEY -out POLICY.sig POLICY");
    return ASSAY_E_CONFIG;
}

assay_status assay_policy_load(assay_policy **out, assay_bytes in, assay_bytes signature,
                               const assay_policy_options *options, assay_problems **problems,
                               assay_error *err)
{
    if (problems != NULL) {
        *problems = NULL;
    }
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "nowhere to put the policy");
    }
    *out = NULL;
    if (in.ptr == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no policy was given");
    }
    if (options != NULL && options->struct_size != sizeof *options) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "policy options of a size this library does not know");
    }
    assay_status s = check_signature(options != NULL ? options->trust : NULL, in, signature, err);
    return s == ASSAY_OK ? policy_load(in, options, out, problems, err) : s;
}

assay_policy *assay_policy_retain(assay_policy *policy)
{
    return policy != NULL ? policy_retain(policy) : NULL;
}

void assay_policy_release(assay_policy *policy)
{
    policy_release(policy);
}

const char *assay_policy_id(const assay_policy *policy)
{
    return policy != NULL ? policy->id : NULL;
}

uint64_t assay_policy_version(const assay_policy *policy)
{
    return policy != NULL ? policy->version : 0;
}

void assay_policy_digest(const assay_policy *policy, uint8_t out[32])
{
    if (out == NULL) {
        return;
    }
    memset(out, 0, 32);
    if (policy != NULL) {
        memcpy(out, policy->sha256, 32);
    }
}
