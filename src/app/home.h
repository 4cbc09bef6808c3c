/* home.h - the first page: what waits for me, and how the latest period with records stands. */
#ifndef APP_HOME_H
#define APP_HOME_H

#include "area/stats/stats.h"
#include "gate/route.h"
#include "page/chart.h"
#include "page/layout.h"

#define STANDING_MAX 8
struct home_wait { struct str label, path; int64_t n; enum tone tone; };
struct home_standing {
    bool shown;
    struct str period, prev_name;
    const struct figure *figures[STANDING_MAX]; int n;
    struct chart_months months; struct chart_shares forms;
    int n_failed;               /* checks that do not agree */
};
struct home_view { struct page page; struct home_wait waits[16]; int n_waits; struct home_standing standing; };

enum err home_page(struct ctx *c, struct request *q, struct reply *out);
/* home_standing - a few figures of the latest half-year with records, beside last year's. */
MUST_USE enum err home_standing(struct ctx *c, struct stats *s, struct home_standing *out);
/* home_kept.c: the same, kept until a record changes; words of one language, of one organ. False: not kept, or changed since. */
bool standing_kept(struct ctx *c, struct str period, struct home_standing *out);
void standing_keep(struct ctx *c, const struct home_standing *s);
struct str standing_title(struct ctx *c, const struct home_standing *v);
struct str standing_path(struct ctx *c, const struct home_standing *v, const struct figure *g);     /* the list behind it, or the page of figures */
struct str standing_unit(struct ctx *c, const struct figure *g);
struct str standing_change(struct ctx *c, const struct figure *g);
struct str standing_prev(struct ctx *c, const struct figure *g);
void standing_html(struct html *h, struct ctx *c, const struct home_standing *v);
void home_html(struct html *h, struct ctx *c, const struct home_view *v);
void home_counts(struct ctx *c, int64_t counts[HERE__MAX]);     /* for the menu; see page_counts_by */

#endif
