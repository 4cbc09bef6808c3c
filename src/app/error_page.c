#include "app/error_page.h"

#include "app/front.h"
#include "gen/text.h"
#include "page/html.h"

struct str err_sentence(enum lang l, enum err e)
{
    static const int ids[ERR__MAX] = {
#define ERR(name, http, exit, text) [ERR_##name] = T_err_##name,
#include "base/err.def"
#undef ERR
    };

    return text_of(l, ids[e]);
}

/* The page before, if it was one of ours: a link on another site must not get a way back to itself into our words. */
static struct str own_referer(const struct request *q)
{
    ptrdiff_t at = str_find(q->referer, STR("://"));
    struct str rest = at < 0 ? STR("") : str_from(q->referer, (size_t)at + 3);

    return q->host.n > 0 && str_starts(rest, q->host) ? safe_back(str_from(rest, q->host.n)) : STR("");
}

void error_page(struct ctx *c, const struct request *q, enum err e, struct reply *out)
{
    int64_t counts[HERE__MAX];          /* written after the transaction: nothing is counted for this menu */
    struct error_view v = { .page = page_new(c, q, HERE_NONE, text_of(c->lang, T_error_title)), .status = err_http(e),
        .sentence = refusal_text(c, e), .back = own_referer(q) };

    for (int i = 0; i < HERE__MAX; i++)
        counts[i] = -1;
    v.page.counts = counts;
    v.page.said = STR("");
    v.page.path = q->method == GET ? v.page.path : STR("/");
    error_page_html(&out->body, c, &v);
}

/* Every field that was sent comes along, hidden; passwords and tokens do not. */
void signin_again_page(struct ctx *c, const struct request *q, struct reply *out)
{
    struct signin_view v = { .resume_path = q->method == POST ? q->path : STR("") };

    v.kept = NEWS(c->a, struct field, (size_t)q->n_fields + 1);
    for (int i = 0; i < q->n_fields && q->method == POST; i++)
        if (!str_eq(q->fields[i].name, STR("csrf")) && !str_has(q->fields[i].name, STR("password")))
            v.kept[v.n_kept++] = q->fields[i];
    if (q->method == GET)
        v.back = q->query_text.n > 0 ? str_fmt(c->a, "%.*s?%.*s", PF(q->path), PF(q->query_text)) : q->path;
    signin_page_html(&out->body, c, &v);
}

/* A form that an earlier session had opened: shown as it was sent, with a button, so that nothing is typed twice and nothing goes
 * through unseen. */
void stale_form_page(struct ctx *c, const struct request *q, struct reply *out)
{
    struct resume_view v = { .path = q->path, .files = q->n_uploads };
    struct field *kept = NEWS(c->a, struct field, (size_t)q->n_fields + 1);

    for (int i = 0; i < q->n_fields; i++)
        if (!str_eq(q->fields[i].name, STR("csrf")) && !str_has(q->fields[i].name, STR("password")))
            kept[v.n_kept++] = q->fields[i];
    v.kept = kept;
    resume_page_html(&out->body, c, &v);
}

enum err not_a_page(struct ctx *c) { return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND); }
