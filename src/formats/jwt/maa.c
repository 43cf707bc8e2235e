/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Microsoft Azure Attestation: its shared instances and those of customers, each with keys and a
 * policy of its own, and what a token says about a TEE: at its top, or below a VM's guest.
 */
#include "formats/jwt/families.h"

#define CLAIMS "Microsoft Azure Attestation claim sets"
#include "formats/jwt/schema_rows.h"
#define TEE "/x-ms-isolation-tee"
#define NAMED(name_, type_, chooser_, identifies_, affects_, doc_)                                 \
    CLAIM("/" name_, type_, 0, chooser_, identifies_, affects_, doc_)                              \
    CLAIM(TEE "/" name_, type_, 0, chooser_, identifies_, affects_, doc_)
#define HEX(name_, length_, chooser_, identifies_, affects_, doc_)                                 \
    CLAIM("/" name_, BYTES, length_, chooser_, identifies_, affects_, doc_)                        \
    CLAIM(TEE "/" name_, BYTES, length_, chooser_, identifies_, affects_, doc_)
#define TD NAMED
#define TD_HEX HEX

const claim_schema maa_schema[MAA_CLAIMS] = {
#include "formats/jwt/maa.def"
};

#define COMPLIANT "azure-compliant-cvm"

static bool ends_with(assay_str s, const char *end)
{
    size_t len = strlen(end);
    return s.len > len && memcmp(s.ptr + s.len - len, end, len) == 0;
}

/* Names of letters, digits and hyphens with single full stops between them. */
static bool host_name(const char *in, size_t len)
{
    bool stopped = true;
    for (size_t i = 0; i < len; i++) {
        char c = in[i];
        bool inner = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!inner && (c != '.' || stopped)) {
            return false;
        }
        stopped = c == '.';
    }
    return !stopped;
}

/* https://<instance>.<region>.attest.azure.net, without a slash behind it. */
const char *maa_scope(arena *a, assay_str iss)
{
    static const char scheme[] = "https://";
    static const char *const clouds[] = {".attest.azure.net", ".attest.azure.us",
                                         ".attest.azure.cn"};
    size_t begin = sizeof scheme - 1;
    if (iss.len <= begin || memcmp(iss.ptr, scheme, begin) != 0 ||
        !host_name(iss.ptr + begin, iss.len - begin)) {
        return NULL;
    }
    assay_str host = {iss.ptr + begin, iss.len - begin};
    for (size_t i = 0; i < ARRAY_LEN(clouds); i++) {
        if (ends_with(host, clouds[i])) {
            return arena_text(a, bytes_of_str(iss));
        }
    }
    return NULL;
}

typedef struct {
    const char *type;
    const char *debug[2]; /* members that say it may be debugged; the second may be NULL */
} tee_kind;

static const tee_kind kinds[] = {
    {"sevsnpvm", {"x-ms-sevsnpvm-is-debuggable", NULL}},
    {"tdxvm", {"tdx_td_attributes_debug", "tdx_is_debuggable"}},
    {"sgx", {"x-ms-sgx-is-debuggable", "is-debuggable"}},
};

/* What a token says of the TEE, and where. */
typedef struct {
    bool guest;         /* a VM's guest asked, and the TEE is below it */
    const json *claims; /* of the TEE; NULL: there is none */
    const char *at;     /* their pointer */
    const json *type;
    const tee_kind *kind; /* NULL: none that is known */
} tee;

static tee tee_of(const jwt_token *t)
{
    const json *type = json_member(t->claims, "x-ms-attestation-type");
    tee out = {.guest = str_is(json_text(type), "azurevm"), .claims = t->claims, .at = ""};
    if (out.guest) {
        out.claims = json_member(t->claims, &TEE[1]);
        out.at = TEE;
        type = json_member(out.claims, "x-ms-attestation-type");
    }
    out.type = type != NULL ? type : json_member(out.claims, "tee");
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_is(json_text(out.type), kinds[i].type)) {
            out.kind = &kinds[i];
        }
    }
    return out;
}

/* Trusted Launch has measured boot, and no memory that its host cannot read; so has a bare TPM. */
static void check_confidential(job *j, const tee *of)
{
    bool open = of->claims == NULL || str_is(json_text(of->type), "tpm");
    finding *no = jwt_check(j, F_MAA_OPEN, !open, of->guest ? TEE : "/x-ms-attestation-type");
    finding_says(no, "a TEE", of->claims == NULL ? "none" : jwt_shown(j, of->type));
    no = jwt_check(j, F_MAA_TYPE, open || of->kind != NULL, "/x-ms-attestation-type");
    jwt_says(j, no, "sevsnpvm, tdxvm or sgx", of->type);
}

/* Microsoft states it for every confidential VM that asks from its guest; elsewhere an instance's
 * policy may. */
static void check_compliance(job *j, const tee *of)
{
    const json *status = json_member(of->claims, "x-ms-compliance-status");
    bool holds =
        status == NULL ? !of->guest || of->claims == NULL : str_is(json_text(status), COMPLIANT);
    finding *no = jwt_check(j, F_MAA_COMPLIANCE, holds, TEE "/x-ms-compliance-status");
    jwt_says(j, no, COMPLIANT, status);
}

/* Debuggers inside the guest: whoever holds the other end reads what the TEE keeps from the host.
 */
static void check_guest_debug(job *j, const jwt_token *t)
{
    static const char *const names[] = {"/x-ms-azurevm-kerneldebug-enabled",
                                        "/x-ms-azurevm-hypervisordebug-enabled",
                                        "/x-ms-azurevm-bootdebug-enabled"};
    const char *wrong = NULL;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const json *member = jwt_member(t, names[i]);
        if (member != NULL && !json_is(member, JSON_FALSE) && wrong == NULL) {
            wrong = names[i];
        }
    }
    finding *no = jwt_check(j, F_MAA_GUEST_DEBUG, wrong == NULL, wrong);
    finding_says(no, "false", wrong != NULL ? jwt_shown(j, jwt_member(t, wrong)) : NULL);
}

void maa_default_tests(job *j, const jwt_token *t)
{
    tee of = tee_of(t);
    check_confidential(j, &of);
    if (of.kind != NULL) {
        size_t count = of.kind->debug[1] != NULL ? 2 : 1;
        jwt_expect_no_debug(j, F_MAA_DEBUG, of.claims, of.at, of.kind->debug, count);
    }
    check_guest_debug(j, t);
    check_compliance(j, &of);
    jwt_tcb_default_tests(j, json_member(of.claims, JWT_TCB_STATUS));
}

static void identify(job *j, const char *kind, const json *name)
{
    if (json_text(name).len > 0) {
        job_identity(j, kind, bytes_of_str(json_text(name)), true);
    }
}

void maa_evaluate(job *j, const jwt_token *t)
{
    tee of = tee_of(t);
    bool test = strstr(t->scope, ".test.attest.") != NULL;
    finding_says(jwt_check(j, F_MAA_TEST, !test, "/iss"), NULL, test ? t->scope : NULL);
    jwt_tcb_evaluate(j, json_member(of.claims, JWT_TCB_STATUS));
    jwt_check(j, F_JWT_STATEMENT, false, "/iss");
    job_not_established(j, "the TEE's hardware-signed report: the token holds Microsoft's verdict");
    identify(j, "vmid", jwt_member(t, "/x-ms-azurevm-vmid"));
    identify(j, "report_id", json_member(of.claims, "x-ms-sevsnpvm-reportid"));
}
