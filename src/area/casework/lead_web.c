/* lead_web.c - leads and their disposals on pages. */
#include "area/casework/casework.h"
#include "area/casework/lead.h"
#include "area/casework/lead_store.h"
#include "area/casework/result.h"
#include "area/casework/papers_page.h"
#include "area/register/register.h"
#include "gen/text.h"

static enum err load_arg(struct ctx *c, struct request *q, struct lead *l)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return lead_load(c, ref, l);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "lead", HERE_LEAD, T_lead_title, "/lead/new", T_lead_new_title, PERM_LEAD_REGISTER, out);
}

/* ---- registration */
static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;

    form_blank(c, def_form(c->def, "lead"), NULL, &v);
    form_prefill(c, def_form(c->def, "lead"), q, &v);
    return register_form_page(c, q, HERE_LEAD, text_of(c->lang, T_lead_new_title), &v, STR("/lead/new"), STR("/lead"), out);
}

static enum err from_values(struct ctx *c, const struct form_values *v, struct lead_new *n)
{
    struct value_person persons[VALUE_PERSONS_MAX];

    *n = (struct lead_new){ .source = value_str(v, "source"), .source_no = move_str(v, "source_no"), .subject = move_str(v, "subject"),
        .body = value_str(v, "body"), .campaign = move_str(v, "campaign"), .old_no = move_str(v, "old_no"),
        .registered_on = move_date(v, "registered_on"), .received_on = move_date(v, "received_on"), .extra = extra_typed(c, v) };
    n->n_topics = value_codes(v, "topics", n->topics, TAGS_MAX);
    int count = value_persons(v, "persons", persons, VALUE_PERSONS_MAX);
    for (int i = 0; i < count; i++) {
        TRY(person_picked(c, &persons[i].person_id));
        n->persons[n->n_persons++] = (struct reported){ persons[i].name, persons[i].unit, persons[i].post, persons[i].rank,
            persons[i].person_id };
    }
    return ERR_OK;
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;
    struct lead_new n;
    struct lead l;
    enum err e = form_read(c, def_form(c->def, "lead"), q, &v);

    if (e == ERR_OK)
        e = from_values(c, &v, &n);
    if (e == ERR_OK)
        e = lead_register(c, &n, &l);
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_LEAD, text_of(c->lang, T_lead_new_title), &v, STR("/lead/new"), STR("/lead"), out);
    if (e == ERR_OK)
        out->location = said_path(c->a, record_path(c, "lead", l.ref, ""), "petition.said_registered", l.no);
    return e;
}

/* ---- the record */
static struct str flags_of(struct ctx *c, const struct lead_person *p)
{
    return str_fmt(c->a, "%.*s %.*s %.*s%s%.*s%s%.*s", PF(p->who.unit), PF(p->who.post),
        PF(def_label(c->def, c->lang, "rank", p->rank.n > 0 ? p->rank : p->who.rank)), p->umbrella ? " · " : "",
        PF(p->umbrella ? text_of(c->lang, T_lead_umbrella) : STR("")), p->gang_related ? " · " : "",
        PF(p->gang_related ? text_of(c->lang, T_lead_gang) : STR("")));
}

static void facts(struct ctx *c, const struct lead *l, struct record_view *r)
{
    struct str *topics = NEWS(c->a, struct str, TAGS_MAX);

    date_fact(c, r, T_petition_registered_on, l->registered_on);
    date_fact(c, r, T_petition_received_on, l->received_on);
    label_fact(c, r, T_lead_source, "lead_source", l->source);
    text_fact(c, r, T_lead_source_no, l->source_no);
    label_fact(c, r, T_lead_campaign, "campaigns", l->campaign);
    text_fact(c, r, T_petition_old_no, l->old_no);
    text_fact(c, r, T_petition_organ, l->organ_name);
    text_fact(c, r, T_petition_office, l->office_name);
    text_fact(c, r, T_petition_assignee, l->assignee_name);
    date_fact(c, r, T_petition_due_on, l->due_on);
    for (int i = 0; i < l->n_topics; i++)
        topics[i] = def_label(c->def, c->lang, "topics", l->topics[i]);
    record_fact_items(r, text_of(c->lang, T_petition_topics), topics, l->n_topics);
    record_fact_wide(r, text_of(c->lang, T_petition_body), l->body);
    r->persons = NEWS(c->a, struct record_person, (size_t)l->n_persons + 1);
    for (int i = 0; i < l->n_persons; i++)
        r->persons[r->n_persons++] = (struct record_person){ l->persons[i].who.name,
            record_path(c, "person", l->persons[i].who.ref, ""), flags_of(c, &l->persons[i]) };
}

