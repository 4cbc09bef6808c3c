/* write.c - sheets out: xlsx where text is text and never a formula, csv where a cell that begins like one carries a mark. */
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "sheet/sheet.h"

#define EXCEL_TEXT_MAX 32767        /* characters of one cell; the file format's own limit */

static bool starts_formula(struct str s) { return s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL; }

static void csv_cell(struct buf *b, struct str s)
{
    bool mark = starts_formula(s);

    buf_char(b, '"');
    if (mark)
        buf_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

enum err csv_write(struct arena *a, const struct out_sheet *s, struct str *out)
{
    struct buf b = buf_new(a, (size_t)400 << 20);

    buf_lit(&b, "\xEF\xBB\xBF");
    for (int c = 0; c < s->n_cols; c++) {
        buf_add(&b, c > 0 ? STR(",") : STR(""));
        csv_cell(&b, s->cols[c].label);
    }
    buf_lit(&b, "\r\n");
    for (int r = 0; r < s->n_rows; r++) {
        for (int c = 0; c < s->n_cols; c++) {
            buf_add(&b, c > 0 ? STR(",") : STR(""));
            csv_cell(&b, s->cells[(size_t)r * (size_t)s->n_cols + (size_t)c].text);
        }
        buf_lit(&b, "\r\n");
    }
    *out = buf_str(&b);
    return b.overflow ? ERR_TOO_LARGE : ERR_OK;
}

/* ---- xlsx */
static void columns(struct arena *a, lxw_worksheet *w, lxw_format *head, const struct out_sheet *s)
{
    for (int c = 0; c < s->n_cols; c++) {
        const struct out_column *col = &s->cols[c];
        worksheet_set_column(w, (lxw_col_t)c, (lxw_col_t)c, col->width > 0 ? col->width : 14, NULL);
        worksheet_write_string(w, 0, (lxw_col_t)c, str_copy(a, col->label).p, head);
        if (col->n_choices == 0)
            continue;
        const char **list = arena_alloc(a, sizeof *list * ((size_t)col->n_choices + 1), 8);
        size_t length = 0;
        for (int i = 0; i < col->n_choices; i++) {
            list[i] = str_copy(a, col->choices[i]).p;
            length += col->choices[i].n + 1;
        }
        if (length > 250)
            continue;                   /* the format's limit for a list in place */
        lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = list, .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
        worksheet_data_validation_range(w, 1, (lxw_col_t)c, 5000, (lxw_col_t)c, &v);
    }
    worksheet_freeze_panes(w, 1, 0);
}

static enum err cells(struct arena *a, lxw_worksheet *w, lxw_format *wrong, const struct out_sheet *s)
{
    for (int r = 0; r < s->n_rows; r++)
        for (int c = 0; c < s->n_cols; c++) {
            const struct out_cell *x = &s->cells[(size_t)r * (size_t)s->n_cols + (size_t)c];
            if (x->text.n > EXCEL_TEXT_MAX * 4)
                return ERR_TOO_LARGE;
            if (x->text.n == 0 && x->mark.n == 0)
                continue;
            lxw_error e = worksheet_write_string(w, (lxw_row_t)r + 1, (lxw_col_t)c, x->text.n > 0 ? str_copy(a, x->text).p : " ",
                x->mark.n > 0 ? wrong : NULL);
            if (e != LXW_NO_ERROR)
                return e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED ? ERR_TOO_LARGE : ERR_FULL;
            if (x->mark.n > 0)
                worksheet_write_comment(w, (lxw_row_t)r + 1, (lxw_col_t)c, str_copy(a, x->mark).p);
        }
    return ERR_OK;
}

enum err xlsx_write(struct arena *a, const struct out_sheet *s, struct str *out)
{
    char *bytes = NULL;
    size_t n = 0;
    lxw_datetime fixed = { .year = 2020, .month = 1, .day = 1 };
    lxw_workbook_options o = { .constant_memory = LXW_FALSE, .output_buffer = (const char **)&bytes, .output_buffer_size = &n };
    lxw_workbook *book = workbook_new_opt(NULL, &o);

    if (book == NULL)
        return ERR_BUG;
    lxw_doc_properties p = { .created = 1577836800 };
    (void)fixed;
    workbook_set_properties(book, &p);
    lxw_worksheet *w = workbook_add_worksheet(book, s->name.n > 0 ? str_copy(a, s->name).p : NULL);
    lxw_format *head = workbook_add_format(book), *wrong = workbook_add_format(book);
    format_set_bold(head);
    format_set_bg_color(wrong, 0xFFC7CE);
    columns(a, w, head, s);
    enum err e = cells(a, w, wrong, s);
    lxw_error closed = workbook_close(book);
    if (e == ERR_OK && closed != LXW_NO_ERROR)
        e = ERR_FULL;
    if (e == ERR_OK)
        *out = str_copy(a, (struct str){ bytes, n });
    free(bytes);
    return e;
}
