/* proposal.h - 纪律检查建议书, 监察建议书, 纪检监察建议书: drafted, issued with a number, answered.
 * Owns table proposal.      Driven by def/workflow.yaml (proposal), def/codes.yaml (proposal_type).      Memory c->a. */
#ifndef AREA_CASEWORK_PROPOSAL_H
#define AREA_CASEWORK_PROPOSAL_H

#include "area/register/extra.h"
#include "base/date.h"
#include "flow/flow.h"

struct proposal_new { struct str type, unit, title, text, imported_key, no; struct date reply_due_on; int64_t case_ref, lead_ref, office_id, organ_id;
    struct extras extra; };
struct proposal {
    int64_t id, ref, rev, organ_id, office_id, case_id, case_ref, lead_id, lead_ref, proposed_by;
    struct str no, type, unit, title, text, state, organ_name;
    struct date issued_on, reply_due_on, replied_on;
    int workflow; bool voided;
};
MUST_USE enum err proposal_draft(struct ctx *c, const struct proposal_new *n, struct proposal *out);
MUST_USE enum err proposal_issue(struct ctx *c, struct proposal *p, struct date issued_on);     /* four eyes; takes the number */
MUST_USE enum err proposal_reply(struct ctx *c, struct proposal *p, struct date replied_on, struct str note);
MUST_USE enum err proposal_look_back(struct ctx *c, struct proposal *p, struct date on, struct str note);    /* 回访: stands in the history */
MUST_USE enum err proposal_void(struct ctx *c, struct proposal *p, struct str reason);
MUST_USE enum err proposal_load(struct ctx *c, int64_t ref, struct proposal *out);
struct flow_record proposal_flow(const struct proposal *p);

#endif
