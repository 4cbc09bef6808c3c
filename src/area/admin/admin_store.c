#include "area/admin/admin_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err organ_store_add(struct ctx *c, const struct organ *o, struct date valid_from)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_ADD);

    db_bind_int(q, ":id", o->id);
    db_bind_str(q, ":code", o->code);
    db_bind_str(q, ":name", o->name);
    db_bind_str(q, ":district", o->district);
    db_bind_str(q, ":account", o->account);
    db_bind_str(q, ":organ_type", o->organ_type);
    db_bind_int(q, ":in_program", o->in_program ? 1 : 0);
    TRY(db_one(q));
    q = db_get(c->db, SQL_ORGAN_NAME_ADD);
    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":organ_id", o->id);
    db_bind_str(q, ":district", o->district);
    db_bind_str(q, ":account", o->account);
    db_bind_date(q, ":valid_from", valid_from);
    return db_one(q);
}

enum err organ_store_parent(struct ctx *c, int64_t organ_id, int64_t parent_id, struct date valid_from)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_PARENT_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_int(q, ":parent_id", parent_id);
    db_bind_date(q, ":valid_from", valid_from);
    return db_one(q);
}

static enum err organ_read(struct ctx *c, struct stmt *q, struct organ *out)
{
    *out = (struct organ){ 0 };
    if (db_next(q))
        *out = (struct organ){ db_int(q, 0), db_str(q, 1, c->a), db_str(q, 2, c->a), db_str(q, 3, c->a),
            db_str(q, 4, c->a), db_str(q, 5, c->a), db_int(q, 6) != 0 };
    TRY(db_end(q));
    return out->id != 0 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_admin_no_organ);
}

enum err organ_by_code(struct ctx *c, struct str code, struct organ *out)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_BY_CODE);

    db_bind_str(q, ":code", code);
    return organ_read(c, q, out);
}

enum err organ_by_id(struct ctx *c, int64_t id, struct organ *out)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_BY_ID);

    db_bind_int(q, ":id", id);
    return organ_read(c, q, out);
}

enum err office_store_add(struct ctx *c, int64_t id, int64_t organ_id, struct str code, struct str name)
{
    struct stmt *q = db_get(c->db, SQL_OFFICE_ADD);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":code", code);
    db_bind_str(q, ":name", name);
    return db_one(q);
}

enum err office_by_code(struct ctx *c, int64_t organ_id, struct str code, int64_t *id)
{
    struct stmt *q = db_get(c->db, SQL_OFFICE_BY_CODE);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":code", code);
    *id = db_next(q) ? db_int(q, 0) : 0;
    TRY(db_end(q));
    return *id != 0 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_admin_no_office, code);
}

enum err account_store_add(struct ctx *c, const struct account *u)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ADD);

    db_bind_int(q, ":id", u->id);
    db_bind_int(q, ":ref", u->ref);
    db_bind_str(q, ":login", u->login);
    db_bind_str(q, ":name", u->name);
    db_bind_int(q, ":organ_id", u->organ_id);
    db_bind_int(q, ":office_id", u->office_id);
    db_bind_str(q, ":password_hash", u->password);
    db_bind_int(q, ":once", u->once ? 1 : 0);
    if (u->uid >= 0)
        db_bind_int(q, ":uid", u->uid);
    else
        db_bind_null(q, ":uid");
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse_field(c, STR("login"), ERR_CONFLICT, T_admin_login_taken, u->login);
}

enum err account_store_roles(struct ctx *c, int64_t user_id, struct str *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ROLES);

    db_bind_int(q, ":user_id", user_id);
    while (*n < max && db_next(q))
        out[(*n)++] = db_str(q, 0, c->a);
    return db_end(q);
}

enum err account_store_role(struct ctx *c, int64_t user_id, struct str role)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ROLE_GIVE);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":role", role);
    db_bind_int(q, ":given_by", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

enum err account_store_role_holders(struct ctx *c, int64_t user_id, struct str role, int64_t *others)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ROLE_HOLDERS);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":role", role);
    *others = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err account_store_role_take(struct ctx *c, int64_t user_id, struct str role)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ROLE_TAKE);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":role", role);
    return db_run(q, NULL);
}

