/* SPDX-License-Identifier: Apache-2.0 */
/* The normal form of a policy that uses the whole language. */
#include "base/text.h"
#include "fake.h"

#define WHOLE                                                                                      \
    "{'assay_policy':1,'id':'whole','version':9,'title':'All of it',"                              \
    "'valid':{'from':'2026-11-01T00:00:00Z','to':'2027-05-01T00:00:00Z'},'accept':['affirming'],"  \
    "'inputs':{'key':{'type':'bytes','len':32,'doc':'the channel key'}},"                          \
    "'params':{'names':{'type':'list of "                                                          \
    "text','default':['a','b']},'config':{'type':'bytes','len':2}},"                               \
    "'references':{'image':{'columns':['/image','/num'],'rows':["                                  \
    "{'name':'old','to':'2026-12-15T00:00:00Z','/image':'00000001','/num':1},"                     \
    "{'name':'new','from':'2026-12-01T00:00:00Z','/image':'00000002','/num':2}]}},"                \
    "'evidence':{'a':{'format':['fake-a','fake-twin'],'count':{'min':1,'max':8},'rules':["         \
    "{'id':'r01','claim':'/num','eq':5,'why':'because'},"                                          \
    "{'id':'r02','claim':'/name','ne':'x','severity':'warn'},"                                     \
    "{'id':'r03','claim':'/name','in':{'param':'names'},'absent':'pass'},"                         \
    "{'id':'r04','claim':'/name','not_in':['p','q']},"                                             \
    "{'id':'r05','claim':'/ok','is':false},"                                                       \
    "{'id':'r06','claim':'/when','min':'2026-01-01T00:00:00Z'},"                                   \
    "{'id':'r07','claim':'/signed','max':-4,'affects':'hardware'},"                                \
    "{'id':'r08','claim':'/tcb','svn_min':{'Milan':{'bl':1,'snp':2},'Turin':{'snp':3}}},"          \
    "{'id':'r09','claim':'/plain_tcb','svn_min':'01020304'},"                                      \
    "{'id':'r10','claim':'/"                                                                       \
    "flags','bits':{'set':['ONE'],'clear':['DEBUG','TWO'],'others':'clear'}},"                     \
    "{'id':'r11','claim':'/"                                                                       \
    "name','version':{'scheme':'dotted-hex','min':'96.00.5E','not':['97']}},"                      \
    "{'id':'r12','claim':'/when','max_age_s':300,'skew_s':60},"                                    \
    "{'id':'r13','claim':'/words','contains':'w'},"                                                \
    "{'id':'r14','claim':'/words','only':['v','w'],'empty':'pass'},"                               \
    "{'id':'r15','claim':'/words','exactly':['v','w'],'ordered':true},"                            \
    "{'id':'r16','claim':'/keys','some':[{'claim':'/id','eq':'0001'},"                             \
    "{'any_of':[{'claim':'/alg','eq':'es'},{'claim':'/alg','eq':'rs'}]}]},"                        \
    "{'id':'r17','at_least':{'n':1,'of':[{'claim':'/any','present':true},"                         \
    "{'claim':'/any','absent_or_empty':true}]}},"                                                  \
    "{'id':'r18','matches':'image'}]},"                                                            \
    "'b':{'count':1,'one_of':[{'format':['fake-b'],'rules':[{'id':'b1','claim':'/"                 \
    "num','max':3}]}]}},"                                                                          \
    "'together':[{'id':'t1','of':['a','b'],'claim':'/data','eq':{'sha512':[{'text':'x'},"          \
    "{'nonce':32},{'framed':{'input':'key'}},{'param':'config'}]}},"                               \
    "{'id':'t2','of':['a'],'claim':'/any','eq':{'zero_pad':{'claim':'/image','of':'b'},'to':8}}]," \
    "'release':{'a':['/data']},"                                                                   \
    "'waive':[{'finding':'fake.soft','reason':'known','until':'2026-12-31T00:00:00Z',"             \
    "'only':{'num':[1,2],'alg':'es'}}],"                                                           \
    "'unconstrained':{'a':{'/owner':'any tenant'}}}"

