# Forged collateral in the forms in which Intel's is handed on, for cases/collateral.case.
T=$SOURCE/fixtures/tdx/trust
hex() { od -An -tx1 -v "$1" | tr -d ' \n'; }
percent() { sed 's/ /%20/g; s/+/%2B/g; s/=/%3D/g; s,/,%2F,g' "$1" | awk '{ printf "%s%%0A", $0 }'; }
lines() { awk '{ printf "%s\\n", $0 }' "$1"; }
inner() { sed "s/^{\"$1\"://; s/,\"signature\":.*//; s/\"/\\\\\"/g" "$2"; }
signature() { sed 's/.*"signature":"\([^"]*\)".*/\1/' "$1"; }

# An answer of the provisioning service.
headers() {
    printf 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\ntcb-info-issuer-chain: %s\r\n\r\n' "$(percent "$T/tcb-chain.pem")"
}

# As verifiers' libraries keep it: inner objects as text, signatures beside them.
library() {
    printf '{"pck_crl_issuer_chain":"%s","root_ca_crl":"%s","pck_crl":"%s",' \
        "$(lines "$T/issuers.pem")" "$(hex "$T/root-crl.der")" "$(hex "$T/pck-crl.der")"
    printf '"tcb_info_issuer_chain":"%s","tcb_info":"%s","tcb_info_signature":"%s",' \
        "$(lines "$T/tcb-chain.pem")" "$(inner tcbInfo "$T/tdx-tcb-info.json")" "$(signature "$T/tdx-tcb-info.json")"
    printf '"qe_identity_issuer_chain":"%s","qe_identity":"%s","qe_identity_signature":"%s"}' \
        "$(lines "$T/tcb-chain.pem")" "$(inner enclaveIdentity "$T/tdx-qe-identity.json")" \
        "$(signature "$T/tdx-qe-identity.json")"
}

# What a caching service has of a platform.
cache() {
    printf '{"platforms":[],"collaterals":{"version":4,"tcbinfos":[{"fmspc":"A55A7E570000",'
    printf '"tdx_tcbinfo":%s,"sgx_tcbinfo":%s}],' "$(cat "$T/tdx-tcb-info.json")" "$(cat "$T/sgx-tcb-info.json")"
    printf '"pckcacrl":{"processorCrl":"","platformCrl":"%s"},' "$(hex "$T/pck-crl.der")"
    printf '"qeidentity":%s,"tdqeidentity":%s,' "$(cat "$T/sgx-qe-identity.json")" "$(cat "$T/tdx-qe-identity.json")"
    printf '"certificates":{"SGX-PCK-Certificate-Issuer-Chain":{"PLATFORM":"%s"},' "$(percent "$T/issuers.pem")"
    printf '"TCB-Info-Issuer-Chain":"%s"},"rootcacrl":"%s"}}' "$(percent "$T/tcb-chain.pem")" "$(hex "$T/root-crl.der")"
}
