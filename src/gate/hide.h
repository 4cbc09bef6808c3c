/* hide.h - recused from, or named in: the record does not exist for this user, on any page, list, count or export.
 * Owns table hidden.      Source: decisions.md section 3, 7; 监察法 2018 art. 58. */
#ifndef GATE_HIDE_H
#define GATE_HIDE_H

#include "base/ctx.h"

MUST_USE enum err hide_from(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason);
MUST_USE enum err hide_from_named(struct ctx *c, struct str name, struct str kind, int64_t record_id);  /* users of that very name */
/* hide_inherit - what hides a record hides what grows from it (petition → lead → case → proposal). */
MUST_USE enum err hide_inherit(struct ctx *c, struct str from_kind, int64_t from_id, struct str to_kind, int64_t to_id);

#endif