static enum err linked(struct ctx *c, const struct lead *l, struct record_view *r)
{
    struct disposal *d;
    struct result *res;
    struct lead_tie ties[LEAD_TIES_MAX];
    int n, m, tied;

    TRY(disposals_of(c, l->id, &d, &n));
    TRY(results_of(c, 0, l->id, &res, &m));
    TRY(lead_store_ties(c, l->id, ties, &tied));
    struct record_link *links = NEWS(c->a, struct record_link, (size_t)(n + m + tied) + 2);
    if (l->petition_ref != 0)
        links[r->n_links++] = (struct record_link){ text_of(c->lang, T_petition_title), record_path(c, "petition", l->petition_ref, ""),
            c->who->register_scope ? l->petition_no : STR("") };
    for (int i = 0; i < n; i++)
        links[r->n_links++] = (struct record_link){ def_label(c->def, c->lang, "disposal", d[i].method),
            record_path(c, "disposal", d[i].ref, ""), str_fmt(c->a, "%.*s %.*s", PF(date_str(c->a, d[i].approved_on)),
                PF(def_label(c->def, c->lang, "outcome", d[i].outcome))) };
    for (int i = 0; i < m; i++)
        links[r->n_links++] = (struct record_link){ def_label(c->def, c->lang, "results", res[i].code),
            record_path(c, "result", res[i].ref, ""), result_line(c, &res[i]) };
    for (int i = 0; i < tied; i++)
        links[r->n_links++] = (struct record_link){ text_of(c->lang, ties[i].is_case ? T_case_title : T_casework_merged),
            record_path(c, ties[i].is_case ? "case" : "lead", ties[i].ref, ""), c->who->register_scope && ties[i].no.n > 0 ? ties[i].no
                : ties[i].subject };
    r->links = links;
    r->links_title = text_of(c->lang, T_petition_related);
    return ERR_OK;
}

static void step(struct ctx *c, struct record_view *r, enum perm perm, bool open, int label, struct str path, struct str why)
{
    if (!may(c, perm))
        record_cannot(r, text_of(c->lang, label), text_of(c->lang, T_err_FORBIDDEN));
    else if (open)
        record_move(r, text_of(c->lang, label), STR(""), path, RECORD_LINK);
    else
        record_cannot(r, text_of(c->lang, label), why);
}

/* What may be done with a lead follows its state and its disposals, as the domain asks them again. */
static enum err next_steps(struct ctx *c, const struct lead *l, struct record_view *r)
{
    const struct def_workflow *w = def_workflow_version(c->def, STR("lead"), l->workflow);
    struct flow_record f = lead_flow(l);
    struct str state = flow_state_label(c, &f), ref = ref_text(c->a, l->ref);
    int64_t waiting, approved;

    TRY(lead_store_disposals(c, l->id, &waiting, &approved));
    bool disposable = w != NULL && def_move(w, l->state, STR("dispose")) != NULL, fileable = w != NULL && def_move(w, l->state, STR("file_case")) != NULL;
    step(c, r, PERM_DISPOSAL_PROPOSE, disposable && waiting == 0, T_lead_propose, record_path(c, "lead", l->ref, "/disposal"),
        disposable ? text_of(c->lang, T_lead_disposal_open) : text_args(c->a, c->lang, T_lead_not_disposable, &state, 1));
    step(c, r, PERM_CASE_FILE, fileable, T_lead_file_case, str_fmt(c->a, "/case/new?lead=%.*s", PF(ref)),
        text_args(c->a, c->lang, T_case_lead_not_ready, &state, 1));
    step(c, r, PERM_RESULT_PROPOSE, approved > 0, T_lead_result, str_fmt(c->a, "/result/new?lead=%.*s", PF(ref)),
        text_of(c->lang, T_result_lead_not_disposed));
    if (may(c, PERM_RESULT_PROPOSE))
        record_move(r, text_of(c->lang, T_casework_proposal_new), STR(""), str_fmt(c->a, "/proposal/new?lead=%.*s", PF(ref)), RECORD_LINK);
    lead_acts_offer(c, r->path, r);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;

