#include "area/casework/result.h"

#include "area/casework/entered.h"
#include "area/casework/lead_store.h"
#include "area/casework/result_store.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"
#include "base/text.h"

#define KIND STR("result")

struct flow_record result_flow(const struct ctx *c, const struct result *r)
{
    const struct def_workflow *w = def_workflow(c->def, KIND, date_of_ms(r->made_at_ms));

    return (struct flow_record){ KIND, r->state, r->id, r->rev, w != NULL ? w->version : 1, r->proposed_by };
}

struct str result_line(struct ctx *c, const struct result *r)
{
    struct flow_record f = result_flow(c, r);
    struct str where = r->voided ? text_of(c->lang, T_casework_voided) : date_is_set(r->counted_on) ? date_str(c->a, r->counted_on)
        : flow_state_label(c, &f);

    return str_fmt(c->a, "%.*s %.*s", PF(r->person_name), PF(where));
}

/* ---- what may be proposed */
static bool is_sanction(struct str family) { return str_eq(family, STR("party")) || str_eq(family, STR("gov")); }
static bool yes(const struct def_code *row, const char *column) { return str_eq(node_str(row->row, column), STR("yes")); }

/* The kind must exist in the law of that day: a row stands under the rule that was in force, and may have days of its own. */
static enum err code_check(struct ctx *c, const struct result_new *n, struct date on)
{
    const struct def_code *row = def_code(c->def, "results", n->code);

    if (row == NULL || !str_eq(node_str(row->row, "family"), n->family))
        return refuse_field(c, STR("code"), ERR_INVALID, T_input_no_code, n->code);
    if (!date_is_set(on))
        on = date_of_ms(c->now_ms);
    bool dated = (!date_is_set(row->from) || date_cmp(on, row->from) >= 0) && (!date_is_set(row->to) || date_cmp(on, row->to) <= 0);
    if (!dated || !def_in_force(c->def, row->source, on))
        return refuse_field(c, STR("code"), ERR_INVALID, T_result_not_yet_law, row->zh);
    if (n->topic.n > 0 && def_code(c->def, "topics", n->topic) == NULL)
        return refuse_field(c, STR("topic"), ERR_INVALID, T_input_no_code, n->topic);
    if (n->campaign.n > 0 && def_code(c->def, "campaigns", n->campaign) == NULL)
        return refuse_field(c, STR("campaign"), ERR_INVALID, T_input_no_code, n->campaign);
    if (n->basis.n > 0 && def_code(c->def, "basis", n->basis) == NULL)
        return refuse_field(c, STR("basis"), ERR_INVALID, T_input_no_code, n->basis);
    return ERR_OK;
}

/* Managers of villages and communities get the lighter kinds only, once the law says so; before that day it is a warning. */
static bool not_for(const struct def_code *row, struct str rank) { return rank.n > 0 && node_has_word(row->row, "not_for", rank); }

static enum err rank_check(struct ctx *c, const struct result *r, struct str rank, struct date on)
{
    const struct def_code *row = def_code(c->def, "results", r->code);

    if (row == NULL || !not_for(row, rank) || !def_in_force(c->def, node_str(row->row, "not_for_source"), date_is_set(on) ? on : date_of_ms(c->now_ms)))
        return ERR_OK;
    return refuse_field(c, STR("code"), ERR_INVALID, T_result_not_for_rank, row->zh);
}

/* A sanction is decided in adjudication, on the line that the case was filed on, for the subject of the case. */
static enum err sanction_check(struct ctx *c, const struct result_new *n, const struct casefile *k, const struct person *p)
{
    struct person subject;
    bool party = str_eq(n->family, STR("party")), acted;

