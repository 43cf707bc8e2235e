/* SPDX-License-Identifier: Apache-2.0 */
/* assay help: topics, and the verbs again. */
#include "about.h"
#include "appraise/vector.h"
#include "verbs.h"

static const struct {
    const char *name, *meaning;
} environment[] = {
    {"ASSAY_TRUST", "the trust store, unless --trust names one"},
    {"XDG_DATA_HOME", "the user's data directory; assay/trust in it is the store of last resort"},
    {"HOME", "where ~/.local/share is, unless XDG_DATA_HOME says otherwise"},
    {"NO_COLOR", "when set and not empty: no colour"},
    {"TERM", "no colour on a dumb terminal"},
};

bool environment_at(size_t index, const char **name, const char **meaning)
{
    if (index >= ARRAY_LEN(environment)) {
        return false;
    }
    *name = environment[index].name;
    *meaning = environment[index].meaning;
    return true;
}

static const char policy_text[] =
    "A policy is strict JSON: \"assay_policy\": 1, an id, a version, a title, the tiers to\n"
    "accept, and groups that select evidence by format. A rule has an id, a claim (RFC 6901\n"
    "pointer) and one operator:\n"
    "\n"
    "  eq ne in not_in is          compare with a value, a list, true or false\n"
    "  min max svn_min version     not below, not above; by component; dotted versions\n"
    "  bits                        flag words, by the names of the bits\n"
    "  max_age_s                   seconds before the appraisal's time\n"
    "  contains only exactly       lists\n"
    "  some every                  rules for the elements of a list\n"
    "  present absent_or_empty     whether the claim is there\n"
    "  matches                     a row of a table in \"references\"\n"
    "  any_of at_least             some of several rules\n"
    "\n"
    "inputs are bytes that are handed over with --input, params values with --set.\n"
    "assay policy lint finds mistakes, assay policy show says a policy in plain sentences.\n";

static void topic_exit_codes(cli *c)
{
    const exit_row *row = NULL;
    for (size_t i = 0; (row = exit_row_at(i)) != NULL; i++) {
        out_line(c, "%3d  %s", row->code, row->meaning);
        out_line(c, "     -> %s", row->action);
    }
}

static void topic_environment(cli *c)
{
    for (size_t i = 0; i < ARRAY_LEN(environment); i++) {
        out_line(c, "%-14s %s", environment[i].name, environment[i].meaning);
    }
}

static void topic_policy(cli *c)
{
    out_text(c, str_of(policy_text));
}

static void topic_findings(cli *c)
{
    assay_finding_help f;
    for (size_t i = 0; assay_finding_help_at(i, &f); i++) {
        out_line(c, "%-32s %-9s %s", f.id, severity_word(f.severity), f.text);
    }
}

static const char trust_text[] =
    "The trustworthiness claims of results (AR4SI): which check says what. A check that is not\n"
    "here makes all claims 99 where it keeps the evidence from being authentic, else the\n"
    "configuration 32 or 96. Values below zero are of Assay's own meaning: of the tier, and no "
    "more.\n"
    "A finding that ends in a full stop stands for all that begin so.\n";

static const char *claims_text_of(cli *c, unsigned claims)
{
    text names = text_new(&c->arena, 256);
    for (unsigned i = 0; i < AR4SI_CLAIMS && claims != AR4SI_ALL; i++) {
        if ((claims >> i & 1) != 0) {
            text_addf(&names, "%s%s", names.len > 0 ? " " : "", ar4si_names[i]);
        }
    }
    return claims == AR4SI_ALL ? "all" : text_done(&names).ptr;
}

static void trust_value(cli *c, int value)
{
    if (value != 0) {
        out_put(c, " %5d", value);
    } else {
        out_put(c, "     -");
    }
}

static void trust_row(cli *c, const vector_row *row)
{
    out_put(c, "%-32s %-18s", row->finding, claims_text_of(c, row->claims));
    trust_value(c, row->held);
    trust_value(c, row->warned);
    trust_value(c, row->failed);
    out_line(c, "%s", "");
}

static void topic_trustworthiness(cli *c)
{
    const vector_row *row = NULL;
    out_line(c, "%s", trust_text);
    out_line(c, "%-32s %-18s  held warns fails", "finding", "claim");
    for (size_t i = 0; (row = vector_row_at(i)) != NULL; i++) {
        trust_row(c, row);
    }
    for (size_t i = 0; (row = vector_rule_at(i)) != NULL; i++) {
        trust_row(c, row);
    }
    out_line(c, "\nA rule bears on what its \"affects\" says, else on what its claim affects.");
}

static const struct {
    const char *name, *summary;
    void (*print)(cli *c);
} topics[] = {
    {"exit-codes", "what an exit status means, and what to do then", topic_exit_codes},
    {"environment", "variables that are read", topic_environment},
    {"policy", "the policy language at a glance", topic_policy},
    {"formats", "evidence formats and containers", list_formats},
    {"findings", "what can be found; assay explain ID says more", topic_findings},
    {"trustworthiness", "what each check means for the claims of AR4SI", topic_trustworthiness},
};

