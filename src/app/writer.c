/* writer.c - the one thread that changes a SQLite database: waiting tasks share one commit, each in a savepoint of its own,
 * and nobody is answered before that commit returned. On PostgreSQL it serves jobs and the command line only. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define GROUP_MAX 128       /* tasks in one commit: a bound on the wait of the first */

struct writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct task *first, **last;
    struct db *db;
    struct rand rand;
    bool stop, running;
    _Atomic int64_t served;
};

void writer_push(struct app *app, struct task *t)
{
    struct writer *w = app->writer;

    t->next = NULL;
    pthread_mutex_lock(&w->lock);
    *w->last = t;
    w->last = &t->next;
    pthread_cond_signal(&w->ready);
    pthread_mutex_unlock(&w->lock);
}

static struct task *take_group(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    while (w->first == NULL && !w->stop)
        pthread_cond_wait(&w->ready, &w->lock);
    struct task *group = w->first, *t = group;
    for (int n = 1; t != NULL && t->next != NULL && n < GROUP_MAX; n++)
        t = t->next;
    if (t != NULL) {
        w->first = t->next;
        t->next = NULL;
    }
    if (w->first == NULL)
        w->last = &w->first;
    pthread_mutex_unlock(&w->lock);
    return group;
}

/* One task inside the open transaction; its failure takes back its own savepoint only. */
static void run_one(struct writer *w, struct task *t)
{
    struct db *was = t->c->db;
    struct rand *rand_was = t->c->rand;

    t->err = db_save(w->db);
    if (t->err != ERR_OK)
        return;
    t->c->db = w->db;
    t->c->rand = &w->rand;
    t->err = t->run(t->c, t->arg);
    t->c->db = was;
    t->c->rand = rand_was;
    if (t->err == ERR_OK)
        db_save_release(w->db);
    else
        db_save_rollback(w->db);
}

static void run_group(struct writer *w, struct task *group)
{
    enum err e = db_begin(w->db, DB_WRITE);

    if (e == ERR_OK) {
        for (struct task *t = group; t != NULL; t = t->next)
            run_one(w, t);
        e = db_commit(w->db);
        if (e != ERR_OK)
            db_rollback(w->db);
    }
    for (struct task *t = group, *next; t != NULL; t = next) {
        next = t->next;
        if (e != ERR_OK)
            t->err = e;                 /* nothing of this group is in the file */
        t->done(t);
        w->served++;
    }
}

int64_t writer_served(const struct app *app) { return app->writer->served; }

int64_t writer_clock_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;

    for (struct task *group; (group = take_group(w)) != NULL;)
        run_group(w, group);
    return NULL;
}

enum err writer_start(struct app *app, struct str *why)
{
    struct writer *w = calloc(1, sizeof *w);

    if (w == NULL)
        return ERR_BUG;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->ready, NULL);
    w->last = &w->first;
    w->rand = app->rand;
    app->writer = w;
    TRY(data_connect(app, DB_WRITE, &w->db, why));
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0)
        return ERR_BUG;
    w->running = true;
    return ERR_OK;
}

void writer_stop(struct app *app)
{
    struct writer *w = app->writer;

    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->ready);
    pthread_mutex_unlock(&w->lock);
    if (w->running)
        pthread_join(w->thread, NULL);
    if (w->db != NULL)
        db_close(w->db);
    free(w);
    app->writer = NULL;
}

struct waiter { pthread_mutex_t lock; pthread_cond_t done; bool is_done; };

static void wake(struct task *t)
{
    struct waiter *w = t->c->waiter;

    pthread_mutex_lock(&w->lock);
    w->is_done = true;
    pthread_cond_signal(&w->done);
    pthread_mutex_unlock(&w->lock);
}

enum err writer_run(struct app *app, struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg)
{
    struct waiter w = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };
    struct task t = { .run = run, .done = wake, .arg = arg, .c = c };

    c->waiter = &w;
    writer_push(app, &t);
    pthread_mutex_lock(&w.lock);
    while (!w.is_done)
        pthread_cond_wait(&w.done, &w.lock);
    pthread_mutex_unlock(&w.lock);
    c->waiter = NULL;
    return t.err;
}
