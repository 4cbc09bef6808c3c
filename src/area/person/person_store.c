#include "area/person/person_store.h"

#include "base/pinyin.h"
#include "base/utf8.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

static void bind_tristate(struct stmt *q, const char *name, int v)
{
    if (v < 0)
        db_bind_null(q, name);
    else
        db_bind_int(q, name, v);
}

static void bind_person(struct stmt *q, struct arena *a, const struct person *p)
{
    db_bind_str(q, ":name", p->name);
    db_bind_str(q, ":name_sort", p->is_organisation ? pinyin_sort(a, p->name) : pinyin_name_sort(a, p->name));
    db_bind_str(q, ":initials", p->is_organisation ? pinyin_initials(a, p->name) : pinyin_name_initials(a, p->name));
    db_bind_opt(q, ":id_no", p->id_no);
    db_bind_str(q, ":unit", p->unit);
    db_bind_str(q, ":post", p->post);
    db_bind_opt(q, ":rank", p->rank);
    bind_tristate(q, ":party_member", p->party_member);
    bind_tristate(q, ":public_office", p->public_office);
}

enum err person_store_add(struct ctx *c, const struct person *p)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_ADD);

    bind_person(q, c->a, p);
    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":ref", p->ref);
    db_bind_int(q, ":organ_id", p->organ_id);
    db_bind_int(q, ":is_organisation", p->is_organisation ? 1 : 0);
    return db_one(q);
}

enum err person_store_edit(struct ctx *c, const struct person *p)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_PERSON_EDIT);

    bind_person(q, c->a, p);
    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

static bool next_person(struct stmt *q, struct arena *a, struct person *p)
{
    if (!db_next(q))
        return false;
    *p = (struct person){ .id = db_int(q, 0), .ref = db_int(q, 1), .canonical_id = db_int(q, 2), .organ_id = db_int(q, 3),
        .rev = db_int(q, 4), .name = db_str(q, 5, a), .id_no = db_str(q, 6, a), .unit = db_str(q, 7, a), .post = db_str(q, 8, a),
        .rank = db_str(q, 9, a), .party_member = db_null(q, 10) ? -1 : (int)db_int(q, 10),
        .public_office = db_null(q, 11) ? -1 : (int)db_int(q, 11), .is_organisation = db_int(q, 12) != 0, .voided = db_int(q, 13) != 0 };
    return true;
}

static enum err one_person(struct ctx *c, struct stmt *q, struct person *out)
{
    bool found = next_person(q, c->a, out);

    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err person_load(struct ctx *c, int64_t ref, struct person *out)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_BY_REF);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    TRY(one_person(c, q, out));
    ctx_touch(c, STR("person"), out->id, STR("read"));
    return ERR_OK;
}

enum err person_chosen(struct ctx *c, int64_t id, struct person *out)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_CHOSEN);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", id);
    return one_person(c, q, out);
}

enum err person_by_id(struct ctx *c, int64_t id, struct person *out)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_BY_ID);

    db_bind_int(q, ":id", id);
    return one_person(c, q, out);
}

enum err person_store_same(struct ctx *c, int64_t organ_id, struct str name, struct person *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_SAME);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":name", name);
    for (*n = 0; *n < max && next_person(q, c->a, &out[*n]);)
        (*n)++;
    return db_end(q);
}

enum err person_store_pick(struct ctx *c, struct str like, struct person *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_PICK);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":typed", like);
    db_bind_int(q, ":numbers", may(c, PERM_PERSON_EDIT) ? 1 : 0);
    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_int(q, ":top", max);
    for (*n = 0; *n < max && next_person(q, c->a, &out[*n]);)
        (*n)++;
    return db_end(q);
}

enum err person_store_merge(struct ctx *c, int64_t from_id, int64_t into_id)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_MERGE_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":from_id", from_id);
    db_bind_int(q, ":into_id", into_id);
    db_bind_int(q, ":by_user", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    TRY(db_one(q));
    q = db_get(c->db, SQL_PERSON_CANONICAL);
    db_bind_int(q, ":from_id", from_id);
    db_bind_int(q, ":into_id", into_id);
    return db_run(q, NULL);
}

