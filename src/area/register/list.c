/* list.c - a register's list from its row of def/lists.yaml: columns, filters, sort, keyset paging, and a count that stops at a thousand. */
#include <string.h>

#include "area/register/register.h"
#include "db/query.h"
#include "gen/text.h"

#define COLUMNS_MAX 24

struct shown { struct str name, list; enum col_kind kind; };
struct plan {
    const struct node *row;
    struct str view, path;
    struct shown cols[COLUMNS_MAX]; int n;
};

static const struct node *list_row_of(const struct def *d, const char *name)
{
    const struct node *all = &d->list_pages;
    const struct node *inside = node_get(all, "lists");
    const struct node *row = node_get(inside != NULL ? inside : all, name);

    for (int i = 0; row == NULL && i < all->n; i++)
        if (str_eq(node_str(&all->items[i], "id"), str_z(name)))
            row = &all->items[i];
    return row;
}

static struct str label(const struct ctx *c, const struct node *row) { return node_str(row, c->lang == LANG_EN ? "en" : "zh"); }

static enum col_kind kind_of(struct str word)
{
    static const struct { const char *word; enum col_kind kind; } kinds[] = {
        { "no", COL_NO }, { "date", COL_DATE }, { "code", COL_CODE }, { "person", COL_PERSON }, { "number", COL_NUMBER },
        { "state", COL_STATE }, { "clock", COL_CLOCK },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(word, str_z(kinds[i].word)))
            return kinds[i].kind;
    return COL_TEXT;
}

/* Register numbers are for those whose role has register scope (decisions.md 4). */
static bool column_hidden(const struct ctx *c, enum col_kind kind) { return kind == COL_NO && !c->who->register_scope; }

static void columns(struct ctx *c, struct plan *p, struct list_view *out)
{
    const struct node *cols = node_get(p->row, "columns");

    for (int i = 0; cols != NULL && i < cols->n && p->n < COLUMNS_MAX; i++) {
        const struct node *col = &cols->items[i];
        int64_t width = 0;
        enum col_kind kind = kind_of(node_str(col, "kind"));
        (void)str_to_int(node_str(col, "width"), &width);
        p->cols[p->n++] = (struct shown){ node_str(col, "name"), node_str(col, "list"), kind };
        if (out->n_cols < LIST_COLS_MAX)
            list_col(out, node_str(col, "name"), label(c, col), kind, (int)width, str_eq(node_str(col, "sort"), STR("yes")));
    }
}

static struct str state_label(struct ctx *c, struct str kind, struct str state)
{
    const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));
    const struct def_state *s = w != NULL ? def_state(w, state) : NULL;

    return s == NULL ? state : c->lang == LANG_EN ? s->en : s->zh;
}

/* ---- filters */
static const struct list_option *state_options(struct ctx *c, struct str kind, int *n)
{
    const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));
    struct list_option *o = NEWS(c->a, struct list_option, (size_t)(w != NULL ? w->n_states : 0) + 1);

    for (*n = 0; w != NULL && *n < w->n_states; (*n)++)
        o[*n] = (struct list_option){ w->states[*n].name, c->lang == LANG_EN ? w->states[*n].en : w->states[*n].zh };
    return o;
}

static void filter_fields(struct ctx *c, const struct plan *p, struct list_view *out)
{
    const struct node *filters = node_get(p->row, "filters");

    for (int i = 0; filters != NULL && i < filters->n && out->n_filters < LIST_FILTERS_MAX; i++) {
        const struct node *f = &filters->items[i];
        struct str list = node_str(f, "list"), name = node_str(f, "name");
        int n = 0;
        if (str_eq(node_str(f, "kind"), STR("state"))) {
            const struct list_option *o = state_options(c, node_str(p->row, "kind"), &n);
            list_filter(c, out, name, label(c, f), FILTER_SELECT, o, n);
        } else if (list.n > 0) {
            list_filter_codes(c, out, name, label(c, f), str_copy(c->a, list).p);
        } else {
            list_filter(c, out, name, label(c, f), str_eq(node_str(f, "kind"), STR("date")) ? FILTER_DATE : FILTER_TEXT, NULL, 0);
        }
    }
}

static enum query_op op_of(struct str word)
{
    return str_eq(word, STR("from")) ? Q_GE : str_eq(word, STR("to")) ? Q_LE : str_eq(word, STR("like")) ? Q_LIKE : Q_EQ;
}

