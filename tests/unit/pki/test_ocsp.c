/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses: their form, who may sign them, and what they say beside revocation lists. */
#include "forge.h"

#define GOOD RAW(0x80, 0)
#define UNKNOWN RAW(0x82, 0)
#define ALG_SHA1 RAW(0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0)
#define ALG_SHA(n) RAW(0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, (n))
#define OCSP_SIGNING RAW(6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 9)
#define SERVER_AUTH RAW(6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1)
#define USAGE_SIGN extension(15, true, RAW(3, 2, 7, 0x80))
#define EKU(critical, ...) extension(37, critical, SEQ(__VA_ARGS__))
#define DAY_1 "20260101000000Z"
#define DAY_2 "20260102000000Z"
#define NOON "2026-01-01T12:00:00Z"

static ocsp parsed;
static fault found;

/* What is left out takes its usual form: the root answers of the intermediate, serial 7: good. */
typedef struct {
    hash_alg hash;
    assay_bytes algorithm, name_hash, key_hash, serial, status, this_update, next_update, after;
    assay_bytes version, responder, produced, responses, after_responses, certs, type, outcome;
    test_key by;
} answer_recipe;

static assay_bytes gen(const char *text)
{
    return tlv(DER_GENERALIZED_TIME, bytes_of_text(text));
}

static assay_bytes hash_of(hash_alg alg, assay_bytes in)
{
    uint8_t out[HASH_MAX];
    CHECK(crypto_digest(alg, &in, 1, out) == ASSAY_OK);
    return CAT(bytes_of(out, hash_len(alg)));
}

static assay_bytes bits_of(test_key k)
{
    public_key p = key_public(forge_keys[k]);
    return CAT(bytes_of("\x04", 1), p.a, p.b);
}

static assay_bytes octets(assay_bytes in)
{
    return tlv(DER_OCTET_STRING, in);
}

static assay_bytes by_key(test_key k)
{
    return tlv(DER_CONTEXT_CONSTRUCTED(2), octets(hash_of(HASH_SHA1, bits_of(k))));
}

static assay_bytes by_name(const char *cn)
{
    return tlv(DER_CONTEXT_CONSTRUCTED(1), name_of(cn));
}

static assay_bytes revoked(const char *when_, unsigned reason)
{
    assay_bytes why =
        reason == 0 ? NOTHING
                    : tlv(DER_CONTEXT_CONSTRUCTED(0), tlv(DER_ENUMERATED, RAW((uint8_t)reason)));
    return tlv(DER_CONTEXT_CONSTRUCTED(1), CAT(gen(when_), why));
}

static assay_bytes single(const answer_recipe *r)
{
    static const uint8_t arcs[] = {[HASH_SHA256] = 1, [HASH_SHA384] = 2, [HASH_SHA512] = 3};
    hash_alg h = r->hash != HASH_NONE ? r->hash : HASH_SHA1;
    assay_bytes algorithm = h == HASH_SHA1 ? ALG_SHA1 : ALG_SHA(arcs[h]);
    assay_bytes id = SEQ(either(r->algorithm, algorithm),
                         octets(either(r->name_hash, hash_of(h, name_of("Test Root")))),
                         octets(either(r->key_hash, hash_of(h, bits_of(ROOT)))),
                         either(r->serial, RAW(2, 1, 7)));
    return SEQ(id, either(r->status, GOOD), either(r->this_update, gen(DAY_1)),
               either(r->next_update, tlv(DER_CONTEXT_CONSTRUCTED(0), gen(DAY_2))),
               either(r->after, NOTHING));
}

static assay_bytes forge_answer(const answer_recipe *r)
{
    assay_bytes data = SEQ(either(r->version, NOTHING), either(r->responder, by_key(r->by)),
                           either(r->produced, gen(DAY_1)), SEQ(either(r->responses, single(r))),
                           either(r->after_responses, NOTHING));
    assay_bytes certs = r->certs.ptr != NULL
                            ? tlv(DER_CONTEXT_CONSTRUCTED(0), tlv(DER_SEQUENCE, r->certs))
                            : NOTHING;
    assay_bytes basic = SEQ(data, algorithm_of(r->by), bits(sign(r->by, data)), certs);
    assay_bytes type = either(r->type, RAW(6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1));
    return SEQ(either(r->outcome, RAW(0x0a, 1, 0)),
               tlv(DER_CONTEXT_CONSTRUCTED(0), SEQ(type, octets(basic))));
}