    if (!str_eq(k->state, STR("adjudicating")))
        return refuse(c, ERR_MOVE, T_result_not_adjudicated);
    struct flow_record f = case_flow(k);
    TRY(flow_acted(c, &f, STR("propose submit"), &acted));
    if (acted)          /* rules on oversight, article 54: the sanction is the adjudicators' to propose */
        return refuse(c, ERR_FORBIDDEN, T_case_separate);
    if (party ? !k->party_line : !k->supervisory_line)
        return refuse_field(c, STR("code"), ERR_INVALID, party ? T_result_no_party_line : T_result_no_supervisory_line, k->no);
    TRY(person_by_id(c, k->person_id, &subject));
    if (subject.canonical_id != p->canonical_id)
        return refuse_field(c, STR("person"), ERR_INVALID, T_result_other_person, k->person_name);
    return ERR_OK;
}

static enum err case_check(struct ctx *c, const struct result_new *n, const struct person *p, struct result *r)
{
    struct casefile k;

    if (n->case_ref == 0)
        return is_sanction(n->family) && !str_eq(n->basis, STR("after_conviction"))
            ? refuse_field(c, STR("code"), ERR_INVALID, T_result_no_case, STR("")) : ERR_OK;
    TRY(case_load(c, n->case_ref, &k));
    if (k.voided || !date_is_set(k.filed_on))
        return refuse(c, ERR_MOVE, T_result_case_not_filed);
    if (str_eq(n->family, STR("party")) && k.party_member == 0 && !k.is_organisation)
        return refuse_field(c, STR("code"), ERR_INVALID, T_case_not_member, k.person_name);
    if (is_sanction(n->family) && n->imported_key.n == 0)
        TRY(sanction_check(c, n, &k, p));
    if (str_eq(n->family, STR("gov")) && k.public_office == 0)
        return refuse_field(c, STR("code"), ERR_INVALID, T_result_not_public, k.person_name);
    r->case_id = k.id;
    r->case_ref = k.ref;
    r->case_no = k.no;
    return rank_check(c, r, k.rank, n->decided_on);
}

/* Only accountability, and a sanction after a conviction, stand without lead and case; a lead must have been disposed of first. */
static enum err lead_check(struct ctx *c, const struct result_new *n, struct result *r)
{
    struct lead l;
    int64_t waiting, approved;
    bool alone = str_eq(n->family, STR("accountability")) || str_eq(n->basis, STR("after_conviction"));

    if (n->lead_ref == 0)
        return r->case_id != 0 || alone ? ERR_OK : refuse_field(c, STR("code"), ERR_INVALID, T_result_no_lead, STR(""));
    TRY(lead_load(c, n->lead_ref, &l));
    r->lead_id = l.id;
    r->lead_ref = l.ref;
    if (l.voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    if (r->case_id != 0 || alone || n->imported_key.n > 0)
        return ERR_OK;
    TRY(lead_store_disposals(c, l.id, &waiting, &approved));
    return approved > 0 ? ERR_OK : refuse(c, ERR_MOVE, T_result_lead_not_disposed);
}

static enum err subject_check(struct ctx *c, const struct result_new *n, const struct person *p)
{
    const struct def_code *row = def_code(c->def, "results", n->code);
    bool typed = is_sanction(n->family) || str_eq(n->family, STR("accountability"));

    if (!typed || row == NULL || yes(row, "of_organisation") == p->is_organisation)
        return ERR_OK;
    return refuse_field(c, STR("code"), ERR_INVALID, p->is_organisation ? T_result_for_persons : T_result_for_organisations, row->zh);
}

static enum err fill(struct ctx *c, const struct result_new *n, struct result *r)
{
    struct person p;
    struct disposal d;

    *r = (struct result){ .family = n->family, .code = n->code, .topic = n->topic, .campaign = n->campaign, .basis = n->basis,
        .text = n->text, .no = n->no, .person_id = n->person_id, .organ_id = n->organ_id != 0 ? n->organ_id : c->who->organ_id,
        .decided_on = n->decided_on, .effective_on = n->effective_on, .proposed_by = c->who->id, .made_at_ms = c->now_ms };
    TRY(code_check(c, n, n->decided_on));
    TRY(person_by_id(c, n->person_id, &p));
    r->person_name = p.name;
    TRY(subject_check(c, n, &p));
    TRY(case_check(c, n, &p, r));
    TRY(lead_check(c, n, r));
    if (n->case_ref == 0)
        TRY(rank_check(c, r, p.rank, n->decided_on));
    if (n->disposal_ref != 0) {
        TRY(disposal_load(c, n->disposal_ref, &d));
        r->disposal_id = d.id;
    }
    r->id = rand_id(c->rand, c->now_ms);
    r->ref = rand_ref(c->rand);
    return ERR_OK;
}

static enum err key_check(struct ctx *c, int64_t organ_id, struct str key)
{
    bool known = false;

