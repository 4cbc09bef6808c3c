/* ask.h - what people ask figures with: a period, an as-of date, an organ's code, a scope; read alike from an address and a command line. */
#ifndef AREA_STATS_ASK_H
#define AREA_STATS_ASK_H

#include "area/stats/stats.h"

struct ask_words { struct str period, as_of, organ, scope; };
/* ask_read - the viewer's own organ where none is named. Errors: INVALID (no such period or date), NOT_FOUND (organ). */
MUST_USE enum err ask_read(struct ctx *c, const struct ask_words *w, struct stat_ask *out, struct str *organ_code, struct str *organ_name);
/* ask_latest - the latest half-year with records of the organ; the one of today where there is none. */
MUST_USE enum err ask_latest(struct ctx *c, int64_t organ_id, struct str *period);

#endif
