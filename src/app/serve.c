/* serve.c - the staff side as a running server: opens everything in order, says where it listens, ends on SIGTERM without losing a request. */
#include "app/app.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/error_page.h"
#include "app/home.h"
#include "area/exchange/kept_web.h"
#include "base/log.h"
#include "base/run_as.h"
#include "db/query.h"
#include "gate/session.h"
#include "sheet/zygote.h"

static enum err open_all(struct app *app, struct str dir, struct str *why)
{
    struct db *db = NULL;

    TRY(data_open(app, dir, false, why));
    kept_clean(app->data_dir);
    session_policy(app->totp);
    TRY(law_load(app, why));
    page_counts_by(home_counts);
    TRY(vault_start(&app->vault, app->data_dir, why));
    TRY(audit_key_load(app));
    TRY(data_connect(app, DB_WRITE, &db, why));
    enum err e = db_migrate(db, app_now(app), why);
    if (e == ERR_OK && query_check(db) != ERR_OK) {
        *why = STR("views.yaml");
        e = ERR_DEF;
    }
    db_close(db);
    if (e != ERR_OK)
        return e;
    TRY(writer_start(app, why));
    TRY(workers_start(app, why));
    TRY(ctl_start(app, why));
    TRY(work_start(app, why));
    return jobs_start(app, why);
}

static void close_all(struct app *app, struct server *s)
{
    struct arena a;
    struct ctx c;

    if (s != NULL)
        server_stop(s);
    jobs_stop();
    work_stop();
    ctl_stop();
    workers_stop(app);
    arena_open(&a, (size_t)4 << 20);
    ctx_start(app, &c, &a, NULL, &app->rand);
    if (app->writer != NULL && app->vault != NULL && access_write(app, &c) == ERR_OK)
        writer_heads(app, &a);
    writer_stop(app);
    if (app->vault != NULL)
        vault_stop(app->vault);
    data_close(app);
    arena_close(&a);
}

void ends_wait(void)
{
    sigset_t set;
    int got;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigwait(&set, &got);
}

void ends_block(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int serve_main(int argc, char **argv)
{
    static struct app app;
    struct args a = { .n = argc > 64 ? 64 : argc };
    struct server *s = NULL;
    struct str why = STR("");
    const char *env = getenv("XIEZHI_DATA");

    for (int i = 0; i < a.n; i++)
        a.v[i] = str_z(argv[i]);
    struct str dir = arg_opt(&a, "--data"), where = arg_opt(&a, "--listen");
    umask(077);                         /* whatever this process and its children write is their user's alone */
    setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });   /* and no crash writes matters and the audit key to a disk */
    const char *data = dir.n > 0 ? dir.p : env != NULL ? env : "./data";
    zygote_start(data);                 /* before the first thread, and before root is given up: */
    vault_ahead(data);                  /* the vault is another user's where its directory is; whoever owns the rest has no right there */
    ends_block();
    enum err e = run_as_owner(data) ? open_all(&app, str_z(data), &why) : ERR_DENIED;
    if (where.n == 0)
        where = STR("127.0.0.1:8080");
    if (e == ERR_OK) {
        e = server_start(&s, where, workers_push, &app);
        why = where;
    }
    if (e == ERR_OK) {
        printf("http://127.0.0.1:%d/\n", server_port(s));
        fflush(stdout);
        ends_wait();
    } else {
        fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(err_sentence(LANG_ZH, e)), why.n > 0 ? ": " : "", PF(why));
    }
    close_all(&app, s);
    return err_exit(e);
}
