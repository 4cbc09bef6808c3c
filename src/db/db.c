#include "db/db_int.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

#define DB_ARENA_BYTES   ((size_t)16 << 20)     /* address space; statements take 100 KiB of it */
#define TEXT_ARENA_BYTES ((size_t)512 << 10)   /* one built statement; query.c stays below */
#define SAVEPOINT        "one_request"

/* ------------------------------------------------------------------ opening */
struct scheme { const char *scheme; enum db_kind kind; const struct db_ops *ops; bool keep; };
static const struct scheme schemes[] = {
    { "sqlite:", DB_SQLITE, &db_sqlite_ops, false },
    { "postgresql:", DB_PG, &db_pg_ops, true },         /* libpq wants its own scheme in front */
    { "postgres:", DB_PG, &db_pg_ops, true },
};

static enum err open_with(struct db *db, struct str url, struct str *why)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        struct str scheme = str_z(schemes[i].scheme);

        if (!str_starts(url, scheme))
            continue;
        db->kind = schemes[i].kind;
        db->ops = schemes[i].ops;
        return db->ops->open(db, schemes[i].keep ? url : str_from(url, scheme.n), why);
    }
    *why = STR("a database is named sqlite:PATH or postgresql://…");
    return ERR_USAGE;
}

enum err db_open(struct db **out, struct str url, enum db_mode mode, struct str *why)
{
    struct str unheard;
    struct arena a;
    struct db *db;
    enum err e;

    why = why == NULL ? &unheard : why;
    arena_open(&a, DB_ARENA_BYTES);
    db = NEW(&a, struct db);
    db->a = a;                          /* the arena holds the struct that holds the arena */
    db->mode = mode;
    e = open_with(db, url, why);
    if (e != ERR_OK)
        db_close(db);
    else
        *why = STR("");
    *out = e == ERR_OK ? db : NULL;
    return e;
}

static void close_open(struct db *db)
{
    while (db->open != NULL)
        if (db_end(db->open) != ERR_OK)
            continue;                   /* abandoned half way: whoever left it has told why */
}

void db_close(struct db *db)
{
    struct arena a;

    close_open(db);
    for (int i = 0; i < SQL__MAX && db->handle != NULL; i++)
        for (struct stmt *q = db->cache[i]; q != NULL; q = q->twin)
            db->ops->drop(q);
    for (int i = 0; i < DB_TEXTS_MAX; i++) {
        if (db->texts[i].q != NULL)
            db->ops->drop(db->texts[i].q);
        arena_close(&db->texts[i].a);
    }
    if (db->handle != NULL)
        db->ops->close(db);
    a = db->a;
    arena_close(&a);
}

enum db_kind db_kind(const struct db *db)
{
    return db->kind;
}

int64_t db_steps(struct db *db)
{
    return db->steps;
}

/* ------------------------------------------------------------------ faults */
void db_fail_at(struct db *db, int64_t n, enum err with)
{
    db->fault_in = n;
    db->fault_with = with;
    db->fault_fired = false;
}

bool db_fault_fired(const struct db *db)
{
    return db->fault_fired;
}

static enum err tick(struct db *db)
{
    if (db->fault_in == 0 || --db->fault_in > 0)
        return ERR_OK;
    db->fault_fired = true;
    return db->fault_with;
}

/* ------------------------------------------------------------------ changes */
static const char *const *quiet;        /* set once by the program's start, then only read */
static int quiet_n;
static _Atomic int64_t changes;

void db_quiet(const char *const *tables, int n)
{
    quiet = tables;
    quiet_n = n;
}

int64_t db_changes(const struct db *db)
{
    return db->seen;
}

static bool is_quiet(const char *table)
{
    size_t n = strspn(table, "abcdefghijklmnopqrstuvwxyz_");

    for (int i = 0; i < quiet_n; i++)
        if (strlen(quiet[i]) == n && strncmp(quiet[i], table, n) == 0)
            return true;
    return false;
}

/* A text that is not known to read, or to write to a quiet table, is a change. */
static bool is_change(const char *sql)
{
    static const char *const heads[] = { "INSERT INTO ", "UPDATE ", "DELETE FROM " };
    bool with = strncmp(sql, "WITH ", 5) == 0;

    if (strncmp(sql, "SELECT ", 7) == 0)
        return false;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        if (strncmp(sql, heads[i], strlen(heads[i])) == 0)
            return !is_quiet(sql + strlen(heads[i]));
        with = with && strstr(sql, heads[i]) == NULL;
    }
    return !with;
}

