/* list_int.h - private to register/: a row of def/lists.yaml read for one request. */
#ifndef AREA_REGISTER_LIST_INT_H
#define AREA_REGISTER_LIST_INT_H

#include "area/register/register.h"
#include "db/query.h"

#define COLUMNS_MAX 24

struct shown { struct str name, list; enum col_kind kind; };
struct organ_name { int64_t id; struct str name; };
struct held { struct str value; int64_t *ids; int n; bool few; };      /* which records hold a text, asked once */
#define HELD_MAX 8
struct held_all { struct held of[HELD_MAX]; int n; };
struct plan {
    const struct node *row;
    struct str name, view, path, kind;      /* petition, rpt_petition, /petition, and whose workflow its states are */
    struct shown cols[COLUMNS_MAX]; int n;
    struct organ_name *organs; int n_organs;    /* those of the viewer's scope, for the column that names them */
    struct query_reach reach;               /* whose rows this viewer sees; of 0 organs = too many to ask one by one */
    struct held_all *held;
};

bool plan_of(struct ctx *c, struct str name, struct plan *p);
void plan_for_viewer(struct ctx *c, struct plan *p);                    /* before the first plan_where: whose rows they are */
void plan_columns(struct ctx *c, struct plan *p, struct list_view *out);
void plan_order(struct ctx *c, const struct plan *p, struct list_view *out);    /* what the request sorts by, else the list's own order */
struct str plan_text(struct ctx *c, const struct plan *p, const struct shown *col, struct str value);   /* as it is shown; "" where it is not */
struct str plan_label(const struct ctx *c, const struct node *row);
/* plan_where - the row scope of the viewer and what the request filters by. */
void plan_where(struct ctx *c, const struct request *q, const struct plan *p, struct query *out);
/* plan_count - how many: exact up to *max (never over `most`), by a query that stops there. One filter has an index that counts; two have none together, and a
 * text that is looked for in every row is not counted beyond a page. */
MUST_USE enum err plan_count(struct ctx *c, const struct request *q, const struct plan *p, int most, int64_t *n, int *max);
/* tabs.c: those of def/lists.yaml, then what the user saved; says in `out` which one is looked at. */
MUST_USE enum err plan_tabs(struct ctx *c, const struct plan *p, struct list_view *out);
struct str plan_clock(struct ctx *c, struct str due, bool final, enum tone *tone);     /* "剩 3 天", "超 2 天", or the day */

#endif
