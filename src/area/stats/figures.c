/* figures.c - every row of def/figures.yaml becomes a figure: counted from facts, or made of other figures (year on year, shares, words). */
#include <stdlib.h>
#include <string.h>

#include "area/stats/assemble.h"
#include "gen/text.h"

#define TABLES_OF_MAX 8         /* cuts of one figure */

/* ---- registers (G8) */
static bool opened(const struct facts *f, struct str registers)
{
    while (registers.n > 0) {
        struct str want = str_trim(str_cut(&registers, ' '));
        bool found = want.n == 0;
        for (int i = 0; i < f->n_registers && !found; i++)
            found = str_eq(f->registers[i], want);
        if (!found)
            return false;
    }
    return true;
}

static bool is_opened(const struct facts *f, const struct node *row)
{
    struct str registers = node_str(row, "registers");

    return registers.n > 0 && str_eq(node_str(row, "built"), STR("yes")) && opened(f, registers);
}

static void unregistered(struct figure *g)
{
    g->state = FIG_UNREGISTERED;
    g->text = STATS_UNREGISTERED;
}

/* ---- counts */
static enum err count_one(struct ctx *c, const struct facts *f, const struct node *row, int64_t *n)
{
    struct rule r;
    struct counted_list l;

    TRY(rule_read(c, row, &r));
    TRY(count_run(c, f, &r, &l));
    *n = l.n;
    return ERR_OK;
}

static enum err make_count(struct ctx *c, struct stats *s, struct figure *g)
{
    if (s->ask.masked || !is_opened(s->cur, g->row)) {
        unregistered(g);
        return ERR_OK;
    }
    TRY(count_one(c, s->cur, g->row, &g->value));
    g->has_value = true;
    g->text = str_int(c->a, g->value);
    if (!s->ask.no_prev && is_opened(s->prev, g->row)) {
        TRY(count_one(c, s->prev, g->row, &g->prev));
        g->has_prev = true;
        g->change = yoy_text(c->a, yoy_of(g->value, g->prev));
    }
    return ERR_OK;
}

/* ---- made of other figures */
static struct figure *find(const struct stats *s, struct str id)
{
    for (int i = 0; i < s->n_figures; i++)
        if (str_eq(s->figures[i].id, id))
            return &s->figures[i];
    return NULL;
}

const struct figure *stats_figure(const struct stats *s, struct str id) { return find(s, id); }

/* F26p … F32p, IMP01: `of` names the figure that is compared. */
static void make_yoy(struct ctx *c, const struct stats *s, struct figure *g)
{
    const struct figure *of = find(s, node_str(g->row, "of"));

    if (of == NULL || of->state == FIG_UNREGISTERED) {
        unregistered(g);
        return;
    }
    if (!of->has_prev) {
        g->state = FIG_PREV_UNREGISTERED;
        g->text = STR("不可比");
        return;
    }
    struct yoy y = yoy_of(of->value, of->prev);
    g->has_prev = true;
    g->prev = of->prev;
    g->text = yoy_text(c->a, y);
    if (y.kind == YOY_PREV_ZERO) {
        g->state = FIG_PREV_ZERO;
        return;
    }
    g->has_value = true;
    g->value = y.value;
    g->decimals = y.decimals;
}

/* F41p … F44p: shares of the four forms, balanced to 100.0 by largest remainder. */
static void make_share(struct ctx *c, const struct stats *s, struct figure *g)
{
    static const char *const forms[] = { "F41", "F42", "F43", "F44" };
    int64_t counts[4], tenths[4], before[4], tenths_before[4];
    int own = -1;
    bool had = true;

    for (int i = 0; i < 4; i++) {
        const struct figure *f = find(s, str_z(forms[i]));
        if (f == NULL || f->state == FIG_UNREGISTERED) {
            unregistered(g);
            return;
        }
        counts[i] = f->value;
        before[i] = f->prev;
        had = had && f->has_prev;
        if (str_eq(node_str(g->row, "of"), str_z(forms[i])))
            own = i;
    }
    if (had && own >= 0 && shares_of(before, 4, tenths_before)) {
        g->has_prev = true;
        g->prev = tenths_before[own];
    }
    if (own < 0 || !shares_of(counts, 4, tenths)) {
        g->state = FIG_NONE;
        g->text = STR("");
        return;
    }
    g->has_value = true;
    g->decimals = tenths[own] % 10 == 0 ? 0 : 1;
    g->value = g->decimals == 0 ? tenths[own] / 10 : tenths[own];
    g->text = str_join(c->a, tenths_text(c->a, tenths[own]), STR("%"));
}

/* ---- words */
static void make_name(struct figure *g, struct str words)
{
    g->is_text = true;
    g->words = words;
    g->text = words;
    g->has_value = true;
}

