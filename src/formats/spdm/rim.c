/* SPDX-License-Identifier: Apache-2.0 */
/* Reads converted reference values, strictly: what is not there, or is too much, is refused. */
#include "formats/spdm/rim.h"
#include "base/limits.h"
#include "base/text.h"
#include "trust/document.h"

#define FAMILY "nvidia-rim"
#define VALUE_BYTES 48u
#define WINDOW_FLAWS (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_PIN_WINDOW)

typedef struct {
    document d;
    nv_rim *rim;
    const json *list; /* of signers, then of measurements */
} reading;

static assay_status refuse(reading *r, const json *at, const char *message)
{
    return document_refuse(&r->d, at, r->d.arena->state == ARENA_OK ? message : NULL);
}

/* --- measurements --- */

static assay_status read_values(reading *r, const json *node, nv_golden *out)
{
    if (!json_is(node, JSON_ARRAY) || node->count == 0 || node->count > LIMIT_RIM_ALTERNATIVES) {
        return refuse(r, node != NULL ? node : r->list, "'values' must be an array of 1 to 16");
    }
    assay_bytes *values = ARENA_ARRAY(r->d.arena, node->count, assay_bytes);
    out->values = values;
    for (const json *v = node->first; v != NULL && values != NULL; v = v->next) {
        assay_bytes *to = &values[out->count++];
        if (!json_is(v, JSON_STRING) || !hex_decode(r->d.arena, bytes_of_str(json_text(v)), to) ||
            to->len != VALUE_BYTES) {
            return refuse(r, v, "a value must be hex of 48 bytes");
        }
    }
    return arena_status(r->d.arena);
}

/* Indexes ascend, so none stands there twice. */
static assay_status read_measurement(reading *r, const json *node, nv_golden *out, unsigned least)
{
    static const char *const names[] = {"index", "name", "values"};
    uint64_t index;
    assay_status status = document_members(&r->d, node, names, ARRAY_LEN(names));
    if (status != ASSAY_OK) {
        return status;
    }
    const json *number = json_member(node, "index");
    if (!json_uint(number, &index) || index < least || index > LIMIT_RIM_INDEX) {
        return refuse(r, node, "'index' must be a number above the one before, of 238 at most");
    }
    out->index = (unsigned)index;
    return read_values(r, json_member(node, "values"), out);
}

static assay_status read_measurements(reading *r)
{
    assay_status status = document_array(&r->d, "measurements", &r->list);
    if (status != ASSAY_OK) {
        return status;
    }
    if (r->list->count > LIMIT_RIM_INDEX + 1) {
        return refuse(r, r->list, "has too many measurements");
    }
    nv_golden *golden = ARENA_ARRAY(r->d.arena, r->list->count, nv_golden);
    r->rim->golden = golden;
    for (const json *n = r->list->first; n != NULL && golden != NULL; n = n->next) {
        nv_golden *to = &golden[r->rim->count];
        unsigned least = r->rim->count > 0 ? to[-1].index + 1 : 0;
        status = read_measurement(r, n, to, least);
        if (status != ASSAY_OK) {
            return status;
        }
        r->rim->count++;
    }
    return golden != NULL ? ASSAY_OK : refuse(r, r->list, NULL);
}

/* --- signers --- */

static assay_status read_signers(reading *r)
{
    assay_status status = document_array(&r->d, "signers", &r->list);
    if (status != ASSAY_OK) {
        return status;
    }
    if (r->list->count == 0 || r->list->count > LIMIT_RIM_CERTS) {
        return refuse(r, r->list, "'signers' must be 1 to 6 certificates");
    }
    cert *signers = ARENA_ARRAY(r->d.arena, r->list->count, cert);
    r->rim->signers = signers;
    for (const json *n = r->list->first; n != NULL && signers != NULL; n = n->next) {
        fault f;
        assay_bytes der;
        if (!json_is(n, JSON_STRING) ||
            !base64_decode(r->d.arena, bytes_of_str(json_text(n)), &der) ||
            !cert_parse(der, &signers[r->rim->signer_count++], &f)) {
            return refuse(r, n, "a signer must be a certificate in base64");
        }
    }
    return signers != NULL ? ASSAY_OK : refuse(r, r->list, NULL);
}

static bool path_is_whole(const nv_rim *rim, const chain *path)
{
    bool whole = path->anchor != NULL && (path->flaws & ~(unsigned)WINDOW_FLAWS) == 0 &&
                 path->count == rim->signer_count;
    for (size_t i = 0; whole && i < path->count; i++) {
        whole = path->links[i].cert == &rim->signers[i];
    }
    return whole;
}

