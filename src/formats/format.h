/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An evidence format: one folder that fills this descriptor, and one line in registry.c. The
 * pipeline calls the functions in the order of the stages; none of them sees a policy, a clock, a
 * network or malloc. Nothing outside a format's folder knows its bytes.
 */
#ifndef ASSAY_FORMATS_FORMAT_H
#define ASSAY_FORMATS_FORMAT_H

#include "claims/chain_findings.h"
#include "claims/claim.h"
#include "claims/findings.h"
#include "claims/schema.h"
#include "trust/store.h"

/* What travels with the evidence: untrusted bytes for a role of assay/roles.h. */
typedef struct {
    const char *label; /* of the evidence it belongs to; NULL: any */
    const char *role;
    assay_bytes bytes;
} attachment;

/* An authenticated name of the device or token: for distinctness and the deny list. */
typedef struct {
    const char *kind; /* "chip_id", "kid", ... as in deny lists */
    assay_bytes value;
    bool distinct; /* two pieces of evidence may not share it */
} identity;

/* One piece of evidence on its way through the stages. */
typedef struct {
    arena *arena;
    const assay_trust *trust;
    sig_cache *cache; /* may be NULL */
    assay_time at, known_at;
    bool revocation_as_of_at;
    bool early_stream;   /* a policy asks for the TCB data that the maker publishes early */
    bool any_rim_issue;  /* not the newest reference values alone */
    uint32_t clock_skew; /* seconds that `at` may be behind: see assay/engine.h */
    findings *findings;
    needs *needs;
    const char *label;
    const attachment *attachments; /* those of this piece only */
    size_t attachment_count;
    claim *claims; /* root of this piece's claims */
    identity *identities;
    size_t identity_count, identity_room;
    /* Texts for the result's list of what could not be established; NULL-terminated by count. */
    const char *not_established[8];
    size_t not_established_count;
} job;

/* What the relying party asked to find inside the evidence. */
typedef struct {
    assay_bytes nonce;         /* absent: none was asked for */
    const assay_bytes *inputs; /* in the policy's order */
    size_t input_count;
} challenge;

/* Where a format carries the challenge, and what was found there. */
typedef struct {
    bool carried;
    const char *claim; /* "/report_data" */
    size_t offset, length;
    assay_bytes expected, found;
    bool text; /* expected and found are text, not binary */
} carriage;

/* What a report says of the fabric that its device is wired into (DESIGN section 9). */
typedef enum { FABRIC_NONE = 0, FABRIC_ENDPOINT, FABRIC_SWITCH } fabric_kind;
#define FABRIC_LINKS 18
/* What the reports of GPUs and switches say together. PENDING: one of them may yet prove authentic.
 */
typedef enum {
    TOPOLOGY_NONE = 0, /* no device that could be wired */
    TOPOLOGY_PENDING,
    TOPOLOGY_OPEN, /* a report names devices whose reports are not here */
    TOPOLOGY_DIFFERS,
    TOPOLOGY_AGREES
} topology_state;
typedef struct {
    fabric_kind kind;
    assay_bytes self; /* its own name, as others name it; absent where that is not known */
    /* Endpoint: the switch behind each link that is in use, as the switch names itself, each once
     * per link. Switch: the endpoints that it names, in its order. */
    assay_bytes links[FABRIC_LINKS];
    size_t link_count;
    assay_bytes ports; /* switch: for each port the place among `links`; 0xff: none */
} fabric;

typedef struct {
    const char *id, *title, *media_type;
    size_t max_bytes;
    /* Could this be the format? Cheap, total; narrows, never decides. */
    bool (*probe)(assay_bytes in);
    /* Stage 3. Syntax only; NULL after a failed check. */
    const void *(*parse)(job *, assay_bytes in);
    /* Claims of what was parsed, whether authentic or not. */
    void (*describe)(job *, const void *doc);
    /* Stage 4. True when every check of authenticity was made and held; each leaves a finding.
     * Fills identities. */
    bool (*authenticate)(job *, const void *doc);
    /* Stage 5. What a report must not say of itself, such as that it may be debugged. Also called
     * where only a missing item keeps the evidence from being authentic: no item cures what fails
     * here. NULL: no such tests. */
    void (*default_tests)(job *, const void *doc);
    /* Stage 5. Endorsements, reference values, TCB; adds claims. Called for authentic evidence
     * only. */
    void (*evaluate)(job *, const void *doc);
    /* Stage 6, for evidence that is authentic or may yet prove to be. The default form of DESIGN
     * section 8. */
    void (*carries)(job *, const void *doc, const challenge *, carriage *out);
    /* Stage 6, for authentic evidence: what it is wired to. NULL: nothing that it tells. */
    void (*fabric)(job *, const void *doc, fabric *out);
    /* A signed time inside the evidence, for archive mode; NULL: the format has none. */
    assay_time (*signed_time)(const void *doc);
    const claim_schema *schema;
    size_t schema_count;
    const char
        *inner; /* id of the format of a report inside, whose claims this one has too; NULL */
    const finding_def *findings;
    size_t finding_count;
    const trust_role *const *roles; /* NULL-terminated; NULL: those of trust/ suffice */
    const char *family;             /* scope of its anchors: "amd" */
    bool publishes_revocation;      /* the maker does: acceptance needs "good" */
    bool at_most_warning;           /* no hardware signs what it says: no evidence is affirmed */
} format;

