/* front.c - signing in (password, then code, then a new password where it was a one-time one), signing out, assets, language. */
#include "app/front.h"

#include <string.h>

#include "app/error_page.h"
#include "app/home.h"
#include "gate/session.h"
#include "gen/embed.h"
#include "gen/text.h"

static struct str safe_back(struct str to)
{
    bool local = to.n > 0 && to.p[0] == '/' && (to.n < 2 || (to.p[1] != '/' && to.p[1] != '\\'));

    return local && str_find(to, STR("\r")) < 0 && str_find(to, STR("\n")) < 0 ? to : STR("/");
}

static enum err signin_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct signin_view v = { .back = safe_back(req_str(q, "back")) };

    signin_page_html(&out->body, c, &v);
    return ERR_OK;
}

static struct str session_cookie(struct arena *a, struct str token)
{
    return str_fmt(a, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s", SESSION_COOKIE, PF(token), token.n == 0 ? "; Max-Age=0" : "");
}

static enum err signin_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct signin *s = NEW(c->a, struct signin);

    (void)out;
    q->prepared = s;
    return signin_prepare(c, str_trim(req_str(q, "login")), req_str(q, "password"), q->client, s);
}

/* What was typed before the session ended: shown once more as a form that only needs its button. */
static enum err resume(struct ctx *c, struct request *q, struct reply *out)
{
    struct resume_view v = { .path = safe_back(req_str(q, "resume_path")) };
    struct field *kept = NEWS(c->a, struct field, (size_t)q->n_fields + 1);

    for (int i = 0; i < q->n_fields; i++)
        if (str_starts(q->fields[i].name, STR("keep.")))
            kept[v.n_kept++] = (struct field){ str_from(q->fields[i].name, 5), q->fields[i].value };
    v.kept = kept;
    resume_page_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err signin_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct signin *s = q->prepared;
    struct session made;

    TRY(signin_apply(c, s, &made));
    if (!s->right) {
        struct signin_view v = { .login = s->login, .error = text_of(c->lang, T_gate_signin_wrong),
            .back = safe_back(req_str(q, "back")) };
        signin_page_html(&out->body, c, &v);
        out->status = 401;
        return ERR_OK;
    }
    out->set_cookie = session_cookie(c->a, made.token);
    c->csrf = made.csrf;
    if (str_eq(made.stage, STR("totp")))
        out->location = STR("/signin/code");
    else if (str_eq(made.stage, STR("once")))
        out->location = STR("/signin/password");
    else if (req_str(q, "resume_path").n > 0)
        return resume(c, q, out);
    else
        out->location = safe_back(req_str(q, "back"));
    return ERR_OK;
}

static enum err code_get(struct ctx *c, struct request *q, struct reply *out)
{
    (void)q;
    signin_code_html(&out->body, c, STR(""));
    return ERR_OK;
}

static enum err own_session(struct ctx *c, struct request *q, struct session *s)
{
    return session_load(c, q->session_token, s);
}

static enum err code_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    enum err e = totp_apply(c, &s, req_str(q, "code"));
    if (e == ERR_INVALID) {
        signin_code_html(&out->body, c, refusal_text(c, e));
        out->status = err_http(e);
        return ERR_OK;
    }
    out->location = STR("/");
    return e;
}

static enum err password_get(struct ctx *c, struct request *q, struct reply *out)
{
    (void)q;
    signin_password_html(&out->body, c, STR(""));
    return ERR_OK;
}

static enum err password_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct str *hash = NEW(c->a, struct str), word = req_str(q, "password");

    (void)out;
    q->prepared = hash;
    enum err e = password_policy(c, word, c->who->login);
    if (e == ERR_OK && !str_eq(word, req_str(q, "password_again")))
        e = refuse_field(c, STR("password_again"), ERR_INVALID, T_gate_password_again, STR(""));
    if (e == ERR_OK)
        *hash = password_hash(c->a, word);
    return e == ERR_INVALID ? ERR_OK : e;
}

static enum err password_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct str *hash = q->prepared;
    struct session s;

    if (hash->n == 0) {
        signin_password_html(&out->body, c, refusal_text(c, ERR_INVALID));
        out->status = err_http(ERR_INVALID);
        return ERR_OK;
    }
    TRY(own_session(c, q, &s));
    TRY(password_apply(c, &s, *hash));
    out->location = STR("/");
    return ERR_OK;
}

static enum err signout_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    TRY(signout_apply(c, &s));
    out->set_cookie = session_cookie(c->a, STR(""));
    out->location = STR("/signin");
    return ERR_OK;
}

static enum err lang_post(struct ctx *c, struct request *q, struct reply *out)
{
    out->location = safe_back(req_str(q, "back"));
    return user_lang_set(c, str_eq(req_str(q, "lang"), STR("en")) ? STR("en") : STR("zh"));
}

static struct str asset_type(struct str name)
{
    static const struct { struct str tail, type; } types[] = {
        { STR_INIT(".css"), STR_INIT("text/css; charset=utf-8") }, { STR_INIT(".js"), STR_INIT("text/javascript; charset=utf-8") },
        { STR_INIT(".svg"), STR_INIT("image/svg+xml") }, { STR_INIT(".png"), STR_INIT("image/png") },
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_ends(name, types[i].tail))
            return types[i].type;
    return STR("application/octet-stream");
}

static enum err asset_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct str want = str_join(c->a, STR("assets/"), q->path_args[0]);

    for (int i = 0; i < embedded_n; i++)
        if (str_eq(want, str_z(embedded_files[i].name))) {
            struct str etag = str_fmt(c->a, "\"%s\"", embedded_files[i].hash);
            out->type = asset_type(want);
            out->etag = etag;
            if (str_has(q->if_none_match, etag)) {
                out->status = 304;
                return ERR_OK;
            }
            out->bytes = (struct str){ (const char *)embedded_files[i].p, embedded_files[i].n };
            out->headers[out->n_headers].name = STR("Cache-Control");
            out->headers[out->n_headers++].value = STR("public, max-age=31536000, immutable");
            return ERR_OK;
        }
    return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

static const struct route routes[] = {
    /* method path            permission     flags                  prepare        apply */
    { GET,  "/",                 PERM_SELF,   0,                     home_page,     NULL },
    { GET,  "/assets/:name",     PERM_PUBLIC, R_NO_AUDIT,            asset_get,     NULL },
    { GET,  "/signin",           PERM_PUBLIC, R_NO_AUDIT,            signin_get,    NULL },
    { POST, "/signin",           PERM_PUBLIC, 0,                     signin_read,   signin_post },
    { GET,  "/signin/code",      PERM_SELF,   R_HALF,                code_get,      NULL },
    { POST, "/signin/code",      PERM_SELF,   R_HALF,                NULL,          code_post },
    { GET,  "/signin/password",  PERM_SELF,   R_HALF,                password_get,  NULL },
    { POST, "/signin/password",  PERM_SELF,   R_HALF,                password_read, password_post },
    { POST, "/signout",          PERM_SELF,   R_HALF,                NULL,          signout_post },
    { POST, "/lang",             PERM_SELF,   0,                     NULL,          lang_post },
};

const struct slice front_slice = { routes, COUNT(routes), NULL, 0 };
