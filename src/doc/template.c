#include "doc/template.h"

#include <string.h>

#include "base/utf8.h"

#define FILLED_MAX ((size_t)8 << 20)    /* Markdown after filling; a summary is 30 KiB, a table of 10,000 rows 2 MiB */
#define ROWS_MAX 20000                  /* of one #each */
#define CONTEXT_CHARS 2                 /* what is shown behind a typed number: its unit */

struct fill {
    struct arena *a;
    const struct doc_values *v;
    struct doc *d;
    const struct token *tokens;
    struct buf md;
    struct doc_run *runs; int n_runs, cap_runs;
    int *lines; int n_lines, cap_lines;
    int line;                           /* of the token at hand */
    struct str *why;
};

static enum err fault(struct fill *f, const struct token *t, const char *what)
{
    *f->why = str_fmt(f->a, "line %d: %s '%.*s'", t->line, what, PF(t->text));
    return ERR_DEF;
}

static void *grow(struct arena *a, const void *old, int n, int *cap, size_t size)
{
    void *p;

    *cap = *cap == 0 ? 128 : *cap * 2;
    p = arena_alloc(a, mul_size((size_t)*cap, size), 16);
    if (n > 0)
        memcpy(p, old, (size_t)n * size);
    return p;
}

/* put_text - a piece of the template itself; remembers which of its lines each line comes from. */
static void put_text(struct fill *f, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\r')
            continue;
        buf_char(&f->md, s.p[i]);
        if (s.p[i] != '\n')
            continue;
        if (f->n_lines == f->cap_lines)
            f->lines = grow(f->a, f->lines, f->n_lines, &f->cap_lines, sizeof *f->lines);
        f->lines[f->n_lines++] = f->line++;
    }
}

static void new_paragraph(struct fill *f)
{
    int line = f->line;

    put_text(f, STR("\n\n"));
    f->line = line;
}

/* put_run - a value: kept aside, only its number enters the Markdown. */
static void put_run(struct fill *f, struct doc_run r)
{
    if (r.text.n == 0)
        return;
    if (f->n_runs == f->cap_runs)
        f->runs = grow(f->a, f->runs, f->n_runs, &f->cap_runs, sizeof *f->runs);
    buf_fmt(&f->md, RUN_OPEN "%d" RUN_CLOSE, f->n_runs);
    f->runs[f->n_runs++] = r;
}

/* clean - what a value may not bring along: CR, and TAB, which has no width on paper. */
static struct str clean(struct arena *a, struct str s)
{
    char *p;
    size_t n = 0;

    if (s.n == 0 || (memchr(s.p, '\r', s.n) == NULL && memchr(s.p, '\t', s.n) == NULL))
        return s;
    p = NEWS(a, char, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i] == '\t' ? ' ' : s.p[i];
    return (struct str){ p, n };
}

/* ask - the answer to a tag; an id with a leading point is of the row. */
static enum err ask(struct fill *f, const struct token *t, enum doc_ask what, struct doc_row row,
                    struct doc_value *out)
{
    bool of_row = t->text.n > 0 && t->text.p[0] == '.';

    if (of_row && row.list.n == 0)
        return fault(f, t, "only #each has rows:");
    *out = f->v->value(f->v->self, f->a, what, of_row ? str_from(t->text, 1) : t->text,
                       of_row ? row : (struct doc_row){ 0 });
    return out->known ? ERR_OK : fault(f, t, "unknown id");
}

static void put_value(struct fill *f, const struct token *t, const struct doc_value *v)
{
    struct doc_run r = { .text = clean(f->a, v->text) };

    if (v->state == VALUE_NONE)
        return;
    if (v->state == VALUE_UNREGISTERED)
        r.text = f->v->unregistered;
    if (t->ask == ASK_YOY && t->arg.n > 0 && (!v->phrase || v->state == VALUE_UNREGISTERED))
        put_run(f, (struct doc_run){ .text = t->arg });
    if (t->ask != ASK_TEXT) {
        r.kind = DOC_FIGURE;
        r.id = v->id.n > 0 ? v->id : t->text;
        r.value = v->state == VALUE_OK ? v->value : STR("");
    }
    put_run(f, r);
}

/* --- free text ----------------------------------------------------------------------- */