    if (key.n > 0)
        TRY(result_store_key_known(c, organ_id, key, &known));
    return known ? refuse(c, ERR_CONFLICT, T_petition_imported_again, key) : ERR_OK;
}

static enum err tell_records(struct ctx *c, const struct result *r, struct str event)
{
    struct str what = def_label(c->def, LANG_ZH, "results", r->code);

    if (r->case_id != 0)
        TRY(flow_event(c, STR("case"), r->case_id, event, what));
    if (r->lead_id != 0)
        TRY(flow_event(c, STR("lead"), r->lead_id, event, what));
    return ERR_OK;
}

static enum err open_new(struct ctx *c, const struct result_new *n, struct result *out)
{
    int version;

    TRY(fill(c, n, out));
    TRY(key_check(c, out->organ_id, n->imported_key));
    TRY(flow_open(c, KIND, date_of_ms(c->now_ms), &out->state, &version));
    out->decided_on = out->effective_on = DATE_NONE;        /* what was not decided never counts */
    TRY(result_store_add(c, n, out));
    TRY(extra_keep(c, KIND, out->id, &n->extra));
    TRY(flow_event(c, KIND, out->id, STR("propose"), STR("")));
    TRY(tell_records(c, out, STR("result_proposed")));
    ctx_touch(c, KIND, out->id, STR("propose"));
    return ERR_OK;
}

enum err result_propose(struct ctx *c, const struct result_new *n, struct result *out)
{
    TRY(gate(c, PERM_RESULT_PROPOSE));
    return open_new(c, n, out);
}

/* ---- decision */
/* Another body decides; the commission proposes. */
bool result_asks(const struct ctx *c, struct str family, struct str code)
{
    const struct def_code *of = def_code(c->def, "result_family", family), *row = def_code(c->def, "results", code);

    return (of != NULL && yes(of, "asked")) || (row != NULL && yes(row, "asked"));
}

static bool asks_a_body(const struct ctx *c, const struct result *r) { return result_asks(c, r->family, r->code); }

/* The one counting date (definitions.md G4): sanctions at effect, everything else at the decision. */
static enum err dates_set(struct ctx *c, struct result *r, struct date decided_on, struct date effective_on)
{
    struct date today = date_of_ms(c->now_ms);

    if (!date_is_set(decided_on))
        decided_on = today;
    if (!date_is_set(effective_on))
        effective_on = decided_on;
    if (date_cmp(decided_on, today) > 0)
        return refuse_field(c, STR("decided_on"), ERR_INVALID, T_input_future, date_str(c->a, decided_on));
    if (date_cmp(effective_on, decided_on) < 0)
        return refuse_field(c, STR("effective_on"), ERR_INVALID, T_result_effective_early, date_str(c->a, effective_on));
    r->decided_on = decided_on;
    r->effective_on = is_sanction(r->family) ? effective_on : DATE_NONE;
    r->counted_on = is_sanction(r->family) ? effective_on : decided_on;
    return ERR_OK;
}

/* What was right when proposed is asked again on the day of the decision: the law and the case may have moved on. */
static enum err still_right(struct ctx *c, struct result *r, struct date decided_on, struct date effective_on)
{
    struct result_new again = { .family = r->family, .code = r->code };
    struct casefile k;

