/* draft_store.h - rows of draft: one text per user, form and record. */
#ifndef AREA_REGISTER_DRAFT_STORE_H
#define AREA_REGISTER_DRAFT_STORE_H

#include "base/ctx.h"

MUST_USE enum err draft_store_save(struct ctx *c, struct str form, int64_t ref, struct str body);
MUST_USE enum err draft_store_load(struct ctx *c, struct str form, int64_t ref, struct str *body, bool *found);
MUST_USE enum err draft_store_drop(struct ctx *c, struct str form, int64_t ref);

#endif
