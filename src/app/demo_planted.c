/* demo_planted.c - what the definitions of the figures distinguish and chance would not bring: each on its day, by the same calls. */
#include "app/demo_int.h"

struct planted { int year, month, day; enum err (*make)(struct ctx *c, struct demo *d); };

static enum err lead_direct(struct ctx *c, struct demo *d, const char *source, const char *topic, const char *campaign, int k, struct lead *out)
{
    struct str problem = demo_word(d, WORDS_PROBLEMS, k);
    struct lead_new n = { .source = str_z(source), .campaign = str_z(campaign), .registered_on = d->today, .n_persons = 1,
        .subject = demo_part(problem, 0), .body = str_join(c->a, demo_word(d, WORDS_UNITS, k), demo_part(problem, 0)) };
    struct lead made;

    n.persons[0] = (struct reported){ demo_name(c, d, 900 + k), demo_word(d, WORDS_UNITS, k), demo_part(demo_word(d, WORDS_POSTS, k), 0), STR(""), 0 };
    if (topic[0] != '\0')
        n.topics[n.n_topics++] = str_z(topic);
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_register(c, &n, &made));
    TRY(demo_done(c));
    return lead_load(c, made.ref, out);
}

static enum err dispose(struct ctx *c, struct demo *d, struct lead *l, const char *method, struct disposal *out)
{
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(disposal_propose(c, l, str_z(method), demo_word(d, WORDS_PHRASES, PHRASE_PLAN), out));
    TRY(demo_done(c));
    demo_as(c, d, DEMO_LEADER);
    TRY(disposal_approve(c, out, d->today, STR("")));
    return demo_done(c);
}

static enum err result_made(struct ctx *c, struct demo *d, const struct result_new *n, struct result *r)
{
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(result_propose(c, n, r));
    TRY(demo_done(c));
    if (str_eq(n->family, STR("org_handling"))) {
        struct body_answer b = { .name = demo_word(d, WORDS_PHRASES, PHRASE_BODY), .number = STR("1"), .decided_on = d->today };
        TRY(result_answer(c, r, &b));
        TRY(demo_done(c));
    }
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_approve(c, r, d->today, n->effective_on));
    return demo_done(c);
}

static enum err case_made(struct ctx *c, struct demo *d, const struct lead *l, int64_t person_id, const char *rank, bool party, bool gov,
    struct casefile *k)
{
    struct case_new n = { .lead_refs = { l->ref }, .n_leads = 1, .person_id = person_id, .rank = str_z(rank), .party_line = party,
        .supervisory_line = gov, .party_member = party, .public_office = gov };

    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(case_propose(c, &n, k));
    TRY(demo_done(c));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(case_approve(c, k, party ? d->today : DATE_NONE, gov ? d->today : DATE_NONE));
    return demo_done(c);
}

/* Accountability: wells, heated beds, poverty by its own topic, an organisation (not a person). */
static enum err accountability(struct ctx *c, struct demo *d)
{
    static const struct { const char *campaign, *topic, *code; } rows[] = { { "well_metering", "well_metering", "AC_P_NOTICE" },
        { "electric_kang", "electric_kang", "AC_P_ADMONISH" }, { "", "poverty_fund", "AC_P_NOTICE" }, { "well_metering", "", "AC_CHECK" },
        { "", "ecology", "AC_P_NOTICE" } };
    struct result r;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool organisation = str_eq(str_z(rows[i].code), STR("AC_CHECK"));
        struct person p = { .name = organisation ? demo_word(d, WORDS_UNITS, (int)i) : demo_name(c, d, 700 + (int)i + d->serial % 90),
            .unit = demo_word(d, WORDS_UNITS, (int)i), .party_member = -1, .public_office = -1, .is_organisation = organisation };
        struct result_new n = { .family = STR("accountability"), .code = str_z(rows[i].code), .campaign = str_z(rows[i].campaign),
            .topic = str_z(rows[i].topic) };
        demo_as(c, d, DEMO_INVESTIGATOR);
        TRY(person_for(c, &p));
        n.person_id = p.id;
        TRY(result_made(c, d, &n, &r));
    }
    return ERR_OK;
}

/* An umbrella and a member of the gang, tied to one matter by a merge of two leads. */
static enum err gang(struct ctx *c, struct demo *d)
{
    struct lead a, b;
    struct disposal done;
    struct casefile k;
    struct result r;