static void make_directions(struct ctx *c, const struct stats *s, struct figure *g)
{
    static const char *const of[] = { "F26", "F28", "F30", "F31", "F32" };
    struct buf b = buf_new(c->a, 256);

    for (int i = 0; i < 5; i++) {
        const struct figure *f = find(s, str_z(of[i]));
        if (i > 0)
            buf_lit(&b, "、");
        if (f == NULL || f->state == FIG_UNREGISTERED) {
            unregistered(g);
            return;
        }
        if (!f->has_prev)
            buf_lit(&b, "不可比");
        else
            buf_add(&b, yoy_word(yoy_of(f->value, f->prev)));
    }
    make_name(g, buf_str(&b));
}

/* IMP06: share of petitions under the rural top code; the claim holds iff it is strictly the largest. */
static enum err make_rural(struct ctx *c, struct stats *s, struct figure *g)
{
    const struct figure *all = find(s, STR("F26"));
    struct table t;
    int64_t own = 0, most = 0;

    if (all == NULL || all->state == FIG_UNREGISTERED) {
        unregistered(g);
        return ERR_OK;
    }
    if (all->value == 0) {
        g->state = FIG_NONE;
        return ERR_OK;
    }
    TRY(tables_make(c, s, STR("F26"), &(const char *){ "topic" }, 1, &t));
    for (int i = 0; i < t.n; i++) {
        if (str_eq(t.rows[i].code, STR("rural")))
            own = t.rows[i].n;
        else if (t.rows[i].n > most)
            most = t.rows[i].n;
    }
    int64_t tenths = share_plain(own, all->value);
    g->has_value = true;
    g->decimals = tenths % 10 == 0 ? 0 : 1;
    g->value = g->decimals == 0 ? tenths / 10 : tenths;
    g->text = str_join(c->a, tenths_text(c->a, tenths), STR("%"));
    g->claim = own > most ? STR("supported") : STR("not_supported");
    return ERR_OK;
}

/* Where the report prints 余 (F71: 多), the figure's own text does too; `value` stays exact. */
static bool over(struct ctx *c, struct figure *g)
{
    if (!str_eq(g->kind, STR("count~")) || g->state != FIG_OK || !g->has_value)
        return false;
    struct str exact = str_int(c->a, g->value);
    g->text = over_text(c->a, g->value, str_eq(g->id, STR("F71")) ? STR("多") : STR("余"));
    return !str_eq(g->text, exact);
}

static void make_over_count(struct ctx *c, struct stats *s, struct figure *g)
{
    for (int i = 0; i < s->n_figures; i++)
        g->value += over(c, &s->figures[i]);
    g->has_value = true;
}

enum how { HOW_ACCOUNT, HOW_DIRECTIONS, HOW_DISTRICT, HOW_FAILED_CHECKS, HOW_OVER_COUNT, HOW_PERIOD, HOW_PLANS, HOW_PROBLEMS, HOW_RURAL, HOW_SCOPE,
    HOW_SHARE, HOW_YOY, HOW__NONE };
static const char *const hows[] = { [HOW_ACCOUNT] = "account", [HOW_DIRECTIONS] = "directions", [HOW_DISTRICT] = "district",
    [HOW_FAILED_CHECKS] = "failed_checks", [HOW_OVER_COUNT] = "over_count", [HOW_PERIOD] = "period", [HOW_PLANS] = "plans",
    [HOW_PROBLEMS] = "problems", [HOW_RURAL] = "rural", [HOW_SCOPE] = "scope", [HOW_SHARE] = "share", [HOW_YOY] = "yoy" };

static enum how how_of(struct str made)
{
    enum how h = HOW_ACCOUNT;

    while (h < HOW__NONE && !str_eq(made, str_z(hows[h])))
        h++;
    return h;
}

static enum err make_other(struct ctx *c, struct stats *s, struct figure *g)
{
    enum how how = how_of(node_str(g->row, "made"));

    switch (how) {
    case HOW_DISTRICT:      make_name(g, s->cur->district); break;
    case HOW_ACCOUNT:       make_name(g, s->cur->account); break;
    case HOW_YOY:           make_yoy(c, s, g); break;
    case HOW_SHARE:         make_share(c, s, g); break;
    case HOW_DIRECTIONS:    make_directions(c, s, g); break;
    case HOW_OVER_COUNT:    make_over_count(c, s, g); break;
    case HOW_RURAL:         return make_rural(c, s, g);
    case HOW_FAILED_CHECKS: g->has_value = true; break;         /* filled once the checks have run */
    case HOW_PROBLEMS:
    case HOW_PLANS:         TRY(report_items(c, s, g, how == HOW_PROBLEMS)); break;
    case HOW_PERIOD:        make_name(g, period_words(c, s->ask.period)); break;
    case HOW_SCOPE:         make_name(g, node_str(g->row, s->ask.own ? "own_zh" : "scope_zh")); break;
    case HOW__NONE:         unregistered(g); break;
    }
    if (g->has_value && !g->is_text && g->text.n == 0)
        g->text = str_int(c->a, g->value);
    return ERR_OK;
}

