/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JWS in compact serialisation (RFC 7515 7.1), read strictly: three parts of canonical base64url, a
 * header that is strict JSON and asks for no extension. Syntax only: which algorithm is allowed,
 * and which key, is decided elsewhere, and never by the header's own jwk, jku or x5u.
 */
#ifndef ASSAY_CODEC_JWS_H
#define ASSAY_CODEC_JWS_H

#include "codec/json.h"

/* The algorithms of RFC 7518 3.1 that Assay can verify. `none`, MACs and everything else are none
 * of them: JWS_ALG_NONE. */
typedef enum {
    JWS_ALG_NONE = 0,
    JWS_RS256,
    JWS_RS384,
    JWS_RS512,
    JWS_PS256,
    JWS_PS384,
    JWS_PS512,
    JWS_ES256,
    JWS_ES384
} jws_alg;
jws_alg jws_alg_find(assay_str name);  /* case matters */
const char *jws_alg_name(jws_alg alg); /* "RS256"; "none" */

/* Views into the token or the arena. Texts that the header lacks are {NULL, 0}. */
typedef struct {
    assay_bytes signing_input; /* what the signature covers: header.payload, as they stand */
    assay_bytes payload;       /* decoded; may be empty */
    assay_bytes signature;     /* decoded; for ECDSA it should be r||s, which is not looked at */
    size_t payload_at;         /* offset of the payload's first character */
    const json *header;        /* the whole header */
    assay_str alg_name, kid, typ;
    jws_alg alg;     /* of alg_name */
    const json *x5c; /* an array of texts, or NULL */
    bool names_keys; /* the header has jku, x5u or jwk */
} jws;

typedef enum {
    JWS_SOUND = 0,
    JWS_MALFORMED, /* not three parts of base64url, or too long */
    JWS_HEADER,    /* no strict JSON object, alg missing, or a member of a wrong type */
    JWS_EXTENSION  /* crit, b64, zip or cty: a reader that passes over them reads another message */
} jws_defect;

/* With the fault filled unless JWS_SOUND; or with the arena's state set (then JWS_MALFORMED).
 * Faults point into the token. */
jws_defect jws_parse(arena *a, assay_bytes in, jws *out, fault *f);

/* Where in the token the payload's byte `at` stands. */
size_t jws_payload_offset(const jws *j, size_t at);

/* Has it the form of a token whose payload holds this text literally? Looks at the shape only
 * (three parts, a signature of base64url's digits), and needs no memory. */
bool jws_mentions(assay_bytes in, const char *literal);
/* The same for a text in its header. */
bool jws_header_mentions(assay_bytes in, const char *literal);

#endif
