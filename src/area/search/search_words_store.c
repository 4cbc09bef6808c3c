/* search_words_store.c - words and texts: what was typed becomes words, a word is compared with a text, and what is shown around it. */
#include <string.h>

#include "area/search/search.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "db/fts_tokenizer.h"
#include "gen/text.h"

#define SNIPPET_BEFORE 16               /* code points before the first word, and all together */
#define SNIPPET_ALL    120
#define MARKS_MAX      48
#define GRAMS_MAX      ((size_t)8 << 20)
#define PIECE_CHARS    6
#define PREFIXES_MAX   20               /* PostgreSQL: of a run of letters, its beginnings */

/* ---- words */
static bool is_blank(uint32_t cp) { return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\n' || cp == 0x3000 || cp == 0xA0; }
static bool in_word(uint32_t cp) { return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '_'; }

struct sum { int n; size_t bytes; };

static int add_up(void *arg, const struct fts_token *t)
{
    struct sum *s = arg;

    s->n++;
    s->bytes += t->text.n;
    return 0;
}

static struct form form_of(struct ctx *c, struct str s)
{
    struct form f = { .text = text_search_form(c->a, s), .cp = NEWS(c->a, uint32_t, s.n + 1) };

    for (size_t at = 0; at < f.text.n; f.n++)
        at += utf8_next(f.text, at, &f.cp[f.n]);
    return f;
}

/* What people type for the brackets of a register number; 0: no bracket. */
static const char *bracket(uint32_t cp)
{
    static const uint32_t open[] = { '[', '(', 0xFF3B, 0xFF08, 0x3010, 0x3014 }, shut[] = { ']', ')', 0xFF3D, 0xFF09, 0x3011, 0x3015 };

    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        if (cp == open[i] || cp == shut[i])
            return cp == open[i] ? "〔" : "〕";
    return NULL;
}

/* Every register number holds 号, and one of this year 2020: only what is written like a number is compared with numbers. Digits alone
 * are the running number, "0007" for 信〔2020〕0007号. */
static struct form number_of(struct ctx *c, const struct form *w)
{
    struct buf b = buf_new(c->a, 4 * (size_t)w->n + 16);
    int digits = 0, brackets = 0;
    char bytes[4];

    for (int i = 0; i < w->n; i++) {
        const char *as = bracket(w->cp[i]);
        digits += w->cp[i] >= '0' && w->cp[i] <= '9';
        brackets += as != NULL || w->cp[i] == '-';
        buf_add(&b, as != NULL ? str_z(as) : (struct str){ bytes, utf8_put(bytes, w->cp[i]) });
    }
    if (digits == w->n)
        buf_lit(&b, "号");
    return digits == w->n || (digits > 0 && brackets > 0) ? form_of(c, buf_str(&b)) : (struct form){ .n = 0 };
}

static enum err word_end(struct ctx *c, struct str typed, struct word *out, int *n)
{
    struct sum s = { 0, 0 };
    struct form is = form_of(c, typed);

    fts_each(is.text, true, add_up, &s);
    if (s.n == 0)
        return ERR_OK;                  /* nothing, or marks only: they separate */
    if (*n == SEARCH_WORDS)
        return refuse_field(c, STR("q"), ERR_INVALID, T_search_too_many, str_int(c->a, SEARCH_WORDS));
    if (is.n > SEARCH_LEN)
        return refuse_field(c, STR("q"), ERR_INVALID, T_search_too_long, str_int(c->a, SEARCH_LEN));
    out[(*n)++] = (struct word){ is, number_of(c, &is), s.n == 1 && s.bytes == is.text.n };
    return ERR_OK;
}

enum err words_read(struct ctx *c, struct str typed, struct word *out, int *n)
{
    size_t from = 0;
    uint32_t cp;

    *n = 0;
    for (size_t at = 0, took; at < typed.n; at += took) {
        took = utf8_next(typed, at, &cp);
        if (!is_blank(cp))
            continue;
        TRY(word_end(c, (struct str){ typed.p + from, at - from }, out, n));
        from = at + took;
    }
    TRY(word_end(c, str_from(typed, from), out, n));
    return *n > 0 ? ERR_OK : refuse_field(c, STR("q"), ERR_INVALID, T_search_no_word, STR(""));
}

bool word_whole(struct ctx *c, struct str typed, struct word *out)
{
    struct sum s = { 0, 0 };

    *out = (struct word){ .is = form_of(c, typed) };
    out->number = out->is;
    fts_each(out->is.text, true, add_up, &s);
    return s.n > 0;
}

/* ---- a word in a text */
static size_t next_form(struct str text, size_t at, uint32_t *cp)
{
    size_t took = utf8_next(text, at, cp);

    *cp = utf8_search_form(*cp);
    return took;
}

/* The end of the word when it stands at `at`, else 0. */
static size_t word_at(struct str text, size_t at, const struct form *w)
{
    uint32_t cp;

    for (int i = 0; i < w->n; i++) {
        if (at >= text.n)
            return 0;
        at += next_form(text, at, &cp);
        if (cp != w->cp[i])
            return 0;
    }
    return at;
}

/* From `from` on: where the word begins; text.n when it does not. Letters and digits are found from the start of their run. */
static size_t word_find(struct str text, size_t from, uint32_t before, const struct form *w, size_t *end)
{
    uint32_t cp;

    for (size_t at = from; at < text.n;) {
        bool starts = !in_word(w->cp[0]) || !in_word(before);
        if (starts && (*end = word_at(text, at, w)) != 0)
            return at;
        at += next_form(text, at, &cp);
        before = cp;
    }
    return text.n;
}

bool form_in(struct str text, const struct form *w)
{
    size_t end;

    return word_find(text, 0, 0, w, &end) < text.n;
}

/* ---- the piece that is shown */
static size_t first_word(struct str text, const struct word *words, int n)
{
    size_t first = text.n, end;

    for (int i = 0; i < n; i++) {
        size_t at = word_find(text, 0, 0, &words[i].is, &end);
        if (at < first)
            first = at;
    }
    return first == text.n ? 0 : first;
}

static size_t step_back(struct str text, size_t at, int n)
{
    for (; n > 0 && at > 0; n--) {
        at--;
        while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80)
            at--;
    }
    return at;
}

