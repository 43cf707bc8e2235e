/* SPDX-License-Identifier: Apache-2.0 */
/* Revocation lists, and what several of them say together. */
#include "forge.h"

#define NUMBER(...) extension(20, false, integer(OID(__VA_ARGS__)))
#define SERIAL_7 RAW(2, 1, 7)
#define REASON extension(21, false, RAW(0x0a, 1, 1))

static crl parsed;
static fault found;

static list_recipe list_recipe_1(void)
{
    return (list_recipe){.issuer = "Test Root",
                         .by = ROOT,
                         .from = "260101000000Z",
                         .until = "270101000000Z",
                         .entries = entry(SERIAL_7, "251201000000Z", REASON),
                         .extensions = NUMBER(1)};
}

static bool parses(const list_recipe *r)
{
    return crl_parse(forge_list(r), &parsed, &found);
}

static void refused(const list_recipe *r, const char *what, const char *why)
{
    bool refuses = !parses(r);
    if (!CHECK(refuses)) {
        return;
    }
    CHECK_TEXT(found.what, what);
    CHECK_TEXT(found.why, why);
}

static void fields_are_read(void)
{
    list_recipe r = list_recipe_1();
    assay_time date;
    r.entries =
        CAT(r.entries, entry(RAW(2, 2, 0, 0x80), "251202000000Z", NOTHING),
            entry(SERIAL_7, "251105000000Z", NOTHING), entry(SERIAL_7, "251106000000Z", NOTHING));
    CHECK(parses(&r) && parsed.entry_count == 4);
    CHECK(bytes_equal(parsed.issuer, name_of("Test Root")));
    CHECK(parsed.this_update == when("2026-01-01T00:00:00Z"));
    CHECK(parsed.next_update == when("2027-01-01T00:00:00Z"));
    CHECK(bytes_equal(parsed.number, OID(1)));
    CHECK(crl_lists(&parsed, OID(0x80), &date) && date == when("2025-12-02T00:00:00Z"));
    CHECK(crl_lists(&parsed, OID(7), &date) && date == when("2025-11-05T00:00:00Z"));
    CHECK(!crl_lists(&parsed, OID(8), &date));
    CHECK(!crl_lists(&parsed, OID(0), &date));
    CHECK(!crl_lists(&parsed, NOTHING, &date));
}

static void optional_fields(void)
{
    list_recipe r = list_recipe_1();
    r.until = NULL;
    r.entries = NOTHING;
    r.extensions = NOTHING;
    CHECK(parses(&r) && parsed.next_update == ASSAY_TIME_UNSET && parsed.entry_count == 0);
    CHECK(parsed.number.len == 0);
    r.version = NOTHING;
    refused(&r, "crl.tbs.version", "unexpected tag");
    r.version = RAW(2, 1, 0);
    refused(&r, "crl.tbs.version", "not v2");
}

