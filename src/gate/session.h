/* session.h - signing in: password (argon2id), second factor (TOTP), sessions with an idle and an absolute limit, CSRF.
 *
 * Throttling: gate/throttle.h.
 * Owns table session; reads app_user.      Source: GB/T 22239-2019 8.1.4.1; def/limits (below).
 */
#ifndef GATE_SESSION_H
#define GATE_SESSION_H

#include "gate/gate.h"
#include "gate/throttle.h"
#include "net/request.h"

#define SESSION_HOURS     10            /* absolute: one working day */
#define SESSION_IDLE_MIN  30            /* since the last request, kept in memory */
#define PASSWORD_MIN      10            /* code points */
#define SESSION_COOKIE    "xz"

/* stage: full, or what is missing: totp (the code), once (a password of one's own), enrol (a second factor). */
struct session { struct str token, token_hash, csrf, stage, totp_new; int64_t user_id; };

/* session_policy - must every user have a second factor? Default outside the demonstration. Once, before the first request. */
void session_policy(bool second_factor);
/* user_load - the user with his permissions, from app_user, user_role and def/roles. Errors: NOT_FOUND. Memory: c->a. */
MUST_USE enum err user_load(struct ctx *c, int64_t id, struct user **out);
/* session_load - finds who is asking; nobody without a cookie. Errors: UNAUTHORISED (ended: idle or absolute). */
MUST_USE enum err session_load(struct ctx *c, struct str token, struct session *out);
void session_touch(struct str token_hash, int64_t now_ms);      /* last seen, in memory only */
void session_forget_all(void);                                  /* tests */

int64_t session_seen(struct str token_hash, int64_t started_ms, int64_t now_ms);

/* Sign-in in two halves: prepare on a worker (slow hash), apply on the writer. `device`: the browser's cookie, never "". */
struct signin {
    struct str login, client, device;
    int64_t user_id, organ_id;
    bool right, once, has_totp, known;
    struct tries tries;
};
MUST_USE enum err signin_prepare(struct ctx *c, struct str login, struct str password, struct str client, struct str device, struct signin *out);
MUST_USE enum err signin_apply(struct ctx *c, const struct signin *s, struct session *out);
MUST_USE enum err totp_apply(struct ctx *c, const struct session *s, struct str code, struct str client, struct str device, bool *right);
MUST_USE enum err totp_begin(struct ctx *c, const struct session *s);       /* a new secret, not yet in force */
MUST_USE enum err totp_enrol(struct ctx *c, const struct session *s, struct str code);  /* in force after its first right code. Errors: INVALID */
MUST_USE enum err user_lang_set(struct ctx *c, struct str lang);
MUST_USE enum err signout_apply(struct ctx *c, const struct session *s);

struct str password_hash(struct arena *a, struct str password);                /* argon2id t=3, 64 MiB; about 0.16 s */
MUST_USE enum err password_policy(struct ctx *c, struct str password, struct str login);
MUST_USE enum err password_right(struct ctx *c, struct str password, bool *right);      /* one's own, again; slow */
MUST_USE enum err password_apply(struct ctx *c, const struct session *s, struct str hash);
struct str password_make(struct arena *a);      /* one-time password: 4 groups of 4 characters without look-alikes */
struct str totp_make(struct arena *a);          /* new secret, base32 */
MUST_USE enum err totp_check(struct str secret, struct str code, int64_t now_ms, int64_t last, int64_t *step);

#endif
