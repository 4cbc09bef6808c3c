#include "gate/once.h"

#include "db/db.h"

struct str once_make(struct arena *a)
{
    unsigned char r[16];

    rand_secret(r, sizeof r);
    return str_hex(a, r, sizeof r);
}

#define TOKEN_MAX 64

static enum err first_answer(struct ctx *c, struct str token, struct str *location)
{
    struct stmt *q = db_get(c->db, SQL_SENT_FORM);

    db_bind_str(q, ":token", token);
    if (db_next(q))
        *location = db_str(q, 0, c->a);
    return db_end(q);
}

enum err once_claim(struct ctx *c, struct str token, struct str *location, bool *taken)
{
    int64_t added = 0;

    if (token.n == 0 || token.n > TOKEN_MAX)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_SENT_FORM_CLAIM);
    db_bind_str(q, ":token", token);
    db_bind_int(q, ":at_ms", c->now_ms);
    TRY(db_run(q, &added));
    *taken = added == 0;
    return *taken ? first_answer(c, token, location) : ERR_OK;
}

enum err once_was_used(struct ctx *c, struct str token, bool *used)
{
    struct stmt *q = db_get(c->db, SQL_SENT_FORM);

    db_bind_str(q, ":token", token);
    *used = db_next(q);
    return db_end(q);
}

enum err once_done(struct ctx *c, struct str token, struct str location)
{
    if (token.n == 0 || token.n > TOKEN_MAX)
        return ERR_OK;
    struct stmt *q = db_get(c->db, location.n > 0 ? SQL_SENT_FORM_DONE : SQL_SENT_FORM_FREE);
    db_bind_str(q, ":token", token);
    if (location.n > 0)
        db_bind_str(q, ":location", location);
    return db_run(q, NULL);
}
