/* SPDX-License-Identifier: Apache-2.0 */
/* The verbs of this version, in the order in which they are listed. */
#ifndef ASSAY_TOOL_VERBS_H
#define ASSAY_TOOL_VERBS_H

#include "options.h"

extern const verb verb_verify, verb_inspect, verb_explain, verb_replay;
extern const verb verb_policy_lint, verb_policy_show, verb_policy_test, verb_policy_init,
    verb_policy_diff, verb_policy_export;
extern const verb verb_trust_add, verb_trust_status, verb_trust_verify, verb_trust_needs;
extern const verb verb_nonce_init, verb_nonce_new, verb_nonce_show, verb_nonce_purge;
extern const verb verb_ear_verify, verb_ear_seal, verb_ear_key;
extern const verb verb_formats, verb_version, verb_help, verb_completion;

/* NULL past the end. */
const verb *verb_at(size_t index);
const verb *verb_find(const char *name);
/* Is `word` the first of two words of a verb? */
bool verb_is_group(const char *word);
/* First words of verbs, each once, when `group` is NULL; else the second words of that group.
 * *summary is for people. NULL past the end. */
const char *verb_word_at(cli *c, const char *group, size_t index, const char **summary);
/* A verb of other versions: "trust update". */
bool verb_unbuilt(const char *name);
/* An unknown verb: says so, with the nearest one. `group`: the first word, or NULL. */
exit_code verb_unknown(cli *c, const char *group, const char *word);

void help_program(cli *c);
void help_group(cli *c, const char *word);
void help_verb(cli *c, const verb *v);

#endif
