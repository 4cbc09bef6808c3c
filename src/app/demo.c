/* demo.c - eighteen months of an invented district, day by day, by the same domain calls that the pages make. The clock of the
 * context is set to each day; nothing is written past the domain. Every run gives the same rows. */
#include "app/demo_int.h"

#include "area/summary/summary.h"
#include "db/db.h"
#include "def/calendar.h"
#include "gate/audit.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define FIRST_DAY_HOUR 9

/* Petitions of each month, January 2019 to June 2020: the size of a published district bulletin. */
static const int monthly[18] = { 38, 27, 45, 52, 49, 44, 46, 40, 47, 35, 43, 41, 26, 19, 38, 47, 45, 42 };

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
static enum err organs_make(struct ctx *c, struct demo *d)
{
    static const char *const registers[] = { "organ", "petition", "lead", "case", "result", "accountability", "proposal", "report" };
    struct date since;
    bool made = date_make(2000, 1, 1, &since);

    d->city = (struct organ){ .code = STR("city"), .name = demo_word(d, WORDS_PHRASES, PHRASE_CITY), .district = demo_word(d, WORDS_PHRASES, PHRASE_CITY_NAME), .account = demo_word(d, WORDS_PHRASES, PHRASE_CITY_NAME),
        .organ_type = STR("city") };
    TRY(organ_add(c, &d->city, 0, since));
    for (int i = 0; i < 3; i++) {
        struct str town = demo_word(d, WORDS_TOWNS, i);
        d->towns[i] = (struct organ){ .code = str_fmt(c->a, "town%d", i + 1), .name = str_join(c->a, town, demo_word(d, WORDS_PHRASES, PHRASE_ORGAN)), .district = town,
            .account = town, .organ_type = STR("town"), .in_program = made };
        TRY(organ_add(c, &d->towns[i], d->district->id, since));
        const struct def_list *kinds = def_list(c->def, "office_kind");
        int64_t id;
        for (int k = 0; k < kinds->n; k++)
            TRY(office_add(c, d->towns[i].id, kinds->items[k].code, kinds->items[k].zh, &id));
    }
    for (size_t r = 0; r < sizeof registers / sizeof registers[0]; r++)
        TRY(register_open(c, d->district->id, str_z(registers[r]), since));
    return ERR_OK;
}

static enum err users_load(struct ctx *c, struct demo *d)
{
    static const char *const logins[DEMO__WHO] = { "clerk", "casemgr", "investigator", "adjudicator", "leader", "principal" };

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
    TRY(users_load(c, d));
    return scopes_make(c, d);
}

/* ---- petitions */
static struct str channel_of(int k)
{
    static const char *const way[] = { "letter", "web", "phone", "letter", "web", "visit", "letter", "web", "web", "other", "letter", "phone" };

    return str_z(way[k % 12]);
}

static struct str class_of(int k)
{
    return k % 29 == 7 ? STR("") : k % 11 == 3 ? STR("no_substance") : k % 13 == 5 ? STR("out_of_scope") : k % 17 == 9 ? STR("suggestion")
        : k % 23 == 11 ? STR("appeal") : STR("accusation");
}

static struct str place_of(struct ctx *c, const struct demo *d, int k)
{
    return k % 3 == 0 ? demo_word(d, WORDS_UNITS, k)
        : str_join(c->a, demo_word(d, WORDS_TOWNS, k), demo_word(d, WORDS_VILLAGES, k / 2));
}

static void person_typed(struct ctx *c, const struct demo *d, int k, struct petition_new *n)
{
    struct str post = demo_word(d, WORDS_POSTS, k / 2 + k % 5);

    n->persons[n->n_persons++] = (struct reported){ .name = k % 37 == 12 ? STR("") : demo_name(c, d, k), .unit = place_of(c, d, k),
        .post = demo_part(post, 0), .rank = k % 41 == 20 ? STR("") : demo_part(post, 1) };
}

static struct petition_new petition_typed(struct ctx *c, const struct demo *d, int k)
{
    struct str problem = demo_word(d, WORDS_PROBLEMS, k * 3 + k / 7), topics = demo_part(problem, 2);
    struct petition_new n = { .channel = channel_of(k), .class = class_of(k), .place = place_of(c, d, k), .registered_on = d->today,
        .received_on = date_add_days(d->today, -(k % 4)), .organ_id = k % 19 == 4 ? d->towns[k % 3].id : 0 };

