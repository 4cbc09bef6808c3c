/* lists.c - the register's page over HTTP, at any depth: each filter, each pair of filters, each offered order; beside the bare fetch of
 * the same fifty rows. And the search, beside the bare full-text match. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "bench.h"
#include "db/db_int.h"

#define DEPTHS 4                        /* pages of one question: the first, and after rows taken anywhere in the ten years */

struct filter { const char *name, *column, *op; char value[200]; };     /* column and op: the same condition in SQL, for drawing a page */
static struct filter filters[20];
static int filters_n;
static const char *const orders[] = { "-registered_on", "registered_on", "channel", "-channel", "state", "-state" };

static void sql_text(struct bench *b, const char *sql, char *out, size_t max)
{
    struct stmt *q = db_prepare_text(b->db, str_z(sql));
    struct str s = db_next(q) ? db_str(q, 0, NULL) : STR("");

    snprintf(out, max, "%.*s", PF(s));
    sure(db_end(q), sql);
}

static void url_value(const char *in, char *out, size_t max)
{
    size_t n = 0;

    for (; *in != '\0' && n + 4 < max; in++)
        n += (size_t)snprintf(out + n, max - n, "%%%02X", (unsigned char)*in);
}

/* A value of each filter that stands in the rows: common codes, and words of one row in the middle of the years. */
static void filters_fill(struct bench *b)
{
    static const struct { const char *name, *column, *op, *sql; } all[] = {
        { "state", "state", "=", "SELECT 'forwarded'" }, { "registered_on_from", "registered_on", ">=", "SELECT '2014-03-01'" }, { "registered_on_to", "registered_on", "<=", "SELECT '2017-09-30'" },
        { "channel", "channel", "=", "SELECT 'phone'" }, { "source", "source", "=", "SELECT 'upper'" }, { "class", "class", "=", "SELECT 'appeal'" }, { "conduct", "conduct", "=", "SELECT 'integrity'" },
        { "rank", "rank", "=", "SELECT 'township'" },
        { "person", "person", "=", "SELECT name FROM petition_person WHERE petition_id = (SELECT max(id) - ?1 FROM petition WHERE id < 1099511627776)" },
        { "subject", "subject", "=", "SELECT subject FROM petition WHERE id = (SELECT max(id) - ?1 FROM petition WHERE id < 1099511627776)" },
        { "place", "place", "=", "SELECT place FROM petition WHERE id = (SELECT max(id) - ?1 FROM petition WHERE id < 1099511627776)" },
        { "no", "no", "=", "SELECT no FROM petition WHERE id = (SELECT max(id) - ?1 FROM petition WHERE id < 1099511627776)" },
    };
    char sql[300];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        char *at;
        snprintf(sql, sizeof sql, "%s", all[i].sql);
        if ((at = strstr(sql, "?1")) != NULL) {
            char rest[200];
            snprintf(rest, sizeof rest, "%s", at + 2);
            snprintf(at, sizeof sql - (size_t)(at - sql), "%lld%s", (long long)b->rows / 3, rest);
        }
        filters[filters_n].name = all[i].name;
        filters[filters_n].column = all[i].column;
        filters[filters_n].op = all[i].op;
        sql_text(b, sql, filters[filters_n++].value, sizeof filters[0].value);
    }
}

/* Where a page begins that is taken anywhere: the key of a row that fits, drawn by chance, in the order asked for; "" when none follows. */
static void after_token(struct bench *b, const char *order, const struct filter *f, const struct filter *g, uint64_t *seed, char *out, size_t max)
{
    char sql[1200], token[200], where[800] = "";
    const char *column = order[0] == '-' ? order + 1 : order;

    for (int i = 0; i < 2; i++) {
        const struct filter *one = i == 0 ? f : g;
        if (one != NULL)
            snprintf(where + strlen(where), sizeof where - strlen(where), " AND %s %s '%s'", one->column, one->op, one->value);
    }
    snprintf(sql, sizeof sql, "SELECT coalesce(min(token), '') FROM (SELECT id || '.' || %s AS token FROM petition WHERE id >= (SELECT max(id) - %lld FROM petition WHERE id < 1099511627776)%s LIMIT 1)",
        column, (long long)draw(seed, (uint64_t)b->rows), where);
    sql_text(b, sql, token, sizeof token);
    url_value(token, out, max);
}

