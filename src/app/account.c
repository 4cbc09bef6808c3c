/* account.c - one's own account: password, second factor, where one is signed in. */
#include "app/account.h"

#include "base/date.h"
#include "db/db.h"
#include "gate/throttle.h"
#include "gen/text.h"
#include "page/qr.h"

static enum err sessions(struct ctx *c, const struct session *own, struct account_view *v)
{
    struct stmt *q = db_get(c->db, SQL_SESSIONS_OWN);

    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":now", c->now_ms);
    while (v->n_sessions < SESSIONS_SHOWN && db_next(q)) {
        struct str hash = db_str(q, 1, c->a);
        int64_t seen = session_seen(hash, db_int(q, 2), c->now_ms);
        if (c->now_ms - seen > SESSION_IDLE_MIN * (int64_t)60000)
            continue;                   /* over by being left alone; swept later */
        v->sessions[v->n_sessions++] = (struct own_session){ db_int(q, 0), time_str(c->a, db_int(q, 2)), time_str(c->a, db_int(q, 3)),
            time_str(c->a, seen), db_str(q, 4, c->a), str_eq(hash, own->token_hash) };
    }
    return db_end(q);
}

static enum err account_page(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct account_view *v = NEW(c->a, struct account_view);
    struct session own;

    v->page = page_new(c, q, HERE_NONE, text_of(c->lang, T_account_title));
    v->page.path = STR("/account");
    v->error = error;
    TRY(session_load(c, q->session_token, &own));
    struct stmt *s = db_get(c->db, SQL_USER_ACCOUNT);
    db_bind_int(s, ":id", c->who->id);
    if (db_next(s)) {
        v->failed = db_int(s, 0);
        v->last_in = time_str(c->a, db_int(s, 1));
        v->has_totp = db_int(s, 2) != 0;
    }
    TRY(db_end(s));
    s = db_get(c->db, SQL_DEVICE_COUNT);
    db_bind_int(s, ":user_id", c->who->id);
    v->devices = db_next(s) ? db_int(s, 0) : 0;
    TRY(db_end(s));
    TRY(sessions(c, &own, v));
    account_html(&out->body, c, v);
    return ERR_OK;
}

static enum err account_get(struct ctx *c, struct request *q, struct reply *out) { return account_page(c, q, STR(""), out); }

/* ---- password: the old one first, so that a desk left alone gives nobody the account */
struct change { bool right; enum err policy; struct str hash; };

static enum err password_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct change *w = NEW(c->a, struct change);
    struct str word = req_str(q, "password");

    (void)out;
    q->prepared = w;
    struct tries t = throttle_of(c, c->who->login, q->client, q->device_token, true);
    TRY(throttle_check(c, &t));
    TRY(password_right(c, req_str(q, "password_now"), &w->right));
    if (!w->right)
        return ERR_OK;
    w->policy = password_policy(c, word, c->who->login);
    if (w->policy == ERR_OK && !str_eq(word, req_str(q, "password_again")))
        w->policy = refuse_field(c, STR("password_again"), ERR_INVALID, T_gate_password_again, STR(""));
    if (w->policy == ERR_OK)
        w->hash = password_hash(c->a, word);
    return w->policy == ERR_INVALID ? ERR_OK : w->policy;
}

static enum err password_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct change *w = q->prepared;
    struct session s;

    if (w->hash.n == 0) {
        out->status = err_http(ERR_INVALID);
        struct str why = w->right ? refusal_text(c, w->policy) : text_of(c->lang, T_account_password_now_wrong);
        struct tries t = throttle_of(c, c->who->login, q->client, q->device_token, true);
        if (!w->right)
            TRY(throttle_failed(c, &t));
        c->touched.refused = true;
        return account_page(c, q, why, out);
    }
    TRY(session_load(c, q->session_token, &s));
    TRY(password_apply(c, &s, w->hash));
    out->location = said_path(c->a, STR("/account"), "account.said_password", STR(""));
    return ERR_OK;
}

/* ---- sessions and browsers */
static enum err end_post(struct ctx *c, struct request *q, struct reply *out)
{
    unsigned char b[8] = { 0 };
    uint64_t ref = 0;
    int64_t ended = 0;

    if (!str_unhex(q->path_args[0], b, sizeof b))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    for (int i = 0; i < 8; i++)
        ref = ref << 8 | b[i];
    struct stmt *s = db_get(c->db, SQL_SESSION_END_REF);
    db_bind_int(s, ":user_id", c->who->id);
    db_bind_int(s, ":ref", (int64_t)ref);
    TRY(db_run(s, &ended));
    if (ended == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("user"), c->who->id, STR("session_ended"));
    out->location = said_path(c->a, STR("/account"), "account.said_ended", STR(""));
    return ERR_OK;
}