static void conditions(struct ctx *c, const struct request *q, const struct plan *p, struct query *out)
{
    const struct node *filters = node_get(p->row, "filters");

    query_scope(out, c->who->id);
    if (!req_has(q, "voided"))
        query_where(out, STR("voided"), Q_EQ, qv_int(0));
    for (int i = 0; filters != NULL && i < filters->n; i++) {
        const struct node *f = &filters->items[i];
        struct str value = str_trim(req_str(q, str_copy(c->a, node_str(f, "name")).p)), column = node_str(f, "column");
        struct date day;
        if (value.n == 0)
            continue;
        if (str_eq(node_str(f, "kind"), STR("date"))) {
            if (date_read(value, date_of_ms(c->now_ms), &day) == DATE_OK)
                query_where(out, column.n > 0 ? column : node_str(f, "name"), op_of(node_str(f, "op")), qv_str(date_str(c->a, day)));
            continue;
        }
        query_where(out, column.n > 0 ? column : node_str(f, "name"), op_of(node_str(f, "op")), qv_str(value));
    }
}

/* ---- rows */
static struct str cell_text(struct ctx *c, const struct plan *p, const struct shown *col, struct str value)
{
    if (col->kind == COL_STATE)
        return state_label(c, node_str(p->row, "kind"), value);
    return col->list.n > 0 ? def_label(c->def, c->lang, str_copy(c->a, col->list).p, value) : value;
}

static enum err rows(struct ctx *c, const struct request *q, const struct plan *p, struct list_view *out)
{
    struct query s = query_new(c->a, p->view);
    struct str after_value, last_sort = STR("");
    int64_t after_id, last_id = 0;
    int n = 0;

    query_col(&s, STR("id"));
    query_col(&s, STR("ref"));
    query_col(&s, out->sort);
    for (int i = 0; i < p->n; i++)
        query_col(&s, p->cols[i].name);
    conditions(c, q, p, &s);
    query_order(&s, out->sort, out->descending);
    if (list_token_read(req_str(q, "after"), &after_value, &after_id))
        query_keyset(&s, after_value.n > 0 ? qv_str(after_value) : (struct qvalue){ .type = QV_NONE }, after_id);
    query_limit(&s, LIST_ROWS_SHOWN + 1);
    struct stmt *rs = query_run(&s, c->db);
    while (db_next(rs)) {
        if (++n > LIST_ROWS_SHOWN) {
            out->after = list_token(c->a, last_sort, last_id);
            continue;
        }
        last_id = db_int(rs, 0);
        last_sort = db_str(rs, 2, c->a);
        struct str ref = ref_text(c->a, db_int(rs, 1));
        struct list_row *r = list_row(c, out, ref, str_fmt(c->a, "%.*s/%.*s", PF(p->path), PF(ref)));
        for (int i = 0; i < p->n && i < LIST_COLS_MAX; i++)
            list_cell(r, column_hidden(c, p->cols[i].kind) ? STR("•") : cell_text(c, p, &p->cols[i], db_str(rs, 3 + i, c->a)), TONE_NONE);
    }
    return db_end(rs);
}

/* How many: exact up to a thousand, by a query that stops there. */
static enum err count(struct ctx *c, const struct request *q, const struct plan *p, struct list_view *out)
{
    struct query s = query_new(c->a, p->view);

    query_col(&s, STR("id"));
    conditions(c, q, p, &s);
    query_limit(&s, LIST_COUNT_MAX + 1);
    struct stmt *rs = query_run(&s, c->db);
    out->count = 0;
    while (db_next(rs))
        out->count++;
    return db_end(rs);
}

enum err register_list(struct ctx *c, struct request *q, const char *name, struct list_view *out)
{
    struct plan p = { .row = list_row_of(c->def, name) };
    struct str order;

    if (p.row == NULL)
        return refuse(c, ERR_DEF, T_flow_none, str_z(name));
    p.view = node_str(p.row, "view");
    p.path = node_str(p.row, "path").n > 0 ? node_str(p.row, "path") : str_fmt(c->a, "/%s", name);
    *out = list_new(c, q, label(c, p.row));
    columns(c, &p, out);
    filter_fields(c, &p, out);
    order = node_str(p.row, "sort");
    bool down = order.n > 0 && order.p[0] == '-';
    list_sort(out, str_copy(c->a, str_from(order, down ? 1 : 0)).p, down);
    TRY(rows(c, q, &p, out));
    TRY(count(c, q, &p, out));
    out->unit = c->lang == LANG_EN ? STR("") : node_str(p.row, "unit");
    out->empty = text_of(c->lang, T_register_empty);
    return ERR_OK;
}
