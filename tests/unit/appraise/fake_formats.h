/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registry of formats that show one thing each, in place of the real one: what evidence begins
 * with decides what happens.
 */
#ifndef ASSAY_TESTS_FAKE_FORMATS_H
#define ASSAY_TESTS_FAKE_FORMATS_H

#include "base/limits.h"
#include "formats/format.h"

#define FAKE_TIME 1500000000

static const finding_def fake_findings[] = {{.id = "fake.note",
                                             .severity = ASSAY_NOTE,
                                             .text = "t",
                                             .cause = "c",
                                             .remedy = "r",
                                             .reference = "s"}};
static const claim_schema fake_schema[] = {
    {.pointer = "/kind",
     .type = ASSAY_CLAIM_BYTES,
     .chooser = CHOSEN_BY_PLATFORM,
     .identifies = true,
     .doc = "d",
     .reference = "r"},
    {.pointer = "/secret",
     .type = ASSAY_CLAIM_BYTES,
     .chooser = CHOSEN_BY_ATTESTER,
     .doc = "d",
     .reference = "r"},
};

static const void *fake_parse(job *j, assay_bytes in)
{
    assay_bytes *doc = ARENA_NEW(j->arena, assay_bytes);
    if (doc != NULL) {
        *doc = in;
    }
    return doc;
}

static void fake_describe(job *j, const void *doc)
{
    claim_bytes(j->arena, j->claims, "kind", *(const assay_bytes *)doc);
    claim_bytes(j->arena, j->claims, "secret", bytes_of("s", 1));
}

/* Of a cloud that has many machines, so the name tells none of them apart. */
static bool fake_authenticate(job *j, const void *doc)
{
    (void)doc;
    job_identity(j, "csp_id", bytes_of("cloud", 5), false);
    return true;
}

/* No, without a finding that says why; and names that nobody vouches for. */
static bool no_without_a_word(job *j, const void *doc)
{
    (void)doc;
    job_identity(j, "chip_id", bytes_of("chip", 4), true);
    return false;
}

static void fake_evaluate(job *j, const void *doc)
{
    (void)j;
    (void)doc;
}

/* A name that is established late. */
static void name_it(job *j, const void *doc)
{
    (void)doc;
    job_identity(j, "instance_id", bytes_of("late", 4), true);
}

/* More checks than an appraisal has room for. */
static void flood(job *j, const void *doc)
{
    (void)doc;
    for (size_t i = 0; i <= LIMIT_FINDINGS; i++) {
        check(j->findings, &fake_findings[0], true);
    }
}

/* More memory than an appraisal has. */
static void hog(job *j, const void *doc)
{
    (void)doc;
    while (arena_alloc(j->arena, 1 << 16) != NULL) {
    }
}

static assay_time fake_time(const void *doc)
{
    const assay_bytes *in = doc;
    return FAKE_TIME + (in->len > 1 ? in->ptr[1] : 0);
}

static bool begins(assay_bytes in, char with)
{
    return in.len > 0 && in.ptr[0] == (uint8_t)with;
}

static bool probe_plain(assay_bytes in)
{
    return begins(in, 'P');
}

static bool probe_both(assay_bytes in)
{
    return begins(in, 'P') && in.len > 1 && in.ptr[1] == '2';
}

static bool probe_timed(assay_bytes in)
{
    return begins(in, 'T');
}

static bool probe_flood(assay_bytes in)
{
    return begins(in, 'F');
}

static bool probe_silent(assay_bytes in)
{
    return begins(in, 'S');
}

static bool probe_hog(assay_bytes in)
{
    return begins(in, 'H');
}

static bool probe_named(assay_bytes in)
{
    return begins(in, '#');
}

