/* ferry.h - the ferry inside: takes the outside's bundles, packs what goes back, keeps the outside's keys.
 *
 * Each act has a half that reads (verifies, writes files, may be slow) and one that changes rows in the dispatcher's transaction; `…_done` follows the commit.
 * Driven by   def/codes.yaml (ferry_keep).      Owns tables ferry_site, ferry_bundle, ferry_early, ferry_ack, and DATA/ferry, DATA/envelopes.
 * Used by     ferry_cli, app (demonstration).   Scope: the asker's own organ.      Memory c->a.
 * Errors      as outside.h; FORBIDDEN: the second person must be another one.
 */
#ifndef AREA_FERRY_FERRY_H
#define AREA_FERRY_FERRY_H

#include "area/envelope/envelope.h"
#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"

struct ferry_bundle {
    bool outward, anew;
    int64_t no, entries, made_by, confirmed_by;
    struct str day, hash, confirmed_on, reason;
};

/* ---- from the outside */
struct ferry_unpack;
MUST_USE enum err ferry_unpack_read(struct ctx *c, struct str path, struct ferry_unpack **out);     /* verified whole, its files durable */
MUST_USE enum err ferry_unpack_apply(struct ctx *c, struct ferry_unpack *u);
struct ferry_taken { int64_t no, reports, notes, files, there, early, arrived; bool keys_asked; };
struct ferry_taken ferry_taken(const struct ferry_unpack *u);

/* ---- to the outside: packed as DATA/ferry/NO.HASH.new, the rows, then DATA/ferry/NO and the medium. A killed run is gone on with. */
struct ferry_pack;
MUST_USE enum err ferry_pack_read(struct ctx *c, int64_t again, struct ferry_pack **out);           /* again 0: the next number */
MUST_USE enum err ferry_pack_apply(struct ctx *c, struct ferry_pack *p);
MUST_USE enum err ferry_pack_done(struct ctx *c, const struct ferry_pack *p, struct str path);
/* ferry_publish - where the bundle of this number lies, for a browser that fetches it. */
MUST_USE enum err ferry_publish(struct ctx *c, int64_t no, struct str *path);
struct ferry_packed { int64_t no, messages, acks; bool same; };
struct ferry_packed ferry_packed(const struct ferry_pack *p);

/* ---- passing over a number that is lost: one asks, another confirms */
MUST_USE enum err ferry_skip_ask(struct ctx *c, int64_t no, struct str reason);
MUST_USE enum err ferry_skip_confirm(struct ctx *c, int64_t no);

/* ---- keys (the texts and their fingerprints: organ_text.h)
 * ferry_keys_text - the organ's public halves with its signature, to be carried to the outside once. article15: hex of the next higher organ's
 * public key, "" = the one that is known; the vault is told it, ferry_article15_keep notes it. higher: its fingerprint.
 * Errors: CONFLICT (the vault knows another one, vault.h). */
MUST_USE enum err ferry_keys_text(struct ctx *c, struct str article15, struct str *text, struct str *higher);
MUST_USE enum err ferry_article15_keep(struct ctx *c, struct str article15);
/* ferry_pin - the keys of an outside, from the request that it printed; `typed` is its fingerprint as read outside. They wait for another person, who
 * types it too: ferry_pin_read asks the organ's certificate for them, ferry_pin_confirm puts them into use. */
MUST_USE enum err ferry_pin(struct ctx *c, struct str request, struct str typed);
MUST_USE enum err ferry_pin_read(struct ctx *c, struct str typed, struct certificate *out);
MUST_USE enum err ferry_pin_confirm(struct ctx *c, const struct certificate *x);
/* ferry_pin_beside - an outside that stands beside a demonstration's inside, certified already. */
MUST_USE enum err ferry_pin_beside(struct ctx *c, int64_t organ_id, const struct portal_keys *k);

/* ---- shared by the parts of the slice */
MUST_USE enum err ferry_organ(struct ctx *c, struct str *code);                                     /* of the asker */
struct str ferry_path(struct ctx *c, int64_t no, const char *suffix);                               /* of a bundle packed here */

/* ---- how it stands */
#define FERRY_BUNDLES_MAX 200
struct ferry_state {
    struct ferry_bundle *bundles; int n;
    int64_t next_in, keep_days, acks;
    struct envelope_count count;
    bool pinned, asked;
};
MUST_USE enum err ferry_state(struct ctx *c, struct ferry_state *out);

#endif
