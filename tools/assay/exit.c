/* SPDX-License-Identifier: Apache-2.0 */
/* see exit.h */
#include "exit.h"
#include "base/bytes.h"

static const exit_row rows[] = {
#define EXIT(name, number, meaning, action) {EXIT_##name, #name, meaning, action},
#include "exit.def"
#undef EXIT
};

const exit_row *exit_row_at(size_t index)
{
    return index < ARRAY_LEN(rows) ? &rows[index] : NULL;
}

exit_code exit_of(assay_status status)
{
    switch (status) {
    case ASSAY_OK:
        return EXIT_ACCEPTED;
    case ASSAY_REJECTED:
        return EXIT_REJECTED;
    case ASSAY_UNDECIDED:
        return EXIT_UNDECIDED;
    case ASSAY_E_ARGUMENT:
    case ASSAY_E_CONFIG:
    case ASSAY_E_UNSUPPORTED:
        return EXIT_USAGE;
    case ASSAY_E_MEMORY:
    case ASSAY_E_IO:
        return EXIT_ENVIRONMENT;
    case ASSAY_PENDING:
    case ASSAY_E_INTERNAL:
        break;
    }
    return EXIT_BUG;
}
