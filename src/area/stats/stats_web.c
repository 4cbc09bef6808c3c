/* stats_web.c - a page per period with last year beside it; each figure a door to its list; the same as xlsx and json. */
#include "area/stats/stats_web.h"

#include "area/stats/ask.h"
#include "area/stats/stats_store.h"
#include "gate/gate.h"
#include "gen/text.h"

/* ---- what is asked for */
static enum err asked_for(struct ctx *c, const struct request *q, struct asked *out)
{
    struct ask_words w = { str_trim(req_str(q, "period")), req_str(q, "as_of"), req_str(q, "organ"), req_str(q, "scope") };
    struct str from = str_trim(req_str(q, "from")), to = str_trim(req_str(q, "to"));
    struct date today = date_of_ms(c->now_ms), a, b;

    if (from.n > 0 || to.n > 0) {               /* a free range stands before the period */
        if (date_read(from, today, &a) != DATE_OK)
            return refuse_field(c, STR("from"), ERR_INVALID, T_stats_bad_date, from);
        if (date_read(to, today, &b) != DATE_OK)
            return refuse_field(c, STR("to"), ERR_INVALID, T_stats_bad_date, to);
        w.period = str_fmt(c->a, "%.*s..%.*s", PF(date_str(c->a, a)), PF(date_str(c->a, b)));
    }
    if (w.period.n == 0)
        TRY(ask_latest(c, c->who->organ_id, &w.period));
    return ask_read(c, &w, out);
}

/* What must go along with every link of the page, so that a door opens on the same question. */
static struct str query_of(struct ctx *c, const struct asked *k)
{
    struct str s = str_fmt(c->a, "period=%.*s", PF(k->period));

    if (k->organ.id != c->who->organ_id)
        s = str_fmt(c->a, "%.*s&organ=%.*s", PF(s), PF(k->organ.code));
    if (k->ask.own)
        s = str_join(c->a, s, STR("&scope=own"));
    if (date_is_set(k->ask.as_of))
        s = str_fmt(c->a, "%.*s&as_of=%.*s", PF(s), PF(date_str(c->a, k->ask.as_of)));
    return s;
}

/* A period that is published is read as published by whoever may not see every row. */
static bool sent_to_report(struct ctx *c, const struct asked *k, struct reply *out)
{
    if (k->frozen.ref == 0)
        return false;
    out->location = said_path(c->a, str_fmt(c->a, "/summary/%.*s", PF(ref_text(c->a, k->frozen.ref))), "stats.said_frozen", STR(""));
    return true;
}

/* ---- the page */
static const struct table *table_of(const struct stats *s, const char *figure, const char *by)
{
    for (int i = 0; i < s->n_tables; i++)
        if (str_eq(s->tables[i].figure, str_z(figure)) && str_eq(s->tables[i].by, str_z(by)))
            return &s->tables[i];
    return NULL;
}

int cuts_end(const struct stats *s, int from)
{
    int end = from + 1;

    while (end < s->n_tables && str_eq(s->tables[end].figure, s->tables[from].figure))
        end++;
    return end;
}

int checks_failed(const struct stats *s)
{
    int n = 0;

    for (int i = 0; i < s->n_checks; i++)
        n += !s->checks[i].ok;
    return n;
}

struct str figure_unit(struct ctx *c, const struct figure *g) { return def_label(c->def, c->lang, "figure_unit", g->unit); }

struct str yoy_shown(struct ctx *c, int64_t cur, int64_t prev)
{
    struct yoy y = yoy_of(cur, prev);

    if (c->lang != LANG_EN)
        return yoy_text(c->a, y);
    if (y.kind == YOY_SAME || y.kind == YOY_PREV_ZERO)
        return text_of(c->lang, y.kind == YOY_SAME ? T_stats_same : T_stats_prev_zero);
    if (y.tiny)
        return STR("< 0.01%");
    return str_fmt(c->a, "%s%.*s%%", y.value > 0 ? "+" : "", PF(yoy_number(c->a, y)));
}

/* The months of W alone: for one's own rows, where days outside W may be published. */
static void months_of_window(const struct stats *s, struct chart_months *m)
{
    const struct table *t = table_of(s, "F26", "month");
    int64_t first = 1;

    if (t == NULL || t->n == 0 || !str_to_int(str_head(str_from(t->rows[0].code, 5), 2), &first))
        return;
    m->first_month = (int)first;
    m->n_months = m->n_known = t->n > 12 ? 12 : t->n;
    for (int i = 0; i < m->n_months; i++) {
        m->now[i] = t->rows[i].n;
        m->then[i] = t->rows[i].prev;
    }
}

static enum err chart_months(struct ctx *c, const struct stats *s, struct chart_months *m)
{
    const struct figure *g = stats_figure(s, STR("F26"));
    int y, month, d;