static void form(void)
{
    list_recipe r = list_recipe_1();
    assay_bytes der = forge_list(&r);
    CHECK(!crl_parse(CAT(der, RAW(0)), &parsed, &found));
    CHECK_TEXT(found.why, "trailing bytes");
    fault f = {0};
    cursor c = cur_over(der, &f);
    cursor inside = der_enter(&c, DER_SEQUENCE, "crl");
    CHECK(!crl_parse(SEQ(cur_rest(&inside), RAW(5, 0)), &parsed, &found));
    CHECK_TEXT(found.why, "trailing bytes");
    for (size_t len = 0; len < der.len; len++) {
        CHECK(!crl_parse(bytes_of(der.ptr, len), &parsed, &found));
    }
    r.outer = ALG_ECDSA_SHA384;
    refused(&r, "crl.signature", "not the signed algorithm");
    r = list_recipe_1();
    r.entries = entry(RAW(2, 1, 0x80), "251201000000Z", NOTHING);
    refused(&r, "crl.tbs.revokedCertificates.userCertificate", "negative");
    r.entries = entry(SERIAL_7, "251301000000Z", NOTHING);
    refused(&r, "crl.tbs.revokedCertificates.revocationDate", "not a valid time");
    r.entries = SEQ(SERIAL_7, utc("251201000000Z"), SEQ(REASON), RAW(5, 0));
    refused(&r, "crl.tbs.revokedCertificates", "trailing bytes");
    r.entries = SEQ(SERIAL_7, utc("251201000000Z"), SEQ(NOTHING));
    refused(&r, "crl.tbs.revokedCertificates.crlEntryExtensions", "empty list");
    r.entries = entry(SERIAL_7, "251201000000Z", CAT(REASON, REASON));
    refused(&r, "crl.tbs.revokedCertificates.crlEntryExtensions", "duplicate extension");
    r = list_recipe_1();
    r.extension_field = CAT(tlv(0xa0, SEQ(NUMBER(1))), RAW(5, 0));
    refused(&r, "crl.tbs", "trailing bytes");
    r.extension_field = tlv(0xa0, CAT(SEQ(NUMBER(1)), RAW(5, 0)));
    refused(&r, "crl.tbs.crlExtensions", "trailing bytes");
    r = list_recipe_1();
    r.issuer = NULL;
    refused(&r, "crl.tbs.issuer", "empty");
    r.issuer = "Test Root";
    r.extensions = CAT(NUMBER(1), NUMBER(2));
    refused(&r, "crl.tbs.crlExtensions", "duplicate extension");
    r.extensions = extension(20, false, RAW(2, 1, 0xff));
    refused(&r, "crl.tbs.crlExtensions.cRLNumber", "negative");
    r.extensions = extension(20, false, RAW(2, 1, 1, 0));
    refused(&r, "crl.tbs.crlExtensions.cRLNumber", "trailing bytes");
}

static void lists_of_another_meaning_are_refused(void)
{
    static const char on_list[] = "not a complete, direct list";
    static const char on_entry[] = "entry of another meaning";
    for (int critical = 0; critical < 2; critical++) {
        list_recipe r = list_recipe_1();
        r.extensions = CAT(NUMBER(1), extension(27, critical, RAW(2, 1, 1)));
        refused(&r, "crl.tbs.crlExtensions", on_list);
        r.extensions = CAT(NUMBER(1), extension(28, critical, RAW(0x30, 0)));
        refused(&r, "crl.tbs.crlExtensions", on_list);
        r = list_recipe_1();
        r.entries = entry(SERIAL_7, "251201000000Z", extension(29, critical, RAW(0x30, 0)));
        refused(&r, "crl.tbs.revokedCertificates.crlEntryExtensions", on_entry);
    }
    list_recipe r = list_recipe_1();
    r.extensions = extension(99, true, NOTHING);
    refused(&r, "crl.tbs.crlExtensions", on_list);
    r.extensions = CAT(extension(99, false, NOTHING), extension(35, false, RAW(0x30, 0)));
    CHECK(parses(&r));
    r.entries = entry(SERIAL_7, "251201000000Z", extension(99, true, NOTHING));
    refused(&r, "crl.tbs.revokedCertificates.crlEntryExtensions", on_entry);
    r.entries = entry(SERIAL_7, "251201000000Z", extension(99, false, NOTHING));
    CHECK(parses(&r));
}

static void entries_are_bounded(void)
{
    list_recipe r = list_recipe_1();
    assay_bytes one = entry(SERIAL_7, "251201000000Z", NOTHING);
    uint8_t *many = arena_alloc(&forge_memory, (LIMIT_CRL_ENTRIES + 1) * one.len);
    for (size_t i = 0; i <= LIMIT_CRL_ENTRIES; i++) {
        memcpy(many + i * one.len, one.ptr, one.len);
    }
    r.entries = bytes_of(many, LIMIT_CRL_ENTRIES * one.len);
    CHECK(parses(&r) && parsed.entry_count == LIMIT_CRL_ENTRIES);
    r.entries = bytes_of(many, (LIMIT_CRL_ENTRIES + 1) * one.len);
    refused(&r, "crl.tbs.revokedCertificates", "too many entries");
    r.entries = NOTHING;
    r.extensions = extension(
        99, false, bytes_of(arena_alloc(&forge_memory, LIMIT_CRL_BYTES), LIMIT_CRL_BYTES));
    refused(&r, "crl", "too large");
}

