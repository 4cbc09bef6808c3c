#include "db/query.h"

#include <string.h>

#include "base/log.h"
#include "db/db_int.h"

#define PART_MAX ((size_t)64 << 10)      /* bytes of the columns, the conditions, the groups */
#define TEXT_MAX ((size_t)128 << 10)
#define WHOLE_MAX ((size_t)1 << 20)     /* a merged question says all of it once for each organ */
#define IN_TURN_MAX 64                  /* rows of a page; more, as for an export, are merged by their keys */

static const struct query_view *views;  /* set once by the program's start, then only read */
static int views_n;

void query_whitelist(const struct query_view *v, int n)
{
    views = v;
    views_n = n;
}

struct qvalue qv_int(int64_t v)
{
    return (struct qvalue){ .type = QV_INT, .i = v };
}

struct qvalue qv_str(struct str v)
{
    return (struct qvalue){ .type = QV_STR, .s = v };
}

/* ------------------------------------------------------------------ names and values */
static void fault(struct query *q, enum err e, const char *what, struct str name)
{
    if (q->err == ERR_OK)
        log_line(LOG_ERROR, "query of %.*s: %s %.*s", PF(q->view), what, PF(name));
    if (q->err == ERR_OK)
        q->err = e;
}

static bool known(struct query *q, struct str col)
{
    for (int i = 0; q->from != NULL && i < q->from->n; i++)
        if (str_eq(q->from->cols[i], col))
            return true;
    fault(q, ERR_DEF, "the whitelist has no column", col);
    return false;
}

/* The only place that writes a name; it was compared with the whitelist just before. */
static void put_col(struct query *q, struct buf *b, struct str col)
{
    if (known(q, col))
        buf_fmt(b, "v.%.*s", PF(col));
}

/* Keeps the value for the binding; its name in the text. */
static struct str value_name(struct query *q, struct qvalue v)
{
    if (q->n_values == QUERY_PARTS_MAX)
        fault(q, ERR_TOO_LARGE, "too many values", STR(""));
    else
        q->values[q->n_values++] = v;
    return str_fmt(q->a, "?%d", q->n_values);
}

static void put_value(struct query *q, struct buf *b, struct qvalue v)
{
    buf_add(b, value_name(q, v));
}

/* ------------------------------------------------------------------ parts */
struct query query_new(struct arena *a, struct str view)
{
    struct query q = { .a = a, .view = view };

    q.cols = buf_new(a, PART_MAX);
    q.where = buf_new(a, PART_MAX);
    q.group = buf_new(a, PART_MAX);
    for (int i = 0; i < views_n && q.from == NULL; i++)
        if (str_eq(views[i].view, view))
            q.from = &views[i];
    if (q.from == NULL)
        fault(&q, ERR_DEF, "the whitelist has no such view", STR(""));
    return q;
}

static struct buf *next_col(struct query *q, struct str name)
{
    if (q->n_cols == QUERY_COLS_MAX)
        fault(q, ERR_TOO_LARGE, "too many columns", STR(""));
    else
        q->names[q->n_cols++] = name;
    if (q->n_cols > 1)
        buf_lit(&q->cols, ", ");
    return &q->cols;
}

void query_col(struct query *q, struct str col)
{
    put_col(q, next_col(q, col), col);
}

void query_count(struct query *q, struct str distinct_col)
{
    struct buf *b = next_col(q, STR(""));

    q->counts = true;
    if (distinct_col.n == 0) {
        buf_lit(b, "count(*)");
        return;
    }
    buf_lit(b, "count(DISTINCT ");
    put_col(q, b, distinct_col);
    buf_lit(b, ")");
}

void query_group(struct query *q, struct str col)
{
    query_col(q, col);
    buf_add(&q->group, q->group.n == 0 ? STR(" GROUP BY ") : STR(", "));
    put_col(q, &q->group, col);
}

static struct buf *next_condition(struct query *q)
{
    buf_add(&q->where, q->where.n == 0 ? STR(" WHERE ") : STR(" AND "));
    return &q->where;
}

/* The text between two %, what LIKE takes for a sign made plain. */
static struct qvalue pattern(struct query *q, struct qvalue v)
{
    struct buf b = buf_new(q->a, PART_MAX);