    TRY(lead_direct(c, d, "upper", "gang", "gang", 13, &a));
    TRY(lead_direct(c, d, "investigation", "gang", "gang", 14, &b));
    TRY(dispose(c, d, &a, "verify", &done));
    TRY(dispose(c, d, &b, "verify", &done));
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_flag(c, &a, a.persons[0].who.id, true, false));
    TRY(lead_flag(c, &b, b.persons[0].who.id, false, true));
    TRY(lead_merge(c, &a, b.ref));
    TRY(demo_done(c));
    TRY(case_made(c, d, &a, a.persons[0].who.id, "RK_FK", true, true, &k));
    struct result_new n = { .family = STR("party"), .code = STR("P_EXPEL"), .person_id = a.persons[0].who.id, .case_ref = k.ref, .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    n = (struct result_new){ .family = STR("judicial"), .code = STR("J_TRANSFER"), .person_id = a.persons[0].who.id, .case_ref = k.ref, .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    TRY(case_made(c, d, &b, b.persons[0].who.id, "RK_NC", true, false, &k));
    n = (struct result_new){ .family = STR("party"), .code = STR("P_PROBATION"), .person_id = b.persons[0].who.id, .case_ref = k.ref, .lead_ref = b.ref };
    return result_made(c, d, &n, &r);
}

/* Poverty: organisational handling with a sanction of the same person, and without one. */
static enum err poverty(struct ctx *c, struct demo *d)
{
    struct lead a, b;
    struct disposal done;
    struct casefile k;
    struct result r;

    TRY(lead_direct(c, d, "inspection", "poverty_fund", "poverty", 3, &a));
    TRY(lead_direct(c, d, "transfer", "poverty_project", "poverty", 4, &b));
    TRY(dispose(c, d, &a, "verify", &done));
    TRY(dispose(c, d, &b, "inquiry", &done));
    TRY(case_made(c, d, &a, a.persons[0].who.id, "RK_ZK", true, false, &k));
    struct result_new n = { .family = STR("party"), .code = STR("P_SERIOUS"), .person_id = a.persons[0].who.id, .case_ref = k.ref, .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    n = (struct result_new){ .family = STR("org_handling"), .code = STR("OH_TRANSFER"), .person_id = a.persons[0].who.id, .case_ref = k.ref,
        .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    n = (struct result_new){ .family = STR("org_handling"), .code = STR("OH_REMOVE"), .person_id = b.persons[0].who.id, .lead_ref = b.ref };
    return result_made(c, d, &n, &r);
}

/* An organisation as the subject, a voided case with its sanction, a revoked one that still counts. */
static enum err organisations(struct ctx *c, struct demo *d)
{
    struct lead a, b, e;
    struct disposal done;
    struct casefile k;
    struct result r;
    struct person p = { .name = demo_word(d, WORDS_UNITS, 11), .unit = demo_word(d, WORDS_UNITS, 11), .party_member = -1, .public_office = -1,
        .is_organisation = true };

    TRY(lead_direct(c, d, "supervision", "formalism", "", 6, &a));
    TRY(dispose(c, d, &a, "verify", &done));
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(person_for(c, &p));
    TRY(case_made(c, d, &a, p.id, "", true, false, &k));
    struct result_new n = { .family = STR("party"), .code = STR("PO_REORG"), .person_id = p.id, .case_ref = k.ref, .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    TRY(lead_direct(c, d, "data", "onecard", "onecard", 25, &b));
    TRY(dispose(c, d, &b, "verify", &done));
    TRY(case_made(c, d, &b, b.persons[0].who.id, "RK_YB", false, true, &k));
    n = (struct result_new){ .family = STR("gov"), .code = STR("G_WARN"), .person_id = b.persons[0].who.id, .case_ref = k.ref, .lead_ref = b.ref };
    TRY(result_made(c, d, &n, &r));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(case_load(c, k.ref, &k));
    TRY(case_void(c, &k, demo_word(d, WORDS_PHRASES, PHRASE_VOID)));
    TRY(demo_done(c));
    TRY(lead_direct(c, d, "surrender", "eight_point", "", 7, &e));
    TRY(dispose(c, d, &e, "verify", &done));
    TRY(case_made(c, d, &e, e.persons[0].who.id, "RK_FK", true, false, &k));
    n = (struct result_new){ .family = STR("party"), .code = STR("P_WARN"), .person_id = e.persons[0].who.id, .case_ref = k.ref, .lead_ref = e.ref };
    TRY(result_made(c, d, &n, &r));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(result_revoke(c, &r, d->today, demo_word(d, WORDS_PHRASES, PHRASE_REVOKE)));
    return demo_done(c);
}

/* Two rows of one person, sanctioned on one line each, then found to be the same. */
static enum err merged(struct ctx *c, struct demo *d)
{
    struct lead a, b;
    struct disposal done;
    struct casefile k;
    struct result r;

    TRY(lead_direct(c, d, "resident", "engineering", "", 8, &a));
    TRY(lead_direct(c, d, "media", "engineering", "", 9, &b));
    TRY(dispose(c, d, &a, "verify", &done));
    TRY(dispose(c, d, &b, "verify", &done));
    TRY(case_made(c, d, &a, a.persons[0].who.id, "RK_FK", true, false, &k));
    struct result_new n = { .family = STR("party"), .code = STR("P_WARN"), .person_id = a.persons[0].who.id, .case_ref = k.ref, .lead_ref = a.ref };
    TRY(result_made(c, d, &n, &r));
    TRY(case_made(c, d, &b, b.persons[0].who.id, "ZJ_ZR3", false, true, &k));
    n = (struct result_new){ .family = STR("gov"), .code = STR("G_DEMERIT"), .person_id = b.persons[0].who.id, .case_ref = k.ref, .lead_ref = b.ref };
    TRY(result_made(c, d, &n, &r));
    demo_as(c, d, DEMO_CASEMGR);
    TRY(person_merge(c, b.persons[0].who.id, a.persons[0].who.id));
    return demo_done(c);
}

/* A lead handed to a town keeps its origin: both organs decide on it, and it counts once. A voided lead; a clarification. */
static enum err handed_over(struct ctx *c, struct demo *d)
{
    struct lead a, b, town;
    struct disposal done;
    struct result r;

    TRY(lead_direct(c, d, "other", "village_finance", "", 1, &a));
    TRY(dispose(c, d, &a, "verify", &done));
    demo_as(c, d, DEMO_INVESTIGATOR);
    TRY(lead_hand_over(c, &a, d->towns[0].id, &town));
    TRY(demo_done(c));
    TRY(dispose(c, d, &town, "verify", &done));
    TRY(lead_direct(c, d, "supervision", "", "", 2, &b));
    TRY(dispose(c, d, &b, "close", &done));
    demo_as(c, d, DEMO_PRINCIPAL);
    TRY(lead_void(c, &b, demo_word(d, WORDS_PHRASES, PHRASE_VOID)));
    TRY(demo_done(c));
    struct result_new n = { .family = STR("clarification"), .code = STR("CLR_UNIT"), .person_id = a.persons[0].who.id, .lead_ref = a.ref };
    return result_made(c, d, &n, &r);
}

static enum err proposals(struct ctx *c, struct demo *d)
{
    static const char *const types[] = { "dic", "sc", "dic", "joint", "sc" };
    struct proposal p;

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct proposal_new n = { .type = str_z(types[i]), .unit = demo_word(d, WORDS_UNITS, (int)i + d->serial % 7),
            .title = demo_word(d, WORDS_PHRASES, PHRASE_PROPOSAL), .text = demo_word(d, WORDS_PHRASES, PHRASE_PROPOSAL),
            .reply_due_on = date_add_months(d->today, 1) };
        demo_as(c, d, DEMO_INVESTIGATOR);
        TRY(proposal_draft(c, &n, &p));
        TRY(demo_done(c));
        if (i == 4)
            return ERR_OK;              /* a draft never counts */
        demo_as(c, d, DEMO_LEADER);
        TRY(proposal_issue(c, &p, d->today));
        TRY(demo_done(c));
        if (i != 2)
            continue;
        demo_as(c, d, DEMO_INVESTIGATOR);
        TRY(proposal_reply(c, &p, d->today, STR("")));
        TRY(demo_done(c));
    }
    return ERR_OK;
}

static const struct planted all[] = {
    { 2019, 3, 5, accountability }, { 2019, 4, 10, gang }, { 2019, 5, 16, poverty }, { 2019, 6, 30, merged }, { 2019, 6, 12, proposals },
    { 2019, 9, 9, organisations }, { 2019, 10, 22, handed_over }, { 2019, 12, 3, proposals }, { 2020, 1, 1, accountability },
    { 2020, 2, 29, handed_over }, { 2020, 3, 18, poverty }, { 2020, 4, 15, gang }, { 2020, 5, 20, organisations }, { 2020, 5, 28, proposals },
    { 2020, 6, 30, merged }, { 2020, 6, 29, proposals },
};

enum err demo_planted(struct ctx *c, struct demo *d)
{
    int y, m, dd;

    date_split(d->today, &y, &m, &dd);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].year == y && all[i].month == m && all[i].day == dd)
            TRY(all[i].make(c, d));
    return ERR_OK;
}
