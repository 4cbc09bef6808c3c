#include "gate/session.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "def/def.h"
#include "gate/throttle.h"
#include "gen/text.h"

#define HOUR_MS         ((int64_t)3600 * 1000)
#define ARGON_OPS       3
#define ARGON_BYTES     ((size_t)64 << 20)

/* ---- last seen: the one mutable table of the gate. An entry that is missing (a restart, a full row of the table) counts as seen when
 * the program started, so it can only shorten a session. */
#define SEEN_ROWS 2048
#define SEEN_WAYS 8
static struct { unsigned char key[16]; int64_t at_ms; } seen[SEEN_ROWS][SEEN_WAYS];
static int64_t seen_since_ms;           /* first request of this process */
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;

static size_t seen_row(struct str hash, unsigned char key[16])
{
    memset(key, 0, 16);
    str_unhex(str_head(hash, 32), key, 16);
    return (size_t)(key[0] << 8 | key[1]) % SEEN_ROWS;
}

/* The entry of this key, else the one that was seen longest ago. Call with the lock held. */
static int seen_way(size_t row, const unsigned char key[16])
{
    int oldest = 0;

    for (int i = 0; i < SEEN_WAYS; i++) {
        if (memcmp(seen[row][i].key, key, 16) == 0)
            return i;
        if (seen[row][i].at_ms < seen[row][oldest].at_ms)
            oldest = i;
    }
    return oldest;
}

void session_touch(struct str token_hash, int64_t now_ms)
{
    unsigned char key[16];
    size_t row = seen_row(token_hash, key);

    pthread_mutex_lock(&seen_lock);
    int way = seen_way(row, key);
    memcpy(seen[row][way].key, key, 16);
    seen[row][way].at_ms = now_ms;
    pthread_mutex_unlock(&seen_lock);
}

int64_t session_seen(struct str token_hash, int64_t started_ms, int64_t now_ms)
{
    unsigned char key[16];
    size_t row = seen_row(token_hash, key);

    pthread_mutex_lock(&seen_lock);
    if (seen_since_ms == 0)
        seen_since_ms = now_ms;
    int way = seen_way(row, key);
    bool known = memcmp(seen[row][way].key, key, 16) == 0;
    int64_t at = known ? seen[row][way].at_ms : started_ms > seen_since_ms ? started_ms : seen_since_ms;
    pthread_mutex_unlock(&seen_lock);
    return at;
}

static bool session_idle(struct str token_hash, int64_t started_ms, int64_t now_ms)
{
    return now_ms - session_seen(token_hash, started_ms, now_ms) > SESSION_IDLE_MIN * (HOUR_MS / 60);
}

void session_forget_all(void)
{
    pthread_mutex_lock(&seen_lock);
    memset(seen, 0, sizeof seen);
    seen_since_ms = 0;
    pthread_mutex_unlock(&seen_lock);
}

static bool totp_due;                   /* every user needs a second factor; set once at start */

void session_policy(bool second_factor) { totp_due = second_factor; }

/* ---- users */
static enum err roles_load(struct ctx *c, struct user *u)
{
    struct stmt *q = db_get(c->db, SQL_USER_ROLES);

    db_bind_int(q, ":id", u->id);
    while (db_next(q)) {
        const struct def_role *r = def_role(c->def, db_str(q, 0, c->a));
        if (r == NULL)
            continue;                   /* a role that def no longer knows gives nothing */
        u->perms |= r->perms;
        u->full_scope = u->full_scope || r->full_scope;
        u->official = u->official || r->official || r->full_scope;
        u->register_scope = u->register_scope || r->register_scope;
        u->is_admin = u->is_admin || r->admin;
    }
    TRY(db_end(q));
    q = db_get(c->db, SQL_HIDDEN_ANY);
    db_bind_int(q, ":user_id", u->id);
    if (db_next(q) && db_int(q, 0) > 0)
        u->full_scope = u->official = false;        /* decisions.md 3: recused from one item loses full scope */
    return db_end(q);
}

enum err user_load(struct ctx *c, int64_t id, struct user **out)
{
    struct user *u = NEW(c->a, struct user);
    struct stmt *q = db_get(c->db, SQL_USER_LOAD);

