/* SPDX-License-Identifier: Apache-2.0 */
/* Trustworthiness vectors in documents: values, and the findings that set each of them. */
#include "appraise/document.h"

/* Of the same finding once; a rule by its name behind the finding's id. What the nonce store said
 * goes where the caller wants it. */
static bool is_said(const assay_appraisal *a, const cause *causes, const cause *c, bool session)
{
    const assay_finding *f = &c->finding->view;
    if (!session && f->stage == 8 && a->spending != SPENDING_NONE) {
        return false;
    }
    for (const cause *i = causes; i != c && f->rule == NULL; i = i->next) {
        if (i->finding->def == c->finding->def) {
            return false;
        }
    }
    return true;
}

static void put_causes(json_writer *w, assay_appraisal *a, const char *name, const cause *causes,
                       bool session)
{
    json_open_array(w, name);
    for (const cause *c = causes; c != NULL; c = c->next) {
        const assay_finding *f = &c->finding->view;
        if (!is_said(a, causes, c, session)) {
            continue;
        }
        json_put_cstr(w, NULL,
                      f->rule != NULL ? arena_format(&a->documents, "%s %s", f->id, f->rule)
                                      : f->id);
    }
    json_close(w);
}

void document_vector(json_writer *w, const char *name, const trust_vector *v)
{
    json_open_object(w, name);
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        if (v->claims[i].value != 0) {
            json_put_int(w, ar4si_names[i], v->claims[i].value);
        }
    }
    json_close(w);
}

void document_set_by(json_writer *w, assay_appraisal *a, const trust_vector *v, bool session)
{
    json_open_object(w, "set_by");
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        if (v->claims[i].value != 0) {
            put_causes(w, a, ar4si_names[i], v->claims[i].causes, session);
        }
    }
    put_causes(w, a, "status", v->causes, session);
    json_close(w);
}

void document_whole(json_writer *w, assay_appraisal *a, bool session)
{
    trust_vector whole = vector_of_whole(a);
    document_vector(w, "vector", &whole);
    json_open_object(w, "set_by");
    put_causes(w, a, "status", whole.causes, session);
    json_close(w);
}

void document_trustworthiness(json_writer *w, assay_appraisal *a)
{
    json_open_object(w, "trustworthiness");
    document_whole(w, a, false);
    json_open_object(w, "evidence");
    for (size_t i = 0; i < a->piece_count; i++) {
        trust_vector v = vector_of(a, &a->pieces[i]);
        json_open_object(w, a->pieces[i].label);
        json_put_cstr(w, "tier", verdict_word(v.tier));
        document_vector(w, "vector", &v);
        document_set_by(w, a, &v, false);
        json_close(w);
    }
    json_close(w);
    json_close(w);
}