/* A piece of evidence out of a container, and at most one thing that travels with it. */
typedef struct {
    const char *format; /* its id */
    assay_bytes evidence;
    attachment attached; /* role NULL: nothing; the label is not used */
} unwrapped;

/* An input container: bytes around pieces of evidence. */
typedef struct {
    const char *id, *title;
    bool (*probe)(assay_bytes in);
    /* The pieces inside, in their order and at least one; views into `in` or `a`. At most
     * LIMIT_EVIDENCE_PIECES, for which there is room. 0 with the fault set when it is damaged, or
     * when memory failed. */
    size_t (*unwrap)(arena *a, assay_bytes in, unwrapped *out, fault *f);
    const char *const *formats; /* ids of what may be inside; NULL-terminated */
} container;

/* An input that is no evidence, and that `inspect` takes apart all the same. */
typedef struct {
    const char *id, *title;
    size_t max_bytes;
    bool (*probe)(assay_bytes in);
    /* Adds what it reads to the claims; each check leaves a finding. False: it could not be read.
     */
    bool (*dissect)(job *, assay_bytes in);
} dissector;

extern const format *const formats[];
extern const size_t format_count;
extern const container *const containers[];
extern const size_t container_count;
extern const dissector *const dissectors[];
extern const size_t dissector_count;
const format *format_find(const char *id); /* NULL: no such format in this build */
const container *container_find(const char *id);
const dissector *dissector_find(const char *id);

/* What a format's claims are: its own rows, then those of the report inside. NULL: no such row. */
const claim_schema *format_claim(const format *f, assay_bytes pointer);
const claim_schema *format_claim_at(const format *f, size_t index);

/* The trust roles of every format, NULL-terminated. */
extern const trust_role *const format_roles[];
/* All finding tables: those of the formats. Others are in claims/, policy/ and appraise/. */

/* First attachment of a role for this piece after `after`; begin with NULL. */
const attachment *job_attachment(const job *j, const char *role, const attachment *after);
void job_not_established(job *j, const char *what);
/* Of a device by itself; and what remains once a measured guest has signed for its report. */
#define DEVICE_UNBOUND "gpu not bound to cpu: its report does not say which machine it is in"
#define DEVICE_VOUCHED                                                                             \
    "gpu attached to this guest by hardware (no TDISP evidence): it rests on the measured "        \
    "guest's word"
/* attachment.malformed: a thing of this role was left out. */
void job_note_malformed(job *j, const char *role, const fault *why);
/* Is it OK? Want of memory is noted in the arena. */
bool job_held(job *j, assay_status status);
void job_identity(job *j, const char *kind, assay_bytes value, bool distinct);

/* The store's anchors of a family, in the arena; NULL when memory failed. */
const anchor **job_anchors(job *j, const char *family, size_t *count);

/* A link of a path whose revocation is asked for. */
typedef struct {
    const char *family; /* scope of the store's lists */
    const cert *subject, *issuer;
    bool path_holds;        /* up to an anchor: then valid signatures are remembered */
    const crl *const *more; /* lists that came with the evidence */
    size_t more_count;
    const ocsp *const *more_ocsp; /* OCSP responses that did */
    size_t more_ocsp_count;
} revocation_question;
/* A list that came with the evidence, DER or PEM; NULL, and noted, when it cannot be read or is
 * larger than `max`, since every piece of a request parses and hashes it again. */
const crl *job_read_list(job *j, assay_bytes in, size_t max);
/* The same for every list among this piece's attachments, up to `max` of them. */
size_t job_attached_lists(job *j, const crl **out, size_t max, size_t bytes);
/* The OCSP responses among this piece's attachments that can be read, up to `max` of them; of the
 * others it is noted. */
size_t job_attached_ocsp(job *j, const ocsp **out, size_t max);
/* Every list and OCSP response of the store counts that the issuer signed, beside those given. */
revocation_result job_revocation(job *j, const revocation_question *q);

/* framed(v): u32be length, then the bytes; hashed over nonce, then inputs (DESIGN section 8). */
assay_status challenge_digest(const challenge *c, hash_alg alg, uint8_t *out);
assay_status challenge_sha512(const challenge *c, uint8_t out[64]);

#endif
