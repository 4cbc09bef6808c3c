#include "base/utf8.h"

#include <string.h>

#define BAD 0xFFFD

struct range { uint32_t from, to; };

/* Characters without a width: what a copy from a web page or a word processor leaves unseen. */
static const struct range invisible[] = {
    { 0x00AD, 0x00AD }, { 0x034F, 0x034F }, { 0x061C, 0x061C }, { 0x115F, 0x1160 },
    { 0x17B4, 0x17B5 }, { 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x202A, 0x202E },
    { 0x2060, 0x206F }, { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE01EF },
};

/* Blanks, punctuation, ornaments outside ASCII. Numbers in circles, 々 and 〇 carry meaning. */
static const struct range marks[] = {
    { 0x0080, 0x00A9 }, { 0x00AB, 0x00B1 }, { 0x00B4, 0x00B4 }, { 0x00B6, 0x00B8 },
    { 0x00BB, 0x00BB }, { 0x00BF, 0x00BF }, { 0x00D7, 0x00D7 }, { 0x00F7, 0x00F7 },
    { 0x02B0, 0x02FF }, { 0x0300, 0x036F }, { 0x0387, 0x0387 }, { 0x1680, 0x1680 },
    { 0x2000, 0x206F }, { 0x20A0, 0x20CF }, { 0x2190, 0x22FF }, { 0x2500, 0x2775 },
    { 0x2794, 0x27FF }, { 0x2900, 0x2BFF }, { 0x2E00, 0x2E7F }, { 0x3000, 0x3004 },
    { 0x3008, 0x3020 }, { 0x302A, 0x3030 }, { 0x3036, 0x3037 }, { 0x303D, 0x303F },
    { 0x30A0, 0x30A0 }, { 0x30FB, 0x30FB }, { 0xFE10, 0xFE1F }, { 0xFE30, 0xFE6F },
    { 0xFF5F, 0xFF65 }, { 0xFFE0, 0xFFEE },
};

/* Upper case outside ASCII whose lower case takes as many bytes: a form never outgrows its text. */
static const struct { uint32_t from, to, add; } upper[] = {
    { 0x00C0, 0x00D6, 32 }, { 0x00D8, 0x00DE, 32 }, { 0x0391, 0x03A1, 32 }, { 0x03A3, 0x03AB, 32 },
    { 0x0400, 0x040F, 80 }, { 0x0410, 0x042F, 32 }, { 0x2160, 0x216F, 16 },
};

static bool in_ranges(const struct range *r, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (cp > r[mid].to)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && cp >= r[low].from;
}
#define IN_RANGES(r, cp) in_ranges((r), sizeof(r) / sizeof *(r), (cp))

static bool is_tail(unsigned char b)
{
    return (b & 0xC0) == 0x80;
}

size_t utf8_next(struct str s, size_t at, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = at < s.n ? s.n - at : 0;
    uint32_t v;

    *cp = BAD;
    if (left == 0)
        return 1;
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF && left >= 2 && is_tail(p[1])) {
        *cp = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if ((p[0] & 0xF0) == 0xE0 && left >= 3 && is_tail(p[1]) && is_tail(p[2])) {
        v = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        if (v < 0x800 || (v >= 0xD800 && v <= 0xDFFF))
            return 1;
        *cp = v;
        return 3;
    }
    if ((p[0] & 0xF8) == 0xF0 && left >= 4 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
        v = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
        if (v < 0x10000 || v > 0x10FFFF)
            return 1;
        *cp = v;
        return 4;
    }
    return 1;
}

size_t utf8_put(char out[4], uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = BAD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    uint32_t cp;

    for (size_t at = 0; at < s.n; n++)
        at += utf8_next(s, at, &cp);
    return n;
}

/* An invalid byte is told from a written U+FFFD by its length: 1 against 3. */
static bool is_bad(uint32_t cp, size_t n)
{
    return cp == BAD && n == 1;
}

