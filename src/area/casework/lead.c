#include "area/casework/lead.h"

#include "area/admin/admin.h"
#include "area/casework/entered.h"
#include "area/casework/lead_store.h"
#include "area/casework/result.h"
#include "base/utf8.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND         STR("lead")
#define SUBJECT_MAX  80

/* ---- registration */
enum err lead_new_check(struct ctx *c, struct lead_new *n)
{
    struct date today = date_of_ms(c->now_ms);

    if (def_code(c->def, "lead_source", n->source) == NULL)
        return refuse_field(c, STR("source"), ERR_INVALID, T_input_no_code, n->source);
    if (n->campaign.n > 0 && def_code(c->def, "campaigns", n->campaign) == NULL)
        return refuse_field(c, STR("campaign"), ERR_INVALID, T_input_no_code, n->campaign);
    for (int i = 0; i < n->n_topics; i++)
        if (def_code(c->def, "topics", n->topics[i]) == NULL)
            return refuse_field(c, STR("topics"), ERR_INVALID, T_input_no_code, n->topics[i]);
    if (!date_is_set(n->registered_on))
        n->registered_on = today;
    if (!date_is_set(n->received_on))
        n->received_on = n->registered_on;
    if (date_cmp(n->registered_on, today) > 0)
        return refuse_field(c, STR("registered_on"), ERR_INVALID, T_input_future, date_str(c->a, n->registered_on));
    if (date_cmp(n->received_on, n->registered_on) > 0)
        return refuse_field(c, STR("received_on"), ERR_INVALID, T_petition_received_late, date_str(c->a, n->received_on));
    if (text_fold(c->a, n->body).n == 0 && text_fold(c->a, n->subject).n == 0)
        return refuse_field(c, STR("body"), ERR_INVALID, T_petition_no_text, STR(""));
    if (n->subject.n == 0)
        n->subject = text_short(c->a, str_trim(n->body), SUBJECT_MAX);
    return ERR_OK;
}

/* A reported name becomes a person: the one that fits name, unit and post, else a new one. Who is not named stays out. */
static enum err person_of(struct ctx *c, const struct reported *r, struct person *p)
{
    *p = (struct person){ .name = r->name, .unit = r->unit, .post = r->post, .party_member = -1, .public_office = -1 };
    if (r->person_id != 0)
        return person_by_id(c, r->person_id, p);
    return person_for(c, p);
}

static enum err persons_add(struct ctx *c, int64_t lead_id, const struct lead_new *n)
{
    struct person p;

    for (int i = 0; i < n->n_persons; i++) {
        if (str_trim(n->persons[i].name).n == 0)
            continue;
        TRY(person_of(c, &n->persons[i], &p));
        struct str rank = def_code(c->def, "rank", n->persons[i].rank) != NULL ? n->persons[i].rank : p.rank;
        TRY(lead_store_person(c, lead_id, &p, rank));
        TRY(hide_from_named(c, p.name, KIND, lead_id));
        TRY(hide_inherit(c, STR("person"), p.id, KIND, lead_id));
    }
    return ERR_OK;
}

static enum err key_check(struct ctx *c, int64_t organ_id, struct str key)
{
    struct str no;

    if (key.n == 0)
        return ERR_OK;
    TRY(lead_store_key_known(c, organ_id, key, &no));
    return no.n == 0 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, no);
}

enum err lead_register(struct ctx *c, const struct lead_new *typed, struct lead *out)
{
    struct lead_new n = *typed;
    struct lead l = { .organ_id = n.organ_id != 0 ? n.organ_id : c->who->organ_id,
        .office_id = n.office_id != 0 ? n.office_id : c->who->office_id };
    int year, month, day;
    int64_t value;

    TRY(gate(c, n.petition_id != 0 ? PERM_PETITION_HANDLE : PERM_LEAD_REGISTER));
    TRY(lead_new_check(c, &n));
    TRY(key_check(c, l.organ_id, n.imported_key));
    TRY(flow_open(c, KIND, n.registered_on, &l.state, &l.workflow));
    l.id = rand_id(c->rand, c->now_ms);
    l.ref = rand_ref(c->rand);
    l.registered_on = n.registered_on;
    l.received_on = n.received_on;
    l.subject = n.subject;
    date_split(l.registered_on, &year, &month, &day);
    TRY(counter_next(c, l.organ_id, KIND, year, &value));
    l.no = register_no(c->a, "线", year, value);
    TRY(lead_store_add(c, &n, &l));
    TRY(lead_store_tags(c, l.id, n.topics, n.n_topics));
    TRY(persons_add(c, l.id, &n));
    TRY(extra_keep(c, KIND, l.id, &n.extra));
    TRY(flow_event(c, KIND, l.id, STR("register"), n.source_no));
    ctx_touch(c, KIND, l.id, STR("register"));
    return lead_store_load_new(c, l.id, &l, out);
}

