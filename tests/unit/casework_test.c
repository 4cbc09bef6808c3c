/* From a lead to a decision: what may be done, by whom, in which state and under which law, as tables of rows. Both databases. */
#include "world.h"

#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/docs/paper.h"
#include "area/intake/petition.h"
#include "gen/text.h"
#include "page/html.h"

/* ---- one matter, led as far as a test needs it */
static struct world w;
static int serial;

static void open_world(void) { world_open(&w); serial = 0; }
static void close_world(void) { world_close(&w); }
static void as(struct user *who) { w.c.who = who; w.c.why_id = 0; }
static void day(int y, int m, int d) { w.c.now_ms = ms_of_date(world_day(y, m, d)) + INT64_C(10) * 3600 * 1000; }
static struct date today(void) { return date_of_ms(w.c.now_ms); }

#define OK(call) do { enum err e_ = (call); if (e_ != ERR_OK) fail_msg("%s: %s %.*s", #call, err_name(e_), PF(refusal_text(&w.c, e_))); } while (0)
#define REFUSED(want, text, call) do { w.c.why_id = 0; enum err e_ = (call); assert_int_equal(e_, want); assert_int_equal(w.c.why_id, text); w.c.why_id = 0; } while (0)

static struct lead lead_made(const char *rank)
{
    struct lead_new n = { .n_persons = 1, .source = STR("upper"), .subject = STR("线索"), .body = STR("内容"), .registered_on = today() };
    struct lead made, l;

    n.persons[0] = (struct reported){ str_fmt(w.c.a, "钱某%d", ++serial), STR("某局"), STR("科长"), str_z(rank), 0 };
    as(w.one);
    OK(lead_register(&w.c, &n, &made));
    OK(lead_load(&w.c, made.ref, &l));
    return l;
}

static struct disposal disposed(struct lead *l, const char *method)
{
    struct disposal d;

    as(w.one);
    OK(lead_load(&w.c, l->ref, l));
    OK(disposal_propose(&w.c, l, str_z(method), STR("方案"), &d));
    as(w.other);
    REFUSED(ERR_INVALID, T_entered_before, disposal_approve(&w.c, &d, date_add_days(l->registered_on, -1), STR("")));
    OK(disposal_approve(&w.c, &d, today(), STR("")));
    OK(lead_load(&w.c, l->ref, l));
    return d;
}

static struct lead ready(const char *rank)
{
    struct lead l = lead_made(rank);
    struct disposal d = disposed(&l, "verify");

    OK(disposal_end(&w.c, &d, STR("to_case"), today(), STR("")));
    OK(lead_load(&w.c, l.ref, &l));
    return l;
}

static struct case_new filing(const struct lead *l, bool party, bool gov, int member, int office)
{
    return (struct case_new){ .lead_refs = { l->ref }, .n_leads = 1, .person_id = l->persons[0].who.id, .party_line = party,
        .supervisory_line = gov, .party_member = member, .public_office = office };
}

static struct casefile filed(const char *rank, bool party, bool gov)
{
    struct lead l = ready(rank);
    struct case_new n = filing(&l, party, gov, party, gov);
    struct casefile k;

    as(w.one);
    OK(case_propose(&w.c, &n, &k));
    as(w.other);
    OK(case_approve(&w.c, &k, party ? today() : DATE_NONE, gov ? today() : DATE_NONE));
    return k;
}

static struct casefile adjudicating(const char *rank, bool party, bool gov)
{
    struct casefile k = filed(rank, party, gov);

    as(w.one);
    OK(case_act(&w.c, &k, STR("submit"), today(), STR("")));
    return k;
}

static struct result_new wanted(const struct casefile *k, const char *code)
{
    const struct def_code *row = def_code(w.c.def, "results", str_z(code));

    assert_non_null(row);
    return (struct result_new){ .family = node_str(row->row, "family"), .code = str_z(code), .person_id = k->person_id, .case_ref = k->ref };
}

static enum err proposed(const struct casefile *k, const char *code, struct result *r)
{
    struct result_new n = wanted(k, code);

    as(w.spare);
    return result_propose(&w.c, &n, r);
}

/* ---- every row of def/workflow.yaml */
static struct user role_user(const struct def_role *r)
{
    return (struct user){ .id = 424242, .name = r->name, .perms = r->perms, .full_scope = r->full_scope };
}

static bool holds(const struct user *u, struct str perm)
{
    enum perm p;

    assert_true(perm_find(perm, &p));
    return (u->perms >> p & 1) != 0;
}

/* A role finds a move open only if it holds its permission; nobody presses what follows by itself; no move leaves a state that def does
 * not name for it; whoever proposed never makes a move that takes two people. */
static void moves_by_role(const struct def_workflow *wf, const struct def_move *m)
{
    for (int r = 0; r < w.c.def->n_roles; r++) {
        struct user u = role_user(&w.c.def->roles[r]);
        struct flow_record f = { wf->kind, m->from, 0, 0, wf->version, 1 };
        as(&u);
        if (!holds(&u, m->perm)) {
            enum err e = flow_move(&w.c, &f, m->name, STR(""), NULL);
            assert_int_equal(e, ERR_FORBIDDEN);
        } else if (m->four_eyes) {
            f.proposer = u.id;
            REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, flow_move(&w.c, &f, m->name, STR(""), NULL));
        }
        if (str_eq(m->perm, STR("system")) || w.c.def->roles[r].admin)
            assert_false(holds(&u, m->perm));
    }
}

