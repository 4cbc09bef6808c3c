#include "clean/said.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

#define HEAD "clean 1 "

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

void said_progress(int fd, int progress)
{
    char line[24];
    int n = snprintf(line, sizeof line, "p %d\n", progress);

    (void)!write_all(fd, line, (size_t)n);      /* nobody listens any more: the end will show it */
}

bool said_write(int fd, const struct clean_said *r)
{
    char head[128];
    struct str text = buf_str(&r->text);
    int n = snprintf(head, sizeof head, HEAD "%d %d %d %d %.*s\n", (int)r->outcome, (int)r->why, (int)r->kind, (int)r->copy_kind, PF(r->program));

    return n > 0 && (size_t)n < sizeof head && write_all(fd, head, (size_t)n) && write_all(fd, text.p, text.n);
}

int said_take(struct str *in)
{
    struct str rest = *in;
    ptrdiff_t end = str_find(rest, STR("\n"));
    int64_t v;

    if (end < 0 || !str_starts(rest, STR("p ")) || !str_to_int(str_head(str_from(rest, 2), (size_t)end - 2), &v) || v < 0 || v > 1000)
        return -1;
    *in = str_from(rest, (size_t)end + 1);
    return (int)v;
}

/* A number below `max`, and the blank after it. */
static bool number(struct str *line, int max, int *out)
{
    int64_t v;

    if (!str_to_int(str_cut(line, ' '), &v) || v < 0 || v >= max)
        return false;
    *out = (int)v;
    return true;
}

static bool name_ok(struct str name)
{
    bool ok = name.n < 32;

    for (size_t i = 0; ok && i < name.n; i++)
        ok = (name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9');
    return ok;
}

/* What stays is text that the edge would take from a form. */
static struct str fit(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, CLEAN_TEXT_MAX * 3);

    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        char out[4];
        at += utf8_next(s, at, &cp);
        bool control = (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E)
            || (cp >= 0x2066 && cp <= 0x2069);
        if (!control)
            buf_add(&b, (struct str){ out, utf8_put(out, cp) });
    }
    return str_trim(buf_str(&b));
}

bool said_read(struct arena *a, struct str said, struct clean_result *out)
{
    int outcome, why, kind, copy_kind;
    struct str rest = said;

    if (said.n > SAID_BYTES_MAX || str_find(said, STR("\n")) < 0)
        return false;
    struct str line = str_cut(&rest, '\n');
    if (!str_starts(line, STR(HEAD)))
        return false;
    line = str_from(line, sizeof HEAD - 1);
    if (!number(&line, CLEAN_OUTCOME__MAX, &outcome) || !number(&line, CLEAN_WHY__MAX, &why) || !number(&line, KIND__MAX, &kind)
        || !number(&line, KIND__MAX, &copy_kind) || !name_ok(line))
        return false;
    if ((outcome == CLEAN_SEALED) != (why != CLEAN_FINE) || (outcome != CLEAN_SEALED && copy_kind == KIND_NONE))
        return false;
    out->outcome = (enum clean_outcome)outcome;
    out->why = (enum clean_why)why;
    out->kind = (enum clean_kind)kind;
    out->copy_kind = (enum clean_kind)copy_kind;
    out->program = str_copy(a, line);
    out->text = fit(a, rest);
    return true;
}

/* ---- tesseract: level page block par line word left top width height conf text, by tabs; words are level 5 */
struct row { int64_t field[11]; struct str text; };

static bool row_read(struct str line, struct row *r)
{
    for (int i = 0; i < 11; i++) {
        struct str f = str_cut(&line, '\t');
        if (!str_to_int(str_cut(&f, '.'), &r->field[i]))        /* the confidence has a fraction */
            return false;
    }
    r->text = str_trim(line);
    return r->field[0] == 5 && r->text.n > 0;
}

static uint32_t last_of(struct str s)
{
    uint32_t cp = 0;
    size_t at = s.n;

    while (at > 0 && s.n - at < 4) {
        at--;
        if (((unsigned char)s.p[at] & 0xC0) != 0x80)
            break;
    }
    if (at < s.n)
        utf8_next(s, at, &cp);
    return cp;
}

/* Chinese is written without blanks; so are its marks. */
static bool is_wide(uint32_t cp)
{
    return utf8_is_han(cp) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFF00 && cp <= 0xFFEF) || (cp >= 0x2018 && cp <= 0x201D);
}

void ocr_add(struct buf *text, struct str tsv)
{
    int64_t last[3] = { -1, -1, -1 };

    if (text->n > 0)
        buf_char(text, '\n');
    for (struct str rest = tsv; rest.n > 0;) {
        struct row r;
        uint32_t first = 0;
        if (!row_read(str_cut(&rest, '\n'), &r) || r.field[10] < OCR_SURE)
            continue;
        bool same_line = memcmp(last, &r.field[2], sizeof last) == 0;
        utf8_next(r.text, 0, &first);
        if (last[0] >= 0 && !same_line)
            buf_char(text, '\n');
        else if (same_line && !(is_wide(first) && is_wide(last_of(buf_str(text)))))
            buf_char(text, ' ');
        buf_add(text, r.text);
        memcpy(last, &r.field[2], sizeof last);
    }
}
