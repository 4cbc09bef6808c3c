/* notice_web.c - the keepers' list of notices due: days left, sortable, marked as delivered with their day. No other page shows it. */
#include "area/identity/identity_page.h"
#include "area/identity/identity_slice.h"
#include "area/register/register.h"
#include "base/text.h"
#include "gen/text.h"

static const struct { const char *name; enum notice_sort sort; } sorts[] = {
    { "due", NOTICE_BY_DUE }, { "no", NOTICE_BY_NO }, { "what", NOTICE_BY_WHAT }, { "from", NOTICE_BY_FROM },
};

struct str notice_left(struct ctx *c, const struct notice *x)
{
    struct str days = str_int(c->a, x->left < 0 ? -x->left : x->left);

    if (!x->has_left)
        return text_of(c->lang, T_identity_no_calendar);
    return text_args(c->a, c->lang, x->left < 0 ? T_identity_overdue : T_identity_left, &days, 1);
}

static enum notice_sort sort_of(struct str asked)
{
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
        if (str_eq(asked, str_z(sorts[i].name)))
            return sorts[i].sort;
    return NOTICE_BY_DUE;
}

static enum err show(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct notice_view v = { .page = page_new(c, q, HERE_IDENTITY, text_of(c->lang, T_identity_notices)), .error = error, .q = q,
        .told = str_eq(req_str(q, "told"), STR("1")), .sort = req_str(q, "sort") };

    page_crumb(&v.page, v.page.title, STR(""));
    v.page.shape = PAGE_ACROSS;
    if (q->method != GET)
        v.page.path = STR("/identity/notices");
    v.descending = str_starts(v.sort, STR("-"));
    if (v.descending)
        v.sort = str_from(v.sort, 1);
    TRY(notice_list(c, v.told, sort_of(v.sort), v.descending, &v.all));
    notice_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_get(struct ctx *c, struct request *q, struct reply *out)
{
    ctx_touch(c, STR(""), 0, STR("notices"));
    return show(c, q, STR(""), out);
}

static enum err answer(struct ctx *c, struct request *q, enum err e, const char *said, struct reply *out)
{
    return keeper_answer(c, q, e, "/identity/notices", said, show, out);
}

static enum err look_read(struct ctx *c, struct request *q, struct reply *out)
{
    return answer(c, q, notice_look(c, req_str(q, "passphrase")), "identity.said_looked", out);
}

static enum err told_read(struct ctx *c, struct request *q, struct reply *out)
{
    int64_t ref;

    if (!ref_read(req_str(q, "petition"), &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return answer(c, q, notice_told(c, ref, req_str(q, "what"), req_str(q, "on")), "identity.said_told", out);
}

static const struct route routes[] = {
    { GET,  "/identity/notices",      PERM_IDENTITY_KEEP, R_AUDITED_READ, page_get,  NULL },
    { POST, "/identity/notices/look", PERM_IDENTITY_KEEP, R_WIPED,        look_read, keeper_post },
    { POST, "/identity/notices/told", PERM_IDENTITY_KEEP, 0,              told_read, keeper_post },
};

const struct slice notice_slice = { routes, COUNT(routes), NULL, 0 };
