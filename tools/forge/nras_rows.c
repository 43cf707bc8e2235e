/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of NRAS answers as one, and the list of those that are good. */
#include "forge/nras_rows.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define AUTHENTIC .outcome = FNRAS_AUTHENTIC
#define STRICT .outcome = FNRAS_ACCEPTED, .strict = true
#define STATED .finding = "jwt.nras.no-hardware-report"

static const fnras_row good[] = {
    {ROW("good-v3", "two GPUs, claims of version 3.0"), AUTHENTIC, STATED},
    {ROW("good-v3-strict", "the same under a policy that counts them"), STRICT},
    {ROW("good-v2", "two GPUs, claims of version 2.0"), AUTHENTIC, STATED, .version = 2},
    {ROW("good-v2-strict", "the same under a policy that counts them"), STRICT, .version = 2},
    {ROW("good-v1", "one GPU, a single token of version 1.0"), AUTHENTIC, STATED, .version = 1},
    {ROW("good-v1-compact", "the same token by itself"), AUTHENTIC, .version = 1,
     .form = FNRAS_COMPACT},
    {ROW("good-1gpu", "one GPU"), AUTHENTIC, .gpus = 1},
    {ROW("good-8gpu", "eight GPUs"), AUTHENTIC, .gpus = 8},
    {ROW("good-8gpu-v2", "eight GPUs, claims of version 2.0"), AUTHENTIC, .gpus = 8, .version = 2},
    {ROW("good-4switch", "four switches"), AUTHENTIC, .switches = 4},
    {ROW("good-4switch-v2", "four switches, claims of version 2.0"), AUTHENTIC, .switches = 4,
     .version = 2},
    {ROW("good-8gpu-4switch", "eight GPUs and four switches in one answer"), AUTHENTIC, .gpus = 8,
     .switches = 4},
    {ROW("good-pretty", "white space, as NVIDIA's SDK prints it"), AUTHENTIC, .form = FNRAS_PRETTY},
    {ROW("good-wrapped", "inside the SDK's own bundle, whose token is not signed"), AUTHENTIC,
     .finding = "jwt.nras.wrapped", .form = FNRAS_WRAPPED},
    {ROW("good-blackwell", "a model that nobody lists"), AUTHENTIC,
     .edits = {{FNRAS_EVERY, "hwmodel", "\"GB100 A01 FSP BROM\""}}},
    {ROW("good-unknown-check", "a check that this library does not know, and that held"), AUTHENTIC,
     .edits = {{FNRAS_EVERY, "x-nvidia-gpu-new-check", "true"}}},
    {ROW("good-no-mismatch", "an empty list of differences"), AUTHENTIC,
     .edits = {{FNRAS_EVERY, "x-nvidia-mismatch-measurement-records", "[]"}}},
    {ROW("good-pdis", "what the GPUs are connected to"), AUTHENTIC,
     .edits = {{FNRAS_EVERY, "x-nvidia-gpu-switch-pdis", "[\"5A3F00112233445566\"]"},
               {FNRAS_EVERY, "x-nvidia-gpu-mode", "\"ppcie\""}}},
    {ROW("good-typ", "a header with a type"), AUTHENTIC,
     .edits = {{FNRAS_HEADER, "typ", "\"JWT\""}}},
    {ROW("good-warning", "a warning about a device"), AUTHENTIC, .finding = "jwt.nras.warning",
     .edits = {{FNRAS_DEVICE, "x-nvidia-attestation-warning", "\"driver is old\""}}},
};
const fnras_row_list fnras_rows_good = {good, ARRAY_LEN(good)};

static const fnras_row_list *const lists[] = {&fnras_rows_good, &fnras_rows_form, &fnras_rows_key,
                                              &fnras_rows_verdict};

const fnras_row *fnras_row_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fnras_row *fnras_row_find(const char *name)
{
    for (size_t i = 0; fnras_row_at(i) != NULL; i++) {
        if (strcmp(fnras_row_at(i)->name, name) == 0) {
            return fnras_row_at(i);
        }
    }
    return NULL;
}

void fnras_row_apply(const fnras_row *row, fnras_recipe *r, arena *a)
{
    fnras_recipe_init(r, a, row->version != 0 ? row->version : 3);
    if (row->gpus + row->switches > 0) {
        r->gpus = row->gpus;
        r->switches = row->switches;
    }
    if (row->timed) {
        r->issued = r->at + row->issued;
        r->ends = r->at + row->ends;
    }
    for (size_t i = 0; i < FNRAS_EDITS_MAX && row->edits[i].name != NULL; i++) {
        fjwt_set(&r->objects[row->edits[i].place], row->edits[i].name, row->edits[i].value);
    }
    r->form = row->form != FNRAS_BUNDLE ? row->form : r->form;
    r->tamper = row->tamper;
    r->pin = row->pin;
    r->signer = row->signer != NULL ? row->signer : r->signer;
    r->digest_name = row->digest_name != NULL ? row->digest_name : r->digest_name;
    r->alg = row->alg != SIG_NONE ? row->alg : r->alg;
    r->x5c = row->x5c;
    r->deny = row->deny;
    r->no_keys = row->no_keys;
    r->no_x5c = row->no_x5c;
    r->revoked = row->revoked;
    r->error = row->error;
    r->flipped = row->flipped;
    if (row->spoil != NULL) {
        row->spoil(r, a);
    }
}

const char *fnras_expectation(const fnras_row *row)
{
    static const char *const names[] = {[FNRAS_REJECTED] = "rejected",
                                        [FNRAS_DEBUG] = "debug",
                                        [FNRAS_UNDECIDED] = "undecided",
                                        [FNRAS_AUTHENTIC] = "authentic",
                                        [FNRAS_ACCEPTED] = "accepted"};
    return names[row->outcome];
}
