/* PDF: draws the layout with cairo, fonts embedded and cut down to the glyphs used, headings as
 * bookmarks. */
#include "doc/doc_fonts.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <string.h>

#define RED 0.902, 0.0, 0.071           /* of 发文机关标志 and its line */
#define NO_DATE "1970-01-01T00:00:00+08:00"     /* cairo would write the clock */

/* One stretch of a line in one font; the arrays hold the longest line. */
struct stretch { cairo_glyph_t *glyphs; cairo_text_cluster_t *clusters; char *text; int n_glyphs, n_clusters, n_text, font; };
struct pen { cairo_t *cr; struct doc_fonts *fonts; struct stretch s; };

static cairo_status_t write_bytes(void *self, const unsigned char *p, unsigned int n)
{
    struct buf *b = self;

    buf_add(b, (struct str){ (const char *)p, n });
    return b->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static const char *zero_ended(struct arena *a, struct str s)
{
    return str_copy(a, s).p;
}

static void set_properties(cairo_surface_t *s, const struct doc *d)
{
    struct str day = date_is_set(d->date)
                         ? str_fmt(d->a, "%.*sT00:00:00+08:00", PF(date_str(d->a, d->date)))
                         : STR(NO_DATE);

    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, zero_ended(d->a, doc_title(d)));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, zero_ended(d->a, d->author));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, zero_ended(d->a, day));
}

static void flush(struct pen *p, double size)
{
    struct stretch *s = &p->s;

    if (s->n_glyphs > 0) {
        cairo_set_font_face(p->cr, doc_fonts_cairo(p->fonts, s->font));
        cairo_set_font_size(p->cr, size);
        cairo_show_text_glyphs(p->cr, s->text, s->n_text, s->glyphs, s->n_glyphs, s->clusters,
                               s->n_clusters, 0);
    }
    s->n_glyphs = s->n_clusters = s->n_text = 0;
}

static void add_atom(struct pen *p, const struct doc_line *l, const struct doc_atom *atom)
{
    struct stretch *s = &p->s;
    struct doc_glyph g[DOC_GLYPHS_MAX];
    int n = doc_fonts_glyphs(p->fonts, l->face, (struct str){ atom->p, (size_t)atom->n }, g);
    double x = (double)atom->x;

    if (n == 0)
        return;
    if (s->n_glyphs > 0 && g[0].font != s->font)
        flush(p, l->size);
    s->font = g[0].font;
    for (int i = 0; i < n; i++) {
        s->glyphs[s->n_glyphs++] = (cairo_glyph_t){ g[i].id, x, 0 };
        x += (double)g[i].em * l->size;
    }
    s->clusters[s->n_clusters++] = (cairo_text_cluster_t){ atom->n, n };
    memcpy(s->text + s->n_text, atom->p, (size_t)atom->n);
    s->n_text += atom->n;
}

static struct stretch stretch_new(struct arena *a, const struct doc_layout *lay)
{
    size_t atoms = 0, bytes = 0;

    for (int i = 0; i < lay->n_lines; i++) {
        size_t n = (size_t)lay->lines[i].n, sum = 0;

        for (size_t k = 0; k < n; k++)
            sum += (size_t)lay->lines[i].atoms[k].n;
        atoms = n > atoms ? n : atoms;
        bytes = sum > bytes ? sum : bytes;
    }
    return (struct stretch){ .glyphs = NEWS(a, cairo_glyph_t, mul_size(atoms + 1, DOC_GLYPHS_MAX)),
                             .clusters = NEWS(a, cairo_text_cluster_t, atoms + 1),
                             .text = NEWS(a, char, bytes + 1) };
}

static void draw_line(struct pen *p, const struct doc_line *l)
{
    cairo_save(p->cr);
    cairo_translate(p->cr, l->x, l->y);
    cairo_scale(p->cr, l->narrow, 1);
    if (l->red)
        cairo_set_source_rgb(p->cr, RED);
    else
        cairo_set_source_rgb(p->cr, 0, 0, 0);
    for (int i = 0; i < l->n; i++)
        add_atom(p, l, &l->atoms[i]);
    flush(p, l->size);
    cairo_restore(p->cr);
}

