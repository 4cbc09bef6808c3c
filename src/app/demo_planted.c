/* demo_planted.c - what the definitions of the figures distinguish and chance would not bring. Each row of `scripts` is a lead whose way is
 * fixed and whose decision falls on a fixed day; each row of `acts` is something else on its day. All by the same calls as the pages.
 *
 *   clause of definitions.md                                          planted as
 *   G1  windows end on 29 February, at a month's or a year's end      scripts 16-20; something is registered on every edge (demo.c)
 *   G2  scope own / tree; one origin counted once                     petitions of the towns (demo_petition.c); scripts 31, 32 are handed over
 *   G3  void: petition, lead, case with its sanction                  demo_petition.c; scripts 33, 34; 29
 *   G3  a revoked decision stays counted                              scripts 27, 28
 *   G3  draft, unapproved, taken back never count                     demo_lead.c (withdraw, reject); a draft proposal; June 2020 leaves some open
 *   G4  effective later than decided, in another half                 scripts 16-20
 *   G5  one person, two sanctions in two halves                       scripts 23, 24
 *   G6  a matter by merge of leads; several persons                   scripts 1-2, 5-6; 38
 *   G7  rank by grade, rank not filled in                             scripts 35, 36; demo_lead.c
 *   G8  not registered; previous window not registered                registers opened on 2018-07-01; all others
 *   G13 a topic below the top one, several tags, own topic            demo_petition.c; poverty_fund, poverty_project; accountability
 *   F09-F11 umbrella, gang, both, first form only                     scripts 1-7
 *   F12-F14 handling with, without and before a sanction takes effect scripts 8-15
 *   F15 F20 accountability, organisations left out, one person twice  acts
 *   F26-F28 sources, channels, classes, repeats, declined             demo_petition.c
 *   F29 inquiry again is a new row                                    demo_lead.c (again)
 *   F31 both lines once, organisation, withdrawn, one line earlier    scripts 25, 26; demo_lead.c
 *   F32-F35x both kinds in one case, in two cases, of merged rows     scripts 21, 22; demo_lead.c
 *   F32 without lead and case, after a conviction                     acts
 *   F37 county level by designation                                   script 35
 *   F38 F39 F39j types, one number to two units, draft                acts
 *   F40-F44 heaviest form, transfer before filing, conviction         demo_lead.c; script 37; acts
 *   IMP10 all checks hold                                             the whole
 */
#include "app/demo_int.h"

#define NONE ""

