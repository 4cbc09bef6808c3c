#include "area/casework/lead_store.h"

#include <string.h>

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err lead_store_add(struct ctx *c, const struct lead_new *n, const struct lead *l)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_LEAD_ADD);

    db_bind_int(q, ":id", l->id);
    db_bind_int(q, ":ref", l->ref);
    db_bind_str(q, ":no", l->no);
    db_bind_opt(q, ":old_no", n->old_no);
    db_bind_int(q, ":organ_id", l->organ_id);
    db_bind_int(q, ":office_id", l->office_id);
    db_bind_int(q, ":origin_id", n->origin_id != 0 ? n->origin_id : l->id);
    db_bind_id(q, ":petition_id", n->petition_id);
    db_bind_str(q, ":source", n->source);
    db_bind_opt(q, ":source_no", n->source_no);
    db_bind_date(q, ":registered_on", l->registered_on);
    db_bind_date(q, ":received_on", l->received_on);
    db_bind_str(q, ":subject", l->subject);
    db_bind_str(q, ":body", n->body);
    db_bind_opt(q, ":campaign", n->campaign);
    db_bind_str(q, ":state", l->state);
    db_bind_int(q, ":workflow", l->workflow);
    db_bind_opt(q, ":imported_key", n->imported_key);
    db_bind_int(q, ":made_by", c->who->id);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, n->imported_key);
}

static void bind_tristate(struct stmt *q, const char *name, int v)
{
    if (v < 0)
        db_bind_null(q, name);
    else
        db_bind_int(q, name, v);
}

enum err lead_store_person(struct ctx *c, int64_t lead_id, const struct person *p, struct str rank)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_PERSON_ADD);

    db_bind_int(q, ":lead_id", lead_id);
    db_bind_int(q, ":person_id", p->id);
    db_bind_opt(q, ":rank", rank);
    bind_tristate(q, ":party_member", p->party_member);
    bind_tristate(q, ":public_office", p->public_office);
    return db_run(q, NULL);
}

enum err lead_store_tags(struct ctx *c, int64_t lead_id, const struct str *topics, int n)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_TAGS_CLEAR);

    db_bind_int(q, ":lead_id", lead_id);
    TRY(db_run(q, NULL));
    for (int i = 0; i < n; i++) {
        q = db_get(c->db, SQL_LEAD_TAG_ADD);
        db_bind_int(q, ":lead_id", lead_id);
        db_bind_str(q, ":topic", topics[i]);
        TRY(db_run(q, NULL));
    }
    return ERR_OK;
}

static void read_lead(struct stmt *q, struct arena *a, struct lead *l)
{
    *l = (struct lead){ .id = db_int(q, 0), .ref = db_int(q, 1), .rev = db_int(q, 2), .organ_id = db_int(q, 3),
        .office_id = db_int(q, 4), .assignee_id = db_int(q, 5), .origin_id = db_int(q, 6), .petition_id = db_int(q, 7),
        .no = db_str(q, 8, a), .old_no = db_str(q, 9, a), .source = db_str(q, 10, a), .source_no = db_str(q, 11, a),
        .subject = db_str(q, 12, a), .body = db_str(q, 13, a), .campaign = db_str(q, 14, a), .state = db_str(q, 15, a),
        .registered_on = db_date(q, 16), .received_on = db_date(q, 17), .due_on = db_date(q, 18), .workflow = (int)db_int(q, 19),
        .voided = db_int(q, 20) != 0, .organ_name = db_str(q, 21, a), .office_name = db_str(q, 22, a),
        .assignee_name = db_str(q, 23, a), .petition_no = db_str(q, 24, a), .petition_ref = db_int(q, 25) };
}

static enum err load_persons(struct ctx *c, struct lead *l)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_PERSONS);

    l->persons = NEWS(c->a, struct lead_person, REPORTED_MAX);
    db_bind_int(q, ":lead_id", l->id);
    while (l->n_persons < REPORTED_MAX && db_next(q))
        l->persons[l->n_persons++] = (struct lead_person){ .who = { .id = db_int(q, 0) }, .rank = db_str(q, 1, c->a),
            .party_member = db_null(q, 2) ? -1 : (int)db_int(q, 2), .public_office = db_null(q, 3) ? -1 : (int)db_int(q, 3),
            .umbrella = db_int(q, 4) != 0, .gang_related = db_int(q, 5) != 0, .frozen_on = db_date(q, 6) };
    TRY(db_end(q));
    for (int i = 0; i < l->n_persons; i++)
        TRY(person_by_id(c, l->persons[i].who.id, &l->persons[i].who));
    return ERR_OK;
}

