/* recusal_store.h - reads of who is kept away; the rows are written by gate/hide.h. */
#ifndef AREA_RECUSAL_RECUSAL_STORE_H
#define AREA_RECUSAL_RECUSAL_STORE_H

#include "area/recusal/recusal.h"

MUST_USE enum err recusal_store_list(struct ctx *c, const struct recusal_of *r, struct recused *out, int max, int *n);
MUST_USE enum err recusal_store_candidates(struct ctx *c, const struct recusal_of *r, struct candidate *out, int max, int *n);

#endif