static const struct demo_script scripts[] = {
/* 1 */ { .end = "2019-04-10", .source = "upper", .topic = "gang", .campaign = "gang", .outcome = "to_case", .kind = 't', .rank = "RK_FK",
          .party = "P_EXPEL", .gov = "G_DISMISS", .other = "J_TRANSFER", .effective = NONE, .umbrella = true },
/* 2 */ { .end = "2019-04-12", .source = "investigation", .topic = "gang", .campaign = "gang", .outcome = "to_case", .kind = 'v', .rank = "RK_NC",
          .party = "P_PROBATION", .gov = NONE, .other = NONE, .effective = NONE, .gang = true, .merge_lead = 1 },
/* 3 */ { .end = "2019-05-08", .source = "transfer", .topic = "gang", .campaign = "gang", .outcome = "remind", .kind = 'b', .rank = "RK_YB",
          .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .umbrella = true },
/* 4 */ { .end = "2020-04-08", .source = "transfer", .topic = "gang", .campaign = "gang", .outcome = "admonish", .kind = 't', .rank = "RK_YB",
          .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .umbrella = true },
/* 5 */ { .end = "2020-04-15", .source = "upper", .topic = "gang", .campaign = "gang", .outcome = "to_case", .kind = 'b', .rank = "RK_FK",
          .party = "P_EXPEL", .gov = "G_DISMISS", .other = "J_TRANSFER", .effective = NONE, .umbrella = true },
/* 6 */ { .end = "2020-04-17", .source = "investigation", .topic = "gang", .campaign = "gang", .outcome = "to_case", .kind = 'v', .rank = "RK_NC",
          .party = "P_SERIOUS", .gov = NONE, .other = NONE, .effective = NONE, .gang = true, .merge_lead = 5 },
/* 7 */ { .end = "2020-05-19", .source = "upper", .topic = "gang", .campaign = "gang", .outcome = "to_case", .kind = 'v', .rank = "RK_NC",
          .party = "P_EXPEL", .gov = NONE, .other = NONE, .effective = NONE, .umbrella = true, .gang = true },
/* 8 */ { .end = "2019-05-16", .source = "inspection", .topic = "poverty_fund", .campaign = "poverty", .outcome = "to_case", .kind = 't',
          .rank = "RK_ZK", .party = "P_SERIOUS", .gov = NONE, .other = "OH_TRANSFER", .effective = NONE },
/* 9 */ { .end = "2019-05-21", .source = "transfer", .topic = "poverty_project", .campaign = "poverty", .outcome = "closed", .kind = 't',
          .rank = "RK_YB", .party = NONE, .gov = NONE, .other = "OH_REMOVE", .effective = NONE, .of_lead = true },
/* 10 */ { .end = "2019-06-05", .source = "supervision", .topic = "poverty", .campaign = "poverty", .outcome = "to_case", .kind = 'v',
          .rank = "RK_NC", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 11 */ { .end = "2020-03-18", .source = "inspection", .topic = "poverty_fund", .campaign = "poverty", .outcome = "to_case", .kind = 't',
          .rank = "RK_ZK", .party = "P_SERIOUS", .gov = NONE, .other = "OH_SUSPEND", .effective = NONE },
/* 12 */ { .end = "2020-03-24", .source = "transfer", .topic = "poverty_project", .campaign = "poverty", .outcome = "closed", .kind = 'b',
          .rank = "RK_FK", .party = NONE, .gov = NONE, .other = "OH_REMOVE", .effective = NONE, .of_lead = true },
/* 13 */ { .end = "2020-05-13", .source = "supervision", .topic = "poverty", .campaign = "poverty", .outcome = "to_case", .kind = 'v',
          .rank = "RK_NC", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 14: the handling counts, for the sanction takes effect after the window */
         { .end = "2020-06-22", .source = "data", .topic = "poverty_fund", .campaign = "poverty", .outcome = "to_case", .kind = 't',
          .rank = "RK_YB", .party = "P_REMOVE", .gov = NONE, .other = "OH_TRANSFER", .effective = "2020-07-02" },
/* 15: other organisational measures are none of the seven */
         { .end = "2020-06-03", .source = "supervision", .topic = "poverty", .campaign = NONE, .outcome = "closed", .kind = 'v',
          .rank = "RK_NC", .party = NONE, .gov = NONE, .other = "OO_DELEGATE", .effective = NONE, .of_lead = true },
/* 16 */ { .end = "2019-06-24", .source = "supervision", .topic = "formalism", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "RK_YB", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = "2019-06-30" },
/* 17 */ { .end = "2019-12-26", .source = "supervision", .topic = "eight_point", .campaign = NONE, .outcome = "to_case", .kind = 't',
          .rank = "RK_FK", .party = "P_WARN", .gov = "G_DEMERIT", .other = NONE, .effective = "2020-01-01" },
/* 18 */ { .end = "2020-02-25", .source = "upper", .topic = "eight_point", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "RK_ZK", .party = "P_SERIOUS", .gov = NONE, .other = NONE, .effective = "2020-02-29" },
/* 19 */ { .end = "2020-06-23", .source = "supervision", .topic = "formalism", .campaign = NONE, .outcome = "to_case", .kind = 'c',
          .rank = "RK_QY", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = "2020-06-30" },
/* 20 */ { .end = "2020-06-24", .source = "inspection", .topic = "education", .campaign = "education", .outcome = "to_case", .kind = 'e',
          .rank = "RK_YB", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = "2020-07-01" },
/* 21 */ { .end = "2020-06-16", .source = "resident", .topic = "engineering", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "RK_FK", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 22: two rows of one person, one line each, then found to be the same */
         { .end = "2020-06-18", .source = "media", .topic = "engineering", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "ZJ_ZR3", .party = NONE, .gov = "G_DEMERIT", .other = NONE, .effective = NONE, .merge_person = 21 },
/* 23 */ { .end = "2019-12-18", .source = "surrender", .topic = "eight_point", .campaign = NONE, .outcome = "to_case", .kind = 'm',
          .rank = "RK_YB", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 24 */ { .end = "2020-05-06", .source = "supervision", .topic = "medical", .campaign = NONE, .outcome = "to_case", .kind = 'm',
          .rank = "RK_YB", .party = NONE, .gov = "G_MAJOR", .other = NONE, .effective = NONE, .same_person = 23 },
/* 25 */ { .end = "2019-09-09", .source = "inspection", .topic = "formalism", .campaign = NONE, .outcome = "to_case", .kind = 'c',
          .rank = NONE, .party = "PO_REORG", .gov = NONE, .other = NONE, .effective = NONE, .organisation = true },
/* 26 */ { .end = "2020-05-20", .source = "inspection", .topic = "formalism", .campaign = NONE, .outcome = "to_case", .kind = 'v',
          .rank = NONE, .party = "PO_REORG", .gov = NONE, .other = NONE, .effective = NONE, .organisation = true },
/* 27 */ { .end = "2019-04-18", .source = "surrender", .topic = "eight_point", .campaign = NONE, .outcome = "to_case", .kind = 't',
          .rank = "RK_FK", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE, .after = AFTER_REVIEW },
/* 28 */ { .end = "2020-05-22", .source = "other", .topic = "eight_point", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "RK_YB", .party = "P_SERIOUS", .gov = NONE, .other = NONE, .effective = NONE, .after = AFTER_REVIEW },
/* 29 */ { .end = "2020-05-21", .source = "data", .topic = "onecard", .campaign = "onecard", .outcome = "to_case", .kind = 'v',
          .rank = "RK_NC", .party = NONE, .gov = "G_WARN", .other = NONE, .effective = NONE, .after = AFTER_VOID_CASE },
/* 30 */ { .end = "2019-05-23", .source = "data", .topic = "onecard", .campaign = "onecard", .outcome = "to_case", .kind = 'v',
          .rank = "RK_NC", .party = NONE, .gov = "G_DEMERIT", .other = NONE, .effective = NONE },
/* 31 */ { .end = "2019-04-22", .source = "other", .topic = "village_finance", .campaign = NONE, .outcome = "closed", .kind = 'v',
          .rank = "RK_NC", .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .after = AFTER_HAND_OVER },
/* 32 */ { .end = "2020-02-29", .source = "other", .topic = "village_finance", .campaign = NONE, .outcome = "closed", .kind = 'v',
          .rank = "RK_NC", .party = NONE, .gov = NONE, .other = "CLR_UNIT", .effective = NONE, .of_lead = true, .after = AFTER_HAND_OVER },
/* 33 */ { .end = "2019-04-23", .source = "supervision", .topic = NONE, .campaign = NONE, .outcome = NONE, .kind = 'b',
          .rank = "RK_YB", .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .after = AFTER_VOID_LEAD },
/* 34 */ { .end = "2020-02-28", .source = "supervision", .topic = NONE, .campaign = NONE, .outcome = NONE, .kind = 't',
          .rank = "RK_YB", .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .after = AFTER_VOID_LEAD },
/* 35 */ { .end = "2020-03-25", .source = "upper", .topic = "personnel", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = "ZJ_DY4", .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 36 */ { .end = "2020-01-14", .source = "media", .topic = "law_enforcement", .campaign = NONE, .outcome = "to_case", .kind = 'b',
          .rank = NONE, .party = "P_WARN", .gov = NONE, .other = NONE, .effective = NONE },
/* 37: handed to the judicial organs without a case: no form */
         { .end = "2020-04-22", .source = "transfer", .topic = "law_enforcement", .campaign = NONE, .outcome = "handed", .kind = 'b',
          .rank = "RK_YB", .party = NONE, .gov = NONE, .other = "J_TRANSFER", .effective = NONE, .of_lead = true },
/* 38: two persons of one lead are two pairs */
         { .end = "2020-05-12", .source = "supervision", .topic = "epidemic", .campaign = "epidemic", .outcome = "remind", .kind = 'q',
          .rank = "RK_SQ", .party = NONE, .gov = NONE, .other = NONE, .effective = NONE, .two_persons = true },
};
#define SCRIPTS (int)(sizeof scripts / sizeof scripts[0])

/* ---- scripts */
static void persons_of(struct ctx *c, struct demo *d, const struct demo_script *s, struct demo_subject about, int k, struct lead_new *n)
{
    n->persons[n->n_persons++] = (struct reported){ about.name, about.unit, about.post, str_z(s->rank), 0 };
    if (s->same_person > 0)
        n->persons[0].person_id = d->leads[d->script_lead[s->same_person - 1]].person_id;
    if (s->two_persons) {
        struct demo_subject second = demo_subject(c, d, k + 7, s->kind);
        n->persons[n->n_persons++] = (struct reported){ second.name, about.unit, second.post, second.rank, 0 };
    }
}

static enum err script_begin(struct ctx *c, struct demo *d, int i)
{
    const struct demo_script *s = &scripts[i];
    int k = 5000 + i * 13;
    struct demo_subject about = demo_subject(c, d, k, s->kind);
    struct str problem = demo_problem(d, k, s->kind);
    struct lead_new n = { .source = str_z(s->source), .campaign = str_z(s->campaign), .registered_on = d->today };
    struct lead made;

    persons_of(c, d, s, about, k, &n);
    n.subject = str_fmt(c->a, "%.*s%.*s%.*s%.*s%.*s", PF(about.unit), PF(about.post), PF(about.name), PF(demo_part(problem, 0)),
        PF(demo_word(d, WORDS_PHRASES, PHRASE_PROBLEM_OF)));
    n.body = demo_filled(c, demo_part(problem, 4), k);
    if (s->topic[0] != '\0')
        n.topics[n.n_topics++] = str_z(s->topic);
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_register(c, &n, &made));
    TRY(demo_done(c));
    d->script_lead[i] = d->n_leads;
    TRY(demo_lead_start(c, d, made.ref, &about, k));
    struct demo_lead *l = &d->leads[d->script_lead[i]];
    l->script = s;
    l->method = s->outcome[0] == '\0' ? STR("close") : STR("verify");
    l->outcome = str_z(s->outcome);
    l->rank = str_z(s->rank);
    l->member = s->party[0] != '\0';
    l->both_lines = s->gov[0] != '\0';
    l->next_on = date_add_days(d->today, 5);
    return ERR_OK;
}

static enum err of_lead(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    const struct def_code *row = def_code(c->def, "results", str_z(l->script->other));
    struct result_new n = { .code = str_z(l->script->other), .person_id = l->person_id, .lead_ref = l->lead_ref };
    struct result r;

    if (row == NULL)
        return ERR_BUG;
    n.family = node_str(row->row, "family");
    n.text = str_eq(n.family, STR("clarification")) ? demo_word(d, WORDS_PHRASES, PHRASE_CLEARED) : STR("");
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(result_propose(c, &n, &r));
    TRY(demo_done(c));
    if (result_asks(c, n.family, n.code))
        TRY(demo_answer(c, d, &r, 91 + l->seq % 9));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_approve(c, &r, d->today, DATE_NONE));
    return demo_done(c);
}

static enum err void_case(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct casefile k;

    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(case_load(c, l->case_ref, &k));
    TRY(case_void(c, &k, demo_word(d, WORDS_PHRASES, PHRASE_VOID)));
    return demo_done(c);
}

/* The review is made by somebody who took no part in the decision. */
static enum err review(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct casefile k;
    struct result *all;
    int n;

    demo_as(c, d, DEMO_REVIEWER);
    TRY(case_load(c, l->case_ref, &k));
    TRY(results_of(c, k.id, 0, &all, &n));
    if (n == 0)
        return ERR_BUG;
    TRY(result_review(c, &all[0], STR("revoked"), d->today, demo_word(d, WORDS_PHRASES, PHRASE_REVOKE)));
    return demo_done(c);
}

static enum err void_lead(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct lead lead;

    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(lead_load(c, l->lead_ref, &lead));
    TRY(lead_void(c, &lead, demo_word(d, WORDS_PHRASES, PHRASE_VOID)));
    return demo_done(c);
}

/* The town goes on with it and decides on it too: one origin, counted once for the district. */
static enum err hand_over(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    struct lead lead, town;
    struct disposal p;

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_load(c, l->lead_ref, &lead));
    TRY(lead_hand_over(c, &lead, d->towns[l->seq % 3].id, &town));
    TRY(demo_done(c));
    TRY(disposal_propose(c, &town, STR("verify"), demo_word(d, WORDS_PLANS, l->seq), &p));
    TRY(demo_done(c));
    demo_as(c, d, DEMO_LEADER);
    TRY(disposal_approve(c, &p, d->today, STR("")));
    return demo_done(c);
}

static enum err merge_person(struct ctx *c, struct demo *d, const struct demo_lead *l)
{
    const struct demo_lead *first = &d->leads[d->script_lead[l->script->merge_person - 1]];

    demo_as(c, d, DEMO_CASEMGR);
    TRY(person_merge(c, l->person_id, first->person_id));
    return demo_done(c);
}

enum err demo_after(struct ctx *c, struct demo *d, struct demo_lead *l)
{
    const struct demo_script *s = l->script;

    if (s->of_lead)
        TRY(of_lead(c, d, l));
    if (s->merge_person > 0)
        TRY(merge_person(c, d, l));
    switch (s->after) {
    case AFTER_VOID_CASE: return void_case(c, d, l);
    case AFTER_REVIEW:    return review(c, d, l);
    case AFTER_VOID_LEAD: return void_lead(c, d, l);
    case AFTER_HAND_OVER: return hand_over(c, d, l);
    case AFTER_NOTHING:   break;
    }
    return ERR_OK;
}

/* ---- acts that hang on no lead */
static enum err made(struct ctx *c, struct demo *d, const struct result_new *n)
{
    struct result r;

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(result_propose(c, n, &r));
    TRY(demo_done(c));
    if (result_asks(c, n->family, n->code))
        TRY(demo_answer(c, d, &r, 81));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_approve(c, &r, d->today, DATE_NONE));
    return demo_done(c);
}

static enum err person_made(struct ctx *c, struct demo *d, int k, char kind, bool organisation, int64_t *id)
{
    struct demo_subject s = demo_subject(c, d, k, kind);
    struct person p = { .name = organisation ? s.unit : s.name, .unit = s.unit, .post = organisation ? STR("") : s.post,
        .rank = organisation ? STR("") : s.rank, .party_member = -1, .public_office = -1, .is_organisation = organisation };

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(person_for(c, &p));
    *id = p.id;
    return ERR_OK;
}

/* Its own topic, its own campaign, an organisation (never a person), and one person in two decisions of one half-year. */
static enum err accountability(struct ctx *c, struct demo *d)
{
    static const struct { const char *code, *campaign, *topic; char kind; bool organisation; int who; } rows[] = {
        { "AC_P_NOTICE", "well_metering", "", 'b', false, 0 }, { "AC_P_ADMONISH", "electric_kang", "", 't', false, 1 },
        { "AC_NOTICE", "well_metering", "", 'b', true, 0 }, { "AC_P_ADMONISH", "", "poverty", 't', false, 2 },
        { "AC_CHECK", "", "poverty", 't', true, 2 }, { "AC_P_NOTICE", "", "poverty_fund", 't', false, 2 }, { "AC_P_ORG", "", "formalism", 'b', false, 3 },
    };
    int y, m, dd;

    date_split(d->today, &y, &m, &dd);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct result_new n = { .family = STR("accountability"), .code = str_z(rows[i].code), .campaign = str_z(rows[i].campaign),
            .topic = str_z(rows[i].topic) };
        TRY(person_made(c, d, 6000 + y % 7 * 31 + rows[i].who * 5, rows[i].kind, rows[i].organisation, &n.person_id));
        TRY(made(c, d, &n));
    }
    return ERR_OK;
}

