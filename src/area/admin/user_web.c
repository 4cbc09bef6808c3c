/* user_web.c - accounts and rights on the screen: the system administrator keeps the accounts, the security administrator asks for rights,
 * either confirms what the other asked. */
#include "area/admin/admin_page.h"
#include "area/admin/admin_slice.h"
#include "area/register/register.h"
#include "gate/session.h"
#include "gen/text.h"

static struct page page_of(struct ctx *c, struct request *q, struct str title)
{
    struct page g = page_new(c, q, HERE_SYSTEM, title);

    page_crumb(&g, title, STR(""));
    return g;
}

static struct str path_of(struct ctx *c, const struct account_row *u)
{
    return str_fmt(c->a, "/admin/user/%.*s", PF(ref_text(c->a, u->ref)));
}

static enum err user_arg(struct ctx *c, struct request *q, struct account_row *u)
{
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return account_by_ref(c, ref, u);
}

struct str roles_words(struct ctx *c, const struct account_row *u)
{
    struct buf b = buf_new(c->a, 2048);

    for (int i = 0; i < u->n_roles; i++) {
        if (i > 0)
            buf_add(&b, text_of(c->lang, T_page_list_comma));
        buf_add(&b, role_label(c, u->roles[i]));
    }
    return buf_str(&b);
}

struct str state_words(struct ctx *c, const struct rights_request *r)
{
    static const struct { const char *state; int text; } states[] = {
        { "asked", T_admin_state_asked }, { "done", T_admin_state_done }, { "refused", T_admin_state_refused },
        { "withdrawn", T_admin_state_withdrawn },
    };

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (str_eq(r->state, str_z(states[i].state)))
            return text_of(c->lang, states[i].text);
    return r->state;
}

/* ---- the list */
static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row *rows = NEWS(c->a, struct account_row, ACCOUNTS_MAX);
    struct user_list_view v = { .page = page_of(c, q, text_of(c->lang, T_admin_users)), .word = str_trim(req_str(q, "word")), .rows = rows };

    v.page.shape = PAGE_ACROSS;
    TRY(accounts_list(c, v.word, req_str(q, "after"), rows, ACCOUNTS_MAX, &v.n));
    if (v.n == ACCOUNTS_MAX) {
        v.n--;
        v.next = with_param(c->a, q, "after", rows[v.n - 1].login);
    }
    user_list_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- a new account, and its name and office later */
static enum err form_page(struct ctx *c, struct request *q, const struct account_row *u, struct str error, struct reply *out)
{
    struct office *all = NEWS(c->a, struct office, OFFICES_MAX);
    struct user_form_view v = { .page = page_of(c, q, text_of(c->lang, u == NULL ? T_admin_user_new : T_admin_user_edit)), .error = error,
        .fresh = u == NULL, .offices = all, .action = u == NULL ? STR("/admin/user/new") : str_join(c->a, path_of(c, u), STR("/edit")) };
    struct organ o;
    bool typed = q->method == POST;

    TRY(organ_by_code(c, req_str(q, "organ"), &o) == ERR_OK ? ERR_OK : organ_by_id(c, u != NULL ? u->organ_id : c->who->organ_id, &o));
    c->why_id = 0;
    v.organ = o.code;
    TRY(offices(c, o.id, all, OFFICES_MAX, &v.n_offices));
    v.login = req_str(q, "login");
    v.name = typed || u == NULL ? req_str(q, "name") : u->name;
    v.office_id = typed || u == NULL ? req_int(q, "office_id", 0) : u->office_id;
    v.rev = u != NULL ? u->rev : 0;
    user_form_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out) { return form_page(c, q, NULL, STR(""), out); }

struct fresh { struct account u; struct str password; };

static enum err new_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct fresh *f = NEW(c->a, struct fresh);
    struct organ o;

    (void)out;
    q->prepared = f;
    f->password = password_make(c->a);
    TRY(organ_by_code(c, req_str(q, "organ"), &o));
    f->u = (struct account){ .organ_id = o.id, .office_id = req_int(q, "office_id", 0), .login = str_trim(req_str(q, "login")),
        .name = str_trim(req_str(q, "name")), .password = password_hash(c->a, f->password), .uid = -1, .once = true };
    return ERR_OK;
}

