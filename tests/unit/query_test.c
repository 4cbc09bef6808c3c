/* The query builder against the same question asked in C: conditions, row scope, order with NULL,
 * paging; and the names it refuses. */
#include "db_fixture.h"

#include "db/query.h"

#define ROWS 240
#define OK(call) assert_int_equal((call), ERR_OK)

struct row { int64_t id, organ, office, assignee, n; const char *due; bool hidden; };
static struct row rows[ROWS];           /* filled alike for every test */

static const struct str columns[] = {
    STR_INIT("id"),
    STR_INIT("organ_id"),
    STR_INIT("office_id"),
    STR_INIT("assignee_id"),
    STR_INIT("no"),
    STR_INIT("n"),
    STR_INIT("due_on"),
};
static const struct query_view whitelist[] = {
    { .view = STR_INIT("probe"), .cols = columns, .n = 7, .kind = STR_INIT("petition"), .filled = columns + 5, .n_filled = 1 },
    { .view = STR_INIT("probe_bare"), .cols = columns + 4, .n = 3, .kind = STR_INIT("") },
};

static const char tables[] =
    "CREATE TABLE probe (id INTEGER NOT NULL PRIMARY KEY, organ_id INTEGER NOT NULL,"
    " office_id INTEGER NOT NULL, assignee_id INTEGER,"
    " no TEXT NOT NULL, n INTEGER NOT NULL, due_on TEXT);"
    "CREATE TABLE user_scope (user_id INTEGER NOT NULL, organ_id INTEGER NOT NULL,"
    " office_id INTEGER NOT NULL);"
    "CREATE TABLE hidden (user_id INTEGER NOT NULL, kind TEXT NOT NULL,"
    " record_id INTEGER NOT NULL);"
    "INSERT INTO user_scope (user_id, organ_id, office_id)"
    " VALUES (1, 1, 0), (2, 1, 11), (2, 2, 0), (3, 1, 0), (3, 2, 0);";

static const char *const due_days[] = {
    NULL, "2020-01-21", "2020-06-30", "2020-06-30", "2021-01-01"
};

static void insert(struct fixture *f, const struct row *r)
{
    char sql[300];

    snprintf(sql, sizeof sql,
        "INSERT INTO probe (id, organ_id, office_id, assignee_id, no, n, due_on) VALUES "
        "(%d, %d, %d, %s, 'No_%d%%', %d, %s%s%s)",
        (int)r->id, (int)r->organ, (int)r->office, r->assignee == 2 ? "2" : "NULL", (int)r->n,
        (int)r->n, r->due == NULL ? "" : "'", r->due == NULL ? "NULL" : r->due,
        r->due == NULL ? "" : "'");
    OK(db_exec(f->db, sql));
    snprintf(sql, sizeof sql, "INSERT INTO hidden (user_id, kind, record_id) VALUES (2, '%s', %d)",
        r->hidden ? "petition" : "lead", (int)r->id);
    OK(db_exec(f->db, sql));
}

static struct fixture probe_open(void)
{
    struct fixture f = fixture_empty();

    query_whitelist(whitelist, 2);
    OK(db_exec(f.db, migrate_translate(&f.a, db_kind(f.db), str_z(tables)).p));
    OK(db_begin(f.db, DB_WRITE));
    for (int i = 0; i < ROWS; i++) {
        rows[i] = (struct row){ .id = i * 7 % ROWS + 1,
            .organ = i % 3,
            .office = 10 + i % 5,
            .assignee = i % 11 == 0 ? 2 : 0,
            .n = i % 20,
            .due = due_days[i / 3 % 5],
            .hidden = i % 4 == 0 };
        insert(&f, &rows[i]);
    }
    OK(db_commit(f.db));
    return f;
}

static bool visible(const struct row *r, int64_t viewer)
{
    if (viewer == 1)
        return r->organ == 1;
    return viewer == 2 && (r->organ == 2 || (r->organ == 1 && r->office == 11) || r->assignee == 2)
        && !r->hidden;
}

