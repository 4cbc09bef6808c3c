/* carry_store.c - rows of the outside as the ferry needs them. */
#include "area/portal/carry.h"

#include <string.h>

#include "db/db.h"

#define ROW_BYTES ((size_t)8 << 20)     /* one row with its closed texts */

enum err carry_tx(struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg)
{
    TRY(db_begin(c->db, DB_WRITE));
    enum err e = run(c, arg);
    if (e == ERR_OK)
        e = db_commit(c->db);
    if (e != ERR_OK)
        db_rollback(c->db);
    return e;
}

enum err carry_look(struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg)
{
    TRY(db_begin(c->db, DB_READ));
    enum err e = run(c, arg);
    db_rollback(c->db);
    return e;
}

enum err carry_compact(struct ctx *c) { return db_compact(c->db); }

static enum err by_no(struct ctx *c, enum sql_id id, int64_t no)
{
    struct stmt *q = db_get(c->db, id);

    db_bind_int(q, ":no", no);
    return db_run(q, NULL);
}

enum err carry_waiting(struct ctx *c, int64_t no, struct carry_count *out)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_WAITING);

    *out = (struct carry_count){ 0 };
    db_bind_int(q, ":no", no);
    if (db_next(q))
        *out = (struct carry_count){ db_int(q, 0), db_int(q, 1), db_int(q, 2) };
    return db_end(q);
}

enum err carry_mark(struct ctx *c, int64_t no)
{
    TRY(by_no(c, SQL_PORTAL_CARRY_MARK_REPORTS, no));
    TRY(by_no(c, SQL_PORTAL_CARRY_MARK_NOTES, no));
    return by_no(c, SQL_PORTAL_CARRY_MARK_FILES, no);
}

enum err carry_delivered(struct ctx *c, int64_t no)
{
    TRY(by_no(c, SQL_PORTAL_CARRY_DELIVERED_REPORTS, no));
    TRY(by_no(c, SQL_PORTAL_CARRY_DELIVERED_NOTES, no));
    return by_no(c, SQL_PORTAL_CARRY_DELIVERED_FILES, no);
}

enum err carry_anew(struct ctx *c, int64_t no)
{
    TRY(by_no(c, SQL_PORTAL_CARRY_ANEW_REPORTS, no));
    TRY(by_no(c, SQL_PORTAL_CARRY_ANEW_NOTES, no));
    return by_no(c, SQL_PORTAL_CARRY_ANEW_FILES, no);
}

/* ---- the walk: one row in memory at a time */
static enum err reports(struct ctx *c, struct arena *a, int64_t no, const struct carry_visitor *v)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_REPORTS);
    enum err e = ERR_OK;

    db_bind_int(q, ":no", no);
    while (e == ERR_OK && db_next(q)) {
        struct carry_report r = { db_int(q, 0), db_str(q, 1, a), db_str(q, 2, a), db_str(q, 3, a), db_str(q, 4, a), db_str(q, 5, a), db_str(q, 6, a) };
        e = v->report(v->arg, &r);
        arena_reset(a);
    }
    enum err ended = db_end(q);
    return e != ERR_OK ? e : ended;
}

static enum err notes(struct ctx *c, struct arena *a, int64_t no, const struct carry_visitor *v)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_NOTES);
    enum err e = ERR_OK;

    db_bind_int(q, ":no", no);
    while (e == ERR_OK && db_next(q)) {
        struct carry_note n = { db_int(q, 0), db_int(q, 1), db_str(q, 2, a), db_str(q, 3, a) };
        e = v->note(v->arg, &n);
        arena_reset(a);
    }
    enum err ended = db_end(q);
    return e != ERR_OK ? e : ended;
}

static enum err files(struct ctx *c, struct arena *a, int64_t no, const struct carry_visitor *v)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_FILES);
    enum err e = ERR_OK;

    db_bind_int(q, ":no", no);
    while (e == ERR_OK && db_next(q)) {
        struct carry_file f = { db_str(q, 0, a), db_int(q, 1), db_int(q, 2) };
        e = v->file(v->arg, &f);
        arena_reset(a);
    }
    enum err ended = db_end(q);
    return e != ERR_OK ? e : ended;
}

