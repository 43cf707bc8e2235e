/* SPDX-License-Identifier: Apache-2.0 */
/* From a manifest to a store: reads each file, checks its digest, and has its role verify it, lower
 * ranks first. */
#include "trust/load.h"
#include "base/limits.h"

#include <assay/roles.h>
#include <stdlib.h>

static const trust_role *const local_roles[] = {
    &role_x509_root, &role_spki_pin, &role_issuer_chain, &role_ask,
    &role_asvk,      &role_vcek,     &role_vlek,         &role_crl,
    &role_ocsp,      &role_deny,     &role_known_nonces, &role_policy_key,
};

const trust_role *trust_role_find(const trust_role *const *roles, const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(local_roles); i++) {
        if (strcmp(local_roles[i]->name, name) == 0) {
            return local_roles[i];
        }
    }
    for (size_t i = 0; roles != NULL && roles[i] != NULL; i++) {
        if (strcmp(roles[i]->name, name) == 0) {
            return roles[i];
        }
    }
    return NULL;
}

assay_trust *trust_new(void)
{
    assay_trust *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return NULL;
    }
    arena_init(&t->arena, NULL, LIMIT_STORE_MEMORY);
    t->refs = 1;
    t->anchors = ARENA_ARRAY(&t->arena, trust_pin_count, const anchor *);
    if (t->anchors == NULL) {
        trust_release(t);
        return NULL;
    }
    for (size_t i = 0; i < trust_pin_count; i++) {
        t->anchors[t->anchor_count++] = &trust_pins[i];
    }
    return t;
}

arena *trust_load_arena(trust_load *load)
{
    return &load->store->arena;
}

const assay_trust *trust_load_store(const trust_load *load)
{
    return load->store;
}

assay_status load_memory(const trust_load *load, assay_error *err)
{
    switch (load->store->arena.state) {
    case ARENA_OK:
        return ASSAY_OK;
    case ARENA_OVER_BUDGET:
        return error_set(err, ASSAY_E_CONFIG, "the trust store needs more than %u bytes of memory",
                         LIMIT_STORE_MEMORY);
    case ARENA_NO_MEMORY:
        break;
    }
    return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
}

#define SUGGESTIONS 64

static assay_status refuse_role(const char *name, assay_error *err)
{
    const assay_role *known = assay_role_find(name);
    if (known != NULL && known->storable) {
        return error_set(err, ASSAY_E_UNSUPPORTED, "role '%s' is not built into this library",
                         name);
    }
    if (known != NULL) {
        return error_set(err, ASSAY_E_CONFIG, "'%s' travels with evidence and cannot be stored",
                         name);
    }
    const char *names[SUGGESTIONS];
    size_t count = 0;
    while (count < SUGGESTIONS && assay_role_at(count) != NULL) {
        names[count] = assay_role_at(count)->name;
        count++;
    }
    const char *near = text_nearest(name, names, count);
    error_set(err, ASSAY_E_CONFIG, "unknown role '%s'", name);
    if (near != NULL) {
        error_hint(err, "did you mean '%s'?", near);
    }
    return ASSAY_E_CONFIG;
}

static assay_status check_digest(trust_load *load, const trust_item *item, assay_error *err)
{
    uint8_t found[32], expected[32];
    assay_status status = crypto_sha256(item->bytes, found);
    if (status != ASSAY_OK) {
        return error_set(err, status, "cannot compute a digest");
    }
    if (!hex_decode_fixed(bytes_of_text(item->view.sha256), expected, sizeof expected)) {
        return error_set(err, ASSAY_E_INTERNAL, "a digest of the manifest is none");
    }
    if (memcmp(found, expected, sizeof found) == 0) {
        return ASSAY_OK;
    }
    const char *hex = text_hex(trust_load_arena(load), bytes_of(found, sizeof found));
    if (hex == NULL) {
        return load_memory(load, err);
    }
    error_set(err, ASSAY_E_CONFIG, "expected SHA-256 %s, found %s", item->view.sha256, hex);
    error_hint(err, "restore the file, or pin the new one by name with `assay trust add`");
    return ASSAY_E_CONFIG;
}

static assay_status read_item(trust_load *load, const store_dir *dir, trust_item *item,
                              assay_error *err)
{
    const given_file *given = load->given != NULL ? &load->given[item - load->store->items] : NULL;
    if (given != NULL && given->path != NULL) {
        item->bytes = given->bytes;
        return ASSAY_OK;
    }
    assay_status status =
        dir_read(dir, item->view.file, LIMIT_STORE_FILE, trust_load_arena(load), &item->bytes, err);
    if (status == ASSAY_E_MEMORY) {
        return load_memory(load, err);
    }
    return status == ASSAY_OK ? check_digest(load, item, err) : status;
}

/* New files are named as the operator knows them. */
static void at_item(const trust_load *load, const trust_item *item, assay_error *err)
{
    const given_file *given = load->given != NULL ? &load->given[item - load->store->items] : NULL;
    if (given != NULL && given->path != NULL) {
        files_at(NULL, given->path, err);
        return;
    }
    files_at(load->store->path, item->view.file, err);
}

