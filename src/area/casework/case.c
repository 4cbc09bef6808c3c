#include "area/casework/case.h"

#include "area/casework/case_store.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND STR("case")

struct flow_record case_flow(const struct casefile *k)
{
    return (struct flow_record){ KIND, k->state, k->id, k->rev, k->workflow, k->proposed_by };
}

/* The lead's frozen attributes are the better source; the person's own are taken where no lead knows them. */
static void attributes(const struct case_new *n, const struct person *p, struct casefile *k)
{
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
    if (n->party_line && !p->is_organisation && (n->party_member == 0 || (n->party_member < 0 && p->party_member == 0)))
        return refuse_field(c, STR("party_line"), ERR_INVALID, T_case_not_member, p->name);
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

static enum err leads_join(struct ctx *c, const struct case_new *n, int64_t case_id)
{
    struct lead l;

    for (int i = 0; i < n->n_leads; i++) {
        TRY(lead_load(c, n->lead_refs[i], &l));
        if (l.voided)
            return refuse(c, ERR_MOVE, T_flow_voided);
        TRY(case_store_lead(c, case_id, l.id));
        TRY(hide_inherit(c, STR("lead"), l.id, KIND, case_id));
    }
    return ERR_OK;
}

enum err case_propose(struct ctx *c, const struct case_new *n, struct casefile *out)
{
    struct person p;
    struct casefile k = { .organ_id = c->who->organ_id, .office_id = n->office_id != 0 ? n->office_id : c->who->office_id,
        .person_id = n->person_id, .subject = n->subject, .proposed_by = c->who->id, .proposed_on = date_of_ms(c->now_ms),
        .party_line = n->party_line, .supervisory_line = n->supervisory_line };

    TRY(gate(c, PERM_CASE_FILE));
    TRY(person_by_id(c, n->person_id, &p));
    TRY(check(c, n, &p));
    TRY(key_check(c, k.organ_id, n->imported_key));
    attributes(n, &p, &k);
    if (k.subject.n == 0)
        k.subject = p.name;
    TRY(flow_open(c, KIND, k.proposed_on, &k.state, &k.workflow));
    k.id = rand_id(c->rand, c->now_ms);
    k.ref = rand_ref(c->rand);
    k.no = str_fmt(c->a, "-%lld", (long long)k.id);     /* no number before approval: a placeholder nobody is shown */
    TRY(case_store_add(c, n, &k));
    TRY(leads_join(c, n, k.id));
    TRY(hide_from_named(c, p.name, KIND, k.id));
    TRY(flow_event(c, KIND, k.id, STR("propose"), STR("")));
    ctx_touch(c, KIND, k.id, STR("propose"));
    *out = k;
    return ERR_OK;
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

enum err case_approve(struct ctx *c, struct casefile *k, struct date party_on, struct date supervisory_on)
{
    struct flow_record r = case_flow(k);
    int year, month, day;
    int64_t value;

    TRY(filing_dates(c, k, party_on, supervisory_on));
    TRY(flow_move(c, &r, STR("approve"), date_str(c->a, k->filed_on), NULL));
    k->state = r.state;
    k->rev = r.rev;
    date_split(k->filed_on, &year, &month, &day);
    TRY(counter_next(c, k->organ_id, KIND, year, &value));
    k->no = register_no(c->a, "案", year, value);
    ctx_touch(c, KIND, k->id, STR("approve"));
    return case_store_approve(c, k);
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
    TRY(flow_move(c, &r, move, note, NULL));
    k->state = r.state;
    k->rev = r.rev;
    ctx_touch(c, KIND, k->id, move);
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
    for (int i = 0; i < k->n_leads; i++)
        TRY(hide_inherit(c, KIND, k->id, STR("lead"), k->leads[i].id));
    ctx_touch(c, KIND, k->id, STR("recuse"));
    return ERR_OK;
}
