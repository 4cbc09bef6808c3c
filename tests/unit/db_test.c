/* One face over two databases: values, sticky errors, transactions, what is refused and under
 * which name. */
#include "db_probe.h"

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

static int64_t changes_now(struct fixture *f)
{
    OK(db_begin(f->db, DB_READ));
    int64_t n = db_changes(f->db);
    db_rollback(f->db);
    return n;
}

/* What is kept under a number of changes holds as long as the number: each commit that wrote moves it, a rollback, a read and a quiet table do not. */
static void every_commit_that_changes_is_counted(void **state)
{
    static const char *const quiet[] = { "pro", "probe_more", "prob" };
    static const char *const all[] = { "probe" };
    struct fixture f = probe_open();
    int64_t n = changes_now(&f);

    (void)state;
    db_quiet(quiet, 3);                 /* names that only begin alike */
    OK(put(f.db, 1, 1));                /* commits by itself */
    assert_int_equal(changes_now(&f), ++n);
    OK(db_begin(f.db, DB_WRITE));
    assert_int_equal(db_changes(f.db), n);
    OK(put(f.db, 2, 2));
    OK(put(f.db, 3, 3));
    assert_int_equal(db_changes(f.db), n);
    OK(db_commit(f.db));
    assert_int_equal(changes_now(&f), ++n);
    OK(db_begin(f.db, DB_WRITE));
    OK(put(f.db, 4, 4));
    db_rollback(f.db);
    OK(db_begin(f.db, DB_WRITE));
    assert_int_equal(rows(&f, f.db), 3);
    OK(db_commit(f.db));
    assert_int_equal(changes_now(&f), n);
    fixture_close(&f);
    db_quiet(all, 1);
    f = probe_open();
    n = changes_now(&f);
    OK(put(f.db, 1, 1));
    assert_int_equal(changes_now(&f), n);
    db_quiet(NULL, 0);
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

/* At the bind of a value, too, where nothing was sent to the database yet. */
static void a_swallowed_fault_is_found_at_the_commit(void **state)
{
    struct fixture f = probe_open();
    bool fired = true;

    (void)state;
    for (int64_t n = 1; fired; n++) {
        db_fail_at(f.db, n, ERR_FULL);
        enum err e = db_begin(f.db, DB_WRITE);
        if (e == ERR_OK) {
            if (put(f.db, 1, 1) != ERR_OK)
                log_line(LOG_INFO, "swallowed");
            e = db_commit(f.db);
        }
        fired = db_fault_fired(f.db);
        db_fail_at(f.db, 0, ERR_OK);
        assert_int_equal(e, fired ? ERR_FULL : ERR_OK);
        db_rollback(f.db);
        assert_int_equal(rows(&f, f.db), fired ? 0 : 1);
    }
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
        cmocka_unit_test(every_commit_that_changes_is_counted),
        cmocka_unit_test(a_dropped_error_is_not_committed),
        cmocka_unit_test(a_swallowed_fault_is_found_at_the_commit),
        cmocka_unit_test(a_reader_sees_one_state_and_changes_none),
        cmocka_unit_test(a_lock_that_is_held_is_busy),
        cmocka_unit_test(any_fault_leaves_all_or_nothing),
        cmocka_unit_test(a_full_disk_spoils_the_whole_group),
    };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
