/* summary_web.c - the list of reports, the report beside its preview as pages, its free parts, publishing, reprinting. */
#include "area/register/register.h"
#include "area/summary/summary_slice.h"
#include "gate/gate.h"
#include "gen/text.h"

static enum err load_arg(struct ctx *c, struct request *q, struct report *r)
{
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return report_load(c, ref, r);
}

static struct str path_of(struct ctx *c, const struct report *r, const char *tail)
{
    return str_fmt(c->a, "/summary/%.*s%s", PF(ref_text(c->a, r->ref)), tail);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct summary_list_view v = { .page = page_new(c, q, HERE_SUMMARY, text_of(c->lang, T_summary_title)),
        .may_edit = may(c, PERM_SUMMARY_EDIT), .period = req_str(q, "period") };
    struct report *all;
    int n;

    TRY(report_list(c, &all, &n));
    v.list = list_new(c, q, text_of(c->lang, T_summary_title));
    list_col(&v.list, STR("period"), text_of(c->lang, T_stats_period), COL_NO, 8, false);
    list_col(&v.list, STR("state"), text_of(c->lang, T_petition_state), COL_STATE, 6, false);
    list_col(&v.list, STR("published"), text_of(c->lang, T_summary_published_on), COL_DATE, 8, false);
    list_col(&v.list, STR("by"), text_of(c->lang, T_summary_published_by), COL_PERSON, 0, false);
    for (int i = 0; i < n; i++) {
        struct list_row *r = list_row(c, &v.list, ref_text(c->a, all[i].ref), path_of(c, &all[i], ""));
        list_cell(r, period_name(c->a, all[i].w), TONE_NONE);
        list_cell(r, text_of(c->lang, all[i].published ? T_summary_published : T_summary_draft), TONE_NONE);
        list_cell(r, date_str(c->a, all[i].published_on), TONE_NONE);
        list_cell(r, all[i].publisher, TONE_NONE);
    }
    v.list.count = n;
    v.list.empty = text_of(c->lang, T_summary_none);
    summary_list_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err start_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct window w;
    struct report r;

    if (!period_read(str_trim(req_str(q, "period")), &w))
        return refuse_field(c, STR("period"), ERR_INVALID, T_stats_no_period, req_str(q, "period"));
    TRY(report_start(c, w, DATE_NONE, &r));
    ctx_touch(c, STR("report"), r.id, STR("start"));
    out->location = path_of(c, &r, "");
    return ERR_OK;
}

/* A frozen value is the text after "text": of its figure in the frozen JSON. */
static struct str frozen_text(struct arena *a, struct str json, struct str id)
{
    ptrdiff_t at = str_find(json, str_fmt(a, "\n  \"%.*s\": {", PF(id)));

    if (at < 0)
        return STR("");
    struct str rest = str_from(json, (size_t)at + 3);
    rest = str_cut(&rest, '\n');
    at = str_find(rest, STR("\"text\": \""));
    if (at < 0)
        return STR("");
    rest = str_from(rest, (size_t)at + 9);
    return str_cut(&rest, '"');
}

static enum err changes(struct ctx *c, struct summary_view *v)
{
    struct str json;

    TRY(report_figures(c, &v->r, &json));
    v->changed = NEWS(c->a, struct changed_figure, (size_t)v->s->n_figures + 1);
    for (int i = 0; i < v->s->n_figures; i++) {
        const struct figure *g = &v->s->figures[i];
        struct str was = frozen_text(c->a, json, g->id);
        if (!str_eq(was, g->text))
            v->changed[v->n_changed++] = (struct changed_figure){ g->id, c->lang == LANG_EN ? g->en : g->zh, was, g->text };
    }
    return ERR_OK;
}

static enum err report_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct summary_view v = { .page = page_new(c, q, HERE_SUMMARY, STR("")), .s = &s };

    TRY(load_arg(c, q, &v.r));
    TRY(report_tree(c, &v.r, &s, &v.doc));
    v.page.title = str_fmt(c->a, "%.*s %.*s", PF(period_name(c->a, v.r.w)), PF(text_of(c->lang, T_summary_title)));
    page_crumb(&v.page, v.page.title, STR(""));
    v.ref = ref_text(c->a, v.r.ref);
    v.may_edit = may(c, PERM_SUMMARY_EDIT) && !v.r.published;
    v.may_publish = may(c, PERM_SUMMARY_PUBLISH) && !v.r.published;
    if (v.r.published)
        TRY(changes(c, &v));
    TRY(doc_html(v.doc, (struct doc_html_opts){ .whole = false, .figure_href = c->who->full_scope ? STR("/figures/") : STR(""),
        .figure_query = str_fmt(c->a, "?period=%.*s", PF(period_name(c->a, v.r.w))) }, &v.inside));
    summary_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct report r;

    TRY(load_arg(c, q, &r));
    if (req_int(q, "rev", -1) != r.rev)
        return refuse(c, ERR_CONFLICT, T_flow_conflict);
    TRY(report_edit(c, &r, req_str(q, "problems"), req_str(q, "plans")));
    out->location = said_path(c->a, path_of(c, &r, ""), "summary.said_saved", STR(""));
    return ERR_OK;
}

struct publishing { struct report r; struct rendering made; };

static enum err publish_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct publishing *p = NEW(c->a, struct publishing);

    (void)out;
    q->prepared = p;
    TRY(load_arg(c, q, &p->r));
    return report_render(c, &p->r, &p->made);
}

static enum err publish_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct publishing *p = q->prepared;

    TRY(report_publish(c, &p->r, &p->made));
    out->location = said_path(c->a, path_of(c, &p->r, ""), "summary.said_published", STR(""));
    return ERR_OK;
}

static enum err file_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct report r;
    struct stats s;
    struct doc *d;
    enum doc_format f;

    TRY(load_arg(c, q, &r));
    if (!doc_format_find(q->path_args[1], &f))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (r.published) {
        TRY(report_bytes(c, &r, f, &out->bytes));
    } else {
        TRY(report_tree(c, &r, &s, &d));
        TRY(doc_print(d, f, &out->bytes));
    }
    out->type = doc_format_type(f);
    if (f != DOC_PDF_FORMAT && f != DOC_HTML_FORMAT)
        out->filename = str_fmt(c->a, "summary-%.*s.%s", PF(period_name(c->a, r.w)), doc_format_name(f));
    return ERR_OK;
}

const struct route summary_routes[SUMMARY_ROUTES] = {
    { GET,  "/summary",                PERM_SUMMARY_READ,    0,              list_page,    NULL },
    { POST, "/summary",                PERM_SUMMARY_EDIT,    0,              NULL,         start_post },
    { GET,  "/summary/:ref",           PERM_SUMMARY_READ,    R_AUDITED_READ, report_page,  NULL },
    { POST, "/summary/:ref/edit",      PERM_SUMMARY_EDIT,    0,              NULL,         edit_post },
    { POST, "/summary/:ref/publish",   PERM_SUMMARY_PUBLISH, 0,              publish_read, publish_post },
    { GET,  "/summary/:ref/as/:format", PERM_SUMMARY_READ,   R_AUDITED_READ, file_page,    NULL },
};