static void every_move(void **state)
{
    int rows = 0;

    (void)state;
    open_world();
    for (int i = 0; i < w.c.def->n_workflows; i++) {
        const struct def_workflow *wf = &w.c.def->workflows[i];
        for (int m = 0; m < wf->n_moves; m++, rows++)
            moves_by_role(wf, &wf->moves[m]);
        for (int s = 0; s < wf->n_states; s++)
            for (int m = 0; m < wf->n_moves; m++) {
                struct flow_record f = { wf->kind, wf->states[s].name, 0, 0, wf->version, 0 };
                if (def_move(wf, f.state, wf->moves[m].name) != NULL)
                    continue;
                as(w.one);
                REFUSED(ERR_MOVE, T_flow_no_move, flow_move(&w.c, &f, wf->moves[m].name, STR(""), NULL));
            }
    }
    assert_true(rows > 60);
    close_world();
}

/* What a district may only ask for (decisions of record, section 3, 4): no row that a role may press says that it decides it. */
static void nothing_of_the_higher_organ(void **state)
{
    static const char *const reserved[] = { "诬告陷害", "追查", "留置", "限制出境", "出境", "从宽", "定密", "技术调查", "通缉", "组织处理决定" };

    (void)state;
    open_world();
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        for (int k = 0; k < w.c.def->n_workflows; k++)
            for (int m = 0; m < w.c.def->workflows[k].n_moves; m++)
                assert_false(str_has(w.c.def->workflows[k].moves[m].zh, str_z(reserved[i])));
        static const char *const lists[] = { "results", "disposal", "outcome" };
        for (size_t l = 0; l < 3; l++)
            for (int k = 0; k < def_list(w.c.def, lists[l])->n; k++)
                assert_false(str_has(def_list(w.c.def, lists[l])->items[k].zh, str_z(reserved[i])));
    }
    close_world();
}

/* What another body decides: no role decides it, a number, a name and a day are needed, and the day is that body's. */
static void handling_is_asked_for(void **state)
{
    (void)state;
    open_world();
    struct casefile k = adjudicating("RK_ZK", true, false);
    const struct def_list *all = def_list(w.c.def, "results");
    int asked = 0;

    for (int i = 0; i < all->n; i++) {
        const struct def_code *family = def_code(w.c.def, "result_family", node_str(all->items[i].row, "family"));
        struct result r;
        if (!str_eq(node_str(family->row, "asked"), STR("yes")))
            continue;
        asked++;
        OK(proposed(&k, str_copy(w.c.a, all->items[i].code).p, &r));
        as(w.other);
        REFUSED(ERR_MOVE, T_result_no_answer, result_approve(&w.c, &r, today(), DATE_NONE));
        as(w.spare);
        struct body_answer none = { .name = STR("区委组织部"), .decided_on = today() },
            whole = { .name = STR("区委组织部"), .number = STR("组干字1号"), .decided_on = world_day(2020, 6, 20) };
        REFUSED(ERR_INVALID, T_result_answer_parts, result_answer(&w.c, &r, &none));
        OK(result_answer(&w.c, &r, &whole));
        REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, result_approve(&w.c, &r, today(), DATE_NONE));
        as(w.other);
        OK(result_approve(&w.c, &r, today(), DATE_NONE));
        assert_int_equal(date_cmp(r.counted_on, world_day(2020, 6, 20)), 0);
    }
    assert_int_equal(asked, 16);
    close_world();
}

/* Disciplinary regulations, article 9; accountability, article 8: 改组 and 解散 are the Party committee's, an organisational adjustment is
 * the competent body's. The commission proposes them like any other handling, whatever family they are counted in. */
static void reserved_kinds_are_asked_for(void **state)
{
    static const char *const organisation[] = { "PO_REORG", "PO_DISSOLVE" };
    struct result r;

    (void)state;
    open_world();
    struct lead l = ready("");
    struct person p = { .name = STR("某村党支部"), .unit = STR("某村党支部"), .party_member = -1, .public_office = -1, .is_organisation = true };
    struct casefile k;
    OK(person_for(&w.c, &p));
    struct case_new n = { .lead_refs = { l.ref }, .n_leads = 1, .person_id = p.id, .party_line = true, .party_member = -1, .public_office = -1 };
    as(w.one);
    OK(case_propose(&w.c, &n, &k));
    as(w.other);
    OK(case_approve(&w.c, &k, today(), DATE_NONE));
    as(w.one);
    OK(case_act(&w.c, &k, STR("submit"), today(), STR("")));
    for (size_t i = 0; i < 2; i++) {
        OK(proposed(&k, organisation[i], &r));
        as(w.other);
        REFUSED(ERR_MOVE, T_result_no_answer, result_approve(&w.c, &r, today(), DATE_NONE));
    }
    struct result_new adjust = { .family = STR("accountability"), .code = STR("AC_P_ORG"), .person_id = l.persons[0].who.id };
    as(w.one);
    OK(result_propose(&w.c, &adjust, &r));
    as(w.other);
    REFUSED(ERR_MOVE, T_result_no_answer, result_approve(&w.c, &r, today(), DATE_NONE));
    close_world();
}

