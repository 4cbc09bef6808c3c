/* figures.c - all figures of a half-year with year on year, beside fetching by date what they read; and the same with twice the years kept,
 * in steps of SQLite's machine, which no other load on the computer changes. */
#include <string.h>

#include "area/stats/stats.h"
#include "bench.h"
#include "db/db_int.h"

static struct stat_ask ask_of(struct bench *b)
{
    struct stat_ask ask = { .organ_id = b->officer->organ_id };

    if (!period_read(STR("2020H1"), &ask.w))
        die("2020H1");
    ask.as_of = ask.w.to;
    return ask;
}

static double compute(struct bench *b, struct db *db)
{
    struct stat_ask ask = ask_of(b);
    struct stats s;
    struct ctx c = bench_ctx(b, b->officer);

    c.db = db;
    double began = cpu_ms();
    sure(db_begin(db, DB_READ), "begin");
    sure(stats_compute(&c, &ask, &s), "figures");
    db_rollback(db);
    return cpu_ms() - began;
}

static const char *const reads[] = {
    "SELECT id, ref, origin_id, registered_on, channel, source, source_organ_id, class FROM petition WHERE organ_id = ?1 AND registered_on >= ?2 AND registered_on <= ?3 AND voided = 0",
    "SELECT t.petition_id, t.topic FROM petition p JOIN petition_tag t ON t.petition_id = p.id WHERE p.organ_id = ?1 AND p.registered_on >= ?2 AND p.registered_on <= ?3",
    "SELECT t.petition_id, t.conduct FROM petition p JOIN petition_conduct t ON t.petition_id = p.id WHERE p.organ_id = ?1 AND p.registered_on >= ?2 AND p.registered_on <= ?3",
    "SELECT t.petition_id, t.rank FROM petition p JOIN petition_person t ON t.petition_id = p.id WHERE p.organ_id = ?1 AND p.registered_on >= ?2 AND p.registered_on <= ?3",
    "SELECT d.id, l.ref, d.lead_id, l.origin_id, d.approved_on, d.method FROM disposal d JOIN lead l ON l.id = d.lead_id WHERE d.organ_id = ?1 AND d.approved_on >= ?2 AND d.approved_on <= ?3 AND d.voided = 0",
    "SELECT d.id, t.topic FROM disposal d JOIN lead_tag t ON t.lead_id = d.lead_id WHERE d.organ_id = ?1 AND d.approved_on >= ?2 AND d.approved_on <= ?3 AND d.voided = 0",
    "SELECT id, ref, filed_on, rank, is_organisation FROM casefile WHERE organ_id = ?1 AND filed_on >= ?2 AND filed_on <= ?3 AND voided = 0",
    "SELECT r.id, r.ref, r.counted_on, r.family, r.code, r.basis, r.topic, r.campaign, r.lead_id, r.case_id, q.canonical_id, q.is_organisation FROM result r JOIN person q ON q.id = r.person_id"
        " WHERE r.organ_id = ?1 AND r.counted_on >= ?2 AND r.counted_on <= ?3 AND r.voided = 0",
    "SELECT id, ref, issued_on, type FROM proposal WHERE organ_id = ?1 AND issued_on >= ?2 AND issued_on <= ?3 AND voided = 0",
};
static const int columns[] = { 8, 2, 2, 2, 6, 2, 5, 12, 4 };

static void fetch(struct bench *b, struct db *db, int64_t organ, struct window w)
{
    struct str from = date_str(&b->a, w.from), to = date_str(&b->a, w.to);

    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
        struct stmt *q = db_prepare_text(db, str_z(reads[i]));
        stmt_bind_at(q, 0, (struct value){ .type = VALUE_INT, .i = organ });
        stmt_bind_at(q, 1, (struct value){ .type = VALUE_TEXT, .s = from });
        stmt_bind_at(q, 2, (struct value){ .type = VALUE_TEXT, .s = to });
        while (db_next(q))
            for (int k = 0; k < columns[i]; k++)
                (void)db_str(q, k, NULL);
        sure(db_end(q), reads[i]);
    }
}

static double fetch_both(struct bench *b, struct db *db)
{
    struct stat_ask ask = ask_of(b);

    arena_reset(&b->a);
    double began = cpu_ms();
    sure(db_begin(db, DB_READ), "begin");
    fetch(b, db, ask.organ_id, ask.w);
    fetch(b, db, ask.organ_id, window_prev(ask.w));
    db_rollback(db);
    return cpu_ms() - began;
}

void bench_figures(struct bench *b)
{
    struct series all = { 0 }, raw = { 0 };

    compute(b, b->db);
    for (int i = 0; i < 5; i++) {
        series_add(&raw, fetch_both(b, b->db));
        series_add(&all, compute(b, b->db));
    }
    line(b, "all figures of a half-year, year on year", series_at(&all, 0.5), "ms", series_at(&raw, 0.5), AT_MOST, 4, 500);
    series_free(&all);
    series_free(&raw);
}

static double steps(struct bench *b, const char *dir)
{
    char url[1100];
    struct str why;
    struct db *db;

    snprintf(url, sizeof url, "sqlite:%s/xiezhi.db", dir);
    sure(db_open(&db, str_z(url), DB_READ, &why), "open");
    struct stmt *q = db_get(db, SQL_USER_BY_LOGIN);
    db_bind_str(q, ":login", STR("officer"));
    int64_t id = db_next(q) ? db_int(q, 0) : 0;
    sure(db_end(q), "user");
    struct ctx c = bench_ctx(b, &user_nobody);
    static struct arena kept;
    struct user *own, *was = b->officer;
    if (kept.base == NULL)
        arena_open(&kept, (size_t)1 << 20);
    c.a = &kept;
    c.db = db;
    sure(user_load(&c, id, &own), "officer");
    b->officer = own;
    int64_t before = db_steps(db);
    compute(b, db);
    double n = (double)(db_steps(db) - before);
    b->officer = was;
    db_close(db);
    return n;
}

void bench_years(struct bench *b)
{
    char ten[1000], twenty[1000];

    snprintf(ten, sizeof ten, "%s/years10", b->root);
    snprintf(twenty, sizeof twenty, "%s/years20", b->root);
    data_make(ten, 2000, 10);
    data_make(twenty, 2000, 20);
    line(b, "the same with twice the years kept (steps)", steps(b, twenty), "steps", steps(b, ten), AT_MOST, 1.2, 0);
}