bool utf8_valid(struct str s)
{
    uint32_t cp;

    for (size_t at = 0, n; at < s.n; at += n)
        if (n = utf8_next(s, at, &cp), is_bad(cp, n))
            return false;
    return true;
}

bool utf8_is_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF)
        || cp == 0x3005 || cp == 0x3007 || (cp >= 0xF900 && cp <= 0xFAFF)
        || (cp >= 0x20000 && cp <= 0x3FFFD);
}

static enum text_fault fault_of(uint32_t cp, size_t n)
{
    if (is_bad(cp, n))
        return TEXT_NOT_UTF8;
    if ((cp < 0x20 && cp != '\t' && cp != '\r' && cp != '\n') || (cp >= 0x7F && cp <= 0x9F))
        return TEXT_CONTROL;
    if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069))
        return TEXT_BIDI;
    return TEXT_OK;
}

enum text_fault text_check(struct str s)
{
    enum text_fault f = TEXT_OK;
    uint32_t cp;

    for (size_t at = 0, n; at < s.n && f == TEXT_OK; at += n) {
        n = utf8_next(s, at, &cp);
        f = fault_of(cp, n);
    }
    return f;
}

static uint32_t lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    for (size_t i = 0; i < sizeof upper / sizeof *upper; i++)
        if (cp >= upper[i].from && cp <= upper[i].to)
            return cp + upper[i].add;
    return cp;
}

static bool is_alnum(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* folded - code point of the comparing form, 0 when it is left out. */
static uint32_t folded(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp < 0x80)
        return is_alnum(cp) ? lower(cp) : 0;
    if (IN_RANGES(invisible, cp) || IN_RANGES(marks, cp))
        return 0;
    return lower(cp);
}

/* searchable - code point of the indexed form, 0 when it is left out. */
static uint32_t searchable(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E && is_alnum(cp - 0xFEE0))
        cp -= 0xFEE0;
    if (cp >= 0x80 && IN_RANGES(invisible, cp))
        return 0;
    return lower(cp);
}

uint32_t utf8_search_form(uint32_t cp)
{
    return searchable(cp);
}

/* each - s with every code point passed through `form`. These run over a million petitions, which
 * are almost all Han: leads E4..E9 (U+4000..U+9FFF) are copied without decoding. Neither form
 * lengthens a text; invalid bytes, which the edge refuses anyway, fall out. */
static struct str each(struct arena *a, struct str s, uint32_t (*form)(uint32_t))
{
    char *out = NEWS(a, char, s.n + 1);
    size_t n = 0, took;
    uint32_t cp;

    for (size_t at = 0; at < s.n; at += took) {
        const unsigned char *p = (const unsigned char *)s.p + at;

        if (p[0] >= 0xE4 && p[0] <= 0xE9 && s.n - at >= 3 && is_tail(p[1]) && is_tail(p[2])) {
            memcpy(out + n, p, 3);
            n += took = 3;
            continue;
        }
        took = utf8_next(s, at, &cp);
        if (!is_bad(cp, took) && (cp = form(cp)) != 0)
            n += utf8_put(out + n, cp);
    }
    out[n] = 0;
    return (struct str){ out, n };
}

struct str text_fold(struct arena *a, struct str s)
{
    return each(a, s, folded);
}

struct str text_search_form(struct arena *a, struct str s)
{
    return each(a, s, searchable);
}

struct str text_short(struct arena *a, struct str s, size_t n)
{
    size_t at = 0, keep = 0;
    uint32_t cp;

    for (size_t i = 0; i < n && at < s.n; i++) {
        if (i + 1 < n)
            keep = at + utf8_next(s, at, &cp);      /* one place is kept for the ellipsis */
        at += utf8_next(s, at, &cp);
    }
    if (at >= s.n)
        return str_copy(a, s);
    return n == 0 ? STR("") : str_join(a, str_head(s, keep), STR("\xE2\x80\xA6"));
}
