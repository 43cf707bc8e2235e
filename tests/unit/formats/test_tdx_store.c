/* SPDX-License-Identifier: Apache-2.0 */
/* Forged quotes under stores of collateral: what a store refuses and says, which generation counts,
 * what is needed, what is noted of the store. */
#include "forge/tdx_forge.h"
#include "formats/tdx/collateral_role.h"
#include "formats/tdx/tdx.h"
#include "trust/record.h"
#include "trust/trust_test.h"

#define DAY 86400
#define ITEMS 16
enum { INFO = 0, QE = 1 };

typedef struct {
    place place;
    key_ring *ring;
    ftdx_recipe recipe;
    ftdx_evidence made;
    trust_addition add[ITEMS];
    size_t count;
    assay_trust *trust, view;
    arena arena;
    findings findings;
    needs needs;
    job job;
} world;

static world *world_new(uint16_t version, ftdx_body body)
{
    world *w = calloc(1, sizeof *w);
    CHECK(w != NULL);
    w->place = place_new();
    w->ring = key_ring_new();
    arena_init(&w->arena, &allocator_default, 16u << 20);
    ftdx_recipe_init(&w->recipe, version, body);
    ftdx_recipe_derive(&w->recipe, &w->place.arena, w->ring);
    return w;
}

static void world_free(world *w)
{
    trust_release(w->trust);
    key_ring_free(w->ring);
    place_free(&w->place);
    arena_release(&w->arena);
    free(w);
}

static trust_addition *put(world *w, const char *role, const char *name, assay_bytes bytes)
{
    const char *path = arena_format(&w->place.arena, "%s/%s", w->place.top, name);
    put_file(path, bytes.ptr, bytes.len);
    w->add[w->count] = (trust_addition){.role = role, .file = path};
    return &w->add[w->count++];
}

/* Everything that the recipe stores; documents with their index as name. */
static void make(world *w)
{
    const ftdx_collateral *c = &w->recipe.collateral;
    CHECK(ftdx_make(&w->recipe, &w->place.arena, w->ring, &w->made) == ASSAY_OK);
    put(w, "x509-root", "root", w->made.pinned)->scope = "intel";
    put(w, "issuer-chain", "issuers", w->made.issuers);
    put(w, "issuer-chain", "tcb-chain", w->made.collateral.chain);
    put(w, "crl", "pck-crl", w->made.pck_crl);
    put(w, "crl", "root-crl", w->made.root_crl);
    for (size_t i = 0; i < c->count; i++) {
        if (c->docs[i].place == FTDX_STORED) {
            const char *name = arena_format(&w->place.arena, "%zu", i);
            put(w, ftdx_document_role(&c->docs[i]), name, w->made.collateral.docs[i]);
        }
    }
}

static assay_status store(world *w)
{
    place *p = &w->place;
    text report = text_new(&p->arena, 1u << 20);
    assay_trust_options options = {.struct_size = sizeof options, .path = p->store};
    assay_error_init(&p->err, sizeof p->err);
    assay_status s =
        trust_add(p->store, w->add, w->count, format_roles, w->recipe.at, &report, &p->err);
    return s == ASSAY_OK ? trust_open(&options, format_roles, &w->trust, &p->err) : s;
}

/* Stages 3 to 5. */
static bool judge(world *w, assay_time known_at, bool early)
{
    const format *f = w->recipe.body_type == FTDX_SGX ? &format_sgx_quote : &format_tdx_quote;
    w->view = trust_view(w->trust, &w->arena);
    w->findings = (findings){.arena = &w->arena, .label = "cpu", .stage = 3};
    w->needs = (needs){.arena = &w->arena};
    w->job = (job){.arena = &w->arena,
                   .trust = &w->view,
                   .at = w->recipe.at,
                   .known_at = known_at,
                   .early_stream = early,
                   .findings = &w->findings,
                   .needs = &w->needs,
                   .label = "cpu",
                   .claims = claim_root(&w->arena)};
    const void *doc = f->parse(&w->job, w->made.quote);
    if (!CHECK(doc != NULL)) {
        return false;
    }
    f->describe(&w->job, doc);
    w->findings.stage = 4;
    bool held = f->authenticate(&w->job, doc);
    w->findings.stage = 5;
    f->default_tests(&w->job, doc);
    if (held) {
        f->evaluate(&w->job, doc);
    }
    return held;
}

