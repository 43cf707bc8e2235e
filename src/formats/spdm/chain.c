/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the certificates that travel with a report, and what the leaf says of the device. */
#include "codec/pem.h"
#include "formats/spdm/evidence.h"

typedef struct {
    const char *word; /* first of the common name */
    const char *chip;
    nv_arch arch;
} chip_row;
static const chip_row chips[] = {{"GH100", "GH100", NV_HOPPER},
                                 {"GB100", "GB100", NV_BLACKWELL},
                                 {"GB110", "GB110", NV_BLACKWELL},
                                 {"LS_10", "LS10", NV_LS10}};

static const chip_row *chip_of(const cert *c)
{
    assay_str name = c->subject_cn;
    for (size_t i = 0; i < ARRAY_LEN(chips); i++) {
        size_t len = strlen(chips[i].word);
        if (name.len > len && memcmp(name.ptr, chips[i].word, len) == 0 && name.ptr[len] == ' ') {
            return &chips[i];
        }
    }
    return NULL;
}

/* Every block a certificate, and nothing behind them. */
static size_t read_pem(job *j, assay_bytes in, cert *out, size_t max, fault *f)
{
    size_t count = 0;
    cursor c = cur_over(in, f);
    assay_str label;
    assay_bytes der;
    while (pem_next(&c, j->arena, &label, &der)) {
        if (!str_is(label, "CERTIFICATE")) {
            cur_fail(&c, cur_at(&c), "cert-chain", "a block that is no certificate");
            return count;
        }
        if (count == max) {
            cur_fail(&c, cur_at(&c), "cert-chain", "more certificates than a path may have");
            return count;
        }
        if (!cert_parse(der, &out[count], f)) {
            return count;
        }
        count++;
    }
    return count;
}

static void read_leaf(job *j, nv_evidence *e)
{
    const cert *leaf = &e->certificates[NV_LEAF];
    fault unread = {0};
    const chip_row *own = chip_of(leaf);
    if (own != NULL &&
        (e->certificate_count <= NV_BROM || chip_of(&e->certificates[NV_BROM]) == own)) {
        e->chip = own->chip;
        e->arch = own->arch;
    }
    e->leaf_fwid = nv_leaf_fwid(leaf, e->arch, &unread);
    e->ueid = nv_ueid(j->arena, leaf->serial);
    for (size_t i = NV_LEAF; i < e->certificate_count; i++) {
        e->issuer_serials[i] = cert_issuer_serial(j->arena, &e->certificates[i]);
    }
    for (size_t i = NV_LEAF; i <= NV_BROM && i < e->certificate_count; i++) {
        uint8_t *digest = arena_alloc(j->arena, 32);
        if (digest != NULL && job_held(j, crypto_sha256(e->certificates[i].spki, digest))) {
            e->keys[i] = bytes_of(digest, 32);
        }
    }
}

void nv_read_chain(job *j, nv_evidence *e)
{
    const attachment *only = NULL, *next = NULL;
    while ((next = job_attachment(j, "cert-chain", next)) != NULL) {
        only = next;
        e->chains++;
    }
    if (e->chains != 1) {
        return;
    }
    if (only->bytes.len > LIMIT_SPDM_CHAIN) {
        e->unread = (fault){"cert-chain", "larger than the limit", 0};
        return;
    }
    cert *all = ARENA_ARRAY(j->arena, LIMIT_PATH_DEPTH, cert);
    size_t count = all != NULL ? read_pem(j, only->bytes, all, LIMIT_PATH_DEPTH, &e->unread) : 0;
    if (count == 0 || e->unread.what != NULL) {
        e->unread = e->unread.what != NULL ? e->unread : (fault){"cert-chain", "no PEM block", 0};
        return;
    }
    e->certificates = all;
    e->certificate_count = count;
    read_leaf(j, e);
}
