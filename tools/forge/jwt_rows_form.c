/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens that are none: spelling, header, claims as JSON. */
#include "forge/jwt_rows.h"

#include "base/text.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define FORM .class = "malformed", .finding = "jwt.form"
#define HEADER .class = "malformed", .finding = "jwt.header"
#define EXTENSION .class = "malformed", .finding = "jwt.header.extension"
#define PAYLOAD .class = "malformed", .finding = "jwt.payload"
#define KID "\"kid\":\"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2\""
#define ISS "\"iss\":\"" FJWT_ISSUER "\""
#define MANY 1100

static void spoil_many_claims(fjwt_recipe *r, arena *a)
{
    text t = text_new(a, 16u * MANY);
    text_add_str(&t, "[0");
    for (int i = 1; i < MANY; i++) {
        text_addf(&t, ",%d", i);
    }
    text_add_str(&t, "]");
    fjwt_set(&r->objects[FJWT_CLAIMS], "list", text_done(&t).ptr);
}

static void spoil_deep_claims(fjwt_recipe *r, arena *a)
{
    text t = text_new(a, 1024);
    for (int i = 0; i < 200; i++) {
        text_add_str(&t, "[");
    }
    for (int i = 0; i < 200; i++) {
        text_add_str(&t, "]");
    }
    fjwt_set(&r->objects[FJWT_CLAIMS], "list", text_done(&t).ptr);
}

static const fjwt_row rows[] = {
    {ROW("form-padding", "padding behind the signature"), FORM, .after = FJWT_PADDED},
    {ROW("form-loose-bits", "bits left over in the signature's last digit"), FORM,
     .after = FJWT_LOOSE_BITS},
    {ROW("form-alphabet", "a digit of ordinary base64"), FORM, .after = FJWT_PLUS},
    {ROW("form-two-parts", "no signature part"), FORM, .after = FJWT_TWO_PARTS},
    {ROW("form-four-parts", "a part too many"), FORM, .after = FJWT_FOUR_PARTS},
    {ROW("form-space", "a blank in front"), FORM, .after = FJWT_SPACED},
    {ROW("form-json", "JSON serialisation"), FORM, .after = FJWT_FLAT_JSON},
    {ROW("header-array", "the header is a list"), HEADER, .raw_header = "[\"RS256\"]"},
    {ROW("header-duplicate", "alg twice"), HEADER,
     .raw_header = "{\"alg\":\"RS256\"," KID ",\"alg\":\"none\"}"},
    {ROW("header-duplicate-escaped", "alg twice, once escaped"), HEADER,
     .raw_header = "{\"alg\":\"RS256\"," KID ",\"\\u0061lg\":\"none\"}"},
    {ROW("header-trailing", "bytes behind the header"), HEADER,
     .raw_header = "{\"alg\":\"RS256\"," KID "} {}"},
    {ROW("header-no-alg", "no algorithm"), HEADER, .edits = {{FJWT_HEADER, "alg", NULL}}},
    {ROW("header-alg-number", "the algorithm is a number"), HEADER,
     .edits = {{FJWT_HEADER, "alg", "256"}}},
    {ROW("header-kid-number", "the kid is a number"), HEADER, .edits = {{FJWT_HEADER, "kid", "7"}}},
    {ROW("header-kid-nul", "a NUL behind the right kid"), HEADER,
     .edits = {{FJWT_HEADER, "kid", "\"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2\\u0000x\""}}},
    {ROW("header-typ", "a token of another type"), .class = "malformed",
     .finding = "jwt.header.typ", .edits = {{FJWT_HEADER, "typ", "\"dpop+jwt\""}}},
    {ROW("extension-crit", "a critical extension"), EXTENSION,
     .edits = {{FJWT_HEADER, "crit", "[\"exp\"]"}, {FJWT_HEADER, "exp", "1"}}},
    {ROW("extension-crit-text", "crit is no list"), EXTENSION,
     .edits = {{FJWT_HEADER, "crit", "\"exp\""}}},
    {ROW("extension-b64", "an unencoded payload without crit"), EXTENSION,
     .edits = {{FJWT_HEADER, "b64", "false"}}},
    {ROW("extension-zip", "compressed"), EXTENSION, .edits = {{FJWT_HEADER, "zip", "\"DEF\""}}},
    {ROW("extension-nested", "a token inside the token"), EXTENSION,
     .edits = {{FJWT_HEADER, "cty", "\"JWT\""}}},
    {ROW("claims-list", "the claims are a list"), PAYLOAD, .raw_claims = "[{" ISS "}]"},
    {ROW("claims-duplicate", "a claim twice"), PAYLOAD,
     .raw_claims = "{" ISS ",\"exp\":1748739540,\"exp\":9999999999}"},
    {ROW("claims-duplicate-escaped", "a claim twice, once escaped"), PAYLOAD,
     .raw_claims = "{" ISS ",\"exp\":1748739540,\"\\u0065xp\":9999999999}"},
    {ROW("claims-trailing", "bytes behind the claims"), PAYLOAD, .raw_claims = "{" ISS "}x"},
    {ROW("claims-comment", "a comment among the claims"), PAYLOAD, .raw_claims = "{" ISS "/* */}"},
    {ROW("claims-nul", "a NUL in a text"), PAYLOAD,
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"GCP_INTEL_TDX\\u0000\""}}},
    {ROW("claims-surrogate", "half a character"), PAYLOAD,
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"\\ud800\""}}},
    {ROW("claims-utf8", "bytes that are no UTF-8"), PAYLOAD,
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"\xff\xfe\""}}},
    {ROW("claims-empty", "no claims at all"), PAYLOAD, .raw_claims = ""},
    {ROW("claims-deep", "200 lists in each other"), PAYLOAD, .spoil = spoil_deep_claims},
    {ROW("claims-many", "more claims than the limit"), .class = "malformed",
     .finding = "jwt.claims.limit", .spoil = spoil_many_claims},
};
const fjwt_row_list fjwt_rows_form = {rows, ARRAY_LEN(rows)};
