/* account_store.h - rows of app_user, its rights and the requests to change them. Knows columns, nothing else. */
#ifndef AREA_ADMIN_ACCOUNT_STORE_H
#define AREA_ADMIN_ACCOUNT_STORE_H

#include "area/admin/account.h"

MUST_USE enum err account_store_edit(struct ctx *c, int64_t id, struct str name, int64_t office_id, int64_t rev);
MUST_USE enum err account_store_active(struct ctx *c, int64_t id, bool active);
MUST_USE enum err account_store_uid(struct ctx *c, int64_t id, int64_t uid);
MUST_USE enum err account_store_totp_off(struct ctx *c, int64_t id);
MUST_USE enum err account_store_password(struct ctx *c, int64_t id, struct str hash);
MUST_USE enum err account_store_sign_out(struct ctx *c, int64_t id);        /* sessions and known browsers */
MUST_USE enum err account_store_scope_take(struct ctx *c, int64_t id, int64_t organ_id, int64_t office_id);
MUST_USE enum err rights_store_add(struct ctx *c, const struct rights_request *r);
MUST_USE enum err rights_store_same(struct ctx *c, const struct rights_request *r, int64_t *n);
MUST_USE enum err rights_store_decide(struct ctx *c, int64_t id, struct str state);

#endif
