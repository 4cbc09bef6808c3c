/* recusal_page.h - what the page of a matter's recusals shows. */
#ifndef AREA_RECUSAL_RECUSAL_PAGE_H
#define AREA_RECUSAL_RECUSAL_PAGE_H

#include "area/recusal/recusal.h"
#include "gate/route.h"
#include "page/layout.h"

extern const struct slice recusal_slice;
struct recusal_view {
    struct page page;
    struct str path, error, chosen, reason;         /* path: /petition/REF/recusal; chosen, reason: as sent, when it was refused */
    bool may_lift;
    struct recused *rows; int n;
    struct candidate *users; int n_users;
};
void recusal_html(struct html *h, struct ctx *c, const struct recusal_view *v);
struct str recused_why(struct ctx *c, struct str reason);

#endif