static const claim *claim_of(const world *w, const char *pointer)
{
    return claim_at(w->job.claims, bytes_of_text(pointer));
}

static bool text_is(const world *w, const char *pointer, const char *wanted)
{
    const claim *c = claim_of(w, pointer);
    bool same = c != NULL && c->type == ASSAY_CLAIM_TEXT && str_is(c->value.text, wanted);
    if (!same) {
        fprintf(stderr, "  %s is %s\n", pointer, claim_show(w->job.arena, c));
    }
    return same;
}

static bool uint_is(const world *w, const char *pointer, uint64_t wanted)
{
    const claim *c = claim_of(w, pointer);
    return c != NULL && c->type == ASSAY_CLAIM_UINT && c->value.uint == wanted;
}

/* Did the check fail? */
static bool failed(const world *w, const char *id)
{
    for (const finding *f = w->findings.first; f != NULL; f = f->next) {
        if (f->view.severity != ASSAY_SEVERITY_NONE && strcmp(f->view.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static const assay_need *need_of(const world *w, const char *role)
{
    for (const need *n = w->needs.first; n != NULL; n = n->next) {
        if (strcmp(n->view.role, role) == 0) {
            return &n->view;
        }
    }
    return NULL;
}

static void stores_refuse_with_reasons(void)
{
    static const struct {
        size_t doc;
        bool after;
        ftdx_edit edit;
        const char *message;
    } rows[] = {
        {INFO, true, {"\"version\":3", "\"version\": 3"}, "is not signed by Intel SGX TCB Signing"},
        {INFO, true, {"\"version\":3", "\"version\":3,\"version\":3"}, "json"},
        {INFO, false, {"\"version\":3", "\"version\":9"}, "version: not supported"},
        {INFO, false, {"\"id\":\"TDX\"", "\"id\":\"SGX\""}, "id: of another technology"},
        {INFO, false, {"\"tcbType\":0", "\"tcbType\":2"}, "tcbType: no whole number in its range"},
        {INFO, false, {"\"pceId\"", "\"pce\""}, "pceId: missing"},
        {INFO,
         false,
         {"\"tcbDate\":\"2025-11-12", "\"tcbDate\":\"2025-13-12"},
         "tcbLevels.tcbDate: not a time in UTC"},
        {INFO, false, {"UpToDate", "Excellent"}, "tcbLevels.tcbStatus: none that it can have"},
        {INFO,
         false,
         {"\"advisoryIDs\":[", "\"advisoryIDs\":[7,"},
         "tcbLevels.advisoryIDs: of another type"},
        {INFO, false, {"\"isvsvn\":3", "\"isvsvn\":65536"}, "isvsvn: no whole number"},
        {INFO, false, {"\"tdxModule\":{", "\"tdxModule\":7,\"x\":{"}, "tdxModule: of another type"},
        {QE, true, {"\"isvprodid\":2", "\"isvprodid\":1"}, "is not signed by Intel"},
        {QE, false, {"TD_QE", "QVE"}, "id: of another enclave"},
        {QE, false, {"\"version\":2", "\"version\":1"}, "version: not supported"},
        {QE,
         false,
         {"\"miscselect\":\"00000000\"", "\"miscselect\":\"000000\""},
         "miscselect: not hex of its length"},
        {QE, false, {"\"tcbLevels\":[", "\"tcbLevels\":[],\"x\":["}, "tcbLevels: empty"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        world *w = world_new(4, FTDX_TD10);
        ftdx_document *d = &w->recipe.collateral.docs[rows[i].doc];
        *(rows[i].after ? d->after : d->before) = rows[i].edit;
        make(w);
        CHECK(store(w) == ASSAY_E_CONFIG);
        CHECK(says(&w->place, rows[i].message));
        world_free(w);
    }
}

static void stores_want_the_signer(void)
{
    world *w = world_new(4, FTDX_TD10);
    make(w);
    for (size_t i = 0; i < w->count; i++) {
        if (strstr(w->add[i].file, "tcb-chain") != NULL) {
            w->add[i] = w->add[--w->count];
        }
    }
    CHECK(store(w) == ASSAY_E_CONFIG);
    CHECK(says(&w->place, "the certificate of Intel SGX TCB Signing is not in the store"));
    CHECK(hints(&w->place, "issuer chain"));
    world_free(w);
}

static const trust_item *item_of(const assay_trust *t, const char *role)
{
    return trust_peek(t, NULL, role, "intel");
}

static void items_say_what_they_are(void)
{
    world *w = world_new(4, FTDX_TD10);
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        const assay_trust_item *info = &item_of(w->trust, "tdx-tcb-info")->view;
        CHECK_TEXT(info->subject, "TDX TCB info 20 of a55a7e570000");
        CHECK(info->valid_from == w->recipe.at - 20 * DAY);
        CHECK(info->valid_to == w->recipe.at + 10 * DAY);
        CHECK(info->state == ASSAY_TRUST_VERIFIED);
        CHECK_TEXT(item_of(w->trust, "tdx-qe-identity")->view.subject, "TDX QE identity 20");
    }
    world_free(w);
}

/* Number 21 of the early stream beside 20 of the standard one. */
static void streams_are_apart(void)
{
    world *w = world_new(4, FTDX_TD10);
    for (size_t i = INFO; i <= QE; i++) {
        ftdx_document *early = ftdx_collateral_more(&w->recipe.collateral, i);
        early->number = 21;
        early->levels[0].status = "OutOfDate";
    }
    make(w);
    w->add[w->count - 1].origin =
        "https://pcs.example/tdx/certification/v4/qe/identity?update=early";
    w->add[w->count - 2].origin = "https://pcs.example/tcb?fmspc=a55a7e570000&update=early";
    if (CHECK(store(w) == ASSAY_OK)) {
        CHECK(judge(w, w->recipe.at, false));
        CHECK(text_is(w, "/tcb/status", "UpToDate"));
        CHECK(uint_is(w, "/tcb/evaluation_data_number", 20));
        CHECK(judge(w, w->recipe.at, true));
        CHECK(text_is(w, "/tcb/status", "OutOfDate"));
        CHECK(uint_is(w, "/collateral/qe_identity/evaluation_data_number", 21));
    }
    world_free(w);
}

/* Of 19, 20 and 21, each counts from its issue on. */
static void knowledge_has_a_time(void)
{
    world *w = world_new(4, FTDX_TD10);
    for (size_t i = INFO; i <= QE; i++) {
        for (unsigned n = 19; i == INFO && n <= 21; n += 2) {
            ftdx_document *other = ftdx_collateral_more(&w->recipe.collateral, i);
            other->number = n;
            other->issued += ((int)n - 20) * 5 * DAY;
        }
    }
    w->recipe.collateral.docs[QE].issued -= 5 * DAY;
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        assay_time issued = w->recipe.at - 20 * DAY;
        CHECK(judge(w, issued - 5 * DAY, false));
        CHECK(uint_is(w, "/tcb/evaluation_data_number", 19));
        CHECK(judge(w, issued, false));
        CHECK(uint_is(w, "/tcb/evaluation_data_number", 20));
        CHECK(judge(w, issued + 5 * DAY - 1, false));
        CHECK(uint_is(w, "/tcb/evaluation_data_number", 20));
        CHECK(judge(w, issued + 5 * DAY, false));
        CHECK(uint_is(w, "/tcb/evaluation_data_number", 21));
        CHECK(failed(w, "quote.collateral.numbers"));
        CHECK(!judge(w, issued - 6 * DAY, false));
        CHECK(failed(w, "quote.qe.unknown"));
    }
    world_free(w);
}

static void needs_name_both_at_once(void)
{
    world *w = world_new(4, FTDX_TD10);
    w->recipe.collateral.docs[INFO].place = FTDX_NOWHERE;
    w->recipe.collateral.docs[QE].place = FTDX_NOWHERE;
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        CHECK(!judge(w, w->recipe.at, false));
        const assay_need *info = need_of(w, "tdx-tcb-info"), *qe = need_of(w, "tdx-qe-identity");
        if (CHECK(info != NULL) && CHECK(qe != NULL)) {
            CHECK_TEXT(info->id, "fmspc a55a7e570000");
            CHECK_TEXT(info->url, "https://api.trustedservices.intel.com/tdx/certification/v4/"
                                  "tcb?fmspc=a55a7e570000");
            CHECK(info->mandatory && info->authenticated);
            CHECK_TEXT(qe->id, "TD_QE");
            CHECK_TEXT(qe->url,
                       "https://api.trustedservices.intel.com/tdx/certification/v4/qe/identity");
        }
        CHECK(claim_of(w, "/tcb") != NULL && claim_of(w, "/tcb")->pending);
        CHECK(!judge(w, w->recipe.at, true));
        CHECK(strstr(need_of(w, "tdx-tcb-info")->url, "&update=early") != NULL);
        CHECK(strstr(need_of(w, "tdx-qe-identity")->url, "?update=early") != NULL);
    }
    world_free(w);
}

static void needs_name_the_number(void)
{
    world *w = world_new(3, FTDX_SGX);
    w->recipe.collateral.docs[QE].number = 19;
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        CHECK(judge(w, w->recipe.at, false));
        CHECK(failed(w, "quote.collateral.numbers"));
        CHECK(need_of(w, "sgx-tcb-info") == NULL);
        const assay_need *qe = need_of(w, "sgx-qe-identity");
        CHECK(qe != NULL &&
              strcmp(qe->url, "https://api.trustedservices.intel.com/sgx/certification/v4/"
                              "qe/identity?tcbEvaluationDataNumber=20") == 0);
        CHECK(claim_of(w, "/tcb/status")->pending);
    }
    world_free(w);
}

static void claims_say_how_far_behind(void)
{
    world *w = world_new(4, FTDX_TD10);
    ftdx_level *best = &w->recipe.collateral.docs[INFO].levels[0];
    best->sgx[0] += 3;
    best->tdx[2] += 2;
    best->pcesvn++;
    w->recipe.collateral.docs[INFO].modules[1].levels[0].isvsvn = 9;
    w->recipe.collateral.docs[QE].levels[0].isvsvn = 10;
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        CHECK(judge(w, w->recipe.at, false));
        CHECK(text_is(w, "/tcb/status", "OutOfDate"));
        CHECK(uint_is(w, "/tcb/behind/sgx_01/svn", 7));
        CHECK(uint_is(w, "/tcb/behind/sgx_01/latest", 10));
        CHECK(uint_is(w, "/tcb/behind/sgx_01/by", 3));
        CHECK(text_is(w, "/tcb/behind/sgx_01/component", "BIOS: Test part 0"));
        CHECK(uint_is(w, "/tcb/behind/tdx_03/by", 2));
        CHECK(uint_is(w, "/tcb/behind/pcesvn/by", 1));
        CHECK(uint_is(w, "/tcb/behind/tdx_module/by", 2));
        CHECK(uint_is(w, "/tcb/behind/qe/by", 2));
        CHECK_UINT(claim_of(w, "/tcb/behind")->count, 5);
        CHECK(uint_is(w, "/tcb/levels/platform/index", 1));
        CHECK(text_is(w, "/tcb/levels/tdx_module/status", "OutOfDate"));
        CHECK(uint_is(w, "/collateral/tcb_info/age", 20 * DAY));
        CHECK(text_is(w, "/collateral/tcb_info/origin", "store"));
        const claim *date = claim_of(w, "/tcb/date");
        CHECK(date != NULL && date->value.time == 1667952000); /* of the QE's level */
    }
    world_free(w);
}