static void change(struct db *db)
{
    if (db->tx == TX_NONE)
        atomic_fetch_add(&changes, 1);
    db->changes = true;
}

/* ------------------------------------------------------------------ transactions
 * A statement that failed spoils its transaction on both back ends alike (PostgreSQL would do so
 * anyway): nothing more runs, and nothing is committed, until the savepoint or the whole is taken
 * back. */
static enum err spoil(struct db *db, enum err e)
{
    if (e != ERR_OK && db->tx != TX_NONE && db->failed == ERR_OK)
        db->failed = e;
    return e;
}

static enum err bug(const struct stmt *q, const char *what)
{
    log_line(LOG_ERROR, "statement %s: %s", stmt_name(q), what);
    return ERR_BUG;
}

enum err db_exec(struct db *db, const char *sql)
{
    enum err e = db->failed;

    if (e == ERR_OK)
        e = tick(db);
    return e == ERR_OK ? spoil(db, db->ops->exec(db, sql)) : spoil(db, e);
}

enum err db_begin(struct db *db, enum db_mode mode)
{
    if (db->tx != TX_NONE || (mode == DB_WRITE && db->mode == DB_READ)) {
        log_line(LOG_ERROR, "begin inside a transaction, or to write by a reader's connection");
        return ERR_BUG;
    }
    close_open(db);
    db->failed = ERR_OK;
    TRY(tick(db));
    db->changes = false;
    db->seen = atomic_load(&changes);
    TRY(db->ops->begin(db, mode));
    db->tx = mode == DB_WRITE ? TX_WRITE : TX_READ;
    return ERR_OK;
}

enum err db_commit(struct db *db)
{
    close_open(db);
    enum err e = db_exec(db, "COMMIT");
    if (db->changes)                    /* failed or not: a connection may be lost after the server did it */
        atomic_fetch_add(&changes, 1);
    TRY(e);
    db->tx = TX_NONE;
    return ERR_OK;
}

void db_rollback(struct db *db)
{
    close_open(db);
    db->tx = TX_NONE;
    db->failed = ERR_OK;
    if (db->ops->in_tx(db) && db->ops->exec(db, "ROLLBACK") != ERR_OK)
        log_line(LOG_ERROR, "a transaction could not be rolled back");
}

enum err db_save(struct db *db)
{
    close_open(db);
    return db_exec(db, "SAVEPOINT " SAVEPOINT);
}

void db_save_release(struct db *db)
{
    close_open(db);
    if (db->failed == ERR_OK)           /* else an error was dropped, and the commit will tell */
        spoil(db, db->ops->exec(db, "RELEASE SAVEPOINT " SAVEPOINT));
}

/* Where the server itself gave up the whole transaction (a full disk does that to SQLite), it
 * stays spoilt: the savepoint is gone, and the next one would silently begin and commit a
 * transaction of its own. */
void db_save_rollback(struct db *db)
{
    enum err was = db->failed;

    close_open(db);
    if (!db->ops->in_tx(db)) {
        db->failed = was == ERR_OK ? ERR_BUG : was;
        return;
    }
    db->failed = ERR_OK;
    spoil(db, db->ops->exec(db, "ROLLBACK TO " SAVEPOINT "; RELEASE " SAVEPOINT));
}

enum err db_compact(struct db *db)
{
    if (db->kind != DB_SQLITE)
        return ERR_OK;
    close_open(db);
    TRY(db_exec(db, "VACUUM"));
    return db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)");
}

/* ------------------------------------------------------------------ getting a statement ready */
const char *stmt_name(const struct stmt *q)
{
    return q->row == NULL ? "(built)" : q->row->name;
}

static struct stmt *stmt_new(struct db *db, struct arena *a, const char *sql, int n_values)
{
    struct stmt *q = NEW(a, struct stmt);

    q->db = db;
    q->sql = sql;
    q->is_change = sql != NULL && is_change(sql);
    q->n_values = n_values;
    q->values = NEWS(a, struct value, (size_t)n_values + 1);
    return q;
}

static struct stmt *stmt_ready(struct stmt *q)
{
    struct db *db = q->db;

    q->state = STMT_READY;
    q->changed = 0;
    q->next_open = db->open;
    db->open = q;
    q->err = db->failed;
    if (q->err == ERR_OK)
        q->err = spoil(db, db->ops->prepare(q));
    return q;
}

struct stmt *stmt_broken(struct db *db, enum err e)
{
    if (db->broken == NULL)
        db->broken = stmt_new(db, &db->a, "", 0);
    if (db->broken->state == STMT_IDLE) {
        db->broken->state = STMT_READY;
        db->broken->next_open = db->open;
        db->open = db->broken;
    }
    db->broken->err = e;
    return db->broken;
}