enum err account_scope(struct ctx *c, int64_t user_id, int64_t organ_id, int64_t office_id)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_SCOPE);

    db_bind_int(q, ":user_id", user_id);
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_int(q, ":office_id", office_id);
    return db_run(q, NULL);
}

/* ---- the tree, offices */
enum err organs(struct ctx *c, struct organ_row *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ORGANS);

    *n = 0;
    db_bind_date(q, ":today", date_of_ms(c->now_ms));
    while (*n < max && db_next(q))
        out[(*n)++] = (struct organ_row){ { .id = db_int(q, 0), .code = db_str(q, 1, c->a), .name = db_str(q, 2, c->a),
            .organ_type = db_str(q, 3, c->a), .in_program = db_int(q, 4) != 0 }, db_str(q, 5, c->a), db_date(q, 6) };
    return db_end(q);
}

enum err offices(struct ctx *c, int64_t organ_id, struct office *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_OFFICES);

    *n = 0;
    db_bind_int(q, ":organ_id", organ_id);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct office){ .id = db_int(q, 0), .code = db_str(q, 1, c->a), .name = db_str(q, 2, c->a),
            .from = db_date(q, 3), .to = db_date(q, 4), .users = db_int(q, 5) };
    return db_end(q);
}

enum err organ_store_above(struct ctx *c, int64_t organ_id, struct date day, int64_t *parent_id)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_ABOVE);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":today", day);
    *parent_id = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err organ_store_parent_end(struct ctx *c, int64_t organ_id, struct date last)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_PARENT_END);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":last", last);
    return db_run(q, NULL);
}

enum err organ_store_rename(struct ctx *c, const struct organ *o, struct date from)
{
    struct stmt *q = db_get(c->db, SQL_ORGAN_NAME_END);

    db_bind_int(q, ":organ_id", o->id);
    db_bind_date(q, ":last", date_add_days(from, -1));
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_ORGAN_RENAME);
    db_bind_int(q, ":id", o->id);
    db_bind_str(q, ":name", o->name);
    db_bind_str(q, ":district", o->district);
    db_bind_str(q, ":account", o->account);
    TRY(db_one(q));
    q = db_get(c->db, SQL_ORGAN_NAME_ADD);
    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":organ_id", o->id);
    db_bind_str(q, ":district", o->district);
    db_bind_str(q, ":account", o->account);
    db_bind_date(q, ":valid_from", from);
    return db_one(q);
}

enum err office_store_end(struct ctx *c, int64_t id, struct date last)
{
    struct stmt *q = db_get(c->db, SQL_OFFICE_END);

    db_bind_int(q, ":id", id);
    db_bind_date(q, ":last", last);
    return db_one(q);
}

/* ---- registers and their numbers */
enum err registers(struct ctx *c, int64_t organ_id, struct register_row *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_REGISTERS);

    *n = 0;
    db_bind_int(q, ":organ_id", organ_id);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct register_row){ db_str(q, 0, c->a), db_str(q, 2, c->a), db_date(q, 1) };
    return db_end(q);
}

enum err counters(struct ctx *c, int64_t organ_id, struct counter_row *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_COUNTERS);

    *n = 0;
    db_bind_int(q, ":organ_id", organ_id);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct counter_row){ db_str(q, 0, c->a), db_int(q, 1), db_int(q, 2), db_int(q, 3) != 0 };
    return db_end(q);
}

enum err register_open(struct ctx *c, int64_t organ_id, struct str reg, struct date opened_on)
{
    int64_t opened = 0;
    struct stmt *q = db_get(c->db, SQL_REGISTER_OPEN);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":register", reg);
    db_bind_date(q, ":opened_on", opened_on);
    db_bind_int(q, ":by_user", c->who->id);
    TRY(db_run(q, &opened));
    ctx_touch(c, STR("register"), organ_id, str_fmt(c->a, "open:%.*s", PF(reg)));
    return opened == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_admin_opened, reg);
}
