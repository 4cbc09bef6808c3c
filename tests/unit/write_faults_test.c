/* The write paths of intake and casework, failed at each of their steps (faults.h). */
#include "faults.h"
#include "world.h"

#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/intake/petition.h"

static struct {
    struct petition p, q;
    struct lead lead, second, town;
    struct disposal d, e;
    struct casefile k;
    struct result r, oh;
    struct proposal pr;
    struct person a, b;
    int64_t lead_ref, spare;
} have;

static const struct reported who = { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("村主任"), STR_INIT("village"), 0 };

static enum err letter(struct ctx *c, const char *body, struct petition *out)
{
    struct petition_new n = { .persons = { who }, .n_persons = 1, .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"),
        .subject = str_z(body), .body = str_z(body), .topics = { STR("poverty_fund") }, .n_topics = 1, .conduct = { STR("c_mass") } };

    return petition_register(c, &n, out);
}
static enum err register_one(struct ctx *c) { return letter(c, "一封信", &have.p); }
static enum err register_two(struct ctx *c) { return letter(c, "又一封信", &have.q); }
static enum err edit(struct ctx *c)
{
    struct petition_new n = { .persons = { who }, .n_persons = 1, .channel = STR("visit"), .source = STR("own"), .class = STR("accusation"),
        .subject = STR("一封信"), .body = STR("改过的内容") };
    struct petition p;

    TRY(petition_load(c, have.p.ref, &p));
    return petition_edit(c, &p, &n);
}
static enum err join(struct ctx *c) { struct petition q; TRY(petition_load(c, have.q.ref, &q)); return petition_join(c, &q, have.p.ref); }
static enum err part(struct ctx *c) { struct petition q; TRY(petition_load(c, have.q.ref, &q)); return petition_part(c, &q); }
static enum err act(struct ctx *c, const char *move)
{
    struct petition_act a = { .on = world_day(2020, 7, 1), .reason = STR("原因"), .organ = STR("某镇"), .number = STR("转1号"), .office = STR("investigation"),
        .due_on = world_day(2020, 10, 1) };
    struct petition p;

    TRY(petition_load(c, have.q.ref, &p));
    return petition_act(c, &p, str_z(move), &a, &have.lead_ref);
}
static enum err keep(struct ctx *c) { return act(c, "keep"); }
static enum err undo(struct ctx *c)
{
    struct petition p;

    TRY(petition_load(c, have.q.ref, &p));
    struct flow_record f = petition_flow(&p);
    return flow_undo(c, &f);
}
static enum err take(struct ctx *c) { return act(c, "take"); }
static enum err recuse(struct ctx *c) { struct petition p; TRY(petition_load(c, have.p.ref, &p)); return petition_recuse(c, &p, have.spare); }
static enum err void_one(struct ctx *c) { struct petition p; TRY(petition_load(c, have.p.ref, &p)); return petition_void(c, &p, STR("重复登记")); }

static enum err lead_one(struct ctx *c)
{
    struct lead_new n = { .persons = { { STR_INIT("孙某"), STR_INIT("某局"), STR_INIT("科长"), STR_INIT(""), 0 } }, .n_persons = 1, .source = STR("upper"),
        .subject = STR("线索"), .body = STR("线索内容"), .topics = { STR("gang") }, .n_topics = 1 };

    return lead_register(c, &n, &have.second);
}
static enum err flags(struct ctx *c) { struct lead l; TRY(lead_load(c, have.second.ref, &l)); return lead_flag(c, &l, l.persons[0].who.id, true, false); }
static enum err merge(struct ctx *c) { struct lead l; TRY(lead_load(c, have.lead_ref, &l)); return lead_merge(c, &l, have.second.ref); }
static enum err unmerge(struct ctx *c) { struct lead l; TRY(lead_load(c, have.lead_ref, &l)); return lead_unmerge(c, &l, have.second.ref); }
static enum err propose(struct ctx *c)
{
    TRY(lead_load(c, have.lead_ref, &have.lead));
    return disposal_propose(c, &have.lead, STR("verify"), STR("方案"), &have.d);
}
static enum err approve(struct ctx *c)
{
    struct disposal d;

    TRY(disposal_load(c, have.d.ref, &d));
    return disposal_approve(c, &d, world_day(2020, 7, 1), STR("批1号"));
}
static enum err end_it(struct ctx *c)
{
    struct disposal d;

    TRY(disposal_load(c, have.d.ref, &d));
    return disposal_end(c, &d, STR("to_case"), world_day(2020, 7, 1), STR(""));
}
static enum err file_propose(struct ctx *c)
{
    TRY(lead_load(c, have.lead_ref, &have.lead));
    struct case_new n = { .lead_refs = { have.lead_ref }, .n_leads = 1, .person_id = have.lead.persons[0].who.id, .rank = STR("RK_NC"), .party_line = true,
        .party_member = 1, .public_office = 0 };
    return case_propose(c, &n, &have.k);
}
static enum err file_approve(struct ctx *c)
{
    struct casefile k;

    TRY(case_load(c, have.k.ref, &k));
    return case_approve(c, &k, world_day(2020, 7, 1), DATE_NONE);
}
static enum err submit(struct ctx *c) { struct casefile k; TRY(case_load(c, have.k.ref, &k)); return case_act(c, &k, STR("submit"), world_day(2020, 7, 1), STR("")); }
static enum err sanction(struct ctx *c)
{
    struct result_new n = { .family = STR("party"), .code = STR("P_WARN"), .person_id = have.lead.persons[0].who.id, .case_ref = have.k.ref, .lead_ref = have.lead_ref };

