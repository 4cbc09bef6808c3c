/* check_tables.c - figures, checks, registers, sheets, papers and views: every key is known, and every word in them names something that is there.
 * What the words of from, where, count, made and of a cut mean is known to area/stats, which looks at them itself at start. */
#include "def/load.h"

#include <stddef.h>

static enum err list_check(struct load *l, const struct node *row, struct str list)
{
    return list.n == 0 || list_known(l->d, list) ? ERR_OK : DEF_FAULT(l, row, "there is no list '%.*s'", PF(list));
}

static const struct node *named(struct load *l, enum def_part part, struct str name)
{
    return name.n > 0 ? node_get(&l->parts[part], str_copy(l->a, name).p) : NULL;
}

static enum err rows_check(struct load *l, const struct node *rows, enum node_kind kind, const char *what,
    enum err (*one)(struct load *l, const struct node *row, const struct node *of), const struct node *of)
{
    if (rows == NULL)
        return DEF_FAULT(l, of, "%s are missing", what);
    TRY(row_is(l, rows, kind, what));
    for (int i = 0; i < rows->n; i++)
        TRY(one(l, &rows->items[i], of));
    return ERR_OK;
}

/* ---- figures and their checks */
struct figure_row {
    struct str zh, en, kind, unit, source, registers, from, where, count, made, of, rank_part, own_zh, scope_zh;
    int form;
    bool built, left_out;
};
#define FIG(field, type, required) { #field, type, offsetof(struct figure_row, field), required }
static const struct column figure_columns[] = {
    FIG(zh, COL_STR, true), FIG(en, COL_STR, true), FIG(kind, COL_STR, true), FIG(unit, COL_STR, false), FIG(source, COL_STR, true),
    FIG(registers, COL_STR, false), FIG(from, COL_STR, false), FIG(where, COL_STR, false), FIG(count, COL_STR, false), FIG(made, COL_STR, false),
    FIG(of, COL_STR, false), FIG(rank_part, COL_STR, false), FIG(own_zh, COL_STR, false), FIG(scope_zh, COL_STR, false), FIG(form, COL_INT, false),
    FIG(built, COL_YESNO, false), FIG(left_out, COL_YESNO, false),
};

static enum err made_check(struct load *l, const struct node *row, const struct figure_row *f)
{
    bool of_another = str_eq(f->made, STR("yoy")) || str_eq(f->made, STR("share"));

    if (f->from.n > 0 || f->where.n > 0 || f->count.n > 0)
        return DEF_FAULT(l, row, "a figure is counted or made of others, not both");
    if (of_another && named(l, PART_FIGURES, f->of) == NULL)
        return DEF_FAULT(l, row, "there is no figure '%.*s'", PF(f->of));
    return ERR_OK;
}

static enum err counted_check(struct load *l, const struct node *row, const struct figure_row *f)
{
    static const char *const parts[] = { "section", "others" };

    if (f->registers.n == 0)
        return DEF_FAULT(l, row, "the row needs a value for 'registers'");
    if (!f->built)
        return f->from.n == 0 ? ERR_OK : DEF_FAULT(l, row, "built is no, and it says what is counted");
    if (f->from.n == 0 || f->where.n == 0 || f->count.n == 0)
        return DEF_FAULT(l, row, "a figure that is counted says from, where and count");
    if (f->rank_part.n > 0 && !AMONG(f->rank_part, parts))
        return DEF_FAULT(l, row, "rank_part is no '%.*s'", PF(f->rank_part));
    return f->form <= 4 ? ERR_OK : DEF_FAULT(l, row, "there are four forms");
}

static enum err figure_check(struct load *l, const struct node *row, const struct node *of)
{
    static const char *const kinds[] = { "amount", "count", "count~", "fixed", "name", "ordinal", "percent", "implied-checks", "implied-count",
        "implied-format", "implied-percent", "implied-period", "implied-rate", "implied-scope", "implied-sign" };
    struct figure_row f = { .built = false };

