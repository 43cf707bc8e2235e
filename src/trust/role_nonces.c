/* SPDX-License-Identifier: Apache-2.0 */
/* known-nonces: {"assay_known_nonces":1,"nonces":[hex, ..]}, and those that ship with the library.
 */
#include "base/limits.h"
#include "trust/document.h"
#include "trust/load.h"

/* The fixed nonce of NVIDIA's attestation samples. */
static const uint8_t nvidia_sample[] = {
    0x93, 0x1d, 0x8d, 0xd0, 0xad, 0xd2, 0x03, 0xac, 0x3d, 0x8b, 0x4f, 0xbd, 0xe7, 0x5e, 0x11, 0x52,
    0x78, 0xee, 0xfc, 0xdc, 0xea, 0xc5, 0xb8, 0x76, 0x71, 0xa7, 0x48, 0xf3, 0x23, 0x64, 0xdf, 0xcb,
};
static const assay_bytes built_in[] = {{nvidia_sample, sizeof nvidia_sample}};
const trust_nonce_list trust_known_nonces = {ARRAY_LEN(built_in), built_in};

static assay_status read_nonce(const document *d, const json *node, assay_bytes *out)
{
    if (!json_is(node, JSON_STRING) || !hex_decode(d->arena, bytes_of_str(json_text(node)), out)) {
        return document_refuse(d, node,
                               d->arena->state == ARENA_OK ? "a nonce must be hex text" : NULL);
    }
    if (out->len == 0 || out->len > LIMIT_NONCE_MAX) {
        return document_refuse(d, node, "a nonce has 1 to 64 bytes");
    }
    return ASSAY_OK;
}

static assay_status read_nonces(const document *d, const json *list, trust_item *item)
{
    trust_nonce_list *known = ARENA_NEW(d->arena, trust_nonce_list);
    assay_bytes *nonces = ARENA_ARRAY(d->arena, list->count, assay_bytes);
    if (known == NULL || nonces == NULL) {
        return document_refuse(d, list, NULL);
    }
    size_t count = 0;
    for (const json *n = list->first; n != NULL; n = n->next) {
        assay_status status = read_nonce(d, n, &nonces[count++]);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    *known = (trust_nonce_list){count, nonces};
    item->material = known;
    item->view.subject = arena_format(d->arena, "%zu known nonces", count);
    return item->view.subject != NULL ? ASSAY_OK : document_refuse(d, list, NULL);
}

static assay_status verify_nonces(trust_load *load, trust_item *item, assay_error *err)
{
    static const char *const names[] = {"assay_known_nonces", "nonces"};
    document d;
    const json *list = NULL;
    if (item_scope(item) != NULL) {
        return error_set(err, ASSAY_E_CONFIG, "a list of known nonces has no scope");
    }
    assay_status status = document_read(trust_load_arena(load), item->bytes, names[0], &d, err);
    if (status == ASSAY_OK) {
        status = document_members(&d, d.root, names, ARRAY_LEN(names));
    }
    if (status == ASSAY_OK) {
        status = document_array(&d, "nonces", &list);
    }
    item->view.state = ASSAY_TRUST_ASSERTED;
    return status == ASSAY_OK ? read_nonces(&d, list, item) : status;
}

const trust_role role_known_nonces = {
    .name = "known-nonces", .rank = RANK_OTHER, .verify = verify_nonces};
