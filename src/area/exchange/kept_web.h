/* kept_web.h - a sheet that could not be taken, kept for the session that brought it: for its marks, and for taking its good rows.
 *
 * It holds reporters and texts, so it lies sealed under DATA/out; the key is made from the session's token, which only the browser has.
 * Whoever signs out leaves bytes that nobody can open; they are swept after a day.      Errors: NOT_FOUND, FULL, DENIED.
 */
#ifndef AREA_EXCHANGE_KEPT_WEB_H
#define AREA_EXCHANGE_KEPT_WEB_H

#include "area/exchange/import.h"
#include "net/request.h"

MUST_USE enum err kept_save(struct ctx *c, const struct request *q, const struct import *m, int64_t *ref);      /* *ref 0 = a new one */
MUST_USE enum err kept_load(struct ctx *c, const struct request *q, int64_t ref, struct import *m);    /* kind, name, map and bytes */
void kept_drop(struct ctx *c, int64_t ref);
/* kept_clean - at the start: an export that a killed server had begun lies open in DATA/out; only what is sealed may stay. */
void kept_clean(const char *data_dir);

#endif