    (void)of;
    TRY(row_read(l, row, figure_columns, COLUMNS(figure_columns), NULL, &f));
    if (!AMONG(f.kind, kinds))
        return DEF_FAULT(l, row, "a figure is no '%.*s'", PF(f.kind));
    return f.made.n > 0 ? made_check(l, row, &f) : counted_check(l, row, &f);
}

/* "F27+F28a", or the sum of a table: "F26.by_class". */
static enum err side_check(struct load *l, const struct node *row, struct str side)
{
    ptrdiff_t at = str_find(side, STR(".by_"));

    struct str rest = at >= 0 ? str_head(side, (size_t)at) : side;
    if (rest.n == 0)
        return DEF_FAULT(l, row, "one side of the check is empty");
    while (rest.n > 0) {
        size_t n = 0;
        while (n < rest.n && rest.p[n] != '+' && rest.p[n] != '-')
            n++;
        struct str id = str_trim(str_head(rest, n));
        if (named(l, PART_FIGURES, id) == NULL)
            return DEF_FAULT(l, row, "there is no figure '%.*s'", PF(id));
        rest = str_from(rest, n < rest.n ? n + 1 : n);
    }
    return ERR_OK;
}

struct check_row { struct str zh, en, left, op, right, source; };
static enum err check_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { { "zh", COL_STR, offsetof(struct check_row, zh), true },
        { "en", COL_STR, offsetof(struct check_row, en), true }, { "left", COL_STR, offsetof(struct check_row, left), false },
        { "op", COL_STR, offsetof(struct check_row, op), true }, { "right", COL_STR, offsetof(struct check_row, right), false },
        { "source", COL_STR, offsetof(struct check_row, source), true } };
    static const char *const alone[] = { "same_name", "shares" }, *const compared[] = { "=", "<=" };
    struct check_row k = { .op = STR("") };

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &k));
    if (AMONG(k.op, alone))
        return ERR_OK;
    if (!AMONG(k.op, compared))
        return DEF_FAULT(l, row, "op is no '%.*s'", PF(k.op));
    TRY(side_check(l, row, k.left));
    return side_check(l, row, k.right);
}

/* ---- views and registers */
struct view_row { struct str kind, columns, filled; };
static enum err view_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { { "kind", COL_STR, offsetof(struct view_row, kind), true },
        { "columns", COL_STR, offsetof(struct view_row, columns), true }, { "filled", COL_STR, offsetof(struct view_row, filled), false } };
    struct view_row v = { .kind = STR("") };
    struct str word;

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &v));
    while (word_next(&v.filled, &word))
        if (!node_has_word(row, "columns", word))
            return DEF_FAULT(l, row, "the view has no column '%.*s'", PF(word));
    return ERR_OK;
}

struct part_row { struct str name, zh, en, kind, width, width_en, sort, list, column, op, of; };
#define PART(field, required) { #field, COL_STR, offsetof(struct part_row, field), required }

static enum err column_of_view(struct load *l, const struct node *row, const struct node *view, struct str column)
{
    return node_has_word(view, "columns", column) ? ERR_OK : DEF_FAULT(l, row, "the view has no column '%.*s'", PF(column));
}

static enum err column_check(struct load *l, const struct node *row, const struct node *view)
{
    static const struct column columns[] = { PART(name, true), PART(zh, true), PART(en, true), PART(kind, true), PART(width, false),
        PART(width_en, false), PART(sort, false), PART(list, false) };
    static const char *const kinds[] = { "clock", "code", "date", "no", "number", "person", "state", "text" };
    struct part_row p = { .kind = STR("") };

    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &p));
    if (!AMONG(p.kind, kinds))
        return DEF_FAULT(l, row, "a column is no '%.*s'", PF(p.kind));
    if (str_eq(p.kind, STR("code")) && p.list.n == 0)
        return DEF_FAULT(l, row, "the row needs a value for 'list'");
    TRY(list_check(l, row, p.list));
    return column_of_view(l, row, view, p.name);
}

