/* dispatch.c - the only path to a handler, for pages and commands alike. Read this to know the whole security model.
 *
 *   read half (worker, read-only snapshot):  who → finished signing in → may this role do this verb → did they mean it → prepare
 *   write half (writer, one savepoint):      who and verb again → taken once → apply → audit row in the same transaction
 * Whether a row may be seen is asked inside the SQL (@visible); there is no third place. */
#include "app/app.h"

#include <sodium.h>
#include <string.h>

#include "app/error_page.h"
#include "base/log.h"
#include "base/utf8.h"
#include "gate/audit.h"
#include "gate/once.h"
#include "gate/work.h"
#include "gen/text.h"
#include "page/html.h"

#define FORM_MAX_BYTES ((size_t)2 << 20)        /* a form without files: the longest text, percent-encoded, several times over */

/* Another site may not make a signed-in browser post here, not even to the sign-in form. The browser's own word on where a request
 * comes from decides; an older one says Origin, which must be this very host. */
static enum err origin_check(struct call *k)
{
    const struct exchange *x = k->x;

    if (k->q.method == GET || x == NULL)
        return ERR_OK;
    if (x->fetch_site.n > 0)
        return str_eq(x->fetch_site, STR("same-origin")) || str_eq(x->fetch_site, STR("none")) ? ERR_OK
            : refuse(&k->c, ERR_FORBIDDEN, T_gate_other_site);
    ptrdiff_t host = str_find(x->origin, STR("://"));
    if (x->origin.n > 0 && (host < 0 || !str_eq(str_from(x->origin, (size_t)host + 3), x->host)))
        return refuse(&k->c, ERR_FORBIDDEN, T_gate_other_site);
    return ERR_OK;
}

static enum err body_parse(struct call *k)
{
    const struct exchange *x = k->x;

    if (x->too_large || (x->body.n > FORM_MAX_BYTES && (k->r->flags & R_UPLOAD) == 0))
        return refuse(&k->c, ERR_TOO_LARGE, T_input_too_large);
    TRY(form_urlencoded(&k->c, x->query, &k->q));
    if (k->q.method == GET)
        return ERR_OK;
    if (str_starts(x->content_type, STR("multipart/form-data")))
        return form_multipart(&k->c, x->content_type, x->body, &k->q);
    return form_urlencoded(&k->c, x->body, &k->q);
}

/* Half signed in: only the doors of the stage that is missing. A right password opens no way around the second factor. */
static enum err stage_check(struct call *k)
{
    static const struct { const char *stage, *path; unsigned flag; } stages[] = {
        { "totp", "/signin/code", R_AT_CODE }, { "once", "/signin/password", R_AT_ONCE }, { "enrol", "/signin/enrol", R_AT_ENROL },
    };

    if (k->s.user_id == 0 || k->r->perm == PERM_PUBLIC || str_eq(k->s.stage, STR("full")))
        return ERR_OK;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (str_eq(k->s.stage, str_z(stages[i].stage))) {
            if ((k->r->flags & stages[i].flag) != 0)
                return ERR_OK;
            k->x->reply.location = str_z(stages[i].path);
        }
    return refuse(&k->c, ERR_UNAUTHORISED, T_err_UNAUTHORISED);
}

/* A text that is no text, said of the first field that holds one. Errors: INVALID. */
static enum err bad_refused(struct ctx *c, const struct request *q)
{
    static const int reasons[] = { [TEXT_NOT_UTF8] = T_input_not_utf8, [TEXT_CONTROL] = T_input_control, [TEXT_BIDI] = T_input_bidi };

    return refuse_field(c, q->bad[0].name, ERR_INVALID, reasons[q->bad[0].fault], q->bad[0].name);
}

/* A form of an earlier session of the same person: not done, not lost either; he is asked once more (finish_refused). */
static enum err csrf_check(struct call *k)
{
    struct str sent = req_str(&k->q, "csrf");

