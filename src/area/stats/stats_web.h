/* stats_web.h - the pages of the figures. */
#ifndef AREA_STATS_STATS_WEB_H
#define AREA_STATS_STATS_WEB_H

#include "area/stats/stats.h"
#include "gate/route.h"
#include "page/chart.h"
#include "page/layout.h"
#include "page/list.h"

#define STATS_ROUTES 3
extern const struct route stats_routes[STATS_ROUTES];

struct figures_view {
    struct page page;
    const struct stats *s;
    struct str period, prev_name;
    const struct list_option *periods; int n_periods;
    struct chart_months months; struct chart_shares forms;
    bool full_scope;            /* numbers are doors only for a viewer who sees every row (decisions.md 3) */
};
struct members_view { struct page page; const struct figure *g; struct list_view list; struct str period; };
struct str table_title(struct ctx *c, const struct table *t);
void figure_cells_html(struct html *h, struct ctx *c, const struct figure *g, struct str period, bool door);
void figures_html(struct html *h, struct ctx *c, const struct figures_view *v);
void members_html(struct html *h, struct ctx *c, const struct members_view *v);

#endif
