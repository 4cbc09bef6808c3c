#include "page/list.h"

#include <string.h>

#include "page/parts.h"

#define FITS_EM 72                      /* columns with a width, together, that leave a column of text ten signs on 1366 px */
#define WIDTH_MAX 30

struct list_view list_new(struct ctx *c, const struct request *q, struct str caption)
{
    struct str sort = req_str(q, "sort");
    bool down = str_starts(sort, STR("-"));

    (void)c;
    return (struct list_view){ .q = q, .caption = caption, .sort = str_from(sort, down ? 1 : 0), .descending = down, .count = -1, .count_max = LIST_COUNT_MAX,
        .id = STR("list") };
}

void list_col(struct list_view *l, struct str name, struct str label, enum col_kind kind, int width, bool sortable)
{
    if (l->n_cols < LIST_COLS_MAX)
        l->cols[l->n_cols++] = (struct list_col){ name, label, kind, width, sortable };
}

struct list_row *list_row(struct ctx *c, struct list_view *l, struct str ref, struct str path)
{
    if (l->n_rows == l->cap_rows) {
        int cap = l->cap_rows == 0 ? LIST_ROWS_SHOWN : 2 * l->cap_rows;
        struct list_row *rows = NEWS(c->a, struct list_row, (size_t)cap);
        if (l->n_rows > 0)
            memcpy(rows, l->rows, (size_t)l->n_rows * sizeof *rows);
        l->rows = rows;
        l->cap_rows = cap;
    }
    struct list_row *r = &l->rows[l->n_rows++];
    *r = (struct list_row){ .ref = ref, .path = path };
    return r;
}

void list_cell(struct list_row *r, struct str text, enum tone tone)
{
    if (r->n < LIST_COLS_MAX)
        r->cells[r->n++] = (struct list_cell){ .text = text, .tone = tone };
}

void list_cell_link(struct list_row *r, struct str text, struct str path)
{
    if (r->n < LIST_COLS_MAX)
        r->cells[r->n++] = (struct list_cell){ .text = text, .path = path };
}

void list_cell_whole(struct list_row *r, struct str whole)
{
    if (r->n > 0)
        r->cells[r->n - 1].whole = whole;
}

void list_tab(struct list_view *l, struct str label, struct str path, int64_t count, int count_max, bool here)
{
    if (l->n_tabs < LIST_TABS_MAX)
        l->tabs[l->n_tabs++] = (struct list_tab){ .label = label, .path = path, .count = count, .count_max = count_max, .here = here };
}

/* ---- filters */
static struct str option_label(const struct list_option *o, int n, struct str value)
{
    for (int i = 0; i < n; i++)
        if (str_eq(o[i].value, value))
            return o[i].label;
    return value;
}

void list_filter(struct ctx *c, struct list_view *l, struct str name, struct str label, enum filter_kind kind,
    const struct list_option *options, int n)
{
    struct str param = str_copy(c->a, name), value = str_trim(req_str(l->q, param.p));

    if (l->n_filters == LIST_FILTERS_MAX)
        return;
    l->filters[l->n_filters++] = (struct list_filter){ name, label, value, kind, options, n };
    if (value.n > 0)
        list_chip(l, label, option_label(options, n, value), with_param(c->a, l->q, param.p, STR("")));
}

void list_filter_codes(struct ctx *c, struct list_view *l, struct str name, struct str label, const char *code_list)
{
    const struct def_list *codes = def_list(c->def, code_list);
    struct list_option *o = NEWS(c->a, struct list_option, (size_t)codes->n + 1);

    for (int i = 0; i < codes->n; i++)
        o[i] = (struct list_option){ codes->items[i].code, code_label(c, &codes->items[i]) };
    list_filter(c, l, name, label, FILTER_SELECT, o, codes->n);
}

void list_chip(struct list_view *l, struct str label, struct str value, struct str without)
{
    if (l->n_chips < LIST_CHIPS_MAX)
        l->chips[l->n_chips++] = (struct list_chip){ label, value, without };
}

void list_action(struct list_view *l, struct str label, struct str path, struct str name, struct str value, bool asks_reason)
{
    if (l->n_actions < LIST_ACTIONS_MAX)
        l->actions[l->n_actions++] = (struct list_action){ label, path, name, value, asks_reason };
}

void list_export(struct list_view *l, struct str label, struct str path, bool asked)
{
    if (l->n_exports < (int)(sizeof l->exports / sizeof l->exports[0]))
        l->exports[l->n_exports++] = (struct list_export){ label, path, asked };
}

/* What the filter form does not show itself but must not lose: the period of a figure, the tab, the sort. */
bool list_keeps(const struct list_view *l, int field)
{
    static const char *const dropped[] = { "after", "before", "said", "of" };
    const struct field *f = &l->q->fields[field];

    for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++)
        if (str_eq(f->name, str_z(dropped[i])))
            return false;
    for (int i = 0; i < l->n_filters; i++)
        if (str_eq(f->name, l->filters[i].name))
            return false;
    return l->q->method == GET && f->value.n > 0;
}

