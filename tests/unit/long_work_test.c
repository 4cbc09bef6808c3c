/* What goes on behind a page (gate/work.h), by the doors that begin it: a long export and publishing, stopped at each of its steps, failed at each
 * statement of either half. It leaves the whole of what was asked, or nothing: no row of the log, no file, the draft as it was. */
#include "world.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "area/exchange/exchange.h"
#include "area/exchange/export.h"
#include "area/exchange/kept_web.h"
#include "area/intake/petition.h"
#include "area/summary/summary_slice.h"
#include "gate/work.h"
#include "gen/text.h"
#include "sheet/zygote.h"

#define TOKEN STR("0123456789abcdef0123456789abcdef")

#define STRIDE 331
#define TICKS_KEPT 16
static struct { int calls, stop_at; char said[TICKS_KEPT][40]; } ticks;     /* stop_at 0 = never; said: the names of the steps */

static bool tick(struct ctx *c, struct work *w, int progress, struct str at)
{
    (void)c;
    assert_true(w->steady && progress >= 0 && progress <= 1000 && at.n > 0);
    if (ticks.calls < TICKS_KEPT)
        snprintf(ticks.said[ticks.calls], sizeof ticks.said[0], "%.*s", PF(at));
    return ++ticks.calls != ticks.stop_at;
}

/* ---- a world with more letters than are written at once */
static void run_text(struct world *w, struct str text)
{
    assert_int_equal(db_begin(w->f.db, DB_WRITE), ERR_OK);
    assert_int_equal(db_run(db_prepare_text(w->f.db, text), NULL), ERR_OK);
    assert_int_equal(db_commit(w->f.db), ERR_OK);
}

static int64_t number(struct world *w, const char *text)
{
    struct stmt *q = db_prepare_text(w->f.db, str_z(text));

    assert_true(db_next(q));
    int64_t n = db_int(q, 0);
    assert_int_equal(db_end(q), ERR_OK);
    return n;
}

static void many_letters(struct world *w)
{
    struct petition_new n = { .persons = { { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("村主任"), STR_INIT("village"), 0 } }, .n_persons = 1,
        .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = STR("一封信"), .body = STR("一封信"),
        .conduct = { STR("c_mass") } };
    static const char sqlite[] = "SELECT group_concat(name, ', '), group_concat(CASE name WHEN 'id' THEN 'k.k' WHEN 'ref' THEN 'k.k' WHEN 'origin_id' "
        "THEN 'k.k' WHEN 'no' THEN 'p.no || k.k' ELSE 'p.' || name END, ', ') FROM pragma_table_info('petition')";
    static const char pg[] = "SELECT string_agg(column_name, ', '), string_agg(CASE column_name WHEN 'id' THEN 'k.k' WHEN 'ref' THEN 'k.k' WHEN "
        "'origin_id' THEN 'k.k' WHEN 'no' THEN 'p.no || k.k' ELSE 'p.' || column_name END, ', ') FROM information_schema.columns "
        "WHERE table_name = 'petition' AND table_schema = current_schema()";
    struct petition p;

    assert_int_equal(db_begin(w->f.db, DB_WRITE), ERR_OK);
    assert_int_equal(petition_register(&w->c, &n, &p), ERR_OK);
    assert_int_equal(db_commit(w->f.db), ERR_OK);
    struct stmt *q = db_prepare_text(w->f.db, str_z(db_kind(w->f.db) == DB_PG ? pg : sqlite));
    assert_true(db_next(q));
    struct str names = db_str(q, 0, &w->f.a), values = db_str(q, 1, &w->f.a);
    assert_int_equal(db_end(q), ERR_OK);
    run_text(w, str_fmt(&w->f.a, "WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM k WHERE k < %d) INSERT INTO petition (%.*s) "
        "SELECT %.*s FROM k, petition p WHERE p.id = %lld", EXPORT_AT_ONCE, PF(names), PF(values), (long long)p.id));
}

struct place { struct world w; char dir[32]; };

