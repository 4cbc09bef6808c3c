/* petition_form.c - the registration form: for somebody who types all day. The doors stand at the end of petition_web.c.
 *
 * Article 15 comes first: a report on somebody managed above, or on the own principal leader, is neither stored, sealed, drafted nor
 * shown again; it leaves an audit row without content and the way to the blank sheet. Then what was typed is checked whole, then the
 * reporter's identity and the scans are sealed (decisions.md 15), then the petition is registered. */
#include "area/intake/petition_page.h"
#include "area/intake/petition_store.h"
#include "area/intake/typed.h"
#include "area/person/person.h"
#include "area/register/draft.h"
#include "area/register/register.h"
#include "area/vault/vault.h"
#include "base/pinyin.h"
#include "base/utf8.h"
#include "gate/once.h"
#include "gen/text.h"

#define INITIALS_MAX 8          /* a longer run of letters is a name, not initials */
#define NAMESAKES_MAX 24

static const struct def_form *form_of(struct ctx *c) { return def_form(c->def, "petition"); }
static struct str path_of(struct ctx *c, int64_t ref, const char *tail) { return record_path(c, "petition", ref, tail); }

static enum err load_arg(struct ctx *c, struct request *q, struct petition *p)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    TRY(petition_load(c, ref, p));
    return p->voided ? refuse(c, ERR_MOVE, T_flow_voided) : ERR_OK;
}

/* ---- form values and the domain's struct */
void petition_parts_typed(const struct form_values *v, struct petition_new *n)
{
    struct value_person persons[VALUE_PERSONS_MAX];
    int count = value_persons(v, "persons", persons, VALUE_PERSONS_MAX);

    n->n_persons = 0;
    for (int i = 0; i < count; i++)
        n->persons[n->n_persons++] = (struct reported){ persons[i].name, persons[i].unit, persons[i].post, persons[i].rank,
            persons[i].person_id };
    n->n_topics = value_codes(v, "topics", n->topics, TAGS_MAX);
    n->n_conduct = value_codes(v, "conduct", n->conduct, TAGS_MAX);
    n->class = value_str(v, "class");
    n->subject = value_str(v, "subject");
    n->place = value_str(v, "place");
}

static void from_values(struct ctx *c, const struct form_values *v, struct petition_new *n)
{
    *n = (struct petition_new){ .channel = value_str(v, "channel"), .source = value_str(v, "source"), .source_organ = value_str(v, "source_organ"),
        .sender_no = value_str(v, "sender_no"), .body = value_str(v, "body"), .old_no = value_str(v, "old_no"),
        .registered_on = value_date(v, "registered_on"), .received_on = value_date(v, "received_on"), .extra = extra_typed(c, v) };
    petition_parts_typed(v, n);
}

/* What a page sends while somebody types: half-typed fields are no faults yet. */
static void half_typed(struct ctx *c, const struct request *q, struct petition_new *n)
{
    struct form_values v;

    if (form_read(c, form_of(c), q, &v) != ERR_OK)
        v.n_errors = 0;
    from_values(c, &v, n);
}

static void to_values(struct ctx *c, const struct petition *p, struct form_values *v)
{
    struct value_person persons[VALUE_PERSONS_MAX];
    const struct { const char *name; struct str value; } rows[] = {
        { "channel", p->channel }, { "source", p->source }, { "source_organ", p->source_name }, { "sender_no", p->sender_no },
        { "class", p->class }, { "subject", p->subject }, { "body", p->body }, { "place", p->place }, { "old_no", p->old_no },
    };

    form_blank(c, form_of(c), NULL, v);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        value_set_str(c, v, rows[i].name, rows[i].value);
    value_set_date(c, v, "registered_on", p->registered_on);
    value_set_date(c, v, "received_on", p->received_on);
    value_set_codes(c, v, "topics", p->topics, p->n_topics);
    value_set_codes(c, v, "conduct", p->conduct, p->n_conduct);
    for (int i = 0; i < p->n_persons; i++)
        persons[i] = (struct value_person){ p->persons[i].name, p->persons[i].unit, p->persons[i].post, p->persons[i].rank,
            p->persons[i].person_id };
    value_set_persons(c, v, "persons", persons, p->n_persons);
    extra_fill(c, &p->extra, v);
    v->rev = p->rev;
}

/* ---- persons: rank first, and initials where no script picked for the clerk */
static bool small_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z')
            return false;
    return s.n > 1 && s.n <= INITIALS_MAX;
}

static struct str namesakes(struct ctx *c, const struct person *p, int n)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < n; i++)
        buf_fmt(&b, "%s%.*s（%.*s）", i > 0 ? "、" : "", PF(p[i].name), PF(p[i].unit));
    return buf_str(&b);
}