static struct stmt *stmt_of_row(struct db *db, enum sql_id id)
{
    const struct sql_row *row = &sql_rows[id];
    struct stmt *q = stmt_new(db, &db->a, db->kind == DB_PG ? row->pg : row->sqlite, row->n_params);

    q->row = row;
    return q;
}

/* A statement still open is being read by a loop further up, or was left by an early return;
 * either way it is not disturbed. */
struct stmt *db_get(struct db *db, enum sql_id id)
{
    struct stmt **at = &db->cache[id];
    int n = 0;

    for (; *at != NULL && (*at)->state != STMT_IDLE; at = &(*at)->twin)
        n++;
    if (n >= DB_TWINS_MAX) {
        log_line(LOG_ERROR, "statement %s: %d uses are open at once", sql_rows[id].name, n);
        return stmt_broken(db, ERR_BUG);
    }
    if (*at == NULL)
        *at = stmt_of_row(db, id);
    if ((*at)->sql == NULL) {
        log_line(LOG_ERROR, "statement %s: not written for this database", sql_rows[id].name);
        return stmt_broken(db, ERR_BUG);
    }
    return stmt_ready(*at);
}

/* Highest N of ?N or $N: what query.c writes has no string that could hold one. */
static int count_values(struct str sql)
{
    int most = 0;

    for (size_t i = 0; i < sql.n; i++) {
        int n = 0;

        if (sql.p[i] != '?' && sql.p[i] != '$')
            continue;
        while (i + 1 < sql.n && sql.p[i + 1] >= '0' && sql.p[i + 1] <= '9' && n < 10000)
            n = n * 10 + (sql.p[++i] - '0');
        most = n > most ? n : most;
    }
    return most;
}

/* The idle slot that holds this text, else the idle one unused for longest; NULL when all are
 * open. */
static struct text_slot *slot_for(struct db *db, struct str sql)
{
    struct text_slot *oldest = NULL;

    for (int i = 0; i < DB_TEXTS_MAX; i++) {
        struct text_slot *s = &db->texts[i];

        if (s->q != NULL && s->q->state != STMT_IDLE)
            continue;
        if (s->q != NULL && str_eq(s->sql, sql))
            return s;
        if (oldest == NULL || s->used_at < oldest->used_at)
            oldest = s;
    }
    return oldest;
}

struct stmt *db_prepare_text(struct db *db, struct str sql)
{
    struct text_slot *s = slot_for(db, sql);

    if (s == NULL) {
        log_line(LOG_ERROR, "all %d built statements are open at once", DB_TEXTS_MAX);
        return stmt_broken(db, ERR_BUG);
    }
    s->used_at = ++db->clock;
    if (s->q != NULL && str_eq(s->sql, sql))
        return stmt_ready(s->q);
    if (s->a.base == NULL)
        arena_open(&s->a, TEXT_ARENA_BYTES);
    if (s->q != NULL)
        db->ops->drop(s->q);
    arena_reset(&s->a);
    s->sql = str_copy(&s->a, sql);
    s->q = stmt_new(db, &s->a, s->sql.p, count_values(sql));
    return stmt_ready(s->q);
}

/* ------------------------------------------------------------------ binding */
static enum err bind(struct stmt *q, int i, struct value v)
{
    if (q->state != STMT_READY || i < 0 || i >= q->n_values)
        return bug(q, "a value after the first step, or for no parameter");
    q->values[i] = v;
    if (v.own[0] != 0)
        q->values[i].s.p = q->values[i].own;
    return tick(q->db);
}

void stmt_bind_at(struct stmt *q, int i, struct value v)
{
    if (q->err == ERR_OK)
        q->err = bind(q, i, v);
}

/* The types of x.sql are those of the values: a slip shows here, on both back ends, in the first
 * test that runs. */
static bool fits(char declared, enum value_type t)
{
    if (t == VALUE_NULL)
        return true;
    return declared == 'i' ? t == VALUE_INT : declared == 'b' ? t == VALUE_BLOB : t == VALUE_TEXT;
}

static void bind_named(struct stmt *q, const char *name, struct value v)
{
    int i = 0;

    if (q->err != ERR_OK)
        return;
    while (i < q->n_values && (q->row == NULL || strcmp(q->row->params[i], name) != 0))
        i++;
    if (i == q->n_values || !fits(q->row->types[i], v.type)) {
        log_line(LOG_ERROR, "statement %s: no parameter %s of that type", stmt_name(q), name);
        q->err = ERR_BUG;
        return;
    }
    stmt_bind_at(q, i, v);
}