static enum err filter_check(struct load *l, const struct node *row, const struct node *view)
{
    static const struct column columns[] = { PART(name, true), PART(zh, true), PART(en, true), PART(kind, true), PART(list, false),
        PART(column, false), PART(op, false), PART(of, false) };
    static const char *const kinds[] = { "date", "state", "text" }, *const ops[] = { "eq", "from", "like", "to" };
    struct part_row p = { .kind = STR("") };

    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &p));
    if (!AMONG(p.kind, kinds))
        return DEF_FAULT(l, row, "a filter is no '%.*s'", PF(p.kind));
    if (p.op.n > 0 && !AMONG(p.op, ops))
        return DEF_FAULT(l, row, "op is no '%.*s'", PF(p.op));
    TRY(list_check(l, row, p.list));
    return column_of_view(l, row, view, p.column.n > 0 ? p.column : p.name);
}

/* A tab asks what the filters can: "state=assigned&due_on_to=…". */
static enum err tab_check(struct load *l, const struct node *row, const struct node *list)
{
    const struct node *filters = node_get(list, "filters");
    struct str query = node_str(row, "query");

    while (query.n > 0) {
        struct str pair = str_cut(&query, '&'), name = str_cut(&pair, '=');
        bool found = false;
        for (int i = 0; i < filters->n; i++)
            found = found || str_eq(node_str(&filters->items[i], "name"), name);
        if (!found)
            return DEF_FAULT(l, row, "no filter is called '%.*s'", PF(name));
    }
    return ERR_OK;
}

static enum err many_check(struct load *l, const struct node *row, struct str kind, struct str many)
{
    const struct def_workflow *w = def_workflow_version(l->d, kind, 1);
    struct str move;

    while (word_next(&many, &move)) {
        bool found = false;
        for (int i = 0; w != NULL && i < w->n_moves; i++)
            found = found || str_eq(w->moves[i].name, move);
        if (!found)
            return DEF_FAULT(l, row, "there is no move '%.*s'", PF(move));
    }
    return ERR_OK;
}

struct list_row { struct str view, path, kind, zh, en, unit, sort, many, export; const struct node *tabs, *columns, *filters; };
#define LIST(field, type, required) { #field, type, offsetof(struct list_row, field), required }
static enum err register_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { LIST(view, COL_STR, true), LIST(path, COL_STR, true), LIST(kind, COL_STR, true),
        LIST(zh, COL_STR, true), LIST(en, COL_STR, true), LIST(unit, COL_STR, true), LIST(sort, COL_STR, true), LIST(many, COL_STR, false),
        LIST(export, COL_STR, false), LIST(tabs, COL_NODE, false), LIST(columns, COL_NODE, true), LIST(filters, COL_NODE, true) };
    struct list_row r = { .view = STR("") };

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &r));
    const struct node *view = named(l, PART_VIEWS, r.view);
    if (view == NULL)
        return DEF_FAULT(l, row, "there is no view '%.*s'", PF(r.view));
    TRY(column_of_view(l, row, view, str_starts(r.sort, STR("-")) ? str_from(r.sort, 1) : r.sort));
    TRY(many_check(l, row, r.kind, r.many));
    TRY(rows_check(l, r.columns, NODE_LIST, "columns", column_check, view));
    TRY(rows_check(l, r.filters, NODE_LIST, "filters", filter_check, view));
    return r.tabs == NULL ? ERR_OK : rows_check(l, r.tabs, NODE_LIST, "tabs", tab_check, row);
}

