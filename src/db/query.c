#include "db/query.h"

#include <string.h>

#include "base/log.h"
#include "db/db_int.h"

#define PART_MAX ((size_t)8 << 10)      /* bytes of the columns, the conditions, the groups */
#define TEXT_MAX ((size_t)32 << 10)

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

static struct buf *next_col(struct query *q)
{
    if (q->n_cols++ > 0)
        buf_lit(&q->cols, ", ");
    return &q->cols;
}

void query_col(struct query *q, struct str col)
{
    put_col(q, next_col(q), col);
}

void query_count(struct query *q, struct str distinct_col)
{
    struct buf *b = next_col(q);

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

void query_where(struct query *q, struct str col, enum query_op op, struct qvalue v)
{
    static const char *const signs[] = {
        [Q_EQ] = " = ", [Q_NE] = " <> ", [Q_LT] = " < ", [Q_LE] = " <= ", [Q_GT] = " > ",
        [Q_GE] = " >= ", [Q_IN] = " = ", [Q_LIKE] = " LIKE ", [Q_NULL] = " IS NULL",
        [Q_NOT_NULL] = " IS NOT NULL",
    };
    struct buf *b = next_condition(q);

    put_col(q, b, col);
    buf_add(b, str_z(signs[op]));
    if (op == Q_NULL || op == Q_NOT_NULL)
        return;
    put_value(q, b, op == Q_LIKE ? pattern(q, v) : v);
    if (op == Q_LIKE)
        buf_lit(b, " ESCAPE '\\'");     /* SQLite has no escape sign by itself */
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

static const char *scope_of(struct str kind)
{
    if (str_eq(kind, STR("case")))
        kind = STR("casefile");         /* a scope is named by its table */
    for (int i = 0; i < sql_scopes_n && kind.n > 0; i++)
        if (str_eq(str_z(sql_scopes[i].kind), kind))
            return sql_scopes[i].text;
    return NULL;
}

/* The same text as the macro of x.sql, its two words replaced. */
void query_scope(struct query *q, int64_t viewer)
{
    const char *text = q->from == NULL ? NULL : scope_of(q->from->kind);
    struct buf *b = next_condition(q);
    struct str rest = str_z(text), name = value_name(q, qv_int(viewer));

    if (text == NULL)
        fault(q, ERR_DEF, "no row scope for its kind", STR(""));
    while (rest.n > 0) {
        if (str_starts(rest, STR("ALIAS"))) {
            buf_lit(b, "v");
            rest = str_from(rest, 5);
        } else if (str_starts(rest, STR(":viewer"))) {
            buf_add(b, name);
            rest = str_from(rest, 7);
        } else {
            buf_char(b, rest.p[0]);
            rest = str_from(rest, 1);
        }
    }
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

void query_limit(struct query *q, int n)
{
    q->limit = n;
}

/* ------------------------------------------------------------------ the whole */
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
        if (!q->descending)
            buf_fmt(b, " OR v.%.*s IS NULL)", PF(col));
    }
}

static void put_order(struct query *q, struct buf *b, bool with_id)
{
    const char *down = q->descending ? " DESC" : "";

    buf_lit(b, " ORDER BY ");
    if (!with_id || !by_id_only(q))
        buf_fmt(b, "v.%.*s%s NULLS %s", PF(q->sort_col), down, q->descending ? "FIRST" : "LAST");
    if (with_id)
        buf_fmt(b, "%sv.id%s", by_id_only(q) ? "" : ", ", down);
}

static void build(struct query *q)
{
    struct buf b = buf_new(q->a, TEXT_MAX);
    bool rows = !q->distinct && !q->counts && q->group.n == 0;      /* each with its id */

    if (q->text.n > 0)
        return;
    if (q->continues && rows && known(q, STR("id")))
        put_continuation(q, next_condition(q));
    buf_fmt(&b, "SELECT %s%.*s FROM %.*s v%.*s%.*s", q->distinct ? "DISTINCT " : "",
        PF(buf_str(&q->cols)), PF(q->view), PF(buf_str(&q->where)), PF(buf_str(&q->group)));
    if (rows && (q->sort_col.n > 0 || q->continues || q->limit > 0) && known(q, STR("id")))
        put_order(q, &b, true);
    else if (q->sort_col.n > 0 && (q->distinct || q->group.n > 0))
        put_order(q, &b, false);
    if (q->limit > 0) {
        buf_lit(&b, " LIMIT ");
        put_value(q, &b, qv_int(q->limit));
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
    struct buf b = buf_new(q->a, TEXT_MAX);
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
