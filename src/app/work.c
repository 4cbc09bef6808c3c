/* work.c - one thread for what takes longer than a request (gate/work.h): the read half on a connection of its own, the write half by the writer. */
#include "app/app.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/text.h"
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

#define WAITING_MAX 32

struct sign { struct work *w; int progress; struct str at; bool on; int64_t waiting[WAITING_MAX]; int n_waiting; };

static void waiting_of(struct sign *s)
{
    pthread_mutex_lock(&queue.lock);
    for (const struct work *w = queue.first; w != NULL && s->n_waiting < WAITING_MAX; w = w->next)
        s->waiting[s->n_waiting++] = w->job_ref;
    pthread_mutex_unlock(&queue.lock);
}

/* What waits behind this one is alive as long as this one is. */
static enum err sign_write(struct ctx *c, void *arg)
{
    struct sign *s = arg;
    int64_t until = app_now(s->w->app) + WORK_LEASE_MS;

    for (int i = 0; i < s->n_waiting; i++)
        TRY(work_waits(c, s->waiting[i], until));
    return work_sign(c, s->w, s->progress, s->at, until, &s->on);
}

/* The job's row says how far it is, and whether somebody stopped it. Between two snapshots of the read half, unless it wants only one. */
static bool tick(struct ctx *c, struct work *w, int progress, struct str at)
{
    struct sign s = { .w = w, .progress = progress, .at = at };

    waiting_of(&s);
    if (!w->steady)
        db_rollback(c->db);
    bool on = writer_run(w->app, c, sign_write, &s) == ERR_OK && s.on && !queue.stop;
    return (w->steady || db_begin(c->db, DB_READ) == ERR_OK) && on;
}

static enum err finish_write(struct ctx *c, void *arg) { return work_finish(c, arg); }

struct ending { struct work *w; enum err err; };

static enum err fail_write(struct ctx *c, void *arg)
{
    const struct ending *x = arg;

    return work_fail(c, x->w, x->err);
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
    if (w->a.full)
        e = refuse(&c, ERR_TOO_LARGE, T_err_TOO_LARGE);
    if (e == ERR_OK)
        e = writer_run(queue.app, &c, finish_write, w);
    struct ending x = { w, e };
    if (e != ERR_OK && writer_run(queue.app, &c, fail_write, &x) != ERR_OK)
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
