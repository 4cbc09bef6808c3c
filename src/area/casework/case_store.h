/* case_store.h - rows of casefile and case_lead. Knows columns, nothing else. */
#ifndef AREA_CASEWORK_CASE_STORE_H
#define AREA_CASEWORK_CASE_STORE_H

#include "area/casework/case.h"

MUST_USE enum err case_store_add(struct ctx *c, const struct case_new *n, const struct casefile *k);
MUST_USE enum err case_store_load(struct ctx *c, int64_t ref, struct casefile *out);
MUST_USE enum err case_store_approve(struct ctx *c, const struct casefile *k, int64_t approved_by);
MUST_USE enum err case_store_ended(struct ctx *c, int64_t id, struct date withdrawn_on, struct date concluded_on);
MUST_USE enum err case_store_lead(struct ctx *c, int64_t case_id, int64_t lead_id);
MUST_USE enum err case_store_part(struct ctx *c, int64_t case_id, int64_t lead_id);
MUST_USE enum err case_store_void(struct ctx *c, const struct casefile *k, struct str reason);
MUST_USE enum err case_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no);

MUST_USE enum err case_store_lead_live(struct ctx *c, int64_t lead_id, bool *live);     /* a case of the lead is proposed or filed */
MUST_USE enum err case_store_open_results(struct ctx *c, int64_t id, int64_t *n);      /* proposed, not decided */
MUST_USE enum err case_store_proposed_on(struct ctx *c, int64_t id, struct date *on);
MUST_USE enum err case_store_sanctions(struct ctx *c, int64_t id, int64_t *n);         /* decided */
#endif
