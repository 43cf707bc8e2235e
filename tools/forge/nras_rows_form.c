/* SPDX-License-Identifier: Apache-2.0 */
/* NRAS answers whose parts are wrong, or do not belong together. */
#include "forge/nras_rows.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define FORM .class = "malformed", .finding = "jwt.nras.form"
#define NAME .class = "malformed", .finding = "jwt.nras.device.name"
#define SUBMODS .class = "binding", .finding = "jwt.nras.submods"
#define DIGEST .class = "binding", .finding = "jwt.nras.digest"
#define SUBJECT .class = "binding", .finding = "jwt.nras.subject"
#define VERSION .class = "malformed", .finding = "jwt.nras.version"

static const fnras_row rows[] = {
    {ROW("form-one-part", "a list of the overall token alone"), FORM, .form = FNRAS_NO_ARRAY},
    {ROW("form-three-parts", "a third part"), FORM, .form = FNRAS_THREE},
    {ROW("form-eat-more", "a member beside the token of version 1.0"), FORM, .version = 1,
     .form = FNRAS_EAT_MORE},
    {ROW("form-head", "JWS in place of JWT"), FORM, .form = FNRAS_OTHER_HEAD},
    {ROW("form-trailing", "a bracket behind the end"), FORM, .form = FNRAS_TRAILING},
    {ROW("form-name-twice", "one name twice"), FORM, .form = FNRAS_DEVICE_TWICE},
    {ROW("device-number", "a number in place of a token"), NAME, .form = FNRAS_DEVICE_NUMBER},
    {ROW("device-cpu", "a CPU among the devices"), NAME, .tamper = FNRAS_CPU},
    {ROW("devices-65", "one device more than the limit"), .class = "malformed",
     .finding = "jwt.nras.devices.limit", .gpus = 65},
    {ROW("device-header", "a device's header asks for an extension"), .class = "malformed",
     .finding = "jwt.header.extension", .edits = {{FNRAS_DEVICE_HEADER, "crit", "[\"exp\"]"}}},
    {ROW("device-claims-duplicate", "a device's claim twice"), .class = "malformed",
     .finding = "jwt.payload", .edits = {{FNRAS_DEVICE, "\\u006deasres", "\"fail\""}}},
    {ROW("overall-alone", "the overall token without the devices'"), .class = "binding",
     .finding = "jwt.nras.devices.missing", .form = FNRAS_COMPACT},
    {ROW("overall-alone-eat", "the same as an answer of the first version"), .class = "binding",
     .finding = "jwt.nras.devices.missing", .version = 3, .form = FNRAS_EAT},
    {ROW("device-alone", "a device's token in place of the overall one"), SUBJECT,
     .form = FNRAS_DEVICE_ALONE},
    {ROW("single-as-overall", "the subject of a single GPU's token in a bundle"), SUBJECT,
     .edits = {{FNRAS_OVERALL, "sub", "\"NVIDIA-GPU-ATTESTATION\""}}},
    {ROW("subject-missing", "no subject"), SUBJECT, .edits = {{FNRAS_OVERALL, "sub", NULL}}},
    {ROW("overall-as-device", "an overall token among the devices'"), .class = "binding",
     .finding = "jwt.nras.device.subject", .tamper = FNRAS_OVERALL_AS_DEVICE},
    {ROW("device-subject", "a device's token with the subject of an overall one"),
     .class = "binding", .finding = "jwt.nras.device.subject",
     .edits = {{FNRAS_DEVICE, "sub", "\"NVIDIA-PLATFORM-ATTESTATION\""}}},
    {ROW("device-result", "a device's token with an overall result"), .class = "binding",
     .finding = "jwt.nras.device.subject",
     .edits = {{FNRAS_DEVICE, "x-nvidia-overall-att-result", "true"}}},
    {ROW("version-4", "a version that nobody knows"), VERSION,
     .edits = {{FNRAS_OVERALL, "x-nvidia-ver", "\"4.0\""}}},
    {ROW("version-1-bundle", "version 1.0 has no bundle"), VERSION,
     .edits = {{FNRAS_OVERALL, "x-nvidia-ver", "\"1.0\""}}},
    {ROW("version-3-single", "version 3.0 is no single token"), VERSION, .version = 1,
     .edits = {{FNRAS_OVERALL, "x-nvidia-ver", "\"3.0\""}}},
    {ROW("version-number", "the version is a number"), VERSION,
     .edits = {{FNRAS_OVERALL, "x-nvidia-ver", "3.0"}}},
    {ROW("version-missing", "no version"), VERSION,
     .edits = {{FNRAS_OVERALL, "x-nvidia-ver", NULL}}},
    {ROW("device-omitted", "a device was left out"), SUBMODS, .tamper = FNRAS_OMITTED},
    {ROW("device-added", "a device was added"), SUBMODS, .tamper = FNRAS_ADDED},
    {ROW("device-renamed", "a device under another name"), SUBMODS, .tamper = FNRAS_RENAMED},
    {ROW("submods-missing", "the overall token names no devices"), SUBMODS,
     .edits = {{FNRAS_OVERALL, "submods", NULL}}},
    {ROW("submods-empty", "the overall token names no devices, and none is sent"), SUBMODS,
     .tamper = FNRAS_OMITTED, .gpus = 1, .edits = {{FNRAS_OVERALL, "submods", "{}"}}},
    {ROW("submods-list", "the overall token lists devices"), SUBMODS,
     .edits = {{FNRAS_OVERALL, "submods", "[\"GPU-0\",\"GPU-1\"]"}}},
    {ROW("devices-swapped", "two devices changed places"), DIGEST, .tamper = FNRAS_SWAPPED},
    {ROW("digest-name", "a digest of another name, as NVIDIA's local mode writes it"), DIGEST,
     .digest_name = "SHA256"},
    {ROW("digest-form", "a digest without its algorithm"), DIGEST, .gpus = 1,
     .edits = {{FNRAS_OVERALL, "submods", "{\"GPU-0\":[\"DIGEST\",[\"SHA-256\"]]}"}}},
    {ROW("digest-no-keys", "swapped devices, and no keys: none would cure it"), DIGEST,
     .tamper = FNRAS_SWAPPED, .no_keys = true},
    {ROW("device-foreign", "a device's token of another request"), .class = "nonce",
     .finding = "jwt.nras.nonce", .tamper = FNRAS_FOREIGN},
    {ROW("device-repeated", "one GPU shown as two"), .class = "duplicate",
     .finding = "jwt.nras.device.twin", .tamper = FNRAS_REPEATED},
    {ROW("ueid-repeated", "two GPUs of one identity"), .class = "duplicate",
     .finding = "jwt.nras.device.twin", .edits = {{FNRAS_EVERY, "ueid", "\"4781763\""}}},
};
const fnras_row_list fnras_rows_form = {rows, ARRAY_LEN(rows)};
