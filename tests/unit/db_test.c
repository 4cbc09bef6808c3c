/* One face over two databases: values, sticky errors, transactions, what is refused and under
 * which name. */
#include "db_fixture.h"

#include <pthread.h>
#include <sys/stat.h>

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

static struct fixture probe_open(void)
{
    struct fixture f = fixture_empty();

    assert_int_equal(
        db_exec(f.db, migrate_translate(&f.a, db_kind(f.db), str_z(probe_table)).p), ERR_OK);
    return f;
}

/* As db_get, for a statement that is no product of tools/sqlc. */
static struct stmt *get(struct db *db, const struct sql_row *row)
{
    struct stmt *q = db_prepare_text(db, str_z(db_kind(db) == DB_PG ? row->pg : row->sqlite));

    q->row = row;
    return q;
}

static enum err put(struct db *db, int64_t id, int64_t n)
{
    struct stmt *q = get(db, &put_row);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":n", n);
    db_bind_str(q, ":t", STR("x"));
    db_bind_null(q, ":d");
    db_bind_null(q, ":b");
    return db_run(q, NULL);
}

static enum err set(struct db *db, int64_t id, int64_t n)
{
    struct stmt *q = get(db, &set_row);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":n", n);
    return db_one(q);
}

static int64_t rows(struct fixture *f, struct db *db)
{
    return fixture_int(f, db, "SELECT count(*) FROM probe");
}

#define OK(call) assert_int_equal((call), ERR_OK)

/* ------------------------------------------------------------------ values */
static void every_value_comes_back(void **state)
{
    static const struct { int64_t n; struct str t, d, b; } cases[] = {
        { 0, STR_INIT(""), STR_INIT("2020-01-21"), STR_INIT("") },
        { INT64_MAX, STR_INIT("it's \"q\" \\ %_ ; --"), STR_INIT("1949-10-01"),
          STR_INIT("\0\x01\xFF\0") },
        { INT64_MIN, STR_INIT("我举报张建国18号\n𠮷"), STR_INIT("2999-12-31"), STR_INIT("\\x00") },
        { -1, STR_INIT(" "), STR_INIT("2020-02-29"), STR_INIT("'") },
    };
    struct fixture f = probe_open();
    struct date d = DATE_NONE;
    int64_t changed = 0;

    (void)state;
    for (int i = 0; i < 4; i++) {
        struct stmt *q = get(f.db, &put_row);
        db_bind_int(q, ":id", i + 1);
        db_bind_int(q, ":n", cases[i].n);
        db_bind_str(q, ":t", cases[i].t);
        assert_true(date_parse_iso(cases[i].d, &d));
        db_bind_date(q, ":d", d);
        db_bind_blob(q, ":b", cases[i].b);
        OK(db_run(q, &changed));
        assert_int_equal(changed, 1);
    }
    struct stmt *q = fixture_sql(&f, f.db, "SELECT n, t, d, b, t, n FROM probe ORDER BY id");
    for (int i = 0; i < 4; i++) {
        assert_true(db_next(q));
        assert_int_equal(db_int(q, 0), cases[i].n);
        assert_true(str_eq(db_str(q, 1, &f.a), cases[i].t));
        assert_true(str_eq(db_str(q, 2, &f.a), cases[i].d));
        assert_true(str_eq(date_str(&f.a, db_date(q, 2)), cases[i].d));
        assert_true(str_eq(db_str(q, 3, &f.a), cases[i].b));
        assert_false(db_null(q, 1) || db_null(q, 3));
        assert_true(db_null(q, 99) && db_int(q, 99) == 0);
    }
    assert_false(db_next(q));
    assert_false(db_next(q));           /* and does not start again */
    OK(db_end(q));
    fixture_close(&f);
}

static void nothing_is_null(void **state)
{
    struct fixture f = probe_open();
    struct stmt *q = get(f.db, &put_row);

    (void)state;
    db_bind_int(q, ":id", 1);
    db_bind_id(q, ":n", 0);
    db_bind_opt(q, ":t", STR(""));
    db_bind_date(q, ":d", DATE_NONE);
    db_bind_null(q, ":b");
    OK(db_run(q, NULL));
    q = fixture_sql(&f, f.db, "SELECT n, t, d, b FROM probe");
    assert_true(db_next(q));
    for (int i = 0; i < 4; i++)
        assert_true(db_null(q, i));
    assert_int_equal(db_int(q, 0), 0);
    assert_int_equal(db_str(q, 1, &f.a).n, 0);
    assert_false(date_is_set(db_date(q, 2)));
    OK(db_end(q));
    fixture_close(&f);
}

