/* docs_web.c - papers as files: the registration form, signed letters with their numbers, the blank sheet of article 15. */
#include "area/docs/docs_slice.h"
#include "area/docs/paper.h"
#include "area/intake/petition.h"
#include "area/register/register.h"
#include "gen/text.h"

/* "petition_form.pdf" -> template and format. */
static enum err file_name(struct ctx *c, struct str name, struct str *template, enum doc_format *f)
{
    *template = str_cut(&name, '.');
    return doc_format_find(name, f) ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

static void answer_file(struct ctx *c, struct reply *out, enum doc_format f, struct str template)
{
    out->type = doc_format_type(f);
    if (f != DOC_PDF_FORMAT)
        out->filename = str_fmt(c->a, "%.*s.%s", PF(template), doc_format_name(f));
}

static struct str labels(struct ctx *c, const char *list, const struct str *codes, int n)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_add(&b, def_label(c->def, LANG_ZH, list, codes[i]));
    }
    return buf_str(&b);
}

static void petition_texts(struct ctx *c, const struct petition *p, struct paper *out)
{
    const struct { const char *id; struct str text; } rows[] = {
        { "petition.no", p->no }, { "petition.old_no", p->old_no }, { "petition.registered_on", paper_day(c->a, p->registered_on) },
        { "petition.received_on", paper_day(c->a, p->received_on) }, { "petition.channel", def_label(c->def, LANG_ZH, "channel", p->channel) },
        { "petition.source", def_label(c->def, LANG_ZH, "source", p->source) }, { "petition.source_name", p->source_name },
        { "petition.sender_no", p->sender_no }, { "petition.class", def_label(c->def, LANG_ZH, "class", p->class) },
        { "petition.conduct", labels(c, "conduct", p->conduct, p->n_conduct) },
        { "petition.topics", labels(c, "topics", p->topics, p->n_topics) }, { "petition.place", p->place },
        { "petition.repeat_of", p->repeat_of != 0 ? STR("是") : STR("") }, { "petition.subject", p->subject },
        { "petition.body", p->body }, { "petition.office", p->office_name }, { "petition.assignee", p->assignee_name },
        { "petition.advice", STR("") }, { "petition.outcome", STR("") }, { "petition.registered_by", STR("") },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, rows[i].text);
    out->list_name = STR("petition.persons");
    for (int i = 0; i < p->n_persons; i++)
        paper_person(out, p->persons[i].name, p->persons[i].unit, p->persons[i].post,
            def_label(c->def, LANG_ZH, "petition_rank", p->persons[i].rank));
}

static void letter_texts(struct ctx *c, const struct document *d, struct paper *out)
{
    static const struct { const char *id, *field; } rows[] = {
        { "letter.to", "to" }, { "letter.summary", "summary" }, { "letter.remark", "remark" }, { "letter.contact", "contact" },
        { "letter.phone", "phone" }, { "letter.receipt", "receipt" }, { "letter.enclosures", "enclosures" },
    };
    struct date due;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, document_field(c, d, rows[i].field));
    bool has_due = date_parse_iso(document_field(c, d, "due_on"), &due);
    paper_text(out, "letter.due_on", has_due ? paper_day(c->a, due) : STR(""));
    paper_text(out, "letter.number", paper_number(c->a, d->no));
    paper_text(out, "letter.date", paper_day(c->a, d->made_on));
    paper_text(out, "letter.issued", str_join(c->a, paper_day(c->a, d->made_on), STR("印发")));
}

static enum err petition_arg(struct ctx *c, struct request *q, struct petition *p)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return petition_load(c, ref, p);
}

static enum err petition_paper(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct paper paper;
    struct str template;
    enum doc_format f;

    TRY(petition_arg(c, q, &p));
    TRY(file_name(c, q->path_args[1], &template, &f));
    if (!str_eq(template, STR("petition_form")))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    paper_open(c, &paper, p.registered_on);
    petition_texts(c, &p, &paper);
    ctx_touch(c, STR("petition"), p.id, STR("print"));
    answer_file(c, out, f, template);
    return paper_print(c, &paper, template, f, &out->bytes);
}

/* ---- letters: written, signed with a number, printed again at any time */
static bool is_letter(struct str template)
{
    return str_eq(template, STR("forward_letter")) || str_eq(template, STR("assign_letter")) || str_eq(template, STR("notice_accepted"));
}

static const struct def_form *letter_form(struct ctx *c, struct str template)
{
    return def_form(c->def, str_eq(template, STR("notice_accepted")) ? "notice" : "letter");
}

static struct str letter_title(struct ctx *c, struct str template)
{
    return text_of(c->lang, str_eq(template, STR("forward_letter")) ? T_docs_forward_letter
        : str_eq(template, STR("assign_letter")) ? T_docs_assign_letter : T_docs_notice_accepted);
}

static void letter_draw(struct ctx *c, struct request *q, const struct petition *p, struct form_values *v, struct reply *out)
{
    struct str template = q->path_args[1];
    struct form_page_view page = { .page = page_new(c, q, HERE_PETITION, letter_title(c, template)) };

    page_crumb(&page.page, p->subject, record_path(c, "petition", p->ref, ""));
    page_crumb(&page.page, letter_title(c, template), STR(""));
    page.form = (struct form_view){ .values = v, .cancel = record_path(c, "petition", p->ref, ""), .first_focus = true,
        .action = str_fmt(c->a, "/petition/%.*s/letter/%.*s", PF(ref_text(c->a, p->ref)), PF(template)),
        .stays = text_of(c->lang, T_docs_not_signed) };
    form_button(&page.form, STR("sign"), text_of(c->lang, T_docs_sign), true);
    form_button(&page.form, STR("preview"), text_of(c->lang, T_summary_preview), false);
    page.form.buttons[1].aside = true;
    form_page_html(&out->body, c, &page);
}