    if (v.type != QV_STR)
        fault(q, ERR_DEF, "only a text is contained", STR(""));
    buf_lit(&b, "%");
    for (size_t i = 0; i < v.s.n; i++) {
        if (v.s.p[i] == '%' || v.s.p[i] == '_' || v.s.p[i] == '\\')
            buf_lit(&b, "\\");
        buf_char(&b, v.s.p[i]);
    }
    buf_lit(&b, "%");
    if (b.overflow)
        fault(q, ERR_TOO_LARGE, "a text is too long", STR(""));
    return qv_str(buf_str(&b));
}

/* A column that must not choose the index stands in an expression, which both databases read from the row. */
static void put_condition_col(struct query *q, struct buf *b, struct str col)
{
    bool plain = !q->loose || str_eq(col, q->sort_col) || str_eq(col, STR("voided")) || str_eq(col, STR("organ_id"));

    if (plain) {
        put_col(q, b, col);
        return;
    }
    buf_lit(b, "COALESCE(");
    put_col(q, b, col);
    buf_lit(b, ", ");
    put_col(q, b, col);
    buf_lit(b, ")");
}

static void put_where(struct query *q, struct str col, enum query_op op, struct qvalue v)
{
    static const char *const signs[] = {
        [Q_EQ] = " = ", [Q_NE] = " <> ", [Q_LT] = " < ", [Q_LE] = " <= ", [Q_GT] = " > ",
        [Q_GE] = " >= ", [Q_IN] = " = ", [Q_LIKE] = " LIKE ", [Q_NULL] = " IS NULL",
        [Q_NOT_NULL] = " IS NOT NULL",
    };
    struct buf *b = next_condition(q);

    put_condition_col(q, b, col);
    buf_add(b, str_z(signs[op]));
    if (op == Q_NULL || op == Q_NOT_NULL)
        return;
    put_value(q, b, op == Q_LIKE ? pattern(q, v) : v);
    if (op == Q_LIKE)
        buf_lit(b, " ESCAPE '\\'");     /* SQLite has no escape sign by itself */
}

/* A range waits for the end: where the page continues may say the same already (implied). */
void query_where(struct query *q, struct str col, enum query_op op, struct qvalue v)
{
    bool range = op == Q_LT || op == Q_LE || op == Q_GT || op == Q_GE;

    q->contains = q->contains || op == Q_LIKE;
    if (range && q->n_ranges < QUERY_RANGES_MAX)
        q->ranges[q->n_ranges++] = (struct query_range){ col, op, v };
    else
        put_where(q, col, op, v);
}

void query_where_in(struct query *q, struct str col, const struct str *v, int n)
{
    struct buf *b = next_condition(q);

    put_col(q, b, col);
    if (n == 0)
        buf_lit(b, " IS NULL AND 1 = 0");
    for (int i = 0; i < n; i++) {
        buf_add(b, i == 0 ? STR(" IN (") : STR(", "));
        put_value(q, b, qv_str(v[i]));
    }
    if (n > 0)
        buf_lit(b, ")");
}

void query_where_ids(struct query *q, const int64_t *ids, int n)
{
    struct buf *b = next_condition(q);

    q->by_ids = true;
    put_col(q, b, STR("id"));
    buf_add(b, n == 0 ? STR(" IS NULL") : STR(" IN ("));
    for (int i = 0; i < n; i++)
        buf_fmt(b, "%s%lld", i > 0 ? "," : "", (long long)ids[i]);      /* numbers, not texts: nothing to escape */
    if (n > 0)
        buf_lit(b, ")");
}

static const struct sql_scope *scope_of(const struct query *q)
{
    struct str kind = q->from == NULL ? STR("") : q->from->kind;

    if (str_eq(kind, STR("case")))
        kind = STR("casefile");         /* a scope is named by its table */
    for (int i = 0; i < sql_scopes_n && kind.n > 0; i++)
        if (str_eq(str_z(sql_scopes[i].kind), kind))
            return &sql_scopes[i];
    return NULL;
}

/* A text of scope.sql-macro, its words replaced. `organ`: the value that stands for the row's own organ, "" = the row is asked. */
static void put_macro(struct buf *b, const char *text, struct str viewer, struct str organ)
{
    struct str rest = str_z(text), own = STR("ALIAS.organ_id");

    while (rest.n > 0) {
        if (organ.n > 0 && str_starts(rest, own)) {
            buf_add(b, organ);
            rest = str_from(rest, own.n);
        } else if (str_starts(rest, STR("ALIAS"))) {
            buf_lit(b, "v");
            rest = str_from(rest, 5);
        } else if (str_starts(rest, STR(":viewer"))) {
            buf_add(b, viewer);
            rest = str_from(rest, 7);
        } else {
            size_t plain = 1;           /* up to the next sign that may begin a word of ours */
            while (plain < rest.n && rest.p[plain] != 'A' && rest.p[plain] != ':')
                plain++;
            buf_add(b, str_head(rest, plain));
            rest = str_from(rest, plain);
        }
    }
}

