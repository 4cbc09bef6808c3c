/* import.c - the 2,816 messages (where they are not here, as many of our own words) from the command line, beside what cannot be saved: the same sheet by the same reader, the rows that the
 * import left written bare into the same tables in one transaction, the same identities through a vault of its own. */
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "area/vault/vault.h"
#include "bench.h"
#include "db/db_int.h"
#include "sheet/parse.h"

#define ROUNDS      3
#define TABLES_MAX  100
#define MESSAGES    5000                /* more than there are */
#define FILE_BYTES  ((size_t)16 << 20)
#define TWIN_ROWS   2816
#define TWIN_COLS   7

struct table { char name[64]; int cols, rows; sqlite3_value **cells; };
struct source {
    char file[1000], demo[1000], full[1000], bare[1000];     /* a district as it was, one with the messages in it, one for bare rows */
    struct table tables[TABLES_MAX];
    int n_tables;
};

/* Of this process and of every child that has ended: what else runs on the computer is not in it. */
static double all_cpu_ms(void)
{
    struct rusage r;

    getrusage(RUSAGE_CHILDREN, &r);
    return cpu_ms() + (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
}

static void command(const char *fmt, ...) PRINTF(1, 2);

static void command(const char *fmt, ...)
{
    char text[6000];
    va_list v;

    va_start(v, fmt);
    vsnprintf(text, sizeof text, fmt, v);
    va_end(v);
    if (system(text) != 0)
        die("%s", text);
}

static struct db *opened(const char *dir)
{
    char url[1100];
    struct str why = STR("");
    struct db *db;

    snprintf(url, sizeof url, "sqlite:%s/xiezhi.db", dir);
    sure(db_open(&db, str_z(url), DB_WRITE, &why), "open");
    return db;
}

/* ---- the rows that the import left, kept in memory */
static sqlite3_stmt *asked(struct db *db, const char *text)
{
    sqlite3_stmt *q = NULL;

    if (sqlite3_prepare_v2(db->handle, text, -1, &q, NULL) != SQLITE_OK)
        die("%s: %s", text, sqlite3_errmsg(db->handle));
    return q;
}

static void rows_keep(struct db *db, struct table *t)
{
    char text[300];

    snprintf(text, sizeof text, "SELECT * FROM main.%s EXCEPT SELECT * FROM before.%s", t->name, t->name);
    sqlite3_stmt *q = asked(db, text);
    t->cols = sqlite3_column_count(q);
    for (; sqlite3_step(q) == SQLITE_ROW; t->rows++) {
        t->cells = realloc(t->cells, (size_t)(t->rows + 1) * (size_t)t->cols * sizeof *t->cells);
        if (t->cells == NULL)
            die("memory");
        for (int i = 0; i < t->cols; i++)
            t->cells[t->rows * t->cols + i] = sqlite3_value_dup(sqlite3_column_value(q, i));
    }
    sqlite3_finalize(q);
}

/* The index is filled later, by a job: its tables are not the import's. */
static void tables_keep(struct source *s)
{
    char text[1200];
    struct db *db = opened(s->full);

    snprintf(text, sizeof text, "ATTACH '%s/xiezhi.db' AS before", s->demo);
    sure(db_exec(db, text), "attach");
    sqlite3_stmt *q = asked(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%'");
    while (s->n_tables < TABLES_MAX && sqlite3_step(q) == SQLITE_ROW)
        snprintf(s->tables[s->n_tables++].name, sizeof s->tables[0].name, "%s", (const char *)sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    for (int i = 0; i < s->n_tables; i++) {
        rows_keep(db, &s->tables[i]);
        if (s->tables[i].rows > 0)
            note("%s: %d rows", s->tables[i].name, s->tables[i].rows);
    }
    db_close(db);
}

/* ---- the yardstick */
static struct str bytes_of(struct arena *a, const char *file)
{
    FILE *f = fopen(file, "rb");
    char *p = arena_alloc(a, FILE_BYTES, 8);
    size_t n = f != NULL && p != NULL ? fread(p, 1, FILE_BYTES, f) : 0;

    if (n == 0 || n == FILE_BYTES)
        die("%s", file);
    fclose(f);
    return (struct str){ p, n };
}

static void sheet_once(struct arena *a, const struct source *s, struct sheet *out)
{
    struct sheet_error e = sheet_parse(a, bytes_of(a, s->file), STR(""), out);

    if (e.fault != SHEET_OK)
        die("%s: fault %d", s->file, (int)e.fault);
}

/* A counter or the head of the audit chain was there before: it is replaced. */
static void table_put(struct db *db, const struct table *t)
{
    char text[2000];
    size_t n = (size_t)snprintf(text, sizeof text, "INSERT OR REPLACE INTO %s VALUES (", t->name);

    for (int i = 0; i < t->cols; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, i == 0 ? "?" : ", ?");
    snprintf(text + n, sizeof text - n, ")");
    sqlite3_stmt *q = asked(db, text);
    for (int r = 0; r < t->rows; r++) {
        for (int i = 0; i < t->cols; i++)
            sqlite3_bind_value(q, i + 1, t->cells[r * t->cols + i]);
        if (sqlite3_step(q) != SQLITE_DONE)
            die("%s: %s", text, sqlite3_errmsg(db->handle));
        sqlite3_reset(q);
    }
    sqlite3_finalize(q);
}

static void rows_put(const struct source *s)
{
    struct db *db = opened(s->bare);

    sure(db_exec(db, "PRAGMA foreign_keys = OFF"), "bare");
    sure(db_begin(db, DB_WRITE), "begin");
    for (int i = 0; i < s->n_tables; i++)
        if (s->tables[i].rows > 0)
            table_put(db, &s->tables[i]);
    sure(db_commit(db), "commit");
    db_close(db);
}

/* Whoever wrote, of every message: the references are drawn as the import draws them. */
static int identities(struct bench *b, const struct sheet *sheet, int64_t *refs, struct identity *who)
{
    int col = -1, n = 0;

    for (int i = 0; sheet->n > 0 && i < sheet->rows[0].n; i++)
        if (str_eq(str_trim(sheet->rows[0].cells[i].text), STR("留言用户")))
            col = i;
    for (int r = 1; r < sheet->n && col >= 0 && n < MESSAGES; r++) {
        if (col >= sheet->rows[r].n || sheet->rows[r].cells[col].text.n == 0)
            continue;
        refs[n] = rand_ref(&b->rand);
        who[n++] = (struct identity){ .name = sheet->rows[r].cells[col].text };
    }
    if (n == 0)
        die("nobody wrote the messages");
    return n;
}

/* n 0: what its start and its end take, which the yardstick leaves out. */
static double sealed_ms(const struct source *s, const int64_t *refs, const struct identity *who, int n)
{
    struct str why = STR("");
    struct vault *v;
    double began = all_cpu_ms();

    sure(vault_start(&v, s->bare, &why), "vault");
    if (n > 0)
        sure(vault_seal_many(v, refs, who, n, 1), "seal");
    vault_stop(v);
    return all_cpu_ms() - began;
}

static double yardstick_ms(struct bench *b, const struct source *s, double parts[3])
{
    static int64_t refs[MESSAGES];
    static struct identity who[MESSAGES];
    struct sheet sheet = { .n = 0 };
    struct arena a;

    arena_open(&a, (size_t)256 << 20);
    command("rm -rf '%s' && cp -r '%s' '%s'", s->bare, s->demo, s->bare);
    double began = all_cpu_ms();
    sheet_once(&a, s, &sheet);
    parts[0] = all_cpu_ms() - began;
    began = all_cpu_ms();
    rows_put(s);
    parts[1] = all_cpu_ms() - began;
    int n = identities(b, &sheet, refs, who);
    double idle = sealed_ms(s, refs, who, 0);
    parts[2] = sealed_ms(s, refs, who, n) - idle;
    arena_close(&a);
    return parts[0] + parts[1] + parts[2];
}

/* ---- a twin of the messages: the same headings, as many rows */
static void twin_row(struct arena *a, int i, uint64_t *seed, struct out_cell *c)
{
    char text[4096], answer[4096];

    data_text(text, sizeof text, seed);
    data_text(answer, sizeof answer, seed);
    struct str day = str_fmt(a, "2019-%02d-%02d", 1 + i % 12, 1 + i % 28), hour = str_fmt(a, "%02d:%02d:%02d", i % 24, i % 60, i / 60 % 60);
    c[0].text = str_fmt(a, "%d", 100000 + i);
    c[1].text = str_fmt(a, "UU%05d", i);
    c[2].text = str_fmt(a, "咨询第%d件事", i);
    c[3].text = str_fmt(a, "%.*s %.*s", PF(day), PF(hour));
    c[4].text = str_copy(a, str_z(text));
    c[5].text = str_copy(a, str_z(answer));
    c[6].text = c[3].text;
}

static void twin_write(const char *file)
{
    static const char *const headings[TWIN_COLS] = { "留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间" };
    struct out_column cols[TWIN_COLS] = { { .width = 20 } };
    struct arena a;
    struct str bytes;
    uint64_t seed = 2816;

    arena_open(&a, (size_t)256 << 20);
    struct out_cell *cells = NEWS(&a, struct out_cell, TWIN_ROWS * TWIN_COLS);
    for (int i = 0; i < TWIN_COLS; i++)
        cols[i] = (struct out_column){ .label = str_z(headings[i]), .width = 20 };
    for (int i = 0; i < TWIN_ROWS; i++)
        twin_row(&a, i, &seed, &cells[i * TWIN_COLS]);
    sure(xlsx_write(&a, &(struct out_sheet){ .name = STR("twin"), .cols = cols, .n_cols = TWIN_COLS, .cells = cells, .n_rows = TWIN_ROWS }, &bytes), "twin");
    FILE *f = fopen(file, "wb");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        die("%s", file);
    arena_close(&a);
}

/* ---- the command, its start and its stop included */
static double command_ms(const struct source *s, double *wall)
{
    command("rm -rf '%s' && cp -r '%s' '%s'", s->full, s->demo, s->full);
    double at = now_ms(), began = all_cpu_ms();
    command("build/xiezhi import petition '%s' --map docs/examples/citizen-messages.yaml --data '%s' >'%s/import.log' 2>&1", s->file, s->full, s->full);
    *wall = now_ms() - at;
    return all_cpu_ms() - began;
}

static void rounds(struct bench *b, struct source *s)
{
    struct series whole = { 0 }, bare = { 0 };
    double wall, parts[3];

    for (int i = 0; i < ROUNDS; i++) {
        series_add(&whole, command_ms(s, &wall) / 1000);
        if (i == 0)
            tables_keep(s);
        series_add(&bare, yardstick_ms(b, s, parts) / 1000);
        note("round %d: %.2f s (%.2f s by the wall clock); the sheet %.0f ms, bare rows %.0f ms, seals %.0f ms", i + 1, whole.ms[i], wall / 1000,
            parts[0], parts[1], parts[2]);
    }
    line(b, "import of the 2,816 messages from the command line", series_at(&whole, 0.5), "s", series_at(&bare, 0.5), AT_MOST, 6, 2);
    series_free(&whole);
    series_free(&bare);
}

void bench_import(struct bench *b)
{
    static struct source s;
    const char *given = getenv("XIEZHI_REAL_DATA");

    snprintf(s.file, sizeof s.file, "%s/citizen-messages.xlsx", given != NULL ? given : "../shared/data");
    if (access(s.file, R_OK) != 0) {
        note("import: %s is not here, a twin of it is taken", s.file);
        snprintf(s.file, sizeof s.file, "%s/twin.xlsx", b->root);
        twin_write(s.file);
    }
    snprintf(s.demo, sizeof s.demo, "%s/import", b->root);
    snprintf(s.full, sizeof s.full, "%s/import-full", b->root);
    snprintf(s.bare, sizeof s.bare, "%s/import-bare", b->root);
    make_demo(s.demo);
    rounds(b, &s);
    for (int i = 0; i < s.n_tables; i++) {
        for (int k = 0; k < s.tables[i].rows * s.tables[i].cols; k++)
            sqlite3_value_free(s.tables[i].cells[k]);
        free(s.tables[i].cells);
    }
}
