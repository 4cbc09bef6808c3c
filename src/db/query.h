/* query.h - the ONE query builder: for figures, lists, filters and sorts that def/ declares, over
 * whitelisted views and columns. Everything else is SQL by id. A name that the whitelist
 * (def/views.yaml, checked at start against the database) does not hold is ERR_DEF; values are
 * always bound, never pasted.
 *
 * Example
 *     struct query q = query_new(a, STR("rpt_petition"));
 *     query_col(&q, STR("ref")); query_col(&q, STR("no"));
 *     query_where(&q, STR("registered_on"), Q_GE, qv_str(from));
 *     query_scope(&q, viewer);                          -- the row scope of the viewer
 *     query_order(&q, STR("registered_on"), true);
 *     query_keyset(&q, after_value, after_id);          -- continues after that row
 *     query_limit(&q, 51);
 *     struct stmt *s = query_run(&q, db);
 *     while (db_next(s)) …                              -- columns in the order they were added
 *     return db_end(s);
 *
 * Order is the same on both databases: by bytes, NULL after every value (first when descending),
 * rows of equal value by id.
 */
#ifndef DB_QUERY_H
#define DB_QUERY_H

#include "base/buf.h"
#include "db/db.h"

/* The whitelist. `kind` says whose row scope query_scope adds: petition lead case proposal
 * person; "" = rows of no viewer. A view that is ordered or paged has a column id; one with a
 * kind has those its scope asks for (src/gate/scope.sql-macro). */
struct query_view { struct str view; const struct str *cols; int n; struct str kind;
    const struct str *filled; int n_filled; };         /* columns that are never NULL: ordered straight by an index */
/* query_whitelist - once, before the first thread; the rows must live as long as the program. */
void query_whitelist(const struct query_view *v, int n);
/* query_check - is every name of the whitelist, and every row scope, understood by this database?
 * Errors: DEF, told in the log. */
MUST_USE enum err query_check(struct db *db);

enum query_op { Q_EQ, Q_NE, Q_LT, Q_LE, Q_GT, Q_GE, Q_IN, Q_LIKE, Q_NULL, Q_NOT_NULL };
struct qvalue { enum { QV_INT, QV_STR, QV_NONE } type; int64_t i; struct str s; };
struct qvalue qv_int(int64_t v);
struct qvalue qv_str(struct str v);

/* query_part - of a page that continues after a row: the rows of that row's own value, or those behind it. The two, one after the other,
 * are the page; where few values stand in many rows, an index finds each at once, and both together not. */
enum query_part { KEY_WHOLE, KEY_SAME, KEY_BEHIND };
#define QUERY_RANGES_MAX 16
#define QUERY_PARTS_MAX 200     /* values of one query; more is TOO_LARGE */
#define QUERY_COLS_MAX 40
#define QUERY_ORGANS_MAX 48
struct query {
    struct arena *a;
    struct str view;
    const struct query_view *from;
    struct buf cols, where, group;
    struct qvalue values[QUERY_PARTS_MAX];
    int n_values, n_cols, limit;
    bool distinct, descending, counts, continues, any_order, by_ids, how_many, contains, loose, dense, lite;
    struct str sort_col;
    struct qvalue after;
    int64_t after_id;
    enum query_part part;
    struct query_range { struct str col; enum query_op op; struct qvalue v; } ranges[QUERY_RANGES_MAX];
    int n_ranges;
    struct str names[QUERY_COLS_MAX];           /* of the plain columns */
    struct query_organs { const int64_t *id; struct str value[QUERY_ORGANS_MAX], viewer; int n; bool elsewhere, whole; } organs;
    struct str text;            /* set once built: nothing is added after that */
    enum err err;               /* DEF: a name that the whitelist lacks; TOO_LARGE */
};

struct query query_new(struct arena *a, struct str view);
void query_col(struct query *q, struct str col);
/* count(*), or count(distinct col) unless "" */
void query_count(struct query *q, struct str distinct_col);
/* a column to count by; selects it too */
void query_group(struct query *q, struct str col);
/* query_where - Q_LIKE: the column contains this text, taken literally. Q_IN here is Q_EQ. A
 * value and its column must be of one type. */
void query_where(struct query *q, struct str col, enum query_op op, struct qvalue v);
/* n = 0: no row */
void query_where_in(struct query *q, struct str col, const struct str *v, int n);
/* rows of these ids, found by another statement; n = 0: no row */
void query_where_ids(struct query *q, const int64_t *ids, int n);
/* rows visible to this user */
void query_scope(struct query *q, int64_t viewer);
/* query_scope_within - the same rows, when what the viewer reaches is known: those of these organs (n <= QUERY_ORGANS_MAX) and, if `elsewhere`,
 * those of other organs that are assigned to him. Each organ is asked by itself, because an index has one organ's rows in order, and the
 * answers are merged. Of rows, or of how many; not with groups. `whole`: he sees each row of these organs, nothing is hidden from him, and
 * there is no elsewhere; the statement asks that again, once, where it else asks each row. *r lives as long as the query. */
struct query_reach { int64_t organs[QUERY_ORGANS_MAX]; int n; bool whole, elsewhere; };
void query_scope_within(struct query *q, int64_t viewer, const struct query_reach *r);
/* the id column is always added */
void query_order(struct query *q, struct str col, bool descending);
/* query_keyset - `after` and after_id: sort column and id of the last row shown; QV_NONE when it
 * was NULL. */
void query_keyset(struct query *q, struct qvalue after, int64_t after_id);
void query_part(struct query *q, enum query_part part);
/* query_loose - many rows fit: the index of the order is walked, and no condition on another column chooses one. Before query_where, after
 * query_order. */
void query_loose(struct query *q);
void query_limit(struct query *q, int n);
/* query_any_order - which rows a limit leaves does not matter: for counting up to it */
void query_any_order(struct query *q);
/* query_how_many - instead of the rows: one row with their number, counted no further than `top` */
void query_how_many(struct query *q, int top);
/* query_dense - an index holds together what is counted: to step over `top` rows of it is quicker than to count them, and the few where
 * there are not as many are counted then. */
void query_dense(struct query *q);
/* never NULL; the error sticks */
struct stmt *query_run(struct query *q, struct db *db);
/* the SQL with ?1 ?2 …, for the access audit */
struct str query_text(struct query *q);

#endif
