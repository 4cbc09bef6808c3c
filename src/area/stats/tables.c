/* tables.c - figures cut by class, channel, source, conduct, topic, rank, month, method. Rows that partition get balanced shares; tags overlap. */
#include <stdlib.h>

#include "area/stats/assemble.h"

enum cut_by { BY_CLASS, BY_CHANNEL, BY_SOURCE, BY_CONDUCT, BY_TOPIC, BY_RANK, BY_MONTH, BY_METHOD };
struct cut { const char *by, *list; enum cut_by is; bool overlapping; };
static const struct cut cuts[] = {
    { "class", "class", BY_CLASS, false }, { "channel", "channel", BY_CHANNEL, false }, { "source", "source", BY_SOURCE, false },
    { "conduct", "conduct", BY_CONDUCT, true }, { "topic", "topics", BY_TOPIC, true }, { "rank", "rank_bucket", BY_RANK, false },
    { "month", NULL, BY_MONTH, false }, { "method", "disposal", BY_METHOD, false },
};

static const struct cut *cut_of(struct str by)
{
    for (size_t i = 0; i < COUNT_OF(cuts); i++)
        if (str_eq(by, str_z(cuts[i].by)))
            return &cuts[i];
    return NULL;
}

bool table_cut_known(struct str by) { return cut_of(by) != NULL; }

/* What one pass over many things looks up again and again: texts of facts are pooled, so a word is known by its address. */
#define TOPS_KEPT 64
struct memo { const char *codes[TOPS_KEPT]; struct str tops[TOPS_KEPT]; int n, month; struct str month_code; };

static struct str topic_of(struct ctx *c, struct str code)
{
    const struct def_code *row = def_code(c->def, "topics", code);

    while (row != NULL && row->parent.n > 0)
        row = def_code(c->def, "topics", row->parent);
    return row != NULL ? row->code : code;
}

static struct str top_topic(struct ctx *c, struct memo *m, struct str code)
{
    for (int i = 0; i < m->n; i++)
        if (m->codes[i] == code.p)
            return m->tops[i];
    struct str top = topic_of(c, code);
    if (m->n < TOPS_KEPT) {
        m->codes[m->n] = code.p;
        m->tops[m->n++] = top;
    }
    return top;
}

static struct str month_of(struct ctx *c, struct memo *m, struct date d)
{
    int y, month, day;

    date_split(d, &y, &month, &day);
    if (m->month != y * 12 + month) {
        m->month = y * 12 + month;
        m->month_code = str_head(date_str(c->a, d), 7);
    }
    return m->month_code;
}

static bool is_accusation(const struct fact *x) { return str_eq(x->code, STR("accusation")); }

static int conducts_of(const struct fact *x, struct str *out, int max)
{
    int n = 0;

    for (int i = 0; i < x->n_conduct && n < max && is_accusation(x); i++)
        out[n++] = x->conduct[i];
    return n;
}

static int topics_of(struct ctx *c, struct memo *m, const struct fact *x, struct str *out, int max)
{
    int n = 0;

    for (int i = 0; i < x->n_tags && n < max; i++)
        out[n++] = top_topic(c, m, x->tags[i]);
    return n;
}

