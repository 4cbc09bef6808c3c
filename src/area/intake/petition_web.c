/* petition_web.c - form values in, one domain call, a page out. The doors stand at the end of the file. */
#include "area/docs/paper.h"
#include "area/envelope/correspondence.h"
#include "area/intake/intake.h"
#include "area/intake/petition_page.h"
#include "area/person/person.h"
#include "area/register/many.h"
#include "area/register/register.h"
#include "gen/text.h"

static struct str path_of(struct ctx *c, int64_t ref, const char *tail) { return record_path(c, "petition", ref, tail); }

static enum err load_arg(struct ctx *c, struct request *q, struct petition *p)
{
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return petition_load(c, ref, p);
}

/* ---- the list */
static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "petition", HERE_PETITION, T_petition_title, "/petition/new", T_petition_new_title,
        PERM_PETITION_REGISTER, out);
}

/* ---- the record */
static struct str labels(struct ctx *c, const char *list, const struct str *codes, int n)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_add(&b, def_label(c->def, c->lang, list, codes[i]));
    }
    return buf_str(&b);
}

static void facts(struct ctx *c, const struct petition *p, struct record_view *r)
{
    const struct { int label; struct str value; } rows[] = {
        { T_petition_registered_on, date_str(c->a, p->registered_on) }, { T_petition_received_on, date_str(c->a, p->received_on) },
        { T_petition_channel, def_label(c->def, c->lang, "channel", p->channel) },
        { T_petition_source, def_label(c->def, c->lang, "source", p->source) }, { T_petition_source_organ, p->source_name },
        { T_petition_sender_no, p->sender_no }, { T_petition_class, def_label(c->def, c->lang, "class", p->class) },
        { T_petition_conduct, labels(c, "conduct", p->conduct, p->n_conduct) },
        { T_petition_topics, labels(c, "topics", p->topics, p->n_topics) }, { T_petition_place, p->place },
        { T_petition_old_no, p->old_no }, { T_petition_organ, p->organ_name }, { T_petition_office, p->office_name },
        { T_petition_assignee, p->assignee_name }, { T_petition_due_on, date_str(c->a, p->due_on) },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        record_fact(r, text_of(c->lang, rows[i].label), rows[i].value, STR(""));
    extra_facts(c, &p->extra, r);
    record_fact_wide(r, text_of(c->lang, T_petition_body), p->body);
    record_fact_wide(r, text_of(c->lang, T_petition_reply), p->reply);
}

/* A name leads to the person where the clerk chose one, and the viewer may see him. */
static struct str person_path(struct ctx *c, int64_t id)
{
    struct person p;
    enum err e = id != 0 && may(c, PERM_PERSON_READ) ? person_chosen(c, id, &p) : ERR_NOT_FOUND;

    c->why_id = 0;
    return e == ERR_OK ? record_path(c, "person", p.ref, "") : STR("");
}

static void persons(struct ctx *c, const struct petition *p, struct record_view *r)
{
    r->persons = NEWS(c->a, struct record_person, REPORTED_MAX);
    for (int i = 0; i < p->n_persons; i++) {
        const struct reported *s = &p->persons[i];
        r->persons[r->n_persons++] = (struct record_person){ .name = s->name.n > 0 ? s->name : text_of(c->lang, T_petition_unnamed),
            .path = person_path(c, s->person_id), .line = str_fmt(c->a, "%.*s %.*s %.*s", PF(s->unit), PF(s->post),
                PF(def_label(c->def, c->lang, "petition_rank", s->rank))) };
    }
}

/* What came from outside has a page for what goes to and fro with its reporter. */
static enum err correspondence(struct ctx *c, const struct petition *p, struct record_view *r)
{
    int64_t envelope;

    TRY(correspondence_there(c, p->id, &envelope));
    if (envelope != 0)
        record_move(r, text_of(c->lang, T_envelope_correspondence), text_of(c->lang, T_envelope_correspondence_hint), path_of(c, p->ref, "/correspondence"),
            RECORD_LINK);
    return ERR_OK;
}

static enum err papers(struct ctx *c, const struct petition *p, struct record_view *r)
{
    static const struct { const char *template; int label; } letters[] = {
        { "forward_letter", T_docs_forward_letter }, { "assign_letter", T_docs_assign_letter }, { "notice_accepted", T_docs_notice_accepted },
    };
    struct document *d;
    int n;

    TRY(documents_of(c, STR("petition"), p->id, &d, &n));
    struct record_doc *docs = NEWS(c->a, struct record_doc, (size_t)n + 1);
    docs[r->n_docs++] = (struct record_doc){ text_of(c->lang, T_petition_form_paper), r->paper, STR(""), STR("") };
    for (int i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++)
            if (str_eq(d[i].template, str_z(letters[k].template)))
                docs[r->n_docs++] = (struct record_doc){ text_of(c->lang, letters[k].label), str_fmt(c->a, "%.*s/document/%.*s.pdf",
                    PF(r->path), PF(ref_text(c->a, d[i].ref))), d[i].no, date_str(c->a, d[i].made_on) };
    r->docs = docs;
    for (size_t k = 0; k < sizeof letters / sizeof letters[0] && may(c, PERM_PETITION_HANDLE) && !p->voided; k++)
        if (petition_accepted(p) || !str_eq(str_z(letters[k].template), STR("notice_accepted")))
            record_move(r, text_of(c->lang, letters[k].label), STR(""), str_fmt(c->a, "%.*s/letter/%s", PF(r->path), letters[k].template),
                RECORD_LINK);
    return ERR_OK;
}

/* The letters that were joined into one matter: each keeps its number, text and history. */
static enum err group(struct ctx *c, const struct petition *p, struct record_view *r)
{
    struct repeat *all;
    int n;

    TRY(petition_joined(c, p, &all, &n));
    struct record_link *links = NEWS(c->a, struct record_link, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        links[r->n_links++] = (struct record_link){ str_fmt(c->a, "%.*s %.*s", PF(c->who->register_scope ? all[i].no : STR("")),
            PF(all[i].subject)), path_of(c, all[i].ref, ""), all[i].id == p->repeat_of ? text_of(c->lang, T_petition_joined_head)
            : date_str(c->a, all[i].registered_on) };
    r->links = links;
    r->links_title = text_of(c->lang, T_petition_joined);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct petition_new n = { 0 };
    struct repeat *r = NULL;
    struct str undo;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    struct petition_record_view v = { .page = page_new(c, q, HERE_PETITION, p.subject),
        .record = record_new(q, c->who->register_scope ? p.no : STR(""), p.subject), .ref = ref_text(c->a, p.ref),
        .may_handle = may(c, PERM_PETITION_HANDLE) };
    v.page.bare = true;
    v.record.path = path_of(c, p.ref, "");
    v.record.rev = p.rev;
    v.record.edit = may(c, PERM_PETITION_REGISTER) && !p.voided ? path_of(c, p.ref, "/edit") : STR("");
    v.record.paper = path_of(c, p.ref, "/paper/petition_form.pdf");
    if (p.voided) {
        v.record.banner = text_args(c->a, c->lang, T_petition_voided, &p.void_reason, 1);
        v.record.banner_tone = TONE_BAD;
    }
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    facts(c, &p, &v.record);
    persons(c, &p, &v.record);
    TRY(register_flow(c, &f, p.voided, v.record.path, &v.record));
    if (!p.voided)
        register_recusal(c, p.assignee_id, v.record.path, &v.record);
    if (may(c, PERM_IDENTITY_REQUEST) && !p.voided)
        record_move(&v.record, text_of(c->lang, T_identity_title), text_of(c->lang, T_identity_hint), path_of(c, p.ref, "/identity"), RECORD_LINK);
    TRY(correspondence(c, &p, &v.record));
    TRY(papers(c, &p, &v.record));
    n.body = p.body;
    n.place = p.place;
    for (int i = 0; i < p.n_persons; i++)
        n.persons[n.n_persons++] = p.persons[i];
    TRY(petition_repeats(c, &n, p.id, &r, &v.n_repeats));
    v.repeats = r;
    v.may_join = v.may_handle && p.repeat_of == 0 && !p.voided;
    TRY(group(c, &p, &v.record));
    TRY(petition_undoable(c, &p, &undo));
    if (undo.n > 0)
        record_move(&v.record, undo, STR(""), path_of(c, p.ref, "/undo"), RECORD_POST);
    if (p.repeat_of != 0 && v.may_handle)
        record_move(&v.record, text_of(c->lang, T_petition_part), STR(""), path_of(c, p.ref, "/part"), RECORD_POST);
    v.page.undo = v.record.undo;
    petition_record_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- moves: a form of def/forms.yaml where the move asks something */
static enum err move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    return move_form_page(c, q, &f, path_of(c, p.ref, ""), q->path_args[1], HERE_PETITION, p.subject, NULL, out);
}

static enum err act_one(struct ctx *c, struct petition *p, struct str move, const struct form_values *v)
{
    struct petition_act act = { .note = move_str(v, "note"), .organ = move_str(v, "organ"), .number = move_str(v, "number"),
        .reason = move_str(v, "reason"), .approver = move_str(v, "approver"), .office = move_str(v, "office"),
        .on = move_date(v, "on"), .due_on = move_date(v, "due_on") };
    int64_t lead_ref = 0;

    return petition_act(c, p, move, &act, &lead_ref);
}

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    if (e == ERR_OK)
        e = act_one(c, &p, q->path_args[1], &v);
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, path_of(c, p.ref, ""), q->path_args[1], HERE_PETITION, p.subject, &v, out);
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_moved", p.no);
    return e;
}