    db_bind_int(q, ":id", id);
    if (db_next(q)) {
        *u = (struct user){ .id = db_int(q, 0), .login = db_str(q, 1, c->a), .name = db_str(q, 2, c->a),
            .organ_id = db_int(q, 3), .office_id = db_int(q, 4), .organ_name = db_str(q, 5, c->a),
            .office_name = db_str(q, 6, c->a) };
        c->lang = str_eq(db_str(q, 7, c->a), STR("en")) ? LANG_EN : LANG_ZH;
    }
    TRY(db_end(q));
    if (u->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(roles_load(c, u));
    *out = u;
    return ERR_OK;
}

/* ---- sessions */
enum err session_load(struct ctx *c, struct str token, struct session *out)
{
    int64_t ends = 0, started = 0;

    *out = (struct session){ .token = token };
    if (token.n == 0)
        return ERR_OK;
    out->token_hash = secret_hash(c->a, token);
    struct stmt *q = db_get(c->db, SQL_SESSION_BY_HASH);
    db_bind_str(q, ":token_hash", out->token_hash);
    if (db_next(q)) {
        out->user_id = db_int(q, 0);
        out->csrf = db_str(q, 1, c->a);
        ends = db_int(q, 2);
        out->stage = db_str(q, 3, c->a);
        started = db_int(q, 4);
        out->totp_new = db_str(q, 5, c->a);
    }
    TRY(db_end(q));
    if (out->user_id == 0 || c->now_ms > ends || session_idle(out->token_hash, started, c->now_ms)) {
        out->user_id = 0;
        return ERR_OK;
    }
    session_touch(out->token_hash, c->now_ms);
    struct user *u;
    TRY(user_load(c, out->user_id, &u));
    if (!str_eq(out->stage, STR("full")))
        u->perms = 0;                   /* half signed in: only the next step of signing in is open */
    c->who = u;
    return ERR_OK;
}

/* ---- passwords */
struct str password_hash(struct arena *a, struct str password)
{
    char *out = NEWS(a, char, crypto_pwhash_STRBYTES);

    if (crypto_pwhash_str(out, password.p, password.n, ARGON_OPS, ARGON_BYTES) != 0)
        return STR("");
    return str_z(out);
}

enum err password_policy(struct ctx *c, struct str password, struct str login)
{
    int kinds = 0;
    bool lower = false, upper = false, digit = false, other = false;

    for (size_t i = 0; i < password.n; i++) {
        char k = password.p[i];
        lower = lower || (k >= 'a' && k <= 'z');
        upper = upper || (k >= 'A' && k <= 'Z');
        digit = digit || (k >= '0' && k <= '9');
        other = other || !((k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || (k >= '0' && k <= '9'));
    }
    kinds = lower + upper + digit + other;
    if (utf8_count(password) < PASSWORD_MIN || kinds < 2 || password.n > 256)
        return refuse_field(c, STR("password"), ERR_INVALID, T_gate_password_weak, STR(""));
    if (login.n > 0 && str_has(password, login))
        return refuse_field(c, STR("password"), ERR_INVALID, T_gate_password_login, STR(""));
    return ERR_OK;
}

struct str password_make(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *p = NEWS(a, char, 20);
    unsigned char r[16];
    size_t n = 0;

    rand_secret(r, sizeof r);
    for (size_t i = 0; i < 16; i++) {
        if (i > 0 && i % 4 == 0)
            p[n++] = '-';
        p[n++] = letters[r[i] % (sizeof letters - 1)];
    }
    return (struct str){ p, n };
}

/* ---- signing in */
static enum err account_of(struct ctx *c, struct signin *s, struct str *hash)
{
    struct stmt *q = db_get(c->db, SQL_USER_BY_LOGIN);

    db_bind_str(q, ":login", s->login);
    if (db_next(q)) {
        s->user_id = db_int(q, 0);
        *hash = db_str(q, 1, c->a);
        s->once = db_int(q, 2) != 0;
        s->has_totp = !db_null(q, 3);
        s->organ_id = db_int(q, 5);
    }
    TRY(db_end(q));
    TRY(device_known(c, s->device, s->user_id, &s->known));
    s->tries = throttle_of(c, s->login, s->client, s->device, s->known);
    return ERR_OK;
}

enum err signin_prepare(struct ctx *c, struct str login, struct str password, struct str client, struct str device, struct signin *out)
{
    static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    struct str hash = STR("");
    char z[crypto_pwhash_STRBYTES] = "";

