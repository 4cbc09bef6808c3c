#include "page/html.h"

#include <string.h>

#include "base/utf8.h"

/* How a byte is written inside an element or a quoted attribute; nothing = as it is. */
static const struct str entities[256] = {
    ['&'] = STR_INIT("&amp;"), ['<'] = STR_INIT("&lt;"), ['>'] = STR_INIT("&gt;"), ['"'] = STR_INIT("&quot;"), ['\''] = STR_INIT("&#39;"),
};

void html_text(struct html *h, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        const struct str *e = &entities[(unsigned char)s.p[i]];
        if (e->n == 0)
            continue;
        buf_add(&h->b, (struct str){ s.p + from, i - from });
        buf_add(&h->b, *e);
        from = i + 1;
    }
    buf_add(&h->b, (struct str){ s.p + from, s.n - from });
}

/* Joiners, marks of direction, the byte order mark, soft hyphens: two texts that look alike may differ by them. */
static bool unseen(uint32_t cp)
{
    return cp == 0x00AD || cp == 0x034F || cp == 0x061C || cp == 0x180E || (cp >= 0x200B && cp <= 0x200F)
        || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF;
}

/* The first bytes of those; what stands between them is written in one go. */
static const bool may_be_unseen[256] = { [0xC2] = true, [0xCD] = true, [0xD8] = true, [0xE1] = true, [0xE2] = true, [0xEF] = true };

void html_visible(struct html *h, struct str s)
{
    struct str inner = str_trim(s);
    size_t from = 0;
    uint32_t cp;

    if (inner.n < s.n && inner.n > 0 && inner.p > s.p)
        html_lit(h, "␣");
    for (size_t at = 0, n; at < inner.n; at += n) {
        n = 1;
        if (!may_be_unseen[(unsigned char)inner.p[at]])
            continue;
        n = utf8_next(inner, at, &cp);
        if (!unseen(cp))
            continue;
        html_text(h, (struct str){ inner.p + from, at - from });
        buf_fmt(&h->b, "[U+%04X]", (unsigned)cp);
        from = at + n;
    }
    html_text(h, str_from(inner, from));
    if (inner.n < s.n && (inner.n == 0 || inner.p + inner.n < s.p + s.n))
        html_lit(h, "␣");
}

void html_url(struct html *h, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.n; i++) {
        unsigned char u = (unsigned char)s.p[i];
        bool plain = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || (u != 0 && strchr("-._~", u) != NULL);
        if (!plain) {
            buf_char(&h->b, '%');
            buf_char(&h->b, hex[u >> 4]);
        }
        buf_char(&h->b, plain ? (char)u : hex[u & 15]);
    }
}

void html_made(struct html *h, struct str made) { buf_add(&h->b, made); }
void html_int(struct html *h, int64_t v) { buf_int(&h->b, v); }

void html_id(struct html *h, int64_t ref) { buf_fmt(&h->b, "%016llx", (unsigned long long)ref); }
