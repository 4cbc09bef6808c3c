/* stats_web.h - the pages of the figures. */
#ifndef AREA_STATS_STATS_WEB_H
#define AREA_STATS_STATS_WEB_H

#include "area/stats/ask.h"
#include "gate/route.h"
#include "page/chart.h"
#include "page/layout.h"
#include "page/list.h"

#define STATS_ROUTES 4
extern const struct route stats_routes[STATS_ROUTES];

#define PERIOD_TABS_MAX 8
struct figures_view {
    struct page page;
    const struct stats *s;
    const struct asked *k;
    struct str query, prev_name;                    /* query: period, organ, scope, as-of of this view */
    struct str tabs[PERIOD_TABS_MAX]; int n_tabs;   /* periods one click away */
    const struct organ *organs; int n_organs;       /* own and below */
    const struct figure **open; int n_open;         /* registered; those that are not stand apart */
    const struct figure **closed; int n_closed;
    struct chart_months months; struct chart_shares forms;
    bool doors;                 /* numbers lead to rows only where the viewer may see every row that was counted (decisions.md 3) */
};
struct members_view { struct page page; const struct asked *k; const struct figure *g; struct str number; struct list_view list; int unseen; };
int cuts_end(const struct stats *s, int from);              /* the first table after `from` that is of another figure */
int checks_failed(const struct stats *s);
struct str figure_unit(struct ctx *c, const struct figure *g);      /* 件次, or its English word of def/codes.yaml */
struct str yoy_shown(struct ctx *c, int64_t cur, int64_t prev);     /* 增长5.2%, or +5.2% in English */
void figure_cells_html(struct html *h, struct ctx *c, const struct figures_view *v, const struct figure *g);
void figures_form_html(struct html *h, struct ctx *c, const struct figures_view *v);
void cut_html(struct html *h, struct ctx *c, const struct figures_view *v, const struct table *t);
void figures_html(struct html *h, struct ctx *c, const struct figures_view *v);
void members_html(struct html *h, struct ctx *c, const struct members_view *v);

#endif
