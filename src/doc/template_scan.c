/* The tags of a template, and which END belongs to which block. */
#include "doc/template.h"

#include <string.h>

#define DEPTH_MAX 8

static const struct { const char *word; enum token_kind kind; enum doc_ask ask; } words[] = {
    { "yoy", TOKEN_VALUE, ASK_YOY },     { "share", TOKEN_VALUE, ASK_SHARE }, { "over", TOKEN_VALUE, ASK_OVER },
    { "text", TOKEN_VALUE, ASK_TEXT },   { "free", TOKEN_VALUE, ASK_FREE },   { "#if", TOKEN_IF, ASK_FIGURE },
    { "#some", TOKEN_SOME, ASK_FIGURE }, { "#claim", TOKEN_CLAIM, ASK_CLAIM }, { "#each", TOKEN_EACH, ASK_EACH },
};
static const struct { const char *word; enum token_kind kind; } closers[] = {
    { "/if", TOKEN_IF }, { "/some", TOKEN_SOME }, { "/claim", TOKEN_CLAIM }, { "/each", TOKEN_EACH },
};

struct scan { struct token *tokens; int n, line; int open[DEPTH_MAX], depth; struct arena *a; struct str *why; };

static enum err fault(struct scan *s, const char *what, struct str which)
{
    *s->why = str_fmt(s->a, "line %d: %s '%.*s'", s->line, what, PF(str_head(which, 60)));
    return ERR_DEF;
}

bool template_is_figure(struct str id)
{
    size_t i = 0, letters, digits;

    while (i < id.n && id.p[i] >= 'A' && id.p[i] <= 'Z')
        i++;
    letters = i;
    while (i < id.n && id.p[i] >= '0' && id.p[i] <= '9')
        i++;
    digits = i - letters;
    if (i < id.n && id.p[i] >= 'a' && id.p[i] <= 'z')
        i++;
    return letters > 0 && digits > 0 && i == id.n;
}

/* is_id - F26, or words of small letters, digits and _ joined by points; a point first means "of
 * the row". */
static bool is_id(struct str id)
{
    if (template_is_figure(id))
        return true;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
        if (c == '.' && (i + 1 == id.n || id.p[i + 1] == '.'))
            return false;
    }
    return id.n > 0 && id.n <= 60;
}

static enum err open_block(struct scan *s)
{
    if (s->depth == DEPTH_MAX)
        return fault(s, "blocks are nested too deep at", s->tokens[s->n - 1].text);
    for (int i = 0; i < s->depth; i++)
        if (s->tokens[s->open[i]].kind == TOKEN_EACH && s->tokens[s->n - 1].kind == TOKEN_EACH)
            return fault(s, "#each stands inside #each at", s->tokens[s->n - 1].text);
    s->open[s->depth++] = s->n - 1;
    return ERR_OK;
}

static enum err close_block(struct scan *s, struct token *t, struct str tag)
{
    struct token *head = s->depth == 0 ? NULL : &s->tokens[s->open[s->depth - 1]];

    if (str_eq(tag, STR("else"))) {
        if (head == NULL || head->kind == TOKEN_EACH || head->other >= 0)
            return fault(s, "no open #if for", tag);
        t->kind = TOKEN_ELSE;
        head->other = s->n - 1;
        return ERR_OK;
    }
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        if (!str_eq(tag, str_z(closers[i].word)))
            continue;
        if (head == NULL || head->kind != closers[i].kind)
            return fault(s, "no open block for", tag);
        t->kind = TOKEN_END;
        head->end = s->n - 1;
        s->depth--;
        return ERR_OK;
    }
    return fault(s, "unknown tag", tag);
}

/* read_tag - the words between the braces, trimmed, into a new token. */
static enum err read_tag(struct scan *s, struct str tag)
{
    struct str rest = tag, word;
    struct token *t = &s->tokens[s->n++];

    *t = (struct token){
        .kind = TOKEN_VALUE, .ask = ASK_FIGURE, .text = tag, .line = s->line, .other = -1, .end = -1
    };
    if (str_eq(tag, STR("typed"))) {
        t->kind = TOKEN_TYPED;
        return ERR_OK;
    }
    if (template_is_figure(tag))
        return ERR_OK;
    word = str_cut(&rest, ' ');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_eq(word, str_z(words[i].word)))
            continue;
        rest = str_trim(rest);
        t->kind = words[i].kind;
        t->ask = words[i].ask;
        t->text = str_cut(&rest, ' ');
        t->arg = str_trim(rest);
        if (!is_id(t->text))
            return fault(s, "this is not an id:", t->text);
        if (t->arg.n > 0 && t->ask != ASK_YOY)
            return fault(s, "one id only:", tag);
        return t->kind == TOKEN_VALUE ? ERR_OK : open_block(s);
    }
    return close_block(s, t, tag);
}

