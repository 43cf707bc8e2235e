/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certification data (Intel SGX ECDSA Quote Library API, A.4): which certificates a quote has, and
 * which travel beside it. Nothing signs the text around certificates, so inside a quote it has one
 * form: that in which Intel's provisioning service hands chains out.
 */
#include "codec/pem.h"
#include "formats/tdx/evidence.h"

#define PPID_BYTES 16u
#define PPID_TAIL 20u       /* CPUSVN, PCESVN, PCEID */
#define PPID_TAIL_SHORT 18u /* Intel's sample lacks PCEID */

static const char begin_line[] = "-----BEGIN CERTIFICATE-----",
                  end_line[] = "-----END CERTIFICATE-----";

static bool line_is(assay_bytes line, const char *wanted)
{
    return bytes_equal(line, bytes_of_text(wanted));
}

/* The next line without its LF; {NULL, 0} when there is no LF. */
static assay_bytes take_line(cursor *c)
{
    cursor ahead = *c;
    assay_bytes rest = cur_rest(&ahead);
    const uint8_t *newline = rest.len > 0 ? memchr(rest.ptr, '\n', rest.len) : NULL;
    if (newline == NULL) {
        return (assay_bytes){NULL, 0};
    }
    assay_bytes line = cur_take(c, (size_t)(newline - rest.ptr), "pem");
    cur_take(c, 1, "pem");
    return line;
}

/* One block: BEGIN, lines of `*width` of which the last may be shorter, END. */
static bool check_block(cursor *c, size_t *width)
{
    bool last = false;
    if (!line_is(take_line(c), begin_line)) {
        return false;
    }
    for (;;) {
        assay_bytes line = take_line(c);
        if (line_is(line, end_line)) {
            return *width != 0;
        }
        if (*width == 0 && (line.len == 64 || line.len == 76)) {
            *width = line.len;
        }
        if (last || line.len == 0 || line.len > *width) {
            return false;
        }
        last = line.len < *width;
    }
}

/* Blocks with nothing between them, and zeros behind. Intel's chains have lines of 64, those that
 * came through some tools 76. */
static bool check_text(assay_bytes in, fault *f)
{
    fault none = {0};
    cursor c = cur_over(in, &none);
    size_t width = 0;
    bool formed = cur_left(&c) > 0;
    while (formed && cur_left(&c) > 0 && in.ptr[cur_at(&c)] != 0) {
        formed = check_block(&c, &width);
    }
    formed = formed && bytes_all(cur_rest(&c), 0);
    if (!formed) {
        *f = (fault){"certification_data", "not PEM certificates alone, in lines of one length", 0};
    }
    return formed;
}

/* Appends the certificates of a PEM text, or one in DER. */
static bool read_certs(job *j, assay_bytes in, cert *out, size_t *count, fault *f)
{
    cursor c = cur_over(in, f);
    assay_str label;
    assay_bytes der;
    if (!pem_probe(in)) {
        return *count < LIMIT_QUOTE_CERTS && cert_parse(in, &out[*count], f) && ++*count > 0;
    }
    while (pem_next(&c, j->arena, &label, &der)) {
        if (*count == LIMIT_QUOTE_CERTS) {
            return cur_fail(&c, cur_at(&c), "certificates", "more than the limit");
        }
        if (!cert_parse(der, &out[*count], f)) {
            return false;
        }
        ++*count;
    }
    return f->what == NULL && j->arena->state == ARENA_OK;
}

static void attach(job *j, const char *role, cert *out, size_t *count)
{
    const attachment *a = NULL;
    while ((a = job_attachment(j, role, a)) != NULL) {
        fault f = {0};
        size_t before = *count;
        if (!read_certs(j, a->bytes, out, count, &f)) {
            *count = before;
            job_note_malformed(j, role, f.what != NULL ? &f : &(fault){role, "cannot be read", 0});
        }
    }
}

/* What a quote without its chain says of the platform: sizes alone. */
static bool check_platform_data(const quote *q, fault *f)
{
    static const size_t ids[] = {[CERT_DATA_PPID] = PPID_BYTES,
                                 [CERT_DATA_PPID_RSA2048] = 256,
                                 [CERT_DATA_PPID_RSA3072] = 384};
    size_t id = ids[q->cert_type], len = q->cert_data.len;
    bool sized = len == id + PPID_TAIL || len == id + PPID_TAIL_SHORT;
    if (!sized) {
        *f = (fault){"certification_data", "not of the size of its type", 0};
    }
    return sized;
}

static bool read_inside(job *j, const quote *q, cert *out, size_t *count, fault *f)
{
    if (q->cert_type < CERT_DATA_PCK_LEAF) {
        return check_platform_data(q, f);
    }
    bool read = check_text(q->cert_data, f) && read_certs(j, q->cert_data, out, count, f);
    if (read && q->cert_type == CERT_DATA_PCK_LEAF && *count != 1) {
        *f = (fault){"certification_data", "not one certificate", 0};
        return false;
    }
    return read;
}

static bool has_extension(const cert *c)
{
    assay_bytes value;
    return cert_extension(c, PCK_EXT_OID, &value);
}

/* How many certificates speak of a platform, copies apart; the last of them goes to c->pck. */
static size_t count_pck(quote_certs *c)
{
    size_t found = 0;
    for (size_t i = 0; i < c->count; i++) {
        const cert *one = &c->certs[i];
        bool copy = c->pck != NULL && bytes_equal(one->der, c->pck->der);
        if (!copy && has_extension(one)) {
            c->pck = one;
            found++;
        }
    }
    return found;
}

/* The PCK certificate is the one that speaks of a platform, wherever it stands. */
static bool choose_pck(job *j, quote_certs *c, bool needed)
{
    fault f = {0};
    size_t found = count_pck(c);
    if (found == 0 && !needed) {
        return true;
    }
    if (found != 1) {
        c->pck = NULL;
        f = (fault){"pck",
                    found == 0 ? "no certificate has the SGX extension"
                               : "several certificates have the SGX extension",
                    0};
    }
    c->says_read = found == 1 && pck_ext_read(c->pck, &c->says, &f);
    finding *no = check(j->findings, &quote_findings[F_QUOTE_PCK_EXTENSION], c->says_read);
    if (no != NULL) { /* the fault is in a certificate: it has no place in the evidence */
        finding_says(no, NULL, arena_format(j->arena, "%s: %s", f.what, f.why));
    }
    return c->says_read;
}

bool quote_gather(job *j, const quote *q, quote_certs *out)
{
    *out = (quote_certs){.inside = q->cert_type == CERT_DATA_PCK_CHAIN};
    cert *certs = ARENA_ARRAY(j->arena, LIMIT_QUOTE_CERTS, cert);
    if (certs == NULL) {
        return false;
    }
    fault f = {0};
    bool read = read_inside(j, q, certs, &out->count, &f);
    finding *no = check(j->findings, &quote_findings[F_QUOTE_CERT_DATA], read);
    if (no != NULL && f.what != NULL) {
        finding_says(no, NULL, arena_format(j->arena, "%s: %s", f.what, f.why));
    }
    if (!read) {
        out->count = 0;
        return false;
    }
    if (!out->inside) {
        attach(j, "pck-cert", certs, &out->count);
        attach(j, "cert-chain", certs, &out->count);
    }
    out->certs = certs;
    return choose_pck(j, out, q->cert_type >= CERT_DATA_PCK_LEAF);
}
