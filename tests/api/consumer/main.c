/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the README's program with evidence that is none: the answer must be no. */
#include <assay/assay.h>
#include <stdio.h>
#include <stdlib.h>

bool is_trusted(assay_engine *engine, assay_policy *policy, assay_bytes report, assay_bytes vcek,
                assay_bytes nonce);

static assay_bytes read_all(const char *path)
{
    static uint8_t text[65536];
    FILE *f = fopen(path, "rb");
    size_t len = f != NULL ? fread(text, 1, sizeof text, f) : 0;
    if (f != NULL) {
        fclose(f);
    }
    return (assay_bytes){text, len};
}

int main(int argc, char **argv)
{
    static const uint8_t nothing[1184] = {2}, nonce[32] = {1, 2, 3};
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_policy_options how = {.struct_size = sizeof how, .allow_any_genuine = true};
    assay_engine_options options;
    assay_engine_options_init(&options, sizeof options);
    options.clock = assay_system_clock;
    assay_policy *policy = NULL;
    assay_engine *engine = NULL;
    bool ready = argc == 2 &&
                 assay_policy_load(&policy, read_all(argv[1]), (assay_bytes){NULL, 0}, &how, NULL,
                                   &err) == ASSAY_OK &&
                 assay_engine_new(&engine, &options, &err) == ASSAY_OK;
    if (!ready) {
        fprintf(stderr, "%s\n", err.message);
        return EXIT_FAILURE;
    }
    bool trusted = is_trusted(engine, policy, (assay_bytes){nothing, sizeof nothing},
                              (assay_bytes){nothing, 16}, (assay_bytes){nonce, sizeof nonce});
    assay_engine_free(engine);
    assay_policy_release(policy);
    assay_thread_end();
    printf("assay %s, %s: %s\n", assay_version(), assay_crypto_backend(), trusted ? "yes" : "no");
    return trusted ? EXIT_FAILURE : EXIT_SUCCESS;
}