static void truth_is_one_or_zero(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    OK(put(f.db, 1, 5));
    assert_int_equal(fixture_int(&f, f.db, "SELECT n = 5 FROM probe"), 1);
    assert_int_equal(fixture_int(&f, f.db, "SELECT n = 6 FROM probe"), 0);
    assert_int_equal(fixture_int(&f, f.db, "SELECT sum(n) FROM probe"), 5);
    assert_int_equal(fixture_int(&f, f.db, "SELECT count(*) FROM probe WHERE t LIKE 'X'"), 0);
    fixture_close(&f);
}

/* ------------------------------------------------------------------ errors that stick */
enum slip { NO_SUCH_NAME, WRONG_TYPE, NOT_BOUND, BOUND_LATE };

static void slips_are_bugs(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    for (int slip = NO_SUCH_NAME; slip <= BOUND_LATE; slip++) {
        struct stmt *q = get(f.db, &set_row);
        if (slip != WRONG_TYPE)
            db_bind_int(q, ":id", 1);
        else
            db_bind_str(q, ":id", STR("1"));
        if (slip != NOT_BOUND)
            db_bind_int(q, slip == NO_SUCH_NAME ? ":m" : ":n", 1);
        if (slip == BOUND_LATE && !db_next(q))
            db_bind_int(q, ":n", 2);
        assert_false(db_next(q));
        assert_int_equal(db_end(q), ERR_BUG);
    }
    struct stmt *q = get(f.db, &set_row);
    db_bind_int(q, ":id", 1);
    db_bind_int(q, ":n", 1);
    assert_int_equal(db_run(q, NULL), ERR_OK);          /* a slip leaves nothing behind */
    assert_int_equal(db_end(q), ERR_BUG);               /* ended twice */
    assert_false(db_next(q));
    assert_int_equal(db_end(q), ERR_BUG);
    assert_int_equal(set(f.db, 1, 1), ERR_CONFLICT);    /* no such row */
    fixture_close(&f);
}

static void wrong_sql_fails_where_it_is_used(void **state)
{
    struct fixture f = probe_open();
    struct stmt *q = fixture_sql(&f, f.db, "SELECT a FROM nowhere");

    (void)state;
    assert_false(db_next(q));
    assert_int_equal(db_int(q, 0), 0);
    assert_int_equal(db_end(q), ERR_BUG);
    OK(put(f.db, 1, 1));
    /* a key twice: the SQL forgot ON CONFLICT */
    assert_int_equal(put(f.db, 1, 1), ERR_BUG);
    q = fixture_sql(&f, f.db, "SELECT t FROM probe");
    assert_true(db_next(q));
    assert_int_equal(db_int(q, 0), 0);
    assert_int_equal(db_end(q), ERR_BUG);               /* 'x' is no number */
    fixture_close(&f);
}

/* A statement inside the loop of the same statement, to the depth that is allowed. */
static int64_t nested(struct fixture *f, int depth, enum err *e)
{
    struct stmt *q = db_get(f->db, SQL_ORGAN_BY_CODE);
    int64_t n = 0;

    db_bind_str(q, ":code", STR("a"));
    while (db_next(q)) {
        n += db_int(q, 0);
        if (depth > 1)
            n += nested(f, depth - 1, e);
    }
    enum err mine = db_end(q);
    if (mine != ERR_OK)
        *e = mine;
    return n;
}

static void a_loop_inside_a_loop(void **state)
{
    struct fixture f = fixture_open();
    enum err e = ERR_OK;

    (void)state;
    OK(db_exec(f.db,
        "INSERT INTO organ (id, code, name, district, account, organ_type, in_program) VALUES (7, "
        "'a', '', '', '', '', 1)"));
    assert_int_equal(nested(&f, DB_TWINS_MAX, &e), 7 * DB_TWINS_MAX);
    OK(e);
    nested(&f, DB_TWINS_MAX + 1, &e);
    assert_int_equal(e, ERR_BUG);
    /* left open by early returns: the transaction's end takes them */
    for (int i = 0; i < 3 * DB_TWINS_MAX; i++) {
        OK(db_begin(f.db, DB_READ));
        assert_true(fixture_sql(&f, f.db, "SELECT id FROM organ") != NULL);
        struct stmt *q = db_get(f.db, SQL_ORGAN_BY_CODE);
        db_bind_str(q, ":code", STR("a"));
        assert_true(db_next(q));
        OK(db_commit(f.db));
    }
    fixture_close(&f);
}