/* The letter of the body that decided: a file is what its first bytes say, it hangs on its result and on no other. */
static void answer_has_its_scan(void **state)
{
    static const struct { struct str bytes; const char *type; } files[] = { { STR_INIT("%PDF-1.7\n1"), "pdf" }, { STR_INIT("\xff\xd8\xff\xe0 jpeg"), "jpg" },
        { STR_INIT("\x89PNG\r\n\x1a\n\0\0"), "png" }, { STR_INIT("MZ\x90"), NULL }, { STR_INIT("<svg/>"), NULL }, { STR_INIT("\x89PNG"), NULL } };
    struct scan kept[6], one, *all;
    struct result r, other;
    int n = 0, shown;

    (void)state;
    open_world();
    struct casefile k = adjudicating("RK_ZK", true, false);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i].type != NULL)
            OK(scan_read(&w.c, STR("复函.exe"), files[i].bytes, &kept[n++]));
        else
            REFUSED(ERR_INVALID, T_result_scan_kind, scan_read(&w.c, STR("复函.pdf"), files[i].bytes, &one));
    char *large = arena_alloc(w.c.a, SCAN_MAX_BYTES + 1, 16);
    memcpy(large, "%PDF-", 5);
    OK(scan_read(&w.c, STR("a"), (struct str){ large, SCAN_MAX_BYTES }, &one));
    REFUSED(ERR_INVALID, T_result_scan_large, scan_read(&w.c, STR("a"), (struct str){ large, SCAN_MAX_BYTES + 1 }, &one));
    OK(proposed(&k, "OH_REMOVE", &r));
    OK(proposed(&k, "OH_TRANSFER", &other));
    struct body_answer b = { .name = STR("区委组织部"), .number = STR("组干字1号"), .decided_on = today(), .scans = kept, .n_scans = n };
    OK(result_answer(&w.c, &r, &b));
    OK(scans_of(&w.c, r.id, &all, &shown));
    assert_int_equal(shown, 3);
    for (int i = 0; i < shown; i++) {
        OK(scan_load(&w.c, r.id, all[i].ref, &one));
        assert_true(str_eq(one.bytes, kept[i].bytes) && str_eq(one.type, kept[i].type) && one.sha256.n == 64);
        REFUSED(ERR_NOT_FOUND, T_err_NOT_FOUND, scan_load(&w.c, other.id, all[i].ref, &one));
    }
    close_world();
}

/* Assigned by letter (articles 20, 21, 47): three months at most once the rules bind, and never to the unit of whom it is about. */
static void assignment_rules(void **state)
{
    struct petition_new n = { .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .body = STR("反映某某违规"), .n_persons = 1 };
    struct petition_act a = { .organ = STR("某镇 纪委"), .reason = STR("反映强烈"), .approver = STR("乙负责") };
    struct petition p;
    int64_t lead_ref;

    (void)state;
    open_world();
    n.persons[0] = (struct reported){ STR("赵某"), STR("某镇纪委"), STR("书记"), STR("township"), 0 };
    as(w.one);
    OK(petition_register(&w.c, &n, &p));
    OK(petition_load(&w.c, p.ref, &p));
    a.on = today();
    a.due_on = world_day(2020, 10, 1);
    REFUSED(ERR_INVALID, T_petition_to_own_unit, petition_act(&w.c, &p, STR("assign"), &a, &lead_ref));
    REFUSED(ERR_INVALID, T_petition_to_own_unit, petition_act(&w.c, &p, STR("forward"), &a, &lead_ref));
    a.organ = STR("某县纪委");
    a.due_on = world_day(2020, 10, 10);                                     /* 1 October is a holiday: the 9th is the last day */
    REFUSED(ERR_INVALID, T_petition_due_late, petition_act(&w.c, &p, STR("assign"), &a, &lead_ref));
    a.due_on = world_day(2020, 10, 9);
    OK(petition_act(&w.c, &p, STR("assign"), &a, &lead_ref));
    day(2020, 1, 20);                                                       /* the day before the rules bind */
    OK(petition_register(&w.c, &n, &p));
    OK(petition_load(&w.c, p.ref, &p));
    a.on = today();
    a.due_on = world_day(2020, 8, 1);
    OK(petition_act(&w.c, &p, STR("assign"), &a, &lead_ref));
    close_world();
}

/* ---- disposals */
static void ways_and_outcomes(void **state)
{
    static const struct { const char *method, *outcomes; } law[] = {    /* rules on oversight, articles 21, 30, 35; FF16 */
        { "inquiry", "accepted remind criticise selfcrit admonish again to_verify" },
        { "verify", "to_case closed remind held handed face_closed criticise selfcrit admonish" },
    };
    const struct def_list *all;

    (void)state;
    open_world();
    all = def_list(w.c.def, "outcome");
    for (size_t i = 0; i < 2; i++)
        for (int k = 0; k < all->n; k++) {
            struct lead l = lead_made("RK_YB");
            struct disposal d = disposed(&l, law[i].method);
            struct str words = str_z(law[i].outcomes), word;
            bool allowed = false;
            while ((word = str_cut(&words, ' ')).n > 0)
                allowed = allowed || str_eq(word, all->items[k].code);
            as(w.other);
            enum err e = disposal_end(&w.c, &d, all->items[k].code, today(), STR(""));
            if ((e == ERR_OK) != allowed)
                fail_msg("%s -> %.*s: %s", law[i].method, PF(all->items[k].code), err_name(e));
        }
    close_world();
}

