/* ferry_store.h - rows of the ferry inside. Private to the slice. */
#ifndef AREA_FERRY_FERRY_STORE_H
#define AREA_FERRY_FERRY_STORE_H

#include "area/ferry/ferry.h"

struct ferry_site {
    struct str article15, ferry_public, next_public, ack_public, ack_certificate, asked;    /* "" = none */
    struct date ack_from, ack_to;
    int64_t asked_by, confirmed_by;
    bool asked_anew;
};
MUST_USE enum err site_load(struct ctx *c, int64_t organ_id, struct ferry_site *out);       /* NOT_FOUND */
MUST_USE enum err site_save(struct ctx *c, int64_t organ_id, const struct ferry_site *s);

MUST_USE enum err ferry_last(struct ctx *c, bool outward, int64_t *no);         /* unpacked or passed over; packed */
MUST_USE enum err ferry_bundle_add(struct ctx *c, const struct ferry_bundle *b);
MUST_USE enum err ferry_bundle_drop_asked(struct ctx *c, int64_t no);
MUST_USE enum err ferry_bundle_of(struct ctx *c, bool outward, int64_t no, struct ferry_bundle *out);       /* NOT_FOUND */
MUST_USE enum err ferry_bundles(struct ctx *c, struct ferry_bundle *out, int max, int *n);                  /* newest first */
MUST_USE enum err ferry_open(struct ctx *c, bool anew, struct ferry_bundle *out, int max, int *n);          /* outward: no receipt yet; or to go again */
MUST_USE enum err ferry_skipped(struct ctx *c, struct seen *s);
MUST_USE enum err ferry_confirm(struct ctx *c, int64_t no, struct str day, bool anew);
MUST_USE enum err ferry_anew_done(struct ctx *c, int64_t no);
MUST_USE enum err ferry_skip_set(struct ctx *c, int64_t no, int64_t *changed);

struct ferry_early { int64_t kind; struct str id, body; int64_t bytes; struct str sha256; int64_t bundle_no; };
MUST_USE enum err ferry_early_add(struct ctx *c, const struct ferry_early *e);
MUST_USE enum err ferry_early_all(struct ctx *c, struct ferry_early **out, int *n);
MUST_USE enum err ferry_early_drop(struct ctx *c, const struct ferry_early *e);

struct ferry_ack { int64_t envelope_id; struct str day, hash; };
MUST_USE enum err ferry_ack_add(struct ctx *c, const struct ferry_ack *k);
MUST_USE enum err ferry_acks(struct ctx *c, struct ferry_ack **out, int *n);
MUST_USE enum err ferry_acks_wait(struct ctx *c, int64_t *n);
MUST_USE enum err ferry_ack_carried(struct ctx *c, int64_t envelope_id, int64_t no);

#endif
