/* SPDX-License-Identifier: Apache-2.0 */
/* Names of TCB statuses, and how those of platform, module and quoting enclave become one. */
#include "formats/tdx/tcb_status.h"

#define ALL (TCB_OF_PLATFORM | TCB_OF_ENCLAVE | TCB_OF_MODULE)

static const struct {
    const char *name;
    unsigned of; /* tcb_subject_kind bits */
} statuses[TCB_STATUSES] = {
    [TCB_NOT_SUPPORTED] = {"TCB_NOT_SUPPORTED", 0},
    [TCB_UP_TO_DATE] = {"UpToDate", ALL},
    [TCB_SW_HARDENING_NEEDED] = {"SWHardeningNeeded", TCB_OF_PLATFORM},
    [TCB_CONFIGURATION_NEEDED] = {"ConfigurationNeeded", TCB_OF_PLATFORM | TCB_OF_ENCLAVE},
    [TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED] = {"ConfigurationAndSWHardeningNeeded",
                                                   TCB_OF_PLATFORM},
    [TCB_OUT_OF_DATE] = {"OutOfDate", ALL},
    [TCB_OUT_OF_DATE_CONFIGURATION_NEEDED] = {"OutOfDateConfigurationNeeded",
                                              TCB_OF_PLATFORM | TCB_OF_ENCLAVE},
    [TCB_REVOKED] = {"Revoked", ALL},
    [TCB_RELAUNCH_ADVISED] = {"TDRelaunchAdvised", 0},
    [TCB_RELAUNCH_ADVISED_CONFIGURATION_NEEDED] = {"TDRelaunchAdvisedConfigurationNeeded", 0},
};

const char *tcb_status_name(tcb_status s)
{
    return statuses[s].name;
}

bool tcb_status_read(assay_str text, tcb_subject_kind of, tcb_status *out)
{
    for (size_t i = 0; i < TCB_STATUSES; i++) {
        if ((statuses[i].of & (unsigned)of) != 0 && str_is(text, statuses[i].name)) {
            *out = (tcb_status)i;
            return true;
        }
    }
    return false;
}

static bool holds(const tcb_status *components, size_t count, tcb_status sought)
{
    for (size_t i = 0; i < count; i++) {
        if (components[i] == sought) {
            return true;
        }
    }
    return false;
}

/* A component that needs configuration says nothing of the platform. */
tcb_status tcb_converge(tcb_status platform, const tcb_status *components, size_t count)
{
    if (holds(components, count, TCB_REVOKED)) {
        return TCB_REVOKED;
    }
    if (!holds(components, count, TCB_OUT_OF_DATE)) {
        return platform;
    }
    switch (platform) {
    case TCB_UP_TO_DATE:
    case TCB_SW_HARDENING_NEEDED:
        return TCB_OUT_OF_DATE;
    case TCB_CONFIGURATION_NEEDED:
    case TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED:
        return TCB_OUT_OF_DATE_CONFIGURATION_NEEDED;
    default:
        return platform;
    }
}

tcb_status tcb_relaunch(tcb_status launch, tcb_status current)
{
    bool configuration = launch == TCB_OUT_OF_DATE_CONFIGURATION_NEEDED ||
                         current == TCB_CONFIGURATION_NEEDED ||
                         current == TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED;
    bool was_old = launch == TCB_OUT_OF_DATE || launch == TCB_OUT_OF_DATE_CONFIGURATION_NEEDED;
    switch (current) {
    case TCB_UP_TO_DATE:
    case TCB_SW_HARDENING_NEEDED:
    case TCB_CONFIGURATION_NEEDED:
    case TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED:
        if (was_old) {
            return configuration ? TCB_RELAUNCH_ADVISED_CONFIGURATION_NEEDED : TCB_RELAUNCH_ADVISED;
        }
        return launch;
    default:
        return launch;
    }
}
