/* SPDX-License-Identifier: Apache-2.0 */
/* Reports against reference values: which RIM counts, and what differs from it. */
#include "check.h"
#include "formats/spdm/reference.h"
#include "formats/spdm/rim.h"

#define AT 1780272000 /* 2026-06-01T00:00:00Z */
#define DAY 86400
#define RIMS 6

static const trust_role fake_role = {.name = "rim"};

typedef struct {
    arena arena;
    findings findings;
    needs needs;
    nv_evidence evidence;
    revocation revocation;
    trust_item items[RIMS];
    nv_rim rims[RIMS];
    nv_golden golden[RIMS][40];
    assay_bytes values[RIMS][2];
    cert signers[RIMS];
    size_t rim_count;
    trust_list list;
    assay_trust trust;
    job job;
    uint8_t block[48], other[48];
} world;

static void begin(world *w)
{
    memset(w, 0, sizeof *w);
    arena_init(&w->arena, NULL, 4u << 20);
    memset(w->block, 0x11, sizeof w->block);
    memset(w->other, 0x22, sizeof w->other);
    w->findings = (findings){.arena = &w->arena, .stage = 5};
    w->needs = (needs){.arena = &w->arena};
    w->list = (trust_list){&fake_role, NULL};
    w->trust = (assay_trust){.lists = &w->list, .list_count = 1};
    nv_evidence *e = &w->evidence;
    e->device.kind = NV_GPU;
    e->device.nvdec0 = NV_ENABLED;
    e->raw = bytes_of(w->block, sizeof w->block);
    for (size_t i = 1; i <= 64; i++) {
        e->transcript.blocks[i] = bytes_of(w->block, sizeof w->block);
    }
    e->driver = (nv_rim_name){"GH100", "550.90.07", "NV_GPU_DRIVER_GH100_550.90.07"};
    e->vbios = (nv_rim_name){"GH100", "96.00.9F.00.01", "NV_GPU_VBIOS_1010_0200_882_96009F0001"};
    w->job = (job){.arena = &w->arena,
                   .trust = &w->trust,
                   .at = AT,
                   .known_at = AT,
                   .findings = &w->findings,
                   .needs = &w->needs,
                   .label = "gpu",
                   .claims = claim_root(&w->arena)};
}

/* Values for the indexes from `first` on, each the block's, or an alternative. */
static nv_rim *rim_of(world *w, const char *product, const char *version, unsigned first,
                      size_t count, assay_time issued)
{
    size_t n = w->rim_count++;
    w->values[n][0] = bytes_of(w->block, sizeof w->block);
    w->values[n][1] = bytes_of(w->other, sizeof w->other);
    for (size_t i = 0; i < count; i++) {
        w->golden[n][i] = (nv_golden){first + (unsigned)i, 1, w->values[n]};
    }
    w->signers[n].not_before = issued;
    w->rims[n] = (nv_rim){.product = product,
                          .version = version,
                          .sha256 = "00",
                          .signers = &w->signers[n],
                          .signer_count = 1,
                          .golden = w->golden[n],
                          .count = count};
    w->items[n] = (trust_item){.view = {.family = "nvidia-rim",
                                        .state = ASSAY_TRUST_VERIFIED,
                                        .valid_from = issued,
                                        .valid_to = issued + 700 * (assay_time)DAY},
                               .role = &fake_role,
                               .material = &w->rims[n],
                               .next = w->list.first};
    w->list.first = &w->items[n];
    return &w->rims[n];
}

static void both_fit(world *w)
{
    rim_of(w, "GH100", "550.90.07", 21, 20, AT - DAY);
    rim_of(w, "GH100", "96.00.9F.00.01", 0, 7, AT - DAY);
}

