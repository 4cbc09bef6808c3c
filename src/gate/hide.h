/* hide.h - recused from, or named in: the record does not exist for this user, on any page, list, count or export.
 * Owns table hidden.      Source: decisions.md section 3, 7; 监察法 2018 art. 58. */
#ifndef GATE_HIDE_H
#define GATE_HIDE_H

#include "base/ctx.h"

/* hide_from - and with it the whole matter: petition, leads, cases, proposals, joined repeats (gate.sql RECORD_LINKS). */
MUST_USE enum err hide_from(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason);
MUST_USE enum err hide_from_named(struct ctx *c, struct str name, struct str kind, int64_t record_id);  /* users of that very name */
/* hide_matter - after two records were tied together: whoever must not see one of them sees none. */
MUST_USE enum err hide_matter(struct ctx *c, struct str kind, int64_t record_id);
/* hide_namesake - for a new account or a new name: everything in which that very name stands. */
MUST_USE enum err hide_namesake(struct ctx *c, int64_t user_id, struct str name);
/* hide_inherit - what hides a record hides what grows from it (petition → lead → case → proposal). */
MUST_USE enum err hide_inherit(struct ctx *c, struct str from_kind, int64_t from_id, struct str to_kind, int64_t to_id);
/* hide_lift - the same way back, for one reason (asked, recused, named). A name that is another person's stays cleared in the whole matter,
 * and on the entries of its persons. Rows go; who asked, who lifted and why stand in the history of the record. */
MUST_USE enum err hide_lift(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason);

#endif
