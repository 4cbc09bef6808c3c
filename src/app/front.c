/* front.c - signing in (password, then code, then a new password where it was a one-time one), signing out, assets, language. */
#include "app/front.h"

#include <string.h>

#include "app/error_page.h"
#include "app/account.h"
#include "app/home.h"
#include "gate/session.h"
#include "gen/embed.h"
#include "gen/text.h"

/* Our own pages only. A browser takes a backslash for a slash and drops tabs and line ends before it looks at an address, so that
 * "/ TAB /elsewhere" leads to another host: whatever holds one of them is none of ours. */
struct str safe_back(struct str to)
{
    bool local = to.n > 0 && to.p[0] == '/' && (to.n < 2 || to.p[1] != '/');

    for (size_t i = 0; i < to.n && local; i++)
        local = (unsigned char)to.p[i] >= ' ' && to.p[i] != '\\' && to.p[i] != 0x7F;
    return local ? to : STR("/");
}

/* Before anybody is known the language is the browser's, or what the page was asked for. */
static void lang_asked(struct ctx *c, const struct request *q)
{
    if (req_has(q, "lang"))
        c->lang = str_eq(req_str(q, "lang"), STR("en")) ? LANG_EN : LANG_ZH;
}

static enum err signin_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct signin_view v = { .back = safe_back(req_str(q, "back")) };

    lang_asked(c, q);

    signin_page_html(&out->body, c, &v);
    return ERR_OK;
}

static struct str cookie(struct arena *a, const struct request *q, const char *name, struct str token, int64_t seconds)
{
    struct str age = seconds >= 0 ? str_fmt(a, "; Max-Age=%lld", (long long)seconds) : STR("");

    return str_fmt(a, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%.*s", name, PF(token), q->secure ? "; Secure" : "", PF(age));
}

/* A browser keeps one name for all who sign in from it; a stranger's own invention is as good as ours: it opens nothing. */
static struct str device_of(struct ctx *c, const struct request *q)
{
    unsigned char fresh[16];

    if (q->device_token.n == 32)
        return q->device_token;
    rand_secret(fresh, sizeof fresh);
    return str_hex(c->a, fresh, sizeof fresh);
}

static enum err signin_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct signin *s = NEW(c->a, struct signin);

    (void)out;
    q->prepared = s;
    return signin_prepare(c, str_trim(req_str(q, "login")), req_str(q, "password"), q->client, device_of(c, q), s);
}

/* What was typed before the session ended goes along from page to page of signing in, a wrong password and a wrong code included. */
static struct field *kept_fields(struct ctx *c, const struct request *q, int *n)
{
    struct field *kept = NEWS(c->a, struct field, (size_t)q->n_fields + 1);

    *n = 0;
    for (int i = 0; i < q->n_fields; i++)
        if (str_starts(q->fields[i].name, STR("keep.")))
            kept[(*n)++] = (struct field){ str_from(q->fields[i].name, 5), q->fields[i].value };
    return kept;
}

static struct signin_view signin_view_of(struct ctx *c, const struct request *q, struct str error)
{
    struct signin_view v = { .error = error, .back = safe_back(req_str(q, "back")), .resume_path = req_str(q, "resume_path") };

    v.kept = kept_fields(c, q, &v.n_kept);
    return v;
}

/* … and is shown once more at the end as a form that only needs its button. */
static enum err resume(struct ctx *c, struct request *q, struct reply *out)
{
    struct resume_view v = { .path = safe_back(req_str(q, "resume_path")) };

    v.kept = kept_fields(c, q, &v.n_kept);
    resume_page_html(&out->body, c, &v);
    return ERR_OK;
}

static struct str stage_path(struct str stage)
{
    return str_eq(stage, STR("totp")) ? STR("/signin/code") : str_eq(stage, STR("once")) ? STR("/signin/password")
        : str_eq(stage, STR("enrol")) ? STR("/signin/enrol") : STR("");
}

static enum err code_page(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct signin_view v = signin_view_of(c, q, error);

    signin_code_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err signin_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct signin *s = q->prepared;
    struct session made;

    lang_asked(c, q);
    TRY(signin_apply(c, s, &made));
    if (!s->right) {
        struct signin_view v = signin_view_of(c, q, text_of(c->lang, T_gate_signin_wrong));
        v.login = s->login;
        signin_page_html(&out->body, c, &v);
        out->status = 401;
        return ERR_OK;
    }
    out->set_cookie = cookie(c->a, q, SESSION_COOKIE, made.token, -1);
    out->headers[out->n_headers].name = STR("Set-Cookie");
    out->headers[out->n_headers++].value = cookie(c->a, q, DEVICE_COOKIE, s->device, (int64_t)DEVICE_DAYS * 24 * 3600);
    c->csrf = made.csrf;
    if (str_eq(made.stage, STR("totp")) && req_str(q, "resume_path").n > 0)
        return code_page(c, q, STR(""), out);
    out->location = stage_path(made.stage);
    if (out->location.n > 0)
        return ERR_OK;
    if (req_str(q, "resume_path").n > 0)
        return resume(c, q, out);
    else
        out->location = safe_back(req_str(q, "back"));
    return ERR_OK;
}

