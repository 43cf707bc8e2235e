// SPDX-License-Identifier: Apache-2.0
// The headers are usable from C++, and the library links: an engine, its formats, a request.
#include <assay/assay.h>
#include <assay/version.h>

#include <cstdio>
#include <cstring>
#include <memory>

struct release {
    void operator()(assay_engine *e) const { assay_engine_free(e); }
    void operator()(assay_request *r) const { assay_request_free(r); }
};

int main()
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_engine *engine = nullptr;
    assay_request *request = nullptr;
    if (assay_engine_new(&engine, nullptr, &err) != ASSAY_OK ||
        assay_request_new(&request, 0) != ASSAY_OK) {
        std::fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    std::unique_ptr<assay_engine, release> own_engine(engine);
    std::unique_ptr<assay_request, release> own_request(request);
    assay_appraisal *appraisal = nullptr;
    assay_status status = assay_appraise(engine, request, &appraisal, &err);
    assay_format_info info;
    bool known = assay_format_at(0, &info);
    std::printf("%s %s: %s\n", assay_version(), known ? info.id : "no format", err.message);
    bool same = std::strcmp(assay_version(), ASSAY_VERSION) == 0;
    return status == ASSAY_E_ARGUMENT && appraisal == nullptr && known && same ? 0 : 1;
}
