/* demo_lead.c - a lead of the invented district on its way: proposed, approved by another person, ended, or filed as a case, investigated,
 * adjudicated and decided. Which way a lead goes follows from its number, so every way is gone; a script (demo_planted.c) fixes it. */
#include "app/demo_int.h"

enum step { PROPOSE, APPROVE, END, FILE_PROPOSE, FILE_APPROVE, SUBMIT, DECIDE, CONCLUDE, DONE };

/* Days that each step waits after the one before; a little more or less by the lead's number. */
static const int waits[DONE] = { 4, 3, 24, 5, 4, 34, 17, 3 };
/* A scripted lead goes the same way within 120 days, so that its last day can be fixed. */
static const int script_waits[DONE] = { 5, 4, 30, 6, 5, 40, 0, 4 };

static bool is_end(const struct demo_lead *l, enum step step)
{
    return l->script != NULL && (step == DECIDE || (step == APPROVE && l->outcome.n == 0)
        || (step == END && !str_eq(l->outcome, STR("to_case"))));
}

static void next(struct demo *d, struct demo_lead *l, enum step step)
{
    l->step = (int)step;
    if (step == DONE)
        l->next_on = DATE_NONE;
    else if (is_end(l, step) && date_parse_iso(str_z(l->script->end), &l->next_on))
        return;
    else if (l->script != NULL)
        l->next_on = date_add_days(d->today, script_waits[step]);
    else
        l->next_on = date_add_days(d->today, waits[step] + l->seq % (2 + waits[step] / 2));
}

/* ---- ways */
static struct str method_of(int k)
{
    static const char *const ways[] = { "inquiry", "verify", "verify", "close", "verify", "inquiry", "verify", "verify", "verify", "inquiry",
        "verify", "hold", "verify", "inquiry", "verify", "verify", "inquiry", "verify", "close", "verify" };

    return str_z(ways[k % 20]);
}

static struct str outcome_of(struct str method, int k)
{
    static const char *const inquiry[] = { "accepted", "remind", "accepted", "criticise", "accepted", "admonish", "again", "accepted", "remind",
        "selfcrit", "to_verify", "accepted" };
    static const char *const verify[] = { "to_case", "face_closed", "remind", "to_case", "criticise", "to_case", "closed", "to_case", "remind",
        "face_closed", "to_case", "admonish", "to_case", "held", "face_closed", "to_case", "selfcrit", "handed" };

    if (str_eq(method, STR("inquiry")))
        return str_z(inquiry[k % 12]);
    return str_eq(method, STR("verify")) ? str_z(verify[k % 18]) : STR("");
}

static struct demo_lead *lead_new(struct demo *d, int64_t lead_ref, const struct demo_subject *about, int seq)
{
    struct demo_lead *l = &d->leads[d->n_leads];
    int k = d->n_leads++;

    *l = (struct demo_lead){ .lead_ref = lead_ref, .seq = seq, .method = method_of(k), .rank = about->rank, .member = about->member,
        .both_lines = k % 3 == 0, .suspicion = demo_word(d, WORDS_SUSPICIONS, k) };
    l->outcome = outcome_of(l->method, k / 2 + k % 7);
    next(d, l, PROPOSE);
    return l;
}

enum err demo_lead_start(struct ctx *c, struct demo *d, int64_t lead_ref, const struct demo_subject *about, int seq)
{
    (void)c;
    if (d->n_leads == DEMO_LEADS_MAX)
        return ERR_BUG;
    lead_new(d, lead_ref, about, seq);
    return ERR_OK;
}

/* Leads come from everywhere, not from letters alone. */
enum err demo_lead_direct(struct ctx *c, struct demo *d)
{
    static const char *const from[] = { "supervision", "inspection", "transfer", "upper", "investigation", "supervision", "resident", "data",
        "surrender", "media", "transfer", "other" };
    int k = 3000 + d->directs;
    struct str problem = demo_problem(d, k, 0), topics = demo_part(problem, 2);
    struct demo_subject about = demo_subject(c, d, k, demo_kind(problem, k));
    struct lead_new n = { .source = str_z(from[d->directs++ % 12]), .registered_on = d->today, .n_persons = 1 };
    struct lead made;

