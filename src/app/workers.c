/* workers.c - threads that do the read half of every request, each with a read-only connection of its own. The one that became idle last is
 * taken first: its connection still knows the statements and the pages of the database that the request before asked for. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/scrub.h"
#include "page/html.h"
#include "app/error_page.h"

#define WORKERS 3       /* two cores; one more so that a slow password or a PDF does not hold the others up */

struct workers {
    pthread_mutex_t lock;
    struct exchange *first, **last;
    bool stop;
    int n, idle[WORKERS], n_idle;       /* idle: the last one waits shortest */
    struct { pthread_t thread; pthread_cond_t ready; struct db *read, *write; } w[WORKERS];
};
struct worker_arg { struct app *app; int i; };

void workers_push(struct exchange *x, void *arg)
{
    struct workers *ws = ((struct app *)arg)->workers;

    pthread_mutex_lock(&ws->lock);
    x->next = NULL;
    *ws->last = x;
    ws->last = &x->next;
    if (ws->n_idle > 0)
        pthread_cond_signal(&ws->w[ws->idle[--ws->n_idle]].ready);
    pthread_mutex_unlock(&ws->lock);
}

/* Whoever is woken for work was taken out of the idle ones; who wakes by himself, or to stop, does it here. */
static void rest(struct workers *ws, int i)
{
    int kept = 0;

    ws->idle[ws->n_idle++] = i;
    pthread_cond_wait(&ws->w[i].ready, &ws->lock);
    for (int k = 0; k < ws->n_idle; k++)
        if (ws->idle[k] != i)
            ws->idle[kept++] = ws->idle[k];
    ws->n_idle = kept;
}

static struct exchange *take(struct workers *ws, int i)
{
    pthread_mutex_lock(&ws->lock);
    while (ws->first == NULL && !ws->stop)
        rest(ws, i);
    struct exchange *x = ws->first;
    if (x != NULL) {
        ws->first = x->next;
        if (ws->first == NULL)
            ws->last = &ws->first;
    }
    pthread_mutex_unlock(&ws->lock);
    return x;
}

static void request_fill(struct request *q, const struct exchange *x)
{
    *q = (struct request){ .method = x->method, .path = x->path, .query_text = x->query, .host = x->host,
        .origin = x->origin, .referer = x->referer, .if_none_match = x->if_none_match, .accept = x->accept, .accept_encoding = x->encoding,
        .hx_request = x->hx, .client = x->client, .secure = x->secure };
}

static void written(struct task *t)
{
    struct call *k = t->arg;

    if (t->err != ERR_OK && k->err == ERR_OK)
        k->err = t->err;
    serve_finish(k);
}

/* On PostgreSQL every worker writes by itself; a conflict of serialisation is tried again. */
static void write_here(struct call *k, struct db *db)
{
    struct db *read = k->c.db;

    k->c.db = db;
    for (int round = 0; round < 6; round++) {
        enum err e = db_begin(db, DB_WRITE);
        if (e == ERR_OK) {
            e = serve_write(&k->c, k);
            if (e == ERR_OK)
                e = db_commit(db);
            if (e != ERR_OK)
                db_rollback(db);
        }
        k->task.err = e;
        if (e != ERR_BUSY)
            break;
    }
    k->c.db = read;
    written(&k->task);
}

static void write_half(struct app *app, struct call *k, struct db *own)
{
    k->task = (struct task){ .run = serve_write, .done = written, .arg = k, .c = &k->c };
    if (own != NULL)
        write_here(k, own);
    else
        writer_push(app, &k->task);
}

static bool refusal_counts(const struct call *k)
{
    return k->err != ERR_OK && k->s.user_id != 0 && (k->r->flags & R_NO_AUDIT) == 0
        && (k->err == ERR_FORBIDDEN || k->err == ERR_NOT_FOUND || k->r->apply != NULL);
}

static void serve(struct app *app, struct exchange *x, struct db *read, struct db *write, struct rand *r)
{
    struct call *k = NEW(&x->a, struct call);
    bool other_method = false;

    k->app = app;
    k->x = x;
    request_fill(&k->q, x);
    ctx_start(app, &k->c, &x->a, read, r);
    k->c.lang = str_starts(x->lang, STR("en")) ? LANG_EN : LANG_ZH;
    x->reply.body.b = buf_new(&x->a, PAGE_MAX_BYTES);
    k->r = route_find(x->method, x->path, &k->q, &other_method);
    if (k->r == NULL) {
        k->err = not_a_page(&k->c);
        serve_finish(k);
        return;
    }
    bool wiped = (k->r->flags & R_WIPED) != 0;
    x->wiped = wiped;
    serve_read(k);
    if ((k->err == ERR_OK && k->waits) || refusal_counts(k))
        write_half(app, k, write);
    else
        serve_finish(k);
    if (wiped)
        scrub_thread();                 /* the page was drawn on this thread's stack and registers */
}

static void *worker_main(void *arg)
{
    struct worker_arg *me = arg;
    struct app *app = me->app;
    struct workers *ws = app->workers;
    struct rand r = app->rand;

    r.node = (app->rand.node + 1 + (uint32_t)me->i) & 1023;
    for (struct exchange *x; (x = take(ws, me->i)) != NULL;)
        serve(app, x, ws->w[me->i].read, ws->w[me->i].write, &r);
    free(me);
    return NULL;
}

enum err workers_start(struct app *app, struct str *why)
{
    struct workers *ws = calloc(1, sizeof *ws);

    if (ws == NULL)
        return ERR_BUG;
    pthread_mutex_init(&ws->lock, NULL);
    ws->last = &ws->first;
    app->workers = ws;
    for (int i = 0; i < WORKERS; i++) {
        struct worker_arg *me = calloc(1, sizeof *me);
        TRY(data_connect(app, DB_READ, &ws->w[i].read, why));
        if (db_kind(ws->w[i].read) == DB_PG)
            TRY(data_connect(app, DB_WRITE, &ws->w[i].write, why));
        if (me == NULL)
            return ERR_BUG;
        *me = (struct worker_arg){ app, i };
        pthread_cond_init(&ws->w[i].ready, NULL);
        if (pthread_create(&ws->w[i].thread, NULL, worker_main, me) != 0)
            return ERR_BUG;
        ws->n++;
    }
    return ERR_OK;
}

void workers_stop(struct app *app)
{
    struct workers *ws = app->workers;

    if (ws == NULL)
        return;
    pthread_mutex_lock(&ws->lock);
    ws->stop = true;
    for (int i = 0; i < ws->n; i++)
        pthread_cond_signal(&ws->w[i].ready);
    pthread_mutex_unlock(&ws->lock);
    for (int i = 0; i < ws->n; i++) {
        pthread_join(ws->w[i].thread, NULL);
        db_close(ws->w[i].read);
        if (ws->w[i].write != NULL)
            db_close(ws->w[i].write);
    }
    free(ws);
    app->workers = NULL;
}
