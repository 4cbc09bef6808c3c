/* sheet.h - a spreadsheet as an office has it, xlsx or csv, read into rows of cells; and written again.
 *
 * Bytes that others made are parsed in a child without network, files or new memory beyond its limit (parse.h); what comes back is this struct.
 * Memory      the caller's arena.      Errors: enum sheet_fault, each a sentence of its own for the person who brought the file.
 * Limits      SHEET_ROWS_MAX rows, SHEET_COLS_MAX columns, SHEET_TEXT_MAX bytes of text; more is SHEET_TOO_LARGE.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/buf.h"
#include "base/date.h"

#define SHEET_ROWS_MAX 200000
#define SHEET_COLS_MAX 256
#define SHEET_TEXT_MAX ((size_t)96 << 20)

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL };    /* DATE: a number shown as a date; text holds its digits */
struct cell { enum cell_kind kind; bool merged; struct str text; };             /* merged: copied from the cell that covers it */
struct sheet_row { int number; struct cell *cells; int n; };                    /* number: as the file counts, from 1 */
struct sheet { struct str name; struct sheet_row *rows; int n; bool epoch_1904; };

enum sheet_fault {
    SHEET_OK, SHEET_NOT_A_SHEET, SHEET_TORN, SHEET_ENCRYPTED, SHEET_BOMB, SHEET_DOCTYPE, SHEET_NO_SUCH_SHEET, SHEET_TOO_LARGE,
    SHEET_ENCODING, SHEET_QUOTES, SHEET_TIMEOUT, SHEET_CRASHED, SHEET_BAD_TEXT, SHEET__MAX
};
struct sheet_error { enum sheet_fault fault; int row; };                        /* row: where known, else 0 */

/* Parsers of bytes; call them through sheet_parse (parse.h) for anything that came from outside. want: sheet name, "" = the first. */
struct sheet_error xlsx_read(struct arena *a, struct str bytes, struct str want, struct sheet *out);
struct sheet_error csv_read(struct arena *a, struct str bytes, struct sheet *out);
struct sheet_error sheet_read(struct arena *a, struct str bytes, struct str want, struct sheet *out);   /* by its first bytes */

/* cell_date, cell_time - a text date (date_read's forms, with a time behind) or a serial number, exact to the second. False: neither. */
bool cell_date(const struct sheet *s, const struct cell *c, struct date today, enum date_fault *fault, struct date *out);
bool cell_time(const struct sheet *s, const struct cell *c, struct date today, int64_t *ms);
struct str column_letters(struct arena *a, int col);                            /* 0 -> A, 27 -> AB */

/* Writing. mark: sentence for the cell's comment, "" = none; marked cells are coloured. */
struct out_cell { struct str text, mark; bool number; };     /* number: text holds digits and is written as a number */
struct out_column { struct str label; int width; const struct str *choices; int n_choices; struct str hint; bool required; };
/* Of an import sheet: choices as a drop-down, the hint as the heading's comment, required ones coloured, every cell below of the text format. */
struct out_sheet { struct str name; const struct out_column *cols; int n_cols; struct out_cell *cells; int n_rows; bool for_typing; };
/* Text is written as text: nothing is ever a formula. Errors: TOO_LARGE (a text over 32,767 characters), FULL. */
MUST_USE enum err xlsx_write(struct arena *a, const struct out_sheet *s, struct str *out);
MUST_USE enum err csv_write(struct arena *a, const struct out_sheet *s, struct str *out);

#endif