    *m = (struct chart_months){ 0 };
    if (g == NULL || !g->has_value)
        return ERR_OK;
    date_split(s->ask.w.to, &y, &month, &d);
    m->title = c->lang == LANG_EN ? g->en : g->zh;
    m->unit = figure_unit(c, g);
    m->id = STR("months");
    m->now_label = str_int(c->a, y);
    m->then_label = g->has_prev ? str_int(c->a, y - 1) : STR("");
    if (s->ask.viewer != 0) {
        months_of_window(s, m);
        return ERR_OK;
    }
    m->first_month = 1;
    m->n_months = 12;
    m->n_known = month;
    return stats_months(c, s, m->now, m->then);
}

static void chart_forms(struct ctx *c, const struct figures_view *v, struct chart_shares *out)
{
    static const char *const forms[] = { "F41", "F42", "F43", "F44" };

    *out = (struct chart_shares){ .title = text_of(c->lang, T_stats_forms), .unit = def_label(c->def, c->lang, "figure_unit", STR("人次")), .id = STR("forms") };
    for (int i = 0; i < 4; i++) {
        const struct figure *g = stats_figure(v->s, str_z(forms[i]));
        if (g == NULL || !g->has_value)
            continue;
        struct str path = v->doors ? str_fmt(c->a, "/figures/%s?%.*s", forms[i], PF(v->query)) : STR("");
        out->parts[out->n++] = (struct chart_share){ c->lang == LANG_EN ? g->en : g->zh, path, g->value };
    }
}

/* Half-years and years that hold records, newest first, as tabs. */
static void period_tabs(struct ctx *c, struct figures_view *v, struct str latest)
{
    int64_t year = 0;
    bool second = str_ends(latest, STR("H2"));

    if (!str_to_int(str_head(latest, 4), &year))
        return;
    for (int i = 0; i < 4; i++, second = !second) {
        v->tabs[v->n_tabs++] = str_fmt(c->a, "%lldH%d", (long long)year, second ? 2 : 1);
        year -= second ? 0 : 1;
    }
    str_to_int(str_head(latest, 4), &year);
    v->tabs[v->n_tabs++] = str_int(c->a, year);
    v->tabs[v->n_tabs++] = str_int(c->a, year - 1);
}

static void figures_split(struct ctx *c, struct figures_view *v)
{
    const struct stats *s = v->s;

    v->open = NEWS(c->a, const struct figure *, (size_t)s->n_figures + 1);
    v->closed = NEWS(c->a, const struct figure *, (size_t)s->n_figures + 1);
    for (int i = 0; i < s->n_figures; i++) {
        const struct figure *g = &s->figures[i];
        if (g->state == FIG_UNREGISTERED)
            v->closed[v->n_closed++] = g;
        else if (!str_eq(node_str(g->row, "made"), STR("yoy")))      /* the change stands in its own column */
            v->open[v->n_open++] = g;
    }
}

static enum err figures_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct asked k;
    struct str latest;
    struct figures_view v = { .page = page_new(c, q, HERE_FIGURES, text_of(c->lang, T_stats_title)), .s = &s };

    TRY(asked_for(c, q, &k));
    if (sent_to_report(c, &k, out))
        return ERR_OK;
    TRY(ask_compute(c, &k, &s));
    TRY(ask_latest(c, c->who->organ_id, &latest));
    v.k = &k;
    v.query = query_of(c, &k);
    v.prev_name = s.ask.no_prev ? STR("") : period_name(c->a, window_prev(s.ask.w));
    v.doors = c->who->full_scope || s.ask.viewer != 0;
    TRY(ask_organs(c, &v.organs, &v.n_organs));
    TRY(chart_months(c, &s, &v.months));
    chart_forms(c, &v, &v.forms);
    period_tabs(c, &v, latest);
    figures_split(c, &v);
    figures_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- files */
static enum err figures_json(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct asked k;

    TRY(asked_for(c, q, &k));
    TRY(ask_compute(c, &k, &s));
    out->type = STR("application/json; charset=utf-8");
    out->bytes = stats_json(c, &s);
    out->filename = str_fmt(c->a, "figures-%.*s.json", PF(k.period));
    return ERR_OK;
}

static enum err figures_xlsx(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct asked k;

    TRY(asked_for(c, q, &k));
    TRY(ask_compute(c, &k, &s));
    out->type = STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    out->filename = str_fmt(c->a, "figures-%.*s.xlsx", PF(k.period));
    return stats_xlsx(c, &s, &out->bytes);
}

