#include "area/casework/result_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define RESULTS_MAX 64      /* shown on one record */

enum err result_store_add(struct ctx *c, const struct result_new *n, const struct result *r)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_RESULT_ADD);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":ref", r->ref);
    db_bind_opt(q, ":no", r->no);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_str(q, ":family", r->family);
    db_bind_str(q, ":code", r->code);
    db_bind_int(q, ":person_id", r->person_id);
    db_bind_id(q, ":lead_id", r->lead_id);
    db_bind_id(q, ":disposal_id", r->disposal_id);
    db_bind_id(q, ":case_id", r->case_id);
    db_bind_opt(q, ":topic", r->topic);
    db_bind_opt(q, ":campaign", r->campaign);
    db_bind_str(q, ":basis", r->basis);
    db_bind_date(q, ":decided_on", r->decided_on);
    db_bind_date(q, ":effective_on", r->effective_on);
    db_bind_date(q, ":counted_on", r->counted_on);
    db_bind_str(q, ":text", r->text);
    db_bind_str(q, ":state", r->state);
    db_bind_int(q, ":proposed_by", r->proposed_by);
    db_bind_id(q, ":approved_by", r->approved_by);
    db_bind_opt(q, ":imported_key", n->imported_key);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, n->imported_key);
}

enum err result_store_approve(struct ctx *c, const struct result *r)
{
    struct stmt *q = db_get(c->db, SQL_RESULT_APPROVE);

    db_bind_int(q, ":id", r->id);
    db_bind_opt(q, ":no", r->no);
    db_bind_date(q, ":decided_on", r->decided_on);
    db_bind_date(q, ":effective_on", r->effective_on);
    db_bind_date(q, ":counted_on", r->counted_on);
    db_bind_id(q, ":approved_by", r->approved_by);
    return db_one(q);
}

enum err result_store_answer(struct ctx *c, const struct result *r, struct str scan)
{
    struct stmt *q = db_get(c->db, SQL_RESULT_ANSWER);

    db_bind_int(q, ":id", r->id);
    db_bind_str(q, ":body_name", r->body_name);
    db_bind_str(q, ":body_no", r->body_no);
    db_bind_str(q, ":body_scan", scan);
    db_bind_date(q, ":decided_on", r->decided_on);
    return db_one(q);
}

enum err result_store_revoke(struct ctx *c, int64_t id, struct date on)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_RESULT_REVOKE);

    db_bind_int(q, ":id", id);
    db_bind_date(q, ":revoked_on", on);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_MOVE, T_result_not_in_force);
}

enum err result_store_void(struct ctx *c, const struct result *r, struct str reason)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_RESULT_VOID);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":rev", r->rev);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

static bool next_result(struct stmt *q, struct arena *a, struct result *r)
{
    if (!db_next(q))
        return false;
    *r = (struct result){ .id = db_int(q, 0), .ref = db_int(q, 1), .rev = db_int(q, 2), .organ_id = db_int(q, 3),
        .person_id = db_int(q, 4), .lead_id = db_int(q, 5), .disposal_id = db_int(q, 6), .case_id = db_int(q, 7),
        .proposed_by = db_int(q, 8), .approved_by = db_int(q, 9), .no = db_str(q, 10, a), .family = db_str(q, 11, a),
        .code = db_str(q, 12, a), .topic = db_str(q, 13, a), .campaign = db_str(q, 14, a), .basis = db_str(q, 15, a),
        .text = db_str(q, 16, a), .body_name = db_str(q, 17, a), .body_no = db_str(q, 18, a), .state = db_str(q, 19, a),
        .decided_on = db_date(q, 20), .effective_on = db_date(q, 21), .counted_on = db_date(q, 22), .revoked_on = db_date(q, 23),
        .voided = db_int(q, 24) != 0, .person_name = db_str(q, 25, a), .case_no = db_str(q, 26, a), .case_ref = db_int(q, 27),
        .lead_ref = db_int(q, 28), .proposer = db_str(q, 29, a), .approver = db_str(q, 30, a), .made_at_ms = db_int(q, 31) };
    return true;
}

enum err result_load(struct ctx *c, int64_t ref, struct result *out)
{
    struct stmt *q = db_get(c->db, SQL_RESULT_BY_REF);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    bool found = next_result(q, c->a, out);
    TRY(db_end(q));
    if (!found)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("result"), out->id, STR("read"));
    return ERR_OK;
}

enum err results_of(struct ctx *c, int64_t case_id, int64_t lead_id, struct result **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_RESULTS_OF);

    *out = NEWS(c->a, struct result, RESULTS_MAX);
    *n = 0;
    db_bind_int(q, ":case_id", case_id);
    db_bind_int(q, ":lead_id", lead_id);
    while (*n < RESULTS_MAX && next_result(q, c->a, &(*out)[*n]))
        (*n)++;
    return db_end(q);
}

enum err result_store_key_known(struct ctx *c, int64_t organ_id, struct str key, bool *known)
{
    struct stmt *q = db_get(c->db, SQL_RESULT_KEY_KNOWN);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":imported_key", key);
    *known = db_next(q);
    return db_end(q);
}

enum err result_store_kind(struct ctx *c, int64_t id, struct result_kind *out)
{
    struct stmt *q = db_get(c->db, SQL_RESULT_KIND);

    *out = (struct result_kind){ .family = STR(""), .code = STR("") };
    db_bind_int(q, ":id", id);
    if (db_next(q))
        *out = (struct result_kind){ db_str(q, 0, c->a), db_str(q, 1, c->a), db_int(q, 2) };
    return db_end(q);
}
