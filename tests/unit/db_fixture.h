/* db_fixture.h - a fresh database for one test: SQLite in a temporary directory, or a schema of
 * its own on the PostgreSQL server that XIEZHI_TEST_PG names (tests/pg.sh). Every test of a file
 * runs on the first, then on the second where it is set.
 *
 *     static void counts(void **state) { struct fixture f = fixture_open(); …; fixture_close(&f); }
 *     int main(void) { return fixture_run(tests, n); }
 */
#ifndef TESTS_DB_FIXTURE_H
#define TESTS_DB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/log.h"
#include "db/db_int.h"

struct fixture {
    struct arena a;
    struct db *db;              /* writes; migrated unless asked otherwise */
    char dir[64], schema[48], url_text[512];
    struct str url;
};

static const char *fixture_pg;  /* address of the server while the second round runs, else NULL */

static inline struct db *fixture_connect(const struct fixture *f, enum db_mode mode)
{
    struct str why = STR("");
    struct db *db = NULL;

    if (db_open(&db, f->url, mode, &why) != ERR_OK)
        fail_msg("cannot open %s: %.*s", f->url_text, PF(why));
    return db;
}

static inline void fixture_pg_do(const char *verb, const char *schema, const char *more)
{
    struct db *db = NULL;
    char sql[128];

    snprintf(sql, sizeof sql, "%s SCHEMA %s%s", verb, schema, more);
    assert_int_equal(db_open(&db, str_z(fixture_pg), DB_WRITE, NULL), ERR_OK);
    assert_int_equal(db_exec(db, sql), ERR_OK);
    db_close(db);
}

static inline struct fixture fixture_empty(void)
{
    static unsigned last;
    struct fixture f = { .dir = "/tmp/xiezhi-test.XXXXXX" };

    arena_open(&f.a, (size_t)8 << 20);
    assert_non_null(mkdtemp(f.dir));
    if (fixture_pg == NULL) {
        snprintf(f.url_text, sizeof f.url_text, "sqlite:%s/test.db", f.dir);
    } else {
        snprintf(f.schema, sizeof f.schema, "test_%ld_%u", (long)getpid(), ++last);
        fixture_pg_do("CREATE", f.schema, "");
        snprintf(f.url_text, sizeof f.url_text, "%s%coptions=-csearch_path%%3D%s", fixture_pg,
            strchr(fixture_pg, '?') == NULL ? '?' : '&', f.schema);
    }
    f.url = str_copy(&f.a, str_z(f.url_text));
    f.db = fixture_connect(&f, DB_WRITE);
    return f;
}

static inline struct fixture fixture_open(void)
{
    struct fixture f = fixture_empty();
    struct str why = STR("");

    if (db_migrate(f.db, 1, &why) != ERR_OK)
        fail_msg("migration: %.*s", PF(why));
    return f;
}

static inline void fixture_close(struct fixture *f)
{
    static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm" };
    char path[128];

    db_close(f->db);
    if (f->schema[0] != 0)
        fixture_pg_do("DROP", f->schema, " CASCADE");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", f->dir, names[i]);
        unlink(path);
    }
    rmdir(f->dir);
    arena_close(&f->a);
}

/* A statement given with ?1 ?2 …, on either database. */
static inline struct stmt *fixture_sql(struct fixture *f, struct db *db, const char *sql)
{
    char *own = (char *)(uintptr_t)str_copy(&f->a, str_z(sql)).p;

    for (char *p = own; db_kind(db) == DB_PG && *p != 0; p++)
        if (*p == '?')
            *p = '$';
    return db_prepare_text(db, str_z(own));
}

static inline int64_t fixture_int(struct fixture *f, struct db *db, const char *sql)
{
    struct stmt *q = fixture_sql(f, db, sql);
    int64_t v = db_next(q) ? db_int(q, 0) : -1;

    assert_int_equal(db_end(q), ERR_OK);
    return v;
}

static inline int fixture_run_tests(const char *name, const struct CMUnitTest *tests, size_t n)
{
    return _cmocka_run_group_tests(name, tests, n, NULL, NULL);
}

static inline int fixture_run(const struct CMUnitTest *tests, size_t n)
{
    const char *pg = getenv("XIEZHI_TEST_PG");
    int failed;

    log_quiet(1);
    failed = fixture_run_tests("sqlite", tests, n);
    if (pg == NULL || *pg == 0) {
        print_message("XIEZHI_TEST_PG is not set: the PostgreSQL round is skipped\n");
        return failed;
    }
    fixture_pg = pg;
    return failed + fixture_run_tests("postgresql", tests, n);
}

#endif
