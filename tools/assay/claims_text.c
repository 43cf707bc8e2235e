/* SPDX-License-Identifier: Apache-2.0 */
/* see claims_text.h */
#include "claims_text.h"
#include "base/limits.h"
#include "base/time.h"

#define NAME_WIDTH 28

static const char *uint_text(cli *c, uint64_t v)
{
    return v < 10 ? arena_format(&c->arena, "%llu", (unsigned long long)v)
                  : arena_format(&c->arena, "%llu (0x%llx)", (unsigned long long)v,
                                 (unsigned long long)v);
}

static const char *scalar_text(cli *c, const assay_claim *claim)
{
    uint64_t u = 0;
    int64_t i = 0;
    bool b = false;
    assay_bytes bytes;
    assay_str s;
    assay_time t;
    if (assay_claim_uint(claim, &u)) {
        return uint_text(c, u);
    }
    if (assay_claim_int(claim, &i)) {
        return arena_format(&c->arena, "%lld", (long long)i);
    }
    if (assay_claim_bool(claim, &b)) {
        return b ? "true" : "false";
    }
    if (assay_claim_bytes(claim, &bytes)) {
        return text_hex(&c->arena, bytes);
    }
    if (assay_claim_text(claim, &s)) {
        return text_printable(&c->arena, bytes_of_str(s));
    }
    if (assay_claim_time(claim, &t)) {
        return time_text(&c->arena, t);
    }
    return assay_claim_kind(claim) == ASSAY_CLAIM_NULL ? "null" : "?";
}

static bool has_children(const assay_claim *claim)
{
    assay_claim_type type = assay_claim_kind(claim);
    return type == ASSAY_CLAIM_MAP || type == ASSAY_CLAIM_LIST;
}

static void out_claim(cli *c, const assay_claim *claim, size_t indent)
{
    assay_str name = assay_claim_name(claim);
    if (assay_claim_kind(claim) == ASSAY_CLAIM_NONE) {
        return;
    }
    const char *safe = name.ptr != NULL ? text_printable(&c->arena, bytes_of_str(name)) : "-";
    out_put(c, "%*s", (int)indent, "");
    if (has_children(claim)) {
        out_line(c, "%s", safe != NULL ? safe : "");
        return;
    }
    const char *value = scalar_text(c, claim);
    out_word(c, STYLE_PLAIN, safe != NULL ? safe : "",
             NAME_WIDTH > indent ? NAME_WIDTH - indent : 0);
    out_line(c, " %s", value != NULL ? value : "");
}

void out_claims(cli *c, const assay_claim *root, size_t indent)
{
    const assay_claim *next[LIMIT_CLAIM_DEPTH] = {assay_claim_child(root)};
    size_t depth = 1;
    while (depth > 0) {
        const assay_claim *claim = next[depth - 1];
        if (claim == NULL) {
            depth--;
            continue;
        }
        next[depth - 1] = assay_claim_next(claim);
        out_claim(c, claim, indent + 2 * (depth - 1));
        if (has_children(claim) && depth < LIMIT_CLAIM_DEPTH) {
            next[depth++] = assay_claim_child(claim);
        }
    }
}
