/* frozen_web.c - a published report beside the records of today, beside another report, and the rows behind its figures. */
#include "area/register/register.h"
#include "area/summary/summary_slice.h"
#include "gate/gate.h"
#include "gen/text.h"

/* A frozen value is the text after "text": of its figure in the frozen JSON, which stats_json wrote one figure to a line. */
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

/* Both ascending: how many of b are not in a, and of a not in b; which < 0 collects the gone, > 0 the added. */
static void differ(const struct behind *a, const struct behind *b, int *added, int *gone, int which, int64_t *out)
{
    int i = 0, k = 0;

    *added = *gone = 0;
    while (i < a->n || k < b->n) {
        if (k == b->n || (i < a->n && a->ids[i] < b->ids[k])) {
            if (which < 0)
                out[*gone] = a->ids[i];
            (*gone)++;
            i++;
        } else if (i == a->n || b->ids[k] < a->ids[i]) {
            if (which > 0)
                out[*added] = b->ids[k];
            (*added)++;
            k++;
        } else {
            i++;
            k++;
        }
    }
}

static enum err official(struct ctx *c, const struct report *r)
{
    if (!r->published)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return c->who->official ? ERR_OK : refuse(c, ERR_FORBIDDEN, T_summary_not_official);
}

static enum err live(struct ctx *c, const struct report *r, struct stats *s)
{
    struct stat_ask ask = { .w = r->w, .as_of = r->as_of, .organ_id = r->organ_id };

    return stats_compute(c, &ask, s);
}

static enum err changed(struct ctx *c, struct frozen_view *v, const struct stats *s, struct str json, const struct figure *g)
{
    struct changed_figure x = { .id = g->id, .name = c->lang == LANG_EN ? g->en : g->zh, .frozen = frozen_text(c->a, json, g->id),
        .now = g->text };
    struct behind was, now;

    TRY(report_behind(c, &v->r, g->id, &was));
    TRY(behind_now(c, s, g->id, &now));
    differ(&was, &now, &x.added, &x.gone, 0, NULL);
    if (!str_eq(x.frozen, x.now) || x.added + x.gone > 0)
        v->rows[v->n++] = x;
    return ERR_OK;
}

enum err changes_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct frozen_view v = { .full_scope = c->who->full_scope };
    struct stats s;
    struct str json;

    TRY(report_arg(c, q, &v.r));
    TRY(official(c, &v.r));
    v.page = page_new(c, q, HERE_SUMMARY, text_of(c->lang, T_summary_changes));
    page_crumb(&v.page, report_title(c, &v.r), report_path(c, &v.r, ""));
    page_crumb(&v.page, v.page.title, STR(""));
    v.ref = ref_text(c->a, v.r.ref);
    TRY(report_figures(c, &v.r, &json));
    TRY(live(c, &v.r, &s));
    v.rows = NEWS(c->a, struct changed_figure, (size_t)s.n_figures + 1);
    for (int i = 0; i < s.n_figures; i++)
        TRY(changed(c, &v, &s, json, &s.figures[i]));
    changes_html(&out->body, c, &v);
    return ERR_OK;
}

/* The rows of one frozen figure as they may be read now; ?which=added or gone: those that came or went since. */
enum err frozen_rows_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct frozen_view v = { .id = q->path_args[1], .which = req_str(q, "which"), .full_scope = c->who->full_scope };
    struct stats s;
    struct behind was, now, shown;

    TRY(report_arg(c, q, &v.r));
    TRY(official(c, &v.r));
    if (!v.full_scope)
        return refuse(c, ERR_FORBIDDEN, T_stats_no_drill);
    TRY(live(c, &v.r, &s));
    const struct figure *g = stats_figure(&s, v.id);
    if (g == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(report_behind(c, &v.r, v.id, &was));
    TRY(behind_now(c, &s, v.id, &now));
    int which = str_eq(v.which, STR("added")) ? 1 : str_eq(v.which, STR("gone")) ? -1 : 0;
    int64_t *ids = NEWS(c->a, int64_t, (size_t)(was.n + now.n) + 1);
    differ(&was, &now, &v.n_added, &v.n_gone, which, ids);
    shown = which == 0 ? was : (struct behind){ v.id, was.kind.n > 0 ? was.kind : now.kind, ids, which > 0 ? v.n_added : v.n_gone };
    struct member *m = NEWS(c->a, struct member, (size_t)shown.n + 1);
    for (int i = 0; i < shown.n; i++)
        m[i] = (struct member){ .kind = shown.kind, .id = shown.ids[i] };
    v.page = page_new(c, q, HERE_SUMMARY, c->lang == LANG_EN ? g->en : g->zh);
    page_crumb(&v.page, report_title(c, &v.r), report_path(c, &v.r, ""));
    page_crumb(&v.page, text_of(c->lang, T_summary_changes), report_path(c, &v.r, "/changes"));
    page_crumb(&v.page, v.page.title, STR(""));
    v.ref = ref_text(c->a, v.r.ref);
    v.n = was.n;
    v.list = list_new(c, q, v.page.title);
    v.list.empty = text_of(c->lang, T_stats_nothing);
    members_cols(c, &v.list);
    TRY(members_rows(c, &v.list, m, shown.n, &v.unseen));
    frozen_rows_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- two published reports */
enum err compare_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct frozen_view v = { .page = page_new(c, q, HERE_SUMMARY, text_of(c->lang, T_summary_compare)) };
    int64_t a, b;
    struct str left, right;
    const struct node *rows = &c->def->figures;

    if (!ref_read(req_str(q, "a"), &a) || !ref_read(req_str(q, "b"), &b))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(report_load(c, a, &v.r));
    TRY(report_load(c, b, &v.b));
    if (!v.r.published || !v.b.published)
        return refuse(c, ERR_INVALID, T_summary_compare_published);
    page_crumb(&v.page, v.page.title, STR(""));
    TRY(report_figures(c, &v.r, &left));
    TRY(report_figures(c, &v.b, &right));
    v.rows = NEWS(c->a, struct changed_figure, (size_t)rows->n + 1);
    for (int i = 0; i < rows->n; i++) {
        struct str id = rows->keys[i];
        struct changed_figure x = { .id = id, .name = node_str(&rows->items[i], c->lang == LANG_EN ? "en" : "zh"),
            .frozen = frozen_text(c->a, left, id), .now = frozen_text(c->a, right, id) };
        if (x.frozen.n > 0 || x.now.n > 0)
            v.rows[v.n++] = x;
    }
    compare_html(&out->body, c, &v);
    return ERR_OK;
}