static const char golden[] =
    "policy whole, version 9\n"
    "  All of it\n"
    "  valid from 2026-11-01T00:00:00Z to 2027-05-01T00:00:00Z\n"
    "  accepts a verdict of affirming\n"
    "  revocation that is not established leaves the answer undecided, where the maker publishes "
    "it\n"
    "  a revocation counts when it is known at known_at\n"
    "  TCB stream standard, reference manifests of the newest issue\n"
    "  reference values are required, where the maker publishes them\n"
    "  published nonces are refused\n"
    "\n"
    "inputs, handed over with every request\n"
    "  key: bytes (32 bytes); the channel key\n"
    "\n"
    "params\n"
    "  names: list of text, default a, b\n"
    "  config: bytes (2 bytes)\n"
    "\n"
    "group a: 1 to 8\n"
    "  evidence of fake-a or fake-twin, for which\n"
    "    r01: /num is 5\n"
    "      why: because\n"
    "    r02: /name is not \"x\"; only warns\n"
    "    r03: /name is one of param names; absent passes\n"
    "    r04: /name is none of \"p\", \"q\"\n"
    "    r05: /ok is false\n"
    "    r06: /when is not before 2026-01-01T00:00:00Z\n"
    "    r07: /signed is at most -4; affects hardware\n"
    "    r08: /tcb is, component by component, at least Milan: bl 1, snp 2; Turin: snp 3 (no other "
    "/product)\n"
    "    r09: /plain_tcb is, component by component, at least 1, 2, 3, 4\n"
    "    r10: /flags has ONE set, DEBUG, TWO clear, all other bits clear\n"
    "    r11: /name is a version (dotted-hex) of at least 96.00.5E, but not 97\n"
    "    r12: /when is at most 300 seconds old, and at most 60 seconds ahead\n"
    "    r13: /words contains \"w\"\n"
    "    r14: /words is empty or holds nothing but \"v\", \"w\"\n"
    "    r15: /words is, in this order, \"v\", \"w\"\n"
    "    r16: /keys has an element for which all of these hold\n"
    "      /id is 0001\n"
    "      at least one of these 2 holds\n"
    "        /alg is \"es\"\n"
    "        /alg is \"rs\"\n"
    "    r17: at least 1 of these 2 hold\n"
    "      /any is there\n"
    "      /any is absent or empty\n"
    "    r18: one row of \"image\" matches in /image, /num\n"
    "    open in fake-a: /owner, any tenant\n"
    "  released after acceptance: /data\n"
    "\n"
    "group b: exactly 1\n"
    "  evidence of fake-b, for which\n"
    "    b1: /num is at most 3\n"
    "    open in fake-b, no reason given: /image\n"
    "\n"
    "together\n"
    "  t1: each piece of a, b: /data is sha512(\"x\", the nonce of 32 bytes, framed(input key), "
    "param config)\n"
    "  t2: each piece of a: /any is /image of b, zero-padded to 8 bytes\n"
    "\n"
    "table image: 2 rows\n"
    "  old, until 2026-12-15T00:00:00Z\n"
    "    /image 00000001\n"
    "    /num 1\n"
    "  new, from 2026-12-01T00:00:00Z\n"
    "    /image 00000002\n"
    "    /num 2\n"
    "\n"
    "lowered to warnings\n"
    "  fake.soft until 2026-12-31T00:00:00Z: known\n"
    "    only where num is 1 or 2 and alg is es\n"
    "\n"
    "other evidence is refused, and what the formats test by default holds\n";

static void test_normal_form(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    assay_policy *p = fake_policy(WHOLE);
    text out = text_new(&a, 1u << 20);
    if (p != NULL) {
        policy_render(p, &out);
        CHECK_TEXT(text_done(&out).ptr, golden);
    }
    arena_release(&a);
    policy_release(p);
}

/* Nothing is left out of the normal form, but what findings quote is cut. */
static void test_long_values(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    char in[8192] = "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],'evidence':{'g':"
                    "{'format':['fake-a'],'rules':[{'id':'r','claim':'/any','in':[";
    char last[256];
    for (size_t i = 0; i < 20; i++) {
        snprintf(last, sizeof last, "%0200zu", i);
        snprintf(in + strlen(in), sizeof in - strlen(in), "%s'%s'", i > 0 ? "," : "", last);
    }
    strcat(in, "]}]}}}");
    assay_policy *p = fake_policy(in);
    text out = text_new(&a, 1u << 20);
    if (p != NULL) {
        policy_render(p, &out);
        CHECK(strstr(text_done(&out).ptr, last) != NULL);
        const char *expected = p->groups->first->first->expected;
        CHECK(strlen(expected) < 1100 && strcmp(expected + strlen(expected) - 2, "..") == 0);
    }
    arena_release(&a);
    policy_release(p);
}

int main(void)
{
    RUN(test_normal_form);
    RUN(test_long_values);
    return DONE();
}