/* ---- the rows behind a figure */
static const struct bar *bar_of(const struct stats *s, struct str figure, struct str by, struct str code, const struct table **t)
{
    for (int i = 0; i < s->n_tables; i++) {
        *t = &s->tables[i];
        for (int m = 0; str_eq((*t)->figure, figure) && str_eq((*t)->by, by) && m < (*t)->n; m++)
            if (str_eq((*t)->rows[m].code, code))
                return &(*t)->rows[m];
    }
    return NULL;
}

void members_cols(struct ctx *c, struct list_view *l)
{
    list_col(l, STR("no"), text_of(c->lang, T_petition_no), COL_NO, 10, false);
    list_col(l, STR("on"), text_of(c->lang, T_stats_on), COL_DATE, 8, false);
    list_col(l, STR("what"), text_of(c->lang, T_stats_what), COL_CODE, 10, false);
    list_col(l, STR("subject"), text_of(c->lang, T_petition_subject), COL_TEXT, 0, false);
}

/* What a row is called in its list: the class of a petition, the way of a lead, the kind of a result or a proposal. */
static struct str called(struct ctx *c, const struct member_line *m)
{
    static const struct { const char *kind, *codes; } lists[] = { { "petition", "class" }, { "lead", "disposal" }, { "result", "results" },
        { "proposal", "proposal_type" } };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (str_eq(m->kind, str_z(lists[i].kind)))
            return def_label(c->def, c->lang, lists[i].codes, m->code);
    return STR("");
}

enum err members_rows(struct ctx *c, struct list_view *l, const struct member *m, int n, int *unseen)
{
    int64_t from = 0;
    struct str word;

    *unseen = 0;
    if (!list_token_read(req_str(l->q, "after"), &word, &from) || from < 0 || from > n)
        from = 0;
    int to = n - from > LIST_ROWS_SHOWN ? (int)from + LIST_ROWS_SHOWN : n;
    for (int i = (int)from; i < to; i++) {
        struct member_line line;
        TRY(stat_member(c, &m[i], &line));
        *unseen += !line.visible;
        if (!line.visible)
            continue;
        struct str ref = ref_text(c->a, line.ref);
        struct list_row *r = list_row(c, l, ref, str_fmt(c->a, "/%.*s/%.*s", PF(line.kind), PF(ref)));
        list_cell(r, c->who->register_scope ? line.no : ref, TONE_NONE);
        list_cell(r, date_str(c->a, line.on), TONE_NONE);
        list_cell(r, called(c, &line), TONE_NONE);
        list_cell(r, line.subject, TONE_NONE);
    }
    l->count = n;
    l->after = to < n ? list_token(c->a, STR("row"), to) : STR("");
    return ERR_OK;
}

static enum err members_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct asked k;
    struct member *m;
    const struct table *t;
    struct str by = req_str(q, "by"), code = req_str(q, "code");
    int n;
    struct members_view v = { .page = page_new(c, q, HERE_FIGURES, STR("")), .k = &k };

    TRY(asked_for(c, q, &k));
    if (!c->who->full_scope && k.ask.viewer == 0)
        return refuse(c, ERR_FORBIDDEN, T_stats_no_drill);
    if (sent_to_report(c, &k, out))
        return ERR_OK;
    TRY(ask_compute(c, &k, &s));
    TRY(stats_members(c, &s, q->path_args[0], by, code, &m, &n));
    v.g = stats_figure(&s, q->path_args[0]);
    const struct bar *b = by.n > 0 ? bar_of(&s, v.g->id, by, code, &t) : NULL;
    struct str name = c->lang == LANG_EN ? v.g->en : v.g->zh;
    v.page.title = b != NULL ? str_fmt(c->a, "%.*s · %.*s", PF(name), PF(c->lang == LANG_EN ? b->en : b->zh)) : name;
    v.number = number_text(c->a, b != NULL ? b->n : v.g->value);
    page_crumb(&v.page, k.period, str_fmt(c->a, "/figures?%.*s", PF(query_of(c, &k))));
    page_crumb(&v.page, v.page.title, STR(""));
    v.list = list_new(c, q, v.page.title);
    v.list.empty = text_of(c->lang, T_stats_nothing);
    members_cols(c, &v.list);
    TRY(members_rows(c, &v.list, m, n, &v.unseen));
    members_html(&out->body, c, &v);
    return ERR_OK;
}

const struct route stats_routes[STATS_ROUTES] = {
    { GET, "/figures",           PERM_FIGURE_READ, R_AUDITED_READ, figures_page, NULL },
    { GET, "/figures.json",      PERM_FIGURE_READ, R_AUDITED_READ, figures_json, NULL },
    { GET, "/figures.xlsx",      PERM_FIGURE_READ, R_AUDITED_READ, figures_xlsx, NULL },
    { GET, "/figures/:id",       PERM_FIGURE_READ, R_AUDITED_READ, members_page, NULL },
};