static size_t step_on(struct str text, size_t at, int n)
{
    uint32_t cp;

    for (; n > 0 && at < text.n; n--)
        at += utf8_next(text, at, &cp);
    return at;
}

static void put(struct mark *m, int *n, struct str text, bool found)
{
    if (text.n > 0 && *n < MARKS_MAX)
        m[(*n)++] = (struct mark){ text, found };
}

/* Line ends inside the piece are shown as blanks. */
static struct str one_line(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ? ' ' : s.p[i];
    return (struct str){ p, s.n };
}

/* The longest of the words that stand nearest to `at`. */
static size_t nearest(struct str piece, size_t at, const struct word *words, int n, size_t *end)
{
    size_t best = piece.n, to;
    uint32_t before = at > 0 && (unsigned char)piece.p[at - 1] < 0x80 ? utf8_search_form((unsigned char)piece.p[at - 1]) : 0;

    *end = piece.n;
    for (int i = 0; i < n; i++) {
        size_t found = word_find(piece, at, before, &words[i].is, &to);
        if (found < best || (found == best && found < piece.n && to > *end)) {
            best = found;
            *end = to;
        }
    }
    return best;
}

static void mark_all(struct str piece, const struct word *words, int n_words, struct mark *m, int *n)
{
    size_t end;

    for (size_t at = 0; at < piece.n && *n < MARKS_MAX - 3; at = end) {
        size_t best = nearest(piece, at, words, n_words, &end);
        put(m, n, (struct str){ piece.p + at, best - at }, false);
        if (best < piece.n)
            put(m, n, (struct str){ piece.p + best, end - best }, true);
        if (*n >= MARKS_MAX - 3)
            put(m, n, str_from(piece, end), false);
    }
}

struct mark *marked(struct arena *a, struct str text, const struct word *words, int n_words, int *n_marks)
{
    struct mark *m = NEWS(a, struct mark, MARKS_MAX);

    *n_marks = 0;
    mark_all(one_line(a, text), words, n_words, m, n_marks);
    return m;
}

struct mark *snippet(struct arena *a, struct str text, const struct word *words, int n_words, int *n_marks)
{
    struct mark *m = NEWS(a, struct mark, MARKS_MAX);
    size_t from = step_back(text, first_word(text, words, n_words), SNIPPET_BEFORE), to = step_on(text, from, SNIPPET_ALL);

    *n_marks = 0;
    if (from > 0)
        put(m, n_marks, STR("…"), false);
    mark_all(one_line(a, (struct str){ text.p + from, to - from }), words, n_words, m, n_marks);
    if (to < text.n)
        put(m, n_marks, STR("…"), false);
    return m;
}