/* "wjg" is 王建国, never 王建国华. */
static int only_exact(struct ctx *c, struct str initials, struct person *p, int n)
{
    int kept = 0;

    for (int i = 0; i < n; i++)
        if (str_eq(pinyin_name_initials(c->a, p[i].name), initials))
            p[kept++] = p[i];
    return kept;
}

/* "wjg" becomes the one person that it means; several are named, so that the clerk writes the name. */
static enum err initials_meant(struct ctx *c, struct form_values *v, struct value_person *w)
{
    struct person found[NAMESAKES_MAX];
    int n = 0;

    if (!small_letters(str_trim(w->name)))
        return ERR_OK;
    TRY(person_find(c, w->name, found, NAMESAKES_MAX, &n));
    n = only_exact(c, str_trim(w->name), found, n);
    if (n == 1) {
        w->name = found[0].name;
        w->person_id = found[0].id;
        w->unit = w->unit.n > 0 ? w->unit : found[0].unit;
        w->post = w->post.n > 0 ? w->post : found[0].post;
    } else if (n > 1) {
        const struct str args[] = { str_trim(w->name), namesakes(c, found, n) };
        form_fault(c, v, STR("persons"), text_args(c->a, c->lang, T_petition_several, args, 2));
    }
    return ERR_OK;
}

enum err petition_persons_read(struct ctx *c, struct form_values *v)
{
    struct form_value *x = value_of(v, "persons");

    for (int i = 0; i < x->n_persons; i++) {
        struct value_person *w = &x->persons[i];
        struct str no = str_int(c->a, i + 1);
        if (w->rank.n == 0 && x->error.n == 0)
            form_fault(c, v, STR("persons"), text_args(c->a, c->lang, T_petition_rank_first, &no, 1));
        TRY(person_picked(c, &w->person_id));
        if (w->person_id == 0)
            TRY(initials_meant(c, v, w));
    }
    return ERR_OK;
}

/* ---- drawing */
static struct str stop_codes(struct ctx *c)
{
    const struct def_list *l = def_list(c->def, "petition_rank");
    struct buf b = buf_new(c->a, 512);

    for (int i = 0; i < l->n; i++)
        if (str_eq(node_str(l->items[i].row, "article15"), STR("yes"))) {
            if (b.n > 0)
                buf_char(&b, ' ');
            buf_add(&b, l->items[i].code);
        }
    return buf_str(&b);
}

static struct form_view form_view_of(struct ctx *c, struct form_values *v, const struct petition *p)
{
    bool fresh = p == NULL;
    struct form_view f = { .values = v, .action = fresh ? STR("/petition/new") : path_of(c, p->ref, "/edit"),
        .stays = text_of(c->lang, fresh ? T_petition_not_registered : T_petition_not_saved),
        .cancel = fresh ? STR("/petition") : path_of(c, p->ref, ""), .first_focus = true, .rank_first = true,
        .stop_codes = stop_codes(c), .stop_path = STR("/petition/article15"), .repeats = STR("/petition/repeats") };

    f.drop_draft = STR("/petition/draft/drop");
    if (!fresh) {
        form_button(&f, STR("save"), text_of(c->lang, T_petition_save), true);
        return f;
    }
    f.draft = STR("/petition/draft");
    form_button(&f, STR("next"), text_of(c->lang, T_petition_save_next), true);
    form_button(&f, STR("open"), text_of(c->lang, T_petition_save_open), false);
    form_button(&f, STR("check"), text_of(c->lang, T_petition_check_repeats), false);
    form_button(&f, STR("draft"), text_of(c->lang, T_petition_keep_draft), false);
    return f;
}

static void draw_form(struct ctx *c, struct request *q, struct form_values *v, const struct petition *p, bool restored, struct reply *out)
{
    struct petition_form_view view = { .page = page_new(c, q, HERE_PETITION,
        text_of(c->lang, p == NULL ? T_petition_new_title : T_petition_edit_title)), .restored = restored };
    struct petition_new n;
    struct repeat *r = NULL;
    int64_t last;

    if (p == NULL && q->method == GET && view.page.said.n > 0 && ref_read(req_str(q, "last"), &last))
        view.page.undo = path_of(c, last, "/undo");
    view.form = form_view_of(c, v, p);
    if (v->was_sent || restored) {
        from_values(c, v, &n);
        if (petition_repeats(c, &n, p == NULL ? 0 : p->id, &r, &view.n_repeats) == ERR_OK)
            view.repeats = r;
        view.looked = str_eq(v->pressed, STR("check"));
    }
    petition_form_html(&out->body, c, &view);
}

/* What the read half made for the write half: values, or a page that is already drawn. */
struct prepared { struct form_values v; struct petition_new n; struct petition p; bool drawn, stopped; };

