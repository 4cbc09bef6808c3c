/* export.h - rows out as xlsx, csv or json: the rows of a list with its filters, its order and the viewer's scope, a page of them at a time.
 *
 * Used by: the command and /export.      Memory: one page of rows; the file grows on disk.      Errors: INVALID, NOT_FOUND, FORBIDDEN, TOO_LARGE, FULL.
 * whole: every field of the import sheet, texts and times as they came in; else the columns that the list shows.
 */
#ifndef AREA_EXCHANGE_EXPORT_H
#define AREA_EXCHANGE_EXPORT_H

#include "area/exchange/columns.h"
#include "base/date.h"

struct request;
enum export_format { EXPORT_XLSX, EXPORT_CSV, EXPORT_JSON };
struct export_ask {
    struct str kind;
    enum export_format format;
    bool whole;
    struct window window;               /* set: by the register's counting date */
    const struct request *q;            /* of a page: its filters and order; NULL for a command */
    struct { struct str name, value; } filters[32]; int n_filters;
    bool (*tick)(struct ctx *c, void *arg, int progress, struct str at);        /* gate/work.h; false = stop. NULL: nobody looks */
    void *tick_arg;
};
#define EXPORT_AT_ONCE 2000             /* rows that are written while the page waits; more go on behind it */
bool export_format_of(struct str file, enum export_format *out);            /* by the ending of a name */
struct str export_type(enum export_format f);                               /* content type */
const char *export_ending(enum export_format f);                            /* ".xlsx" */
MUST_USE enum err export_filter(struct ctx *c, struct export_ask *k, struct str pair);  /* "state=registered"; Errors: INVALID, naming those there are */
struct str export_label(struct ctx *c, const struct export_ask *k);         /* 检举控告 xlsx */
MUST_USE enum err export_may(struct ctx *c, const struct export_ask *k);    /* the right alone. Errors: FORBIDDEN, NOT_FOUND */
/* export_count - how many rows it would have, counted no further than `top`. Errors: FORBIDDEN, NOT_FOUND. */
MUST_USE enum err export_count(struct ctx *c, const struct export_ask *k, int top, int64_t *n);
/* export_write - the file; after an error there is none. */
MUST_USE enum err export_write(struct ctx *c, const struct export_ask *k, struct str path, int64_t *rows);

#endif
