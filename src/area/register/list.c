/* list.c - a register's list from its row of def/lists.yaml: columns, filters, sort, keyset paging, and a count that stops at a thousand. */
#include "area/register/list_int.h"
#include "area/register/many.h"

#include <string.h>

#include "area/search/search.h"
#include "gen/text.h"

#define CANDIDATES_MAX 1000             /* records named one by one in a statement */
#define ORGANS_MAX 500
#define ORGAN_WIDTH 8                   /* em: "青原区纪委监委" */
#define COUNT_MANY_FILTERS 200
#define NEAR_DAYS 7                     /* a due day this near is said in days */

static const struct node *list_row_of(const struct def *d, struct str name)
{
    const struct node *all = &d->list_pages;
    const struct node *inside = node_get(all, "lists");
    char key[64];

    if (name.n == 0 || name.n >= sizeof key)
        return NULL;
    memcpy(key, name.p, name.n);
    key[name.n] = '\0';
    return node_get(inside != NULL ? inside : all, key);
}

/* Is a row of another organ assigned to this viewer? */
static bool assigned_elsewhere(struct ctx *c, enum sql_id sql)
{
    struct stmt *rs = db_get(c->db, sql);

    db_bind_int(rs, ":viewer", c->who->id);
    bool found = db_next(rs);
    return db_end(rs) != ERR_OK || found;
}

static void reach_elsewhere(struct ctx *c, struct str kind, struct query_reach *r)
{
    if (str_eq(kind, STR("petition")))
        r->elsewhere = assigned_elsewhere(c, SQL_REGISTER_ELSEWHERE_PETITION);
    else if (str_eq(kind, STR("lead")))
        r->elsewhere = assigned_elsewhere(c, SQL_REGISTER_ELSEWHERE_LEAD);
    else if (str_eq(kind, STR("case")))
        r->elsewhere = assigned_elsewhere(c, SQL_REGISTER_ELSEWHERE_CASE);
    else if (str_eq(kind, STR("result")) && (assigned_elsewhere(c, SQL_REGISTER_ELSEWHERE_LEAD) || assigned_elsewhere(c, SQL_REGISTER_ELSEWHERE_CASE)))
        r->n = 0;
}

/* The organs whose rows this viewer sees at all, in rising order: an index has each one's in order. A result is assigned with its case or
 * its lead; who has one of those elsewhere is asked row by row. */
static void own_organs(struct ctx *c, struct plan *p)
{
    struct stmt *rs = db_get(c->db, SQL_REGISTER_ORGANS);
    struct query_reach *r = &p->reach;
    bool more = false;

    db_bind_int(rs, ":viewer", c->who->id);
    r->whole = true;
    for (r->n = 0; db_next(rs) && !more;) {
        more = r->n == QUERY_ORGANS_MAX;
        r->whole = r->whole && db_int(rs, 1) == 1;
        if (!more)
            r->organs[r->n++] = db_int(rs, 0);
    }
    if (db_end(rs) != ERR_OK || more)
        r->n = 0;
    if (r->n > 0)
        reach_elsewhere(c, p->kind, r);
}

bool plan_of(struct ctx *c, struct str name, struct plan *p)
{
    const struct node *row = list_row_of(c->def, name);

    if (row == NULL)
        return false;
    *p = (struct plan){ .row = row, .name = name, .view = node_str(row, "view"), .path = node_str(row, "path"),
        .kind = node_str(row, "kind") };
    if (p->path.n == 0)
        p->path = str_join(c->a, STR("/"), name);
    return true;
}

void plan_for_viewer(struct ctx *c, struct plan *p)
{
    own_organs(c, p);
    p->held = NEW(c->a, struct held_all);
}

struct str plan_label(const struct ctx *c, const struct node *row) { return node_str(row, c->lang == LANG_EN ? "en" : "zh"); }

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

/* Each organ numbers its own register: who sees several reads behind the number whose it is. */
static enum err organs_read(struct ctx *c, struct plan *p)
{
    struct stmt *rs = db_get(c->db, SQL_REGISTER_ORGAN_NAMES);

