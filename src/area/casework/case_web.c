/* case_web.c - case files on pages. */
#include "area/casework/case.h"
#include "area/casework/casework.h"
#include "area/casework/result.h"
#include "area/casework/papers_page.h"
#include "area/register/many.h"
#include "area/register/register.h"
#include "gen/text.h"

static enum err load_arg(struct ctx *c, struct request *q, struct casefile *k)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return case_load(c, ref, k);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "case", HERE_CASE, T_case_title, "", T_case_title, PERM_CASE_FILE, out);
}

/* ---- filing: proposed from a lead; its persons are offered */
static enum err lead_arg(struct ctx *c, struct request *q, struct lead *l)
{
    int64_t ref;

    if (!ref_read(req_str(q, "lead"), &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return lead_load(c, ref, l);
}

static struct str action_of(struct ctx *c, const struct lead *l)
{
    return str_fmt(c->a, "/case/new?lead=%.*s", PF(ref_text(c->a, l->ref)));
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    struct form_values v;

    TRY(lead_arg(c, q, &l));
    form_blank(c, def_form(c->def, "case"), NULL, &v);
    if (l.n_persons > 0 && value_has_field(&v, "person")) {
        const struct person *p = &l.persons[0].who;
        struct value_person one = { p->name, p->unit, p->post, l.persons[0].rank, p->id };
        value_set_persons(c, &v, "person", &one, 1);
    }
    if (value_has_field(&v, "subject"))
        value_set_str(c, &v, "subject", l.subject);
    return register_form_page(c, q, HERE_CASE, text_of(c->lang, T_lead_file_case), &v, action_of(c, &l), record_path(c, "lead", l.ref, ""), out);
}

static enum err person_of(struct ctx *c, const struct form_values *v, int64_t *id)
{
    struct value_person one;
    struct person p;

    if (value_persons(v, "person", &one, 1) == 0)
        return refuse_field(c, STR("person"), ERR_INVALID, T_input_required, STR("person"));
    TRY(person_picked(c, &one.person_id));
    p = (struct person){ .name = one.name, .unit = one.unit, .post = one.post, .rank = one.rank, .party_member = -1, .public_office = -1 };
    *id = one.person_id;
    if (*id == 0) {
        TRY(person_for(c, &p));
        *id = p.id;
    }
    return ERR_OK;
}

static enum err propose(struct ctx *c, const struct form_values *v, const struct lead *l, struct casefile *k)
{
    struct case_new n = { .lead_refs = { l->ref }, .n_leads = 1, .subject = move_str(v, "subject"), .old_no = move_str(v, "old_no"),
        .party_line = value_yes(v, "party_line") == 1, .supervisory_line = value_yes(v, "supervisory_line") == 1,
        .rank = move_str(v, "rank"), .party_member = -1, .public_office = -1, .extra = extra_typed(c, v) };

    if (value_has_field(v, "party_member"))
        n.party_member = value_yes(v, "party_member");
    if (value_has_field(v, "public_office"))
        n.public_office = value_yes(v, "public_office");
    TRY(person_of(c, v, &n.person_id));
    return case_propose(c, &n, k);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    struct form_values v;
    struct casefile k;

    TRY(lead_arg(c, q, &l));
    enum err e = form_read(c, def_form(c->def, "case"), q, &v);
    if (e == ERR_OK)
        e = propose(c, &v, &l, &k);
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_CASE, text_of(c->lang, T_lead_file_case), &v, action_of(c, &l),
            record_path(c, "lead", l.ref, ""), out);
    if (e == ERR_OK)
        out->location = record_path(c, "case", k.ref, "");
    return e;
}

/* ---- the record */
/* The law that the case was opened under: it stays, whatever comes after. */
static struct str law_of(struct ctx *c, const struct casefile *k)
{
    const struct def_workflow *w = def_workflow_version(c->def, STR("case"), k->workflow);