static void built_statements_are_kept_and_replaced(void **state)
{
    struct fixture f = probe_open();
    struct stmt *open, *q;
    char sql[80];

    (void)state;
    OK(put(f.db, 1, 1));
    open = fixture_sql(&f, f.db, "SELECT id FROM probe WHERE id = 1");
    assert_true(db_next(open));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < DB_TEXTS_MAX + 20; i++) {
            snprintf(sql, sizeof sql, "SELECT %d FROM probe", i);
            assert_int_equal(fixture_int(&f, f.db, sql), i);
        }
    assert_int_equal(db_int(open, 0), 1);               /* in use: not replaced */
    q = fixture_sql(&f, f.db, "SELECT id FROM probe WHERE id = 1");
    assert_ptr_not_equal(q, open);
    OK(db_end(q));
    OK(db_end(open));
    q = fixture_sql(&f, f.db, "SELECT id FROM probe WHERE id = 1");
    OK(db_end(q));
    assert_ptr_equal(fixture_sql(&f, f.db, "SELECT id FROM probe WHERE id = 1"), q);
    OK(db_end(q));
    fixture_close(&f);
}

/* ------------------------------------------------------------------ transactions */
static void a_transaction_is_all_or_nothing(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    OK(db_begin(f.db, DB_WRITE));
    OK(put(f.db, 1, 1));
    db_rollback(f.db);
    assert_int_equal(rows(&f, f.db), 0);
    OK(db_begin(f.db, DB_WRITE));
    OK(put(f.db, 1, 1));
    assert_int_equal(db_begin(f.db, DB_WRITE), ERR_BUG);
    OK(db_commit(f.db));
    assert_int_equal(rows(&f, f.db), 1);
    fixture_close(&f);
}

/* Three requests of one group: the second fails, and takes nothing but its own with it. */
static void a_savepoint_gives_back_one_request(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    OK(db_begin(f.db, DB_WRITE));
    OK(db_save(f.db));
    OK(put(f.db, 1, 1));
    db_save_release(f.db);
    OK(db_save(f.db));
    OK(put(f.db, 2, 2));
    assert_int_equal(put(f.db, 1, 1), ERR_BUG);
    assert_int_equal(put(f.db, 3, 3), ERR_BUG);         /* spoilt, on both databases */
    db_save_rollback(f.db);
    OK(db_save(f.db));
    OK(put(f.db, 4, 4));
    db_save_release(f.db);
    OK(db_commit(f.db));
    assert_int_equal(fixture_int(&f, f.db, "SELECT sum(id) FROM probe"), 5);
    fixture_close(&f);
}

static void a_dropped_error_is_not_committed(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    OK(db_begin(f.db, DB_WRITE));
    OK(db_save(f.db));
    OK(put(f.db, 1, 1));
    assert_int_equal(put(f.db, 1, 1), ERR_BUG);
    db_save_release(f.db);                              /* as if all were well */
    assert_int_equal(db_save(f.db), ERR_BUG);
    assert_int_equal(db_commit(f.db), ERR_BUG);
    db_rollback(f.db);
    assert_int_equal(rows(&f, f.db), 0);
    OK(db_begin(f.db, DB_WRITE));
    OK(put(f.db, 1, 1));
    OK(db_commit(f.db));
    fixture_close(&f);
}

static void a_reader_sees_one_state_and_changes_none(void **state)
{
    struct fixture f = probe_open();
    struct db *reader = fixture_connect(&f, DB_READ);

    (void)state;
    OK(put(f.db, 1, 1));
    OK(db_begin(reader, DB_READ));
    assert_int_equal(rows(&f, reader), 1);
    OK(put(f.db, 2, 2));
    assert_int_equal(rows(&f, reader), 1);
    assert_int_equal(set(reader, 1, 9), ERR_DENIED);
    db_rollback(reader);
    OK(db_begin(reader, DB_READ));
    assert_int_equal(rows(&f, reader), 2);
    OK(db_commit(reader));
    assert_int_equal(db_begin(reader, DB_WRITE), ERR_BUG);
    assert_int_equal(put(reader, 3, 3), ERR_DENIED);    /* outside a transaction too */
    OK(db_begin(f.db, DB_READ));
    assert_int_equal(put(f.db, 3, 3), ERR_DENIED);      /* a writer that only reads just now */
    db_rollback(f.db);
    assert_int_equal(rows(&f, f.db), 2);
    db_close(reader);
    fixture_close(&f);
}

static void a_lock_that_is_held_is_busy(void **state)
{
    struct fixture f = probe_open();
    struct db *other = fixture_connect(&f, DB_WRITE);
    enum err e;

    (void)state;
    OK(db_exec(
        other, db_kind(other) == DB_PG ? "SET lock_timeout = 50" : "PRAGMA busy_timeout = 50"));
    OK(put(f.db, 1, 1));
    OK(db_begin(f.db, DB_WRITE));
    OK(set(f.db, 1, 2));
    e = db_begin(other, DB_WRITE);
    assert_int_equal(e == ERR_OK ? set(other, 1, 3) : e, ERR_BUSY);
    db_rollback(other);
    OK(db_commit(f.db));
    OK(db_begin(other, DB_WRITE));
    OK(set(other, 1, 3));
    OK(db_commit(other));
    db_close(other);
    fixture_close(&f);
}

