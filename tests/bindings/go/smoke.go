// SPDX-License-Identifier: Apache-2.0

// smoke STORE POLICY REPORT VCEK: appraises a report from Go, with nothing but the public headers.
package main

/*
#cgo pkg-config: assay
#include <assay/assay.h>
#include <stdlib.h>
*/
import "C"

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"unsafe"
)

const (
	at          = 1780272000 // 2026-06-01T00:00:00Z
	nonceHex    = "9d1b5c0763ee42a8307fc419885ad26bf10e9724b34d6ce551aa38cf027916db"
	measurement = "146fca4a082f91aa24028ec7c6d1ac6b2fde9e2b2b4d754f6adf8ed2cef9e52bb9c68743e70814a7134a6ec3a16902ec"
)

type verifier struct {
	trust  *C.assay_trust
	policy *C.assay_policy
	engine *C.assay_engine
}

func newError() *C.assay_error {
	err := new(C.assay_error)
	C.assay_error_init(err, C.sizeof_assay_error)
	return err
}

func failure(what string, err *C.assay_error) error {
	return fmt.Errorf("%s: %s", what, C.GoString(&err.message[0]))
}

func (v *verifier) open(store string, policy []byte) error {
	err := newError()
	path := C.CString(store)
	defer C.free(unsafe.Pointer(path))
	how := C.assay_trust_options{struct_size: C.sizeof_assay_trust_options, path: path}
	if C.assay_trust_open(&v.trust, &how, err) != C.ASSAY_OK {
		return failure("trust", err)
	}
	text := C.CBytes(policy)
	defer C.free(text)
	view := C.assay_bytes{ptr: (*C.uint8_t)(text), len: C.size_t(len(policy))}
	if C.assay_policy_load(&v.policy, view, C.assay_bytes{}, nil, nil, err) != C.ASSAY_OK {
		return failure("policy", err)
	}
	var options C.assay_engine_options
	C.assay_engine_options_init(&options, C.sizeof_assay_engine_options)
	options.trust = v.trust
	if C.assay_engine_new(&v.engine, &options, err) != C.ASSAY_OK {
		return failure("engine", err)
	}
	return nil
}

func (v *verifier) close() {
	C.assay_engine_free(v.engine)
	C.assay_policy_release(v.policy)
	C.assay_trust_release(v.trust)
	C.assay_thread_end()
}

func bytes(b []byte) (*C.uint8_t, C.size_t) {
	return (*C.uint8_t)(unsafe.Pointer(&b[0])), C.size_t(len(b))
}

// What an appraisal said: the caller frees it.
func (v *verifier) appraise(report, vcek, nonce []byte) (C.assay_status, *C.assay_appraisal, error) {
	var request *C.assay_request
	label, role := C.CString("cpu"), C.CString("vcek")
	defer C.free(unsafe.Pointer(label))
	defer C.free(unsafe.Pointer(role))
	if C.assay_request_new(&request, 0) != C.ASSAY_OK {
		return C.ASSAY_E_MEMORY, nil, errors.New("no request")
	}
	defer C.assay_request_free(request)
	r, rn := bytes(report)
	k, kn := bytes(vcek)
	n, nn := bytes(nonce)
	for _, status := range []C.assay_status{
		C.assay_request_policy(request, v.policy),
		C.assay_request_evidence(request, label, nil, r, rn),
		C.assay_request_attach(request, label, role, k, kn),
		C.assay_request_nonce(request, n, nn, nil, nil),
		C.assay_request_at(request, at, C.INT64_MIN),
	} {
		if status != C.ASSAY_OK {
			return status, nil, errors.New(C.GoString(C.assay_status_name(status)))
		}
	}
	var appraisal *C.assay_appraisal
	err := newError()
	status := C.assay_appraise(v.engine, request, &appraisal, err)
	if appraisal == nil {
		return status, nil, failure("appraise", err)
	}
	return status, appraisal, nil
}

// The measurement, or "" where the claims may not be read.
func measured(a *C.assay_appraisal) string {
	label, pointer := C.CString("cpu"), C.CString("/measurement")
	defer C.free(unsafe.Pointer(label))
	defer C.free(unsafe.Pointer(pointer))
	var out C.assay_bytes
	if !C.assay_claim_bytes(C.assay_claim_at(C.assay_claims(a, label), pointer), &out) {
		return ""
	}
	return hex.EncodeToString(C.GoBytes(unsafe.Pointer(out.ptr), C.int(out.len)))
}

func terse(a *C.assay_appraisal) string {
	form := C.CString("terse")
	defer C.free(unsafe.Pointer(form))
	s := C.assay_appraisal_document(a, form)
	return C.GoStringN(s.ptr, C.int(s.len))
}

func check(v *verifier, report, vcek, nonce []byte, status C.assay_status, claim, said string) error {
	found, a, err := v.appraise(report, vcek, nonce)
	if err != nil {
		return err
	}
	defer C.assay_appraisal_free(a)
	if found != status || measured(a) != claim || terse(a) != said {
		return fmt.Errorf("status %d, measurement %q, %q", found, measured(a), terse(a))
	}
	return nil
}

func run(store string, files []string) error {
	var in [3][]byte
	for i := range in {
		var err error
		if in[i], err = os.ReadFile(files[i]); err != nil {
			return err
		}
	}
	nonce, err := hex.DecodeString(nonceHex)
	if err != nil {
		return err
	}
	var v verifier
	defer v.close()
	if err := v.open(store, in[0]); err != nil {
		return err
	}
	yes := "accepted affirming nonce.single-use-not-checked\n"
	if err := check(&v, in[1], in[2], nonce, C.ASSAY_OK, measurement, yes); err != nil {
		return err
	}
	nonce[0] ^= 1
	no := "rejected contraindicated nonce.mismatch\n"
	return check(&v, in[1], in[2], nonce, C.ASSAY_REJECTED, "", no)
}

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: smoke STORE POLICY REPORT VCEK")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(C.GoString(C.assay_version()), "from Go: accepted, rejected")
}
