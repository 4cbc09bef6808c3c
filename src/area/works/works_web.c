/* works_web.c - the page of what goes on behind a page, for every kind of it: progress, a way to stop, and where it leads in the end. */
#include "area/works/works_slice.h"
#include "area/register/register.h"
#include "gate/work.h"
#include "gen/text.h"

#define AT_ARGS_MAX 3
#define REFRESH_S 2     /* time to press a button between two */

static const struct { const char *kind; int title; } kinds[] = {
    { "import", T_work_import }, { "export", T_work_export }, { "publish", T_work_publish },
};

static struct page page_of(struct ctx *c, const struct request *q, const struct work_row *r)
{
    struct str label = work_value(r->args, "label"), title = label;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(r->kind, str_z(kinds[i].kind)))
            title = text_args(c->a, c->lang, kinds[i].title, &label, 1);
    struct page g = page_new(c, q, page_office(work_value(r->args, "back")), title);
    page_crumb(&g, title, STR(""));
    return g;
}

static struct str counted(struct ctx *c, struct str s)
{
    int64_t n;

    return str_to_int(s, &n) ? number_text(c->a, n) : s;
}

/* "exchange.at_write 500 3000": the name of a text and its numbers, in the language of who looks. */
static struct str at_text(struct ctx *c, const struct work_row *r)
{
    struct str rest = r->message, name = str_cut(&rest, ' '), args[AT_ARGS_MAX];
    int n = 0, id;

    while (rest.n > 0 && n < AT_ARGS_MAX)
        args[n++] = counted(c, str_cut(&rest, ' '));
    return text_find(name, &id) ? text_args(c->a, c->lang, id, args, n) : text_of(c->lang, T_work_waits);
}

static struct str why_ended(struct ctx *c, const struct work_row *r)
{
    if (str_eq(r->state, STR("stopped")))
        return text_of(c->lang, T_work_stopped);
    return str_eq(r->state, STR("failed")) ? r->message : text_of(c->lang, T_work_lost);
}

static void header(struct reply *out, struct str name, struct str value)
{
    out->headers[out->n_headers].name = name;
    out->headers[out->n_headers++].value = value;
}

/* Scripts ask each second and put the new bar in the place of the old one; that it has ended, or where it leads, they are told by a header. */
static bool ended_answer(const struct request *q, struct str path, struct reply *out)
{
    bool scripts = q->hx_request.n > 0, leads = str_starts(path, STR("/"));

    if (scripts)
        header(out, leads ? STR("HX-Redirect") : STR("HX-Refresh"), leads ? path : STR("true"));
    else if (leads)
        out->location = path;
    return scripts || leads;
}

static enum err work_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct work_row r;
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    TRY(work_load(c, ref, &r));
    struct str rest = r.message;
    bool on = work_goes_on(c, &r);
    if (!on && ended_answer(q, str_cut(&rest, '\n'), out))
        return ERR_OK;
    struct work_view v = { .page = page_of(c, q, &r), .path = work_path(c->a, ref), .back = work_value(r.args, "back"),
        .percent = r.progress / 10, .at = at_text(c, &r), .fault = on ? STR("") : why_ended(c, &r),
        .stopped = str_eq(r.state, STR("stopped")) };
    v.page.refresh_s = on ? REFRESH_S : 0;
    work_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err stop_post(struct ctx *c, struct request *q, struct reply *out)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    ctx_touch(c, STR("job"), 0, STR("stop"));
    out->location = work_path(c->a, ref);
    return work_stop_ask(c, ref);
}

static const struct route routes[] = {
    { GET,  "/works/:ref",      PERM_SELF, 0, work_get, NULL },
    { POST, "/works/:ref/stop", PERM_SELF, 0, NULL,     stop_post },
};

const struct slice works_slice = { routes, COUNT(routes), NULL, 0 };
