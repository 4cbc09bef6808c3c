/* sources.c - the rules that rows cite, on a day: in force or not, how sure we are of their words, and how they are named. */
#include <string.h>

#include "base/buf.h"
#include "def/load.h"

#define DEPTH_MAX 8

static const struct def_code *source(const struct def *d, struct str key)
{
    return def_code(d, "sources", key);
}

/* The days of a source: its own, else those of the rule above it. */
static void days(const struct def *d, const struct def_code *s, struct date *from, struct date *to)
{
    *from = s->from;
    *to = s->to;
    for (int depth = 0; s->parent.n > 0 && depth < DEPTH_MAX; depth++) {
        s = source(d, s->parent);
        if (s == NULL)
            return;
        if (!date_is_set(*from))
            *from = s->from;
        if (!date_is_set(*to))
            *to = s->to;
    }
}

static bool overlaps(const struct def *d, struct str key, struct date from, struct date to)
{
    const struct def_code *s = source(d, key);
    struct date a, b;

    if (s == NULL)
        return false;
    days(d, s, &a, &b);
    return (!date_is_set(a) || !date_is_set(to) || date_cmp(a, to) <= 0) && (!date_is_set(b) || !date_is_set(from) || date_cmp(from, b) <= 0);
}

bool def_in_force_within(const struct def *d, struct str sources, struct date from, struct date to)
{
    struct str key;

    while (word_next(&sources, &key))
        if (overlaps(d, key, from, to))
            return true;
    return false;
}

bool def_in_force(const struct def *d, struct str sources, struct date on)
{
    return def_in_force_within(d, sources, on, on);
}

char def_mark_on(const struct def *d, struct str sources, struct str own_mark, struct date on)
{
    static const char order[] = "OCPM?";
    char mark = 'O';
    struct str key;

    if (own_mark.n == 1)
        return own_mark.p[0];
    while (word_next(&sources, &key)) {
        const struct def_code *s = source(d, key);
        if (s != NULL && s->mark.n == 1 && overlaps(d, key, on, on) && strchr(order, s->mark.p[0]) > strchr(order, mark))
            mark = s->mark.p[0];
    }
    return mark;
}

static void article(struct buf *b, enum lang l, const struct def *d, const struct def_code *s)
{
    const struct def_code *rule = s->parent.n > 0 ? source(d, s->parent) : NULL;
    struct str no = node_str(s->row, "article"), name = l == LANG_EN ? (rule != NULL ? rule : s)->en : (rule != NULL ? rule : s)->zh;

    buf_add(b, name);
    if (no.n > 0)
        buf_fmt(b, l == LANG_EN ? ", article %.*s" : "第%.*s条", PF(no));
    else if (rule != NULL)
        buf_fmt(b, l == LANG_EN ? ": %.*s" : "：%.*s", PF(l == LANG_EN ? s->en : s->zh));
}

struct str def_sources_text(struct arena *a, enum lang l, const struct def *d, struct str sources, struct date on)
{
    struct buf b = buf_new(a, 1024);
    struct str key;

    while (word_next(&sources, &key)) {
        const struct def_code *s = source(d, key);
        if (s == NULL || !overlaps(d, key, on, on))
            continue;
        if (buf_str(&b).n > 0)
            buf_add(&b, l == LANG_EN ? STR("; ") : STR("、"));
        article(&b, l, d, s);
    }
    return buf_str(&b);
}