    return result_propose(c, &n, &have.r);
}
static enum err sanction_approve(struct ctx *c)
{
    struct result r;

    TRY(result_load(c, have.r.ref, &r));
    return result_approve(c, &r, world_day(2020, 7, 1), DATE_NONE);
}
static enum err handling(struct ctx *c)
{
    struct result_new n = { .family = STR("org_handling"), .code = STR("OH_REMOVE"), .person_id = have.lead.persons[0].who.id, .case_ref = have.k.ref,
        .lead_ref = have.lead_ref };

    return result_propose(c, &n, &have.oh);
}
static enum err handling_answer(struct ctx *c)
{
    struct scan scan;
    struct body_answer b = { .name = STR("组织部"), .number = STR("组1号"), .decided_on = world_day(2020, 7, 1), .scans = &scan, .n_scans = 1 };
    struct result r;

    TRY(scan_read(c, STR("复函.pdf"), STR("%PDF-1.4"), &scan));
    TRY(result_load(c, have.oh.ref, &r));
    return result_answer(c, &r, &b);
}
static enum err review_it(struct ctx *c)
{
    struct result r;

    TRY(result_load(c, have.r.ref, &r));
    return result_review(c, &r, STR("revoked"), world_day(2020, 7, 1), STR("申诉"));
}
static enum err result_void_it(struct ctx *c) { struct result r; TRY(result_load(c, have.oh.ref, &r)); return result_void(c, &r, STR("登记有误")); }
static enum err draft(struct ctx *c)
{
    struct proposal_new n = { .type = STR("dic"), .unit = STR("某局"), .title = STR("建议"), .text = STR("内容"), .reply_due_on = world_day(2020, 8, 1) };

    return proposal_draft(c, &n, &have.pr);
}
static enum err issue(struct ctx *c) { struct proposal p; TRY(proposal_load(c, have.pr.ref, &p)); return proposal_issue(c, &p, world_day(2020, 7, 1)); }
static enum err reply(struct ctx *c) { struct proposal p; TRY(proposal_load(c, have.pr.ref, &p)); return proposal_reply(c, &p, world_day(2020, 7, 1), STR("")); }
static enum err hand_over(struct ctx *c)
{
    struct lead l;

    TRY(lead_load(c, have.second.ref, &l));
    struct str code = STR("town1");
    struct organ o;
    TRY(organ_by_code(c, code, &o));
    return lead_hand_over(c, &l, o.id, &have.town);
}
static enum err person_one(struct ctx *c) { have.a = (struct person){ .name = STR("李某"), .unit = STR("某局"), .party_member = -1, .public_office = -1 }; return person_add(c, &have.a); }
static enum err person_two(struct ctx *c) { have.b = (struct person){ .name = STR("李某"), .unit = STR("某所"), .party_member = -1, .public_office = -1 }; return person_add(c, &have.b); }
static enum err person_join(struct ctx *c) { return person_merge(c, have.a.id, have.b.id); }
static enum err person_part(struct ctx *c) { return person_unmerge(c, have.a.id); }
static enum err lead_void_it(struct ctx *c) { struct lead l; TRY(lead_load(c, have.second.ref, &l)); return lead_void(c, &l, STR("重复")); }
static enum err case_void_it(struct ctx *c) { struct casefile k; TRY(case_load(c, have.k.ref, &k)); return case_void(c, &k, STR("登记有误")); }

static const struct fault_path paths[] = {
    { "register", register_one, 0, NULL }, { "register again", register_two, 0, NULL }, { "edit", edit, 0, NULL }, { "join", join, 0, NULL },
    { "part", part, 0, NULL }, { "keep", keep, 0, NULL }, { "undo", undo, 0, NULL }, { "take", take, 0, NULL }, { "recuse", recuse, 0, NULL },
    { "void", void_one, 0, NULL }, { "lead", lead_one, 0, NULL }, { "flags", flags, 0, NULL }, { "merge leads", merge, 0, NULL },
    { "unmerge leads", unmerge, 0, NULL }, { "propose disposal", propose, 0, NULL }, { "approve disposal", approve, 1, NULL },
    { "end disposal", end_it, 1, NULL }, { "propose filing", file_propose, 0, NULL }, { "approve filing", file_approve, 1, NULL },
    { "submit", submit, 0, NULL }, { "propose sanction", sanction, 2, NULL }, { "approve sanction", sanction_approve, 1, NULL },
    { "propose handling", handling, 0, NULL }, { "answer of the body", handling_answer, 0, NULL }, { "review", review_it, 3, NULL },
    { "void result", result_void_it, 1, NULL }, { "draft", draft, 0, NULL }, { "issue", issue, 1, NULL }, { "reply", reply, 0, NULL },
    { "hand over", hand_over, 0, NULL }, { "person", person_one, 0, NULL }, { "second person", person_two, 0, NULL },
    { "merge persons", person_join, 0, NULL }, { "unmerge persons", person_part, 0, NULL }, { "void lead", lead_void_it, 1, NULL },
    { "void case", case_void_it, 1, NULL },
};

static void every_path_fails_whole(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    have.spare = w.spare->id;
    struct faults run = { .f = &w.f, .c = &w.c, .db = w.f.db, .who = { w.one, w.other, w.spare, w.fresh }, .audit = true };
    faults_walk(&run, paths, sizeof paths / sizeof paths[0]);
    world_close(&w);
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(every_path_fails_whole) };

    return fixture_run(tests, 1);
}