#define FAKE(id_, probe_, authenticate_, evaluate_, time_)                                         \
    {                                                                                              \
        .id = id_, .title = id_, .media_type = "application/" id_, .max_bytes = 64,                \
        .probe = probe_, .parse = fake_parse, .describe = fake_describe,                           \
        .authenticate = authenticate_, .evaluate = evaluate_, .signed_time = time_,                \
        .schema = fake_schema, .schema_count = ARRAY_LEN(fake_schema), .findings = fake_findings,  \
        .finding_count = ARRAY_LEN(fake_findings), .family = "amd"                                 \
    }
static const format fake_plain = FAKE("plain", probe_plain, fake_authenticate, fake_evaluate, NULL);
static const format fake_both = FAKE("both", probe_both, fake_authenticate, fake_evaluate, NULL);
static const format fake_timed =
    FAKE("timed", probe_timed, fake_authenticate, fake_evaluate, fake_time);
static const format fake_flood = FAKE("flood", probe_flood, fake_authenticate, flood, NULL);
static const format fake_silent =
    FAKE("silent", probe_silent, no_without_a_word, fake_evaluate, NULL);
static const format fake_hog = FAKE("hog", probe_hog, fake_authenticate, hog, NULL);
static const format fake_named = FAKE("named", probe_named, fake_authenticate, name_it, NULL);

/* "g1AAB": the GPU 1, whose links lead to the switches A, A and B; "g1": to none; "g1=7AAB": it is
 * known as 7. A '?' at the end: a missing item keeps it from being authentic; '!': it is not. */
static bool probe_gpu(assay_bytes in)
{
    return begins(in, 'g');
}

/* "sA123:0.12": the switch A names the GPUs 1, 2, 3, and its ports lead to the first, to none, ..;
 * "sA=B123:012": it is known as B. */
static bool probe_switch(assay_bytes in)
{
    return begins(in, 's');
}

static const finding_def fake_doubts[] = {
    {.id = "fake.missing", .severity = ASSAY_UNDECIDABLE, .text = "t"},
    {.id = "fake.forged", .severity = ASSAY_FAIL, .text = "t"}};

static bool authenticate_wired(job *j, const void *doc)
{
    const assay_bytes *in = doc;
    uint8_t last = in->ptr[in->len - 1];
    check(j->findings, &fake_doubts[0], last != '?');
    check(j->findings, &fake_doubts[1], last != '!');
    job_identity(j, "device", bytes_of(in->ptr, 2), true);
    return last != '?' && last != '!';
}

static void fabric_of_gpu(job *j, const void *doc, fabric *out)
{
    const assay_bytes *in = doc;
    (void)j;
    bool named = in->len > 3 && in->ptr[2] == '=';
    *out = (fabric){.kind = FABRIC_ENDPOINT};
    out->self = named ? bytes_of(in->ptr + 3, 1) : out->self;
    for (size_t i = named ? 4 : 2; i < in->len; i++) {
        out->links[out->link_count++] = bytes_of(in->ptr + i, 1);
    }
}

static void fabric_of_switch(job *j, const void *doc, fabric *out)
{
    const assay_bytes *in = doc;
    size_t i = 2;
    *out = (fabric){.kind = FABRIC_SWITCH, .self = bytes_of(in->ptr + 1, 1)};
    if (i + 1 < in->len && in->ptr[i] == '=') {
        out->self = bytes_of(in->ptr + 3, 1);
        i += 2;
    }
    for (; i < in->len && in->ptr[i] != ':'; i++) {
        out->links[out->link_count++] = bytes_of(in->ptr + i, 1);
    }
    uint8_t *ports = i < in->len ? arena_alloc(j->arena, in->len) : NULL;
    for (size_t k = i + 1; k < in->len && ports != NULL; k++) {
        ports[k - i - 1] = in->ptr[k] == '.' ? 0xff : (uint8_t)(in->ptr[k] - '0');
    }
    out->ports = ports != NULL ? bytes_of(ports, in->len - i - 1) : (assay_bytes){NULL, 0};
}

