/* result_store.h - rows of result. Knows columns, nothing else. */
#ifndef AREA_CASEWORK_RESULT_STORE_H
#define AREA_CASEWORK_RESULT_STORE_H

#include "area/casework/result.h"

MUST_USE enum err result_store_add(struct ctx *c, const struct result_new *n, const struct result *r);
MUST_USE enum err result_store_approve(struct ctx *c, const struct result *r);
MUST_USE enum err result_store_answer(struct ctx *c, const struct result *r, struct str scan);
MUST_USE enum err result_store_revoke(struct ctx *c, int64_t id, struct date on);
MUST_USE enum err result_store_void(struct ctx *c, const struct result *r, struct str reason);
MUST_USE enum err result_store_key_known(struct ctx *c, int64_t organ_id, struct str key, bool *known);

struct result_kind { struct str family, code; int64_t case_id; };      /* case_id 0 = none */
MUST_USE enum err result_store_kind(struct ctx *c, int64_t id, struct result_kind *out);
#endif
