#include "sheet/stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "sheet/text.h"

#define XLSX_ROWS_MAX 1048575
#define ROW_BYTES ((size_t)64 << 20)

struct sheet_stream {
    enum sheet_format format;
    struct str path;
    const struct str *names;
    int n;
    int64_t rows;
    enum err err;
    struct arena row;           /* copies of one row */
    FILE *file;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *wrap;
};

static enum err path_error(void)
{
    return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_DENIED;
}

static void csv_row(struct sheet_stream *s, const struct str *cells)
{
    struct buf b = buf_new(&s->row, ROW_BYTES);

    for (int i = 0; i < s->n; i++) {
        buf_add(&b, i > 0 ? STR(",") : STR(""));
        sheet_csv_cell(&b, cells[i]);
    }
    buf_lit(&b, "\r\n");
    if (b.overflow || fwrite(b.p, 1, b.n, s->file) != b.n)
        s->err = b.overflow ? ERR_TOO_LARGE : ERR_FULL;
}

static void json_row(struct sheet_stream *s, const struct str *cells)
{
    struct buf b = buf_new(&s->row, ROW_BYTES);

    buf_add(&b, s->rows > 0 ? STR(",\n{") : STR("\n{"));
    for (int i = 0; i < s->n; i++) {
        buf_add(&b, i > 0 ? STR(", ") : STR(""));
        buf_json(&b, s->names[i]);
        buf_lit(&b, ": ");
        buf_json(&b, cells[i]);
    }
    buf_char(&b, '}');
    if (b.overflow || fwrite(b.p, 1, b.n, s->file) != b.n)
        s->err = b.overflow ? ERR_TOO_LARGE : ERR_FULL;
}

static void xlsx_row(struct sheet_stream *s, const struct str *cells)
{
    if (s->rows == XLSX_ROWS_MAX) {
        s->err = ERR_TOO_LARGE;
        return;
    }
    for (int i = 0; i < s->n && s->err == ERR_OK; i++) {
        if (cells[i].n == 0)
            continue;
        lxw_error e = worksheet_write_string(s->sheet, (lxw_row_t)s->rows + 1, (lxw_col_t)i, sheet_xlsx_text(&s->row, cells[i]), s->wrap);
        if (e != LXW_NO_ERROR)
            s->err = e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED ? ERR_TOO_LARGE : ERR_FULL;
    }
}

/* Constant memory: a row is on disk when the next one begins. The same rows give the same bytes. */
static void xlsx_open(struct sheet_stream *s, struct arena *a, const char *tmp_dir, const struct str *labels)
{
    lxw_workbook_options o = { .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)tmp_dir };
    lxw_doc_properties p = { .created = 1577836800 };

    FILE *probe = fopen(s->path.p, "wb");       /* the library tells no reason */
    if (probe == NULL) {
        s->err = path_error();
        return;
    }
    fclose(probe);
    s->book = workbook_new_opt(s->path.p, &o);
    s->sheet = s->book != NULL ? workbook_add_worksheet(s->book, NULL) : NULL;
    if (s->sheet == NULL) {
        s->err = ERR_FULL;
        return;
    }
    workbook_set_properties(s->book, &p);
    lxw_format *head = workbook_add_format(s->book);
    format_set_bold(head);
    for (int i = 0; i < s->n; i++) {
        worksheet_set_column(s->sheet, (lxw_col_t)i, (lxw_col_t)i, 16, NULL);
        worksheet_write_string(s->sheet, 0, (lxw_col_t)i, str_copy(a, labels[i]).p, head);
    }
    worksheet_freeze_panes(s->sheet, 1, 0);
}

enum err sheet_stream_open(struct arena *a, enum sheet_format f, struct str path, const char *tmp_dir, const struct str *names,
    const struct str *labels, int n, struct sheet_stream **out)
{
    struct sheet_stream *s = NEW(a, struct sheet_stream);

    *out = s;
    *s = (struct sheet_stream){ .format = f, .path = str_copy(a, path), .names = names, .n = n };
    arena_open(&s->row, ROW_BYTES * 2);
    if (f == SHEET_XLSX)
        xlsx_open(s, a, tmp_dir, labels);
    else if ((s->file = fopen(s->path.p, "wb")) == NULL)
        s->err = path_error();
    else if (f == SHEET_JSON)
        fputs("[", s->file);
    if (s->err == ERR_OK && f == SHEET_CSV) {
        fputs("\xEF\xBB\xBF", s->file);
        csv_row(s, labels);
    }
    enum err e = s->err;
    if (e != ERR_OK)
        e = sheet_stream_close(s, NULL);
    return e;
}

void sheet_stream_row(struct sheet_stream *s, const struct str *cells)
{
    if (s->err != ERR_OK)
        return;
    if (s->format == SHEET_XLSX)
        xlsx_row(s, cells);
    else if (s->format == SHEET_CSV)
        csv_row(s, cells);
    else
        json_row(s, cells);
    s->rows++;
    arena_reset(&s->row);
}

enum err sheet_stream_close(struct sheet_stream *s, int64_t *rows)
{
    bool open = s->book != NULL || s->file != NULL;

    if (s->format == SHEET_JSON && s->file != NULL)
        fputs(s->rows > 0 ? "\n]\n" : "]\n", s->file);
    if (s->book != NULL && workbook_close(s->book) != LXW_NO_ERROR && s->err == ERR_OK)
        s->err = ERR_FULL;
    if (s->file != NULL && (ferror(s->file) | fclose(s->file)) != 0 && s->err == ERR_OK)
        s->err = ERR_FULL;
    s->book = NULL;
    s->file = NULL;
    if (s->err != ERR_OK && open)
        unlink(s->path.p);
    arena_close(&s->row);
    if (rows != NULL)
        *rows = s->rows;
    return s->err;
}
