/* db_int.h - what db.c shares with its two back ends, and with nobody else.
 *
 * db.c keeps what is the same on both: statements by id, values until the first step, sticky
 * errors, the state of the transaction, injected faults. A back end sends, steps and reads. It
 * maps its own errors to base/err.def and writes the one log line about those that no caller can
 * cause.
 */
#ifndef DB_DB_INT_H
#define DB_DB_INT_H

#include "db/db.h"

#define DB_WAIT_MS       10000  /* for another writer's lock, before BUSY */
#define DB_TEXTS_MAX     128    /* built statements kept per connection */
#define DB_TWINS_MAX     8      /* open uses of one statement; more is a loop that ends none */

enum value_type { VALUE_UNSET, VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };
struct value {
    enum value_type type;
    int64_t i;
    struct str s;               /* points to own, or to the caller's bytes */
    char own[40];               /* a date, or digits for PostgreSQL */
};

enum stmt_state { STMT_IDLE, STMT_READY, STMT_ROW, STMT_DONE };

struct stmt {
    struct db *db;
    const struct sql_row *row;  /* NULL: built by query.c */
    const char *sql;            /* as this back end wants it */
    struct value *values;
    int n_values;
    enum stmt_state state;
    enum err err;
    int64_t changed;
    bool is_change;             /* writes to a table that is not quiet */
    struct stmt *twin;          /* same text, for a loop inside a loop */
    struct stmt *next_open;
    void *handle;               /* sqlite3_stmt, or the PGresult of the rows being read */
    int at;                     /* PostgreSQL: row */
    unsigned no, life;          /* PostgreSQL: its name; the life of the connection that knows it */
};

struct text_slot { struct arena a; struct stmt *q; struct str sql; uint64_t used_at; };      /* sql: of q, its length known: 128 are compared */

enum tx_state { TX_NONE, TX_READ, TX_WRITE };

struct db {
    struct arena a;             /* its own memory, until db_close */
    const struct db_ops *ops;
    enum db_kind kind;
    enum db_mode mode;
    enum tx_state tx;
    enum err failed;            /* of the open transaction: nothing runs until it is taken back */
    void *handle;               /* sqlite3, or struct pg */
    int64_t steps;
    int64_t seen;               /* changes before this transaction */
    bool changes;               /* this transaction has one */
    struct stmt *cache[SQL__MAX];
    struct text_slot texts[DB_TEXTS_MAX];
    uint64_t clock;             /* of the slots' last use */
    struct stmt *open;          /* not yet ended */
    struct stmt *broken;        /* stands in for a statement that could not be made */
    int64_t fault_in;
    enum err fault_with;
    bool fault_fired;
};

struct db_ops {
    enum err (*open)(struct db *db, struct str path, struct str *why);
    void (*close)(struct db *db);
    enum err (*begin)(struct db *db, enum db_mode mode);
    bool (*in_tx)(struct db *db);                       /* as the server sees it */
    /* no values, no rows; may hold several statements */
    enum err (*exec)(struct db *db, const char *sql);
    enum err (*prepare)(struct stmt *q);                /* harmless when it is ready */
    enum err (*step)(struct stmt *q, bool *row);        /* the first one sends the values */
    void (*reset)(struct stmt *q);
    void (*drop)(struct stmt *q);                       /* gives back what prepare took */
    bool (*is_null)(struct stmt *q, int col);           /* true for a column that is not there */
    bool (*get_int)(struct stmt *q, int col, int64_t *v);   /* false when it is no whole number */
    /* a NULL: borrowed until the next step; not for blobs */
    struct str (*get_str)(struct stmt *q, int col, struct arena *a);
};

extern const struct db_ops db_sqlite_ops, db_pg_ops;

const char *stmt_name(const struct stmt *q);            /* for the log: never its values */
/* by position from 0; used by query.c */
void stmt_bind_at(struct stmt *q, int i, struct value v);
struct stmt *stmt_broken(struct db *db, enum err e);    /* fails with e wherever it is used */
/* migrate.c: a file of DDL inside the transaction */
enum err db_exec(struct db *db, const char *sql);
/* migrate_translate - one file of sql/ as this database takes it, with a NUL behind; "" when it
 * cannot be. */
struct str migrate_translate(struct arena *a, enum db_kind kind, struct str sql);

#endif
