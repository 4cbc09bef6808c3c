/* works_slice.h - what the slice gives to app/slices.c, and its page. */
#ifndef AREA_WORKS_WORKS_SLICE_H
#define AREA_WORKS_WORKS_SLICE_H

#include "gate/route.h"
#include "page/layout.h"

extern const struct slice works_slice;

struct work_view {
    struct page page;
    struct str path, back, at, fault;   /* fault: why it ended; "" = it goes on */
    bool stopped;                       /* by himself: no fault of anybody's */
    int percent;
};
void work_html(struct html *h, struct ctx *c, const struct work_view *v);
void work_state_html(struct html *h, struct ctx *c, const struct work_view *v);

#endif
