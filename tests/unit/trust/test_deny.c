/* SPDX-License-Identifier: Apache-2.0 */
/* Deny lists and lists of known nonces. */
#include "trust_test.h"

#define DENY(entries) "{\"assay_deny\":1,\"entries\":[" entries "]}"
#define ENTRY(kind, value)                                                                         \
    "{\"kind\":\"" kind "\",\"value\":\"" value "\",\"reason\":\"stolen\",\"date\":\"2026-11-"     \
    "20\"}"
#define NONCE_LIST(nonces) "{\"assay_known_nonces\":1,\"nonces\":[" nonces "]}"

static assay_status adds(place *p, const char *role, const char *content)
{
    return add_one(p, role, NULL, put_beside(p, "list.json", content));
}

static void denied_identities(void)
{
    static const uint8_t chip[] = {0x0a, 0xff}, other[] = {0x0a, 0xfe};
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(adds(&p, "deny",
               DENY(ENTRY("kid", "zz") "," ENTRY("chip_id", "0AFF") "," ENTRY(
                   "kid", "0aff") "," ENTRY("serial", "00"))) == ASSAY_OK);
    CHECK(adds(&p, "deny", DENY(ENTRY("module_id", "i-1"))) == ASSAY_OK);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const trust_denied *found = trust_denies(t, "chip_id", bytes_of(chip, 2));
        CHECK(found != NULL);
        CHECK_TEXT(found != NULL ? found->reason : NULL, "stolen");
        CHECK_TEXT(found != NULL ? found->date : NULL, "2026-11-20");
        CHECK(trust_denies(t, "chip_id", bytes_of(other, 2)) == NULL);
        CHECK(trust_denies(t, "chip_id", bytes_of(chip, 1)) == NULL);
        CHECK(trust_denies(t, "ppid", bytes_of(chip, 2)) == NULL);
        CHECK(trust_denies(t, "kid", bytes_of_text("0aff")) != NULL);
        CHECK(trust_denies(t, "kid", bytes_of_text("zz")) != NULL);
        CHECK(trust_denies(t, "kid", bytes_of_text("zy")) == NULL);
        CHECK(trust_denies(t, "module_id", bytes_of_text("i-1")) != NULL);
        CHECK_TEXT(assay_trust_at(t, 0)->subject, "4 refused identities");
        CHECK_UINT(assay_trust_at(t, 0)->state, ASSAY_TRUST_ASSERTED);
    }
    trust_release(t);
    place_free(&p);
}

static bool refuses(place *p, const char *role, const char *content, const char *why)
{
    return adds(p, role, content) == ASSAY_E_CONFIG && says(p, why) && p->err.line > 0;
}

static void refused_deny_lists(void)
{
    place p = place_new();
    CHECK(refuses(&p, "deny", "{", "strict JSON"));
    CHECK(refuses(&p, "deny", NONCE_LIST(""), "no member assay_deny"));
    CHECK(refuses(&p, "deny", "{\"assay_deny\":1}", "no member 'entries'"));
    CHECK(refuses(&p, "deny", "{\"assay_deny\":1,\"entries\":[],\"x\":1}", "unknown member 'x'"));
    CHECK(refuses(&p, "deny", DENY("1"), "must be an object"));
    CHECK(refuses(&p, "deny", DENY(ENTRY("chip-id", "00")), "unknown kind 'chip-id'"));
    CHECK(hints(&p, "chip_id"));
    CHECK(refuses(&p, "deny", DENY(ENTRY("chip_id", "0")), "must be hex"));
    CHECK(refuses(&p, "deny", DENY(ENTRY("chip_id", "")), "must not be empty"));
    CHECK(refuses(&p, "deny", DENY("{\"kind\":\"kid\",\"value\":\"a\",\"date\":\"2026-11-20\"}"),
                  "no member 'reason'"));
    CHECK(
        refuses(&p, "deny",
                DENY("{\"kind\":\"kid\",\"value\":\"a\",\"reason\":\"\",\"date\":\"2026-11-20\"}"),
                "must not be empty"));
    CHECK(
        refuses(&p, "deny",
                DENY("{\"kind\":\"kid\",\"value\":\"a\",\"reason\":\"r\",\"date\":\"2026-13-20\"}"),
                "must be a date"));
    CHECK(add_one(&p, "deny", "amd", put_beside(&p, "d.json", DENY(""))) == ASSAY_E_CONFIG);
    CHECK(says(&p, "no scope"));
    place_free(&p);
}

static void known_nonces(void)
{
    static const uint8_t nonce[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                    0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(refuses(&p, "known-nonces", DENY(""), "no member assay_known_nonces"));
    CHECK(refuses(&p, "known-nonces", NONCE_LIST("1"), "must be hex"));
    CHECK(refuses(&p, "known-nonces", NONCE_LIST("\"0\""), "must be hex"));
    CHECK(refuses(&p, "known-nonces", NONCE_LIST("\"\""), "1 to 64 bytes"));
    const char *long_one = arena_format(&p.arena, NONCE_LIST("\"%0130d\""), 0);
    CHECK(refuses(&p, "known-nonces", long_one, "1 to 64 bytes"));
    CHECK(adds(&p, "known-nonces", NONCES) == ASSAY_OK);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        CHECK(trust_knows_nonce(t, bytes_of(nonce, sizeof nonce)));
        CHECK(!trust_knows_nonce(t, bytes_of(nonce, sizeof nonce - 1)));
        CHECK(trust_knows_nonce(t, trust_known_nonces.nonces[0]));
    }
    trust_release(t);
    place_free(&p);
}

int main(void)
{
    RUN(denied_identities);
    RUN(refused_deny_lists);
    RUN(known_nonces);
    return DONE();
}