    person_typed(c, d, k, &n);
    if (k % 9 == 2)
        person_typed(c, d, k + 501, &n);
    n.source = k % 5 < 2 ? STR("own") : k % 7 == 1 ? STR("other") : k % 11 == 6 ? STR("lower") : k % 5 == 4 ? STR("upper") : STR("own");
    if (str_eq(n.source, STR("upper"))) {
        n.source_organ_id = d->city.id;
        n.sender_no = str_fmt(c->a, "%.*s%.4s-%d", PF(demo_word(d, WORDS_PHRASES, PHRASE_SENDER)), date_str(c->a, d->today).p, k);
    }
    if (str_eq(n.source, STR("lower")))
        n.source_organ_id = d->towns[k % 3].id;
    n.subject = str_fmt(c->a, "%.*s%.*s%.*s%.*s", PF(demo_word(d, WORDS_PHRASES, PHRASE_REPORTS)), PF(n.place), PF(n.persons[0].name), PF(demo_part(problem, 0)));
    n.body = str_fmt(c->a, "%.*s%.*s%.*s%.*s%.*s%.*s%.*s (%d)", PF(demo_word(d, WORDS_PHRASES, PHRASE_SAYS)), PF(n.place),
        PF(n.persons[0].post), PF(n.persons[0].name), PF(demo_word(d, WORDS_PHRASES, PHRASE_AS_FOLLOWS)), PF(demo_part(problem, 0)),
        PF(demo_word(d, WORDS_PHRASES, PHRASE_ASKS)), k);
    if (str_eq(n.class, STR("accusation")))
        n.conduct[n.n_conduct++] = demo_part(problem, 1);
    while (topics.n > 0)
        n.topics[n.n_topics++] = str_cut(&topics, ' ');
    if (k % 8 == 0)
        n.old_no = str_fmt(c->a, "旧%04d", k);
    return n;
}

static enum err handle(struct ctx *c, struct demo *d, struct petition *p, int k)
{
    struct petition_act act = { .on = d->today, .reason = demo_word(d, WORDS_PHRASES, PHRASE_REASON), .organ = demo_word(d, WORDS_TOWNS, k),
        .office = STR("investigation"), .number = str_fmt(c->a, "%.*s%d", PF(demo_word(d, WORDS_PHRASES, PHRASE_LETTER)), k) };
    int64_t lead_ref = 0;
    struct str move = p->voided ? STR("") : k % 2 == 0 ? STR("take") : k % 6 == 1 ? STR("forward") : k % 15 == 3 ? STR("assign")
        : k % 21 == 5 ? STR("return") : k % 10 == 7 ? STR("keep") : k % 14 == 9 ? STR("decline") : STR("");

    if (move.n == 0 || p->organ_id != d->district->id)
        return ERR_OK;
    if (str_eq(move, STR("assign")))
        act.due_on = date_add_months(d->today, 3);
    demo_as(c, d, DEMO_CLERK);
    TRY(petition_act(c, p, move, &act, &lead_ref));
    TRY(demo_done(c));
    return lead_ref != 0 ? demo_lead_start(c, d, lead_ref, k) : ERR_OK;
}

static enum err petition_one(struct ctx *c, struct demo *d)
{
    int k = d->serial++;
    struct petition_new n = petition_typed(c, d, k);
    struct petition p;

    if (k % 16 == 10 && d->last_body.ref != 0) {        /* somebody writes again */
        n.body = d->last_body.body;
        n.subject = d->last_body.subject;
    }
    demo_as(c, d, DEMO_CLERK);
    TRY(petition_register(c, &n, &p));
    TRY(demo_done(c));
    d->seals[d->n_seals++] = p.ref;
    p.body = n.body;
    p.n_topics = n.n_topics;
    p.n_persons = n.n_persons;
    for (int i = 0; i < n.n_topics; i++)
        p.topics[i] = n.topics[i];
    for (int i = 0; i < n.n_persons; i++)
        p.persons[i] = n.persons[i];
    if (k % 32 == 10 && d->last_body.ref != 0) {
        demo_as(c, d, DEMO_CLERK);
        TRY(petition_join(c, &p, d->last_body.ref));
        return demo_done(c);
    }
    if (p.organ_id == d->district->id && k % 4 == 3)
        d->last_body = p;
    if (k % 53 == 31) {
        demo_as(c, d, DEMO_PRINCIPAL);
        TRY(petition_void(c, &p, demo_word(d, WORDS_PHRASES, PHRASE_TWICE)));
        return demo_done(c);
    }
    return handle(c, d, &p, k);
}

/* The month's petitions are spread over its working days; the first and the last of them always have one. */
static enum err day(struct ctx *c, struct demo *d, int month_count)
{
    int y, m, dd, n = 0, before = 0;

    date_split(d->today, &y, &m, &dd);
    d->acts = 0;
    before = month_count * (dd - 1) / date_month_days(y, m);
    n = month_count * dd / date_month_days(y, m) - before;
    for (int i = 0; i < n; i++)
        TRY(petition_one(c, d));
    TRY(demo_leads_step(c, d));
    return demo_planted(c, d);
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
    int count = monthly[(y - 2019) * 12 + m - 1], days = date_month_days(y, m);
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
    struct rendering made;
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
    if (!date_make(2019, 1, 1, &d->today))
        return ERR_BUG;
    TRY(writer_run(app, c, prepare, d));
    for (int m = 0; m < 18; m++) {
        TRY(writer_run(app, c, month, d));
        if (m == 6) {
            d->acts = 0;
            TRY(writer_run(app, c, report_first, d));
        }
    }
    d->acts = 0;
    return writer_run(app, c, report_last, d);
}
