/* petition_store.h - rows of petition and its parts in, structs out. Knows columns, nothing else. */
#ifndef AREA_INTAKE_PETITION_STORE_H
#define AREA_INTAKE_PETITION_STORE_H

#include "area/intake/petition.h"

struct petition_row {           /* what registration decided beside what was typed */
    int64_t id, ref, organ_id, office_id;
    struct str no, state, body_fold;
    int workflow;
};

MUST_USE enum err petition_store_add(struct ctx *c, const struct petition_new *n, const struct petition_row *r);
MUST_USE enum err petition_store_edit(struct ctx *c, const struct petition *p, const struct petition_new *n, struct str body_fold);
MUST_USE enum err petition_store_parts(struct ctx *c, int64_t id, const struct petition_new *n);       /* persons, topics, conduct, extra */
MUST_USE enum err petition_store_parts_clear(struct ctx *c, int64_t id);
MUST_USE enum err petition_store_load(struct ctx *c, int64_t ref, struct petition *out);
MUST_USE enum err petition_store_same_text(struct ctx *c, struct str fold, int64_t except, struct repeat *out, int max, int *n);
MUST_USE enum err petition_store_same_person(struct ctx *c, const struct reported *r, struct str place, int64_t except,
    struct repeat *out, int max, int *n);
MUST_USE enum err petition_store_join(struct ctx *c, const struct petition *p, int64_t earlier_id);
MUST_USE enum err petition_store_void(struct ctx *c, const struct petition *p, struct str reason);
MUST_USE enum err petition_store_assign(struct ctx *c, const struct petition *p, int64_t office_id, int64_t user_id, struct date due_on);
MUST_USE enum err petition_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no);

MUST_USE enum err petition_store_joined(struct ctx *c, int64_t head_id, struct repeat *out, int max, int *n);
MUST_USE enum err petition_store_has_repeats(struct ctx *c, int64_t id, bool *has);
MUST_USE enum err petition_store_restore(struct ctx *c, const struct petition *p);     /* office, assignee, due_on, repeat_of */
MUST_USE enum err petition_store_before(struct ctx *c, int64_t id, int64_t rev, struct str body);
MUST_USE enum err petition_store_before_load(struct ctx *c, int64_t id, int64_t rev, struct str *body);     /* "" = none */
MUST_USE enum err petition_store_organ(struct ctx *c, struct str typed, int64_t *id);      /* 0 = an organ that we do not know */

#define PETITION_CHANGES_MAX (13 + FORM_EXTRAS_MAX)
/* petition_keep_before - how p is now, kept for the change that makes revision `rev` (petition_undo.c). */
MUST_USE enum err petition_keep_before(struct ctx *c, const struct petition *p, int64_t rev);

#endif
