#include "app/check.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

#include "app/check_numbers.h"
#include "app/orphans.h"
#include "area/admin/audit_log.h"
#include "base/text.h"
#include "db/db.h"
#include "def/def.h"

#define DAY_S (24 * 3600)

void check_say(struct ctx *c, struct findings *k, bool fault, int text, const struct str *args, int n)
{
    struct str words = text_args(c->a, c->lang, text, args, n);

    if (fault)
        k->faults++;
    fprintf(k->out, "%s %.*s\n", fault ? "!" : "✓", PF(words));
}

struct str check_name(struct ctx *c, const char *prefix, struct str name)
{
    int id;
    struct str key = str_fmt(c->a, "check.%s_%.*s", prefix, PF(name));

    return text_find(key, &id) ? text_of(c->lang, id) : name;
}

static enum err ties(struct ctx *c, struct findings *k)
{
    int seen = 0, before = k->faults;
    struct stmt *q = db_get(c->db, SQL_CHECK_TIES);

    for (; db_next(q); seen++) {
        struct str args[2] = { check_name(c, "tie", db_str(q, 0, c->a)), str_int(c->a, db_int(q, 1)) };
        if (db_int(q, 1) > 0)
            check_say(c, k, true, T_check_tie, args, 2);
    }
    TRY(db_end(q));
    struct str n = str_int(c->a, seen);
    if (k->faults == before)
        check_say(c, k, false, T_check_ties, &n, 1);
    return ERR_OK;
}

/* Disposals and results keep no version: a state of any version is known. */
static bool state_known(const struct def *d, struct str kind, int version, struct str state)
{
    for (int i = 0; i < d->n_workflows; i++) {
        const struct def_workflow *w = &d->workflows[i];
        if (str_eq(w->kind, kind) && (version == 0 || version == w->version) && def_state(w, state) != NULL)
            return true;
    }
    return false;
}

static enum err states(struct ctx *c, struct findings *k)
{
    int64_t seen = 0;
    int before = k->faults;
    struct stmt *q = db_get(c->db, SQL_CHECK_STATES);

    while (db_next(q)) {
        struct str kind = db_str(q, 0, c->a), state = db_str(q, 2, c->a);
        int version = (int)db_int(q, 1);
        bool pinned = !str_eq(kind, STR("disposal")) && !str_eq(kind, STR("result"));
        struct str args[4] = { str_int(c->a, db_int(q, 3)), check_name(c, "kind", kind), state, str_int(c->a, version) };
        seen += db_int(q, 3);
        if (!state_known(c->def, kind, version, state) || (pinned && version == 0))
            check_say(c, k, true, pinned ? T_check_state : T_check_state_any, args, 4);
    }
    TRY(db_end(q));
    struct str n = str_int(c->a, seen);
    if (k->faults == before)
        check_say(c, k, false, T_check_states, &n, 1);
    return ERR_OK;
}

static enum err audit_chain(struct ctx *c, struct findings *k)
{
    struct audit_report r;
    int heads;

    TRY(audit_check(c, &r, &heads));
    struct str whole[2] = { str_int(c->a, r.rows), str_int(c->a, heads) }, broken = str_int(c->a, r.n_faults);
    k->tampered = r.n_faults > 0;
    if (k->tampered)
        check_say(c, k, true, T_check_audit_fault, &broken, 1);
    else
        check_say(c, k, false, T_check_audit, whole, 2);
    return ERR_OK;
}

static enum err sealed(struct ctx *c, struct findings *k)
{
    struct orphans o;

    TRY(orphans_find(c, &o));
    struct str n = str_int(c->a, o.n);
    check_say(c, k, o.n > 0, o.n > 0 ? T_check_vault_fault : T_check_vault, &n, 1);
    return ERR_OK;
}

/* That some wait is no fault: the index follows the register. What neither stands in it nor waits would never be found. */
static enum err search(struct ctx *c, struct findings *k)
{
    struct stmt *q = db_get(c->db, SQL_CHECK_SEARCH_WAITING);
    int64_t n = db_next(q) ? db_int(q, 0) : 0;

