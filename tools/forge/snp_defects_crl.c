/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the revocation list. The strict policy wants revocation to be established. */
#include "forge/snp_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define ACCEPTED .outcome = FSNP_ACCEPTED, .policy = "strict"
#define NOT_ESTABLISHED                                                                            \
    .outcome = FSNP_UNDECIDED, .class = "revoked", .finding = "revocation.not-established",        \
    .policy = "strict"
#define REVOKED .class = "revoked", .finding = "revocation.revoked"
#define FILE_OF(class_) .form = FSNP_CRL_FILE, .class = class_
#define ASK_SERIAL 0x10001

static void spoil_absent(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    r->absent |= FSNP_CRL;
}

/* `at`: the list comes with the evidence. `value`: it revokes this serial, unless it is 1. */
static void common(fsnp_recipe *r, const fsnp_defect *d)
{
    r->attached |= d->at != 0 ? FSNP_CRL : 0u;
    if (d->value != 1) {
        r->crl.revoked[0].serial = d->value;
        r->crl.revoked[0].date = r->crl.this_update;
        r->crl.revoked_count = 1;
    }
}

static void spoil_entry(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    common(r, d);
}

static void spoil_expired(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.next_update = FSNP_DEFAULT_AT - (assay_time)d->size;
    common(r, d);
}

static void spoil_not_yet(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.this_update = FSNP_DEFAULT_AT + 1;
    common(r, d);
}

static void spoil_no_next_update(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.next_update = ASSAY_TIME_UNSET;
    common(r, d);
}

/* The key `text` signed; the issuer's name stays the ARK's. */
static void spoil_signer(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.signer = d->text;
    common(r, d);
}

static void spoil_by_ask(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.signer = r->ask.key;
    r->crl.issuer = r->ask.subject;
    common(r, d);
}

static void spoil_other_line(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.signer = "ark-genoa";
    r->crl.issuer.parts[XW_NAME_MAX - 1].text = "ARK-Genoa";
    common(r, d);
}

static void spoil_trailer(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->crl.algorithm.trailer = true;
    common(r, d);
}

/* An extension `size` of the arc 2.5.29 that makes it a list of another kind. */
static void spoil_extension(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    const uint8_t oid[] = {0x55, 0x1d, (uint8_t)d->size};
    xw_extend(&r->crl.extensions, arena_copy(a, bytes_of(oid, sizeof oid)), true,
              xw_value_uint(a, 1));
    common(r, d);
}

static const fsnp_defect rows[] = {
    {ROW("crl-missing", "no revocation list, under a policy that wants one"), NOT_ESTABLISHED,
     .spoil = spoil_absent},
    {ROW("crl-optional", "no revocation list, under a policy that does without"),
     .outcome = FSNP_ACCEPTED, .spoil = spoil_absent},
    {ROW("crl-expired", "the list's nextUpdate was one second ago"), NOT_ESTABLISHED,
     .spoil = spoil_expired, .size = 1, .value = 1},
    {ROW("crl-last-second", "the list's nextUpdate is now"), ACCEPTED, .spoil = spoil_expired,
     .value = 1},
    {ROW("crl-not-yet", "the list's thisUpdate is in one second"), NOT_ESTABLISHED,
     .spoil = spoil_not_yet, .value = 1},
    {ROW("crl-no-next-update", "a list without nextUpdate, which is never fresh"), NOT_ESTABLISHED,
     .spoil = spoil_no_next_update, .value = 1},
    {ROW("crl-revokes-ask", "the list names the ASK"), REVOKED, .spoil = spoil_entry,
     .value = ASK_SERIAL},
    {ROW("crl-expired-revokes", "an expired list names the ASK"), REVOKED, .spoil = spoil_expired,
     .size = 1, .value = ASK_SERIAL},
    {ROW("crl-attached-revokes", "a list that came with the evidence names the ASK"), REVOKED,
     .spoil = spoil_entry, .at = 1, .value = ASK_SERIAL},
    {ROW("crl-revokes-asvk", "the list names the ASVK, and the key is a VCEK"), ACCEPTED,
     .spoil = spoil_entry, .value = 0x10101},
    {ROW("crl-revokes-0", "the list names serial 0, which every VCEK has"), ACCEPTED,
     .spoil = spoil_entry, .value = 0},
    {ROW("crl-attached", "the list comes with the evidence"), ACCEPTED, .spoil = spoil_entry,
     .at = 1, .value = 1},
    {ROW("crl-pss-trailer", "PSS parameters of 57 bytes"), ACCEPTED, .spoil = spoil_trailer,
     .value = 1},
    {ROW("crl-by-ask", "the ASK signed the list in its own name"), NOT_ESTABLISHED,
     .spoil = spoil_by_ask, .at = 1, .value = 1},
    {ROW("crl-by-ask-as-ark", "the ASK signed the list in the ARK's name"), NOT_ESTABLISHED,
     .spoil = spoil_signer, .at = 1, .value = 1, .text = "ask-milan"},
    {ROW("crl-by-rogue", "an attacker signed the list in the ARK's name"), NOT_ESTABLISHED,
     .spoil = spoil_signer, .at = 1, .value = 1, .text = "rogue-ark"},
    {ROW("crl-by-rogue-revokes", "an attacker's list names the ASK"), .outcome = FSNP_UNDECIDED,
     .class = "revoked", .finding = "revocation.not-established", .policy = "strict",
     .spoil = spoil_signer, .at = 1, .value = ASK_SERIAL, .text = "rogue-ark"},
    {ROW("crl-other-line", "the list of another line's root"), NOT_ESTABLISHED,
     .spoil = spoil_other_line, .at = 1, .value = 1},

    {ROW("crl-file", "a good list by itself"), .outcome = FSNP_ACCEPTED, .form = FSNP_CRL_FILE,
     .spoil = spoil_entry, .value = ASK_SERIAL},
    {ROW("crl-file-by-ask", "a list that the ASK signed in the ARK's name"), FILE_OF("signature"),
     .spoil = spoil_signer, .value = 1, .text = "ask-milan"},
    {ROW("crl-file-by-rogue", "a list that an attacker signed in the ARK's name"),
     FILE_OF("signature"), .spoil = spoil_signer, .value = 1, .text = "rogue-ark"},
    {ROW("crl-file-delta", "a delta list"), FILE_OF("malformed"), .spoil = spoil_extension,
     .size = 27, .value = 1},
    {ROW("crl-file-partial", "a list with an issuing distribution point"), FILE_OF("malformed"),
     .spoil = spoil_extension, .size = 28, .value = 1},
    {ROW("crl-file-critical", "a list with an unknown critical extension"), FILE_OF("malformed"),
     .spoil = spoil_extension, .size = 99, .value = 1},
};
const fsnp_defect_list fsnp_defects_crl = {rows, ARRAY_LEN(rows)};
