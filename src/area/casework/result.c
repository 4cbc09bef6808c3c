#include "area/casework/result.h"

#include "area/casework/result_store.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND STR("result")

static struct flow_record result_flow(const struct ctx *c, const struct result *r)
{
    struct date today = date_of_ms(c->now_ms);
    const struct def_workflow *w = def_workflow(c->def, KIND, date_is_set(r->decided_on) ? r->decided_on : today);

    return (struct flow_record){ KIND, r->state, r->id, r->rev, w != NULL ? w->version : 1, r->proposed_by };
}

/* ---- what may be proposed */
static bool is_sanction(struct str family) { return str_eq(family, STR("party")) || str_eq(family, STR("gov")); }

static enum err code_check(struct ctx *c, const struct result_new *n, struct date on)
{
    const struct def_code *row = def_code(c->def, "results", n->code);

    if (row == NULL || !str_eq(node_str(row->row, "family"), n->family))
        return refuse_field(c, STR("code"), ERR_INVALID, T_input_no_code, n->code);
    if (date_is_set(row->from) && date_is_set(on) && date_cmp(on, row->from) < 0)
        return refuse_field(c, STR("code"), ERR_INVALID, T_result_not_yet_law, row->zh);
    if (n->topic.n > 0 && def_code(c->def, "topics", n->topic) == NULL)
        return refuse_field(c, STR("topic"), ERR_INVALID, T_input_no_code, n->topic);
    if (n->campaign.n > 0 && def_code(c->def, "campaigns", n->campaign) == NULL)
        return refuse_field(c, STR("campaign"), ERR_INVALID, T_input_no_code, n->campaign);
    if (n->basis.n > 0 && def_code(c->def, "basis", n->basis) == NULL)
        return refuse_field(c, STR("basis"), ERR_INVALID, T_input_no_code, n->basis);
    return ERR_OK;
}

/* A sanction needs a case that was filed on the line it belongs to; expulsion from the Party needs a member. */
static enum err case_check(struct ctx *c, const struct result_new *n, struct result *r)
{
    struct casefile k;

    if (n->case_ref == 0)
        return is_sanction(n->family) ? refuse_field(c, STR("case"), ERR_INVALID, T_result_no_case, STR("")) : ERR_OK;
    TRY(case_load(c, n->case_ref, &k));
    if (k.voided || !date_is_set(k.filed_on))
        return refuse(c, ERR_MOVE, T_result_case_not_filed);
    if (str_eq(n->family, STR("party")) && k.party_member == 0 && !k.is_organisation)
        return refuse_field(c, STR("code"), ERR_INVALID, T_case_not_member, k.person_name);
    r->case_id = k.id;
    r->case_ref = k.ref;
    r->case_no = k.no;
    return ERR_OK;
}

static enum err fill(struct ctx *c, const struct result_new *n, struct result *r)
{
    struct person p;
    struct lead l;
    struct disposal d;

    *r = (struct result){ .family = n->family, .code = n->code, .topic = n->topic, .campaign = n->campaign, .basis = n->basis,
        .text = n->text, .no = n->no, .person_id = n->person_id, .organ_id = n->organ_id != 0 ? n->organ_id : c->who->organ_id,
        .decided_on = n->decided_on, .effective_on = n->effective_on, .proposed_by = c->who->id };
    TRY(code_check(c, n, n->decided_on));
    TRY(person_by_id(c, n->person_id, &p));
    r->person_name = p.name;
    TRY(case_check(c, n, r));
    if (n->lead_ref != 0) {
        TRY(lead_load(c, n->lead_ref, &l));
        r->lead_id = l.id;
        r->lead_ref = l.ref;
    }
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

enum err result_propose(struct ctx *c, const struct result_new *n, struct result *out)
{
    int version;

    TRY(gate(c, PERM_RESULT_PROPOSE));
    TRY(fill(c, n, out));
    TRY(key_check(c, out->organ_id, n->imported_key));
    TRY(flow_open(c, KIND, date_of_ms(c->now_ms), &out->state, &version));
    out->decided_on = out->effective_on = DATE_NONE;        /* what was not decided never counts */
    TRY(result_store_add(c, n, out));
    TRY(flow_event(c, KIND, out->id, STR("propose"), STR("")));
    TRY(tell_records(c, out, STR("result_proposed")));
    ctx_touch(c, KIND, out->id, STR("propose"));
    return ERR_OK;
}

/* ---- decision */
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

enum err result_approve(struct ctx *c, struct result *r, struct date decided_on, struct date effective_on)
{
    struct flow_record f = result_flow(c, r);
    struct result_new again = { .family = r->family, .code = r->code };
    bool asked = str_starts(r->family, STR("org_"));        /* another body decides; the commission proposes */
    int year, month, day;
    int64_t value;

    if (asked && !date_is_set(r->decided_on))
        return refuse(c, ERR_MOVE, T_result_no_answer);
    TRY(dates_set(c, r, asked ? r->decided_on : decided_on, effective_on));
    TRY(code_check(c, &again, r->decided_on));
    TRY(flow_move(c, &f, STR("approve"), date_str(c->a, r->counted_on), NULL));
    r->state = f.state;
    r->rev = f.rev;
    if (r->no.n == 0 && is_sanction(r->family)) {
        date_split(r->decided_on, &year, &month, &day);
        TRY(counter_next(c, r->organ_id, KIND, year, &value));
        r->no = register_no(c->a, "处", year, value);
    }
    TRY(result_store_approve(c, r));
    ctx_touch(c, KIND, r->id, STR("approve"));
    return tell_records(c, r, STR("result_approved"));
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
    return result_store_answer(c, r, b->scan);
}

enum err result_reject(struct ctx *c, struct result *r, struct str reason)
{
    struct flow_record f = result_flow(c, r);

    ctx_touch(c, KIND, r->id, STR("reject"));
    return flow_move(c, &f, STR("reject"), reason, NULL);
}

enum err result_revoke(struct ctx *c, struct result *r, struct date on, struct str reason)
{
    TRY(gate(c, PERM_RESULT_APPROVE));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(result_store_revoke(c, r->id, date_is_set(on) ? on : date_of_ms(c->now_ms)));
    ctx_touch(c, KIND, r->id, STR("revoke"));
    return flow_event(c, KIND, r->id, STR("revoke"), reason);
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
enum err result_warnings(struct ctx *c, const struct result *r, struct str **out, int *n)
{
    const struct def_code *own = def_code(c->def, "results", r->code);
    struct result *others;
    int count = 0;

    *n = 0;
    *out = NEWS(c->a, struct str, 8);
    if (!is_sanction(r->family) || own == NULL || node_str(own->row, "matches").n == 0)
        return ERR_OK;
    TRY(results_of(c, r->case_id, 0, &others, &count));
    for (int i = 0; i < count && *n < 8; i++) {
        const struct result *o = &others[i];
        if (o->voided || o->person_id != r->person_id || !is_sanction(o->family) || str_eq(o->family, r->family))
            continue;
        if (!node_has_word(own->row, "matches", o->code))
            (*out)[(*n)++] = str_fmt(c->a, "%.*s / %.*s", PF(own->zh), PF(def_label(c->def, LANG_ZH, "results", o->code)));
    }
    return ERR_OK;
}
