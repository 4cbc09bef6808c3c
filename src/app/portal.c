/* portal.c - the outside as a running server: `xiezhi portal`. No session, no user, no vault, no log of anybody; a request is read on a
 * worker, closed, and stored by the writer, many in one commit. It shares sockets, writer and pages with the staff side, not its dispatcher:
 * there is nobody here to ask for a right, and nothing to write down about who asked. */
#include "app/app.h"

#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/error_page.h"
#include "app/front.h"
#include "app/portal.h"
#include "area/portal/portal_slice.h"
#include "base/log.h"
#include "base/run_as.h"
#include "base/scrub.h"
#include "gen/text.h"

#define WORKERS     3
#define QUOTA_BYTES ((int64_t)20 << 30)         /* plain bytes of uploads under way at once */
#define RESERVE     ((int64_t)512 << 20)        /* of the disk, for texts when files no longer fit */
#define OPEN_MAX    64                          /* reports with files under way at once */
#define TEXT_QUOTA  ((int64_t)48 << 20)         /* of memory: what forms under way hold above their free part */
#define CONNECTIONS 2000                        /* times what each may hold, and the quota, stay below 256 MB */
#define LOCKED_ROOM ((size_t)CONNECTIONS * ((size_t)100 << 20))     /* address space of all exchanges; only touched pages cost anything */
#define OTHER_FILES (OPEN_MAX * PORTAL_FILES_MAX + 64)

struct outside {
    struct app app;
    struct portal_keys keys;
    struct upload_gate gate;
    struct arena lasting;
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct exchange *first, **last;
    bool stop;
    pthread_t threads[WORKERS];
    struct db *dbs[WORKERS];
    int n;
};

/* One request on its way. */
struct visit {
    struct outside *o;
    struct exchange *x;
    struct ctx c;
    struct request q;
    const struct route *r;
    struct portal_call call;
    struct task task;
    enum err err;
};

static const struct route *find(struct outside *o, struct request *q, enum method m, struct str path)
{
    static const struct route asset = { GET, "/assets/:hash/:name", PERM_PUBLIC, R_NO_AUDIT, asset_get, NULL };

    (void)o;
    for (int i = 0; i < portal_slice.n_routes; i++)
        if (portal_slice.routes[i].method == m && route_fits(&portal_slice.routes[i], path, q))
            return &portal_slice.routes[i];
    return m == GET && route_fits(&asset, path, q) ? &asset : NULL;
}

static void finish(struct visit *v)
{
    struct reply *y = &v->x->reply;

    if (v->err != ERR_OK) {
        if (v->err == ERR_BUG)
            log_line(LOG_ERROR, "portal: a request failed");
        y->body.b = buf_new(v->c.a, PAGE_MAX_BYTES);
        portal_refused(&v->c, &v->q, v->err, y);
    } else if (y->status == 0) {
        y->status = 200;
    }
    exchange_done(v->x);
}

static void written(struct task *t)
{
    struct visit *v = t->arg;

    if (t->err != ERR_OK)
        v->err = t->err;
    else if (v->call.incoming != NULL)
        incoming_keep(v->call.incoming);
    finish(v);
    scrub_thread();
}

static enum err apply(struct ctx *c, void *arg)
{
    struct visit *v = arg;

    return v->r->apply(c, &v->q, &v->x->reply);
}

static enum err read_body(struct visit *v)
{
    const struct exchange *x = v->x;

    TRY(form_urlencoded(&v->c, x->query, &v->q));
    v->c.lang = str_eq(req_str(&v->q, "lang"), STR("en")) ? LANG_EN : str_eq(req_str(&v->q, "lang"), STR("zh")) ? LANG_ZH : v->c.lang;
    if (x->too_large)
        return refuse(&v->c, ERR_TOO_LARGE, T_input_too_large);
    if (v->q.method == POST && v->call.incoming == NULL)
        TRY(form_urlencoded(&v->c, x->body, &v->q));
    return v->q.n_bad > 0 ? refuse_field(&v->c, v->q.bad[0].name, ERR_INVALID, T_input_control, v->q.bad[0].name) : ERR_OK;
}

