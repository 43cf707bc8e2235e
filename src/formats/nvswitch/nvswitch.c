/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptor of switch reports, and what they say beside what GPUs say too. */
#include "formats/nvswitch/nvswitch.h"
#include "formats/spdm/reference.h"
#include "formats/spdm/schema.h"

#define LOCKED 1
#define NO_PORT 0xff /* a port that leads nowhere */
#define NO_GPU 0xfe  /* one that leads to an empty place, or to none that there is */

static const claim_schema schema[] = {
#include "formats/spdm/schema.def"
/* and its own: */
#include "formats/nvswitch/schema.def"
};

static bool probe(assay_bytes in)
{
    return nv_probe(in, NV_SWITCH);
}

static const void *parse(job *j, assay_bytes in)
{
    return nv_parse(j, in, NV_SWITCH);
}

static void describe_gpus(job *j, const nv_evidence *e)
{
    const assay_bytes table = e->device.gpu_pdis;
    if (table.ptr == NULL) {
        return;
    }
    claim *list = claim_list(j->arena, j->claims, "gpu_pdis");
    for (size_t i = 0; i < NV_SWITCH_GPUS; i++) {
        nv_add_bytes(j, e, list, NULL, bytes_of(table.ptr + i * NV_PDI_BYTES, NV_PDI_BYTES));
    }
    size_t half = (size_t)NV_SWITCH_GPUS * NV_PDI_BYTES;
    nv_add_bytes(j, e, j->claims, "gpu_ports", bytes_of(table.ptr + half, table.len - half));
}

static void describe(job *j, const void *doc)
{
    const nv_evidence *e = doc;
    const nv_device *d = &e->device;
    nv_describe(j, e);
    nv_add_bytes(j, e, j->claims, "device_pdi", d->switch_pdi);
    describe_gpus(j, e);
    if (d->has_lock) {
        nv_add_text(j, j->claims, "lock_status", d->lock == LOCKED ? "locked" : "unlocked");
    }
}

static void default_tests(job *j, const void *doc)
{
    const nv_evidence *e = doc;
    bool locked = e->device.has_lock && e->device.lock == LOCKED;
    finding *no = check(j->findings, &spdm_findings[F_NV_UNLOCKED], locked);
    finding_at(no, "/lock_status", 0, 0);
    nv_compare(j, e);
}

static void evaluate(job *j, const void *doc)
{
    const nv_evidence *e = doc;
    nv_evaluate(j, e);
}

/* Ports count the table's places, the empty ones too. */
static void fabric_of(job *j, const void *doc, fabric *out)
{
    const nv_device *d = &((const nv_evidence *)doc)->device;
    const assay_bytes table = d->gpu_pdis;
    size_t half = (size_t)NV_SWITCH_GPUS * NV_PDI_BYTES;
    uint8_t place[NV_SWITCH_GPUS];
    *out = (fabric){.kind = FABRIC_SWITCH, .self = d->switch_pdi};
    uint8_t *ports = table.ptr != NULL ? arena_alloc(j->arena, half) : NULL;
    if (ports == NULL) {
        return;
    }
    for (size_t i = 0; i < NV_SWITCH_GPUS; i++) {
        assay_bytes pdi = bytes_of(table.ptr + i * NV_PDI_BYTES, NV_PDI_BYTES);
        bool used = !bytes_all(pdi, 0) && !bytes_all(pdi, 0xff);
        place[i] = used ? (uint8_t)out->link_count : NO_GPU;
        if (used) {
            out->links[out->link_count++] = pdi;
        }
    }
    for (size_t i = 0; i < half; i++) {
        uint8_t at = table.ptr[half + i];
        ports[i] = at < NV_SWITCH_GPUS ? place[at] : at == NO_PORT ? NO_PORT : NO_GPU;
    }
    out->ports = bytes_of(ports, half);
}

const format format_nvidia_nvswitch = {
    .id = "nvidia-nvswitch",
    .title = "NVIDIA NVSwitch attestation report, LS10",
    .media_type = "application/x-nvidia-nvswitch-report",
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
