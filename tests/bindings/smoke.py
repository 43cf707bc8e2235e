#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""smoke.py LIBRARY STORE POLICY REPORT VCEK: appraises a report from Python, with nothing but ctypes."""
import ctypes
import json
import sys
from ctypes import POINTER, Structure, byref, c_bool, c_char, c_char_p, c_int, c_int64, c_size_t
from ctypes import c_uint32, c_uint64, c_uint8, c_void_p

OK, REJECTED, E_ARGUMENT = 0, 1, -16
AFFIRMING, CONTRAINDICATED = 2, 96
TIME_UNSET = -(2**63)
AT = 1780272000  # 2026-06-01T00:00:00Z
NONCE = bytes.fromhex("9d1b5c0763ee42a8307fc419885ad26bf10e9724b34d6ce551aa38cf027916db")
MEASUREMENT = (
    "146fca4a082f91aa24028ec7c6d1ac6b2fde9e2b2b4d754f6adf8ed2cef9e52bb9c68743e70814a7134a6ec3a16902ec"
)


class Bytes(Structure):
    _fields_ = [("ptr", c_char_p), ("len", c_size_t)]


class View(Structure):
    _fields_ = [("ptr", POINTER(c_char)), ("len", c_size_t)]

    def __bytes__(self):
        return ctypes.string_at(self.ptr, self.len) if self.ptr else b""


class Error(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("status", c_int), ("line", c_uint32), ("column", c_uint32),
        ("source", c_char * 256), ("where", c_char * 128), ("message", c_char * 512), ("hint", c_char * 256),
    ]


class TrustOptions(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("path", c_char_p), ("bundle", Bytes), ("manifest_sha256", Bytes),
        ("signer_spki_sha256", Bytes), ("min_revision", c_uint64),
    ]


class EngineOptions(Structure):
    _fields_ = [
        ("struct_size", c_size_t), ("trust", c_void_p), ("nonces", c_void_p), ("clock", c_void_p),
        ("clock_user", c_void_p), ("max_evidence", c_size_t), ("max_memory", c_size_t),
        ("cache_links", c_size_t), ("allocator", c_void_p), ("no_cache", c_bool),
    ]


class Finding(Structure):
    _fields_ = [("struct_size", c_size_t), ("id", c_char_p), ("severity", c_int), ("stage", c_int)]


def library(path):
    lib = ctypes.CDLL(path)
    lib.assay_version.restype = c_char_p
    lib.assay_appraisal_document.restype = View
    lib.assay_appraisal_document.argtypes = [c_void_p, c_char_p]
    lib.assay_findings_count.restype = c_size_t
    lib.assay_findings_count.argtypes = [c_void_p]
    lib.assay_findings_at.restype = POINTER(Finding)
    lib.assay_findings_at.argtypes = [c_void_p, c_size_t]
    lib.assay_claims.restype = lib.assay_claim_at.restype = c_void_p
    lib.assay_claims.argtypes = lib.assay_claim_at.argtypes = [c_void_p, c_char_p]
    lib.assay_claim_bytes.restype = c_bool
    lib.assay_claim_bytes.argtypes = [c_void_p, POINTER(View)]
    lib.assay_policy_load.argtypes = [c_void_p, Bytes, Bytes, c_void_p, c_void_p, c_void_p]
    lib.assay_request_evidence.argtypes = [c_void_p, c_char_p, c_char_p, c_char_p, c_size_t]
    lib.assay_request_attach.argtypes = lib.assay_request_evidence.argtypes
    lib.assay_request_nonce.argtypes = [c_void_p, c_char_p, c_size_t, c_char_p, c_char_p]
    lib.assay_request_at.argtypes = [c_void_p, c_int64, c_int64]
    for name in ("appraisal_verdict", "appraisal_free", "request_free", "engine_free", "policy_release", "trust_release"):
        getattr(lib, "assay_" + name).argtypes = [c_void_p]
    lib.assay_request_policy.argtypes = [c_void_p, c_void_p]
    lib.assay_appraise.argtypes = [c_void_p, c_void_p, c_void_p, c_void_p]
    return lib


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r}, not {wanted!r}")


