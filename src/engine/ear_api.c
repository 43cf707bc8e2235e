/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/ear.h */
#include "appraise/ear.h"
#include "base/error.h"

static assay_status no_memory(assay_error *err)
{
    return error_set(err, ASSAY_E_MEMORY, "no memory for the result");
}

static assay_status claims_of(assay_appraisal *a, const assay_ear_options *o, assay_str *out,
                              assay_error *err)
{
    ear_issue issue;
    if (a == NULL || out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no appraisal, or no place for the result");
    }
    *out = (assay_str){NULL, 0};
    assay_status s = ear_issue_of(a, o, &issue, err);
    if (s != ASSAY_OK) {
        return s;
    }
    *out = document_ear(a, &issue);
    return out->ptr != NULL ? ASSAY_OK : no_memory(err);
}

/* A key's text is read into memory of its own, so that it does not stay with the appraisal. */
static void scratch_init(arena *scratch, const assay_appraisal *a)
{
    arena_init(scratch, a->env.allocator, LIMIT_APPRAISAL_MEMORY);
}

assay_status assay_ear_claims(assay_appraisal *appraisal, const assay_ear_options *options,
                              assay_str *out, assay_error *err)
{
    return claims_of(appraisal, options, out, err);
}

assay_status assay_ear_sign(assay_appraisal *appraisal, const assay_ear_options *options,
                            const uint8_t *key, size_t key_len, assay_str *out, assay_error *err)
{
    assay_str claims;
    arena scratch;
    private_key *private = NULL;
    assay_status s = claims_of(appraisal, options, &claims, err);
    if (s != ASSAY_OK || key == NULL || out == NULL) {
        return s != ASSAY_OK ? s : error_set(err, ASSAY_E_ARGUMENT, "no key was given");
    }
    *out = (assay_str){NULL, 0};
    scratch_init(&scratch, appraisal);
    s = ear_private_key(&scratch, bytes_of(key, key_len), &private);
    if (s == ASSAY_OK) {
        s = ear_sign(&appraisal->documents, private, claims, out, err);
    } else if (s == ASSAY_E_CONFIG) {
        error_set(err, s, "no private key on P-256 or P-384, in PEM or DER");
    } else {
        no_memory(err);
    }
    key_free(private);
    arena_release(&scratch);
    return s;
}

static assay_status read_public(arena *scratch, const uint8_t *key, size_t len, public_key *out,
                                assay_error *err)
{
    if (key != NULL && ear_public_key(scratch, bytes_of(key, len), out)) {
        return ASSAY_OK;
    }
    if (arena_status(scratch) != ASSAY_OK) {
        return no_memory(err);
    }
    return error_set(err, ASSAY_E_CONFIG, "no public key on P-256 or P-384, in PEM or DER");
}

assay_status assay_ear_signing_input(assay_appraisal *appraisal, const assay_ear_options *options,
                                     const uint8_t *key, size_t key_len, assay_str *out,
                                     assay_error *err)
{
    assay_str claims;
    arena scratch;
    public_key public;
    assay_status s = claims_of(appraisal, options, &claims, err);
    if (s != ASSAY_OK || out == NULL) {
        return s != ASSAY_OK ? s : error_set(err, ASSAY_E_ARGUMENT, "no place for the result");
    }
    scratch_init(&scratch, appraisal);
    s = read_public(&scratch, key, key_len, &public, err);
    if (s == ASSAY_OK) {
        *out = ear_signing_input(&appraisal->documents, &public, claims);
        s = out->ptr != NULL ? ASSAY_OK : no_memory(err);
    }
    arena_release(&scratch);
    return s;
}

assay_status assay_ear_seal(assay_appraisal *appraisal, const char *signing_input,
                            const uint8_t *key, size_t key_len, const uint8_t *signature,
                            size_t signature_len, assay_str *out, assay_error *err)
{
    arena scratch;
    public_key public;
    if (appraisal == NULL || signing_input == NULL || signature == NULL || out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "an argument is missing");
    }
    scratch_init(&scratch, appraisal);
    assay_status s = read_public(&scratch, key, key_len, &public, err);
    if (s == ASSAY_OK) {
        assay_str input = {signing_input, strlen(signing_input)};
        s = ear_seal(&appraisal->documents, input, &public, bytes_of(signature, signature_len), out,
                     err);
    }
    arena_release(&scratch);
    return s;
}
