/* draft.h - typing that was not sent yet, kept on the server for the user who typed it, and what one letter hands on to the next.
 *
 * Owns table draft. What def/forms.yaml seals (store: vault) and files never go into it; what may be kept at all, the slice decides
 * before it calls (intake: only after the rank of every person was seen).      Memory c->a.      Errors: those of the database.
 * Swept after DRAFT_DAYS.
 */
#ifndef AREA_REGISTER_DRAFT_H
#define AREA_REGISTER_DRAFT_H

#include "page/values.h"

#define DRAFT_DAYS 30

/* draft_keep - the fields of the form that the request holds, for (user, form's name, ref); ref 0 = a new record. */
MUST_USE enum err draft_keep(struct ctx *c, const struct def_form *f, const struct request *q, int64_t ref);
/* draft_load - fills v with what was typed, faults unsaid; *found = false leaves v alone. */
MUST_USE enum err draft_load(struct ctx *c, const struct def_form *f, int64_t ref, struct form_values *v, bool *found);
MUST_USE enum err draft_drop(struct ctx *c, const struct def_form *f, int64_t ref);
/* draft_remember, draft_remembered - the fields marked `remember` of the last record that this user registered. */
MUST_USE enum err draft_remember(struct ctx *c, const struct form_values *v);
MUST_USE enum err draft_remembered(struct ctx *c, const struct def_form *f, struct form_values *v);

#endif