static void put_scope(struct query *q, struct buf *b, struct str viewer, struct str organ)
{
    const struct sql_scope *s = scope_of(q);

    if (s == NULL)
        fault(q, ERR_DEF, "no row scope for its kind", STR(""));
    else
        put_macro(b, s->visible, viewer, organ);
}

void query_scope(struct query *q, int64_t viewer)
{
    struct str name = value_name(q, qv_int(viewer));

    put_scope(q, next_condition(q), name, STR(""));
}

void query_scope_within(struct query *q, int64_t viewer, const struct query_reach *r)
{
    const struct sql_scope *s = scope_of(q);

    if (q->by_ids || r->n == 0 || r->n > QUERY_ORGANS_MAX) {        /* few rows, named: an organ's index would be walked in vain */
        query_scope(q, viewer);
        return;
    }
    q->organs = (struct query_organs){ .viewer = value_name(q, qv_int(viewer)), .id = r->organs, .n = r->n, .elsewhere = r->elsewhere };
    q->organs.whole = r->whole && !r->elsewhere && s != NULL && s->whole != NULL;
}

void query_order(struct query *q, struct str col, bool descending)
{
    if (known(q, col))
        q->sort_col = col;
    q->descending = descending;
}

void query_keyset(struct query *q, struct qvalue after, int64_t after_id)
{
    q->continues = true;
    q->after = after;
    q->after_id = after_id;
}

void query_part(struct query *q, enum query_part part) { q->part = part; }
void query_loose(struct query *q) { q->loose = true; }

void query_limit(struct query *q, int n)
{
    q->limit = n;
}

void query_any_order(struct query *q)
{
    q->any_order = true;
}

void query_how_many(struct query *q, int top)
{
    q->how_many = true;
    q->any_order = q->sort_col.n == 0;
    q->limit = top;
}

void query_dense(struct query *q) { q->dense = true; }

/* ------------------------------------------------------------------ the whole */
static bool never_null(const struct query *q)
{
    for (int i = 0; q->from != NULL && i < q->from->n_filled; i++)
        if (str_eq(q->from->filled[i], q->sort_col))
            return true;
    return false;
}

static bool by_id_only(const struct query *q)
{
    return q->sort_col.n == 0 || str_eq(q->sort_col, STR("id"));
}

/* A pair is compared as one: both databases walk an index by it. NULL counts as greater than
 * every value, as the order says. */
static void put_continuation(struct query *q, struct buf *b)
{
    struct str col = q->sort_col, id = value_name(q, qv_int(q->after_id)), after;

    if (by_id_only(q)) {
        buf_fmt(b, "v.id %s %.*s", q->descending ? "<" : ">", PF(id));
    } else if (q->after.type == QV_NONE) {
        buf_fmt(b,
            q->descending ? "(v.%.*s IS NOT NULL OR v.id < %.*s)"
                          : "(v.%.*s IS NULL AND v.id > %.*s)",
            PF(col), PF(id));
    } else {
        after = value_name(q, q->after);
        buf_fmt(b,
            q->descending ? "(v.%.*s, v.id) < (%.*s, %.*s)" : "((v.%.*s, v.id) > (%.*s, %.*s)",
            PF(col), PF(after), PF(id));
        if (!q->descending && !never_null(q))
            buf_fmt(b, " OR v.%.*s IS NULL)", PF(col));
        else if (!q->descending)
            buf_lit(b, ")");
    }
}

/* Of the same order, its two halves: NULL stands behind every value upwards, and before them downwards. */
static void put_part(struct query *q, struct buf *b)
{
    struct str col = q->sort_col, after = STR(""), id = STR("");
    bool same = q->part == KEY_SAME, none = q->after.type == QV_NONE;

    if (!none)
        after = value_name(q, q->after);
    if (same)
        id = value_name(q, qv_int(q->after_id));
    if (none)
        buf_fmt(b, same ? "v.%.*s IS NULL" : q->descending ? "v.%.*s IS NOT NULL" : "v.%.*s IS NULL AND 1 = 0", PF(col));
    else if (same)
        buf_fmt(b, "v.%.*s = %.*s", PF(col), PF(after));
    else if (q->descending || never_null(q))
        buf_fmt(b, "v.%.*s %s %.*s", PF(col), q->descending ? "<" : ">", PF(after));
    else
        buf_fmt(b, "(v.%.*s > %.*s OR v.%.*s IS NULL)", PF(col), PF(after), PF(col));
    if (same)
        buf_fmt(b, " AND v.id %s %.*s", q->descending ? "<" : ">", PF(id));
}