static int64_t one_number(struct query *q, struct db *db)
{
    struct stmt *s = query_run(q, db);
    int64_t v = db_next(s) ? db_int(s, 0) : -1;

    OK(db_end(s));
    return v;
}

/* ------------------------------------------------------------------ conditions */
static bool holds(const struct row *r, enum query_op op)
{
    switch (op) {
    case Q_EQ: case Q_IN: return r->n == 7;
    case Q_NE: return r->n != 7;
    case Q_LT: return r->n < 7;
    case Q_LE: return r->n <= 7;
    case Q_GT: return r->n > 7;
    case Q_GE: return r->n >= 7;
    case Q_NULL: return r->due == NULL;
    case Q_NOT_NULL: return r->due != NULL;
    default: return false;
    }
}

static void every_operator(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    for (int op = Q_EQ; op <= Q_NOT_NULL; op++) {
        struct query q = query_new(&f.a, STR("probe"));
        int64_t want = 0;

        if (op == Q_LIKE)
            continue;
        for (int i = 0; i < ROWS; i++)
            want += holds(&rows[i], (enum query_op)op);
        query_count(&q, STR(""));
        query_where(&q, op >= Q_NULL ? STR("due_on") : STR("n"), (enum query_op)op, qv_int(7));
        assert_int_equal(one_number(&q, f.db), want);
    }
    fixture_close(&f);
}

static void a_contained_text_is_literal(void **state)
{
    static const struct { struct str part; int want; } cases[] = {
        { STR_INIT("No_7%"), ROWS / 20 }, { STR_INIT("_1"), ROWS / 20 * 11 },
        { STR_INIT("%"), ROWS }, { STR_INIT("o_"), ROWS }, { STR_INIT(""), ROWS },
        { STR_INIT("N%"), 0 }, { STR_INIT("no_7"), 0 }, { STR_INIT("\\"), 0 },
        { STR_INIT("' OR 1=1 --"), 0 },
    };
    struct fixture f = probe_open();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct query q = query_new(&f.a, STR("probe"));
        query_count(&q, STR("id"));
        query_where(&q, STR("no"), Q_LIKE, qv_str(cases[i].part));
        assert_int_equal(one_number(&q, f.db), cases[i].want);
    }
    fixture_close(&f);
}

static void one_of_several(void **state)
{
    static const struct str some[] = {
        STR_INIT("2020-01-21"), STR_INIT("2021-01-01"), STR_INIT("1999-01-01")
    };
    struct fixture f = probe_open();

    (void)state;
    for (int n = 0; n <= 3; n++) {
        struct query q = query_new(&f.a, STR("probe"));
        query_count(&q, STR(""));
        query_where_in(&q, STR("due_on"), some, n);
        query_where(&q, STR("n"), Q_GE, qv_int(0));
        assert_int_equal(one_number(&q, f.db), n == 0 ? 0 : n == 1 ? ROWS / 5 : ROWS / 5 * 2);
    }
    fixture_close(&f);
}

/* The same rows as the model in C, for a viewer with a whole organ, one with an office, a case of
 * his own and hidden rows, and nobody. */
static void a_viewer_sees_his_rows(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    for (int64_t viewer = 0; viewer <= 2; viewer++) {
        struct query q = query_new(&f.a, STR("probe"));
        int64_t want = 0;

        for (int i = 0; i < ROWS; i++)
            want += visible(&rows[i], viewer) && rows[i].n < 15;
        query_count(&q, STR(""));
        query_where(&q, STR("n"), Q_LT, qv_int(15));
        query_scope(&q, viewer);
        assert_int_equal(one_number(&q, f.db), want);
        assert_true(viewer == 0 ? want == 0 : want > 10);
    }
    fixture_close(&f);
}