enum err lead_load(struct ctx *c, int64_t ref, struct lead *out)
{
    TRY(lead_store_load(c, ref, out));
    ctx_touch(c, KIND, out->id, STR("read"));
    return ERR_OK;
}

struct flow_record lead_flow(const struct lead *l)
{
    return (struct flow_record){ KIND, l->state, l->id, l->rev, l->workflow, 0 };
}

/* ---- what is said about a lead */
enum err lead_flag(struct ctx *c, struct lead *l, int64_t person_id, bool umbrella, bool gang_related)
{
    TRY(gate(c, PERM_RESULT_PROPOSE));
    TRY(lead_store_flag(c, l->id, person_id, umbrella, gang_related));
    ctx_touch(c, KIND, l->id, STR("flag"));
    return flow_event(c, KIND, l->id, STR("flag"), STR(""));
}

enum err lead_tag(struct ctx *c, struct lead *l, const struct str *topics, int n)
{
    TRY(gate(c, PERM_LEAD_REGISTER));
    for (int i = 0; i < n; i++)
        if (def_code(c->def, "topics", topics[i]) == NULL)
            return refuse_field(c, STR("topics"), ERR_INVALID, T_input_no_code, topics[i]);
    TRY(lead_store_tags(c, l->id, topics, n));
    ctx_touch(c, KIND, l->id, STR("topics"));
    return flow_event(c, KIND, l->id, STR("topics"), STR(""));
}

enum err lead_merge(struct ctx *c, struct lead *l, int64_t other_ref)
{
    struct lead other;

    TRY(gate(c, PERM_LEAD_REGISTER));
    TRY(lead_store_load(c, other_ref, &other));
    if (other.id == l->id)
        return refuse(c, ERR_INVALID, T_petition_join_self);
    TRY(lead_store_merge(c, l->id, other.id));
    TRY(hide_inherit(c, KIND, l->id, KIND, other.id));
    TRY(hide_inherit(c, KIND, other.id, KIND, l->id));
    ctx_touch(c, KIND, l->id, STR("merge"));
    return flow_event(c, KIND, l->id, STR("merge"), other.no);
}

enum err lead_unmerge(struct ctx *c, struct lead *l, int64_t other_ref)
{
    struct lead other;

    TRY(gate(c, PERM_LEAD_REGISTER));
    TRY(lead_store_load(c, other_ref, &other));
    TRY(lead_store_unmerge(c, l->id, other.id));
    ctx_touch(c, KIND, l->id, STR("unmerge"));
    return flow_event(c, KIND, l->id, STR("unmerge"), other.no);
}

enum err lead_void(struct ctx *c, struct lead *l, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(lead_store_void(c, l, reason));
    ctx_touch(c, KIND, l->id, STR("void"));
    return flow_event(c, KIND, l->id, STR("void"), reason);
}

/* Recusal reaches every record of the same matter: the petition before it and the case after it. */
enum err lead_recuse(struct ctx *c, const struct lead *l, int64_t user_id)
{
    TRY(gate(c, PERM_RECUSE));
    TRY(hide_from(c, user_id, KIND, l->id, STR("recused")));
    ctx_touch(c, KIND, l->id, STR("recuse"));
    return ERR_OK;
}

enum err lead_hand_over(struct ctx *c, struct lead *l, int64_t organ_id, struct lead *made)
{
    struct lead_new n = { .source = STR("upper"), .source_no = l->no, .subject = l->subject, .body = l->body, .campaign = l->campaign,
        .organ_id = organ_id, .origin_id = l->origin_id, .n_topics = l->n_topics };

    TRY(gate(c, PERM_LEAD_REGISTER));
    for (int i = 0; i < l->n_topics; i++)
        n.topics[i] = l->topics[i];
    for (int i = 0; i < l->n_persons; i++)
        n.persons[n.n_persons++] = (struct reported){ l->persons[i].who.name, l->persons[i].who.unit, l->persons[i].who.post,
            l->persons[i].rank, l->persons[i].who.id };
    TRY(office_by_code(c, organ_id, STR("supervision"), &n.office_id));
    TRY(lead_register(c, &n, made));
    return flow_event(c, KIND, l->id, STR("hand_over"), made->no);
}

/* ---- disposals */
enum err lead_by_no(struct ctx *c, struct str no, int64_t *ref) { return lead_store_ref_by_no(c, str_trim(no), ref); }

struct flow_record disposal_flow(const struct ctx *c, const struct disposal *d)
{
    const struct def_workflow *w = def_workflow(c->def, STR("disposal"), d->proposed_on);