static enum err many_flow(struct ctx *c, int64_t ref, struct flow_record *f, struct str *name)
{
    struct petition p;

    TRY(petition_load(c, ref, &p));
    *f = petition_flow(&p);
    *name = c->who->register_scope ? str_fmt(c->a, "%.*s %.*s", PF(p.no), PF(p.subject)) : p.subject;
    return ERR_OK;
}

static enum err many_act(struct ctx *c, int64_t ref, struct str move, const struct form_values *v)
{
    struct petition p;

    TRY(petition_load(c, ref, &p));
    return act_one(c, &p, move, v);
}

static const struct many many = { "petition", HERE_PETITION, many_flow, many_act };
static enum err many_get(struct ctx *c, struct request *q, struct reply *out) { return many_page(c, q, &many, out); }
static enum err many_do(struct ctx *c, struct request *q, struct reply *out) { return many_post(c, q, &many, out); }

static enum err undo_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    TRY(petition_undo(c, &p));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_undone", p.no);
    return ERR_OK;
}

static enum err join_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    int64_t earlier;

    TRY(load_arg(c, q, &p));
    if (!ref_read(req_str(q, "earlier"), &earlier))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_joined", p.no);
    return petition_join(c, &p, earlier);
}

static enum err part_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_parted", p.no);
    return petition_part(c, &p);
}