enum err lead_store_load(struct ctx *c, int64_t ref, struct lead *out)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_BY_REF);

    *out = (struct lead){ 0 };
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    if (db_next(q))
        read_lead(q, c->a, out);
    TRY(db_end(q));
    if (out->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    q = db_get(c->db, SQL_LEAD_TAGS);
    db_bind_int(q, ":lead_id", out->id);
    while (out->n_topics < TAGS_MAX && db_next(q))
        out->topics[out->n_topics++] = db_str(q, 0, c->a);
    TRY(db_end(q));
    return load_persons(c, out);
}

enum err lead_store_freeze(struct ctx *c, int64_t lead_id, struct date on)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_PERSONS_FREEZE);

    db_bind_int(q, ":lead_id", lead_id);
    db_bind_date(q, ":on", on);
    return db_run(q, NULL);
}

enum err lead_store_flag(struct ctx *c, int64_t lead_id, int64_t person_id, bool umbrella, bool gang_related)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_LEAD_FLAG);

    db_bind_int(q, ":lead_id", lead_id);
    db_bind_int(q, ":person_id", person_id);
    db_bind_int(q, ":umbrella", umbrella ? 1 : 0);
    db_bind_int(q, ":gang_related", gang_related ? 1 : 0);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err lead_store_merge(struct ctx *c, int64_t lead_a, int64_t lead_b)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_MERGE_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":lead_a", lead_a);
    db_bind_int(q, ":lead_b", lead_b);
    db_bind_int(q, ":by_user", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_one(q);
}

enum err lead_store_unmerge(struct ctx *c, int64_t lead_a, int64_t lead_b)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_LEAD_MERGE_UNDO);

    db_bind_int(q, ":lead_a", lead_a);
    db_bind_int(q, ":lead_b", lead_b);
    db_bind_int(q, ":at_ms", c->now_ms);
    TRY(db_run(q, &changed));
    return changed > 0 ? ERR_OK : refuse(c, ERR_MOVE, T_lead_not_merged);
}

enum err lead_store_void(struct ctx *c, const struct lead *l, struct str reason)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_LEAD_VOID);

    db_bind_int(q, ":id", l->id);
    db_bind_int(q, ":rev", l->rev);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

enum err lead_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_KEY_KNOWN);

    *no = STR("");
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":imported_key", key);
    if (db_next(q))
        *no = db_str(q, 0, c->a);
    return db_end(q);
}

enum err lead_store_load_new(struct ctx *c, int64_t id, const struct lead *made, struct lead *out)
{
    *out = *made;
    out->id = out->origin_id = id;
    return load_persons(c, out);
}

enum err lead_store_flow(struct ctx *c, int64_t id, struct flow_record *out)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_FLOW);

    *out = (struct flow_record){ .kind = STR("lead"), .id = id };
    db_bind_int(q, ":id", id);
    if (db_next(q)) {
        out->state = db_str(q, 0, c->a);
        out->rev = db_int(q, 1);
        out->workflow = (int)db_int(q, 2);
    }
    return db_end(q);
}

enum err lead_store_disposals(struct ctx *c, int64_t lead_id, int64_t *waiting, int64_t *approved)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_DISPOSALS_OPEN);

    *waiting = *approved = 0;
    db_bind_int(q, ":lead_id", lead_id);
    if (db_next(q)) {
        *waiting = db_int(q, 0);
        *approved = db_int(q, 1);
    }
    return db_end(q);
}

enum err lead_store_ref_by_no(struct ctx *c, struct str no, int64_t *ref)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_REF_BY_NO);

    *ref = 0;
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":no", no);
    if (db_next(q))
        *ref = db_int(q, 0);
    TRY(db_end(q));
    return *ref != 0 ? ERR_OK : refuse_field(c, STR("no"), ERR_INVALID, T_lead_no_such_number, no);
}

