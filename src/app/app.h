/* app.h - the composition root: what one running program holds. The only place that sees every slice; contains no rule.
 *
 *   sockets → net/server → workers.c (read half) → writer.c (write half, one commit for many) → answer
 *   argv    → cli.c, or ctl.sock of the running server → the same two halves
 */
#ifndef APP_APP_H
#define APP_APP_H

#include <pthread.h>
#include "area/vault/vault.h"
#include "db/db.h"
#include "def/def.h"
#include "gate/route.h"
#include "gate/session.h"
#include "net/server.h"

/* One piece of work for the writer. `run` is called inside a savepoint; `done` after the commit (or the failure). */
struct task {
    enum err (*run)(struct ctx *c, void *arg);
    void (*done)(struct task *t);
    void *arg;
    struct ctx *c;
    enum err err;
    struct task *next;
};

struct app {
    char data_dir[1024];
    char db_url[1024];
    int lock_fd;
    struct def def;
    struct vault *vault;
    struct rand rand;
    pthread_mutex_t rand_lock;
    struct writer *writer;
    struct workers *workers;
    int64_t fixed_now_ms;               /* while the demonstration fills itself; 0 = the clock */
    int64_t clock_offset_ms;            /* demonstration: its days go on from July 2020 */
    bool demo;
    bool totp;                          /* every user needs a second factor: yes, but in a demonstration */
};

int64_t app_now(const struct app *app);
/* ctx_start - a fresh context for one call: nobody, the app's def and vault, the clock read once. */
void ctx_start(struct app *app, struct ctx *c, struct arena *a, struct db *db, struct rand *r);

/* data.c */
MUST_USE enum err data_open(struct app *app, struct str dir, bool create, struct str *why);     /* lock, config, def */
/* data_beside - beside the program that owns it, under a lock of another name: one ferry at a time, while the portal runs */
MUST_USE enum err data_beside(struct app *app, struct str dir, const char *lock, struct str *why);
MUST_USE enum err data_connect(struct app *app, enum db_mode mode, struct db **out, struct str *why);
void data_close(struct app *app);

/* views.c */
MUST_USE enum err law_load(struct app *app, struct str *why);   /* def, the views lists may read, guards; once, before the first thread */

/* writer.c */
MUST_USE enum err writer_start(struct app *app, struct str *why);
void writer_stop(struct app *app);
void writer_push(struct app *app, struct task *t);
enum err writer_run(struct app *app, struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg);  /* waits */
int64_t writer_served(const struct app *app);                   /* tasks done since the start */
int64_t writer_clock_us(void);
void writer_heads(struct app *app, struct arena *a);            /* new audit heads to the vault */

/* workers.c, dispatch.c */
MUST_USE enum err workers_start(struct app *app, struct str *why);
void workers_stop(struct app *app);
void workers_push(struct exchange *x, void *app);
struct call {
    struct app *app;
    struct exchange *x;
    struct ctx c;
    struct request q;
    struct session s;
    const struct route *r;
    struct task task;
    enum err err;
    bool waits, stale;
};
void serve_read(struct call *k);        /* on a worker: session, gate, csrf, form, prepare */
enum err serve_write(struct ctx *c, void *call);        /* on the writer: recheck, apply, audit */
void serve_finish(struct call *k);      /* the answer: page, redirect, or the error's page */

/* access.c - lists and searches that were read: written down within a second, by the jobs thread */
void access_note(struct app *app, const struct ctx *c, struct str verb);
enum err access_write(struct app *app, struct ctx *c);

/* routes.c */
bool route_fits(const struct route *r, struct str path, struct request *q);     /* fills path_args */
const struct route *route_find(enum method m, struct str path, struct request *q, bool *other_method);
const struct command *command_find(int argc, char **argv, int *used);
void routes_print(FILE *out);
void commands_print(FILE *out);

/* cli.c, ctl.c, jobs.c, init.c */
int cli_main(int argc, char **argv);
MUST_USE enum err ctl_start(struct app *app, struct str *why);
void ctl_stop(void);
bool ctl_call(const char *data_dir, int argc, char **argv, int *exit_code);     /* false: no server runs */
int command_run(struct app *app, struct db *db, const struct command *cmd, int64_t uid, struct str as, struct args *args, FILE *err);
struct work;
MUST_USE enum err work_start(struct app *app, struct str *why);
void work_stop(void);
void work_push(struct work *w);         /* any thread */
MUST_USE enum err jobs_start(struct app *app, struct str *why);
void jobs_stop(void);
int init_main(int argc, char **argv);
int serve_main(int argc, char **argv);
int workflow_main(int argc, char **argv);      /* workflow_print.c */
void ends_block(void);          /* SIGTERM and SIGINT are waited for, not suffered; before the first thread */
void ends_wait(void);
MUST_USE enum err audit_key_load(struct app *app);     /* from the vault to the chain */

#endif
