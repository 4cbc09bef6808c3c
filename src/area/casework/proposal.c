#include "area/casework/proposal.h"

#include "area/casework/case.h"
#include "area/casework/entered.h"
#include "area/casework/proposal_store.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND STR("proposal")

struct flow_record proposal_flow(const struct proposal *p)
{
    return (struct flow_record){ KIND, p->state, p->id, p->rev, p->workflow, p->proposed_by };
}

static enum err tie(struct ctx *c, const struct proposal_new *n, struct proposal *p)
{
    struct casefile k;
    struct lead l;

    if (n->case_ref != 0) {
        TRY(case_load(c, n->case_ref, &k));
        p->case_id = k.id;
        TRY(hide_inherit(c, STR("case"), k.id, KIND, p->id));
    }
    if (n->lead_ref != 0) {
        TRY(lead_load(c, n->lead_ref, &l));
        p->lead_id = l.id;
        TRY(hide_inherit(c, STR("lead"), l.id, KIND, p->id));
    }
    return ERR_OK;
}

static enum err open_on(struct ctx *c, const struct proposal_new *n, struct date on, struct proposal *out)
{
    struct proposal p = { .organ_id = n->organ_id != 0 ? n->organ_id : c->who->organ_id,
        .office_id = n->office_id != 0 ? n->office_id : c->who->office_id, .type = n->type, .unit = str_trim(n->unit), .no = n->no,
        .title = n->title, .text = n->text, .reply_due_on = n->reply_due_on, .proposed_by = c->who->id };

    if (def_code(c->def, "proposal_type", n->type) == NULL)
        return refuse_field(c, STR("type"), ERR_INVALID, T_input_no_code, n->type);
    if (p.unit.n == 0)
        return refuse_field(c, STR("unit"), ERR_INVALID, T_input_required, STR("unit"));
    p.id = rand_id(c->rand, c->now_ms);
    p.ref = rand_ref(c->rand);
    TRY(flow_open(c, KIND, on, &p.state, &p.workflow));
    TRY(tie(c, n, &p));
    TRY(proposal_store_add(c, n, &p));
    TRY(extra_keep(c, KIND, p.id, &n->extra));
    TRY(flow_event(c, KIND, p.id, STR("register"), STR("")));
    ctx_touch(c, KIND, p.id, STR("register"));
    *out = p;
    return ERR_OK;
}

enum err proposal_draft(struct ctx *c, const struct proposal_new *n, struct proposal *out)
{
    TRY(gate(c, PERM_RESULT_PROPOSE));
    return open_on(c, n, date_of_ms(c->now_ms), out);
}

/* Each type counts its own numbers: 纪建, 监建, 纪监建. A number brought from outside stays. */
static enum err number(struct ctx *c, struct proposal *p)
{
    const struct def_code *type = def_code(c->def, "proposal_type", p->type);
    struct str mark = node_str(type->row, "number_mark");
    int year, month, day;
    int64_t value;

    if (p->no.n > 0)
        return ERR_OK;
    date_split(p->issued_on, &year, &month, &day);
    TRY(counter_next(c, p->organ_id, str_join(c->a, STR("proposal."), p->type), year, &value));
    p->no = str_fmt(c->a, "%.*s〔%d〕%lld号", PF(mark), year, (long long)value);
    return ERR_OK;
}

static enum err issue_on(struct ctx *c, struct proposal *p, struct date issued_on, int64_t approved_by)
{
    struct flow_record r = proposal_flow(p);

    p->issued_on = date_is_set(issued_on) ? issued_on : date_of_ms(c->now_ms);
    if (date_cmp(p->issued_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("issued_on"), ERR_INVALID, T_input_future, date_str(c->a, p->issued_on));
    TRY(approved_by != 0 ? flow_move(c, &r, STR("issue"), date_str(c->a, p->issued_on), NULL) : flow_follow(c, &r, STR("issue")));
    p->state = r.state;
    p->rev = r.rev;
    TRY(number(c, p));
    ctx_touch(c, KIND, p->id, STR("issue"));
    return proposal_store_issue(c, p, approved_by);
}

enum err proposal_issue(struct ctx *c, struct proposal *p, struct date issued_on) { return issue_on(c, p, issued_on, c->who->id); }

enum err proposal_enter(struct ctx *c, const struct proposal_new *n, const struct entered *e, struct date replied_on, struct proposal *out)
{
    TRY(entered_check(c, e));
    TRY(open_on(c, n, e->on, out));
    TRY(issue_on(c, out, e->on, 0));
    TRY(flow_event(c, KIND, out->id, STR("entered"), entered_note(c, e)));
    if (!date_is_set(replied_on))
        return ERR_OK;
    if (date_cmp(replied_on, e->on) < 0 || date_cmp(replied_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("replied_on"), ERR_INVALID, T_entered_before, date_str(c->a, replied_on));
    struct flow_record r = proposal_flow(out);
    TRY(flow_follow(c, &r, STR("reply")));
    return proposal_store_reply(c, out->id, replied_on);
}

enum err proposal_reply(struct ctx *c, struct proposal *p, struct date replied_on, struct str note)
{
    struct flow_record r = proposal_flow(p);

    if (!date_is_set(replied_on) || date_cmp(replied_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("replied_on"), ERR_INVALID, T_input_future, date_str(c->a, replied_on));
    TRY(flow_move(c, &r, STR("reply"), note, NULL));
    p->state = r.state;
    p->rev = r.rev;
    ctx_touch(c, KIND, p->id, STR("reply"));
    return proposal_store_reply(c, p->id, replied_on);
}

enum err proposal_look_back(struct ctx *c, struct proposal *p, struct date on, struct str note)
{
    struct flow_record r = proposal_flow(p);

    if (!date_is_set(on) || date_cmp(on, date_of_ms(c->now_ms)) > 0 || date_cmp(on, p->issued_on) < 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_input_future, date_str(c->a, on));
    if (str_trim(note).n == 0)
        return refuse_field(c, STR("note"), ERR_INVALID, T_input_required, STR("note"));
    TRY(flow_move(c, &r, STR("look_back"), str_fmt(c->a, "%.*s %.*s", PF(date_str(c->a, on)), PF(note)), NULL));
    p->state = r.state;
    p->rev = r.rev;
    ctx_touch(c, KIND, p->id, STR("look_back"));
    return ERR_OK;
}

enum err proposal_void(struct ctx *c, struct proposal *p, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(proposal_store_void(c, p, reason));
    ctx_touch(c, KIND, p->id, STR("void"));
    return flow_event(c, KIND, p->id, STR("void"), reason);
}
