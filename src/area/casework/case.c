#include "area/casework/case.h"

#include "area/casework/case_store.h"
#include "area/casework/entered.h"
#include "area/casework/lead_store.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND STR("case")

struct flow_record case_flow(const struct casefile *k)
{
    return (struct flow_record){ KIND, k->state, k->id, k->rev, k->workflow, k->proposed_by };
}

/* What was typed, else what the leads froze at their first disposal, else the person's own. */
static void attributes(const struct case_new *n, const struct person *own, const struct lead *leads, struct casefile *k)
{
    struct person known = *own, *p = &known;

    for (int i = 0; i < n->n_leads; i++)
        for (int j = 0; j < leads[i].n_persons; j++) {
            const struct lead_person *frozen = &leads[i].persons[j];
            if (frozen->who.id != own->id || !date_is_set(frozen->frozen_on))
                continue;
            p->rank = frozen->rank.n > 0 ? frozen->rank : p->rank;
            p->party_member = frozen->party_member >= 0 ? frozen->party_member : p->party_member;
            p->public_office = frozen->public_office >= 0 ? frozen->public_office : p->public_office;
        }
    k->rank = n->rank.n > 0 ? n->rank : p->rank;
    k->party_member = n->party_member >= 0 ? n->party_member : p->party_member;
    k->public_office = n->public_office >= 0 ? n->public_office : p->public_office;
    k->is_organisation = p->is_organisation;
    k->person_name = p->name;
}

static enum err check(struct ctx *c, const struct case_new *n, const struct person *p)
{
    if (!n->party_line && !n->supervisory_line)
        return refuse_field(c, STR("party_line"), ERR_INVALID, T_case_no_line, STR(""));
    if (n->n_leads == 0)
        return refuse_field(c, STR("leads"), ERR_INVALID, T_case_no_lead, STR(""));
    if (n->supervisory_line && p->is_organisation)
        return refuse_field(c, STR("supervisory_line"), ERR_INVALID, T_case_person_only, p->name);
    if (n->rank.n > 0 && def_code(c->def, "rank", n->rank) == NULL)
        return refuse_field(c, STR("rank"), ERR_INVALID, T_input_no_code, n->rank);
    return ERR_OK;
}

static enum err key_check(struct ctx *c, int64_t organ_id, struct str key)
{
    struct str no;

    if (key.n == 0)
        return ERR_OK;
    TRY(case_store_key_known(c, organ_id, key, &no));
    return no.n == 0 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, no);
}

/* What was not approved cannot go on: the lead's verification ended in "拟立案", or an import says that it was filed elsewhere. */
static enum err leads_load(struct ctx *c, const struct case_new *n, struct lead *leads)
{
    for (int i = 0; i < n->n_leads; i++) {
        TRY(lead_load(c, n->lead_refs[i], &leads[i]));
        if (leads[i].voided)
            return refuse(c, ERR_MOVE, T_flow_voided);
        struct flow_record r = lead_flow(&leads[i]);
        const struct def_workflow *w = def_workflow_version(c->def, STR("lead"), leads[i].workflow);
        if (n->imported_key.n == 0 && (w == NULL || def_move(w, r.state, STR("file_case")) == NULL))
            return refuse(c, ERR_MOVE, T_case_lead_not_ready, flow_state_label(c, &r));
    }
    return ERR_OK;
}

static enum err leads_join(struct ctx *c, const struct case_new *n, const struct lead *leads, int64_t case_id)
{
    for (int i = 0; i < n->n_leads; i++) {
        struct flow_record r = lead_flow(&leads[i]);
        if (n->imported_key.n == 0)
            TRY(flow_follow(c, &r, STR("file_case")));
        TRY(case_store_lead(c, case_id, leads[i].id));
        TRY(hide_inherit(c, STR("lead"), leads[i].id, KIND, case_id));
    }
    return ERR_OK;
}

/* A filing that was refused or taken back leaves its leads to be disposed of again. */
static enum err leads_release(struct ctx *c, const struct casefile *k)
{
    struct flow_record r;
    bool live;

    for (int i = 0; i < k->n_leads; i++) {
        TRY(case_store_lead_live(c, k->leads[i].id, &live));
        TRY(lead_store_flow(c, k->leads[i].id, &r));
        const struct def_workflow *w = def_workflow_version(c->def, STR("lead"), r.workflow);
        if (!live && w != NULL && def_move(w, r.state, STR("not_filed")) != NULL)
            TRY(flow_follow(c, &r, STR("not_filed")));
    }
    return ERR_OK;
}

