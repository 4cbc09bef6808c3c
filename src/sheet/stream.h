/* stream.h - a sheet written row by row into a file: what is written is not kept. Text is written as text; nothing is ever a formula.
 *
 * Memory      a for what lives as long as the writer; each row's copies are given back at once.
 * Errors      FULL, DENIED, NOT_FOUND (path); TOO_LARGE (a text over 32,767 characters, or over a million rows: xlsx only), at close.
 */
#ifndef SHEET_STREAM_H
#define SHEET_STREAM_H

#include "sheet/sheet.h"

enum sheet_format { SHEET_XLSX, SHEET_CSV, SHEET_JSON };
struct sheet_stream;
/* names: keys of a JSON object; labels: headings of a sheet. tmp_dir: for the parts of an xlsx, on a disk that may hold records. */
MUST_USE enum err sheet_stream_open(struct arena *a, enum sheet_format f, struct str path, const char *tmp_dir, const struct str *names,
    const struct str *labels, int n, struct sheet_stream **out);
void sheet_stream_row(struct sheet_stream *s, const struct str *cells);        /* the error sticks */
MUST_USE enum err sheet_stream_close(struct sheet_stream *s, int64_t *rows);    /* always once: without error the file is whole, else it is gone */

#endif
