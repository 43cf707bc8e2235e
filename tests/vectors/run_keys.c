/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of key sets: what `trust add jwks` would make of them. */
#include "formats/jwt/jwks.h"
#include "runner.h"

case_outcome run_keys(run *r)
{
    fault f = {0};
    jwk_set set = {0};
    const json *where = NULL;
    assay_bytes file = case_file(r, json_text(json_member(r->spec, "evidence")));
    const json *root = json_parse(r->arena, file, &f);
    const char *refused = root != NULL ? jwk_set_read(r->arena, root, false, &set, &where) : f.why;
    bool read = root != NULL && refused == NULL && set.usable > 0;
    bool wanted = strcmp(case_text(r, "expect"), "rejected") != 0;
    if (read != wanted) {
        disagree(r, "expected %s: %s", case_text(r, "expect"),
                 refused != NULL ? refused : "no usable key, or one too many");
    }
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}