static enum err code_get(struct ctx *c, struct request *q, struct reply *out) { return code_page(c, q, STR(""), out); }

static enum err own_session(struct ctx *c, struct request *q, struct session *s)
{
    return session_load(c, q->session_token, s);
}

static enum err next_stage(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    out->location = stage_path(s.stage);
    if (out->location.n == 0)
        out->location = STR("/");
    return ERR_OK;
}

static enum err code_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;
    bool right = false;

    TRY(own_session(c, q, &s));
    TRY(totp_apply(c, &s, req_str(q, "code"), q->client, q->device_token, &right));
    if (right && req_str(q, "resume_path").n > 0)
        return resume(c, q, out);
    if (right)
        return next_stage(c, q, out);
    out->status = err_http(ERR_INVALID);
    return code_page(c, q, text_of(c->lang, T_gate_totp_wrong), out);
}

static enum err enrol_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    return enrol_page(c, q, &s, STR(""), out);
}

static enum err enrol_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    enum err e = totp_enrol(c, &s, req_str(q, "code"));
    if (e == ERR_INVALID) {
        out->status = err_http(e);
        return enrol_page(c, q, &s, refusal_text(c, e), out);
    }
    out->location = str_eq(s.stage, STR("full")) ? STR("/account?said=account.said_totp") : STR("/");
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
    return next_stage(c, q, out);
}

static enum err signout_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(own_session(c, q, &s));
    TRY(signout_apply(c, &s));
    out->set_cookie = cookie(c->a, q, SESSION_COOKIE, STR(""), 0);
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

static const struct embedded *embedded_find(struct str name)
{
    for (int i = 0; i < embedded_n; i++)
        if (str_eq(name, str_z(embedded_files[i].name)))
            return &embedded_files[i];
    return NULL;
}

static void reply_header(struct reply *out, struct str name, struct str value)
{
    if (out->n_headers == REPLY_HEADERS_MAX)
        return;
    out->headers[out->n_headers].name = name;
    out->headers[out->n_headers++].value = value;
}

/* The address holds the hash of the content, so a browser may keep it for ever; with another hash it gets what there is now, unkept. */
enum err asset_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct str name = str_join(c->a, STR("assets/"), q->path_args[1]);
    const struct embedded *e = embedded_find(name), *packed = embedded_find(str_join(c->a, name, STR(".gz")));

    if (e == NULL || packed == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    bool gzip = packed->n < e->n && str_has(q->accept_encoding, STR("gzip"));
    out->type = asset_type(name);
    out->etag = str_fmt(c->a, "\"%s%s\"", e->hash, gzip ? "-gz" : "");
    if (str_eq(q->path_args[0], str_z(e->hash)))
        reply_header(out, STR("Cache-Control"), STR("public, max-age=31536000, immutable"));
    reply_header(out, STR("Vary"), STR("Accept-Encoding"));
    if (gzip)
        reply_header(out, STR("Content-Encoding"), STR("gzip"));
    if (str_has(q->if_none_match, out->etag)) {
        out->status = 304;
        return ERR_OK;
    }
    out->bytes = gzip ? (struct str){ (const char *)packed->p, packed->n } : (struct str){ (const char *)e->p, e->n };
    return ERR_OK;
}

static const struct route routes[] = {
    /* method path            permission     flags                  prepare        apply */
    { GET,  "/",                 PERM_SELF,   R_LISTED_READ,                     home_page,     NULL },
    { GET,  "/assets/:hash/:name", PERM_PUBLIC, R_NO_AUDIT,          asset_get,     NULL },
    { GET,  "/signin",           PERM_PUBLIC, R_NO_AUDIT,            signin_get,    NULL },
    { POST, "/signin",           PERM_PUBLIC, 0,                     signin_read,   signin_post },
    { GET,  "/signin/code",      PERM_SELF,   R_AT_CODE,             code_get,      NULL },
    { POST, "/signin/code",      PERM_SELF,   R_AT_CODE,             NULL,          code_post },
    { GET,  "/signin/password",  PERM_SELF,   R_AT_ONCE,             password_get,  NULL },
    { POST, "/signin/password",  PERM_SELF,   R_AT_ONCE,             password_read, password_post },
    { GET,  "/signin/enrol",     PERM_SELF,   R_AT_ENROL,            enrol_get,     NULL },
    { POST, "/signin/enrol",     PERM_SELF,   R_AT_ENROL,            NULL,          enrol_post },
    { POST, "/signout",          PERM_SELF,   R_HALF,                NULL,          signout_post },
    { POST, "/lang",             PERM_SELF,   0,                     NULL,          lang_post },
};

const struct slice front_slice = { routes, COUNT(routes), NULL, 0 };