/* An index is walked from one end only: of two ends that are asked for, the database may take the farther one. */
static bool implied(const struct query *q, const struct query_range *r)
{
    bool down = r->op == Q_LT || r->op == Q_LE;

    if (!down && !never_null(q))
        return false;                   /* upwards NULL follows, which no range lets in */
    if (!q->continues || q->part == KEY_SAME || down != q->descending || !str_eq(r->col, q->sort_col) || q->after.type != QV_STR || r->v.type != QV_STR)
        return false;
    int order = down ? str_cmp(q->after.s, r->v.s) : str_cmp(r->v.s, q->after.s);
    return order < 0 || (order == 0 && (r->op == Q_LE || r->op == Q_GE));
}

static void put_ranges(struct query *q)
{
    for (int i = 0; i < q->n_ranges; i++)
        if (!implied(q, &q->ranges[i]))
            put_where(q, q->ranges[i].col, q->ranges[i].op, q->ranges[i].v);
}

/* `col`, `id`: how the order's columns are called where it stands. */
static void put_order(struct query *q, struct buf *b, struct str col, struct str id)
{
    const char *down = q->descending ? " DESC" : "", *nulls = q->descending ? " NULLS FIRST" : " NULLS LAST";

    buf_lit(b, " ORDER BY ");
    if (q->by_ids && id.n > 0 && !by_id_only(q))       /* few rows, named: an index in this order would be walked in vain */
        buf_fmt(b, "COALESCE(%.*s, %.*s)%s%s", PF(col), PF(col), down, nulls);
    else if (id.n == 0 || !by_id_only(q))
        buf_fmt(b, "%.*s%s%s", PF(col), down, never_null(q) ? "" : nulls);
    if (id.n > 0)
        buf_fmt(b, "%s%.*s%s", by_id_only(q) ? "" : ", ", PF(id), down);
}

static void put_limit(const struct query *q, struct buf *b, struct str limit)
{
    if (q->limit > 0)
        buf_fmt(b, " LIMIT %.*s", PF(limit));
}

/* The conditions so far, and before the next one. Where whole organs are asked, w is those of the viewer: the scope of the row. */
static void put_from_where(struct query *q, struct buf *b)
{
    buf_lit(b, " FROM ");
    if (q->organs.whole) {
        put_macro(b, scope_of(q)->whole, q->organs.viewer, STR(""));
        buf_lit(b, " w CROSS JOIN ");
    }
    buf_fmt(b, "%.*s v%.*s%s", PF(q->view), PF(buf_str(&q->where)), q->organs.n == 0 ? "" : q->where.n == 0 ? " WHERE " : " AND ");
}

/* ---- several organs: the same question to each, and the answers merged by their order */
static void put_own_rows(struct query *q, struct buf *b, int organ)
{
    const struct query_organs *o = &q->organs;

    if (o->whole) {
        buf_fmt(b, "w.organ_id = %.*s AND v.organ_id = %.*s", PF(o->value[organ]), PF(o->value[organ]));
        return;
    }
    if (organ < o->n) {
        buf_fmt(b, "v.organ_id = %.*s AND ", PF(o->value[organ]));
        put_scope(q, b, o->viewer, o->value[organ]);
        return;
    }
    buf_fmt(b, "v.assignee_id = %.*s AND v.organ_id NOT IN (", PF(o->viewer));
    for (int i = 0; i < o->n; i++)
        buf_fmt(b, "%s%.*s", i > 0 ? ", " : "", PF(o->value[i]));
    buf_lit(b, ") AND ");
    put_scope(q, b, o->viewer, STR(""));
}

static struct str order_col(struct query *q) { return q->sort_col.n > 0 ? str_join(q->a, STR("v."), q->sort_col) : STR("v.id"); }

