/* case.h - 立案 to 结案: party line, supervisory line or both; one subject, a person or an organisation; attributes frozen at filing.
 *
 * Driven by   def/workflow.yaml (case; the 2018 and the 2024 law side by side).
 * Owns tables casefile, case_lead.      Used by: result, exchange, demo.      Memory c->a.
 */
#ifndef AREA_CASEWORK_CASE_H
#define AREA_CASEWORK_CASE_H

#include "area/casework/lead.h"

struct case_new {
    int64_t lead_refs[16]; int n_leads;
    int64_t person_id, office_id;
    struct str subject, old_no, imported_key;
    bool party_line, supervisory_line;
    struct str rank; int party_member, public_office;       /* "" / -1 = taken from the person */
    struct extras extra;
};
struct casefile {
    int64_t id, ref, rev, organ_id, office_id, assignee_id, person_id, proposed_by;
    struct str no, old_no, subject, rank, state, organ_name, office_name, assignee_name, person_name;
    int party_member, public_office, workflow;
    bool is_organisation, party_line, supervisory_line, voided;
    struct date party_filed_on, supervisory_filed_on, filed_on, proposed_on, withdrawn_on, concluded_on;
    struct lead *leads; int n_leads;                        /* head fields only */
    struct str approval;                                    /* note of the approval: the Party committee's, kept in the history */
};
/* case_propose - from leads whose filing was proposed by an approved verification; what an import brings was decided elsewhere. */
MUST_USE enum err case_propose(struct ctx *c, const struct case_new *n, struct casefile *out);
/* case_approve - by another person; the dates are those at the foot of the filing decisions; takes the number 案〔2020〕0001号. */
MUST_USE enum err case_approve(struct ctx *c, struct casefile *k, struct date party_on, struct date supervisory_on);
MUST_USE enum err case_act(struct ctx *c, struct casefile *k, struct str move, struct date on, struct str note);
MUST_USE enum err case_load(struct ctx *c, int64_t ref, struct casefile *out);
MUST_USE enum err case_join_lead(struct ctx *c, struct casefile *k, int64_t lead_ref);      /* reversible: case_part_lead */
MUST_USE enum err case_part_lead(struct ctx *c, struct casefile *k, int64_t lead_ref);
MUST_USE enum err case_void(struct ctx *c, struct casefile *k, struct str reason);
MUST_USE enum err case_recuse(struct ctx *c, const struct casefile *k, int64_t user_id);
struct flow_record case_flow(const struct casefile *k);

#endif
