/* result_web.c - results on pages: proposed for a case or a lead, approved by another person, answered by the competent body. */
#include "area/casework/casework.h"
#include "area/casework/result.h"
#include "area/casework/papers_page.h"
#include "area/register/many.h"
#include "area/register/register.h"
#include "gen/text.h"

static enum err load_arg(struct ctx *c, struct request *q, struct result *r)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return result_load(c, ref, r);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "result", HERE_RESULT, T_result_title, "/result/new?alone=1", T_casework_accountability, PERM_RESULT_PROPOSE, out);
}

/* ---- proposal of a result */
struct origin { struct casefile k; struct lead l; bool of_case, alone; struct str action, back; };

static enum err origin_arg(struct ctx *c, struct request *q, struct origin *o)
{
    int64_t ref;

    *o = (struct origin){ .of_case = ref_read(req_str(q, "case"), &ref) };
    if (o->of_case) {
        TRY(case_load(c, ref, &o->k));
        o->action = str_fmt(c->a, "/result/new?case=%.*s", PF(ref_text(c->a, ref)));
        o->back = record_path(c, "case", ref, "");
        return ERR_OK;
    }
    if (str_eq(req_str(q, "alone"), STR("1"))) {
        o->alone = true;
        o->action = STR("/result/new?alone=1");
        o->back = STR("/result");
        return ERR_OK;
    }
    if (!ref_read(req_str(q, "lead"), &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(lead_load(c, ref, &o->l));
    o->action = str_fmt(c->a, "/result/new?lead=%.*s", PF(ref_text(c->a, ref)));
    o->back = record_path(c, "lead", ref, "");
    return ERR_OK;
}

static enum err person_default(struct ctx *c, const struct origin *o, struct person *p)
{
    if (o->of_case)
        return person_by_id(c, o->k.person_id, p);
    *p = o->l.n_persons > 0 ? o->l.persons[0].who : (struct person){ 0 };
    return ERR_OK;
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct origin o;
    struct form_values v;
    struct person p;

    TRY(origin_arg(c, q, &o));
    TRY(person_default(c, &o, &p));
    form_blank(c, def_form(c->def, "result"), NULL, &v);
    form_prefill(c, def_form(c->def, "result"), q, &v);
    if (p.id != 0) {
        struct value_person one = { p.name, p.unit, p.post, p.rank, p.id };
        value_set_persons(c, &v, "person", &one, 1);
    }
    return register_form_page(c, q, HERE_RESULT, text_of(c->lang, T_lead_result), &v, o.action, o.back, out);
}

static enum err propose(struct ctx *c, const struct form_values *v, const struct origin *o, struct result *r)
{
    struct value_person one;
    struct str code = value_str(v, "code");
    const struct def_code *row = def_code(c->def, "results", code);
    struct result_new n = { .code = code, .family = row != NULL ? node_str(row->row, "family") : STR(""), .topic = move_str(v, "topic"),
        .campaign = move_str(v, "campaign"), .basis = move_str(v, "basis"), .text = move_str(v, "text"),
        .case_ref = o->of_case ? o->k.ref : 0, .lead_ref = o->of_case || o->alone ? 0 : o->l.ref, .extra = extra_typed(c, v) };

    if (value_persons(v, "person", &one, 1) == 0)
        return refuse_field(c, STR("person"), ERR_INVALID, T_input_required, STR("person"));
    TRY(person_picked(c, &one.person_id));
    struct person p = { .id = one.person_id, .name = one.name, .unit = one.unit, .post = one.post, .rank = one.rank, .party_member = -1,
        .public_office = -1 };
    if (p.id == 0)
        TRY(person_for(c, &p));
    n.person_id = p.id;
    return result_propose(c, &n, r);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct origin o;
    struct form_values v;
    struct result r;

    TRY(origin_arg(c, q, &o));
    enum err e = form_read(c, def_form(c->def, "result"), q, &v);
    if (e == ERR_OK)
        e = propose(c, &v, &o, &r);
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_RESULT, text_of(c->lang, T_lead_result), &v, o.action, o.back, out);
    if (e == ERR_OK)
        out->location = record_path(c, "result", r.ref, "");
    return e;
}

/* ---- the record */
static void facts(struct ctx *c, const struct result *r, struct record_view *out)
{
    text_fact(c, out, T_case_person, r->person_name);
    label_fact(c, out, T_result_family, "result_family", r->family);
    label_fact(c, out, T_petition_topics, "topics", r->topic);
    label_fact(c, out, T_lead_campaign, "campaigns", r->campaign);
    label_fact(c, out, T_result_basis, "basis", r->basis);
    date_fact(c, out, T_result_decided_on, r->decided_on);
    date_fact(c, out, T_result_effective_on, r->effective_on);
    date_fact(c, out, T_result_counted_on, r->counted_on);
    date_fact(c, out, T_result_revoked_on, r->revoked_on);
    text_fact(c, out, T_result_body_name, r->body_name);
    text_fact(c, out, T_result_body_no, r->body_no);
    text_fact(c, out, T_casework_proposer, r->proposer);
    text_fact(c, out, T_casework_approver, r->approver);
    record_fact_wide(out, text_of(c->lang, T_result_text), r->text);
    if (r->case_ref != 0)
        record_fact(out, text_of(c->lang, T_case_title), c->who->register_scope && r->case_no.n > 0 ? r->case_no
            : text_of(c->lang, T_case_title), record_path(c, "case", r->case_ref, ""));
    if (r->lead_ref != 0)
        record_fact(out, text_of(c->lang, T_petition_lead), text_of(c->lang, T_petition_lead), record_path(c, "lead", r->lead_ref, ""));
}

/* The letter of the body that decided, to look at and to save. */
static enum err scans_shown(struct ctx *c, const struct result *r, struct record_view *out)
{
    struct scan *all;
    int n;

