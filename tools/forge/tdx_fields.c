/* SPDX-License-Identifier: Apache-2.0 */
/* Where the fields of the bodies are (Intel TDX DCAP Quoting Library API, appendix 3). */
#include "forge/tdx_forge.h"

#define SGX (1u << FTDX_SGX)
#define TD15 (1u << FTDX_TD15 | 1u << FTDX_TD15_EX)
#define TD (1u << FTDX_TD10 | TD15)
#define EX (1u << FTDX_TD15_EX)

const ftdx_field ftdx_fields[] = {
    {"tee_tcb_svn", 0, 16, TD},
    {"mrseam", 16, 48, TD},
    {"mrsignerseam", 64, 48, TD},
    {"seamattributes", 112, 8, TD},
    {"td_attributes", 120, 8, TD},
    {"xfam", 128, 8, TD},
    {"mrtd", 136, 48, TD},
    {"mrconfigid", 184, 48, TD},
    {"mrowner", 232, 48, TD},
    {"mrownerconfig", 280, 48, TD},
    {"rtmr0", 328, 48, TD},
    {"rtmr1", 376, 48, TD},
    {"rtmr2", 424, 48, TD},
    {"rtmr3", 472, 48, TD},
    {"report_data", 520, 64, TD},
    {"tee_tcb_svn2", 584, 16, TD15},
    {"mrservicetd", 600, 48, TD15},
    {"vm_id", 648, 1, EX},
    {"td_id", 649, 32, EX},
    {"dev_info", 681, 48, EX},
    {"init_servtd_hash", 729, 48, EX},
    {"init_servtd_attributes", 777, 8, EX},
    {"init_cpusvn", 785, 16, EX},
    {"init_tee_tcb_svn", 801, 16, EX},
    {"init_tee_fmspc", 817, 12, EX},
    {"cur_servtd_hash", 829, 48, EX},
    {"cur_servtd_attributes", 877, 8, EX},
    {"cpusvn", 0, 16, SGX},
    {"miscselect", 16, 4, SGX},
    {"isvextprodid", 32, 16, SGX},
    {"attributes", 48, 16, SGX},
    {"mrenclave", 64, 32, SGX},
    {"mrsigner", 128, 32, SGX},
    {"configid", 192, 64, SGX},
    {"isvprodid", 256, 2, SGX},
    {"isvsvn", 258, 2, SGX},
    {"configsvn", 260, 2, SGX},
    {"isvfamilyid", 304, 16, SGX},
    {"report_data", 320, 64, SGX},
};
const size_t ftdx_field_count = ARRAY_LEN(ftdx_fields);

const ftdx_field *ftdx_field_find(ftdx_body body, const char *name)
{
    for (size_t i = 0; i < ftdx_field_count; i++) {
        const ftdx_field *f = &ftdx_fields[i];
        if ((f->bodies >> body & 1) != 0 && strcmp(f->name, name) == 0) {
            return f;
        }
    }
    return NULL;
}