static enum err open_on(struct ctx *c, const struct case_new *n, struct date on, struct casefile *out)
{
    struct person p;
    struct lead leads[16];
    struct casefile k = { .organ_id = c->who->organ_id, .office_id = n->office_id != 0 ? n->office_id : c->who->office_id,
        .person_id = n->person_id, .subject = n->subject, .proposed_by = c->who->id, .proposed_on = on,
        .party_line = n->party_line, .supervisory_line = n->supervisory_line };

    TRY(person_by_id(c, n->person_id, &p));
    TRY(check(c, n, &p));
    TRY(key_check(c, k.organ_id, n->imported_key));
    TRY(leads_load(c, n, leads));
    attributes(n, &p, leads, &k);
    if (k.party_line && !k.is_organisation && k.party_member == 0)
        return refuse_field(c, STR("party_line"), ERR_INVALID, T_case_not_member, p.name);
    if (k.party_line && !k.is_organisation && k.party_member < 0 && n->imported_key.n == 0)
        return refuse_field(c, STR("party_member"), ERR_INVALID, T_case_member_unsaid, p.name);
    if (k.subject.n == 0)
        k.subject = p.name;
    TRY(flow_open(c, KIND, k.proposed_on, &k.state, &k.workflow));
    k.id = rand_id(c->rand, c->now_ms);
    k.ref = rand_ref(c->rand);
    k.no = str_fmt(c->a, "-%lld", (long long)k.id);     /* no number before approval: a placeholder nobody is shown */
    TRY(case_store_add(c, n, &k));
    TRY(extra_keep(c, KIND, k.id, &n->extra));
    TRY(leads_join(c, n, leads, k.id));
    TRY(hide_from_named(c, p.name, KIND, k.id));
    TRY(hide_inherit(c, STR("person"), p.id, KIND, k.id));
    TRY(flow_event(c, KIND, k.id, STR("propose"), STR("")));
    ctx_touch(c, KIND, k.id, STR("propose"));
    *out = k;
    return ERR_OK;
}

enum err case_propose(struct ctx *c, const struct case_new *n, struct casefile *out)
{
    TRY(gate(c, PERM_CASE_FILE));
    return open_on(c, n, date_of_ms(c->now_ms), out);
}

static enum err filing_dates(struct ctx *c, struct casefile *k, struct date party_on, struct date supervisory_on)
{
    struct date today = date_of_ms(c->now_ms);

    if (k->party_line != date_is_set(party_on) || k->supervisory_line != date_is_set(supervisory_on))
        return refuse_field(c, STR("party_filed_on"), ERR_INVALID, T_case_line_dates, STR(""));
    if ((k->party_line && date_cmp(party_on, today) > 0) || (k->supervisory_line && date_cmp(supervisory_on, today) > 0))
        return refuse_field(c, STR("party_filed_on"), ERR_INVALID, T_input_future, date_str(c->a, k->party_line ? party_on : supervisory_on));
    k->party_filed_on = party_on;
    k->supervisory_filed_on = supervisory_on;
    k->filed_on = !k->party_line ? supervisory_on : !k->supervisory_line || date_cmp(party_on, supervisory_on) < 0 ? party_on
        : supervisory_on;
    return ERR_OK;
}

/* The number is taken by the year of the filing; approved_by 0: approved before this program was in use. */
static enum err file(struct ctx *c, struct casefile *k, const struct flow_record *r, int64_t approved_by)
{
    int year, month, day;
    int64_t value;

    k->state = r->state;
    k->rev = r->rev;
    date_split(k->filed_on, &year, &month, &day);
    TRY(counter_next(c, k->organ_id, KIND, year, &value));
    k->no = register_no(c->a, "案", year, value);
    ctx_touch(c, KIND, k->id, STR("approve"));
    return case_store_approve(c, k, approved_by);
}

enum err case_approve(struct ctx *c, struct casefile *k, struct date party_on, struct date supervisory_on)
{
    struct flow_record r = case_flow(k);
    struct date proposed_on;

