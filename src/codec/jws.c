/* SPDX-License-Identifier: Apache-2.0 */
/* Compact JWS (RFC 7515). One token has one spelling: no padding, no white space, no bits left over
 * in base64url, no duplicate member in the header. */
#include "codec/jws.h"
#include "base/limits.h"
#include "base/text.h"

static const char *const alg_names[] = {
    [JWS_ALG_NONE] = "none", [JWS_RS256] = "RS256", [JWS_RS384] = "RS384",
    [JWS_RS512] = "RS512",   [JWS_PS256] = "PS256", [JWS_PS384] = "PS384",
    [JWS_PS512] = "PS512",   [JWS_ES256] = "ES256", [JWS_ES384] = "ES384",
};

jws_alg jws_alg_find(assay_str name)
{
    for (size_t i = JWS_RS256; i < ARRAY_LEN(alg_names); i++) {
        if (str_is(name, alg_names[i])) {
            return (jws_alg)i;
        }
    }
    return JWS_ALG_NONE;
}

const char *jws_alg_name(jws_alg alg)
{
    return alg_names[alg];
}

/* Base64url without line ends: four characters are three bytes. */
static size_t encoded_offset(size_t part_at, size_t at)
{
    return part_at + at / 3 * 4 + at % 3;
}

size_t jws_payload_offset(const jws *j, size_t at)
{
    return encoded_offset(j->payload_at, at);
}

/* Up to the next full stop, or all that is left. */
static assay_bytes take_part(cursor *c, const char *what)
{
    cursor ahead = *c;
    assay_bytes left = cur_rest(&ahead);
    const uint8_t *stop = left.len > 0 ? memchr(left.ptr, '.', left.len) : NULL;
    return cur_take(c, stop != NULL ? (size_t)(stop - left.ptr) : left.len, what);
}

static void take_stop(cursor *c, const char *what)
{
    if (cur_left(c) == 0) {
        cur_fail(c, cur_at(c), what, "missing");
        return;
    }
    cur_u8(c, what);
}

static bool decode_part(cursor *c, arena *a, size_t at, assay_bytes part, const char *what,
                        assay_bytes *out)
{
    if (base64url_decode(a, part, out)) {
        return true;
    }
    return a->state == ARENA_OK && cur_fail(c, at, what, "no canonical base64url");
}

/* A member of the header that must be a text where it is present. */
static bool read_text(cursor *c, const json *header, const char *name, const char *what,
                      assay_str *out)
{
    const json *member = json_member(header, name);
    *out = json_text(member);
    if (member != NULL && member->type != JSON_STRING) {
        *out = (assay_str){NULL, 0};
        return cur_fail(c, encoded_offset(0, member->at), what, "not a text");
    }
    return true;
}

static bool read_certificates(cursor *c, const json *header, const json **out)
{
    const json *list = json_member(header, "x5c");
    *out = list;
    bool texts = list == NULL || (list->type == JSON_ARRAY && list->count > 0);
    for (const json *i = list != NULL ? list->first : NULL; i != NULL; i = i->next) {
        texts = texts && i->type == JSON_STRING;
    }
    return texts || cur_fail(c, encoded_offset(0, list->at), "header.x5c", "no list of texts");
}

static bool has_member(const json *header, const char *const *names, size_t count)
{
    bool has = false;
    for (size_t i = 0; i < count; i++) {
        has = has || json_member(header, names[i]) != NULL;
    }
    return has;
}

static bool read_members(cursor *c, jws *out)
{
    static const char *const hints[] = {"jku", "x5u", "jwk"};
    const json *h = out->header;
    bool read = read_text(c, h, "alg", "header.alg", &out->alg_name) &&
                read_text(c, h, "kid", "header.kid", &out->kid) &&
                read_text(c, h, "typ", "header.typ", &out->typ) &&
                read_certificates(c, h, &out->x5c);
    out->names_keys = has_member(h, hints, ARRAY_LEN(hints));
    out->alg = jws_alg_find(out->alg_name);
    if (read && out->alg_name.ptr == NULL) {
        return cur_fail(c, 0, "header.alg", "missing");
    }
    if (read && out->kid.len > LIMIT_TOKEN_KID) {
        return cur_fail(c, 0, "header.kid", "too long");
    }
    return read;
}

static jws_defect read_extensions(cursor *c, const json *header)
{
    static const struct {
        const char *name, *what;
    } extensions[] = {{"crit", "header.crit"},
                      {"b64", "header.b64"},
                      {"zip", "header.zip"},
                      {"cty", "header.cty"}};
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++) {
        const json *member = json_member(header, extensions[i].name);
        if (member != NULL) {
            cur_fail(c, encoded_offset(0, member->at), extensions[i].what, "not supported");
            return JWS_EXTENSION;
        }
    }
    return JWS_SOUND;
}

