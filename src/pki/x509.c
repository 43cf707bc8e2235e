/* SPDX-License-Identifier: Apache-2.0 */
/* Serial numbers, extension lists and what follows a signed part (RFC 5280 4.1). */
#include "pki/x509.h"
#include "codec/der.h"

/* RFC 5280 4.1.2.2; zero is let through for AMD's sake, and 20 bytes with a sign byte for Intel's.
 */
assay_bytes x509_serial(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_integer(c, what);
    if (!cur_ok(c)) {
        return in;
    }
    if (in.ptr[0] >= 0x80) {
        cur_fail(c, at, what, "negative");
    }
    if (in.ptr[0] == 0 && in.len > 1) {
        in = bytes_of(in.ptr + 1, in.len - 1);
    }
    if (in.len > LIMIT_CERT_SERIAL) {
        cur_fail(c, at, what, "too long");
    }
    return in;
}

void x509_signature(cursor *c, assay_bytes signed_algorithm, pki_signature *out, const char *what)
{
    size_t at = cur_at(c);
    out->alg = sig_alg_read(c, what);
    if (cur_ok(c) && !bytes_equal(cur_since(c, at), signed_algorithm)) {
        cur_fail(c, at, what, "not the signed algorithm");
    }
    at = cur_at(c);
    assay_bytes bits = der_bits(c, what);
    if (cur_ok(c) && !pki_signature_read(bits, out)) {
        cur_fail(c, at, what, "not an ECDSA signature");
    }
}

x509_extensions x509_extensions_enter(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    x509_extensions all = {.list = der_enter(c, DER_SEQUENCE, what), .what = what};
    if (cur_ok(c) && cur_left(&all.list) == 0) {
        cur_fail(c, at, what, "empty list");
    }
    return all;
}

static bool is_new(x509_extensions *all, assay_bytes oid, size_t at)
{
    for (size_t i = 0; i < all->count; i++) {
        if (bytes_equal(all->seen[i], oid)) {
            return cur_fail(&all->list, at, all->what, "duplicate extension");
        }
    }
    if (all->count == LIMIT_CERT_EXTENSIONS) {
        return cur_fail(&all->list, at, all->what, "too many extensions");
    }
    all->seen[all->count++] = oid;
    return true;
}

/* X.690 11.5: a value that is the default is left out. */
bool x509_optional_bool(cursor *c, const char *what)
{
    if (!der_peek(c, DER_BOOLEAN)) {
        return false;
    }
    size_t at = cur_at(c);
    return der_bool(c, what) || cur_fail(c, at, what, "default value is encoded");
}

bool x509_extension_next(x509_extensions *all, x509_extension *out)
{
    if (cur_left(&all->list) == 0) {
        return false;
    }
    size_t at = cur_at(&all->list);
    cursor one = der_enter(&all->list, DER_SEQUENCE, all->what);
    out->oid = der_oid(&one, all->what);
    out->critical = x509_optional_bool(&one, all->what);
    out->value = der_enter(&one, DER_OCTET_STRING, all->what);
    return cur_end(&one, all->what) && is_new(all, out->oid, at);
}
