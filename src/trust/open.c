/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a store as options ask, against the digest and revision that are kept outside it. */
#include "base/limits.h"
#include "trust/load.h"

static assay_status check_options(const assay_trust_options *o, assay_error *err)
{
    if (o->struct_size != sizeof *o) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "trust options of a size this library does not know");
    }
    if (o->bundle.ptr != NULL) {
        return error_set(err, ASSAY_E_UNSUPPORTED, "exported stores cannot be opened yet");
    }
    if (o->signer_spki_sha256.ptr != NULL) {
        return error_set(err, ASSAY_E_UNSUPPORTED, "signed manifests are not supported yet");
    }
    if (o->manifest_sha256.ptr != NULL && o->manifest_sha256.len != 32) {
        return error_set(err, ASSAY_E_ARGUMENT, "the manifest's SHA-256 has 32 bytes, not %zu",
                         o->manifest_sha256.len);
    }
    return ASSAY_OK;
}

static assay_status check_manifest_digest(assay_trust *t, const assay_trust_options *o,
                                          assay_error *err)
{
    if (o->manifest_sha256.ptr == NULL || memcmp(o->manifest_sha256.ptr, t->digest, 32) == 0) {
        return ASSAY_OK;
    }
    const char *expected = text_hex(&t->arena, o->manifest_sha256);
    const char *found = text_hex(&t->arena, bytes_of(t->digest, sizeof t->digest));
    if (expected == NULL || found == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    return error_set(err, ASSAY_E_CONFIG, "expected the manifest with SHA-256 %s, found %s",
                     expected, found);
}

static assay_status check_revision(uint64_t revision, uint64_t minimum, assay_error *err)
{
    if (revision >= minimum) {
        return ASSAY_OK;
    }
    return error_set(err, ASSAY_E_CONFIG, "revision %ju is below the minimum of %ju",
                     (uintmax_t)revision, (uintmax_t)minimum);
}

static assay_status read_manifest(assay_trust *t, const assay_trust_options *o, assay_bytes bytes,
                                  manifest *m, assay_error *err)
{
    assay_status status = crypto_sha256(bytes, t->digest);
    if (status != ASSAY_OK) {
        return error_set(err, status, "cannot compute a digest");
    }
    status = check_manifest_digest(t, o, err);
    if (status == ASSAY_OK) {
        status = manifest_read(&t->arena, bytes, m, err);
    }
    return status == ASSAY_OK ? check_revision(m->revision, o->min_revision, err) : status;
}

static assay_status open_in(assay_trust *t, const store_dir *dir, const assay_trust_options *o,
                            const trust_role *const *roles, assay_error *err)
{
    manifest m;
    assay_bytes bytes;
    assay_status status = dir_read(dir, STORE_MANIFEST, LIMIT_JSON_BYTES, &t->arena, &bytes, err);
    if (status != ASSAY_OK) {
        return status;
    }
    status = read_manifest(t, o, bytes, &m, err);
    if (status != ASSAY_OK) {
        files_at(t->path, STORE_MANIFEST, err);
        return status;
    }
    return trust_build(t, dir, &m, NULL, roles, err);
}

static assay_status open_path(assay_trust *t, const assay_trust_options *o,
                              const trust_role *const *roles, assay_error *err)
{
    store_dir dir;
    t->path = arena_text(&t->arena, bytes_of_text(o->path));
    if (t->path == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    assay_status status = dir_open(&dir, t->path, err);
    if (status != ASSAY_OK) {
        return status;
    }
    status = open_in(t, &dir, o, roles, err);
    dir_close(&dir);
    return status;
}

static assay_status open_pins(assay_trust *t, const assay_trust_options *o, assay_error *err)
{
    assay_status status = trust_pins_digest(&t->arena, t->digest);
    if (status != ASSAY_OK) {
        return error_set(err, status, "no memory for the trust store");
    }
    status = check_manifest_digest(t, o, err);
    return status == ASSAY_OK ? check_revision(t->revision, o->min_revision, err) : status;
}

assay_status trust_open(const assay_trust_options *options, const trust_role *const *roles,
                        assay_trust **out, assay_error *err)
{
    static const assay_trust_options pins_alone = {.struct_size = sizeof pins_alone};
    const assay_trust_options *o = options != NULL ? options : &pins_alone;
    *out = NULL;
    assay_status status = check_options(o, err);
    if (status != ASSAY_OK) {
        return status;
    }
    assay_trust *t = trust_new();
    if (t == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    status = o->path != NULL ? open_path(t, o, roles, err) : open_pins(t, o, err);
    if (status != ASSAY_OK) {
        trust_release(t);
        return status;
    }
    *out = t;
    return ASSAY_OK;
}