/* ---- sheets */
struct field_row { struct str name, zh, en, type, list, also, hint_zh, hint_en; int max; bool out, required, sealed; };
#define FIELD(field, type, required) { #field, type, offsetof(struct field_row, field), required }
static enum err field_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { FIELD(name, COL_STR, true), FIELD(zh, COL_STR, true), FIELD(en, COL_STR, true),
        FIELD(type, COL_STR, true), FIELD(list, COL_STR, false), FIELD(also, COL_STR, false), FIELD(hint_zh, COL_STR, false),
        FIELD(hint_en, COL_STR, false), FIELD(max, COL_INT, false), FIELD(out, COL_YESNO, false), FIELD(required, COL_YESNO, false),
        FIELD(sealed, COL_YESNO, false) };
    static const char *const types[] = { "line", "text", "date", "time", "code", "codes", "yesno" };
    struct field_row f = { .type = STR("") };

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &f));
    if (!AMONG(f.type, types))
        return DEF_FAULT(l, row, "a column of a sheet is no '%.*s'", PF(f.type));
    if (str_starts(f.type, STR("code")) && f.list.n == 0)
        return DEF_FAULT(l, row, "the row needs a value for 'list'");
    if (f.sealed && f.out)
        return DEF_FAULT(l, row, "what is sealed never goes out");
    return list_check(l, row, f.list);
}

struct sheet_row { struct str zh, en, form, list, source; const struct node *columns; };
static enum err sheet_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { { "zh", COL_STR, offsetof(struct sheet_row, zh), true },
        { "en", COL_STR, offsetof(struct sheet_row, en), true }, { "form", COL_STR, offsetof(struct sheet_row, form), true },
        { "list", COL_STR, offsetof(struct sheet_row, list), true }, { "source", COL_STR, offsetof(struct sheet_row, source), true },
        { "columns", COL_NODE, offsetof(struct sheet_row, columns), true } };
    struct sheet_row s = { .form = STR("") };

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &s));
    if (named(l, PART_FORMS, s.form) == NULL)
        return DEF_FAULT(l, row, "there is no form '%.*s'", PF(s.form));
    if (named(l, PART_LISTS, s.list) == NULL)
        return DEF_FAULT(l, row, "there is no register '%.*s'", PF(s.list));
    return rows_check(l, s.columns, NODE_LIST, "columns", field_check, row);
}

/* ---- papers */
struct paper_row { struct str name, kind, state, zh, en, source; };
static enum err paper_check(struct load *l, const struct node *row, const struct node *of)
{
    static const struct column columns[] = { { "name", COL_STR, offsetof(struct paper_row, name), true },
        { "kind", COL_STR, offsetof(struct paper_row, kind), true }, { "state", COL_STR, offsetof(struct paper_row, state), false },
        { "zh", COL_STR, offsetof(struct paper_row, zh), true }, { "en", COL_STR, offsetof(struct paper_row, en), true },
        { "source", COL_STR, offsetof(struct paper_row, source), true } };
    struct paper_row p = { .name = STR("") };

    (void)of;
    TRY(row_read(l, row, columns, COLUMNS(columns), NULL, &p));
    if (def_doc(l->d, str_copy(l->a, p.name).p).n == 0)
        return DEF_FAULT(l, row, "there is no template doc/%.*s.md", PF(p.name));
    const struct def_workflow *w = def_workflow_version(l->d, p.kind, 1);
    if (w == NULL && !str_eq(p.kind, STR("report")))
        return DEF_FAULT(l, row, "there is no record '%.*s'", PF(p.kind));
    if (p.state.n > 0 && (w == NULL || def_state(w, p.state) == NULL))
        return DEF_FAULT(l, row, "there is no state '%.*s'", PF(p.state));
    return ERR_OK;
}

enum err check_tables(struct load *l)
{
    TRY(rows_check(l, &l->parts[PART_FIGURES], NODE_MAP, "figures", figure_check, NULL));
    TRY(rows_check(l, &l->parts[PART_CHECKS], NODE_MAP, "checks", check_check, NULL));
    TRY(rows_check(l, &l->parts[PART_VIEWS], NODE_MAP, "views", view_check, NULL));
    TRY(rows_check(l, &l->parts[PART_LISTS], NODE_MAP, "registers", register_check, NULL));
    TRY(rows_check(l, &l->parts[PART_SHEETS], NODE_MAP, "sheets", sheet_check, NULL));
    return rows_check(l, node_get(&l->parts[PART_TEMPLATES], "templates"), NODE_LIST, "templates", paper_check, &l->parts[PART_TEMPLATES]);
}