    if (asks_a_body(c, r) && !date_is_set(r->decided_on))
        return refuse(c, ERR_MOVE, T_result_no_answer);
    TRY(dates_set(c, r, asks_a_body(c, r) ? r->decided_on : decided_on, effective_on));
    TRY(code_check(c, &again, r->decided_on));
    if (r->case_ref == 0)
        return ERR_OK;
    TRY(case_load(c, r->case_ref, &k));
    if (is_sanction(r->family) && date_cmp(r->decided_on, k.filed_on) < 0)
        return refuse_field(c, STR("decided_on"), ERR_INVALID, T_result_before_filing, date_str(c->a, k.filed_on));
    return rank_check(c, r, k.rank, r->decided_on);
}

static enum err decided(struct ctx *c, struct result *r, const struct flow_record *f, int64_t approved_by)
{
    int year, month, day;
    int64_t value;

    r->state = f->state;
    r->rev = f->rev;
    r->approved_by = approved_by;
    if (r->no.n == 0 && is_sanction(r->family)) {
        date_split(r->decided_on, &year, &month, &day);
        TRY(counter_next(c, r->organ_id, KIND, year, &value));
        r->no = register_no(c->a, "处", year, value);
    }
    TRY(result_store_approve(c, r));
    ctx_touch(c, KIND, r->id, STR("approve"));
    return tell_records(c, r, STR("result_approved"));
}

enum err result_approve(struct ctx *c, struct result *r, struct date decided_on, struct date effective_on)
{
    struct flow_record f = result_flow(c, r);

    TRY(still_right(c, r, decided_on, effective_on));
    TRY(flow_move(c, &f, STR("approve"), date_str(c->a, r->counted_on), NULL));
    return decided(c, r, &f, c->who->id);
}

enum err result_enter(struct ctx *c, const struct result_new *n, const struct entered *e, const struct body_answer *b, struct result *out)
{
    TRY(entered_check(c, e));
    TRY(open_new(c, n, out));
    struct flow_record f = result_flow(c, out);
    if (asks_a_body(c, out)) {
        if (b->name.n == 0 || b->number.n == 0)
            return refuse_field(c, STR("body_name"), ERR_INVALID, T_result_answer_parts, STR(""));
        TRY(flow_follow(c, &f, STR("answer")));
        out->body_name = b->name;
        out->body_no = b->number;
        out->decided_on = e->on;
        TRY(result_store_answer(c, out, STR("")));
    }
    TRY(still_right(c, out, e->on, n->effective_on));
    TRY(flow_follow(c, &f, STR("approve")));
    TRY(flow_event(c, KIND, out->id, STR("entered"), entered_note(c, e)));
    return decided(c, out, &f, 0);
}

enum err result_record(struct ctx *c, const struct result_new *n, struct result *out)
{
    TRY(fill(c, n, out));
    TRY(dates_set(c, out, n->decided_on, n->effective_on));
    out->state = STR("approved");
    out->approved_by = c->who->id;
    TRY(result_store_add(c, n, out));
    return flow_event(c, KIND, out->id, STR("approve"), STR(""));
}

/* What another body decides is recorded with its name, number and date (decisions.md section 3, 4): the commission only proposed. */
enum err result_answer(struct ctx *c, struct result *r, const struct body_answer *b)
{
    struct flow_record f = result_flow(c, r);

    if (b->name.n == 0 || b->number.n == 0 || !date_is_set(b->decided_on))
        return refuse_field(c, STR("body_name"), ERR_INVALID, T_result_answer_parts, STR(""));
    if (date_cmp(b->decided_on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("decided_on"), ERR_INVALID, T_input_future, date_str(c->a, b->decided_on));
    TRY(flow_move(c, &f, STR("answer"), str_fmt(c->a, "%.*s %.*s", PF(b->name), PF(b->number)), NULL));
    r->state = f.state;
    r->rev = f.rev;
    r->body_name = b->name;
    r->body_no = b->number;
    r->decided_on = b->decided_on;
    ctx_touch(c, KIND, r->id, STR("answer"));
    TRY(result_store_answer(c, r, b->n_scans > 0 ? b->scans[0].name : STR("")));
    for (int i = 0; i < b->n_scans; i++)
        TRY(scan_keep(c, r->id, &b->scans[i]));
    return ERR_OK;
}

enum err result_reject(struct ctx *c, struct result *r, struct str reason)
{
    struct flow_record f = result_flow(c, r);