/* A case file has what counted, and not the other generations. */
static void only_what_counted_is_noted(void)
{
    world *w = world_new(4, FTDX_TD10);
    ftdx_collateral_more(&w->recipe.collateral, INFO)->number = 19;
    ftdx_collateral_more(&w->recipe.collateral, QE)->number = 19;
    make(w);
    if (CHECK(store(w) == ASSAY_OK)) {
        trust_record record;
        assay_trust *again = NULL;
        size_t infos = 0;
        CHECK(judge(w, w->recipe.at, false));
        CHECK(trust_record_of(&w->view, &w->arena, &record) == ASSAY_OK);
        for (size_t i = 0; i < record.manifest.count; i++) {
            const assay_trust_item *item = &record.manifest.items[i];
            infos += strcmp(item->role, "tdx-tcb-info") == 0;
            CHECK(strstr(item->subject, " 19") == NULL);
        }
        CHECK_UINT(infos, 1);
        CHECK(trust_reopen(&record, format_roles, &again, &w->place.err) == ASSAY_OK);
        trust_release(again);
    }
    world_free(w);
}

/* Its issuer's certificate is inside the quote alone. */
static void a_list_may_wait_for_its_issuer(void)
{
    world *w = world_new(4, FTDX_TD10);
    make(w);
    for (size_t i = 0; i < w->count; i++) {
        w->add[i].scope = strcmp(w->add[i].role, "crl") == 0 ? "intel" : w->add[i].scope;
    }
    w->add[1] = w->add[--w->count]; /* the issuer chain */
    if (CHECK(store(w) == ASSAY_OK)) {
        size_t asserted = 0;
        for (size_t i = 0; i < w->trust->count; i++) {
            asserted += w->trust->items[i].view.state == ASSAY_TRUST_ASSERTED;
        }
        CHECK_UINT(asserted, 1);
        CHECK(judge(w, w->recipe.at, false));
        CHECK(!failed(w, "revocation.not-established"));
    }
    world_free(w);
}