    p->organs = NEWS(c->a, struct organ_name, ORGANS_MAX);
    db_bind_int(rs, ":viewer", c->who->id);
    for (p->n_organs = 0; db_next(rs) && p->n_organs < ORGANS_MAX; p->n_organs++)
        p->organs[p->n_organs] = (struct organ_name){ db_int(rs, 0), db_str(rs, 1, c->a) };
    return db_end(rs);
}

static struct str organ_of(const struct plan *p, struct str id)
{
    int64_t n;

    for (int i = 0; str_to_int(id, &n) && i < p->n_organs; i++)
        if (p->organs[i].id == n)
            return p->organs[i].name;
    return STR("");
}

static void organ_column(struct ctx *c, struct plan *p, struct list_view *out)
{
    if (organs_read(c, p) != ERR_OK || p->n_organs < 2 || p->n == COLUMNS_MAX || out->n_cols == LIST_COLS_MAX)
        return;
    p->cols[p->n++] = (struct shown){ STR("organ_id"), STR(""), COL_TEXT };
    list_col(out, STR("organ_id"), text_of(c->lang, T_register_organ), COL_TEXT, ORGAN_WIDTH, false);
}

/* Register numbers are for those whose role has register scope (decisions.md 4). */
static bool column_hidden(const struct ctx *c, enum col_kind kind) { return kind == COL_NO && !c->who->register_scope; }

void plan_columns(struct ctx *c, struct plan *p, struct list_view *out)
{
    const struct node *cols = node_get(p->row, "columns");

    for (int i = 0; cols != NULL && i < cols->n && p->n < COLUMNS_MAX; i++) {
        const struct node *col = &cols->items[i];
        int64_t width = 0;
        enum col_kind kind = kind_of(node_str(col, "kind"));
        (void)str_to_int(node_str(col, c->lang == LANG_EN && node_str(col, "width_en").n > 0 ? "width_en" : "width"), &width);
        p->cols[p->n++] = (struct shown){ node_str(col, "name"), node_str(col, "list"), kind };
        if (out->n_cols < LIST_COLS_MAX)
            list_col(out, node_str(col, "name"), plan_label(c, col), kind, (int)width, str_eq(node_str(col, "sort"), STR("yes")));
        if (i == 0 && kind == COL_NO)
            organ_column(c, p, out);
    }
}

static const struct def_state *state_of(struct ctx *c, struct str kind, struct str state)
{
    const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));

    return w != NULL ? def_state(w, state) : NULL;
}