static jws_defect read_header(cursor *c, arena *a, assay_bytes in, jws *out)
{
    fault inner = {0};
    if (in.len > LIMIT_TOKEN_HEADER) {
        cur_fail(c, 0, "header", "too long");
        return JWS_HEADER;
    }
    out->header = json_parse(a, in, &inner);
    if (a->state != ARENA_OK) {
        return JWS_MALFORMED;
    }
    if (out->header == NULL) {
        cur_fail(c, encoded_offset(0, inner.at), "header", inner.why);
        return JWS_HEADER;
    }
    if (out->header->type != JSON_OBJECT) {
        cur_fail(c, 0, "header", "no JSON object");
        return JWS_HEADER;
    }
    return read_members(c, out) ? read_extensions(c, out->header) : JWS_HEADER;
}

typedef struct {
    assay_bytes header, payload, signature;
    size_t signature_at;
} parts;

static bool split(cursor *c, parts *p, jws *out)
{
    p->header = take_part(c, "header");
    take_stop(c, "payload");
    out->payload_at = cur_at(c);
    p->payload = take_part(c, "payload");
    take_stop(c, "signature");
    p->signature_at = cur_at(c);
    p->signature = take_part(c, "signature");
    return cur_end(c, "token");
}

jws_defect jws_parse(arena *a, assay_bytes in, jws *out, fault *f)
{
    cursor c = cur_over(in, f);
    parts p;
    assay_bytes header;
    *out = (jws){0};
    if (in.len > LIMIT_TOKEN_BYTES) {
        cur_fail(&c, LIMIT_TOKEN_BYTES, "token", "too long");
        return JWS_MALFORMED;
    }
    if (!split(&c, &p, out)) {
        return JWS_MALFORMED;
    }
    cursor start = cur_over(in, f);
    out->signing_input = cur_take(&start, p.signature_at - 1, "token");
    bool decoded = decode_part(&c, a, 0, p.header, "header", &header) &&
                   decode_part(&c, a, out->payload_at, p.payload, "payload", &out->payload) &&
                   decode_part(&c, a, p.signature_at, p.signature, "signature", &out->signature);
    return decoded ? read_header(&c, a, header, out) : JWS_MALFORMED;
}

#define MENTION_MAX 128u /* characters of base64url; fits a byte */

/* The digit that stands for the six bits of `in` from `bit` on; the NUL at its end may be read. */
static char digit_of(const char *in, size_t bit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned two = (unsigned)(uint8_t)in[bit / 8] << 8 | (uint8_t)in[bit / 8 + 1];
    return digits[two >> (10 - bit % 8) & 63];
}

/* Horspool's search: where it is not, go on to where the last character fits again. */
typedef struct {
    char wanted[MENTION_MAX];
    size_t len, end; /* of the place that is looked at next */
    uint8_t steps[256];
} search;

static void search_begin(search *s, const char *literal, size_t skipped_bits)
{
    size_t bits = 8 * strlen(literal);
    s->len = 0;
    for (size_t bit = skipped_bits; bit + 6 <= bits && s->len < MENTION_MAX; bit += 6) {
        s->wanted[s->len++] = digit_of(literal, bit);
    }
    memset(s->steps, (int)s->len, sizeof s->steps);
    for (size_t i = 0; i + 1 < s->len; i++) {
        s->steps[(uint8_t)s->wanted[i]] = (uint8_t)(s->len - 1 - i);
    }
    s->end = s->len;
}

/* Is it at the next place? If not, on to the one after. */
static bool search_step(search *s, assay_bytes in)
{
    uint8_t last = in.ptr[s->end - 1];
    bool fits = last == (uint8_t)s->wanted[s->len - 1];
    if (fits && memcmp(in.ptr + s->end - s->len, s->wanted, s->len) == 0) {
        return true;
    }
    s->end += s->steps[last];
    return false;
}

/* Encoded, a text has one of three forms, by the place of its first byte in a group of three; the
 * digits that it shares with its neighbours are left out. All are looked for at once, since each
 * step of one waits for memory. */
static bool mentions(assay_bytes encoded, const char *literal)
{
    static const size_t skipped_bits[] = {0, 4, 2};
    search forms[ARRAY_LEN(skipped_bits)];
    bool more = true, found = false;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        search_begin(&forms[i], literal, skipped_bits[i]);
    }
    while (more && !found) {
        more = false;
        for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
            if (forms[i].len > 0 && forms[i].end <= encoded.len) {
                found = search_step(&forms[i], encoded) || found;
                more = true;
            }
        }
    }
    return found;
}

static bool is_digit(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static bool some_part_mentions(assay_bytes in, bool header, const char *literal)
{
    fault f = {0};
    parts p;
    jws ignored;
    cursor c = cur_over(in, &f);
    bool found = in.len <= LIMIT_TOKEN_BYTES && split(&c, &p, &ignored) &&
                 mentions(header ? p.header : p.payload, literal);
    for (size_t i = 0; found && i < p.signature.len; i++) {
        found = is_digit(p.signature.ptr[i]);
    }
    return found;
}

bool jws_mentions(assay_bytes in, const char *literal)
{
    return some_part_mentions(in, false, literal);
}

bool jws_header_mentions(assay_bytes in, const char *literal)
{
    return some_part_mentions(in, true, literal);
}
