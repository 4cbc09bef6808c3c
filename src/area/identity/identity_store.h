/* identity_store.h - what the register knows of the vault's numbers. */
#ifndef AREA_IDENTITY_IDENTITY_STORE_H
#define AREA_IDENTITY_IDENTITY_STORE_H

#include "base/ctx.h"
#include "base/date.h"

MUST_USE enum err identity_store_user(struct ctx *c, int64_t id, struct str *name, struct str *office);      /* "" for nobody */
/* identity_store_petition - NOT_FOUND, without a refusal, where the viewer may not see it. */
MUST_USE enum err identity_store_petition(struct ctx *c, int64_t ref, int64_t *id, struct str *no);
/* What a notice hangs on: how far the petition is and when what grew from it ended. NOT_FOUND as above. */
struct matter_row {
    struct str no, state;
    struct date received_on, lead_ended_on, case_ended_on;
    int64_t reported_at_ms, leads, open_leads;
    bool repeat, voided;
};
MUST_USE enum err identity_store_matter(struct ctx *c, int64_t ref, struct matter_row *out);

#endif