static struct str state_label(struct ctx *c, struct str kind, struct str state)
{
    const struct def_state *s = state_of(c, kind, state);

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

/* Whose states a filter offers: the list's own, or those of another kind (`of`), as a lead shows its disposal's. */
static struct str states_of(const struct plan *p, const struct node *f)
{
    return node_str(f, "of").n > 0 ? node_str(f, "of") : p->kind;
}

/* What waits for the viewer's approval: proposed, and by somebody else. The desk counts the same rows. */
static const struct waiting { const char *kind; enum sql_id sql; } *waiting_of(const struct plan *p)
{
    static const struct waiting all[] = { { "lead", SQL_WAITING_LEADS }, { "case", SQL_WAITING_CASES }, { "result", SQL_WAITING_RESULTS },
        { "proposal", SQL_WAITING_PROPOSALS } };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (str_eq(p->kind, str_z(all[i].kind)))
            return &all[i];
    return NULL;
}

static void filter_fields(struct ctx *c, const struct plan *p, struct list_view *out)
{
    static const struct str yes = STR_INIT("1");
    const struct node *filters = node_get(p->row, "filters");
    struct list_option *voided = NEW(c->a, struct list_option), *waiting = NEW(c->a, struct list_option);

    for (int i = 0; filters != NULL && i < filters->n && out->n_filters < LIST_FILTERS_MAX; i++) {
        const struct node *f = &filters->items[i];
        struct str list = node_str(f, "list"), name = node_str(f, "name");
        int n = 0;
        if (str_eq(node_str(f, "kind"), STR("state"))) {
            const struct list_option *o = state_options(c, states_of(p, f), &n);
            list_filter(c, out, name, plan_label(c, f), FILTER_SELECT, o, n);
        } else if (list.n > 0) {
            list_filter_codes(c, out, name, plan_label(c, f), str_copy(c->a, list).p);
        } else {
            list_filter(c, out, name, plan_label(c, f), str_eq(node_str(f, "kind"), STR("date")) ? FILTER_DATE : FILTER_TEXT, NULL, 0);
        }
    }
    if (waiting_of(p) != NULL) {
        *waiting = (struct list_option){ yes, text_of(c->lang, T_register_waiting_yes) };
        list_filter(c, out, STR("waiting"), text_of(c->lang, T_register_waiting), FILTER_SELECT, waiting, 1);
    }
    *voided = (struct list_option){ yes, text_of(c->lang, T_register_voided_only) };
    list_filter(c, out, STR("voided"), text_of(c->lang, T_register_voided), FILTER_SELECT, voided, 1);
}

static enum query_op op_of(struct str word)
{
    return str_eq(word, STR("from")) ? Q_GE : str_eq(word, STR("to")) ? Q_LE : str_eq(word, STR("like")) ? Q_LIKE : Q_EQ;
}

/* A day that nobody can read finds nothing; the page says which (bad_day). */
static bool day_read(struct ctx *c, struct str value, struct date *day)
{
    return date_read(value, date_of_ms(c->now_ms), day) == DATE_OK;
}

static struct str filtered_by(struct ctx *c, const struct request *q, const struct node *f)
{
    return str_trim(req_str(q, str_copy(c->a, node_str(f, "name")).p));
}

static const struct held *held_by(struct ctx *c, const struct plan *p, struct str value)
{
    struct held_all *all = p->held;

    for (int i = 0; i < all->n; i++)
        if (str_eq(all->of[i].value, value))
            return &all->of[i];
    struct held *h = all->n < HELD_MAX ? &all->of[all->n++] : NEW(c->a, struct held);
    *h = (struct held){ .value = value, .ids = NEWS(c->a, int64_t, CANDIDATES_MAX + 1) };
    if (search_candidates(c, p->kind, value, h->ids, CANDIDATES_MAX, &h->n, &h->few) != ERR_OK)
        h->few = false;
    return h;
}

/* A text somewhere in a column: where few records hold it at all, the full-text index names them; where many do, a page fills itself soon. */
static void where_holds(struct ctx *c, const struct plan *p, struct str column, struct str value, struct query *out)
{
    const struct held *h = held_by(c, p, value);

    if (h->few)
        query_where_ids(out, h->ids, h->n);
    query_where(out, column, Q_LIKE, qv_str(value));
}

/* Is a text looked for in every row: many records hold it somewhere, and nothing else names the rows. */
static bool row_by_row(struct ctx *c, const struct request *q, const struct plan *p)
{
    const struct node *filters = node_get(p->row, "filters");
    bool texts = false;

    if (waiting_of(p) != NULL && str_eq(req_str(q, "waiting"), STR("1")))
        return false;
    for (int i = 0; filters != NULL && i < filters->n; i++) {
        struct str value = filtered_by(c, q, &filters->items[i]);
        if (value.n == 0 || op_of(node_str(&filters->items[i], "op")) != Q_LIKE)
            continue;
        texts = true;
        if (held_by(c, p, value)->few)
            return false;
    }
    return texts;
}

static void where_waiting(struct ctx *c, const struct waiting *w, struct query *out)
{
    int64_t *ids = NEWS(c->a, int64_t, CANDIDATES_MAX);
    struct stmt *rs = db_get(c->db, w->sql);
    int n = 0;

    db_bind_int(rs, ":viewer", c->who->id);
    while (n < CANDIDATES_MAX && db_next(rs))
        ids[n++] = db_int(rs, 0);
    query_where_ids(out, ids, db_end(rs) == ERR_OK ? n : 0);
}

void plan_where(struct ctx *c, const struct request *q, const struct plan *p, struct query *out)
{
    const struct node *filters = node_get(p->row, "filters");

    query_where(out, STR("voided"), Q_EQ, qv_int(str_eq(req_str(q, "voided"), STR("1")) ? 1 : 0));
    for (int i = 0; filters != NULL && i < filters->n; i++) {
        const struct node *f = &filters->items[i];
        struct str value = filtered_by(c, q, f), column = node_str(f, "column");
        struct date day;
        if (value.n == 0)
            continue;
        if (column.n == 0)
            column = node_str(f, "name");
        if (op_of(node_str(f, "op")) == Q_LIKE)
            where_holds(c, p, column, value, out);
        else if (!str_eq(node_str(f, "kind"), STR("date")))
            query_where(out, column, op_of(node_str(f, "op")), qv_str(value));
        else if (day_read(c, value, &day))
            query_where(out, column, op_of(node_str(f, "op")), qv_str(date_str(c->a, day)));
        else
            query_where_in(out, column, NULL, 0);
    }
    if (waiting_of(p) != NULL && str_eq(req_str(q, "waiting"), STR("1")))
        where_waiting(c, waiting_of(p), out);
    query_scope_within(out, c->who->id, &p->reach);
}

static struct str why_empty(struct ctx *c, const struct request *q, const struct plan *p)
{
    const struct node *filters = node_get(p->row, "filters");
    struct date day;

