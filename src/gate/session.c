#include "gate/session.h"

#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "def/def.h"
#include "gen/text.h"

#define HOUR_MS         ((int64_t)3600 * 1000)
#define TRIES_FREE      3               /* wrong passwords before the first wait */
#define WAIT_MAX_MS     ((int64_t)60 * 1000)
#define ARGON_OPS       3
#define ARGON_BYTES     ((size_t)64 << 20)
#define TOTP_STEP_S     30

/* ---- last seen: the one mutable table of the gate; a lost entry only shortens a session */
#define SEEN_SLOTS 4096
static struct { unsigned char key[16]; int64_t at_ms; } seen[SEEN_SLOTS];
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;

static size_t seen_slot(struct str hash, unsigned char key[16])
{
    memset(key, 0, 16);
    str_unhex(str_head(hash, 32), key, 16);
    return (size_t)(key[0] << 8 | key[1]) % SEEN_SLOTS;
}

void session_touch(struct str token_hash, int64_t now_ms)
{
    unsigned char key[16];
    size_t at = seen_slot(token_hash, key);

    pthread_mutex_lock(&seen_lock);
    memcpy(seen[at].key, key, 16);
    seen[at].at_ms = now_ms;
    pthread_mutex_unlock(&seen_lock);
}

static bool session_idle(struct str token_hash, int64_t now_ms)
{
    unsigned char key[16];
    size_t at = seen_slot(token_hash, key);

    pthread_mutex_lock(&seen_lock);
    bool known = memcmp(seen[at].key, key, 16) == 0;
    bool idle = known && now_ms - seen[at].at_ms > SESSION_IDLE_MIN * (HOUR_MS / 60);
    pthread_mutex_unlock(&seen_lock);
    return idle;
}

void session_forget_all(void)
{
    pthread_mutex_lock(&seen_lock);
    memset(seen, 0, sizeof seen);
    pthread_mutex_unlock(&seen_lock);
}

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
        u->register_scope = u->register_scope || r->register_scope;
        u->is_admin = u->is_admin || r->admin;
    }
    TRY(db_end(q));
    q = db_get(c->db, SQL_HIDDEN_ANY);
    db_bind_int(q, ":user_id", u->id);
    if (db_next(q) && db_int(q, 0) > 0)
        u->full_scope = false;          /* decisions.md 3: recused from one item loses full scope */
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
static struct str token_hash(struct arena *a, struct str token)
{
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, (const unsigned char *)token.p, token.n);
    return str_hex(a, h, sizeof h);
}

enum err session_load(struct ctx *c, struct str token, struct session *out)
{
    int64_t ends = 0;

