/* print.c - the summary as docx and pdf beside libzip and cairo with pango of the same words; and the memory of an idle server that has worked. */
#include <cairo-pdf.h>
#include <dirent.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "area/summary/summary.h"
#include "bench.h"
#include "doc/doc_fonts.h"
#include "gen/embed.h"

#define ROUNDS 41                       /* by the processor's time, the middle one: what else runs on the computer is not in it */

/* ---- docx */
struct part { char name[100]; char *p; size_t n; };

static int parts_of(struct str docx, struct part *out, int max)
{
    zip_error_t fault;
    zip_source_t *src = zip_source_buffer_create(docx.p, docx.n, 0, &fault);
    zip_t *z = zip_open_from_source(src, ZIP_RDONLY, &fault);
    int n = 0;

    for (zip_int64_t i = 0; z != NULL && i < zip_get_num_entries(z, 0) && n < max; i++, n++) {
        zip_stat_t st;
        zip_stat_index(z, (zip_uint64_t)i, 0, &st);
        snprintf(out[n].name, sizeof out[n].name, "%s", st.name);
        out[n].n = (size_t)st.size;
        out[n].p = malloc(out[n].n + 1);
        zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
        if (out[n].p == NULL || f == NULL || zip_fread(f, out[n].p, out[n].n) != (zip_int64_t)out[n].n)
            die("docx");
        zip_fclose(f);
    }
    zip_discard(z);
    return n;
}

static void zip_bare(const struct part *parts, int n)
{
    zip_error_t fault;
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &fault);

    zip_source_keep(src);
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, &fault);
    for (int i = 0; i < n; i++)
        zip_file_add(z, parts[i].name, zip_source_buffer(z, parts[i].p, parts[i].n, 0), ZIP_FL_ENC_UTF_8);
    if (zip_close(z) != 0)
        die("zip");
    zip_source_free(src);
}

static void docx(struct bench *b, const struct doc *d)
{
    struct series whole = { 0 }, bare = { 0 };
    struct part parts[20];
    struct str bytes;

    sure(doc_docx(d, &bytes), "docx");
    int n = parts_of(bytes, parts, 20);
    for (int i = 0; i < ROUNDS; i++) {
        double began = cpu_ms();
        sure(doc_docx(d, &bytes), "docx");
        series_add(&whole, cpu_ms() - began);
        began = cpu_ms();
        zip_bare(parts, n);
        series_add(&bare, cpu_ms() - began);
    }
    for (int i = 0; i < n; i++)
        free(parts[i].p);
    line(b, "summary, docx", series_at(&whole, 0.5), "ms", series_at(&bare, 0.5), AT_MOST, 2, 6);
    series_free(&whole);
    series_free(&bare);
}

/* ---- pdf */
static cairo_status_t swallow(void *n, const unsigned char *p, unsigned int length)
{
    (void)p;
    *(size_t *)n += length;
    return CAIRO_STATUS_SUCCESS;
}

/* The same words in the same size on the same paper, broken by pango, 22 lines a page, with nothing else done to them. */
static void pango_bare(struct str text, const char *face)
{
    size_t bytes = 0;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(swallow, &bytes, 595.28, 841.89);
    cairo_t *cr = cairo_create(s);
    PangoLayout *l = pango_cairo_create_layout(cr);
    PangoFontDescription *f = pango_font_description_from_string(face);
    int shown = 0;

    pango_font_description_set_absolute_size(f, 16 * PANGO_SCALE);
    pango_layout_set_font_description(l, f);
    pango_layout_set_width(l, 442 * PANGO_SCALE);
    while (text.n > 0) {
        struct str row = str_cut(&text, '\n');
        pango_layout_set_text(l, row.p, (int)row.n);
        PangoLayoutIter *it = pango_layout_get_iter(l);
        do {
            PangoLayoutLine *part = pango_layout_iter_get_line_readonly(it);
            cairo_move_to(cr, 79, 130 + 29 * (shown % 22));
            pango_cairo_show_layout_line(cr, part);
            if (++shown % 22 == 0)
                cairo_show_page(cr);
        } while (pango_layout_iter_next_line(it));
        pango_layout_iter_free(it);
    }
    pango_font_description_free(f);
    g_object_unref(l);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    cairo_surface_destroy(s);
}

static struct str embedded(const char *name)
{
    for (int i = 0; i < embedded_n; i++)
        if (strcmp(embedded_files[i].name, name) == 0)
            return (struct str){ (const char *)embedded_files[i].p, embedded_files[i].n };
    die("%s is not embedded", name);
    return STR("");
}