static void password_page(struct ctx *c, struct request *q, struct str login, struct str name, struct str password, struct reply *out)
{
    struct password_view v = { page_of(c, q, text_of(c->lang, T_admin_password_once)), login, name, password };

    password_html(&out->body, c, &v);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct fresh *f = q->prepared;

    enum err e = f->u.name.n == 0 ? refuse_field(c, STR("name"), ERR_INVALID, T_admin_name, STR("")) : office_check(c, f->u.organ_id, f->u.office_id);
    if (e == ERR_OK)
        e = account_add(c, &f->u);
    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        out->status = err_http(e);
        c->touched.refused = true;
        return form_page(c, q, NULL, refusal_text(c, e), out);
    }
    TRY(e);
    ctx_touch(c, STR("user"), f->u.id, STR("add"));
    password_page(c, q, f->u.login, f->u.name, f->password, out);
    return ERR_OK;
}

static enum err edit_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row u;

    TRY(user_arg(c, q, &u));
    return form_page(c, q, &u, STR(""), out);
}

static enum err edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row u;

    TRY(user_arg(c, q, &u));
    enum err e = account_edit(c, &u, req_str(q, "name"), req_int(q, "office_id", 0), req_int(q, "rev", -1));
    if (e == ERR_INVALID) {
        out->status = err_http(e);
        c->touched.refused = true;
        return form_page(c, q, &u, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, path_of(c, &u), "admin.said_saved", STR(""));
    return e;
}

/* ---- one account */
static enum err user_page(struct ctx *c, struct request *q, const struct account_row *u, struct str error, struct reply *out)
{
    struct account_scope *scopes = NEWS(c->a, struct account_scope, SCOPES_MAX);
    struct rights_request *asked = NEWS(c->a, struct rights_request, RIGHTS_MAX);
    struct organ_row *all = NEWS(c->a, struct organ_row, ORGANS_MAX);
    struct office *rooms = NEWS(c->a, struct office, OFFICES_MAX);
    struct user_view v = { .page = page_of(c, q, u->name), .error = error, .u = u, .scopes = scopes, .asked = asked, .organs = all,
        .offices = rooms, .own = u->id == c->who->id, .of_admin = account_is_admin(c, u) };

    v.page.number = u->login;
    v.page.path = path_of(c, u);
    TRY(account_scopes(c, u->id, scopes, SCOPES_MAX, &v.n_scopes));
    TRY(rights_list(c, u->id, asked, RIGHTS_MAX, &v.n_asked));
    TRY(organs(c, all, ORGANS_MAX, &v.n_organs));
    TRY(offices(c, u->organ_id, rooms, OFFICES_MAX, &v.n_offices));
    ctx_touch(c, STR("user"), u->id, c->touched.detail.n > 0 ? c->touched.detail : STR("read"));
    user_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err one_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row *u = NEW(c->a, struct account_row);

    TRY(user_arg(c, q, u));
    return user_page(c, q, u, STR(""), out);
}

static enum err lock_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row u;
    bool lock = str_eq(req_str(q, "do"), STR("lock"));

    TRY(user_arg(c, q, &u));
    out->location = said_path(c->a, path_of(c, &u), lock ? "admin.said_locked" : "admin.said_unlocked", STR(""));
    return account_lock(c, &u, lock);
}

struct fresh_password { struct str word, hash; };

static enum err password_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct fresh_password *p = NEW(c->a, struct fresh_password);

    (void)out;
    q->prepared = p;
    p->word = password_make(c->a);
    p->hash = password_hash(c->a, p->word);
    return ERR_OK;
}

static enum err password_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct fresh_password *p = q->prepared;
    struct account_row u;

    TRY(user_arg(c, q, &u));
    TRY(account_password(c, &u, p->hash));
    password_page(c, q, u.login, u.name, p->word, out);
    return ERR_OK;
}