    *out = (struct signin){ .login = login, .client = client, .device = device };
    TRY(account_of(c, out, &hash));
    TRY(throttle_check(c, &out->tries));
    if (hash.n == 0 || hash.n >= sizeof z)
        hash = str_z(nobody);           /* the same work for an unknown login: time tells nothing */
    memcpy(z, hash.p, hash.n);
    out->right = crypto_pwhash_str_verify(z, password.p, password.n) == 0 && out->user_id != 0;
    return ERR_OK;
}

static enum err signin_failed(struct ctx *c, const struct signin *s)
{
    TRY(throttle_failed(c, &s->tries));
    ctx_touch(c, STR("user"), s->user_id, STR("wrong_password"));
    c->touched.refused = true;
    if (s->user_id == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_USER_FAILED);
    db_bind_int(q, ":id", s->user_id);
    return db_run(q, NULL);
}

/* What is still missing after the password: the code, then a password of one's own, then a second factor where it is due. */
static struct str stage_next(bool code, bool once, bool enrol)
{
    return code ? STR("totp") : once ? STR("once") : enrol ? STR("enrol") : STR("full");
}

static enum err session_add(struct ctx *c, const struct signin *s, struct session *out)
{
    unsigned char secret[32];
    struct stmt *q = db_get(c->db, SQL_SESSION_ADD);

    rand_secret(secret, sizeof secret);
    out->token = str_hex(c->a, secret, sizeof secret);
    out->token_hash = secret_hash(c->a, out->token);
    rand_secret(secret, sizeof secret);
    out->csrf = str_hex(c->a, secret, 16);
    out->user_id = s->user_id;
    out->stage = stage_next(s->has_totp, s->once, totp_due);
    db_bind_str(q, ":token_hash", out->token_hash);
    db_bind_int(q, ":user_id", out->user_id);
    db_bind_str(q, ":csrf", out->csrf);
    db_bind_int(q, ":now", c->now_ms);
    db_bind_int(q, ":ends", c->now_ms + SESSION_HOURS * HOUR_MS);
    db_bind_str(q, ":stage", out->stage);
    db_bind_int(q, ":ref", rand_ref(c->rand));
    db_bind_str(q, ":client", s->client);
    db_bind_opt(q, ":totp_new", !s->has_totp && totp_due ? totp_make(c->a) : STR(""));
    return db_run(q, NULL);
}

enum err signin_apply(struct ctx *c, const struct signin *s, struct session *out)
{
    struct user *u;

    *out = (struct session){ 0 };
    TRY(throttle_check(c, &s->tries));  /* again: many tries at the same moment do not pass together */
    if (!s->right)
        return signin_failed(c, s);
    TRY(throttle_clear(c, &s->tries));
    TRY(session_add(c, s, out));
    TRY(device_keep(c, s->device, s->user_id));
    struct stmt *q = db_get(c->db, SQL_USER_SIGNED_IN);
    db_bind_int(q, ":id", s->user_id);
    db_bind_int(q, ":now", c->now_ms);
    TRY(db_one(q));
    enum lang lang = c->lang;
    TRY(user_load(c, s->user_id, &u));
    c->lang = lang;
    c->who = u;                         /* from here on the audit row is his */
    ctx_touch(c, STR("user"), s->user_id, str_fmt(c->a, "signed_in:%.*s", PF(out->stage)));
    session_touch(out->token_hash, c->now_ms);
    return ERR_OK;
}

static enum err stage_set(struct ctx *c, const struct session *s, struct str stage)
{
    struct stmt *q = db_get(c->db, SQL_SESSION_STAGE);

    db_bind_str(q, ":token_hash", s->token_hash);
    db_bind_str(q, ":stage", stage);
    return db_one(q);
}

/* The code was wrong: counted, and written down as refused. The answer itself is a page, so that the count is kept. */
static enum err code_failed(struct ctx *c, const struct tries *t)
{
    ctx_touch(c, STR("user"), c->who->id, STR("wrong_code"));
    c->touched.refused = true;
    return throttle_failed(c, t);
}

enum err totp_apply(struct ctx *c, const struct session *s, struct str code, struct str client, struct str device, bool *right)
{
    int64_t step = 0;
    bool known;
    struct stmt *q = db_get(c->db, SQL_USER_BY_LOGIN);

