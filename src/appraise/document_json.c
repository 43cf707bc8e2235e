/* SPDX-License-Identifier: Apache-2.0 */
/* The result, assay.appraisal/1 (schemas/appraisal-1.schema.json). Members are only ever added. */
#include "appraise/document.h"
#include "base/text.h"

#include <assay/version.h>

static void put_texts(json_writer *w, const char *name, const char *value)
{
    if (value != NULL) {
        json_put_cstr(w, name, value);
    }
}

static void put_policies(json_writer *w, const assay_appraisal *a)
{
    json_open_array(w, "policies");
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_facts facts = policy_describe(a->request->policies[i]);
        json_open_object(w, NULL);
        json_put_cstr(w, "id", facts.id);
        json_put_uint(w, "version", facts.version);
        json_put_hex(w, "sha256", bytes_of(facts.sha256, 32));
        json_close(w);
    }
    json_close(w);
    json_open_object(w, "params");
    for (size_t i = 0; i < a->policy.param_count; i++) {
        const policy_value *v = &a->policy.params[i];
        json_put_text(w, v->name, (assay_str){(const char *)v->value.ptr, v->value.len});
    }
    json_close(w);
}

static void put_digest(assay_appraisal *a, json_writer *w, const char *name, assay_bytes of)
{
    uint8_t sha256[32];
    if (crypto_sha256(of, sha256) != ASSAY_OK) {
        a->documents.state = ARENA_NO_MEMORY;
    }
    json_put_hex(w, name, bytes_of(sha256, sizeof sha256));
}

static void put_attachment(assay_appraisal *a, json_writer *w, const attachment *of)
{
    json_open_object(w, NULL);
    put_texts(w, "label", of->label);
    json_put_cstr(w, "role", of->role);
    put_digest(a, w, "sha256", of->bytes);
    json_close(w);
}

static void put_evidence(assay_appraisal *a, json_writer *w)
{
    json_open_array(w, "evidence");
    for (size_t i = 0; i < a->piece_count; i++) {
        const piece *p = &a->pieces[i];
        /* What was too large to look at is named by what was sent. */
        assay_bytes bytes = p->bytes.ptr != NULL ? p->bytes : p->from->bytes;
        json_open_object(w, NULL);
        json_put_cstr(w, "label", p->label);
        json_put_cstr(w, "format", p->format != NULL ? p->format->id : NULL);
        put_texts(w, "decoded", p->decoded);
        json_put_uint(w, "bytes", bytes.len);
        put_digest(a, w, "sha256", bytes);
        json_put_bool(w, "authentic", p->authentic);
        json_close(w);
    }
    json_close(w);
    json_open_array(w, "attachments");
    for (const request_attachment *i = a->request->attachments; i != NULL; i = i->next) {
        put_attachment(a, w, &i->view);
    }
    for (size_t i = 0; i < a->piece_count; i++) {
        if (a->pieces[i].enclosed.role != NULL) {
            put_attachment(a, w, &a->pieces[i].enclosed);
        }
    }
    json_close(w);
}

/* What a check expected and saw is printable already. */
static void put_shown(json_writer *w, const char *name, const char *value)
{
    if (value != NULL) {
        json_put_shown(w, name, value);
    }
}

static void put_finding(json_writer *w, const assay_finding *f)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "id", f->id);
    json_put_cstr(w, "severity", severity_word(f->severity));
    json_put_uint(w, "stage", (uint64_t)f->stage);
    put_texts(w, "label", f->label);
    put_texts(w, "rule", f->rule);
    put_texts(w, "claim", f->claim);
    if (f->severity != ASSAY_SEVERITY_NONE) {
        put_shown(w, "message", f->message);
        put_shown(w, "expected", f->expected);
        put_shown(w, "found", f->found);
        put_texts(w, "reference", f->reference);
        put_texts(w, "remedy", f->remedy);
    }
    if (f->length > 0) {
        json_put_uint(w, "offset", f->offset);
        json_put_uint(w, "length", f->length);
    }
    if (f->waived) {
        json_put_bool(w, "waived", true);
    }
    json_close(w);
}

/* What the nonce store said goes into `session` alone, so that all else is the same every time. */
static void put_findings(json_writer *w, const assay_appraisal *a, bool of_session)
{
    json_open_array(w, "findings");
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        bool session = f->view.stage == 8 && a->spending != SPENDING_NONE;
        if (session == of_session) {
            put_finding(w, &f->view);
        }
    }
    json_close(w);
}

static void put_needs(json_writer *w, const assay_appraisal *a)
{
    json_open_array(w, "needs");
    for (const need *n = a->needs.first; n != NULL; n = n->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "role", n->view.role);
        json_put_cstr(w, "id", n->view.id);
        json_put_cstr(w, "url", n->view.url);
        json_put_cstr(w, "label", n->view.label);
        json_put_bool(w, "authenticated", n->view.authenticated);
        json_put_bool(w, "mandatory", n->view.mandatory);
        json_close(w);
    }
    json_close(w);
}

static void put_rows(json_writer *w, const assay_appraisal *a)
{
    json_open_array(w, "rows");
    for (const matched_row *r = a->policy.rows; r != NULL; r = r->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "rule", r->rule);
        json_put_cstr(w, "label", r->label);
        json_put_cstr(w, "table", r->table);
        json_put_cstr(w, "row", r->row);
        json_close(w);
    }
    json_close(w);
}

static void put_claims(json_writer *w, const assay_appraisal *a)
{
    json_open_object(w, "claims");
    for (size_t i = 0; i < a->piece_count; i++) {
        if (a->pieces[i].doc != NULL && a->pieces[i].job.claims != NULL) {
            document_claims(w, a->pieces[i].label, a->pieces[i].job.claims);
        }
    }
    json_close(w);
}

