/* The schema: built from nothing on both databases, left alone the second time, refused when it
 * is newer than the program. */
#include "db_fixture.h"

#define OK(call) assert_int_equal((call), ERR_OK)

static void a_fresh_database_gets_every_version(void **state)
{
    struct fixture f = fixture_open();

    (void)state;
    assert_true(db_schema_version() >= 1);
    assert_int_equal(
        fixture_int(&f, f.db, "SELECT max(version) FROM schema_version"), db_schema_version());
    assert_int_equal(
        fixture_int(&f, f.db, "SELECT count(*) FROM schema_version"), db_schema_version());
    assert_int_equal(fixture_int(&f, f.db, "SELECT count(*) FROM petition"), 0);
    fixture_close(&f);
}

static void the_second_time_changes_nothing(void **state)
{
    struct fixture f = fixture_open();
    struct db *again;
    struct str why = STR("x");

    (void)state;
    OK(db_exec(f.db, "INSERT INTO sent_form (token, location, at_ms) VALUES ('t', '/', 1)"));
    OK(db_migrate(f.db, 2, &why));
    assert_int_equal(why.n, 0);
    again = fixture_connect(&f, DB_WRITE);
    OK(db_migrate(again, 3, NULL));
    assert_int_equal(fixture_int(&f, again, "SELECT count(*) FROM sent_form"), 1);
    assert_int_equal(fixture_int(&f, again, "SELECT max(applied_at_ms) FROM schema_version"), 1);
    db_close(again);
    fixture_close(&f);
}

static void a_newer_database_is_refused(void **state)
{
    struct fixture f = fixture_open();
    struct str why = STR("");

    (void)state;
    OK(db_exec(f.db, "INSERT INTO schema_version (version, applied_at_ms) VALUES (9999, 5)"));
    assert_int_equal(db_migrate(f.db, 2, &why), ERR_NEWER);
    assert_true(why.n > 0);
    OK(db_begin(f.db, DB_WRITE));       /* the refusal left no transaction open */
    db_rollback(f.db);
    fixture_close(&f);
}

/* Fails at the 1st, 2nd, … step: a schema is there whole or not at all. */
static void a_broken_migration_leaves_nothing(void **state)
{
    struct fixture f = fixture_empty();
    int n = 0;
    enum err e;

    (void)state;
    do {
        db_fail_at(f.db, ++n, ERR_FULL);
        e = db_migrate(f.db, 1, NULL);
        bool fired = db_fault_fired(f.db);
        db_fail_at(f.db, 0, ERR_OK);
        assert_int_equal(e, fired ? ERR_FULL : ERR_OK);
        int64_t tables = db_kind(f.db) == DB_PG
            ? fixture_int(
                &f, f.db, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
            : fixture_int(&f, f.db, "SELECT count(*) FROM sqlite_master");
        assert_true(fired ? tables == 0 : tables > 30);
    } while (e != ERR_OK);
    assert_true(n > 5);
    fixture_close(&f);
}

static void types_are_the_same_on_both(void **state)
{
    struct fixture f = fixture_open();

    (void)state;
    if (db_kind(f.db) == DB_SQLITE) {
        assert_int_equal(
            fixture_int(&f, f.db,
                "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND strict = 0 AND name NOT LIKE 'sqlite_%'"),
            0);
        /* switched on again */
        assert_int_equal(fixture_int(&f, f.db, "PRAGMA foreign_keys"), 1);
    } else {
        assert_int_equal(fixture_int(&f, f.db,
                             "SELECT count(*) FROM information_schema.columns WHERE table_schema = "
                             "current_schema() "
                             "AND (data_type NOT IN ('bigint', 'text', 'bytea', 'ARRAY') OR "
                             "(data_type = 'text' AND collation_name IS DISTINCT FROM 'C'))"),
            0);
    }
    fixture_close(&f);
}

static void one_text_serves_both(void **state)
{
    static const struct { const char *in, *lite, *pg; } cases[] = {
        { "CREATE TABLE a (id INTEGER, text TEXT NOT NULL DEFAULT 'TEXT; INTEGER');",
          "CREATE TABLE a (id INTEGER, text TEXT NOT NULL DEFAULT 'TEXT; INTEGER') STRICT;",
          "CREATE TABLE a (id BIGINT, text TEXT COLLATE \"C\" NOT NULL DEFAULT 'TEXT; INTEGER');" },
        { "CREATE TABLE a (b BLOB) WITHOUT ROWID;",
          "CREATE TABLE a (b BLOB) WITHOUT ROWID, STRICT;",
          "CREATE TABLE a (b BYTEA) WITHOUT ROWID;" },
        { "ALTER TABLE a ADD COLUMN t TEXT;", "ALTER TABLE a ADD COLUMN t TEXT;",
          "ALTER TABLE a ADD COLUMN t TEXT COLLATE \"C\";" },
        { "CREATE VIEW v AS SELECT CAST(x AS TEXT), CAST(y AS INTEGER) FROM a;",
          "CREATE VIEW v AS SELECT CAST(x AS TEXT), CAST(y AS INTEGER) FROM a;",
          "CREATE VIEW v AS SELECT CAST(x AS TEXT), CAST(y AS BIGINT) FROM a;" },
        { "-- it's a TEXT; CREATE TABLE\nCREATE INDEX i ON a (b);",
          "-- it's a TEXT; CREATE TABLE\nCREATE INDEX i ON a (b);",
          "-- it's a TEXT; CREATE TABLE\nCREATE INDEX i ON a (b);" },
        { "A;\n-- only: sqlite\nB;\n-- end\nC;", "A;\nB;\n-- end\nC;", "A;\n-- end\nC;" },
        { "-- only: pg\nB text[];\n-- end\nC;", "-- end\nC;", "B text[];\n-- end\nC;" },
        { "-- only: sqlite\nCREATE VIRTUAL TABLE f USING fts5 (t);\n-- end\n",
          "CREATE VIRTUAL TABLE f USING fts5 (t);\n-- end\n", "-- end\n" },
        { "-- only: oracle\nB;\n-- end\n", "", "" },
    };
    struct arena a;

    (void)state;
    arena_open(&a, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str lite = migrate_translate(&a, DB_SQLITE, str_z(cases[i].in));
        struct str pg = migrate_translate(&a, DB_PG, str_z(cases[i].in));
        assert_string_equal(lite.p, cases[i].lite);
        assert_string_equal(pg.p, cases[i].pg);
    }
    arena_close(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_database_gets_every_version),
        cmocka_unit_test(the_second_time_changes_nothing),
        cmocka_unit_test(a_newer_database_is_refused),
        cmocka_unit_test(a_broken_migration_leaves_nothing),
        cmocka_unit_test(types_are_the_same_on_both),
        cmocka_unit_test(one_text_serves_both),
    };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
