/* identity_web.c - on a petition: ask to see who reported, and open it once. The page is the same for signed, anonymous and absent. */
#include "area/identity/identity_page.h"
#include "area/identity/identity_slice.h"
#include "area/register/register.h"
#include "base/text.h"
#include "def/def.h"
#include "gen/text.h"

static struct str path_of(struct ctx *c, const struct petition *p) { return record_path(c, "petition", p->ref, "/identity"); }

/* First the role's doors, alike for every record; then the record, which answers for itself where it may not be seen. */
static enum err load(struct ctx *c, const struct request *q, struct petition *p)
{
    int64_t ref;

    TRY(gate(c, PERM_PETITION_READ));
    TRY(path_ref(c, q, &ref));
    return petition_load(c, ref, p);
}

static struct page page_of(struct ctx *c, struct request *q, const struct petition *p, int title)
{
    struct page g = page_new(c, q, HERE_PETITION, text_of(c->lang, title));

    g.path = path_of(c, p);
    page_crumb(&g, p->subject, record_path(c, "petition", p->ref, ""));
    page_crumb(&g, g.title, STR(""));
    return g;
}

static enum err show(struct ctx *c, struct request *q, const struct petition *p, struct str error, struct reply *out)
{
    struct identity_ask_view v = { .page = page_of(c, q, p, T_identity_title), .path = path_of(c, p), .error = error,
        .purpose = req_str(q, "purpose"), .words = req_str(q, "words"), .purposes = def_list(c->def, "identity_purpose") };

    TRY(identity_hours(c, &v.hours));
    TRY(identity_of(c, p, &v.rows, &v.n));
    identity_ask_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct petition p;

    TRY(load(c, q, &p));
    if (p.voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    ctx_touch(c, STR("petition"), p.id, STR("identity"));
    return show(c, q, &p, STR(""), out);
}

/* The vault is told in the read half, once, whatever becomes of the transaction behind it; the write half leaves the audit row. */
struct step { int64_t petition_id, ref; bool drawn; };

static enum err ask_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct step *s = NEW(c->a, struct step);
    struct petition p;

    q->prepared = s;
    TRY(load(c, q, &p));
    enum err e = identity_ask(c, &p, req_str(q, "purpose"), req_str(q, "words"), &s->ref);
    s->petition_id = p.id;
    s->drawn = e == ERR_INVALID;
    if (s->drawn) {
        out->status = err_http(e);
        return show(c, q, &p, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, path_of(c, &p), "identity.said_asked", STR(""));
    return e;
}

static enum err ask_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct step *s = q->prepared;

    (void)out;
    if (s->drawn) {
        ctx_touch(c, STR("petition"), s->petition_id, STR("identity"));
        c->touched.refused = true;
    } else
        identity_touch(c, s->petition_id, "ask", s->ref);
    return ERR_OK;
}

static enum err open_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct step *s = NEW(c->a, struct step);
    struct petition p;
    struct identity_shown_view v = { 0 };

    q->prepared = s;
    TRY(load(c, q, &p));
    if (!ref_read(q->path_args[1], &s->ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    s->petition_id = p.id;
    identity_touch(c, p.id, "open", s->ref);
    TRY(identity_open(c, &p, s->ref, &v.rows, &v.n));
    v.page = page_of(c, q, &p, T_identity_shown_title);
    v.back = path_of(c, &p);
    identity_shown_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err open_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct step *s = q->prepared;

    (void)out;
    identity_touch(c, s->petition_id, "open", s->ref);
    return ERR_OK;
}

static const struct route routes[] = {
    { GET,  "/petition/:ref/identity",          PERM_IDENTITY_REQUEST, R_AUDITED_READ, page_get,  NULL },
    { POST, "/petition/:ref/identity",          PERM_IDENTITY_REQUEST, 0,              ask_read,  ask_post },
    { POST, "/petition/:ref/identity/:no/open", PERM_IDENTITY_REQUEST, R_WIPED,        open_read, open_post },
};

const struct slice identity_slice = { routes, COUNT(routes), NULL, 0 };
