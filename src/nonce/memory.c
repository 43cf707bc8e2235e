/* SPDX-License-Identifier: Apache-2.0 */
/* A store that lives and ends with the process: a hash table of fixed capacity under one mutex. */
#include "nonce/nonces.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>

/* Links are an index + 1; 0 ends a list. */
typedef struct {
    uint8_t sha256[32], policy[32];
    char *text; /* audience, then session; NULL when there is neither */
    assay_time expires;
    uint32_t next; /* in its bucket, or in the list of free ones */
    uint16_t audience_len, session_len;
    bool used, spent, has_policy;
} entry;

typedef struct {
    nonce_options options;
    pthread_mutex_t mutex;
    entry *entries;
    uint32_t *buckets; /* as many as entries */
    size_t capacity;
    size_t touched;      /* entries from here on were never used */
    uint32_t free;       /* list of those that were, and are not now */
    assay_time earliest; /* no entry expires before it */
} memory;

/* The hash is uniform whoever chose the nonce. */
static uint32_t *bucket_of(memory *m, const uint8_t sha256[32])
{
    uint64_t key;
    memcpy(&key, sha256, sizeof key);
    return &m->buckets[key % m->capacity];
}

static entry *find(memory *m, const uint8_t sha256[32])
{
    for (uint32_t link = *bucket_of(m, sha256); link != 0; link = m->entries[link - 1].next) {
        if (memcmp(m->entries[link - 1].sha256, sha256, 32) == 0) {
            return &m->entries[link - 1];
        }
    }
    return NULL;
}

static assay_nonce_scope scope_of(const entry *e)
{
    assay_nonce_scope scope = {.struct_size = sizeof scope,
                               .policy_sha256 = e->has_policy ? e->policy : NULL,
                               .now = ASSAY_TIME_UNSET,
                               .expires = e->expires};
    if (e->audience_len > 0) {
        scope.audience = (assay_str){e->text, e->audience_len};
    }
    if (e->session_len > 0) {
        scope.session = (assay_str){e->text + e->audience_len, e->session_len};
    }
    return scope;
}

static void forget(memory *m, entry *e)
{
    uint32_t self = (uint32_t)(e - m->entries) + 1;
    uint32_t *link = bucket_of(m, e->sha256);
    while (*link != self) {
        link = &m->entries[*link - 1].next;
    }
    *link = e->next;
    free(e->text);
    *e = (entry){.next = m->free};
    m->free = self;
}

static uint64_t sweep(memory *m, assay_time before)
{
    uint64_t count = 0;
    m->earliest = INT64_MAX;
    for (size_t i = 0; i < m->touched; i++) {
        entry *e = &m->entries[i];
        if (e->used && e->expires <= before) {
            forget(m, e);
            count++;
        } else if (e->used && e->expires < m->earliest) {
            m->earliest = e->expires;
        }
    }
    return count;
}

/* A full store is swept at most once per tick of its clock. */
static entry *take_free(memory *m, assay_time now)
{
    if (m->free == 0 && m->touched == m->capacity && m->earliest <= now) {
        sweep(m, now);
    }
    if (m->free != 0) {
        entry *e = &m->entries[m->free - 1];
        m->free = e->next;
        return e;
    }
    return m->touched < m->capacity ? &m->entries[m->touched++] : NULL;
}

static void give_back(memory *m, entry *e)
{
    *e = (entry){.next = m->free};
    m->free = (uint32_t)(e - m->entries) + 1;
}

static bool keep_text(entry *e, const assay_nonce_scope *scope)
{
    size_t len = scope->audience.len + scope->session.len;
    if (len == 0) {
        return true;
    }
    e->text = malloc(len);
    if (e->text == NULL) {
        return false;
    }
    if (scope->audience.len > 0) {
        memcpy(e->text, scope->audience.ptr, scope->audience.len);
    }
    if (scope->session.len > 0) {
        memcpy(e->text + scope->audience.len, scope->session.ptr, scope->session.len);
    }
    e->audience_len = (uint16_t)scope->audience.len;
    e->session_len = (uint16_t)scope->session.len;
    return true;
}

static void insert(memory *m, entry *e, const uint8_t sha256[32], const uint8_t *policy)
{
    uint32_t *bucket = bucket_of(m, sha256);
    memcpy(e->sha256, sha256, 32);
    e->has_policy = policy != NULL;
    if (policy != NULL) {
        memcpy(e->policy, policy, 32);
    }
    e->used = true;
    e->next = *bucket;
    *bucket = (uint32_t)(e - m->entries) + 1;
    if (e->expires < m->earliest) {
        m->earliest = e->expires;
    }
}

