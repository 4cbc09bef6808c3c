/* counter.h - register and document numbers without gaps: a counter row per organ, kind and year, taken as the last business
 * statement of the transaction, given back by its rollback (decisions.md 2). */
#ifndef GATE_COUNTER_H
#define GATE_COUNTER_H

#include "base/ctx.h"

MUST_USE enum err counter_next(struct ctx *c, int64_t organ_id, struct str kind, int year, int64_t *out);
/* counter_start - the last number of the register used before us; once, and only while it is ahead of ours. Errors: CONFLICT. */
MUST_USE enum err counter_start(struct ctx *c, int64_t organ_id, struct str kind, int year, int64_t last);
struct str register_no(struct arena *a, const char *mark, int year, int64_t n);     /* 信〔2020〕0001号 */

#endif
