/* demo.c - two years of an invented district, day by day, by the same domain calls that the pages make. The clock of the
 * context is set to each day; nothing is written past the domain. Every run gives the same rows. */
#include "app/demo_int.h"

#include "area/summary/summary.h"
#include "db/db.h"
#include "gate/audit.h"
#include "gate/counter.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define FIRST_DAY_HOUR 9

/* Petitions of each month, July 2018 to June 2020: the size of a published district bulletin. The register was opened on 1 July 2018, so
 * that 2019H1 is whole with its results, and its own previous year says 不可比. */
static const int monthly[DEMO_MONTHS] = { 41, 44, 39, 33, 40, 37, 38, 27, 45, 52, 49, 44, 46, 40, 47, 35, 43, 41, 26, 19, 38, 47, 45, 42 };
/* Days that windows end on, working or not: something is registered on each. */
static const char *const edges[] = { "2018-12-31", "2019-01-01", "2019-02-28", "2019-06-30", "2019-07-01", "2019-12-31", "2020-01-01",
    "2020-02-29", "2020-06-30" };

void demo_as(struct ctx *c, struct demo *d, enum demo_who who)
{
    c->who = d->who[who];
    c->now_ms = ms_of_date(d->today) + FIRST_DAY_HOUR * 60 * MINUTE_MS + d->acts++ * 3 * MINUTE_MS;
}

enum err demo_done(struct ctx *c)
{
    struct audit_event e = { .verb = STR("demo"), .kind = c->touched.kind, .record_id = c->touched.id, .detail = c->touched.detail };

    return audit_append(c, &e);
}

/* ---- the organs around and below */
/* The paper registers of the first half of 2018 end with these numbers; ours go on. */
static enum err registers_go_on(struct ctx *c, const struct demo *d)
{
    static const struct { const char *kind; int64_t last; } old[] = { { "petition", 243 }, { "lead", 121 }, { "case", 36 }, { "result", 34 } };

    for (size_t i = 0; i < sizeof old / sizeof old[0]; i++)
        TRY(counter_start(c, d->district->id, str_z(old[i].kind), DEMO_FIRST_YEAR, old[i].last));
    return ERR_OK;
}

static enum err organs_make(struct ctx *c, struct demo *d)
{
    static const char *const registers[] = { "organ", "petition", "lead", "case", "result", "accountability", "proposal", "report" };
    struct date since, opened;
    bool made = date_make(2000, 1, 1, &since) && date_make(DEMO_FIRST_YEAR, 7, 1, &opened);

    d->city = (struct organ){ .code = STR("city"), .name = demo_word(d, WORDS_PHRASES, PHRASE_CITY),
        .district = demo_word(d, WORDS_PHRASES, PHRASE_CITY_NAME), .account = demo_word(d, WORDS_PHRASES, PHRASE_CITY_NAME),
        .organ_type = STR("city") };
    TRY(organ_add(c, &d->city, 0, since));
    for (int i = 0; i < 3; i++) {
        struct str town = demo_word(d, WORDS_TOWNS, i);
        d->towns[i] = (struct organ){ .code = str_fmt(c->a, "town%d", i + 1), .district = town, .account = town,
            .name = str_join(c->a, town, demo_word(d, WORDS_PHRASES, PHRASE_ORGAN)), .organ_type = STR("town"), .in_program = made };
        TRY(organ_add(c, &d->towns[i], d->district->id, since));
        const struct def_list *kinds = def_list(c->def, "office_kind");
        int64_t id;
        for (int k = 0; k < kinds->n; k++)
            TRY(office_add(c, d->towns[i].id, kinds->items[k].code, kinds->items[k].zh, &id));
    }
    for (size_t r = 0; r < sizeof registers / sizeof registers[0]; r++)
        TRY(register_open(c, d->district->id, str_z(registers[r]), opened));
    return made ? registers_go_on(c, d) : ERR_BUG;
}

enum err demo_users(struct ctx *c, void *arg)
{
    struct demo *d = arg;
    static const char *const logins[DEMO__WHO] = { "clerk", "casemgr", "investigator", "adjudicator", "leader", "principal", "officer" };

    for (int i = 0; i < DEMO__WHO; i++) {
        struct stmt *q = db_get(c->db, SQL_DEMO_USER);
        struct user *u = NULL;
        int64_t id = 0;
        db_bind_str(q, ":login", str_z(logins[i]));
        if (db_next(q))
            id = db_int(q, 0);
        TRY(db_end(q));
        TRY(user_load(c, id, &u));
        d->who[i] = u;
    }
    c->lang = LANG_ZH;
    return ERR_OK;
}