    ctx_touch(c, KIND, r->id, STR("reject"));
    return flow_move(c, &f, STR("reject"), reason, NULL);
}

enum err result_review(struct ctx *c, struct result *r, struct str finding, struct date on, struct str reason)
{
    struct flow_record f = result_flow(c, r);
    const struct def_code *row = def_code(c->def, "review_finding", finding);

    if (row == NULL)
        return refuse_field(c, STR("finding"), ERR_INVALID, T_input_no_code, finding);
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    if (!date_is_set(on) || date_cmp(on, r->decided_on) < 0 || date_cmp(on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_result_review_day, date_str(c->a, on));
    TRY(flow_move(c, &f, STR("review"), str_fmt(c->a, "%.*s %.*s：%.*s", PF(date_str(c->a, on)), PF(row->zh), PF(reason)), NULL));
    r->state = f.state;
    r->rev = f.rev;
    ctx_touch(c, KIND, r->id, STR("review"));
    return str_eq(finding, STR("upheld")) ? ERR_OK : result_store_revoke(c, r->id, on);
}

enum err result_void(struct ctx *c, struct result *r, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(result_store_void(c, r, reason));
    ctx_touch(c, KIND, r->id, STR("void"));
    return flow_event(c, KIND, r->id, STR("void"), reason);
}

/* ---- matching of party and government sanctions: official practice, shown as a warning, never a block */
static struct str pair_text(struct ctx *c, const struct def_code *own, struct str other)
{
    struct str both = str_fmt(c->a, "%.*s / %.*s", PF(c->lang == LANG_EN ? own->en : own->zh), PF(def_label(c->def, c->lang, "results", other)));

    return text_args(c->a, c->lang, T_result_mismatch, &both, 1);
}

static bool stands(const struct result *o) { return !o->voided && !str_eq(o->state, STR("rejected")) && !str_eq(o->state, STR("withdrawn")); }

/* A heavy sanction of a person who is both a member and a public employee has its counterpart; villages and communities excepted. */
static bool wants_pair(const struct def_code *own, const struct casefile *k)
{
    bool village = str_eq(k->rank, STR("RK_NC")) || str_eq(k->rank, STR("RK_SQ"));

    return yes(own, "heavy") && k->party_line && k->supervisory_line && k->party_member == 1 && k->public_office == 1 && !village;
}

static enum err pair_warnings(struct ctx *c, const struct result *r, const struct def_code *own, const struct casefile *k, struct str *out, int *n)
{
    struct result *others;
    bool paired = false;
    int count = 0;

    TRY(results_of(c, r->case_id, 0, &others, &count));
    for (int i = 0; i < count && *n < 6; i++) {
        const struct result *o = &others[i];
        if (!stands(o) || o->person_id != r->person_id || !is_sanction(o->family) || str_eq(o->family, r->family))
            continue;
        paired = true;
        if (!node_has_word(own->row, "matches", o->code))
            out[(*n)++] = pair_text(c, own, o->code);
    }
    if (!paired && wants_pair(own, k))
        out[(*n)++] = text_args(c->a, c->lang, T_result_unpaired, &own->zh, 1);
    return ERR_OK;
}

enum err result_warnings(struct ctx *c, const struct result *r, struct str **out, int *n)
{
    const struct def_code *own = def_code(c->def, "results", r->code);
    struct casefile k;

    *n = 0;
    *out = NEWS(c->a, struct str, 8);
    if (!is_sanction(r->family) || own == NULL || r->case_ref == 0 || r->voided || yes(own, "of_organisation"))
        return ERR_OK;
    TRY(case_load(c, r->case_ref, &k));
    if (not_for(own, k.rank))
        (*out)[(*n)++] = text_args(c->a, c->lang, T_result_village, &own->zh, 1);
    return pair_warnings(c, r, own, &k, *out, n);
}
