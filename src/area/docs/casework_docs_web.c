/* casework_docs_web.c - the papers of leads, cases, results and proposals. What leaves the commission is written by the officer on a form of
 * def/forms.yaml and kept as it was signed; the lead form is internal and printed from the record. */
#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/docs/casework_texts.h"
#include "area/docs/docs_slice.h"
#include "area/register/register.h"
#include "gate/counter.h"
#include "gen/text.h"

/* A record with a paper of its own: which template, which form is written for it. */
struct kind { const char *kind, *template, *form; enum here here; int label; };
static const struct kind kinds[] = {
    { "case",     "filing_decision",   "paper_filing",   HERE_CASE,     T_casework_paper_filing_decision },
    { "result",   "sanction_decision", "paper_sanction", HERE_RESULT,   T_casework_paper_sanction_decision },
    { "proposal", "proposal_letter",   "paper_proposal", HERE_PROPOSAL, T_casework_paper_proposal_letter },
};

static const struct kind *kind_of(struct str path)
{
    str_cut(&path, '/');
    struct str word = str_cut(&path, '/');

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(word, str_z(kinds[i].kind)))
            return &kinds[i];
    return NULL;
}

/* The record behind the address, and whether its paper may be signed. */
struct subject { const struct kind *kind; int64_t ref, id; struct str title; bool ready; struct casefile k; struct result r; struct proposal p; };

static enum err load(struct ctx *c, struct request *q, struct subject *s)
{
    *s = (struct subject){ .kind = kind_of(q->path) };
    TRY(path_ref(c, q, &s->ref));
    if (s->kind == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (s->kind->here == HERE_CASE) {
        TRY(case_load(c, s->ref, &s->k));
        s->id = s->k.id;
        s->title = s->k.subject;
        s->ready = date_is_set(s->k.filed_on) && !s->k.voided;
    } else if (s->kind->here == HERE_RESULT) {
        TRY(result_load(c, s->ref, &s->r));
        s->id = s->r.id;
        s->title = s->r.person_name;
        s->ready = date_is_set(s->r.counted_on) && !s->r.voided;
    } else {
        TRY(proposal_load(c, s->ref, &s->p));
        s->id = s->p.id;
        s->title = s->p.title;
        s->ready = date_is_set(s->p.issued_on) && !s->p.voided;
    }
    return ERR_OK;
}

static struct date dated(const struct subject *s)
{
    return s->kind->here == HERE_CASE ? s->k.filed_on : s->kind->here == HERE_RESULT ? s->r.decided_on : s->p.issued_on;
}

static enum err print(struct ctx *c, const struct subject *s, const struct document *d, enum doc_format f, struct reply *out)
{
    struct paper paper;

    paper_open(c, &paper, dated(s));
    if (s->kind->here == HERE_CASE)
        TRY(case_texts(c, &s->k, d, &paper));
    else if (s->kind->here == HERE_RESULT)
        TRY(result_texts(c, &s->r, d, &paper));
    else
        proposal_texts(c, &s->p, d, &paper);
    out->type = doc_format_type(f);
    if (f != DOC_PDF_FORMAT)
        out->filename = str_fmt(c->a, "%s.%s", s->kind->template, doc_format_name(f));
    ctx_touch(c, str_z(s->kind->kind), s->id, STR("print"));
    return paper_print(c, &paper, str_z(s->kind->template), f, &out->bytes);
}

/* ---- drafting */
static struct str path(struct ctx *c, const struct subject *s, const char *tail) { return record_path(c, s->kind->kind, s->ref, tail); }

static enum err draft_page(struct ctx *c, struct request *q, const struct subject *s, struct form_values *v, struct reply *out)
{
    struct form_page_view p = { .page = page_new(c, q, s->kind->here, text_of(c->lang, s->kind->label)) };

    page_crumb(&p.page, s->title, path(c, s, ""));
    page_crumb(&p.page, text_of(c->lang, s->kind->label), STR(""));
    p.form = (struct form_view){ .values = v, .action = path(c, s, "/paper"), .cancel = path(c, s, ""), .first_focus = true,
        .hint = text_of(c->lang, s->ready ? T_casework_sign_hint : T_casework_preview_hint) };
    form_button(&p.form, STR("preview"), text_of(c->lang, T_casework_preview), !s->ready);
    if (s->ready)
        form_button(&p.form, STR("sign"), text_of(c->lang, T_docs_sign), true);
    if (v->was_sent) {
        form_refused(c, v, ERR_INVALID);
        out->status = err_http(ERR_INVALID);
    }
    form_page_html(&out->body, c, &p);
    return ERR_OK;
}

static enum err paper_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct subject s;
    struct form_values v;

    TRY(load(c, q, &s));
    form_blank(c, def_form(c->def, s.kind->form), NULL, &v);
    if (s.kind->here == HERE_RESULT)
        value_set_str(c, &v, "basis", result_rules(c, &s.r));
    if (s.kind->here == HERE_PROPOSAL)
        value_set_str(c, &v, "requests", s.p.text);
    if (s.kind->here == HERE_CASE)
        value_set_str(c, &v, "office", s.k.office_name);
    return draft_page(c, q, &s, &v, out);
}

static enum err written(struct ctx *c, const struct subject *s, const struct form_values *v, struct document *d)
{
    struct str *pairs = NEWS(c->a, struct str, (size_t)v->n * 2 + 1);