const char *topic_at(size_t index)
{
    return index < ARRAY_LEN(topics) ? topics[index].name : NULL;
}

static void exit_codes_json(json_writer *w)
{
    const exit_row *row = NULL;
    json_open_array(w, "exit_codes");
    for (size_t i = 0; (row = exit_row_at(i)) != NULL; i++) {
        json_open_object(w, NULL);
        json_put_uint(w, "code", (uint64_t)row->code);
        json_put_cstr(w, "name", row->name);
        json_put_cstr(w, "meaning", row->meaning);
        json_put_cstr(w, "action", row->action);
        json_close(w);
    }
    json_close(w);
}

static void findings_json(json_writer *w)
{
    assay_finding_help f;
    json_open_array(w, "findings");
    for (size_t i = 0; assay_finding_help_at(i, &f); i++) {
        json_open_object(w, NULL);
        json_put_cstr(w, "id", f.id);
        json_put_cstr(w, "severity", severity_word(f.severity));
        json_put_bool(w, "waivable", f.waivable);
        json_put_cstr(w, "meaning", f.text);
        json_close(w);
    }
    json_close(w);
}

static void commands_json(json_writer *w)
{
    const verb *v = NULL;
    json_open_array(w, "commands");
    for (size_t i = 0; (v = verb_at(i)) != NULL; i++) {
        json_open_object(w, NULL);
        json_put_cstr(w, "name", v->name);
        json_put_cstr(w, "arguments", v->arguments);
        json_put_cstr(w, "summary", v->summary);
        json_open_array(w, "options");
        const option_def *d = NULL;
        for (size_t k = 0; (d = option_at(v, k)) != NULL; k++) {
            if (d->use == OPTION_UNBUILT) {
                continue;
            }
            json_open_object(w, NULL);
            json_put_cstr(w, "name", d->name);
            json_put_cstr(w, "argument", d->argument);
            json_put_cstr(w, "help", d->help);
            json_put_bool(w, "repeatable", d->use == OPTION_MANY);
            json_close(w);
        }
        json_close(w);
        json_close(w);
    }
    json_close(w);
}

/* All that the tables hold, whatever the topic. */
static void tables_json(cli *c)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "schema", "assay.help/1");
    exit_codes_json(w);
    commands_json(w);
    findings_json(w);
    json_open_array(w, "environment");
    for (size_t i = 0; i < ARRAY_LEN(environment); i++) {
        json_open_object(w, NULL);
        json_put_cstr(w, "name", environment[i].name);
        json_put_cstr(w, "meaning", environment[i].meaning);
        json_close(w);
    }
    json_close(w);
    out_document(c, w);
}

static exit_code unknown_topic(cli *c, const char *word)
{
    const char *names[ARRAY_LEN(topics)];
    for (size_t i = 0; i < ARRAY_LEN(topics); i++) {
        names[i] = topics[i].name;
    }
    const char *near = text_nearest(word, names, ARRAY_LEN(topics));
    say_error(c, "there is no topic \"%s\"", shown_name(c, word));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    } else {
        say_hint(c, "assay help lists the topics");
    }
    return EXIT_USAGE;
}

static exit_code help_about(cli *c, const options *o)
{
    const char *word = o->operands[0];
    const char *name =
        o->operand_count == 2 ? arena_format(&c->arena, "%s %s", word, o->operands[1]) : word;
    for (size_t i = 0; name != NULL && i < ARRAY_LEN(topics); i++) {
        if (strcmp(topics[i].name, name) == 0) {
            topics[i].print(c);
            return EXIT_ACCEPTED;
        }
    }
    const verb *v = name != NULL ? verb_find(name) : NULL;
    if (v != NULL) {
        help_verb(c, v);
        return EXIT_ACCEPTED;
    }
    if (o->operand_count == 1 && verb_is_group(word)) {
        help_group(c, word);
        return EXIT_ACCEPTED;
    }
    return unknown_topic(c, name != NULL ? name : word);
}

static exit_code run_help(cli *c, const options *o)
{
    if (c->json) {
        tables_json(c);
        return EXIT_ACCEPTED;
    }
    if (o->operand_count > 0) {
        return help_about(c, o);
    }
    help_program(c);
    out_line(c, "\ntopics:");
    for (size_t i = 0; i < ARRAY_LEN(topics); i++) {
        out_line(c, "  %-16s %s", topics[i].name, topics[i].summary);
    }
    return EXIT_ACCEPTED;
}

const verb verb_help = {
    .name = "help",
    .arguments = "[TOPIC|COMMAND]",
    .summary = "help about exit-codes, environment, policy, formats, findings or a command",
    .most = 2,
    .run = run_help,
};
