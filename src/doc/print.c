#include "doc/print.h"

#include <pthread.h>

#include "doc/doc_fonts.h"
#include "doc/poster.h"
#include "gen/embed.h"

static struct doc_fonts *fonts;
static bool used;                       /* since the last doc_print_idle */
static pthread_mutex_t printing = PTHREAD_MUTEX_INITIALIZER;

static const struct { const char *name; struct str type; } formats[DOC_FORMAT__MAX] = {
    [DOC_DOCX_FORMAT] = { "docx", STR_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document") },
    [DOC_PDF_FORMAT]  = { "pdf", STR_INIT("application/pdf") },
    [DOC_HTML_FORMAT] = { "html", STR_INIT("text/html; charset=utf-8") },
    [DOC_MD_FORMAT]   = { "md", STR_INIT("text/markdown; charset=utf-8") },
    [DOC_JSON_FORMAT] = { "json", STR_INIT("application/json; charset=utf-8") },
};

bool doc_format_find(struct str name, enum doc_format *out)
{
    for (int i = 0; i < DOC_FORMAT__MAX; i++)
        if (str_eq(name, str_z(formats[i].name))) {
            *out = (enum doc_format)i;
            return true;
        }
    return false;
}

const char *doc_format_name(enum doc_format f) { return formats[f].name; }
struct str doc_format_type(enum doc_format f) { return formats[f].type; }

static struct str font_config(void)
{
    for (int i = 0; i < embedded_n; i++)
        if (str_eq(str_z(embedded_files[i].name), STR("assets/fonts.conf")))
            return (struct str){ (const char *)embedded_files[i].p, embedded_files[i].n };
    return STR("");
}

static enum err print_pdf(const struct doc *d, struct str *out)
{
    int pages;

    pthread_mutex_lock(&printing);
    if (fonts == NULL)
        fonts = doc_fonts_open(font_config());
    used = true;
    enum err e = fonts == NULL ? ERR_BUG : doc_pdf(d, fonts, out, &pages);
    pthread_mutex_unlock(&printing);
    return e;
}

enum err print_poster(struct arena *a, const struct poster *p, struct str *out)
{
    pthread_mutex_lock(&printing);
    if (fonts == NULL)
        fonts = doc_fonts_open(font_config());
    used = true;
    enum err e = fonts == NULL ? ERR_BUG : poster_pdf(a, p, fonts, out);
    pthread_mutex_unlock(&printing);
    return e;
}

enum err doc_print_page(const struct doc *d, int page, struct str *out, int *pages)
{
    pthread_mutex_lock(&printing);
    if (fonts == NULL)
        fonts = doc_fonts_open(font_config());
    enum err e = fonts == NULL ? ERR_BUG : doc_png(d, fonts, page, 144, out, pages);
    pthread_mutex_unlock(&printing);
    return e;
}

bool doc_print_idle(void)
{
    pthread_mutex_lock(&printing);
    bool closes = fonts != NULL && !used;
    if (closes) {
        doc_fonts_close(fonts);
        fonts = NULL;
    }
    used = false;
    pthread_mutex_unlock(&printing);
    return closes;
}

enum err doc_print(const struct doc *d, enum doc_format f, struct str *out)
{
    switch (f) {
    case DOC_DOCX_FORMAT: return doc_docx(d, out);
    case DOC_PDF_FORMAT:  return print_pdf(d, out);
    case DOC_HTML_FORMAT: return doc_html(d, (struct doc_html_opts){ .whole = true }, out);
    case DOC_MD_FORMAT:   return doc_md(d, out);
    default:              return doc_json(d, out);
    }
}