static enum err others_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session own;

    TRY(session_load(c, q->session_token, &own));
    struct stmt *s = db_get(c->db, SQL_SESSION_END_OTHERS);
    db_bind_int(s, ":user_id", c->who->id);
    db_bind_str(s, ":token_hash", own.token_hash);
    TRY(db_run(s, NULL));
    s = db_get(c->db, SQL_DEVICE_FORGET);
    db_bind_int(s, ":user_id", c->who->id);
    TRY(db_run(s, NULL));
    TRY(device_keep(c, q->device_token, c->who->id));
    ctx_touch(c, STR("user"), c->who->id, STR("others_ended"));
    out->location = said_path(c->a, STR("/account"), "account.said_others", STR(""));
    return ERR_OK;
}

/* ---- second factor */
static struct str in_groups(struct arena *a, struct str secret)
{
    struct buf b = buf_new(a, 256);

    for (size_t i = 0; i < secret.n; i++) {
        if (i > 0 && i % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, secret.p[i]);
    }
    return buf_str(&b);
}

enum err enrol_page(struct ctx *c, struct request *q, const struct session *s, struct str error, struct reply *out)
{
    struct enrol_view v = { .page = page_new(c, q, HERE_NONE, text_of(c->lang, T_account_enrol_title)), .error = error,
        .alone = !str_eq(s->stage, STR("full")) };
    struct html u = { buf_new(c->a, 1024) };

    if (s->totp_new.n == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    page_crumb(&v.page, text_of(c->lang, T_account_title), STR("/account"));
    page_crumb(&v.page, v.page.title, STR(""));
    buf_lit(&u.b, "otpauth://totp/Xiezhi:");
    html_url(&u, c->who->login);
    buf_fmt(&u.b, "?secret=%.*s&issuer=Xiezhi&digits=6&period=30", PF(s->totp_new));
    v.uri = buf_str(&u.b);
    v.secret = in_groups(c->a, s->totp_new);
    v.qr = qr_path(c->a, v.uri, &v.qr_size);
    v.action = v.alone ? STR("/signin/enrol") : STR("/account/totp");
    enrol_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err totp_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(session_load(c, q->session_token, &s));
    return enrol_page(c, q, &s, STR(""), out);
}

/* A second factor that is in force is replaced by its owner only after a right code of it: else a desk left alone gives it away. */
static enum err begin_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;
    bool right = true;

    TRY(session_load(c, q->session_token, &s));
    struct stmt *u = db_get(c->db, SQL_USER_ACCOUNT);
    db_bind_int(u, ":id", c->who->id);
    bool has = db_next(u) && db_int(u, 2) != 0;
    TRY(db_end(u));
    if (has)
        TRY(totp_apply(c, &s, req_str(q, "code"), q->client, q->device_token, &right));
    if (!right) {
        out->status = err_http(ERR_INVALID);
        return account_page(c, q, text_of(c->lang, T_gate_totp_wrong), out);
    }
    TRY(totp_begin(c, &s));
    ctx_touch(c, STR("user"), c->who->id, STR("second_factor_begun"));
    out->location = STR("/account/totp");
    return ERR_OK;
}

static enum err totp_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct session s;

    TRY(session_load(c, q->session_token, &s));
    enum err e = totp_enrol(c, &s, req_str(q, "code"));
    if (e == ERR_INVALID) {
        out->status = err_http(e);
        return enrol_page(c, q, &s, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, STR("/account"), "account.said_totp", STR(""));
    return e;
}

static const struct route routes[] = {
    /* method path                        permission  flags  prepare        apply */
    { GET,  "/account",                   PERM_SELF,  0,     account_get,   NULL },
    { POST, "/account/password",          PERM_SELF,  0,     password_read, password_post },
    { POST, "/account/session/:ref/end",  PERM_SELF,  0,     NULL,          end_post },
    { POST, "/account/others",            PERM_SELF,  0,     NULL,          others_post },
    { POST, "/account/totp/begin",        PERM_SELF,  0,     NULL,          begin_post },
    { GET,  "/account/totp",              PERM_SELF,  0,     totp_get,      NULL },
    { POST, "/account/totp",              PERM_SELF,  0,     NULL,          totp_post },
};

const struct slice account_slice = { routes, COUNT(routes), NULL, 0 };
