/* doc_layout.h - where each character of a document stands on paper, by GB/T 9704-2012, without fonts.
 *
 * One layout serves two writers: the PDF draws it; the docx takes from it how many blank lines stand
 * above 版记 and how wide columns are. Breaking lines ourselves is what makes 22 lines of 28 characters
 * exact; a text library breaks them by its own measures of spacing.
 *
 *      0 ______ W = 156 mm         lengths in points from the upper left corner of the type area, but in
 *      |  line 1: 28 cells         doc_line and doc_rule from the corner of the paper, which is 28 mm
 *      |  ...                      further left and 37 mm further up
 *      |  line 22
 *    H = 225 mm
 *
 * Memory      the arena of the document.
 * Disadvantage: scripts that join or reorder letters are set one by one.
 */
#ifndef DOC_DOC_LAYOUT_H
#define DOC_DOC_LAYOUT_H

#include "doc/doc.h"

#define MM(x) ((x) * 72.0 / 25.4)
#define PAPER_WIDTH   MM(210.0)
#define PAPER_HEIGHT  MM(297.0)
#define AREA_LEFT     MM(28.0)          /* GB/T 9704-2012, 5.2.1: binding margin 28 mm, upper margin 37 mm */
#define AREA_TOP      MM(37.0)
#define AREA_WIDTH    MM(156.0)
#define AREA_HEIGHT   MM(225.0)
#define LINES_PER_PAGE 22
#define CELLS_PER_LINE 28
#define LINE_PITCH    (AREA_HEIGHT / LINES_PER_PAGE)
#define CELL_WIDTH    (AREA_WIDTH / CELLS_PER_LINE)
#define SIZE_2 22.0                     /* 二号, 三号, 四号 in points */
#define SIZE_3 16.0
#define SIZE_4 14.0

enum doc_face { FACE_FANG, FACE_KAI, FACE_HEI, FACE_SONG, FACE_TITLE, FACE__MAX };

/* One character with the marks that combine with it. x: from the start of its line, in points. */
struct doc_atom { const char *p; uint32_t cp; int n; float em, x; };

struct doc_line {
    const struct doc_atom *atoms; int n;
    int page;                   /* from 0 */
    double x, y;                /* start of the base line on the paper */
    double size, narrow;        /* points; horizontal scale, 1 = none */
    enum doc_face face;
    bool red;
    const struct doc_block *of; /* NULL = page number */
};
struct doc_rule { int page; double x0, y0, x1, y1, width; bool red; };

struct doc_layout {
    struct doc_line *lines; int n_lines, cap_lines;
    struct doc_rule *rules; int n_rules, cap_rules;
    int n_pages;
    int tail_lines;             /* whole blank lines between the last text and 版记 */
};

/* How wide a character is, in parts of its size. NULL = 1 for full-width characters and 0.5 for the
 * rest, which is what the fonts of an office have. */
struct doc_measure { void *self; double (*em)(void *self, enum doc_face f, struct str cluster); };

struct doc_layout *doc_layout(const struct doc *d, const struct doc_measure *m);

/* Line breaking (doc_break.c). */
struct doc_atom *doc_atoms(struct arena *a, const struct doc_text *t, enum doc_face f,
                           const struct doc_measure *m, int *n);
/* doc_break - end (exclusive) of the line that begins at `from` and has room for `room` em; *em gets
 * its natural width. A '\n' atom ends a line and belongs to it. */
int doc_break(const struct doc_atom *atoms, int n, int from, double room, double *em);
/* doc_spread - gives the atoms their x: `unit` points per em, and `slack` points more in the whole
 * line, unless that would tear it apart. */
void doc_spread(struct doc_atom *atoms, int n, double unit, double slack);
bool doc_is_wide(uint32_t cp);          /* takes a whole cell */

/* Column widths of a table in points, summing to `width`. Memory: a. */
double *doc_columns(struct arena *a, const struct doc_table *t, double width);

/* What the table part (doc_layout_table.c) needs of the flow. */
struct doc_flow {
    struct doc_layout *out;
    enum doc_kind head;         /* DOC_MARK, DOC_LETTERHEAD, or DOC__MAX: neither */
    struct arena *a;
    const struct doc_measure *m;
    int page;
    double y;                   /* next free point of the type area */
};
struct doc_style {
    enum doc_face face;
    double size, unit, pitch;   /* points: of a glyph, of an em with its spacing, from line to line */
    double indent, left, right; /* em: first line, all lines, right edge */
    enum { LAY_JUSTIFY, LAY_LEFT, LAY_CENTRE, LAY_RIGHT } align;
    bool red;
};
void flow_page(struct doc_flow *f);     /* to the top of the next page */
void flow_rule(struct doc_flow *f, double x0, double y0, double x1, double y1, double width);
/* flow_line - one line of atoms in [x, x + width] of the type area, its box from y to y + pitch. */
void flow_line(struct doc_flow *f, const struct doc_block *of, struct doc_style s,
               struct doc_atom *atoms, int n, double em, double x, double width, double y);
void flow_table(struct doc_flow *f, const struct doc_block *b);

#endif
