/* demo_petition.c - the letters, visits, calls and messages of the invented district, and what the clerk does with them. */
#include "app/demo_int.h"

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

static void source_of(struct ctx *c, const struct demo *d, int k, struct petition_new *n)
{
    n->source = k % 5 < 2 ? STR("own") : k % 7 == 1 ? STR("other") : k % 11 == 6 ? STR("lower") : k % 5 == 4 ? STR("upper") : STR("own");
    if (str_eq(n->source, STR("upper"))) {
        n->source_organ_id = d->city.id;
        n->sender_no = str_fmt(c->a, "%.*s〔%.4s〕%d号", PF(demo_word(d, WORDS_PHRASES, PHRASE_SENDER)), date_str(c->a, d->today).p, 100 + k);
    }
    if (str_eq(n->source, STR("lower")))
        n->source_organ_id = d->towns[k % 3].id;
}

/* What is no report on somebody says something else. */
static bool other_words(struct ctx *c, const struct demo *d, int k, struct petition_new *n)
{
    static const struct { const char *class; enum demo_list list; } lists[] = { { "suggestion", WORDS_SUGGESTIONS },
        { "out_of_scope", WORDS_OUTSIDE }, { "no_substance", WORDS_EMPTY }, { "appeal", WORDS_APPEALS } };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (str_eq(n->class, str_z(lists[i].class))) {
            struct str words = demo_word(d, lists[i].list, k);
            n->body = str_fmt(c->a, "%.*s%.*s", PF(n->place), PF(n->persons[0].name));
            n->body = str_fmt(c->a, "%.*s：%.*s", PF(n->body), PF(words));
            n->subject = str_eq(n->class, STR("no_substance")) ? str_fmt(c->a, "%.*s%.*s%.*s", PF(demo_word(d, WORDS_PHRASES, PHRASE_REPORTS)),
                PF(n->place), PF(n->persons[0].name)) : STR("");
            return true;
        }
    return false;
}

static struct reported person_typed(const struct demo_subject *s, int k)
{
    return (struct reported){ .name = k % 37 == 12 ? STR("") : s->name, .unit = s->unit, .post = s->post,
        .rank = k % 41 == 20 ? STR("") : s->petition_rank };
}

static struct petition_new petition_typed(struct ctx *c, const struct demo *d, int k, struct demo_subject *about)
{
    struct str problem = demo_problem(d, k, 0), topics = demo_part(problem, 2);
    char kind = demo_kind(problem, k);
    struct petition_new n = { .channel = channel_of(k), .class = class_of(k), .registered_on = d->today,
        .received_on = date_add_days(d->today, -(k % 4)), .organ_id = k % 19 == 4 ? d->towns[k % 3].id : 0 };

    *about = demo_subject(c, d, k, kind);
    n.place = about->unit;
    n.persons[n.n_persons++] = person_typed(about, k);
    if (k % 9 == 2) {
        struct demo_subject second = demo_subject(c, d, k + 501, kind);
        second.unit = about->unit;
        n.persons[n.n_persons++] = person_typed(&second, k + 501);
    }
    source_of(c, d, k, &n);
    if (k < 60)         /* the first weeks of this program: they stood in the old register too */
        n.old_no = str_fmt(c->a, "2018-%03d", 244 + k);
    if (other_words(c, d, k, &n))
        return n;
    n.subject = str_fmt(c->a, "%.*s%.*s%.*s%.*s%.*s%.*s", PF(demo_word(d, WORDS_PHRASES, PHRASE_REPORTS)), PF(about->unit), PF(about->post),
        PF(n.persons[0].name), PF(demo_part(problem, 0)), PF(demo_word(d, WORDS_PHRASES, PHRASE_PROBLEM_OF)));
    n.body = str_fmt(c->a, "%.*s%.*s%.*s%.*s%.*s。%.*s%.*s", PF(demo_word(d, WORDS_OPENERS, k / 3 + k)), PF(about->unit), PF(about->post),
        PF(n.persons[0].name), PF(demo_part(problem, 0)), PF(demo_filled(c, demo_part(problem, 4), k)), PF(demo_word(d, WORDS_CLOSERS, k / 2 + k)));
    if (str_eq(n.class, STR("accusation")))
        n.conduct[n.n_conduct++] = demo_part(problem, 1);
    if (k % 31 == 6)
        n.conduct[n.n_conduct++] = STR("life");         /* tags overlap */
    while (topics.n > 0)
        n.topics[n.n_topics++] = str_cut(&topics, ' ');
    if (k % 33 == 8 && n.n_topics > 0)
        n.topics[n.n_topics++] = STR("rural");          /* two tags under one top code count once */
    return n;
}

