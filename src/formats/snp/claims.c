/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of a report, named as AMD 56860 names its fields. */
#include "formats/snp/evidence.h"

typedef enum { NUMBER, OCTETS } form;

/* Fields that become claims as they are. `since`: first version that has the field. */
static const struct {
    const char *name;
    uint16_t at;
    uint8_t len, since;
    form form;
} fields[] = {
    {"version", 0x000, 4, 0, NUMBER},
    {"guest_svn", 0x004, 4, 0, NUMBER},
    {"policy", 0x008, 8, 0, NUMBER},
    {"family_id", 0x010, 16, 0, OCTETS},
    {"image_id", 0x020, 16, 0, OCTETS},
    {"vmpl", 0x030, 4, 0, NUMBER},
    {"signature_algo", 0x034, 4, 0, NUMBER},
    {"current_tcb", 0x038, 8, 0, OCTETS},
    {"platform_info", 0x040, 8, 0, NUMBER},
    {"report_data", SNP_REPORT_DATA_AT, SNP_REPORT_DATA_BYTES, 0, OCTETS},
    {"measurement", 0x090, 48, 0, OCTETS},
    {"host_data", 0x0C0, 32, 0, OCTETS},
    {"id_key_digest", 0x0E0, 48, 0, OCTETS},
    {"author_key_digest", 0x110, 48, 0, OCTETS},
    {"report_id", 0x140, 32, 0, OCTETS},
    {"report_id_ma", 0x160, 32, 0, OCTETS},
    {"reported_tcb", 0x180, 8, 0, OCTETS},
    {"cpuid_fam_id", 0x188, 1, SNP_VERSION_FMS, NUMBER},
    {"cpuid_mod_id", 0x189, 1, SNP_VERSION_FMS, NUMBER},
    {"cpuid_step", 0x18A, 1, SNP_VERSION_FMS, NUMBER},
    {"chip_id", 0x1A0, SNP_CHIP_ID_BYTES, 0, OCTETS},
    {"committed_tcb", 0x1E0, 8, 0, OCTETS},
    {"current_build", 0x1E8, 1, 0, NUMBER},
    {"current_minor", 0x1E9, 1, 0, NUMBER},
    {"current_major", 0x1EA, 1, 0, NUMBER},
    {"committed_build", 0x1EC, 1, 0, NUMBER},
    {"committed_minor", 0x1ED, 1, 0, NUMBER},
    {"committed_major", 0x1EE, 1, 0, NUMBER},
    {"launch_tcb", 0x1F0, 8, 0, OCTETS},
    {"launch_mit_vector", 0x1F8, 8, SNP_VERSION_MIT, NUMBER},
    {"current_mit_vector", 0x200, 8, SNP_VERSION_MIT, NUMBER},
};

static uint64_t number_le(cursor *c, size_t len)
{
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        value |= (uint64_t)cur_u8(c, "field") << (8 * i);
    }
    return value;
}

static void describe_fields(job *j, const snp_report *r)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (r->version < fields[i].since) {
            continue;
        }
        fault f = {0};
        cursor c = cur_over(r->raw, &f);
        cur_take(&c, fields[i].at, "offset");
        claim *made = fields[i].form == NUMBER ? claim_uint(j->arena, j->claims, fields[i].name,
                                                            number_le(&c, fields[i].len))
                                               : claim_bytes(j->arena, j->claims, fields[i].name,
                                                             cur_take(&c, fields[i].len, "field"));
        claim_span(made, fields[i].at, fields[i].len);
    }
}

/* A text made in the arena, which may have failed. */
static void add_text(job *j, claim *parent, const char *name, const char *value)
{
    if (value != NULL) {
        claim_cstr(j->arena, parent, name, value);
    }
}

static const char *signing_key_name(const snp_report *r)
{
    snp_vek_kind kind = snp_signing_key(r);
    if (kind != VEK_NONE) {
        return snp_vek_name(kind);
    }
    return SNP_KEY_INFO_SIGNING_KEY(r->key_info) == SNP_SIGNING_KEY_NONE ? "NONE" : "reserved";
}

static void describe_derived(job *j, const snp_report *r)
{
    arena *a = j->arena;
    claim *root = j->claims;
    claim_uint(a, root, "abi_minor", r->policy & 0xff);
    claim_uint(a, root, "abi_major", r->policy >> 8 & 0xff);
    claim_bool(a, root, "smt_allowed", (r->policy >> SNP_POLICY_SMT & 1) != 0);
    claim_bool(a, root, "migrate_ma", (r->policy >> SNP_POLICY_MIGRATE_MA & 1) != 0);
    claim_bool(a, root, "debug", (r->policy >> SNP_POLICY_DEBUG & 1) != 0);
    claim_bool(a, root, "author_key_enabled", (r->key_info & SNP_KEY_INFO_AUTHOR_KEY_EN) != 0);
    claim_bool(a, root, "mask_chip_key", (r->key_info & SNP_KEY_INFO_MASK_CHIP_KEY) != 0);
    claim_cstr(a, root, "signing_key", signing_key_name(r));
    add_text(j, root, "current_version", snp_version_text(a, &r->current));
    add_text(j, root, "committed_version", snp_version_text(a, &r->committed));
}

