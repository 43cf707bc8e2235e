/* SPDX-License-Identifier: Apache-2.0 */
/* The vTPM's quote: its three parts, its form, its signature, its registers. Faults are of the
 * attachments, so their findings have no span in the evidence. */
#include "formats/hcl/evidence.h"

/* The only attachment of a role; its bytes are {NULL, 0} when there is not exactly one. */
static size_t take_part(const job *j, const char *role, assay_bytes *out)
{
    const attachment *first = job_attachment(j, role, NULL);
    if (first == NULL) {
        return 0;
    }
    if (job_attachment(j, role, first) != NULL) {
        return 2;
    }
    *out = first->bytes;
    return 1;
}

static bool take_parts(job *j, hcl_quote *q)
{
    static const char *const roles[] = {"tpm-quote", "tpm-quote-signature", "tpm-pcrs"};
    assay_bytes *const parts[] = {&q->message, &q->signature, &q->registers};
    const char *found = NULL;
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        size_t count = take_part(j, roles[i], parts[i]);
        q->given = q->given || count > 0;
        if (count != 1) {
            found = arena_format(j->arena, "%s %s", count == 0 ? "no" : "more than one", roles[i]);
        }
    }
    bool whole = q->message.ptr != NULL && q->signature.ptr != NULL && q->registers.ptr != NULL;
    if (q->given) {
        finding *no = check(j->findings, &hcl_findings[F_HCL_QUOTE_INCOMPLETE], whole);
        finding_says(no, "each once", found);
    }
    return whole;
}

/* All parts in one JSON text, instead of the three. */
static bool take_json(job *j, hcl_quote *q)
{
    assay_bytes in = {NULL, 0};
    fault f = {0};
    size_t count = take_part(j, "tpm-quote-json", &in);
    bool alone = count == 1 && !q->given;
    q->given = true;
    bool read = alone && hcl_quote_json_read(j->arena, in, q, &f);
    finding *no = check(j->findings, &hcl_findings[F_HCL_QUOTE_JSON], read);
    if (no != NULL) {
        finding_says(no, NULL,
                     !alone ? "more than one quote"
                            : arena_format(j->arena, "%s: %s, at byte %zu", f.what, f.why, f.at));
    }
    return read;
}

static bool read_form(job *j, hcl_quote *q)
{
    fault f = {0};
    bool formed = tpm_attest_read(q->message, &q->attest, &f);
    if (formed && q->registers.len != (size_t)TPM_REGISTERS * TPM_REGISTER_BYTES) {
        f = (fault){"registers", "not 24 values of 32 bytes", 0};
        formed = false;
    }
    finding *no = check(j->findings, &hcl_findings[F_HCL_QUOTE_MALFORMED], formed);
    if (no != NULL) {
        finding_says(no, NULL, arena_format(j->arena, "%s: %s", f.what, f.why));
    }
    return formed;
}

bool hcl_quote_read(job *j, hcl_quote *q)
{
    *q = (hcl_quote){.given = false};
    bool whole = take_parts(j, q);
    if (job_attachment(j, "tpm-quote-json", NULL) != NULL) {
        whole = take_json(j, q);
    }
    if (!whole) {
        return !q->given;
    }
    if (!read_form(j, q)) {
        return false;
    }
    bool is_quote = tpm_is_quote(&q->attest);
    finding *no = check(j->findings, &hcl_findings[F_HCL_QUOTE_TYPE], is_quote);
    if (no != NULL) {
        finding_says(
            no, "magic ff544347, type 8018",
            arena_format(j->arena, "magic %08x, type %04x", q->attest.magic, q->attest.type));
    }
    bool known = is_quote && q->attest.sha256_alone;
    if (is_quote) {
        check(j->findings, &hcl_findings[F_HCL_QUOTE_SELECTION], known);
    }
    q->read = known;
    return known;
}

static bool signature_holds(job *j, const hcl_quote *q, const public_key *ak)
{
    uint8_t digest[HASH_MAX];
    assay_bytes bare = tpm_signature(q->signature, ak->a.len);
    return bare.ptr != NULL && job_held(j, crypto_digest(HASH_SHA256, &q->message, 1, digest)) &&
           job_held(j, crypto_verify(SIG_RSA_PKCS1_SHA256, ak, digest, bare));
}

static bool registers_hold(job *j, const hcl_quote *q)
{
    uint8_t digest[32];
    return job_held(j, tpm_pcr_digest(q->registers, q->attest.selected, digest)) &&
           bytes_equal(q->attest.pcr_digest, bytes_of(digest, sizeof digest));
}

bool hcl_quote_authenticate(job *j, const hcl_quote *q, const public_key *ak)
{
    if (!q->read) {
        return !q->given;
    }
    bool is_signed = signature_holds(j, q, ak);
    bool measured = registers_hold(j, q);
    check(j->findings, &hcl_findings[F_HCL_QUOTE_SIGNATURE], is_signed);
    finding_at(check(j->findings, &hcl_findings[F_HCL_QUOTE_PCRS], measured), "/quote/pcr_digest",
               0, 0);
    return is_signed && measured;
}
