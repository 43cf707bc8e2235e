/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4: the report's signature, the VCEK or VLEK that made it, its path to a pinned ARK, and
 * that report and certificate speak of the same chip, product line and TCB.
 */
#include "claims/common.h"
#include "formats/snp/material.h"
#include "formats/snp/needs.h"
#include "formats/snp/signature.h"

typedef struct {
    job *job;
    const snp_evidence *e;
    const snp_report *r;
    const snp_material *m;
    chain path;
    const snp_product *product; /* by the certificate's issuer */
    bool holds;                 /* every check so far */
} proof;

static finding *expect(proof *p, int def, bool holds)
{
    p->holds = p->holds && holds;
    return check(p->job->findings, &snp_findings[def], holds);
}

snp_vek_kind snp_signing_key(const snp_report *r)
{
    switch (SNP_KEY_INFO_SIGNING_KEY(r->key_info)) {
    case SNP_SIGNING_KEY_VCEK:
        return VEK_CHIP;
    case SNP_SIGNING_KEY_VLEK:
        return VEK_LOADED;
    default:
        return VEK_NONE;
    }
}

const snp_product *snp_named_product(const snp_report *r)
{
    return r->version >= SNP_VERSION_FMS ? snp_product_of_cpu(r->family, r->model) : NULL;
}

static void check_header(proof *p)
{
    const snp_report *r = p->r;
    arena *a = p->job->arena;
    finding *no = expect(p, F_SNP_SIGNATURE_ALGO, r->signature_algo == SNP_SIGNATURE_ALGO_P384);
    if (no != NULL) {
        finding_at(no, "/signature_algo", 0x34, 4);
        finding_says(no, "1", arena_format(a, "%u", r->signature_algo));
    }
    no = expect(p, F_SNP_SIGNING_KEY, snp_signing_key(r) != VEK_NONE);
    if (no != NULL) {
        finding_at(no, "/signing_key", 0x48, 4);
        finding_says(no, "0 (VCEK) or 1 (VLEK)",
                     arena_format(a, "%u", SNP_KEY_INFO_SIGNING_KEY(r->key_info)));
    }
    no = expect(p, F_SNP_UNSIGNED, !snp_report_unsigned(r));
    finding_at(no, NULL, SNP_SIGNATURE_AT, 2 * SNP_SCALAR_BYTES);
    uint8_t fixed[2 * SNP_SCALAR_USED];
    no = expect(p, F_SNP_SIGNATURE_ENCODING, snp_report_signature(r, fixed));
    finding_at(no, NULL, SNP_SIGNATURE_AT, 2 * SNP_SCALAR_BYTES);
    p->holds = p->holds && snp_report_version_known(r) && snp_report_tail(r) == SIZE_MAX;
}

static void report_no_vek(proof *p)
{
    if (snp_signing_key(p->r) == VEK_NONE) {
        return; /* said already, and no certificate would help */
    }
    if (p->m->offered) {
        finding_fault(p->job->findings, expect(p, F_SNP_VEK_MALFORMED, false), &p->m->damage);
        return;
    }
    finding *no = expect(p, F_SNP_VEK_MISSING, false);
    bool unnamed = p->r->version < SNP_VERSION_FMS;
    finding_says(no, snp_vek_name(snp_signing_key(p->r)),
                 unnamed ? "none; reports before version 3 do not say of which product line"
                         : "none");
    snp_need_vek(p->job, p->r, p->m);
}

static void check_vek(proof *p)
{
    const snp_material *m = p->m;
    snp_vek_kind wanted = snp_signing_key(p->r);
    finding *no = expect(p, F_SNP_VEK_KIND, m->says.kind == wanted && wanted != VEK_NONE);
    finding_says(no, snp_vek_name(wanted), snp_vek_name(m->says.kind));
    no = expect(p, F_SNP_VEK_EXTENSIONS, m->unread.what == NULL);
    if (no != NULL) { /* the fault is in the certificate, not in the evidence */
        const char *why = arena_format(p->job->arena, "%s: %s", m->unread.what, m->unread.why);
        finding_says(no, NULL, why);
    }
}

/* The certificate whose issuer is missing; NULL: none is, or what was named is nobody of AMD's. An
 * authority that is at hand under its own name is not missing under another. */
static const cert *missing_issuer(const proof *p)
{
    const cert *below = NULL;
    for (size_t i = 0; i < p->path.count; i++) {
        if ((p->path.links[i].flaws & CHAIN_NO_ISSUER) != 0) {
            below = p->path.links[i].cert;
        }
    }
    snp_name named = below != NULL ? snp_name_read(below->issuer_cn) : (snp_name){NAME_OTHER, NULL};
    return named.line == NULL || snp_authority_known(p->m, named) ? NULL : below;
}

