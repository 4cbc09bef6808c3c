#include "area/casework/proposal_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err proposal_store_add(struct ctx *c, const struct proposal_new *n, const struct proposal *p)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_PROPOSAL_ADD);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":ref", p->ref);
    db_bind_opt(q, ":no", p->no);
    db_bind_int(q, ":organ_id", p->organ_id);
    db_bind_int(q, ":office_id", p->office_id);
    db_bind_str(q, ":type", p->type);
    db_bind_str(q, ":unit", p->unit);
    db_bind_str(q, ":title", p->title);
    db_bind_str(q, ":text", p->text);
    db_bind_date(q, ":reply_due_on", p->reply_due_on);
    db_bind_id(q, ":case_id", p->case_id);
    db_bind_id(q, ":lead_id", p->lead_id);
    db_bind_str(q, ":state", p->state);
    db_bind_int(q, ":workflow", p->workflow);
    db_bind_int(q, ":proposed_by", c->who->id);
    db_bind_opt(q, ":imported_key", n->imported_key);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, n->imported_key);
}

enum err proposal_store_issue(struct ctx *c, const struct proposal *p, int64_t approved_by)
{
    struct stmt *q = db_get(c->db, SQL_PROPOSAL_ISSUE);

    db_bind_int(q, ":id", p->id);
    db_bind_str(q, ":no", p->no);
    db_bind_date(q, ":issued_on", p->issued_on);
    db_bind_id(q, ":approved_by", approved_by);
    return db_one(q);
}

enum err proposal_store_reply(struct ctx *c, int64_t id, struct date on)
{
    struct stmt *q = db_get(c->db, SQL_PROPOSAL_REPLY);

    db_bind_int(q, ":id", id);
    db_bind_date(q, ":replied_on", on);
    return db_one(q);
}

enum err proposal_store_void(struct ctx *c, const struct proposal *p, struct str reason)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_PROPOSAL_VOID);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

enum err proposal_load(struct ctx *c, int64_t ref, struct proposal *out)
{
    struct stmt *q = db_get(c->db, SQL_PROPOSAL_BY_REF);

    *out = (struct proposal){ 0 };
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    if (db_next(q))
        *out = (struct proposal){ .id = db_int(q, 0), .ref = db_int(q, 1), .rev = db_int(q, 2), .organ_id = db_int(q, 3),
            .office_id = db_int(q, 4), .case_id = db_int(q, 5), .lead_id = db_int(q, 6), .proposed_by = db_int(q, 7),
            .no = db_str(q, 8, c->a), .type = db_str(q, 9, c->a), .unit = db_str(q, 10, c->a), .title = db_str(q, 11, c->a),
            .text = db_str(q, 12, c->a), .state = db_str(q, 13, c->a), .organ_name = db_str(q, 14, c->a), .issued_on = db_date(q, 15),
            .reply_due_on = db_date(q, 16), .replied_on = db_date(q, 17), .workflow = (int)db_int(q, 18), .voided = db_int(q, 19) != 0,
            .case_ref = db_int(q, 20), .lead_ref = db_int(q, 21) };
    TRY(db_end(q));
    if (out->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("proposal"), out->id, STR("read"));
    return ERR_OK;
}
