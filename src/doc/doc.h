/* doc.h - one document tree and its writers: docx, pdf, html, markdown, json and plain text.
 *
 * A document is a list of blocks in the order of GB/T 9704: mark, number, title, addressee, body,
 * attachment note, sign, date, note, 版记 (copy-to and issuer). The six writers walk the same tree, so
 * their words cannot differ; a test takes the text out of all of them and compares. Nothing here knows
 * what a figure or a petition is: a figure is a run with an id and an exact value beside its text.
 *
 * Memory      everything lives in the arena of the document.
 * Errors      TOO_LARGE (sticky, see doc_bytes); BUG when a library fails.
 * Bytes       depend on the tree alone: no clock, no time zone, no random id. doc.date dates the PDF.
 * Source      GB/T 9704-2012, clauses 5.2 (22 lines of 28 characters), 7.2 to 7.5, 10.1.
 * Example     struct doc *d = doc_new(a);  doc_say(d, DOC_TITLE, title);  TRY(doc_docx(d, &bytes));
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/buf.h"
#include "base/date.h"

#define DOC_BYTES_MAX ((size_t)24 << 20)    /* of a written document; 12 pages are under 1 MiB */

enum doc_kind {
    DOC_MARK,           /* 发文机关标志: red, centred, 35 mm below the edge of the type area */
    DOC_LETTERHEAD,     /* the same in letter form (10.1): higher up, red double lines */
    DOC_NUMBER,         /* 发文字号; after a mark the red line stands under it */
    DOC_TITLE,          /* a '\n' in it is the line break that the author chose */
    DOC_ADDRESSEE,      /* 主送机关, flush left */
    DOC_HEADING1, DOC_HEADING2, DOC_HEADING3,   /* 一、 （一） 1. */
    DOC_PARA,
    DOC_TABLE,
    DOC_ATTACHMENT,     /* 附件说明, one line below the body */
    DOC_SIGN, DOC_DATE,
    DOC_NOTE,           /* 附注, under the date */
    DOC_COPY_TO,        /* 版记: 抄送 */
    DOC_ISSUER,         /* 版记: 印发机关 in text, 印发日期 in right */
    DOC_BREAK,          /* page break */
    DOC__MAX
};

enum doc_run_kind {
    DOC_PLAIN,
    DOC_FIGURE,         /* computed from records: id and value are set */
    DOC_TYPED           /* a number that somebody typed into free text (decisions.md 14) */
};
struct doc_run { struct doc_run *next; struct str text, id, value; enum doc_run_kind kind; };
struct doc_text { struct doc_run *first, *last; };

enum doc_align { DOC_LEFT, DOC_CENTRE, DOC_RIGHT };
struct doc_cell {
    struct doc_text text;
    int span;                   /* columns it covers; 0 = covered by the cell on its left */
};
struct doc_table {
    struct doc_cell *cells;     /* row by row */
    int n_rows, n_cols;
    bool has_head;              /* the first row is a head, repeated on every page */
    int *widths;                /* relative, one per column; NULL = by content */
    enum doc_align *align;      /* one per column */
};

struct doc_block {
    struct doc_block *next;
    enum doc_kind kind;
    struct doc_text text, right;
    struct doc_table *table;
};

/* A number typed by hand: "12", "12个村", and the id of the free text it stands in. */
struct doc_typed { struct doc_typed *next; struct str number, context, part; };

struct doc {
    struct arena *a;
    struct doc_block *first, *last;
    struct doc_typed *typed, *typed_last;
    struct date date;           /* of the PDF and docx properties; not set = no date in them */
    struct str author;          /* the issuing organ, for the same properties */
};

struct doc *doc_new(struct arena *a);
struct doc_block *doc_add(struct doc *d, enum doc_kind kind);                   /* an empty block */
struct doc_block *doc_say(struct doc *d, enum doc_kind kind, struct str text);  /* one of one run */
void doc_run_add(struct doc *d, struct doc_text *t, struct doc_run run);        /* "" is left out */
struct doc_table *doc_table_new(struct doc *d, int n_rows, int n_cols);         /* empty cells */
struct doc_cell *doc_cell(const struct doc_table *t, int row, int col);
const char *doc_kind_name(enum doc_kind k);                                     /* "heading1" */

/* doc_plain - the words of t in one piece, without the line breaks its author chose. Memory: a. */
struct str doc_plain(struct arena *a, const struct doc_text *t);
struct str doc_title(const struct doc *d);      /* of the title block, else of the first, else "" */

struct doc_html_opts {
    bool whole;                 /* a page of its own with its style; else the inside of an <article> */
    struct str figure_href;     /* head of a figure's link, before its id; "" = marked spans */
    struct str figure_ids;      /* " F26 F27 ": only these are links; "" = all */
    struct str figure_query;    /* after the id: "?period=2020H1" */
};

/* The writers. Result: bytes of d->a. Errors: TOO_LARGE, BUG. */
MUST_USE enum err doc_docx(const struct doc *d, struct str *out);
MUST_USE enum err doc_html(const struct doc *d, struct doc_html_opts o, struct str *out);
/* doc_html_inside - the inside of the <article> of a whole page that doc_html wrote; borrowed. Errors: BUG. */
MUST_USE enum err doc_html_inside(struct str page, struct str *out);
MUST_USE enum err doc_md(const struct doc *d, struct str *out);
MUST_USE enum err doc_json(const struct doc *d, struct str *out);
MUST_USE enum err doc_text(const struct doc *d, struct str *out);   /* a line per paragraph, cell */

struct doc_fonts;               /* doc_fonts.h: opened once per thread */
MUST_USE enum err doc_pdf(const struct doc *d, struct doc_fonts *f, struct str *out, int *pages);

/* doc_png - one page (from 0) as a picture of `dpi`, for a preview; *pages says how many there are; beyond them *out is "". */
MUST_USE enum err doc_png(const struct doc *d, struct doc_fonts *f, int page, int dpi, struct str *out, int *pages);

/* doc_bytes - the end of a writer: what b holds, or TOO_LARGE when it overflowed. */
MUST_USE enum err doc_bytes(const struct buf *b, struct str *out);

#endif
