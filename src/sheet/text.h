/* text.h - private to src/sheet: how one text is written into a cell of csv and xlsx. */
#ifndef SHEET_TEXT_H
#define SHEET_TEXT_H

#include "base/buf.h"

void sheet_csv_cell(struct buf *b, struct str s);               /* quoted, marked against execution */
const char *sheet_xlsx_text(struct arena *a, struct str s);     /* the format's own escapes */

#endif
