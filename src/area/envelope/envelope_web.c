/* envelope_web.c - closed envelopes on pages: their list, the screening of one, and the petition that it becomes. */
#include "area/envelope/correspondence_page.h"
#include "area/envelope/envelope_page.h"
#include "area/envelope/envelope_slice.h"
#include "area/intake/typed.h"
#include "area/register/register.h"
#include "def/def.h"
#include "gen/text.h"

static struct str path_of(struct ctx *c, int64_t id, const char *tail) { return record_path(c, "envelope", id, tail); }
static const struct def_form *form_of(struct ctx *c) { return def_form(c->def, "envelope"); }

static enum err load_arg(struct ctx *c, struct request *q, struct envelope *e)
{
    int64_t id;

    TRY(path_ref(c, q, &id));
    return envelope_load(c, id, e);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "envelope", HERE_ENVELOPE, T_envelope_title, "", 0, PERM_ENVELOPE_SCREEN, out);
}

/* ---- the envelope */
static void who_shown(struct ctx *c, const struct envelope_seen *s, struct record_view *r)
{
    r->persons = NEW(c->a, struct record_person);
    r->persons[r->n_persons++] = (struct record_person){ .name = s->who.name.n > 0 ? s->who.name : text_of(c->lang, T_petition_unnamed),
        .line = str_fmt(c->a, "%.*s %.*s", PF(s->who.unit), PF(def_label(c->def, c->lang, "petition_rank", s->who.rank))) };
}

static void matter_shown(struct ctx *c, const struct vault_matter *m, struct record_view *r)
{
    text_fact(c, r, T_petition_place, m->place);
    text_fact(c, r, T_envelope_happened_on, m->happened_on);
    record_fact_wide(r, text_of(c->lang, T_envelope_subject), m->subject);
    record_fact_wide(r, text_of(c->lang, T_petition_body), m->body);
    record_fact_wide(r, text_of(c->lang, T_envelope_known), m->known);
}

static void slip(struct ctx *c, const struct envelope *e, struct record_view *r)
{
    if (!str_eq(e->state, STR("closed")) || !may(c, PERM_PETITION_REGISTER))
        return;
    struct record_doc *d = NEW(c->a, struct record_doc);
    *d = (struct record_doc){ text_of(c->lang, T_envelope_slip), STR("/document/article15.pdf"), STR(""), STR("") };
    r->docs = d;
    r->n_docs = 1;
}

static enum err became(struct ctx *c, const struct envelope *e, struct record_view *r)
{
    int64_t ref;

    TRY(envelope_petition_ref(c, e, &ref));
    if (ref != 0)
        record_fact(r, text_of(c->lang, T_envelope_became), text_of(c->lang, T_envelope_petition), record_path(c, "petition", ref, ""));
    return ERR_OK;
}

static struct form_view register_form(struct ctx *c, const struct envelope *e, struct form_values *v)
{
    struct form_view f = { .values = v, .action = path_of(c, e->id, "/register"), .stays = text_of(c->lang, T_petition_not_registered), .rank_first = true };

    form_button(&f, STR("register"), text_of(c->lang, T_envelope_do_register), true);
    return f;
}

/* What the reporter wrote, as a start; class, conduct and topics are the clerk's to choose. */
static void prefill(struct ctx *c, const struct envelope *e, const struct vault_matter *m, struct form_values *v)
{
    struct petition_new n;

    envelope_petition(c, e, m, &n);
    struct value_person one = { n.persons[0].name, n.persons[0].unit, STR(""), n.persons[0].rank, 0 };
    form_blank(c, form_of(c), NULL, v);
    value_set_persons(c, v, "persons", &one, 1);
    value_set_str(c, v, "subject", n.subject);
    value_set_str(c, v, "class", n.class);
    value_set_str(c, v, "place", n.place);
}

/* The text is shown to its screener alone, and only while he screens. */
static enum err opened(struct ctx *c, const struct envelope *e, struct form_values *v, struct envelope_view *view)
{
    struct form_values *blank = NEW(c->a, struct form_values);
    struct vault_matter m;
    enum err r = envelope_matter(c, e, &m);

