/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a store's revocation lists count: all of them, however many there are. */
#include "check.h"
#include "base/arena.h"
#include "forge/snp_forge.h"
#include "formats/format.h"

#define OLDER 80

typedef struct {
    arena arena;
    key_ring *ring;
    trust_item items[OLDER + 1];
    trust_list list;
    assay_trust trust;
    cert ask, ark;
} subject;

static const trust_role role = {.name = "crl"};

/* The good recipe's list, or the next one, which names the ASK. */
static const crl *list_of(subject *s, bool revokes)
{
    fault f = {0};
    fsnp_evidence e = {0};
    crl *list = ARENA_NEW(&s->arena, crl);
    fsnp_recipe *r = ARENA_NEW(&s->arena, fsnp_recipe);
    fsnp_recipe_init(r, fsnp_model_find("Milan"), 5, false);
    fsnp_recipe_derive(r, &s->arena, s->ring);
    if (revokes) {
        r->crl.this_update++;
        r->crl.revoked[0].serial = r->ask.serial;
        r->crl.revoked[0].date = r->crl.this_update;
        r->crl.revoked_count = 1;
    }
    CHECK(fsnp_make(r, &s->arena, s->ring, &e) == ASSAY_OK);
    CHECK(crl_parse(e.crl, list, &f));
    CHECK(cert_parse(e.ask, &s->ask, &f) && cert_parse(e.ark, &s->ark, &f));
    return list;
}

static void the_last_of_many_lists_counts(void)
{
    static subject s;
    arena_init(&s.arena, NULL, SIZE_MAX);
    s.ring = key_ring_new();
    const crl *good = list_of(&s, false), *newest = list_of(&s, true);
    for (size_t i = 0; i <= OLDER; i++) {
        s.items[i] = (trust_item){.view = {.family = "amd", .state = ASSAY_TRUST_VERIFIED},
                                  .role = &role,
                                  .material = i < OLDER ? good : newest,
                                  .next = i < OLDER ? &s.items[i + 1] : NULL};
    }
    s.list = (trust_list){&role, s.items};
    s.trust = (assay_trust){.lists = &s.list, .list_count = 1};
    job j = {
        .arena = &s.arena, .trust = &s.trust, .at = FSNP_DEFAULT_AT, .known_at = FSNP_DEFAULT_AT};
    revocation_question q = {.family = "amd", .subject = &s.ask, .issuer = &s.ark};
    CHECK(job_revocation(&j, &q).state == REVOCATION_REVOKED);
    s.items[OLDER - 1].next = NULL;
    CHECK(job_revocation(&j, &q).state == REVOCATION_GOOD);
    key_ring_free(s.ring);
    arena_release(&s.arena);
}

int main(void)
{
    RUN(the_last_of_many_lists_counts);
    return DONE();
}