    n.persons[0] = (struct reported){ about.name, about.unit, about.post, about.rank, 0 };
    n.subject = str_fmt(c->a, "%.*s%.*s%.*s%.*s%.*s", PF(about.unit), PF(about.post), PF(about.name), PF(demo_part(problem, 0)),
        PF(demo_word(d, WORDS_PHRASES, PHRASE_PROBLEM_OF)));
    n.body = demo_filled(c, demo_part(problem, 4), k);
    while (topics.n > 0)
        n.topics[n.n_topics++] = str_cut(&topics, ' ');
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_register(c, &n, &made));
    TRY(demo_done(c));
    return demo_lead_start(c, d, made.ref, &about, k);
}

/* ---- disposal */
static enum err propose(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct lead lead;
    struct disposal made;

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_load(c, l->lead_ref, &lead));
    if (lead.n_persons == 0 || lead.voided) {
        next(d, l, DONE);
        return ERR_OK;
    }
    l->person_id = lead.persons[0].who.id;
    TRY(disposal_propose(c, &lead, l->method, demo_word(d, WORDS_PLANS, l->seq + l->seq / 5), &made));
    if (l->seq % 71 == 23 && !l->retold) {              /* thought better of it before anybody approved */
        TRY(disposal_withdraw(c, &made));
        l->retold = true;
        next(d, l, PROPOSE);
        return demo_done(c);
    }
    TRY(demo_done(c));
    l->disposal_ref = made.ref;
    next(d, l, APPROVE);
    return ERR_OK;
}

static enum err approve(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct disposal p;

    demo_as(c, d, DEMO_LEADER);
    TRY(disposal_load(c, l->disposal_ref, &p));
    if (l->seq % 61 == 17 && l->script == NULL) {
        TRY(disposal_reject(c, &p, demo_word(d, WORDS_PHRASES, PHRASE_REJECT)));
        next(d, l, PROPOSE);
        l->seq++;
        return demo_done(c);
    }
    TRY(disposal_approve(c, &p, d->today, str_fmt(c->a, "%.*s〔%.4s〕%d号", PF(demo_word(d, WORDS_PHRASES, PHRASE_APPROVAL_NO)),
        date_str(c->a, d->today).p, 1 + l->seq % 400)));
    TRY(demo_done(c));
    next(d, l, str_eq(p.state, STR("approved")) ? END : DONE);
    return l->step == DONE && l->script != NULL ? demo_after(c, d, l) : ERR_OK;
}

static enum err flags(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct lead lead, other;

    if (l->script == NULL || (!l->script->umbrella && !l->script->gang && l->script->merge_lead == 0))
        return ERR_OK;
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_load(c, l->lead_ref, &lead));
    if (l->script->umbrella || l->script->gang)
        TRY(lead_flag(c, &lead, l->person_id, l->script->umbrella, l->script->gang));
    if (l->script->merge_lead > 0) {
        TRY(lead_load(c, d->leads[d->script_lead[l->script->merge_lead - 1]].lead_ref, &other));
        TRY(lead_merge(c, &lead, other.ref));
    }
    return demo_done(c);
}

static enum err end(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct disposal p;
    struct str outcome = l->outcome;

    TRY(flags(c, d, l));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(disposal_load(c, l->disposal_ref, &p));
    TRY(disposal_end(c, &p, outcome, d->today, str_eq(outcome, STR("remind")) ? demo_word(d, WORDS_PHRASES, PHRASE_REMINDED) : STR("")));
    TRY(demo_done(c));
    if (str_eq(outcome, STR("again")) || str_eq(outcome, STR("to_verify"))) {
        l->outcome = str_eq(outcome, STR("again")) ? STR("remind") : STR("face_closed");
        l->method = str_eq(outcome, STR("again")) ? STR("inquiry") : STR("verify");
        next(d, l, PROPOSE);
        return ERR_OK;
    }
    next(d, l, str_eq(outcome, STR("to_case")) ? FILE_PROPOSE : DONE);
    return l->step == DONE && l->script != NULL ? demo_after(c, d, l) : ERR_OK;
}

/* ---- case */
static enum err file_propose(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    bool organisation = l->script != NULL && l->script->organisation;
    struct case_new n = { .lead_refs = { l->lead_ref }, .n_leads = 1, .person_id = l->person_id, .rank = l->seq % 83 == 8 ? STR("") : l->rank,
        .party_line = l->member, .supervisory_line = !l->member || l->both_lines, .party_member = l->member,
        .public_office = !l->member || l->both_lines };
    struct casefile k;
    struct person p;

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(person_by_id(c, l->person_id, &p));
    n.subject = str_join(c->a, p.name, l->suspicion);
    if (organisation) {
        p = (struct person){ .name = p.unit, .unit = p.unit, .party_member = -1, .public_office = -1, .is_organisation = true };
        TRY(person_for(c, &p));
        n = (struct case_new){ .lead_refs = { l->lead_ref }, .n_leads = 1, .person_id = l->person_id = p.id, .party_line = true,
            .subject = str_join(c->a, p.name, l->suspicion), .party_member = -1, .public_office = -1 };
    }
    TRY(case_propose(c, &n, &k));
    TRY(demo_done(c));
    l->case_ref = k.ref;
    next(d, l, FILE_APPROVE);
    return ERR_OK;
}