/* ---- for the two databases */
/* A pair of characters stands in the index as it is; only a single one, or a run of letters, is the beginning of something longer. Asking
 * for such beginnings reads the whole list of the pair before its first record is known. */
static bool ends_in_pair(struct str text)
{
    bool last = false, before = false;
    uint32_t cp;

    for (size_t at = 0; at < text.n;) {
        at += utf8_next(text, at, &cp);
        before = last;
        last = utf8_is_han(cp);
    }
    return last && before;
}

static void phrase(struct buf *b, const char *column, struct str text)
{
    buf_fmt(b, "%s : \"", column);
    for (size_t k = 0; k < text.n; k++) {
        if (text.p[k] == '"')
            buf_lit(b, "\"");
        buf_char(b, text.p[k]);
    }
    buf_add(b, ends_in_pair(text) ? STR("\"") : STR("\" *"));
}

struct str match_text(struct arena *a, const struct word *words, int n, bool numbers, struct str tags)
{
    struct buf b = buf_new(a, (size_t)64 << 10);

    for (int i = 0; i < n; i++) {
        bool both = numbers && words[i].number.n > 0;
        buf_add(&b, i > 0 ? STR(" AND ") : STR(""));
        buf_add(&b, both ? STR("(") : STR(""));
        phrase(&b, "{body}", words[i].is.text);
        buf_add(&b, both ? STR(" OR ") : STR(""));
        if (both)
            phrase(&b, "{num}", words[i].number.text);
        buf_add(&b, both ? STR(")") : STR(""));
    }
    if (tags.n > 0)
        buf_fmt(&b, " AND {tags} : (%.*s)", PF(tags));
    return buf_str(&b);
}

/* The bytes of the first n characters of a text that is nothing but Han; 0: it is not, or shorter. */
static size_t han_head(struct str text, int n)
{
    size_t at = 0;
    uint32_t cp;

    while (n > 0 && at < text.n) {
        at += utf8_next(text, at, &cp);
        n -= utf8_is_han(cp) ? 1 : 0;
        if (!utf8_is_han(cp))
            return 0;
    }
    return n == 0 ? at : 0;
}

static void piece_add(struct buf *b, struct str text)
{
    buf_add(b, b->n > 0 ? STR(" AND ") : STR(""));
    phrase(b, "{body num}", text);
}

struct str match_pieces(struct arena *a, const struct word *w, struct str tags)
{
    struct buf b = buf_new(a, (size_t)64 << 10);
    struct str rest = w->is.text;

    if (han_head(rest, w->is.n) == 0)
        return match_text(a, w, 1, true, tags);
    for (size_t n; (n = han_head(rest, PIECE_CHARS)) > 0 && n < rest.n; rest = str_from(rest, han_head(rest, PIECE_CHARS - 1)))
        piece_add(&b, str_head(rest, n));
    piece_add(&b, rest);
    if (tags.n > 0)
        buf_fmt(&b, " AND {tags} : (%.*s)", PF(tags));
    return buf_str(&b);
}

struct grams { struct buf b; bool is_query; struct fts_token last; };

static void gram(struct grams *g, struct str token)
{
    if (token.n == 0)
        return;
    if (g->b.n > 0)
        buf_lit(&g->b, " ");
    buf_add(&g->b, token);
}

/* An array knows no prefix: single characters and the beginnings of a run of letters are kept beside the pairs. */
static int gram_add(void *arg, const struct fts_token *t)
{
    struct grams *g = arg;
    uint32_t cp;
    size_t first = utf8_next(t->text, 0, &cp);

    if (g->is_query) {
        gram(g, utf8_is_han(cp) ? t->text : str_head(t->text, PREFIXES_MAX));
        return 0;
    }
    gram(g, t->text);
    if (utf8_is_han(cp) && first < t->text.n)
        gram(g, str_head(t->text, first));
    for (size_t n = 1; !utf8_is_han(cp) && n < t->text.n && n <= PREFIXES_MAX; n++)
        gram(g, str_head(t->text, n));
    return 0;
}

struct str grams_of(struct arena *a, struct str text, bool is_query)
{
    struct grams g = { .b = buf_new(a, GRAMS_MAX), .is_query = is_query };

    fts_each(text, is_query, gram_add, &g);
    return buf_str(&g.b);
}
