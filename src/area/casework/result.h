/* result.h - what a person or an organisation got: party and government sanctions, first-form measures, organisational handling (a proposal
 * with the competent body's answer), accountability, judicial transfer, clarification. Each proposed, then approved by another person.
 *
 * Driven by   def/results.yaml (family, code, form, validity), def/workflow.yaml (result).
 * Owns table result.      Memory c->a.      Errors: INVALID, FORBIDDEN (own proposal), MOVE, CONFLICT.
 */
#ifndef AREA_CASEWORK_RESULT_H
#define AREA_CASEWORK_RESULT_H

#include "area/casework/case.h"
#include "area/casework/scan.h"

struct result_new {
    struct str family, code, topic, campaign, basis, text, imported_key, no;
    int64_t person_id, case_ref, lead_ref, disposal_ref, organ_id;
    struct date decided_on, effective_on;
    struct extras extra;
};
struct result {
    int64_t id, ref, rev, organ_id, person_id, lead_id, lead_ref, disposal_id, case_id, case_ref, proposed_by, approved_by;
    struct str no, family, code, topic, campaign, basis, text, body_name, body_no, state, person_name, case_no, proposer, approver;
    struct date decided_on, effective_on, counted_on, revoked_on;
    int64_t made_at_ms;
    bool voided;
};
struct flow_record result_flow(const struct ctx *c, const struct result *r);        /* under the version of its first day */
bool result_asks(const struct ctx *c, struct str family, struct str code);   /* another body decides on it: organisational handling, 改组, 解散 */
struct str result_line(struct ctx *c, const struct result *r);      /* who and when; or where it stands, when nothing was decided */
MUST_USE enum err result_propose(struct ctx *c, const struct result_new *n, struct result *out);
/* result_record - a result that an approved decision brings with it (the outcome of a disposal): approved at once. */
MUST_USE enum err result_record(struct ctx *c, const struct result_new *n, struct result *out);
/* result_approve - decided_on/effective_on as in the decision; counted_on by G4. For org_handling the answer of the competent body is needed. */
MUST_USE enum err result_approve(struct ctx *c, struct result *r, struct date decided_on, struct date effective_on);
struct body_answer { struct str name, number; struct date decided_on; struct scan *scans; int n_scans; struct str bad; };  /* bad: why a file is none */
MUST_USE enum err result_answer(struct ctx *c, struct result *r, const struct body_answer *b);  /* what was asked: name, number, date, scans */
MUST_USE enum err result_reject(struct ctx *c, struct result *r, struct str reason);
/* result_review - what an appeal ended with (upheld, changed, revoked), by people who took no part; read by no figure (G3). */
MUST_USE enum err result_review(struct ctx *c, struct result *r, struct str finding, struct date on, struct str reason);
MUST_USE enum err result_void(struct ctx *c, struct result *r, struct str reason);
MUST_USE enum err result_load(struct ctx *c, int64_t ref, struct result *out);
MUST_USE enum err results_of(struct ctx *c, int64_t case_id, int64_t lead_id, struct result **out, int *n);  /* either may be 0 */
/* result_warnings - whole sentences: matching of party and government sanctions (official practice, never a block), and kinds that this
 * person could not get under a law not yet in force then. Memory c->a. */
MUST_USE enum err result_warnings(struct ctx *c, const struct result *r, struct str **out, int *n);

#endif
