#include "area/envelope/screening_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err screening_store_load(struct ctx *c, int64_t id, struct envelope *out)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_BY_ID);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", id);
    bool found = db_next(q);
    if (found)
        *out = (struct envelope){ .id = db_int(q, 0), .organ_id = db_int(q, 1), .rev = db_int(q, 2), .screener_id = db_int(q, 3),
            .petition_id = db_int(q, 4), .opened_at_ms = db_int(q, 5), .workflow = (int)db_int(q, 6), .state = db_str(q, 7, c->a),
            .day = db_date(q, 8), .due_on = db_date(q, 9), .screener = db_str(q, 10, c->a), .screen = db_str(q, 11, c->a),
            .matter = db_str(q, 12, c->a), .passed_key = db_str(q, 13, c->a), .passed_to = db_str(q, 14, c->a), .files = db_int(q, 15) };
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err screening_store_identity(struct ctx *c, int64_t id, struct str *closed)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_IDENTITY);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", id);
    bool found = db_next(q);
    *closed = found ? db_str(q, 0, c->a) : STR("");
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err screening_store_screener(struct ctx *c, int64_t id, int64_t user_id)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_SCREENER);

    db_bind_int(q, ":id", id);
    db_bind_id(q, ":user_id", user_id);
    return db_one(q);
}

enum err screening_store_opened(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_OPENED);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_one(q);
}

enum err screening_store_became(struct ctx *c, int64_t id, int64_t petition_id)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_BECAME);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":petition_id", petition_id);
    return db_one(q);
}

enum err screening_store_is_opened(struct ctx *c, int64_t id, bool *opened)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_IS_OPENED);

    db_bind_int(q, ":id", id);
    *opened = db_next(q) && db_int(q, 0) != 0;
    return db_end(q);
}

enum err screening_store_petition(struct ctx *c, int64_t petition_id, int64_t *ref)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_PETITION);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":petition_id", petition_id);
    *ref = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}
