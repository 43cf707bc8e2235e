/* SPDX-License-Identifier: Apache-2.0 */
/* assay-man FOLDER DATE: writes the manual, but for assay(3), which tools/man/library takes from
 * the headers. */
#include "pages.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: assay-man FOLDER DATE\n", stderr);
        return EXIT_USAGE;
    }
    manual m = {.folder = argv[1], .date = argv[2]};
    bool written =
        page_of_program(&m) && page_of_policies(&m) && page_of_trust(&m) && page_of_findings(&m);
    const verb *v = NULL;
    for (size_t i = 0; written && (v = verb_at(i)) != NULL; i++) {
        written = page_of_verb(&m, v);
    }
    if (!written) {
        fprintf(stderr, "assay-man: error: cannot write to \"%s\"\n", argv[1]);
        return EXIT_ENVIRONMENT;
    }
    return EXIT_SUCCESS;
}