void db_bind_int(struct stmt *q, const char *name, int64_t v)
{
    bind_named(q, name, (struct value){ .type = VALUE_INT, .i = v });
}

void db_bind_str(struct stmt *q, const char *name, struct str v)
{
    bind_named(q, name, (struct value){ .type = VALUE_TEXT, .s = v });
}

void db_bind_opt(struct stmt *q, const char *name, struct str v)
{
    if (v.n == 0)
        db_bind_null(q, name);
    else
        db_bind_str(q, name, v);
}

void db_bind_date(struct stmt *q, const char *name, struct date day)
{
    struct value v = { .type = VALUE_TEXT };
    int y, m, d;

    if (!date_is_set(day)) {
        db_bind_null(q, name);
        return;
    }
    date_split(day, &y, &m, &d);
    v.s.n = (size_t)snprintf(v.own, sizeof v.own, "%04d-%02d-%02d", y, m, d);
    bind_named(q, name, v);
}

void db_bind_blob(struct stmt *q, const char *name, struct str v)
{
    bind_named(q, name, (struct value){ .type = VALUE_BLOB, .s = v });
}

void db_bind_id(struct stmt *q, const char *name, int64_t v)
{
    if (v == 0)
        db_bind_null(q, name);
    else
        db_bind_int(q, name, v);
}

void db_bind_null(struct stmt *q, const char *name)
{
    bind_named(q, name, (struct value){ .type = VALUE_NULL });
}

/* ------------------------------------------------------------------ running */
static enum err all_bound(const struct stmt *q)
{
    for (int i = 0; i < q->n_values; i++)
        if (q->values[i].type == VALUE_UNSET) {
            log_line(LOG_ERROR, "statement %s: parameter %d has no value", stmt_name(q), i + 1);
            return ERR_BUG;
        }
    return ERR_OK;
}

static enum err step(struct stmt *q, bool *row)
{
    TRY(q->db->failed);
    if (q->state == STMT_READY)
        TRY(all_bound(q));
    enum err e = tick(q->db);
    if (e == ERR_OK)
        e = q->db->ops->step(q, row);
    if (q->is_change)
        change(q->db);
    return spoil(q->db, e);
}

bool db_next(struct stmt *q)
{
    bool row = false;

    if (q->state == STMT_IDLE && q->err == ERR_OK)
        q->err = bug(q, "a step after its end");
    if (q->err != ERR_OK || q->state == STMT_DONE)
        return false;
    q->err = step(q, &row);
    q->state = row ? STMT_ROW : STMT_DONE;
    return row;
}

bool db_null(struct stmt *q, int col)
{
    return q->state != STMT_ROW || q->db->ops->is_null(q, col);
}

int64_t db_int(struct stmt *q, int col)
{
    int64_t v = 0;

    if (db_null(q, col))
        return 0;
    if (!q->db->ops->get_int(q, col, &v) && q->err == ERR_OK)
        q->err = bug(q, "a column holds no whole number");
    return v;
}

struct str db_str(struct stmt *q, int col, struct arena *a)
{
    return db_null(q, col) ? STR("") : q->db->ops->get_str(q, col, a);
}

struct date db_date(struct stmt *q, int col)
{
    struct date d = DATE_NONE;

    if (!db_null(q, col) && !date_parse_iso(q->db->ops->get_str(q, col, NULL), &d)
        && q->err == ERR_OK)
        q->err = bug(q, "a column holds no date");
    return d;
}

enum err db_end(struct stmt *q)
{
    struct stmt **at = &q->db->open;
    enum err e = q->state == STMT_IDLE && q->err == ERR_OK ? bug(q, "ended twice") : q->err;

    while (*at != NULL && *at != q)
        at = &(*at)->next_open;
    if (*at == q)
        *at = q->next_open;
    if (q->handle != NULL)
        q->db->ops->reset(q);
    for (int i = 0; i < q->n_values; i++)
        q->values[i].type = VALUE_UNSET;
    q->state = STMT_IDLE;
    q->err = ERR_OK;
    return spoil(q->db, e);             /* a value that could not be bound, too */
}

enum err db_run(struct stmt *q, int64_t *changed)
{
    while (db_next(q))
        continue;
    if (changed != NULL)
        *changed = q->err == ERR_OK ? q->changed : 0;
    return db_end(q);
}

enum err db_one(struct stmt *q)
{
    int64_t changed = 0;

    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : ERR_CONFLICT;
}