/* The same rows by their references, nothing else. */
static double bare(struct bench *b, const char *page, int *rows)
{
    char sql[4096];
    size_t n = (size_t)snprintf(sql, sizeof sql, "SELECT id, ref, no, registered_on, person, subject, channel, source, class, rank, state, due_on FROM rpt_petition WHERE ref IN (");
    int k = 0;

    for (const char *p = page; (p = strstr(p, "data-path=\"/petition/")) != NULL && k < 50; p += 21, k++)
        n += (size_t)snprintf(sql + n, sizeof sql - n, "%s%lld", k > 0 ? "," : "", strtoll(p + 21, NULL, 16));
    snprintf(sql + n, sizeof sql - n, ")");
    *rows = k;
    if (k == 0)
        return 0;
    struct arena a;
    arena_open(&a, (size_t)1 << 20);
    double began = cpu_ms();
    struct stmt *q = db_prepare_text(b->db, str_z(sql));
    while (db_next(q))
        for (int i = 2; i < 12; i++)
            (void)db_str(q, i, &a);
    sure(db_end(q), "bare rows");
    double took = cpu_ms() - began;
    arena_close(&a);
    return took;
}

static void add_filter(char *out, size_t max, const struct filter *f)
{
    char value[700];

    if (f == NULL)
        return;
    url_value(f->value, value, sizeof value);
    snprintf(out + strlen(out), max - strlen(out), "&%s=%s", f->name, value);
}

struct measure { struct series page, bare, wall; char worst[500]; double worst_ms; struct server_run server; };

static void ask(struct bench *b, struct browser *w, const struct filter *f, const struct filter *g, const char *order, uint64_t *seed, struct measure *m)
{
    char path[2600], after[700], question[2000] = "";
    int rows;

    add_filter(question, sizeof question, f);
    add_filter(question, sizeof question, g);
    for (int d = 0; d < DEPTHS; d++) {
        after_token(b, order, f, g, seed, after, sizeof after);
        bool on = d > 0 && after[0] != '\0';
        snprintf(path, sizeof path, "/petition?sort=%s%s%s%s", order, question, on ? "&after=" : "", on ? after : "");
        double began = server_cpu_ms(m->server), wall = now_ms();
        int status = browser_get(w, path);
        series_add(&m->wall, now_ms() - wall);
        double took = server_cpu_ms(m->server) - began;
        if (status != 200)
            die("%s answers %d", path, status);
        double own = bare(b, browser_body(w), &rows);
        series_add(&m->page, took);
        if (rows == 50)
            series_add(&m->bare, own);
        if (took > m->worst_ms) {
            m->worst_ms = took;
            snprintf(m->worst, sizeof m->worst, "sort=%s%s, depth %d, %d rows", order, question, d, rows);
        }
    }
}

static void measure_end(struct measure *m)
{
    series_free(&m->page);
    series_free(&m->bare);
    series_free(&m->wall);
    *m = (struct measure){ .server = m->server };
}

static void told(struct bench *b, const char *what, struct measure *m, double limit)
{
    char name[100];

    snprintf(name, sizeof name, "register page, %s: p50", what);
    line(b, name, series_at(&m->page, 0.5), "ms", series_at(&m->bare, 0.5), AT_MOST, 5, 0);
    snprintf(name, sizeof name, "register page, %s: p99", what);
    line(b, name, series_at(&m->page, 0.99), "ms", 0, AT_MOST, 0, limit);
    note("by the wall clock p50 %.2f ms, p99 %.2f ms; worst %.1f ms: %s", series_at(&m->wall, 0.5), series_at(&m->wall, 0.99), m->worst_ms, m->worst);
    measure_end(m);
}

