/* SPDX-License-Identifier: Apache-2.0 */
/* Every size, count and depth that hostile or careless input could choose, in one place. */
#ifndef ASSAY_BASE_LIMITS_H
#define ASSAY_BASE_LIMITS_H

/* Appraisal */
#define LIMIT_EVIDENCE_BYTES (1024u * 1024u)          /* one piece, default of engine options  */
#define LIMIT_REQUEST_BYTES (16u * 1024u * 1024u)     /* everything in one request, default    */
#define LIMIT_APPRAISAL_MEMORY (16u * 1024u * 1024u)  /* one appraisal, default                */
#define LIMIT_APPRAISAL_LEAST (64u * 1024u) /* below this none could even say why it failed */
#define LIMIT_EVIDENCE_PIECES 64
#define LIMIT_ATTACHMENTS 256
#define LIMIT_FINDINGS 4096
#define LIMIT_NEEDS 256
#define LIMIT_POLICIES 8
#define LIMIT_LABEL 64
#define LIMIT_SIGNATURE_BYTES 256 /* of a detached signature */
#define LIMIT_CLOCK_SKEW 300 /* seconds */
#define LIMIT_CHALLENGE 1024 /* bytes of a nonce that evidence can carry: a Nitro document's */
#define LIMIT_NONCE_MIN 16
#define LIMIT_NONCE_MAX 64
#define LIMIT_EAR_LIFETIME 86400 /* seconds */
#define LIMIT_EAR_TEXT 256       /* bytes of an audience, an issuer, a name of the verifier */
#define LIMIT_ARENA_BLOCK 4096u

/* JSON */
#define LIMIT_HTML_BYTES (32u * 1024u * 1024u)
#define LIMIT_HTML_CLAIMS (256u * 1024u) /* bytes of a page, for the claims of one piece */
#define LIMIT_JSON_BYTES (4u * 1024u * 1024u)
#define LIMIT_JSON_DEPTH 32
#define LIMIT_JSON_ITEMS 262144
#define LIMIT_JSON_NUMBER 64 /* characters */
#define LIMIT_JSON_WRITE_DEPTH 40 /* a tree of claims inside a document */

/* Case files: all of a request in base64, and the trust items that were looked at */
#define LIMIT_CASE_BYTES (64u * 1024u * 1024u)
#define LIMIT_CASE_MEMORY (512u * 1024u * 1024u) /* while one is written */
#define LIMIT_CASE_PARAMS 512
#define LIMIT_CASE_WAIVERS 1024
#define LIMIT_CASE_ENGINE (1024u * 1024u * 1024u) /* limits of the engine that a case may state */

/* JOSE */
#define LIMIT_TOKEN_BYTES (64u * 1024u)
#define LIMIT_TOKEN_HEADER (16u * 1024u) /* decoded */
#define LIMIT_TOKEN_KID 256              /* bytes */
#define LIMIT_TOKEN_CERTS 5              /* in x5c */
#define LIMIT_TOKEN_CLAIMS 1024
#define LIMIT_NRAS_BYTES (512u * 1024u) /* an answer: tokens of up to so many devices */
#define LIMIT_NRAS_DEVICES 64
#define LIMIT_JWKS_BYTES (512u * 1024u)
#define LIMIT_JWKS_KEYS 256

/* CBOR and COSE */
#define LIMIT_CBOR_DEPTH 16
#define LIMIT_CBOR_KEYS 128 /* of the maps that are open at one place of the input */

/* BER */
#define LIMIT_BER_DEPTH 8 /* elements of indefinite length inside each other */

/* X.509, CRL and OCSP */
#define LIMIT_CERT_BYTES (16u * 1024u)
#define LIMIT_CERT_EXTENSIONS 32
#define LIMIT_CERT_SERIAL 20 /* RFC 5280 4.1.2.2 */
#define LIMIT_CERT_NAME 1024
#define LIMIT_CRL_BYTES (4u * 1024u * 1024u)
#define LIMIT_CRL_ENTRIES 65536
#define LIMIT_EXT_KEY_USAGES 16
#define LIMIT_OCSP_BYTES (64u * 1024u)
#define LIMIT_OCSP_RESPONSES 64
#define LIMIT_OCSP_CERTS 4
#define LIMIT_PATH_DEPTH 8
#define LIMIT_PATH_POOL 64  /* certificates offered to one path */
#define LIMIT_PATH_CHECKS 32 /* signatures tried for one path */
#define LIMIT_PEM_BLOCKS 32
#define LIMIT_RSA_BITS_MIN 2048
#define LIMIT_RSA_BITS_MAX 4096

