#include "net/multipart.h"

#include <string.h>

enum { BODY_FIRST, BODY, AFTER_1, AFTER_2, DASH, HEAD, ENDED };

static struct str boundary_of(struct str type)
{
    ptrdiff_t at = str_find(type, STR("boundary="));

    if (!str_starts(type, STR("multipart/form-data")) || at < 0)
        return STR("");
    struct str b = str_from(type, (size_t)at + 9);
    if (b.n > 1 && b.p[0] == '"') {
        b = str_from(b, 1);
        return str_cut(&b, '"');
    }
    return str_trim(str_cut(&b, ';'));
}

enum err multipart_start(struct multipart *m, struct str content_type)
{
    struct str b = boundary_of(content_type);

    memset(m, 0, sizeof *m);
    if (b.n == 0 || b.n > 70)
        return ERR_USAGE;
    memcpy(m->delim, "\r\n--", 4);
    memcpy(m->delim + 4, b.p, b.n);
    m->n_delim = b.n + 4;
    for (size_t i = 1, k = 0; i < m->n_delim; i++) {
        while (k > 0 && m->delim[i] != m->delim[k])
            k = m->fall[k - 1];
        if (m->delim[i] == m->delim[k])
            k++;
        m->fall[i] = (unsigned char)k;
    }
    m->state = BODY_FIRST;
    m->matched = 2;                     /* the first boundary stands without the line's end before it */
    return ERR_OK;
}

/* The value of key="…" in the part's head. */
static struct str param(struct str head, const char *key)
{
    struct str want = str_z(key);

    for (ptrdiff_t at; (at = str_find(head, want)) >= 0; head = str_from(head, (size_t)at + want.n)) {
        bool starts = at > 0 && (head.p[at - 1] == ' ' || head.p[at - 1] == ';');
        struct str rest = str_from(head, (size_t)at + want.n);
        if (starts && str_starts(rest, STR("=\""))) {
            rest = str_from(rest, 2);
            return str_cut(&rest, '"');
        }
    }
    return STR("");
}

static enum err head_done(struct multipart *m, const struct multipart_events *ev, void *arg)
{
    struct str head = { m->head, m->head_n }, name = param(head, "name");

    m->state = BODY;
    m->matched = 0;
    if (name.n == 0)
        return ERR_USAGE;
    return ev->part(arg, name, param(head, "filename"), str_find(head, STR("filename=\"")) >= 0);
}

static enum err head_char(struct multipart *m, char c, const struct multipart_events *ev, void *arg)
{
    if (m->head_n == MULTIPART_HEAD_MAX)
        return ERR_USAGE;
    m->head[m->head_n++] = c;
    bool ends = m->head_n >= 4 && memcmp(m->head + m->head_n - 4, "\r\n\r\n", 4) == 0;
    return ends ? head_done(m, ev, arg) : ERR_OK;
}

/* Behind a boundary: CR LF begins the next part, two dashes end the body. */
static enum err after_char(struct multipart *m, char c)
{
    if (m->state == AFTER_1 && c == '\r')
        m->state = AFTER_2;
    else if (m->state == AFTER_1 && c == '-')
        m->state = DASH;
    else if (m->state == AFTER_2 && c == '\n')
        m->state = HEAD;
    else if (m->state == DASH && c == '-')
        m->state = ENDED;
    else
        return ERR_USAGE;
    m->head_n = 0;
    return ERR_OK;
}

static enum err boundary_seen(struct multipart *m, const struct multipart_events *ev, void *arg)
{
    bool first = m->state == BODY_FIRST;

    m->state = AFTER_1;
    m->matched = 0;
    return first ? ERR_OK : ev->part_end(arg);
}

/* Bytes of a part up to its boundary. What was held back as a possible boundary and is none is handed on from the boundary itself. */
static enum err body_bytes(struct multipart *m, const char *p, size_t n, size_t *used, const struct multipart_events *ev, void *arg)
{
    size_t from = 0, i = 0;

    while (i < n) {
        if (m->matched == 0) {
            const char *cr = memchr(p + i, '\r', n - i);
            i = cr != NULL ? (size_t)(cr - p) : n;
            if (i > from)
                TRY(ev->bytes(arg, p + from, i - from));
            from = i;
            if (i == n)
                break;
        }
        size_t was = m->matched;
        while (m->matched > 0 && p[i] != m->delim[m->matched])
            m->matched = m->fall[m->matched - 1];
        bool fits = p[i] == m->delim[m->matched];
        if (m->matched < was)
            TRY(ev->bytes(arg, m->delim, was - m->matched));
        from = ++i;
        if (fits && ++m->matched == m->n_delim) {
            *used = i;
            return boundary_seen(m, ev, arg);
        }
        if (!fits)
            TRY(ev->bytes(arg, p + i - 1, 1));
    }
    *used = n;
    return ERR_OK;
}

static enum err first_char(struct multipart *m, char c, const struct multipart_events *ev, void *arg)
{
    if (c != m->delim[m->matched])
        return ERR_USAGE;               /* nothing may stand before the first boundary */
    return ++m->matched == m->n_delim ? boundary_seen(m, ev, arg) : ERR_OK;
}

enum err multipart_feed(struct multipart *m, const char *p, size_t n, const struct multipart_events *ev, void *arg)
{
    while (n > 0 && m->state != ENDED) {
        size_t used = 1;
        if (m->state == BODY)
            TRY(body_bytes(m, p, n, &used, ev, arg));
        else if (m->state == BODY_FIRST)
            TRY(first_char(m, *p, ev, arg));
        else if (m->state == HEAD)
            TRY(head_char(m, *p, ev, arg));
        else
            TRY(after_char(m, *p));
        p += used;
        n -= used;
    }
    return ERR_OK;
}

bool multipart_whole(const struct multipart *m) { return m->state == ENDED; }