    if (r == ERR_TAMPERED || r == ERR_NOT_FOUND) {
        c->why_id = 0;
        view->note = text_of(c->lang, T_envelope_altered);
        return ERR_OK;
    }
    TRY(r);
    matter_shown(c, &m, &view->record);
    if (v == NULL)
        prefill(c, e, &m, blank);
    view->opened = true;
    view->form = register_form(c, e, v != NULL ? v : blank);
    return ERR_OK;
}

static void may_open(struct ctx *c, const struct envelope *e, const struct envelope_seen *s, struct envelope_view *v)
{
    struct str label = text_of(c->lang, T_envelope_open);

    if (s->altered)
        v->note = text_of(c->lang, T_envelope_altered);
    else if (s->elsewhere || s->article15)
        v->note = text_of(c->lang, s->elsewhere ? T_envelope_elsewhere : T_envelope_stays_closed);
    if (s->altered || s->elsewhere || s->article15)
        record_cannot(&v->record, label, v->note);
    else
        record_move(&v->record, label, text_of(c->lang, T_envelope_open_hint), path_of(c, e->id, "/open"), RECORD_POST);
}

static enum err screened(struct ctx *c, const struct envelope *e, struct form_values *v, struct envelope_view *view)
{
    struct envelope_seen s;

    if (!envelope_mine(c, e))
        return ERR_OK;
    TRY(envelope_look(c, e, &s));
    if (!s.elsewhere && !s.altered)
        who_shown(c, &s, &view->record);
    if (e->opened_at_ms != 0)
        return opened(c, e, v, view);
    may_open(c, e, &s, view);
    return ERR_OK;
}

/* What was handed over of it, and the button for another time: it belongs to whoever may pass on. */
static enum err handed(struct ctx *c, const struct envelope *e, struct envelope_view *v)
{
    int64_t notes, files;

    if (!str_eq(e->state, STR("passed")))
        return ERR_OK;
    v->passed = true;
    text_fact(c, &v->record, T_handover_recipient, e->passed_to);
    TRY(handover_list(c, e, &v->handed, &v->n_handed));
    TRY(handover_arrived(c, e, &notes, &files));
    v->more = v->n_handed > 0 && (notes > v->handed[0].notes || files > v->handed[0].files);
    return e->passed_key.n == 0 ? envelope_passphrase(c, &v->passphrase) : ERR_OK;
}

static enum err draw(struct ctx *c, struct request *q, const struct envelope *e, struct form_values *values, struct reply *out)
{
    struct flow_record f = envelope_flow(e);
    struct str day = date_str(c->a, e->day), title = text_args(c->a, c->lang, T_envelope_of_day, &day, 1);
    struct envelope_view v = { .page = page_new(c, q, HERE_ENVELOPE, title), .record = record_new(q, STR(""), title) };

    v.page.bare = true;
    v.record.path = path_of(c, e->id, "");
    v.record.rev = e->rev;
    record_badge(&v.record, STR(""), flow_state_label(c, &f), TONE_NONE);
    date_fact(c, &v.record, T_envelope_day, e->day);
    date_fact(c, &v.record, T_petition_due_on, e->due_on);
    text_fact(c, &v.record, T_envelope_screener, e->screener);
    text_fact(c, &v.record, T_envelope_files, str_int(c->a, e->files));
    TRY(became(c, e, &v.record));
    slip(c, e, &v.record);
    TRY(screened(c, e, values, &v));
    TRY(handed(c, e, &v));
    TRY(register_flow(c, &f, false, v.record.path, &v.record));
    envelope_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct envelope e;

    TRY(load_arg(c, q, &e));
    return draw(c, q, &e, NULL, out);
}

/* ---- moves */
struct moving { struct envelope_seen seen; struct form_values v; struct envelope_passed to; struct vault_passed passed; bool drawn; };

static bool passes(const struct request *q) { return q->n_path_args > 1 && str_eq(q->path_args[1], STR("pass_on")); }