/* ---- the words of def/ that only stats knows */
static struct str figure_fault(const struct node *row)
{
    struct str made = node_str(row, "made");

    if (made.n > 0)
        return how_of(made) == HOW__NONE ? made : STR("");
    return str_eq(node_str(row, "built"), STR("yes")) ? rule_fault(row) : STR("");
}

struct str stats_def_fault(const struct def *d)
{
    struct str word = STR("");

    for (int i = 0; i < d->figures.n && word.n == 0; i++)
        word = figure_fault(&d->figures.items[i]);
    for (int i = 0; i < d->checks.n && word.n == 0; i++)
        word = check_fault(&d->checks.items[i]);
    return word;
}

/* ---- all of them */
static void figures_open(struct ctx *c, struct stats *s)
{
    const struct node *rows = &c->def->figures;

    s->figures = NEWS(c->a, struct figure, (size_t)rows->n + 1);
    for (int i = 0; i < rows->n; i++) {
        const struct node *row = &rows->items[i];
        struct str id = rows->kind == NODE_MAP ? rows->keys[i] : node_str(row, "id");
        s->figures[s->n_figures++] = (struct figure){ .id = id, .zh = node_str(row, "zh"), .en = node_str(row, "en"),
            .unit = node_str(row, "unit"), .kind = node_str(row, "kind"), .row = row };
    }
}

static enum err figures_fill(struct ctx *c, struct stats *s)
{
    for (int i = 0; i < s->n_figures; i++)
        if (node_str(s->figures[i].row, "from").n > 0)
            TRY(make_count(c, s, &s->figures[i]));
    for (int i = 0; i < s->n_figures; i++)
        if (node_str(s->figures[i].row, "from").n == 0)
            TRY(make_other(c, s, &s->figures[i]));
    return ERR_OK;
}

static enum err tables_fill(struct ctx *c, struct stats *s)
{
    static const struct { const char *figure, *by[TABLES_OF_MAX]; } all[] = {
        { "F26", { "class", "channel", "source", "conduct", "topic", "rank", "month" } },
        { "F27", { "class", "channel", "source", "conduct", "topic", "rank", "month" } },
        { "F28", { "method", "month" } }, { "F31", { "rank", "month" } }, { "F32", { "rank", "month" } },
    };

    s->tables = NEWS(c->a, struct table, COUNT_OF(all) * TABLES_OF_MAX);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const struct figure *g = find(s, str_z(all[i].figure));
        int n = 0;
        if (g == NULL || g->state == FIG_UNREGISTERED)
            continue;
        while (n < TABLES_OF_MAX && all[i].by[n] != NULL)
            n++;
        TRY(tables_make(c, s, str_z(all[i].figure), all[i].by, n, &s->tables[s->n_tables]));
        s->n_tables += n;
    }
    return ERR_OK;
}

static enum err ask_check(struct ctx *c, struct stat_ask *ask)
{
    ask->period = ask->w;
    if (!date_is_set(ask->as_of))
        ask->as_of = ask->w.to;
    if (date_cmp(ask->as_of, ask->w.from) < 0)
        return refuse(c, ERR_INVALID, T_stats_as_of, date_str(c->a, ask->as_of));
    if (date_cmp(ask->as_of, ask->w.to) < 0)
        ask->w.to = ask->as_of;
    return ERR_OK;
}

enum err stats_compute(struct ctx *c, const struct stat_ask *asked, struct stats *out)
{
    *out = (struct stats){ .ask = *asked, .cur = NEW(c->a, struct facts), .prev = NEW(c->a, struct facts) };
    TRY(ask_check(c, &out->ask));
    out->cur->scratch = out->prev->scratch = NEW(c->a, struct scratch);
    TRY(facts_load(c, &out->ask, out->ask.w, out->cur));
    if (!out->ask.no_prev && !out->ask.masked)
        TRY(facts_load(c, &out->ask, window_prev(out->ask.w), out->prev));
    figures_open(c, out);
    TRY(figures_fill(c, out));
    TRY(tables_fill(c, out));
    return checks_run(c, out);
}

bool figure_compares(const struct figure *g) { return g->has_prev && node_str(g->row, "from").n > 0; }

const char *figure_state_name(enum figure_state s)
{
    static const char *const names[] = { "ok", "unregistered", "none", "prev_zero", "prev_unregistered" };

    return names[s];
}
