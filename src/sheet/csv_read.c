/* csv_read.c - comma, semicolon or tab; UTF-8, UTF-16 or GB18030; quotes with line breaks inside; a mark against formulas taken off. */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/sheet.h"

static bool convert(struct arena *a, struct str in, const char *from, struct str *out, int *line)
{
    size_t room = in.n * 3 + 16, left = room, rest = in.n;
    char *p = NEWS(a, char, room), *w = p, *r = (char *)(uintptr_t)in.p;
    iconv_t cd = iconv_open("UTF-8", from);

    if (cd == (iconv_t)-1)
        return false;
    bool whole = iconv(cd, &r, &rest, &w, &left) != (size_t)-1;
    iconv_close(cd);
    *line = 1;
    for (const char *q = in.p; q < r; q++)
        *line += *q == '\n';
    *out = (struct str){ p, (size_t)(w - p) };
    return whole;
}

static int bad_line(struct str s)
{
    int line = 1;
    uint32_t cp;

    for (size_t at = 0; at < s.n;) {
        size_t n = utf8_next(s, at, &cp);
        if (cp == 0xFFFD && !(n == 3 && (unsigned char)s.p[at] == 0xEF))
            return line;
        line += s.p[at] == '\n';
        at += n;
    }
    return line;
}

static struct sheet_error to_utf8(struct arena *a, struct str in, struct str *out)
{
    int line = 0;

    if (in.n >= 2 && (unsigned char)in.p[0] == 0xFF && (unsigned char)in.p[1] == 0xFE)
        return (struct sheet_error){ convert(a, str_from(in, 2), "UTF-16LE", out, &line) ? SHEET_OK : SHEET_ENCODING, line };
    if (in.n >= 2 && (unsigned char)in.p[0] == 0xFE && (unsigned char)in.p[1] == 0xFF)
        return (struct sheet_error){ convert(a, str_from(in, 2), "UTF-16BE", out, &line) ? SHEET_OK : SHEET_ENCODING, line };
    if (str_starts(in, STR("\xEF\xBB\xBF"))) {
        *out = str_from(in, 3);
        return utf8_valid(*out) ? (struct sheet_error){ SHEET_OK, 0 } : (struct sheet_error){ SHEET_ENCODING, bad_line(*out) };
    }
    *out = in;
    if (utf8_valid(in))
        return (struct sheet_error){ SHEET_OK, 0 };
    if (convert(a, in, "GB18030", out, &line))
        return (struct sheet_error){ SHEET_OK, 0 };
    return (struct sheet_error){ SHEET_ENCODING, line };
}

/* The separator that the first line uses most, outside quotes. */
static char separator(struct str s)
{
    static const char marks[] = { ',', ';', '\t' };
    int counts[3] = { 0 }, best = 0;
    bool quoted = false;

    for (size_t i = 0; i < s.n && (quoted || s.p[i] != '\n'); i++) {
        quoted = quoted != (s.p[i] == '"');
        for (int k = 0; k < 3; k++)
            counts[k] += !quoted && s.p[i] == marks[k];
    }
    for (int k = 1; k < 3; k++)
        if (counts[k] > counts[best])
            best = k;
    return marks[best];
}

struct reader { struct arena *a; struct str in; size_t at; int line; char sep; };

static bool is_marked(struct str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] == '\'')
        i++;
    return i > 0 && i < s.n && strchr("=+-@\t\r", s.p[i]) != NULL;
}

/* One field; the mark that export sets before = + - @ TAB CR is taken off again. */
static struct sheet_error read_field(struct reader *r, struct str *out)
{
    struct buf b = buf_new(r->a, SHEET_TEXT_MAX);
    bool quoted = r->at < r->in.n && r->in.p[r->at] == '"', closed = false;
    int began = r->line;

    r->at += quoted;
    for (;; r->at++) {
        if (r->at == r->in.n) {
            if (quoted)
                return (struct sheet_error){ SHEET_QUOTES, began };
            break;
        }
        char k = r->in.p[r->at];
        if (quoted && k == '"') {
            if (r->at + 1 < r->in.n && r->in.p[r->at + 1] == '"')
                r->at++;
            else {
                quoted = false;
                closed = true;
                continue;
            }
        } else if (!quoted && (k == r->sep || k == '\n' || k == '\r')) {
            break;
        } else if (closed) {
            return (struct sheet_error){ SHEET_QUOTES, began };
        }
        r->line += k == '\n';
        buf_char(&b, r->in.p[r->at]);
    }
    *out = buf_str(&b);
    if (is_marked(*out))
        *out = str_from(*out, 1);
    return (struct sheet_error){ b.overflow ? SHEET_TOO_LARGE : SHEET_OK, began };
}

static struct sheet_error read_row(struct reader *r, struct sheet_row *row)
{
    struct cell cells[SHEET_COLS_MAX];

    *row = (struct sheet_row){ .number = r->line };
    for (;;) {
        struct str text;
        struct sheet_error e = read_field(r, &text);
        if (e.fault != SHEET_OK)
            return e;
        if (row->n == SHEET_COLS_MAX)
            return (struct sheet_error){ SHEET_TOO_LARGE, row->number };
        cells[row->n++] = (struct cell){ text.n > 0 ? CELL_TEXT : CELL_EMPTY, false, text };
        if (r->at < r->in.n && r->in.p[r->at] == r->sep) {
            r->at++;
            continue;
        }
        break;
    }
    if (r->at < r->in.n && r->in.p[r->at] == '\r')
        r->at++;
    if (r->at < r->in.n && r->in.p[r->at] == '\n')
        r->at++;
    r->line++;
    row->cells = NEWS(r->a, struct cell, (size_t)row->n);
    memcpy(row->cells, cells, (size_t)row->n * sizeof cells[0]);
    return (struct sheet_error){ SHEET_OK, 0 };
}

struct sheet_error csv_read(struct arena *a, struct str bytes, struct sheet *out)
{
    struct reader r = { .a = a, .line = 1 };
    int cap = 0;

    *out = (struct sheet){ .name = STR("csv") };
    struct sheet_error e = to_utf8(a, bytes, &r.in);
    if (e.fault != SHEET_OK)
        return e;
    if (memchr(r.in.p, '\0', r.in.n) != NULL)
        return (struct sheet_error){ SHEET_NOT_A_SHEET, 0 };
    r.sep = separator(r.in);
    while (r.at < r.in.n) {
        if (out->n == SHEET_ROWS_MAX)
            return (struct sheet_error){ SHEET_TOO_LARGE, r.line };
        if (out->n == cap) {
            struct sheet_row *more = NEWS(a, struct sheet_row, (size_t)cap * 2 + 64);
            if (cap > 0)
                memcpy(more, out->rows, (size_t)cap * sizeof *more);
            out->rows = more;
            cap = cap * 2 + 64;
        }
        e = read_row(&r, &out->rows[out->n]);
        if (e.fault != SHEET_OK)
            return e;
        out->n++;
    }
    return (struct sheet_error){ SHEET_OK, 0 };
}