enum err person_store_unmerge(struct ctx *c, int64_t from_id)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_PERSON_MERGE_UNDO);

    db_bind_int(q, ":from_id", from_id);
    db_bind_int(q, ":at_ms", c->now_ms);
    TRY(db_run(q, &changed));
    return changed > 0 ? ERR_OK : refuse(c, ERR_MOVE, T_person_not_merged);
}

enum err person_store_merges(struct ctx *c, int64_t id, int64_t (*pairs)[2], int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_MERGES);

    db_bind_int(q, ":into_id", id);
    for (*n = 0; *n < max && db_next(q); (*n)++) {
        pairs[*n][0] = db_int(q, 0);
        pairs[*n][1] = db_int(q, 1);
    }
    return db_end(q);
}

enum err person_store_canonical(struct ctx *c, int64_t id, int64_t canonical_id)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_CANONICAL_ONE);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":canonical_id", canonical_id);
    return db_one(q);
}

static const struct { const char *kind; enum sql_id sql; } matters[] = {
    { "petition", SQL_PERSON_PETITIONS }, { "lead", SQL_PERSON_LEADS }, { "case", SQL_PERSON_CASES }, { "result", SQL_PERSON_RESULTS },
};

enum err person_store_matters(struct ctx *c, const struct person *p, const char *kind, struct person_matter *out, int max, int *n)
{
    size_t k = 0;

    while (!str_eq(str_z(matters[k].kind), str_z(kind)))
        k++;
    struct stmt *q = db_get(c->db, matters[k].sql);
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":canonical_id", p->id);
    if (k == 0) {
        db_bind_str(q, ":name_fold", text_fold(c->a, p->name));
        db_bind_str(q, ":unit_fold", text_fold(c->a, p->unit));
    }
    for (; *n < max && db_next(q); (*n)++)
        out[*n] = (struct person_matter){ .kind = db_str(q, 0, c->a), .ref = db_int(q, 1), .no = db_str(q, 2, c->a),
            .subject = db_str(q, 3, c->a), .state = db_str(q, 4, c->a), .dated = db_date(q, 5) };
    return db_end(q);
}

enum err person_store_alike(struct ctx *c, const struct person *p, struct person *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_ALIKE);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":canonical_id", p->canonical_id);
    db_bind_int(q, ":organ_id", p->organ_id);
    db_bind_str(q, ":name", p->name);
    db_bind_str(q, ":id_no", p->id_no);
    for (*n = 0; *n < max && next_person(q, c->a, &out[*n]);)
        (*n)++;
    return db_end(q);
}

enum err person_store_merged_in(struct ctx *c, int64_t canonical_id, struct person *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_MERGED_IN);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":canonical_id", canonical_id);
    for (*n = 0; *n < max && next_person(q, c->a, &out[*n]);)
        (*n)++;
    return db_end(q);
}

static enum err words(struct ctx *c, struct stmt *q, struct str *out, int max, int *n)
{
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = db_str(q, 0, c->a);
    return db_end(q);
}

enum err person_store_units(struct ctx *c, struct str *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PERSON_UNITS);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":organ_id", c->who->organ_id);
    return words(c, q, out, max, n);
}

enum err person_store_organs(struct ctx *c, struct str *out, int max, int *n)
{
    return words(c, db_get(c->db, SQL_ORGAN_NAMES), out, max, n);
}

enum err person_store_matter_ids(struct ctx *c, int64_t person_id, const char *kind, int64_t *ids, int max, int *n)
{
    struct stmt *q = db_get(c->db, kind[0] == 'l' ? SQL_PERSON_LEAD_IDS : kind[0] == 'c' ? SQL_PERSON_CASE_IDS : SQL_PERSON_PETITION_IDS);

    db_bind_int(q, ":person_id", person_id);
    for (*n = 0; *n < max && db_next(q); (*n)++)
        ids[*n] = db_int(q, 0);
    return db_end(q);
}
