/* tables.c - figures cut by class, channel, source, conduct, topic, rank, month, method. Rows that partition get balanced shares; tags overlap. */
#include <stdlib.h>

#include "area/stats/assemble.h"

struct cut { const char *by, *list; bool overlapping; };
static const struct cut cuts[] = {
    { "class", "class", false }, { "channel", "channel", false }, { "source", "source", false }, { "conduct", "conduct", true },
    { "topic", "topics", true }, { "rank", "rank_bucket", false }, { "month", NULL, false }, { "method", "disposal", false },
};

static const struct cut *cut_of(struct str by)
{
    for (size_t i = 0; i < COUNT_OF(cuts); i++)
        if (str_eq(by, str_z(cuts[i].by)))
            return &cuts[i];
    return NULL;
}

static struct str top_topic(struct ctx *c, struct str code)
{
    const struct def_code *row = def_code(c->def, "topics", code);

    while (row != NULL && row->parent.n > 0)
        row = def_code(c->def, "topics", row->parent);
    return row != NULL ? row->code : code;
}

static struct str month_of(struct ctx *c, struct date d) { return str_head(date_str(c->a, d), 7); }

static bool is_accusation(const struct fact *x) { return str_eq(x->code, STR("accusation")); }

/* The codes of one counted thing in a cut: one for a partition, several where tags overlap, none outside the base. */
static int codes_of(struct ctx *c, const struct rule *r, const struct fact *x, struct str by, struct str *out, int max)
{
    bool petition = r->from == FACT_PETITION;
    int n = 0;

    if (str_eq(by, STR("month")))
        out[n++] = month_of(c, x->on);
    else if (str_eq(by, STR("class")) || str_eq(by, STR("method")))
        out[n++] = x->code;
    else if (str_eq(by, STR("channel")))
        out[n++] = x->channel;
    else if (str_eq(by, STR("source")))
        out[n++] = x->source;
    else if (str_eq(by, STR("rank")) && petition && is_accusation(x))
        out[n++] = x->rank;
    else if (str_eq(by, STR("rank")) && !petition)
        out[n++] = rank_bucket(c, x->rank, x->is_organisation);
    else if (str_eq(by, STR("conduct")))
        for (int i = 0; i < x->n_conduct && n < max && is_accusation(x); i++)
            out[n++] = x->conduct[i];
    else if (str_eq(by, STR("topic")))
        for (int i = 0; i < x->n_tags && n < max; i++)
            out[n++] = top_topic(c, x->tags[i]);
    return n;
}

static struct bar *bar_of(struct ctx *c, struct table *t, int *cap, struct str code)
{
    for (int i = 0; i < t->n; i++)
        if (str_eq(t->rows[i].code, code))
            return &t->rows[i];
    if (t->n == *cap) {
        struct bar *more = NEWS(c->a, struct bar, (size_t)*cap * 2 + 16);
        for (int i = 0; i < t->n; i++)
            more[i] = t->rows[i];
        t->rows = more;
        *cap = *cap * 2 + 16;
    }
    t->rows[t->n] = (struct bar){ .code = code };
    return &t->rows[t->n++];
}

/* Persons are placed by the highest rank among the case rows of what is counted; months by their first event. */
static const struct fact *placed_by(struct ctx *c, const struct counted_list *l, int i, int *at, struct str by, const struct rule *r)
{
    const struct counted *k = &l->v[i];
    const struct fact *best = l->facts[*at];
    int from = *at;

    while (*at < l->n_facts && (*at == from || (r->by != COUNT_ROWS && (r->by == COUNT_LEAD ? l->facts[*at]->lead : l->facts[*at]->person)
            == k->key && (r->by != COUNT_PERSON_MATTER || l->facts[*at]->matter == k->key2)))) {
        const struct fact *x = l->facts[(*at)++];
        if (str_eq(by, STR("rank")) && rank_weight(c, x->rank) > rank_weight(c, best->rank))
            best = x;
    }
    return best;
}

static enum err fill(struct ctx *c, const struct facts *f, const struct rule *r, struct table *t, int *cap, bool prev)
{
    struct counted_list l;
    struct str codes[64];
    int at = 0;