/* ------------------------------------------------------------------ faults */
static enum err two_requests(struct db *db)
{
    TRY(db_begin(db, DB_WRITE));
    TRY(put(db, 1, 1));
    TRY(db_save(db));
    TRY(put(db, 2, 2));
    db_save_release(db);
    TRY(set(db, 1, 7));
    return db_commit(db);
}

/* Fails the 1st, 2nd, … bind, step, begin, savepoint or commit until one run has no fault: each
 * is all or nothing. */
static void any_fault_leaves_all_or_nothing(void **state)
{
    static const enum err with[] = { ERR_BUSY, ERR_FULL };
    struct fixture f = probe_open();

    (void)state;
    for (size_t k = 0; k < 2; k++)
        for (int n = 1;; n++) {
            db_fail_at(f.db, n, with[k]);
            enum err e = two_requests(f.db);
            bool fired = db_fault_fired(f.db);
            db_fail_at(f.db, 0, ERR_OK);
            if (e != ERR_OK)
                db_rollback(f.db);
            assert_int_equal(e, fired ? with[k] : ERR_OK);
            assert_int_equal(rows(&f, f.db), fired ? 0 : 2);
            if (!fired) {
                /* 12 binds, 3 steps, begin, savepoint, commit: each had its turn */
                assert_int_equal(n, 19);
                OK(db_exec(f.db, "DELETE FROM probe"));
                break;
            }
        }
    fixture_close(&f);
}

static void a_full_disk_spoils_the_whole_group(void **state)
{
    struct fixture f = probe_open();
    struct str big = { NEWS(&f.a, char, 1 << 20), 1 << 20 };

    (void)state;
    if (db_kind(f.db) == DB_PG) {
        fixture_close(&f);
        return;                         /* a server's disk is not filled for a test */
    }
    OK(db_exec(f.db, "PRAGMA max_page_count = 40"));
    OK(db_begin(f.db, DB_WRITE));
    OK(db_save(f.db));
    OK(put(f.db, 1, 1));
    db_save_release(f.db);
    OK(db_save(f.db));
    struct stmt *q = get(f.db, &put_row);
    db_bind_int(q, ":id", 2);
    db_bind_int(q, ":n", 2);
    db_bind_null(q, ":t");
    db_bind_null(q, ":d");
    db_bind_blob(q, ":b", big);
    assert_int_equal(db_run(q, NULL), ERR_FULL);
    db_save_rollback(f.db);
    enum err next = db_save(f.db), end = ERR_OK;
    if (next == ERR_OK) {
        db_save_release(f.db);
        end = db_commit(f.db);
    }
    db_rollback(f.db);
    /* Either SQLite kept the transaction and the first request is in, or nothing is and the group
     * was told. */
    assert_int_equal(rows(&f, f.db), next == ERR_OK && end == ERR_OK ? 1 : 0);
    fixture_close(&f);
}

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
        { "cache_size", -65536, -8192 }, { "temp_store", 2, 2 },
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
        if (strncmp(sql_rows[i].name, "VAULT", 5) == 0)
            continue;                   /* the vault has a file and tables of its own */
        bad += db_end(db_get(f.db, (enum sql_id)i)) != ERR_OK;
    }
    assert_int_equal(bad, 0);
    fixture_close(&f);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_comes_back),
        cmocka_unit_test(nothing_is_null),
        cmocka_unit_test(truth_is_one_or_zero),
        cmocka_unit_test(slips_are_bugs),
        cmocka_unit_test(wrong_sql_fails_where_it_is_used),
        cmocka_unit_test(a_loop_inside_a_loop),
        cmocka_unit_test(built_statements_are_kept_and_replaced),
        cmocka_unit_test(a_transaction_is_all_or_nothing),
        cmocka_unit_test(a_savepoint_gives_back_one_request),
        cmocka_unit_test(a_dropped_error_is_not_committed),
        cmocka_unit_test(a_reader_sees_one_state_and_changes_none),
        cmocka_unit_test(a_lock_that_is_held_is_busy),
        cmocka_unit_test(any_fault_leaves_all_or_nothing),
        cmocka_unit_test(a_full_disk_spoils_the_whole_group),
        cmocka_unit_test(what_cannot_be_opened_has_a_name),
        cmocka_unit_test(a_strangers_file_is_not_touched),
        cmocka_unit_test(the_settings_are_those_decided),
        cmocka_unit_test(a_lost_connection_is_gone_and_comes_back),
        cmocka_unit_test(a_deadlock_is_busy_for_one_of_two),
        cmocka_unit_test(every_statement_is_understood),
    };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