/* k0 the row's id, k1 what it is ordered by. */
static void put_keys_of(struct query *q, struct buf *b, int organ, bool ordered, struct str limit)
{
    buf_lit(b, "SELECT v.id AS k0");
    if (ordered)
        buf_fmt(b, ", %.*s AS k1", PF(order_col(q)));
    put_from_where(q, b);
    put_own_rows(q, b, organ);
    if (!ordered)
        return;
    put_order(q, b, order_col(q), STR("v.id"));
    put_limit(q, b, limit);
}

/* A LIMIT stands within parentheses of its own only where there is an order: without one the whole is walked as one. */
static void put_keys(struct query *q, struct buf *b, bool ordered, struct str limit)
{
    buf_add(b, ordered ? STR("SELECT u.k0, u.k1 FROM (") : STR("SELECT u.k0 FROM ("));
    for (int i = 0; i < q->organs.n + q->organs.elsewhere; i++) {
        buf_add(b, i > 0 ? STR(" UNION ALL ") : STR(""));
        buf_add(b, ordered ? STR("SELECT * FROM (") : STR(""));
        put_keys_of(q, b, i, ordered, limit);
        if (ordered)
            buf_fmt(b, ") b%d", i);
    }
    buf_lit(b, ") u");
    if (ordered)
        put_order(q, b, by_id_only(q) ? STR("") : STR("u.k1"), STR("u.k0"));
    put_limit(q, b, limit);
}

/* Only keys are merged, which an index holds; what a row shows is read for those that are left. */
static void put_merged(struct query *q, struct buf *b, bool ordered, struct str limit)
{
    if (q->how_many) {
        put_keys(q, b, ordered, limit);
        return;
    }
    buf_fmt(b, "SELECT %.*s FROM (", PF(buf_str(&q->cols)));
    put_keys(q, b, ordered, limit);
    buf_fmt(b, ") k CROSS JOIN %.*s v WHERE v.id = k.k0", PF(q->view));
    if (ordered)
        put_order(q, b, order_col(q), STR("v.id"));
}

/* Where of what is read this column stands, from 1; 0: nowhere. */
static int place_of(const struct query *q, struct str col)
{
    for (int i = 0; i < q->n_cols; i++)
        if (str_eq(q->names[i], col))
            return i + 1;
    return 0;
}

/* SQLite asks each organ for its next row only when it is due, so that a page reads no more rows than it shows and needs no keys first. Where
 * NULL stands in the order, or rows elsewhere, no index has it, and all would be sorted. */
static bool put_in_turn(struct query *q, struct buf *b, struct str limit)
{
    int by = place_of(q, q->sort_col), id = place_of(q, STR("id"));
    const char *down = q->descending ? " DESC" : "";

    if (!q->lite || by == 0 || id == 0 || !never_null(q) || q->organs.elsewhere || q->limit < 1 || q->limit > IN_TURN_MAX)
        return false;
    for (int i = 0; i < q->organs.n; i++) {
        buf_fmt(b, "%sSELECT %.*s", i > 0 ? " UNION ALL " : "", PF(buf_str(&q->cols)));
        put_from_where(q, b);
        put_own_rows(q, b, i);
    }
    buf_fmt(b, " ORDER BY %d%s, %d%s", by, down, id, down);
    put_limit(q, b, limit);
    return true;
}

/* ---- */
static void put_whole(struct query *q, struct buf *b, bool rows, struct str limit)
{
    bool one = q->organs.n == 1 && !q->organs.elsewhere;
    bool ordered = rows && !q->any_order && (q->sort_col.n > 0 || q->continues || q->limit > 0) && known(q, STR("id"));

    for (int i = 0; i < q->organs.n; i++)
        q->organs.value[i] = value_name(q, qv_int(q->organs.id[i]));
    if (q->organs.n > 0 && !one && rows) {
        if (q->how_many || !ordered || !put_in_turn(q, b, limit))
            put_merged(q, b, ordered, limit);
        return;
    }
    if (q->organs.n > 0 && !one)
        fault(q, ERR_DEF, "only rows are merged", STR(""));
    buf_fmt(b, "SELECT %s%.*s", q->distinct ? "DISTINCT " : "", PF(buf_str(&q->cols)));
    put_from_where(q, b);
    if (one)
        put_own_rows(q, b, 0);
    buf_add(b, buf_str(&q->group));
    if (ordered)
        put_order(q, b, order_col(q), STR("v.id"));
    else if (q->sort_col.n > 0 && (q->distinct || q->group.n > 0))
        put_order(q, b, order_col(q), STR(""));
    put_limit(q, b, limit);
}

