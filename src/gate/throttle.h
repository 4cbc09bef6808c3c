/* throttle.h - slows guessing down without locking a victim out (ADR 0016).
 *
 * Wrong tries are counted in buckets. A browser from which this user signed in before (cookie `xd`, known_device) has a bucket of its
 * own and feels nobody else's tries. Every other desk counts three ways: this login from this source, this login from anywhere, this
 * source with any login. A source that has not failed with this login yet is never held up by the tries of others: the owner of the
 * account, at a strange desk, is let in by the first right password.
 * Owns tables signin_try, known_device.
 */
#ifndef GATE_THROTTLE_H
#define GATE_THROTTLE_H

#include "base/ctx.h"

#define DEVICE_COOKIE     "xd"
#define DEVICE_DAYS       180           /* a browser not used that long is forgotten */
#define DEVICES_MAX       20            /* per user: the oldest go */
#define TRIES_FORGET_MS   ((int64_t)3600 * 1000)

struct tries { struct str own, login, source; int64_t own_free; };      /* names of buckets; "" = not asked */

/* throttle_of - which buckets a sign-in meets. `known`: the browser's cookie stands for this very user. */
struct tries throttle_of(struct ctx *c, struct str login, struct str client, struct str device, bool known);
struct tries throttle_code(struct ctx *c, struct str login, struct str client, struct str device, bool known); /* second factor */
/* throttle_check - Errors: THROTTLED, with the seconds to wait. */
MUST_USE enum err throttle_check(struct ctx *c, const struct tries *t);
MUST_USE enum err throttle_failed(struct ctx *c, const struct tries *t);
MUST_USE enum err throttle_clear(struct ctx *c, const struct tries *t);         /* the own bucket only */

MUST_USE enum err device_known(struct ctx *c, struct str device, int64_t user_id, bool *known);
MUST_USE enum err device_keep(struct ctx *c, struct str device, int64_t user_id);
struct str secret_hash(struct arena *a, struct str secret);     /* SHA-256, hex: what the database keeps of a cookie */

#endif
