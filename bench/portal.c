/* portal.c - the reporting site: reports of 2 KB against a loop that closes and commits the same, a receipt looked up against a plain page,
 * a file of 1 GB against the bare sealing of it, and the memory of the site when nobody is there. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/portal/portal.h"
#include "bench.h"

#define WARM_MS   500
#define RUN_MS    4000
#define MOST      64
#define LOOKS     3000
#define FILE_SIZE ((int64_t)1 << 30)
#define PIECE     ((size_t)1 << 20)

static char body_text[2100];

struct client { pthread_t thread; struct browser *w; long done; double from, until; struct series wait; };

/* ---- what is sent */
static const char head_format[] = "POST %s HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\nContent-Type: multipart/form-data; boundary=zz\r\nContent-Length: %lld\r\n\r\n";
static const char fields_format[] = "--zz\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nanonymous\r\n--zz\r\nContent-Disposition: form-data; name=\"accused_rank\"\r\n\r\n"
    "village\r\n--zz\r\nContent-Disposition: form-data; name=\"accused_name\"\r\n\r\n某人\r\n--zz\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\n%s\r\n";

static void body_make(void)
{
    while (strlen(body_text) + 3 <= 2046)
        strcat(body_text, "领");
}

static size_t report_make(char *out, size_t max)
{
    char fields[4096];
    int n = snprintf(fields, sizeof fields, fields_format, body_text);
    int head = snprintf(out, max, head_format, "/report", (long long)n + 8);

    return (size_t)(head + snprintf(out + head, max - (size_t)head, "%s--zz--\r\n", fields));
}

static void *client_main(void *arg)
{
    struct client *k = arg;
    char request[8192];
    size_t n = report_make(request, sizeof request);

    while (now_ms() < k->until) {
        double began = now_ms();
        int status = browser_send(k->w, request, n);
        if (status != 201)
            die("a report is answered %d %.300s", status, browser_body(k->w));
        if (began >= k->from && now_ms() < k->until) {
            k->done++;
            series_add(&k->wait, now_ms() - began);
        }
    }
    return NULL;
}

static double over_http(struct server_run s, int clients, struct series *wait)
{
    static struct client k[MOST];
    long done = 0;
    double now = now_ms();

    for (int i = 0; i < clients; i++) {
        k[i] = (struct client){ .w = browser_plain(s.port), .from = now + WARM_MS, .until = now + WARM_MS + RUN_MS };
        if (pthread_create(&k[i].thread, NULL, client_main, &k[i]) != 0)
            die("thread");
    }
    for (int i = 0; i < clients; i++) {
        pthread_join(k[i].thread, NULL);
        done += k[i].done;
        for (int j = 0; j < k[i].wait.n; j++)
            series_add(wait, k[i].wait.ms[j]);
        series_free(&k[i].wait);
        browser_close(k[i].w);
    }
    return (double)done * 1000 / RUN_MS;
}

/* ---- the yardsticks */
struct outside { struct app app; struct arena lasting, a; struct portal_keys keys; struct db *db; };

static void outside_open(struct outside *o, const char *dir)
{
    struct str why = STR("");

    arena_open(&o->lasting, 1 << 20);
    arena_open(&o->a, (size_t)64 << 20);
    snprintf(o->app.data_dir, sizeof o->app.data_dir, "%.1000s", dir);
    snprintf(o->app.db_url, sizeof o->app.db_url, "sqlite:%.900s/portal.db", dir);
    sure(law_load(&o->app, &why), "law");
    sure(portal_keys_read(&o->lasting, dir, &o->keys), "keys");
    sure(db_open(&o->db, str_z(o->app.db_url), DB_WRITE, &why), "portal.db");
}

static void bare_report(struct outside *o)
{
    struct portal_report r = { .kind = STR("anonymous"), .accused_rank = STR("village"), .accused_name = STR("某人"), .body = str_z(body_text) };
    struct portal_taken t = { .id = 0 };
    struct ctx c;

    ctx_start(&o->app, &c, &o->a, o->db, &o->app.rand);
    sure(portal_seal(&c, &o->keys, &r, &t), "seal");
    sure(portal_store(&c, &r, &t), "store");
    arena_reset(&o->a);
}

/* As many in one commit as there are clients that may wait for one. */
static double bare_loop(struct outside *o, int group)
{
    double began = now_ms();
    long done = 0;

    while (now_ms() - began < RUN_MS) {
        sure(db_begin(o->db, DB_WRITE), "begin");
        for (int i = 0; i < group; i++)
            bare_report(o);
        sure(db_commit(o->db), "commit");
        done += group;
    }
    return (double)done * 1000 / (now_ms() - began);
}

static double bare_file(const char *dir, const char *piece)
{
    static struct sealed_file f;
    double began = now_ms();

    sure(sealed_file_start(&f, dir), "file");
    for (int64_t at = 0; at < FILE_SIZE; at += (int64_t)PIECE)
        sure(sealed_file_add(&f, piece, PIECE), "file");
    sure(sealed_file_end(&f, dir), "file");
    double ms = now_ms() - began;
    sealed_file_drop(&f, dir);
    return ms;
}

