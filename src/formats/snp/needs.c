/* SPDX-License-Identifier: Apache-2.0 */
/* Names and addresses of what is missing, from what the report and the certificates say. */
#include "formats/snp/needs.h"
#include "formats/snp/kds.h"

bool snp_authority_known(const snp_material *m, snp_name sought)
{
    for (size_t i = 0; i < m->pool_count; i++) {
        snp_name held = snp_name_read(m->pool[i].cert->subject_cn);
        if (held.role == sought.role && held.line == sought.line) {
            return true;
        }
    }
    return false;
}

static void need_chain(job *j, const char *name, snp_name named)
{
    snp_vek_kind kind = named.role == NAME_ASVK ? VEK_LOADED : VEK_CHIP;
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = "issuer-chain",
                                     .id = name,
                                     .url = snp_kds_chain(j->arena, named.line, kind),
                                     .label = j->label,
                                     .mandatory = true});
}

void snp_need_issuer(job *j, const cert *below)
{
    need_chain(j, arena_text(j->arena, bytes_of_str(below->issuer_cn)),
               snp_name_read(below->issuer_cn));
}

void snp_need_list(job *j, const snp_product *line, snp_vek_kind kind, bool authenticated)
{
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = "crl",
                                     .id = arena_format(j->arena, "ARK-%s", line->name),
                                     .url = snp_kds_crl(j->arena, line, kind),
                                     .label = j->label,
                                     .authenticated = authenticated,
                                     .mandatory = true});
}

/* By its name: whether the list is any good is seen when the certificate is there. */
static bool list_known(const job *j, const snp_material *m, const cert *root)
{
    for (size_t i = 0; i < m->list_count; i++) {
        if (bytes_equal(m->lists[i]->issuer, root->subject)) {
            return true;
        }
    }
    const trust_item *item = NULL;
    while ((item = trust_next(j->trust, item, "crl", "amd")) != NULL) {
        const crl *list = item->material;
        if (bytes_equal(list->issuer, root->subject)) {
            return true;
        }
    }
    return false;
}

/* No list of the store was verified without its root's certificate, which is at hand then. */
static bool line_has_list(const job *j, const snp_material *m, const snp_product *line)
{
    for (size_t i = 0; i < m->pool_count; i++) {
        const cert *c = m->pool[i].cert;
        snp_name name = snp_name_read(c->subject_cn);
        if (name.role == NAME_ARK && name.line == line && list_known(j, m, c)) {
            return true;
        }
    }
    return false;
}

static void need_authorities(job *j, const snp_material *m, const snp_product *line,
                             snp_vek_kind kind)
{
    bool loaded = kind == VEK_LOADED;
    snp_name above = {loaded ? NAME_ASVK : NAME_ASK, line};
    if (!snp_authority_known(m, above)) {
        const char *prefix = loaded ? "SEV-VLEK" : "SEV";
        need_chain(j, arena_format(j->arena, "%s-%s", prefix, line->name), above);
    }
    if (!line_has_list(j, m, line)) {
        snp_need_list(j, line, kind, false);
    }
}

/* A chip and a TCB are what KDS is asked for; a VLEK is only given to the cloud that loaded it. */
void snp_need_vek(job *j, const snp_report *r, const snp_material *m)
{
    arena *a = j->arena;
    bool loaded = snp_signing_key(r) == VEK_LOADED, masked = bytes_all(r->chip_id, 0);
    const snp_product *line = snp_named_product(r);
    const char *tcb = text_hex(a, r->reported_tcb);
    const char *chip = masked ? "masked chip" : text_hex(a, r->chip_id);
    need_add(j->needs,
             &(assay_need){.struct_size = sizeof(assay_need),
                           .role = loaded ? "vlek" : "vcek",
                           .id = loaded ? arena_format(a, "tcb %s", tcb)
                                        : arena_format(a, "%s tcb %s", chip, tcb),
                           .url = loaded || masked || line == NULL
                                      ? NULL
                                      : snp_kds_vcek(a, line, r->chip_id, r->reported_tcb),
                           .label = j->label,
                           .mandatory = true});
    if (line != NULL) {
        need_authorities(j, m, line, snp_signing_key(r));
    }
}
