/* bench.h - what every line of the table shares: the data set, the clock, percentiles, and how a line is printed.
 * Each line is measured beside its yardstick in the same run; a bound is on their ratio, so that a loaded machine does not decide. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "app/app.h"
#include "gate/session.h"

#define DAYS_FROM_Y 2010                /* ten years end with June 2020 */

struct bench {
    char root[900], dir[1024];          /* build/bench, and the data set in it */
    int64_t rows;                       /* petitions in ten years */
    struct app app;
    struct db *db;                      /* of dir, read-only */
    struct arena a;
    struct rand rand;
    struct user *officer, *clerk;
    int failed, lines;
    const char *only;                   /* lines whose name begins so; NULL = all */
};
struct series { double *ms; int n, cap; };

double now_ms(void);
double cpu_ms(void);                    /* of this process: what another process does on the computer is not in it */
void die(const char *fmt, ...) PRINTF(1, 2);
void sure(enum err e, const char *what);
void series_add(struct series *s, double ms);
double series_at(struct series *s, double p);                           /* p 0..1; sorts */
void series_free(struct series *s);
/* line - one row of the table; bound on value / yardstick, at most or at least; limit: an absolute one in the same unit, 0 = none. */
enum sense { AT_MOST, AT_LEAST };
void line(struct bench *b, const char *work, double value, const char *unit, double yardstick, enum sense s, double bound, double limit);
void note(const char *fmt, ...) PRINTF(1, 2);
bool wanted(const struct bench *b, const char *name);
struct ctx bench_ctx(struct bench *b, const struct user *who);

/* data.c: a data directory made once by `init --demo` and filled directly; years before 2020-07 */
void data_make(const char *dir, int64_t per_year, int years);
void data_text(char *out, size_t max, uint64_t *seed);                  /* a letter of about 220 characters */
uint64_t draw(uint64_t *seed, uint64_t n);

/* http.c: one connection of a user */
struct browser;
struct browser *browser_new(int port, const char *login, const char *password);
struct browser *browser_again(int port, const struct browser *w);       /* the same session on another connection */
int browser_get(struct browser *w, const char *path);                   /* status; the body stays readable until the next call */
int browser_post(struct browser *w, const char *path, const char *body, size_t n);
struct browser *browser_plain(int port);                                /* of nobody */
int browser_send(struct browser *w, const char *request, size_t n);     /* a whole request as written, or its end */
void browser_part(struct browser *w, const char *p, size_t n);          /* the beginning of one */
const char *browser_body(const struct browser *w);
const char *browser_location(const struct browser *w);
const char *browser_token(const struct browser *w);
void browser_close(struct browser *w);
struct server_run { int pid, port; };
struct server_run server_run(const char *dir);
struct server_run server_run_as(const char *verb, const char *dir);     /* serve or portal */
double server_pss_mb(struct server_run s);                              /* with everything it started */
double server_peak_mb(struct server_run s);                             /* of the server alone, resident, since its start */
void server_end(struct server_run s);
double server_cpu_ms(struct server_run s);                              /* of the server, all its threads */
void password_of(const char *dir, const char *login, char *out, size_t max);
void make_demo(const char *dir);        /* init --demo, passwords kept in DIR/passwords */

void bench_register(struct bench *b);
void bench_index(struct bench *b);
void bench_figures(struct bench *b);
void bench_years(struct bench *b);
void bench_lists(struct bench *b);
void bench_search(struct bench *b);
void bench_summary(struct bench *b);
void bench_import(struct bench *b);
void bench_memory(struct bench *b);
void bench_audit(struct bench *b);
void bench_ferry(struct bench *b);
void bench_portal(struct bench *b);

#endif