static void disposal_rules(void **state)
{
    struct disposal d, again;

    (void)state;
    open_world();
    struct lead l = lead_made("RK_YB");
    REFUSED(ERR_INVALID, T_input_no_code, disposal_propose(&w.c, &l, STR("file"), STR("方案"), &d));        /* the fifth way is off */
    OK(disposal_propose(&w.c, &l, STR("inquiry"), STR("方案"), &d));
    REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, disposal_approve(&w.c, &d, today(), STR("")));
    REFUSED(ERR_MOVE, T_lead_disposal_open, disposal_propose(&w.c, &l, STR("verify"), STR("方案"), &again));
    REFUSED(ERR_MOVE, T_flow_no_move, disposal_end(&w.c, &d, STR("accepted"), today(), STR("")));           /* not approved yet */
    as(w.other);
    REFUSED(ERR_FORBIDDEN, T_flow_own_only, disposal_withdraw(&w.c, &d));
    REFUSED(ERR_INVALID, T_input_future, disposal_approve(&w.c, &d, world_day(2020, 7, 2), STR("")));
    as(w.one);
    OK(disposal_withdraw(&w.c, &d));
    OK(disposal_propose(&w.c, &l, STR("inquiry"), STR("方案"), &d));
    as(w.other);
    OK(disposal_approve(&w.c, &d, today(), STR("")));
    as(w.one);
    OK(disposal_load(&w.c, d.ref, &d));
    REFUSED(ERR_MOVE, T_flow_no_move, disposal_withdraw(&w.c, &d));         /* after approval only void removes */
    REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, disposal_end(&w.c, &d, STR("accepted"), today(), STR("")));
    as(w.other);
    OK(disposal_end(&w.c, &d, STR("again"), today(), STR("")));
    d = disposed(&l, "inquiry");                                            /* 再次谈话函询 is a new row */
    OK(disposal_end(&w.c, &d, STR("accepted"), today(), STR("")));
    OK(lead_load(&w.c, l.ref, &l));
    assert_true(str_eq(l.state, STR("closed")));
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM result WHERE code = 'CL_ACCEPT' AND family = 'closing' AND state = 'approved'"), 1);
    OK(disposal_void(&w.c, &d, STR("登记有误")));
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM disposal WHERE voided = 1"), 1);
    close_world();
}

static void holding_ends_at_once(void **state)
{
    static const struct { const char *method, *state, *outcome; } rows[] = { { "hold", "held", "held" }, { "close", "closed", "closed" } };

    (void)state;
    open_world();
    for (size_t i = 0; i < 2; i++) {
        struct lead l = lead_made("RK_YB");
        struct disposal d = disposed(&l, rows[i].method);
        assert_true(str_eq(d.state, STR("done")));
        assert_true(str_eq(d.outcome, str_z(rows[i].outcome)));
        assert_true(str_eq(l.state, str_z(rows[i].state)));
        d = disposed(&l, "verify");                                         /* a held or closed lead may be taken up again */
        assert_true(str_eq(l.state, STR("disposing")));
    }
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM result"), 0);      /* 了结, 暂存 bear no form */
    close_world();
}

/* ---- what was not approved cannot go on */
static void nothing_goes_on_unapproved(void **state)
{
    struct casefile k;
    struct result r;

    (void)state;
    open_world();
    struct lead l = lead_made("RK_ZK");
    struct case_new n = filing(&l, true, false, 1, 0);
    REFUSED(ERR_MOVE, T_case_lead_not_ready, case_propose(&w.c, &n, &k));
    struct result_new early = { .family = STR("first"), .code = STR("F1_REMIND"), .person_id = l.persons[0].who.id, .lead_ref = l.ref };
    REFUSED(ERR_MOVE, T_result_lead_not_disposed, result_propose(&w.c, &early, &r));
    struct result_new alone = { .family = STR("first"), .code = STR("F1_REMIND"), .person_id = l.persons[0].who.id };
    REFUSED(ERR_INVALID, T_result_no_lead, result_propose(&w.c, &alone, &r));
    struct result_new account = { .family = STR("accountability"), .code = STR("AC_P_NOTICE"), .person_id = l.persons[0].who.id };
    OK(result_propose(&w.c, &account, &r));                                 /* accountability needs no lead */
    struct result_new convicted = { .family = STR("party"), .code = STR("P_EXPEL"), .basis = STR("after_conviction"), .person_id = l.persons[0].who.id };
    OK(result_propose(&w.c, &convicted, &r));                               /* nothing to file after a conviction */
    convicted.basis = STR("own_case");
    REFUSED(ERR_INVALID, T_result_no_case, result_propose(&w.c, &convicted, &r));
    l = ready("RK_ZK");
    n = filing(&l, true, false, 1, 0);
    as(w.one);
    OK(case_propose(&w.c, &n, &k));
    REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, case_approve(&w.c, &k, today(), DATE_NONE));
    REFUSED(ERR_MOVE, T_flow_no_move, case_act(&w.c, &k, STR("submit"), today(), STR("")));
    REFUSED(ERR_MOVE, T_result_case_not_filed, proposed(&k, "P_WARN", &r));
    as(w.other);
    OK(case_load(&w.c, k.ref, &k));
    OK(case_act(&w.c, &k, STR("reject"), today(), STR("事实不清")));
    OK(lead_load(&w.c, l.ref, &l));
    assert_true(str_eq(l.state, STR("disposing")));                         /* its lead is to be disposed of again */
    k = filed("RK_ZK", true, false);
    REFUSED(ERR_MOVE, T_result_not_adjudicated, proposed(&k, "P_WARN", &r));
    close_world();
}