    TRY(scans_of(c, r->id, &all, &n));
    struct record_doc *docs = NEWS(c->a, struct record_doc, (size_t)(out->n_docs + n * 2) + 1);
    for (int i = 0; i < out->n_docs; i++)
        docs[i] = out->docs[i];
    for (int i = 0; i < n; i++) {
        struct str at = str_fmt(c->a, "%.*s/scan/%.*s", PF(record_path(c, "result", r->ref, "")), PF(ref_text(c->a, all[i].ref)));
        docs[out->n_docs++] = (struct record_doc){ text_of(c->lang, T_result_scan), at, scan_label(&all[i]), all[i].name };
        docs[out->n_docs++] = (struct record_doc){ text_of(c->lang, T_result_scan_save), str_join(c->a, at, STR("?save=1")), STR(""), STR("") };
    }
    out->docs = docs;
    return ERR_OK;
}

static enum err scan_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct result r;
    struct scan s;
    int64_t ref;

    TRY(load_arg(c, q, &r));
    if (!ref_read(q->path_args[1], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(scan_load(c, r.id, ref, &s));
    ctx_touch(c, STR("result"), r.id, STR("scan"));
    out->type = scan_mime(&s);
    out->bytes = s.bytes;
    if (str_eq(req_str(q, "save"), STR("1")))
        out->filename = str_fmt(c->a, "answer-%.*s.%.*s", PF(ref_text(c->a, ref)), PF(s.type));
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct result r;

    TRY(load_arg(c, q, &r));
    struct flow_record f = result_flow(c, &r);
    struct str title = def_label(c->def, c->lang, "results", r.code);
    struct record_page_view v = { .page = page_new(c, q, HERE_RESULT, title), .record = record_new(q, c->who->register_scope ? r.no : STR(""), title) };
    v.page.bare = true;
    v.record.path = record_path(c, "result", r.ref, "");
    v.record.rev = r.rev;
    if (r.voided) {
        v.record.banner = text_of(c->lang, T_flow_voided);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    facts(c, &r, &v.record);
    TRY(extra_record(c, STR("result"), r.id, &v.record));
    TRY(result_warnings(c, &r, &v.warnings, &v.n_warnings));
    TRY(case_papers(c, STR("result"), r.id, r.ref, "sanction_decision", !r.voided && may(c, PERM_CASE_ADJUDICATE)
        && (str_eq(r.family, STR("party")) || str_eq(r.family, STR("gov"))), &v.record));
    TRY(scans_shown(c, &r, &v.record));
    TRY(register_flow(c, &f, r.voided, v.record.path, &v.record));
    v.page.undo = v.record.undo;
    record_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct result r;

    TRY(load_arg(c, q, &r));
    struct flow_record f = result_flow(c, &r);
    return move_form_page(c, q, &f, record_path(c, "result", r.ref, ""), q->path_args[1], HERE_RESULT, r.person_name, NULL, out);
}

/* The files that came with an answer, and what they are: hashed by the read half, before the writer waits for it. */
static enum err move_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct body_answer *b = NEW(c->a, struct body_answer);
    enum err e = ERR_OK;

    (void)out;
    b->scans = NEWS(c->a, struct scan, UPLOADS_MAX);
    for (int i = 0; i < q->n_uploads && i < UPLOADS_MAX && e == ERR_OK; i++)
        if (str_eq(q->uploads[i].name, STR("scan")) && q->uploads[i].bytes.n > 0)
            e = scan_read(c, q->uploads[i].filename, q->uploads[i].bytes, &b->scans[b->n_scans++]);
    if (e == ERR_INVALID) {             /* the form comes back with it from the write half, which says it beside its field */
        b->n_scans = 0;
        b->bad = str_copy(c->a, refusal_text(c, e));
        c->why_id = 0;
        c->why_field = STR("");
        e = ERR_OK;
    }
    q->prepared = b;
    return e;
}

static enum err answer(struct ctx *c, struct result *r, const struct form_values *v, const struct body_answer *sent)
{
    struct body_answer b = sent != NULL ? *sent : (struct body_answer){ 0 };

    b.name = move_str(v, "body_name");
    b.number = move_str(v, "body_no");
    b.decided_on = move_date(v, "decided_on");
    return result_answer(c, r, &b);
}

static enum err act(struct ctx *c, struct result *r, struct str move, const struct form_values *v, const struct body_answer *sent)
{
    if (str_eq(move, STR("approve")))
        return result_approve(c, r, move_date(v, "decided_on"), move_date(v, "effective_on"));
    if (str_eq(move, STR("answer")))
        return answer(c, r, v, sent);
    if (str_eq(move, STR("review")))
        return result_review(c, r, move_str(v, "finding"), move_date(v, "on"), move_str(v, "reason"));
    struct flow_record f = result_flow(c, r);
    ctx_touch(c, STR("result"), r->id, move);
    return flow_move(c, &f, move, move_str(v, "reason"), NULL);
}

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct result r;
    struct form_values v;

    TRY(load_arg(c, q, &r));
    struct flow_record f = result_flow(c, &r);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    const struct body_answer *sent = q->prepared;
    if (sent->bad.n > 0 && v.form != NULL && value_has_field(&v, "scan")) {
        form_fault(c, &v, STR("scan"), sent->bad);
        e = ERR_INVALID;
    }
    if (e == ERR_OK)
        e = act(c, &r, q->path_args[1], &v, sent);
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, record_path(c, "result", r.ref, ""), q->path_args[1], HERE_RESULT, r.person_name, &v, out);
    out->location = said_path(c->a, record_path(c, "result", r.ref, ""), "petition.said_moved", STR(""));
    return e;
}

