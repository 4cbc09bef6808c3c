#include "gate/counter.h"

#include "db/db.h"
#include "gen/text.h"

enum err counter_next(struct ctx *c, int64_t organ_id, struct str kind, int year, int64_t *out)
{
    struct stmt *q = db_get(c->db, SQL_COUNTER_NEXT);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":year", year);
    *out = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err counter_start(struct ctx *c, int64_t organ_id, struct str kind, int year, int64_t last)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_COUNTER_START);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":year", year);
    db_bind_int(q, ":last", last);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_gate_counter_started, kind, str_int(c->a, year));
}

struct str register_no(struct arena *a, const char *mark, int year, int64_t n)
{
    return str_fmt(a, "%s〔%d〕%04lld号", mark, year, (long long)n);
}