static enum err file_approve(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct casefile k;
    struct date earlier = date_add_days(d->today, -(l->seq % 3));

    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(case_load(c, l->case_ref, &k));
    if (l->seq % 89 == 30 && l->script == NULL) {
        TRY(case_act(c, &k, STR("reject"), d->today, demo_word(d, WORDS_PHRASES, PHRASE_RETURN)));
        next(d, l, DONE);
        return demo_done(c);
    }
    k.approval = demo_word(d, WORDS_PHRASES, PHRASE_COMMITTEE);
    TRY(case_approve(c, &k, k.party_line ? d->today : DATE_NONE, k.supervisory_line ? earlier : DATE_NONE));
    TRY(demo_done(c));
    next(d, l, SUBMIT);
    return ERR_OK;
}

static enum err act(struct ctx *c, struct demo *d, struct demo_lead *l, const char *move, enum demo_who who, enum step then)
{
    struct casefile k;
    bool back = str_eq(str_z(move), STR("return_evidence"));

    demo_as(c, d, who);
    TRY(case_load(c, l->case_ref, &k));
    if (k.voided) {
        next(d, l, DONE);
        return ERR_OK;
    }
    TRY(case_act(c, &k, str_z(move), d->today, back ? demo_word(d, WORDS_PHRASES, PHRASE_RETURN) : STR("")));
    TRY(demo_done(c));
    next(d, l, then);
    return ERR_OK;
}

static enum err submit(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    if (l->script == NULL && d->submits++ % 41 == 29)
        return act(c, d, l, "withdraw", DEMO_PRINCIPAL, DONE);
    return act(c, d, l, "submit", DEMO_INVESTIGATOR, DECIDE);
}

/* ---- decision */
/* The Party committee decides on its organisations, the organisation department on cadres. */
enum err demo_answer(struct ctx *c, struct demo *d, struct result *r, int k)
{
    bool of_organisation = str_eq(r->family, STR("party")) || str_eq(r->code, STR("AC_REORG"));
    enum demo_phrase body = of_organisation ? PHRASE_PARTY : PHRASE_BODY, no = of_organisation ? PHRASE_PARTY_NO : PHRASE_BODY_NO;
    struct body_answer b = { .name = demo_word(d, WORDS_PHRASES, body), .decided_on = d->today,
        .number = str_fmt(c->a, "%.*s〔%.4s〕%d号", PF(demo_word(d, WORDS_PHRASES, no)), date_str(c->a, d->today).p, k) };

    TRY(result_answer(c, r, &b));
    return demo_done(c);
}

static enum err answered(struct ctx *c, struct demo *d, struct demo_lead *l, struct result *r)
{
    demo_as(c, d, DEMO_ADJUDICATOR);
    return demo_answer(c, d, r, 1 + l->seq % 90);
}

static enum err decided(struct ctx *c, struct demo *d, struct demo_lead *l, const char *code, const char *basis, struct date effective)
{
    const struct def_code *row = def_code(c->def, "results", str_z(code));
    struct result_new n = { .code = str_z(code), .person_id = l->person_id, .case_ref = l->case_ref, .basis = str_z(basis) };
    struct result r;

    if (row == NULL)
        return ERR_BUG;
    n.lead_ref = l->lead_ref;
    n.family = node_str(row->row, "family");
    demo_as(c, d, DEMO_ADJUDICATOR);
    TRY(result_propose(c, &n, &r));
    TRY(demo_done(c));
    if (result_asks(c, n.family, n.code))
        TRY(answered(c, d, l, &r));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_approve(c, &r, d->today, effective));
    return demo_done(c);
}

static bool village(struct str rank) { return str_eq(rank, STR("RK_NC")) || str_eq(rank, STR("RK_SQ")); }

