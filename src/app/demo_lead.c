/* demo_lead.c - a lead of the invented district on its way: proposed, approved by another person, ended, or filed as a case,
 * adjudicated and decided. Which way a lead goes follows from its number, so every way is gone. */
#include "app/demo_int.h"

enum step { PROPOSE, APPROVE, END, FILE_PROPOSE, FILE_APPROVE, SUBMIT, DECIDE, CONCLUDE, DONE };

/* Days that each step waits after the one before; a little more or less by the lead's number. */
static const int waits[DONE] = { 4, 3, 24, 5, 4, 38, 17, 3 };

static void next(struct demo *d, struct demo_lead *l, enum step step)
{
    l->step = (int)step;
    l->next_on = step == DONE ? DATE_NONE : date_add_days(d->today, waits[step] + l->seq % (2 + waits[step] / 2));
}

static struct str method_of(int k)
{
    static const char *const ways[] = { "inquiry", "verify", "verify", "inquiry", "verify", "hold", "verify", "close", "verify", "inquiry" };

    return str_z(ways[k % 10]);
}

static struct str outcome_of(struct str method, int k)
{
    static const char *const inquiry[] = { "accepted", "remind", "criticise", "accepted", "admonish", "again", "accepted", "selfcrit" };
    static const char *const verify[] = { "to_case", "face_closed", "to_case", "remind", "to_case", "closed", "admonish", "to_case", "held", "handed" };

    if (str_eq(method, STR("inquiry")))
        return str_z(inquiry[k % 8]);
    if (str_eq(method, STR("verify")))
        return str_z(verify[k % 10]);
    return str_eq(method, STR("hold")) ? STR("held") : STR("closed");
}

enum err demo_lead_start(struct ctx *c, struct demo *d, int64_t lead_ref, int seq)
{
    if (d->n_leads == DEMO_LEADS_MAX)
        return ERR_BUG;
    struct demo_lead *l = &d->leads[d->n_leads];
    int k = d->n_leads++;

    (void)c;
    *l = (struct demo_lead){ .lead_ref = lead_ref, .seq = seq, .method = method_of(k), .outcome = outcome_of(method_of(k), k / 2 + k % 3) };
    l->rank = demo_part(demo_word(d, WORDS_POSTS, seq / 2 + seq % 5), 2);
    l->member = k % 5 != 4;
    l->both_lines = k % 3 == 0;
    next(d, l, PROPOSE);
    return ERR_OK;
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
    TRY(disposal_propose(c, &lead, l->method, demo_word(d, WORDS_PHRASES, PHRASE_PLAN), &made));
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
    if (l->seq % 61 == 17) {
        TRY(disposal_reject(c, &p, demo_word(d, WORDS_PHRASES, PHRASE_REJECT)));
        next(d, l, PROPOSE);
        l->seq++;
        return demo_done(c);
    }
    TRY(disposal_approve(c, &p, d->today, str_fmt(c->a, "%d", l->seq)));
    TRY(demo_done(c));
    next(d, l, END);
    return ERR_OK;
}

static enum err end(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct disposal p;
    struct str outcome = l->outcome;

    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(disposal_load(c, l->disposal_ref, &p));
    TRY(disposal_end(c, &p, outcome, d->today, STR("")));
    TRY(demo_done(c));
    if (str_eq(outcome, STR("again"))) {
        l->outcome = STR("remind");
        next(d, l, PROPOSE);
    } else {
        next(d, l, str_eq(outcome, STR("to_case")) ? FILE_PROPOSE : DONE);
    }
    return ERR_OK;
}

/* ---- case */
static enum err file_propose(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct case_new n = { .lead_refs = { l->lead_ref }, .n_leads = 1, .person_id = l->person_id, .rank = l->seq % 43 == 8 ? STR("") : l->rank,
        .party_line = l->member, .supervisory_line = !l->member || l->both_lines, .party_member = l->member, .public_office = l->both_lines };
    struct casefile k;

    demo_as(c, d, DEMO_INVESTIGATOR);
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
    TRY(case_approve(c, &k, k.party_line ? d->today : DATE_NONE, k.supervisory_line ? earlier : DATE_NONE));
    TRY(demo_done(c));
    next(d, l, SUBMIT);
    return ERR_OK;
}

