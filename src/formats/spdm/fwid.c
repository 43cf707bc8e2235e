/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The firmware id in the leaf. GH100 and LS10 have a CompositeDeviceID: version, key of the device,
 * and the FWID at its end. GB100 has a DiceTcbInfo, whose first FWID is that of the running
 * firmware; the others are zeros.
 */
#include "codec/der.h"
#include "formats/spdm/evidence.h"

#define COMPOSITE_ID OID(0x67, 0x81, 0x05, 0x05, 0x04, 0x01)   /* 2.23.133.5.4.1 */
#define TCB_INFO OID(0x67, 0x81, 0x05, 0x05, 0x04, 0x01, 0x01) /* 2.23.133.5.4.1.1 */
#define SHA384 OID(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02)
#define FWIDS DER_CONTEXT_CONSTRUCTED(6)

/* FWID ::= SEQUENCE { hashAlg OBJECT IDENTIFIER, digest OCTET STRING } */
static assay_bytes read_fwid(cursor *c)
{
    size_t at = cur_at(c);
    cursor fwid = der_enter(c, DER_SEQUENCE, "fwid");
    bool sha384 = bytes_equal(der_oid(&fwid, "fwid.algorithm"), SHA384);
    assay_bytes digest = der_value(&fwid, DER_OCTET_STRING, "fwid.digest");
    cur_end(&fwid, "fwid");
    if (cur_ok(c) && (!sha384 || digest.len != SPDM_DIGEST_BYTES)) {
        cur_fail(c, at, "fwid", "no SHA-384");
    }
    return cur_ok(c) ? digest : (assay_bytes){NULL, 0};
}

static assay_bytes read_composite_id(cursor *c)
{
    cursor id = der_enter(c, DER_SEQUENCE, "composite-device-id");
    if (der_uint(&id, "composite-device-id.version") != 1) {
        cur_fail(&id, 0, "composite-device-id.version", "not 1");
    }
    der_element(&id, DER_SEQUENCE, "composite-device-id.key");
    assay_bytes digest = read_fwid(&id);
    cur_end(&id, "composite-device-id");
    return digest;
}

static assay_bytes read_tcb_info(cursor *c)
{
    assay_bytes digest = {NULL, 0};
    cursor info = der_enter(c, DER_SEQUENCE, "tcb-info");
    while (cur_left(&info) > 0) {
        unsigned tag;
        if (!der_peek(&info, FWIDS)) {
            der_any(&info, &tag, "tcb-info");
            continue;
        }
        cursor list = der_enter(&info, FWIDS, "tcb-info.fwids");
        if (digest.ptr != NULL) {
            cur_fail(&list, cur_at(&list), "tcb-info.fwids", "twice");
        }
        digest = read_fwid(&list);
    }
    return digest;
}

assay_bytes nv_leaf_fwid(const cert *leaf, nv_arch arch, fault *f)
{
    assay_bytes value = {NULL, 0};
    bool blackwell = arch == NV_BLACKWELL;
    if (!cert_extension(leaf, blackwell ? TCB_INFO : COMPOSITE_ID, &value)) {
        *f = (fault){"fwid", "no such extension", 0};
        return (assay_bytes){NULL, 0};
    }
    cursor c = cur_over(value, f);
    assay_bytes digest = blackwell ? read_tcb_info(&c) : read_composite_id(&c);
    if (cur_end(&c, "fwid") && digest.ptr == NULL) {
        cur_fail(&c, 0, "tcb-info.fwids", "missing");
    }
    return cur_ok(&c) ? digest : (assay_bytes){NULL, 0};
}
