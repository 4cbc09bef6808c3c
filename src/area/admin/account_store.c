#include "area/admin/account_store.h"

#include "area/admin/admin_store.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

static struct account_row row(struct ctx *c, struct stmt *q)
{
    return (struct account_row){ .id = db_int(q, 0), .ref = db_int(q, 1), .login = db_str(q, 2, c->a), .name = db_str(q, 3, c->a),
        .organ_id = db_int(q, 4), .office_id = db_int(q, 5), .organ = db_str(q, 6, c->a), .office = db_str(q, 7, c->a),
        .active = db_int(q, 8) != 0, .has_totp = db_int(q, 9) != 0, .once = db_int(q, 10) != 0, .uid = db_int(q, 11),
        .rev = db_int(q, 12), .failed = db_int(q, 13), .last_in_ms = db_int(q, 14) };
}

enum err accounts_list(struct ctx *c, struct str word, struct str after, struct account_row *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNTS);

    *n = 0;
    db_bind_str(q, ":word", str_fmt(c->a, "%%%.*s%%", PF(word)));
    db_bind_str(q, ":after", after);
    db_bind_int(q, ":most", max);
    while (*n < max && db_next(q))
        out[(*n)++] = row(c, q);
    TRY(db_end(q));
    for (int i = 0; i < *n; i++)
        TRY(account_store_roles(c, out[i].id, out[i].roles, ROLES_MAX, &out[i].n_roles));
    return ERR_OK;
}

static enum err one(struct ctx *c, struct stmt *q, struct account_row *out)
{
    *out = (struct account_row){ 0 };
    if (db_next(q))
        *out = row(c, q);
    TRY(db_end(q));
    if (out->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_admin_no_user);
    return account_store_roles(c, out->id, out->roles, ROLES_MAX, &out->n_roles);
}

enum err account_by_ref(struct ctx *c, int64_t ref, struct account_row *out)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_BY_REF);

    db_bind_int(q, ":ref", ref);
    return one(c, q, out);
}

enum err account_by_login(struct ctx *c, struct str login, struct account_row *out)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_BY_LOGIN);

    db_bind_str(q, ":login", login);
    return one(c, q, out);
}

enum err account_scopes(struct ctx *c, int64_t user_id, struct account_scope *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_SCOPES);

    *n = 0;
    db_bind_int(q, ":user_id", user_id);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct account_scope){ db_int(q, 0), db_int(q, 1), db_str(q, 2, c->a), db_str(q, 3, c->a) };
    return db_end(q);
}

enum err account_store_edit(struct ctx *c, int64_t id, struct str name, int64_t office_id, int64_t rev)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_EDIT);

    db_bind_int(q, ":id", id);
    db_bind_str(q, ":name", name);
    db_bind_int(q, ":office_id", office_id);
    db_bind_int(q, ":rev", rev);
    return db_one(q);
}

enum err account_store_active(struct ctx *c, int64_t id, bool active)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_ACTIVE);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":active", active ? 1 : 0);
    return db_one(q);
}

enum err account_store_uid(struct ctx *c, int64_t id, int64_t uid)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_UID);

    db_bind_int(q, ":id", id);
    if (uid >= 0)
        db_bind_int(q, ":uid", uid);
    else
        db_bind_null(q, ":uid");
    return db_one(q);
}

enum err account_store_totp_off(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_TOTP_OFF);

    db_bind_int(q, ":id", id);
    return db_one(q);
}

enum err account_store_password(struct ctx *c, int64_t id, struct str hash)
{
    struct stmt *q = db_get(c->db, SQL_USER_PASSWORD_SET);

    db_bind_int(q, ":id", id);
    db_bind_str(q, ":hash", hash);
    db_bind_int(q, ":once", 1);
    return db_one(q);
}

enum err account_store_sign_out(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_SESSION_END_USER);

    db_bind_int(q, ":user_id", id);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_DEVICE_FORGET);
    db_bind_int(q, ":user_id", id);
    return db_run(q, NULL);
}

enum err account_store_scope_take(struct ctx *c, int64_t id, int64_t organ_id, int64_t office_id)
{
    struct stmt *q = db_get(c->db, SQL_ACCOUNT_SCOPE_TAKE);

    db_bind_int(q, ":user_id", id);
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_int(q, ":office_id", office_id);
    return db_run(q, NULL);
}

/* ---- requests */
static struct rights_request request(struct ctx *c, struct stmt *q)
{
    return (struct rights_request){ .id = db_int(q, 0), .ref = db_int(q, 1), .user_id = db_int(q, 2), .user_ref = db_int(q, 3),
        .login = db_str(q, 4, c->a), .user_name = db_str(q, 5, c->a), .act = db_str(q, 6, c->a), .role = db_str(q, 7, c->a),
        .organ_id = db_int(q, 8), .office_id = db_int(q, 9), .uid = db_int(q, 10), .reason = db_str(q, 11, c->a),
        .state = db_str(q, 12, c->a), .asked_by = db_int(q, 13), .asked_name = db_str(q, 14, c->a), .asked_at_ms = db_int(q, 15),
        .decided_name = db_str(q, 16, c->a), .decided_at_ms = db_int(q, 17), .organ = db_str(q, 18, c->a), .office = db_str(q, 19, c->a) };
}

enum err rights_list(struct ctx *c, int64_t user_id, struct rights_request *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_LIST);

    *n = 0;
    db_bind_int(q, ":user_id", user_id);
    db_bind_int(q, ":most", max);
    while (*n < max && db_next(q))
        out[(*n)++] = request(c, q);
    return db_end(q);
}

enum err rights_by_ref(struct ctx *c, int64_t ref, struct rights_request *out)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_BY_REF);

    *out = (struct rights_request){ 0 };
    db_bind_int(q, ":ref", ref);
    if (db_next(q))
        *out = request(c, q);
    TRY(db_end(q));
    return out->id != 0 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err rights_store_add(struct ctx *c, const struct rights_request *r)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_ADD);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":ref", r->ref);
    db_bind_int(q, ":user_id", r->user_id);
    db_bind_str(q, ":act", r->act);
    db_bind_str(q, ":role", r->role);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_int(q, ":office_id", r->office_id);
    db_bind_int(q, ":uid", r->uid);
    db_bind_str(q, ":reason", r->reason);
    db_bind_int(q, ":by", c->who->id);
    db_bind_int(q, ":now", c->now_ms);
    return db_run(q, NULL);
}

enum err rights_store_same(struct ctx *c, const struct rights_request *r, int64_t *n)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_SAME);

    db_bind_int(q, ":user_id", r->user_id);
    db_bind_str(q, ":act", r->act);
    db_bind_str(q, ":role", r->role);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_int(q, ":office_id", r->office_id);
    db_bind_int(q, ":uid", r->uid);
    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err rights_store_decide(struct ctx *c, int64_t id, struct str state)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_DECIDE);

    db_bind_int(q, ":id", id);
    db_bind_str(q, ":state", state);
    db_bind_int(q, ":by", c->who->id);
    db_bind_int(q, ":now", c->now_ms);
    return db_one(q);
}

enum err rights_waiting(struct ctx *c, int64_t *n)
{
    struct stmt *q = db_get(c->db, SQL_RIGHTS_WAITING);

    db_bind_int(q, ":viewer", c->who->id);
    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}
