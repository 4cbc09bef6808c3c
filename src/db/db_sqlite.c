/* db_sqlite.c - a database in one file: write-ahead log, every commit on the disk before it
 * returns, one connection per thread (so SQLite needs no locks of its own), readers opened
 * read-only. */
#include "db/db_int.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "db/fts_tokenizer.h"

#define WRITER_SETUP \
    "PRAGMA page_size = 8192;"          /* counts before the first table only */ \
    "PRAGMA journal_mode = WAL;" \
    "PRAGMA synchronous = FULL;" \
    "PRAGMA secure_delete = ON;"        /* a dropped draft leaves the file, not only the index */ \
    "PRAGMA cache_size = -16384;" \
    "PRAGMA journal_size_limit = 67108864;"     /* what a bulk import left is given back */ \
    COMMON_SETUP
#define READER_SETUP \
    "PRAGMA cache_size = -8192;" \
    COMMON_SETUP
#define COMMON_SETUP \
    "PRAGMA mmap_size = 0;" \
    "PRAGMA foreign_keys = ON;" \
    "PRAGMA case_sensitive_like = ON;"  /* as PostgreSQL does */ \
    "PRAGMA temp_store = MEMORY;"       /* no text of a matter in a temporary file */

static sqlite3 *lite(const struct db *db)
{
    return db->handle;
}

static enum err map(int rc)
{
    switch (rc & 0xFF) {
    case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE:
        return ERR_OK;
    case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_PROTOCOL:
        return ERR_BUSY;
    case SQLITE_FULL: case SQLITE_IOERR:
        return ERR_FULL;
    case SQLITE_CANTOPEN: case SQLITE_PERM: case SQLITE_READONLY: case SQLITE_AUTH:
        return ERR_DENIED;
    case SQLITE_TOOBIG:
        return ERR_TOO_LARGE;
    default:
        return ERR_BUG;
    }
}

/* Texts of SQLite quote names of tables while preparing and for broken constraints; while
 * stepping, FTS5 quotes the words that were searched, and those stay out of a log. */
static enum err fail(struct db *db, int rc, const char *what, bool preparing)
{
    enum err e = map(rc);
    bool tell = preparing || (rc & 0xFF) == SQLITE_CONSTRAINT;

    if (e != ERR_BUSY && e != ERR_OK)
        log_line(LOG_ERROR, "sqlite %d (%s) in %s%s%s", rc, sqlite3_errstr(rc), what,
            tell ? ": " : "", tell ? sqlite3_errmsg(lite(db)) : "");
    return e;
}

/* ------------------------------------------------------------------ opening */

/* A new file is its owner's alone; the log beside it takes the same rights. Never touched when it
 * is there: closing any descriptor of a database drops this process's locks on it. */
static void make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
}

static enum err open_failed(struct db *db, int rc, struct str *why)
{
    int cause = lite(db) == NULL ? 0 : sqlite3_system_errno(lite(db));
    enum err e = map(rc);

    log_line(LOG_ERROR, "sqlite %d (%s) in opening: %s", rc, sqlite3_errstr(rc), strerror(cause));
    if (e == ERR_DENIED && cause == ENOENT)
        e = ERR_GONE;
    *why = str_z(sqlite3_errstr(rc));
    return e;
}

