/* poster.h - one A4 page with large lines in the middle of it and one square of dark modules, drawn as the PDF of a document is.
 *
 * Lengths in millimetres from the upper left corner of the paper. A line that is wider than the page allows is drawn narrower.
 * Errors: BUG, TOO_LARGE.      Memory: a.      Thread-safe, by print.c.
 */
#ifndef DOC_POSTER_H
#define DOC_POSTER_H

#include "doc/doc.h"

enum poster_ink { POSTER_BLACK, POSTER_GREY, POSTER_WHITE };
enum poster_face { POSTER_HEAVY, POSTER_PLAIN };
#define POSTER_LINES_MAX 40
struct poster_line { struct str text; double y_mm, size; enum poster_ink ink; enum poster_face face; };     /* y: of the base line; size in points */
struct poster_run { int x, y, n; };
struct poster {
    struct poster_line lines[POSTER_LINES_MAX]; int n_lines;
    struct poster_run *runs; int n_runs, modules;       /* the square is `modules` wide */
    double code_top_mm, code_mm, band_mm;               /* band: height of the red field at the head */
    struct str title, author;
};
MUST_USE enum err poster_pdf(struct arena *a, const struct poster *p, struct doc_fonts *f, struct str *out);
MUST_USE enum err print_poster(struct arena *a, const struct poster *p, struct str *out);    /* print.c: with the fonts that are kept open */

#endif
