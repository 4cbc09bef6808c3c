/* petition_web.c - form values in, one domain call, a page out. The doors stand at the end of the file. */
#include "area/docs/paper.h"
#include "area/intake/intake.h"
#include "area/intake/petition_page.h"
#include "area/register/register.h"
#include "area/vault/vault.h"
#include "gate/once.h"
#include "gen/text.h"

#define FORM "petition"

static struct str path_of(struct ctx *c, int64_t ref, const char *tail)
{
    return str_fmt(c->a, "/petition/%.*s%s", PF(ref_text(c->a, ref)), tail);
}

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
    struct petition_list_view v = { .page = page_new(c, q, HERE_PETITION, text_of(c->lang, T_petition_title)) };

    v.page.shape = PAGE_ACROSS;
    v.new_path = may(c, PERM_PETITION_REGISTER) ? STR("/petition/new") : STR("");
    TRY(register_list(c, q, "petition", &v.list));
    petition_list_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- the registration form */
static void from_values(const struct form_values *v, struct petition_new *n)
{
    struct value_person persons[VALUE_PERSONS_MAX];

    *n = (struct petition_new){ .channel = value_str(v, "channel"), .source = value_str(v, "source"), .class = value_str(v, "class"),
        .sender_no = value_str(v, "sender_no"), .subject = value_str(v, "subject"), .body = value_str(v, "body"),
        .place = value_str(v, "place"), .old_no = value_str(v, "old_no"), .registered_on = value_date(v, "registered_on"),
        .received_on = value_date(v, "received_on") };
    n->n_topics = value_codes(v, "topics", n->topics, TAGS_MAX);
    n->n_conduct = value_codes(v, "conduct", n->conduct, TAGS_MAX);
    int count = value_persons(v, "persons", persons, VALUE_PERSONS_MAX);
    for (int i = 0; i < count; i++)
        n->persons[n->n_persons++] = (struct reported){ persons[i].name, persons[i].unit, persons[i].post, persons[i].rank,
            persons[i].person_id };
}

static void to_values(struct ctx *c, const struct petition *p, struct form_values *v)
{
    struct value_person persons[VALUE_PERSONS_MAX];

    form_blank(c, def_form(c->def, FORM), NULL, v);
    value_set_str(c, v, "channel", p->channel);
    value_set_str(c, v, "source", p->source);
    value_set_str(c, v, "class", p->class);
    value_set_str(c, v, "sender_no", p->sender_no);
    value_set_str(c, v, "subject", p->subject);
    value_set_str(c, v, "body", p->body);
    value_set_str(c, v, "place", p->place);
    value_set_str(c, v, "old_no", p->old_no);
    value_set_date(c, v, "registered_on", p->registered_on);
    value_set_date(c, v, "received_on", p->received_on);
    value_set_codes(c, v, "topics", p->topics, p->n_topics);
    value_set_codes(c, v, "conduct", p->conduct, p->n_conduct);
    for (int i = 0; i < p->n_persons; i++)
        persons[i] = (struct value_person){ p->persons[i].name, p->persons[i].unit, p->persons[i].post, p->persons[i].rank,
            p->persons[i].person_id };
    value_set_persons(c, v, "persons", persons, p->n_persons);
    v->rev = p->rev;
}

static void draw_form(struct ctx *c, struct request *q, struct form_values *v, const struct petition *p, struct reply *out)
{
    bool fresh = p == NULL;
    struct petition_form_view view = { .page = page_new(c, q, HERE_PETITION,
        text_of(c->lang, fresh ? T_petition_new_title : T_petition_edit_title)) };

    view.form = (struct form_view){ .values = v, .action = fresh ? STR("/petition/new") : path_of(c, p->ref, "/edit"),
        .stays = text_of(c->lang, fresh ? T_petition_not_registered : T_petition_not_saved), .draft = fresh ? STR(FORM) : STR(""),
        .cancel = fresh ? STR("/petition") : path_of(c, p->ref, ""), .first_focus = true };
    if (fresh) {
        form_button(&view.form, STR("next"), text_of(c->lang, T_petition_save_next), true);
        form_button(&view.form, STR("open"), text_of(c->lang, T_petition_save_open), false);
        form_button(&view.form, STR("check"), text_of(c->lang, T_petition_check_repeats), false);
    } else {
        form_button(&view.form, STR("save"), text_of(c->lang, T_petition_save), true);
    }
    if (v->was_sent) {
        struct petition_new n;
        struct repeat *r = NULL;
        from_values(v, &n);
        if (petition_repeats(c, &n, fresh ? 0 : p->id, &r, &view.n_repeats) == ERR_OK)
            view.repeats = r;
    }
    petition_form_html(&out->body, c, &view);
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;

    form_blank(c, def_form(c->def, FORM), NULL, &v);
    form_prefill(c, def_form(c->def, FORM), q, &v);
    draw_form(c, q, &v, NULL, out);
    return ERR_OK;
}

