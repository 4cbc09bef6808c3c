/* outside.h - the ferry on the reporting site: packs what waits, unpacks what the inside sends, empties what has arrived.
 *
 * There is no user, writer or audit chain here (area/portal): each call makes its own transactions on c->db, in an order that lets the same
 * command go on after it was killed. c->data_dir is the site's directory; one ferry at a time is the caller's to see to (app/ferry.c).
 * Driven by   def/codes.yaml (portal_state; ferry_keep: days without a receipt before a bundle counts as lost).
 * Errors   FOREIGN, TORN, ALTERED, NEWER, GAP, TWICE, INVALID of bundles; FULL, DENIED, NOT_FOUND of files; BUSY.
 */
#ifndef AREA_FERRY_OUTSIDE_H
#define AREA_FERRY_OUTSIDE_H

#include "area/ferry/bundle.h"
#include "area/portal/carry.h"
#include "base/date.h"

struct outside_done {
    int64_t no, delivered, again, messages, unknown;
    struct carry_count count;           /* of what was packed */
    bool same, certified, keys_changed;
};
/* outside_pack - what waits, under the next number, to `path`. What a killed run left half written is written first, and where nothing is
 * new the last one without a receipt once more (done->same). again > 0: that bundle, the same bytes. Errors: NOT_FOUND when nothing waits. */
MUST_USE enum err outside_pack(struct ctx *c, struct str path, int64_t again, struct outside_done *done);
MUST_USE enum err outside_unpack(struct ctx *c, struct str path, struct outside_done *done);
/* outside_skip - passes over the next number, which never came: a reason and two persons by name. */
struct skip { int64_t no; struct str reason, one, other; };
MUST_USE enum err outside_skip(struct ctx *c, const struct skip *s);
/* outside_keys_new - new pairs for acknowledgements and bundles, in use once the organ certified them. */
MUST_USE enum err outside_keys_new(struct ctx *c);
/* outside_keys_asked - the entry about the keys that the organ certifies next, or has certified: what a fingerprint is of. */
MUST_USE enum err outside_keys_asked(struct ctx *c, struct str *entry);
struct outside_state {
    struct carry_count waiting;
    int64_t next_in, keep_days;
    struct carry_bundle *open; int n_open;      /* packed, without a receipt */
    bool certified;
    struct date certified_to;
};
MUST_USE enum err outside_state(struct ctx *c, struct outside_state *out);
int64_t bundle_age(struct ctx *c, struct str day);                                      /* whole days */

#endif
