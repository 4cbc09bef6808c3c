#include "app/chores.h"

#include "db/db.h"

const struct user user_program = { .login = STR_INIT("program"), .perms = UINT64_MAX, .full_scope = true };

static enum err sweep(struct ctx *c, void *arg)
{
    (void)arg;
    struct stmt *q = db_get(c->db, SQL_SESSION_SWEEP);
    db_bind_int(q, ":now", c->now_ms);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_SENT_FORM_SWEEP);
    db_bind_int(q, ":before", c->now_ms - (int64_t)24 * 3600 * 1000);
    return db_run(q, NULL);
}

static enum err sweep_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)again;
    return writer_run(app, c, sweep, NULL);
}

static enum err heads_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)again;
    writer_heads(app, c->a);
    return ERR_OK;
}

const struct chore chores[] = {
    { "heads", 20, heads_chore },
    { "sweep", 600, sweep_chore },
};
const size_t chores_n = sizeof chores / sizeof chores[0];