static enum err void_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_void", p.no);
    return petition_void(c, &p, req_str(q, "reason"));
}

static enum err recuse_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    out->location = STR("/petition");
    return petition_recuse(c, &p, c->who->id);
}

static const struct route routes[] = {
    /* method path                        permission               flags           prepare         apply */
    { GET,  "/petition",                 PERM_PETITION_READ,      R_LISTED_READ,  list_page,      NULL },
    { GET,  "/petition/new",             PERM_PETITION_REGISTER,  0,              petition_new_page,   NULL },
    { POST, "/petition/new",             PERM_PETITION_REGISTER,  R_UPLOAD,       petition_new_read,   petition_new_post },
    { POST, "/petition/draft",           PERM_PETITION_REGISTER,  0,              petition_draft_read, petition_draft_post },
    { POST, "/petition/draft/drop",      PERM_PETITION_REGISTER,  0,              NULL,                petition_drop_post },
    { POST, "/petition/repeats",         PERM_PETITION_REGISTER,  R_LISTED_READ,  petition_repeats_read, NULL },
    { GET,  "/petition/article15",       PERM_PETITION_REGISTER,  0,              petition_article15_page, NULL },
    { POST, "/petition/many/:move",      PERM_PETITION_HANDLE,    R_LISTED_READ,  many_get,       NULL },
    { POST, "/petition/many/:move/do",   PERM_PETITION_HANDLE,    0,              NULL,           many_do },
    { GET,  "/petition/:ref",            PERM_PETITION_READ,      R_AUDITED_READ, record_page,    NULL },
    { GET,  "/petition/:ref/edit",       PERM_PETITION_REGISTER,  R_AUDITED_READ, petition_edit_page,  NULL },
    { POST, "/petition/:ref/edit",       PERM_PETITION_REGISTER,  R_UPLOAD,       petition_edit_read,  petition_edit_post },
    { GET,  "/petition/:ref/do/:move",   PERM_PETITION_HANDLE,    R_AUDITED_READ, move_page,      NULL },
    { POST, "/petition/:ref/do/:move",   PERM_PETITION_HANDLE,    0,              NULL,           move_post },
    { POST, "/petition/:ref/undo",       PERM_PETITION_HANDLE,    0,              NULL,           undo_post },
    { POST, "/petition/:ref/join",       PERM_PETITION_HANDLE,    0,              NULL,           join_post },
    { POST, "/petition/:ref/part",       PERM_PETITION_HANDLE,    0,              NULL,           part_post },
    { POST, "/petition/:ref/void",       PERM_RECORD_VOID,        0,              NULL,           void_post },
    { POST, "/petition/:ref/recuse",     PERM_RECUSE,             0,              NULL,           recuse_post },
};

const struct slice intake_slice = { routes, COUNT(routes), NULL, 0 };
