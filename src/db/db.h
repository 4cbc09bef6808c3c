/* db.h - one connection, its statements by id, its transaction: SQLite and PostgreSQL alike.
 *
 * SQL text lives in `x.sql` files beside the stores; tools/sqlc makes enum sql_id and the table
 * of texts (build/gen/sql.h). A connection belongs to one thread at a time.
 *
 * Errors stick to the statement: bind and step freely, look once at db_end. A statement that
 * failed spoils its transaction on both databases: nothing more runs, and nothing is committed,
 * until db_save_rollback or db_rollback. Who swallows an error finds it again at the commit.
 * A statement left open by an early return is ended with its savepoint or transaction; asked for
 * again before that (a loop inside a loop) it is a second one of the same text.
 * Names of parameters, their types and that each has a value are checked: a slip is ERR_BUG.
 *
 * Errors  BUSY    somebody else's lock, a deadlock, a serialization failure: try the same again
 *         FULL    no room, or the disk fails
 *         GONE    no connection; the next db_begin tries to have one again
 *         DENIED  no right, or a write by who only reads
 *         BUG     what the SQL text could have avoided, a broken constraint too; logged by name
 * Example
 *     struct stmt *q = db_get(c->db, SQL_PETITION_BY_REF);
 *     db_bind_int(q, ":ref", ref);
 *     if (db_next(q)) { p->id = db_int(q, 0); p->no = db_str(q, 1, c->a); }
 *     return db_end(q);
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/date.h"
#include "base/err.h"
#include "base/str.h"
#include "gen/sql.h"        /* enum sql_id { SQL_…, SQL__MAX } */

struct db;
struct stmt;

enum db_mode { DB_READ, DB_WRITE };
enum db_kind { DB_SQLITE, DB_PG };

/* db_open - url is "sqlite:PATH" or "postgresql://…". DB_READ handles refuse every write.
 * why: words for the log that outlive the handle; may be NULL.
 * Errors: USAGE (no such kind of url), GONE (no such server or file), DENIED, FULL, BUSY, BUG. */
MUST_USE enum err db_open(struct db **out, struct str url, enum db_mode mode, struct str *why);
void db_close(struct db *db);                           /* an open transaction is rolled back */
enum db_kind db_kind(const struct db *db);

/* Transactions. DB_READ: one snapshot (PostgreSQL: REPEATABLE READ READ ONLY). DB_WRITE: SQLite
 * BEGIN IMMEDIATE, PostgreSQL READ COMMITTED. After an error of db_commit: db_rollback. */
MUST_USE enum err db_begin(struct db *db, enum db_mode mode);
MUST_USE enum err db_commit(struct db *db);
void db_rollback(struct db *db);
/* db_quiet - once, before the first thread: tables whose rows no kept answer rests on (sessions, the log). What writes to any other is a change. */
void db_quiet(const char *const *tables, int n);
/* db_changes - how many commits of this program had changed something before this transaction began. What was worked out under the same number
 * still holds: it is counted after the commit and before anybody is answered. */
int64_t db_changes(const struct db *db);
/* savepoint around one request of a group */
MUST_USE enum err db_save(struct db *db);
void db_save_release(struct db *db);
void db_save_rollback(struct db *db);

/* Statements. Bound bytes must live until db_end. Outside a transaction each commits by itself. */
/* ready to bind; prepared once; never NULL */
struct stmt *db_get(struct db *db, enum sql_id id);
void db_bind_int(struct stmt *q, const char *name, int64_t v);
void db_bind_str(struct stmt *q, const char *name, struct str v);       /* text */
void db_bind_opt(struct stmt *q, const char *name, struct str v);       /* text, "" becomes NULL */
/* text, unset becomes NULL */
void db_bind_date(struct stmt *q, const char *name, struct date v);
void db_bind_blob(struct stmt *q, const char *name, struct str v);
void db_bind_id(struct stmt *q, const char *name, int64_t v);           /* 0 becomes NULL */
void db_bind_null(struct stmt *q, const char *name);
bool db_next(struct stmt *q);                           /* true while there is a row */
int64_t db_int(struct stmt *q, int col);                /* 0 for NULL; true is 1 */
bool db_null(struct stmt *q, int col);
/* db_str - a copy in a; "" for NULL. With a NULL: borrowed, text only, until the next db_next. */
struct str db_str(struct stmt *q, int col, struct arena *a);
struct date db_date(struct stmt *q, int col);
MUST_USE enum err db_end(struct stmt *q);               /* resets, clears bindings, first error */
MUST_USE enum err db_run(struct stmt *q, int64_t *changed);     /* all steps; changed may be NULL */
MUST_USE enum err db_one(struct stmt *q);               /* db_run; other than one row: CONFLICT */
int64_t db_steps(struct db *db);                        /* SQLite VM steps since opening; else 0 */

/* Built queries: for what def/ declares (figures, lists, filters). See db/query.h. */
struct stmt *db_prepare_text(struct db *db, struct str sql);    /* kept by text; query.c calls it */

/* Migrations: numbered files of sql/, embedded; their dialect is told in migrate.c.
 * Errors: NEWER when the database knows more than we do. why as in db_open. */
MUST_USE enum err db_migrate(struct db *db, int64_t now_ms, struct str *why);
/* the same with the files of another folder: what is no register has a schema of its own */
MUST_USE enum err db_migrate_in(struct db *db, const char *folder, int64_t now_ms, struct str *why);
int db_schema_version(void);

/* db_compact - outside a transaction: what was dropped leaves the file and its log. SQLite; elsewhere
 * the server's own vacuum does it. BUSY leaves all as it was. */
MUST_USE enum err db_compact(struct db *db);

/* Faults, for tests only: the n-th bind, step, begin, savepoint or commit from now fails with BUSY
 * or FULL. 0 = off. */
void db_fail_at(struct db *db, int64_t n, enum err with);
bool db_fault_fired(const struct db *db);

#endif