/* ---- filing: lines, subject, attributes */
static void filing_rules(void **state)
{
    struct casefile k;
    struct person p;

    (void)state;
    open_world();
    struct lead l = ready("RK_FK");
    struct case_new n = filing(&l, false, false, 1, 1);
    as(w.one);
    REFUSED(ERR_INVALID, T_case_no_line, case_propose(&w.c, &n, &k));
    n = filing(&l, true, true, 0, 1);
    REFUSED(ERR_INVALID, T_case_not_member, case_propose(&w.c, &n, &k));
    n = filing(&l, true, true, -1, 1);
    REFUSED(ERR_INVALID, T_case_member_unsaid, case_propose(&w.c, &n, &k)); /* the Party line is for members: said, not supposed */
    n = filing(&l, true, true, 1, 1);
    OK(case_propose(&w.c, &n, &k));
    as(w.other);
    REFUSED(ERR_INVALID, T_case_line_dates, case_approve(&w.c, &k, today(), DATE_NONE));
    REFUSED(ERR_INVALID, T_case_before_verified, case_approve(&w.c, &k, today(), world_day(2020, 6, 28)));   /* articles 35, 37 */
    day(2020, 7, 9);
    OK(case_approve(&w.c, &k, world_day(2020, 7, 6), world_day(2020, 7, 3)));
    assert_int_equal(date_cmp(k.filed_on, world_day(2020, 7, 3)), 0);       /* the earlier of the two */
    as(w.one);
    REFUSED(ERR_INVALID, T_case_before_filing, case_act(&w.c, &k, STR("submit"), world_day(2020, 7, 2), STR("")));
    as(w.one);
    OK(person_by_id(&w.c, k.person_id, &p));
    p.rank = STR("RK_ZK");
    p.party_member = 0;
    OK(person_edit(&w.c, &p));
    OK(case_load(&w.c, k.ref, &k));
    assert_true(str_eq(k.rank, STR("RK_FK")));                              /* frozen at filing */
    assert_int_equal(k.party_member, 1);
    OK(lead_load(&w.c, l.ref, &l));
    assert_true(str_eq(l.persons[0].rank, STR("RK_FK")));                   /* and at the first disposal */
    assert_int_equal(date_cmp(l.persons[0].frozen_on, world_day(2020, 7, 1)), 0);
    close_world();
}

/* ---- adjudication */
static void adjudicated_by_others(void **state)
{
    struct result r;

    (void)state;
    open_world();
    struct casefile k = adjudicating("RK_ZK", true, false);
    as(w.one);                                                              /* proposed the filing and passed it on */
    REFUSED(ERR_FORBIDDEN, T_case_separate, case_act(&w.c, &k, STR("conclude"), today(), STR("")));
    REFUSED(ERR_FORBIDDEN, T_case_separate, case_act(&w.c, &k, STR("return_evidence"), today(), STR("补证")));
    as(w.spare);
    OK(case_act(&w.c, &k, STR("return_evidence"), today(), STR("补证")));
    as(w.one);
    OK(case_act(&w.c, &k, STR("submit"), today(), STR("")));
    struct result_new own = wanted(&k, "P_WARN");
    as(w.one);
    REFUSED(ERR_FORBIDDEN, T_case_separate, result_propose(&w.c, &own, &r));        /* article 54: not the investigator's to propose */
    OK(proposed(&k, "P_WARN", &r));
    as(w.spare);
    OK(case_load(&w.c, k.ref, &k));
    REFUSED(ERR_MOVE, T_case_undecided, case_act(&w.c, &k, STR("conclude"), today(), STR("")));
    as(w.other);
    OK(result_approve(&w.c, &r, today(), DATE_NONE));
    REFUSED(ERR_MOVE, T_case_sanctioned, case_act(&w.c, &k, STR("withdraw"), today(), STR("")));
    as(w.spare);
    OK(case_act(&w.c, &k, STR("conclude"), today(), STR("")));
    REFUSED(ERR_MOVE, T_result_not_adjudicated, proposed(&k, "P_SERIOUS", &r));
    close_world();
}

