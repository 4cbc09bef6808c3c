/* db_pg.c - PostgreSQL 15 or later by libpq: statements prepared once per connection, texts and
 * numbers as text, everything by bytes (the columns are COLLATE "C").
 *
 * A result is held whole until db_end: rows of one statement are read while others run, and libpq
 * streams only without that. Whoever walks a long list therefore asks for it in parts
 * (db/query.h, query_keyset). */
#include "db/db_int.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define PG_VERSION_MIN 150000
#define OID_BOOL       16
#define OID_BYTEA      17
#define OID_INT8       20
#define OID_TEXT       25
#define PARAMS_MAX     256              /* of one statement; query.c stays below */

#define SETUP \
    "SET client_min_messages = warning;" \
    "SET bytea_output = hex;" \
    "SET standard_conforming_strings = on;" \
    "SET TimeZone = 'UTC';" \
    "SET lock_timeout = 10000;"         /* DB_WAIT_MS */ \
    /* a process that hangs does not hold its locks for ever: */ \
    "SET idle_in_transaction_session_timeout = 600000;"
#define SETUP_READER SETUP "SET default_transaction_read_only = on;"

struct pg {
    PGconn *conn;
    unsigned life;                      /* grows at reconnection: it ends prepared statements */
    unsigned last_no;
};

static struct pg *pg(const struct db *db)
{
    return db->handle;
}

/* ------------------------------------------------------------------ errors */
static const struct { const char *state; enum err err; } states[] = {
    { "40001", ERR_BUSY }, { "40P01", ERR_BUSY }, { "55P03", ERR_BUSY }, { "57014", ERR_BUSY },
    { "53300", ERR_BUSY }, { "53", ERR_FULL }, { "58030", ERR_FULL },
    { "57P", ERR_GONE }, { "08", ERR_GONE }, { "25P03", ERR_GONE },
    { "28", ERR_DENIED }, { "42501", ERR_DENIED }, { "25006", ERR_DENIED }, { "3D000", ERR_DENIED },
    { "54", ERR_TOO_LARGE },
};

static enum err map(const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strncmp(state, states[i].state, strlen(states[i].state)) == 0)
            return states[i].err;
    return ERR_BUG;
}

static const char *text_or(const char *s, const char *other)
{
    return s == NULL ? other : s;
}

/* The server's sentence may quote a value; it is told for faults of the SQL text itself (class
 * 42) only. */
static enum err fail(struct db *db, const PGresult *r, const char *what)
{
    const char *state = text_or(PQresultErrorField(r, PG_DIAG_SQLSTATE), "");
    bool lost = PQstatus(pg(db)->conn) == CONNECTION_BAD;
    enum err e = lost ? ERR_GONE : map(state);
    const char *tell = text_or(PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME), "");

    if (strncmp(state, "42", 2) == 0)
        tell = text_or(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY), "");
    if (e != ERR_BUSY)
        log_line(
            LOG_ERROR, "postgresql %s in %s: %s", lost ? "(connection lost)" : state, what, tell);
    return e;
}

static enum err finish(struct db *db, PGresult *r, const char *what)
{
    ExecStatusType s = PQresultStatus(r);
    enum err e = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK ? ERR_OK : fail(db, r, what);

    PQclear(r);
    return e;
}

/* ------------------------------------------------------------------ opening */
static void silent(void *arg, const char *text)
{
    (void)arg, (void)text;
}

static enum err set_up(struct db *db)
{
    PQsetNoticeProcessor(pg(db)->conn, silent, NULL);
    return finish(db, PQexec(pg(db)->conn, db->mode == DB_READ ? SETUP_READER : SETUP), "set-up");
}

static enum err not_opened(struct db *db, struct str *why)
{
    PGconn *conn = pg(db)->conn;
    bool password = PQconnectionNeedsPassword(conn) || PQconnectionUsedPassword(conn);