static void draw_page(struct pen *p, const struct doc_layout *lay, int page)
{
    for (int i = 0; i < lay->n_lines; i++)
        if (lay->lines[i].page == page)
            draw_line(p, &lay->lines[i]);
    for (int i = 0; i < lay->n_rules; i++) {
        const struct doc_rule *r = &lay->rules[i];

        if (r->page != page)
            continue;
        if (r->red)
            cairo_set_source_rgb(p->cr, RED);
        else
            cairo_set_source_rgb(p->cr, 0, 0, 0);
        cairo_set_line_width(p->cr, r->width);
        cairo_move_to(p->cr, r->x0, r->y0);
        cairo_line_to(p->cr, r->x1, r->y1);
        cairo_stroke(p->cr);
    }
}

/* add_bookmarks - a tree of the headings; `parents` holds the last heading of each level. */
static void add_bookmarks(cairo_surface_t *s, const struct doc *d, const struct doc_layout *lay)
{
    int parents[4] = { CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT,
                       CAIRO_PDF_OUTLINE_ROOT };

    for (int i = 0; i < lay->n_lines; i++) {
        const struct doc_line *l = &lay->lines[i];
        int level, id;
        struct str where;

        if (l->of == NULL || l->of->kind < DOC_HEADING1 || l->of->kind > DOC_HEADING3)
            continue;
        if (i > 0 && lay->lines[i - 1].of == l->of)
            continue;           /* a second line of the same heading */
        level = (int)l->of->kind - (int)DOC_HEADING1;
        where = str_fmt(d->a, "page=%d", l->page + 1); /* cairo 1.16 leaks what `pos` takes */
        id = cairo_pdf_surface_add_outline(s, parents[level],
                                           zero_ended(d->a, doc_plain(d->a, &l->of->text)),
                                           zero_ended(d->a, where), 0);
        for (int k = level + 1; k < 4; k++)
            parents[k] = id;
    }
}

enum err doc_pdf(const struct doc *d, struct doc_fonts *f, struct str *out, int *pages)
{
    struct doc_measure m = doc_fonts_measure(f);
    const struct doc_layout *lay = doc_layout(d, &m);
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);
    cairo_surface_t *s =
        cairo_pdf_surface_create_for_stream(write_bytes, &b, PAPER_WIDTH, PAPER_HEIGHT);
    struct pen p = { cairo_create(s), f, stretch_new(d->a, lay) };
    cairo_status_t status;

    set_properties(s, d);
    add_bookmarks(s, d, lay);
    for (int i = 0; i < lay->n_pages; i++) {
        draw_page(&p, lay, i);
        cairo_show_page(p.cr);
    }
    cairo_destroy(p.cr);
    cairo_surface_finish(s);
    status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    *pages = lay->n_pages;
    if (status != CAIRO_STATUS_SUCCESS && !b.overflow)
        return ERR_BUG;
    return doc_bytes(&b, out);
}

enum err doc_png(const struct doc *d, struct doc_fonts *f, int page, int dpi, struct str *out, int *pages)
{
    struct doc_measure m = doc_fonts_measure(f);
    const struct doc_layout *lay = doc_layout(d, &m);
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    *pages = lay->n_pages;
    *out = STR("");
    if (page < 0 || page >= lay->n_pages)
        return ERR_OK;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(PAPER_WIDTH * dpi / 72), (int)(PAPER_HEIGHT * dpi / 72));
    struct pen p = { cairo_create(s), f, stretch_new(d->a, lay) };
    cairo_set_source_rgb(p.cr, 1, 1, 1);
    cairo_paint(p.cr);
    cairo_scale(p.cr, dpi / 72.0, dpi / 72.0);
    draw_page(&p, lay, page);
    cairo_destroy(p.cr);
    cairo_status_t status = cairo_surface_write_to_png_stream(s, write_bytes, &b);
    cairo_surface_destroy(s);
    if (status != CAIRO_STATUS_SUCCESS && !b.overflow)
        return ERR_BUG;
    return doc_bytes(&b, out);
}
