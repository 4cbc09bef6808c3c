/* session.h - signing in: password (argon2id), second factor (TOTP), sessions with an idle and an absolute limit, CSRF.
 *
 * Throttling slows a login and source pair down and never locks the account: a victim signs in from his own desk.
 * Owns tables session, signin_try; reads app_user.      Source: GB/T 22239-2019 8.1.4.1; def/limits (below).
 */
#ifndef GATE_SESSION_H
#define GATE_SESSION_H

#include "gate/gate.h"
#include "net/request.h"

#define SESSION_HOURS     10            /* absolute: one working day */
#define SESSION_IDLE_MIN  30            /* since the last request, kept in memory */
#define PASSWORD_MIN      10            /* code points */
#define SESSION_COOKIE    "xz"

struct session { struct str token, token_hash, csrf, stage; int64_t user_id; bool fresh; };

/* user_load - the user with his permissions, from app_user, user_role and def/roles. Errors: NOT_FOUND. Memory: c->a. */
MUST_USE enum err user_load(struct ctx *c, int64_t id, struct user **out);
/* session_load - finds who is asking; nobody without a cookie. Errors: UNAUTHORISED (ended: idle or absolute). */
MUST_USE enum err session_load(struct ctx *c, struct str token, struct session *out);
MUST_USE enum err csrf_check(struct ctx *c, const struct session *s, const struct request *q);
void session_touch(struct str token_hash, int64_t now_ms);      /* last seen, in memory only */
void session_forget_all(void);                                  /* tests */

/* Sign-in in two halves: prepare on a worker (slow hash), apply on the writer. */
struct signin { struct str login, client; int64_t user_id; bool right, once, wants_totp; struct str totp_secret; int64_t totp_last; };
MUST_USE enum err signin_prepare(struct ctx *c, struct str login, struct str password, struct str client, struct signin *out);
MUST_USE enum err signin_apply(struct ctx *c, const struct signin *s, struct session *out);
MUST_USE enum err totp_apply(struct ctx *c, const struct session *s, struct str code);
MUST_USE enum err user_lang_set(struct ctx *c, struct str lang);
MUST_USE enum err signout_apply(struct ctx *c, const struct session *s);

struct str password_hash(struct arena *a, struct str password);                /* argon2id t=3, 64 MiB; about 0.16 s */
MUST_USE enum err password_policy(struct ctx *c, struct str password, struct str login);
MUST_USE enum err password_apply(struct ctx *c, const struct session *s, struct str hash);
struct str password_make(struct arena *a);      /* one-time password: 4 groups of 4 characters without look-alikes */
struct str totp_make(struct arena *a);          /* new secret, base32 */
MUST_USE enum err totp_check(struct str secret, struct str code, int64_t now_ms, int64_t last, int64_t *step);

#endif
