/* The three parsers of what a browser sends: urlencoded fields, multipart bodies, cookies. Each has a fuzz target.
 * Values are checked here once (text_check), so that no text behind this file is ever invalid; the dispatcher sees to it that
 * a request with a refused value changes nothing. */
#include <string.h>

#include "base/utf8.h"
#include "gen/text.h"
#include "net/request.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str url_decode(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n + 0 && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
            p[n++] = (char)(hex_digit(s.p[i + 1]) << 4 | hex_digit(s.p[i + 2]));
            i += 2;
        } else {
            p[n++] = s.p[i] == '+' ? ' ' : s.p[i];
        }
    }
    return (struct str){ p, n };
}

/* What was typed, with a visible sign where something stood that no text may hold: it goes back into its field. */
static struct str made_visible(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, 3 * s.n + 1);
    size_t n = 0;
    uint32_t cp;

    for (size_t at = 0, step; at < s.n; at += step) {
        step = utf8_next(s, at, &cp);
        bool fine = text_check((struct str){ s.p + at, step }) == TEXT_OK;
        n += utf8_put(p + n, fine ? cp : 0xFFFD);
    }
    return (struct str){ p, n };
}

static enum err field_add(struct ctx *c, struct request *q, struct str name, struct str value)
{
    enum text_fault f = text_check(value);

    if (text_check(name) != TEXT_OK)
        return refuse(c, ERR_USAGE, T_input_not_utf8);
    if (f != TEXT_OK && q->n_bad < BAD_FIELDS_MAX)
        q->bad[q->n_bad++] = (struct bad_field){ name, (int)f };
    if (f != TEXT_OK)
        value = made_visible(c->a, value);
    if (q->n_fields == FIELDS_MAX)
        return refuse(c, ERR_TOO_LARGE, T_input_too_many_fields);
    if (q->fields == NULL)
        q->fields = NEWS(c->a, struct field, FIELDS_MAX);
    q->fields[q->n_fields++] = (struct field){ name, value };
    return ERR_OK;
}

enum err form_urlencoded(struct ctx *c, struct str body, struct request *q)
{
    while (body.n > 0) {
        struct str pair = str_cut(&body, '&');
        struct str name = str_cut(&pair, '=');

        if (name.n == 0 && pair.n == 0)
            continue;
        TRY(field_add(c, q, url_decode(c->a, name), url_decode(c->a, pair)));
    }
    return ERR_OK;
}

/* The value of `key="…"` inside a header line; quotes required, as every browser sends them. */
static struct str header_param(struct str line, const char *key)
{
    struct str want = str_z(key);
    ptrdiff_t at;

    for (;;) {
        at = str_find(line, want);
        if (at < 0)
            return STR("");
        bool starts = at == 0 || line.p[at - 1] == ' ' || line.p[at - 1] == ';';
        line = str_from(line, (size_t)at + want.n);
        if (starts && line.n > 1 && line.p[0] == '=' && line.p[1] == '"')
            break;
    }
    line = str_from(line, 2);
    return str_cut(&line, '"');
}

/* One part: its headers up to the empty line, then its bytes. */
static enum err part_add(struct ctx *c, struct request *q, struct str part)
{
    ptrdiff_t gap = str_find(part, STR("\r\n\r\n"));

    if (gap < 0)
        return refuse(c, ERR_USAGE, T_input_broken_body);
    struct str head = str_head(part, (size_t)gap), bytes = str_from(part, (size_t)gap + 4);
    struct str name = header_param(head, "name"), filename = header_param(head, "filename");

    if (name.n == 0)
        return refuse(c, ERR_USAGE, T_input_broken_body);
    if (str_find(head, STR("filename=\"")) < 0)
        return field_add(c, q, name, bytes);
    if (filename.n == 0 && bytes.n == 0)
        return ERR_OK;                      /* a file field left empty */
    if (text_check(filename) != TEXT_OK || text_check(name) != TEXT_OK)
        return refuse_field(c, name, ERR_INVALID, T_input_control, name);
    if (q->n_uploads == UPLOADS_MAX)
        return refuse(c, ERR_TOO_LARGE, T_input_too_many_files);
    if (q->uploads == NULL)
        q->uploads = NEWS(c->a, struct upload, UPLOADS_MAX);
    q->uploads[q->n_uploads++] = (struct upload){ name, filename, bytes };
    return ERR_OK;
}

enum err form_multipart(struct ctx *c, struct str content_type, struct str body, struct request *q)
{
    ptrdiff_t at = str_find(content_type, STR("boundary="));

    if (at < 0)
        return refuse(c, ERR_USAGE, T_input_broken_body);
    struct str boundary = str_from(content_type, (size_t)at + 9);
    if (boundary.n > 1 && boundary.p[0] == '"')
        boundary = header_param(content_type, "boundary");
    else
        boundary = str_trim(str_cut(&boundary, ';'));
    if (boundary.n == 0 || boundary.n > 70)
        return refuse(c, ERR_USAGE, T_input_broken_body);
    struct str line = str_join(c->a, STR("\r\n--"), boundary);

    if (!str_starts(body, str_from(line, 2)))
        return refuse(c, ERR_USAGE, T_input_broken_body);
    body = str_from(body, line.n - 2);
    while (str_starts(body, STR("\r\n"))) {
        body = str_from(body, 2);
        ptrdiff_t end = str_find(body, line);
        if (end < 0)
            return refuse(c, ERR_USAGE, T_input_broken_body);
        TRY(part_add(c, q, str_head(body, (size_t)end)));
        body = str_from(body, (size_t)end + line.n);
    }
    return str_starts(body, STR("--")) ? ERR_OK : refuse(c, ERR_USAGE, T_input_broken_body);
}

struct str cookie_find(struct str header, const char *name)
{
    struct str want = str_z(name);

    while (header.n > 0) {
        struct str pair = str_trim(str_cut(&header, ';'));
        struct str key = str_cut(&pair, '=');
        if (str_eq(key, want))
            return pair;
    }
    return STR("");
}
