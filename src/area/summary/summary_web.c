/* summary_web.c - the list of reports, the report beside its preview, its free parts, reprinting. */
#include "area/register/register.h"
#include "area/stats/ask.h"
#include "area/summary/summary_slice.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err report_arg(struct ctx *c, const struct request *q, struct report *r)
{
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return report_load(c, ref, r);
}

struct str report_path(struct ctx *c, const struct report *r, const char *tail)
{
    return str_fmt(c->a, "/summary/%.*s%s", PF(ref_text(c->a, r->ref)), tail);
}

struct str report_title(struct ctx *c, const struct report *r)
{
    return str_fmt(c->a, "%.*s %.*s", PF(period_name(c->a, r->w)), PF(text_of(c->lang, T_summary_title)));
}

struct str figure_tag(struct ctx *c, struct str id) { return str_fmt(c->a, "{{%.*s}}", PF(id)); }

/* ---- the list */
static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct summary_list_view v = { .page = page_new(c, q, HERE_SUMMARY, text_of(c->lang, T_summary_title)),
        .may_edit = may(c, PERM_SUMMARY_EDIT), .period = req_str(q, "period") };
    struct report *all;
    int n;

    TRY(report_list(c, &all, &n));
    TRY(ask_latest(c, c->who->organ_id, &v.latest));
    v.all = all;
    v.n = n;
    v.list = list_new(c, q, text_of(c->lang, T_summary_title));
    list_col(&v.list, STR("period"), text_of(c->lang, T_stats_period), COL_NO, 8, false);
    list_col(&v.list, STR("state"), text_of(c->lang, T_petition_state), COL_STATE, 6, false);
    list_col(&v.list, STR("published"), text_of(c->lang, T_summary_published_on), COL_DATE, 8, false);
    list_col(&v.list, STR("by"), text_of(c->lang, T_summary_published_by), COL_PERSON, 8, false);
    list_col(&v.list, STR("sha"), STR("SHA-256"), COL_TEXT, 0, false);
    for (int i = 0; i < n; i++) {
        struct list_row *r = list_row(c, &v.list, ref_text(c->a, all[i].ref), report_path(c, &all[i], ""));
        list_cell(r, period_name(c->a, all[i].w), TONE_NONE);
        list_cell(r, text_of(c->lang, all[i].published ? T_summary_published : T_summary_draft), TONE_NONE);
        list_cell(r, date_str(c->a, all[i].published_on), TONE_NONE);
        list_cell(r, all[i].publisher, TONE_NONE);
        list_cell(r, all[i].sha256, TONE_NONE);
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
    out->location = report_path(c, &r, "");
    return ERR_OK;
}

/* ---- one report */
void summary_open(struct ctx *c, const struct request *q, struct summary_view *v)
{
    v->page = page_new(c, q, HERE_SUMMARY, report_title(c, &v->r));
    page_crumb(&v->page, v->page.title, STR(""));
    v->ref = ref_text(c->a, v->r.ref);
    v->official = c->who->official;
    v->may_edit = may(c, PERM_SUMMARY_EDIT) && !v->r.published;
    v->may_publish = may(c, PERM_SUMMARY_PUBLISH) && !v->r.published && v->official;
    v->typed_problems = v->r.problems;
    v->typed_plans = v->r.plans;
}

/* What was published is read from its own bytes, never made again. */
static enum err frozen_inside(struct ctx *c, struct summary_view *v)
{
    struct str html;

    TRY(report_bytes(c, &v->r, DOC_HTML_FORMAT, &html));
    return doc_html_inside(html, &v->inside);
}

static void count_checks(struct summary_view *v)
{
    for (int i = 0; i < v->s->n_checks; i++)
        v->n_failed += !v->s->checks[i].ok;
    for (int i = 0; i < v->s->n_figures; i++)
        v->n_unregistered += v->s->figures[i].state == FIG_UNREGISTERED;
}

/* Doors: figures with rows behind them. */
static struct str doors(struct ctx *c, const struct stats *s)
{
    struct buf b = buf_new(c->a, 4096);

    buf_char(&b, ' ');
    for (int i = 0; i < s->n_figures; i++)
        if (node_str(s->figures[i].row, "from").n > 0 && s->figures[i].state == FIG_OK) {
            buf_add(&b, s->figures[i].id);
            buf_char(&b, ' ');
        }
    return buf_str(&b);
}

enum err draft_inside(struct ctx *c, struct summary_view *v, struct stats *s)
{
    TRY(report_tree(c, &v->r, s, &v->doc));
    v->s = s;
    count_checks(v);
    return doc_html(v->doc, (struct doc_html_opts){ .whole = false, .figure_href = c->who->full_scope ? STR("/figures/") : STR(""),
        .figure_ids = doors(c, s),
        .figure_query = str_fmt(c->a, "?period=%.*s", PF(period_name(c->a, v->r.w))) }, &v->inside);
}