static bool digit_at(struct str s, size_t at, size_t *took)
{
    uint32_t cp;

    if (at >= s.n)
        return false;
    *took = utf8_next(s, at, &cp);
    return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* number_end - end of the number that begins at `at`: digits, with points and commas between them,
 * and a percent sign. */
static size_t number_end(struct str s, size_t at)
{
    size_t took, end = at, next;

    for (;;) {
        while (digit_at(s, end, &took))
            end += took;
        if (end < s.n && (s.p[end] == '.' || s.p[end] == ',') && digit_at(s, end + 1, &next)) {
            end++;
            continue;
        }
        return end < s.n && s.p[end] == '%' ? end + 1 : end;
    }
}

/* numbers_an_item - "1." or "（1）" or "1、" at the start of a line counts paragraphs, not facts. */
static bool numbers_an_item(struct str line, size_t at, size_t end)
{
    struct str before = str_trim(str_head(line, at)), after = str_from(line, end);
    static const char *const marks[] = { ".", ")", "\xE3\x80\x81", "\xEF\xBC\x8E", "\xEF\xBC\x89" };

    if (before.n > 0 && !str_eq(before, STR("(")) && !str_eq(before, STR("\xEF\xBC\x88")))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(after, str_z(marks[i])))
            return true;
    return false;
}

static void note_number(struct fill *f, struct str line, size_t at, size_t end, struct str part)
{
    struct doc_typed *t = NEW(f->a, struct doc_typed);
    size_t stop = end;

    for (int i = 0; i < CONTEXT_CHARS && stop < line.n; i++) {
        uint32_t cp;
        size_t took = utf8_next(line, stop, &cp);

        if (!utf8_is_han(cp))
            break;
        stop += took;
    }
    *t = (struct doc_typed){ .number = { line.p + at, end - at },
                             .context = { line.p + at, stop - at },
                             .part = part };
    if (f->d->typed_last == NULL)
        f->d->typed = t;
    else
        f->d->typed_last->next = t;
    f->d->typed_last = t;
}

/* put_free_piece - text [from, to) of a line of free text without tags in it: its numbers become
 * typed runs. */
static void put_free_piece(struct fill *f, struct str line, size_t from, size_t to, struct str part)
{
    size_t took, start = from;

    for (size_t i = from; i < to; ) {
        size_t end;
        uint32_t cp;

        if (!digit_at(line, i, &took)) {
            i += utf8_next(line, i, &cp);
            continue;
        }
        end = number_end(str_head(line, to), i);
        if (!numbers_an_item(line, i, end)) {
            put_run(f, (struct doc_run){ .text = { line.p + start, i - start } });
            put_run(f, (struct doc_run){ .text = { line.p + i, end - i }, .kind = DOC_TYPED });
            note_number(f, line, i, end, part);
            start = end;
        }
        i = end;
    }
    put_run(f, (struct doc_run){ .text = { line.p + start, to - start } });
}

/* free_tag - reads the tag whose text is `tag` ("F26", "yoy F26"); false when it is none that free
 * text may use. */
static bool free_tag(struct fill *f, struct str tag, struct token *t, struct doc_value *v)
{
    struct token *tokens;
    int n;
    struct str why = STR("");

    if (template_tokens(f->a, str_fmt(f->a, "{{%.*s}}", PF(tag)), &tokens, &n, &why) != ERR_OK
        || n != 1)
        return false;
    *t = tokens[0];
    if (t->kind != TOKEN_VALUE || t->ask > ASK_OVER || !template_is_figure(t->text))
        return false;
    *v = f->v->value(f->v->self, f->a, t->ask, t->text, (struct doc_row){ 0 });
    return v->known;
}

/* put_free_line - one paragraph of free text; *bad gets the first tag that cannot be read. */
static void put_free_line(struct fill *f, struct str line, struct str part, struct str *bad)
{
    size_t at = 0;

    while (at < line.n) {
        ptrdiff_t open = str_find(str_from(line, at), STR("{{"));
        size_t from = open < 0 ? line.n : at + (size_t)open;
        ptrdiff_t close = open < 0 ? -1 : str_find(str_from(line, from), STR("}}"));
        struct token t;
        struct doc_value v;
        struct str tag;

        if (close < 0) {
            put_free_piece(f, line, at, line.n, part);
            if (open >= 0 && bad->n == 0)
                *bad = str_from(line, from);
            return;
        }
        tag = (struct str){ line.p + from + 2, (size_t)close - 2 };
        put_free_piece(f, line, at, from, part);
        if (free_tag(f, str_trim(tag), &t, &v))
            put_value(f, &t, &v);
        else
            put_run(f, (struct doc_run){ .text = { line.p + from, (size_t)close + 2 } });
        if (!free_tag(f, str_trim(tag), &t, &v) && bad->n == 0)
            *bad = (struct str){ line.p + from, (size_t)close + 2 };
        at = from + (size_t)close + 2;
    }
}

/* put_free - a paragraph per line. Returns the first tag that cannot be read, or "". */
static struct str put_free(struct fill *f, struct str text, struct str part)
{
    struct str rest = clean(f->a, text), bad = STR("");

    while (rest.n > 0) {
        struct str line = str_trim(str_cut(&rest, '\n'));

        if (line.n == 0)
            continue;
        new_paragraph(f);
        put_free_line(f, line, part, &bad);
    }
    new_paragraph(f);
    return bad;
}