    log_line(LOG_ERROR, "postgresql: %s", PQerrorMessage(conn));
    *why = password ? STR("the database server refused the user or password")
        : STR("the database server cannot be reached");
    return password ? ERR_DENIED : ERR_GONE;
}

static enum err pg_open(struct db *db, struct str url, struct str *why)
{
    static const char *const names[] = {
        "connect_timeout", "dbname", "client_encoding", "application_name", NULL
    };
    const char *const values[] = { "10", str_copy(&db->a, url).p, "UTF8", "xiezhi", NULL };
    struct pg *p = NEW(&db->a, struct pg);

    db->handle = p;
    p->life = 1;
    p->conn = PQconnectdbParams(names, values, 1);
    if (PQstatus(p->conn) != CONNECTION_OK)
        return not_opened(db, why);
    if (PQserverVersion(p->conn) < PG_VERSION_MIN
        || strcmp(PQparameterStatus(p->conn, "server_encoding"), "UTF8") != 0) {
        *why = STR("PostgreSQL 15 or later is needed, and a database in UTF8");
        return ERR_GONE;
    }
    *why = STR("the database server refused a setting");
    return set_up(db);
}

static void pg_close(struct db *db)
{
    PQfinish(pg(db)->conn);
}

/* ------------------------------------------------------------------ transactions */
static enum err pg_exec(struct db *db, const char *sql)
{
    PGresult *r = PQexec(pg(db)->conn, sql);
    bool undone = strcmp(sql, "COMMIT") == 0 && PQresultStatus(r) == PGRES_COMMAND_OK
        && strcmp(PQcmdStatus(r), "COMMIT") != 0;

    TRY(finish(db, r, strlen(sql) < 80 ? sql : "a migration"));
    if (undone)
        log_line(LOG_ERROR, "postgresql rolled back what should be committed");
    return undone ? ERR_BUG : ERR_OK;
}

static enum err reconnect(struct db *db)
{
    PQreset(pg(db)->conn);
    pg(db)->life++;
    if (PQstatus(pg(db)->conn) != CONNECTION_OK)
        return ERR_GONE;
    log_line(LOG_INFO, "postgresql connected again");
    return set_up(db);
}

/* A server that was started anew, or another that took over, is noticed here, where nothing is
 * lost by trying once more. */
static enum err pg_begin(struct db *db, enum db_mode mode)
{
    const char *sql = mode == DB_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    enum err e = PQstatus(pg(db)->conn) == CONNECTION_OK ? pg_exec(db, sql) : ERR_GONE;

    if (e != ERR_GONE)
        return e;
    TRY(reconnect(db));
    return pg_exec(db, sql);
}

static bool pg_in_tx(struct db *db)
{
    PGTransactionStatusType s = PQtransactionStatus(pg(db)->conn);

    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR;
}

/* ------------------------------------------------------------------ statements */
static Oid oid_of(char declared)
{
    return declared == 'i' ? OID_INT8 : declared == 'b' ? OID_BYTEA : OID_TEXT;
}

static enum err pg_prepare(struct stmt *q)
{
    struct pg *p = pg(q->db);
    Oid types[PARAMS_MAX];
    char name[16];

    if (q->no != 0 && q->life == p->life)
        return ERR_OK;
    if (q->n_values > PARAMS_MAX)
        return ERR_TOO_LARGE;
    for (int i = 0; i < q->n_values; i++)
        /* a built text says them itself */
        types[i] = q->row == NULL ? 0 : oid_of(q->row->types[i]);
    q->no = q->no == 0 ? ++p->last_no : q->no;
    snprintf(name, sizeof name, "s%u", q->no);
    TRY(finish(q->db, PQprepare(p->conn, name, q->sql, q->n_values, types), stmt_name(q)));
    q->life = p->life;
    return ERR_OK;
}

/* Numbers go as text; texts and blobs in binary form, which for both is their bytes, so that no
 * end mark is needed. */
