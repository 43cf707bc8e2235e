/* SPDX-License-Identifier: Apache-2.0 */
/* Anchors, revocation lists and OCSP responses of a family, for the certificate paths of every
 * format. */
#include "codec/pem.h"
#include "formats/format.h"

bool job_held(job *j, assay_status status)
{
    if (status == ASSAY_E_MEMORY) {
        j->arena->state = ARENA_NO_MEMORY;
    }
    return status == ASSAY_OK;
}

const anchor **job_anchors(job *j, const char *family, size_t *count)
{
    const anchor **out = ARENA_ARRAY(j->arena, j->trust->anchor_count + 1, const anchor *);
    *count = out != NULL ? trust_anchors(j->trust, family, out) : 0;
    return out;
}

typedef struct {
    const crl **lists;
    size_t count;
} authentic_lists;

/* Keeps a list that the issuer signed. */
static void consider(job *j, const revocation_question *q, const crl *list, authentic_lists *out)
{
    sig_cache *cache = q->path_holds ? j->cache : NULL;
    if (out->lists != NULL && bytes_equal(list->issuer, q->issuer->subject) &&
        job_held(j, crl_verify(list, q->issuer, cache))) {
        out->lists[out->count++] = list;
    }
}

/* Room for every list: the one left out could be the one that revokes. */
static const crl **room_for(job *j, const revocation_question *q)
{
    size_t count = q->more_count;
    const trust_item *item = NULL;
    while ((item = trust_next(j->trust, item, "crl", q->family)) != NULL) {
        count++;
    }
    return ARENA_ARRAY(j->arena, count, const crl *);
}

const crl *job_read_list(job *j, assay_bytes in, size_t max)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_str label;
    assay_bytes der = in;
    if (in.len > max) {
        job_note_malformed(j, "crl", &(fault){"crl", "larger than the limit", 0});
        return NULL;
    }
    if (pem_probe(in) && !pem_next(&c, j->arena, &label, &der)) {
        job_note_malformed(j, "crl", f.what != NULL ? &f : &(fault){"crl", "no PEM block", 0});
        return NULL;
    }
    crl *list = ARENA_NEW(j->arena, crl);
    if (list == NULL) {
        return NULL;
    }
    if (!crl_parse(der, list, &f)) {
        job_note_malformed(j, "crl", &f);
        return NULL;
    }
    return list;
}

size_t job_attached_lists(job *j, const crl **out, size_t max, size_t bytes)
{
    const attachment *a = NULL;
    size_t count = 0;
    while (count < max && (a = job_attachment(j, "crl", a)) != NULL) {
        out[count] = job_read_list(j, a->bytes, bytes);
        count += out[count] != NULL;
    }
    return count;
}

size_t job_attached_ocsp(job *j, const ocsp **out, size_t max)
{
    size_t count = 0;
    const attachment *a = NULL;
    while (count < max && (a = job_attachment(j, "ocsp", a)) != NULL) {
        fault f;
        ocsp *response = ARENA_NEW(j->arena, ocsp);
        if (response != NULL && ocsp_parse(a->bytes, response, &f)) {
            out[count++] = response;
        } else if (response != NULL) {
            job_note_malformed(j, "ocsp", &f);
        }
    }
    return count;
}

typedef struct {
    ocsp_statement *list;
    size_t count;
} authentic_statements;

/* Keeps what a response says of the certificate, when it was signed for its issuer. */
static void ask(job *j, const revocation_question *q, const ocsp *response,
                authentic_statements *out)
{
    ocsp_statement s = {.from = response};
    sig_cache *cache = q->path_holds ? j->cache : NULL;
    if (out->list != NULL && job_held(j, ocsp_lookup(response, q->subject, q->issuer, &s.says)) &&
        s.says.status != OCSP_NONE &&
        job_held(j, ocsp_verify(response, q->issuer, cache, &s.responder))) {
        out->list[out->count++] = s;
    }
}

/* A response whose issuer was not at hand when the store was opened has no scope. */
static authentic_statements ask_responders(job *j, const revocation_question *q)
{
    const char *const families[] = {q->family, ""};
    const trust_item *item = NULL;
    size_t count = q->more_ocsp_count;
    for (size_t f = 0; f < ARRAY_LEN(families); f++) {
        while ((item = trust_next(j->trust, item, "ocsp", families[f])) != NULL) {
            count++;
        }
    }
    authentic_statements out = {.list = ARENA_ARRAY(j->arena, count, ocsp_statement)};
    for (size_t i = 0; i < q->more_ocsp_count; i++) {
        ask(j, q, q->more_ocsp[i], &out);
    }
    for (size_t f = 0; f < ARRAY_LEN(families); f++) {
        while ((item = trust_next(j->trust, item, "ocsp", families[f])) != NULL) {
            ask(j, q, item->material, &out);
        }
    }
    return out;
}

revocation_result job_revocation(job *j, const revocation_question *q)
{
    authentic_lists found = {.lists = room_for(j, q)};
    for (size_t i = 0; i < q->more_count; i++) {
        consider(j, q, q->more[i], &found);
    }
    const trust_item *item = NULL;
    while ((item = trust_next(j->trust, item, "crl", q->family)) != NULL) {
        consider(j, q, item->material, &found);
    }
    authentic_statements said = ask_responders(j, q);
    return revocation_of(q->subject, &(revocation_request){.crls = found.lists,
                                                           .count = found.count,
                                                           .statements = said.list,
                                                           .statement_count = said.count,
                                                           .at = j->at,
                                                           .known_at = j->known_at,
                                                           .as_of_at = j->revocation_as_of_at});
}
