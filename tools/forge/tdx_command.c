/* SPDX-License-Identifier: Apache-2.0 */
/* One quote with what verifies it, and cases.json. */
#include "forge/tdx_command.h"

#include "base/text.h"
#include "base/time.h"
#include "forge/tdx_case.h"

#include <stdio.h>
#include <stdlib.h>

const option ftdx_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--version", "N", "3, 4 (default) or 5"},
    {"--body", "BODY", "td10 (default), td15, td15-ex or sgx"},
    {"--set", "FIELD=HEX", "a field of the body (see `assay-forge fields`); may be repeated"},
    {"--nonce", "HEX", "up to 64 bytes; stands in report_data, zero-padded"},
    {"--defect", "NAME", "what to spoil (see `assay-forge list`); may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};

static const struct {
    const char *name;
    ftdx_body body;
} bodies[] = {
    {"sgx", FTDX_SGX}, {"td10", FTDX_TD10}, {"td15", FTDX_TD15}, {"td15-ex", FTDX_TD15_EX}};

static assay_status find_row(const options *o, size_t n, const ftdx_defect **out, assay_error *err)
{
    const char *name = options_value(o, "--defect", n);
    *out = name != NULL ? ftdx_defect_find(name) : NULL;
    if (name != NULL && *out == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "there is no defect \"%s\" of quotes", name);
        error_hint(err, "`assay-forge list` has them all");
        return ASSAY_E_ARGUMENT;
    }
    return ASSAY_OK;
}

/* Version and body: as they are asked for, or those of the first defect. */
static assay_status read_base(const options *o, const ftdx_defect *first, ftdx_recipe *r,
                              assay_error *err)
{
    const char *version = options_value(o, "--version", 0), *name = options_value(o, "--body", 0);
    unsigned number = first != NULL && first->version != 0 ? first->version : 4;
    ftdx_body body = first != NULL && first->body != 0 ? first->body : FTDX_TD10;
    number = version != NULL ? (unsigned)strtoul(version, NULL, 10) : number;
    bool known = name == NULL;
    for (size_t i = 0; name != NULL && i < ARRAY_LEN(bodies); i++) {
        if (strcmp(bodies[i].name, name) == 0) {
            body = bodies[i].body;
            known = true;
        }
    }
    bool fits = number >= 3 && number <= 5 && (number != 3 || body == FTDX_SGX) &&
                (number == 5 || body <= FTDX_TD10);
    if (!known || !fits) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "version 3 has the body sgx, 4 also td10, 5 all of them");
    }
    ftdx_recipe_init(r, (uint16_t)number, body);
    return ASSAY_OK;
}

static assay_status set_fields(const options *o, arena *a, ftdx_recipe *r, assay_error *err)
{
    const char *set;
    for (size_t i = 0; (set = options_value(o, "--set", i)) != NULL; i++) {
        const char *equals = strchr(set, '=');
        const char *name =
            equals == NULL ? NULL : arena_text(a, bytes_of(set, (size_t)(equals - set)));
        const ftdx_field *f = name == NULL ? NULL : ftdx_field_find(r->body_type, name);
        assay_bytes value = {NULL, 0};
        if (f == NULL || !hex_decode(a, bytes_of_text(equals + 1), &value) || value.len != f->len) {
            error_set(err, ASSAY_E_ARGUMENT,
                      "--set takes FIELD=HEX of a field of this body, in its length");
            error_hint(err, "`assay-forge fields` has them all");
            return ASSAY_E_ARGUMENT;
        }
        memcpy(r->body + f->at, value.ptr, value.len);
    }
    return ASSAY_OK;
}

static assay_status change(const options *o, arena *a, ftdx_recipe *r, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0);
    assay_bytes bytes = {NULL, 0};
    if (nonce != NULL) {
        if (!hex_decode(a, bytes_of_text(nonce), &bytes) || bytes.len > sizeof r->nonce) {
            return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of up to 64 bytes");
        }
        ftdx_recipe_nonce(r, bytes);
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &r->at)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    return set_fields(o, a, r, err);
}

/* The rows that were asked for, in both of their steps; *said: the gravest of them. */
static assay_status spoil(const options *o, arena *a, key_ring *ring, ftdx_recipe *r,
                          ftdx_defect *said, assay_error *err)
{
    const ftdx_defect *d;
    for (int derived = 0; derived < 2; derived++) {
        for (size_t i = 0; options_value(o, "--defect", i) != NULL; i++) {
            assay_status status = find_row(o, i, &d, err);
            if (status != ASSAY_OK) {
                return status;
            }
            if (derived == 0) {
                ftdx_defect_shape(d, r);
            } else {
                ftdx_defect_spoil(d, r, a);
            }
            *said = i == 0 || d->outcome < said->outcome ? *d : *said;
        }
        if (derived == 0) {
            ftdx_recipe_derive(r, a, ring);
        }
    }
    return ASSAY_OK;
}

static assay_status write_all(const char *out, arena *a, const ftdx_defect *said,
                              const ftdx_recipe *r, const ftdx_evidence *made, assay_error *err)
{
    case_sink sink;
    ftdx_defect named = *said;
    named.name = "quote";
    cases_open(&sink, out, a, err);
    ftdx_sink_policy(&sink);
    ftdx_sink_case(&sink, "", &named, r, made);
    assay_status status = cases_close(&sink);
    if (status == ASSAY_OK) {
        printf("%s/quote.bin\n%s/quote.root.der\n%s/cases.json\n", out, out, out);
        printf("expect: %s%s%s\n", ftdx_expectation(&named),
               named.finding == NULL ? "" : ", finding ",
               named.finding == NULL ? "" : named.finding);
    }
    return status;
}

assay_status ftdx_run(const options *o, arena *a, assay_error *err)
{
    const char *out = options_value(o, "--out", 0);
    const ftdx_defect *first = NULL;
    ftdx_defect said = *ftdx_defect_at(0);
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    assay_status status = find_row(o, 0, &first, err);
    ftdx_recipe *r = ARENA_NEW(a, ftdx_recipe);
    key_ring *ring = key_ring_new();
    if (status == ASSAY_OK && r != NULL && ring != NULL) {
        ftdx_evidence made;
        status = read_base(o, first, r, err);
        status = status == ASSAY_OK ? change(o, a, r, err) : status;
        status = status == ASSAY_OK ? spoil(o, a, ring, r, &said, err) : status;
        status = status == ASSAY_OK ? ftdx_make(r, a, ring, &made) : status;
        status = status == ASSAY_OK ? write_all(out, a, &said, r, &made, err) : status;
    }
    key_ring_free(ring);
    return r == NULL || ring == NULL ? ASSAY_E_MEMORY : status;
}

void ftdx_list(void)
{
    const ftdx_defect *d;
    for (size_t i = 0; (d = ftdx_defect_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", d->name, ftdx_expectation(d), d->does);
    }
}

void ftdx_list_fields(void)
{
    static const char *const names[] = {[FTDX_SGX] = " sgx",
                                        [FTDX_TD10] = " td10",
                                        [FTDX_TD15] = " td15",
                                        [FTDX_TD15_EX] = " td15-ex"};
    for (size_t i = 0; i < ftdx_field_count; i++) {
        const ftdx_field *f = &ftdx_fields[i];
        printf("%-22s 0x%03x %2u bytes, of", f->name, f->at, f->len);
        for (unsigned body = FTDX_SGX; body <= FTDX_TD15_EX; body++) {
            printf("%s", (f->bodies >> body & 1) != 0 ? names[body] : "");
        }
        printf("\n");
    }
}