/* The organ asked once is the organ asked for each row, for the whole, for an office and for nobody; with and without named rows. */
static void a_viewer_sees_one_organ(void **state)
{
    struct fixture f = probe_open();
    int64_t ids[ROWS];

    (void)state;
    for (int i = 0; i < ROWS; i++)
        ids[i] = rows[i].id;
    for (int64_t viewer = 1; viewer <= 2; viewer++)
        for (int n = 0; n <= 2; n++)
            for (int named = 0; named < 2; named++) {
                bool narrowed = n > 0 && !named;        /* few rows, named, are asked one by one */
                struct query_reach reach = { .organs = { 1, 2 }, .n = n, .elsewhere = n == 2 };
                struct query q = query_new(&f.a, STR("probe"));
                int64_t want = 0;
                for (int i = 0; i < ROWS; i++)
                    want += visible(&rows[i], viewer) && (!narrowed || rows[i].organ == 1 || n == 2) && (named == 0 || i < ROWS / 2);
                query_col(&q, STR("id"));
                if (named)
                    query_where_ids(&q, ids, ROWS / 2);
                query_scope_within(&q, viewer, &reach);
                query_how_many(&q, ROWS + 1);
                assert_int_equal(one_number(&q, f.db), want);
            }
    fixture_close(&f);
}

/* Whole organs, asked as such: the same number, however it is counted. Who has less than the whole, or something hidden from him, is
 * refused by the statement itself: no row, whatever its asker believed. */
