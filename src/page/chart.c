#include "page/chart.h"

#include "page/parts.h"

/* One field of 360 by 168: numbers at the left, months below, 0 at y 140, the upper edge at y 20. */
#define LEFT    40
#define RIGHT   350
#define BOTTOM  140
#define HEIGHT  120
#define WHOLE   360                     /* width of a bar cut into shares */

static int64_t most(const struct chart_months *m)
{
    int64_t max = 1;

    for (int i = 0; i < m->n_months && i < 12; i++) {
        if (i < m->n_known && m->now[i] > max)
            max = m->now[i];
        if (m->then_label.n > 0 && m->then[i] > max)
            max = m->then[i];
    }
    return max;
}

/* Two steps of 1, 2 or 5 times a power of ten reach over the highest value. */
struct chart_frame chart_frame_of(const struct chart_months *m)
{
    static const int64_t steps[] = { 1, 2, 5, 10 };
    int64_t max = most(m), ten = 1;

    for (;; ten *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
            if (2 * steps[i] * ten >= max)
                return (struct chart_frame){ 2 * steps[i] * ten, steps[i] * ten, m->n_months > 0 ? m->n_months : 1 };
}

int chart_x(const struct chart_frame *f, int slot) { return LEFT + (RIGHT - LEFT) * (2 * slot + 1) / (2 * f->slots); }
int chart_y(const struct chart_frame *f, int64_t value) { return (int)(BOTTOM - HEIGHT * value / f->top); }

int chart_bar(const struct chart_frame *f)
{
    int w = (RIGHT - LEFT) / f->slots * 3 / 5;

    return w < 24 ? w : 24;
}

struct str chart_months_words(struct ctx *c, const struct chart_months *m)
{
    struct buf b = buf_new(c->a, 4096);
    struct str comma = text_of(c->lang, T_page_list_comma), name = m->now_label;

    for (int round = 0; round < (m->then_label.n > 0 ? 2 : 1); round++) {
        buf_fmt(&b, "%s%.*s: ", round > 0 ? " / " : "", PF(name));
        for (int i = 0; i < m->n_months && i < (round == 0 ? m->n_known : 12); i++) {
            if (i > 0)
                buf_add(&b, comma);
            buf_int(&b, round == 0 ? m->now[i] : m->then[i]);
        }
        name = m->then_label;
    }
    return buf_str(&b);
}

/* ---- shares */
int64_t shares_whole(const struct chart_shares *s)
{
    int64_t n = 0;

    for (int i = 0; i < s->n; i++)
        n += s->parts[i].n;
    return n;
}

int share_x(const struct chart_shares *s, int part)
{
    int64_t before = 0, whole = shares_whole(s);

    for (int i = 0; i < part && i < s->n; i++)
        before += s->parts[i].n;
    return whole > 0 ? (int)(before * WHOLE / whole) : 0;
}

struct str chart_shares_words(struct ctx *c, const struct chart_shares *s)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < s->n; i++) {
        struct str share = permille_text(c->a, s->parts[i].n, shares_whole(s));
        if (i > 0)
            buf_add(&b, text_of(c->lang, T_page_list_comma));
        buf_fmt(&b, "%.*s %lld (%.*s)", PF(s->parts[i].label), (long long)s->parts[i].n, PF(share));
    }
    return buf_str(&b);
}

struct str permille_text(struct arena *a, int64_t part, int64_t whole)
{
    if (whole <= 0)
        return STR("—");
    int64_t tenths = (part * 2000 + whole) / (2 * whole);       /* half up, in whole numbers */
    return str_fmt(a, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
}