    db_bind_str(q, ":login", c->who->login);
    bool found = db_next(q), once = found && db_int(q, 2) != 0;
    struct str secret = found ? db_str(q, 3, c->a) : STR("");
    int64_t last = found ? db_int(q, 4) : 0;
    TRY(db_end(q));
    TRY(device_known(c, device, c->who->id, &known));
    struct tries t = throttle_code(c, c->who->login, client, device, known);
    TRY(throttle_check(c, &t));
    *right = totp_check(secret, str_trim(code), c->now_ms, last, &step) == ERR_OK;
    if (!*right)
        return code_failed(c, &t);
    TRY(throttle_clear(c, &t));
    q = db_get(c->db, SQL_USER_TOTP_USED);
    db_bind_int(q, ":id", c->who->id);
    db_bind_int(q, ":step", step);
    TRY(db_one(q));
    ctx_touch(c, STR("user"), c->who->id, STR("right_code"));
    return stage_set(c, s, stage_next(false, once, false));
}

enum err totp_begin(struct ctx *c, const struct session *s)
{
    struct stmt *q = db_get(c->db, SQL_SESSION_TOTP_NEW);

    db_bind_str(q, ":token_hash", s->token_hash);
    db_bind_str(q, ":totp_new", totp_make(c->a));
    return db_one(q);
}

enum err totp_enrol(struct ctx *c, const struct session *s, struct str code)
{
    int64_t step = 0;

    if (s->totp_new.n == 0 || totp_check(s->totp_new, str_trim(code), c->now_ms, 0, &step) != ERR_OK)
        return refuse_field(c, STR("code"), ERR_INVALID, T_gate_totp_wrong, STR(""));
    struct stmt *q = db_get(c->db, SQL_USER_SECOND_FACTOR_SET);
    db_bind_int(q, ":id", c->who->id);
    db_bind_str(q, ":secret", s->totp_new);
    db_bind_int(q, ":step", step);
    TRY(db_one(q));
    q = db_get(c->db, SQL_SESSION_TOTP_NEW);
    db_bind_str(q, ":token_hash", s->token_hash);
    db_bind_null(q, ":totp_new");
    TRY(db_one(q));
    ctx_touch(c, STR("user"), c->who->id, STR("second_factor_set"));
    return stage_set(c, s, STR("full"));
}

/* A new password ends every other session: whoever stole the old one is out. */
enum err password_apply(struct ctx *c, const struct session *s, struct str hash)
{
    struct stmt *q = db_get(c->db, SQL_USER_PASSWORD_SET);

    db_bind_int(q, ":id", c->who->id);
    db_bind_str(q, ":hash", hash);
    db_bind_int(q, ":once", 0);
    TRY(db_one(q));
    q = db_get(c->db, SQL_SESSION_END_OTHERS);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_str(q, ":token_hash", s->token_hash);
    TRY(db_run(q, NULL));
    ctx_touch(c, STR("user"), c->who->id, STR("password_set"));
    return stage_set(c, s, str_eq(s->stage, STR("once")) && s->totp_new.n > 0 ? STR("enrol") : STR("full"));
}

enum err password_right(struct ctx *c, struct str password, bool *right)
{
    char z[crypto_pwhash_STRBYTES] = "";
    struct stmt *q = db_get(c->db, SQL_USER_ACCOUNT);

    db_bind_int(q, ":id", c->who->id);
    struct str hash = db_next(q) ? db_str(q, 3, c->a) : STR("");
    TRY(db_end(q));
    if (hash.n > 0 && hash.n < sizeof z)
        memcpy(z, hash.p, hash.n);
    *right = hash.n > 0 && crypto_pwhash_str_verify(z, password.p, password.n) == 0;
    return ERR_OK;
}

enum err signout_apply(struct ctx *c, const struct session *s)
{
    struct stmt *q = db_get(c->db, SQL_SESSION_END);

    db_bind_str(q, ":token_hash", s->token_hash);
    return db_run(q, NULL);
}

enum err user_lang_set(struct ctx *c, struct str lang)
{
    struct stmt *q = db_get(c->db, SQL_USER_LANG_SET);

    db_bind_int(q, ":id", c->who->id);
    db_bind_str(q, ":lang", lang);
    return db_one(q);
}
