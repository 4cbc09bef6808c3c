/* assemble.h - the parts that figures.c puts together: tables, checks, items of the report. Private to stats. */
#ifndef AREA_STATS_ASSEMBLE_H
#define AREA_STATS_ASSEMBLE_H

#include "area/stats/count.h"
#include "base/buf.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* tables_make - cuts of one figure, counted once: out[i] is by by[i]. */
MUST_USE enum err tables_make(struct ctx *c, const struct stats *s, struct str figure, const char *const *by, int n, struct table *out);
/* table_place - the fact that places the i-th counted thing in a cut; *at moves over all of its facts. */
const struct fact *table_place(struct ctx *c, const struct counted_list *l, int i, int *at, struct str by, const struct rule *r);
bool table_holds(struct ctx *c, const struct rule *r, const struct fact *x, struct str by, struct str code);
bool table_cut_known(struct str by);                        /* class, channel, … */
struct str check_fault(const struct node *row);             /* a cut of a check that is none; "" */
MUST_USE enum err checks_run(struct ctx *c, struct stats *s);
MUST_USE enum err report_items(struct ctx *c, const struct stats *s, struct figure *g, bool problems);  /* IMP13, IMP14 */
struct str period_words(struct ctx *c, struct window w);                    /* IMP15: 2020年上半年 */

#endif