enum err lead_store_ties(struct ctx *c, int64_t lead_id, struct lead_tie *out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_LEAD_CASES);

    *n = 0;
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":lead_id", lead_id);
    while (*n < LEAD_TIES_MAX && db_next(q))
        out[(*n)++] = (struct lead_tie){ db_int(q, 0), db_null(q, 2) ? STR("") : db_str(q, 1, c->a), db_str(q, 3, c->a), true };
    TRY(db_end(q));
    q = db_get(c->db, SQL_LEAD_MERGED);
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":lead_id", lead_id);
    while (*n < LEAD_TIES_MAX && db_next(q))
        out[(*n)++] = (struct lead_tie){ db_int(q, 0), db_str(q, 1, c->a), db_str(q, 2, c->a), false };
    return db_end(q);
}

enum err disposal_store_void(struct ctx *c, const struct disposal *d, struct str reason)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_DISPOSAL_VOID);

    db_bind_int(q, ":id", d->id);
    db_bind_int(q, ":rev", d->rev);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

/* ---- disposals */
enum err disposal_store_add(struct ctx *c, const struct disposal *d)
{
    struct stmt *q = db_get(c->db, SQL_DISPOSAL_ADD);

    db_bind_int(q, ":id", d->id);
    db_bind_int(q, ":ref", d->ref);
    db_bind_int(q, ":lead_id", d->lead_id);
    db_bind_int(q, ":organ_id", d->organ_id);
    db_bind_str(q, ":method", d->method);
    db_bind_str(q, ":plan", d->plan);
    db_bind_int(q, ":proposed_by", c->who->id);
    db_bind_date(q, ":proposed_on", d->proposed_on);
    db_bind_str(q, ":state", d->state);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    return db_one(q);
}

enum err disposal_store_approve(struct ctx *c, const struct disposal *d)
{
    struct stmt *q = db_get(c->db, SQL_DISPOSAL_APPROVE);

    db_bind_int(q, ":id", d->id);
    db_bind_id(q, ":approved_by", d->approved_by);
    db_bind_date(q, ":approved_on", d->approved_on);
    db_bind_opt(q, ":approver_no", d->approver_no);
    return db_one(q);
}

enum err disposal_store_end(struct ctx *c, const struct disposal *d)
{
    struct stmt *q = db_get(c->db, SQL_DISPOSAL_END);

    db_bind_int(q, ":id", d->id);
    db_bind_str(q, ":outcome", d->outcome);
    db_bind_date(q, ":ended_on", d->ended_on);
    return db_one(q);
}

static bool next_disposal(struct stmt *q, struct arena *a, struct disposal *d)
{
    if (!db_next(q))
        return false;
    *d = (struct disposal){ .id = db_int(q, 0), .ref = db_int(q, 1), .rev = db_int(q, 2), .lead_id = db_int(q, 3),
        .organ_id = db_int(q, 4), .proposed_by = db_int(q, 5), .approved_by = db_int(q, 6), .method = db_str(q, 7, a),
        .plan = db_str(q, 8, a), .approver_no = db_str(q, 9, a), .state = db_str(q, 10, a), .outcome = db_str(q, 11, a),
        .proposed_on = db_date(q, 12), .approved_on = db_date(q, 13), .ended_on = db_date(q, 14), .voided = db_int(q, 15) != 0,
        .lead_ref = db_int(q, 16), .proposer = db_str(q, 17, a), .approver = db_str(q, 18, a) };
    return true;
}

enum err disposal_load(struct ctx *c, int64_t ref, struct disposal *out)
{
    struct stmt *q = db_get(c->db, SQL_DISPOSAL_BY_REF);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    bool found = next_disposal(q, c->a, out);
    TRY(db_end(q));
    if (!found)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("disposal"), out->id, STR("read"));
    return ERR_OK;
}

enum err disposals_of(struct ctx *c, int64_t lead_id, struct disposal **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_DISPOSALS_OF);

    *out = NEWS(c->a, struct disposal, 32);
    *n = 0;
    db_bind_int(q, ":lead_id", lead_id);
    while (*n < 32 && next_disposal(q, c->a, &(*out)[*n]))
        (*n)++;
    return db_end(q);
}