static int count_lines(struct str s)
{
    int n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

/* alone - the tag [from, to) is all that its line holds: then *from and *to become the whole line
 * with its end. */
static bool alone(struct str text, size_t *from, size_t *to)
{
    size_t head = *from, tail = *to;

    while (head > 0 && text.p[head - 1] == ' ')
        head--;
    if (head > 0 && text.p[head - 1] != '\n')
        return false;
    while (tail < text.n && (text.p[tail] == ' ' || text.p[tail] == '\r'))
        tail++;
    if (tail < text.n && text.p[tail] != '\n')
        return false;
    *from = head;
    *to = tail < text.n ? tail + 1 : tail;
    return true;
}

static bool is_silent(struct str tag) /* prints nothing itself: blocks, else, ends, comments */
{
    return tag.n > 0 && (strchr("#/!", tag.p[0]) != NULL || str_eq(tag, STR("else")));
}

static void add_text(struct scan *s, struct str piece)
{
    if (piece.n > 0)
        s->tokens[s->n++] = (struct token){
            .kind = TOKEN_TEXT, .text = piece, .line = s->line, .other = -1, .end = -1
        };
    s->line += count_lines(piece);
}

static size_t count_tags(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i + 1 < text.n; i++)
        n += text.p[i] == '{' && text.p[i + 1] == '{';
    return n;
}

enum err template_tokens(struct arena *a, struct str text, struct token **out, int *n,
                         struct str *why)
{
    struct scan s = { .tokens = NEWS(a, struct token, count_tags(text) * 2 + 1), .line = 1, .a = a, .why = why };
    size_t at = 0;

    for (;;) {
        ptrdiff_t open = str_find(str_from(text, at), STR("{{")), close;
        size_t from, to;
        struct str tag;

        if (open < 0)
            break;
        from = at + (size_t)open;
        close = str_find(str_from(text, from), STR("}}"));
        tag = close < 0 ? str_from(text, from)
                        : str_trim((struct str){ text.p + from + 2, (size_t)close - 2 });
        to = close < 0 ? text.n : from + (size_t)close + 2;
        s.line += count_lines((struct str){ text.p + at, from - at });
        if (close < 0 || memchr(tag.p, '\n', tag.n) != NULL)
            return fault(&s, "a tag is not closed on its line:", tag);
        s.line -= count_lines((struct str){ text.p + at, from - at });
        if (is_silent(tag) && alone(text, &from, &to) && from < at)
            from = at;
        add_text(&s, (struct str){ text.p + at, from - at });
        if (tag.n == 0 || tag.p[0] != '!')
            TRY(read_tag(&s, tag));
        s.line += count_lines((struct str){ text.p + from, to - from });
        at = to;
    }
    add_text(&s, str_from(text, at));
    if (s.depth > 0) {
        s.line = s.tokens[s.open[s.depth - 1]].line;
        return fault(&s, "a block is never closed:", s.tokens[s.open[s.depth - 1]].text);
    }
    *out = s.tokens;
    *n = s.n;
    return ERR_OK;
}

enum err template_tags(struct arena *a, struct str text, struct template_tag **tags, int *n,
                       struct str *why)
{
    struct token *t;
    int count;

    TRY(template_tokens(a, text, &t, &count, why));
    *tags = NEWS(a, struct template_tag, (size_t)count + 1);
    *n = 0;
    for (int i = 0; i < count; i++) {
        bool either = t[i].kind == TOKEN_IF || t[i].kind == TOKEN_SOME;

        if (t[i].kind == TOKEN_TEXT || t[i].kind == TOKEN_TYPED || t[i].kind == TOKEN_ELSE
            || t[i].kind == TOKEN_END)
            continue;
        (*tags)[(*n)++] =
            (struct template_tag){ either && !template_is_figure(t[i].text) ? ASK_TEXT : t[i].ask,
                                   t[i].text, t[i].line };
    }
    return ERR_OK;
}