static bool failed(const world *w, const char *id)
{
    for (const finding *f = w->findings.first; f != NULL; f = f->next) {
        if (f->view.severity != ASSAY_SEVERITY_NONE && strcmp(f->view.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static const claim *claim_of(const world *w, const char *pointer)
{
    return claim_at(w->job.claims, bytes_of_text(pointer));
}

static void is_text(const world *w, const char *pointer, const char *wanted)
{
    const claim *c = claim_of(w, pointer);
    if (CHECK(c != NULL && c->type == ASSAY_CLAIM_TEXT)) {
        CHECK_TEXT(c->value.text.ptr, wanted);
    }
}

static void is_uint(const world *w, const char *pointer, uint64_t wanted)
{
    const claim *c = claim_of(w, pointer);
    if (CHECK(c != NULL && c->type == ASSAY_CLAIM_UINT)) {
        CHECK_UINT(c->value.uint, wanted);
    }
}

static bool matches(const world *w)
{
    const claim *c = claim_of(w, "/measurements/match");
    return c != NULL && c->type == ASSAY_CLAIM_BOOL && c->value.boolean;
}

static void compare(world *w)
{
    nv_compare(&w->job, &w->evidence);
}

static void what_fits_fits(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    compare(&w);
    CHECK(matches(&w) && !failed(&w, "nvgpu.rim.mismatch") && !failed(&w, "reference.missing"));
    is_uint(&w, "/measurements/compared", 27);
    is_uint(&w, "/reference_values/driver/compared", 20);
    is_uint(&w, "/reference_values/vbios/compared", 7);
    is_text(&w, "/reference_values/vbios/status", "match");
    CHECK_UINT(w.needs.count, 0);
    arena_release(&w.arena);
}

/* Index i is block i + 1: whoever looks at block i sees another value. */
static void index_i_is_block_i_plus_1(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    w.evidence.transcript.blocks[10] = bytes_of(w.other, sizeof w.other);
    w.golden[1][6].index = 9;
    compare(&w);
    CHECK(!matches(&w) && failed(&w, "nvgpu.rim.mismatch"));
    is_uint(&w, "/measurements/mismatch/0", 9);
    is_uint(&w, "/measurements/differences/0/index", 9);
    is_text(&w, "/measurements/differences/0/source", "vbios");
    CHECK(claim_equal(claim_of(&w, "/measurements/differences/0/runtime"),
                      claim_bytes(&w.arena, claim_map(&w.arena, w.job.claims, "x"), "y",
                                  bytes_of(w.other, sizeof w.other))));
    is_text(&w, "/reference_values/driver/status", "match");
    is_text(&w, "/reference_values/vbios/status", "mismatch");
    arena_release(&w.arena);
    begin(&w);
    both_fit(&w);
    w.evidence.transcript.blocks[0] = bytes_of(w.other, sizeof w.other);
    w.evidence.transcript.blocks[8] = bytes_of(w.other, sizeof w.other);
    compare(&w); /* indexes 0 to 6 are blocks 1 to 7 */
    CHECK(matches(&w));
    arena_release(&w.arena);
}

static void a_missing_block_differs(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    w.evidence.transcript.blocks[1] = (assay_bytes){NULL, 0};
    compare(&w);
    CHECK(!matches(&w) && failed(&w, "nvgpu.rim.mismatch"));
    is_uint(&w, "/measurements/mismatch/0", 0);
    arena_release(&w.arena);
}

static void alternatives_count(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    w.evidence.transcript.blocks[1] = bytes_of(w.other, sizeof w.other);
    w.golden[1][0].count = 2;
    compare(&w);
    CHECK(matches(&w));
    arena_release(&w.arena);
}

static void index_35_is_left_out_while_nvdec0_is_disabled(void)
{
    static const struct {
        nv_state state;
        bool fits;
        uint64_t compared;
    } states[] = {{NV_DISABLED, true, 26}, {NV_ENABLED, false, 27}, {NV_STATE_ABSENT, false, 27}};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        static world w;
        begin(&w);
        both_fit(&w);
        w.evidence.device.nvdec0 = states[i].state;
        w.evidence.transcript.blocks[36] = bytes_of(w.other, sizeof w.other);
        compare(&w);
        CHECK(matches(&w) == states[i].fits);
        is_uint(&w, "/measurements/compared", states[i].compared);
        arena_release(&w.arena);
    }
}

static void sets_may_not_overlap(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    CHECK(!failed(&w, "nvgpu.rim.overlap"));
    w.golden[1][6].index = 21;
    compare(&w);
    CHECK(failed(&w, "nvgpu.rim.overlap"));
    arena_release(&w.arena);
}

static void a_switch_says_so(void)
{
    static world w;
    begin(&w);
    w.evidence.device.kind = NV_SWITCH;
    w.evidence.driver = (nv_rim_name){NULL, NULL, NULL};
    w.evidence.vbios =
        (nv_rim_name){"LS10", "96.10.55.00.01", "NV_SWITCH_BIOS_5612_0002_890_9610550001"};
    rim_of(&w, "LS10", "96.10.55.00.01", 0, 31, AT - DAY);
    w.evidence.transcript.blocks[31] = bytes_of(w.other, sizeof w.other);
    compare(&w);
    CHECK(failed(&w, "nvswitch.rim.mismatch") && !failed(&w, "nvgpu.rim.mismatch"));
    CHECK(claim_of(&w, "/reference_values/driver") == NULL);
    is_uint(&w, "/measurements/mismatch/0", 30);
    arena_release(&w.arena);
}

static void what_is_missing_is_a_need(void)
{
    static world w;
    begin(&w);
    rim_of(&w, "GH100", "550.90.07", 21, 20, AT - DAY);
    rim_of(&w, "LS10", "96.00.9F.00.01", 0, 7, AT - DAY); /* of another product */
    compare(&w);
    CHECK(matches(&w) && failed(&w, "reference.missing"));
    is_text(&w, "/reference_values/vbios/status", "missing");
    const claim *compared = claim_of(&w, "/reference_values/vbios/compared");
    CHECK(compared != NULL && compared->pending);
    const finding *f = w.findings.first;
    while (f != NULL && strcmp(f->view.id, "reference.missing") != 0) {
        f = f->next;
    }
    if (CHECK(f != NULL && w.needs.count == 1)) {
        CHECK_TEXT(f->view.found, "one of that version for the product LS10");
        CHECK(strstr(f->view.message, "NV_GPU_VBIOS_1010_0200_882_96009F0001 not in store") !=
              NULL);
        CHECK_TEXT(w.needs.first->view.role, "rim");
        CHECK_TEXT(w.needs.first->view.id, "NV_GPU_VBIOS_1010_0200_882_96009F0001");
        CHECK(w.needs.first->view.authenticated);
    }
    arena_release(&w.arena);
    begin(&w);
    compare(&w); /* without any there is nothing to say of measurements */
    const claim *match = claim_of(&w, "/measurements/match");
    CHECK(match != NULL && match->type == ASSAY_CLAIM_NONE && match->pending);
    CHECK(claim_of(&w, "/measurements/mismatch") == NULL);
    CHECK_UINT(w.needs.count, 2);
    arena_release(&w.arena);
}

/* What fits of the driver does not speak for a VBIOS that cannot be compared. */
static void what_has_no_name_is_not_passed_over(void)
{
    static world w;
    begin(&w);
    both_fit(&w);
    compare(&w);
    CHECK(!failed(&w, "reference.unnamed"));
    arena_release(&w.arena);
    begin(&w);
    both_fit(&w);
    w.evidence.vbios.id = NULL;
    compare(&w);
    CHECK(matches(&w) && failed(&w, "reference.unnamed") && !failed(&w, "reference.missing"));
    CHECK(w.needs.count == 0 && w.job.not_established_count == 1);
    arena_release(&w.arena);
    begin(&w);
    w.evidence.driver.id = w.evidence.vbios.id = NULL;
    compare(&w);
    CHECK(failed(&w, "reference.unnamed") && w.job.not_established_count == 2);
    arena_release(&w.arena);
    begin(&w);
    w.evidence.device.kind = NV_SWITCH;
    w.evidence.driver.id = NULL;
    compare(&w);
    CHECK(!failed(&w, "reference.unnamed"));
    arena_release(&w.arena);
}

static void the_signer_must_be_valid(void)
{
    static world w;
    for (int accepted = 0; accepted < 2; accepted++) {
        begin(&w);
        rim_of(&w, "GH100", "550.90.07", 21, 20, AT - 701 * (assay_time)DAY);
        rim_of(&w, "GH100", "96.00.9F.00.01", 0, 7, AT - DAY);
        w.rims[0].expired_accepted = accepted == 1;
        compare(&w);
        CHECK(failed(&w, "reference.missing") == (accepted == 0));
        const claim *expired = claim_of(&w, "/reference_values/driver/expired");
        CHECK(accepted == 0 || (expired != NULL && expired->value.boolean));
        arena_release(&w.arena);
    }
    begin(&w);
    rim_of(&w, "GH100", "550.90.07", 21, 20, AT + DAY); /* not yet */
    rim_of(&w, "GH100", "96.00.9F.00.01", 0, 7, AT - DAY);
    w.rims[0].expired_accepted = true;
    compare(&w);
    CHECK(failed(&w, "reference.missing"));
    arena_release(&w.arena);
}

/* Two issues of the VBIOS's values, of which the newer one fits or not. */
static void issues(world *w, bool newer_fits, bool any)
{
    begin(w);
    rim_of(w, "GH100", "550.90.07", 21, 20, AT - DAY);
    rim_of(w, "GH100", "96.00.9F.00.01", 0, 7, AT - 9 * DAY);
    rim_of(w, "GH100", "96.00.9F.00.01", 0, 7, AT - DAY);
    w->values[newer_fits ? 1 : 2][0] = bytes_of(w->other, sizeof w->other);
    w->job.any_rim_issue = any;
    compare(w);
}

static void the_newest_issue_decides(void)
{
    static world w;
    static const struct {
        bool newer_fits, any, match, older;
    } cases[] = {{true, false, true, false},
                 {false, false, false, false},
                 {true, true, true, false},
                 {false, true, true, true}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        issues(&w, cases[i].newer_fits, cases[i].any);
        CHECK(matches(&w) == cases[i].match);
        const claim *older = claim_of(&w, "/reference_values/vbios/older_issue");
        CHECK(older != NULL && older->value.boolean == cases[i].older);
        arena_release(&w.arena);
    }
}

int main(void)
{
    RUN(what_fits_fits);
    RUN(index_i_is_block_i_plus_1);
    RUN(a_missing_block_differs);
    RUN(alternatives_count);
    RUN(index_35_is_left_out_while_nvdec0_is_disabled);
    RUN(sets_may_not_overlap);
    RUN(a_switch_says_so);
    RUN(what_is_missing_is_a_need);
    RUN(what_has_no_name_is_not_passed_over);
    RUN(the_signer_must_be_valid);
    RUN(the_newest_issue_decides);
    return DONE();
}
