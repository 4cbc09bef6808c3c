/* ferry_page.h - what the page 摆渡 shows. */
#ifndef AREA_FERRY_FERRY_PAGE_H
#define AREA_FERRY_FERRY_PAGE_H

#include "area/ferry/ferry.h"
#include "page/layout.h"

struct ferry_view {
    struct page page;
    struct str error, reason;           /* why nothing was done; the reason as typed */
    struct ferry_state s;
    bool may_confirm;
};
void ferry_html(struct html *h, struct ctx *c, const struct ferry_view *v);
struct str ferry_line(struct ctx *c, const struct ferry_bundle *b, int64_t keep_days);      /* how one bundle stands, in words */

#endif