    TRY(count_run(c, f, r, &l));
    for (int i = 0; i < l.n; i++) {
        const struct fact *x = placed_by(c, &l, i, &at, t->by, r);
        int n = codes_of(c, r, x, t->by, codes, 64);
        for (int k = 0; k < n; k++) {
            bool again = false;
            for (int m = 0; m < k; m++)
                again = again || str_eq(codes[m], codes[k]);      /* several tags under one top code count once */
            struct bar *b = again ? NULL : bar_of(c, t, cap, codes[k]);
            if (b != NULL)
                *(prev ? &b->prev : &b->n) += 1;
        }
    }
    return ERR_OK;
}

static int bar_order(const void *x, const void *y)
{
    const struct bar *a = x, *b = y;

    if ((a->code.n == 0) != (b->code.n == 0))
        return a->code.n == 0 ? 1 : -1;             /* the null bucket last */
    return str_cmp(a->code, b->code);
}

static void shares(struct ctx *c, struct table *t, int64_t base)
{
    int64_t *n = NEWS(c->a, int64_t, (size_t)t->n + 1), *tenths = NEWS(c->a, int64_t, (size_t)t->n + 1);
    bool whole = false;

    for (int i = 0; i < t->n; i++)
        n[i] = t->rows[i].n;
    if (!t->overlapping)
        whole = shares_of(n, t->n, tenths);
    for (int i = 0; i < t->n; i++) {
        t->rows[i].has_share = t->overlapping ? base > 0 : whole;
        t->rows[i].tenths = t->overlapping ? share_plain(n[i], base) : tenths[i];
    }
}

static void months_open(struct ctx *c, struct window w, struct table *t, int *cap)
{
    int y, m, d;

    date_split(w.from, &y, &m, &d);
    for (struct date on = w.from; date_cmp(on, w.to) <= 0 && t->n < 36; m++) {
        bar_of(c, t, cap, month_of(c, on));
        if (!date_make(y + m / 12, m % 12 + 1, 1, &on))
            break;
    }
}

/* Last year's months stand beside this year's: 2019-03 is laid on 2020-03. */
static void months_shift(struct ctx *c, struct table *t, const struct table *prev)
{
    for (int i = 0; i < prev->n; i++) {
        int64_t year = 0;
        int cap = t->n;
        if (!str_to_int(str_head(prev->rows[i].code, 4), &year))
            continue;
        struct str code = str_fmt(c->a, "%lld%.*s", (long long)year + 1, PF(str_from(prev->rows[i].code, 4)));
        bar_of(c, t, &cap, code)->prev += prev->rows[i].prev;
    }
}

/* Petitions have ranks of their own list; cases and persons have buckets. */
static const char *label_list(const char *list, enum fact_kind from, struct str by)
{
    return str_eq(by, STR("rank")) && from == FACT_PETITION ? "petition_rank" : list;
}

enum err table_make(struct ctx *c, const struct stats *s, struct str figure, struct str by, struct table *out)
{
    const struct figure *g = stats_figure(s, figure);
    const struct cut *cut = cut_of(by);
    struct rule r;
    int cap = 0;

    *out = (struct table){ .figure = figure, .by = by, .overlapping = cut->overlapping };
    TRY(rule_read(c, g->row, &r));
    bool months = cut->list == NULL;
    if (months)
        months_open(c, s->ask.w, out, &cap);
    TRY(fill(c, s->cur, &r, out, &cap, false));
    if (g->has_prev && !months)
        TRY(fill(c, s->prev, &r, out, &cap, true));
    if (g->has_prev && months) {
        struct table before = { .figure = figure, .by = by };
        int room = 0;
        TRY(fill(c, s->prev, &r, &before, &room, true));
        months_shift(c, out, &before);
    }
    qsort(out->rows, (size_t)out->n, sizeof *out->rows, bar_order);
    for (int i = 0; i < out->n; i++) {
        struct bar *b = &out->rows[i];
        const struct def_code *row = months || b->code.n == 0 ? NULL : def_code(c->def, label_list(cut->list, r.from, by), b->code);
        b->zh = row != NULL ? row->zh : b->code.n == 0 ? STR("未填") : b->code;
        b->en = row != NULL ? row->en : b->code.n == 0 ? STR("not filled in") : b->code;
    }
    shares(c, out, g->value);
    return ERR_OK;
}

bool table_holds(struct ctx *c, const struct stats *s, const struct rule *r, const struct fact *x, struct str by, struct str code)
{
    struct str codes[64];
    int n = codes_of(c, r, x, by, codes, 64);

    (void)s;
    for (int i = 0; i < n; i++)
        if (str_eq(codes[i], code))
            return true;
    return false;
}
