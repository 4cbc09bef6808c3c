/* marks.c - the sheet as it came, with what is wrong said in it: the clerk corrects there and brings the same file again. */
#include "area/exchange/import.h"
#include "base/text.h"
#include "gen/text.h"

#define CELLS_MAX ((size_t)4 << 20)     /* beyond: rows follow each other instead of standing at their number */

struct shape { int cols, rows; bool numbered; };        /* numbered: row k of the file stands in row k */

static struct shape shape_of(const struct import *m)
{
    struct shape s = { 0, 0, true };

    for (int i = 0; i < m->sheet.n; i++) {
        s.cols = m->sheet.rows[i].n > s.cols ? m->sheet.rows[i].n : s.cols;
        s.rows = m->sheet.rows[i].number > s.rows ? m->sheet.rows[i].number : s.rows;
    }
    s.cols++;                           /* the reasons */
    if ((size_t)s.rows * (size_t)s.cols > CELLS_MAX) {
        s.numbered = false;
        s.rows = m->sheet.n;
    }
    return s;
}

static int place_of(const struct import *m, const struct shape *s, int at) { return s->numbered ? m->sheet.rows[at].number - 1 : at; }

/* The writer takes the first row as its heading: row 1 of the file, whatever stands there. */
static struct out_cell *cell_at(struct out_sheet *out, struct out_cell *head, int row, int col)
{
    return row == 0 ? &head[col] : &out->cells[(size_t)(row - 1) * (size_t)out->n_cols + (size_t)col];
}

static void reasons_add(struct ctx *c, struct out_cell *x, const struct bad_row *b)
{
    struct str one = b->label.n > 0 ? str_fmt(c->a, "%.*s：%.*s", PF(b->label), PF(b->why)) : b->why;

    x->text = x->text.n > 0 ? str_fmt(c->a, "%.*s；%.*s", PF(x->text), PF(one)) : one;
}

/* Nothing of an article 15 row goes into the file: only its number stays, by its place. */
static void fill(struct ctx *c, const struct import *m, const struct shape *s, struct out_sheet *out, struct out_cell *head)
{
    bool *left_out = NEWS(c->a, bool, (size_t)m->sheet.n);

    for (int i = 0; i < m->n_bad; i++)
        left_out[m->bad[i].at] = left_out[m->bad[i].at] || m->bad[i].article15;
    for (int i = 0; i < m->sheet.n; i++)
        for (int k = 0; k < m->sheet.rows[i].n && !left_out[i]; k++)
            cell_at(out, head, place_of(m, s, i), k)->text = m->sheet.rows[i].cells[k].text;
    if (m->header > 0 || m->sheet.n > 0)
        cell_at(out, head, place_of(m, s, m->header), s->cols - 1)->text = text_of(c->lang, T_exchange_reasons);
    for (int i = 0; i < m->n_bad; i++) {
        const struct bad_row *b = &m->bad[i];
        int row = place_of(m, s, b->at);
        reasons_add(c, cell_at(out, head, row, s->cols - 1), b);
        struct out_cell *wrong = cell_at(out, head, row, b->col >= 0 ? b->col : s->cols - 1);
        wrong->mark = wrong->mark.n > 0 ? str_fmt(c->a, "%.*s；%.*s", PF(wrong->mark), PF(b->why)) : b->why;
    }
}

enum err import_marks(struct ctx *c, const struct import *m, struct str *xlsx)
{
    struct shape s = shape_of(m);
    struct out_sheet out = { .name = STR("Sheet1"), .n_cols = s.cols, .n_rows = s.rows > 0 ? s.rows - 1 : 0 };
    struct out_cell *head = NEWS(c->a, struct out_cell, (size_t)s.cols);
    struct out_column *cols = NEWS(c->a, struct out_column, (size_t)s.cols);

    if (s.cols > SHEET_COLS_MAX)
        return refuse(c, ERR_TOO_LARGE, T_sheet_too_large, STR(""));
    out.cells = NEWS(c->a, struct out_cell, (size_t)s.rows * (size_t)s.cols + 1);
    fill(c, m, &s, &out, head);
    for (int i = 0; i < s.cols; i++)
        cols[i] = (struct out_column){ .label = head[i].text, .width = i == s.cols - 1 ? 60 : 16 };
    out.cols = cols;
    return xlsx_write(c->a, &out, xlsx);
}
