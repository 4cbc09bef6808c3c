/* stats_web.c - a page per period with last year beside it; each figure a door to its list. */
#include "area/stats/stats_web.h"

#include "area/stats/ask.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

static enum err compute(struct ctx *c, const struct request *q, struct stats *s, struct str *period)
{
    struct ask_words w = { req_str(q, "period"), req_str(q, "as_of"), req_str(q, "organ"), req_str(q, "scope") };
    struct stat_ask ask;
    struct str code, name;

    if (w.period.n == 0)
        TRY(ask_latest(c, c->who->organ_id, &w.period));
    TRY(ask_read(c, &w, &ask, &code, &name));
    TRY(stats_compute(c, &ask, s));
    s->organ_code = code;
    s->organ_name = name;
    *period = w.period;
    ctx_touch(c, STR("figures"), ask.organ_id, w.period);
    return ERR_OK;
}

static const struct table *table_of(const struct stats *s, const char *figure, const char *by)
{
    for (int i = 0; i < s->n_tables; i++)
        if (str_eq(s->tables[i].figure, str_z(figure)) && str_eq(s->tables[i].by, str_z(by)))
            return &s->tables[i];
    return NULL;
}

struct str table_title(struct ctx *c, const struct table *t)
{
    static const struct { const char *by; int text; } titles[] = {
        { "class", T_petition_class }, { "channel", T_petition_channel }, { "source", T_petition_source }, { "conduct", T_petition_conduct },
        { "topic", T_petition_topics }, { "rank", T_stats_rank }, { "month", T_stats_month }, { "method", T_stats_method },
    };

    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (str_eq(t->by, str_z(titles[i].by)))
            return text_of(c->lang, titles[i].text);
    return t->by;
}

static void charts(struct ctx *c, const struct stats *s, struct figures_view *v)
{
    static const char *const forms[] = { "F41", "F42", "F43", "F44" };
    const struct table *t = table_of(s, "F26", "month");
    int64_t month = 1;

    if (t != NULL && t->n > 0 && str_to_int(str_head(str_from(t->rows[0].code, 5), 2), &month)) {
        v->months = (struct chart_months){ .title = stats_figure(s, STR("F26"))->zh, .unit = STR("件次"), .first_month = (int)month,
            .n_months = t->n > 12 ? 12 : t->n, .n_known = t->n > 12 ? 12 : t->n, .id = STR("months"),
            .now_label = str_head(t->rows[0].code, 4), .then_label = str_head(date_str(c->a, window_prev(s->ask.w).from), 4) };
        for (int i = 0; i < t->n && i < 12; i++) {
            v->months.now[i] = t->rows[i].n;
            v->months.then[i] = t->rows[i].prev;
        }
    }
    v->forms = (struct chart_shares){ .title = text_of(c->lang, T_stats_forms), .unit = STR("人次"), .id = STR("forms") };
    for (int i = 0; i < 4; i++) {
        const struct figure *g = stats_figure(s, str_z(forms[i]));
        if (g != NULL && g->has_value)
            v->forms.parts[v->forms.n++] = (struct chart_share){ c->lang == LANG_EN ? g->en : g->zh, STR(""), g->value };
    }
}

static void periods(struct ctx *c, struct figures_view *v)
{
    struct list_option *o = NEWS(c->a, struct list_option, 16);
    int y, m, d;

    date_split(date_of_ms(c->now_ms), &y, &m, &d);
    v->periods = o;
    for (int year = y; year > y - 8; year--)
        for (int half = 2; half >= 1; half--)
            if (v->n_periods < 16) {
                struct str name = str_fmt(c->a, "%dH%d", year, half);
                o[v->n_periods++] = (struct list_option){ name, name };
            }
}

static enum err figures_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct figures_view v = { .page = page_new(c, q, HERE_FIGURES, text_of(c->lang, T_stats_title)), .s = &s,
        .full_scope = c->who->full_scope };

    TRY(compute(c, q, &s, &v.period));
    v.prev_name = period_name(c->a, window_prev(s.ask.w));
    charts(c, &s, &v);
    periods(c, &v);
    figures_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err figures_json(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct str period;

    TRY(compute(c, q, &s, &period));
    out->type = STR("application/json; charset=utf-8");
    out->bytes = stats_json(c, &s);
    out->filename = str_fmt(c->a, "figures-%.*s.json", PF(period));
    return ERR_OK;
}

/* One line of the list behind a figure: only what this viewer may see is shown; official totals stay official. */
static enum err member_row(struct ctx *c, const struct member *m, struct list_view *l)
{
    static const struct { const char *kind; enum sql_id sql; } rows[] = {
        { "petition", SQL_STAT_ROW_PETITION }, { "lead", SQL_STAT_ROW_LEAD }, { "case", SQL_STAT_ROW_CASE },
        { "result", SQL_STAT_ROW_RESULT }, { "proposal", SQL_STAT_ROW_PROPOSAL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!str_eq(m->kind, str_z(rows[i].kind)))
            continue;
        struct stmt *q = db_get(c->db, rows[i].sql);
        db_bind_int(q, ":viewer", c->who->id);
        db_bind_int(q, ":id", m->id);
        if (db_next(q)) {
            struct str ref = ref_text(c->a, db_int(q, 0));
            struct list_row *r = list_row(c, l, ref, str_fmt(c->a, "/%s/%.*s", rows[i].kind, PF(ref)));
            list_cell(r, db_str(q, 1, c->a), TONE_NONE);
            list_cell(r, db_str(q, 2, c->a), TONE_NONE);
            list_cell(r, db_str(q, 3, c->a), TONE_NONE);
        }
        return db_end(q);
    }
    return ERR_OK;
}

static enum err members_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct member *m;
    int n;
    struct members_view v = { .page = page_new(c, q, HERE_FIGURES, STR("")) };

    if (!c->who->full_scope)
        return refuse(c, ERR_FORBIDDEN, T_stats_no_drill);
    TRY(compute(c, q, &s, &v.period));
    TRY(stats_members(c, &s, q->path_args[0], req_str(q, "by"), req_str(q, "code"), &m, &n));
    v.g = stats_figure(&s, q->path_args[0]);
    v.page.title = c->lang == LANG_EN ? v.g->en : v.g->zh;
    page_crumb(&v.page, v.period, str_fmt(c->a, "/figures?period=%.*s", PF(v.period)));
    page_crumb(&v.page, v.page.title, STR(""));
    v.list = list_new(c, q, v.page.title);
    list_col(&v.list, STR("no"), text_of(c->lang, T_petition_no), COL_NO, 10, false);
    list_col(&v.list, STR("subject"), text_of(c->lang, T_petition_subject), COL_TEXT, 0, false);
    list_col(&v.list, STR("on"), text_of(c->lang, T_stats_on), COL_DATE, 7, false);
    for (int i = 0; i < n && i < 1000; i++)
        TRY(member_row(c, &m[i], &v.list));
    v.list.count = n;
    v.list.unit = v.g->unit;
    v.list.empty = text_of(c->lang, T_register_empty);
    members_html(&out->body, c, &v);
    return ERR_OK;
}

const struct route stats_routes[STATS_ROUTES] = {
    { GET, "/figures",           PERM_FIGURE_READ, R_AUDITED_READ, figures_page, NULL },
    { GET, "/figures.json",      PERM_FIGURE_READ, R_AUDITED_READ, figures_json, NULL },
    { GET, "/figures/:id",       PERM_FIGURE_READ, R_AUDITED_READ, members_page, NULL },
};
