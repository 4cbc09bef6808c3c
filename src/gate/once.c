#include "gate/once.h"

#include "db/db.h"

struct str once_make(struct arena *a)
{
    unsigned char r[16];

    rand_secret(r, sizeof r);
    return str_hex(a, r, sizeof r);
}

enum err once_check(struct ctx *c, struct str token, struct str *location, bool *taken)
{
    if (token.n == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_SENT_FORM);
    db_bind_str(q, ":token", token);
    if (db_next(q)) {
        *taken = true;
        *location = db_str(q, 0, c->a);
    }
    return db_end(q);
}

enum err once_keep(struct ctx *c, struct str token, struct str location)
{
    if (token.n == 0 || token.n > 64)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_SENT_FORM_ADD);
    db_bind_str(q, ":token", token);
    db_bind_str(q, ":location", location);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}
