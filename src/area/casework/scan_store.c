#include "area/casework/scan_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define SCANS_MAX 20        /* of one answer */

enum err scan_store_add(struct ctx *c, int64_t result_id, const struct scan *s)
{
    struct stmt *q = db_get(c->db, SQL_ANSWER_SCAN_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":ref", s->ref);
    db_bind_int(q, ":result_id", result_id);
    db_bind_str(q, ":name", s->name);
    db_bind_str(q, ":type", s->type);
    db_bind_int(q, ":size", s->size);
    db_bind_str(q, ":sha256", s->sha256);
    db_bind_blob(q, ":bytes", s->bytes);
    db_bind_int(q, ":made_by", c->who->id);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    return db_run(q, NULL);
}

enum err scan_store_of(struct ctx *c, int64_t result_id, struct scan **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ANSWER_SCANS_OF);

    *n = 0;
    *out = NEWS(c->a, struct scan, SCANS_MAX);
    db_bind_int(q, ":result_id", result_id);
    while (*n < SCANS_MAX && db_next(q))
        (*out)[(*n)++] = (struct scan){ .ref = db_int(q, 0), .name = db_str(q, 1, c->a), .type = db_str(q, 2, c->a), .size = db_int(q, 3),
            .sha256 = db_str(q, 4, c->a) };
    return db_end(q);
}

enum err scan_store_load(struct ctx *c, int64_t result_id, int64_t ref, struct scan *out)
{
    struct stmt *q = db_get(c->db, SQL_ANSWER_SCAN_BYTES);

    db_bind_int(q, ":result_id", result_id);
    db_bind_int(q, ":ref", ref);
    bool found = db_next(q);
    if (found)
        *out = (struct scan){ .ref = ref, .name = db_str(q, 0, c->a), .type = db_str(q, 1, c->a), .size = db_int(q, 2),
            .sha256 = db_str(q, 3, c->a), .bytes = db_str(q, 4, c->a) };
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}
