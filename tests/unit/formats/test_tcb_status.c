/* SPDX-License-Identifier: Apache-2.0 */
/* Names of TCB statuses, convergence and relaunch, for every combination that can occur. */
#include "check.h"
#include "formats/tdx/tcb_status.h"

static void each_kind_has_its_statuses(void)
{
    static const struct {
        const char *name;
        bool platform, enclave, module;
    } rows[] = {
        {"UpToDate", true, true, true},
        {"SWHardeningNeeded", true, false, false},
        {"ConfigurationNeeded", true, true, false},
        {"ConfigurationAndSWHardeningNeeded", true, false, false},
        {"OutOfDate", true, true, true},
        {"OutOfDateConfigurationNeeded", true, true, false},
        {"Revoked", true, true, true},
        {"TDRelaunchAdvised", false, false, false},
        {"TDRelaunchAdvisedConfigurationNeeded", false, false, false},
        {"TCB_NOT_SUPPORTED", false, false, false},
        {"uptodate", false, false, false},
        {"", false, false, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assay_str name = str_of(rows[i].name);
        tcb_status s = TCB_STATUSES;
        CHECK(tcb_status_read(name, TCB_OF_PLATFORM, &s) == rows[i].platform);
        CHECK(!rows[i].platform || strcmp(tcb_status_name(s), rows[i].name) == 0);
        CHECK(tcb_status_read(name, TCB_OF_ENCLAVE, &s) == rows[i].enclave);
        CHECK(tcb_status_read(name, TCB_OF_MODULE, &s) == rows[i].module);
    }
}

static tcb_status converged(tcb_status platform, tcb_status module, tcb_status qe)
{
    const tcb_status components[] = {module, qe};
    return tcb_converge(platform, components, ARRAY_LEN(components));
}

static void components_lower_the_platform(void)
{
    static const struct {
        tcb_status platform, with_old_component;
    } rows[] = {
        {TCB_UP_TO_DATE, TCB_OUT_OF_DATE},
        {TCB_SW_HARDENING_NEEDED, TCB_OUT_OF_DATE},
        {TCB_CONFIGURATION_NEEDED, TCB_OUT_OF_DATE_CONFIGURATION_NEEDED},
        {TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED, TCB_OUT_OF_DATE_CONFIGURATION_NEEDED},
        {TCB_OUT_OF_DATE, TCB_OUT_OF_DATE},
        {TCB_OUT_OF_DATE_CONFIGURATION_NEEDED, TCB_OUT_OF_DATE_CONFIGURATION_NEEDED},
        {TCB_REVOKED, TCB_REVOKED},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        tcb_status p = rows[i].platform;
        CHECK(converged(p, TCB_UP_TO_DATE, TCB_UP_TO_DATE) == p);
        CHECK(converged(p, TCB_OUT_OF_DATE, TCB_UP_TO_DATE) == rows[i].with_old_component);
        CHECK(converged(p, TCB_UP_TO_DATE, TCB_OUT_OF_DATE) == rows[i].with_old_component);
        CHECK(converged(p, TCB_UP_TO_DATE, TCB_CONFIGURATION_NEEDED) == p);
        CHECK(converged(p, TCB_UP_TO_DATE, TCB_OUT_OF_DATE_CONFIGURATION_NEEDED) == p);
        CHECK(converged(p, TCB_REVOKED, TCB_UP_TO_DATE) == TCB_REVOKED);
        CHECK(converged(p, TCB_OUT_OF_DATE, TCB_REVOKED) == TCB_REVOKED);
        CHECK(tcb_converge(p, NULL, 0) == p);
    }
}

static bool is_old(tcb_status s)
{
    return s == TCB_OUT_OF_DATE || s == TCB_OUT_OF_DATE_CONFIGURATION_NEEDED;
}

static bool is_fine(tcb_status s)
{
    return s >= TCB_UP_TO_DATE && s <= TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED;
}

static bool configures(tcb_status s)
{
    return s == TCB_CONFIGURATION_NEEDED || s == TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED ||
           s == TCB_OUT_OF_DATE_CONFIGURATION_NEEDED;
}

static void relaunch_is_advised_where_it_would_help(void)
{
    for (tcb_status launch = TCB_NOT_SUPPORTED; launch <= TCB_REVOKED; launch++) {
        for (tcb_status now = TCB_NOT_SUPPORTED; now <= TCB_REVOKED; now++) {
            tcb_status wanted = launch;
            if (is_old(launch) && is_fine(now)) {
                wanted = configures(launch) || configures(now)
                             ? TCB_RELAUNCH_ADVISED_CONFIGURATION_NEEDED
                             : TCB_RELAUNCH_ADVISED;
            }
            CHECK_UINT(tcb_relaunch(launch, now), wanted);
        }
    }
}

int main(void)
{
    RUN(each_kind_has_its_statuses);
    RUN(components_lower_the_platform);
    RUN(relaunch_is_advised_where_it_would_help);
    return DONE();
}
