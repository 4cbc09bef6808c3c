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
MUST_USE enum err account_role_check(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_role_give(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_role_take(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_scope(struct ctx *c, int64_t user_id, int64_t organ_id, int64_t office_id);   /* office 0 = all */

/* The organs of the program and around it, as they stand today; offices with their validity. */
#define OFFICES_MAX 100
#define ORGANS_MAX  500
struct organ_row { struct organ o; struct str parent; struct date parent_from; };
struct office { int64_t id, users; struct str code, name; struct date from, to; };
MUST_USE enum err organs(struct ctx *c, struct organ_row *out, int max, int *n);
MUST_USE enum err offices(struct ctx *c, int64_t organ_id, struct office *out, int max, int *n);
MUST_USE enum err office_check(struct ctx *c, int64_t organ_id, int64_t office_id);
MUST_USE enum err organ_move(struct ctx *c, const struct organ *o, int64_t parent_id, struct date from);
MUST_USE enum err organ_rename(struct ctx *c, const struct organ *o, struct date from);
MUST_USE enum err office_end(struct ctx *c, int64_t office_id, struct date last);

struct register_row { struct str name, by; struct date opened_on; };
struct counter_row { struct str kind; int64_t year, value; bool start_set; };
MUST_USE enum err registers(struct ctx *c, int64_t organ_id, struct register_row *out, int max, int *n);
MUST_USE enum err counters(struct ctx *c, int64_t organ_id, struct counter_row *out, int max, int *n);
/* register_open - from this day on the register's figures exist (definitions.md G8); a stored act, once per organ and register. */
/* Errors: CONFLICT (opened before). */
MUST_USE enum err register_open(struct ctx *c, int64_t organ_id, struct str reg, struct date opened_on);

/* register_open_named, counter_start_named - the same for the asker's own organ, with what a person typed checked. */
MUST_USE enum err register_open_named(struct ctx *c, struct str name, struct date on);
MUST_USE enum err counter_start_named(struct ctx *c, struct str kind, int64_t year, int64_t last);
#define REGISTERS_MAX 64
/* register_names - the registers that the figures of def/figures.yaml stand on and this program keeps. Memory: c->a. */
const struct str *register_names(struct ctx *c, int *n);

#endif
