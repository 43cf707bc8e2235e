/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptor of Nitro documents, recognising and parsing them. */
#include "formats/nsm/nsm.h"
#include "formats/nsm/evidence.h"
#include "base/text.h"

const finding_def nsm_findings[NSM_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/nsm/findings.def"
#undef FINDING
};

/* Every document has this key, as text of nine characters; other COSE_Sign1 structures do not. */
static bool mentions_module_id(assay_bytes in)
{
    static const char key[] = {0x69, 'm', 'o', 'd', 'u', 'l', 'e', '_', 'i', 'd'};
    for (size_t i = 0; i + sizeof key <= in.len; i++) {
        if (memcmp(in.ptr + i, key, sizeof key) == 0) {
            return true;
        }
    }
    return false;
}

/* An array of four, perhaps tagged. */
static bool probe(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    uint8_t first = cur_u8(&c, "cose");
    first = first == (0xc0 | COSE_TAG_SIGN1) ? cur_u8(&c, "cose") : first;
    return in.len <= NSM_DOCUMENT_BYTES && first == 0x84 && mentions_module_id(in);
}

static bool check_cose(job *j, cursor *c, nsm_evidence *e)
{
    static const int64_t allowed[] = {COSE_ES384};
    const cose_sign1 *s = &e->sign1;
    bool sound = cose_sign1_parse(c, &e->sign1) && cur_end(c, "cose");
    finding_fault(j->findings, check(j->findings, &nsm_findings[F_NSM_COSE], sound), c->fault);
    if (!sound) {
        return false;
    }
    bool plain = s->header_count == 1 && s->unprotected_count == 0;
    check(j->findings, &nsm_findings[F_NSM_HEADERS], plain);
    bool known = cose_alg_in(s->alg, allowed, ARRAY_LEN(allowed));
    finding *no = check(j->findings, &nsm_findings[F_NSM_ALGORITHM], known);
    if (no != NULL) {
        const char *name = cose_alg_name(s->alg);
        finding_says(no, "ES384 (-35)",
                     arena_format(j->arena, "%s (%lld)", name != NULL ? name : "unknown",
                                  (long long)s->alg));
    }
    bool sized = s->signature.len == NSM_SIGNATURE_BYTES;
    no = check(j->findings, &nsm_findings[F_NSM_SIGNATURE_SIZE], sized);
    if (no != NULL) {
        finding_says(no, "96 bytes", arena_format(j->arena, "%zu bytes", s->signature.len));
    }
    return true;
}

/* The leaf, then the bundle: all of them or none. */
static void read_certificates(job *j, nsm_evidence *e)
{
    size_t count = 1 + e->fields.bundle_count;
    cert *all = ARENA_ARRAY(j->arena, count, cert);
    fault f = {0};
    bool good = all != NULL;
    for (size_t i = 0; good && i < count; i++) {
        assay_bytes der = i == 0 ? e->fields.certificate : e->fields.cabundle[i - 1];
        good = cert_parse(der, &all[i], &f);
        f.at += (size_t)(der.ptr - e->raw.ptr);
    }
    finding_fault(j->findings, check(j->findings, &nsm_findings[F_NSM_CERTIFICATE], good), &f);
    for (size_t i = 0; good && i < count; i++) {
        e->issuer_serials[i] = cert_issuer_serial(j->arena, &all[i]);
    }
    if (good) {
        e->certificates = all;
        e->certificate_count = count;
    }
}

static const void *parse(job *j, assay_bytes in)
{
    nsm_evidence *e = ARENA_NEW(j->arena, nsm_evidence);
    revocation *state = ARENA_NEW(j->arena, revocation);
    if (state == NULL) {
        return NULL;
    }
    e->raw = in;
    e->revocation = state;
    fault f = {0};
    cursor c = cur_over(in, &f);
    if (!check_cose(j, &c, e)) {
        return NULL;
    }
    bool sound = nsm_fields_parse(&e->sign1.payload, &e->fields);
    finding_fault(j->findings, check(j->findings, &nsm_findings[F_NSM_DOCUMENT], sound), &f);
    if (!sound) {
        return NULL;
    }
    read_certificates(j, e);
    return e;
}

/* DESIGN section 8: the field as a whole is the nonce, or the digest of nonce and inputs. */
static void carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const nsm_evidence *e = doc;
    assay_bytes found = e->fields.nonce;
    *out = (carriage){.claim = "/nonce", .found = found, .expected = asked->nonce};
    if (found.ptr != NULL) {
        out->offset = (size_t)(found.ptr - e->raw.ptr);
        out->length = found.len;
    }
    if (asked->input_count > 0) {
        uint8_t *digest = arena_alloc(j->arena, 64);
        if (digest == NULL || challenge_sha512(asked, digest) != ASSAY_OK) {
            j->arena->state = ARENA_NO_MEMORY;
            return;
        }
        out->expected = bytes_of(digest, 64);
    }
    out->carried =
        asked->nonce.ptr != NULL && found.ptr != NULL && crypto_equal(out->expected, found);
}

const format format_nsm_document = {
    .id = "nsm-document",
    .title = "AWS Nitro attestation document, of an enclave or of NitroTPM",
    .media_type = "application/x-aws-nsm-document",
    .max_bytes = NSM_DOCUMENT_BYTES,
    .probe = probe,
    .parse = parse,
    .describe = nsm_describe,
    .authenticate = nsm_authenticate,
    .default_tests = nsm_default_tests,
    .evaluate = nsm_evaluate,
    .carries = carries,
    .signed_time = nsm_signed_time,
    .schema = nsm_schema,
    .schema_count = NSM_CLAIMS,
    .findings = nsm_findings,
    .finding_count = NSM_FINDINGS,
    .family = "aws",
};
