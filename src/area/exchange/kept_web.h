/* kept_web.h - files that wait for the session that asked for them, sealed below DATA/out: a sheet that could not be taken, for its marks and its
 * good rows; a long register, written behind the page.
 *
 * They hold reporters and texts. The key is made from the session's token, which only the browser has: whoever signs out leaves bytes that nobody
 * can open; they are swept after a day.      Errors: NOT_FOUND, FULL, DENIED.
 */
#ifndef AREA_EXCHANGE_KEPT_WEB_H
#define AREA_EXCHANGE_KEPT_WEB_H

#include "area/exchange/import.h"
#include "net/request.h"

#define KEPT_KEY_BYTES 32

MUST_USE enum err kept_save(struct ctx *c, const struct request *q, const struct import *m, int64_t *ref);      /* *ref 0 = a new one */
MUST_USE enum err kept_load(struct ctx *c, const struct request *q, int64_t ref, struct import *m);    /* kind, name, map and bytes */
void kept_drop(struct ctx *c, int64_t ref);

/* A file written by a work: its key leaves with the work; open in `kept_path(…, KEPT_OPEN)` while it is written, then closed and, in the
 * transaction that says it is there, given its name. */
enum kept_stage { KEPT_OPEN, KEPT_CLOSED, KEPT_NAMED };
struct str kept_path(struct ctx *c, int64_t ref, enum kept_stage stage);
MUST_USE enum err kept_key(struct ctx *c, const struct request *q, int64_t ref, unsigned char key[KEPT_KEY_BYTES]);
MUST_USE enum err kept_close(struct ctx *c, int64_t ref, const unsigned char key[KEPT_KEY_BYTES]);      /* durable; the open one is gone either way */
MUST_USE enum err kept_name(struct ctx *c, int64_t ref);
void kept_forget(struct ctx *c, int64_t ref);                                   /* at whatever stage it is */
MUST_USE enum err kept_open(struct ctx *c, const struct request *q, int64_t ref, struct str path);      /* a plain copy, to be sent and removed */

/* kept_sweep - what is older than a day; a chore, and whenever something is kept. */
void kept_sweep(struct ctx *c);
/* kept_clean - at the start: an export that a killed server had begun lies open in DATA/out; only what is sealed and named may stay. */
void kept_clean(const char *data_dir);

#endif
