/* dispatch.c - the only path to a handler, for pages and commands alike. Read this to know the whole security model.
 *
 *   read half (worker, read-only snapshot):  who → finished signing in → may this role do this verb → did they mean it → prepare
 *   write half (writer, one savepoint):      who and verb again → taken once → apply → audit row in the same transaction
 * Whether a row may be seen is asked inside the SQL (@visible); there is no third place. */
#include "app/app.h"

#include <string.h>

#include "app/error_page.h"
#include "base/log.h"
#include "gate/audit.h"
#include "gate/once.h"
#include "gen/text.h"
#include "page/html.h"

/* Another site may not make a signed-in browser post here, not even to the sign-in form. */
static enum err origin_check(struct call *k)
{
    const struct exchange *x = k->x;

    if (k->q.method == GET || x == NULL)
        return ERR_OK;
    if (x->fetch_site.n > 0 && !str_eq(x->fetch_site, STR("same-origin")) && !str_eq(x->fetch_site, STR("none")))
        return refuse(&k->c, ERR_FORBIDDEN, T_gate_other_site);
    if (x->origin.n > 0 && !str_eq(x->origin, STR("null")) && !str_ends(x->origin, x->host))
        return refuse(&k->c, ERR_FORBIDDEN, T_gate_other_site);
    return ERR_OK;
}

static enum err body_parse(struct call *k)
{
    const struct exchange *x = k->x;

    if (x->too_large)
        return refuse(&k->c, ERR_TOO_LARGE, T_input_too_large);
    TRY(form_urlencoded(&k->c, x->query, &k->q));
    if (k->q.method == GET)
        return ERR_OK;
    if (str_starts(x->content_type, STR("multipart/form-data")))
        return form_multipart(&k->c, x->content_type, x->body, &k->q);
    return form_urlencoded(&k->c, x->body, &k->q);
}

/* Half signed in (second factor or new password missing): only the doors marked R_HALF. */
static enum err stage_check(struct call *k)
{
    bool half = k->s.user_id != 0 && !str_eq(k->s.stage, STR("full"));

    if (!half || (k->r->flags & R_HALF) != 0 || k->r->perm == PERM_PUBLIC)
        return ERR_OK;
    k->x->reply.location = str_eq(k->s.stage, STR("totp")) ? STR("/signin/code") : STR("/signin/password");
    return refuse(&k->c, ERR_UNAUTHORISED, T_err_UNAUTHORISED);
}

static enum err read_in_tx(struct call *k)
{
    k->q.session_token = cookie_find(k->x->cookie, SESSION_COOKIE);
    TRY(session_load(&k->c, k->q.session_token, &k->s));
    k->c.csrf = k->s.csrf;
    TRY(body_parse(k));
    TRY(stage_check(k));
    TRY(gate(&k->c, k->r->perm));
    TRY(origin_check(k));
    if (k->q.method == POST)
        TRY(csrf_check(&k->c, &k->s, &k->q));
    return k->r->prepare != NULL ? k->r->prepare(&k->c, &k->q, &k->x->reply) : ERR_OK;
}

void serve_read(struct call *k)
{
    k->err = db_begin(k->c.db, DB_READ);
    if (k->err == ERR_OK) {
        k->err = read_in_tx(k);
        db_rollback(k->c.db);           /* a read-only snapshot has nothing to keep */
    }
    if (k->c.a->full)
        k->err = refuse(&k->c, ERR_TOO_LARGE, T_input_too_large);
    k->waits = k->r->apply != NULL || (k->r->flags & R_AUDITED_READ) != 0;
}

static struct audit_event event_of(const struct call *k, bool refused)
{
    struct str detail = refused ? str_z(err_name(k->err)) : k->c.touched.detail;

    return (struct audit_event){ .verb = str_z(perm_name(k->r->perm)), .kind = k->c.touched.kind,
        .record_id = k->c.touched.id, .detail = detail, .refused = refused };
}

static enum err apply_once(struct ctx *c, struct call *k)
{
    bool taken = false;

    if (k->r->apply == NULL)
        return ERR_OK;
    TRY(once_check(c, req_str(&k->q, "once"), &k->x->reply.location, &taken));
    if (taken)
        return ERR_OK;                  /* the same form again: the same answer, nothing done twice */
    TRY(k->r->apply(c, &k->q, &k->x->reply));
    return once_keep(c, req_str(&k->q, "once"), k->x->reply.location);
}

enum err serve_write(struct ctx *c, void *call)
{
    struct call *k = call;
    struct session again;

    if (k->err != ERR_OK) {             /* refused in the read half: only the refusal is written down */
        struct audit_event e = event_of(k, true);
        return audit_append(c, &e);
    }
    if (k->s.user_id != 0) {
        TRY(session_load(c, k->s.token, &again));
        if (again.user_id != k->s.user_id)
            return refuse(c, ERR_UNAUTHORISED, T_err_UNAUTHORISED);
        TRY(gate(c, k->r->perm));
    }
    TRY(apply_once(c, k));
    struct audit_event e = event_of(k, false);
    e.kind = c->touched.kind;
    e.record_id = c->touched.id;
    e.detail = c->touched.detail;
    return audit_append(c, &e);
}

/* What the reader gets when it was refused: the sign-in page that keeps the typing, or a page that says what to do. */
static void finish_refused(struct call *k)
{
    struct reply *y = &k->x->reply;

    if (k->err == ERR_BUG)
        log_line(LOG_ERROR, "%s %.*s: %s", k->q.method == POST ? "POST" : "GET", PF(k->q.path), err_text(k->err));
    if (k->err == ERR_UNAUTHORISED && y->location.n > 0 && k->q.method == GET) {
        y->status = 303;
        return;
    }
    y->location = STR("");
    y->type = y->bytes = y->filename = STR("");
    y->body.b = buf_new(k->c.a, PAGE_MAX_BYTES);
    if (k->err == ERR_UNAUTHORISED)
        signin_again_page(&k->c, &k->q, y);
    else
        error_page(&k->c, &k->q, k->err, y);
    y->status = err_http(k->err);
}

void serve_finish(struct call *k)
{
    struct reply *y = &k->x->reply;

    if (k->err != ERR_OK)
        finish_refused(k);
    else if (y->location.n > 0)
        y->status = 303;
    else if (y->status == 0)
        y->status = 200;
    if (y->body.b.overflow || k->c.a->full)
        y->status = 413;
    exchange_done(k->x);
}