/* Of whole organs, in no order: counted in one walk, no row of it asked anything. */
static void put_how_many(struct query *q, struct buf *b)
{
    struct str top = value_name(q, qv_int(q->limit)), last = q->dense ? value_name(q, qv_int(q->limit - 1)) : STR("");

    buf_add(b, q->dense ? STR("SELECT CASE WHEN EXISTS (SELECT 1") : STR("SELECT count(*) FROM (SELECT 1 AS one"));
    put_from_where(q, b);
    if (!q->dense) {
        buf_fmt(b, "v.organ_id = w.organ_id LIMIT %.*s) AS n", PF(top));
        return;
    }
    buf_fmt(b, "v.organ_id = w.organ_id LIMIT 1 OFFSET %.*s) THEN %.*s ELSE (SELECT count(*)", PF(last), PF(top));
    put_from_where(q, b);
    buf_lit(b, "v.organ_id = w.organ_id) END");
}

static void build(struct query *q)
{
    struct buf b = buf_new(q->a, q->organs.n > 1 ? WHOLE_MAX : TEXT_MAX);
    bool rows = !q->distinct && !q->counts && q->group.n == 0;      /* each with its id */

    if (q->text.n > 0)
        return;
    put_ranges(q);
    if (q->continues && rows && known(q, STR("id")) && q->part != KEY_WHOLE)
        put_part(q, next_condition(q));
    else if (q->continues && rows && known(q, STR("id")))
        put_continuation(q, next_condition(q));
    if (q->how_many && q->organs.whole && q->any_order) {
        put_how_many(q, &b);
    } else {
        buf_add(&b, q->how_many ? STR("SELECT count(*) FROM (") : STR(""));
        put_whole(q, &b, rows, q->limit > 0 ? value_name(q, qv_int(q->limit)) : STR(""));
        buf_add(&b, q->how_many ? STR(") AS n") : STR(""));
    }
    if (q->cols.overflow || q->where.overflow || q->group.overflow || b.overflow)
        fault(q, ERR_TOO_LARGE, "the statement is too long", STR(""));
    q->text = buf_str(&b);
}

struct str query_text(struct query *q)
{
    build(q);
    return q->text;
}

/* ?N -> $N::type, by the type of the value that will be bound. */
static struct str for_pg(struct query *q)
{
    struct buf b = buf_new(q->a, WHOLE_MAX);
    struct str t = q->text;

    for (size_t i = 0; i < t.n;) {
        int n = 0;

        if (t.p[i] != '?') {
            buf_char(&b, t.p[i++]);
            continue;
        }
        for (i++; i < t.n && t.p[i] >= '0' && t.p[i] <= '9'; i++)
            n = n * 10 + (t.p[i] - '0');
        buf_fmt(&b, "$%d::%s", n, q->values[n - 1].type == QV_INT ? "bigint" : "text");
    }
    if (b.overflow)
        fault(q, ERR_TOO_LARGE, "the statement is too long", STR(""));
    return buf_str(&b);
}

static struct value value_of(const struct qvalue *v)
{
    enum value_type t = v->type == QV_INT ? VALUE_INT : v->type == QV_STR ? VALUE_TEXT : VALUE_NULL;

    return (struct value){ .type = t, .i = v->i, .s = v->s };
}

struct stmt *query_run(struct query *q, struct db *db)
{
    struct stmt *s;

    q->lite = db_kind(db) == DB_SQLITE;
    build(q);
    struct str sql = db_kind(db) == DB_PG ? for_pg(q) : q->text;
    if (q->n_cols == 0)
        fault(q, ERR_DEF, "no column", STR(""));
    if (q->err != ERR_OK)
        return stmt_broken(db, q->err);
    s = db_prepare_text(db, sql);
    for (int i = 0; i < q->n_values; i++)
        stmt_bind_at(s, i, value_of(&q->values[i]));
    return s;
}

enum err query_check(struct db *db)
{
    struct arena a;
    enum err e = ERR_OK;

    arena_open(&a, (size_t)1 << 20);
    for (int i = 0; i < views_n && e == ERR_OK; i++) {
        struct query q = query_new(&a, views[i].view);

        for (int k = 0; k < views[i].n; k++)
            query_col(&q, views[i].cols[k]);
        if (views[i].kind.n > 0)
            query_scope(&q, 0);
        e = db_end(query_run(&q, db));
        arena_reset(&a);
    }
    arena_close(&a);
    return e == ERR_OK ? ERR_OK : ERR_DEF;
}
