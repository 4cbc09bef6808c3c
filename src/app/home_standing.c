/* home_standing.c - the six figures that a leader asks for first, and their course, for the first page. */
#include "app/home.h"

#include "area/stats/ask.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "page/list.h"

static const char *const asked[] = { "F26", "F27", "F28", "F31", "F32", "F40" };
static const char *const forms[] = { "F41", "F42", "F43", "F44" };

static struct str label(const struct ctx *c, const struct figure *g) { return c->lang == LANG_EN ? g->en : g->zh; }

static const struct table *by_month(const struct stats *s, const char *figure)
{
    for (int i = 0; i < s->n_tables; i++)
        if (str_eq(s->tables[i].figure, str_z(figure)) && str_eq(s->tables[i].by, STR("month")))
            return &s->tables[i];
    return NULL;
}

static void months(struct ctx *c, const struct stats *s, struct chart_months *out)
{
    const struct figure *g = stats_figure(s, STR("F26"));
    const struct table *t = by_month(s, "F26");
    int64_t first = 1;

    if (g == NULL || !g->has_value || t == NULL || t->n == 0 || !str_to_int(str_head(str_from(t->rows[0].code, 5), 2), &first))
        return;
    int n = t->n > 12 ? 12 : t->n;
    *out = (struct chart_months){ .title = label(c, g), .unit = standing_unit(c, g), .first_month = (int)first, .n_months = n, .n_known = n,
        .id = STR("months"), .now_label = str_head(t->rows[0].code, 4),
        .then_label = g->has_prev ? str_head(date_str(c->a, window_prev(s->ask.w).from), 4) : STR("") };
    for (int i = 0; i < n; i++) {
        out->now[i] = t->rows[i].n;
        out->then[i] = t->rows[i].prev;
    }
}

static void shares(struct ctx *c, const struct stats *s, struct chart_shares *out)
{
    const struct figure *all = stats_figure(s, STR("F40"));

    if (all == NULL || !all->has_value || all->value == 0)
        return;
    *out = (struct chart_shares){ .title = text_of(c->lang, T_stats_forms), .unit = standing_unit(c, all), .id = STR("forms") };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const struct figure *g = stats_figure(s, str_z(forms[i]));
        if (g != NULL && g->has_value)
            out->parts[out->n++] = (struct chart_share){ label(c, g), STR(""), g->value };
    }
}

enum err home_standing(struct ctx *c, struct stats *s, struct home_standing *out)
{
    struct ask_words w = { 0 };
    struct asked k;

    if (!c->who->official)
        return ERR_OK;              /* figures of one's own rows stand on their own page, with the words that say so */
    TRY(ask_latest(c, c->who->organ_id, &w.period));
    if (standing_kept(c, w.period, out))
        return ERR_OK;
    TRY(ask_read(c, &w, &k));
    TRY(ask_compute(c, &k, s));
    *out = (struct home_standing){ .shown = true, .period = w.period, .prev_name = period_name(c->a, window_prev(s->ask.w)) };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        const struct figure *g = stats_figure(s, str_z(asked[i]));
        if (g != NULL)
            out->figures[out->n++] = g;
    }
    months(c, s, &out->months);
    shares(c, s, &out->forms);
    for (int i = 0; i < s->n_checks; i++)
        out->n_failed += !s->checks[i].ok && !s->checks[i].skipped;
    standing_keep(c, out);
    return ERR_OK;
}

/* The periods asked for here are half-years: "2020年上半年". */
struct str standing_title(struct ctx *c, const struct home_standing *v)
{
    struct str year = str_head(v->period, 4);

    return text_args(c->a, c->lang, str_ends(v->period, STR("H1")) ? T_home_first_half : T_home_second_half, &year, 1);
}

struct str standing_path(struct ctx *c, const struct home_standing *v, const struct figure *g)
{
    if (c->who->full_scope && g->has_value)
        return str_fmt(c->a, "/figures/%.*s?period=%.*s", PF(g->id), PF(v->period));
    return str_fmt(c->a, "/figures?period=%.*s#%.*s", PF(v->period), PF(g->id));
}

struct str standing_unit(struct ctx *c, const struct figure *g) { return def_label(c->def, c->lang, "figure_unit", g->unit); }

/* The words of a change are Chinese in def; in English a change is a sign and a number. */
struct str standing_change(struct ctx *c, const struct figure *g)
{
    if (c->lang != LANG_EN || !g->has_value || !g->has_prev || g->prev == 0)
        return c->lang == LANG_EN ? STR("") : g->change;
    struct yoy y = yoy_of(g->value, g->prev);

    return str_fmt(c->a, "%s%.*s%%", y.kind == YOY_UP ? "+" : "", PF(yoy_number(c->a, y)));
}

struct str standing_prev(struct ctx *c, const struct figure *g) { return g->has_prev ? number_text(c->a, g->prev) : STR("—"); }