/* What the role found must be what the manifest says. */
static assay_status verify_item(trust_load *load, trust_item *item, assay_error *err)
{
    assay_trust_item said = item->view;
    item->view.state = ASSAY_TRUST_NONE;
    assay_status status = item->role->verify(load, item, err);
    int found = item->view.state;
    item->view.state = ASSAY_TRUST_NONE;
    if (status != ASSAY_OK) {
        return status;
    }
    status = load_memory(load, err);
    if (status != ASSAY_OK) {
        return status;
    }
    if (said.family[0] != '\0' && strcmp(said.family, item->view.family) != 0) {
        return error_set(err, ASSAY_E_CONFIG, "is for '%s', not for '%s'", item->view.family,
                         said.family);
    }
    if (trust_state_name(found) == NULL) {
        return error_set(err, ASSAY_E_INTERNAL, "role '%s' left no state", item->role->name);
    }
    bool improved = said.state == ASSAY_TRUST_ASSERTED && found == ASSAY_TRUST_VERIFIED;
    if (said.state != ASSAY_TRUST_NONE && said.state != found && !improved) {
        return error_set(err, ASSAY_E_CONFIG, "the manifest says %s, and it is %s",
                         trust_state_name(said.state), trust_state_name(found));
    }
    item->view.state = found;
    return ASSAY_OK;
}

static assay_status verify_rank(trust_load *load, int rank, assay_error *err)
{
    assay_trust *t = load->store;
    for (size_t i = 0; i < t->count; i++) {
        trust_item *item = &t->items[i];
        if (item->role->rank != rank) {
            continue;
        }
        assay_status status = verify_item(load, item, err);
        if (status != ASSAY_OK) {
            at_item(load, item, err);
            return status;
        }
    }
    return ASSAY_OK;
}

/* The lowest rank above `rank`, or `rank` itself when there is none. */
static int rank_above(const assay_trust *t, int rank)
{
    int above = rank;
    for (size_t i = 0; i < t->count; i++) {
        int r = t->items[i].role->rank;
        if (r > rank && (above == rank || r < above)) {
            above = r;
        }
    }
    return above;
}

static assay_status verify_all(trust_load *load, assay_error *err)
{
    int rank = -1, next;
    while ((next = rank_above(load->store, rank)) != rank) {
        assay_status status = verify_rank(load, next, err);
        if (status != ASSAY_OK) {
            return status;
        }
        rank = next;
    }
    return ASSAY_OK;
}

static trust_list *list_of(assay_trust *t, const trust_role *role)
{
    size_t i = 0;
    while (i < t->list_count && t->lists[i].role != role) {
        i++;
    }
    if (i == t->list_count) {
        t->lists[t->list_count++] = (trust_list){.role = role};
    }
    return &t->lists[i];
}

/* From the last item to the first, so that each goes to the head of its list. */
static void make_lists(assay_trust *t)
{
    for (size_t i = t->count; i > 0; i--) {
        trust_item *item = &t->items[i - 1];
        trust_list *list = list_of(t, item->role);
        item->next = list->first;
        list->first = item;
    }
}

static size_t role_count(const trust_role *const *roles)
{
    size_t count = 0;
    while (roles != NULL && roles[count] != NULL) {
        count++;
    }
    return ARRAY_LEN(local_roles) + count;
}

static assay_status parse_certificates(trust_load *load, assay_error *err)
{
    assay_trust *t = load->store;
    for (size_t i = 0; i < t->count; i++) {
        assay_status status = x509_parse(load, &t->items[i], err);
        if (status != ASSAY_OK) {
            at_item(load, &t->items[i], err);
            return status;
        }
    }
    return x509_candidates(load, err);
}

static assay_status make_room(trust_load *load, const manifest *m, const trust_role *const *roles,
                              assay_error *err)
{
    assay_trust *t = load->store;
    arena *a = &t->arena;
    size_t anchors = trust_pin_count + m->count;
    const anchor **all = ARENA_ARRAY(a, anchors, const anchor *);
    load->scratch = ARENA_ARRAY(a, anchors, const anchor *);
    load->pool = ARENA_ARRAY(a, LIMIT_PATH_POOL, issuer);
    t->items = ARENA_ARRAY(a, m->count, trust_item);
    t->lists = ARENA_ARRAY(a, role_count(roles), trust_list);
    if (a->state != ARENA_OK) {
        return load_memory(load, err);
    }
    memcpy(all, t->anchors, t->anchor_count * sizeof *all);
    t->anchors = all;
    return ASSAY_OK;
}

static assay_status take_item(trust_load *load, const store_dir *dir,
                              const trust_role *const *roles, assay_error *err)
{
    trust_item *item = &load->store->items[load->store->count];
    item->role = trust_role_find(roles, item->view.role);
    assay_status status =
        item->role == NULL ? refuse_role(item->view.role, err) : read_item(load, dir, item, err);
    if (status != ASSAY_OK) {
        at_item(load, item, err);
        return status;
    }
    load->store->count++;
    return ASSAY_OK;
}

assay_status trust_build(assay_trust *t, const store_dir *dir, const manifest *m,
                         const given_file *given, const trust_role *const *roles, assay_error *err)
{
    trust_load load = {.store = t, .given = given};
    assay_status status = make_room(&load, m, roles, err);
    for (size_t i = 0; i < m->count && status == ASSAY_OK; i++) {
        t->items[i].view = m->items[i];
        status = take_item(&load, dir, roles, err);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    make_lists(t);
    t->revision = m->revision;
    status = parse_certificates(&load, err);
    return status == ASSAY_OK ? verify_all(&load, err) : status;
}
