/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers certificates, and picks the VCEK or VLEK that fits the report. */
#include "formats/snp/material.h"
#include "claims/common.h"
#include "codec/pem.h"
#include "formats/snp/signature.h"

typedef struct {
    job *job;
    const snp_report *report;
    snp_material *out;
} gathering;

enum { FITS_KIND = 4, FITS_CHIP = 2, FITS_TCB = 1, FITS_ALL = 7 };

/* How well a certificate fits, going by what it says of itself. */
static unsigned fit_of(const snp_report *r, const cert *c, const snp_vek *v)
{
    const snp_product *p = snp_name_issues(snp_name_read(c->issuer_cn), v->kind);
    unsigned fit = v->kind == snp_signing_key(r) ? FITS_KIND : 0;
    if (p == NULL) {
        return fit;
    }
    bool any_chip = v->kind == VEK_LOADED || bytes_all(r->chip_id, 0);
    fit |= any_chip || snp_vek_is_of_chip(v, p, r->chip_id) ? FITS_CHIP : 0;
    return fit | (snp_vek_is_of_tcb(v, p, r->reported_tcb) ? FITS_TCB : 0);
}

static void consider_vek(gathering *g, const cert *c)
{
    snp_vek says;
    fault unread = {0};
    (void)snp_vek_read(c, &says, &unread);
    unsigned fit = unread.what == NULL ? fit_of(g->report, c, &says) : 0;
    if (g->out->vek != NULL && fit <= g->out->fit) {
        return;
    }
    g->out->vek = c;
    g->out->says = says;
    g->out->unread = unread;
    g->out->fit = fit;
}

static void add_issuer(gathering *g, const cert *c)
{
    snp_material *m = g->out;
    if (m->pool_count < LIMIT_PATH_POOL &&
        job_held(g->job, issuer_of(c, g->job->cache, &m->pool[m->pool_count]))) {
        m->pool_count++;
    }
}

/* One certificate, whatever it is. `as_vek`: it was sent as a VCEK or VLEK. */
static void add_cert(gathering *g, assay_bytes der, const char *role, bool as_vek)
{
    fault f = {0};
    cert *c = ARENA_NEW(g->job->arena, cert);
    if (c == NULL) {
        return;
    }
    if (!cert_parse(der, c, &f)) {
        job_note_malformed(g->job, role, &f);
        if (as_vek) {
            g->out->offered = true;
            g->out->damage = f;
        }
        return;
    }
    snp_name subject = snp_name_read(c->subject_cn);
    if (subject.line != NULL) {
        add_issuer(g, c);
    } else if (as_vek || subject.role != NAME_OTHER) {
        consider_vek(g, c);
    }
}

/* DER, or PEM with any number of certificates. */
static void add_file(gathering *g, assay_bytes in, const char *role, bool as_vek)
{
    if (!pem_probe(in)) {
        add_cert(g, in, role, as_vek);
        return;
    }
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_str label;
    assay_bytes der;
    size_t blocks = 0;
    while (blocks++ < LIMIT_PEM_BLOCKS && pem_next(&c, g->job->arena, &label, &der)) {
        if (str_is(label, "CERTIFICATE")) {
            add_cert(g, der, role, as_vek);
        }
    }
    if (f.what != NULL) {
        job_note_malformed(g->job, role, &f);
        g->out->offered |= as_vek;
        g->out->damage = as_vek ? f : g->out->damage;
    }
}

static void add_list(gathering *g, assay_bytes in)
{
    snp_material *m = g->out;
    const crl *list =
        m->list_count < SNP_CRLS ? job_read_list(g->job, in, LIMIT_SNP_CRL_BYTES) : NULL;
    if (list != NULL) {
        m->lists[m->list_count++] = list;
    }
}

static void add_stored_issuers(gathering *g)
{
    static const char *const roles[] = {"x509-root", "issuer-chain", "ask", "asvk"};
    snp_material *m = g->out;
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        const trust_item *item = NULL;
        while ((item = trust_next(g->job->trust, item, roles[i], "amd")) != NULL) {
            const trust_certs *certs = item->material;
            for (size_t k = 0; k < certs->count && m->pool_count < LIMIT_PATH_POOL; k++) {
                m->pool[m->pool_count++] = certs->certs[k];
            }
        }
    }
}

static void add_attached(gathering *g)
{
    static const struct {
        const char *role;
        bool as_vek;
    } roles[] = {{"vcek", true}, {"vlek", true},  {"cert-chain", false},
                 {"ask", false}, {"asvk", false}, {"ark", false}};
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        const attachment *a = NULL;
        while ((a = job_attachment(g->job, roles[i].role, a)) != NULL) {
            add_file(g, a->bytes, roles[i].role, roles[i].as_vek);
        }
    }
    const attachment *a = NULL;
    while ((a = job_attachment(g->job, "crl", a)) != NULL) {
        add_list(g, a->bytes);
    }
}

static void add_table(gathering *g, const snp_table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const snp_table_entry *e = &t->entries[i];
        assay_bytes bytes = snp_table_unpadded(e->bytes);
        if (e->kind == TABLE_CRL) {
            add_list(g, bytes);
        } else if (e->kind != TABLE_OTHER) {
            bool as_vek = e->kind == TABLE_VCEK || e->kind == TABLE_VLEK;
            add_file(g, bytes, "certificate table", as_vek);
        }
    }
}

/*
 * A store may know many chips, so those of other chips are passed over unread. Where nothing in the
 * report says which key it was (VLEK, masked chip), several may fit, and the signature tells them
 * apart.
 */
static bool stored_fits(gathering *g, const cert *c, bool by_signature)
{
    const snp_report *r = g->report;
    assay_bytes hwid = snp_vek_hwid(c);
    bool this_chip = hwid.len <= r->chip_id.len && hwid.len > 0 &&
                     memcmp(hwid.ptr, r->chip_id.ptr, hwid.len) == 0;
    snp_vek says;
    fault f = {0};
    return (by_signature || this_chip) && snp_vek_read(c, &says, &f) &&
           fit_of(r, c, &says) == FITS_ALL && (!by_signature || snp_signed_by(g->job, r, &c->key));
}

static void add_stored_veks(gathering *g)
{
    bool loaded = snp_signing_key(g->report) == VEK_LOADED;
    bool by_signature = loaded || bytes_all(g->report->chip_id, 0);
    const trust_item *item = NULL;
    while (g->out->fit != FITS_ALL &&
           (item = trust_next(g->job->trust, item, loaded ? "vlek" : "vcek", "amd")) != NULL) {
        const trust_certs *certs = item->material;
        for (size_t i = 0; i < certs->count && g->out->fit != FITS_ALL; i++) {
            if (stored_fits(g, certs->certs[i].cert, by_signature)) {
                consider_vek(g, certs->certs[i].cert);
                g->out->proven = by_signature;
            }
        }
    }
}

snp_material *snp_gather(job *j, const snp_evidence *e)
{
    gathering g = {.job = j, .report = &e->report, .out = ARENA_NEW(j->arena, snp_material)};
    if (g.out == NULL) {
        return NULL;
    }
    add_stored_issuers(&g);
    add_attached(&g);
    add_table(&g, &e->table);
    add_stored_veks(&g);
    return g.out;
}
