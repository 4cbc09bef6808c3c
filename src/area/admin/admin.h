/* admin.h - organs, offices, accounts and their rights; the three administrators that no one person combines.
 *
 * Driven by   def/roles.yaml (admin: yes excludes every other role), def/codes.yaml office_kind.
 * Owns tables organ, organ_name, organ_parent, office, app_user, user_role, user_scope.      Used by: app/init, admin pages.
 * Errors: INVALID, CONFLICT (login taken), FORBIDDEN (own rights; administrator and business role together).
 */
#ifndef AREA_ADMIN_ADMIN_H
#define AREA_ADMIN_ADMIN_H

#include "base/ctx.h"
#include "base/date.h"

struct organ { int64_t id; struct str code, name, district, account, organ_type; bool in_program; };
struct account { int64_t id, ref, organ_id, office_id; struct str login, name, password; int64_t uid; bool once; };

MUST_USE enum err organ_add(struct ctx *c, struct organ *o, int64_t parent_id, struct date valid_from);
MUST_USE enum err organ_by_code(struct ctx *c, struct str code, struct organ *out);      /* Errors: NOT_FOUND */
MUST_USE enum err organ_by_id(struct ctx *c, int64_t id, struct organ *out);
MUST_USE enum err office_add(struct ctx *c, int64_t organ_id, struct str code, struct str name, int64_t *id);
MUST_USE enum err office_by_code(struct ctx *c, int64_t organ_id, struct str code, int64_t *id);
/* account_add - a user with a password hash made elsewhere (`password` is the hash); uid -1 = not mapped. */
MUST_USE enum err account_add(struct ctx *c, struct account *u);
/* account_role - gives a role. Refuses an own role, and an administrator's role beside any other. */
MUST_USE enum err account_role_give(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_role_take(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_scope(struct ctx *c, int64_t user_id, int64_t organ_id, int64_t office_id);   /* office 0 = all */
/* register_open - from this day on the register's figures exist (definitions.md G8); a stored act, once per organ and register. */
MUST_USE enum err register_open(struct ctx *c, int64_t organ_id, struct str reg, struct date opened_on);

#endif
