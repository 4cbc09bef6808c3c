#include "gate/hide.h"

#include "db/db.h"
#include "gate/gate.h"

enum err hide_from(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason)
{
    struct stmt *q = db_get(c->db, SQL_HIDE);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", record_id);
    db_bind_str(q, ":reason", reason);
    db_bind_int(q, ":by_user", str_eq(reason, STR("named")) ? 0 : c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

enum err hide_from_named(struct ctx *c, struct str name, struct str kind, int64_t record_id)
{
    int64_t ids[32];
    int n = 0;

    if (name.n == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_USERS_NAMED);
    db_bind_str(q, ":name", name);
    while (n < 32 && db_next(q))
        ids[n++] = db_int(q, 0);
    TRY(db_end(q));
    for (int i = 0; i < n; i++)
        TRY(hide_from(c, ids[i], kind, record_id, STR("named")));
    return ERR_OK;
}

enum err hide_inherit(struct ctx *c, struct str from_kind, int64_t from_id, struct str to_kind, int64_t to_id)
{
    struct stmt *q = db_get(c->db, SQL_HIDDEN_COPY);

    db_bind_str(q, ":from_kind", from_kind);
    db_bind_int(q, ":from_id", from_id);
    db_bind_str(q, ":to_kind", to_kind);
    db_bind_int(q, ":to_id", to_id);
    return db_run(q, NULL);
}