/* What the read half made for the write half: values, or a page that is already drawn. */
struct prepared { struct form_values v; struct petition_new n; struct petition p; bool drawn; };

static enum err drawn(struct ctx *c, struct request *q, struct prepared *m, const struct petition *p, struct reply *out, int status)
{
    draw_form(c, q, &m->v, p, out);
    out->status = status;
    m->drawn = true;
    return ERR_OK;
}

/* Sealed first (decisions.md 15): the identity is in the vault before the petition is in the register. */
static enum err seal(struct ctx *c, const struct form_values *v, int64_t ref)
{
    struct identity who = { .claimed = STR("") };
    const struct upload *files[UPLOADS_MAX];

    if (value_has_field(v, "reporter_name"))
        who = (struct identity){ .name = value_str(v, "reporter_name"), .contact = value_str(v, "reporter_contact"),
            .claimed = value_str(v, "reporter_claimed") };
    if (who.name.n > 0 || who.contact.n > 0 || who.claimed.n > 0)
        TRY(vault_seal_identity(c->vault, ref, &who, c->now_ms));
    int n = value_has_field(v, "scans") ? value_files(v, "scans", files, UPLOADS_MAX) : 0;
    for (int i = 0; i < n; i++)
        TRY(vault_seal_scan(c->vault, ref, files[i]->filename, files[i]->bytes, c->now_ms));
    return ERR_OK;
}

static enum err new_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = NEW(c->a, struct prepared);
    enum err e = form_read(c, def_form(c->def, FORM), q, &m->v);

    q->prepared = m;
    from_values(&m->v, &m->n);
    TRY(petition_article15(c, m->n.persons, m->n.n_persons));   /* before anything is sealed, shown or kept */
    if (e == ERR_INVALID)
        return drawn(c, q, m, NULL, out, err_http(e));
    if (str_eq(m->v.pressed, STR("check")))
        return drawn(c, q, m, NULL, out, 200);
    m->n.ref = rand_ref(c->rand);
    return seal(c, &m->v, m->n.ref);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = q->prepared;
    struct petition p;

    if (m->drawn)
        return ERR_OK;
    enum err e = petition_register(c, &m->n, &p);
    if (e == ERR_INVALID) {
        form_refused(c, &m->v, e);
        return drawn(c, q, m, NULL, out, err_http(e));
    }
    if (e != ERR_OK)
        return e;
    if (str_eq(m->v.pressed, STR("open")))
        out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_registered", p.no);
    else
        out->location = said_path(c->a, str_fmt(c->a, "/petition/new?channel=%.*s&source=%.*s&received_on=%.*s", PF(m->n.channel),
            PF(m->n.source), PF(date_str(c->a, m->n.received_on))), "petition.said_registered", p.no);
    return ERR_OK;
}

static enum err edit_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    to_values(c, &p, &v);
    draw_form(c, q, &v, &p, out);
    return ERR_OK;
}

static enum err edit_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = NEW(c->a, struct prepared);

    q->prepared = m;
    TRY(load_arg(c, q, &m->p));
    enum err e = form_read(c, def_form(c->def, FORM), q, &m->v);
    from_values(&m->v, &m->n);
    TRY(petition_article15(c, m->n.persons, m->n.n_persons));
    if (e == ERR_INVALID)
        return drawn(c, q, m, &m->p, out, err_http(e));
    return seal(c, &m->v, m->p.ref);
}

static enum err edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = q->prepared;
    struct petition p;

    if (m->drawn)
        return ERR_OK;
    TRY(load_arg(c, q, &p));
    if (m->v.rev != p.rev)
        return refuse(c, ERR_CONFLICT, T_flow_conflict);
    enum err e = petition_edit(c, &p, &m->n);
    if (e == ERR_INVALID) {
        form_refused(c, &m->v, e);
        return drawn(c, q, m, &p, out, err_http(e));
    }
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_saved", p.no);
    return e;
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
    record_fact_wide(r, text_of(c->lang, T_petition_body), p->body);
    record_fact_wide(r, text_of(c->lang, T_petition_reply), p->reply);
}