/* ---- lines */
static void reports(struct bench *b, struct outside *o, const char *dir)
{
    static const int crowds[] = { 1, 8, MOST };

    for (size_t i = 0; i < sizeof crowds / sizeof crowds[0]; i++) {
        struct series wait = { 0 };
        char work[100];
        double before = bare_loop(o, crowds[i]);
        struct server_run s = server_run_as("portal", dir);
        double rate = over_http(s, crowds[i], &wait);
        server_end(s);
        double after = bare_loop(o, crowds[i]);
        snprintf(work, sizeof work, "reports of 2 KB, %d client%s, none refused", crowds[i], crowds[i] > 1 ? "s" : "");
        line(b, work, rate, "/s", (before + after) / 2, AT_LEAST, 0.25, 0);
        note("answered in %.1f ms (middle), %.1f (95 of 100); bare loop, %d in a commit, %.0f/s before, %.0f after", series_at(&wait, 0.5),
            series_at(&wait, 0.95), crowds[i], before, after);
        series_free(&wait);
    }
}

/* receipt_of - a receipt of a report just sent; with its first sign and the check sign behind it changed it is one of no report. */
static void receipt_of(struct browser *w, char out[40], char wrong[40])
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    char request[8192];

    if (browser_send(w, request, report_make(request, sizeof request)) != 201)
        die("no report: %.200s", browser_body(w));
    const char *p = strstr(browser_body(w), "\"receipt\":\"");
    if (p == NULL)
        die("no receipt: %.200s", browser_body(w));
    snprintf(out, 40, "%.34s", p + 11);
    memcpy(wrong, out, 40);
    wrong[0] = signs[(strchr(signs, out[0]) - signs + 1) % 31];
    wrong[5] = signs[(strchr(signs, out[5]) - signs + 2) % 31];     /* the first sign counts twice: check_of in receipt.c */
}

static void look(struct browser *w, const char *request, int want, struct series *out)
{
    double began = now_ms();

    if (browser_send(w, request, strlen(request)) != want)
        die("a receipt is answered otherwise than %d: %.200s", want, browser_body(w));
    series_add(out, now_ms() - began);
}

static void receipts(struct bench *b, struct server_run s)
{
    struct browser *w = browser_plain(s.port);
    struct series right = { 0 }, wrong = { 0 }, page = { 0 };
    char good[40], bad[40], ask[3][300];

    receipt_of(w, good, bad);
    for (int i = 0; i < 2; i++)
        snprintf(ask[i], sizeof ask[i], "POST /follow HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 42\r\n\r\nreceipt=%s",
            i == 0 ? good : bad);
    snprintf(ask[2], sizeof ask[2], "GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
    for (int i = 0; i < LOOKS; i++) {           /* in turn, so that a busy machine slows all three */
        look(w, ask[0], 200, &right);
        look(w, ask[1], 404, &wrong);
        look(w, ask[2], 200, &page);
    }
    line(b, "a receipt looked up, p95", series_at(&right, 0.95), "ms", series_at(&page, 0.95), AT_MOST, 3, 5);
    line(b, "a receipt of no report, p95", series_at(&wrong, 0.95), "ms", series_at(&page, 0.95), AT_MOST, 3, 5);
    note("right %.3f ms, wrong %.3f, first page %.3f (middle of %d each)", series_at(&right, 0.5), series_at(&wrong, 0.5), series_at(&page, 0.5), LOOKS);
    series_free(&right);
    series_free(&wrong);
    series_free(&page);
    browser_close(w);
}

static double upload(struct server_run s, const char *piece)
{
    static const char file_head[] = "--zz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"v.mp4\"\r\n\r\n", end[] = "\r\n--zz--\r\n";
    struct browser *w = browser_plain(s.port);
    char fields[4096], head[5000];
    int n = snprintf(fields, sizeof fields, fields_format, body_text);
    double began = now_ms();
    int64_t length = n + (int64_t)strlen(file_head) + FILE_SIZE + (int64_t)strlen(end);

    snprintf(head, sizeof head, head_format, "/report", (long long)length);
    browser_part(w, head, strlen(head));
    browser_part(w, fields, (size_t)n);
    browser_part(w, file_head, strlen(file_head));
    for (int64_t at = 0; at < FILE_SIZE; at += (int64_t)PIECE)
        browser_part(w, piece, PIECE);
    int status = browser_send(w, end, strlen(end));
    if (status != 201)
        die("a file of 1 GB is answered %d %.200s", status, browser_body(w));
    browser_close(w);
    return now_ms() - began;
}

static void files(struct bench *b, struct server_run s, const char *dir)
{
    char *piece = malloc(PIECE);

    if (piece == NULL)
        die("memory");
    randombytes_buf(piece, PIECE);
    double before = bare_file(dir, piece), idle = server_peak_mb(s), ms = upload(s, piece), more = server_peak_mb(s) - idle, after = bare_file(dir, piece);
    line(b, "a file of 1 GB received, closed and durable", 1024e3 / ms, "MB/s", 2048e3 / (before + after), AT_LEAST, 0.5, 0);
    line(b, "memory more at its most meanwhile", more, "MB", 0, AT_MOST, 0, 32);
    note("bare sealing %.0f ms before, %.0f after", before, after);
    free(piece);
}

void bench_portal(struct bench *b)
{
    static struct outside o;
    char dir[1000], portal[1100];

    snprintf(dir, sizeof dir, "%s/outside", b->root);
    snprintf(portal, sizeof portal, "%s/portal", dir);
    body_make();
    make_demo(dir);
    outside_open(&o, portal);
    reports(b, &o, portal);
    db_close(o.db);
    struct server_run s = server_run_as("portal", portal);
    receipts(b, s);
    files(b, s, portal);
    sleep(2);
    line(b, "reporting site, idle again", server_pss_mb(s), "MB", 0, AT_MOST, 0, 32);
    server_end(s);
    snprintf(portal, sizeof portal, "rm -rf '%s'", dir);
    if (system(portal) != 0)
        die("%s", portal);
}
