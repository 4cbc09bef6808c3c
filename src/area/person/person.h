/* person.h - one `person` across petitions, leads, cases and results: chosen or made by the clerk, merged reversibly.
 *
 * Owns tables person, person_merge.      Used by: intake, casework, exchange, search.
 * Memory c->a.      Errors: INVALID (ID number), NOT_FOUND, CONFLICT.
 */
#ifndef AREA_PERSON_PERSON_H
#define AREA_PERSON_PERSON_H

#include "base/ctx.h"

struct person {
    int64_t id, ref, canonical_id, organ_id, rev;
    struct str name, id_no, unit, post, rank;
    int party_member, public_office;    /* 1, 0, -1 = unknown */
    bool is_organisation, voided;
};

/* person_add - checks the ID number (15 digits are widened to 18), makes the sort key and initials. */
MUST_USE enum err person_add(struct ctx *c, struct person *p);
MUST_USE enum err person_edit(struct ctx *c, struct person *p);
MUST_USE enum err person_load(struct ctx *c, int64_t ref, struct person *out);
/* person_chosen - the person that a form names by its id, through the viewer's scope. Errors: NOT_FOUND. */
MUST_USE enum err person_chosen(struct ctx *c, int64_t id, struct person *out);
/* person_picked - the id that a form sent stays if the viewer may see that person; else 0: taken as typed. */
MUST_USE enum err person_picked(struct ctx *c, int64_t *id);
/* person_by_id - part of a record that was loaded in the viewer's scope; never an id that a form sent. */
MUST_USE enum err person_by_id(struct ctx *c, int64_t id, struct person *out);
/* person_find - for picking: name, pinyin initials or, for those who keep the persons, the head of an ID number; at most max, best first. */
MUST_USE enum err person_find(struct ctx *c, struct str typed, struct person *out, int max, int *n);
/* person_for - the person meant by a name, unit, post (and ID number): the one that fits all given, else a new one. For imports. */
MUST_USE enum err person_for(struct ctx *c, struct person *wanted);
/* person_merge - `from` becomes `into` (canonical_id); nothing is rewritten, person_unmerge takes it back. */
MUST_USE enum err person_merge(struct ctx *c, int64_t from_id, int64_t into_id);
MUST_USE enum err person_unmerge(struct ctx *c, int64_t from_id);

#endif
