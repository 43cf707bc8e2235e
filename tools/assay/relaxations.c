/* SPDX-License-Identifier: Apache-2.0 */
/* see relaxations.h */
#include "relaxations.h"
#include "about.h"

#include <assay/appraisal.h>

/* A flag waives the waivable findings with this id, or whose id ends in `.it`. */
static const struct {
    const char *flag, *finding;
    bool ending;
} flags[] = {
    {"allow-debug", ".debug", true},
    {"allow-known-nonce", "nonce.known", false},
    {"allow-known-nonce", "nonce.constant", false},
    {"no-revocation", "revocation.not-established", false},
    {"accept-trailing", ".trailing", true},
};

static bool named(const char *id, const char *finding, bool ending)
{
    size_t len = strlen(id), tail = strlen(finding);
    if (!ending) {
        return strcmp(id, finding) == 0;
    }
    return len > tail && strcmp(id + len - tail, finding) == 0;
}

static exit_code waive_flag(cli *c, size_t flag, assay_request *r)
{
    assay_finding_help help;
    const char *reason = arena_format(&c->arena, "--%s", flags[flag].flag);
    assay_status s = reason != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (size_t i = 0; s == ASSAY_OK && assay_finding_help_at(i, &help); i++) {
        if (help.waivable && named(help.id, flags[flag].finding, flags[flag].ending)) {
            s = assay_request_waive(r, help.id, reason);
        }
    }
    return exit_of(s);
}

static exit_code no_such_finding(cli *c, const char *id)
{
    const char *near = nearest_finding(c, id);
    say_error(c, "there is no finding \"%s\"", shown_name(c, id));
    if (near != NULL) {
        say_hint(c, "did you mean %s?", near);
    } else {
        say_hint(c, "assay help findings lists them");
    }
    return EXIT_USAGE;
}

static exit_code waive_one(cli *c, const given_option *g, const char *reason, assay_request *r)
{
    assay_finding_help help;
    if (!assay_finding_help_find(g->value, &help)) {
        return no_such_finding(c, g->value);
    }
    if (!help.waivable) {
        say_error(c, "%s cannot be waived", help.id);
        return EXIT_USAGE;
    }
    if (reason == NULL || reason[0] == '\0') {
        say_error(c, "--waive %s has no reason", help.id);
        say_hint(c, "write --waive %s --reason TEXT", help.id);
        return EXIT_USAGE;
    }
    return exit_of(assay_request_waive(r, help.id, reason));
}

/* Each --waive takes the --reason that stands next behind it. */
static exit_code waive_named(cli *c, const options *o, assay_request *r)
{
    exit_code code = EXIT_ACCEPTED;
    const given_option *waive = option_next(o, "waive", NULL);
    const given_option *reason = option_next(o, "reason", NULL);
    while (code == EXIT_ACCEPTED && (waive != NULL || reason != NULL)) {
        const given_option *following = waive != NULL ? option_next(o, "waive", waive) : NULL;
        bool paired = waive != NULL && reason != NULL && reason > waive;
        paired = paired && (following == NULL || reason < following);
        if (waive == NULL || (reason != NULL && reason < waive)) {
            return say_usage(c, "--reason stands behind no --waive",
                             "write --waive FINDING --reason TEXT");
        }
        code = waive_one(c, waive, paired ? reason->value : NULL, r);
        reason = paired ? option_next(o, "reason", reason) : reason;
        waive = following;
    }
    return code;
}

exit_code relaxations_add(cli *c, const options *o, assay_request *r)
{
    exit_code code = waive_named(c, o, r);
    for (size_t i = 0; code == EXIT_ACCEPTED && i < ARRAY_LEN(flags); i++) {
        code = option_given(o, flags[i].flag) ? waive_flag(c, i, r) : code;
    }
    return code;
}
