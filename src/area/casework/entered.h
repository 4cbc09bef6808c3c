/* entered.h - what a register in use before this program states as decided: entered with who approved it and when, not approved again.
 *
 * The gate is `import`. The state follows by the moves of def/workflow.yaml, but by flow_follow: the approval was another person's, on paper,
 * before us; he is named in the record's history, and approved_by stays empty because no user of this program approved it (ADR import).
 * Used by: exchange.      Memory c->a.      Errors: INVALID (approver, date), FORBIDDEN (the importer himself), and what opening refuses.
 */
#ifndef AREA_CASEWORK_ENTERED_H
#define AREA_CASEWORK_ENTERED_H

#include "area/casework/proposal.h"
#include "area/casework/result.h"

struct entered { struct str approver, approver_no; struct date on; };
MUST_USE enum err entered_check(struct ctx *c, const struct entered *e);
struct str entered_note(struct ctx *c, const struct entered *e);        /* the line of history */

MUST_USE enum err disposal_enter(struct ctx *c, struct lead *l, struct str method, const struct entered *e, struct disposal *out);
MUST_USE enum err disposal_enter_end(struct ctx *c, struct disposal *d, struct str outcome, struct date ended_on);
MUST_USE enum err case_enter(struct ctx *c, const struct case_new *n, const struct entered *e, struct date party_on,
    struct date supervisory_on, struct casefile *out);
/* result_enter - e->on is the day of the decision; b: for what another body decides. */
MUST_USE enum err result_enter(struct ctx *c, const struct result_new *n, const struct entered *e, const struct body_answer *b,
    struct result *out);
MUST_USE enum err proposal_enter(struct ctx *c, const struct proposal_new *n, const struct entered *e, struct date replied_on,
    struct proposal *out);

#endif