#define WIRED(id_, probe_, fabric_)                                                                \
    {                                                                                              \
        .id = id_, .title = id_, .media_type = "application/" id_, .max_bytes = 64,                \
        .probe = probe_, .parse = fake_parse, .describe = fake_describe,                           \
        .authenticate = authenticate_wired, .evaluate = fake_evaluate, .fabric = fabric_,          \
        .schema = fake_schema, .schema_count = ARRAY_LEN(fake_schema), .findings = fake_doubts,    \
        .finding_count = ARRAY_LEN(fake_doubts), .family = "amd"                                   \
    }
static const format fake_gpu = WIRED("gpu", probe_gpu, fabric_of_gpu);
static const format fake_switch = WIRED("switch", probe_switch, fabric_of_switch);

/* 'B', then the evidence; "B!" is damaged. */
static bool probe_box(assay_bytes in)
{
    return begins(in, 'B');
}

/* Pieces end at '|'; what follows a '+' in one travels with it. */
static unwrapped box_piece(assay_bytes one)
{
    const uint8_t *plus = one.len > 0 ? memchr(one.ptr, '+', one.len) : NULL;
    size_t own = plus != NULL ? (size_t)(plus - one.ptr) : one.len;
    unwrapped out = {.format = "plain", .evidence = bytes_of(one.ptr, own)};
    if (plus != NULL) {
        out.attached = (attachment){.role = "crl", .bytes = bytes_of(plus + 1, one.len - own - 1)};
    }
    return out;
}

static size_t unwrap_box(arena *a, assay_bytes in, unwrapped *out, fault *f)
{
    (void)a;
    cursor c = cur_over(in, f);
    if (cur_u8(&c, "mark") != 'B') {
        cur_fail(&c, 0, "mark", "missing");
        return 0;
    }
    if (in.len > 1 && in.ptr[1] == '!') {
        cur_fail(&c, 1, "box", "damaged");
        return 0;
    }
    assay_bytes rest = cur_rest(&c);
    size_t count = 0, begin = 0;
    for (size_t i = 0; i <= rest.len && count < LIMIT_EVIDENCE_PIECES; i++) {
        if (i == rest.len || rest.ptr[i] == '|') {
            out[count++] = box_piece(bytes_of(rest.ptr + begin, i - begin));
            begin = i + 1;
        }
    }
    return count;
}

static const char *const box_formats[] = {"plain", NULL};
static const container fake_box = {
    .id = "box", .title = "box", .probe = probe_box, .unwrap = unwrap_box, .formats = box_formats};

/* 'D', then one byte; anything else behind it cannot be read. */
static bool probe_note(assay_bytes in)
{
    return begins(in, 'D');
}

static bool dissect_note(job *j, assay_bytes in)
{
    claim_uint(j->arena, j->claims, "bytes", in.len);
    check(j->findings, &fake_findings[0], in.len == 2);
    return in.len <= 2;
}

static const dissector fake_note = {
    .id = "note", .title = "note", .max_bytes = 64, .probe = probe_note, .dissect = dissect_note};

const format *const formats[] = {&fake_plain, &fake_both,  &fake_timed, &fake_flood, &fake_silent,
                                 &fake_hog,   &fake_named, &fake_gpu,   &fake_switch};
const size_t format_count = ARRAY_LEN(formats);
const container *const containers[] = {&fake_box};
const size_t container_count = ARRAY_LEN(containers);
const dissector *const dissectors[] = {&fake_note};
const size_t dissector_count = ARRAY_LEN(dissectors);
const trust_role *const format_roles[] = {NULL};

const format *format_find(const char *id)
{
    for (size_t i = 0; i < format_count; i++) {
        if (strcmp(formats[i]->id, id) == 0) {
            return formats[i];
        }
    }
    return NULL;
}

const container *container_find(const char *id)
{
    return strcmp(fake_box.id, id) == 0 ? &fake_box : NULL;
}

const dissector *dissector_find(const char *id)
{
    return strcmp(fake_note.id, id) == 0 ? &fake_note : NULL;
}

#endif
