/* casework.h - what the slice gives to app/slices.c. Its domain faces are lead.h, case.h, result.h, proposal.h. */
#ifndef AREA_CASEWORK_CASEWORK_H
#define AREA_CASEWORK_CASEWORK_H

#include "gate/route.h"

extern const struct slice lead_slice, lead_tie_slice, case_slice, result_slice, proposal_slice;

struct record_view;
void lead_acts_offer(struct ctx *c, struct str path, struct record_view *r);    /* flags, topics, merging, handing over, as buttons */
void case_acts_offer(struct ctx *c, struct str path, struct record_view *r);    /* the leads of a case */
void casework_guards(void);      /* the guards of def/workflow.yaml that casework knows; once, before the first thread */

#endif
