/* SPDX-License-Identifier: Apache-2.0 */
/* What was looked at in a store, kept and opened again. */
#include "trust/record.h"
#include "trust_test.h"

#define ROOT DATA "root.pem"
#define CRL_1 DATA "crl-1.pem"
#define CRL_2 DATA "crl-2.pem"

static assay_trust *two_families(place *p)
{
    assay_trust *t = NULL;
    *p = place_new();
    CHECK(add_one(p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(add_one(p, "x509-root", "intel", ROOT) == ASSAY_OK);
    CHECK(add_one(p, "crl", "intel", CRL_1) == ASSAY_OK);
    CHECK(add_one(p, "crl", "intel", CRL_2) == ASSAY_OK);
    CHECK(open_store(p, &t) == ASSAY_OK);
    return t;
}

static assay_trust *reopened(const trust_record *r, place *p)
{
    assay_trust *t = NULL;
    CHECK((trust_reopen(r, NULL, &t, &p->err) == ASSAY_OK) == (t != NULL));
    return t;
}

static void nothing_is_kept_unless_it_was_looked_at(void)
{
    place p;
    trust_record r;
    assay_trust *t = two_families(&p);
    assay_trust view = trust_view(t, &p.arena);
    CHECK(trust_next(t, NULL, "crl", "intel") != NULL); /* not through the view */
    CHECK(trust_record_of(&view, &p.arena, &r) == ASSAY_OK);
    CHECK_UINT(r.manifest.count, 0);
    CHECK_UINT(r.pin_count, 0);
    assay_trust *empty = reopened(&r, &p);
    CHECK_UINT(assay_trust_count(empty), 0);
    CHECK_UINT(empty->anchor_count, 0);
    trust_release(empty);
    trust_release(t);
    place_free(&p);
}

static void an_item_brings_its_issuers(void)
{
    place p;
    trust_record r;
    assay_trust *t = two_families(&p);
    assay_trust view = trust_view(t, &p.arena);
    CHECK(trust_next(&view, NULL, "crl", "intel") == &t->items[2]);
    CHECK(trust_record_of(&view, &p.arena, &r) == ASSAY_OK);
    CHECK_UINT(r.manifest.count, 2); /* the root of its family, and it */
    assay_trust *again = reopened(&r, &p);
    if (CHECK(again != NULL)) {
        CHECK_TEXT(assay_trust_at(again, 0)->family, "intel");
        CHECK_TEXT(assay_trust_at(again, 1)->sha256, assay_trust_at(t, 2)->sha256);
        CHECK_UINT(assay_trust_revision(again), assay_trust_revision(t));
        CHECK(memcmp(again->digest, t->digest, sizeof t->digest) == 0);
    }
    trust_release(again);
    trust_release(t);
    place_free(&p);
}

static void anchors_bring_the_pins_of_their_family(void)
{
    place p;
    trust_record r;
    assay_trust *t = two_families(&p);
    assay_trust view = trust_view(t, &p.arena);
    const anchor **found = ARENA_ARRAY(&p.arena, t->anchor_count, const anchor *);
    CHECK_UINT(trust_anchors(&view, "amd", found), 3);
    CHECK(trust_record_of(&view, &p.arena, &r) == ASSAY_OK);
    CHECK_UINT(r.manifest.count, 0);
    CHECK_UINT(r.pin_count, 3);
    CHECK(found[0] == r.pins[0] && trust_pin_of(found[0]->spki_sha256) == found[0]);
    trust_release(t);
    place_free(&p);
}

static void other_bytes_are_refused(void)
{
    place p;
    trust_record r;
    assay_trust *t = two_families(&p);
    assay_trust view = trust_view(t, &p.arena);
    const trust_item *first = trust_next(&view, NULL, "crl", "intel");
    CHECK(trust_next(&view, first, "crl", "intel") != NULL);
    CHECK(trust_record_of(&view, &p.arena, &r) == ASSAY_OK);
    assay_bytes files[] = {r.files[0], r.files[2], r.files[1]};
    r.files = files;
    CHECK(reopened(&r, &p) == NULL && says(&p, "is not the file with SHA-256"));
    assay_trust_item swapped = r.manifest.items[1];
    r.manifest.items[1] = r.manifest.items[2];
    r.manifest.items[2] = swapped;
    r.manifest.items[0].state = ASSAY_TRUST_ASSERTED;
    CHECK(reopened(&r, &p) == NULL && says(&p, "the manifest says asserted, and it is pinned"));
    trust_release(t);
    place_free(&p);
}

int main(void)
{
    RUN(nothing_is_kept_unless_it_was_looked_at);
    RUN(an_item_brings_its_issuers);
    RUN(anchors_bring_the_pins_of_their_family);
    RUN(other_bytes_are_refused);
    return DONE();
}