static enum err drawn(struct ctx *c, struct request *q, struct prepared *m, const struct petition *p, struct reply *out, int status)
{
    draw_form(c, q, &m->v, p, false, out);
    out->status = status;
    m->drawn = true;
    return ERR_OK;
}

static bool stops(struct ctx *c, const struct petition_new *n)
{
    bool stop = petition_article15(c, n->persons, n->n_persons) != ERR_OK;

    c->why_id = 0;
    c->why_field = STR("");
    return stop;
}

/* Nothing of it is drawn again: the page says what to do with the letter. */
static enum err stop_page(struct ctx *c, struct request *q, struct prepared *m, struct reply *out)
{
    struct page g = page_new(c, q, HERE_PETITION, text_of(c->lang, T_petition_article15_title));

    m->drawn = m->stopped = true;
    out->status = err_http(ERR_FORBIDDEN);
    petition_article15_html(&out->body, c, &g);
    return ERR_OK;
}

static enum err stopped(struct ctx *c)
{
    ctx_touch(c, STR("article15"), 0, STR("stopped"));
    return draft_drop(c, form_of(c), 0);
}

enum err petition_article15_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct page g = page_new(c, q, HERE_PETITION, text_of(c->lang, T_petition_article15_title));

    petition_article15_html(&out->body, c, &g);
    return ERR_OK;
}

/* Sealed first (decisions.md 15): the identity is in the vault before the petition is in the register. */
static enum err seal(struct ctx *c, const struct form_values *v, int64_t ref)
{
    struct identity who = { .name = value_str(v, "reporter_name"), .contact = value_str(v, "reporter_contact"),
        .claimed = value_str(v, "reporter_claimed") };
    const struct upload *files[UPLOADS_MAX];
    int n = value_files(v, "scans", files, UPLOADS_MAX);

    if (who.name.n > 0 || who.contact.n > 0 || who.claimed.n > 0)
        TRY(vault_seal_identity(c->vault, ref, &who, c->now_ms));
    for (int i = 0; i < n; i++)
        TRY(vault_seal_scan(c->vault, ref, files[i]->filename, files[i]->bytes, c->now_ms));
    return ERR_OK;
}

/* A draft may hold a letter only after the rank of every person was seen and none of them stops here. */
static bool ranks_seen(const struct petition_new *n)
{
    bool seen = n->n_persons > 0;

    for (int i = 0; i < n->n_persons; i++)
        seen = seen && n->persons[i].rank.n > 0;
    return seen;
}

/* ---- a new petition */
enum err petition_new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;
    bool restored = false;

    form_blank(c, form_of(c), NULL, &v);
    TRY(draft_load(c, form_of(c), 0, &v, &restored));
    if (!restored)
        TRY(draft_remembered(c, form_of(c), &v));
    draw_form(c, q, &v, NULL, restored, out);
    return ERR_OK;
}

/* Reads, stops, checks: true when the values may go on to be sealed. */
static enum err read_checked(struct ctx *c, struct request *q, struct prepared *m, bool *fine)
{
    enum err e = form_read(c, form_of(c), q, &m->v);

    *fine = false;
    from_values(c, &m->v, &m->n);
    if (stops(c, &m->n)) {          /* before anything is sealed, shown or kept */
        m->stopped = true;
        return ERR_OK;
    }
    TRY(petition_persons_read(c, &m->v));
    from_values(c, &m->v, &m->n);
    if (e != ERR_OK || m->v.n_errors > 0)
        return ERR_OK;
    struct petition_new trial = m->n;
    e = petition_check(c, &trial);
    if (e != ERR_OK)
        form_refused(c, &m->v, e);
    *fine = e == ERR_OK;
    return ERR_OK;
}

enum err petition_new_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = NEW(c->a, struct prepared);
    bool fine;

    q->prepared = m;
    TRY(read_checked(c, q, m, &fine));
    if (m->stopped)
        return stop_page(c, q, m, out);
    if (str_eq(m->v.pressed, STR("draft")) && ranks_seen(&m->n))
        return ERR_OK;
    if (!fine)
        return drawn(c, q, m, NULL, out, err_http(ERR_INVALID));
    if (str_eq(m->v.pressed, STR("check")))
        return drawn(c, q, m, NULL, out, 200);
    m->n.ref = rand_ref(c->rand);
    return seal(c, &m->v, m->n.ref);
}