static bool parses(const answer_recipe *r)
{
    return ocsp_parse(forge_answer(r), &parsed, &found);
}

static void refused(const answer_recipe *r, const char *what, const char *why)
{
    bool refuses = !parses(r);
    if (!CHECK(refuses)) {
        return;
    }
    CHECK_TEXT(found.what, what);
    CHECK_TEXT(found.why, why);
}

static const cert *root(void)
{
    recipe r = root_recipe();
    return forged(&r);
}

static const cert *subject(void)
{
    recipe r = intermediate_recipe();
    return forged(&r);
}

static void fields_are_read(void)
{
    answer_recipe r = {.by = ROOT};
    ocsp_answer says;
    static const hash_alg hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512};
    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        r.hash = hashes[i];
        CHECK(parses(&r) && parsed.response_count == 1 && parsed.cert_count == 0);
        CHECK(parsed.produced_at == when("2026-01-01T00:00:00Z"));
        CHECK(ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
        CHECK(says.status == OCSP_GOOD && says.this_update == when("2026-01-01T00:00:00Z"));
        CHECK(says.next_update == when("2026-01-02T00:00:00Z"));
    }
    CHECK(bytes_equal(ocsp_first(&parsed).serial, OID(7)));
    r.status = revoked("20251224000000Z", 1);
    CHECK(parses(&r) && ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
    CHECK(says.status == OCSP_REVOKED && says.reason == 1);
    CHECK(says.revoked_at == when("2025-12-24T00:00:00Z"));
    r.status = revoked("20251224000000Z", 0);
    r.next_update = NOTHING;
    CHECK(parses(&r) && ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
    CHECK(says.reason == 0 && says.next_update == ASSAY_TIME_UNSET);
    r.status = UNKNOWN;
    CHECK(parses(&r) && ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
    CHECK(says.status == OCSP_UNKNOWN);
}

static void form(void)
{
    answer_recipe r = {.by = ROOT, .outcome = RAW(0x0a, 1, 3)};
    refused(&r, "ocsp.responseStatus", "not successful");
    r = (answer_recipe){.by = ROOT, .type = RAW(6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2)};
    refused(&r, "ocsp.responseType", "not a basic response");
    r = (answer_recipe){.by = ROOT, .version = tlv(0xa0, RAW(2, 1, 0))};
    refused(&r, "ocsp.version", "not v1");
    r = (answer_recipe){.by = ROOT, .produced = utc("260101000000Z")};
    refused(&r, "ocsp.producedAt", "not a GeneralizedTime");
    r = (answer_recipe){.by = ROOT, .responses = NOTHING};
    refused(&r, "ocsp.responses", "empty list");
    r = (answer_recipe){.by = ROOT, .status = revoked("20251224000000Z", 7)};
    refused(&r, "ocsp.certStatus.revocationReason", "no reason of this number");
    r = (answer_recipe){.by = ROOT, .status = revoked("20251224000000Z", 11)};
    refused(&r, "ocsp.certStatus.revocationReason", "no reason of this number");
    r = (answer_recipe){.by = ROOT, .status = RAW(0x83, 0)};
    CHECK(!parses(&r));
    r = (answer_recipe){.by = ROOT, .after = tlv(0xa1, SEQ(extension(99, true, RAW(5, 0))))};
    refused(&r, "ocsp.singleExtensions", "critical and not understood");
    r = (answer_recipe){.by = ROOT,
                        .after_responses = tlv(0xa1, SEQ(extension(99, true, RAW(5, 0))))};
    refused(&r, "ocsp.responseExtensions", "critical and not understood");
    r.after_responses = tlv(0xa1, SEQ(extension(99, false, RAW(5, 0))));
    CHECK(parses(&r));
    r = (answer_recipe){.by = ROOT, .certs = RAW(0x30, 0)};
    CHECK(!parses(&r));
}

static void every_byte_is_there(void)
{
    answer_recipe r = {.by = ROOT};
    assay_bytes whole = forge_answer(&r);
    for (size_t n = 0; n < whole.len; n++) {
        CHECK(!ocsp_parse(bytes_of(whole.ptr, n), &parsed, &found));
    }
    CHECK(!ocsp_parse(CAT(whole, RAW(0)), &parsed, &found));
}

static void counts_are_bounded(void)
{
    answer_recipe r = {.by = ROOT};
    assay_bytes one = single(&r), all = NOTHING;
    for (size_t i = 0; i < LIMIT_OCSP_RESPONSES; i++) {
        all = CAT(all, one);
    }
    r.responses = all;
    CHECK(parses(&r));
    r.responses = CAT(all, one);
    refused(&r, "ocsp.responses", "too many responses");
    recipe c = leaf_recipe();
    assay_bytes der = forge(&c);
    r = (answer_recipe){.by = ROOT, .certs = CAT(der, der, der, der)};
    CHECK(parses(&r));
    r.certs = CAT(r.certs, der);
    refused(&r, "ocsp.certs", "too many certificates");
    static uint8_t large[LIMIT_OCSP_BYTES + 1];
    CHECK(!ocsp_parse(bytes_of(large, sizeof large), &parsed, &found));
    CHECK_TEXT(found.why, "too large");
}

static assay_status verified(const answer_recipe *r, const cert **by)
{
    CHECK(parses(r));
    return ocsp_verify(&parsed, root(), NULL, by);
}

static void the_issuer_may_sign(void)
{
    const cert *by = &parsed.certs[0];
    answer_recipe r = {.by = ROOT};
    CHECK(verified(&r, &by) == ASSAY_OK && by == NULL);
    r.responder = by_name("Test Root");
    CHECK(verified(&r, &by) == ASSAY_OK);
    r.responder = by_name("Another Root");
    CHECK(verified(&r, &by) == ASSAY_REJECTED);
    r.responder = by_key(OTHER);
    CHECK(verified(&r, &by) == ASSAY_REJECTED);
    r = (answer_recipe){.by = OTHER, .responder = by_key(ROOT)};
    CHECK(verified(&r, &by) == ASSAY_REJECTED);
}

static recipe responder_recipe(void)
{
    return (recipe){.subject = "Responder",
                    .issuer = "Test Root",
                    .key = LEAF,
                    .by = ROOT,
                    .from = "251231000000Z",
                    .until = "260601000000Z",
                    .extensions = CAT(USAGE_SIGN, EKU(true, OCSP_SIGNING))};
}

static assay_status delegated(const recipe *c, const cert **by)
{
    recipe other = leaf_recipe(); /* passed over */
    answer_recipe r = {.by = LEAF, .certs = CAT(forge(&other), forge(c))};
    return verified(&r, by);
}

static void delegates_are_checked(void)
{
    const cert *by = NULL;
    recipe c = responder_recipe();
    CHECK(delegated(&c, &by) == ASSAY_OK && by == &parsed.certs[1]);
    c.extensions = CAT(USAGE_SIGN, EKU(false, SERVER_AUTH, OCSP_SIGNING));
    CHECK(delegated(&c, &by) == ASSAY_OK);
    c.extensions = EKU(false, OCSP_SIGNING);
    CHECK(delegated(&c, &by) == ASSAY_OK);
    c.extensions = USAGE_SIGN;
    CHECK(delegated(&c, &by) == ASSAY_REJECTED && by == NULL);
    c.extensions = CAT(USAGE_SIGN, EKU(false, SERVER_AUTH));
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c.extensions = CAT(USAGE_CA, EKU(false, OCSP_SIGNING));
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c.extensions = CAT(USAGE_SIGN, EKU(false, OCSP_SIGNING), extension(99, true, RAW(5, 0)));
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c = responder_recipe();
    c.by = OTHER;
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c = responder_recipe();
    c.issuer = "Another Root";
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c = responder_recipe(); /* valid when the response was produced, or not */
    c.from = "260102000000Z";
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c = responder_recipe();
    c.until = "251231235959Z";
    CHECK(delegated(&c, &by) == ASSAY_REJECTED);
    c = responder_recipe();
    answer_recipe r = {.by = OTHER, .responder = by_key(LEAF), .certs = forge(&c)};
    CHECK(verified(&r, &by) == ASSAY_REJECTED);
    r = (answer_recipe){.by = LEAF, .responder = by_key(OTHER), .certs = forge(&c)};
    CHECK(verified(&r, &by) == ASSAY_REJECTED);
}

static void known_issuers_are_believed(void)
{
    const cert *by = NULL;
    recipe c = responder_recipe(), other = root_recipe();
    other.key = OTHER;
    CHECK(delegated(&c, &by) == ASSAY_OK);
    parsed.issuer_spki = root()->spki;
    parsed.responder = by;
    parsed.signature.ecdsa[0] ^= 1;
    const cert *again = NULL;
    CHECK(ocsp_verify(&parsed, root(), NULL, &again) == ASSAY_OK && again == by);
    CHECK(ocsp_verify(&parsed, forged(&other), NULL, &again) == ASSAY_REJECTED && again == NULL);
}

static void only_its_own_certificate_is_meant(void)
{
    ocsp_answer says;
    answer_recipe recipes[] = {{.by = ROOT, .serial = RAW(2, 1, 8)},
                               {.by = ROOT, .key_hash = hash_of(HASH_SHA1, bits_of(OTHER))},
                               {.by = ROOT, .name_hash = hash_of(HASH_SHA1, name_of("Other"))},
                               {.by = ROOT, .name_hash = NOTHING},
                               {.by = ROOT, .algorithm = RAW(0x30, 3, 6, 1, 0x2a)}};
    for (size_t i = 0; i < ARRAY_LEN(recipes); i++) {
        CHECK(parses(&recipes[i]));
        CHECK(ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
        CHECK(says.status == OCSP_NONE);
    }
    answer_recipe r = {.by = ROOT};
    recipe foreign = intermediate_recipe();
    foreign.issuer = "Another Root";
    CHECK(parses(&r) && ocsp_lookup(&parsed, forged(&foreign), root(), &says) == ASSAY_OK);
    CHECK(says.status == OCSP_NONE);
}

static void of_several_answers_one_counts(void)
{
    ocsp_answer says;
    answer_recipe good = {.by = ROOT, .this_update = gen(DAY_2)}, unknown = {.by = ROOT};
    answer_recipe gone = {.by = ROOT, .status = revoked("20251224000000Z", 0)};
    unknown.status = UNKNOWN;
    answer_recipe r = {.by = ROOT, .responses = CAT(single(&unknown), single(&good))};
    CHECK(parses(&r) && ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
    CHECK(says.status == OCSP_GOOD);
    r.responses = CAT(single(&good), single(&gone), single(&good));
    CHECK(parses(&r) && ocsp_lookup(&parsed, subject(), root(), &says) == ASSAY_OK);
    CHECK(says.status == OCSP_REVOKED);
}

/* --- beside lists --- */

static ocsp_statement statements[4];
static size_t statement_count;
static const crl *lists[2];
static size_t list_count;

static void state(ocsp_status status, const char *from, const char *until, const cert *responder)
{
    statements[statement_count++] =
        (ocsp_statement){.responder = responder,
                         .says = {.status = status,
                                  .this_update = when(from),
                                  .next_update = until != NULL ? when(until) : ASSAY_TIME_UNSET,
                                  .revoked_at = when("2025-12-24T00:00:00Z")}};
}

static revocation_result ask(const char *at, const char *known_at, bool as_of_at)
{
    revocation_request r = {.crls = lists,
                            .count = list_count,
                            .statements = statements,
                            .statement_count = statement_count,
                            .at = when(at),
                            .known_at = when(known_at),
                            .as_of_at = as_of_at};
    return revocation_of(subject(), &r);
}

static revocation answer(const char *known_at)
{
    return ask(known_at, known_at, false).state;
}

static const crl *list_with(const char *until, assay_bytes entries)
{
    list_recipe r = {.issuer = "Test Root",
                     .by = ROOT,
                     .from = "251201000000Z",
                     .until = until,
                     .entries = entries};
    crl *c = ARENA_NEW(&forge_memory, crl);
    CHECK(crl_parse(forge_list(&r), c, &found));
    return c;
}

static void begin(void)
{
    statement_count = list_count = 0;
}

static void a_current_answer_says_good(void)
{
    begin();
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer("2025-12-31T23:59:59Z") == REVOCATION_NOT_ESTABLISHED);
    CHECK(answer("2026-01-01T00:00:00Z") == REVOCATION_GOOD);
    CHECK(answer("2026-01-02T00:00:00Z") == REVOCATION_GOOD);
    CHECK(answer("2026-01-02T00:00:01Z") == REVOCATION_NOT_ESTABLISHED);
    CHECK(ask(NOON, NOON, false).stated == &statements[0]);
    begin();
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", NULL, NULL);
    CHECK(answer(NOON) == REVOCATION_NOT_ESTABLISHED);
    begin();
    state(OCSP_UNKNOWN, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_NOT_ESTABLISHED);
}

static void the_newest_answer_decides(void)
{
    begin();
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", NULL);
    state(OCSP_UNKNOWN, "2026-01-01T06:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_NOT_ESTABLISHED);
    CHECK(answer("2026-01-01T05:00:00Z") == REVOCATION_GOOD);
}

static void revoked_wins_even_when_stale(void)
{
    begin();
    state(OCSP_REVOKED, "2025-12-25T00:00:00Z", "2025-12-26T00:00:00Z", NULL);
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    lists[list_count++] = list_with("270101000000Z", NOTHING);
    revocation_result r = ask(NOON, NOON, false);
    CHECK(r.state == REVOCATION_REVOKED && r.stated == &statements[0] && r.by == NULL);
    CHECK(r.revoked_at == when("2025-12-24T00:00:00Z"));
    CHECK(ask("2025-12-20T00:00:00Z", NOON, true).state == REVOCATION_GOOD);
    CHECK(ask("2025-12-20T00:00:00Z", NOON, false).state == REVOCATION_REVOKED);
    CHECK(answer("2025-12-24T12:00:00Z") == REVOCATION_GOOD); /* by the list: not yet known */
}

static void either_source_suffices(void)
{
    begin();
    lists[list_count++] = list_with("251215000000Z", NOTHING); /* stale */
    CHECK(answer(NOON) == REVOCATION_NOT_ESTABLISHED);
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_GOOD);
    begin();
    lists[list_count++] = list_with("270101000000Z", NOTHING);
    state(OCSP_UNKNOWN, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_GOOD);
    begin();
    lists[list_count++] = list_with("270101000000Z", entry(RAW(2, 1, 7), "251201000000Z", NOTHING));
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_REVOKED);
}

static void a_hold_may_be_lifted(void)
{
    begin();
    state(OCSP_REVOKED, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", NULL);
    statements[0].says.reason = OCSP_REASON_HOLD;
    lists[list_count++] = list_with("270101000000Z", NOTHING);
    CHECK(answer(NOON) == REVOCATION_HELD);
    state(OCSP_GOOD, "2026-01-01T06:00:00Z", "2026-01-02T00:00:00Z", NULL);
    CHECK(answer(NOON) == REVOCATION_GOOD);
    CHECK(answer("2026-01-01T05:00:00Z") == REVOCATION_HELD);
}

static void of_one_moment_the_worse_counts(void)
{
    for (size_t held = 0; held < 2; held++) {
        begin();
        for (size_t i = 0; i < 2; i++) {
            state(i == held ? OCSP_REVOKED : OCSP_GOOD, "2026-01-01T00:00:00Z",
                  "2026-01-02T00:00:00Z", NULL);
        }
        statements[held].says.reason = OCSP_REASON_HOLD;
        CHECK(answer(NOON) == REVOCATION_HELD);
    }
}

/* Its certificate may end, or be revoked, before its answers do. */
static void a_responder_must_stand(void)
{
    recipe c = responder_recipe();
    c.until = "260101060000Z";
    c.serial = RAW(2, 1, 9);
    const cert *responder = forged(&c);
    begin();
    state(OCSP_GOOD, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", responder);
    CHECK(answer("2026-01-01T06:00:00Z") == REVOCATION_GOOD);
    CHECK(answer("2026-01-01T06:00:01Z") == REVOCATION_NOT_ESTABLISHED);
    lists[list_count++] = list_with("251215000000Z", entry(RAW(2, 1, 9), "251201000000Z", NOTHING));
    CHECK(answer("2026-01-01T05:00:00Z") == REVOCATION_NOT_ESTABLISHED);
    begin();
    state(OCSP_REVOKED, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", responder);
    CHECK(answer(NOON) == REVOCATION_REVOKED);
}

int main(void)
{
    forge_begin();
    RUN(fields_are_read);
    RUN(form);
    RUN(every_byte_is_there);
    RUN(counts_are_bounded);
    RUN(the_issuer_may_sign);
    RUN(delegates_are_checked);
    RUN(known_issuers_are_believed);
    RUN(only_its_own_certificate_is_meant);
    RUN(of_several_answers_one_counts);
    RUN(a_current_answer_says_good);
    RUN(the_newest_answer_decides);
    RUN(revoked_wins_even_when_stale);
    RUN(either_source_suffices);
    RUN(a_hold_may_be_lifted);
    RUN(of_one_moment_the_worse_counts);
    RUN(a_responder_must_stand);
    forge_end();
    return DONE();
}
