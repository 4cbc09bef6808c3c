/* rows.h - a record as a row of its import sheet: texts by field, times to the second, labels for codes. Private to the slice. */
#ifndef AREA_EXCHANGE_ROWS_H
#define AREA_EXCHANGE_ROWS_H

#include "area/exchange/columns.h"

/* row_load - by reference, through the record's own scope. Sealed fields stay "". */
MUST_USE enum err row_load(struct ctx *c, const struct sheet_kind *k, int64_t ref, struct str *cells);

#endif
