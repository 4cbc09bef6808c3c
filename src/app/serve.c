/* serve.c - the staff side as a running server: opens everything in order, says where it listens, ends on SIGTERM without losing a request. */
#include "app/app.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/error_page.h"
#include "app/home.h"
#include "base/log.h"
#include "db/query.h"
#include "sheet/zygote.h"

static enum err open_all(struct app *app, struct str dir, struct str *why)
{
    struct db *db = NULL;

    TRY(data_open(app, dir, false, why));
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
    return jobs_start(app, why);
}

static void close_all(struct app *app, struct server *s)
{
    struct arena a;

    if (s != NULL)
        server_stop(s);
    jobs_stop();
    ctl_stop();
    workers_stop(app);
    arena_open(&a, (size_t)1 << 20);
    if (app->writer != NULL)
        writer_heads(app, &a);
    writer_stop(app);
    if (app->vault != NULL)
        vault_stop(app->vault);
    data_close(app);
    arena_close(&a);
}

static void wait_for_end(void)
{
    sigset_t set;
    int got;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigwait(&set, &got);
}

static void block_ends(void)
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
    zygote_start();                     /* before the first thread */
    block_ends();
    enum err e = open_all(&app, dir.n > 0 ? dir : str_z(env != NULL ? env : "./data"), &why);
    if (where.n == 0)
        where = STR("127.0.0.1:8080");
    if (e == ERR_OK) {
        e = server_start(&s, where, workers_push, &app);
        why = where;
    }
    if (e == ERR_OK) {
        printf("http://127.0.0.1:%d/\n", server_port(s));
        fflush(stdout);
        wait_for_end();
    } else {
        fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(err_sentence(LANG_ZH, e)), why.n > 0 ? ": " : "", PF(why));
    }
    close_all(&app, s);
    return err_exit(e);
}