    for (int i = 0; filters != NULL && i < filters->n; i++) {
        struct str value = filtered_by(c, q, &filters->items[i]);
        if (value.n > 0 && str_eq(node_str(&filters->items[i], "kind"), STR("date")) && !day_read(c, value, &day))
            return text_args(c->a, c->lang, T_register_bad_day, &value, 1);
    }
    return text_of(c->lang, T_register_empty);
}

/* ---- rows */
struct str plan_clock(struct ctx *c, struct str due, bool final, enum tone *tone)
{
    struct date day;

    *tone = TONE_NONE;
    if (due.n == 0 || final || !date_parse_iso(due, &day))
        return due;
    int64_t left = (int64_t)day.days - date_of_ms(c->now_ms).days;
    struct str n = str_int(c->a, left < 0 ? -left : left);
    if (left > NEAR_DAYS)
        return due;
    *tone = left < 0 ? TONE_BAD : TONE_WARN;
    return left == 0 ? text_of(c->lang, T_register_due_today) : text_args(c->a, c->lang, left < 0 ? T_register_overdue : T_register_left, &n, 1);
}

struct str plan_text(struct ctx *c, const struct plan *p, const struct shown *col, struct str value)
{
    if (column_hidden(c, col->kind))
        return STR("");
    if (col->kind == COL_STATE)
        return state_label(c, p->kind, value);
    if (str_eq(col->name, STR("organ_id")))
        return organ_of(p, value);
    return col->list.n > 0 ? def_label(c->def, c->lang, str_copy(c->a, col->list).p, value) : value;
}

static void cell(struct ctx *c, const struct plan *p, const struct shown *col, struct str value, struct str state, struct list_row *r)
{
    enum tone tone = TONE_NONE;
    struct str text = value;

    if (column_hidden(c, col->kind)) {
        text = STR("•");
    } else if (col->kind == COL_CLOCK) {
        const struct def_state *s = state_of(c, p->kind, state);
        text = plan_clock(c, value, s != NULL && s->final, &tone);
    } else {
        text = plan_text(c, p, col, value);
    }
    list_cell(r, text, tone);
    if (col->kind == COL_CLOCK)
        list_cell_whole(r, value);
}

static void row(struct ctx *c, const struct plan *p, struct stmt *rs, struct list_view *out)
{
    struct str ref = ref_text(c->a, db_int(rs, 1)), state = STR("");
    struct list_row *r = list_row(c, out, ref, str_fmt(c->a, "%.*s/%.*s", PF(p->path), PF(ref)));

    r->token = list_token(c->a, db_str(rs, 2, c->a), db_int(rs, 0));
    for (int i = 0; i < p->n; i++)
        if (p->cols[i].kind == COL_STATE)
            state = db_str(rs, 3 + i, c->a);
    for (int i = 0; i < p->n && i < LIST_COLS_MAX; i++)
        cell(c, p, &p->cols[i], db_str(rs, 3 + i, c->a), state, r);
}

/* ?before=TOKEN is the page that ends before that row: asked for in the opposite order, then turned round. */
static void turn_round(struct list_view *out)
{
    for (int i = 0, k = out->n_rows - 1; i < k; i++, k--) {
        struct list_row r = out->rows[i];
        out->rows[i] = out->rows[k];
        out->rows[k] = r;
    }
}

struct from { struct qvalue value; int64_t id; enum query_part part; bool on, back, many; };

static enum err rows_of(struct ctx *c, const struct request *q, const struct plan *p, const struct from *f, struct list_view *out, bool *more)
{
    struct query s = query_new(c->a, p->view);