static void check_path(proof *p)
{
    job *j = p->job;
    size_t anchor_count;
    const anchor **anchors = job_anchors(j, "amd", &anchor_count);
    if (anchors == NULL) {
        p->holds = false;
        return;
    }
    chain_request request = {.leaf = p->m->vek,
                             .pool = p->m->pool,
                             .pool_count = p->m->pool_count,
                             .anchors = anchors,
                             .anchor_count = anchor_count,
                             .at = j->at,
                             .cache = j->cache};
    bool built = job_held(j, chain_build(&request, &p->path));
    const cert *below = missing_issuer(p);
    chain_report(j->findings, &p->path, snp_vek_name(p->m->says.kind), j->at, below != NULL);
    if (below != NULL) {
        chain_report_issuer_missing(j->findings, below);
        snp_need_issuer(p->job, below);
    }
    p->holds = p->holds && built && chain_holds(&p->path);
}

/* SEV-VCEK under SEV-<line> under ARK-<line>, or SEV-VLEK under SEV-VLEK-<line> under ARK-<line>.
 * Only names that are there are judged: a path that broke off was reported. */
static void check_names(proof *p)
{
    const chain *path = &p->path;
    snp_name issuer_name = snp_name_read(p->m->vek->issuer_cn);
    p->product = issuer_name.line;
    bool holds = snp_name_issues(issuer_name, p->m->says.kind) != NULL;
    for (size_t i = 1; i < path->count; i++) {
        snp_name above = snp_name_read(path->links[i].cert->issuer_cn);
        holds = holds && i <= 2 && above.role == NAME_ARK && above.line == p->product;
    }
    bool leaf_pinned = path->anchor != NULL && path->count < 2;
    finding *no = expect(p, F_SNP_CHAIN_NAMES, holds && !leaf_pinned);
    finding_says(no, NULL, no == NULL ? NULL : name_brief(p->job->arena, p->m->vek->issuer));
}

#define AMD_CA_KEY_BYTES 512u /* RSA-4096 */

static void check_algorithms(proof *p)
{
    bool holds = p->m->vek->key.type == KEY_EC_P384;
    for (size_t i = 0; i < p->path.count; i++) {
        const cert *c = p->path.links[i].cert;
        holds = holds && c->signature.alg == SIG_RSA_PSS_SHA384 &&
                (i == 0 || (c->key.type == KEY_RSA && c->key.a.len == AMD_CA_KEY_BYTES));
    }
    expect(p, F_SNP_CHAIN_ALGORITHM, holds);
}

static bool has_prefix(assay_str s, const char *prefix)
{
    size_t len = strlen(prefix);
    return s.len >= len && memcmp(s.ptr, prefix, len) == 0;
}

/* The line is the issuer's word; everything else must agree with it. */
static void check_product(proof *p)
{
    const snp_report *r = p->r;
    arena *a = p->job->arena;
    if (r->version >= SNP_VERSION_FMS) {
        const snp_product *named = snp_named_product(r);
        finding *no = expect(p, F_SNP_PRODUCT, p->product != NULL && named == p->product);
        if (no != NULL) {
            finding_at(no, "/cpuid_fam_id", 0x188, 3);
            finding_says(no, p->product != NULL ? p->product->name : NULL,
                         arena_format(a, "family 0x%x model 0x%x", r->family, r->model));
        }
    }
    const snp_vek *v = &p->m->says;
    bool agrees = p->product != NULL && p->m->unread.what == NULL &&
                  has_prefix(v->product_name, p->product->name) &&
                  v->structure == p->product->structure;
    finding *no = expect(p, F_SNP_PRODUCT_NAME, agrees);
    if (no != NULL && p->product != NULL) {
        const char *name = text_printable(a, bytes_of_str(v->product_name));
        finding_says(no, p->product->name,
                     arena_format(a, "%s, structure %u", name != NULL ? name : "", v->structure));
    }
}

static void check_unknown_cpu(proof *p)
{
    const snp_report *r = p->r;
    bool known = r->version < SNP_VERSION_FMS || snp_named_product(r) != NULL;
    finding *no = expect(p, F_SNP_PRODUCT_UNKNOWN, known);
    if (no != NULL) {
        finding_at(no, "/cpuid_fam_id", 0x188, 3);
        finding_says(no, NULL,
                     arena_format(p->job->arena, "family 0x%x model 0x%x", r->family, r->model));
    }
}

