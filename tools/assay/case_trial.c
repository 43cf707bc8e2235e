/* SPDX-License-Identifier: Apache-2.0 */
/* see case_trial.h */
#include "case_trial.h"

exit_code trial_prepare(cli *c, case_record *r, const char *path, const assay_policy *policy)
{
    case_entry *entry = ARENA_NEW(&c->arena, case_entry);
    if (entry == NULL) {
        return EXIT_ENVIRONMENT;
    }
    *entry = (case_entry){.name = path, .bytes = policy_source(policy)};
    r->lists[CASE_POLICIES] = (case_list){entry, 1};
    r->any_genuine = policy_describe(policy).any_genuine;
    r->answer = (case_answer){0};
    r->concluded = r->spend_later = false;
    if (r->moment == MOMENT_NOW) {
        r->at = r->clock;
        r->moment = MOMENT_AT;
        r->clock = ASSAY_TIME_UNSET;
    }
    return EXIT_ACCEPTED;
}

exit_code trial_run(cli *c, const char *file, case_record *r, assay_appraisal **out)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = case_replay(r, out, &err);
    if (s != ASSAY_OK) {
        error_at(&err, err.source[0] == '\0' ? shown_name(c, file) : NULL, NULL, err.line,
                 err.column);
        say_failure(c, &err);
    }
    return exit_of(s);
}
