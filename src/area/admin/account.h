/* account.h - accounts as administrators see them, and the changes that need two of them.
 *
 * The system administrator makes accounts, locks them and hands out one-time passwords. Whatever opens a door - a role, a row scope, the
 * mapping to a system uid, taking a second factor away, a new password of another administrator - is asked by one administrator and
 * confirmed by another (ADR: rights need two persons). Nobody asks or confirms for himself.
 * Owns tables app_user (with gate/session), user_role, user_scope, rights_request.
 */
#ifndef AREA_ADMIN_ACCOUNT_H
#define AREA_ADMIN_ACCOUNT_H

#include "area/admin/admin.h"

#define ROLES_MAX    16
#define SCOPES_MAX   64
#define ACCOUNTS_MAX 51                 /* a page, and one more to know whether there is another */
#define RIGHTS_MAX   200

struct account_scope { int64_t organ_id, office_id; struct str organ, office; };
struct account_row {
    int64_t id, ref, organ_id, office_id, uid, rev, failed, last_in_ms;
    struct str login, name, organ, office;
    bool active, has_totp, once;
    struct str roles[ROLES_MAX]; int n_roles;
};

MUST_USE enum err accounts_list(struct ctx *c, struct str word, struct str after, struct account_row *out, int max, int *n);
MUST_USE enum err account_by_ref(struct ctx *c, int64_t ref, struct account_row *out);          /* Errors: NOT_FOUND */
MUST_USE enum err account_by_login(struct ctx *c, struct str login, struct account_row *out);   /* Errors: NOT_FOUND */
MUST_USE enum err account_scopes(struct ctx *c, int64_t user_id, struct account_scope *out, int max, int *n);
bool account_is_admin(struct ctx *c, const struct account_row *u);

MUST_USE enum err account_edit(struct ctx *c, const struct account_row *u, struct str name, int64_t office_id, int64_t rev);
MUST_USE enum err account_lock(struct ctx *c, const struct account_row *u, bool lock);          /* ends every session of his */
/* account_password - a one-time password whose hash was made elsewhere. Refuses an administrator's account: that needs two. */
MUST_USE enum err account_password(struct ctx *c, const struct account_row *u, struct str hash);

struct rights_request {
    int64_t id, ref, user_id, user_ref, organ_id, office_id, uid, asked_by, asked_at_ms, decided_at_ms;
    struct str login, user_name, act, role, reason, state, asked_name, decided_name, organ, office;
};
/* rights_ask - act: role_give role_take scope_give scope_take (security administrator), uid totp_off password (system administrator).
 * Errors: INVALID (no such act, role, organ; no reason), FORBIDDEN (for oneself; what the other administrator asks), CONFLICT (already asked). */
MUST_USE enum err rights_ask(struct ctx *c, const struct account_row *u, struct rights_request *r);
MUST_USE enum err rights_list(struct ctx *c, int64_t user_id, struct rights_request *out, int max, int *n);     /* 0 = of everybody */
MUST_USE enum err rights_by_ref(struct ctx *c, int64_t ref, struct rights_request *out);
/* rights_confirm - does it. `hash`: of the one-time password that `password` hands out, made before (slow); else "". */
MUST_USE enum err rights_confirm(struct ctx *c, const struct rights_request *r, struct str hash);
MUST_USE enum err rights_refuse(struct ctx *c, const struct rights_request *r);     /* by another; by oneself it is a withdrawal */
MUST_USE enum err rights_waiting(struct ctx *c, int64_t *n);
/* rights_may_confirm - 0, or the text that says why not. */
int rights_may_confirm(const struct ctx *c, const struct rights_request *r);
struct str rights_words(struct ctx *c, const struct rights_request *r);             /* "给角色：信访室承办人" */
struct str role_label(struct ctx *c, struct str role);

#endif