static void persons(struct ctx *c, const struct petition *p, struct record_view *r)
{
    r->persons = NEWS(c->a, struct record_person, REPORTED_MAX);
    for (int i = 0; i < p->n_persons; i++) {
        const struct reported *s = &p->persons[i];
        r->persons[r->n_persons++] = (struct record_person){ .name = s->name.n > 0 ? s->name : text_of(c->lang, T_petition_unnamed),
            .line = str_fmt(c->a, "%.*s %.*s %.*s", PF(s->unit), PF(s->post), PF(def_label(c->def, c->lang, "petition_rank", s->rank))) };
    }
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
        record_move(r, text_of(c->lang, letters[k].label), STR(""), str_fmt(c->a, "%.*s/letter/%s", PF(r->path), letters[k].template),
            RECORD_LINK);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct petition_new n = { 0 };
    struct repeat *r = NULL;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    struct petition_record_view v = { .page = page_new(c, q, HERE_PETITION, p.subject),
        .record = record_new(q, c->who->register_scope ? p.no : STR(""), p.subject), .ref = ref_text(c->a, p.ref),
        .joined = p.repeat_of != 0, .may_handle = may(c, PERM_PETITION_HANDLE) };
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
    TRY(papers(c, &p, &v.record));
    n.body = p.body;
    n.place = p.place;
    for (int i = 0; i < p.n_persons; i++)
        n.persons[n.n_persons++] = p.persons[i];
    TRY(petition_repeats(c, &n, p.id, &r, &v.n_repeats));
    v.repeats = r;
    if (v.joined && v.may_handle)
        record_move(&v.record, text_of(c->lang, T_petition_part), STR(""), path_of(c, p.ref, "/part"), RECORD_POST);
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

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct form_values v;
    struct petition_act act = { 0 };
    int64_t lead_ref = 0;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    enum err e = move_form_read(c, q, &f, q->path_args[1], &v);
    if (e == ERR_OK) {
        act = (struct petition_act){ .note = move_str(&v, "note"), .organ = move_str(&v, "organ"), .number = move_str(&v, "number"),
            .reason = move_str(&v, "reason"), .office = move_str(&v, "office"), .on = move_date(&v, "on"),
            .due_on = move_date(&v, "due_on") };
        e = petition_act(c, &p, q->path_args[1], &act, &lead_ref);
    }
    if (e == ERR_INVALID)
        return move_form_page(c, q, &f, path_of(c, p.ref, ""), q->path_args[1], HERE_PETITION, p.subject, &v, out);
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_moved", p.no);
    return e;
}

static enum err undo_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load_arg(c, q, &p));
    struct flow_record f = petition_flow(&p);
    ctx_touch(c, STR("petition"), p.id, STR("undo"));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_undone", p.no);
    return flow_undo(c, &f);
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

static enum err article15_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct page g = page_new(c, q, HERE_PETITION, text_of(c->lang, T_petition_article15_title));

    petition_article15_html(&out->body, c, &g);
    return ERR_OK;
}

static const struct route routes[] = {
    /* method path                        permission               flags           prepare         apply */
    { GET,  "/petition",                 PERM_PETITION_READ,      R_LISTED_READ,  list_page,      NULL },
    { GET,  "/petition/new",             PERM_PETITION_REGISTER,  0,              new_page,       NULL },
    { POST, "/petition/new",             PERM_PETITION_REGISTER,  R_UPLOAD,       new_read,       new_post },
    { GET,  "/petition/article15",       PERM_PETITION_REGISTER,  0,              article15_page, NULL },
    { GET,  "/petition/:ref",            PERM_PETITION_READ,      R_AUDITED_READ, record_page,    NULL },
    { GET,  "/petition/:ref/edit",       PERM_PETITION_REGISTER,  R_AUDITED_READ, edit_page,      NULL },
    { POST, "/petition/:ref/edit",       PERM_PETITION_REGISTER,  R_UPLOAD,       edit_read,      edit_post },
    { GET,  "/petition/:ref/do/:move",   PERM_PETITION_HANDLE,    R_AUDITED_READ, move_page,      NULL },
    { POST, "/petition/:ref/do/:move",   PERM_PETITION_HANDLE,    0,              NULL,           move_post },
    { POST, "/petition/:ref/undo",       PERM_PETITION_HANDLE,    0,              NULL,           undo_post },
    { POST, "/petition/:ref/join",       PERM_PETITION_HANDLE,    0,              NULL,           join_post },
    { POST, "/petition/:ref/part",       PERM_PETITION_HANDLE,    0,              NULL,           part_post },
    { POST, "/petition/:ref/void",       PERM_RECORD_VOID,        0,              NULL,           void_post },
    { POST, "/petition/:ref/recuse",     PERM_RECUSE,             0,              NULL,           recuse_post },
};

const struct slice intake_slice = { routes, COUNT(routes), NULL, 0 };