static enum err pass_page(struct ctx *c, struct request *q, const struct envelope *e, struct form_values *v, struct reply *out)
{
    struct str title = text_of(c->lang, T_envelope_pass), path = path_of(c, e->id, "");
    struct envelope_pass_view view = { .page = page_new(c, q, HERE_ENVELOPE, title) };

    TRY(envelope_passphrase(c, &view.passphrase));
    if (str_eq(c->why_field, STR("passphrase"))) {
        view.passphrase_fault = refusal_text(c, ERR_INVALID);
        c->why_id = 0;
    }
    const struct str day = date_str(c->a, e->day);
    page_crumb(&view.page, text_args(c->a, c->lang, T_envelope_of_day, &day, 1), path);
    page_crumb(&view.page, title, STR(""));
    view.form = (struct form_view){ .values = v, .action = str_fmt(c->a, "%.*s/do/pass_on", PF(path)), .cancel = path, .first_focus = true };
    form_button(&view.form, STR("go"), title, true);
    envelope_pass_html(&out->body, c, &view);
    return ERR_OK;
}

static enum err pass_get(struct ctx *c, struct request *q, const struct envelope *e, struct reply *out)
{
    struct form_values v;

    form_blank(c, def_form(c->def, "act_pass_on"), NULL, &v);
    value_set_date(c, &v, "on", date_of_ms(c->now_ms));
    v.rev = e->rev;
    return pass_page(c, q, e, &v, out);
}

/* The vault is asked last, when all that was typed is right. */
static enum err pass_read(struct ctx *c, struct request *q, const struct envelope *e, struct moving *m, struct reply *out)
{
    struct flow_record f = envelope_flow(e);
    enum err r = move_form_read(c, q, &f, q->path_args[1], &m->v);

    m->to = (struct envelope_passed){ move_str(&m->v, "organ"), move_str(&m->v, "number"), move_str(&m->v, "approver"), move_date(&m->v, "on") };
    if (r == ERR_OK)
        r = envelope_pass_read(c, e, &m->to, req_str(q, "passphrase"), &m->passed);
    if (r != ERR_INVALID)
        return r;
    m->drawn = true;
    out->status = err_http(r);
    if (!str_eq(c->why_field, STR("passphrase")))
        form_refused(c, &m->v, r);
    return pass_page(c, q, e, &m->v, out);
}

static enum err look(struct ctx *c, const struct envelope *e, bool takes, struct moving *m)
{
    return takes || envelope_mine(c, e) ? envelope_look(c, e, &m->seen) : ERR_OK;
}

static enum err look_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct moving *m = NEW(c->a, struct moving);
    struct envelope e;

    (void)out;
    q->prepared = m;
    TRY(load_arg(c, q, &e));
    return look(c, &e, false, m);
}

static enum err move_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct moving *m = NEW(c->a, struct moving);
    struct envelope e;

    q->prepared = m;
    TRY(load_arg(c, q, &e));
    return passes(q) ? pass_read(c, q, &e, m, out) : look(c, &e, str_eq(q->path_args[1], STR("take")), m);
}

static enum err move_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct envelope e;

    TRY(load_arg(c, q, &e));
    struct flow_record f = envelope_flow(&e);
    if (passes(q) && str_eq(e.state, STR("closed")))
        return pass_get(c, q, &e, out);
    return move_form_page(c, q, &f, path_of(c, e.id, ""), q->path_args[1], HERE_ENVELOPE, text_of(c->lang, T_envelope_title), NULL, out);
}

static enum err act(struct ctx *c, struct request *q, struct envelope *e, const struct moving *m, bool *stays)
{
    struct str move = q->path_args[1];

    *stays = true;
    if (passes(q))
        return envelope_pass(c, e, &m->to, &m->passed);
    return str_eq(move, STR("take")) ? envelope_take_up(c, e, &m->seen, stays) : envelope_act(c, e, move);
}

static enum err move_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct moving *m = q->prepared;
    struct envelope e;
    bool stays;

    if (m->drawn)
        return ERR_OK;
    TRY(load_arg(c, q, &e));
    TRY(act(c, q, &e, m, &stays));
    out->location = stays ? said_path(c->a, path_of(c, e.id, ""), "envelope.said_moved", STR("")) : STR("/envelope");
    return ERR_OK;
}

