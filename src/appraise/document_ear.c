/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The claims of an attestation result, draft-ietf-rats-ear in the profile of 2026. What Assay adds
 * stands under ear_assay, once for the whole and once for each part.
 */
#include "appraise/document.h"
#include "appraise/ear.h"
#include "appraise/vector.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"

#include <assay/version.h>

#define PROFILE "tag:ietf.org,2026:rats/ear#03"
#define LIFETIME 300
#define NONCE_TEXT_MIN 8 /* RFC 9711 4.1: 8 to 88 characters in JSON */
#define NONCE_TEXT_MAX 88

void assay_ear_options_init(assay_ear_options *options, size_t struct_size)
{
    if (options != NULL && struct_size >= sizeof *options) {
        memset(options, 0, struct_size);
        options->struct_size = struct_size;
        options->issued_at = ASSAY_TIME_UNSET;
    }
}

/* NumericDate of RFC 7519 is a JSON number, and no year needs more than RFC 3339 can write. */
static bool is_date(assay_time t)
{
    char shown[TIME_TEXT];
    time_to_rfc3339(t, shown);
    return t >= 0 && shown[0] >= '0' && shown[0] <= '9';
}

static const char *or_else(const char *given, const char *otherwise)
{
    return given != NULL ? given : otherwise;
}

/* Text that is written as it was given, and is not too long. */
static bool is_plain(assay_appraisal *a, const char *in)
{
    const char *shown = in != NULL && strlen(in) <= LIMIT_EAR_TEXT
                            ? text_printable(&a->documents, bytes_of_text(in))
                            : NULL;
    return in == NULL || (in[0] != '\0' && shown != NULL && strcmp(in, shown) == 0);
}

assay_status ear_issue_of(assay_appraisal *a, const assay_ear_options *o, ear_issue *out,
                          assay_error *err)
{
    assay_ear_options own;
    assay_ear_options_init(&own, sizeof own);
    if (o != NULL && o->struct_size != sizeof own) {
        return error_set(err, ASSAY_E_ARGUMENT, "EAR options of a size this library does not know");
    }
    own = o != NULL ? *o : own;
    assay_time now = a->clock != ASSAY_TIME_UNSET ? a->clock : a->at;
    *out = (ear_issue){.issued_at = own.issued_at != ASSAY_TIME_UNSET ? own.issued_at : now,
                       .lifetime = own.lifetime != 0 ? own.lifetime : LIFETIME,
                       .audience = own.audience,
                       .issuer = own.issuer,
                       .developer = or_else(own.developer, "assay"),
                       .build = or_else(own.build, "assay " ASSAY_VERSION)};
    if (a->status == ASSAY_PENDING) {
        return error_set(err, ASSAY_E_ARGUMENT, "a pending appraisal has no result");
    }
    const char *const texts[] = {out->audience, out->issuer, out->developer, out->build};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        bool plain = is_plain(a, texts[i]);
        if (arena_status(&a->documents) != ASSAY_OK) {
            return error_set(err, ASSAY_E_MEMORY, "no memory for the result");
        }
        if (!plain) {
            return error_set(err, ASSAY_E_ARGUMENT,
                             "a text of the result is empty, too long, or not printable");
        }
    }
    if (out->lifetime > LIMIT_EAR_LIFETIME) {
        return error_set(err, ASSAY_E_ARGUMENT, "the lifetime is above %d seconds",
                         LIMIT_EAR_LIFETIME);
    }
    if (!is_date(out->issued_at) || !is_date(time_add(out->issued_at, out->lifetime))) {
        return error_set(err, ASSAY_E_ARGUMENT, "the result has no time of issue");
    }
    return ASSAY_OK;
}