    query_col(&s, STR("id"));
    query_col(&s, STR("ref"));
    query_col(&s, out->sort);
    for (int i = 0; i < p->n; i++)
        query_col(&s, p->cols[i].name);
    query_order(&s, out->sort, f->back ? !out->descending : out->descending);
    if (f->many)
        query_loose(&s);
    plan_where(c, q, p, &s);
    if (f->on)
        query_keyset(&s, f->value, f->id);
    query_part(&s, f->part);
    query_limit(&s, LIST_ROWS_SHOWN + 1 - out->n_rows);
    struct stmt *rs = query_run(&s, c->db);
    while (db_next(rs)) {
        *more = out->n_rows == LIST_ROWS_SHOWN;
        if (!*more)
            row(c, p, rs, out);
    }
    return db_end(rs);
}

/* Sorted by a code, thousands of rows have the same: each half of what follows is asked by itself. */
static bool few_values(const struct plan *p, struct str sort)
{
    for (int i = 0; i < p->n; i++)
        if (str_eq(p->cols[i].name, sort))
            return p->cols[i].kind == COL_CODE || p->cols[i].kind == COL_STATE;
    return false;
}

static enum err rows(struct ctx *c, const struct request *q, const struct plan *p, struct list_view *out)
{
    bool back = req_has(q, "before"), on = req_has(q, "after"), more = false;
    struct from f = { .back = back, .many = out->count > out->count_max && few_values(p, out->sort) };
    struct str value;

    f.on = list_token_read(req_str(q, back ? "before" : "after"), &value, &f.id);
    if (f.on)
        f.value = value.n > 0 ? qv_str(value) : (struct qvalue){ .type = QV_NONE };
    f.part = f.on && few_values(p, out->sort) ? KEY_SAME : KEY_WHOLE;
    TRY(rows_of(c, q, p, &f, out, &more));
    if (f.part == KEY_SAME && !more) {
        f.part = KEY_BEHIND;
        TRY(rows_of(c, q, p, &f, out, &more));
    }
    if (back)
        turn_round(out);
    if (out->n_rows > 0 && (back || more))
        out->after = out->rows[out->n_rows - 1].token;
    if (out->n_rows > 0 && (back ? more : on))
        out->before = out->rows[0].token;
    return ERR_OK;
}

static int filters_set(struct ctx *c, const struct request *q, const struct plan *p)
{
    const struct node *filters = node_get(p->row, "filters");
    int n = 0;

    for (int i = 0; filters != NULL && i < filters->n; i++)
        n += filtered_by(c, q, &filters->items[i]).n > 0;
    return n;
}

/* Where rows are looked at one by one, they are met fastest in the order that they lie in. */
static void count_in_order(const struct plan *p, struct query *s)
{
    struct str order = node_str(p->row, "sort");
    bool down = str_starts(order, STR("-"));

    query_col(s, str_from(order, down ? 1 : 0));
    query_order(s, str_from(order, down ? 1 : 0), down);
}

enum err plan_count(struct ctx *c, const struct request *q, const struct plan *p, int most, int64_t *n, int *max)
{
    struct query s = query_new(c->a, p->view);