static void check_chip(proof *p)
{
    const snp_report *r = p->r;
    if (p->m->says.kind != VEK_CHIP || p->product == NULL) {
        return; /* a VLEK is of no chip */
    }
    bool masked = bytes_all(r->chip_id, 0);
    finding_at(check(p->job->findings, &snp_findings[F_SNP_CHIP_ID_MASKED], !masked), "/chip_id",
               0x1A0, SNP_CHIP_ID_BYTES);
    bool fits = masked ? p->m->says.hwid.len == p->product->hwid_bytes
                       : snp_vek_is_of_chip(&p->m->says, p->product, r->chip_id);
    finding *no = expect(p, F_SNP_HWID, fits);
    if (no != NULL) {
        finding_at(no, "/chip_id", 0x1A0, SNP_CHIP_ID_BYTES);
        finding_says(no, text_hex(p->job->arena, p->m->says.hwid),
                     text_hex(p->job->arena, r->chip_id));
    }
}

static void check_tcb(proof *p)
{
    if (p->product == NULL) {
        return;
    }
    bool equal = snp_vek_is_of_tcb(&p->m->says, p->product, p->r->reported_tcb);
    finding *no = expect(p, F_SNP_VEK_TCB, equal);
    if (no != NULL) {
        finding_at(no, "/reported_tcb", 0x180, SNP_TCB_BYTES);
        finding_says(no, snp_vek_levels_text(p->job->arena, &p->m->says),
                     snp_tcb_text(p->job->arena, p->product, p->r->reported_tcb));
    }
}

static void check_signature(proof *p)
{
    bool holds = p->m->proven || snp_signed_by(p->job, p->r, &p->m->vek->key);
    finding *no = expect(p, F_SNP_SIGNATURE, holds);
    finding_at(no, NULL, 0, SNP_SIGNED_BYTES);
}

/* AMD's lists name ASKs and ASVKs; the ARK signs them. Keys of chips have no serial numbers. */
static void check_revocation(proof *p, snp_established *out)
{
    const chain *path = &p->path;
    if (path->count < 2) {
        return;
    }
    out->issuer = path->links[1].cert;
    if (path->count == 3 && path->anchor != NULL) {
        out->revocation =
            job_revocation(p->job, &(revocation_question){.family = "amd",
                                                          .subject = out->issuer,
                                                          .issuer = path->links[2].cert,
                                                          .path_holds = chain_holds(path),
                                                          .more = p->m->lists,
                                                          .more_count = p->m->list_count});
    }
    revocation_report_revoked(p->job->findings, out->issuer, &out->revocation);
    p->holds = p->holds && out->revocation.state != REVOCATION_REVOKED;
    snp_describe_revocation(p->job, out->revocation.state);
}

/* A masked CHIP_ID is replaced by the certificate's identity in the same form. */
static assay_bytes chip_of(proof *p)
{
    if (!bytes_all(p->r->chip_id, 0) || p->m->says.kind != VEK_CHIP) {
        return p->r->chip_id;
    }
    uint8_t *chip = arena_alloc(p->job->arena, SNP_CHIP_ID_BYTES);
    if (chip != NULL) {
        memcpy(chip, p->m->says.hwid.ptr, p->m->says.hwid.len);
    }
    return bytes_of(chip, SNP_CHIP_ID_BYTES);
}

static void establish(proof *p)
{
    snp_established *out = p->e->established;
    out->product = p->product;
    out->kind = p->m->says.kind;
    assay_bytes chip = chip_of(p);
    if (chip.ptr != NULL && !bytes_all(chip, 0)) {
        job_identity(p->job, "chip_id", chip, true);
    }
    if (!bytes_all(p->r->report_id, 0)) { /* where CHIP_ID is masked, the guest is still one */
        job_identity(p->job, "report_id", p->r->report_id, true);
    }
    if (p->m->says.csp_id.ptr != NULL) {
        job_identity(p->job, "csp_id", bytes_of_str(p->m->says.csp_id), false);
    }
    snp_describe_product(p->job, p->r, p->product);
    snp_describe_vek(p->job, &p->m->says, p->m->vek);
}

bool snp_authenticate(job *j, const void *doc)
{
    const snp_evidence *e = doc;
    proof *p = ARENA_NEW(j->arena, proof);
    if (p == NULL) {
        return false;
    }
    *p = (proof){.job = j, .e = e, .r = &e->report, .m = snp_gather(j, e), .holds = true};
    if (p->m == NULL) {
        return false;
    }
    check_header(p);
    check_unknown_cpu(p);
    if (p->m->vek == NULL) {
        report_no_vek(p);
        return false;
    }
    check_vek(p);
    check_path(p);
    check_names(p);
    check_algorithms(p);
    check_product(p);
    check_chip(p);
    check_tcb(p);
    check_signature(p);
    check_revocation(p, e->established);
    if (p->holds) {
        establish(p);
    } else if (p->product != NULL && p->r->version < SNP_VERSION_FMS && chain_holds(&p->path)) {
        snp_describe_product(j, p->r, p->product); /* a rejection is explained with it */
    }
    return p->holds;
}
