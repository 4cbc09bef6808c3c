/* write.c - sheets out: xlsx where text is text and never a formula, csv where a cell that begins like one carries a mark. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "sheet/sheet.h"
#include "sheet/text.h"

#define EXCEL_TEXT_MAX 32767        /* characters of one cell; the file format's own limit */

/* A text that already begins with marks before such a character gets one more, so that reading gives every text back. */
static bool starts_formula(struct str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] == '\'')
        i++;
    return i < s.n && s.p[i] != '\0' && strchr("=+-@\t\r", s.p[i]) != NULL;
}

void sheet_csv_cell(struct buf *b, struct str s)
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
        sheet_csv_cell(&b, s->cols[c].label);
    }
    buf_lit(&b, "\r\n");
    for (int r = 0; r < s->n_rows; r++) {
        for (int c = 0; c < s->n_cols; c++) {
            buf_add(&b, c > 0 ? STR(",") : STR(""));
            sheet_csv_cell(&b, s->cells[(size_t)r * (size_t)s->n_cols + (size_t)c].text);
        }
        buf_lit(&b, "\r\n");
    }
    *out = buf_str(&b);
    return b.overflow ? ERR_TOO_LARGE : ERR_OK;
}

/* ---- xlsx */
static char *own_copy(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, s.n + 1);

    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p;
}

static bool is_hex(char k) { return (k >= '0' && k <= '9') || (k >= 'A' && k <= 'F') || (k >= 'a' && k <= 'f'); }

/* A text that looks like the format's own _x000D_ gets its underscore written as _x005F_, or reading would turn it into a character. */
const char *sheet_xlsx_text(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n * 8 + 16);

    for (size_t i = 0; i < s.n; i++) {
        const char *p = s.p + i;
        if (i + 6 < s.n && p[0] == '_' && p[1] == 'x' && p[6] == '_' && is_hex(p[2]) && is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5]))
            buf_lit(&b, "_x005F");
        buf_char(&b, *p);
    }
    return str_copy(a, buf_str(&b)).p;
}

/* What a heading looks like, and where long lists stand: the format allows 255 characters in place, more on a hidden sheet. */
struct book { struct arena *a; lxw_workbook *file; lxw_worksheet *sheet, *lists; lxw_format *head, *needed, *typed, *wrong; int n_lists; };

#define CHOICES_IN_PLACE 250
#define CHOICE_ROWS      5000
#define LISTS_SHEET      "lists"

static void choices_in_place(struct book *k, const struct out_column *col, int c)
{
    char **list = arena_alloc(k->a, sizeof *list * ((size_t)col->n_choices + 1), 8);

    for (int i = 0; i < col->n_choices; i++)
        list[i] = own_copy(k->a, col->choices[i]);
    lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = list, .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
    worksheet_data_validation_range(k->sheet, 1, (lxw_col_t)c, CHOICE_ROWS, (lxw_col_t)c, &v);
}

static void choices_on_lists(struct book *k, const struct out_column *col, int c)
{
    if (k->lists == NULL) {
        k->lists = workbook_add_worksheet(k->file, LISTS_SHEET);
        worksheet_hide(k->lists);
    }
    for (int i = 0; i < col->n_choices; i++)
        worksheet_write_string(k->lists, (lxw_row_t)i, (lxw_col_t)k->n_lists, own_copy(k->a, col->choices[i]), NULL);
    struct str letters = column_letters(k->a, k->n_lists++);
    char *range = own_copy(k->a, str_fmt(k->a, "=" LISTS_SHEET "!$%.*s$1:$%.*s$%d", PF(letters), PF(letters), col->n_choices));
    lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA, .value_formula = range,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
    worksheet_data_validation_range(k->sheet, 1, (lxw_col_t)c, CHOICE_ROWS, (lxw_col_t)c, &v);
}

