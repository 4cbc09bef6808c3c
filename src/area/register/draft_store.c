#include "area/register/draft_store.h"

#include "db/db.h"
#include "gate/gate.h"

static void bind_key(struct ctx *c, struct stmt *q, struct str form, int64_t ref)
{
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_str(q, ":form", form);
    db_bind_int(q, ":ref", ref);
}

enum err draft_store_save(struct ctx *c, struct str form, int64_t ref, struct str body)
{
    struct stmt *q = db_get(c->db, SQL_DRAFT_SAVE);

    bind_key(c, q, form, ref);
    db_bind_str(q, ":body", body);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

enum err draft_store_load(struct ctx *c, struct str form, int64_t ref, struct str *body, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_DRAFT_LOAD);

    bind_key(c, q, form, ref);
    *found = db_next(q);
    *body = *found ? db_str(q, 0, c->a) : STR("");
    return db_end(q);
}

enum err draft_store_drop(struct ctx *c, struct str form, int64_t ref)
{
    struct stmt *q = db_get(c->db, SQL_DRAFT_DROP);

    bind_key(c, q, form, ref);
    return db_run(q, NULL);
}