static enum err open_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct envelope e;

    TRY(load_arg(c, q, &e));
    out->location = path_of(c, e.id, "");
    return envelope_open(c, &e, &((struct moving *)q->prepared)->seen);
}

/* ---- the petition */
struct prepared { struct form_values v; struct petition_new n; bool drawn; };

static enum err checked(struct ctx *c, struct prepared *p)
{
    struct petition_new trial = p->n;
    enum err r = petition_check(c, &trial);

    if (r == ERR_OK)
        return ERR_OK;
    if (r == ERR_FORBIDDEN) {           /* the clerk himself says that it is article 15's: it is closed again, not registered */
        c->why_id = 0;
        form_fault(c, &p->v, STR("persons"), text_of(c->lang, T_envelope_close_it));
        return ERR_INVALID;
    }
    form_refused(c, &p->v, r);
    return ERR_INVALID;
}

static enum err register_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *p = NEW(c->a, struct prepared);
    struct vault_matter m;
    struct envelope e;

    q->prepared = p;
    TRY(load_arg(c, q, &e));
    TRY(envelope_matter(c, &e, &m));
    envelope_petition(c, &e, &m, &p->n);
    enum err r = form_read(c, form_of(c), q, &p->v);
    TRY(petition_persons_read(c, &p->v));
    petition_parts_typed(&p->v, &p->n);
    if (r == ERR_OK && p->v.n_errors == 0)
        r = checked(c, p);
    if (r != ERR_OK || p->v.n_errors > 0) {
        p->drawn = true;
        out->status = err_http(ERR_INVALID);
        return draw(c, q, &e, &p->v, out);
    }
    p->n.ref = rand_ref(c->rand);
    return envelope_keep_identity(c, &e, p->n.ref);
}

static enum err register_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *p = q->prepared;
    struct petition made;
    struct envelope e;

    if (p->drawn)
        return ERR_OK;
    TRY(load_arg(c, q, &e));
    TRY(envelope_register(c, &e, &p->n, &made));
    out->location = said_path(c->a, record_path(c, "petition", made.ref, ""), "petition.said_registered", made.no);
    return ERR_OK;
}

static const struct route routes[] = {
    /* method path                       permission            flags           prepare        apply */
    { GET,  "/envelope",                PERM_ENVELOPE_SCREEN, R_LISTED_READ,  list_page,     NULL },
    { GET,  "/envelope/:ref",           PERM_ENVELOPE_SCREEN, R_AUDITED_READ, record_page,   NULL },
    { GET,  "/envelope/:ref/do/:move",  PERM_ENVELOPE_SCREEN, R_AUDITED_READ, move_page,     NULL },
    { POST, "/envelope/:ref/do/:move",  PERM_ENVELOPE_SCREEN, R_WIPED,        move_read,     move_post },
    { POST, "/envelope/:ref/open",      PERM_ENVELOPE_SCREEN, 0,              look_read,     open_post },
    { POST, "/envelope/:ref/register",  PERM_ENVELOPE_SCREEN, 0,              register_read, register_post },
    { GET,  "/petition/:ref/correspondence",           PERM_PETITION_READ,   R_AUDITED_READ, correspondence_get,      NULL },
    { POST, "/petition/:ref/correspondence/open",      PERM_PETITION_HANDLE, 0,              correspondence_read,     correspondence_post },
    { POST, "/petition/:ref/correspondence/ask",       PERM_PETITION_HANDLE, 0,              correspondence_ask_read, correspondence_ask_post },
    { POST, "/petition/:ref/correspondence/release/:one",  PERM_ENVELOPE_RELEASE, 0,         NULL,                    question_release_post },
    { POST, "/petition/:ref/correspondence/withdraw/:one", PERM_PETITION_READ,    0,         NULL,                    question_withdraw_post },
    { GET,  "/petition/:ref/correspondence/file/:one", PERM_PETITION_READ,   R_AUDITED_READ, copy_get,                NULL },
};

const struct slice envelope_slice = { routes, COUNT(routes), NULL, 0 };