/* The codes of one counted thing in a cut: one for a partition, several where tags overlap, none outside the base. */
static int codes_of(struct ctx *c, struct memo *m, const struct rule *r, const struct fact *x, enum cut_by by, struct str *out, int max)
{
    bool petition = r->from == FACT_PETITION;

    switch (by) {
    case BY_MONTH:   out[0] = month_of(c, m, x->on); return 1;
    case BY_CLASS:
    case BY_METHOD:  out[0] = x->code; return 1;
    case BY_CHANNEL: out[0] = x->channel; return 1;
    case BY_SOURCE:  out[0] = x->source; return 1;
    case BY_RANK:    out[0] = petition ? x->rank : rank_bucket(c, x->rank, x->is_organisation); return !petition || is_accusation(x);
    case BY_CONDUCT: return conducts_of(x, out, max);
    case BY_TOPIC:   return topics_of(c, m, x, out, max);
    }
    return 0;
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
const struct fact *table_place(struct ctx *c, const struct counted_list *l, int i, int *at, struct str by, const struct rule *r)
{
    const struct counted *k = &l->v[i];
    const struct fact *best = l->facts[*at];
    int from = *at;

    while (*at < l->n_facts && (*at == from || (r->by != COUNT_ROWS && (r->by == COUNT_LEAD ? l->facts[*at]->lead : l->facts[*at]->r->person)
            == k->key && (r->by != COUNT_PERSON_MATTER || l->facts[*at]->r->matter == k->key2)))) {
        const struct fact *x = l->facts[(*at)++];
        if (str_eq(by, STR("rank")) && rank_weight(c, x->rank) > rank_weight(c, best->rank))
            best = x;
    }
    return best;
}

/* A table while it is made. */
struct cutting { const struct cut *cut; struct table *t; int cap; int64_t base; };

static void fill(struct ctx *c, const struct counted_list *l, const struct rule *r, struct cutting *k, bool prev)
{
    struct memo m = { 0 };
    struct str codes[64];
    int at = 0;

    for (int i = 0; i < l->n; i++) {
        const struct fact *x = table_place(c, l, i, &at, k->t->by, r);
        int n = codes_of(c, &m, r, x, k->cut->is, codes, 64);
        for (int j = 0; j < n; j++) {
            bool again = false;
            for (int earlier = 0; earlier < j; earlier++)
                again = again || str_eq(codes[earlier], codes[j]);      /* several tags under one top code count once */
            struct bar *b = again ? NULL : bar_of(c, k->t, &k->cap, codes[j]);
            if (b != NULL)
                *(prev ? &b->prev : &b->n) += 1;
        }
    }
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
        bar_of(c, t, cap, month_of(c, &(struct memo){ 0 }, on));
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

/* What overlapping shares are of: conduct looks at accusations only, topics at all petitions. */
static int64_t base_of(const struct counted_list *l, const struct cut *cut)
{
    int64_t base = 0;

    if (cut->is != BY_CONDUCT)
        return cut->overlapping ? l->n : 0;
    for (int i = 0; i < l->n; i++)
        base += is_accusation(l->v[i].first);
    return base;
}

/* Petitions have ranks of their own list; cases and persons have buckets. */
static const char *label_list(const char *list, enum fact_kind from, struct str by)
{
    return str_eq(by, STR("rank")) && from == FACT_PETITION ? "petition_rank" : list;
}

static void fill_prev(struct ctx *c, const struct counted_list *l, const struct rule *r, struct cutting *k)
{
    struct table before = { .figure = k->t->figure, .by = k->t->by };
    struct cutting then = { .cut = k->cut, .t = &before };

    if (k->cut->is != BY_MONTH) {
        fill(c, l, r, k, true);
        return;
    }
    fill(c, l, r, &then, true);
    months_shift(c, k->t, &before);
}

static void table_close(struct ctx *c, const struct rule *r, const struct cutting *k)
{
    struct table *t = k->t;
    bool months = k->cut->is == BY_MONTH, class = k->cut->is == BY_CLASS;

    if (t->n > 1)
        qsort(t->rows, (size_t)t->n, sizeof *t->rows, bar_order);
    for (int i = 0; i < t->n; i++) {
        struct bar *b = &t->rows[i];
        const struct def_code *row = months || b->code.n == 0 ? NULL : def_code(c->def, label_list(k->cut->list, r->from, t->by), b->code);
        b->zh = row != NULL ? row->zh : b->code.n > 0 ? b->code : class ? STR("未分类") : STR("未填");
        b->en = row != NULL ? row->en : b->code.n > 0 ? b->code : class ? STR("not classified") : STR("not filled in");
    }
    shares(c, t, k->base);
}

enum err tables_make(struct ctx *c, const struct stats *s, struct str figure, const char *const *by, int n, struct table *out)
{
    const struct figure *g = stats_figure(s, figure);
    struct cutting k[COUNT_OF(cuts)];
    struct counted_list l;
    struct rule r;

    TRY(rule_read(c, g->row, &r));
    TRY(count_run(c, s->cur, &r, &l));
    for (int i = 0; i < n; i++) {
        k[i] = (struct cutting){ .cut = cut_of(str_z(by[i])), .t = &out[i] };
        out[i] = (struct table){ .figure = figure, .by = str_z(by[i]), .overlapping = k[i].cut->overlapping };
        if (k[i].cut->is == BY_MONTH)
            months_open(c, s->ask.w, &out[i], &k[i].cap);
        fill(c, &l, &r, &k[i], false);
        k[i].base = base_of(&l, k[i].cut);
    }
    if (g->has_prev)
        TRY(count_run(c, s->prev, &r, &l));
    for (int i = 0; i < n; i++) {
        if (g->has_prev)
            fill_prev(c, &l, &r, &k[i]);
        table_close(c, &r, &k[i]);
    }
    return ERR_OK;
}

static enum err year_months(struct ctx *c, const struct stats *s, int year, int64_t n[12])
{
    struct facts f = { .scratch = s->cur->scratch };
    struct window w;
    int y, m, d;

    if (!date_make(year, 1, 1, &w.from) || !date_make(year, 12, 31, &w.to))
        return ERR_BUG;
    TRY(facts_petitions(c, &s->ask, w, &f));
    for (int i = 0; i < f.of[FACT_PETITION].n; i++) {
        date_split(f.of[FACT_PETITION].v[i].on, &y, &m, &d);
        n[m - 1]++;
    }
    return ERR_OK;
}

enum err stats_months(struct ctx *c, const struct stats *s, int64_t now[12], int64_t then[12])
{
    int y, m, d;

    date_split(s->ask.w.to, &y, &m, &d);
    TRY(year_months(c, s, y, now));
    return year_months(c, s, y - 1, then);
}

bool table_holds(struct ctx *c, const struct rule *r, const struct fact *x, struct str by, struct str code)
{
    struct str codes[64];
    struct memo m = { 0 };
    int n = codes_of(c, &m, r, x, cut_of(by)->is, codes, 64);

    for (int i = 0; i < n; i++)
        if (str_eq(codes[i], code))
            return true;
    return false;
}
