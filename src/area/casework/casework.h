/* casework.h - what the slice gives to app/slices.c. Its domain faces are lead.h, case.h, result.h, proposal.h. */
#ifndef AREA_CASEWORK_CASEWORK_H
#define AREA_CASEWORK_CASEWORK_H

#include "gate/route.h"

extern const struct slice lead_slice, case_slice, result_slice, proposal_slice;

void casework_guards(void);      /* the guards of def/workflow.yaml that casework knows; once, before the first thread */

#endif