    return (struct flow_record){ STR("disposal"), d->state, d->id, d->rev, w != NULL ? w->version : 1, d->proposed_by };
}

/* A lead is disposed of once at a time: what waits or runs comes to its end first. */
static enum err disposable(struct ctx *c, const struct lead *l)
{
    const struct def_workflow *w = def_workflow_version(c->def, KIND, l->workflow);
    int64_t waiting, approved;

    if (l->voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    struct flow_record r = lead_flow(l);
    if (w == NULL || def_move(w, l->state, STR("dispose")) == NULL)
        return refuse(c, ERR_MOVE, T_lead_not_disposable, flow_state_label(c, &r));
    TRY(lead_store_disposals(c, l->id, &waiting, &approved));
    return waiting == 0 ? ERR_OK : refuse(c, ERR_MOVE, T_lead_disposal_open);
}

static enum err open_on(struct ctx *c, struct lead *l, struct str method, struct str plan, struct date on, struct disposal *out)
{
    const struct def_code *row = def_code(c->def, "disposal", method);
    struct disposal d = { .lead_id = l->id, .lead_ref = l->ref, .organ_id = l->organ_id, .method = method, .plan = plan,
        .proposed_by = c->who->id, .proposed_on = on };
    int version;

    if (row == NULL || str_eq(node_str(row->row, "off"), STR("yes")))
        return refuse_field(c, STR("method"), ERR_INVALID, T_input_no_code, method);
    TRY(disposable(c, l));
    TRY(flow_open(c, STR("disposal"), d.proposed_on, &d.state, &version));
    d.id = rand_id(c->rand, c->now_ms);
    d.ref = rand_ref(c->rand);
    TRY(disposal_store_add(c, &d));
    TRY(flow_stands(c, STR("disposal"), d.id));
    TRY(flow_event(c, STR("disposal"), d.id, STR("propose"), STR("")));
    TRY(flow_event(c, KIND, l->id, STR("disposal_proposed"), row->zh));
    ctx_touch(c, STR("disposal"), d.id, STR("propose"));
    *out = d;
    return ERR_OK;
}

enum err disposal_propose(struct ctx *c, struct lead *l, struct str method, struct str plan, struct disposal *out)
{
    TRY(gate(c, PERM_DISPOSAL_PROPOSE));
    return open_on(c, l, method, plan, date_of_ms(c->now_ms), out);
}

/* The lead follows its first approved disposal: registered → disposing; what ends the disposal moves it on. */
static enum err lead_follow(struct ctx *c, int64_t lead_id, struct str move)
{
    struct flow_record r;

    TRY(lead_store_flow(c, lead_id, &r));
    const struct def_workflow *w = def_workflow_version(c->def, KIND, r.workflow);
    if (w == NULL || def_move(w, r.state, move) == NULL)
        return ERR_OK;                  /* it is further on already */
    return flow_follow(c, &r, move);
}

/* What is held or closed ends with the approval itself. */
static enum err ends_at_once(struct ctx *c, struct disposal *d, struct flow_record *r)
{
    const struct def_code *way = def_code(c->def, "disposal", d->method);

    if (way == NULL || !str_eq(node_str(way->row, "ends"), STR("yes")))
        return ERR_OK;
    TRY(flow_follow(c, r, STR("ends")));
    d->state = r->state;
    d->rev = r->rev;
    d->outcome = node_str(way->row, "outcome");
    d->ended_on = d->approved_on;
    TRY(disposal_store_end(c, d));
    return lead_follow(c, d->lead_id, d->outcome);
}

enum err disposal_approve(struct ctx *c, struct disposal *d, struct date approved_on, struct str approver_no)
{
    struct flow_record r = disposal_flow(c, d);
    struct lead l;

