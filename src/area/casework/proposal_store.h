/* proposal_store.h - rows of proposal. Knows columns, nothing else. */
#ifndef AREA_CASEWORK_PROPOSAL_STORE_H
#define AREA_CASEWORK_PROPOSAL_STORE_H

#include "area/casework/proposal.h"

MUST_USE enum err proposal_store_add(struct ctx *c, const struct proposal_new *n, const struct proposal *p);
MUST_USE enum err proposal_store_issue(struct ctx *c, const struct proposal *p, int64_t approved_by);
MUST_USE enum err proposal_store_reply(struct ctx *c, int64_t id, struct date on);
MUST_USE enum err proposal_store_void(struct ctx *c, const struct proposal *p, struct str reason);

#endif