    for (int i = 0; i < v->n; i++) {
        pairs[i * 2] = v->form->fields[i].name;
        pairs[i * 2 + 1] = v->v[i].text;
    }
    *d = (struct document){ .kind = str_z(s->kind->kind), .record_id = s->id, .template = str_z(s->kind->template),
        .made_on = date_of_ms(c->now_ms), .fields = document_fields(c, pairs, v->n) };
    return ERR_OK;
}

/* The read half shows a preview; nothing of it is kept. */
static enum err paper_preview(struct ctx *c, struct request *q, struct reply *out)
{
    struct subject s;
    struct form_values v;
    struct document d;

    TRY(load(c, q, &s));
    if (form_read(c, def_form(c->def, s.kind->form), q, &v) != ERR_OK)
        return draft_page(c, q, &s, &v, out);
    if (s.kind->here == HERE_RESULT && str_eq(s.r.code, STR("P_PROBATION")) && value_str(&v, "term").n == 0) {
        form_fault(c, &v, STR("term"), text_of(c->lang, T_casework_term));          /* disciplinary regulations, article 12 */
        return draft_page(c, q, &s, &v, out);
    }
    if (!str_eq(v.pressed, STR("preview")))
        return ERR_OK;
    TRY(written(c, &s, &v, &d));
    return print(c, &s, &d, DOC_PDF_FORMAT, out);
}

static enum err number(struct ctx *c, const struct subject *s, struct document *d)
{
    int y, m, day;
    int64_t value;

    d->no = s->kind->here == HERE_RESULT ? s->r.no : s->kind->here == HERE_PROPOSAL ? s->p.no : STR("");
    if (d->no.n > 0)
        return ERR_OK;
    date_split(date_is_set(dated(s)) ? dated(s) : d->made_on, &y, &m, &day);
    TRY(counter_next(c, c->who->organ_id, str_join(c->a, STR("document."), d->template), y, &value));
    d->no = register_no(c->a, "立", y, value);
    return ERR_OK;
}

static enum err paper_sign(struct ctx *c, struct request *q, struct reply *out)
{
    struct subject s;
    struct form_values v;
    struct document d;

    if (out->bytes.n > 0 || out->body.b.n > 0)
        return ERR_OK;                  /* the preview, or the form again with its faults: shown by the read half */
    TRY(load(c, q, &s));
    TRY(form_read(c, def_form(c->def, s.kind->form), q, &v));
    if (!s.ready)
        return refuse(c, ERR_MOVE, T_casework_not_signable);
    TRY(written(c, &s, &v, &d));
    TRY(number(c, &s, &d));
    TRY(document_keep(c, &d));
    TRY(flow_event(c, d.kind, s.id, STR("document"), d.no));
    ctx_touch(c, d.kind, s.id, d.template);
    out->location = path(c, &s, "");
    return ERR_OK;
}

/* ---- printing */
static enum err document_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct subject s;
    struct document d;
    struct str ext = q->path_args[1], name = str_cut(&ext, '.');
    enum doc_format f;
    int64_t ref;

    TRY(load(c, q, &s));
    if (!doc_format_find(ext, &f) || !ref_read(name, &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(document_load(c, ref, &d));
    if (!str_eq(d.kind, str_z(s.kind->kind)) || d.record_id != s.id)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return print(c, &s, &d, f, out);
}

static enum err lead_paper(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    struct paper paper;
    struct str ext = q->path_args[1], name = str_cut(&ext, '.');
    enum doc_format f;
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    TRY(lead_load(c, ref, &l));
    if (!doc_format_find(ext, &f) || !str_eq(name, STR("lead_form")))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    paper_open(c, &paper, l.registered_on);
    TRY(lead_texts(c, &l, &paper));
    out->type = doc_format_type(f);
    if (f != DOC_PDF_FORMAT)
        out->filename = str_fmt(c->a, "lead_form.%s", doc_format_name(f));
    ctx_touch(c, STR("lead"), l.id, STR("print"));
    return paper_print(c, &paper, name, f, &out->bytes);
}

static const struct route routes[] = {
    { GET,  "/lead/:ref/paper/:file",         PERM_LEAD_READ,       R_AUDITED_READ, lead_paper,    NULL },
    { GET,  "/case/:ref/paper",               PERM_CASE_FILE,       R_AUDITED_READ, paper_page,    NULL },
    { POST, "/case/:ref/paper",               PERM_CASE_FILE,       0,              paper_preview, paper_sign },
    { GET,  "/case/:ref/document/:file",      PERM_CASE_READ,       R_AUDITED_READ, document_page, NULL },
    { GET,  "/result/:ref/paper",             PERM_CASE_ADJUDICATE, R_AUDITED_READ, paper_page,    NULL },
    { POST, "/result/:ref/paper",             PERM_CASE_ADJUDICATE, 0,              paper_preview, paper_sign },
    { GET,  "/result/:ref/document/:file",    PERM_CASE_READ,       R_AUDITED_READ, document_page, NULL },
    { GET,  "/proposal/:ref/paper",           PERM_RESULT_PROPOSE,  R_AUDITED_READ, paper_page,    NULL },
    { POST, "/proposal/:ref/paper",           PERM_RESULT_PROPOSE,  0,              paper_preview, paper_sign },
    { GET,  "/proposal/:ref/document/:file",  PERM_PROPOSAL_READ,   R_AUDITED_READ, document_page, NULL },
};

const struct slice casework_docs_slice = { routes, COUNT(routes), NULL, 0 };
