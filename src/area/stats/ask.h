/* ask.h - what people ask figures with: a period, an as-of date, an organ's code, a scope; read alike from an address and a command line. */
#ifndef AREA_STATS_ASK_H
#define AREA_STATS_ASK_H

#include "area/admin/admin.h"
#include "area/stats/stats.h"

struct ask_words { struct str period, as_of, organ, scope; };
struct published { int64_t ref; struct window w; };         /* ref 0 = none */
struct asked {
    struct stat_ask ask;
    struct organ organ;
    struct str period;              /* by its own name: 2020H1 */
    struct published frozen;        /* this viewer gets the published report of these days instead */
};
/* ask_read - the viewer's own organ where none is named. Errors: INVALID (no such period, date, scope), NOT_FOUND (organ). */
MUST_USE enum err ask_read(struct ctx *c, const struct ask_words *w, struct asked *out);
/* ask_compute - the figures, official or of the viewer's own rows. Errors: FORBIDDEN (see `frozen`), INVALID (as-of before the period). */
MUST_USE enum err ask_compute(struct ctx *c, const struct asked *a, struct stats *out);
/* ask_organs - the viewer's organ and those below it that work here, for a chooser. */
MUST_USE enum err ask_organs(struct ctx *c, const struct organ **out, int *n);
/* ask_latest - the latest half-year with records of the organ; the one of today where there is none. */
MUST_USE enum err ask_latest(struct ctx *c, int64_t organ_id, struct str *period);

#endif
