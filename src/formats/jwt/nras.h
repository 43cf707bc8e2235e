/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What NVIDIA's Remote Attestation Service answers: an overall token and one for each device, bound
 * to it by digest (the "detached bundle" of draft-ietf-rats-eat-detached), or, in the first
 * version, one token about one device.
 */
#ifndef ASSAY_FORMATS_JWT_NRAS_H
#define ASSAY_FORMATS_JWT_NRAS_H

#include "formats/jwt/token.h"

typedef enum { NRAS_GPU = 0, NRAS_SWITCH } nras_kind;
typedef enum { NRAS_V1 = 0, NRAS_V2, NRAS_V3, NRAS_VERSIONS } nras_version; /* x-nvidia-ver */

typedef struct {
    assay_str name;   /* "GPU-0", as among the submodules */
    nras_kind kind;   /* by its name */
    assay_bytes text; /* the compact token, which the overall token's digest covers */
    jwt_token token;  /* of an answer in one token: the overall one */
} nras_device;

typedef struct {
    jwt_token overall; /* first: what the engine knows of a token holds for the answer */
    nras_device *devices;
    size_t device_count;
    bool single; /* one token is all there is */
} nras_answer;

enum {
    NRAS_CLAIMS = 0
#define ROW(...) +1
#define DEVICE(...) +1
#define CHECKED(...) +1
#define CHAIN(...) +5
#include "formats/jwt/nras.def"
#undef ROW
#undef DEVICE
#undef CHECKED
#undef CHAIN
};
extern const claim_schema nras_schema[NRAS_CLAIMS];

/* The format, but for what the engine does alike for every token. */
bool nras_probe(assay_bytes in);
const void *nras_parse(job *j, assay_bytes in);
void nras_describe(job *j, const void *doc);
bool nras_authenticate(job *j, const void *doc);
void nras_default_tests(job *j, const void *doc);
void nras_evaluate(job *j, const void *doc);
void nras_carries(job *j, const void *doc, const challenge *asked, carriage *out);

/* What the answer says its version is; NRAS_VERSIONS: none that is known. */
nras_version nras_version_of(const nras_answer *answer);
/* Is it a token of an overall result, or the first version's of a single device? */
bool nras_is_overall(const jwt_token *t);

#endif
