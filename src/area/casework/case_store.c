#include "area/casework/case_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define LEADS_MAX 64        /* leads joined into one case */

static void bind_tristate(struct stmt *q, const char *name, int v)
{
    if (v < 0)
        db_bind_null(q, name);
    else
        db_bind_int(q, name, v);
}

enum err case_store_add(struct ctx *c, const struct case_new *n, const struct casefile *k)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_CASE_ADD);

    db_bind_int(q, ":id", k->id);
    db_bind_int(q, ":ref", k->ref);
    db_bind_str(q, ":no", k->no);
    db_bind_opt(q, ":old_no", n->old_no);
    db_bind_int(q, ":organ_id", k->organ_id);
    db_bind_int(q, ":office_id", k->office_id);
    db_bind_str(q, ":subject", k->subject);
    db_bind_int(q, ":person_id", k->person_id);
    db_bind_opt(q, ":rank", k->rank);
    bind_tristate(q, ":party_member", k->party_member);
    bind_tristate(q, ":public_office", k->public_office);
    db_bind_int(q, ":is_organisation", k->is_organisation ? 1 : 0);
    db_bind_int(q, ":party_line", k->party_line ? 1 : 0);
    db_bind_int(q, ":supervisory_line", k->supervisory_line ? 1 : 0);
    db_bind_int(q, ":proposed_by", c->who->id);
    db_bind_date(q, ":proposed_on", k->proposed_on);
    db_bind_str(q, ":state", k->state);
    db_bind_int(q, ":workflow", k->workflow);
    db_bind_opt(q, ":imported_key", n->imported_key);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, n->imported_key);
}

static void read_case(struct stmt *q, struct arena *a, struct casefile *k)
{
    *k = (struct casefile){ .id = db_int(q, 0), .ref = db_int(q, 1), .rev = db_int(q, 2), .organ_id = db_int(q, 3),
        .office_id = db_int(q, 4), .assignee_id = db_int(q, 5), .person_id = db_int(q, 6), .proposed_by = db_int(q, 7),
        .no = db_str(q, 8, a), .old_no = db_str(q, 9, a), .subject = db_str(q, 10, a), .rank = db_str(q, 11, a),
        .state = db_str(q, 12, a), .party_member = db_null(q, 13) ? -1 : (int)db_int(q, 13),
        .public_office = db_null(q, 14) ? -1 : (int)db_int(q, 14), .workflow = (int)db_int(q, 15),
        .is_organisation = db_int(q, 16) != 0, .party_line = db_int(q, 17) != 0, .supervisory_line = db_int(q, 18) != 0,
        .voided = db_int(q, 19) != 0, .party_filed_on = db_date(q, 20), .supervisory_filed_on = db_date(q, 21),
        .filed_on = db_date(q, 22), .proposed_on = db_date(q, 23), .withdrawn_on = db_date(q, 24), .concluded_on = db_date(q, 25),
        .organ_name = db_str(q, 26, a), .office_name = db_str(q, 27, a), .assignee_name = db_str(q, 28, a),
        .person_name = db_str(q, 29, a) };
}

enum err case_store_load(struct ctx *c, int64_t ref, struct casefile *out)
{
    struct stmt *q = db_get(c->db, SQL_CASE_BY_REF);

    *out = (struct casefile){ 0 };
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    if (db_next(q))
        read_case(q, c->a, out);
    TRY(db_end(q));
    if (out->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    out->leads = NEWS(c->a, struct lead, LEADS_MAX);
    q = db_get(c->db, SQL_CASE_LEADS);
    db_bind_int(q, ":case_id", out->id);
    while (out->n_leads < LEADS_MAX && db_next(q))
        out->leads[out->n_leads++] = (struct lead){ .id = db_int(q, 0), .ref = db_int(q, 1), .no = db_str(q, 2, c->a),
            .subject = db_str(q, 3, c->a), .registered_on = db_date(q, 4) };
    return db_end(q);
}

enum err case_store_approve(struct ctx *c, const struct casefile *k, int64_t approved_by)
{
    struct stmt *q = db_get(c->db, SQL_CASE_APPROVE);

    db_bind_int(q, ":id", k->id);
    db_bind_str(q, ":no", k->no);
    db_bind_date(q, ":party_filed_on", k->party_filed_on);
    db_bind_date(q, ":supervisory_filed_on", k->supervisory_filed_on);
    db_bind_date(q, ":filed_on", k->filed_on);
    db_bind_id(q, ":approved_by", approved_by);
    db_bind_opt(q, ":rank", k->rank);
    bind_tristate(q, ":party_member", k->party_member);
    bind_tristate(q, ":public_office", k->public_office);
    return db_one(q);
}

enum err case_store_ended(struct ctx *c, int64_t id, struct date withdrawn_on, struct date concluded_on)
{
    struct stmt *q = db_get(c->db, SQL_CASE_ENDED);

    db_bind_int(q, ":id", id);
    db_bind_date(q, ":withdrawn_on", withdrawn_on);
    db_bind_date(q, ":concluded_on", concluded_on);
    return db_one(q);
}

enum err case_store_lead(struct ctx *c, int64_t case_id, int64_t lead_id)
{
    struct stmt *q = db_get(c->db, SQL_CASE_LEAD_ADD);

    db_bind_int(q, ":case_id", case_id);
    db_bind_int(q, ":lead_id", lead_id);
    return db_run(q, NULL);
}

enum err case_store_part(struct ctx *c, int64_t case_id, int64_t lead_id)
{
    struct stmt *q = db_get(c->db, SQL_CASE_LEAD_PART);

    db_bind_int(q, ":case_id", case_id);
    db_bind_int(q, ":lead_id", lead_id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_one(q);
}

enum err case_store_void(struct ctx *c, const struct casefile *k, struct str reason)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_CASE_VOID);

    db_bind_int(q, ":id", k->id);
    db_bind_int(q, ":rev", k->rev);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

enum err case_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no)
{
    struct stmt *q = db_get(c->db, SQL_CASE_KEY_KNOWN);

    *no = STR("");
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":imported_key", key);
    if (db_next(q))
        *no = db_str(q, 0, c->a);
    return db_end(q);
}

enum err case_store_lead_live(struct ctx *c, int64_t lead_id, bool *live)
{
    struct stmt *q = db_get(c->db, SQL_CASE_OF_LEAD_LIVE);

    db_bind_int(q, ":lead_id", lead_id);
    *live = db_next(q) && db_int(q, 0) > 0;
    return db_end(q);
}

static enum err count_of(struct ctx *c, enum sql_id sql, int64_t id, int64_t *n)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":case_id", id);
    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err case_store_open_results(struct ctx *c, int64_t id, int64_t *n) { return count_of(c, SQL_CASE_OPEN_RESULTS, id, n); }
/* The day on which filing was last proposed by an approved verification of its leads; unset for what an old register brought. */
enum err case_store_proposed_on(struct ctx *c, int64_t id, struct date *on)
{
    struct stmt *q = db_get(c->db, SQL_CASE_PROPOSED_BY_LEADS);

    *on = DATE_NONE;
    db_bind_int(q, ":case_id", id);
    if (db_next(q))
        *on = db_date(q, 0);
    return db_end(q);
}

enum err case_store_sanctions(struct ctx *c, int64_t id, int64_t *n) { return count_of(c, SQL_CASE_SANCTIONS, id, n); }
