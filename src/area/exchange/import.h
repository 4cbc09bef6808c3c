/* import.h - a sheet of somebody else becomes records: read in a child, checked row by row, sealed, then taken in one transaction or not at all.
 *
 *   import_read (read half, slow)     bytes → rows → typed values → checks → what repeats → identities to the vault
 *   import_take (the writer, short)   each good row by the same domain call as its page; one refusal takes everything back
 *
 * Driven by   def/sheets.yaml, a map file.      Owns the job rows of kind import (the files that were taken).      Used by: exchange commands and pages.
 * Scope       the viewer's own organ.           Memory c->a, for the life of the import.
 * Errors      INVALID (a row or the file), FORBIDDEN (article 15 is among the reasons), CONFLICT (the same file again), TOO_LARGE, VAULT.
 * Limits      IMPORT_ROWS_MAX rows: all of them stand in one transaction, and the others wait that long (docs/adr, import).
 */
#ifndef AREA_EXCHANGE_IMPORT_H
#define AREA_EXCHANGE_IMPORT_H

#include "area/exchange/columns.h"
#include "sheet/sheet.h"

#define IMPORT_ROWS_MAX   20000
#define IMPORT_UNUSED_MAX 32
#define IMPORT_CODES_MAX  16

struct cell_value { struct str text; struct str *codes; int n_codes; struct date date; int64_t ms; int yes; };   /* yes: 1, 0, -1 */

/* What is wrong with a row. col: column of the sheet, -1 = the row. Of an article 15 row nothing but its number is kept or shown. */
struct bad_row { int at, number, col; struct str label, why; bool article15, known; };
struct same_text { int number; struct str as; };        /* row, and what it repeats: "第 7 行" or a register number */

struct import_row { int at, number; bool bad; struct str key; struct cell_value *v; int64_t ref; };

struct import {
    const struct sheet_kind *kind;
    struct str bytes, file_name, map_text, sets[SHEET_FIELDS_MAX];      /* given: the file, a map (YAML), values for every row by field */
    bool good_rows, again;
    struct sheet sheet;                                 /* read */
    int header, col_of[SHEET_FIELDS_MAX];               /* index of the heading row; column of each field or -1 */
    struct str unused[IMPORT_UNUSED_MAX]; int n_unused; /* headings that nothing was made of */
    struct import_row *rows; int n_rows;
    struct bad_row *bad; int n_bad, cap_bad, n_bad_rows, n_article15;
    struct same_text *same; int n_same;
    struct str hash, first_no, last_no;
    int n_taken;
    int64_t job_ref;
    bool (*tick)(struct ctx *c, void *arg, int progress, struct str at);        /* gate/work.h; false = stop. NULL: nobody looks */
    void *tick_arg;
};

/* import_set - a value for every row that has none of its own: "channel=web". Errors: INVALID. */
MUST_USE enum err import_set(struct ctx *c, struct import *m, struct str pair);
MUST_USE enum err import_read(struct ctx *c, struct import *m);
MUST_USE enum err import_take(struct ctx *c, struct import *m);
/* import_marks - the sheet as it came, wrong cells coloured with the reason as a comment, and the reasons in a last column. */
MUST_USE enum err import_marks(struct ctx *c, const struct import *m, struct str *xlsx);
struct str bad_row_text(struct ctx *c, const struct import *m, const struct bad_row *b);    /* 表“Sheet1”第 7 行 D 列“登记日期”：… */

/* Private to the slice: book.c, cells.c, kinds.c. */
MUST_USE enum err book_read(struct ctx *c, struct import *m);
void row_values(struct ctx *c, struct import *m, struct import_row *r);
void bad_add(struct ctx *c, struct import *m, const struct import_row *r, int field, struct str why);
int text_parts(struct str text, struct str *out, int max);      /* 张三、李四；王五: those that are there */
int text_places(struct str text, struct str *out, int max);     /* "；李四" is two, the first unknown; 0 = more than max */
struct identity;
bool row_identity(const struct import *m, const struct import_row *r, struct identity *out);
struct str row_text(const struct import *m, const struct import_row *r, const char *field);
/* row_check - what can be found wrong without changing anything; row_take - the domain call. Refusals stand in c. */
MUST_USE enum err row_check(struct ctx *c, const struct import *m, struct import_row *r);
MUST_USE enum err row_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no);
bool kind_checked_first(const struct import *m);        /* row_check finds what row_take would refuse: no savepoint per row is needed */
bool row_body(const struct import *m, const struct import_row *r, struct str *body);        /* the text that repeats are looked for by */

#endif
