/* person_store.h - rows of person and person_merge. Knows columns, nothing else. */
#ifndef AREA_PERSON_PERSON_STORE_H
#define AREA_PERSON_PERSON_STORE_H

#include "area/person/person.h"

MUST_USE enum err person_store_add(struct ctx *c, const struct person *p);
MUST_USE enum err person_store_edit(struct ctx *c, const struct person *p);
MUST_USE enum err person_store_same(struct ctx *c, int64_t organ_id, struct str name, struct person *out, int max, int *n);
MUST_USE enum err person_store_pick(struct ctx *c, struct str like, struct person *out, int max, int *n);
MUST_USE enum err person_store_merge(struct ctx *c, int64_t from_id, int64_t into_id);
MUST_USE enum err person_store_unmerge(struct ctx *c, int64_t from_id);
MUST_USE enum err person_store_merges(struct ctx *c, int64_t id, int64_t (*pairs)[2], int max, int *n);
MUST_USE enum err person_store_canonical(struct ctx *c, int64_t id, int64_t canonical_id);

#endif
