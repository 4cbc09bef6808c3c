/* cli.c - the command line: finds the command, finds out who is asking, and runs the two halves - in the running server when there is
 * one (ctl.c), else here under the lock of the data directory. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <sodium.h>
#include <unistd.h>

#include "app/chores.h"
#include "app/error_page.h"
#include "app/slices.h"
#include "base/log.h"
#include "base/run_as.h"
#include "gate/audit.h"
#include "gen/text.h"
#include "page/html.h"

struct run { struct app *app; const struct command *cmd; struct args *args; struct str as; int64_t uid; };

static int say(FILE *err, struct ctx *c, enum err e)
{
    struct str text = refusal_text(c, e);

    fprintf(err, "xiezhi: %.*s\n", PF(text));
    return err_exit(e);
}

/* Decisions.md 9: --as needs the peer's uid mapped to that user; without it the mapped user whose role holds the permission is taken. */
static enum err who_is(struct ctx *c, const struct run *r)
{
    int64_t ids[32];
    struct str logins[32];
    int n = 0;
    struct stmt *q = db_get(c->db, SQL_USER_BY_UID);

    db_bind_int(q, ":uid", r->uid);
    while (n < 32 && db_next(q)) {
        ids[n] = db_int(q, 0);
        logins[n++] = db_str(q, 1, c->a);
    }
    TRY(db_end(q));
    c->peer_uid = r->uid;
    for (int i = 0; i < n; i++) {
        struct user *u;
        if (r->as.n > 0 && !str_eq(r->as, logins[i]))
            continue;
        TRY(user_load(c, ids[i], &u));
        c->who = u;
        if (may(c, r->cmd->perm))
            return ERR_OK;
    }
    if (r->as.n > 0 && c->who->id == 0)
        return refuse(c, ERR_FORBIDDEN, T_cli_not_mapped, r->as);
    if (n == 0)
        return refuse(c, ERR_FORBIDDEN, T_cli_nobody);
    return gate(c, r->cmd->perm);
}

static enum err read_half(struct ctx *c, struct run *r)
{
    TRY(who_is(c, r));
    return r->cmd->read != NULL ? r->cmd->read(c, r->args) : ERR_OK;
}

static enum err write_half(struct ctx *c, void *arg)
{
    struct run *r = arg;
    bool changes = r->cmd->apply != NULL;

    if (changes)
        TRY(gate(c, r->cmd->perm));
    if (changes)
        TRY(r->cmd->apply(c, r->args));
    if (c->who->id == 0)
        return ERR_OK;
    struct audit_event e = { .verb = str_z(r->cmd->name), .kind = c->touched.kind, .record_id = c->touched.id,
        .detail = c->touched.detail };
    return audit_append(c, &e);
}

static enum err after_commit(const struct run *r, struct ctx *c, enum err e)
{
    return e == ERR_OK && r->args->after != NULL ? r->args->after(c, r->args) : e;
}

static enum err audit_refusal(struct ctx *c, void *arg)
{
    struct run *r = arg;
    struct audit_event e = { .verb = str_z(r->cmd->name), .detail = STR("refused"), .refused = true };

    return audit_append(c, &e);
}

int command_run(struct app *app, struct db *db, const struct command *cmd, int64_t uid, struct str as, struct args *args,
    FILE *err)
{
    struct arena a;
    struct ctx c;
    struct rand rand = app->rand;
    struct run r = { app, cmd, args, as, uid };

    arena_open(&a, (size_t)1 << 30);        /* a whole import: touched pages only */
    ctx_start(app, &c, &a, db, &rand);
    enum err e = cmd->perm == PERM_SEARCH ? search_catch_up(app, &c) : ERR_OK;
    if (e == ERR_OK)
        e = db_begin(db, DB_READ);
    if (e == ERR_OK) {
        e = read_half(&c, &r);
        db_rollback(db);
    }
    if (e == ERR_OK && cmd->perm != PERM_PUBLIC)
        e = after_commit(&r, &c, writer_run(app, &c, write_half, &r));
    else if ((e == ERR_FORBIDDEN || e == ERR_NOT_FOUND) && writer_run(app, &c, audit_refusal, &r) != ERR_OK)
        log_line(LOG_WARN, "a refusal could not be written down");
    fflush(args->out);
    int code = e == ERR_OK ? 0 : say(err, &c, e);
    arena_close(&a);
    return code;
}

