/* SPDX-License-Identifier: Apache-2.0 */
/* Writing a case file. */
#include "appraise/case.h"
#include "appraise/document.h"
#include "base/time.h"

const case_list_shape case_shapes[CASE_LISTS] = {
    [CASE_POLICIES] = {"policies", "name", NULL, false, false, true, LIMIT_POLICIES},
    [CASE_EVIDENCE] = {"evidence", "label", "format", false, true, true, LIMIT_EVIDENCE_PIECES},
    [CASE_ATTACHMENTS] = {"attachments", "label", "role", true, false, true, LIMIT_ATTACHMENTS},
    [CASE_INPUTS] = {"inputs", "name", NULL, false, false, true, LIMIT_POLICY_INPUTS},
    [CASE_PARAMS] = {"params", "name", "json", false, false, false, LIMIT_CASE_PARAMS},
    [CASE_WAIVERS] = {"waivers", "finding", "reason", false, false, false, LIMIT_CASE_WAIVERS},
};

const char *case_moment_word(request_moment m)
{
    static const char *const words[] = {"unset", "at", "now", "evidence"};
    return (size_t)m < ARRAY_LEN(words) ? words[m] : NULL;
}

const char *case_answer_word(assay_nonce_state state)
{
    static const char *const words[] = {"failed",  "live",    "spent",     "expired",
                                        "unknown", "foreign", "wrong-time"};
    return (size_t)state < ARRAY_LEN(words) ? words[state] : NULL;
}

typedef struct {
    assay_appraisal *appraisal;
    json_writer *json;
} case_writer;

/* Encoded aside and given back: the writer has a copy. */
static void put_bytes(case_writer *w, const char *name, assay_bytes bytes)
{
    arena scratch;
    arena_init(&scratch, w->appraisal->env.allocator, LIMIT_CASE_MEMORY);
    const char *encoded = base64_encode(&scratch, bytes);
    if (encoded == NULL) {
        w->appraisal->cases.state = ARENA_NO_MEMORY;
    }
    json_put_cstr(w->json, name, encoded);
    arena_release(&scratch);
}

static void put_entry(case_writer *w, case_part part, case_entry entry)
{
    const case_list_shape *shape = &case_shapes[part];
    json_open_object(w->json, NULL);
    json_put_cstr(w->json, shape->name, entry.name);
    if (shape->detail != NULL) {
        json_put_cstr(w->json, shape->detail, entry.detail);
    }
    if (shape->bytes) {
        put_bytes(w, "base64", entry.bytes);
    }
    json_close(w->json);
}

/* A policy keeps the printable form of its name, and the writer makes another of it. */
static const char *policy_name(case_writer *w, const char *printable)
{
    const char *given = text_unprintable(&w->appraisal->cases, str_of(printable)).ptr;
    return given != NULL ? given : printable;
}

static void put_policies(case_writer *w, const assay_request *r)
{
    bool any_genuine = false;
    json_open_array(w->json, case_shapes[CASE_POLICIES].list);
    for (size_t i = 0; i < r->policy_count; i++) {
        policy_facts facts = policy_describe(r->policies[i]);
        any_genuine |= facts.any_genuine;
        put_entry(w, CASE_POLICIES,
                  (case_entry){policy_name(w, facts.name), NULL, policy_source(r->policies[i])});
    }
    json_close(w->json);
    json_put_bool(w->json, "any_genuine", any_genuine);
}

static void put_pieces(case_writer *w, const assay_request *r)
{
    json_open_array(w->json, case_shapes[CASE_EVIDENCE].list);
    for (const request_piece *p = r->pieces; p != NULL; p = p->next) {
        put_entry(w, CASE_EVIDENCE, (case_entry){p->label, p->format, p->bytes});
    }
    json_close(w->json);
    json_open_array(w->json, case_shapes[CASE_ATTACHMENTS].list);
    for (const request_attachment *i = r->attachments; i != NULL; i = i->next) {
        put_entry(w, CASE_ATTACHMENTS, (case_entry){i->view.label, i->view.role, i->view.bytes});
    }
    json_close(w->json);
    json_put_bool(w->json, "overflowed", r->overflowed);
}

/* Params are JSON text, which a reader wants to see as such. */
static void put_values(case_writer *w, const assay_request *r)
{
    json_open_array(w->json, case_shapes[CASE_INPUTS].list);
    for (const request_value *v = r->inputs; v != NULL; v = v->next) {
        put_entry(w, CASE_INPUTS, (case_entry){v->name, NULL, v->value});
    }
    json_close(w->json);
    json_open_array(w->json, case_shapes[CASE_PARAMS].list);
    for (const request_value *v = r->params; v != NULL; v = v->next) {
        const char *value = arena_text(&w->appraisal->cases, v->value);
        put_entry(w, CASE_PARAMS, (case_entry){.name = v->name, .detail = value});
    }
    json_close(w->json);
    json_open_array(w->json, case_shapes[CASE_WAIVERS].list);
    for (const request_waiver *v = r->waivers; v != NULL; v = v->next) {
        put_entry(w, CASE_WAIVERS, (case_entry){.name = v->finding, .detail = v->reason});
    }
    json_close(w->json);
}

