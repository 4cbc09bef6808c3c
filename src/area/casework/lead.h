/* lead.h - 问题线索 and what is decided on it: registered, disposed of (proposed, then approved by another person), ended by an outcome.
 *
 * Driven by   def/workflow.yaml (lead, disposal), def/codes.yaml (disposal, outcome, lead_source), def/results.yaml.
 * Owns tables lead, lead_person, lead_tag, lead_merge, disposal.      Used by: intake (take), case, exchange, demo.
 * Memory c->a.      Errors: base/err.def; see each call.
 */
#ifndef AREA_CASEWORK_LEAD_H
#define AREA_CASEWORK_LEAD_H

#include "area/intake/reported.h"
#include "area/person/person.h"
#include "area/register/extra.h"
#include "base/date.h"
#include "flow/flow.h"

struct lead_new {
    struct reported persons[REPORTED_MAX]; int n_persons;   /* unresolved names become persons (person_for) */
    struct str topics[TAGS_MAX]; int n_topics;
    struct str source, source_no, subject, body, campaign, old_no, imported_key;
    struct date registered_on, received_on;                 /* unset = today */
    int64_t petition_id, organ_id, office_id, origin_id;    /* origin 0 = its own */
    struct extras extra;
};
struct lead_person { struct person who; struct str rank; int party_member, public_office; bool umbrella, gang_related; struct date frozen_on; };
struct lead {
    int64_t id, ref, rev, organ_id, office_id, assignee_id, origin_id, petition_id, petition_ref;
    struct str no, old_no, source, source_no, subject, body, campaign, state, organ_name, office_name, assignee_name, petition_no;
    struct date registered_on, received_on, due_on;
    int workflow; bool voided;
    struct lead_person *persons; int n_persons;
    struct str topics[TAGS_MAX]; int n_topics;
};
struct disposal {
    int64_t id, ref, rev, lead_id, lead_ref, organ_id, proposed_by, approved_by;
    struct str method, plan, approver_no, state, outcome, proposer, approver;
    struct date proposed_on, approved_on, ended_on;
    bool voided;
};

MUST_USE enum err lead_new_check(struct ctx *c, struct lead_new *n);        /* what registration checks first; for imports */
MUST_USE enum err lead_register(struct ctx *c, const struct lead_new *n, struct lead *out);     /* 线〔2020〕0001号 */
MUST_USE enum err lead_load(struct ctx *c, int64_t ref, struct lead *out);
struct flow_record lead_flow(const struct lead *l);
MUST_USE enum err lead_flag(struct ctx *c, struct lead *l, int64_t person_id, bool umbrella, bool gang_related);
MUST_USE enum err lead_tag(struct ctx *c, struct lead *l, const struct str *topics, int n);
MUST_USE enum err lead_merge(struct ctx *c, struct lead *l, int64_t other_ref);     /* one matter; reversible */
MUST_USE enum err lead_unmerge(struct ctx *c, struct lead *l, int64_t other_ref);
MUST_USE enum err lead_void(struct ctx *c, struct lead *l, struct str reason);
MUST_USE enum err lead_recuse(struct ctx *c, const struct lead *l, int64_t user_id);
MUST_USE enum err lead_hand_over(struct ctx *c, struct lead *l, int64_t organ_id, struct lead *made);   /* keeps the origin id */

MUST_USE enum err lead_by_no(struct ctx *c, struct str no, int64_t *ref);           /* Errors: INVALID (no such lead in sight) */
struct flow_record disposal_flow(const struct ctx *c, const struct disposal *d);
/* disposal_propose - only while no other disposal of the lead waits or runs, and from a state that def lets be disposed of. */
MUST_USE enum err disposal_propose(struct ctx *c, struct lead *l, struct str method, struct str plan, struct disposal *out);
/* disposal_approve - by another person than the proposer; freezes the persons' attributes at the lead's first disposal (G7). */
MUST_USE enum err disposal_approve(struct ctx *c, struct disposal *d, struct date approved_on, struct str approver_no);
MUST_USE enum err disposal_reject(struct ctx *c, struct disposal *d, struct str reason);
MUST_USE enum err disposal_withdraw(struct ctx *c, struct disposal *d);
MUST_USE enum err disposal_void(struct ctx *c, struct disposal *d, struct str reason);      /* the lead stays where it is */
/* disposal_end - what ended it (采信了结, 了结, 暂存, 谈话提醒 …): an outcome, recorded per person as a result when it bears a form. */
MUST_USE enum err disposal_end(struct ctx *c, struct disposal *d, struct str outcome, struct date ended_on, struct str text);
MUST_USE enum err disposal_load(struct ctx *c, int64_t ref, struct disposal *out);
MUST_USE enum err disposals_of(struct ctx *c, int64_t lead_id, struct disposal **out, int *n);

#endif
