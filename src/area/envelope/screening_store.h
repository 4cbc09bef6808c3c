/* screening_store.h - rows of envelopes as they are screened. */
#ifndef AREA_ENVELOPE_SCREENING_STORE_H
#define AREA_ENVELOPE_SCREENING_STORE_H

#include "area/envelope/screening.h"

MUST_USE enum err screening_store_load(struct ctx *c, int64_t id, struct envelope *out);
MUST_USE enum err screening_store_identity(struct ctx *c, int64_t id, struct str *closed);
MUST_USE enum err screening_store_screener(struct ctx *c, int64_t id, int64_t user_id);         /* 0 = nobody */
MUST_USE enum err screening_store_opened(struct ctx *c, int64_t id);
MUST_USE enum err screening_store_became(struct ctx *c, int64_t id, int64_t petition_id);
MUST_USE enum err screening_store_is_opened(struct ctx *c, int64_t id, bool *opened);
MUST_USE enum err screening_store_petition(struct ctx *c, int64_t petition_id, int64_t *ref);

#endif