/* ---- this process as a command */
struct global { struct str data, as, db; };

static struct str data_dir(const struct global *g)
{
    const char *env = getenv("XIEZHI_DATA");

    return g->data.n > 0 ? g->data : str_z(env != NULL ? env : "./data");
}

static int refuse_start(enum err e, struct str why)
{
    fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(err_sentence(LANG_ZH, e)), why.n > 0 ? ": " : "", PF(why));
    return err_exit(e);
}

static int run_here(const struct global *g, const struct command *cmd, struct args *args)
{
    static struct app app;
    struct str why = STR("");
    struct arena a;
    struct db *db = NULL;
    int code = 0;

    enum err e = data_open(&app, data_dir(g), false, &why);
    if (e == ERR_OK)
        e = law_load(&app, &why);
    if (e == ERR_OK)
        e = vault_start(&app.vault, app.data_dir, &why);
    if (e == ERR_OK)
        e = audit_key_load(&app);
    if (e == ERR_OK)
        e = data_connect(&app, DB_READ, &db, &why);
    if (e == ERR_OK)
        e = writer_start(&app, &why);
    if (e == ERR_OK)
        code = command_run(&app, db, cmd, (int64_t)getuid(), g->as, args, stderr);
    else
        code = refuse_start(e, why);
    arena_open(&a, (size_t)1 << 20);
    if (e == ERR_OK)
        writer_heads(&app, &a);
    writer_stop(&app);
    if (db != NULL)
        db_close(db);
    if (app.vault != NULL)
        vault_stop(app.vault);
    data_close(&app);
    arena_close(&a);
    return code;
}

static int take_globals(int argc, char **argv, struct global *g, char **rest)
{
    int n = 0;

    for (int i = 0; i < argc; i++) {
        struct str w = str_z(argv[i]);
        struct str *slot = str_eq(w, STR("--data")) ? &g->data : str_eq(w, STR("--as")) ? &g->as
            : str_eq(w, STR("--db")) ? &g->db : NULL;
        if (slot != NULL && i + 1 < argc)
            *slot = str_z(argv[++i]);
        else if (n < 63)
            rest[n++] = argv[i];
    }
    rest[n] = NULL;
    return n;
}

static int usage(void)
{
    fprintf(stderr, "xiezhi: %.*s\n", PF(text_of(LANG_ZH, T_cli_usage)));
    commands_print(stderr);
    return err_exit(ERR_USAGE);
}

int cli_main(int argc, char **argv)
{
    struct global g = { 0 };
    char *rest[64], cwd[1024] = "/";
    int n = take_globals(argc, argv, &g, rest), used = 0, code = 0;
    const struct command *cmd = command_find(n, rest, &used);

    if (cmd == NULL)
        return usage();
    char dir[1024];
    snprintf(dir, sizeof dir, "%.*s", PF(data_dir(&g)));
    vault_ahead(dir);
    if (!run_as_owner(dir))             /* what root would write here, the server could not read */
        return refuse_start(ERR_DENIED, str_z(dir));
    if (getuid() == 0 && isatty(2))
        fprintf(stderr, "xiezhi: %.*s\n", PF(text_of(LANG_ZH, T_cli_root)));
    if (ctl_call(dir, argc, argv, &code))
        return code;
    struct args args = { .out = stdout };
    if (getcwd(cwd, sizeof cwd) != NULL)
        args.cwd = str_z(cwd);
    for (int i = used; i < n; i++)
        args.v[args.n++] = str_z(rest[i]);
    return run_here(&g, cmd, &args);
}
