/* SPDX-License-Identifier: Apache-2.0 */
/* A RIM from its file to the converted form: signature, then what was signed, then who signed. */
#include "rim/rim.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json_write.h"
#include "rim/read.h"

#define FAMILY "nvidia-rim"
#define WINDOW_FLAWS (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_PIN_WINDOW)

/* Once more from the canonical bytes: whatever else stood in the file is not even looked at. */
static assay_status read_covered(arena *a, assay_bytes covered, rim *out, rim_refusal *why)
{
    xml *x = xml_parse(covered, why);
    if (x == NULL) {
        return why->name != NULL ? ASSAY_REJECTED : ASSAY_E_MEMORY;
    }
    assay_status status = rim_read_tag(a, x, out, why);
    xml_free(x);
    return status;
}

static assay_status read_file(arena *a, assay_bytes file, rim *out, rim_refusal *why)
{
    assay_bytes covered;
    if (!xml_plain(file, why)) {
        return ASSAY_REJECTED;
    }
    xml *x = xml_parse(file, why);
    if (x == NULL) {
        return why->name != NULL ? ASSAY_REJECTED : ASSAY_E_MEMORY;
    }
    assay_status status = rim_verify_signature(a, x, out, &covered, why);
    xml_free(x);
    status = status == ASSAY_OK ? crypto_sha256(file, out->sha256) : status;
    return status == ASSAY_OK ? read_covered(a, covered, out, why) : status;
}

/* What was refused once memory had failed may be sound. */
assay_status rim_read(arena *a, assay_bytes file, rim *out, rim_refusal *why)
{
    *out = (rim){.valid_from = ASSAY_TIME_UNSET, .valid_to = ASSAY_TIME_UNSET};
    assay_status status = read_file(a, file, out, why);
    if (status == ASSAY_REJECTED && a->state != ARENA_OK) {
        *why = (rim_refusal){NULL, NULL};
        return ASSAY_E_MEMORY;
    }
    return status;
}

/* Nothing in the signature goes unused, and the path has no detour. */
static bool in_order(const rim *r, const chain *path)
{
    bool same = path->count == r->signer_count;
    for (size_t i = 0; same && i < path->count; i++) {
        same = path->links[i].cert == &r->signers[i];
    }
    return same;
}

static void intersect_windows(rim *r)
{
    for (size_t i = 0; i < r->signer_count; i++) {
        const cert *c = &r->signers[i];
        r->valid_from = i == 0 || c->not_before > r->valid_from ? c->not_before : r->valid_from;
        r->valid_to = i == 0 || c->not_after < r->valid_to ? c->not_after : r->valid_to;
    }
}

static assay_status judge_chain(rim *r, const chain *path, rim_refusal *why)
{
    const cert *leaf = &r->signers[0];
    bool signs = leaf->has_key_usage && (leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0;
    if ((path->flaws & CHAIN_FOREIGN_ROOT) != 0) {
        return rim_refuse(why, "rim.chain.foreign-root",
                          "is signed under a root that is not pinned for reference values");
    }
    if (path->anchor == NULL || (path->flaws & ~(unsigned)WINDOW_FLAWS) != 0) {
        return rim_refuse(why, "rim.chain", "has a signer that does not lead to a pinned root");
    }
    if (!in_order(r, path)) {
        return rim_refuse(why, "rim.chain.order",
                          "has certificates that are not the path of its signer, signer first");
    }
    if (!signs || leaf->is_ca) {
        return rim_refuse(why, "rim.signer.usage", "is signed by a certificate of another purpose");
    }
    intersect_windows(r);
    return r->valid_from < r->valid_to
               ? ASSAY_OK
               : rim_refuse(why, "rim.chain", "has signers that were never valid together");
}

assay_status rim_verify_chain(arena *a, const assay_trust *t, rim *r, rim_refusal *why)
{
    issuer pool[LIMIT_RIM_CERTS];
    size_t count = 0;
    const anchor **anchors = ARENA_ARRAY(a, t->anchor_count + 1, const anchor *);
    chain *path = ARENA_NEW(a, chain);
    if (anchors == NULL || path == NULL) {
        return ASSAY_E_MEMORY;
    }
    for (size_t i = 1; i < r->signer_count; i++) {
        if (issuer_of(&r->signers[i], NULL, &pool[count++]) != ASSAY_OK) {
            return ASSAY_E_MEMORY;
        }
    }
    chain_request request = {.leaf = &r->signers[0],
                             .pool = pool,
                             .pool_count = count,
                             .anchors = anchors,
                             .anchor_count = trust_anchors(t, FAMILY, anchors),
                             .at = r->signers[0].not_before};
    assay_status status = chain_build(&request, path);
    r->path = path;
    return status == ASSAY_OK ? judge_chain(r, path, why) : status;
}

static void put_measurement(json_writer *w, const rim_measurement *m)
{
    json_open_object(w, NULL);
    json_put_uint(w, "index", m->index);
    json_put_cstr(w, "name", m->name);
    json_open_array(w, "values");
    for (size_t i = 0; i < m->count; i++) {
        json_put_hex(w, NULL, m->values[i]);
    }
    json_close(w);
    json_close(w);
}

static void put_source(json_writer *w, const rim *r)
{
    json_open_object(w, "source");
    json_put_hex(w, "sha256", bytes_of(r->sha256, sizeof r->sha256));
    json_put_hex(w, "signed_sha384", bytes_of(r->digest, sizeof r->digest));
    json_put_cstr(w, "tag_id", r->tag_id);
    json_close(w);
}

assay_str rim_convert(arena *a, const rim *r, bool expired_accepted)
{
    json_writer *w = json_write_new();
    json_put_uint(w, "assay_rim", 1);
    json_put_cstr(w, "product", r->product);
    json_put_cstr(w, "version", r->version);
    json_put_cstr(w, "edition", r->edition);
    json_put_uint(w, "manufacturer", r->manufacturer);
    put_source(w, r);
    json_put_cstr(w, "expired_signer", expired_accepted ? "accepted" : "refused");
    json_open_array(w, "signers");
    for (size_t i = 0; i < r->signer_count; i++) {
        json_put_cstr(w, NULL, base64_encode(a, r->signers[i].der));
    }
    json_close(w);
    json_open_array(w, "measurements");
    for (size_t i = 0; i < r->count; i++) {
        if (r->measurements[i].active) {
            put_measurement(w, &r->measurements[i]);
        }
    }
    json_close(w);
    assay_str made = json_write_done(w, a, true);
    json_write_free(w);
    return made;
}

static assay_status convert(const assay_trust *t, arena *a, const trust_addition *add,
                            assay_bytes in, assay_bytes *out, assay_error *err)
{
    rim r;
    rim_refusal why = {NULL, NULL};
    assay_status status = rim_read(a, in, &r, &why);
    status = status == ASSAY_OK ? rim_verify_chain(a, t, &r, &why) : status;
    if (status == ASSAY_REJECTED) {
        error_set(err, ASSAY_E_CONFIG, "%s: %s", why.name, why.words);
        return ASSAY_E_CONFIG;
    }
    assay_str made = {NULL, 0};
    if (status == ASSAY_OK) {
        made = rim_convert(a, &r, add->expired_accepted);
    }
    *out = bytes_of_str(made);
    return made.ptr != NULL ? ASSAY_OK : error_set(err, ASSAY_E_MEMORY, "no memory for a RIM");
}

const trust_converter rim_converter = {"rim", "xml", convert};