static void place_open(struct place *x)
{
    world_open(&x->w);
    strcpy(x->dir, "/tmp/xiezhi-long.XXXXXX");
    assert_non_null(mkdtemp(x->dir));
    x->w.c.data_dir = x->dir;
    x->w.one->perms = UINT64_MAX;
    x->w.one->full_scope = x->w.one->official = x->w.one->register_scope = true;
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void place_close(struct place *x)
{
    world_close(&x->w);
    nftw(x->dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

static int files(const struct place *x, const char *ending)
{
    char out[64];
    int n = 0;

    snprintf(out, sizeof out, "%s/out", x->dir);
    DIR *d = opendir(out);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.' && str_ends(str_z(e->d_name), str_z(ending));
    if (d != NULL)
        closedir(d);
    return n;
}

/* ---- a door, both halves, and the work that it hands over */
static const struct route *door(const struct slice *s, const char *path)
{
    for (int i = 0; i < s->n_routes; i++)
        if (s->routes[i].method == POST && strcmp(s->routes[i].path, path) == 0)
            return &s->routes[i];
    fail_msg("no door %s", path);
    return NULL;
}

static enum err asked(struct place *x, const struct route *r, struct request *q, struct reply *out, int64_t fail_at)
{
    struct ctx *c = &x->w.c;

    c->why_id = 0;
    assert_int_equal(db_begin(c->db, DB_READ), ERR_OK);
    enum err e = r->prepare(c, q, out);
    db_rollback(c->db);
    if (e != ERR_OK)
        return e;
    db_fail_at(c->db, fail_at, ERR_FULL);
    e = db_begin(c->db, DB_WRITE);
    if (e == ERR_OK)
        e = r->apply(c, q, out);
    if (e == ERR_OK)
        e = db_commit(c->db);
    if (e != ERR_OK)
        db_rollback(c->db);
    db_fail_at(c->db, 0, ERR_OK);
    return e;
}

static bool write_fired;

static enum err in_tx(struct ctx *c, struct work *w, enum err failed, int64_t fail_at)
{
    db_fail_at(c->db, fail_at, ERR_FULL);
    enum err e = db_begin(c->db, DB_WRITE);
    if (e == ERR_OK)
        e = failed == ERR_OK ? work_finish(c, w) : work_fail(c, w, failed);
    if (e == ERR_OK)
        e = db_commit(c->db);
    write_fired = fail_at != 0 && db_fault_fired(c->db);
    if (e != ERR_OK)
        db_rollback(c->db);
    db_fail_at(c->db, 0, ERR_OK);
    return e;
}

/* As app/work.c does it. read_fail, write_fail: the statement that fails; 0 = none. */
static enum err done(struct place *x, struct work *w, int stop_at, int64_t read_fail, int64_t write_fail, bool *fired)
{
    struct ctx c = x->w.c;

    ticks.calls = 0;
    ticks.stop_at = stop_at;
    w->tick = tick;
    c.a = &w->a;
    c.why_id = 0;
    c.touched = (struct touched){ .kind = STR("") };
    assert_int_equal(db_begin(c.db, DB_READ), ERR_OK);
    db_fail_at(c.db, read_fail, ERR_FULL);
    enum err e = w->read(&c, w);
    *fired = read_fail != 0 && db_fault_fired(c.db);
    db_fail_at(c.db, 0, ERR_OK);
    db_rollback(c.db);
    if (e == ERR_OK) {
        e = in_tx(&c, w, ERR_OK, write_fail);
        *fired = *fired || write_fired;
    }
    if (e != ERR_OK)
        assert_int_equal(in_tx(&c, w, e, 0), ERR_OK);
    work_free(w);
    return e;
}

/* ---- an export */
static struct work *export_asked(struct place *x, const char *file)
{
    struct request *q = NEW(&x->w.f.a, struct request);
    struct reply out = { .status = 0 };

    *q = (struct request){ .method = POST, .path = STR("/export/petition"), .path_args = { str_z(file) }, .n_path_args = 1, .session_token = TOKEN };
    assert_int_equal(asked(x, door(&exchange_slice, "/export/:file"), q, &out, 0), ERR_OK);
    assert_non_null(out.later);
    assert_true(str_starts(out.location, STR("/works/")));
    return out.later;
}

static int64_t came_out(struct place *x)
{
    return number(&x->w, "SELECT count(*) FROM audit WHERE verb = 'export' AND refused = 0 AND detail LIKE 'export rows=2001 %'");
}

static void exports_whole_or_not_at_all(void **state)
{
    struct place x;
    bool fired = true;
    int steps = 0;

    (void)state;
    place_open(&x);
    many_letters(&x.w);
    assert_int_equal(done(&x, export_asked(&x, "petition.csv"), 0, 0, 0, &fired), ERR_OK);
    int all = ticks.calls;
    assert_true(all >= 5);
    assert_int_equal(came_out(&x), 1);
    assert_int_equal(files(&x, ".sealed"), 1);
    for (int i = 1; i <= all; i++) {
        assert_int_equal(done(&x, export_asked(&x, i % 2 == 0 ? "petition.csv" : "petition.xlsx"), i, 0, 0, &fired), ERR_MOVE);
        assert_int_equal(files(&x, ""), 1);
    }
    fired = true;
    for (int64_t n = 1; fired; n += n < 16 ? 1 : STRIDE, steps++) {    /* a statement a row: each of the first ones, then some */
        enum err e = done(&x, export_asked(&x, "petition.csv"), 0, n, 0, &fired);
        assert_int_equal(e == ERR_OK, !fired);
        assert_int_equal(files(&x, ""), fired ? 1 : 2);
    }
    fired = true;
    for (int64_t n = 1; fired; n++, steps++) {
        enum err e = done(&x, export_asked(&x, "petition.csv"), 0, 0, n, &fired);
        assert_int_equal(e == ERR_OK, !fired);
        assert_int_equal(files(&x, ""), fired ? 2 : 3);
        assert_int_equal(came_out(&x), fired ? 2 : 3);
    }
    assert_int_equal(files(&x, ".sealed"), 3);
    print_message("an export: %d ticks, %d failed steps\n", all, steps);
    place_close(&x);
}

/* Stopped when nothing looks any more: the last look is the transaction itself. */
static void stopped_last(struct place *x, struct work *w, enum err want)
{
    struct ctx c = x->w.c;

    ticks.calls = ticks.stop_at = 0;
    w->tick = tick;
    c.a = &w->a;
    assert_int_equal(db_begin(c.db, DB_READ), ERR_OK);
    assert_int_equal(w->read(&c, w), ERR_OK);
    db_rollback(c.db);
    assert_int_equal(db_begin(c.db, DB_WRITE), ERR_OK);
    assert_int_equal(work_stop_ask(&c, w->job_ref), ERR_OK);
    assert_int_equal(db_commit(c.db), ERR_OK);
    assert_int_equal(in_tx(&c, w, ERR_OK, 0), want);
    assert_int_equal(in_tx(&c, w, want, 0), ERR_OK);
    work_free(w);
}

/* ---- whose it is */
static void only_its_asker(void **state)
{
    struct place x;
    struct work_row r;
    struct request q = { .method = GET, .session_token = TOKEN };
    bool fired;

    (void)state;
    place_open(&x);
    many_letters(&x.w);
    struct work *w = export_asked(&x, "petition.csv");
    int64_t ref = w->job_ref;
    assert_int_equal(work_load(&x.w.c, ref, &r), ERR_OK);
    assert_true(work_goes_on(&x.w.c, &r) && str_eq(work_value(r.args, "back"), STR("/petition")));
    x.w.c.who = x.w.other;
    assert_int_equal(work_load(&x.w.c, ref, &r), ERR_NOT_FOUND);
    assert_int_equal(work_stop_ask(&x.w.c, ref), ERR_OK);
    x.w.c.who = x.w.one;
    assert_int_equal(done(&x, w, 0, 0, 0, &fired), ERR_OK);
    struct str path = str_fmt(&x.w.f.a, "%s/out/plain", x.dir);
    assert_int_equal(kept_open(&x.w.c, &q, ref, path), ERR_OK);
    unlink(path.p);
    q.session_token = STR("0123456789abcdef0123456789abcdee");
    x.w.c.why_id = 0;
    assert_int_equal(kept_open(&x.w.c, &q, ref, path), ERR_NOT_FOUND);
    unlink(path.p);
    stopped_last(&x, export_asked(&x, "petition.csv"), ERR_MOVE);
    assert_int_equal(files(&x, ""), 1);
    assert_int_equal(came_out(&x), 1);
    struct timespec old[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
    assert_int_equal(utimensat(AT_FDCWD, kept_path(&x.w.c, ref, KEPT_NAMED).p, old, 0), 0);
    kept_sweep(&x.w.c);
    assert_int_equal(files(&x, ""), 0);
    place_close(&x);
}

/* ---- publishing */
static struct work *publish_asked(struct place *x, struct str ref, const char *despite)
{
    struct request *q = NEW(&x->w.f.a, struct request);
    struct reply out = { .status = 0 };

    *q = (struct request){ .method = POST, .path = STR("/summary"), .path_args = { ref }, .n_path_args = 1, .session_token = TOKEN,
        .fields = NEW(&x->w.f.a, struct field), .n_fields = 1 };
    q->fields[0] = (struct field){ STR("despite"), str_z(despite) };
    assert_int_equal(asked(x, door(&summary_slice, "/summary/:ref/publish"), q, &out, 0), ERR_OK);
    assert_non_null(out.later);
    return out.later;
}

static struct str started(struct place *x, int month)
{
    struct window w = { world_day(2020, month, 1), world_day(2020, month, 28) };
    struct report r;

    assert_int_equal(db_begin(x->w.f.db, DB_WRITE), ERR_OK);
    assert_int_equal(report_start(&x->w.c, w, w.to, &r), ERR_OK);
    assert_int_equal(db_commit(x->w.f.db), ERR_OK);
    return ref_text(&x->w.f.a, r.ref);
}

static void nothing_published(struct place *x, int64_t whole)
{
    assert_int_equal(number(&x->w, "SELECT count(*) FROM report WHERE state = 'published' OR docx IS NOT NULL OR pdf IS NOT NULL"), whole);
    assert_int_equal(number(&x->w, "SELECT count(*) FROM report_member m WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = m.report_id AND "
        "r.state = 'published')"), 0);
    assert_int_equal(number(&x->w, "SELECT count(*) FROM audit WHERE verb = 'summary.publish' AND refused = 0"), whole);
}

static void published_whole_or_not_at_all(void **state)
{
    struct place x;
    bool fired = true;
    int steps = 0;

    (void)state;
    place_open(&x);
    struct str one = started(&x, 1), two = started(&x, 2);
    assert_int_equal(done(&x, publish_asked(&x, one, ""), 0, 0, 0, &fired), ERR_OK);
    int all = ticks.calls;
    static const char *const names[] = { "summary.at_figures", "summary.at_checks", "summary.at_format docx", "summary.at_format pdf",
        "summary.at_format html", "summary.at_format md", "summary.at_format json", "summary.at_rows", "summary.at_freeze" };
    assert_int_equal(all, sizeof names / sizeof names[0]);
    for (int i = 0; i < all; i++)
        assert_string_equal(ticks.said[i], names[i]);
    for (int i = 1; i <= all; i++) {
        assert_int_equal(done(&x, publish_asked(&x, two, ""), i, 0, 0, &fired), ERR_MOVE);
        nothing_published(&x, 1);
    }
    stopped_last(&x, publish_asked(&x, two, ""), ERR_MOVE);
    nothing_published(&x, 1);
    struct work *late = publish_asked(&x, two, "");
    fired = true;
    for (int64_t n = 1; fired; n++, steps++) {
        enum err e = done(&x, publish_asked(&x, two, ""), 0, 0, n, &fired);
        assert_int_equal(e == ERR_OK, !fired);
        nothing_published(&x, fired ? 1 : 2);
    }
    assert_int_equal(done(&x, late, 0, 0, 0, &fired), ERR_MOVE);       /* asked before, but somebody was quicker */
    nothing_published(&x, 2);
    print_message("publishing: %d ticks, %d failed steps\n", all, steps);
    place_close(&x);
}

/* No row makes a check fail: a sum that cannot hold does. */
static void a_failing_check(void **state)
{
    struct place x;
    bool fired;

    (void)state;
    place_open(&x);
    assert_int_equal(db_begin(x.w.f.db, DB_WRITE), ERR_OK);
    assert_int_equal(register_open_named(&x.w.c, STR("petition"), world_day(2019, 1, 1)), ERR_OK);
    assert_int_equal(db_commit(x.w.f.db), ERR_OK);
    many_letters(&x.w);
    struct node *sum = (struct node *)(uintptr_t)node_get(&x.w.app.def.checks, "K01");
    for (int i = 0; i < sum->n; i++)
        if (str_eq(sum->keys[i], STR("right")))
            sum->items[i].text = STR("F26+F26");
    struct str one = started(&x, 7);
    assert_int_equal(done(&x, publish_asked(&x, one, ""), 0, 0, 0, &fired), ERR_INVALID);
    assert_int_equal(ticks.calls, 2);           /* before anything is printed */
    nothing_published(&x, 0);
    assert_int_equal(done(&x, publish_asked(&x, one, "核对过"), 0, 0, 0, &fired), ERR_OK);
    nothing_published(&x, 1);
    place_close(&x);
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(exports_whole_or_not_at_all), cmocka_unit_test(only_its_asker),
        cmocka_unit_test(published_whole_or_not_at_all), cmocka_unit_test(a_failing_check) };

    zygote_start("/");
    return fixture_run(tests, sizeof tests / sizeof tests[0]);
}
