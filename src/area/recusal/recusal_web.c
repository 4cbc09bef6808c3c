/* recusal_web.c - the page of a matter's recusals: who is kept away and why, asking for another one, lifting. */
#include "area/casework/case.h"
#include "area/casework/lead.h"
#include "area/intake/petition.h"
#include "area/recusal/recusal_page.h"
#include "area/register/register.h"
#include "gen/text.h"

struct here_of { struct recusal_of of; struct str subject, back; enum here here; };

static enum err petition_of(struct ctx *c, int64_t ref, struct here_of *h)
{
    struct petition p;

    TRY(petition_load(c, ref, &p));
    *h = (struct here_of){ { STR("petition"), p.id, p.ref, p.organ_id, p.assignee_id, p.voided }, p.subject,
        record_path(c, "petition", p.ref, ""), HERE_PETITION };
    return ERR_OK;
}

static enum err lead_of(struct ctx *c, int64_t ref, struct here_of *h)
{
    struct lead l;

    TRY(lead_load(c, ref, &l));
    *h = (struct here_of){ { STR("lead"), l.id, l.ref, l.organ_id, l.assignee_id, l.voided }, l.subject, record_path(c, "lead", l.ref, ""),
        HERE_LEAD };
    return ERR_OK;
}

static enum err case_of(struct ctx *c, int64_t ref, struct here_of *h)
{
    struct casefile k;

    TRY(case_load(c, ref, &k));
    *h = (struct here_of){ { STR("case"), k.id, k.ref, k.organ_id, k.assignee_id, k.voided }, k.subject, record_path(c, "case", k.ref, ""),
        HERE_CASE };
    return ERR_OK;
}

/* First the role's door to the register, alike for every record; then the record, which answers for itself where it may not be seen. */
static enum err load(struct ctx *c, const struct request *q, struct here_of *h)
{
    bool petition = str_starts(q->path, STR("/petition/")), lead = str_starts(q->path, STR("/lead/"));
    int64_t ref;

    TRY(gate(c, petition ? PERM_PETITION_READ : lead ? PERM_LEAD_READ : PERM_CASE_READ));
    TRY(path_ref(c, q, &ref));
    TRY(petition ? petition_of(c, ref, h) : lead ? lead_of(c, ref, h) : case_of(c, ref, h));
    return recusal_may(c, &h->of);
}

struct str recused_why(struct ctx *c, struct str reason)
{
    return text_of(c->lang, str_eq(reason, STR("named")) ? T_recusal_named : str_eq(reason, STR("asked")) ? T_recusal_asked
        : T_recusal_own);
}

static enum err show(struct ctx *c, struct request *q, const struct here_of *h, struct str error, struct reply *out)
{
    struct recusal_view v = { .page = page_new(c, q, h->here, text_of(c->lang, T_recusal_title)), .error = error,
        .path = str_join(c->a, h->back, STR("/recusal")), .may_lift = may(c, PERM_RECUSE_LIFT) };

    if (h->of.voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    v.rows = NEWS(c->a, struct recused, RECUSED_MAX);
    v.users = NEWS(c->a, struct candidate, CANDIDATES_MAX);
    v.chosen = req_str(q, "user");
    v.reason = req_has(q, "what") ? STR("") : req_str(q, "reason");
    TRY(recusal_list(c, &h->of, v.rows, RECUSED_MAX, &v.n));
    TRY(recusal_candidates(c, &h->of, v.users, CANDIDATES_MAX, &v.n_users));
    page_crumb(&v.page, h->subject, h->back);
    page_crumb(&v.page, v.page.title, STR(""));
    recusal_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct here_of h;

    TRY(load(c, q, &h));
    ctx_touch(c, h.of.kind, h.of.id, STR("recusal"));
    return show(c, q, &h, STR(""), out);
}

static enum err answer(struct ctx *c, struct request *q, const struct here_of *h, enum err e, const char *said, struct reply *out)
{
    if (e == ERR_INVALID) {
        out->status = err_http(e);
        c->touched.refused = true;
        return show(c, q, h, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, str_join(c->a, h->back, STR("/recusal")), said, STR(""));
    return e;
}

static int64_t user_arg(const struct request *q)
{
    int64_t ref;

    return ref_read(req_str(q, "user"), &ref) ? ref : 0;
}

static enum err ask_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct here_of h;

    TRY(load(c, q, &h));
    return answer(c, q, &h, recusal_ask(c, &h.of, user_arg(q), req_str(q, "reason")), "recusal.said_asked", out);
}

static enum err lift_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct here_of h;

    TRY(load(c, q, &h));
    return answer(c, q, &h, recusal_lift(c, &h.of, user_arg(q), req_str(q, "what"), req_str(q, "reason")), "recusal.said_lifted", out);
}

static const struct route routes[] = {
    { GET,  "/petition/:ref/recusal",      PERM_RECUSE,      R_AUDITED_READ, page_get, NULL },
    { POST, "/petition/:ref/recusal",      PERM_RECUSE,      0,              NULL,     ask_post },
    { POST, "/petition/:ref/recusal/lift", PERM_RECUSE_LIFT, 0,              NULL,     lift_post },
    { GET,  "/lead/:ref/recusal",          PERM_RECUSE,      R_AUDITED_READ, page_get, NULL },
    { POST, "/lead/:ref/recusal",          PERM_RECUSE,      0,              NULL,     ask_post },
    { POST, "/lead/:ref/recusal/lift",     PERM_RECUSE_LIFT, 0,              NULL,     lift_post },
    { GET,  "/case/:ref/recusal",          PERM_RECUSE,      R_AUDITED_READ, page_get, NULL },
    { POST, "/case/:ref/recusal",          PERM_RECUSE,      0,              NULL,     ask_post },
    { POST, "/case/:ref/recusal/lift",     PERM_RECUSE_LIFT, 0,              NULL,     lift_post },
};

const struct slice recusal_slice = { routes, COUNT(routes), NULL, 0 };
