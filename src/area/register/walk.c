/* walk.c - every row of a list, for export: the page's conditions and order, some hundred rows at a time, each lot in memory of its own. */
#include "area/register/list_int.h"

#include "gen/text.h"

#define WALK_ROWS  500
#define WALK_BYTES ((size_t)256 << 20)    /* address space; a lot of the longest letters */

_Static_assert(WALK_COLS_MAX >= COLUMNS_MAX, "a row of a list must fit");

static enum err walk_plan(struct ctx *c, const struct request *q, const char *name, struct plan *p, struct list_view *v)
{
    if (!plan_of(c, str_z(name), p))
        return refuse(c, ERR_NOT_FOUND, T_flow_none, str_z(name));
    *v = list_new(c, q, STR(""));
    plan_columns(c, p, v);
    plan_order(c, p, v);
    return ERR_OK;
}

enum err register_columns(struct ctx *c, const char *name, struct list_view *out)
{
    static const struct request none = { .method = GET };
    struct plan p;

    return walk_plan(c, &none, name, &p, out);
}

enum err register_count(struct ctx *c, const struct request *q, const char *name, int top, int64_t *n)
{
    struct list_view v;
    struct plan p;

    TRY(walk_plan(c, q, name, &p, &v));
    plan_for_viewer(c, &p);
    struct query s = query_new(c->a, p.view);
    query_col(&s, STR("id"));
    plan_where(c, q, &p, &s);
    query_how_many(&s, top);
    struct stmt *rs = query_run(&s, c->db);
    *n = db_next(rs) ? db_int(rs, 0) : 0;
    return db_end(rs);
}

struct lot { struct qvalue after; int64_t after_id; int n; };

static struct query lot_query(struct ctx *c, const struct request *q, const struct plan *p, const struct list_view *v, const struct lot *at)
{
    struct query s = query_new(c->a, p->view);

    query_col(&s, STR("id"));
    query_col(&s, STR("ref"));
    query_col(&s, v->sort);
    for (int i = 0; i < p->n; i++)
        query_col(&s, p->cols[i].name);
    plan_where(c, q, p, &s);
    query_order(&s, v->sort, v->descending);
    if (at->after_id != 0)
        query_keyset(&s, at->after, at->after_id);
    query_limit(&s, WALK_ROWS);
    return s;
}

/* One lot; *at moves on to its last row. Read whole before each() asks the database for more. */
static enum err walk_lot(struct ctx *c, const struct request *q, const struct plan *p, const struct list_view *v, struct walk *w, struct lot *at,
    struct arena *keep)
{
    struct walk_row *rows = NEWS(c->a, struct walk_row, WALK_ROWS);
    struct query s = lot_query(c, q, p, v, at);
    struct stmt *rs = query_run(&s, c->db);

    at->n = 0;
    while (at->n < WALK_ROWS && db_next(rs)) {
        struct walk_row *r = &rows[at->n++];
        *r = (struct walk_row){ .id = db_int(rs, 0), .ref = db_int(rs, 1), .n = p->n };
        at->after_id = r->id;
        at->after = db_null(rs, 2) ? (struct qvalue){ .type = QV_NONE } : qv_str(db_str(rs, 2, c->a));
        for (int i = 0; i < p->n; i++)
            r->cells[i] = plan_text(c, p, &p->cols[i], db_str(rs, 3 + i, c->a));
    }
    TRY(db_end(rs));
    if (at->after.type == QV_STR)
        at->after.s = str_copy(keep, at->after.s);
    for (int i = 0; i < at->n; i++)
        TRY(w->each(c, w, &rows[i]));
    return ERR_OK;
}

enum err register_walk(struct ctx *c, const struct request *q, const char *name, struct walk *w)
{
    struct arena lots;
    struct plan p;
    struct list_view v;
    struct lot at = { .n = WALK_ROWS };

    TRY(walk_plan(c, q, name, &p, &v));
    plan_for_viewer(c, &p);
    struct ctx inner = *c;
    enum err e = ERR_OK;
    arena_open(&lots, WALK_BYTES);
    inner.a = &lots;
    while (e == ERR_OK && at.n == WALK_ROWS) {
        p.held = NEW(inner.a, struct held_all);         /* a lot's memory is given back with what it keeps */
        e = walk_lot(&inner, q, &p, &v, w, &at, c->a);
        if (e == ERR_OK && lots.full)
            e = ERR_TOO_LARGE;
        for (int i = 0; i < WHY_ARGS_MAX && e != ERR_OK; i++)
            c->why_args[i] = str_copy(c->a, inner.why_args[i]);
        c->why_id = inner.why_id;
        arena_reset(&lots);
    }
    arena_close(&lots);
    return e;
}