static enum err act(struct ctx *c, struct demo *d, struct demo_lead *l, const char *move, enum demo_who who, enum step then)
{
    struct casefile k;

    demo_as(c, d, who);
    TRY(case_load(c, l->case_ref, &k));
    TRY(case_act(c, &k, str_z(move), d->today, STR("")));
    TRY(demo_done(c));
    next(d, l, then);
    return ERR_OK;
}

static enum err submit(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    if (l->seq % 47 == 40)
        return act(c, d, l, "withdraw", DEMO_PRINCIPAL, DONE);
    return act(c, d, l, "submit", DEMO_INVESTIGATOR, DECIDE);
}

/* ---- decision */
static enum err decided(struct ctx *c, struct demo *d, struct demo_lead *l, const char *code, const char *basis, struct date effective)
{
    const struct def_code *row = def_code(c->def, "results", str_z(code));
    struct result_new n = { .code = str_z(code), .person_id = l->person_id, .case_ref = l->case_ref, .lead_ref = l->lead_ref, .basis = str_z(basis) };
    struct result r;

    if (row == NULL)
        return ERR_BUG;
    n.family = node_str(row->row, "family");
    demo_as(c, d, DEMO_ADJUDICATOR);
    TRY(result_propose(c, &n, &r));
    TRY(demo_done(c));
    if (str_starts(n.family, STR("org_"))) {
        struct body_answer b = { .name = demo_word(d, WORDS_PHRASES, PHRASE_BODY), .number = str_fmt(c->a, "%d", l->seq), .decided_on = d->today };
        demo_as(c, d, DEMO_ADJUDICATOR);
        TRY(result_answer(c, &r, &b));
        TRY(demo_done(c));
    }
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_approve(c, &r, d->today, effective));
    if (l->n_results < 3)
        l->result_refs[l->n_results++] = r.ref;
    return demo_done(c);
}

/* Heavier kinds are rarer; a party sanction of one line only, a governmental one, or both, as practice matches them. */
static enum err decide(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    static const struct { const char *party, *gov; } pairs[] = { { "P_WARN", "G_DEMERIT" }, { "P_SERIOUS", "G_MAJOR" }, { "P_WARN", "G_DEMERIT" },
        { "P_PROBATION", "G_REMOVE" }, { "P_WARN", "G_WARN" }, { "P_SERIOUS", "G_DOWNGRADE" }, { "P_EXPEL", "G_DISMISS" }, { "P_REMOVE", "G_REMOVE" } };
    int k = l->seq / 2 % 8;
    bool heavy = k == 6, convicted = heavy && l->seq % 4 == 0;
    struct date effective = l->seq % 6 == 0 ? date_add_days(d->today, 20) : DATE_NONE;

    if (l->member)
        TRY(decided(c, d, l, pairs[k].party, convicted ? "after_conviction" : "own_case", effective));
    if (!l->member || l->both_lines)
        TRY(decided(c, d, l, pairs[k].gov, convicted ? "after_conviction" : "own_case", effective));
    if (heavy && !convicted)
        TRY(decided(c, d, l, "J_TRANSFER", "", DATE_NONE));
    if (k == 3)
        TRY(decided(c, d, l, "OH_REMOVE", "", DATE_NONE));
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

enum err demo_leads_step(struct ctx *c, struct demo *d)
{
    for (int i = 0; i < d->n_leads; i++)
        if (date_is_set(d->leads[i].next_on) && date_cmp(d->leads[i].next_on, d->today) <= 0)
            TRY(step(c, d, &d->leads[i]));
    return ERR_OK;
}