    if (!date_is_set(approved_on))
        approved_on = date_of_ms(c->now_ms);
    if (date_cmp(approved_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("approved_on"), ERR_INVALID, T_input_future, date_str(c->a, approved_on));
    TRY(lead_store_load(c, d->lead_ref, &l));
    if (date_cmp(approved_on, l.registered_on) < 0)
        return refuse_field(c, STR("approved_on"), ERR_INVALID, T_entered_before, date_str(c->a, approved_on));
    TRY(flow_move(c, &r, STR("approve"), approver_no, NULL));
    d->state = r.state;
    d->rev = r.rev;
    d->approved_on = approved_on;
    d->approver_no = approver_no;
    d->approved_by = c->who->id;
    TRY(disposal_store_approve(c, d));
    TRY(lead_store_freeze(c, d->lead_id, approved_on));
    TRY(lead_follow(c, d->lead_id, STR("dispose")));
    TRY(ends_at_once(c, d, &r));
    ctx_touch(c, STR("disposal"), d->id, STR("approve"));
    return flow_event(c, KIND, d->lead_id, STR("disposal_approved"), def_label(c->def, LANG_ZH, "disposal", d->method));
}

enum err disposal_enter(struct ctx *c, struct lead *l, struct str method, const struct entered *e, struct disposal *out)
{
    TRY(entered_check(c, e));
    if (date_cmp(e->on, l->registered_on) < 0)
        return refuse_field(c, STR("approved_on"), ERR_INVALID, T_entered_before, date_str(c->a, e->on));
    TRY(open_on(c, l, method, STR(""), e->on, out));
    struct flow_record r = disposal_flow(c, out);
    TRY(flow_follow(c, &r, STR("approve")));
    out->state = r.state;
    out->rev = r.rev;
    out->approved_on = e->on;
    out->approver_no = e->approver_no;
    TRY(disposal_store_approve(c, out));
    TRY(lead_store_freeze(c, l->id, e->on));
    TRY(lead_follow(c, l->id, STR("dispose")));
    return flow_event(c, STR("disposal"), out->id, STR("entered"), entered_note(c, e));
}

enum err disposal_reject(struct ctx *c, struct disposal *d, struct str reason)
{
    struct flow_record r = disposal_flow(c, d);

    ctx_touch(c, STR("disposal"), d->id, STR("reject"));
    return flow_move(c, &r, STR("reject"), reason, NULL);
}

enum err disposal_withdraw(struct ctx *c, struct disposal *d)
{
    struct flow_record r = disposal_flow(c, d);

    ctx_touch(c, STR("disposal"), d->id, STR("withdraw"));
    return flow_move(c, &r, STR("withdraw"), STR(""), NULL);
}

enum err disposal_void(struct ctx *c, struct disposal *d, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(disposal_store_void(c, d, reason));
    TRY(flow_stands(c, STR("disposal"), d->id));
    ctx_touch(c, STR("disposal"), d->id, STR("void"));
    TRY(flow_event(c, STR("disposal"), d->id, STR("void"), reason));
    return flow_event(c, KIND, d->lead_id, STR("disposal_voided"), reason);
}

/* An outcome that bears a form (采信了结, 谈话提醒 …) is a result of every person on the lead. */
static enum err outcome_results(struct ctx *c, const struct disposal *d, const struct def_code *row, struct date on)
{
    struct lead l;
    struct str code = node_str(row->row, "result");
    const struct def_code *kind = code.n > 0 ? def_code(c->def, "results", code) : NULL;
    struct result made;

    if (kind == NULL)
        return ERR_OK;
    struct str family = node_str(kind->row, "family");
    TRY(lead_store_load(c, d->lead_ref, &l));
    for (int i = 0; i < l.n_persons; i++) {
        struct result_new n = { .family = family, .code = code, .person_id = l.persons[i].who.id, .lead_ref = l.ref,
            .disposal_ref = d->ref, .decided_on = on };
        TRY(result_record(c, &n, &made));
    }
    return ERR_OK;
}

/* ended by a move of this user, or as the old register states it */
static enum err end_on(struct ctx *c, struct disposal *d, struct str outcome, struct date ended_on, struct str text, bool entered)
{
    const struct def_code *row = def_code(c->def, "outcome", outcome);
    struct flow_record r = disposal_flow(c, d);

    if (row == NULL || !node_has_word(row->row, "of", d->method))
        return refuse_field(c, STR("outcome"), ERR_INVALID, T_input_no_code, outcome);
    if (!date_is_set(ended_on) || date_cmp(ended_on, d->approved_on) < 0 || date_cmp(ended_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("ended_on"), ERR_INVALID, T_disposal_ended_on, date_str(c->a, ended_on));
    TRY(entered ? flow_follow(c, &r, STR("end")) : flow_move(c, &r, STR("end"), row->zh, NULL));
    d->state = r.state;
    d->rev = r.rev;
    d->outcome = outcome;
    d->ended_on = ended_on;
    TRY(disposal_store_end(c, d));
    TRY(outcome_results(c, d, row, ended_on));
    TRY(lead_follow(c, d->lead_id, outcome));
    ctx_touch(c, STR("disposal"), d->id, STR("end"));
    return flow_event(c, KIND, d->lead_id, STR("disposal_ended"), text.n == 0 ? row->zh : str_fmt(c->a, "%.*s：%.*s", PF(row->zh), PF(text)));
}

enum err disposal_end(struct ctx *c, struct disposal *d, struct str outcome, struct date ended_on, struct str text)
{
    return end_on(c, d, outcome, ended_on, text, false);
}

enum err disposal_enter_end(struct ctx *c, struct disposal *d, struct str outcome, struct date ended_on)
{
    TRY(gate(c, PERM_IMPORT));
    return end_on(c, d, outcome, ended_on, STR(""), true);
}