    TRY(load_arg(c, q, &l));
    struct flow_record f = lead_flow(&l);
    struct record_page_view v = { .page = page_new(c, q, HERE_LEAD, l.subject),
        .record = record_new(q, c->who->register_scope ? l.no : STR(""), l.subject) };
    v.page.bare = true;
    v.record.path = record_path(c, "lead", l.ref, "");
    v.record.rev = l.rev;
    if (l.voided) {
        v.record.banner = text_of(c->lang, T_flow_voided);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    facts(c, &l, &v.record);
    TRY(extra_record(c, STR("lead"), l.id, &v.record));
    TRY(linked(c, &l, &v.record));
    TRY(case_papers(c, STR("lead"), l.id, l.ref, "lead_form", false, &v.record));
    if (!l.voided)
        TRY(next_steps(c, &l, &v.record));
    TRY(register_flow(c, &f, l.voided, v.record.path, &v.record));
    if (!l.voided)
        register_recusal(c, l.assignee_id, v.record.path, &v.record);
    v.page.undo = v.record.undo;
    record_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;

    TRY(load_arg(c, q, &l));
    out->location = said_path(c->a, record_path(c, "lead", l.ref, ""), "petition.said_void", l.no);
    return lead_void(c, &l, req_str(q, "reason"));
}

static enum err recuse_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;

    TRY(load_arg(c, q, &l));
    out->location = STR("/lead");
    return lead_recuse(c, &l, c->who->id);
}

/* ---- disposals */
static enum err disposable_arg(struct ctx *c, struct request *q, struct lead *l)
{
    TRY(load_arg(c, q, l));
    return l->voided ? refuse(c, ERR_MOVE, T_flow_voided) : ERR_OK;
}
static enum err disposal_new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    struct form_values v;

    TRY(disposable_arg(c, q, &l));
    form_blank(c, def_form(c->def, "disposal"), NULL, &v);
    return register_form_page(c, q, HERE_LEAD, text_of(c->lang, T_lead_propose), &v, record_path(c, "lead", l.ref, "/disposal"),
        record_path(c, "lead", l.ref, ""), out);
}

static enum err disposal_new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    struct disposal d;
    struct form_values v;

    TRY(disposable_arg(c, q, &l));
    enum err e = form_read(c, def_form(c->def, "disposal"), q, &v);
    if (e == ERR_OK)
        e = disposal_propose(c, &l, value_str(&v, "method"), move_str(&v, "plan"), &d);
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_LEAD, text_of(c->lang, T_lead_propose), &v, record_path(c, "lead", l.ref, "/disposal"),
            record_path(c, "lead", l.ref, ""), out);
    if (e == ERR_OK)
        out->location = record_path(c, "disposal", d.ref, "");
    return e;
}

static enum err disposal_arg(struct ctx *c, struct request *q, struct disposal *d)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return disposal_load(c, ref, d);
}

