/* guards.c - what a move of def/workflow.yaml waits for, where a row alone cannot say it. */
#include "area/casework/casework.h"
#include "db/db.h"
#include "flow/flow.h"
#include "gen/text.h"

/* A case is concluded when nothing that was proposed in it waits for a decision. */
static enum err decided(struct ctx *c, const struct flow_record *r)
{
    struct stmt *q = db_get(c->db, SQL_CASE_OPEN_RESULTS);
    int64_t n = 0;

    db_bind_int(q, ":case_id", r->id);
    if (db_next(q))
        n = db_int(q, 0);
    TRY(db_end(q));
    return n == 0 ? ERR_OK : refuse(c, ERR_MOVE, T_case_undecided, str_int(c->a, n));
}

static const struct flow_guard guards[] = {
    { "case", "decided", decided },
};

void casework_guards(void) { flow_guards(guards, sizeof guards / sizeof guards[0]); }