    TRY(db_end(q));
    q = db_get(c->db, SQL_CHECK_SEARCH_MISSED);
    int64_t missed = db_next(q) ? db_int(q, 0) : 0;
    TRY(db_end(q));
    struct str waits = str_int(c->a, n), lost = str_int(c->a, missed);
    if (missed > 0)
        check_say(c, k, true, T_check_search_missed, &lost, 1);
    check_say(c, k, false, n > 0 ? T_check_search_waiting : T_check_search, &waits, 1);
    return ERR_OK;
}

static struct str out_path(struct ctx *c, const char *name)
{
    return str_fmt(c->a, "%s/out%s%s", c->data_dir, *name != '\0' ? "/" : "", name);
}

static void kept_files(struct ctx *c, int *all, int *old)
{
    DIR *d = opendir(out_path(c, "").p);
    struct stat st;
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.' || stat(out_path(c, e->d_name).p, &st) != 0)
            continue;
        *all += 1;
        *old += st.st_mtime < now.tv_sec - DAY_S ? 1 : 0;
    }
    if (d != NULL)
        closedir(d);
}

/* What is too old is nobody's loss: it is sealed and swept with the next import. What is missing was promised. */
static enum err files(struct ctx *c, struct findings *k)
{
    int all = 0, old = 0, missing = 0;
    struct stat st;
    struct stmt *q = db_get(c->db, SQL_CHECK_FILES);

    while (db_next(q)) {
        struct str file = db_str(q, 0, c->a);
        missing += stat(out_path(c, str_fmt(c->a, "%.*s", PF(file)).p).p, &st) != 0 ? 1 : 0;
    }
    TRY(db_end(q));
    kept_files(c, &all, &old);
    struct str n[3] = { str_int(c->a, all), str_int(c->a, missing), str_int(c->a, old) };
    if (missing > 0)
        check_say(c, k, true, T_check_files_missing, &n[1], 1);
    check_say(c, k, false, old > 0 ? T_check_files_old : T_check_files, old > 0 ? &n[2] : &n[0], 1);
    return ERR_OK;
}

/* Closed files of reports and their clean copies: each where its row says, the ones that crossed as long as they were. */
static enum err closed_files(struct ctx *c, struct findings *k)
{
    int all = 0, missing = 0;
    struct stat st;
    struct stmt *q = db_get(c->db, SQL_CHECK_CLOSED);

    while (db_next(q)) {
        struct str folder = db_str(q, 0, c->a), file = db_str(q, 1, c->a);
        int64_t bytes = db_int(q, 2);
        struct str path = str_fmt(c->a, "%s/%.*s/%.2s/%.*s", c->data_dir, PF(folder), file.p, PF(file));
        all++;
        missing += stat(path.p, &st) != 0 || (bytes > 0 && st.st_size != bytes) ? 1 : 0;
    }
    TRY(db_end(q));
    struct str n[2] = { str_int(c->a, all), str_int(c->a, missing) };
    check_say(c, k, missing > 0, missing > 0 ? T_check_closed_fault : T_check_closed, &n[missing > 0 ? 1 : 0], 1);
    return ERR_OK;
}

enum err check_data(struct ctx *c, struct findings *k)
{
    struct str version = str_head(c->def->hash, 12);

    check_say(c, k, false, T_check_def, &version, 1);
    TRY(check_numbers(c, k));
    TRY(ties(c, k));
    TRY(states(c, k));
    TRY(audit_chain(c, k));
    TRY(sealed(c, k));
    TRY(search(c, k));
    TRY(files(c, k));
    return closed_files(c, k);
}

static enum err check_cli(struct ctx *c, struct args *a)
{
    struct findings k = { .out = a->out };

    TRY(check_data(c, &k));
    struct str n = str_int(c->a, k.faults);
    return k.faults == 0 ? ERR_OK : refuse(c, k.tampered ? ERR_TAMPERED : ERR_DAMAGED, T_check_damaged, n);
}

static const struct command commands[] = {
    { "check", PERM_USER_ADMIN, check_cli, NULL, "" },
};
const struct slice check_slice = { NULL, 0, commands, COUNT(commands) };
