/* jobs.c - two threads that do what nobody waits for: text to the search index, heads to the vault, ended sessions swept; and what is slow. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/chores.h"
#include "base/log.h"

#define STEPS_US INT64_C(15000000)

#define LANES 2
struct lane { pthread_t thread; struct db *db; bool slow, running; };
static struct { struct lane lanes[LANES]; pthread_mutex_t lock; pthread_cond_t wake; bool stop; struct app *app; } jobs = {
    .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER, .lanes = { { .slow = false }, { .slow = true } } };

bool jobs_stopping(void)
{
    pthread_mutex_lock(&jobs.lock);
    bool stop = jobs.stop;
    pthread_mutex_unlock(&jobs.lock);
    return stop;
}

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

/* One step of a chore; true when it has more to do. */
static bool step(struct app *app, const struct chore *chore, struct db *db, struct arena *a, struct rand *r)
{
    struct ctx c;
    bool again = false;

    ctx_start(app, &c, a, db, r);
    c.who = &user_program;
    enum err e = chore->run(app, &c, &again);
    if (e != ERR_OK)
        log_line(LOG_WARN, "job %s: %s", chore->name, err_text(e));
    arena_reset(a);
    return again && e == ERR_OK && !jobs_stopping();
}

/* Every chore whose turn it is, each for as long as it has work but not longer than keeps the others waiting. */
static void round_of_chores(struct app *app, const struct lane *lane, struct arena *a, struct rand *r, int64_t round)
{
    for (size_t i = 0; i < chores_n; i++) {
        int64_t until = writer_clock_us() + STEPS_US;
        if (chores[i].slow != lane->slow || round % chores[i].every != 0)
            continue;
        while (step(app, &chores[i], lane->db, a, r) && writer_clock_us() < until)
            ;
    }
}

static void *jobs_main(void *arg)
{
    struct lane *lane = arg;
    struct arena a;
    struct rand r = jobs.app->rand;

    r.node = (r.node + (lane->slow ? 10 : 9)) & 1023;
    arena_open(&a, (size_t)512 << 20);
    for (int64_t round = 0; sleep_a_while(1000); round++)
        round_of_chores(jobs.app, lane, &a, &r, round);
    arena_close(&a);
    db_close(lane->db);
    return NULL;
}

enum err jobs_start(struct app *app, struct str *why)
{
    jobs.app = app;
    for (int i = 0; i < LANES; i++) {
        struct lane *lane = &jobs.lanes[i];
        TRY(data_connect(app, DB_READ, &lane->db, why));
        if (pthread_create(&lane->thread, NULL, jobs_main, lane) != 0)
            return ERR_BUG;
        lane->running = true;
    }
    return ERR_OK;
}

void jobs_stop(void)
{
    pthread_mutex_lock(&jobs.lock);
    jobs.stop = true;
    pthread_cond_broadcast(&jobs.wake);
    pthread_mutex_unlock(&jobs.lock);
    for (int i = 0; i < LANES; i++)
        if (jobs.lanes[i].running) {
            pthread_join(jobs.lanes[i].thread, NULL);
            jobs.lanes[i].running = false;
        }
}
