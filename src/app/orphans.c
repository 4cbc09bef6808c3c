#include "app/orphans.h"

#include "app/chores.h"
#include "area/vault/vault.h"
#include "db/db.h"
#include "gate/audit.h"

static enum err known(struct ctx *c, int64_t ref, bool *out)
{
    struct stmt *q = db_get(c->db, SQL_ORPHAN_KNOWN);

    db_bind_int(q, ":ref", ref);
    *out = db_next(q) && db_int(q, 0) > 0;
    return db_end(q);
}

static enum err unknown_of(struct ctx *c, const int64_t *refs, int n, struct orphans *out)
{
    bool is_known;

    *out = (struct orphans){ NEWS(c->a, int64_t, (size_t)n + 1), 0 };
    for (int i = 0; i < n; i++) {
        TRY(known(c, refs[i], &is_known));
        if (!is_known)
            out->refs[out->n++] = refs[i];
    }
    return ERR_OK;
}

enum err orphans_find(struct ctx *c, struct orphans *out)
{
    int64_t *refs;
    int n = 0;

    TRY(vault_refs(c->vault, c->a, c->now_ms - ORPHAN_AGE_MS, &refs, &n));
    return unknown_of(c, refs, n, out);
}

static enum err organ(struct ctx *c, int64_t *id)
{
    struct stmt *q = db_get(c->db, SQL_ORPHAN_ORGAN);

    *id = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err orphans_note(struct ctx *c, struct orphans *o)
{
    struct user program = user_program;
    struct orphans still;

    TRY(unknown_of(c, o->refs, o->n, &still));
    *o = still;
    if (o->n == 0)
        return ERR_OK;
    TRY(organ(c, &program.organ_id));
    c->who = &program;
    struct audit_event e = { .verb = STR("vault.sweep"), .kind = STR("identity"), .detail = str_fmt(c->a, "n=%d", o->n) };
    enum err done = audit_append(c, &e);
    c->who = &user_program;
    return done;
}
