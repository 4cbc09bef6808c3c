/* jobs.c - one thread that does what nobody waits for: text to the search index, heads to the vault, ended sessions swept. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/chores.h"
#include "base/log.h"

static struct { pthread_t thread; pthread_mutex_t lock; pthread_cond_t wake; bool stop, running; struct app *app; } jobs = {
    .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER };

static bool sleep_a_while(int64_t ms)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&jobs.lock);
    if (!jobs.stop)
        pthread_cond_timedwait(&jobs.wake, &jobs.lock, &until);
    bool stop = jobs.stop;
    pthread_mutex_unlock(&jobs.lock);
    return !stop;
}

/* One round of every chore; true when there was more to do than one round takes. */
static bool round_of_chores(struct app *app, struct db *db, struct arena *a, struct rand *r, int64_t round)
{
    bool more = false;

    for (size_t i = 0; i < chores_n; i++) {
        struct ctx c;
        bool again = false;
        if (round % chores[i].every != 0)
            continue;
        ctx_start(app, &c, a, db, r);
        c.who = &user_program;
        enum err e = chores[i].run(app, &c, &again);
        if (e != ERR_OK)
            log_line(LOG_WARN, "job %s: %s", chores[i].name, err_text(e));
        more = more || (again && e == ERR_OK);
        arena_reset(a);
    }
    return more;
}

static void *jobs_main(void *arg)
{
    struct db *db = arg;
    struct arena a;
    struct rand r = jobs.app->rand;

    r.node = (r.node + 9) & 1023;
    arena_open(&a, (size_t)512 << 20);
    for (int64_t round = 0; sleep_a_while(1000); round++)
        while (round_of_chores(jobs.app, db, &a, &r, round) && !jobs.stop)
            ;
    arena_close(&a);
    db_close(db);
    return NULL;
}

enum err jobs_start(struct app *app, struct str *why)
{
    struct db *db = NULL;

    jobs.app = app;
    TRY(data_connect(app, DB_READ, &db, why));
    if (pthread_create(&jobs.thread, NULL, jobs_main, db) != 0)
        return ERR_BUG;
    jobs.running = true;
    return ERR_OK;
}

void jobs_stop(void)
{
    if (!jobs.running)
        return;
    pthread_mutex_lock(&jobs.lock);
    jobs.stop = true;
    pthread_cond_signal(&jobs.wake);
    pthread_mutex_unlock(&jobs.lock);
    pthread_join(jobs.thread, NULL);
    jobs.running = false;
}