static void issuers(void)
{
    list_recipe r = list_recipe_1();
    recipe root = root_recipe();
    CHECK(parses(&r) && crl_verify(&parsed, forged(&root), NULL) == ASSAY_OK);
    root.extensions = BASIC_CA; /* without keyUsage */
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_OK);
    root.extensions = CAT(BASIC_CA, extension(15, true, RAW(3, 2, 2, 4))); /* keyCertSign only */
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
    root = root_recipe();
    root.subject = "Another Root";
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
    root = root_recipe();
    root.key = OTHER;
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
    root.key = P384;
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
}

static void valid_signatures_are_remembered(void)
{
    list_recipe r = list_recipe_1();
    recipe root = root_recipe(), other = root_recipe();
    other.key = OTHER;
    sig_cache *cache = sig_cache_new(16, NULL);
    sig_fact fact;
    const cert *by = forged(&root);
    CHECK(parses(&r) && crl_verify(&parsed, forged(&other), cache) == ASSAY_REJECTED);
    uint8_t key[32];
    CHECK(crypto_sha256(by->spki, key) == ASSAY_OK);
    sig_claim claim = {parsed.signature.alg, &by->key, key, parsed.tbs,
                       pki_signature_bytes(&parsed.signature)};
    CHECK(sig_verify(NULL, &claim, &fact) == ASSAY_OK);
    CHECK(!sig_cache_has(cache, &fact));
    CHECK(crl_verify(&parsed, by, cache) == ASSAY_OK && sig_cache_has(cache, &fact));
    CHECK(crl_verify(&parsed, forged(&other), cache) == ASSAY_REJECTED);
    sig_cache_free(cache);
}

/* A signer that is known is not asked again; another key, name or usage is. */
static void known_signers_are_believed(void)
{
    list_recipe r = list_recipe_1();
    recipe root = root_recipe(), other = root_recipe();
    other.key = OTHER;
    const cert *by = forged(&root);
    CHECK(parses(&r));
    parsed.signature.ecdsa[0] ^= 1;
    CHECK(crl_verify(&parsed, by, NULL) == ASSAY_REJECTED);
    parsed.signer_spki = by->spki;
    CHECK(crl_verify(&parsed, by, NULL) == ASSAY_OK);
    CHECK(crl_verify(&parsed, forged(&other), NULL) == ASSAY_REJECTED);
    root.subject = "Another Root";
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
    root = root_recipe();
    root.extensions = CAT(BASIC_CA, extension(15, true, RAW(3, 2, 2, 4))); /* keyCertSign only */
    CHECK(crl_verify(&parsed, forged(&root), NULL) == ASSAY_REJECTED);
}

/* --- several lists --- */

static const crl *lists[4];
static size_t list_count;

static const crl *add(const list_recipe *r)
{
    crl *c = ARENA_NEW(&forge_memory, crl);
    CHECK(crl_parse(forge_list(r), c, &found));
    lists[list_count++] = c;
    return c;
}

/* The subject, serial 7, was issued by the root. */
static revocation_result ask(const char *at, const char *known_at, bool as_of_at)
{
    recipe i = intermediate_recipe();
    revocation_request r = {.crls = lists,
                            .count = list_count,
                            .at = when(at),
                            .known_at = when(known_at),
                            .as_of_at = as_of_at};
    return revocation_of(forged(&i), &r);
}
#define MID_2026 "2026-06-01T00:00:00Z"

static void without_a_list_nothing_is_established(void)
{
    list_count = 0;
    revocation_result r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_NOT_ESTABLISHED && r.by == NULL);
    list_recipe other = list_recipe_1();
    other.issuer = "Another Root";
    add(&other);
    r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_NOT_ESTABLISHED && r.by == NULL);
}

