#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates of this folder anew. The keys are thrown away: nothing here is a secret, and
# nothing here may be trusted.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
p=throw-away-test

key() { openssl ecparam -name secp384r1 -genkey -noout -out "$work/$1.key"; }
root() { # name, CN, extension
    key "$1"
    openssl req -new -x509 -key "$work/$1.key" -sha384 -days 36500 -subj "/O=Throw-away test/CN=$2" \
        -extensions v3 -config "$work/$3.cnf" -out "$p-$1.pem"
}
issued() { # name, CN, issuer, extension
    key "$1"
    openssl req -new -key "$work/$1.key" -subj "/O=Throw-away test/CN=$2" -config "$work/ca.cnf" \
        -out "$work/$1.csr"
    openssl x509 -req -in "$work/$1.csr" -CA "$p-$3.pem" -CAkey "$work/$3.key" -CAcreateserial \
        -CAserial "$work/serial" -sha384 -days 36000 -extfile "$work/$4.cnf" -extensions v3 \
        -out "$p-$1.pem" 2>/dev/null
}
config() { # file, basicConstraints, keyUsage
    printf '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n[v3]\nbasicConstraints=critical,%s\nkeyUsage=critical,%s\n' \
        "$2" "$3" > "$work/$1.cnf"
}
revocations() { # file, number, serial file to revoke or ""
    : > "$work/index"
    echo "$2" > "$work/number"
    printf '[ca]\ndefault_ca=c\n[c]\ndatabase=%s\ncrlnumber=%s\ndefault_md=sha384\ncrl_extensions=e\n[e]\n' \
        "$work/index" "$work/number" > "$work/crl.cnf"
    if [ -n "$3" ]; then
        openssl ca -config "$work/crl.cnf" -keyfile "$work/root.key" -cert "$p-root.pem" \
            -revoke "$3" 2>/dev/null
    fi
    openssl ca -config "$work/crl.cnf" -keyfile "$work/root.key" -cert "$p-root.pem" -gencrl \
        -crldays 3650 -out "$p-$1.pem" 2>/dev/null
}

config ca CA:TRUE keyCertSign,cRLSign
config short CA:TRUE,pathlen:0 keyCertSign,cRLSign
config end CA:FALSE digitalSignature
root root 'Test root' ca
root other-root 'Other test root' ca
root no-ca 'Test root that is no CA' end
issued intermediate 'Test intermediate' root short
issued leaf 'Test leaf' intermediate end
issued below-leaf 'Test certificate of a leaf' leaf end
revocations crl-1 01 ''
revocations crl-2 02 "$p-intermediate.pem"
openssl x509 -in "$p-root.pem" -pubkey -noout > "$p-root-spki.pem"
