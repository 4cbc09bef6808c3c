/* check.h - what both sides ask of a bundle before anything is changed, and how it is said. */
#ifndef AREA_FERRY_CHECK_H
#define AREA_FERRY_CHECK_H

#include "area/ferry/bundle.h"
#include "base/ctx.h"

struct expected {
    struct str organ;
    enum bundle_direction direction;
    int64_t next;                       /* the number that is due */
    unsigned char keys[2][32]; int n_keys;      /* who may have packed it */
};
/* bundle_expected - FOREIGN, TWICE or GAP, with the missing numbers named. */
MUST_USE enum err bundle_expected(struct ctx *c, const struct expected *x, const struct bundle_head *h);
/* bundle_refused - the sentence for what bundle_read answered. */
enum err bundle_refused(struct ctx *c, enum err e, struct str path);

#endif
