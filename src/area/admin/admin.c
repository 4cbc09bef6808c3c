#include "area/admin/admin.h"

#include "area/admin/admin_store.h"
#include "def/def.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err organ_add(struct ctx *c, struct organ *o, int64_t parent_id, struct date valid_from)
{
    if (def_code(c->def, "organ_type", o->organ_type) == NULL)
        return refuse_field(c, STR("organ_type"), ERR_INVALID, T_admin_organ_type, o->organ_type);
    if (o->id == 0)
        o->id = rand_id(c->rand, c->now_ms);
    TRY(organ_store_add(c, o, valid_from));
    if (parent_id != 0)
        TRY(organ_store_parent(c, o->id, parent_id, valid_from));
    return ERR_OK;
}

enum err office_add(struct ctx *c, int64_t organ_id, struct str code, struct str name, int64_t *id)
{
    if (def_code(c->def, "office_kind", code) == NULL)
        return refuse_field(c, STR("office"), ERR_INVALID, T_admin_office_kind, code);
    *id = rand_id(c->rand, c->now_ms);
    return office_store_add(c, *id, organ_id, code, name);
}

enum err account_add(struct ctx *c, struct account *u)
{
    if (u->login.n < 2 || u->login.n > 32 || str_find(u->login, STR(" ")) >= 0)
        return refuse_field(c, STR("login"), ERR_INVALID, T_admin_login, u->login);
    u->id = rand_id(c->rand, c->now_ms);
    u->ref = rand_ref(c->rand);
    return account_store_add(c, u);
}

/* The three administrators are apart: whoever holds one of their roles holds no other role at all. */
enum err account_role_give(struct ctx *c, int64_t user_id, struct str role)
{
    const struct def_role *given = def_role(c->def, role);
    struct str held[16];
    int n = 0;

    if (given == NULL)
        return refuse_field(c, STR("role"), ERR_INVALID, T_admin_no_role, role);
    if (user_id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    TRY(account_store_roles(c, user_id, held, 16, &n));
    for (int i = 0; i < n; i++) {
        const struct def_role *r = def_role(c->def, held[i]);
        if (!str_eq(held[i], role) && (given->admin || (r != NULL && r->admin)))
            return refuse(c, ERR_FORBIDDEN, T_admin_apart, held[i], role);
    }
    return account_store_role(c, user_id, role);
}

enum err account_role_take(struct ctx *c, int64_t user_id, struct str role)
{
    if (user_id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    return account_store_role_take(c, user_id, role);
}