static assay_status issue_locked(memory *m, const uint8_t sha256[32],
                                 const assay_nonce_scope *scope, uint32_t ttl_s, assay_error *err)
{
    if (find(m, sha256) != NULL) {
        return ASSAY_REJECTED;
    }
    assay_time now = nonce_clock(&m->options);
    entry *e = take_free(m, now);
    if (e == NULL) {
        error_set(err, ASSAY_E_IO, "the nonce store is full");
        error_hint(err, "use a larger capacity or shorter lifetimes");
        return ASSAY_E_IO;
    }
    *e = (entry){.expires = time_add(now, ttl_s)};
    if (!keep_text(e, scope)) {
        give_back(m, e);
        return error_set(err, ASSAY_E_MEMORY, "out of memory");
    }
    insert(m, e, sha256, scope->policy_sha256);
    return ASSAY_OK;
}

static assay_status issue(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                          uint32_t ttl_s, assay_error *err)
{
    memory *m = user;
    pthread_mutex_lock(&m->mutex);
    assay_status status = issue_locked(m, sha256, scope, ttl_s, err);
    pthread_mutex_unlock(&m->mutex);
    return status;
}

static assay_nonce_state look(memory *m, const uint8_t sha256[32], const assay_nonce_scope *scope,
                              entry **found)
{
    assay_time now = nonce_clock(&m->options);
    if (!nonce_in_time(scope, now)) {
        return ASSAY_NONCE_WRONG_TIME;
    }
    *found = find(m, sha256);
    if (*found == NULL) {
        return ASSAY_NONCE_UNKNOWN;
    }
    assay_nonce_scope issued = scope_of(*found);
    return nonce_judge(&issued, (*found)->spent, scope, now);
}

static assay_status peek(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                         assay_nonce_state *state, assay_error *err)
{
    (void)err;
    memory *m = user;
    entry *e = NULL;
    pthread_mutex_lock(&m->mutex);
    *state = look(m, sha256, scope, &e);
    pthread_mutex_unlock(&m->mutex);
    return ASSAY_OK;
}

static assay_status consume(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                            assay_nonce_state *state, assay_error *err)
{
    (void)err;
    memory *m = user;
    entry *e = NULL;
    pthread_mutex_lock(&m->mutex);
    *state = look(m, sha256, scope, &e);
    if (*state == ASSAY_NONCE_LIVE) {
        e->spent = true;
    }
    pthread_mutex_unlock(&m->mutex);
    return ASSAY_OK;
}

static assay_status purge(void *user, assay_time before, uint64_t *count, assay_error *err)
{
    (void)err;
    memory *m = user;
    pthread_mutex_lock(&m->mutex);
    assay_time now = nonce_clock(&m->options);
    *count = sweep(m, before == ASSAY_TIME_UNSET || before > now ? now : before);
    pthread_mutex_unlock(&m->mutex);
    return ASSAY_OK;
}

static assay_status list(void *user,
                         bool (*each)(void *context, const uint8_t sha256[32],
                                      const assay_nonce_scope *scope),
                         void *context, assay_error *err)
{
    (void)err;
    memory *m = user;
    pthread_mutex_lock(&m->mutex);
    assay_time now = nonce_clock(&m->options);
    bool more = true;
    for (size_t i = 0; i < m->touched && more; i++) {
        const entry *e = &m->entries[i];
        if (e->used && !e->spent && e->expires > now) {
            assay_nonce_scope scope = scope_of(e);
            more = each(context, e->sha256, &scope);
        }
    }
    pthread_mutex_unlock(&m->mutex);
    return ASSAY_OK;
}

static void close_store(void *user)
{
    memory *m = user;
    for (size_t i = 0; i < m->touched; i++) {
        free(m->entries[i].text);
    }
    free(m->entries);
    free(m->buckets);
    pthread_mutex_destroy(&m->mutex);
    free(m);
}

static memory *new_memory(size_t capacity, const nonce_options *options)
{
    memory *m = calloc(1, sizeof *m);
    if (m == NULL) {
        return NULL;
    }
    *m = (memory){.options = *options, .capacity = capacity, .earliest = INT64_MAX};
    m->entries = calloc(capacity, sizeof *m->entries);
    m->buckets = calloc(capacity, sizeof *m->buckets);
    if (m->entries == NULL || m->buckets == NULL || pthread_mutex_init(&m->mutex, NULL) != 0) {
        free(m->entries);
        free(m->buckets);
        free(m);
        return NULL;
    }
    return m;
}

assay_status nonces_memory_open(assay_nonces **out, size_t capacity, const nonce_options *options,
                                assay_error *err)
{
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no place for the nonce store");
    }
    *out = NULL;
    if (capacity == 0 || capacity > LIMIT_NONCE_CAPACITY) {
        return error_set(err, ASSAY_E_ARGUMENT, "a memory store holds 1 to %u nonces",
                         LIMIT_NONCE_CAPACITY);
    }
    memory *m = new_memory(capacity, options);
    if (m == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "out of memory");
    }
    const assay_nonce_store store = {sizeof store, "memory", m,    issue,      peek,
                                     consume,      purge,    list, close_store};
    assay_status status = assay_nonces_new(out, &store, err);
    if (status != ASSAY_OK) {
        close_store(m);
    }
    return status;
}
