/* SPDX-License-Identifier: Apache-2.0 */
/* Revocation lists: whatever parses counts its entries right and finds each of them again. */
#include "codec/der.h"
#include "pki/crl.h"
#include "must.h"

/* The first entry's serial, read without the list's own reader. */
static void check_first_entry(const crl *c)
{
    fault f = {0};
    cursor entries = cur_over(c->entries, &f);
    cursor one = der_enter(&entries, DER_SEQUENCE, "entry");
    assay_bytes serial = der_magnitude(&one, "serial");
    assay_time when;
    MUST(cur_ok(&entries));
    MUST(crl_lists(c, serial.len > 0 ? serial : bytes_of("", 1), &when));
}

static void check_answers(const crl *c)
{
    const crl *lists[] = {c};
    cert subject = {.issuer = c->issuer, .serial = bytes_of("\x01\x02\x03", 3)};
    revocation_request r = {
        .crls = lists, .count = 1, .at = c->this_update, .known_at = c->this_update};
    revocation_result answer = revocation_of(&subject, &r);
    MUST(answer.by == c);
    MUST(answer.state != REVOCATION_GOOD || c->next_update != ASSAY_TIME_UNSET);
    subject.subject = c->issuer;
    MUST(crl_verify(c, &subject, NULL) == ASSAY_REJECTED); /* it has no key */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    crl c;
    fault f;
    if (!crl_parse(bytes_of(data, size), &c, &f)) {
        MUST(f.what != NULL && f.why != NULL && f.at <= size);
        return 0;
    }
    MUST(c.number.len <= 20 && c.tbs.len < size);
    if (c.entry_count > 0) {
        check_first_entry(&c);
    }
    check_answers(&c);
    return 0;
}
