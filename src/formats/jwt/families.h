/* SPDX-License-Identifier: Apache-2.0 */
/* What each token family adds to the engine: its claims, and what it says about them. */
#ifndef ASSAY_FORMATS_JWT_FAMILIES_H
#define ASSAY_FORMATS_JWT_FAMILIES_H

#include "formats/jwt/profile.h"
#include "formats/jwt/token.h"

/* The schemas, counted by the rows that each line of a .def stands for. */
#define ROW(...) +1
#define ONE_OR_LIST(...) +1
#define HEX_AT(...) +1
#define BOTH(...) +2
enum {
    GCP_CS_CLAIMS = 0
#include "formats/jwt/gcp_cs.def"
};
enum {
    EAR_CLAIMS = 0
#include "formats/jwt/ear.def"
};
#define NAMED(...) +2
#define HEX(...) +2
#define TD(...) +2
#define TD_HEX(...) +2
enum {
    MAA_CLAIMS = 0
#include "formats/jwt/maa.def"
};
#undef NAMED
#define NAMED(...) +4
#define SGX(...) +2
#define SGX_HEX(...) +2
enum {
    ITA_CLAIMS = 0
#include "formats/jwt/ita.def"
};
#undef ROW
#undef ONE_OR_LIST
#undef HEX_AT
#undef BOTH
#undef NAMED
#undef HEX
#undef TD
#undef TD_HEX
#undef SGX
#undef SGX_HEX

extern const claim_schema gcp_cs_schema[GCP_CS_CLAIMS];
void gcp_cs_default_tests(job *j, const jwt_token *t);
void gcp_cs_evaluate(job *j, const jwt_token *t);

extern const claim_schema maa_schema[MAA_CLAIMS];
const char *maa_scope(arena *a, assay_str iss);
void maa_default_tests(job *j, const jwt_token *t);
void maa_evaluate(job *j, const jwt_token *t);

extern const claim_schema ita_schema[ITA_CLAIMS];
const char *ita_scope(arena *a, assay_str iss);
void ita_present(job *j);
void ita_default_tests(job *j, const jwt_token *t);
void ita_evaluate(job *j, const jwt_token *t);

extern const claim_schema ear_schema[EAR_CLAIMS];
const char *ear_scope(arena *a, assay_str iss);
void ear_default_tests(job *j, const jwt_token *t);
void ear_evaluate(job *j, const jwt_token *t);

/* tee.c: what families say alike. A member of the claims by pointer, or NULL. */
const json *jwt_member(const jwt_token *t, const char *pointer);
/* As it stands in the token, for a finding; NULL for NULL. */
const char *jwt_shown(job *j, const json *node);
/* The check that a claim is this text. */
void jwt_expect_text(job *j, const jwt_token *t, int def, const char *pointer,
                     const char *expected);
/* The finding of the check that a TEE cannot be debugged: each of the named members of `tee` that
 * is there says false, and one is there. `pointer` is where the tee stands. */
void jwt_expect_no_debug(job *j, int def, const json *tee, const char *pointer,
                         const char *const *names, size_t count);
/* Stage 5: Intel's status of a TEE's firmware as the issuer found it, NULL where it says none:
 * Revoked rejects, and whatever else is not UpToDate warns. */
#define JWT_TCB_STATUS "attester_tcb_status" /* as Microsoft and Intel name it */
void jwt_tcb_default_tests(job *j, const json *status);
void jwt_tcb_evaluate(job *j, const json *status);

#endif
