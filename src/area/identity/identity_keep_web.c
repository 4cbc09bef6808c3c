/* identity_keep_web.c - the page of the two keepers: every request, consent, refusal, reason and opening; consenting and refusing. */
#include "area/identity/identity_page.h"
#include "area/identity/identity_slice.h"
#include "area/register/register.h"
#include "base/text.h"
#include "gen/text.h"

static enum err show(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct identity_keep_view v = { .page = page_new(c, q, HERE_IDENTITY, text_of(c->lang, T_identity_keep_title)), .error = error };
    int64_t before = 0;

    v.page.path = STR("/identity");
    v.page.shape = PAGE_ACROSS;
    if (req_has(q, "before") && (!str_to_int(req_str(q, "before"), &before) || before < 0))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(identity_all(c, before, &v.all));
    identity_keep_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_get(struct ctx *c, struct request *q, struct reply *out) { return show(c, q, STR(""), out); }

static enum err answer(struct ctx *c, struct request *q, enum err e, const char *said, struct reply *out)
{
    return keeper_answer(c, q, e, "/identity", said, show, out);
}

static int64_t ref_arg(const struct request *q)
{
    int64_t ref;

    return ref_read(q->path_args[0], &ref) ? ref : 0;
}

static enum err consent_read(struct ctx *c, struct request *q, struct reply *out)
{
    return answer(c, q, identity_consent(c, ref_arg(q), req_str(q, "passphrase")), "identity.said_consented", out);
}

static enum err refuse_read(struct ctx *c, struct request *q, struct reply *out)
{
    return answer(c, q, identity_refuse(c, ref_arg(q), req_str(q, "reason")), "identity.said_refused", out);
}

static const struct route routes[] = {
    { GET,  "/identity",             PERM_IDENTITY_KEEP, R_AUDITED_READ, page_get,     NULL },
    { POST, "/identity/:no/consent", PERM_IDENTITY_KEEP, R_WIPED,        consent_read, keeper_post },
    { POST, "/identity/:no/refuse",  PERM_IDENTITY_KEEP, 0,              refuse_read,  keeper_post },
};

const struct slice identity_keep_slice = { routes, COUNT(routes), NULL, 0 };