def appraise(lib, engine, policy, report, vcek, nonce):
    request, appraisal, err = c_void_p(), c_void_p(), Error()
    lib.assay_error_init(byref(err), c_size_t(ctypes.sizeof(err)))
    expect("new", lib.assay_request_new(byref(request), c_size_t(0)), OK)
    expect("policy", lib.assay_request_policy(request, policy), OK)
    expect("evidence", lib.assay_request_evidence(request, b"cpu", None, report, len(report)), OK)
    expect("attach", lib.assay_request_attach(request, b"cpu", b"vcek", vcek, len(vcek)), OK)
    expect("nonce", lib.assay_request_nonce(request, nonce, len(nonce), None, None), OK)
    expect("at", lib.assay_request_at(request, AT, TIME_UNSET), OK)
    status = lib.assay_appraise(engine, request, byref(appraisal), byref(err))
    expect("error", err.message, b"")
    lib.assay_request_free(request)
    return status, appraisal


def findings(lib, appraisal):
    count = lib.assay_findings_count(appraisal)
    seen = [lib.assay_findings_at(appraisal, i).contents for i in range(count)]
    return {f.id.decode() for f in seen if f.severity == 4}


def measurement(lib, appraisal):
    out = View()
    claim = lib.assay_claim_at(lib.assay_claims(appraisal, b"cpu"), b"/measurement")
    return bytes(out).hex() if lib.assay_claim_bytes(claim, byref(out)) else None


def document(lib, appraisal):
    return json.loads(bytes(lib.assay_appraisal_document(appraisal, b"json")))


def main(path, store, policy_path, report_path, vcek_path):
    text, report, vcek = (open(p, "rb").read() for p in (policy_path, report_path, vcek_path))
    lib = library(path)
    trust, policy, engine, err = c_void_p(), c_void_p(), c_void_p(), Error()
    lib.assay_error_init(byref(err), c_size_t(ctypes.sizeof(err)))
    how = TrustOptions(struct_size=ctypes.sizeof(TrustOptions), path=store.encode())
    expect(err.message, lib.assay_trust_open(byref(trust), byref(how), byref(err)), OK)
    loaded = lib.assay_policy_load(byref(policy), Bytes(text, len(text)), Bytes(), None, None, byref(err))
    expect(err.message, loaded, OK)
    options = EngineOptions()
    lib.assay_engine_options_init(byref(options), c_size_t(ctypes.sizeof(options)))
    expect("the size of the options", options.struct_size, ctypes.sizeof(options))
    options.trust = trust
    expect(err.message, lib.assay_engine_new(byref(engine), byref(options), byref(err)), OK)

    status, yes = appraise(lib, engine, policy, report, vcek, NONCE)
    expect("findings", findings(lib, yes), set())
    expect("accepted", (status, lib.assay_appraisal_verdict(yes)), (OK, AFFIRMING))
    expect("measurement", measurement(lib, yes), MEASUREMENT)
    expect("document", document(lib, yes)["status"], "accepted")
    status, no = appraise(lib, engine, policy, report, vcek, bytes(reversed(NONCE)))
    expect("rejected", (status, lib.assay_appraisal_verdict(no)), (REJECTED, CONTRAINDICATED))
    expect("findings", findings(lib, no), {"nonce.mismatch"})
    expect("measurement", measurement(lib, no), None)
    expect("NULL", lib.assay_appraise(engine, None, byref(c_void_p()), None), E_ARGUMENT)

    for appraisal in (yes, no):
        lib.assay_appraisal_free(appraisal)
    lib.assay_engine_free(engine)
    lib.assay_policy_release(policy)
    lib.assay_trust_release(trust)
    lib.assay_thread_end()
    print(lib.assay_version().decode(), "from Python: accepted, rejected")


main(*sys.argv[1:])