struct str list_unfiltered(struct ctx *c, const struct list_view *l)
{
    struct html u = { buf_new(c->a, (size_t)64 << 10) };
    bool first = true;

    buf_add(&u.b, l->q->path);
    for (int i = 0; i < l->q->n_fields; i++) {
        if (!list_keeps(l, i))
            continue;
        buf_char(&u.b, first ? '?' : '&');
        first = false;
        html_url(&u, l->q->fields[i].name);
        buf_char(&u.b, '=');
        html_url(&u, l->q->fields[i].value);
    }
    return buf_str(&u.b);
}

/* ---- order */
void list_sort(struct list_view *l, const char *otherwise, bool descending)
{
    for (int i = 0; i < l->n_cols; i++)
        if (l->cols[i].sortable && l->sort.n > 0 && str_eq(l->cols[i].name, l->sort))
            return;
    l->sort = str_z(otherwise);
    l->descending = descending;
}

const char *col_sorted(const struct list_view *l, const struct list_col *col)
{
    if (!col->sortable || !str_eq(col->name, l->sort))
        return "";
    return l->descending ? "descending" : "ascending";
}

/* A second click on the same head turns the order round; dates and numbers begin with the newest. */
struct str col_sort_path(struct ctx *c, const struct list_view *l, const struct list_col *col)
{
    bool down = str_eq(col->name, l->sort) ? !l->descending : col->kind == COL_DATE || col->kind == COL_NO || col->kind == COL_NUMBER;

    return with_param(c->a, l->q, "sort", down ? str_join(c->a, STR("-"), col->name) : col->name);
}

struct str list_token(struct arena *a, struct str value, int64_t id)
{
    return str_fmt(a, "%lld.%.*s", (long long)id, PF(value));
}

bool list_token_read(struct str token, struct str *value, int64_t *id)
{
    if (str_find(token, STR(".")) <= 0)
        return false;
    *value = token;
    return str_to_int(str_cut(value, '.'), id);
}

/* ---- looks */
static const struct { const char *css; int width; } kinds[] = {      /* width in em where def gives none; 0 = the rest */
    [COL_TEXT] = { "k-text", 0 },    [COL_NO] = { "k-no", 10 },         [COL_DATE] = { "k-date", 7 },   [COL_CODE] = { "k-code", 7 },
    [COL_PERSON] = { "k-person", 9 }, [COL_NUMBER] = { "k-number", 6 }, [COL_STATE] = { "k-state", 7 }, [COL_CLOCK] = { "k-clock", 9 },
};

const char *col_class(enum col_kind k) { return kinds[k].css; }

/* def gives the width that the words need; a register number and a state are never cut. */
static int col_em(const struct list_col *col)
{
    int least = col->kind == COL_NO ? 10 : col->kind == COL_STATE || col->kind == COL_DATE ? 7 : 0;
    int em = col->width > 0 ? col->width : kinds[col->kind].width;

    return em < least ? least : em;
}

struct str col_width(struct ctx *c, const struct list_col *col)
{
    int em = col_em(col);

    return em == 0 ? STR("w-rest") : str_fmt(c->a, "w-%d", em < WIDTH_MAX ? em : WIDTH_MAX);
}

bool list_many(const struct list_view *l)
{
    int em = l->n_actions > 0 ? 2 : 0;

    for (int i = 0; i < l->n_cols; i++)
        em += col_em(&l->cols[i]);
    return em > FITS_EM;
}

int list_head_col(const struct list_view *l)
{
    for (int i = 0; i < l->n_cols; i++)
        if (l->cols[i].kind == COL_NO)
            return i;
    return 0;
}

bool list_asks_reason(const struct list_view *l)
{
    for (int i = 0; i < l->n_actions; i++)
        if (l->actions[i].asks_reason)
            return true;
    return false;
}

/* ---- words */
struct str number_text(struct arena *a, int64_t n)
{
    struct str digits = str_int(a, n < 0 ? -n : n);
    struct buf b = buf_new(a, 48);

    if (n < 0)
        buf_char(&b, '-');
    for (size_t i = 0; i < digits.n; i++) {
        if (i > 0 && (digits.n - i) % 3 == 0)
            buf_char(&b, ',');
        buf_char(&b, digits.p[i]);
    }
    return buf_str(&b);
}

struct str count_text_to(struct ctx *c, int64_t n, int max, struct str unit)
{
    struct str number = number_text(c->a, n > max ? max : n);

    return str_fmt(c->a, "%.*s%s%s%.*s", PF(number), n > max ? "+" : "", unit.n > 0 ? " " : "", PF(unit));
}

struct str count_text(struct ctx *c, int64_t n, struct str unit) { return count_text_to(c, n, LIST_COUNT_MAX, unit); }

struct str ref_text(struct arena *a, int64_t ref) { return str_fmt(a, "%016llx", (unsigned long long)ref); }
