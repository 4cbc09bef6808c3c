/* recusal.h - who is kept away from a matter, and who asks for it or lifts it. It blocks from the moment it is asked.
 *
 * Source      监察法 (2018) art. 58; decisions.md section 3, 7.
 * Memory      c->a.      Errors: FORBIDDEN, INVALID (no reason, no such user), MOVE (the record is void).
 */
#ifndef AREA_RECUSAL_RECUSAL_H
#define AREA_RECUSAL_RECUSAL_H

#include "base/ctx.h"

#define RECUSED_MAX    100
#define CANDIDATES_MAX 2000

struct recusal_of { struct str kind; int64_t id, ref, organ_id, assignee_id; bool voided; };     /* petition, lead or case */
struct recused { int64_t user_id, user_ref, at_ms; struct str name, office, reason, by; };   /* reason: asked recused named */
struct candidate { int64_t user_id, ref; struct str name, office; };

MUST_USE enum err recusal_list(struct ctx *c, const struct recusal_of *r, struct recused *out, int max, int *n);
/* recusal_candidates - who could see the record and may still be named. */
MUST_USE enum err recusal_candidates(struct ctx *c, const struct recusal_of *r, struct candidate *out, int max, int *n);
MUST_USE enum err recusal_ask(struct ctx *c, const struct recusal_of *r, int64_t user_ref, struct str reason);
MUST_USE enum err recusal_lift(struct ctx *c, const struct recusal_of *r, int64_t user_ref, struct str what, struct str reason);
/* recusal_may - the door of the page: who is responsible, or holds one of the two permissions. */
MUST_USE enum err recusal_may(struct ctx *c, const struct recusal_of *r);

#endif