/* What of `claims` nobody vouches for: all of a piece that is not accepted, and what the attester
 * chose unless it was released. */
static void put_unvouched(json_writer *w, const assay_appraisal *a)
{
    json_open_array(w, "unvouched");
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        const claim *readable = released_claims(a, p);
        const claim_schema *row;
        for (size_t k = 0; p->doc != NULL && (row = format_claim_at(p->format, k)) != NULL; k++) {
            bool whole = k == 0 && readable == NULL;
            bool chosen = readable != NULL && row->chooser == CHOSEN_BY_ATTESTER &&
                          claim_at(readable, bytes_of_text(row->pointer)) == NULL;
            if (whole || chosen) {
                json_open_object(w, NULL);
                json_put_cstr(w, "label", p->label);
                json_put_cstr(w, "claim", whole ? "" : row->pointer);
                json_close(w);
            }
        }
    }
    json_close(w);
}

static void put_open(json_writer *w, const open_claim *o)
{
    for (; o != NULL; o = o->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "label", o->label);
        json_put_cstr(w, "claim", o->claim);
        json_put_cstr(w, "reason", o->reason);
        json_close(w);
    }
}

void document_relaxations(json_writer *w, const assay_appraisal *a)
{
    json_open_array(w, "relaxations");
    for (const relaxation *r = a->relaxations; r != NULL; r = r->next) {
        json_open_object(w, NULL);
        json_put_cstr(w, "what", r->what);
        json_put_cstr(w, "reason", r->reason);
        json_close(w);
    }
    json_close(w);
}

static void put_unconstrained(json_writer *w, assay_appraisal *a)
{
    json_open_array(w, "unconstrained");
    for (size_t i = 0; i < a->request->policy_count; i++) {
        put_open(w, policy_open_claims(a->request->policies[i], &a->policy, &a->documents));
    }
    json_close(w);
    json_open_array(w, "not_established");
    for (size_t i = 0; i < a->piece_count; i++) {
        const job *j = &a->pieces[i].job;
        for (size_t k = 0; k < j->not_established_count; k++) {
            json_open_object(w, NULL);
            json_put_cstr(w, "label", j->label);
            json_put_cstr(w, "what", j->not_established[k]);
            json_close(w);
        }
    }
    json_close(w);
    document_relaxations(w, a);
}

static void put_labels(json_writer *w, const char *name, const piece *const *pieces, size_t count)
{
    json_open_array(w, name);
    for (size_t i = 0; i < count; i++) {
        json_put_cstr(w, NULL, pieces[i]->label);
    }
    json_close(w);
}

/* Only of requests that hold GPUs and switches. */
static void put_topology(json_writer *w, const topology *t)
{
    if (t->links == NULL) {
        return;
    }
    json_open_object(w, "topology");
    json_put_bool(w, "agrees", t->state == TOPOLOGY_AGREES);
    put_labels(w, "gpus", t->endpoints, t->endpoint_count);
    put_labels(w, "switches", t->switches, t->switch_count);
    json_open_array(w, "links");
    for (size_t i = 0; i < t->endpoint_count; i++) {
        json_open_array(w, NULL);
        for (size_t k = 0; k < t->switch_count; k++) {
            json_put_uint(w, NULL, t->links[i * t->switch_count + k]);
        }
        json_close(w);
    }
    json_close(w);
    json_close(w);
}

static void put_session(json_writer *w, const assay_appraisal *a)
{
    static const char *const words[] = {"not spent", "store", "caller"};
    json_open_object(w, "session");
    json_put_cstr(w, "spent_by", words[a->spending]);
    if (a->spending == SPENDING_BY_STORE) {
        json_put_cstr(w, "store", a->env.nonces->name);
    }
    if (a->spending != SPENDING_NONE) {
        json_put_bool(w, "spent_now", a->nonce_state == ASSAY_NONCE_LIVE);
        put_findings(w, a, true);
    }
    json_close(w);
}

static void put_head(json_writer *w, const assay_appraisal *a)
{
    json_put_cstr(w, "schema", "assay.appraisal/1");
    json_put_cstr(w, "status", status_word(a->status));
    json_put_cstr(w, "tier", verdict_word(a->verdict));
    json_put_time(w, "at", a->at);
    json_put_time(w, "known_at", a->known_at);
    json_put_bool(w, "archived", a->request->moment == MOMENT_EVIDENCE);
    put_policies(w, a);
    json_open_object(w, "trust");
    json_put_hex(w, "sha256", bytes_of(a->trust->digest, 32));
    json_put_uint(w, "revision", a->trust->revision);
    json_close(w);
    json_put_cstr(w, "library", ASSAY_VERSION);
}

void document_result(json_writer *w, assay_appraisal *a)
{
    put_head(w, a);
    put_evidence(a, w);
    put_findings(w, a, false);
    document_trustworthiness(w, a);
    put_needs(w, a);
    put_rows(w, a);
    put_claims(w, a);
    put_unvouched(w, a);
    put_unconstrained(w, a);
    put_topology(w, &a->topology);
    put_session(w, a);
}

assay_str document_json(assay_appraisal *a, bool indented)
{
    json_writer *w = json_write_new();
    if (w == NULL) {
        return (assay_str){NULL, 0};
    }
    document_result(w, a);
    assay_str out = json_write_done(w, &a->documents, indented);
    json_write_free(w);
    return a->documents.state == ARENA_OK ? out : (assay_str){NULL, 0};
}
