/* SPDX-License-Identifier: Apache-2.0 */
/* BER's indefinite lengths, and EnvelopedData in it. */
#include "codec/ber.h"
#include "codec/cms.h"
#include "base/text.h"
#include "check.h"

static uint8_t buffer[1024];
static fault seen;

static cursor over(const char *hex)
{
    size_t len = strlen(hex) / 2;
    CHECK(len <= sizeof buffer && hex_decode_fixed(bytes_of_text(hex), buffer, len));
    seen = (fault){0};
    return cur_over(bytes_of(buffer, len), &seen);
}

/* How many bytes are inside; -1: refused. */
static long entered(const char *hex, size_t left)
{
    cursor c = over(hex);
    cursor in = ber_enter(&c, DER_SEQUENCE, "sequence");
    CHECK(!cur_ok(&c) || cur_left(&c) == left);
    return cur_ok(&c) ? (long)cur_left(&in) : -1;
}

static void indefinite_lengths(void)
{
    CHECK(entered("3003020101", 0) == 3);
    CHECK(entered("30800201010000", 0) == 3);
    CHECK(entered("3080020101000005", 1) == 3);
    CHECK(entered("308000000500", 2) == 0);
    CHECK(entered("3080308002010100000000", 0) == 7);
    CHECK(entered("3080300205000000", 0) == 4);
    CHECK(entered("3080", 0) == -1);
    CHECK(entered("3080020101", 0) == -1);
    CHECK(entered("308002010100", 0) == -1);
    CHECK(entered("31800000", 0) == -1);         /* another tag */
    CHECK(entered("3080048005000000", 0) == -1); /* primitive, and yet indefinite */
    CHECK(entered("3080308030803080308030803080308030800000", 0) == -1);
    CHECK_TEXT(seen.why, "nested too deep");
}

#define OID_DATA "06092a864886f70d010701"
#define OID_ENVELOPED "06092a864886f70d010703"
#define OAEP                                                                                       \
    "303806092a864886f70d010107302ba00d300b0609608648016503040201a11a301806092a864886f70d010108"   \
    "300b0609608648016503040201"
#define AES "301d060960864801650304012a041033333333333333333333333333333333"
#define RECIPIENT "30450201028002aabb" OAEP "0402ccdd"
#define DER_MESSAGE                                                                                \
    "3081"                                                                                         \
    "8b" OID_ENVELOPED "a07e"                                                                    \
    "307c"                                                                                         \
    "020102"                                                                                       \
    "3147" RECIPIENT "302e" OID_DATA AES "80"                                                      \
    "02"                                                                                           \
    "eeff"

static bool parse(const char *hex, cms_enveloped *out)
{
    cursor c = over(hex);
    return cms_enveloped_parse(&c, out) && cur_end(&c, "cms");
}

static void enveloped_data(void)
{
    cms_enveloped m;
    if (!CHECK(parse(DER_MESSAGE, &m))) {
        fprintf(stderr, "  %s: %s at %zu\n", seen.what, seen.why, seen.at);
        return;
    }
    CHECK(m.version == 2 && m.recipient.version == 2 && m.recipient.key_id.len == 2);
    CHECK(m.recipient.hash.len == 9 && m.recipient.mask.len == 9 && m.recipient.mask_hash.len == 9);
    CHECK(m.recipient.encrypted_key.len == 2 && m.iv.len == 16 && !m.recipient.has_label);
    CHECK(!m.chunked && m.content_len == 2 && m.chunk_count == 1);
}

static void chunks(void)
{
    cms_enveloped m;
    assay_bytes piece;
    CHECK(parse("3080" OID_ENVELOPED "a0803080"
                "020102"
                "3147" RECIPIENT "3080" OID_DATA AES "a0800402eeff0401ee0000"
                "0000"
                "0000"
                "0000"
                "0000",
                &m));
    CHECK(m.chunked && m.content_len == 3 && m.chunk_count == 2);
    CHECK(cms_content_next(&m.content, m.chunked, &piece) && piece.len == 2);
    CHECK(cms_content_next(&m.content, m.chunked, &piece) && piece.len == 1);
    CHECK(!cms_content_next(&m.content, m.chunked, &piece));
    CHECK(!parse("3080" OID_ENVELOPED "a0803080"
                 "020102"
                 "3147" RECIPIENT "3080" OID_DATA AES "a0800502eeff0000"
                 "0000"
                 "0000"
                 "0000"
                 "0000",
                 &m));
    CHECK_TEXT(seen.what, "cms.content.chunk");
}

static void refusals(void)
{
    cms_enveloped m;
    CHECK(!parse("300b" OID_DATA, &m));
    CHECK_TEXT(seen.why, "not EnvelopedData");
    CHECK(!parse(DER_MESSAGE "00", &m));
    CHECK_TEXT(seen.why, "trailing bytes");
    CHECK(!parse("3080" OID_ENVELOPED "a0803080"
                 "020102"
                 "3100",
                 &m));
    CHECK(!parse("", &m));
}

int main(void)
{
    RUN(indefinite_lengths);
    RUN(enveloped_data);
    RUN(chunks);
    RUN(refusals);
    return DONE();
}