/* After a conviction there is nothing to file: counted among the sanctioned, tied to no lead, so in none of the forms. */
static enum err convicted(struct ctx *c, struct demo *d)
{
    struct result_new n = { .family = STR("party"), .code = STR("P_EXPEL"), .basis = STR("after_conviction") };
    int y, m, dd;

    date_split(d->today, &y, &m, &dd);
    TRY(person_made(c, d, 6400 + y % 7, 'v', false, &n.person_id));
    return made(c, d, &n);
}

static enum err issued(struct ctx *c, struct demo *d, const struct proposal_new *n, struct proposal *p)
{
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(proposal_draft(c, n, p));
    TRY(demo_done(c));
    demo_as(c, d, DEMO_LEADER);
    TRY(proposal_issue(c, p, d->today));
    return demo_done(c);
}

static enum err replied(struct ctx *c, struct demo *d, struct proposal *p)
{
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(proposal_reply(c, p, d->today, STR("")));
    TRY(demo_done(c));
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(proposal_look_back(c, p, d->today, demo_word(d, WORDS_PHRASES, PHRASE_LOOKED)));
    return demo_done(c);
}

/* Three types, one number to two units, one answered and looked back on, one that stays a draft. */
static enum err proposals(struct ctx *c, struct demo *d)
{
    static const char *const types[] = { "dic", "sc", "dic", "joint", "sc", "dic" };
    struct proposal p;
    struct str first = STR("");

