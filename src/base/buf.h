/* buf.h - a growing builder inside an arena, with a maximum of its own and a sticky overflow mark.
 * Append freely, check `overflow` once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf { struct arena *a; char *p; size_t n, cap, max; bool overflow; };

struct buf buf_new(struct arena *a, size_t max);        /* grows by doubling, up to max bytes */
void buf_add(struct buf *b, struct str s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_json(struct buf *b, struct str s);              /* a JSON string with its quotes */
struct str buf_str(const struct buf *b);                /* what was built, still the buffer's memory */
#define buf_lit(b, lit) buf_add((b), STR(lit))

#endif