    query_col(&s, STR("id"));
    if (row_by_row(c, q, p))
        count_in_order(p, &s);
    plan_where(c, q, p, &s);
    if (!s.contains && filters_set(c, q, p) <= 1)
        query_dense(&s);
    *max = s.contains && !s.by_ids ? LIST_ROWS_SHOWN : filters_set(c, q, p) > 1 ? COUNT_MANY_FILTERS : LIST_COUNT_MAX;
    *max = *max > most ? most : *max;
    query_how_many(&s, *max + 1);
    struct stmt *rs = query_run(&s, c->db);
    *n = db_next(rs) ? db_int(rs, 0) : 0;
    return db_end(rs);
}

static void exports(struct ctx *c, const struct plan *p, struct list_view *out)
{
    static const char *const forms[] = { "xlsx", "csv", "json" };
    struct str here = with_param(c->a, out->q, "", STR(""));
    struct str query = str_from(here, out->q->path.n);
    bool asked = out->count < 0 || out->count > out->count_max;         /* more than were counted: it may be long */

    if (str_eq(node_str(p->row, "export"), STR("no")))
        return;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0] && may(c, PERM_EXPORT) && out->n_rows > 0; i++) {
        struct str form = str_z(forms[i]);
        list_export(out, text_args(c->a, c->lang, T_register_export, &form, 1),
            str_fmt(c->a, "/export/%.*s.%s%.*s", PF(p->name), forms[i], PF(query)), asked);
    }
    if (may(c, PERM_EXPORT) && out->n_rows > 0 && node_get(&c->def->sheets, str_copy(c->a, p->name).p) != NULL)
        list_export(out, text_of(c->lang, T_register_export_whole), str_fmt(c->a, "/export/%.*s.xlsx%.*swhole=1", PF(p->name),
            PF(query.n > 0 ? str_join(c->a, query, STR("&")) : STR("?"))), asked);
}

void plan_order(struct ctx *c, const struct plan *p, struct list_view *out)
{
    struct str order = node_str(p->row, "sort");
    bool down = order.n > 0 && order.p[0] == '-';

    list_sort(out, str_copy(c->a, str_from(order, down ? 1 : 0)).p, down);
}

/* A text looked for in every row is looked for once: the first page itself tells whether there are more. */
static enum err count_and_rows(struct ctx *c, const struct request *q, const struct plan *p, struct list_view *out)
{
    if (row_by_row(c, q, p) && !req_has(q, "after") && !req_has(q, "before")) {
        out->count_max = LIST_ROWS_SHOWN;
        out->count = LIST_ROWS_SHOWN + 1;
        TRY(rows(c, q, p, out));
        if (out->after.n == 0)
            out->count = out->n_rows;
        return ERR_OK;
    }
    TRY(plan_count(c, q, p, LIST_COUNT_MAX, &out->count, &out->count_max));
    return out->count == 0 ? ERR_OK : rows(c, q, p, out);       /* that none fits was dear enough to find out once */
}

enum err register_list(struct ctx *c, struct request *q, const char *name, struct list_view *out)
{
    struct plan p;

    if (!plan_of(c, str_z(name), &p))
        return refuse(c, ERR_DEF, T_flow_none, str_z(name));
    plan_for_viewer(c, &p);
    *out = list_new(c, q, plan_label(c, p.row));
    plan_columns(c, &p, out);
    filter_fields(c, &p, out);
    plan_order(c, &p, out);
    TRY(count_and_rows(c, q, &p, out));
    TRY(plan_tabs(c, &p, out));
    exports(c, &p, out);
    many_actions(c, p.name, p.row, out);
    out->unit = c->lang == LANG_EN ? STR("") : node_str(p.row, "unit");
    out->empty = why_empty(c, q, &p);
    return ERR_OK;
}
