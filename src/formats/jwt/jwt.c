/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptors of attestation tokens: one per family. */
#include "formats/jwt/jwt.h"
#include "base/limits.h"
#include "formats/jwt/families.h"
#include "formats/jwt/nras.h"

#define JWT_FORMAT(id_, title_, probe_, parse_, profile_issuer_, schema_, schema_count_)           \
    {                                                                                              \
        .id = id_, .title = title_, .media_type = "application/eat+jwt",                           \
        .max_bytes = LIMIT_TOKEN_BYTES, .probe = probe_, .parse = parse_,                          \
        .describe = jwt_describe, .authenticate = jwt_authenticate,                                \
        .default_tests = jwt_default_tests, .evaluate = jwt_evaluate, .carries = jwt_carries,      \
        .signed_time = jwt_signed_time, .schema = schema_, .schema_count = schema_count_,          \
        .findings = jwt_findings, .finding_count = JWT_FINDINGS, .family = profile_issuer_,        \
        .at_most_warning = true                                                                    \
    }

static bool probe_gcp_cs(assay_bytes in)
{
    return jws_mentions(in, "\"" JWT_ISSUER_GCP_CS "\"");
}

static const void *parse_gcp_cs(job *j, assay_bytes in)
{
    return jwt_parse(j, in, &jwt_gcp_cs);
}

/* `iss` has the region in front of this. */
static bool probe_maa(assay_bytes in)
{
    return jws_mentions(in, ".attest.azure.");
}

static const void *parse_maa(job *j, assay_bytes in)
{
    return jwt_parse(j, in, &jwt_maa);
}

static bool probe_ita(assay_bytes in)
{
    return jws_mentions(in, "\"" JWT_ISSUER_ITA "\"") ||
           jws_mentions(in, "trustauthority.intel.com\"");
}

static const void *parse_ita(job *j, assay_bytes in)
{
    return jwt_parse(j, in, &jwt_ita);
}

/* The profile, up to its year where two begin alike. */
static bool probe_ear(assay_bytes in)
{
    return jws_mentions(in, EAR_PROFILE_GITHUB) || jws_mentions(in, EAR_PROFILE_IETF);
}

static const void *parse_ear(job *j, assay_bytes in)
{
    return jwt_parse(j, in, &jwt_ear);
}

const format format_jwt_maa = JWT_FORMAT("jwt-maa", "Microsoft Azure Attestation token", probe_maa,
                                         parse_maa, NULL, maa_schema, MAA_CLAIMS);
const format format_jwt_ita =
    JWT_FORMAT("jwt-ita", "Intel Trust Authority attestation token", probe_ita, parse_ita,
               JWT_ISSUER_ITA, ita_schema, ITA_CLAIMS);
const format format_jwt_ear =
    JWT_FORMAT("jwt-ear", "attestation result (EAR) of another verifier", probe_ear, parse_ear,
               JWT_SCOPE_EAR, ear_schema, EAR_CLAIMS);

const format format_jwt_gcp_cs =
    JWT_FORMAT("jwt-gcp-cs", "Google Confidential Space attestation token", probe_gcp_cs,
               parse_gcp_cs, JWT_ISSUER_GCP_CS, gcp_cs_schema, GCP_CS_CLAIMS);

const format format_jwt_nras = {.id = "jwt-nras",
                                .title = "NVIDIA remote attestation tokens",
                                .media_type = "application/eat+jwt",
                                .max_bytes = LIMIT_NRAS_BYTES,
                                .probe = nras_probe,
                                .parse = nras_parse,
                                .describe = nras_describe,
                                .authenticate = nras_authenticate,
                                .default_tests = nras_default_tests,
                                .evaluate = nras_evaluate,
                                .carries = nras_carries,
                                .signed_time = jwt_signed_time,
                                .schema = nras_schema,
                                .schema_count = NRAS_CLAIMS,
                                .findings = jwt_findings,
                                .finding_count = JWT_FINDINGS,
                                .family = JWT_ISSUER_NRAS,
                                .at_most_warning = true};