/* Heavier kinds are rarer; a Party sanction alone, a governmental one, or both as practice matches them. Villages get the lighter kinds. */
static enum err decide_way(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    static const struct { const char *party, *gov, *alone; } ways[16] = { { "P_WARN", "G_DEMERIT", "G_WARN" }, { "P_SERIOUS", "G_MAJOR", "G_DEMERIT" },
        { "P_WARN", "G_DEMERIT", "G_WARN" }, { "P_WARN", "G_DEMERIT", "G_MAJOR" }, { "P_SERIOUS", "G_MAJOR", "G_WARN" },
        { "P_WARN", "G_DEMERIT", "G_WARN" }, { "P_PROBATION", "G_REMOVE", "G_DEMERIT" }, { "P_WARN", "G_DEMERIT", "G_WARN" },
        { "P_SERIOUS", "G_DOWNGRADE", "G_DOWNGRADE" }, { "P_WARN", "G_DEMERIT", "G_DEMERIT" }, { "P_WARN", "G_DEMERIT", "G_WARN" },
        { "P_REMOVE", "G_REMOVE", "G_MAJOR" }, { "P_SERIOUS", "G_MAJOR", "G_WARN" }, { "P_EXPEL", "G_DISMISS", "G_REMOVE" },
        { "P_WARN", "G_DEMERIT", "G_WARN" }, { "P_EXPEL", "G_DISMISS", "G_DISMISS" } };
    static const char *const handling[] = { "OH_REMOVE", "OH_TRANSFER", "OH_SUSPEND", "OO_DELEGATE", "OH_DEMOTE" };
    int round = d->decided / 16, k = d->decided % 16 == 15 && round % 2 == 0 ? 12 : d->decided % 16;
    bool convicted = k == 15, heavy = k == 6 || k == 11 || k == 13 || k == 15, both = l->both_lines && !(village(l->rank) && heavy);
    const char *basis = convicted ? "after_conviction" : "own_case", *alone = village(l->rank) ? "G_DEMERIT" : ways[k].alone;
    struct date effective = l->seq % 6 == 0 ? date_add_days(d->today, 12) : DATE_NONE;

    d->decided++;
    if (l->member)
        TRY(decided(c, d, l, ways[k].party, basis, effective));
    if (!l->member || both)
        TRY(decided(c, d, l, !l->member ? alone : village(l->rank) && k == 8 ? "G_MAJOR" : ways[k].gov, basis, effective));
    if (k == 13)
        TRY(decided(c, d, l, "J_TRANSFER", "", DATE_NONE));
    return k % 7 == 4 ? decided(c, d, l, handling[d->decided / 7 % 5], "", DATE_NONE) : ERR_OK;
}

static enum err decide_script(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    const struct demo_script *s = l->script;
    struct date effective = DATE_NONE;

    if (s->effective[0] != '\0' && !date_parse_iso(str_z(s->effective), &effective))
        return ERR_BUG;
    if (s->party[0] != '\0')
        TRY(decided(c, d, l, s->party, "own_case", effective));
    if (s->gov[0] != '\0')
        TRY(decided(c, d, l, s->gov, "own_case", effective));
    if (s->other[0] != '\0' && !s->of_lead)
        TRY(decided(c, d, l, s->other, "", DATE_NONE));
    return demo_after(c, d, l);
}

static enum err decide(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    if (l->seq % 29 == 11 && l->script == NULL && l->returned++ == 0)
        return act(c, d, l, "return_evidence", DEMO_ADJUDICATOR, SUBMIT);
    TRY(l->script == NULL ? decide_way(c, d, l) : decide_script(c, d, l));
    next(d, l, CONCLUDE);
    return ERR_OK;
}

static enum err step(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    switch ((enum step)l->step) {
    case PROPOSE:      return propose(c, d, l);
    case APPROVE:      return approve(c, d, l);
    case END:          return end(c, d, l);
    case FILE_PROPOSE: return file_propose(c, d, l);
    case FILE_APPROVE: return file_approve(c, d, l);
    case SUBMIT:       return submit(c, d, l);
    case DECIDE:       return decide(c, d, l);
    case CONCLUDE:     return act(c, d, l, "conclude", DEMO_ADJUDICATOR, DONE);
    case DONE:         break;
    }
    return ERR_OK;
}

/* Ordinary leads wait for a working day; a script's last day may be any. */
enum err demo_leads_step(struct ctx *c, struct demo *d)
{
    bool work = demo_workday(c, d->today);

    for (int i = 0; i < d->n_leads; i++) {
        struct demo_lead *l = &d->leads[i];
        if (date_is_set(l->next_on) && date_cmp(l->next_on, d->today) <= 0 && (work || l->script != NULL))
            TRY(step(c, d, l));
    }
    return ERR_OK;
}
