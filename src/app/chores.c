#include "app/chores.h"

#include <malloc.h>
#include <stdio.h>
#include <time.h>

#include "app/orphans.h"
#include "area/envelope/correspondence.h"
#include "area/exchange/kept_web.h"
#include "area/register/draft.h"
#include "area/search/search.h"
#include "db/db.h"
#include "doc/print.h"
#include "gate/throttle.h"
#include "seal/sealed_file.h"

#define SEARCH_YIELD   4                /* times as long as the batch took, while others wait for the writer */
#define SEARCH_REST_US INT64_C(500000)

const struct user user_program = { .login = STR_INIT("program"), .perms = UINT64_MAX, .full_scope = true, .official = true };

static enum err sweep(struct ctx *c, void *arg)
{
    (void)arg;
    struct stmt *q = db_get(c->db, SQL_SESSION_SWEEP);
    db_bind_int(q, ":now", c->now_ms);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_SENT_FORM_SWEEP);
    db_bind_int(q, ":before", c->now_ms - (int64_t)24 * 3600 * 1000);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_TRY_SWEEP);
    db_bind_int(q, ":before", c->now_ms - TRIES_FORGET_MS);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_DEVICE_SWEEP);
    db_bind_int(q, ":before", c->now_ms - (int64_t)DEVICE_DAYS * 24 * 3600 * 1000);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_DRAFT_SWEEP);
    db_bind_int(q, ":before", c->now_ms - (int64_t)DRAFT_DAYS * 24 * 3600 * 1000);
    return db_run(q, NULL);
}

static enum err access_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)again;
    return access_write(app, c);
}

static enum err sweep_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)again;
    kept_sweep(c);
    return writer_run(app, c, sweep, NULL);
}

static enum err heads_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)again;
    writer_heads(app, c->a);
    return ERR_OK;
}

/* While others write, indexing takes a part of the writer's time, not all of it: registration goes on at its pace and the index lags. */
static enum err search_chore(struct app *app, struct ctx *c, bool *again)
{
    int64_t before = writer_served(app), started = writer_clock_us();
    int taken = 0;

    TRY(writer_run(app, c, search_index_batch, &taken));
    int64_t took = writer_clock_us() - started;
    *again = taken > 0;
    if (writer_served(app) - before > 1) {
        int64_t rest = took * SEARCH_YIELD < SEARCH_REST_US ? took * SEARCH_YIELD : SEARCH_REST_US;
        nanosleep(&(struct timespec){ rest / 1000000, (long)(rest % 1000000) * 1000 }, NULL);
    }
    return ERR_OK;
}

/* What a report or a long list needed goes back to the kernel when nobody prints any more. */
static enum err memory_chore(struct app *app, struct ctx *c, bool *again)
{
    (void)app, (void)c, (void)again;
    (void)doc_print_idle();
    malloc_trim(0);
    return ERR_OK;
}

enum err search_catch_up(struct app *app, struct ctx *c)
{
    const struct user *was = c->who;
    int taken = 1;

    c->who = &user_program;
    while (taken > 0) {
        enum err e = writer_run(app, c, search_index_batch, &taken);
        if (e != ERR_OK) {
            c->who = was;
            return e;
        }
        arena_reset(c->a);
    }
    c->who = was;
    return ERR_OK;
}

static enum err orphans_write(struct ctx *c, void *arg) { return orphans_note(c, arg); }

/* Told first, dropped then: a crash between leaves them for the next round. */
static enum err orphans_chore(struct app *app, struct ctx *c, bool *again)
{
    struct orphans o;

    (void)again;
    TRY(db_begin(c->db, DB_READ));
    enum err e = orphans_find(c, &o);
    db_rollback(c->db);
    TRY(e);
    if (o.n == 0)
        return ERR_OK;
    TRY(writer_run(app, c, orphans_write, &o));
    return o.n > 0 ? vault_sweep(app->vault, o.refs, o.n) : ERR_OK;
}

/* ---- clean copies of what reporters sent: slow, one file at a time; one that fails lets the next ones pass */
struct copied { struct copy_due due; struct corr_file file; };

static enum err copy_write(struct ctx *c, void *arg)
{
    const struct copied *k = arg;

    return copy_add(c, &k->due, &k->file);
}

static bool copy_tick(void *arg, int progress)
{
    (void)arg, (void)progress;
    return !jobs_stopping();
}

static enum err copies_chore(struct app *app, struct ctx *c, bool *again)
{
    static char after[SEALED_ID_HEX + 1];
    struct copied k;

    TRY(db_begin(c->db, DB_READ));
    enum err e = copy_due(c, str_z(after), &k.due, again);
    db_rollback(c->db);
    TRY(e);
    snprintf(after, sizeof after, "%.*s", PF(*again ? k.due.file : STR("")));
    if (!*again)
        return ERR_OK;
    TRY(copy_make(c, &k.due, copy_tick, NULL, &k.file));
    return writer_run(app, c, copy_write, &k);
}

struct telling { struct progress_told *due; int n; };

static enum err tell(struct ctx *c, void *arg)
{
    const struct telling *t = arg;

    return progress_tell(c, t->due, t->n);
}

/* Looked for on a snapshot: the writer hears of it only when there is something to say. */
static enum err progress_chore(struct app *app, struct ctx *c, bool *again)
{
    struct telling t;

    (void)again;
    TRY(db_begin(c->db, DB_READ));
    enum err e = progress_due(c, &t.due, &t.n);
    db_rollback(c->db);
    TRY(e);
    return t.n > 0 ? writer_run(app, c, tell, &t) : ERR_OK;
}

const struct chore chores[] = {
    { "access", 1, access_chore, false },
    { "search", 1, search_chore, false },
    { "memory", 10, memory_chore, false },
    { "heads", 20, heads_chore, false },
    { "progress", 60, progress_chore, false },
    { "sweep", 600, sweep_chore, false },
    { "orphans", 1800, orphans_chore, false },
    { "copies", 3, copies_chore, true },
};
const size_t chores_n = sizeof chores / sizeof chores[0];