static void whole_organs_are_counted(void **state)
{
    static const struct { int64_t viewer; struct query_reach reach; int want; } cases[] = {
        { 1, { .organs = { 1 }, .n = 1, .whole = true }, ROWS / 3 }, { 3, { .organs = { 1, 2 }, .n = 2, .whole = true }, ROWS / 3 * 2 },
        { 2, { .organs = { 1, 2 }, .n = 2, .whole = true }, 0 }, { 4, { .organs = { 1 }, .n = 1, .whole = true }, 0 },
        { 0, { .organs = { 1 }, .n = 1, .whole = true }, 0 },
    };
    struct fixture f = probe_open();

    (void)state;
    OK(db_exec(f.db, "INSERT INTO user_scope (user_id, organ_id, office_id) VALUES (4, 1, 11)"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int top = 1; top <= ROWS + 1; top += 40)
            for (int way = 0; way < 3; way++) {         /* stepped over; counted; met in an order */
                struct query q = query_new(&f.a, STR("probe"));
                query_col(&q, STR("id"));
                query_where(&q, STR("n"), Q_GE, qv_int(0));
                query_scope_within(&q, cases[i].viewer, &cases[i].reach);
                if (way == 0)
                    query_dense(&q);
                if (way == 2)
                    query_order(&q, STR("n"), true);
                query_how_many(&q, top);
                assert_int_equal(one_number(&q, f.db), cases[i].want < top ? cases[i].want : top);
            }
    fixture_close(&f);
}

static void counting_stops(void **state)
{
    struct fixture f = probe_open();

    (void)state;
    for (int top = 1; top < ROWS + 40; top += 37) {
        struct query q = query_new(&f.a, STR("probe"));
        query_col(&q, STR("id"));
        query_how_many(&q, top);
        assert_int_equal(one_number(&q, f.db), top < ROWS ? top : ROWS);
    }
    fixture_close(&f);
}

static void counted_by_a_column(void **state)
{
    struct fixture f = probe_open();
    struct query q = query_new(&f.a, STR("probe"));
    int64_t sum = 0;
    int groups = 0;

    (void)state;
    query_group(&q, STR("due_on"));
    query_count(&q, STR(""));
    query_count(&q, STR("organ_id"));
    query_order(&q, STR("due_on"), false);
    struct stmt *s = query_run(&q, f.db);
    for (bool null = false; db_next(s); groups++, null = db_null(s, 0)) {
        assert_false(null);             /* NULL comes last */
        assert_int_equal(db_int(s, 2), 3);
        sum += db_int(s, 1);
    }
    OK(db_end(s));
    assert_int_equal(groups, 4);
    assert_int_equal(sum, ROWS);
    fixture_close(&f);
}

static void each_value_once(void **state)
{
    struct fixture f = probe_open();
    struct query q = query_new(&f.a, STR("probe"));
    int n = 0;

    (void)state;
    q.distinct = true;
    query_col(&q, STR("n"));
    query_order(&q, STR("n"), true);
    query_limit(&q, 100);
    struct stmt *s = query_run(&q, f.db);
    while (db_next(s))
        assert_int_equal(db_int(s, 0), 19 - n++);
    OK(db_end(s));
    assert_int_equal(n, 20);
    fixture_close(&f);
}

/* ------------------------------------------------------------------ order and pages */
static int64_t sort_ids[ROWS];

static int whole_list(struct fixture *f, int64_t viewer, struct str col, bool descending, int64_t *ids)
{
    struct query q = query_new(&f->a, STR("probe"));
    int n = 0;

    query_col(&q, STR("id"));
    query_scope(&q, viewer);
    query_order(&q, col, descending);
    struct stmt *s = query_run(&q, f->db);
    while (db_next(s))
        ids[n++] = db_int(s, 0);
    OK(db_end(s));
    return n;
}

static struct qvalue value_of(struct stmt *s, struct str col)
{
    if (db_null(s, 1))
        return (struct qvalue){ .type = QV_NONE };
    return str_eq(col, STR("due_on")) ? qv_str(db_str(s, 1, NULL)) : qv_int(db_int(s, 1));
}

struct pager { int64_t viewer; struct str col; bool descending, halves, bounded; struct qvalue after; int64_t after_id; char kept[40]; };

/* As the lists do it: who sees several organs, and rows of others that are assigned to him, has each asked by itself. 3 sees two whole. */
static void scope(struct query *q, int64_t viewer)
{
    static const struct query_reach reach[] = {
        [1] = { .organs = { 1 }, .n = 1, .whole = true }, [2] = { .organs = { 1, 2 }, .n = 2, .elsewhere = true },
        [3] = { .organs = { 1, 2 }, .n = 2, .whole = true },
    };

    query_scope_within(q, viewer, &reach[viewer]);
}

/* A page or one half of it; bounded: also asks for what the order's own column allows. */
static int one_page(struct fixture *f, struct pager *p, enum query_part part, int limit, int64_t *ids, bool on)
{
    struct arena a;
    int got = 0;

    arena_open(&a, (size_t)4 << 20);        /* hundreds of statements are more than a fixture holds */
    struct query q = query_new(&a, STR("probe"));
    struct qvalue after = p->after;
    int64_t after_id = p->after_id;
    char was[sizeof p->kept];
    memcpy(was, p->kept, sizeof was);
    if (after.type == QV_STR)
        after.s.p = was;

    query_col(&q, STR("id"));
    query_col(&q, p->col);
    query_order(&q, p->col, p->descending);
    query_loose(&q);
    query_where(&q, STR("n"), Q_GE, qv_int(0));
    if (p->bounded)
        query_where(&q, STR("due_on"), p->descending ? Q_LE : Q_GE, qv_str(STR("2020-06-30")));
    scope(&q, p->viewer);
    if (on)
        query_keyset(&q, after, after_id);
    query_part(&q, part);
    query_limit(&q, limit);
    struct stmt *s = query_run(&q, f->db);
    for (; db_next(s); got++) {
        ids[got] = p->after_id = db_int(s, 0);
        p->after = value_of(s, p->col);
        if (p->after.type == QV_STR) {
            snprintf(p->kept, sizeof p->kept, "%.*s", PF(p->after.s));
            p->after.s.p = p->kept;
        }
    }
    OK(db_end(s));
    arena_close(&a);
    return got;
}

static int by_pages(struct fixture *f, struct pager p, int64_t *ids)
{
    int n = 0, got;

    do {
        struct pager here = p;
        bool halves = p.halves && n > 0;
        got = one_page(f, &p, halves ? KEY_SAME : KEY_WHOLE, 7, ids + n, n > 0);
        if (halves && got < 7) {        /* what is behind the value that the page before ended with */
            memcpy(p.kept, here.kept, sizeof p.kept);
            p.after = here.after;
            if (p.after.type == QV_STR)
                p.after.s.p = p.kept;
            got += one_page(f, &p, KEY_BEHIND, 7 - got, ids + n + got, true);
        }
        n += got;
    } while (got == 7);
    return n;
}

static const struct row *row_of(int64_t id)
{
    for (int i = 0; i < ROWS; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

static int by_due(int64_t a, int64_t b)
{
    const char *x = row_of(a)->due, *y = row_of(b)->due;
    int r = strcmp(x == NULL ? "~" : x, y == NULL ? "~" : y);

    return r != 0 ? r : (a > b) - (a < b);
}

static void pages_are_the_list_cut(void **state)
{
    static const struct str cols[] = { STR_INIT("due_on"), STR_INIT("n"), STR_INIT("id") };
    struct fixture f = probe_open();
    int64_t paged[ROWS];

    (void)state;
    for (size_t c = 0; c < 3; c++)
        for (int down = 0; down < 2; down++) {
            int n = whole_list(&f, 1, cols[c], down, sort_ids);
            assert_int_equal(n, ROWS / 3);
            for (int halves = 0; halves < (c < 2 ? 2 : 1); halves++) {      /* an id is its own value */
                for (int64_t viewer = 3; viewer >= 1; viewer--) {
                    struct pager p = { .viewer = viewer, .col = cols[c], .descending = down, .halves = halves };
                    n = whole_list(&f, viewer, cols[c], down, sort_ids);
                    assert_int_equal(by_pages(&f, p, paged), n);
                    assert_memory_equal(paged, sort_ids, (size_t)n * sizeof *paged);
                }
            }
            for (int i = 1; c == 0 && i < n; i++)
                assert_true(down ? by_due(sort_ids[i - 1], sort_ids[i]) > 0
                                 : by_due(sort_ids[i - 1], sort_ids[i]) < 0);
        }
    fixture_close(&f);
}

/* ------------------------------------------------------------------ what is refused */
/* A page that continues past its own bound, and the pages before it, hold the same rows as the whole list of that bound. */
static void a_bound_on_the_order_stays(void **state)
{
    struct fixture f = probe_open();
    int64_t paged[ROWS];

    (void)state;
    for (int down = 0; down < 2; down++)
        for (int halves = 0; halves < 2; halves++) {
            struct pager p = { .viewer = 1, .col = STR("due_on"), .descending = down, .halves = halves, .bounded = true };
            int n = by_pages(&f, p, paged), want = 0;
            for (int i = 0; i < ROWS; i++)
                want += visible(&rows[i], 1) && rows[i].due != NULL
                    && (down ? strcmp(rows[i].due, "2020-06-30") <= 0 : strcmp(rows[i].due, "2020-06-30") >= 0);
            assert_int_equal(n, want);
            assert_true(n > 7);
        }
    fixture_close(&f);
}

static void unknown_names_are_a_fault_of_def(void **state)
{
    static const struct { struct str view, col; } cases[] = {
        { STR_INIT("app_user"), STR_INIT("id") }, { STR_INIT("probe"), STR_INIT("password_hash") },
        { STR_INIT(""), STR_INIT("id") }, { STR_INIT("probe"), STR_INIT("id, (SELECT 1)") },
        { STR_INIT("probe v; DROP TABLE probe; --"), STR_INIT("id") },
        { STR_INIT("probe"), STR_INIT("") }, { STR_INIT("probe"), STR_INIT("ID") },
        { STR_INIT("probe_bare"), STR_INIT("id") },
    };
    struct fixture f = probe_open();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int use = 0; use < 5; use++) {
            struct query q = query_new(&f.a, cases[i].view);
            struct str good = str_eq(cases[i].view, STR("probe")) ? STR("id") : STR("n");
            query_col(&q, use == 0 ? cases[i].col : good);
            query_where(&q, use == 1 ? cases[i].col : good, Q_EQ, qv_int(1));
            query_where_in(&q, use == 2 ? cases[i].col : good, NULL, 0);
            query_order(&q, use == 3 ? cases[i].col : good, false);
            if (use == 4)
                query_group(&q, cases[i].col);
            assert_int_equal(q.err, ERR_DEF);
            struct stmt *s = query_run(&q, f.db);
            assert_false(db_next(s));
            assert_int_equal(db_end(s), ERR_DEF);
        }
    assert_int_equal(fixture_int(&f, f.db, "SELECT count(*) FROM probe"), ROWS);
    fixture_close(&f);
}

static void the_whitelist_is_compared_with_the_database(void **state)
{
    static const struct str wrong[] = { STR_INIT("id"), STR_INIT("gone") };
    static const struct query_view views[] = {
        { .view = STR_INIT("probe"), .cols = columns, .n = 7, .kind = STR_INIT("petition"), .filled = columns + 5, .n_filled = 1 },
        { .view = STR_INIT("probe"), .cols = wrong, .n = 2, .kind = STR_INIT("") },
        { .view = STR_INIT("user_scope"), .cols = columns + 1, .n = 2, .kind = STR_INIT("petition") },
    };
    struct fixture f = probe_open();

    (void)state;
    for (int i = 0; i < 3; i++) {
        query_whitelist(&views[i], 1);
        assert_int_equal(query_check(f.db), i == 0 ? ERR_OK : ERR_DEF);
    }
    fixture_close(&f);
}

static void what_cannot_be_built(void **state)
{
    struct fixture f = probe_open();
    struct query none = query_new(&f.a, STR("probe")), scope = query_new(&f.a, STR("probe_bare")),
                 many = query_new(&f.a, STR("probe"));
    struct query part = query_new(&f.a, STR("probe"));
    struct stmt *a, *b;

    (void)state;
    query_col(&scope, STR("n"));
    /* a view of no kind has no scope: rather nothing than everything */
    query_scope(&scope, 1);
    query_col(&many, STR("id"));
    for (int i = 0; i <= QUERY_PARTS_MAX; i++)
        query_where(&many, STR("n"), Q_NE, qv_int(i));
    query_col(&part, STR("id"));
    query_where(&part, STR("no"), Q_LIKE, qv_int(1));
    a = query_run(&none, f.db);         /* two that cannot run, open together */
    b = query_run(&scope, f.db);
    assert_false(db_next(a) || db_next(b));
    assert_int_equal(db_end(b), ERR_DEF);
    assert_true(db_end(a) != ERR_OK);
    assert_int_equal(db_end(query_run(&many, f.db)), ERR_TOO_LARGE);
    assert_int_equal(db_end(query_run(&part, f.db)), ERR_DEF);
    fixture_close(&f);
}

static void the_text_names_no_value(void **state)
{
    struct fixture f = probe_open();
    struct query q = query_new(&f.a, STR("probe"));

    (void)state;
    query_col(&q, STR("no"));
    query_where(&q, STR("no"), Q_EQ, qv_str(STR("' OR '1'='1")));
    query_where(&q, STR("n"), Q_LT, qv_int(3));
    query_order(&q, STR("due_on"), true);
    query_keyset(&q, qv_str(STR("2020-01-01")), 5);
    query_limit(&q, 51);
    assert_true(str_eq(query_text(&q),
        STR("SELECT v.no FROM probe v WHERE v.no = ?1 AND v.n < ?2 AND (v.due_on, v.id) < (?4, ?3)"
            " ORDER BY v.due_on DESC NULLS FIRST, v.id DESC LIMIT ?5")));
    OK(db_run(query_run(&q, f.db), NULL));
    OK(db_run(query_run(&q, f.db), NULL));
    fixture_close(&f);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operator),
        cmocka_unit_test(a_contained_text_is_literal),
        cmocka_unit_test(one_of_several),
        cmocka_unit_test(a_viewer_sees_his_rows),
        cmocka_unit_test(a_viewer_sees_one_organ),
        cmocka_unit_test(whole_organs_are_counted),
        cmocka_unit_test(counting_stops),
        cmocka_unit_test(a_bound_on_the_order_stays),
        cmocka_unit_test(counted_by_a_column),
        cmocka_unit_test(each_value_once),
        cmocka_unit_test(pages_are_the_list_cut),
        cmocka_unit_test(unknown_names_are_a_fault_of_def),
        cmocka_unit_test(what_cannot_be_built),
        cmocka_unit_test(the_whitelist_is_compared_with_the_database),
        cmocka_unit_test(the_text_names_no_value),
    };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
