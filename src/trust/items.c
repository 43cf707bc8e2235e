/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in an open store. */
#include "trust/load.h"

#include <stdlib.h>

#define SCOPE_MAX 256

static const char *const scopes[] = {"amd", "intel", "aws", "nvidia-device", "nvidia-rim", "ear"};
/* Issuers that name themselves by no URL. RFC 7519 4.1.1 leaves them any text without a colon; only
 * those that are known are scopes, so that a misspelt one is none. */
static const char *const named_issuers[] = {"Intel Trust Authority"};

static bool issuer_url(assay_str s)
{
    static const char scheme[] = "https://";
    size_t prefix = sizeof scheme - 1;
    bool valid = s.len > prefix && s.len <= SCOPE_MAX && memcmp(s.ptr, scheme, prefix) == 0 &&
                 s.ptr[prefix] != '/';
    for (size_t i = 0; valid && i < s.len; i++) {
        valid = s.ptr[i] > ' ' && s.ptr[i] < 0x7f && strchr("\"'\\?#@<>", s.ptr[i]) == NULL;
    }
    return valid;
}

static bool listed(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool trust_issuer_valid(const char *iss)
{
    return issuer_url(str_of(iss)) || listed(named_issuers, ARRAY_LEN(named_issuers), iss);
}

bool trust_scope_valid(const char *family)
{
    return listed(scopes, ARRAY_LEN(scopes), family) || trust_issuer_valid(family);
}

static const trust_item *first_of(const assay_trust *t, const char *role)
{
    for (size_t i = 0; i < t->list_count; i++) {
        if (strcmp(t->lists[i].role->name, role) == 0) {
            return t->lists[i].first;
        }
    }
    return NULL;
}

/* Items that are not verified yet have no state; a role that looks at others sees none of them. */
const trust_item *trust_peek(const assay_trust *t, const trust_item *after, const char *role,
                             const char *family)
{
    const trust_item *item = after != NULL ? after->next : first_of(t, role);
    while (item != NULL && (item->view.state == ASSAY_TRUST_NONE ||
                            (family != NULL && strcmp(item->view.family, family) != 0))) {
        item = item->next;
    }
    return item;
}

void trust_note(const assay_trust *t, const trust_item *item)
{
    if (item != NULL && t->used.items != NULL) {
        t->used.items[item - t->items] = true;
    }
}

const trust_item *trust_next(const assay_trust *t, const trust_item *after, const char *role,
                             const char *family)
{
    const trust_item *item = trust_peek(t, after, role, family);
    trust_note(t, item);
    return item;
}

size_t trust_anchors(const assay_trust *t, const char *family, const anchor **out)
{
    size_t count = 0;
    for (size_t i = 0; i < t->anchor_count; i++) {
        if (family != NULL && strcmp(t->anchors[i]->family, family) != 0) {
            continue;
        }
        out[count++] = t->anchors[i];
        if (t->used.anchors != NULL) {
            t->used.anchors[i] = true;
        }
    }
    return count;
}

assay_trust trust_view(const assay_trust *t, arena *a)
{
    /* Not the count: other threads change it. */
    assay_trust view = {.path = t->path,
                        .revision = t->revision,
                        .items = t->items,
                        .count = t->count,
                        .lists = t->lists,
                        .list_count = t->list_count,
                        .anchors = t->anchors,
                        .anchor_count = t->anchor_count,
                        .used = {.items = ARENA_ARRAY(a, t->count, bool),
                                 .anchors = ARENA_ARRAY(a, t->anchor_count, bool)}};
    memcpy(view.digest, t->digest, sizeof view.digest);
    return view;
}

const trust_denied *trust_denies(const assay_trust *t, const char *kind, assay_bytes value)
{
    const trust_item *item = NULL;
    while ((item = trust_next(t, item, "deny", NULL)) != NULL) {
        const trust_denied *found = deny_find(item->material, kind, value);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static bool in_list(const trust_nonce_list *list, assay_bytes nonce)
{
    for (size_t i = 0; i < list->count; i++) {
        if (bytes_equal(list->nonces[i], nonce)) {
            return true;
        }
    }
    return false;
}

bool trust_knows_nonce(const assay_trust *t, assay_bytes nonce)
{
    const trust_item *item = NULL;
    bool known = in_list(&trust_known_nonces, nonce);
    while (!known && (item = trust_next(t, item, "known-nonces", NULL)) != NULL) {
        known = in_list(item->material, nonce);
    }
    return known;
}

assay_trust *trust_retain(assay_trust *t)
{
    if (t != NULL) {
        __atomic_add_fetch(&t->refs, 1, __ATOMIC_RELAXED);
    }
    return t;
}

void trust_release(assay_trust *t)
{
    if (t == NULL || __atomic_sub_fetch(&t->refs, 1, __ATOMIC_ACQ_REL) > 0) {
        return;
    }
    arena_release(&t->arena);
    free(t);
}

assay_trust *assay_trust_retain(assay_trust *trust)
{
    return trust_retain(trust);
}

void assay_trust_release(assay_trust *trust)
{
    trust_release(trust);
}

void assay_trust_digest(const assay_trust *trust, uint8_t out[32])
{
    if (out == NULL) {
        return;
    }
    memset(out, 0, sizeof trust->digest);
    if (trust != NULL) {
        memcpy(out, trust->digest, sizeof trust->digest);
    }
}

uint64_t assay_trust_revision(const assay_trust *trust)
{
    return trust != NULL ? trust->revision : 0;
}

size_t assay_trust_count(const assay_trust *trust)
{
    return trust != NULL ? trust->count : 0;
}

const assay_trust_item *assay_trust_at(const assay_trust *trust, size_t index)
{
    return trust != NULL && index < trust->count ? &trust->items[index].view : NULL;
}