static void submission_undone(void **state)
{
    (void)state;
    open_world();
    struct casefile k = adjudicating("RK_ZK", true, false);
    struct flow_record f = case_flow(&k);
    as(w.other);
    REFUSED(ERR_MOVE, T_flow_no_undo, flow_undo(&w.c, &f));                 /* not his */
    as(w.one);
    OK(flow_undo(&w.c, &f));
    OK(case_load(&w.c, k.ref, &k));
    assert_true(str_eq(k.state, STR("investigating")));
    OK(case_act(&w.c, &k, STR("submit"), today(), STR("")));
    as(w.spare);
    OK(case_act(&w.c, &k, STR("return_evidence"), today(), STR("补证")));
    f = case_flow(&k);
    as(w.one);
    REFUSED(ERR_MOVE, T_flow_no_undo, flow_undo(&w.c, &f));                 /* somebody acted since */
    k = filed("RK_ZK", true, false);
    f = case_flow(&k);
    as(w.other);
    REFUSED(ERR_MOVE, T_flow_no_undo, flow_undo(&w.c, &f));                 /* what two people decided one does not undo */
    close_world();
}

/* ---- sanctions */
static void lines_and_subject(void **state)
{
    struct result r;

    (void)state;
    open_world();
    struct casefile party = adjudicating("RK_ZK", true, false), gov = adjudicating("RK_ZK", false, true);
    REFUSED(ERR_INVALID, T_result_no_supervisory_line, proposed(&party, "G_DEMERIT", &r));
    REFUSED(ERR_INVALID, T_case_not_member, proposed(&gov, "P_WARN", &r));
    REFUSED(ERR_INVALID, T_result_for_organisations, proposed(&party, "PO_REORG", &r));
    struct result_new n = wanted(&party, "P_WARN");
    n.person_id = gov.person_id;
    REFUSED(ERR_INVALID, T_result_other_person, result_propose(&w.c, &n, &r));
    OK(proposed(&party, "P_WARN", &r));
    as(w.spare);
    REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, result_approve(&w.c, &r, today(), DATE_NONE));
    as(w.other);
    REFUSED(ERR_INVALID, T_result_effective_early, result_approve(&w.c, &r, today(), world_day(2020, 6, 30)));
    REFUSED(ERR_INVALID, T_input_future, result_approve(&w.c, &r, world_day(2020, 7, 2), DATE_NONE));
    REFUSED(ERR_INVALID, T_result_before_filing, result_approve(&w.c, &r, world_day(2020, 6, 30), DATE_NONE));
    OK(result_approve(&w.c, &r, today(), world_day(2020, 7, 16)));
    assert_int_equal(date_cmp(r.counted_on, world_day(2020, 7, 16)), 0);    /* sanctions count at effect */
    close_world();
}

/* Which kinds are warned about when both lines sanction: official practice, never a block. */
static void pairs_warned(void **state)
{
    static const struct { const char *rank, *party, *gov; int warnings; } rows[] = {
        { "RK_ZK", "P_WARN", "G_DEMERIT", 0 }, { "RK_ZK", "P_WARN", "G_WARN", 1 }, { "RK_ZK", "P_WARN", "G_MAJOR", 1 },
        { "RK_ZK", "P_SERIOUS", "G_MAJOR", 0 }, { "RK_ZK", "P_SERIOUS", "G_DOWNGRADE", 0 }, { "RK_ZK", "P_SERIOUS", "G_DEMERIT", 1 },
        { "RK_ZK", "P_REMOVE", "G_REMOVE", 0 }, { "RK_ZK", "P_PROBATION", "G_REMOVE", 0 }, { "RK_ZK", "P_PROBATION", "G_DISMISS", 1 },
        { "RK_ZK", "P_EXPEL", "G_REMOVE", 0 }, { "RK_ZK", "P_EXPEL", "G_DISMISS", 0 }, { "RK_ZK", "P_EXPEL", "G_MAJOR", 1 },
        { "RK_ZK", "P_WARN", NULL, 0 }, { "RK_ZK", "P_PROBATION", NULL, 1 }, { "RK_NC", "P_PROBATION", NULL, 0 }, { "RK_ZK", NULL, "G_DISMISS", 1 },
    };

    (void)state;
    open_world();
    day(2020, 6, 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct casefile k = adjudicating(rows[i].rank, true, true);
        struct result p, g;
        struct str *why;
        int n;
        if (rows[i].party != NULL)
            OK(proposed(&k, rows[i].party, &p));
        if (rows[i].gov != NULL)
            OK(proposed(&k, rows[i].gov, &g));
        OK(result_warnings(&w.c, rows[i].party != NULL ? &p : &g, &why, &n));
        if (n != rows[i].warnings)
            fail_msg("row %d: %d warnings", (int)i, n);
        if (rows[i].party == NULL || rows[i].gov == NULL)
            continue;
        OK(result_warnings(&w.c, &g, &why, &n));
        assert_int_equal(n, rows[i].warnings);                              /* the same from the other side */
    }
    close_world();
}