static enum err scopes_make(struct ctx *c, struct demo *d)
{
    for (int i = 0; i < DEMO__WHO; i++)
        for (int t = 0; t < 3; t++)
            TRY(account_scope(c, d->who[i]->id, d->towns[t].id, 0));
    return ERR_OK;
}

static enum err prepare(struct ctx *c, void *arg)
{
    struct demo *d = arg;

    TRY(organs_make(c, d));
    TRY(demo_users(c, d));
    return scopes_make(c, d);
}

/* ---- the days */
/* The month's petitions over its working days. */
static int share_of(const struct ctx *c, struct date today, int month_count)
{
    int y, m, dd, all = 0, before = 0;

    date_split(today, &y, &m, &dd);
    for (int i = 1; i <= date_month_days(y, m); i++) {
        bool work = demo_workday(c, date_add_days(today, i - dd));
        all += work;
        before += work && i < dd;
    }
    bool work = demo_workday(c, today);
    int n = work ? month_count * (before + 1) / all - month_count * before / all : 0;
    for (size_t i = 0; n == 0 && i < sizeof edges / sizeof edges[0]; i++) {
        struct date edge;
        if (date_parse_iso(str_z(edges[i]), &edge) && date_cmp(edge, today) == 0)
            n = 1;
    }
    return n;
}

static enum err day(struct ctx *c, struct demo *d, int month_count)
{
    int y, m, dd;

    d->acts = 0;
    date_split(d->today, &y, &m, &dd);
    TRY(demo_petitions(c, d, share_of(c, d->today, month_count)));
    if (demo_workday(c, d->today))
        TRY(demo_reports_back(c, d));
    if (demo_workday(c, d->today) && dd % 6 == 3)
        TRY(demo_lead_direct(c, d));
    TRY(demo_planted(c, d));
    return demo_leads_step(c, d);
}

static enum err seal(struct ctx *c, struct demo *d)
{
    struct identity *who = NEWS(c->a, struct identity, 400);

    for (int i = 0; i < d->n_seals; i++)
        who[i] = (struct identity){ .name = demo_name(c, d, d->serial + i * 3), .claimed = i % 3 == 0 ? STR("real") : STR("anonymous") };
    enum err e = d->n_seals > 0 ? vault_seal_many(c->vault, d->seals, who, d->n_seals, c->now_ms) : ERR_OK;
    d->n_seals = 0;
    return e;
}

static enum err month(struct ctx *c, void *arg)
{
    struct demo *d = arg;
    int y, m, dd;

    date_split(d->today, &y, &m, &dd);
    int count = monthly[(y - DEMO_FIRST_YEAR) * 12 + m - 7], days = date_month_days(y, m);
    for (int i = 0; i < days; i++) {
        TRY(day(c, d, count));
        d->today = date_add_days(d->today, 1);
    }
    return seal(c, d);
}

/* ---- the summaries */
static enum err report_make(struct ctx *c, struct demo *d, const char *period, bool publish)
{
    struct window w;
    struct report r;
    struct rendering made = { .n_failed = 0 };
    char name[64];

    if (!period_read(str_z(period), &w))
        return ERR_BUG;
    demo_as(c, d, DEMO_CASEMGR);
    TRY(report_start(c, w, w.to, &r));
    snprintf(name, sizeof name, "problems_%s.md", period);
    struct str problems = demo_file(name);
    snprintf(name, sizeof name, "plans_%s.md", period);
    TRY(report_edit(c, &r, problems, demo_file(name)));
    TRY(demo_done(c));
    if (!publish)
        return ERR_OK;
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(report_render(c, &r, &made));
    TRY(report_publish(c, &r, &made));
    return demo_done(c);
}

static enum err report_first(struct ctx *c, void *arg) { return report_make(c, arg, "2019H1", true); }
static enum err report_last(struct ctx *c, void *arg) { return report_make(c, arg, "2020H1", false); }

enum err demo_fill(struct app *app, struct ctx *c, const struct organ *district)
{
    struct demo *d = NEW(c->a, struct demo);

    *d = (struct demo){ .app = app, .district = district, .leads = NEWS(c->a, struct demo_lead, DEMO_LEADS_MAX) };
    demo_words_load(d);
    for (int i = 0; i < DEMO_SCRIPTS_MAX; i++)
        d->script_lead[i] = -1;
    if (!date_make(DEMO_FIRST_YEAR, 7, 1, &d->today))
        return ERR_BUG;
    TRY(writer_run(app, c, prepare, d));
    for (int m = 0; m < DEMO_MONTHS; m++) {
        TRY(writer_run(app, c, month, d));
        if (m == 11) {                  /* June 2019 is over */
            d->acts = 0;
            TRY(writer_run(app, c, report_first, d));
        }
    }
    d->acts = 0;
    return writer_run(app, c, report_last, d);
}
