/* doc_fonts.h - the fonts of the PDF: found once, every character looked up once.
 *
 * Driven by   assets/fonts.conf (embedded; handed in by the caller, no environment variable is read).
 * Memory      an arena of its own and what cairo, pango and fontconfig hold: 50 MB after a summary, most
 *             of it font files mapped for cutting down. doc_fonts_close gives all of it back (malloc_trim
 *             returns it to the kernel), but only when nothing else in the process is using cairo.
 *             Not for two threads at once.
 * Cost        opening takes 10 to 70 ms, the first document 100 ms more, a page of a later one 6 ms: keep
 *             it open while documents are being printed.
 */
#ifndef DOC_DOC_FONTS_H
#define DOC_DOC_FONTS_H

#include "doc/doc_layout.h"

struct doc_fonts;

/* doc_fonts_open - config: the text of fonts.conf. NULL when fontconfig cannot read it or finds no font. */
struct doc_fonts *doc_fonts_open(struct str config);
void doc_fonts_close(struct doc_fonts *f);

struct doc_measure doc_fonts_measure(struct doc_fonts *f);

#define DOC_GLYPHS_MAX 8        /* of one character with its combining marks */
struct doc_glyph { int font; uint32_t id; float em; };
/* doc_fonts_glyphs - the glyphs of one atom, in fallback fonts where needed; how many. */
int doc_fonts_glyphs(struct doc_fonts *f, enum doc_face face, struct str cluster,
                     struct doc_glyph out[DOC_GLYPHS_MAX]);
void *doc_fonts_cairo(struct doc_fonts *f, int font);           /* cairo_font_face_t *, owned by f */

/* The name by which word processors know a face; the same names are the families of fonts.conf. */
const char *doc_face_name(enum doc_face face);

#endif
