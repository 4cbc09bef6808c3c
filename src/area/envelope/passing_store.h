/* passing_store.h - rows of envelopes that went on sealed, and of the files made for it. */
#ifndef AREA_ENVELOPE_PASSING_STORE_H
#define AREA_ENVELOPE_PASSING_STORE_H

#include "area/envelope/passing.h"

MUST_USE enum err passing_store_passed(struct ctx *c, int64_t id, const struct vault_passed *v);        /* CONFLICT: it was before */
MUST_USE enum err passing_store_to(struct ctx *c, int64_t id, struct str organ);
MUST_USE enum err passing_store_add(struct ctx *c, const struct envelope *e, const struct handover *h);

#endif
