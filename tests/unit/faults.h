/* faults.h - a write path failed at each of its steps: after every failed step the whole database reads as before,
 * and the same call then succeeds. Paths are gone in the order in which an office goes them, so that each finds what the one before left.
 *
 *     struct faults run = { .f = &w.f, .c = &w.c, .db = w.f.db, .who = { w.one, w.other }, .audit = true };
 *     faults_walk(&run, paths, n);
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include "db_fixture.h"
#include "gate/audit.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "page/html.h"

/* Under a sanitizer reading everything takes ten times as long, and what it looks for is found by the steps themselves. */
#define FAULTS_READ_EACH 8
#ifdef __SANITIZE_ADDRESS__
#define FAULTS_READ_ALL false
#else
#define FAULTS_READ_ALL true
#endif

struct fault_path {
    const char *name;
    enum err (*run)(struct ctx *c);
    int who;                        /* of faults.who */
    enum err (*read)(struct ctx *c);        /* the half before the writer, gone without a fault; NULL: none */
};
struct faults {
    struct fixture *f;
    struct ctx *c;
    struct db *db;
    const struct user *who[4];
    bool audit;                     /* a row of the chain closes each path, as the dispatcher's does */
    int paths, steps, rows;         /* rows: of the chain, before the first path */
    struct str reading;             /* the statement that reads everything */
};

/* One statement over every table, made of the schema itself: a table of tomorrow is in it. On SQLite it yields every value of every row, after each
 * step; on PostgreSQL, where that costs six times the test, how many rows there are and the last transaction that wrote one, after each eighth: what a
 * path left behind stays. */
static inline struct str faults_reading(struct faults *r)
{
    static const char sqlite[] =
        "SELECT group_concat(x, ' || ') FROM (SELECT '(SELECT coalesce(group_concat(' || (SELECT group_concat('quote(\"' || name || '\")', ' || ') "
        "FROM pragma_table_info(m.name)) || '), '''') FROM (SELECT * FROM \"' || m.name || '\"))' AS x FROM sqlite_master m "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY m.name)";
    static const char pg[] =
        "SELECT string_agg(format('(SELECT count(*) || '':'' || coalesce(max(xmin::text::bigint), 0) FROM %I)', table_name), ' || '' '' || ') "
        "FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
    struct stmt *q = db_prepare_text(r->db, str_z(db_kind(r->db) == DB_PG ? pg : sqlite));
    struct str all = db_next(q) ? db_str(q, 0, &r->f->a) : STR("");

    assert_int_equal(db_end(q), ERR_OK);
    assert_true(all.n > 0);
    return str_fmt(&r->f->a, "SELECT %.*s", PF(all));
}

static inline uint64_t faults_state(struct faults *r)
{
    uint64_t h = UINT64_C(14695981039346656037);

    if (r->reading.n == 0)
        r->reading = faults_reading(r);
    struct stmt *q = db_prepare_text(r->db, r->reading);
    assert_true(db_next(q));
    struct str all = db_str(q, 0, NULL);
    assert_true(all.n > 0);
    for (size_t i = 0; i < all.n; i++)
        h = (h ^ (unsigned char)all.p[i]) * UINT64_C(1099511628211);
    assert_int_equal(db_end(q), ERR_OK);
    return h;
}

static inline enum err faults_attempt(struct faults *r, const struct fault_path *p, int64_t n)
{
    struct audit_event e = { .verb = STR("test") };

    r->c->who = r->who[p->who];
    r->c->why_id = 0;
    db_fail_at(r->db, n, n % 2 == 0 ? ERR_BUSY : ERR_FULL);
    enum err done = db_begin(r->db, DB_WRITE);
    if (done == ERR_OK)
        done = p->run(r->c);
    if (done == ERR_OK && r->audit)
        done = audit_append(r->c, &e);
    if (done == ERR_OK)
        done = db_commit(r->db);
    if (done != ERR_OK)
        db_rollback(r->db);
    return done;
}

static inline void faults_read_half(struct faults *r, const struct fault_path *p)
{
    if (p->read == NULL)
        return;
    r->c->who = r->who[p->who];
    r->c->why_id = 0;
    assert_int_equal(db_begin(r->db, DB_READ), ERR_OK);
    enum err done = p->read(r->c);
    db_rollback(r->db);
    if (done != ERR_OK)
        fail_msg("%s, its read half: %s, %.*s", p->name, err_name(done), PF(text_of(LANG_ZH, r->c->why_id)));
}

static inline int faults_each_step(struct faults *r, const struct fault_path *p)
{
    uint64_t before = faults_state(r);

    faults_read_half(r, p);
    for (int64_t n = 1;; n++) {
        enum err done = faults_attempt(r, p, n);
        bool fired = db_fault_fired(r->db);
        db_fail_at(r->db, 0, ERR_OK);
        if (!fired && done == ERR_OK) {
            if (faults_state(r) == before)
                fail_msg("%s: succeeded and wrote nothing", p->name);
            return (int)n - 1;
        }
        if (!fired)
            fail_msg("%s: refused without a fault: %s, %.*s", p->name, err_name(done), PF(text_of(LANG_ZH, r->c->why_id)));
        if (done == ERR_OK)
            fail_msg("%s: the fault at step %d was swallowed", p->name, (int)n);
        if ((n % FAULTS_READ_EACH == 0 || (FAULTS_READ_ALL && db_kind(r->db) == DB_SQLITE)) && faults_state(r) != before)
            fail_msg("%s: step %d failed and left something behind", p->name, (int)n);
    }
}

static inline void faults_walk(struct faults *r, const struct fault_path *paths, size_t n)
{
    struct audit_report report;

    for (size_t i = 0; i < n; i++)
        r->steps += faults_each_step(r, &paths[i]);
    r->paths += (int)n;
    r->rows += (int)n;
    if (r->audit) {
        assert_int_equal(audit_verify(r->c, NULL, 0, &report), ERR_OK);
        assert_int_equal(report.rows, r->rows);
    }
    print_message("%d paths, %d failed steps\n", r->paths, r->steps);
}

#endif