/* ---- requests */
static enum err ask_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct account_row *u = NEW(c->a, struct account_row);
    struct rights_request r = { .act = req_str(q, "act"), .role = req_str(q, "role"), .reason = req_str(q, "reason") };
    struct str scope = req_str(q, "scope");
    struct organ o;

    TRY(user_arg(c, q, u));
    struct str organ = str_cut(&scope, '/');
    if (organ.n > 0 && organ_by_code(c, organ, &o) == ERR_OK)
        r.organ_id = o.id;
    if (!str_to_int(scope, &r.office_id))
        r.office_id = 0;
    struct str uid = str_trim(req_str(q, "uid"));
    if (uid.n == 0)
        r.uid = -1;
    else if (!str_to_int(uid, &r.uid) || r.uid < 0)
        r.uid = -2;                     /* refused by the rule, with its sentence */
    c->why_id = 0;
    enum err e = rights_ask(c, u, &r);
    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        out->status = err_http(e);
        c->touched.refused = true;
        return user_page(c, q, u, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, path_of(c, u), "admin.said_asked", STR(""));
    return e;
}

static enum err rights_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct rights_request *rows = NEWS(c->a, struct rights_request, RIGHTS_MAX);
    struct rights_view v = { .page = page_of(c, q, text_of(c->lang, T_admin_rights)), .rows = rows };

    v.page.shape = PAGE_ACROSS;
    TRY(rights_list(c, 0, rows, RIGHTS_MAX, &v.n));
    rights_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err decide_arg(struct ctx *c, struct request *q, struct rights_request *r)
{
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return rights_by_ref(c, ref, r);
}

static enum err confirm_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct rights_request r;
    struct fresh_password *p = NEW(c->a, struct fresh_password);

    TRY(decide_arg(c, q, &r));
    if (str_eq(r.act, STR("password")))
        return password_read(c, q, out);
    q->prepared = p;
    return ERR_OK;
}

static enum err confirm_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct fresh_password *p = q->prepared;
    struct rights_request r;

    TRY(decide_arg(c, q, &r));
    TRY(rights_confirm(c, &r, p->hash));
    if (p->word.n > 0)
        password_page(c, q, r.login, r.user_name, p->word, out);
    else
        out->location = said_path(c->a, STR("/admin/rights"), "admin.said_confirmed", STR(""));
    return ERR_OK;
}

static enum err refuse_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct rights_request r;

    TRY(decide_arg(c, q, &r));
    out->location = said_path(c->a, STR("/admin/rights"), "admin.said_refused", STR(""));
    return rights_refuse(c, &r);
}

static const struct route routes[] = {
    /* method path                        permission           flags           prepare        apply */
    { GET,  "/admin/user",                PERM_ADMIN_READ,     R_LISTED_READ,  list_page,     NULL },
    { GET,  "/admin/user/new",            PERM_USER_ADMIN,     0,              new_page,      NULL },
    { POST, "/admin/user/new",            PERM_USER_ADMIN,     0,              new_read,      new_post },
    { GET,  "/admin/user/:ref",           PERM_ADMIN_READ,     R_AUDITED_READ, one_page,      NULL },
    { GET,  "/admin/user/:ref/edit",      PERM_USER_ADMIN,     0,              edit_page,     NULL },
    { POST, "/admin/user/:ref/edit",      PERM_USER_ADMIN,     0,              NULL,          edit_post },
    { POST, "/admin/user/:ref/lock",      PERM_USER_ADMIN,     0,              NULL,          lock_post },
    { POST, "/admin/user/:ref/password",  PERM_USER_ADMIN,     0,              password_read, password_post },
    { POST, "/admin/user/:ref/ask",       PERM_ADMIN_READ,     0,              NULL,          ask_post },
    { GET,  "/admin/rights",              PERM_ADMIN_READ,     R_LISTED_READ,  rights_page,   NULL },
    { POST, "/admin/rights/:ref/confirm", PERM_RIGHTS_CONFIRM, 0,              confirm_read,  confirm_post },
    { POST, "/admin/rights/:ref/refuse",  PERM_RIGHTS_CONFIRM, 0,              NULL,          refuse_post },
};


const struct slice user_slice = { routes, COUNT(routes), NULL, 0 };