/* The fonts stay open: closing them asks that nobody else uses cairo, and pango does. */
static void pdf(struct bench *b, const struct doc *d)
{
    struct series whole = { 0 }, bare = { 0 };
    struct doc_fonts *f = doc_fonts_open(embedded("assets/fonts.conf"));
    struct str bytes, text;
    int pages = 1;

    if (f == NULL)
        die("no fonts");
    sure(doc_text(d, &text), "text");
    sure(doc_pdf(d, f, &bytes, &pages), "pdf");
    pango_bare(text, "FandolFang");
    for (int i = 0; i < ROUNDS; i++) {
        double began = cpu_ms();
        sure(doc_pdf(d, f, &bytes, &pages), "pdf");
        series_add(&whole, (cpu_ms() - began) / pages);
        began = cpu_ms();
        pango_bare(text, "FandolFang");
        series_add(&bare, (cpu_ms() - began) / pages);
    }
    line(b, "summary, pdf, per page", series_at(&whole, 0.5), "ms", series_at(&bare, 0.5), AT_MOST, 2, 12);
    note("%d pages", pages);
    series_free(&whole);
    series_free(&bare);
}

void bench_summary(struct bench *b)
{
    struct ctx c = bench_ctx(b, b->officer);
    struct report r;
    struct stats s;
    struct doc *d;
    struct window w;

    if (!period_read(STR("2020H1"), &w))
        die("2020H1");
    sure(db_begin(b->db, DB_READ), "begin");
    enum err e = report_of_period(&c, w, &r);
    if (e == ERR_NOT_FOUND)
        r = (struct report){ .organ_id = b->officer->organ_id, .w = w, .as_of = w.to };
    else
        sure(e, "report");
    sure(report_tree(&c, &r, &s, &d), "summary");
    db_rollback(b->db);
    docx(b, d);
    pdf(b, d);
}

/* ---- memory */
static long pss_of(int pid)
{
    char path[100], row[200];
    long kb = 0, v;

    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(row, sizeof row, f) != NULL)
        if (sscanf(row, "Pss: %ld kB", &v) == 1)
            kb = v;
    if (f != NULL)
        fclose(f);
    return kb;
}

static int parent_of(int pid)
{
    char path[100], row[1000];
    int parent = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (f != NULL && fgets(row, sizeof row, f) != NULL) {
        char *p = strrchr(row, ')');
        if (p != NULL)
            sscanf(p + 1, " %*c %d", &parent);
    }
    if (f != NULL)
        fclose(f);
    return parent;
}

/* The server and everything it started, and what these started. */
static long pss_family(int pid)
{
    DIR *d = opendir("/proc");
    long kb = pss_of(pid);

    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        int p = atoi(e->d_name), up = p;
        for (int depth = 0; up > 1 && up != pid && depth < 8; depth++)
            up = parent_of(up);
        if (p > 1 && p != pid && up == pid) {
            note("helper %d: %.1f MB", p, (double)pss_of(p) / 1024);
            kb += pss_of(p);
        }
    }
    if (d != NULL)
        closedir(d);
    note("server: %.1f MB", (double)pss_of(pid) / 1024);
    return kb;
}

double server_pss_mb(struct server_run s) { return (double)pss_family(s.pid) / 1024; }

double server_peak_mb(struct server_run s)
{
    char path[100], row[200];
    long kb = 0;

    snprintf(path, sizeof path, "/proc/%d/status", s.pid);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(row, sizeof row, f) != NULL)
        sscanf(row, "VmHWM: %ld", &kb);
    if (f != NULL)
        fclose(f);
    return (double)kb / 1024;
}

void bench_memory(struct bench *b)
{
    static const char *const pages[] = { "/petition", "/petition?state=kept", "/lead", "/case", "/result", "/person", "/search?q=%E6%9D%91", "/", "/petition?channel=web&sort=-channel",
        "/figures?period=2020H1" };
    char password[100];

    password_of(b->dir, "officer", password, sizeof password);
    struct server_run s = server_run(b->dir);
    struct browser *w = browser_new(s.port, "officer", password);
    for (int i = 0; i < 200; i++) {
        int k = i % 20 < 10 ? i % 9 : i % 10;
        if (k == 9 && i > 40)
            k = 0;
        if (browser_get(w, pages[k]) != 200)
            die("%s: %.200s", pages[k], browser_body(w));
    }
    char command[2600];
    snprintf(command, sizeof command, "build/xiezhi summary --data '%s' --period 2020H1 --format pdf --out '%s/summary.pdf'", b->dir, b->dir);
    if (system(command) != 0)
        die("%s", command);
    browser_close(w);
    sleep(35);
    line(b, "server with helpers, idle after 200 pages and a summary", server_pss_mb(s), "MB", 0, AT_MOST, 0, 64);
    server_end(s);
}
