/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of roles that a user meets: in requests, bundles and the store. */
#include <assay/roles.h>

#include "base/bytes.h"

enum { TRAVELS = 1, STORED = 2, BOTH = TRAVELS | STORED };

#define ROLE(name, title, where)                                                                   \
    {                                                                                              \
        sizeof(assay_role), (name), (title), ((where)&TRAVELS) != 0, ((where)&STORED) != 0         \
    }

static const assay_role roles[] = {
    ROLE("vcek", "AMD versioned chip endorsement key certificate", BOTH),
    ROLE("vlek", "AMD versioned loaded endorsement key certificate", BOTH),
    ROLE("ask", "AMD SEV signing key certificate", BOTH),
    ROLE("asvk", "AMD SEV VLEK signing key certificate", BOTH),
    ROLE("ark", "AMD root key certificate", TRAVELS),
    ROLE("cert-chain", "certificates of the evidence's signer", TRAVELS),
    ROLE("pck-cert", "Intel provisioning certification key certificates", TRAVELS),
    ROLE("pck-crl", "Intel PCK revocation list", TRAVELS),
    ROLE("root-crl", "Intel root revocation list", TRAVELS),
    ROLE("tdx-tcb-info", "Intel TDX TCB info", BOTH),
    ROLE("tdx-qe-identity", "Intel TDX quoting enclave identity", BOTH),
    ROLE("sgx-tcb-info", "Intel SGX TCB info", BOTH),
    ROLE("sgx-qe-identity", "Intel SGX quoting enclave identity", BOTH),
    ROLE("issuer-chain", "certificates of an issuer", BOTH),
    ROLE("ccel-log", "CC event log", TRAVELS),
    ROLE("crl", "certificate revocation list", BOTH),
    ROLE("ocsp", "OCSP response", BOTH),
    ROLE("rim", "reference integrity manifest", BOTH),
    ROLE("tpm-quote", "TPM quote", TRAVELS),
    ROLE("tpm-quote-signature", "signature of a TPM quote", TRAVELS),
    ROLE("tpm-pcrs", "TPM register values", TRAVELS),
    ROLE("td-quote", "TDX quote of a paravisor's guest", TRAVELS),
    ROLE("tpm-quote-json", "TPM quote with signature and registers, as JSON", TRAVELS),
    ROLE("tpm-quote-companion", "TPM quote with signature and registers", TRAVELS),
    ROLE("evidence-json", "evidence and companions, as JSON", TRAVELS),
    ROLE("x509-root", "root certificate", STORED),
    ROLE("spki-pin", "public key, pinned as an anchor", STORED),
    ROLE("jwks", "JSON Web Key Set of a token issuer", STORED),
    ROLE("jwk", "JSON Web Key of a token issuer", STORED),
    ROLE("policy-key", "key that signs policies", STORED),
    ROLE("reference-key", "key that signs reference values", STORED),
    ROLE("export-key", "key that signs exported stores", STORED),
    ROLE("known-nonces", "nonces that the world knows", STORED),
    ROLE("deny", "identities that are refused", STORED),
};

const assay_role *assay_role_at(size_t index)
{
    return index < ARRAY_LEN(roles) ? &roles[index] : NULL;
}

const assay_role *assay_role_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < ARRAY_LEN(roles); i++) {
        if (strcmp(roles[i].name, name) == 0) {
            return &roles[i];
        }
    }
    return NULL;
}