static const char *const vectors[] = {"reported", "current", "committed", "launch"};

static assay_bytes vector_of(const snp_report *r, size_t index)
{
    const assay_bytes tcbs[] = {r->reported_tcb, r->current_tcb, r->committed_tcb, r->launch_tcb};
    return tcbs[index];
}

/* The components of all lines, waiting for the line. */
static void describe_waiting(job *j)
{
    claim_pending(j->arena, j->claims, "product_line");
    claim *tcb = claim_map(j->arena, j->claims, "tcb");
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        claim *map = claim_map(j->arena, tcb, vectors[i]);
        for (unsigned spl = SPL_BL; spl < SPL_END; spl++) {
            if (snp_spl_name(spl) != NULL) {
                claim_pending(j->arena, map, snp_spl_name(spl));
            }
        }
    }
}

static claim *member(claim *map, const char *name)
{
    assay_bytes wanted = bytes_of_text(name);
    claim *i = map != NULL ? map->first : NULL;
    while (i != NULL && !bytes_equal(bytes_of_str(i->name), wanted)) {
        i = i->next;
    }
    return i;
}

/* A waiting claim is known not to be there. */
static void settle_absent(claim *c)
{
    if (c != NULL) {
        c->pending = false;
    }
}

static void settle_level(claim *c, const snp_product *p, assay_bytes tcb, snp_spl spl)
{
    settle_absent(c);
    if (c != NULL && p->at[spl] >= 0) {
        c->type = ASSAY_CLAIM_UINT;
        c->value.uint = snp_tcb_level(p, tcb, spl);
    }
}

void snp_describe_product(job *j, const snp_report *r, const snp_product *p)
{
    claim *line = member(j->claims, "product_line");
    if (line == NULL || !line->pending) {
        return; /* no memory; or the report named the line, and the chain agrees */
    }
    line->pending = false;
    line->type = ASSAY_CLAIM_TEXT;
    line->value.text = str_of(p->name);
    claim *tcb = member(j->claims, "tcb");
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        claim *map = member(tcb, vectors[i]);
        for (unsigned spl = SPL_BL; spl < SPL_END; spl++) {
            if (snp_spl_name(spl) != NULL) {
                settle_level(member(map, snp_spl_name(spl)), p, vector_of(r, i), spl);
            }
        }
    }
}

void snp_describe(job *j, const void *doc)
{
    const snp_report *r = &((const snp_evidence *)doc)->report;
    describe_fields(j, r);
    describe_derived(j, r);
    describe_waiting(j);
    if (snp_signing_key(r) == VEK_LOADED) {
        claim_pending(j->arena, j->claims, "csp_id");
    }
    if (snp_named_product(r) != NULL) {
        snp_describe_product(j, r, snp_named_product(r));
    }
}

/* Texts that the library hands out end with a NUL; those of a certificate do not. */
static assay_str kept(job *j, assay_str in)
{
    const char *copy = arena_text(j->arena, bytes_of_str(in));
    return (assay_str){copy, copy != NULL ? in.len : 0};
}

void snp_describe_vek(job *j, const snp_vek *v, const cert *c)
{
    arena *a = j->arena;
    claim *csp = member(j->claims, "csp_id");
    if (csp != NULL) {
        csp->pending = false;
        csp->type = ASSAY_CLAIM_TEXT;
        csp->value.text = kept(j, v->csp_id);
    }
    claim *vek = claim_map(a, j->claims, "vek");
    claim_cstr(a, vek, "kind", snp_vek_name(v->kind));
    claim_text(a, vek, "product_name", kept(j, v->product_name));
    if (v->hwid.ptr != NULL) {
        claim_bytes(a, vek, "hwid", v->hwid);
    }
    claim_time(a, vek, "not_before", c->not_before);
    claim_time(a, vek, "not_after", c->not_after);
}

void snp_describe_revocation(job *j, revocation state)
{
    claim *map = claim_map(j->arena, j->claims, "revocation");
    claim *status = claim_cstr(j->arena, map, "status", revocation_name(state));
    if (status != NULL) { /* a list in the store would tell (DESIGN section 7) */
        status->pending = state == REVOCATION_NOT_ESTABLISHED;
    }
}

void snp_describe_minimum(job *j, const snp_floor *missed, bool any)
{
    arena *a = j->arena;
    claim *map = claim_map(a, member(j->claims, "tcb"), "minimum");
    claim_cstr(a, map, "status", missed != NULL ? "below" : any ? "met" : "unknown");
    if (missed != NULL) {
        claim_cstr(a, map, "component", snp_spl_name(missed->spl));
        claim_uint(a, map, "level", missed->level);
        claim_cstr(a, map, "source", missed->source);
    }
}
