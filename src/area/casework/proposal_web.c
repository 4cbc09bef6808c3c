/* proposal_web.c - proposals of the three types on pages. */
#include "area/casework/casework.h"
#include "area/casework/proposal.h"
#include "area/casework/papers_page.h"
#include "area/register/register.h"
#include "gen/text.h"

static enum err load_arg(struct ctx *c, struct request *q, struct proposal *p)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return proposal_load(c, ref, p);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "proposal", HERE_PROPOSAL, T_proposal_title, "/proposal/new", T_proposal_new_title,
        PERM_RESULT_PROPOSE, out);
}

/* Drafted from a case or a lead, or on its own. */
static struct str new_path(struct ctx *c, struct request *q, int64_t *case_ref, int64_t *lead_ref)
{
    *case_ref = *lead_ref = 0;
    if (ref_read(req_str(q, "case"), case_ref))
        return str_fmt(c->a, "/proposal/new?case=%.*s", PF(req_str(q, "case")));
    if (ref_read(req_str(q, "lead"), lead_ref))
        return str_fmt(c->a, "/proposal/new?lead=%.*s", PF(req_str(q, "lead")));
    *case_ref = *lead_ref = 0;
    return STR("/proposal/new");
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;
    int64_t case_ref, lead_ref;
    struct str action = new_path(c, q, &case_ref, &lead_ref);

    form_blank(c, def_form(c->def, "proposal"), NULL, &v);
    return register_form_page(c, q, HERE_PROPOSAL, text_of(c->lang, T_proposal_new_title), &v, action, STR("/proposal"), out);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;
    struct proposal p;
    int64_t case_ref, lead_ref;
    struct str action = new_path(c, q, &case_ref, &lead_ref);
    enum err e = form_read(c, def_form(c->def, "proposal"), q, &v);

    if (e == ERR_OK) {
        struct proposal_new n = { .type = value_str(&v, "type"), .unit = value_str(&v, "unit"), .title = move_str(&v, "title"),
            .text = move_str(&v, "text"), .reply_due_on = move_date(&v, "reply_due_on"),
            .case_ref = case_ref, .lead_ref = lead_ref, .extra = extra_typed(c, &v) };
        e = proposal_draft(c, &n, &p);
    }
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_PROPOSAL, text_of(c->lang, T_proposal_new_title), &v, action, STR("/proposal"), out);
    if (e == ERR_OK)
        out->location = record_path(c, "proposal", p.ref, "");
    return e;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct proposal p;

    TRY(load_arg(c, q, &p));
    struct flow_record f = proposal_flow(&p);
    struct str title = p.title.n > 0 ? p.title : p.unit;
    struct record_page_view v = { .page = page_new(c, q, HERE_PROPOSAL, title), .record = record_new(q, p.no, title) };
    v.page.bare = true;
    v.record.path = record_path(c, "proposal", p.ref, "");
    v.record.rev = p.rev;
    if (p.voided) {
        v.record.banner = text_of(c->lang, T_flow_voided);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    label_fact(c, &v.record, T_proposal_type, "proposal_type", p.type);
    text_fact(c, &v.record, T_proposal_unit, p.unit);
    date_fact(c, &v.record, T_proposal_issued_on, p.issued_on);
    date_fact(c, &v.record, T_proposal_reply_due_on, p.reply_due_on);
    date_fact(c, &v.record, T_proposal_replied_on, p.replied_on);
    TRY(extra_record(c, STR("proposal"), p.id, &v.record));
    record_fact_wide(&v.record, text_of(c->lang, T_proposal_text), p.text);
    TRY(case_papers(c, STR("proposal"), p.id, p.ref, "proposal_letter", !p.voided && may(c, PERM_RESULT_PROPOSE), &v.record));
    if (p.case_ref != 0)
        record_fact(&v.record, text_of(c->lang, T_case_title), text_of(c->lang, T_case_title), record_path(c, "case", p.case_ref, ""));
    if (p.lead_ref != 0)
        record_fact(&v.record, text_of(c->lang, T_petition_lead), text_of(c->lang, T_petition_lead), record_path(c, "lead", p.lead_ref, ""));
    TRY(register_flow(c, &f, p.voided, v.record.path, &v.record));
    v.page.undo = v.record.undo;
    record_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct proposal p;

    TRY(load_arg(c, q, &p));
    struct flow_record f = proposal_flow(&p);
    return move_form_page(c, q, &f, record_path(c, "proposal", p.ref, ""), q->path_args[1], HERE_PROPOSAL, p.unit, NULL, out);
}

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct proposal p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    struct flow_record f = proposal_flow(&p);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    if (e == ERR_OK && str_eq(q->path_args[1], STR("issue")))
        e = proposal_issue(c, &p, move_date(&v, "issued_on"));
    else if (e == ERR_OK && str_eq(q->path_args[1], STR("reply")))
        e = proposal_reply(c, &p, move_date(&v, "replied_on"), move_str(&v, "note"));
    else if (e == ERR_OK && str_eq(q->path_args[1], STR("look_back")))
        e = proposal_look_back(c, &p, move_date(&v, "on"), move_str(&v, "note"));
    else if (e == ERR_OK)
        e = flow_move(c, &f, q->path_args[1], move_str(&v, "reason"), NULL);
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, record_path(c, "proposal", p.ref, ""), q->path_args[1], HERE_PROPOSAL, p.unit, &v, out);
    out->location = said_path(c->a, record_path(c, "proposal", p.ref, ""), "petition.said_moved", STR(""));
    return e;
}

static enum err void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct proposal p;

    TRY(load_arg(c, q, &p));
    out->location = record_path(c, "proposal", p.ref, "");
    return proposal_void(c, &p, req_str(q, "reason"));
}

static const struct route routes[] = {
    { GET,  "/proposal",                 PERM_PROPOSAL_READ,  R_LISTED_READ,  list_page,   NULL },
    { GET,  "/proposal/new",             PERM_RESULT_PROPOSE, 0,              new_page,    NULL },
    { POST, "/proposal/new",             PERM_RESULT_PROPOSE, 0,              NULL,        new_post },
    { GET,  "/proposal/:ref",            PERM_PROPOSAL_READ,  R_AUDITED_READ, record_page, NULL },
    { GET,  "/proposal/:ref/do/:move",   PERM_PROPOSAL_READ,  R_AUDITED_READ, move_page,   NULL },
    { POST, "/proposal/:ref/do/:move",   PERM_PROPOSAL_READ,  0,              NULL,        move_post },
    { POST, "/proposal/:ref/void",       PERM_RECORD_VOID,    0,              NULL,        void_post },
};

const struct slice proposal_slice = { routes, COUNT(routes), NULL, 0 };