/* Claims */
#define LIMIT_CLAIM_DEPTH 34 /* a JSON tree below a label */
#define LIMIT_CLAIM_POINTER 65536

/* Trust store */
#define LIMIT_STORE_ITEMS 65536
#define LIMIT_STORE_FILE (64u * 1024u * 1024u)
#define LIMIT_STORE_MEMORY (256u * 1024u * 1024u)
#define LIMIT_CACHE_LINKS 4096 /* verified signatures kept, default of engine options */

/* Policy */
#define LIMIT_POLICY_BYTES (4u * 1024u * 1024u)
#define LIMIT_POLICY_MEMORY (64u * 1024u * 1024u)
#define LIMIT_POLICY_DEPTH 4 /* any_of, at_least */
#define LIMIT_POLICY_INPUTS 16
#define LIMIT_POLICY_PARAMS 64
#define LIMIT_POLICY_RULES 1024 /* top level rules; nested ones are bounded by the JSON limits */
#define LIMIT_POLICY_PROBLEMS 64
#define LIMIT_VALUE_DEPTH 8 /* value expressions */

/* SEV-SNP */
#define LIMIT_SNP_TABLE_BYTES (64u * 1024u)
#define LIMIT_SNP_TABLE_ENTRIES 16
#define LIMIT_SNP_CRL_BYTES (64u * 1024u) /* of a list that travels; AMD's have about 1 KiB, and
                                             each piece of evidence reads and hashes it again */

/* Intel TCB info and enclave identities */
#define LIMIT_COLLATERAL_BYTES (256u * 1024u)
#define LIMIT_COLLATERAL_MEMORY (16u * 1024u * 1024u) /* while one is read */
#define LIMIT_COLLATERAL_SENT 4 /* of one role, with one piece of evidence */
#define LIMIT_TCB_LEVELS 256
#define LIMIT_TCB_ADVISORIES 256 /* of one level */
#define LIMIT_TCB_MODULES 64

/* Azure */
#define LIMIT_HCL_BLOB 2600 /* bytes of the vTPM's NV index */
#define LIMIT_HCL_QUOTE_JSON (16u * 1024u) /* a vTPM quote as JSON; they have about 3 KiB */

/* AWS Nitro documents (attestation_process.md 2.2 of aws-nitro-enclaves-nsm-api) */
#define LIMIT_NSM_PAYLOAD (16u * 1024u)
#define LIMIT_NSM_BUNDLE (LIMIT_PATH_DEPTH - 1)
#define LIMIT_NSM_PCRS 32
#define LIMIT_NSM_CRL_BYTES (64u * 1024u) /* one list that travels with a document */
#define LIMIT_NSM_FIELD 1024 /* certificates, public key, user data, nonce: bytes */

/* NVIDIA device reports: NVML hands out at most 8192 bytes behind the request's 37 */
#define LIMIT_SPDM_REPORT (16u * 1024u)
#define LIMIT_SPDM_FIELDS 64 /* of opaque data */
#define LIMIT_SPDM_CHAIN (16u * 1024u) /* of PEM; NVML's buffer has 5120 */

/* Intel quotes have about 5 KiB; kernels hand them out in buffers of up to 32 KiB */
#define LIMIT_QUOTE_BYTES (32u * 1024u)
#define LIMIT_QUOTE_CERT_DATA (8u * 1024u)
#define LIMIT_QUOTE_QE_AUTH 1024u
#define LIMIT_QUOTE_CERTS 6                  /* in certification data, or beside it */
#define LIMIT_QUOTE_CRL_BYTES (256u * 1024u) /* one list that travels */
#define LIMIT_CCEL_BYTES (256u * 1024u)      /* event log */
#define LIMIT_CCEL_EVENTS 4096
#define LIMIT_CCEL_EVENT (64u * 1024u)       /* data of one event */

/* RIMs of NVIDIA */
#define LIMIT_RIM_BYTES (256u * 1024u) /* theirs have about 25 KiB */
#define LIMIT_RIM_INDEX 238            /* is SPDM block 239, the last one there is */
#define LIMIT_RIM_ALTERNATIVES 16
#define LIMIT_RIM_CERTS 6

/* Nonces */
#define LIMIT_NONCE_SCOPE 256       /* audience, session: bytes */
#define LIMIT_NONCE_TTL 86400       /* seconds */
#define LIMIT_NONCE_SKEW 300        /* seconds, between a request's time and the store's clock */
#define LIMIT_NONCE_CAPACITY (1024u * 1024u) /* nonces in a memory store */
#define LIMIT_NONCE_PURGE 1000      /* rows deleted in one transaction */
#define LIMIT_NONCE_BUSY_MS 10000   /* how long a locked database is waited for */

#endif