enum err petition_new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = q->prepared;
    struct petition p;

    if (m->stopped)
        return stopped(c);
    if (m->drawn)
        return ERR_OK;
    if (str_eq(m->v.pressed, STR("draft"))) {
        ctx_touch(c, STR("draft"), 0, STR("petition"));
        out->location = said_path(c->a, STR("/petition/new"), "petition.said_draft", STR(""));
        return draft_keep(c, form_of(c), q, 0);
    }
    enum err e = petition_register(c, &m->n, &p);
    if (e == ERR_INVALID) {
        form_refused(c, &m->v, e);
        return drawn(c, q, m, NULL, out, err_http(e));
    }
    TRY(e);
    TRY(draft_drop(c, form_of(c), 0));
    TRY(draft_remember(c, &m->v));
    struct str next = str_fmt(c->a, "/petition/new?last=%.*s", PF(ref_text(c->a, p.ref)));
    out->location = said_path(c->a, str_eq(m->v.pressed, STR("open")) ? path_of(c, p.ref, "") : next, "petition.said_registered", p.no);
    return ERR_OK;
}

/* ---- a change */
enum err petition_edit_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    to_values(c, &p, &v);
    draw_form(c, q, &v, &p, false, out);
    return ERR_OK;
}

enum err petition_edit_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = NEW(c->a, struct prepared);
    bool fine;

    q->prepared = m;
    TRY(load_arg(c, q, &m->p));
    TRY(read_checked(c, q, m, &fine));
    if (m->stopped)
        return stop_page(c, q, m, out);
    if (!fine)
        return drawn(c, q, m, &m->p, out, err_http(ERR_INVALID));
    return seal(c, &m->v, m->p.ref);
}

/* Somebody else was first: his values stand beside the typed ones, nothing that was typed is lost, and saving again is meant. */
static enum err conflict(struct ctx *c, struct request *q, struct prepared *m, const struct petition *p, struct reply *out)
{
    struct petition_new now;
    struct petition_change ch[PETITION_CHANGES_MAX];
    struct flow_record f = petition_flow(p);
    struct flow_last last;

    petition_as_typed(p, &now);
    m->n.registered_on = now.registered_on;
    int n = petition_changes(c, &now, &m->n, ch, PETITION_CHANGES_MAX);
    TRY(flow_last(c, &f, &last));
    const struct str who[] = { last.user, time_str(c->a, last.at_ms) };
    form_fault(c, &m->v, STR(""), text_args(c->a, c->lang, T_petition_conflict, who, 2));
    m->v.n_errors--;                    /* the sentence on top is no fault of a field */
    for (int i = 0; i < n; i++) {
        struct str was = ch[i].was.n > 0 ? ch[i].was : text_of(c->lang, T_petition_empty_value);
        form_fault(c, &m->v, ch[i].field, text_args(c->a, c->lang, T_petition_theirs, &was, 1));
    }
    m->v.rev = p->rev;
    return drawn(c, q, m, p, out, err_http(ERR_CONFLICT));
}

enum err petition_edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = q->prepared;
    struct petition p;

    if (m->stopped)
        return stopped(c);
    if (m->drawn)
        return ERR_OK;
    TRY(load_arg(c, q, &p));
    if (m->v.rev != p.rev)
        return conflict(c, q, m, &p, out);
    enum err e = petition_edit(c, &p, &m->n);
    if (e == ERR_INVALID) {
        form_refused(c, &m->v, e);
        return drawn(c, q, m, &p, out, err_http(e));
    }
    out->location = said_path(c->a, path_of(c, p.ref, ""), "petition.said_saved", p.no);
    return e;
}

/* ---- drafts and the look-out for repeats: what the page sends by itself while somebody types */
struct draft_prepared { bool stop, keep; };

enum err petition_draft_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct draft_prepared *m = NEW(c->a, struct draft_prepared);
    struct petition_new n;

    q->prepared = m;
    half_typed(c, q, &n);
    m->stop = stops(c, &n);
    m->keep = !m->stop && ranks_seen(&n) && q->n_bad == 0;
    out->status = 204;
    return ERR_OK;
}

enum err petition_draft_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct draft_prepared *m = q->prepared;
    bool sent;

    (void)out;
    if (m->stop)
        return stopped(c);
    ctx_touch(c, STR("draft"), 0, STR("petition"));
    TRY(once_was_used(c, req_str(q, "page"), &sent));       /* a draft that was overtaken by its own letter */
    return m->keep && !sent ? draft_keep(c, form_of(c), q, 0) : ERR_OK;
}

enum err petition_drop_post(struct ctx *c, struct request *q, struct reply *out)
{
    out->location = STR("/petition/new");
    if (req_has(q, "stop"))
        return stopped(c);
    ctx_touch(c, STR("draft"), 0, STR("drop"));
    return draft_drop(c, form_of(c), 0);
}

enum err petition_repeats_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition_new n;
    struct repeat *r = NULL;
    int count = 0;

    half_typed(c, q, &n);
    if (!stops(c, &n))
        TRY(petition_repeats(c, &n, 0, &r, &count));
    ctx_touch(c, STR("petition"), 0, STR("repeats"));
    if (count > 0)
        repeats_html(&out->body, c, r, count, STR(""), false);
    return ERR_OK;
}