static enum err read_half(struct visit *v)
{
    TRY(read_body(v));
    if (v->r == NULL)
        return refuse(&v->c, ERR_NOT_FOUND, T_portal_no_page);
    TRY(db_begin(v->c.db, DB_READ));
    enum err e = v->r->prepare(&v->c, &v->q, &v->x->reply);
    db_rollback(v->c.db);
    return e;
}

static void visit(struct outside *o, struct exchange *x, struct db *db, struct rand *r)
{
    struct visit *v = NEW(&x->a, struct visit);

    v->o = o;
    v->x = x;
    x->wiped = true;
    v->q = (struct request){ .method = x->method, .path = x->path, .query_text = x->query, .accept = x->accept, .accept_encoding = x->encoding,
        .if_none_match = x->if_none_match };
    v->call = (struct portal_call){ &o->keys, &o->gate, x->sink_self, str_has(x->accept, STR("application/json")) };
    v->q.portal = &v->call;
    ctx_start(&o->app, &v->c, &x->a, db, r);
    v->c.lang = str_starts(x->lang, STR("en")) ? LANG_EN : LANG_ZH;
    x->reply.body.b = buf_new(&x->a, PAGE_MAX_BYTES);
    v->r = find(o, &v->q, x->method, x->path);
    v->err = read_half(v);
    if (x->a.full && v->err == ERR_OK)
        v->err = refuse(&v->c, ERR_TOO_LARGE, T_input_too_large);
    if (v->err != ERR_OK || v->r->apply == NULL) {
        finish(v);
        return;
    }
    v->task = (struct task){ .run = apply, .done = written, .arg = v, .c = &v->c };
    writer_push(&o->app, &v->task);
}

/* ---- threads: the queue is fair, first come first served */
static struct exchange *take(struct outside *o)
{
    pthread_mutex_lock(&o->lock);
    while (o->first == NULL && !o->stop)
        pthread_cond_wait(&o->ready, &o->lock);
    struct exchange *x = o->first;
    if (x != NULL) {
        o->first = x->next;
        if (o->first == NULL)
            o->last = &o->first;
    }
    pthread_mutex_unlock(&o->lock);
    return x;
}

static void push(struct exchange *x, void *arg)
{
    struct outside *o = arg;

    pthread_mutex_lock(&o->lock);
    x->next = NULL;
    *o->last = x;
    o->last = &x->next;
    pthread_cond_signal(&o->ready);
    pthread_mutex_unlock(&o->lock);
}

static void begin(struct exchange *x, void *arg)
{
    struct outside *o = arg;

    x->wiped = true;
    if (x->method == POST && portal_takes_body(x->path))
        incoming_begin(x, &o->gate);
}

struct worker { struct outside *o; int i; };

static void *work(void *arg)
{
    struct worker w = *(struct worker *)arg;
    struct rand r = { .node = 1 };

    free(arg);
    for (struct exchange *x; (x = take(w.o)) != NULL;) {
        visit(w.o, x, w.o->dbs[w.i], &r);
        scrub_thread();
    }
    return NULL;
}

static enum err threads_start(struct outside *o, struct str *why)
{
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->ready, NULL);
    o->last = &o->first;
    for (; o->n < WORKERS; o->n++) {
        struct worker *w = malloc(sizeof *w);
        TRY(data_connect(&o->app, DB_READ, &o->dbs[o->n], why));
        if (w == NULL)
            return ERR_BUG;
        *w = (struct worker){ o, o->n };
        if (pthread_create(&o->threads[o->n], NULL, work, w) != 0)
            return ERR_BUG;
    }
    return ERR_OK;
}

static void threads_stop(struct outside *o)
{
    pthread_mutex_lock(&o->lock);
    o->stop = true;
    pthread_cond_broadcast(&o->ready);
    pthread_mutex_unlock(&o->lock);
    for (int i = 0; i < o->n; i++) {
        pthread_join(o->threads[i], NULL);
        db_close(o->dbs[i]);
    }
}

/* ---- the start */

/* Locked memory under a limit (RLIMIT_MEMLOCK) is refused by address space, not by what is used: then the first connections would end the
 * process. Asked once, for what all connections map together, before anybody is let in. */
