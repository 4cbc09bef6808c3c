/* admin_store.h - rows of organ, office, app_user and their rights. Knows columns, nothing else. */
#ifndef AREA_ADMIN_ADMIN_STORE_H
#define AREA_ADMIN_ADMIN_STORE_H

#include "area/admin/admin.h"

MUST_USE enum err organ_store_add(struct ctx *c, const struct organ *o, struct date valid_from);
MUST_USE enum err organ_store_parent(struct ctx *c, int64_t organ_id, int64_t parent_id, struct date valid_from);
MUST_USE enum err office_store_add(struct ctx *c, int64_t id, int64_t organ_id, struct str code, struct str name);
MUST_USE enum err account_store_add(struct ctx *c, const struct account *u);
MUST_USE enum err account_store_roles(struct ctx *c, int64_t user_id, struct str *out, int max, int *n);
MUST_USE enum err account_store_role(struct ctx *c, int64_t user_id, struct str role);
MUST_USE enum err account_store_role_holders(struct ctx *c, int64_t user_id, struct str role, int64_t *others);    /* of his organ */
MUST_USE enum err account_store_role_take(struct ctx *c, int64_t user_id, struct str role);

MUST_USE enum err organ_store_above(struct ctx *c, int64_t organ_id, struct date day, int64_t *parent_id);
MUST_USE enum err organ_store_parent_end(struct ctx *c, int64_t organ_id, struct date last);
MUST_USE enum err organ_store_rename(struct ctx *c, const struct organ *o, struct date from);
MUST_USE enum err office_store_end(struct ctx *c, int64_t id, struct date last);

#endif
