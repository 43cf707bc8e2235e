/* SPDX-License-Identifier: Apache-2.0 */
/* A policy for guests on SEV-SNP as operators write it, over the real formats. */
#include "base/text.h"
#include "fake.h"

static const char policy_text[] =
    "{'assay_policy':1,'id':'cvm-any-cloud','version':2,'title':'Our CVM image',"
    "'accept':['affirming'],"
    "'references':{'image':{'columns':['/measurement'],'rows':["
    "{'name':'2026.11.3 vcpus=8','/measurement':'27f3c39751018f39b1c4e3efd9bb0fa60f7468ec2e8e542250"
    "f59de3ab8b998c69f7d5e2f5b7c48a12197c566cf7fd4f'},"
    "{'name':'2026.11.3 vcpus=16','/measurement':'5ce0d422f5e9e63fbcddccfea37d3fdc6469d71d017124f9d"
    "c596056ade59ac4cb60a4afb95427652933b456e55b8278'}]}},"
    "'evidence':{'cpu':{'count':1,'one_of':[{'format':['snp-report','snp-ext-report'],'rules':["
    "{'id':'snp.policy','claim':'/policy','bits':{'set':[],'clear':['DEBUG','MIGRATE_MA'],"
    "'others':'any'}},"
    "{'id':'snp.vmpl','claim':'/vmpl','eq':0},"
    "{'id':'snp.tcb','claim':'/reported_tcb','svn_min':{'Milan':{'snp':24,'ucode':219},"
    "'Genoa':{'snp':23,'ucode':84}}},"
    "{'id':'snp.alias','claim':'/platform_info','bits':{'set':['ALIAS_CHECK_COMPLETE'],'clear':[],"
    "'others':'any'}},"
    "{'id':'snp.image','matches':'image','affects':'executables'}]}]}},"
    "'together':[{'id':'fresh.cpu','of':['cpu'],'claim':'/report_data',"
    "'eq':{'zero_pad':{'nonce':32},'to':64}}]}";

static assay_policy *load_example(const char *quoted, assay_error *err)
{
    assay_policy *p = NULL;
    char *copy = strdup(quoted);
    for (char *c = copy; *c != '\0'; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    assay_error_init(err, sizeof *err);
    assay_status s = assay_policy_load(&p, bytes_of_text(copy), bytes_of(NULL, 0), NULL, NULL, err);
    CHECK((s == ASSAY_OK) == (p != NULL));
    free(copy);
    return p;
}

#define GOOD                                                                                       \
    "{'policy':196608,'vmpl':0,'platform_info':37,'product_line':'Genoa','reported_tcb':"          \
    "'0a00000000001754','measurement':'5ce0d422f5e9e63fbcddccfea37d3fdc6469d71d017124f9dc596056ad" \
    "e59ac4cb60a4afb95427652933b456e55b8278','report_data':'3031323334353637383961626364656630313" \
    "23334353637383961626364656600000000000000000000000000000000000000000000000000000000000000"    \
    "00'}"

static void test_example(void)
{
    fixture f;
    assay_error err;
    assay_policy *p = load_example(policy_text, &err);
    if (!CHECK(p != NULL)) {
        fprintf(stderr, "  %u:%u %s (%s)\n", err.line, err.column, err.message, err.hint);
        return;
    }
    CHECK(!policy_describe(p).any_genuine);
    fixture_init(&f);
    f.c.nonce = bytes_of("0123456789abcdef0123456789abcdef", 32);
    fixture_piece(&f, "e", format_find("snp-report"), GOOD);
    policy_state_nonce(p, &f.c);
    CHECK(f.pieces[0].nonce_stated);
    policy_evaluate(p, &f.c);
    for (const finding *i = f.findings.first; i != NULL; i = i->next) {
        if (!CHECK(i->view.severity == ASSAY_SEVERITY_NONE)) {
            fprintf(stderr, "  %s %s: %s, found %s\n", i->view.id, i->view.rule, i->view.expected,
                    i->view.found);
        }
    }
    CHECK(f.c.rows != NULL && strcmp(f.c.rows->row, "2026.11.3 vcpus=16") == 0);
    policy_release(p);
    arena_release(&f.arena);
}

/* A format that this build does not have, and a measurement that lost a byte. */
static void test_mistakes(void)
{
    assay_error err;
    CHECK(
        load_example("{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"
                     "'evidence':{'g':{'format':['snp-reprot'],'rules':[{'id':'r','claim':'/vmpl',"
                     "'eq':0}]}}}",
                     &err) == NULL);
    CHECK_TEXT(err.hint, "did you mean \"snp-report\"?");
    CHECK(load_example("{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"
                       "'evidence':{'g':{'format':['snp-report'],'rules':[{'id':'r','claim':"
                       "'/measurment','eq':'00'}]}}}",
                       &err) == NULL);
    CHECK_TEXT(err.hint, "did you mean \"/measurement\"?");
    CHECK(load_example("{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"
                       "'evidence':{'g':{'format':['snp-report'],'rules':[{'id':'r','claim':"
                       "'/measurement','eq':'27f3c39751018f39b1c4e3efd9bb0fa60f7468ec2e8e542250f59d"
                       "e3ab8b998c69f7d5e2f5b7c48a12197c566cf7fd'}]}}}",
                       &err) == NULL);
    CHECK_TEXT(err.message, "expected 48 bytes, found 47");
}

int main(void)
{
    RUN(test_example);
    RUN(test_mistakes);
    return DONE();
}