static bool memory_locked(void)
{
    if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0)
        return false;
    void *all = mmap(NULL, LOCKED_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED) {
        munlockall();
        return false;
    }
    munmap(all, LOCKED_ROOM);
    return true;
}

/* Nothing of this process gets onto a disk by itself: no core, no swap, and what is freed is overwritten. */
static void harden(void)
{
    const struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    mallopt(M_PERTURB, 0x5A);
    if (!memory_locked())
        log_line(LOG_WARN, "portal: memory cannot be locked; run it where swap is off, or without a limit (LimitMEMLOCK=infinity)");
    umask(077);
}

/* As many connections as there are descriptors for, with what files and the database need beside them. */
static unsigned connections_possible(void)
{
    struct rlimit files = { 0, 0 };
    rlim_t want = CONNECTIONS + OTHER_FILES;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < want) {
        files.rlim_cur = files.rlim_max < want ? files.rlim_max : want;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
        if (files.rlim_cur < want)
            log_line(LOG_WARN, "portal: only %llu files may be open; %llu are wanted", (unsigned long long)files.rlim_cur, (unsigned long long)want);
    }
    return files.rlim_cur >= want ? CONNECTIONS : files.rlim_cur > 2 * OTHER_FILES ? (unsigned)files.rlim_cur - OTHER_FILES : OTHER_FILES / 4;
}

static enum err open_all(struct outside *o, struct str dir, struct str *why)
{
    struct db *db = NULL;

    TRY(data_open(&o->app, dir, false, why));
    TRY(portal_keys_read(&o->lasting, o->app.data_dir, &o->keys));
    if (sodium_is_zero(o->keys.ack_certificate, sizeof o->keys.ack_certificate))
        log_line(LOG_WARN, "portal: its acknowledgements have no certificate of the organ yet: unpack the inside's first bundle (docs/keys.md)");
    snprintf(o->app.db_url, sizeof o->app.db_url, "sqlite:%.1000s/portal.db", o->app.data_dir);
    snprintf(o->gate.dir, sizeof o->gate.dir, "%.1000s", o->app.data_dir);
    o->gate.quota_bytes = QUOTA_BYTES;
    o->gate.reserve_bytes = RESERVE;
    o->gate.open_max = OPEN_MAX;
    o->gate.text_quota = TEXT_QUOTA;
    TRY(law_load(&o->app, why));
    TRY(data_connect(&o->app, DB_WRITE, &db, why));
    enum err e = db_migrate_in(db, "sql/portal/", app_now(&o->app), why);
    db_close(db);
    TRY(e);
    TRY(writer_start(&o->app, why));
    return threads_start(o, why);
}

int portal_main(int argc, char **argv)
{
    static struct outside o;
    const struct server_limits limits = { begin, connections_possible(), 4, 30, 3600, UPLOAD_TEXT_FREE };
    struct args a = { .n = argc > 64 ? 64 : argc };
    struct server *s = NULL;
    struct str why = STR("");
    const char *env = getenv("XIEZHI_DATA");

    for (int i = 0; i < a.n; i++)
        a.v[i] = str_z(argv[i]);
    struct str dir = arg_opt(&a, "--data"), where = arg_opt(&a, "--listen");
    if (dir.n == 0)
        dir = str_z(env != NULL ? env : "./portal");
    bool owner = run_as_owner(dir.p);
    harden();
    ends_block();
    arena_open(&o.lasting, 1 << 20);
    enum err e = owner ? open_all(&o, dir, &why) : ERR_DENIED;
    if (where.n == 0)
        where = STR("127.0.0.1:8081");
    if (e == ERR_OK) {
        e = server_start_with(&s, where, &limits, push, &o);
        why = where;
    }
    if (e == ERR_OK) {
        printf("http://127.0.0.1:%d/\n", server_port(s));
        fflush(stdout);
        ends_wait();
    } else {
        fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(err_sentence(LANG_ZH, e)), why.n > 0 ? ": " : "", PF(why));
    }
    if (s != NULL)
        server_stop(s);
    threads_stop(&o);
    writer_stop(&o.app);
    data_close(&o.app);
    return err_exit(e);
}
