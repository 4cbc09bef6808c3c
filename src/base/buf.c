#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_BYTES ((size_t)256)
#define SPARE_BYTES ((size_t)1)         /* behind cap, for the NUL vsnprintf ends with */

struct buf buf_new(struct arena *a, size_t max)
{
    return (struct buf){ .a = a, .max = max };
}

/* room - makes place for n more bytes; false, and the mark, when that would pass the maximum. */
static bool room(struct buf *b, size_t n)
{
    size_t cap = b->cap < FIRST_BYTES ? FIRST_BYTES : b->cap;
    char *p;

    if (b->overflow || n > b->max - b->n) {
        b->overflow = true;
        return false;
    }
    if (b->p != NULL && n <= b->cap - b->n)
        return true;
    while (cap - b->n < n)
        cap = cap > b->max / 2 ? b->max : cap * 2;
    if (!arena_extend(b->a, b->p, b->cap + SPARE_BYTES, cap + SPARE_BYTES)) {
        p = NEWS(b->a, char, cap + SPARE_BYTES);
        if (b->n > 0)
            memcpy(p, b->p, b->n);
        b->p = p;
    }
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, struct str s)
{
    bool fits = !b->overflow && s.n <= b->cap - b->n && s.n <= b->max - b->n;      /* nearly always: a page is many short pieces */

    if (s.n == 0 || (!fits && !room(b, s.n)))
        return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_char(struct buf *b, char c)
{
    if (room(b, 1))
        b->p[b->n++] = c;
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)v);

    buf_add(b, (struct str){ digits, (size_t)n });
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) {
        b->overflow = true;
    } else if (room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);     /* its NUL: see SPARE_BYTES */
        b->n += (size_t)n;
    }
    va_end(again);
}

struct str buf_str(const struct buf *b)
{
    return b->n == 0 ? STR("") : (struct str){ b->p, b->n };
}

void buf_json(struct buf *b, struct str s)
{
    buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char k = (unsigned char)s.p[i];
        if (k == '"' || k == '\\')
            buf_fmt(b, "\\%c", k);
        else if (k == '\n')
            buf_lit(b, "\\n");
        else if (k < 0x20)
            buf_fmt(b, "\\u%04x", k);
        else
            buf_char(b, (char)k);
    }
    buf_char(b, '"');
}