/* The law on governmental sanctions is in force from 2020-07-01: managers of villages get the lighter kinds only, by law; before, a warning. */
static void villages(void **state)
{
    static const struct { int month, day; const char *rank, *code; enum err want; } rows[] = {
        { 6, 30, "RK_NC", "G_REMOVE", ERR_OK }, { 7, 1, "RK_NC", "G_REMOVE", ERR_INVALID }, { 7, 1, "RK_SQ", "G_DOWNGRADE", ERR_INVALID },
        { 7, 1, "RK_NC", "G_DISMISS", ERR_INVALID }, { 7, 1, "RK_NC", "G_MAJOR", ERR_OK }, { 7, 1, "RK_NC", "G_DEMERIT", ERR_OK },
        { 7, 1, "RK_NC", "G_WARN", ERR_OK }, { 7, 1, "RK_YB", "G_REMOVE", ERR_OK },
    };

    (void)state;
    open_world();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct result r;
        struct str *why;
        int n;
        day(2020, rows[i].month, rows[i].day);
        struct casefile k = adjudicating(rows[i].rank, false, true);
        enum err e = proposed(&k, rows[i].code, &r);
        if (e != rows[i].want)
            fail_msg("%s %s on %d-%d: %s", rows[i].rank, rows[i].code, rows[i].month, rows[i].day, err_name(e));
        if (i != 0)
            continue;
        OK(result_warnings(&w.c, &r, &why, &n));
        assert_int_equal(n, 1);
        day(2020, 7, 1);                                                    /* proposed under the old rule, decided under the new law */
        as(w.other);
        REFUSED(ERR_INVALID, T_result_not_for_rank, result_approve(&w.c, &r, today(), DATE_NONE));
        OK(result_approve(&w.c, &r, world_day(2020, 6, 30), DATE_NONE));
    }
    close_world();
}

/* ---- the law by date */
static void law_by_date(void **state)
{
    static const struct { const char *code; int y, m, d; bool stands; const char *rule; } rows[] = {
        { "G_WARN", 2018, 4, 15, false, "" }, { "G_WARN", 2020, 6, 30, true, "暂行规定" }, { "G_WARN", 2020, 7, 1, true, "公职人员政务处分法》第7-8条" },
        { "P_WARN", 2018, 9, 30, true, "（2015年）" }, { "P_WARN", 2018, 10, 1, true, "（2018年）" }, { "P_WARN", 2024, 1, 1, true, "（2023年修订）第8条" },
        { "PO_CHECK", 2023, 12, 31, false, "" }, { "PO_CHECK", 2024, 1, 1, true, "第9条" }, { "CLR_UNIT", 2020, 1, 20, false, "" },
        { "CLR_UNIT", 2020, 1, 21, true, "第50条" }, { "AC_NOTICE", 2019, 8, 31, true, "（2016年）第7条" }, { "AC_NOTICE", 2019, 9, 1, true, "（2019年）第8条" },
    };
    static const struct { const char *kind; int y, m, d, version; } versions[] = {
        { "case", 2018, 7, 1, 1 }, { "case", 2025, 5, 31, 1 }, { "case", 2025, 6, 1, 2 }, { "petition", 2020, 1, 20, 1 }, { "petition", 2020, 1, 21, 2 },
    };

    (void)state;
    open_world();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct def_code *row = def_code(w.c.def, "results", str_z(rows[i].code));
        struct date on = world_day(rows[i].y, rows[i].m, rows[i].d);
        bool stands = def_in_force(w.c.def, row->source, on) && (!date_is_set(row->from) || date_cmp(on, row->from) >= 0);
        struct str text = def_sources_text(w.c.a, LANG_ZH, w.c.def, row->source, on);
        if (stands != rows[i].stands || (stands && !str_has(text, str_z(rows[i].rule))))
            fail_msg("%s on %04d-%02d-%02d: %d %.*s", rows[i].code, rows[i].y, rows[i].m, rows[i].d, stands, PF(text));
    }
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        struct str first;
        int version;
        OK(flow_open(&w.c, str_z(versions[i].kind), world_day(versions[i].y, versions[i].m, versions[i].d), &first, &version));
        assert_int_equal(version, versions[i].version);
    }
    close_world();
}

/* A case keeps the law it was opened under; one opened on the day of the new law has the new one, and cites it. */
static void law_is_kept(void **state)
{
    struct flow_choice *choices;
    struct str cited = STR("");
    int n;

    (void)state;
    open_world();
    day(2025, 5, 30);
    struct casefile old = adjudicating("RK_ZK", false, true);
    day(2025, 6, 5);
    struct casefile new = adjudicating("RK_ZK", false, true);
    assert_int_equal(old.workflow, 1);
    assert_int_equal(new.workflow, 2);
    as(w.spare);
    for (int i = 0; i < 2; i++) {
        struct flow_record f = case_flow(i == 0 ? &old : &new);
        OK(flow_choices(&w.c, &f, &choices, &n));
        for (int k = 0; k < n; k++)
            if (str_eq(choices[k].move->name, STR("conclude")))
                cited = choices[k].move->source;
        assert_true(str_has(cited, i == 0 ? STR("SL18-45") : STR("SL24-52")));
        OK(case_act(&w.c, i == 0 ? &old : &new, STR("conclude"), today(), STR("")));
    }
    close_world();
}