    *out = (struct session){ .token = token };
    if (token.n == 0)
        return ERR_OK;
    out->token_hash = token_hash(c->a, token);
    struct stmt *q = db_get(c->db, SQL_SESSION_BY_HASH);
    db_bind_str(q, ":token_hash", out->token_hash);
    if (db_next(q)) {
        out->user_id = db_int(q, 0);
        out->csrf = db_str(q, 1, c->a);
        ends = db_int(q, 2);
        out->stage = db_str(q, 3, c->a);
    }
    TRY(db_end(q));
    if (out->user_id == 0 || c->now_ms > ends || session_idle(out->token_hash, c->now_ms)) {
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

enum err csrf_check(struct ctx *c, const struct session *s, const struct request *q)
{
    struct str sent = req_str(q, "csrf");

    if (s->user_id == 0)
        return ERR_OK;                  /* sign-in itself: protected by the Origin check of the dispatcher */
    if (sent.n != s->csrf.n || sent.n == 0 || sodium_memcmp(sent.p, s->csrf.p, sent.n) != 0)
        return refuse(c, ERR_CONFLICT, T_gate_csrf);
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

/* ---- throttling */
static struct str bucket_of(struct arena *a, struct str login, struct str client)
{
    struct str both = str_fmt(a, "%.*s|%.*s", PF(login), PF(client));

    return str_head(token_hash(a, both), 32);
}

static int64_t wait_after(int64_t tries)
{
    if (tries < TRIES_FREE)
        return 0;
    int64_t ms = (int64_t)1000 << (tries - TRIES_FREE > 10 ? 10 : tries - TRIES_FREE);
    return ms > WAIT_MAX_MS ? WAIT_MAX_MS : ms;
}

enum err signin_prepare(struct ctx *c, struct str login, struct str password, struct str client, struct signin *out)
{
    static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    struct str hash = STR("");
    char z[crypto_pwhash_STRBYTES] = "";

    *out = (struct signin){ .login = login, .client = client };
    struct stmt *q = db_get(c->db, SQL_TRY_LOAD);
    db_bind_str(q, ":bucket", bucket_of(c->a, login, client));
    int64_t next = db_next(q) ? db_int(q, 1) : 0;
    TRY(db_end(q));
    if (next > c->now_ms)
        return refuse(c, ERR_THROTTLED, T_gate_wait, str_int(c->a, (next - c->now_ms + 999) / 1000));
    q = db_get(c->db, SQL_USER_BY_LOGIN);
    db_bind_str(q, ":login", login);
    if (db_next(q)) {
        out->user_id = db_int(q, 0);
        hash = db_str(q, 1, c->a);
        out->once = db_int(q, 2) != 0;
        out->totp_secret = db_str(q, 3, c->a);
        out->totp_last = db_int(q, 4);
    }
    TRY(db_end(q));
    if (hash.n == 0 || hash.n >= sizeof z)
        hash = str_z(nobody);           /* the same work for an unknown login: time tells nothing */
    memcpy(z, hash.p, hash.n);
    out->right = crypto_pwhash_str_verify(z, password.p, password.n) == 0 && out->user_id != 0;
    out->wants_totp = out->totp_secret.n > 0;
    return ERR_OK;
}

static enum err signin_failed(struct ctx *c, struct str bucket)
{
    struct stmt *q = db_get(c->db, SQL_TRY_LOAD);

    db_bind_str(q, ":bucket", bucket);
    int64_t tries = db_next(q) ? db_int(q, 0) : 0;
    TRY(db_end(q));
    q = db_get(c->db, SQL_TRY_FAILED);
    db_bind_str(q, ":bucket", bucket);
    db_bind_int(q, ":next", c->now_ms + wait_after(tries + 1));
    return db_run(q, NULL);
}

enum err signin_apply(struct ctx *c, const struct signin *s, struct session *out)
{
    unsigned char secret[32];
    struct str bucket = bucket_of(c->a, s->login, s->client);

    *out = (struct session){ 0 };
    if (!s->right)
        return signin_failed(c, bucket);
    struct stmt *q = db_get(c->db, SQL_TRY_CLEAR);
    db_bind_str(q, ":bucket", bucket);
    TRY(db_run(q, NULL));
    rand_secret(secret, sizeof secret);
    out->token = str_hex(c->a, secret, sizeof secret);
    out->token_hash = token_hash(c->a, out->token);
    rand_secret(secret, sizeof secret);
    out->csrf = str_hex(c->a, secret, 16);
    out->user_id = s->user_id;
    out->stage = s->wants_totp ? STR("totp") : s->once ? STR("once") : STR("full");
    q = db_get(c->db, SQL_SESSION_ADD);
    db_bind_str(q, ":token_hash", out->token_hash);
    db_bind_int(q, ":user_id", out->user_id);
    db_bind_str(q, ":csrf", out->csrf);
    db_bind_int(q, ":now", c->now_ms);
    db_bind_int(q, ":ends", c->now_ms + SESSION_HOURS * HOUR_MS);
    db_bind_str(q, ":stage", out->stage);
    TRY(db_run(q, NULL));
    session_touch(out->token_hash, c->now_ms);
    return ERR_OK;
}

/* ---- second factor */
static struct str base32(struct arena *a, const unsigned char *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *out = NEWS(a, char, n * 8 / 5 + 2);
    size_t k = 0;
    uint32_t held = 0;
    int bits = 0;

    for (size_t i = 0; i < n; i++) {
        held = held << 8 | p[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[k++] = digits[held >> (bits - 5) & 31];
    }
    return (struct str){ out, k };
}

struct str totp_make(struct arena *a)
{
    unsigned char r[20];

    rand_secret(r, sizeof r);
    return base32(a, r, sizeof r);
}

enum err totp_check(struct str secret, struct str code, int64_t now_ms, int64_t last, int64_t *step)
{
    char *raw = NULL, otp[7], sent[7] = "";
    size_t n = 0;
    bool right = false;

    if (code.n != 6 || oath_base32_decode(secret.p, secret.n, &raw, &n) != OATH_OK)
        return ERR_INVALID;
    memcpy(sent, code.p, 6);
    for (int64_t k = -1; k <= 1; k++) {
        *step = now_ms / 1000 / TOTP_STEP_S + k;
        int rc = oath_totp_generate(raw, n, (time_t)(*step * TOTP_STEP_S), TOTP_STEP_S, 0, 6, otp);
        if (rc == OATH_OK && *step > last && sodium_memcmp(otp, sent, 6) == 0) {
            right = true;
            break;
        }
    }
    sodium_memzero(raw, n);
    free(raw);                          /* liboath's own block */
    return right ? ERR_OK : ERR_INVALID;
}

static enum err stage_set(struct ctx *c, const struct session *s, struct str stage)
{
    struct stmt *q = db_get(c->db, SQL_SESSION_STAGE);

    db_bind_str(q, ":token_hash", s->token_hash);
    db_bind_str(q, ":stage", stage);
    return db_one(q);
}

enum err totp_apply(struct ctx *c, const struct session *s, struct str code)
{
    int64_t step = 0;
    bool once;
    struct stmt *q = db_get(c->db, SQL_USER_BY_LOGIN);

    db_bind_str(q, ":login", c->who->login);
    bool found = db_next(q);
    once = found && db_int(q, 2) != 0;
    struct str secret = found ? db_str(q, 3, c->a) : STR("");
    int64_t last = found ? db_int(q, 4) : 0;
    TRY(db_end(q));
    if (totp_check(secret, str_trim(code), c->now_ms, last, &step) != ERR_OK)
        return refuse_field(c, STR("code"), ERR_INVALID, T_gate_totp_wrong, STR(""));
    q = db_get(c->db, SQL_USER_TOTP_USED);
    db_bind_int(q, ":id", c->who->id);
    db_bind_int(q, ":step", step);
    TRY(db_one(q));
    return stage_set(c, s, once ? STR("once") : STR("full"));
}

enum err password_apply(struct ctx *c, const struct session *s, struct str hash)
{
    struct stmt *q = db_get(c->db, SQL_USER_PASSWORD_SET);

    db_bind_int(q, ":id", c->who->id);
    db_bind_str(q, ":hash", hash);
    db_bind_int(q, ":once", 0);
    TRY(db_one(q));
    return stage_set(c, s, STR("full"));
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
