/* db_probe.h - a table of every type, and statements on it that tools/sqlc does not know. */
#ifndef TESTS_DB_PROBE_H
#define TESTS_DB_PROBE_H

#include "db_fixture.h"

static const char probe_table[] =
    "CREATE TABLE probe (id INTEGER NOT NULL PRIMARY KEY, n INTEGER, t TEXT, d TEXT, b BLOB);";

static const char *const put_params[] = { ":id", ":n", ":t", ":d", ":b", NULL };
static const struct sql_row put_row = { "PROBE_PUT",
    "INSERT INTO probe (id, n, t, d, b) VALUES (?1, ?2, ?3, ?4, ?5)",
    "INSERT INTO probe (id, n, t, d, b)"
    " VALUES ($1::bigint, $2::bigint, $3::text, $4::text, $5::bytea)",
    put_params, 5, "iitdb", "" };
static const char *const set_params[] = { ":id", ":n", NULL };
static const struct sql_row set_row = { "PROBE_SET", "UPDATE probe SET n = ?2 WHERE id = ?1",
    "UPDATE probe SET n = $2::bigint WHERE id = $1::bigint", set_params, 2, "ii", "" };

static inline struct fixture probe_open(void)
{
    struct fixture f = fixture_empty();

    assert_int_equal(
        db_exec(f.db, migrate_translate(&f.a, db_kind(f.db), str_z(probe_table)).p), ERR_OK);
    return f;
}

/* As db_get, for a statement that is no product of tools/sqlc. */
static inline struct stmt *get(struct db *db, const struct sql_row *row)
{
    struct stmt *q = db_prepare_text(db, str_z(db_kind(db) == DB_PG ? row->pg : row->sqlite));

    q->row = row;
    return q;
}

static inline enum err put(struct db *db, int64_t id, int64_t n)
{
    struct stmt *q = get(db, &put_row);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":n", n);
    db_bind_str(q, ":t", STR("x"));
    db_bind_null(q, ":d");
    db_bind_null(q, ":b");
    return db_run(q, NULL);
}

static inline enum err set(struct db *db, int64_t id, int64_t n)
{
    struct stmt *q = get(db, &set_row);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":n", n);
    return db_one(q);
}

static inline int64_t rows(struct fixture *f, struct db *db)
{
    return fixture_int(f, db, "SELECT count(*) FROM probe");
}

#define OK(call) assert_int_equal((call), ERR_OK)

#endif