/* ---- appeals */
static void reviewed_by_others(void **state)
{
    struct result r;

    (void)state;
    open_world();
    struct casefile k = adjudicating("RK_ZK", true, false);
    OK(proposed(&k, "P_WARN", &r));
    as(w.other);
    OK(result_approve(&w.c, &r, today(), DATE_NONE));
    REFUSED(ERR_FORBIDDEN, T_result_not_fresh, result_review(&w.c, &r, STR("revoked"), today(), STR("证据不足")));      /* approved it */
    as(w.spare);
    REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, result_review(&w.c, &r, STR("revoked"), today(), STR("证据不足")));        /* proposed it */
    as(w.one);                                                              /* investigated (article 59) */
    REFUSED(ERR_FORBIDDEN, T_result_not_fresh, result_review(&w.c, &r, STR("revoked"), today(), STR("证据不足")));
    as(w.fresh);
    REFUSED(ERR_INVALID, T_result_review_day, result_review(&w.c, &r, STR("revoked"), world_day(2020, 6, 30), STR("证据不足")));
    OK(result_review(&w.c, &r, STR("revoked"), today(), STR("证据不足")));
    OK(result_load(&w.c, r.ref, &r));
    assert_true(date_is_set(r.revoked_on));
    assert_true(str_eq(r.state, STR("approved")));                          /* it stays counted at its own date and kind (G3) */
    assert_int_equal(date_cmp(r.counted_on, world_day(2020, 7, 1)), 0);
    close_world();
}

/* ---- papers: who signs on which line, and a number without leading zeros (GB/T 9704, 7.2.5) */
static void papers_of_a_line(void **state)
{
    static const struct { const char *no, *printed; } numbers[] = { { "处〔2020〕0043号", "处〔2020〕43号" }, { "处〔2020〕0100号", "处〔2020〕100号" },
        { "监建〔2020〕1号", "监建〔2020〕1号" }, { "", "" }, { "〔编号〕", "〔编号〕" } };
    static const struct { const char *organ, *party, *gov; } organs[] = {
        { "青原区纪委监委", "中共青原区纪律检查委员会", "青原区监察委员会" }, { "某镇纪委", "中共某镇纪律检查委员会", "某镇纪委" }, { "某组", "某组", "某组" } };

    (void)state;
    open_world();
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_true(str_eq(paper_number(w.c.a, str_z(numbers[i].no)), str_z(numbers[i].printed)));
    for (size_t i = 0; i < sizeof organs / sizeof organs[0]; i++) {
        struct paper p = { .c = &w.c };
        paper_text(&p, "organ.name", str_z(organs[i].organ));
        assert_true(str_eq(paper_organ(&p, true), str_z(organs[i].party)));
        assert_true(str_eq(paper_organ(&p, false), str_z(organs[i].gov)));
    }
    close_world();
}

/* ---- proposals */
static void proposal_way(void **state)
{
    static const struct { const char *type, *no; } rows[] = { { "dic", "纪建〔2020〕1号" }, { "sc", "监建〔2020〕1号" }, { "joint", "纪监建〔2020〕1号" },
        { "dic", "纪建〔2020〕2号" } };
    struct proposal p;

    (void)state;
    open_world();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct proposal_new n = { .type = str_z(rows[i].type), .unit = STR("某局"), .title = STR("建议"), .text = STR("内容") };
        as(w.one);
        OK(proposal_draft(&w.c, &n, &p));
        REFUSED(ERR_FORBIDDEN, T_flow_four_eyes, proposal_issue(&w.c, &p, today()));
        REFUSED(ERR_MOVE, T_flow_no_move, proposal_reply(&w.c, &p, today(), STR("")));
        as(w.other);
        OK(proposal_issue(&w.c, &p, today()));
        assert_true(str_eq(p.no, str_z(rows[i].no)));                       /* a number at signing, one count per type */
        as(w.one);
        REFUSED(ERR_MOVE, T_flow_no_move, proposal_look_back(&w.c, &p, today(), STR("已整改")));
        OK(proposal_reply(&w.c, &p, today(), STR("")));
        OK(proposal_look_back(&w.c, &p, today(), STR("已整改")));
    }
    close_world();
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(every_move), cmocka_unit_test(nothing_of_the_higher_organ),
        cmocka_unit_test(handling_is_asked_for), cmocka_unit_test(reserved_kinds_are_asked_for),
        cmocka_unit_test(answer_has_its_scan), cmocka_unit_test(assignment_rules), cmocka_unit_test(ways_and_outcomes), cmocka_unit_test(disposal_rules),
        cmocka_unit_test(holding_ends_at_once), cmocka_unit_test(nothing_goes_on_unapproved), cmocka_unit_test(filing_rules),
        cmocka_unit_test(adjudicated_by_others), cmocka_unit_test(submission_undone), cmocka_unit_test(lines_and_subject),
        cmocka_unit_test(pairs_warned), cmocka_unit_test(villages), cmocka_unit_test(law_by_date), cmocka_unit_test(law_is_kept),
        cmocka_unit_test(reviewed_by_others), cmocka_unit_test(papers_of_a_line), cmocka_unit_test(proposal_way) };

    return fixture_run(tests, sizeof tests / sizeof tests[0]);
}