static assay_status verify_signers(trust_load *load, reading *r)
{
    const assay_trust *t = trust_load_store(load);
    const nv_rim *rim = r->rim;
    issuer pool[LIMIT_RIM_CERTS];
    chain path;
    const anchor **anchors = ARENA_ARRAY(r->d.arena, t->anchor_count + 1, const anchor *);
    if (anchors == NULL) {
        return refuse(r, r->list, NULL);
    }
    for (size_t i = 1; i < rim->signer_count; i++) {
        if (issuer_of(&rim->signers[i], NULL, &pool[i - 1]) != ASSAY_OK) {
            return refuse(r, r->list, NULL);
        }
    }
    chain_request request = {.leaf = &rim->signers[0],
                             .pool = pool,
                             .pool_count = rim->signer_count - 1,
                             .anchors = anchors,
                             .anchor_count = trust_anchors(t, FAMILY, anchors),
                             .at = rim->signers[0].not_before};
    if (chain_build(&request, &path) != ASSAY_OK) {
        return refuse(r, r->list, NULL);
    }
    return path_is_whole(rim, &path)
               ? ASSAY_OK
               : refuse(r, r->list,
                        "'signers' do not lead to a root that is pinned for nvidia-rim");
}

/* --- the whole --- */

static assay_status read_text(reading *r, const char *name, const char **out)
{
    assay_str found;
    assay_status status = document_text(&r->d, r->d.root, name, &found);
    if (status == ASSAY_OK) {
        *out = text_printable(r->d.arena, bytes_of_str(found));
        status = *out != NULL ? ASSAY_OK : refuse(r, r->d.root, NULL);
    }
    return status;
}

static assay_status read_source(reading *r)
{
    assay_str digest;
    const json *source = json_member(r->d.root, "source");
    if (!json_is(source, JSON_OBJECT)) {
        return refuse(r, r->d.root, "has no object 'source'");
    }
    assay_status status = document_text(&r->d, source, "sha256", &digest);
    uint8_t bytes[32];
    if (status == ASSAY_OK && !hex_decode_fixed(bytes_of_str(digest), bytes, sizeof bytes)) {
        return refuse(r, source, "'sha256' must be hex of 32 bytes");
    }
    r->rim->sha256 =
        status == ASSAY_OK ? text_hex(r->d.arena, bytes_of(bytes, sizeof bytes)) : NULL;
    return status;
}

static assay_status read_choice(reading *r)
{
    assay_str word;
    assay_status status = document_text(&r->d, r->d.root, "expired_signer", &word);
    if (status != ASSAY_OK) {
        return status;
    }
    r->rim->expired_accepted = str_is(word, "accepted");
    return r->rim->expired_accepted || str_is(word, "refused")
               ? ASSAY_OK
               : refuse(r, json_member(r->d.root, "expired_signer"),
                        "'expired_signer' is \"refused\" or \"accepted\"");
}

static assay_status read_rim(reading *r)
{
    static const char *const names[] = {"assay_rim",      "product",      "version",
                                        "edition",        "manufacturer", "source",
                                        "expired_signer", "signers",      "measurements"};
    static assay_status (*const steps[])(reading *) = {read_source, read_choice, read_signers,
                                                       read_measurements};
    assay_status status = document_members(&r->d, r->d.root, names, ARRAY_LEN(names));
    status = status == ASSAY_OK ? read_text(r, "product", &r->rim->product) : status;
    status = status == ASSAY_OK ? read_text(r, "version", &r->rim->version) : status;
    for (size_t i = 0; i < ARRAY_LEN(steps) && status == ASSAY_OK; i++) {
        status = steps[i](r);
    }
    return status;
}

static void describe(arena *a, trust_item *item, const nv_rim *rim)
{
    assay_trust_item *v = &item->view;
    v->family = FAMILY;
    v->subject =
        arena_format(a, "RIM of %s %s: %zu measurements", rim->product, rim->version, rim->count);
    for (size_t i = 0; i < rim->signer_count; i++) {
        const cert *c = &rim->signers[i];
        v->valid_from = i == 0 || c->not_before > v->valid_from ? c->not_before : v->valid_from;
        v->valid_to = i == 0 || c->not_after < v->valid_to ? c->not_after : v->valid_to;
    }
    v->state = ASSAY_TRUST_VERIFIED;
    item->material = rim;
}

static assay_status verify_rim(trust_load *load, trust_item *item, assay_error *err)
{
    arena *a = trust_load_arena(load);
    reading r = {.rim = ARENA_NEW(a, nv_rim)};
    if (r.rim == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for reference values");
    }
    assay_status status = document_read(a, item->bytes, "assay_rim", &r.d, err);
    status = status == ASSAY_OK ? read_rim(&r) : status;
    status = status == ASSAY_OK ? verify_signers(load, &r) : status;
    if (status == ASSAY_OK) {
        describe(a, item, r.rim);
    }
    return status;
}

const trust_role role_rim = {.name = "rim", .rank = TRUST_RANK_CONVERTED, .verify = verify_rim};
