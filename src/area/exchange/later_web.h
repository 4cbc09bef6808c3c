/* later_web.h - an import that goes on behind the page: handed over with the reply, its progress on the page of all works (area/works). */
#ifndef AREA_EXCHANGE_LATER_WEB_H
#define AREA_EXCHANGE_LATER_WEB_H

#include "area/exchange/import.h"
#include "gate/work.h"

#define LATER_BYTES ((size_t)256 << 10)      /* a file below is read while the page waits: well under two seconds */

/* import_later - a copy of what was given, as work under this reference; kept: where the file lies meanwhile. */
struct work *import_later(struct ctx *c, const struct import *m, int64_t ref, int64_t kept);

#endif
