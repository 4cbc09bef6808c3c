#include "gate/throttle.h"

#include <sodium.h>

#include "db/db.h"
#include "gen/text.h"

#define OWN_FREE     3                  /* wrong tries before the first wait */
#define KNOWN_FREE   5
#define LOGIN_FREE   10
#define SOURCE_FREE  20
#define OWN_MOST_MS    ((int64_t)60 * 1000)
#define LOGIN_MOST_MS  ((int64_t)15 * 1000)     /* others can make an owner at a strange desk wait that long, after his own slip */

struct str secret_hash(struct arena *a, struct str secret)
{
    unsigned char h[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(h, (const unsigned char *)secret.p, secret.n);
    return str_hex(a, h, sizeof h);
}

static struct str bucket(struct arena *a, const char *kind, struct str x, struct str y)
{
    return str_head(secret_hash(a, str_fmt(a, "%s|%.*s|%.*s", kind, PF(x), PF(y))), 32);
}

struct tries throttle_of(struct ctx *c, struct str login, struct str client, struct str device, bool known)
{
    if (known)
        return (struct tries){ .own = bucket(c->a, "device", login, device), .own_free = KNOWN_FREE };
    return (struct tries){ .own = bucket(c->a, "desk", login, client), .login = bucket(c->a, "login", login, STR("")),
        .source = bucket(c->a, "source", client, STR("")), .own_free = OWN_FREE };
}

/* A right password does not clear these: else a stolen password would buy fresh guesses at the code without end. */
struct tries throttle_code(struct ctx *c, struct str login, struct str client, struct str device, bool known)
{
    return (struct tries){ .own = bucket(c->a, "code", login, known ? device : client), .own_free = OWN_FREE };
}

static enum err load(struct ctx *c, struct str name, int64_t *tries, int64_t *next)
{
    struct stmt *q = db_get(c->db, SQL_TRY_LOAD);

    *tries = *next = 0;
    db_bind_str(q, ":bucket", name);
    if (db_next(q)) {
        *tries = db_int(q, 0);
        *next = db_int(q, 1);
    }
    if (*next < c->now_ms - TRIES_FORGET_MS)
        *tries = 0;
    return db_end(q);
}

enum err throttle_check(struct ctx *c, const struct tries *t)
{
    int64_t own_tries, tries, own_next, next = 0, most;

    TRY(load(c, t->own, &own_tries, &own_next));
    most = own_next;
    if (t->login.n > 0 && own_tries > 0) {
        TRY(load(c, t->login, &tries, &next));
        most = next > most ? next : most;
    }
    if (t->source.n > 0) {
        TRY(load(c, t->source, &tries, &next));
        most = next > most ? next : most;
    }
    if (most > c->now_ms)
        return refuse(c, ERR_THROTTLED, T_gate_wait, str_int(c->a, (most - c->now_ms + 999) / 1000));
    return ERR_OK;
}

static int64_t wait_after(int64_t tries, int64_t free, int64_t most)
{
    if (tries <= free)
        return 0;
    int64_t ms = (int64_t)1000 << (tries - free > 10 ? 10 : tries - free - 1);
    return ms > most ? most : ms;
}

static enum err count(struct ctx *c, struct str name, int64_t free, int64_t most)
{
    if (name.n == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_TRY_FAILED);
    db_bind_str(q, ":bucket", name);
    db_bind_int(q, ":now", c->now_ms);
    db_bind_int(q, ":forget", c->now_ms - TRIES_FORGET_MS);
    int64_t tries = db_next(q) ? db_int(q, 0) : 0;
    TRY(db_end(q));
    q = db_get(c->db, SQL_TRY_NEXT);
    db_bind_str(q, ":bucket", name);
    db_bind_int(q, ":next", c->now_ms + wait_after(tries, free, most));
    return db_one(q);
}

enum err throttle_failed(struct ctx *c, const struct tries *t)
{
    TRY(count(c, t->own, t->own_free, OWN_MOST_MS));
    TRY(count(c, t->login, LOGIN_FREE, LOGIN_MOST_MS));
    return count(c, t->source, SOURCE_FREE, OWN_MOST_MS);
}

enum err throttle_clear(struct ctx *c, const struct tries *t)
{
    struct stmt *q = db_get(c->db, SQL_TRY_CLEAR);

    db_bind_str(q, ":bucket", t->own);
    return db_run(q, NULL);
}

/* ---- browsers that are known */
enum err device_known(struct ctx *c, struct str device, int64_t user_id, bool *known)
{
    *known = false;
    if (device.n == 0 || user_id == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_DEVICE_KNOWN);
    db_bind_str(q, ":token_hash", secret_hash(c->a, device));
    db_bind_int(q, ":user_id", user_id);
    *known = db_next(q) && db_int(q, 0) > c->now_ms - (int64_t)DEVICE_DAYS * 24 * 3600 * 1000;
    return db_end(q);
}

enum err device_keep(struct ctx *c, struct str device, int64_t user_id)
{
    struct stmt *q = db_get(c->db, SQL_DEVICE_SET);

    db_bind_str(q, ":token_hash", secret_hash(c->a, device));
    db_bind_int(q, ":user_id", user_id);
    db_bind_int(q, ":now", c->now_ms);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_DEVICE_TRIM);
    db_bind_int(q, ":user_id", user_id);
    db_bind_int(q, ":most", DEVICES_MAX);
    return db_run(q, NULL);
}
