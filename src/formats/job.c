/* SPDX-License-Identifier: Apache-2.0 */
/* What formats do with the piece of evidence at hand, the same for all. */
#include "formats/format.h"
#include "base/limits.h"

const attachment *job_attachment(const job *j, const char *role, const attachment *after)
{
    size_t begin = after == NULL ? 0 : (size_t)(after - j->attachments) + 1;
    for (size_t i = begin; i < j->attachment_count; i++) {
        if (strcmp(j->attachments[i].role, role) == 0) {
            return &j->attachments[i];
        }
    }
    return NULL;
}

void job_not_established(job *j, const char *what)
{
    if (j->not_established_count < ARRAY_LEN(j->not_established)) {
        j->not_established[j->not_established_count++] = what;
    }
}

void job_note_malformed(job *j, const char *role, const fault *why)
{
    finding *note = check(j->findings, &common_findings[F_ATTACHMENT_MALFORMED], false);
    finding_detail(j->findings, note, role);
    finding_says(note, NULL, arena_format(j->arena, "%s: %s", why->what, why->why));
}

#define IDENTITIES_FIRST 4

void job_identity(job *j, const char *kind, assay_bytes value, bool distinct)
{
    if (j->identity_count == j->identity_room) {
        size_t room = 2 * j->identity_room + IDENTITIES_FIRST;
        identity *more = ARENA_ARRAY(j->arena, room, identity);
        if (more == NULL) {
            return; /* the arena says so */
        }
        if (j->identity_count > 0) {
            memcpy(more, j->identities, j->identity_count * sizeof *more);
        }
        j->identities = more;
        j->identity_room = room;
    }
    j->identities[j->identity_count++] = (identity){kind, value, distinct};
}

/* Most inputs that a policy can declare, each with its length in front, behind the nonce. */
#define PARTS (2 * (1 + LIMIT_POLICY_INPUTS))

assay_status challenge_digest(const challenge *c, hash_alg alg, uint8_t *out)
{
    uint8_t lengths[PARTS / 2][4];
    assay_bytes parts[PARTS];
    size_t count = 0;
    for (size_t i = 0; i <= c->input_count && i <= LIMIT_POLICY_INPUTS; i++) {
        assay_bytes value = i == 0 ? c->nonce : c->inputs[i - 1];
        for (size_t byte = 0; byte < 4; byte++) {
            lengths[i][byte] = (uint8_t)(value.len >> (24 - 8 * byte));
        }
        parts[count++] = bytes_of(lengths[i], 4);
        parts[count++] = value;
    }
    return crypto_digest(alg, parts, count, out);
}

assay_status challenge_sha512(const challenge *c, uint8_t out[64])
{
    return challenge_digest(c, HASH_SHA512, out);
}