static void each_filter(struct bench *b, struct browser *w, uint64_t *seed, struct measure *m)
{
    for (int i = 0; i < filters_n; i++) {
        struct measure own = { .server = m->server };
        for (int round = 0; round < 3; round++)
            ask(b, w, &filters[i], NULL, orders[0], seed, &own);
        note("%-20s p50 %8.2f ms, worst %8.2f ms, bare %.2f ms", filters[i].name, series_at(&own.page, 0.5), own.worst_ms, series_at(&own.bare, 0.5));
        for (int k = 0; k < own.page.n; k++)
            series_add(&m->page, own.page.ms[k]);
        for (int k = 0; k < own.bare.n; k++)
            series_add(&m->bare, own.bare.ms[k]);
        if (own.worst_ms > m->worst_ms) {
            m->worst_ms = own.worst_ms;
            memcpy(m->worst, own.worst, sizeof m->worst);
        }
        for (int k = 0; k < own.wall.n; k++)
            series_add(&m->wall, own.wall.ms[k]);
        measure_end(&own);
    }
}

static void each_pair(struct bench *b, struct browser *w, uint64_t *seed, struct measure *m)
{
    for (int i = 0; i < filters_n; i++) {
        for (int k = i + 1; k < filters_n; k++)
            ask(b, w, &filters[i], &filters[k], orders[0], seed, m);
        for (size_t o = 1; o < sizeof orders / sizeof orders[0]; o++)
            ask(b, w, &filters[i], NULL, orders[o], seed, m);
    }
}

void bench_lists(struct bench *b)
{
    char password[100];
    uint64_t seed = 7;
    struct measure m = { .worst_ms = 0 };

    filters_n = 0;
    filters_fill(b);
    password_of(b->dir, "officer", password, sizeof password);
    struct server_run s = server_run(b->dir);
    struct browser *w = browser_new(s.port, "officer", password);
    m.server = s;
    ask(b, w, NULL, NULL, orders[0], &seed, &m);
    measure_end(&m);
    for (int i = 0; i < 5; i++)
        for (size_t o = 0; o < sizeof orders / sizeof orders[0]; o++)
            ask(b, w, NULL, NULL, orders[o], &seed, &m);
    told(b, "no filter, each order", &m, 20);
    each_filter(b, w, &seed, &m);
    told(b, "each filter", &m, 20);
    each_pair(b, w, &seed, &m);
    told(b, "each pair", &m, 100);
    browser_close(w);
    server_end(s);
}

/* ---- search */
static double match_bare(struct bench *b, const char *word)
{
    struct stmt *q = db_prepare_text(b->db, STR("SELECT rowid FROM search_fts WHERE search_fts MATCH ?1 ORDER BY rowid DESC LIMIT 51"));
    char text[100];
    int n = 0;

    snprintf(text, sizeof text, "\"%s\"%s", word, strlen(word) == 6 ? "" : " *");    /* two Han characters are one token, whole */
    double began = now_ms();
    stmt_bind_at(q, 0, (struct value){ .type = VALUE_TEXT, .s = str_z(text) });
    while (db_next(q))
        n++;
    sure(db_end(q), "match");
    return now_ms() - began;
}

/* One or two characters as they stand somewhere in the texts. */
static void word_drawn(struct bench *b, uint64_t *seed, int n, char *out, size_t max)
{
    char sql[300], body[40];

    snprintf(sql, sizeof sql, "SELECT substr(replace(replace(body, '，', ''), '。', ''), %d, %d) FROM petition WHERE id >= (SELECT max(id) - %lld FROM petition WHERE id < 1099511627776) LIMIT 1",
        1 + (int)draw(seed, 120), n, (long long)draw(seed, (uint64_t)b->rows));
    sql_text(b, sql, body, sizeof body);
    snprintf(out, max, "%s", body[0] != '\0' && !(body[0] >= '0' && body[0] <= '9') ? body : n == 1 ? "村" : "低保");
}

struct asker { struct browser *w; const char *login; };
struct look { struct series page, wall, bare; double worst; char what[300]; };