    TRY(filing_dates(c, k, party_on, supervisory_on));
    TRY(case_store_proposed_on(c, k->id, &proposed_on));
    if (date_is_set(proposed_on) && date_cmp(k->filed_on, proposed_on) < 0)     /* articles 35, 37: verified first, then filed */
        return refuse_field(c, k->party_line && date_cmp(k->filed_on, party_on) == 0 ? STR("party_filed_on") : STR("supervisory_filed_on"), ERR_INVALID,
            T_case_before_verified, date_str(c->a, proposed_on));
    struct str note = k->approval.n == 0 ? date_str(c->a, k->filed_on) : str_fmt(c->a, "%.*s %.*s", PF(date_str(c->a, k->filed_on)),
        PF(k->approval));
    TRY(flow_move(c, &r, STR("approve"), note, NULL));
    return file(c, k, &r, c->who->id);
}

enum err case_enter(struct ctx *c, const struct case_new *n, const struct entered *e, struct date party_on, struct date supervisory_on,
    struct casefile *out)
{
    TRY(entered_check(c, e));
    TRY(open_on(c, n, e->on, out));
    struct flow_record r = case_flow(out);
    TRY(filing_dates(c, out, party_on, supervisory_on));
    TRY(flow_follow(c, &r, STR("approve")));
    TRY(flow_event(c, KIND, out->id, STR("entered"), entered_note(c, e)));
    return file(c, out, &r, 0);
}

enum err case_act(struct ctx *c, struct casefile *k, struct str move, struct date on, struct str note)
{
    struct flow_record r = case_flow(k);

    if (str_eq(move, STR("approve")))
        return refuse(c, ERR_MOVE, T_flow_no_move, move, k->state);
    if (!date_is_set(on))
        on = date_of_ms(c->now_ms);
    if (date_cmp(on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_input_future, date_str(c->a, on));
    if (date_is_set(k->filed_on) && date_cmp(on, k->filed_on) < 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_case_before_filing, date_str(c->a, k->filed_on));
    TRY(flow_move(c, &r, move, note, NULL));
    k->state = r.state;
    k->rev = r.rev;
    ctx_touch(c, KIND, k->id, move);
    if (!date_is_set(k->filed_on))
        return leads_release(c, k);
    if (str_eq(move, STR("withdraw")) && date_is_set(k->filed_on))
        return case_store_ended(c, k->id, on, DATE_NONE);
    if (str_eq(move, STR("conclude")))
        return case_store_ended(c, k->id, DATE_NONE, on);
    return ERR_OK;
}

enum err case_load(struct ctx *c, int64_t ref, struct casefile *out)
{
    TRY(case_store_load(c, ref, out));
    ctx_touch(c, KIND, out->id, STR("read"));
    return ERR_OK;
}

enum err case_join_lead(struct ctx *c, struct casefile *k, int64_t lead_ref)
{
    struct lead l;

    TRY(gate(c, PERM_CASE_FILE));
    TRY(lead_load(c, lead_ref, &l));
    if (l.voided || k->voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    TRY(case_store_lead(c, k->id, l.id));
    TRY(hide_inherit(c, STR("lead"), l.id, KIND, k->id));
    ctx_touch(c, KIND, k->id, STR("join"));
    return flow_event(c, KIND, k->id, STR("join"), l.no);
}

enum err case_part_lead(struct ctx *c, struct casefile *k, int64_t lead_ref)
{
    struct lead l;

    TRY(gate(c, PERM_CASE_FILE));
    TRY(lead_load(c, lead_ref, &l));
    if (k->n_leads < 2)
        return refuse(c, ERR_INVALID, T_case_no_lead);
    TRY(case_store_part(c, k->id, l.id));
    ctx_touch(c, KIND, k->id, STR("part"));
    return flow_event(c, KIND, k->id, STR("part"), l.no);
}

enum err case_void(struct ctx *c, struct casefile *k, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(case_store_void(c, k, reason));
    ctx_touch(c, KIND, k->id, STR("void"));
    return flow_event(c, KIND, k->id, STR("void"), reason);
}

enum err case_recuse(struct ctx *c, const struct casefile *k, int64_t user_id)
{
    TRY(gate(c, PERM_RECUSE));
    TRY(hide_from(c, user_id, KIND, k->id, STR("recused")));
    ctx_touch(c, KIND, k->id, STR("recuse"));
    return ERR_OK;
}