static enum err many_flow(struct ctx *c, int64_t ref, struct flow_record *f, struct str *name)
{
    struct result r;

    TRY(result_load(c, ref, &r));
    *f = result_flow(c, &r);
    *name = str_fmt(c->a, "%.*s %.*s", PF(r.person_name), PF(def_label(c->def, c->lang, "results", r.code)));
    return ERR_OK;
}

static enum err many_act(struct ctx *c, int64_t ref, struct str move, const struct form_values *v)
{
    struct result r;

    TRY(result_load(c, ref, &r));
    return act(c, &r, move, v, NULL);
}

static const struct many many = { "result", HERE_RESULT, many_flow, many_act };
static enum err many_get(struct ctx *c, struct request *q, struct reply *out) { return many_page(c, q, &many, out); }
static enum err many_do(struct ctx *c, struct request *q, struct reply *out) { return many_post(c, q, &many, out); }

static enum err void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct result r;

    TRY(load_arg(c, q, &r));
    out->location = record_path(c, "result", r.ref, "");
    return result_void(c, &r, req_str(q, "reason"));
}

static const struct route routes[] = {
    { GET,  "/result",                 PERM_CASE_READ,      R_LISTED_READ,  list_page,   NULL },
    { GET,  "/result/new",             PERM_RESULT_PROPOSE, R_AUDITED_READ, new_page,    NULL },
    { POST, "/result/new",             PERM_RESULT_PROPOSE, 0,              NULL,        new_post },
    { POST, "/result/many/:move",    PERM_CASE_READ,      R_LISTED_READ,  many_get,    NULL },
    { POST, "/result/many/:move/do", PERM_CASE_READ,      0,              NULL,        many_do },
    { GET,  "/result/:ref",            PERM_CASE_READ,      R_AUDITED_READ, record_page, NULL },
    { GET,  "/result/:ref/do/:move",   PERM_CASE_READ,      R_AUDITED_READ, move_page,   NULL },
    { POST, "/result/:ref/do/:move",   PERM_CASE_READ,      R_UPLOAD,       move_read,   move_post },
    { GET,  "/result/:ref/scan/:scan", PERM_CASE_READ,      R_AUDITED_READ, scan_page,   NULL },
    { POST, "/result/:ref/void",       PERM_RECORD_VOID,    0,              NULL,        void_post },
};

const struct slice result_slice = { routes, COUNT(routes), NULL, 0 };