static void put_head(json_writer *w, assay_appraisal *a, const ear_issue *issue)
{
    const char *nonce =
        a->request->nonce.ptr != NULL ? base64url_encode(&a->documents, a->request->nonce) : NULL;
    size_t len = nonce != NULL ? strlen(nonce) : 0;
    json_put_cstr(w, "eat_profile", PROFILE);
    json_put_int(w, "iat", issue->issued_at);
    json_put_int(w, "exp", issue->issued_at + issue->lifetime);
    if (issue->issuer != NULL) {
        json_put_cstr(w, "iss", issue->issuer);
    }
    if (issue->audience != NULL) {
        json_put_cstr(w, "aud", issue->audience);
    }
    if (len >= NONCE_TEXT_MIN && len <= NONCE_TEXT_MAX) {
        json_put_cstr(w, "eat_nonce", nonce);
    }
    json_open_object(w, "ear_verifier_id");
    json_put_cstr(w, "developer", issue->developer);
    json_put_cstr(w, "build", issue->build);
    json_close(w);
    json_put_cstr(w, "ear_status", verdict_word(a->verdict));
}

static void put_policy_ids(json_writer *w, assay_appraisal *a)
{
    json_open_array(w, "ear_appraisal_policy_ids");
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_facts facts = policy_describe(a->request->policies[i]);
        const char *digest = text_hex(&a->documents, bytes_of(facts.sha256, 32));
        json_put_cstr(w, NULL,
                      digest == NULL ? NULL
                                     : arena_format(&a->documents, "%s/%llu?sha256=%s", facts.id,
                                                    (unsigned long long)facts.version, digest));
    }
    json_close(w);
}

static void put_part(json_writer *w, assay_appraisal *a, const piece *p)
{
    trust_vector v = vector_of(a, p);
    uint8_t sha256[32];
    if (crypto_sha256(p->bytes.ptr != NULL ? p->bytes : p->from->bytes, sha256) != ASSAY_OK) {
        a->documents.state = ARENA_NO_MEMORY;
    }
    json_open_object(w, p->label);
    json_put_cstr(w, "ear_status", verdict_word(v.tier));
    if (vector_asserts(&v)) { /* the CDDL wants at least one claim */
        document_vector(w, "ear_trustworthiness_vector", &v);
    }
    put_policy_ids(w, a);
    json_open_object(w, "ear_assay");
    json_put_cstr(w, "format", p->format != NULL ? p->format->id : NULL);
    json_put_hex(w, "sha256", bytes_of(sha256, sizeof sha256));
    json_put_bool(w, "authentic", p->authentic);
    document_set_by(w, a, &v, true);
    json_open_array(w, "not_established");
    for (size_t i = 0; i < p->job.not_established_count; i++) {
        json_put_cstr(w, NULL, p->job.not_established[i]);
    }
    json_close(w);
    json_close(w);
    json_close(w);
}

/* Every result has a part (draft-ietf-rats-ear 3); a request beyond its bounds may have no piece.
 */
static void put_parts(json_writer *w, assay_appraisal *a)
{
    json_open_object(w, "submods");
    for (size_t i = 0; i < a->piece_count; i++) {
        put_part(w, a, &a->pieces[i]);
    }
    if (a->piece_count == 0) {
        json_open_object(w, "request");
        json_put_cstr(w, "ear_status", verdict_word(a->verdict));
        put_policy_ids(w, a);
        json_close(w);
    }
    json_close(w);
}

static void put_whole(json_writer *w, assay_appraisal *a)
{
    json_open_object(w, "ear_assay");
    json_put_cstr(w, "status", status_word(a->status));
    json_put_time(w, "at", a->at);
    json_put_time(w, "known_at", a->known_at);
    json_put_bool(w, "archived", a->request->moment == MOMENT_EVIDENCE);
    json_open_object(w, "trust");
    json_put_hex(w, "sha256", bytes_of(a->trust->digest, 32));
    json_put_uint(w, "revision", a->trust->revision);
    json_close(w);
    document_whole(w, a, true);
    document_relaxations(w, a);
    json_close(w);
}

assay_str document_ear(assay_appraisal *a, const ear_issue *issue)
{
    json_writer *w = json_write_new();
    if (w == NULL) {
        return (assay_str){NULL, 0};
    }
    put_head(w, a, issue);
    put_parts(w, a);
    put_whole(w, a);
    assay_str out = json_write_done(w, &a->documents, false);
    json_write_free(w);
    return a->documents.state == ARENA_OK ? out : (assay_str){NULL, 0};
}
