#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDE_BLANK "\xE3\x80\x80"       /* U+3000, what a Chinese keyboard types for a blank */

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int r = n == 0 ? 0 : memcmp(a.p, b.p, n);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str head)
{
    return s.n >= head.n && str_eq(str_head(s, head.n), head);
}

bool str_ends(struct str s, struct str tail)
{
    return s.n >= tail.n && str_eq(str_from(s, s.n - tail.n), tail);
}

bool str_has(struct str s, struct str part)
{
    return str_find(s, part) >= 0;
}

ptrdiff_t str_find(struct str s, struct str part)
{
    const char *at;

    if (part.n == 0)
        return 0;
    if (s.n < part.n)
        return -1;
    at = memmem(s.p, s.n, part.p, part.n);
    return at == NULL ? -1 : at - s.p;
}

struct str str_z(const char *z)
{
    return z == NULL ? STR("") : (struct str){ z, strlen(z) };
}

struct str str_from(struct str s, size_t at)
{
    if (s.p == NULL)
        return STR("");
    return at >= s.n ? (struct str){ s.p + s.n, 0 } : (struct str){ s.p + at, s.n - at };
}

struct str str_head(struct str s, size_t n)
{
    return (struct str){ s.p, n < s.n ? n : s.n };
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    for (;;) {
        if (s.n > 0 && is_blank(s.p[0]))
            s = str_from(s, 1);
        else if (s.n > 0 && is_blank(s.p[s.n - 1]))
            s.n--;
        else if (str_starts(s, STR(WIDE_BLANK)))
            s = str_from(s, 3);
        else if (str_ends(s, STR(WIDE_BLANK)))
            s.n -= 3;
        else
            return s;
    }
}

struct str str_cut(struct str *rest, char sep)
{
    const char *at = rest->n == 0 ? NULL : memchr(rest->p, sep, rest->n);
    struct str part = at == NULL ? *rest : str_head(*rest, (size_t)(at - rest->p));

    *rest = str_from(*rest, at == NULL ? rest->n : part.n + 1);
    return part;
}

struct str str_copy(struct arena *a, struct str s)
{
    return str_join(a, s, STR(""));
}

struct str str_join(struct arena *a, struct str x, struct str y)
{
    char *p = NEWS(a, char, x.n + y.n + 1);

    if (x.n > 0)
        memcpy(p, x.p, x.n);
    if (y.n > 0)
        memcpy(p + x.n, y.p, y.n);
    return (struct str){ p, x.n + y.n };
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    va_list args, again;
    char small[64], *p;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    if (n < 0)
        abort();                /* only a broken format or a text over 2 GiB */
    p = NEWS(a, char, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){ p, (size_t)n };
}

struct str str_int(struct arena *a, int64_t v)
{
    return str_fmt(a, "%lld", (long long)v);
}

bool str_to_int(struct str s, int64_t *out)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    int64_t v = 0;              /* grows downwards: INT64_MIN has no positive twin */

    if (s.n == (size_t)minus)
        return false;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    if (!minus && v == INT64_MIN)
        return false;
    *out = minus ? v : -v;
    return true;
}

struct str str_hex(struct arena *a, const void *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = p;
    char *to = NEWS(a, char, mul_size(n, 2) + 1);

    for (size_t i = 0; i < n; i++) {
        to[2 * i] = digits[from[i] >> 4];
        to[2 * i + 1] = digits[from[i] & 15];
    }
    return (struct str){ to, 2 * n };
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool str_unhex(struct str s, void *out, size_t n)
{
    unsigned char *to = out;

    if (s.n % 2 != 0 || s.n / 2 != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_value(s.p[2 * i]), low = hex_value(s.p[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        to[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}