/* One question: the processor's time of the server, beside the bare match of the same word. */
static void look(struct bench *b, struct server_run s, const struct asker *who, const char *word, const char *more, struct look *out)
{
    char path[600], text[300];

    url_value(word, text, sizeof text);
    snprintf(path, sizeof path, "/search?q=%s%s", text, more);
    double wall = now_ms(), began = server_cpu_ms(s);
    if (browser_get(who->w, path) != 200)
        die("%s: %s", path, browser_body(who->w));
    double took = server_cpu_ms(s) - began;
    series_add(&out->page, took);
    series_add(&out->wall, now_ms() - wall);
    series_add(&out->bare, match_bare(b, word));
    if (took > out->worst) {
        out->worst = took;
        snprintf(out->what, sizeof out->what, "%s: %s %s", who->login, word, more);
    }
}

static void look_end(struct look *k)
{
    series_free(&k->page);
    series_free(&k->wall);
    series_free(&k->bare);
    *k = (struct look){ 0 };
}

static void looks_told(struct bench *b, const char *what, struct look *k)
{
    char name[100];

    snprintf(name, sizeof name, "search, %s, scope and filter: p95", what);
    line(b, name, series_at(&k->page, 0.95), "ms", 0, AT_MOST, 0, 10);
    note("p50 %.2f ms; by the wall clock p50 %.2f ms, p95 %.2f ms; the bare match p50 %.3f, p95 %.3f ms", series_at(&k->page, 0.5),
        series_at(&k->wall, 0.5), series_at(&k->wall, 0.95), series_at(&k->bare, 0.5), series_at(&k->bare, 0.95));
    note("worst %.1f ms: %s", k->worst, k->what);
}

static void look_add(struct look *all, const struct look *own)
{
    for (int i = 0; i < own->page.n; i++) {
        series_add(&all->page, own->page.ms[i]);
        series_add(&all->wall, own->wall.ms[i]);
        series_add(&all->bare, own->bare.ms[i]);
    }
    if (own->worst > all->worst) {
        all->worst = own->worst;
        memcpy(all->what, own->what, sizeof all->what);
    }
}

/* Whoever sees all of the district, and whoever sees one office of it; every filter as often as every other. */
static void words_of(struct bench *b, struct server_run s, const struct asker *who, int n, uint64_t *seed, struct look *all)
{
    static const char *const more[] = { "", "&kind=petition", "&kind=lead", "&from=2015-01-01&to=2016-12-31", "&state=petition%2Fassigned", "&kind=person", "&organ=qy",
        "&state=lead%2Fregistered&from=2012-01-01" };
    char word[64];

    for (size_t f = 0; f < sizeof more / sizeof more[0]; f++) {
        struct look own = { .worst = 0 };
        for (int i = 0; i < 60; i++) {
            word_drawn(b, seed, n, word, sizeof word);
            look(b, s, &who[i % 2], word, more[f], &own);
        }
        note("%-42s p50 %7.2f ms, p95 %7.2f ms, worst %7.2f ms: %s", more[f][0] == '\0' ? "no filter" : more[f], series_at(&own.page, 0.5),
            series_at(&own.page, 0.95), own.worst, own.what);
        look_add(all, &own);
        look_end(&own);
    }
}

void bench_search(struct bench *b)
{
    static const char *const logins[] = { "officer", "clerk" };
    struct asker who[2];
    uint64_t seed = 11;
    char password[100];

    struct server_run s = server_run(b->dir);
    for (int i = 0; i < 2; i++) {
        password_of(b->dir, logins[i], password, sizeof password);
        who[i] = (struct asker){ browser_new(s.port, logins[i], password), logins[i] };
    }
    for (int n = 1; n <= 2; n++) {
        struct look all = { .worst = 0 };
        words_of(b, s, who, n, &seed, &all);
        looks_told(b, n == 1 ? "one character" : "two characters", &all);
        look_end(&all);
    }
    for (int i = 0; i < 2; i++)
        browser_close(who[i].w);
    server_end(s);
}