static void columns(struct book *k, const struct out_sheet *s)
{
    for (int c = 0; c < s->n_cols; c++) {
        const struct out_column *col = &s->cols[c];
        size_t length = 0;
        worksheet_set_column(k->sheet, (lxw_col_t)c, (lxw_col_t)c, col->width > 0 ? col->width : 14, s->for_typing ? k->typed : NULL);
        worksheet_write_string(k->sheet, 0, (lxw_col_t)c, sheet_xlsx_text(k->a, col->label), col->required ? k->needed : k->head);
        if (col->hint.n > 0)
            worksheet_write_comment(k->sheet, 0, (lxw_col_t)c, own_copy(k->a, col->hint));
        for (int i = 0; i < col->n_choices; i++)
            length += col->choices[i].n + 1;
        if (col->n_choices > 0 && length <= CHOICES_IN_PLACE)
            choices_in_place(k, col, c);
        else if (col->n_choices > 0)
            choices_on_lists(k, col, c);
    }
    worksheet_freeze_panes(k->sheet, 1, 0);
}

static enum err cells(struct book *k, const struct out_sheet *s)
{
    for (int r = 0; r < s->n_rows; r++)
        for (int c = 0; c < s->n_cols; c++) {
            const struct out_cell *x = &s->cells[(size_t)r * (size_t)s->n_cols + (size_t)c];
            if (x->text.n > EXCEL_TEXT_MAX * 4)
                return ERR_TOO_LARGE;
            if (x->text.n == 0 && x->mark.n == 0)
                continue;
            if (x->number && x->mark.n == 0) {
                worksheet_write_number(k->sheet, (lxw_row_t)r + 1, (lxw_col_t)c, strtod(str_copy(k->a, x->text).p, NULL), NULL);
                continue;
            }
            lxw_error e = worksheet_write_string(k->sheet, (lxw_row_t)r + 1, (lxw_col_t)c, x->text.n > 0 ? sheet_xlsx_text(k->a, x->text) : " ",
                x->mark.n > 0 ? k->wrong : NULL);
            if (e != LXW_NO_ERROR)
                return e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED ? ERR_TOO_LARGE : ERR_FULL;
            if (x->mark.n > 0)
                worksheet_write_comment(k->sheet, (lxw_row_t)r + 1, (lxw_col_t)c, str_copy(k->a, x->mark).p);
        }
    return ERR_OK;
}

static enum err take_bytes(struct arena *a, int fd, struct str *out)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || st.st_size <= 0)
        return ERR_FULL;
    char *p = NEWS(a, char, (size_t)st.st_size);
    size_t n = 0;
    while (n < (size_t)st.st_size) {
        ssize_t got = pread(fd, p + n, (size_t)st.st_size - n, (off_t)n);
        if (got <= 0)
            return ERR_FULL;
        n += (size_t)got;
    }
    *out = (struct str){ p, n };
    return ERR_OK;
}

/* The writer wants a path and temporary files: both are memory, so that no text of a record touches the disk. */
static enum err book_write(struct arena *a, const struct out_sheet *s, const char *path)
{
    lxw_workbook_options o = { .constant_memory = LXW_FALSE };
    lxw_doc_properties p = { .created = 1577836800 };       /* the same sheet gives the same bytes */

    if (access("/dev/shm", W_OK) == 0)
        o.tmpdir = own_copy(a, STR("/dev/shm"));
    lxw_workbook *book = workbook_new_opt(path, &o);
    if (book == NULL)
        return ERR_FULL;
    workbook_set_properties(book, &p);
    struct book k = { .a = a, .file = book, .sheet = workbook_add_worksheet(book, s->name.n > 0 ? str_copy(a, s->name).p : NULL),
        .head = workbook_add_format(book), .needed = workbook_add_format(book), .typed = workbook_add_format(book),
        .wrong = workbook_add_format(book) };
    if (k.sheet == NULL) {
        workbook_close(book);
        return ERR_BUG;
    }
    format_set_bold(k.head);
    format_set_bold(k.needed);
    format_set_bg_color(k.needed, 0xFFF2CC);
    format_set_num_format(k.typed, "@");
    format_set_bg_color(k.wrong, 0xFFC7CE);
    columns(&k, s);
    enum err e = cells(&k, s);
    lxw_error closed = workbook_close(book);
    return e == ERR_OK && closed != LXW_NO_ERROR ? ERR_FULL : e;
}

enum err xlsx_write(struct arena *a, const struct out_sheet *s, struct str *out)
{
    int fd = memfd_create("sheet-xlsx", MFD_CLOEXEC);

    if (fd < 0)
        return ERR_FULL;
    enum err e = book_write(a, s, str_fmt(a, "/proc/self/fd/%d", fd).p);
    if (e == ERR_OK)
        e = take_bytes(a, fd, out);
    close(fd);
    return e;
}