static enum err report_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct summary_view v = { 0 };
    struct report *all;
    int n;

    TRY(report_arg(c, q, &v.r));
    summary_open(c, q, &v);
    if (v.r.published)
        TRY(frozen_inside(c, &v));
    else
        TRY(draft_inside(c, &v, &s));
    TRY(report_list(c, &all, &n));
    struct report *others = NEWS(c->a, struct report, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        if (all[i].published && all[i].id != v.r.id)
            others[v.n_others++] = all[i];
    v.others = others;
    summary_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- its free parts */
struct editing { struct report r; };

/* Somebody else saved in between, or a tag cannot be read: both texts are shown, nothing typed is lost. */
static enum err edit_again(struct ctx *c, const struct request *q, const struct report *r, struct str fault, struct reply *out)
{
    struct stats s;
    struct summary_view v = { .r = *r };

    summary_open(c, q, &v);
    v.conflict = fault.n == 0;
    v.said_fault = fault;
    v.typed_problems = req_str(q, "problems");
    v.typed_plans = req_str(q, "plans");
    TRY(draft_inside(c, &v, &s));
    out->status = v.conflict ? 409 : 422;
    summary_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err edit_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct editing *e = NEW(c->a, struct editing);

    TRY(report_arg(c, q, &e->r));
    if (e->r.published)
        return refuse(c, ERR_MOVE, T_summary_is_published);
    struct str fault;
    TRY(report_fault(c, &e->r, req_str(q, "problems"), req_str(q, "plans"), &fault));
    if (req_int(q, "rev", -1) != e->r.rev || fault.n > 0)
        return edit_again(c, q, &e->r, fault, out);
    q->prepared = e;
    return ERR_OK;
}

static enum err edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct editing *e = q->prepared;

    if (e == NULL)
        return ERR_OK;                  /* the page with both texts is written already */
    TRY(report_edit(c, &e->r, req_str(q, "problems"), req_str(q, "plans")));
    out->location = said_path(c->a, report_path(c, &e->r, ""), "summary.said_saved", STR(""));
    return ERR_OK;
}

/* ---- pages and files */
static enum err pages_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct summary_view v = { 0 };
    struct str png;

    TRY(report_arg(c, q, &v.r));
    if (v.r.published)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    summary_open(c, q, &v);
    TRY(report_tree(c, &v.r, &s, &v.doc));
    TRY(doc_print_page(v.doc, 0, &png, &v.n_pages));
    summary_pages_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_png(struct ctx *c, struct request *q, struct reply *out)
{
    struct report r;
    struct stats s;
    struct doc *d;
    int64_t page;
    int n;

    TRY(report_arg(c, q, &r));
    if (r.published || !str_to_int(q->path_args[1], &page) || page < 1 || page > 999)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(report_tree(c, &r, &s, &d));
    out->type = STR("image/png");
    TRY(doc_print_page(d, (int)page - 1, &out->bytes, &n));
    return page <= n ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

static enum err file_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct report r;
    struct stats s;
    struct doc *d;
    enum doc_format f = DOC_JSON_FORMAT;
    bool figures = str_eq(q->path_args[1], STR("figures"));

    TRY(report_arg(c, q, &r));
    if (!figures && !doc_format_find(q->path_args[1], &f))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (figures && r.published) {
        TRY(report_figures(c, &r, &out->bytes));
    } else if (r.published) {
        TRY(report_bytes(c, &r, f, &out->bytes));
    } else {
        TRY(report_tree(c, &r, &s, &d));
        if (figures)
            out->bytes = stats_json(c, &s);
        else
            TRY(doc_print(d, f, &out->bytes));
    }
    out->type = doc_format_type(f);
    if (f != DOC_PDF_FORMAT)           /* html carries its own style, which the pages' policy refuses: to keep, not to open here */
        out->filename = str_fmt(c->a, "%s-%.*s.%s", figures ? "figures" : "summary", PF(period_name(c->a, r.w)), doc_format_name(f));
    return ERR_OK;
}

const struct route summary_routes[SUMMARY_ROUTES] = {
    { GET,  "/summary",                  PERM_SUMMARY_READ,    0,              list_page,        NULL },
    { POST, "/summary",                  PERM_SUMMARY_EDIT,    0,              NULL,             start_post },
    { GET,  "/summary/compare",          PERM_SUMMARY_READ,    R_AUDITED_READ, compare_page,     NULL },
    { GET,  "/summary/:ref",             PERM_SUMMARY_READ,    R_AUDITED_READ, report_page,      NULL },
    { POST, "/summary/:ref/edit",        PERM_SUMMARY_EDIT,    0,              edit_read,        edit_post },
    { GET,  "/summary/:ref/publish",     PERM_SUMMARY_PUBLISH, R_AUDITED_READ, publish_page,     NULL },
    { POST, "/summary/:ref/publish",     PERM_SUMMARY_PUBLISH, 0,              publish_read,     publish_post },
    { GET,  "/summary/:ref/pages",       PERM_SUMMARY_READ,    R_AUDITED_READ, pages_page,       NULL },
    { GET,  "/summary/:ref/pages/:page", PERM_SUMMARY_READ,    R_AUDITED_READ, page_png,         NULL },
    { GET,  "/summary/:ref/changes",     PERM_SUMMARY_READ,    R_AUDITED_READ, changes_page,     NULL },
    { GET,  "/summary/:ref/rows/:id",    PERM_SUMMARY_READ,    R_AUDITED_READ, frozen_rows_page, NULL },
    { GET,  "/summary/:ref/as/:format",  PERM_SUMMARY_READ,    R_AUDITED_READ, file_page,        NULL },
};