static enum err disposal_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct disposal d;

    TRY(disposal_arg(c, q, &d));
    struct flow_record f = disposal_flow(c, &d);
    struct str title = def_label(c->def, c->lang, "disposal", d.method);
    struct record_page_view v = { .page = page_new(c, q, HERE_LEAD, title), .record = record_new(q, STR(""), title) };
    v.page.bare = true;
    page_crumb(&v.page, text_of(c->lang, T_petition_lead), record_path(c, "lead", d.lead_ref, ""));
    v.record.path = record_path(c, "disposal", d.ref, "");
    v.record.rev = d.rev;
    if (d.voided) {
        v.record.banner = text_of(c->lang, T_flow_voided);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    label_fact(c, &v.record, T_stats_method, "disposal", d.method);
    text_fact(c, &v.record, T_casework_proposer, d.proposer);
    date_fact(c, &v.record, T_casework_proposed_on, d.proposed_on);
    text_fact(c, &v.record, T_casework_approver, d.approver);
    date_fact(c, &v.record, T_casework_approved_on, d.approved_on);
    text_fact(c, &v.record, T_casework_approver_no, d.approver_no);
    label_fact(c, &v.record, T_casework_outcome, "outcome", d.outcome);
    date_fact(c, &v.record, T_casework_ended_on, d.ended_on);
    record_fact_wide(&v.record, text_of(c->lang, T_casework_plan), d.plan);
    TRY(register_flow(c, &f, d.voided, v.record.path, &v.record));
    v.page.undo = v.record.undo;
    record_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err disposal_move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct disposal d;

    TRY(disposal_arg(c, q, &d));
    struct flow_record f = disposal_flow(c, &d);
    return move_form_page(c, q, &f, record_path(c, "disposal", d.ref, ""), q->path_args[1], HERE_LEAD,
        def_label(c->def, c->lang, "disposal", d.method), NULL, out);
}

static enum err disposal_act(struct ctx *c, struct disposal *d, struct str move, const struct form_values *v)
{
    if (str_eq(move, STR("approve")))
        return disposal_approve(c, d, move_date(v, "approved_on"), move_str(v, "approver_no"));
    if (str_eq(move, STR("reject")))
        return disposal_reject(c, d, move_str(v, "reason"));
    if (str_eq(move, STR("withdraw")))
        return disposal_withdraw(c, d);
    return disposal_end(c, d, move_str(v, "outcome"), move_date(v, "ended_on"), move_str(v, "note"));
}

static enum err disposal_move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct disposal d;
    struct form_values v;

    TRY(disposal_arg(c, q, &d));
    struct flow_record f = disposal_flow(c, &d);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    if (e == ERR_OK)
        e = disposal_act(c, &d, q->path_args[1], &v);
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, record_path(c, "disposal", d.ref, ""), q->path_args[1], HERE_LEAD,
            def_label(c->def, c->lang, "disposal", d.method), &v, out);
    out->location = record_path(c, "lead", d.lead_ref, "");
    return e;
}

static enum err disposal_void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct disposal d;

    TRY(disposal_arg(c, q, &d));
    out->location = record_path(c, "disposal", d.ref, "");
    return disposal_void(c, &d, req_str(q, "reason"));
}

static const struct route routes[] = {
    { GET,  "/lead",                     PERM_LEAD_READ,        R_LISTED_READ,  list_page,          NULL },
    { GET,  "/lead/new",                 PERM_LEAD_REGISTER,    0,              new_page,           NULL },
    { POST, "/lead/new",                 PERM_LEAD_REGISTER,    0,              NULL,               new_post },
    { GET,  "/lead/:ref",                PERM_LEAD_READ,        R_AUDITED_READ, record_page,        NULL },
    { GET,  "/lead/:ref/disposal",       PERM_DISPOSAL_PROPOSE, R_AUDITED_READ, disposal_new_page,  NULL },
    { POST, "/lead/:ref/disposal",       PERM_DISPOSAL_PROPOSE, 0,              NULL,               disposal_new_post },
    { POST, "/lead/:ref/void",           PERM_RECORD_VOID,      0,              NULL,               void_post },
    { POST, "/lead/:ref/recuse",         PERM_RECUSE,           0,              NULL,               recuse_post },
    { POST, "/disposal/:ref/void",       PERM_RECORD_VOID,      0,              NULL,               disposal_void_post },
    { GET,  "/disposal/:ref",            PERM_LEAD_READ,        R_AUDITED_READ, disposal_page,      NULL },
    { GET,  "/disposal/:ref/do/:move",   PERM_LEAD_READ,        R_AUDITED_READ, disposal_move_page, NULL },
    { POST, "/disposal/:ref/do/:move",   PERM_LEAD_READ,        0,              NULL,               disposal_move_post },
};

const struct slice lead_slice = { routes, COUNT(routes), NULL, 0 };
