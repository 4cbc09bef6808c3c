#include "area/identity/identity_store.h"

#include "db/db.h"
#include "gate/gate.h"

enum err identity_store_user(struct ctx *c, int64_t id, struct str *name, struct str *office)
{
    struct stmt *q = db_get(c->db, SQL_IDENTITY_USER);

    *name = *office = STR("");
    db_bind_int(q, ":id", id);
    if (db_next(q)) {
        *name = db_str(q, 0, c->a);
        *office = db_str(q, 1, c->a);
    }
    return db_end(q);
}

enum err identity_store_petition(struct ctx *c, int64_t ref, int64_t *id, struct str *no)
{
    struct stmt *q = db_get(c->db, SQL_IDENTITY_PETITION);

    *id = 0;
    db_bind_int(q, ":ref", ref);
    db_bind_int(q, ":viewer", c->who->id);
    if (db_next(q)) {
        *id = db_int(q, 0);
        *no = db_str(q, 1, c->a);
    }
    TRY(db_end(q));
    return *id != 0 ? ERR_OK : ERR_NOT_FOUND;
}

enum err identity_store_matter(struct ctx *c, int64_t ref, struct matter_row *out)
{
    struct stmt *q = db_get(c->db, SQL_IDENTITY_MATTER);
    bool found;

    db_bind_int(q, ":ref", ref);
    db_bind_int(q, ":viewer", c->who->id);
    found = db_next(q);
    if (found)
        *out = (struct matter_row){ .no = db_str(q, 0, c->a), .state = db_str(q, 1, c->a), .received_on = db_date(q, 2),
            .repeat = db_int(q, 3) != 0, .voided = db_int(q, 4) != 0, .reported_at_ms = db_int(q, 5), .leads = db_int(q, 6),
            .open_leads = db_int(q, 7), .lead_ended_on = db_date(q, 8), .case_ended_on = db_date(q, 9) };
    TRY(db_end(q));
    return found ? ERR_OK : ERR_NOT_FOUND;
}
