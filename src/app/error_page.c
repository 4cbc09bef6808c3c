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

void error_page(struct ctx *c, const struct request *q, enum err e, struct reply *out)
{
    struct error_view v = { .status = err_http(e), .sentence = refusal_text(c, e), .back = q->referer };

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

enum err not_a_page(struct ctx *c) { return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND); }