    for (int i = 0; i < 6; i++) {
        struct str words = demo_word(d, WORDS_PROPOSALS, i + d->serial);
        struct proposal_new n = { .type = str_z(types[i]), .unit = demo_word(d, WORDS_BUREAUS, i * 3 + d->serial), .title = demo_part(words, 0),
            .text = demo_part(words, 1), .reply_due_on = date_add_months(d->today, 1), .no = i == 2 ? first : STR("") };
        if (i == 5) {
            demo_as(c, d, DEMO_INVESTIGATOR);
            TRY(proposal_draft(c, &n, &p));
            return demo_done(c);
        }
        TRY(issued(c, d, &n, &p));
        if (i == 0)
            first = p.no;
        if (i == 1)
            TRY(replied(c, d, &p));
    }
    return ERR_OK;
}

/* Found after the summary of 2019H1 was published: a letter of June had been registered twice. */
static enum err late_void(struct ctx *c, struct demo *d)
{
    struct petition p;

    if (d->june_ref == 0)
        return ERR_OK;
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(petition_load(c, d->june_ref, &p));
    TRY(petition_void(c, &p, demo_word(d, WORDS_PHRASES, PHRASE_TWICE)));
    return demo_done(c);
}

static const struct { const char *day; enum err (*make)(struct ctx *c, struct demo *d); } acts[] = {
    { "2018-11-14", proposals }, { "2019-03-05", accountability }, { "2019-03-21", convicted }, { "2019-04-11", proposals }, { "2019-06-12", proposals },
    { "2019-09-03", late_void }, { "2019-11-12", proposals }, { "2020-01-15", accountability }, { "2020-03-12", proposals }, { "2020-04-28", convicted },
    { "2020-05-28", proposals }, { "2020-06-30", proposals },
};

enum err demo_planted(struct ctx *c, struct demo *d)
{
    struct date end;

    for (int i = 0; i < SCRIPTS; i++)
        if (date_parse_iso(str_z(scripts[i].end), &end) && date_cmp(date_add_days(end, -120), d->today) == 0)
            TRY(script_begin(c, d, i));
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (demo_is(d, acts[i].day))
            TRY(acts[i].make(c, d));
    return ERR_OK;
}
