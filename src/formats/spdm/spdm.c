/* SPDX-License-Identifier: Apache-2.0 */
/* Recognising and parsing reports, and where they carry the challenge. */
#include "formats/spdm/evidence.h"

const finding_def spdm_findings[SPDM_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/spdm/findings.def"
#undef FINDING
};

bool nv_probe(assay_bytes in, nv_kind kind)
{
    bool of_gpu;
    return in.len <= LIMIT_SPDM_REPORT && spdm_probe(in, NV_DRIVER_VERSION, &of_gpu) &&
           of_gpu == (kind == NV_GPU);
}

static bool check_report(job *j, nv_evidence *e)
{
    fault f = {0};
    cursor c = cur_over(e->raw, &f);
    bool sound = spdm_transcript_parse(&c, &e->transcript);
    finding_fault(j->findings, check(j->findings, &spdm_findings[F_NV_REPORT], sound), &f);
    if (!sound) {
        return false;
    }
    size_t behind = e->transcript.trailing.len;
    finding *no = check(j->findings, &spdm_findings[F_NV_TRAILING], behind == 0);
    if (no != NULL) {
        finding_at(no, NULL, e->raw.len - behind, behind);
        finding_says(no, "none", arena_format(j->arena, "%zu bytes", behind));
    }
    return true;
}

static bool check_device(job *j, nv_evidence *e, nv_kind kind)
{
    fault f = {0};
    nv_kind found = nv_kind_of(&e->transcript);
    finding *no = check(j->findings, &spdm_findings[F_NV_KIND], found == kind);
    finding_says(no, kind == NV_GPU ? "a GPU" : "a switch", kind == NV_GPU ? "a switch" : "a GPU");
    bool sound = nv_device_read(j->arena, &e->transcript, e->raw, &e->device, &f);
    finding_fault(j->findings, check(j->findings, &spdm_findings[F_NV_OPAQUE], sound), &f);
    return sound && found == kind;
}

static void name_reference_values(job *j, nv_evidence *e)
{
    nv_driver_rim(j->arena, &e->device, e->arch, &e->driver);
    nv_vbios_rim(j->arena, &e->device, e->arch, &e->vbios);
}

const nv_evidence *nv_parse(job *j, assay_bytes in, nv_kind kind)
{
    nv_evidence *e = ARENA_NEW(j->arena, nv_evidence);
    revocation *state = ARENA_NEW(j->arena, revocation);
    if (state == NULL) {
        return NULL;
    }
    e->raw = in;
    e->revocation = state;
    if (!check_report(j, e) || !check_device(j, e, kind)) {
        return NULL;
    }
    nv_read_chain(j, e);
    name_reference_values(j, e);
    return e;
}

/* DESIGN section 8: the nonce of the request, or the digest of nonce and inputs. */
void nv_carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const nv_evidence *e = doc;
    assay_bytes found = e->transcript.request_nonce;
    *out = (carriage){.claim = "/nonce",
                      .offset = (size_t)(found.ptr - e->raw.ptr),
                      .length = found.len,
                      .expected = asked->nonce,
                      .found = found};
    if (asked->input_count > 0) {
        uint8_t *digest = arena_alloc(j->arena, SPDM_NONCE_BYTES);
        if (digest == NULL || challenge_digest(asked, HASH_SHA256, digest) != ASSAY_OK) {
            j->arena->state = ARENA_NO_MEMORY;
            return;
        }
        out->expected = bytes_of(digest, SPDM_NONCE_BYTES);
    }
    out->carried = asked->nonce.ptr != NULL && crypto_equal(out->expected, found);
}
