/* search_slice.h - doors of the search, and what its page shows. */
#ifndef AREA_SEARCH_SEARCH_SLICE_H
#define AREA_SEARCH_SEARCH_SLICE_H

#include "area/search/search.h"
#include "gate/route.h"
#include "page/list.h"

#define SEARCH_ROUTES 3
extern const struct route search_routes[SEARCH_ROUTES];
extern const struct slice search_slice;

struct search_view {
    struct page page;
    struct search_ask ask;
    struct found *found;                /* NULL: nothing asked yet */
    struct str refused, from, to, next, first, lag;
    struct list_option kinds[8]; int n_kinds;
    struct list_option *states; int n_states;       /* value: kind/state */
    struct list_option *organs; int n_organs;
    struct str kind_state;
};
struct str search_kind_label(struct ctx *c, struct str kind);
void search_html(struct html *h, struct ctx *c, const struct search_view *v);

#endif
