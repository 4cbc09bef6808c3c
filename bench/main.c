/* main.c - make bench: the data set is made once under build/bench, then every line of the table beside its yardstick.
 *     bench [--rows N] [--only NAME] */
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "area/vault/vault.h"
#include "base/log.h"
#include "bench.h"
#include "db/db_int.h"
#include "gate/session.h"

double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void die(const char *fmt, ...)
{
    va_list v;

    va_start(v, fmt);
    vfprintf(stderr, fmt, v);
    va_end(v);
    fputc('\n', stderr);
    exit(1);
}

void sure(enum err e, const char *what)
{
    if (e != ERR_OK)
        die("%s: %s", what, err_text(e));
}

void note(const char *fmt, ...)
{
    va_list v;

    va_start(v, fmt);
    fputs("    ", stdout);
    vprintf(fmt, v);
    va_end(v);
    fputc('\n', stdout);
    fflush(stdout);
}

void series_add(struct series *s, double ms)
{
    if (s->n == s->cap) {
        s->cap = s->cap == 0 ? 256 : 2 * s->cap;
        s->ms = realloc(s->ms, (size_t)s->cap * sizeof *s->ms);
        if (s->ms == NULL)
            die("memory");
    }
    s->ms[s->n++] = ms;
}

static int rising(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return a < b ? -1 : a > b;
}

double series_at(struct series *s, double p)
{
    if (s->n == 0)
        return 0;
    qsort(s->ms, (size_t)s->n, sizeof *s->ms, rising);
    return s->ms[(int)(p * (s->n - 1) + 0.5)];
}

void series_free(struct series *s)
{
    free(s->ms);
    *s = (struct series){ 0 };
}

void line(struct bench *b, const char *work, double value, const char *unit, double yardstick, enum sense s, double bound, double limit)
{
    double ratio = yardstick > 0 ? value / yardstick : 0;
    bool fits = yardstick <= 0 || (s == AT_MOST ? ratio <= bound : ratio >= bound);
    bool within = limit <= 0 || (s == AT_MOST ? value <= limit : value >= limit);

    b->lines++;
    b->failed += !fits || !within;
    printf("%-58s %10.3f %-6s", work, value, unit);
    if (yardstick > 0)
        printf(" / %10.3f = %6.2f  %s %.2f  %s", yardstick, ratio, s == AT_MOST ? "<=" : ">=", bound, fits ? "ok" : "MISSED");
    if (limit > 0)
        printf("  %s %.0f %s  %s", s == AT_MOST ? "about <=" : ">=", limit, unit, within ? "ok" : "MISSED");
    putchar('\n');
    fflush(stdout);
}

bool wanted(const struct bench *b, const char *name) { return b->only == NULL || strncmp(name, b->only, strlen(b->only)) == 0; }

struct ctx bench_ctx(struct bench *b, const struct user *who)
{
    struct ctx c;

    arena_reset(&b->a);
    ctx_start(&b->app, &c, &b->a, b->db, &b->rand);
    c.who = who;
    return c;
}

static int64_t user_id(struct bench *b, const char *login)
{
    struct stmt *q = db_get(b->db, SQL_USER_BY_LOGIN);

    db_bind_str(q, ":login", str_z(login));
    int64_t id = db_next(q) ? db_int(q, 0) : 0;
    sure(db_end(q), "user");
    return id;
}

static void users_load(struct bench *b)
{
    static struct arena kept;
    struct ctx c = bench_ctx(b, &user_nobody);

    arena_open(&kept, (size_t)1 << 20);
    c.a = &kept;
    sure(user_load(&c, user_id(b, "officer"), &b->officer), "officer");
    sure(user_load(&c, user_id(b, "clerk"), &b->clerk), "clerk");
}

static void district_open(struct bench *b)
{
    struct str why = STR("");
    char url[1100];

    snprintf(b->dir, sizeof b->dir, "%s/%lld", b->root, (long long)b->rows);
    data_make(b->dir, b->rows / 10, 10);
    sure(law_load(&b->app, &why), "def");
    snprintf(b->app.data_dir, sizeof b->app.data_dir, "%s", b->dir);
    snprintf(url, sizeof url, "sqlite:%s/xiezhi.db", b->dir);
    sure(db_open(&b->db, str_z(url), DB_WRITE, &why), "open");
    sure(db_migrate(b->db, 1, &why), "migrate");        /* a set made by an older program */
    sure(db_exec(b->db, "UPDATE app_user SET password_once = 0"), "passwords");     /* its users come again and again */
    db_close(b->db);
    sure(db_open(&b->db, str_z(url), DB_READ, &why), "open");
    b->app.fixed_now_ms = INT64_C(1594000000000);       /* July 2020, as the demonstration's own clock */
    arena_open(&b->a, (size_t)2 << 30);
    users_load(b);
}

static const struct { const char *name; void (*run)(struct bench *b); } parts[] = {
    { "register", bench_register }, { "index", bench_index }, { "figures", bench_figures }, { "years", bench_years },
    { "lists", bench_lists }, { "search", bench_search }, { "summary", bench_summary }, { "import", bench_import },
    { "memory", bench_memory }, { "audit", bench_audit }, { "ferry", bench_ferry }, { "portal", bench_portal },
};

int main(int argc, char **argv)
{
    static struct bench b;

    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0)
        return 1;
    if (argc == 4 && strcmp(argv[1], "vault-serve") == 0)       /* the import's yardstick starts one */
        return vault_serve_main(argv[2], atoi(argv[3]));
    log_quiet(1);
    b.rows = 1000000;
    b.rand.node = 1;
    snprintf(b.root, sizeof b.root, "build/bench");
    for (int i = 1; i + 1 < argc; i += 2)
        if (strcmp(argv[i], "--rows") == 0)
            b.rows = strtoll(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            b.only = argv[i + 1];
    mkdir("build", 0777);
    mkdir(b.root, 0777);
    district_open(&b);
    printf("%lld petitions in ten years; each line beside its yardstick of the same run\n", (long long)b.rows);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (wanted(&b, parts[i].name))
            parts[i].run(&b);
    printf("%d lines, %d missed\n", b.lines, b.failed);
    db_close(b.db);
    return b.failed > 0;
}
