/* person_store.h - rows of person and person_merge. Knows columns, nothing else. */
#ifndef AREA_PERSON_PERSON_STORE_H
#define AREA_PERSON_PERSON_STORE_H

#include "area/person/person.h"
#include "base/date.h"

MUST_USE enum err person_store_add(struct ctx *c, const struct person *p);
MUST_USE enum err person_store_edit(struct ctx *c, const struct person *p);
MUST_USE enum err person_store_same(struct ctx *c, int64_t organ_id, struct str name, struct person *out, int max, int *n);
MUST_USE enum err person_store_pick(struct ctx *c, struct str like, struct person *out, int max, int *n);
MUST_USE enum err person_store_merge(struct ctx *c, int64_t from_id, int64_t into_id);
MUST_USE enum err person_store_unmerge(struct ctx *c, int64_t from_id);
MUST_USE enum err person_store_merges(struct ctx *c, int64_t id, int64_t (*pairs)[2], int max, int *n);
MUST_USE enum err person_store_canonical(struct ctx *c, int64_t id, int64_t canonical_id);

/* What hangs on a person, and on those joined to him: rows of one kind that the viewer may see, newest first, appended to out. */
struct person_matter { int64_t ref; struct str kind, no, subject, state; struct date dated; };
MUST_USE enum err person_store_matters(struct ctx *c, const struct person *p, const char *kind, struct person_matter *out, int max, int *n);
MUST_USE enum err person_store_alike(struct ctx *c, const struct person *p, struct person *out, int max, int *n);
MUST_USE enum err person_store_merged_in(struct ctx *c, int64_t canonical_id, struct person *out, int max, int *n);
MUST_USE enum err person_store_units(struct ctx *c, struct str *out, int max, int *n);     /* known to the viewer's organ */
MUST_USE enum err person_store_organs(struct ctx *c, struct str *out, int max, int *n);

MUST_USE enum err person_store_matter_ids(struct ctx *c, int64_t person_id, const char *kind, int64_t *ids, int max, int *n);

#endif
