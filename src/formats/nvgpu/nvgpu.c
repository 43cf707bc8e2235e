/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptor of GPU reports, and what they say beside what switches say too. */
#include "formats/nvgpu/nvgpu.h"
#include "formats/spdm/reference.h"
#include "formats/spdm/schema.h"

#define PDI_OF_GPU 0x41

static const claim_schema schema[] = {
#include "formats/spdm/schema.def"
/* and its own: */
#include "formats/nvgpu/schema.def"
};

static bool probe(assay_bytes in)
{
    return nv_probe(in, NV_GPU);
}

static const void *parse(job *j, assay_bytes in)
{
    return nv_parse(j, in, NV_GPU);
}

/* A switch writes its PDI the other way round. */
static void reverse(assay_bytes in, uint8_t out[NV_PDI_BYTES])
{
    for (size_t i = 0; i < NV_PDI_BYTES; i++) {
        out[i] = in.ptr[NV_PDI_BYTES - 1 - i];
    }
}

/* Inserts in order; a PDI that is there stays once. */
static size_t insert(uint8_t (*sorted)[NV_PDI_BYTES], size_t count, const uint8_t pdi[NV_PDI_BYTES])
{
    size_t at = 0;
    while (at < count && memcmp(sorted[at], pdi, NV_PDI_BYTES) < 0) {
        at++;
    }
    if (at < count && memcmp(sorted[at], pdi, NV_PDI_BYTES) == 0) {
        return count;
    }
    memmove(sorted + at + 1, sorted + at, (count - at) * NV_PDI_BYTES);
    memcpy(sorted[at], pdi, NV_PDI_BYTES);
    return count + 1;
}

/*
 * The serial number of the boot ROM's certificate is a prefix for the kind of device, and the PDI
 * by which switches name it. Seen on every captured device; where it is not so, the GPU has no
 * name.
 */
static assay_bytes own_pdi(const nv_evidence *e)
{
    assay_bytes serial =
        e->certificate_count > NV_BROM ? e->certificates[NV_BROM].serial : (assay_bytes){NULL, 0};
    bool named = serial.len == 1 + NV_PDI_BYTES && serial.ptr[0] == PDI_OF_GPU;
    return named ? bytes_of(serial.ptr + 1, NV_PDI_BYTES) : (assay_bytes){NULL, 0};
}

/* A link of zeros is disabled. */
static void describe_switches(job *j, const nv_evidence *e)
{
    assay_bytes links = e->device.switch_pdi;
    uint8_t(*sorted)[NV_PDI_BYTES] = arena_array(j->arena, NV_LINKS + 1, NV_PDI_BYTES);
    size_t count = 0;
    if (links.ptr == NULL || sorted == NULL) {
        return;
    }
    for (size_t i = 0; i < NV_LINKS; i++) {
        assay_bytes link = bytes_of(links.ptr + i * NV_PDI_BYTES, NV_PDI_BYTES);
        uint8_t pdi[NV_PDI_BYTES];
        reverse(link, pdi);
        count = bytes_all(link, 0) ? count : insert(sorted, count, pdi);
    }
    claim *list = claim_list(j->arena, j->claims, "switch_pdis");
    for (size_t i = 0; i < count; i++) {
        claim_bytes(j->arena, list, NULL, bytes_of(sorted[i], NV_PDI_BYTES));
    }
}

static void describe(job *j, const void *doc)
{
    static const char *const flags[] = {"spt", "mpt", "ppcie"};
    const nv_evidence *e = doc;
    const nv_device *d = &e->device;
    assay_bytes pdi = own_pdi(e);
    nv_describe(j, e);
    if (pdi.ptr != NULL) { /* not in the report */
        claim_bytes(j->arena, j->claims, "device_pdi", pdi);
    }
    nv_add_text(j, j->claims, "driver_version", d->driver_version);
    nv_add_text(j, j->claims, "driver_rim_id", e->driver.id);
    nv_add_bytes(j, e, j->claims, "board_id", spdm_field_value(&e->transcript, NV_BOARD_ID));
    nv_add_text(j, j->claims, "project", d->project);
    nv_add_text(j, j->claims, "project_sku", d->project_sku);
    nv_add_text(j, j->claims, "chip_sku", d->chip_sku);
    nv_add_text(j, j->claims, "chip_info", d->chip_info);
    nv_add_bytes(j, e, j->claims, "fwid", d->fwid);
    nv_add_bytes(j, e, j->claims, "nvdec0_status",
                 spdm_field_value(&e->transcript, NV_NVDEC0_STATUS));
    nv_add_bytes(j, e, j->claims, "protected_pcie_status",
                 spdm_field_value(&e->transcript, NV_PROTECTED_PCIE_STATUS));
    if (d->has_opaque_version) {
        claim_uint(j->arena, j->claims, "opaque_data_version", d->opaque_version);
    }
    if (d->has_feature_flag && d->opaque_version >= 1) {
        nv_add_text(j, j->claims, "feature_flag", flags[d->feature_flag]);
    }
    describe_switches(j, e);
}

static void default_tests(job *j, const void *doc)
{
    nv_compare(j, doc);
}

static void evaluate(job *j, const void *doc)
{
    const nv_evidence *e = doc;
    nv_evaluate(j, e);
    if (e->device.fwid.ptr == NULL) {
        job_not_established(j, "firmware id: the driver does not state it in the report");
    }
    job_not_established(j, DEVICE_UNBOUND);
}

/* A link of zeros is disabled. */
static void fabric_of(job *j, const void *doc, fabric *out)
{
    const nv_evidence *e = doc;
    const assay_bytes links = e->device.switch_pdi;
    uint8_t(*names)[NV_PDI_BYTES] = arena_array(j->arena, NV_LINKS, NV_PDI_BYTES);
    *out = (fabric){.kind = FABRIC_ENDPOINT, .self = own_pdi(e)};
    for (size_t i = 0; i < NV_LINKS && links.ptr != NULL && names != NULL; i++) {
        assay_bytes link = bytes_of(links.ptr + i * NV_PDI_BYTES, NV_PDI_BYTES);
        if (!bytes_all(link, 0)) {
            reverse(link, names[i]);
            out->links[out->link_count++] = bytes_of(names[i], NV_PDI_BYTES);
        }
    }
}

const format format_nvidia_gpu = {
    .id = "nvidia-gpu",
    .title = "NVIDIA GPU attestation report, Hopper and Blackwell",
    .media_type = "application/x-nvidia-gpu-report",
    .max_bytes = LIMIT_SPDM_REPORT,
    .probe = probe,
    .parse = parse,
    .describe = describe,
    .authenticate = nv_authenticate,
    .default_tests = default_tests,
    .evaluate = evaluate,
    .carries = nv_carries,
    .fabric = fabric_of,
    .schema = schema,
    .schema_count = ARRAY_LEN(schema),
    .findings = spdm_findings,
    .finding_count = SPDM_FINDINGS,
    .family = "nvidia-device",
    .publishes_revocation = true,
};
