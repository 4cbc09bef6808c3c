#include "area/recusal/recusal_store.h"

#include "db/db.h"
#include "gate/gate.h"

enum err recusal_store_list(struct ctx *c, const struct recusal_of *r, struct recused *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_RECUSED_LIST);

    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":max", max);
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = (struct recused){ .user_id = db_int(q, 0), .user_ref = db_int(q, 1), .at_ms = db_int(q, 2), .name = db_str(q, 3, c->a),
            .office = db_str(q, 4, c->a), .reason = db_str(q, 5, c->a), .by = db_str(q, 6, c->a) };
    return db_end(q);
}

enum err recusal_store_candidates(struct ctx *c, const struct recusal_of *r, struct candidate *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_RECUSAL_CANDIDATES);

    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":max", max);
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = (struct candidate){ db_int(q, 0), db_int(q, 1), db_str(q, 2, c->a), db_str(q, 3, c->a) };
    return db_end(q);
}