    return w == NULL ? STR("") : c->lang == LANG_EN ? w->en : w->zh;
}

static void facts(struct ctx *c, const struct casefile *k, struct record_view *r)
{
    text_fact(c, r, T_case_person, k->person_name);
    label_fact(c, r, T_stats_rank, "rank", k->rank);
    label_fact(c, r, T_case_party_member, "yesno", k->party_member == 1 ? STR("1") : k->party_member == 0 ? STR("0") : STR(""));
    label_fact(c, r, T_casework_public_office, "yesno", k->public_office == 1 ? STR("1") : k->public_office == 0 ? STR("0") : STR(""));
    text_fact(c, r, T_casework_law_version, law_of(c, k));
    date_fact(c, r, T_casework_proposed_on, k->proposed_on);
    date_fact(c, r, T_case_party_filed_on, k->party_filed_on);
    date_fact(c, r, T_case_supervisory_filed_on, k->supervisory_filed_on);
    date_fact(c, r, T_case_withdrawn_on, k->withdrawn_on);
    date_fact(c, r, T_case_concluded_on, k->concluded_on);
    text_fact(c, r, T_petition_old_no, k->old_no);
    text_fact(c, r, T_petition_organ, k->organ_name);
    text_fact(c, r, T_petition_office, k->office_name);
    text_fact(c, r, T_petition_assignee, k->assignee_name);
}

static enum err linked(struct ctx *c, const struct casefile *k, struct record_view *r)
{
    struct result *res;
    int n;

    TRY(results_of(c, k->id, 0, &res, &n));
    struct record_link *links = NEWS(c->a, struct record_link, (size_t)(n + k->n_leads) + 1);
    for (int i = 0; i < k->n_leads; i++)
        links[r->n_links++] = (struct record_link){ text_of(c->lang, T_petition_lead), record_path(c, "lead", k->leads[i].ref, ""),
            c->who->register_scope ? k->leads[i].no : STR("") };
    for (int i = 0; i < n; i++)
        links[r->n_links++] = (struct record_link){ def_label(c->def, c->lang, "results", res[i].code),
            record_path(c, "result", res[i].ref, ""), result_line(c, &res[i]) };
    r->links = links;
    r->links_title = text_of(c->lang, T_petition_related);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;

    TRY(load_arg(c, q, &k));
    struct flow_record f = case_flow(&k);
    bool filed = date_is_set(k.filed_on);
    struct record_page_view v = { .page = page_new(c, q, HERE_CASE, k.subject),
        .record = record_new(q, filed && c->who->register_scope ? k.no : STR(""), k.subject) };
    v.page.bare = true;
    v.record.path = record_path(c, "case", k.ref, "");
    v.record.rev = k.rev;
    if (k.voided) {
        v.record.banner = text_of(c->lang, T_flow_voided);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    facts(c, &k, &v.record);
    TRY(extra_record(c, STR("case"), k.id, &v.record));
    TRY(linked(c, &k, &v.record));
    TRY(case_papers(c, STR("case"), k.id, k.ref, "filing_decision", !k.voided && may(c, PERM_CASE_FILE), &v.record));
    if (filed && !k.voided && may(c, PERM_RESULT_PROPOSE)) {
        record_move(&v.record, text_of(c->lang, T_lead_result), STR(""), str_fmt(c->a, "/result/new?case=%.*s",
            PF(ref_text(c->a, k.ref))), RECORD_LINK);
        record_move(&v.record, text_of(c->lang, T_casework_proposal_new), STR(""), str_fmt(c->a, "/proposal/new?case=%.*s",
            PF(ref_text(c->a, k.ref))), RECORD_LINK);
    }
    if (!k.voided)
        case_acts_offer(c, v.record.path, &v.record);
    TRY(register_flow(c, &f, k.voided, v.record.path, &v.record));
    if (!k.voided)
        register_recusal(c, k.assignee_id, v.record.path, &v.record);
    v.page.undo = v.record.undo;
    record_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;

    TRY(load_arg(c, q, &k));
    struct flow_record f = case_flow(&k);
    return move_form_page(c, q, &f, record_path(c, "case", k.ref, ""), q->path_args[1], HERE_CASE, k.subject, NULL, out);
}

static enum err act_one(struct ctx *c, struct casefile *k, struct str move, const struct form_values *v)
{
    k->approval = move_str(v, "approver_no");
    if (str_eq(move, STR("approve")))
        return case_approve(c, k, move_date(v, "party_filed_on"), move_date(v, "supervisory_filed_on"));
    struct str approver = move_str(v, "approver");
    if (approver.n > 0)
        return case_act(c, k, move, move_date(v, "on"), str_fmt(c->a, "%.*s：%.*s", PF(approver), PF(move_str(v, "note"))));
    return case_act(c, k, move, move_date(v, "on"), move_str(v, v->form != NULL && value_has_field(v, "reason") ? "reason" : "note"));
}

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;
    struct form_values v;