static enum err letter_arg(struct ctx *c, struct request *q, struct petition *p)
{
    TRY(petition_arg(c, q, p));
    if (!is_letter(q->path_args[1]))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (str_eq(q->path_args[1], STR("notice_accepted")) && !petition_accepted(p))
        return refuse(c, ERR_MOVE, T_docs_not_accepted);        /* article 26 tells of an acceptance; there was none */
    return p->voided ? refuse(c, ERR_MOVE, T_flow_voided) : ERR_OK;
}

static enum err letter_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct form_values v;

    TRY(letter_arg(c, q, &p));
    form_blank(c, letter_form(c, q->path_args[1]), NULL, &v);
    if (value_has_field(&v, "due_on"))
        value_set_date(c, &v, "due_on", p.due_on);
    letter_draw(c, q, &p, &v, out);
    return ERR_OK;
}

static struct document_new letter_new(struct request *q, const struct petition *p, const struct form_values *v)
{
    return (struct document_new){ .kind = STR("petition"), .template = q->path_args[1], .record_id = p->id, .to = move_str(v, "to"),
        .summary = move_str(v, "summary"), .remark = move_str(v, "remark"), .contact = move_str(v, "contact"), .phone = move_str(v, "phone"),
        .due_on = move_date(v, "due_on"), .enclosures = value_has_field(v, "enclosures") ? (int)value_int(v, "enclosures") : 0 };
}

static enum err letter_paper(struct ctx *c, const struct petition *p, const struct document *d, enum doc_format f, struct reply *out)
{
    struct paper paper;

    paper_open(c, &paper, d->made_on);
    petition_texts(c, p, &paper);
    letter_texts(c, d, &paper);
    answer_file(c, out, f, d->template);
    return paper_print(c, &paper, d->template, f, &out->bytes);
}

struct letter_prepared { struct form_values v; bool done; };

/* A preview is the very paper but for its number, which only signing gives. */
static enum err letter_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct letter_prepared *m = NEW(c->a, struct letter_prepared);
    struct petition p;
    struct document d;

    q->prepared = m;
    TRY(letter_arg(c, q, &p));
    m->done = form_read(c, letter_form(c, q->path_args[1]), q, &m->v) != ERR_OK;
    if (m->done) {
        letter_draw(c, q, &p, &m->v, out);
        out->status = err_http(ERR_INVALID);
    } else if (str_eq(m->v.pressed, STR("preview"))) {
        struct document_new n = letter_new(q, &p, &m->v);
        document_draft(c, &n, &d);
        d.no = text_of(LANG_ZH, T_docs_no_number_yet);
        m->done = true;
        return letter_paper(c, &p, &d, DOC_PDF_FORMAT, out);
    }
    return ERR_OK;
}

static enum err letter_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct letter_prepared *m = q->prepared;
    struct petition p;
    struct document d;

    TRY(letter_arg(c, q, &p));
    ctx_touch(c, STR("petition"), p.id, m->done ? STR("preview") : q->path_args[1]);
    if (m->done)
        return ERR_OK;
    struct document_new n = letter_new(q, &p, &m->v);
    if (petition_own_unit(c->a, &p, n.to)) {
        form_fault(c, &m->v, STR("to"), text_args(c->a, c->lang, T_petition_to_own_unit, &n.to, 1));
        letter_draw(c, q, &p, &m->v, out);
        out->status = err_http(ERR_INVALID);
        return ERR_OK;
    }
    TRY(document_sign(c, &n, &d));
    TRY(flow_event(c, STR("petition"), p.id, STR("document"), d.no));
    ctx_touch(c, STR("petition"), p.id, n.template);
    out->location = str_fmt(c->a, "/petition/%.*s/document/%.*s.pdf", PF(ref_text(c->a, p.ref)), PF(ref_text(c->a, d.ref)));
    return ERR_OK;
}

static enum err document_file(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;
    struct document d;
    struct str name;
    enum doc_format f;
    int64_t ref;

    TRY(petition_arg(c, q, &p));
    TRY(file_name(c, q->path_args[1], &name, &f));
    if (!ref_read(name, &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(document_load(c, ref, &d));
    if (!str_eq(d.kind, STR("petition")) || d.record_id != p.id)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("petition"), p.id, STR("print"));
    return letter_paper(c, &p, &d, f, out);
}

static enum err article15_file(struct ctx *c, struct request *q, struct reply *out)
{
    struct paper paper;

    (void)q;
    paper_open(c, &paper, DATE_NONE);
    out->type = doc_format_type(DOC_PDF_FORMAT);
    return paper_print(c, &paper, STR("art15_slip"), DOC_PDF_FORMAT, &out->bytes);
}

static const struct route routes[] = {
    { GET,  "/petition/:ref/paper/:file",     PERM_PETITION_READ,     R_AUDITED_READ, petition_paper, NULL },
    { GET,  "/petition/:ref/letter/:name",    PERM_PETITION_HANDLE,   R_AUDITED_READ, letter_page,    NULL },
    { POST, "/petition/:ref/letter/:name",    PERM_PETITION_HANDLE,   0,              letter_read,    letter_post },
    { GET,  "/petition/:ref/document/:file",  PERM_PETITION_READ,     R_AUDITED_READ, document_file,  NULL },
    { GET,  "/document/article15.pdf",        PERM_PETITION_REGISTER, R_AUDITED_READ, article15_file, NULL },
};

const struct slice docs_slice = { routes, COUNT(routes), NULL, 0 };
