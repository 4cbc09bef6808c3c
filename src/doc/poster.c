#include "doc/poster.h"

#include <cairo-pdf.h>
#include <cairo.h>

#include "base/utf8.h"
#include "doc/doc_fonts.h"

#define EDGE MM(16.0)           /* what stays free at either side */
#define NO_DATE "1970-01-01T00:00:00+08:00"

struct glyphs { struct doc_glyph *g; int n; double em; };

static cairo_status_t write_bytes(void *self, const unsigned char *p, unsigned int n)
{
    struct buf *b = self;

    buf_add(b, (struct str){ (const char *)p, n });
    return b->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* The glyphs of a line, and how wide they are together in parts of its size. */
static struct glyphs shape(struct arena *a, struct doc_fonts *f, const struct poster_line *l)
{
    struct glyphs out = { NEWS(a, struct doc_glyph, (l->text.n + 1) * DOC_GLYPHS_MAX), 0, 0 };

    for (size_t at = 0; at < l->text.n;) {
        uint32_t cp;
        size_t n = utf8_next(l->text, at, &cp);
        out.n += doc_fonts_glyphs(f, l->face == POSTER_HEAVY ? FACE_HEI : FACE_SONG, str_head(str_from(l->text, at), n), out.g + out.n);
        at += n;
    }
    for (int i = 0; i < out.n; i++)
        out.em += (double)out.g[i].em;
    return out;
}

static void draw_line(struct arena *a, cairo_t *cr, struct doc_fonts *f, const struct poster_line *l)
{
    static const double inks[] = { [POSTER_BLACK] = 0.0, [POSTER_GREY] = 0.35, [POSTER_WHITE] = 1.0 };
    struct glyphs s = shape(a, f, l);
    double width = s.em * l->size, room = PAPER_WIDTH - 2 * EDGE, narrow = width > room ? room / width : 1, x = 0;

    cairo_save(cr);
    cairo_set_source_rgb(cr, inks[l->ink], inks[l->ink], inks[l->ink]);
    cairo_translate(cr, (PAPER_WIDTH - width * narrow) / 2, MM(l->y_mm));
    cairo_scale(cr, narrow, 1);
    cairo_set_font_size(cr, l->size);
    for (int i = 0; i < s.n; i++) {
        cairo_glyph_t g = { s.g[i].id, x, 0 };
        cairo_set_font_face(cr, doc_fonts_cairo(f, s.g[i].font));
        cairo_set_font_size(cr, l->size);
        cairo_show_glyphs(cr, &g, 1);
        x += (double)s.g[i].em * l->size;
    }
    cairo_restore(cr);
}

static void draw_code(cairo_t *cr, const struct poster *p)
{
    double module = MM(p->code_mm) / (p->modules > 0 ? p->modules : 1);

    cairo_save(cr);
    cairo_translate(cr, (PAPER_WIDTH - MM(p->code_mm)) / 2, MM(p->code_top_mm));
    cairo_set_source_rgb(cr, 0, 0, 0);
    for (int i = 0; i < p->n_runs; i++)
        cairo_rectangle(cr, p->runs[i].x * module, p->runs[i].y * module, p->runs[i].n * module, module);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void properties(struct arena *a, cairo_surface_t *s, const struct poster *p)
{
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_copy(a, p->title).p);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, str_copy(a, p->author).p);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, NO_DATE);
}

enum err poster_pdf(struct arena *a, const struct poster *p, struct doc_fonts *f, struct str *out)
{
    struct buf b = buf_new(a, DOC_BYTES_MAX);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(write_bytes, &b, PAPER_WIDTH, PAPER_HEIGHT);
    cairo_t *cr = cairo_create(s);

    properties(a, s, p);
    cairo_set_source_rgb(cr, 0.68, 0.09, 0.11);
    cairo_rectangle(cr, 0, 0, PAPER_WIDTH, MM(p->band_mm));
    cairo_fill(cr);
    for (int i = 0; i < p->n_lines; i++)
        draw_line(a, cr, f, &p->lines[i]);
    draw_code(cr, p);
    cairo_show_page(cr);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    cairo_status_t status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    if (status != CAIRO_STATUS_SUCCESS && !b.overflow)
        return ERR_BUG;
    return doc_bytes(&b, out);
}