enum err carry_walk(struct ctx *c, int64_t no, const struct carry_visitor *v)
{
    struct arena a;

    arena_open(&a, ROW_BYTES);
    enum err e = reports(c, &a, no, v);
    if (e == ERR_OK)
        e = notes(c, &a, no, v);
    if (e == ERR_OK)
        e = files(c, &a, no, v);
    arena_close(&a);
    return e;
}

/* ---- files that were carried in */
enum err carry_file_next(struct ctx *c, struct str *file)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_FILE_NEXT);

    *file = db_next(q) ? db_str(q, 0, c->a) : STR("");
    return db_end(q);
}

enum err carry_file_gone(struct ctx *c, struct str file)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_FILE_GONE);

    db_bind_str(q, ":file", file);
    return db_run(q, NULL);
}

/* ---- what comes back */
enum err carry_message(struct ctx *c, const struct carry_message *m, bool *known)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_STATE);
    int64_t changed;

    db_bind_int(q, ":report_id", m->report_id);
    db_bind_str(q, ":state", m->state);
    db_bind_str(q, ":acknowledgement", m->acknowledgement);
    TRY(db_run(q, &changed));
    *known = changed == 1;
    if (!*known || m->sealed.n == 0)
        return ERR_OK;
    q = db_get(c->db, SQL_PORTAL_CARRY_NOTE_ADD);
    db_bind_int(q, ":id", m->id);
    db_bind_int(q, ":report_id", m->report_id);
    db_bind_str(q, ":day", m->day);
    db_bind_blob(q, ":sealed", m->sealed);
    return db_run(q, NULL);
}

/* ---- bundles */
enum err carry_bundle_add(struct ctx *c, const struct carry_bundle *b)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_BUNDLE_ADD);

    db_bind_int(q, ":outward", b->outward ? 1 : 0);
    db_bind_int(q, ":no", b->no);
    db_bind_str(q, ":day", b->day);
    db_bind_str(q, ":hash", b->hash);
    db_bind_opt(q, ":skipped", b->skipped);
    db_bind_blob(q, ":said", b->said);
    return db_one(q);
}

enum err carry_bundle_hash(struct ctx *c, int64_t no, struct str hash)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_BUNDLE_HASH);

    db_bind_int(q, ":no", no);
    db_bind_str(q, ":hash", hash);
    return db_one(q);
}

enum err carry_bundle_confirm(struct ctx *c, int64_t no, struct str day)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_BUNDLE_CONFIRM);

    db_bind_int(q, ":no", no);
    db_bind_str(q, ":day", day);
    return db_run(q, NULL);
}

static struct carry_bundle bundle_row(struct stmt *q, struct arena *a, bool outward)
{
    return (struct carry_bundle){ outward, db_int(q, 0), db_str(q, 1, a), db_str(q, 2, a), db_str(q, 3, a), db_str(q, 4, a), db_str(q, 5, a) };
}

enum err carry_bundle(struct ctx *c, bool outward, int64_t no, struct carry_bundle *out)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_BUNDLE);

    *out = (struct carry_bundle){ .outward = outward };
    db_bind_int(q, ":outward", outward ? 1 : 0);
    db_bind_int(q, ":no", no);
    if (db_next(q))
        *out = bundle_row(q, c->a, outward);
    TRY(db_end(q));
    return out->no != 0 ? ERR_OK : ERR_NOT_FOUND;
}

enum err carry_bundles(struct ctx *c, bool outward, bool open, struct carry_bundle *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_BUNDLES);

    *n = 0;
    db_bind_int(q, ":outward", outward ? 1 : 0);
    db_bind_int(q, ":open", open ? 1 : 0);
    db_bind_int(q, ":most", max);
    while (*n < max && db_next(q))
        out[(*n)++] = bundle_row(q, c->a, outward);
    return db_end(q);
}

enum err carry_skipped(struct ctx *c, int64_t *nos, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CARRY_SKIPPED);

    *n = 0;
    db_bind_int(q, ":most", max);
    while (*n < max && db_next(q))
        nos[(*n)++] = db_int(q, 0);
    return db_end(q);
}
