#include "gate/work.h"

#include "db/db.h"
#include "gate/audit.h"
#include "gate/gate.h"
#include "gen/text.h"

struct work *work_new(size_t bytes)
{
    struct arena a;

    arena_open(&a, bytes);
    struct work *w = NEW(&a, struct work);
    w->a = a;
    return w;
}

struct work *work_for(const struct ctx *c, int64_t ref, size_t bytes)
{
    struct work *w = work_new(bytes);

    w->job_ref = ref;
    w->user_id = c->who->id;
    w->lang = c->lang;
    return w;
}

void work_free(struct work *w)
{
    struct arena a = w->a;          /* it lies in its own arena */

    arena_close(&a);
}

struct str work_path(struct arena *a, int64_t ref) { return str_fmt(a, "/works/%016llx", (unsigned long long)ref); }

struct str work_line(struct arena *a, struct str s)
{
    struct str own = str_copy(a, s);

    for (size_t i = 0; i < own.n; i++)
        if (own.p[i] == '\n' || own.p[i] == '\r')
            ((char *)(uintptr_t)own.p)[i] = ' ';
    return own;
}

struct str work_value(struct str lines, const char *name)
{
    while (lines.n > 0) {
        struct str line = str_cut(&lines, '\n'), key = str_cut(&line, '=');
        if (str_eq(key, str_z(name)))
            return line;
    }
    return STR("");
}

/* ---- its row */
enum err work_ask(struct ctx *c, int64_t ref, struct str kind, struct str args)
{
    struct stmt *q = db_get(c->db, SQL_JOB_WAIT);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":ref", ref);
    db_bind_str(q, ":kind", kind);
    db_bind_str(q, ":args", args);
    db_bind_str(q, ":result_key", str_fmt(c->a, "%.*s job %016llx", PF(kind), (unsigned long long)ref));
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    db_bind_int(q, ":lease_until_ms", c->now_ms + WORK_LEASE_MS);
    return db_one(q);
}

enum err work_load(struct ctx *c, int64_t ref, struct work_row *out)
{
    struct stmt *q = db_get(c->db, SQL_JOB_OWN);

    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":ref", ref);
    bool found = db_next(q);
    if (found)
        *out = (struct work_row){ db_str(q, 0, c->a), db_str(q, 1, c->a), db_str(q, 2, c->a), db_str(q, 3, c->a), (int)db_int(q, 4), db_int(q, 5) };
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

bool work_goes_on(const struct ctx *c, const struct work_row *r)
{
    return (str_eq(r->state, STR("waiting")) || str_eq(r->state, STR("running"))) && r->lease_until_ms > c->now_ms;
}

enum err work_stop_ask(struct ctx *c, int64_t ref)
{
    struct stmt *q = db_get(c->db, SQL_JOB_STOP);

    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":ref", ref);
    return db_run(q, NULL);
}

/* ---- what the writer does */
enum err work_sign(struct ctx *c, const struct work *w, int progress, struct str at, int64_t until_ms, bool *on)
{
    struct stmt *q = db_get(c->db, SQL_JOB_PROGRESS);
    int64_t changed = 0;

    db_bind_int(q, ":ref", w->job_ref);
    db_bind_int(q, ":progress", progress);
    db_bind_str(q, ":message", at);
    db_bind_int(q, ":lease_until_ms", until_ms);
    TRY(db_run(q, &changed));
    *on = changed == 1;
    return ERR_OK;
}

enum err work_waits(struct ctx *c, int64_t ref, int64_t until_ms)
{
    struct stmt *q = db_get(c->db, SQL_JOB_LEASE);

    db_bind_int(q, ":ref", ref);
    db_bind_int(q, ":lease_until_ms", until_ms);
    return db_run(q, NULL);
}

static enum err job_end(struct ctx *c, struct work *w, enum err e, int64_t *changed)
{
    struct stmt *q = db_get(c->db, SQL_JOB_END);

    db_bind_int(q, ":ref", w->job_ref);
    db_bind_str(q, ":state", e == ERR_OK ? STR("done") : STR("failed"));
    db_bind_str(q, ":message", w->ended(c, w, e));
    db_bind_int(q, ":done_at_ms", c->now_ms);
    return db_run(q, changed);
}

static enum err told(struct ctx *c, const struct work *w, bool refused)
{
    struct audit_event e = { .verb = str_z(w->verb), .kind = c->touched.kind, .record_id = c->touched.id, .detail = c->touched.detail,
        .refused = refused };

    return audit_append(c, &e);
}

enum err work_finish(struct ctx *c, struct work *w)
{
    int64_t changed = 0;

    TRY(w->apply(c, w));
    TRY(job_end(c, w, ERR_OK, &changed));
    if (changed != 1)
        return refuse(c, ERR_MOVE, T_work_stopped);
    return told(c, w, false);
}

enum err work_fail(struct ctx *c, struct work *w, enum err e)
{
    TRY(job_end(c, w, e, NULL));
    return told(c, w, true);
}