static void put_challenge(case_writer *w, const assay_request *r)
{
    json_put_hex(w->json, "nonce", r->nonce);
    json_put_cstr(w->json, "no_nonce", r->no_nonce);
    json_put_cstr(w->json, "audience", r->audience);
    json_put_cstr(w->json, "session", r->session);
    json_put_bool(w->json, "spend_later", r->spend_later);
}

/* A year that RFC 3339 cannot write is given as seconds. */
static void put_time(case_writer *w, const char *name, assay_time t)
{
    char moment[TIME_TEXT];
    time_to_rfc3339(t, moment);
    bool dated = moment[0] >= '0' && moment[0] <= '9';
    if (t == ASSAY_TIME_UNSET || dated) {
        json_put_time(w->json, name, t);
        return;
    }
    json_put_int(w->json, name, t);
}

static void put_environment(case_writer *w, const assay_appraisal *a)
{
    json_put_cstr(w->json, "moment", case_moment_word(a->request->moment));
    put_time(w, "at", a->request->at);
    put_time(w, "known_at", a->request->known_at);
    put_time(w, "clock", a->clock);
    json_put_uint(w->json, "clock_skew", a->env.clock_skew);
    json_open_object(w->json, "limits");
    json_put_uint(w->json, "max_evidence", a->env.max_evidence);
    json_put_uint(w->json, "max_memory", a->env.max_memory);
    json_close(w->json);
}

static void put_answer(case_writer *w, const assay_appraisal *a)
{
    if (a->env.nonces == NULL) {
        json_put_null(w->json, "nonce_store");
    } else {
        bool asked = a->spending == SPENDING_BY_STORE;
        json_open_object(w->json, "nonce_store");
        json_put_cstr(w->json, "name", a->env.nonces->name);
        json_put_cstr(w->json, "answer", asked ? case_answer_word(a->nonce_state) : NULL);
        json_put_cstr(w->json, "failure", a->store_failure);
        json_close(w->json);
    }
    if (a->concluded) {
        json_put_bool(w->json, "spent_by_caller", a->nonce_state == ASSAY_NONCE_LIVE);
    } else {
        json_put_null(w->json, "spent_by_caller");
    }
}

/* A file that stands in the store in two roles is written once. */
static bool written_before(const trust_record *r, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(r->manifest.items[i].file, r->manifest.items[index].file) == 0) {
            return true;
        }
    }
    return false;
}

static void put_store(case_writer *w, const trust_record *r)
{
    json_open_array(w->json, "pins");
    for (size_t i = 0; i < r->pin_count; i++) {
        json_open_object(w->json, NULL);
        json_put_cstr(w->json, "family", r->pins[i]->family);
        json_put_cstr(w->json, "name", r->pins[i]->name);
        json_put_hex(w->json, "spki_sha256", bytes_of(r->pins[i]->spki_sha256, 32));
        json_close(w->json);
    }
    json_close(w->json);
    json_open_object(w->json, "manifest");
    manifest_put(w->json, &r->manifest);
    json_close(w->json);
    json_open_object(w->json, "files");
    for (size_t i = 0; i < r->manifest.count; i++) {
        if (!written_before(r, i)) {
            put_bytes(w, r->manifest.items[i].file, r->files[i]);
        }
    }
    json_close(w->json);
}

static void put_trust(case_writer *w, assay_appraisal *a)
{
    trust_record r;
    if (trust_record_of(&a->seen, &a->cases, &r) != ASSAY_OK) {
        a->cases.state = ARENA_NO_MEMORY;
        return;
    }
    json_open_object(w->json, "trust");
    json_put_hex(w->json, "sha256", bytes_of(r.digest, sizeof r.digest));
    put_store(w, &r);
    json_close(w->json);
}

static const char honest[] =
    "sha256 and revision are those of the whole store, of which only the items and pins that were "
    "looked at are here; they, the clock and the nonce store's answer are as recorded: a replay "
    "repeats them and cannot check them";

assay_str document_case(assay_appraisal *a)
{
    case_writer w = {a, json_write_new()};
    json_put_cstr(w.json, "schema", CASE_SCHEMA);
    json_put_cstr(w.json, "recorded", honest);
    put_policies(&w, a->request);
    put_pieces(&w, a->request);
    put_values(&w, a->request);
    put_challenge(&w, a->request);
    put_environment(&w, a);
    put_answer(&w, a);
    put_trust(&w, a);
    json_open_object(w.json, "result");
    document_result(w.json, a);
    json_close(w.json);
    bool whole = a->cases.state == ARENA_OK && a->documents.state == ARENA_OK;
    assay_str out = whole ? json_write_done(w.json, &a->cases, true) : (assay_str){NULL, 0};
    json_write_free(w.json);
    return a->cases.state == ARENA_OK ? out : (assay_str){NULL, 0};
}
