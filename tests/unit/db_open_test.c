/* Opening a database, its settings, a connection that is lost, a deadlock; every statement of the
 * program on the real schema. */
#include "db_probe.h"

#include <pthread.h>
#include <sys/stat.h>

/* ------------------------------------------------------------------ opening */
static void what_cannot_be_opened_has_a_name(void **state)
{
    static const struct { struct str url; enum db_mode mode; enum err want; } cases[] = {
        { STR_INIT("mysql:x"), DB_WRITE, ERR_USAGE },
        { STR_INIT(""), DB_WRITE, ERR_USAGE },
        { STR_INIT("sqlite:"), DB_WRITE, ERR_USAGE },
        { STR_INIT("sqlite:/tmp/xiezhi-no-such-dir/x.db"), DB_WRITE, ERR_GONE },
        { STR_INIT("sqlite:/tmp/xiezhi-no-such-file.db"), DB_READ, ERR_GONE },
        { STR_INIT("postgresql:///x?host=/tmp/xiezhi-no-such-dir"), DB_WRITE, ERR_GONE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str why = STR("");
        struct db *db = NULL;
        enum err e = db_open(&db, cases[i].url, cases[i].mode, &why);

        assert_int_equal(e, cases[i].want);
        assert_null(db);
        assert_true(why.n > 0);
        e = db_open(&db, cases[i].url, cases[i].mode, NULL);
        assert_true(e != ERR_OK);
    }
}

static void a_strangers_file_is_not_touched(void **state)
{
    char path[] = "/tmp/xiezhi-test.XXXXXX", url[64];
    int fd = mkstemp(path);
    struct db *db = NULL;
    struct stat st;

    (void)state;
    for (int i = 0; i < 300; i++)
        assert_int_equal(write(fd, "not a database, but long enough to be one\n", 42), 42);
    snprintf(url, sizeof url, "sqlite:%s", path);
    assert_int_equal(db_open(&db, str_z(url), DB_WRITE, NULL), ERR_BUG);
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_size, 300 * 42);
    close(fd);
    unlink(path);
}

static void the_settings_are_those_decided(void **state)
{
    static const struct { const char *pragma; int writer, reader; } want[] = {
        { "page_size", 8192, 8192 }, { "synchronous", 2, 2 }, { "foreign_keys", 1, 1 },
        { "busy_timeout", DB_WAIT_MS, DB_WAIT_MS },
        { "cache_size", -16384, -8192 }, { "temp_store", 2, 2 },
    };
    struct fixture f = probe_open();
    struct db *reader = fixture_connect(&f, DB_READ);
    struct stat st;
    char sql[64];

    (void)state;
    for (size_t i = 0; db_kind(f.db) == DB_SQLITE && i < sizeof want / sizeof *want; i++) {
        snprintf(sql, sizeof sql, "PRAGMA %s", want[i].pragma);
        assert_int_equal(fixture_int(&f, f.db, sql), want[i].writer);
        assert_int_equal(fixture_int(&f, reader, sql), want[i].reader);
    }
    if (db_kind(f.db) == DB_SQLITE) {
        struct stmt *q = fixture_sql(&f, reader, "PRAGMA journal_mode");
        assert_true(db_next(q) && str_eq(db_str(q, 0, &f.a), STR("wal")));
        OK(db_end(q));
        assert_true(db_steps(f.db) > 0);
        assert_int_equal(stat(f.url_text + strlen("sqlite:"), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    } else {
        assert_int_equal(db_steps(f.db), 0);
    }
    db_close(reader);
    fixture_close(&f);
}

/* ------------------------------------------------------------------ PostgreSQL alone */
static void a_lost_connection_is_gone_and_comes_back(void **state)
{
    struct fixture f = probe_open();
    struct db *other = fixture_connect(&f, DB_WRITE);

    (void)state;
    for (int inside = 0; inside < 2 && db_kind(f.db) == DB_PG; inside++) {
        int64_t pid = fixture_int(&f, f.db, "SELECT pg_backend_pid()");
        char sql[80];

        if (inside)
            OK(db_begin(f.db, DB_WRITE));
        snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)", (int)pid);
        assert_int_equal(fixture_int(&f, other, sql), 1);
        if (inside) {
            assert_int_equal(put(f.db, 1, 1), ERR_GONE);
            assert_int_equal(put(f.db, 1, 1), ERR_GONE);
            assert_int_equal(db_commit(f.db), ERR_GONE);
            db_rollback(f.db);
        }
        OK(db_begin(f.db, DB_WRITE));                   /* connects again */
        OK(put(f.db, inside + 1, 1));
        OK(db_commit(f.db));
        assert_int_equal(rows(&f, f.db), inside + 1);
    }
    db_close(other);
    fixture_close(&f);
}

struct crossing { struct db *db; int64_t first, second; pthread_barrier_t *both; enum err e; };

static void *cross(void *arg)
{
    struct crossing *c = arg;

    c->e = db_begin(c->db, DB_WRITE);
    if (c->e == ERR_OK)
        c->e = set(c->db, c->first, 5);
    pthread_barrier_wait(c->both);
    if (c->e == ERR_OK)
        c->e = set(c->db, c->second, 5);
    if (c->e == ERR_OK)
        c->e = db_commit(c->db);
    if (c->e != ERR_OK)
        db_rollback(c->db);
    return NULL;
}

static void a_deadlock_is_busy_for_one_of_two(void **state)
{
    struct fixture f = probe_open();
    struct db *other = fixture_connect(&f, DB_WRITE);
    pthread_barrier_t both;
    struct crossing one = { f.db, 1, 2, &both, ERR_OK }, two = { other, 2, 1, &both, ERR_OK };
    pthread_t thread;

    (void)state;
    OK(put(f.db, 1, 1));
    OK(put(f.db, 2, 2));
    if (db_kind(f.db) == DB_PG) {       /* SQLite lets one writer in at a time */
        pthread_barrier_init(&both, NULL, 2);
        assert_int_equal(pthread_create(&thread, NULL, cross, &one), 0);
        cross(&two);
        pthread_join(thread, NULL);
        pthread_barrier_destroy(&both);
        assert_true(
            (one.e == ERR_OK && two.e == ERR_BUSY) || (one.e == ERR_BUSY && two.e == ERR_OK));
    }
    db_close(other);
    fixture_close(&f);
}

/* Every statement of the program, prepared on the real schema. */
static void every_statement_is_understood(void **state)
{
    struct fixture f = fixture_open();
    int bad = 0;

    (void)state;
    for (int i = 0; i < SQL__MAX; i++) {
        if ((db_kind(f.db) == DB_PG ? sql_rows[i].pg : sql_rows[i].sqlite) == NULL)
            continue;                   /* it is for the other database */
        if (strncmp(sql_rows[i].name, "VAULT", 5) == 0 || strncmp(sql_rows[i].name, "PORTAL_", 7) == 0)
            continue;                   /* the vault and the portal have files and tables of their own */
        bad += db_end(db_get(f.db, (enum sql_id)i)) != ERR_OK;
    }
    assert_int_equal(bad, 0);
    fixture_close(&f);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_opened_has_a_name),
        cmocka_unit_test(a_strangers_file_is_not_touched),
        cmocka_unit_test(the_settings_are_those_decided),
        cmocka_unit_test(a_lost_connection_is_gone_and_comes_back),
        cmocka_unit_test(a_deadlock_is_busy_for_one_of_two),
        cmocka_unit_test(every_statement_is_understood),
    };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
