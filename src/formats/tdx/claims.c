/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of a quote and of the PCK certificate, named as Intel names the fields. */
#include "formats/tdx/evidence.h"

typedef struct {
    job *job;
    const quote_evidence *e;
} telling;

/* A field of the body; those that this body does not have are no claims. */
static void field(const telling *t, const char *name, assay_bytes in)
{
    if (in.ptr != NULL) {
        claim *made = claim_bytes(t->job->arena, t->job->claims, name, in);
        claim_span(made, (size_t)(in.ptr - t->e->raw.ptr), in.len);
    }
}

static void describe_td(const telling *t)
{
    const td_report *r = &t->e->quote.td;
    const struct {
        const char *name;
        assay_bytes value;
    } rows[] = {{"tee_tcb_svn", r->tee_tcb_svn},
                {"mrseam", r->mrseam},
                {"mrsignerseam", r->mrsignerseam},
                {"seamattributes", r->seamattributes},
                {"td_attributes", r->td_attributes},
                {"xfam", r->xfam},
                {"mrtd", r->mrtd},
                {"mrconfigid", r->mrconfigid},
                {"mrowner", r->mrowner},
                {"mrownerconfig", r->mrownerconfig},
                {"rtmr0", r->rtmr[0]},
                {"rtmr1", r->rtmr[1]},
                {"rtmr2", r->rtmr[2]},
                {"rtmr3", r->rtmr[3]},
                {"tee_tcb_svn2", r->tee_tcb_svn2},
                {"mrservicetd", r->mrservicetd},
                {"td_id", r->td_id},
                {"dev_info", r->dev_info},
                {"init_servtd_hash", r->init_servtd_hash},
                {"init_servtd_attributes", r->init_servtd_attributes},
                {"init_cpusvn", r->init_cpusvn},
                {"init_tee_tcb_svn", r->init_tee_tcb_svn},
                {"init_tee_fmspc", r->init_tee_fmspc},
                {"cur_servtd_hash", r->cur_servtd_hash},
                {"cur_servtd_attributes", r->cur_servtd_attributes}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        field(t, rows[i].name, rows[i].value);
    }
    if (r->vm_id.ptr != NULL) {
        claim_uint(t->job->arena, t->job->claims, "vm_id", r->vm_id.ptr[0]);
    }
}

static void describe_enclave(const telling *t)
{
    const sgx_report *r = &t->e->quote.enclave;
    arena *a = t->job->arena;
    claim *root = t->job->claims;
    field(t, "mrenclave", r->mrenclave);
    field(t, "mrsigner", r->mrsigner);
    claim_uint(a, root, "isvprodid", r->isvprodid);
    claim_uint(a, root, "isvsvn", r->isvsvn);
    field(t, "attributes", r->attributes);
    field(t, "miscselect", r->miscselect);
    field(t, "cpusvn", r->cpusvn);
    field(t, "configid", r->configid);
    claim_uint(a, root, "configsvn", r->configsvn);
    field(t, "isvextprodid", r->isvextprodid);
    field(t, "isvfamilyid", r->isvfamilyid);
}

static void describe_platform(const telling *t)
{
    const pck_ext *p = &t->e->certs.says;
    arena *a = t->job->arena;
    claim *root = t->job->claims;
    claim_bytes(a, root, "fmspc", p->fmspc);
    claim_bytes(a, root, "pceid", p->pceid);
    claim_uint(a, root, "pcesvn", p->pcesvn);
    claim_bytes(a, root, "ppid", p->ppid);
    if (p->platform_instance_id.ptr != NULL) {
        claim_bytes(a, root, "platform_instance_id", p->platform_instance_id);
    }
    const char *ca = quote_pck_ca(t->e->certs.pck);
    if (ca != NULL) {
        claim_cstr(a, root, "pck_ca", ca);
    }
}

static void describe_pck(const telling *t)
{
    static const char *const types[] = {"standard", "scalable", "scalable-with-integrity"};
    const cert *c = t->e->certs.pck;
    const pck_ext *p = &t->e->certs.says;
    arena *a = t->job->arena;
    claim *map = claim_map(a, t->job->claims, "pck");
    claim_bytes(a, map, "serial", c->serial);
    claim_time(a, map, "not_before", c->not_before);
    claim_time(a, map, "not_after", c->not_after);
    claim_bytes(a, map, "cpusvn", p->cpusvn);
    claim_bytes(a, map, "tcb_components", bytes_of(p->svn, sizeof p->svn));
    claim_cstr(a, map, "sgx_type", types[p->sgx_type]);
    if (p->has_configuration) {
        claim_bool(a, map, "dynamic_platform", p->dynamic_platform);
        claim_bool(a, map, "cached_keys", p->cached_keys);
        claim_bool(a, map, "smt_enabled", p->smt_enabled);
    }
}

static void describe_qe(const telling *t)
{
    const sgx_report *r = &t->e->quote.qe;
    arena *a = t->job->arena;
    claim *map = claim_map(a, t->job->claims, "qe");
    claim_bytes(a, map, "mrsigner", r->mrsigner);
    claim_bytes(a, map, "mrenclave", r->mrenclave);
    claim_uint(a, map, "isvprodid", r->isvprodid);
    claim_uint(a, map, "isvsvn", r->isvsvn);
    claim_bytes(a, map, "attributes", r->attributes);
}

void quote_describe(job *j, const void *doc)
{
    const quote_evidence *e = doc;
    const quote *q = &e->quote;
    const telling t = {.job = j, .e = e};
    claim_uint(j->arena, j->claims, "quote_version", q->version);
    claim_uint(j->arena, j->claims, "att_key_type", q->key_type);
    claim_uint(j->arena, j->claims, "tee_type", q->tee_type);
    claim_uint(j->arena, j->claims, "body_type", q->body_type);
    field(&t, "qe_vendor_id", q->qe_vendor_id);
    field(&t, "qe_id", bytes_of(q->user_data.ptr, QUOTE_QE_ID_BYTES));
    claim_uint(j->arena, j->claims, "cert_data_type", q->cert_type);
    field(&t, "report_data", q->report_data);
    claim_bool(j->arena, j->claims, "debug", quote_debug(q));
    if (quote_is_td(q)) {
        describe_td(&t);
    } else {
        describe_enclave(&t);
    }
    describe_qe(&t);
    if (e->certs.says_read) {
        describe_platform(&t);
        describe_pck(&t);
    }
}

void quote_describe_revocation(job *j, revocation pck, revocation ca)
{
    static const char *const names[] = {"not-established", "good", "revoked"};
    bool revoked = pck == REVOCATION_REVOKED || ca == REVOCATION_REVOKED;
    bool good = pck == REVOCATION_GOOD && ca == REVOCATION_GOOD;
    revocation both = revoked ? REVOCATION_REVOKED
                      : good  ? REVOCATION_GOOD
                              : REVOCATION_NOT_ESTABLISHED;
    claim *map = claim_map(j->arena, j->claims, "revocation");
    claim_cstr(j->arena, map, "status", names[both]);
    claim_cstr(j->arena, map, "pck", names[pck]);
    claim_cstr(j->arena, map, "pck_ca", names[ca]);
}
