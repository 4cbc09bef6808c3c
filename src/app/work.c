/* work.c - one thread for what takes longer than a request (gate/work.h): the read half on a connection of its own, the write half by the writer. */
#include "app/app.h"

#include <stdlib.h>

#include "base/log.h"
#include "gate/audit.h"
#include "gate/gate.h"
#include "gate/work.h"

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct work *first, **last;
    struct app *app;
    struct db *db;
    bool stop, running;
} queue = { .lock = PTHREAD_MUTEX_INITIALIZER, .ready = PTHREAD_COND_INITIALIZER, .last = &queue.first };

void work_push(struct work *w)
{
    w->next = NULL;
    pthread_mutex_lock(&queue.lock);
    *queue.last = w;
    queue.last = &w->next;
    pthread_cond_signal(&queue.ready);
    pthread_mutex_unlock(&queue.lock);
}

static struct work *take(void)
{
    pthread_mutex_lock(&queue.lock);
    while (queue.first == NULL && !queue.stop)
        pthread_cond_wait(&queue.ready, &queue.lock);
    struct work *w = queue.stop ? NULL : queue.first;
    if (w != NULL && (queue.first = w->next) == NULL)
        queue.last = &queue.first;
    pthread_mutex_unlock(&queue.lock);
    return w;
}

struct sign { struct work *w; int progress; int64_t changed; };

static enum err progress_write(struct ctx *c, void *arg)
{
    struct sign *s = arg;
    struct stmt *q = db_get(c->db, SQL_JOB_PROGRESS);

    db_bind_int(q, ":ref", s->w->job_ref);
    db_bind_int(q, ":progress", s->progress);
    db_bind_int(q, ":lease_until_ms", app_now(s->w->app) + WORK_LEASE_MS);
    return db_run(q, &s->changed);
}

/* Between two snapshots of the read half: the job's row says how far it is, and whether somebody stopped it. */
static bool tick(struct ctx *c, struct work *w, int progress)
{
    struct sign s = { w, progress, 0 };

    db_rollback(c->db);
    bool on = writer_run(w->app, c, progress_write, &s) == ERR_OK && s.changed == 1 && !queue.stop;
    return db_begin(c->db, DB_READ) == ERR_OK && on;
}

static enum err write_half(struct ctx *c, void *arg)
{
    struct work *w = arg;

    TRY(w->apply(c, w));
    struct audit_event e = { .verb = str_z(w->verb), .kind = c->touched.kind, .record_id = c->touched.id, .detail = c->touched.detail };
    return audit_append(c, &e);
}

struct ending { struct work *w; enum err err; };

static enum err end_write(struct ctx *c, void *arg)
{
    const struct ending *x = arg;
    struct stmt *q = db_get(c->db, SQL_JOB_END);

    db_bind_int(q, ":ref", x->w->job_ref);
    db_bind_str(q, ":state", x->err == ERR_OK ? STR("done") : STR("failed"));
    db_bind_str(q, ":message", x->w->ended(c, x->w, x->err));
    db_bind_int(q, ":done_at_ms", c->now_ms);
    TRY(db_run(q, NULL));
    if (x->err == ERR_OK)
        return ERR_OK;
    struct audit_event e = { .verb = str_z(x->w->verb), .kind = c->touched.kind, .detail = c->touched.detail, .refused = true };
    return audit_append(c, &e);
}

static void run(struct work *w, struct rand *r)
{
    struct ctx c;
    struct user *u;

    ctx_start(queue.app, &c, &w->a, queue.db, r);
    c.lang = w->lang;
    w->app = queue.app;
    w->tick = tick;
    enum err e = db_begin(queue.db, DB_READ);
    if (e == ERR_OK)
        e = user_load(&c, w->user_id, &u);
    if (e == ERR_OK) {
        c.who = u;
        e = w->read(&c, w);
    }
    db_rollback(queue.db);
    if (e == ERR_OK && !w->a.full)
        e = writer_run(queue.app, &c, write_half, w);
    struct ending x = { w, w->a.full ? ERR_TOO_LARGE : e };
    if (writer_run(queue.app, &c, end_write, &x) != ERR_OK)
        log_line(LOG_WARN, "the end of a job could not be written down");
    work_free(w);
}

static void *work_main(void *arg)
{
    struct rand r = queue.app->rand;

    (void)arg;
    r.node = (r.node + 17) & 1023;
    for (struct work *w; (w = take()) != NULL;)
        run(w, &r);
    return NULL;
}

enum err work_start(struct app *app, struct str *why)
{
    queue.app = app;
    TRY(data_connect(app, DB_READ, &queue.db, why));
    if (pthread_create(&queue.thread, NULL, work_main, NULL) != 0)
        return ERR_BUG;
    queue.running = true;
    return ERR_OK;
}

void work_stop(void)
{
    if (!queue.running)
        return;
    pthread_mutex_lock(&queue.lock);
    queue.stop = true;
    pthread_cond_signal(&queue.ready);
    pthread_mutex_unlock(&queue.lock);
    pthread_join(queue.thread, NULL);
    db_close(queue.db);
    queue.running = false;
}