static struct str move_of(const struct petition_new *n, int k)
{
    if (str_eq(n->class, STR("out_of_scope")))
        return STR("decline");
    if (str_eq(n->class, STR("no_substance")) || str_eq(n->class, STR("appeal")))
        return k % 5 == 0 ? STR("return") : STR("keep");
    if (str_eq(n->class, STR("suggestion")))
        return STR("forward");
    return k % 3 != 1 ? STR("take") : k % 9 == 1 ? STR("forward") : k % 9 == 4 ? STR("assign") : k % 27 == 7 ? STR("keep") : STR("");
}

static enum err handle(struct ctx *c, struct demo *d, struct petition *p, const struct petition_new *n, const struct demo_subject *about, int k)
{
    struct petition_act act = { .on = d->today, .reason = demo_word(d, WORDS_PHRASES, PHRASE_REASON), .organ = demo_word(d, WORDS_TOWNS, k),
        .office = STR("investigation"), .number = str_fmt(c->a, "%.*s〔%.4s〕%d号", PF(demo_word(d, WORDS_PHRASES, PHRASE_LETTER)),
            date_str(c->a, d->today).p, 1 + k / 4) };
    int64_t lead_ref = 0;
    struct str move = move_of(n, k);

    if (move.n == 0 || p->organ_id != d->district->id)
        return ERR_OK;
    act.organ = str_join(c->a, act.organ, demo_word(d, WORDS_PHRASES, PHRASE_ORGAN));
    if (str_eq(move, STR("assign"))) {
        act.due_on = date_add_months(d->today, 3);
        act.approver = d->who[DEMO_LEADER]->name;
    }
    demo_as(c, d, DEMO_CLERK);
    TRY(petition_act(c, p, move, &act, &lead_ref));
    TRY(demo_done(c));
    if (str_eq(move, STR("assign")) && d->n_assigned < 200) {
        int days = d->n_assigned % 9 == 4 ? 400 : 35 + d->n_assigned * 7 % 52;
        d->assigned[d->n_assigned++] = (struct demo_assigned){ p->ref, date_add_days(d->today, days) };
    }
    return lead_ref != 0 ? demo_lead_start(c, d, lead_ref, about, k) : ERR_OK;
}

/* The record as the page would have loaded it: what was typed, back in it. */
static void as_typed(struct petition *p, const struct petition_new *n)
{
    p->body = n->body;
    p->n_topics = n->n_topics;
    p->n_persons = n->n_persons;
    for (int i = 0; i < n->n_topics; i++)
        p->topics[i] = n->topics[i];
    for (int i = 0; i < n->n_persons; i++)
        p->persons[i] = n->persons[i];
}

static enum err petition_one(struct ctx *c, struct demo *d)
{
    int k = d->serial++;
    struct demo_subject about;
    struct petition_new n = petition_typed(c, d, k, &about);
    struct petition p;
    bool again = k % 16 == 10 && d->last_body.ref != 0;         /* somebody writes again */

    if (again) {
        n.body = d->last_body.body;
        n.subject = d->last_body.subject;
        n.persons[0] = d->last_body.persons[0];
        n.place = d->last_body.place;
        n.class = STR("accusation");
    }
    demo_as(c, d, DEMO_CLERK);
    TRY(petition_register(c, &n, &p));
    TRY(demo_done(c));
    d->seals[d->n_seals++] = p.ref;
    as_typed(&p, &n);
    if (again && k % 32 == 10) {
        demo_as(c, d, DEMO_CLERK);
        TRY(petition_join(c, &p, d->last_body.ref));
        return demo_done(c);
    }
    if (p.organ_id == d->district->id && k % 4 == 3 && str_eq(n.class, STR("accusation")))
        d->last_body = p;
    if (k % 53 == 31) {
        demo_as(c, d, DEMO_PRINCIPAL);
        TRY(petition_void(c, &p, demo_word(d, WORDS_PHRASES, PHRASE_TWICE)));
        return demo_done(c);
    }
    if (demo_is(d, "2019-06-12") && p.organ_id == d->district->id)
        d->june_ref = p.ref;
    return handle(c, d, &p, &n, &about, k);
}

/* Most towns report back within their three months; a few are late. */
enum err demo_reports_back(struct ctx *c, struct demo *d)
{
    struct petition_act act = { .on = d->today, .note = demo_word(d, WORDS_PHRASES, PHRASE_RESULT) };
    struct petition p;
    int64_t none;

    for (int i = 0; i < d->n_assigned; i++) {
        struct demo_assigned *a = &d->assigned[i];
        if (a->ref == 0 || date_cmp(a->back_on, d->today) > 0)
            continue;
        demo_as(c, d, DEMO_CLERK);
        TRY(petition_load(c, a->ref, &p));
        a->ref = 0;
        TRY(petition_act(c, &p, STR("report_back"), &act, &none));
        TRY(demo_done(c));
    }
    return ERR_OK;
}

enum err demo_petitions(struct ctx *c, struct demo *d, int n)
{
    for (int i = 0; i < n; i++)
        TRY(petition_one(c, d));
    return ERR_OK;
}