    TRY(load_arg(c, q, &k));
    struct flow_record f = case_flow(&k);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    if (e == ERR_OK)
        e = act_one(c, &k, q->path_args[1], &v);
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, record_path(c, "case", k.ref, ""), q->path_args[1], HERE_CASE, k.subject, &v, out);
    out->location = said_path(c->a, record_path(c, "case", k.ref, ""), "petition.said_moved", STR(""));
    return e;
}

static enum err many_flow(struct ctx *c, int64_t ref, struct flow_record *f, struct str *name)
{
    struct casefile k;

    TRY(case_load(c, ref, &k));
    *f = case_flow(&k);
    *name = str_fmt(c->a, "%.*s %.*s", PF(k.person_name), PF(k.subject));
    return ERR_OK;
}

static enum err many_act(struct ctx *c, int64_t ref, struct str move, const struct form_values *v)
{
    struct casefile k;

    TRY(case_load(c, ref, &k));
    return act_one(c, &k, move, v);
}

static const struct many many = { "case", HERE_CASE, many_flow, many_act };
static enum err many_get(struct ctx *c, struct request *q, struct reply *out) { return many_page(c, q, &many, out); }
static enum err many_do(struct ctx *c, struct request *q, struct reply *out) { return many_post(c, q, &many, out); }

static enum err undo_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;

    TRY(load_arg(c, q, &k));
    struct flow_record f = case_flow(&k);
    out->location = record_path(c, "case", k.ref, "");
    ctx_touch(c, STR("case"), k.id, STR("undo"));
    return flow_undo(c, &f);
}

static enum err void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;

    TRY(load_arg(c, q, &k));
    out->location = record_path(c, "case", k.ref, "");
    return case_void(c, &k, req_str(q, "reason"));
}

static enum err recuse_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;

    TRY(load_arg(c, q, &k));
    out->location = STR("/case");
    return case_recuse(c, &k, c->who->id);
}

static const struct route routes[] = {
    { GET,  "/case",                 PERM_CASE_READ,   R_LISTED_READ,  list_page,   NULL },
    { GET,  "/case/new",             PERM_CASE_FILE,   R_AUDITED_READ, new_page,    NULL },
    { POST, "/case/new",             PERM_CASE_FILE,   0,              NULL,        new_post },
    { POST, "/case/many/:move",      PERM_CASE_READ,   R_LISTED_READ,  many_get,    NULL },
    { POST, "/case/many/:move/do",   PERM_CASE_READ,   0,              NULL,        many_do },
    { GET,  "/case/:ref",            PERM_CASE_READ,   R_AUDITED_READ, record_page, NULL },
    { GET,  "/case/:ref/do/:move",   PERM_CASE_READ,   R_AUDITED_READ, move_page,   NULL },
    { POST, "/case/:ref/do/:move",   PERM_CASE_READ,   0,              NULL,        move_post },
    { POST, "/case/:ref/undo",       PERM_CASE_READ,   0,              NULL,        undo_post },
    { POST, "/case/:ref/void",       PERM_RECORD_VOID, 0,              NULL,        void_post },
    { POST, "/case/:ref/recuse",     PERM_RECUSE,      0,              NULL,        recuse_post },
};

const struct slice case_slice = { routes, COUNT(routes), NULL, 0 };