struct str template_free_fault(struct arena *a, struct str text, const struct doc_values *v)
{
    struct str why = STR("");
    struct fill f = { .a = a, .v = v, .d = doc_new(a), .md = buf_new(a, FILLED_MAX), .why = &why };

    return put_free(&f, text, STR(""));
}

/* --- blocks -------------------------------------------------------------------------- */

static bool is_zero(struct str value)           /* "0", "0.0", "-0"; "" is no value at all */
{
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] >= '1' && value.p[i] <= '9')
            return false;
    return true;
}

/* holds - whether the block that t opens is to be printed rather than its else. */
static enum err holds(struct fill *f, const struct token *t, struct doc_row row, bool *yes)
{
    enum doc_ask what = t->kind == TOKEN_CLAIM        ? ASK_CLAIM
                        : template_is_figure(t->text) ? ASK_FIGURE
                                                      : ASK_TEXT;
    struct doc_value v;

    if (str_eq(t->text, STR("typed"))) {
        *yes = f->d->typed != NULL;
        return ERR_OK;
    }
    TRY(ask(f, t, what, row, &v));
    if (t->kind == TOKEN_CLAIM)
        *yes = v.yes;
    else if (t->kind == TOKEN_SOME)
        *yes = v.state == VALUE_OK && !is_zero(v.value);
    else
        *yes = v.state == VALUE_UNREGISTERED || (v.state == VALUE_OK && v.text.n > 0);
    return ERR_OK;
}

static void put_typed(struct fill *f)
{
    for (const struct doc_typed *t = f->d->typed; t != NULL; t = t->next) {
        put_run(f, (struct doc_run){ .text = t->context });
        if (t->next != NULL)
            put_text(f, STR("\xE3\x80\x81"));
    }
}

static enum err put_tokens(struct fill *f, int from, int to, struct doc_row row);

static enum err put_block(struct fill *f, int at, struct doc_row row)
{
    const struct token *t = &f->tokens[at];
    bool yes;

    if (t->kind == TOKEN_EACH) {
        int n = f->v->rows(f->v->self, t->text);

        if (n < 0)
            return fault(f, t, "unknown list");
        if (n > ROWS_MAX)
            return ERR_TOO_LARGE;
        for (int i = 0; i < n; i++)
            TRY(put_tokens(f, at + 1, t->end, (struct doc_row){ t->text, i }));
        return ERR_OK;
    }
    TRY(holds(f, t, row, &yes));
    if (yes)
        return put_tokens(f, at + 1, t->other >= 0 ? t->other : t->end, row);
    return t->other >= 0 ? put_tokens(f, t->other + 1, t->end, row) : ERR_OK;
}

static enum err put_tokens(struct fill *f, int from, int to, struct doc_row row)
{
    for (int i = from; i < to; i++) {
        const struct token *t = &f->tokens[i];
        struct doc_value v;

        f->line = t->line;
        if (f->md.overflow)
            return ERR_TOO_LARGE;
        if (t->kind == TOKEN_TEXT) {
            put_text(f, t->text);
        } else if (t->kind == TOKEN_TYPED) {
            put_typed(f);
        } else if (t->kind == TOKEN_VALUE) {
            TRY(ask(f, t, t->ask, row, &v));
            if (t->ask == ASK_FREE)
                put_free(f, v.text, t->text);
            else
                put_value(f, t, &v);
        } else {
            TRY(put_block(f, i, row));
            i = t->end;
        }
    }
    return ERR_OK;
}

enum err template_fill(struct arena *a, struct str text, const struct doc_values *v,
                       struct doc **out, struct str *why)
{
    struct fill f = { .a = a, .v = v, .d = doc_new(a), .md = buf_new(a, FILLED_MAX), .why = why };
    struct token *tokens;
    int n;

    *why = STR("");
    f.d->date = v->date;
    f.d->author = v->author;
    if (str_has(text, STR(RUN_OPEN)) || str_has(text, STR(RUN_CLOSE))) {
        *why = STR("line 1: the template uses a private character (U+E000, U+E001)");
        return ERR_DEF;
    }
    TRY(template_tokens(a, text, &tokens, &n, why));
    f.tokens = tokens;
    f.line = 1;
    TRY(put_tokens(&f, 0, n, (struct doc_row){ 0 }));
    put_text(&f, STR("\n"));
    if (f.md.overflow || a->full)
        return ERR_TOO_LARGE;
    TRY(template_blocks(f.d, buf_str(&f.md), f.runs, f.n_runs, f.lines, f.n_lines, why));
    *out = f.d;
    return a->full ? ERR_TOO_LARGE : ERR_OK;
}