static enum err send(struct stmt *q)
{
    const char *p[PARAMS_MAX];
    int n[PARAMS_MAX], binary[PARAMS_MAX];
    char name[16];

    for (int i = 0; i < q->n_values; i++) {
        struct value *v = &q->values[i];

        if (v->type == VALUE_INT)
            snprintf(v->own, sizeof v->own, "%" PRId64, v->i);
        if (v->s.n > INT32_MAX)
            return ERR_TOO_LARGE;
        p[i] = v->type == VALUE_NULL ? NULL : v->type == VALUE_INT ? v->own : text_or(v->s.p, "");
        n[i] = (int)v->s.n;
        binary[i] = v->type != VALUE_INT;
    }
    snprintf(name, sizeof name, "s%u", q->no);
    q->handle = PQexecPrepared(pg(q->db)->conn, name, q->n_values, p, n, binary, 0);
    q->at = -1;
    return ERR_OK;
}

static enum err take(struct stmt *q)
{
    ExecStatusType s = PQresultStatus(q->handle);
    const char *done = PQcmdStatus(q->handle);
    int64_t changed = 0;

    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
        return fail(q->db, q->handle, stmt_name(q));
    if (strncmp(done, "SELECT", 6) != 0 && str_to_int(str_z(PQcmdTuples(q->handle)), &changed))
        q->changed = changed;           /* rows that were read are no rows changed */
    return ERR_OK;
}

static enum err pg_step(struct stmt *q, bool *row)
{
    if (q->state == STMT_READY) {
        TRY(send(q));
        TRY(take(q));
    }
    *row = ++q->at < PQntuples(q->handle);
    return ERR_OK;
}

static void pg_reset(struct stmt *q)
{
    PQclear(q->handle);
    q->handle = NULL;
}

/* Outside of a transaction or in a healthy one; in a spoilt one it fails, and the name, never
 * used again, stays until the session ends. */
static void pg_drop(struct stmt *q)
{
    char sql[40];

    if (q->no == 0 || q->life != pg(q->db)->life
        || PQtransactionStatus(pg(q->db)->conn) == PQTRANS_INERROR)
        return;
    snprintf(sql, sizeof sql, "DEALLOCATE s%u", q->no);
    PQclear(PQexec(pg(q->db)->conn, sql));
}

/* ------------------------------------------------------------------ columns */
static bool pg_is_null(struct stmt *q, int col)
{
    return col < 0 || col >= PQnfields(q->handle) || PQgetisnull(q->handle, q->at, col);
}

static struct str cell(struct stmt *q, int col)
{
    return (struct str){ PQgetvalue(q->handle, q->at, col),
        (size_t)PQgetlength(q->handle, q->at, col) };
}

static bool pg_get_int(struct stmt *q, int col, int64_t *v)
{
    struct str s = cell(q, col);

    if (PQftype(q->handle, col) == OID_BOOL) {
        *v = s.p[0] == 't';
        return true;
    }
    return str_to_int(s, v);
}

/* A blob arrives as \x and hex digits. */
static struct str pg_get_str(struct stmt *q, int col, struct arena *a)
{
    struct str s = cell(q, col);
    size_t n = (s.n - 2) / 2;
    char *out;

    if (PQftype(q->handle, col) != OID_BYTEA)
        return a == NULL ? s : str_copy(a, s);
    if (a == NULL || s.n < 2)
        return STR("");
    out = NEWS(a, char, n + 1);
    return str_unhex(str_from(s, 2), out, n) ? (struct str){ out, n } : STR("");
}

const struct db_ops db_pg_ops = {
    .open = pg_open, .close = pg_close, .begin = pg_begin, .in_tx = pg_in_tx, .exec = pg_exec,
    .prepare = pg_prepare, .step = pg_step, .reset = pg_reset, .drop = pg_drop,
    .is_null = pg_is_null, .get_int = pg_get_int, .get_str = pg_get_str,
};
