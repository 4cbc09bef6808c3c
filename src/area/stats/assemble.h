/* assemble.h - the parts that figures.c puts together: tables, checks, items of the report. Private to stats. */
#ifndef AREA_STATS_ASSEMBLE_H
#define AREA_STATS_ASSEMBLE_H

#include "area/stats/count.h"
#include "base/buf.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

MUST_USE enum err table_make(struct ctx *c, const struct stats *s, struct str figure, struct str by, struct table *out);
bool table_holds(struct ctx *c, const struct stats *s, const struct rule *r, const struct fact *x, struct str by, struct str code);
MUST_USE enum err checks_run(struct ctx *c, struct stats *s);
MUST_USE enum err report_items(struct ctx *c, const struct stats *s, struct figure *g, bool problems);  /* IMP13, IMP14 */
struct str period_words(struct ctx *c, struct window w);                    /* IMP15: 2020年上半年 */

#endif