    if (k->s.user_id == 0 || k->r->perm == PERM_PUBLIC)
        return ERR_OK;                  /* sign-in itself: protected by the origin check */
    if (sent.n != k->s.csrf.n || sent.n == 0 || sodium_memcmp(sent.p, k->s.csrf.p, sent.n) != 0) {
        k->stale = true;
        return refuse(&k->c, ERR_CONFLICT, T_gate_csrf);
    }
    return ERR_OK;
}

static enum err read_in_tx(struct call *k)
{
    k->q.session_token = cookie_find(k->x->cookie, SESSION_COOKIE);
    k->q.device_token = cookie_find(k->x->cookie, DEVICE_COOKIE);
    TRY(session_load(&k->c, k->q.session_token, &k->s));
    k->c.csrf = k->s.csrf;
    TRY(body_parse(k));
    TRY(stage_check(k));
    TRY(gate(&k->c, k->r->perm));
    TRY(origin_check(k));
    if (k->q.n_bad > 0 && (k->q.method == GET || !req_has(&k->q, "once")))
        return bad_refused(&k->c, &k->q);      /* no form to draw again with the fault beside its field */
    if (k->q.method == POST)
        TRY(csrf_check(k));
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

/* The permission says what was done; doors that ask for none are named by their path. */
static struct str verb_of(const struct call *k)
{
    if (k->r->perm == PERM_PUBLIC || k->r->perm == PERM_SELF)
        return k->r->path[1] != '\0' ? str_z(k->r->path + 1) : STR("home");
    return str_z(perm_name(k->r->perm));
}

/* `c` is the write half's own context: what was touched there counts. */
static struct audit_event event_of(const struct call *k, const struct ctx *c, bool refused)
{
    struct str detail = refused ? str_z(err_name(k->err)) : c->touched.detail;

    return (struct audit_event){ .verb = verb_of(k), .kind = c->touched.kind, .record_id = c->touched.id, .detail = detail,
        .refused = refused || c->touched.refused };
}

static enum err apply_once(struct ctx *c, struct call *k)
{
    bool taken = false;

    if (k->r->apply == NULL)
        return ERR_OK;
    TRY(once_claim(c, req_str(&k->q, "once"), &k->x->reply.location, &taken));
    if (taken)
        return ERR_OK;                  /* the same form again: the same answer, nothing done twice */
    TRY(k->r->apply(c, &k->q, &k->x->reply));
    if (k->q.n_bad > 0 && k->x->reply.location.n > 0)       /* whatever the handler did with it: a broken text changes nothing */
        return bad_refused(c, &k->q);
    return once_done(c, req_str(&k->q, "once"), k->x->reply.location);
}

enum err serve_write(struct ctx *c, void *call)
{
    struct call *k = call;
    struct session again;

    if (k->err != ERR_OK) {             /* refused in the read half: only the refusal is written down */
        struct audit_event e = event_of(k, c, true);
        return audit_append(c, &e);
    }
    if (k->s.user_id != 0) {
        enum lang lang = c->lang;
        TRY(session_load(c, k->s.token, &again));
        c->lang = lang;
        if (again.user_id != k->s.user_id)
            return refuse(c, ERR_UNAUTHORISED, T_err_UNAUTHORISED);
        TRY(gate(c, k->r->perm));
    }
    TRY(apply_once(c, k));
    struct audit_event e = event_of(k, c, false);
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
    else if (k->stale)
        stale_form_page(&k->c, &k->q, y);
    else
        error_page(&k->c, &k->q, k->err, y);
    y->status = err_http(k->err);
}

void serve_finish(struct call *k)
{
    struct reply *y = &k->x->reply;

    if (k->err == ERR_OK && (k->r->flags & R_LISTED_READ) != 0)
        access_note(k->app, &k->c, verb_of(k));
    if (k->err != ERR_OK)
        finish_refused(k);
    else if (y->location.n > 0)
        y->status = 303;
    else if (y->status == 0)
        y->status = 200;
    if (y->body.b.overflow || k->c.a->full)
        y->status = 413;
    if (y->later != NULL && k->err == ERR_OK)
        work_push(y->later);
    else if (y->later != NULL)
        work_free(y->later);
    exchange_done(k->x);
}