static int set_up(struct db *db)
{
    int rc = sqlite3_busy_timeout(lite(db), DB_WAIT_MS);

    sqlite3_extended_result_codes(lite(db), 1);
    sqlite3_db_config(lite(db), SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* a plan rests on no bound value: else each new value has the statement prepared again */
    sqlite3_db_config(lite(db), SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    /* "x" is a name, as on PostgreSQL */
    sqlite3_db_config(lite(db), SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(lite(db), SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(lite(db), db->mode == DB_WRITE ? WRITER_SETUP : READER_SETUP,
            NULL, NULL, NULL);
    if (rc == SQLITE_OK)        /* the first read of the file: a stranger's file shows here */
        rc = sqlite3_exec(lite(db), "PRAGMA schema_version", NULL, NULL, NULL);
    if (rc == SQLITE_OK && db->mode == DB_WRITE && sqlite3_db_readonly(lite(db), "main") == 1)
        /* asked to write, SQLite opens what may only be read without a word */
        rc = SQLITE_READONLY;
    return rc == SQLITE_OK ? fts_register(lite(db)) : rc;
}

/* SQLite's own book-keeping of its memory takes a lock at every allocation, of all threads; nobody reads it. */
static void no_memory_book(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

static enum err lite_open(struct db *db, struct str path, struct str *why)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *name = str_copy(&db->a, path).p;
    int flags = db->mode == DB_READ ? SQLITE_OPEN_READONLY
        : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *handle = NULL;
    int rc;

    if (path.n == 0 || memchr(path.p, 0, path.n) != NULL) {
        *why = STR("sqlite: lacks a path");
        return ERR_USAGE;
    }
    pthread_once(&once, no_memory_book);
    if (db->mode == DB_WRITE && path.p[0] != ':')
        make_private(name);
    rc = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    db->handle = handle;
    if (rc == SQLITE_OK)
        rc = set_up(db);
    return rc == SQLITE_OK ? ERR_OK : open_failed(db, rc, why);
}

static void lite_close(struct db *db)
{
    sqlite3_close(lite(db));
}

/* ------------------------------------------------------------------ transactions */
static enum err lite_exec(struct db *db, const char *sql)
{
    int rc = sqlite3_exec(lite(db), sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? ERR_OK : fail(db, rc, strlen(sql) < 80 ? sql : "a migration", true);
}

static enum err lite_begin(struct db *db, enum db_mode mode)
{
    return lite_exec(db, mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
}

static bool lite_in_tx(struct db *db)
{
    return !sqlite3_get_autocommit(lite(db));
}

/* ------------------------------------------------------------------ statements */
static enum err lite_prepare(struct stmt *q)
{
    sqlite3_stmt *handle = NULL;
    const char *rest = "";
    int rc;

    if (q->handle != NULL)
        return ERR_OK;
    rc = sqlite3_prepare_v3(lite(q->db), q->sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    if (rc != SQLITE_OK)
        return fail(q->db, rc, stmt_name(q), true);
    q->handle = handle;
    if (rest[strspn(rest, " \t\r\n;")] == 0 && sqlite3_bind_parameter_count(handle) <= q->n_values)
        return ERR_OK;
    log_line(LOG_ERROR, "statement %s: is several, or has undeclared parameters", stmt_name(q));
    return ERR_BUG;
}

static int bind_one(sqlite3_stmt *s, int i, const struct value *v)
{
    const char *p = v->s.p == NULL ? "" : v->s.p;

    switch (v->type) {
    case VALUE_INT:
        return sqlite3_bind_int64(s, i, v->i);
    case VALUE_TEXT:
        return sqlite3_bind_text64(s, i, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_BLOB:
        return sqlite3_bind_blob64(s, i, p, v->s.n, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(s, i);
    }
}

/* Read-only, by the snapshot that a reading transaction promised: SQLite itself would turn it
 * into a writing one. */
static enum err start(struct stmt *q)
{
    int rc = SQLITE_OK, n = sqlite3_bind_parameter_count(q->handle);

    if (q->db->tx == TX_READ && !sqlite3_stmt_readonly(q->handle))
        return fail(q->db, SQLITE_READONLY, stmt_name(q), false);
    for (int i = 0; i < n && rc == SQLITE_OK; i++)
        rc = bind_one(q->handle, i + 1, &q->values[i]);
    return rc == SQLITE_OK ? ERR_OK : fail(q->db, rc, stmt_name(q), false);
}

static enum err lite_step(struct stmt *q, bool *row)
{
    int rc;

    if (q->state == STMT_READY)
        TRY(start(q));
    rc = sqlite3_step(q->handle);
    *row = rc == SQLITE_ROW;
    if (*row || rc == SQLITE_DONE) {
        if (!sqlite3_stmt_readonly(q->handle))
            q->changed = sqlite3_changes64(lite(q->db));
        return ERR_OK;
    }
    return fail(q->db, rc, stmt_name(q), false);
}

static void lite_reset(struct stmt *q)
{
    sqlite3_reset(q->handle);           /* repeats the error that the step told */
    sqlite3_clear_bindings(q->handle);
    q->db->steps += sqlite3_stmt_status(q->handle, SQLITE_STMTSTATUS_VM_STEP, 1);
}

static void lite_drop(struct stmt *q)
{
    sqlite3_finalize(q->handle);
    q->handle = NULL;
}

/* ------------------------------------------------------------------ columns */
static bool lite_is_null(struct stmt *q, int col)
{
    return sqlite3_column_type(q->handle, col) == SQLITE_NULL;
}

static bool lite_get_int(struct stmt *q, int col, int64_t *v)
{
    if (sqlite3_column_type(q->handle, col) != SQLITE_INTEGER)
        return str_to_int(db_str(q, col, NULL), v);
    *v = sqlite3_column_int64(q->handle, col);
    return true;
}

static struct str lite_get_str(struct stmt *q, int col, struct arena *a)
{
    bool blob = sqlite3_column_type(q->handle, col) == SQLITE_BLOB;
    const void *p = blob ? sqlite3_column_blob(q->handle, col)
        : (const void *)sqlite3_column_text(q->handle, col);
    struct str s = { p, (size_t)sqlite3_column_bytes(q->handle, col) };

    if (p == NULL)                      /* an empty blob */
        s = STR("");
    return a == NULL ? s : str_copy(a, s);
}

const struct db_ops db_sqlite_ops = {
    .open = lite_open, .close = lite_close, .begin = lite_begin, .in_tx = lite_in_tx,
    .exec = lite_exec, .prepare = lite_prepare, .step = lite_step, .reset = lite_reset,
    .drop = lite_drop, .is_null = lite_is_null, .get_int = lite_get_int, .get_str = lite_get_str,
};