static void a_fresh_list_says_good(void)
{
    list_recipe clean = list_recipe_1();
    clean.entries = NOTHING;
    list_count = 0;
    const crl *c = add(&clean);
    static const struct {
        const char *known_at;
        revocation state;
    } times[] = {{"2025-12-31T23:59:59Z", REVOCATION_NOT_ESTABLISHED},
                 {"2026-01-01T00:00:00Z", REVOCATION_GOOD},
                 {"2027-01-01T00:00:00Z", REVOCATION_GOOD},
                 {"2027-01-01T00:00:01Z", REVOCATION_NOT_ESTABLISHED}};
    for (size_t i = 0; i < ARRAY_LEN(times); i++) {
        revocation_result r = ask(MID_2026, times[i].known_at, false);
        CHECK(r.state == times[i].state);
        CHECK(r.by == (i == 0 ? NULL : c)); /* a list of the future is none */
    }
    clean.until = NULL; /* never fresh */
    list_count = 0;
    add(&clean);
    CHECK(ask(MID_2026, MID_2026, false).state == REVOCATION_NOT_ESTABLISHED);
}

static void revoked_wins(void)
{
    list_recipe naming = list_recipe_1(), clean = list_recipe_1();
    clean.entries = NOTHING;
    clean.extensions = NUMBER(2);
    list_count = 0;
    add(&clean);
    const crl *c = add(&naming);
    revocation_result r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_REVOKED && r.by == c);
    CHECK(r.revoked_at == when("2025-12-01T00:00:00Z"));
    CHECK(ask(MID_2026, "2040-01-01T00:00:00Z", false).state == REVOCATION_REVOKED); /* stale */
    naming.extensions = NUMBER(0); /* an older list with another date changes nothing */
    naming.entries = entry(SERIAL_7, "251102000000Z", NOTHING);
    add(&naming);
    CHECK(ask(MID_2026, MID_2026, false).by == c);
    r = ask("2025-06-01T00:00:00Z", MID_2026, false); /* known later than `at` */
    CHECK(r.state == REVOCATION_REVOKED);
    r = ask("2025-06-01T00:00:00Z", MID_2026, true);
    CHECK(r.state == REVOCATION_GOOD);
    CHECK(ask("2025-12-01T00:00:00Z", MID_2026, true).state == REVOCATION_REVOKED);
    r = ask(MID_2026, "2025-12-31T00:00:00Z", false); /* not yet issued */
    CHECK(r.state == REVOCATION_NOT_ESTABLISHED);
}

/* The newest list decides; there is no fallback to an older one that is still in its window. */
static void the_newest_list_decides(void)
{
    list_recipe old = list_recipe_1(), newer = list_recipe_1();
    old.entries = newer.entries = NOTHING;
    old.extensions = NUMBER(0xff);
    newer.extensions = NUMBER(1, 0);
    newer.until = "260201000000Z";
    list_count = 0;
    const crl *first = add(&old), *second = add(&newer);
    revocation_result r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_NOT_ESTABLISHED && r.by == second);
    newer.extensions = NUMBER(0xfe);
    list_count = 1;
    add(&newer);
    r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_GOOD && r.by == first);
    newer.extensions = NUMBER(0xff); /* of one number, the later one */
    newer.from = "260115000000Z";
    list_count = 1;
    second = add(&newer);
    r = ask(MID_2026, MID_2026, false);
    CHECK(r.state == REVOCATION_NOT_ESTABLISHED && r.by == second);
    newer.extensions = NOTHING; /* no number comes before every number */
    list_count = 1;
    add(&newer);
    CHECK(ask(MID_2026, MID_2026, false).by == first);
}

int main(void)
{
    forge_begin();
    RUN(fields_are_read);
    RUN(optional_fields);
    RUN(form);
    RUN(lists_of_another_meaning_are_refused);
    RUN(entries_are_bounded);
    RUN(issuers);
    RUN(valid_signatures_are_remembered);
    RUN(known_signers_are_believed);
    RUN(without_a_list_nothing_is_established);
    RUN(a_fresh_list_says_good);
    RUN(revoked_wins);
    RUN(the_newest_list_decides);
    forge_end();
    return DONE();
}