/* Is it read, and signed by this key? */
static bool holds(assay_bytes in, const collateral_kind *kind, const issuer *signer)
{
    arena a;
    fault f = {0};
    collateral c;
    sig_fact fact;
    arena_init(&a, &allocator_default, 1u << 20);
    bool good = collateral_read(&a, in, kind, &c, &f) &&
                collateral_verify(&c, signer, NULL, &fact) == ASSAY_OK;
    arena_release(&a);
    return good;
}

static bool is_hex_letter(uint8_t ch)
{
    return (ch >= 'a' && ch <= 'f') || (ch >= 'A' && ch <= 'F');
}

/* One bit of every byte that is signed, all bits of the others. What no signature covers: the case
 * of the letters in which the signature is written. */
static void flip(world *w, size_t index, const collateral_kind *kind, const issuer *signer)
{
    assay_bytes original = w->made.collateral.docs[index];
    fault f = {0};
    collateral c;
    CHECK(collateral_read(&w->arena, original, kind, &c, &f));
    CHECK(holds(original, kind, signer));
    uint8_t *copy = (uint8_t *)(uintptr_t)arena_copy(&w->arena, original).ptr;
    for (size_t i = 0; i < original.len; i++) {
        const uint8_t *at = original.ptr + i;
        bool is_signed = at >= c.signed_bytes.ptr && at < c.signed_bytes.ptr + c.signed_bytes.len;
        bool written = at > c.signed_bytes.ptr && !is_signed && is_hex_letter(*at) &&
                       original.len - i < 2 * sizeof c.signature + 3;
        for (unsigned bit = 0; bit < 8; bit++) {
            copy[i] = *at ^ (uint8_t)(1u << bit);
            bool wanted = written && bit == 5;
            if ((!is_signed || bit == i % 8) &&
                !CHECK(holds(bytes_of(copy, original.len), kind, signer) == wanted)) {
                fprintf(stderr, "  bit %u of byte %zu of %s\n", bit, i, kind->role);
            }
        }
        copy[i] = *at;
    }
}

static void no_bit_of_collateral_is_free(void)
{
    world *w = world_new(4, FTDX_TD10);
    fault f = {0};
    cert c;
    issuer signer;
    make(w);
    assay_bytes der = xw_make_cert(&w->place.arena, w->ring, &w->recipe.pki.tcb_signing);
    if (CHECK(cert_parse(der, &c, &f)) && CHECK(issuer_of(&c, NULL, &signer) == ASSAY_OK)) {
        flip(w, INFO, &collateral_kinds[TDX_TCB_INFO], &signer);
        flip(w, QE, &collateral_kinds[TDX_QE_IDENTITY], &signer);
    }
    world_free(w);
}

int main(void)
{
    RUN(no_bit_of_collateral_is_free);
    RUN(stores_refuse_with_reasons);
    RUN(stores_want_the_signer);
    RUN(items_say_what_they_are);
    RUN(streams_are_apart);
    RUN(knowledge_has_a_time);
    RUN(needs_name_both_at_once);
    RUN(needs_name_the_number);
    RUN(claims_say_how_far_behind);
    RUN(only_what_counted_is_noted);
    RUN(a_list_may_wait_for_its_issuer);
    return DONE();
}
